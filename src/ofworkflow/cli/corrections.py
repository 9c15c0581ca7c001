"""Correct what is known of a person."""

from __future__ import annotations

from typing import Any

import click

from ofworkflow.cli.common import choice, choose_dossier, pass_app, reference_argument
from ofworkflow.cli.dossiers import read_representative
from ofworkflow.cli.output import echo, say, warn
from ofworkflow.errors import UsageError
from ofworkflow.procedure.vocabulary import Authority, Quality
from ofworkflow.wiring import App

# what is typed → what is kept, for the minor and for a representative
_FIELDS = {"adresse": "adresse1", "complement": "adresse2", "cp": "code_postal"}
_YES_NO = {"oui": True, "non": False}


@click.command(short_help="Corriger une fiche : adresse, téléphone, autorité.")
@reference_argument
@click.option("--representant", type=click.IntRange(min=1), metavar="N", help="Le représentant n° N ; sans lui, le jeune.")
@click.option("--ajouter-representant", metavar='"NOM;PRENOM;QUALITE;ADRESSE;CP;VILLE;PAYS"', help="Un représentant de plus.")
@click.option("--nom")
@click.option("--prenom")
@click.option("--nom-usage")
@click.option("--adresse")
@click.option("--complement", help="Bâtiment, étage, chez qui ; vide pour l'effacer.")
@click.option("--cp", help="Le code postal.")
@click.option("--ville", help="À l'étranger, la ligne de la ville telle qu'on l'écrit là-bas.")
@click.option("--pays", help="Le pays de l'adresse, en français ; France, ou vide, pour l'effacer.")
@click.option("--commune", help="La commune où habite le jeune.")
@click.option("--telephone")
@click.option("--courriel")
@click.option("--niveau", type=click.Choice(["aucun", "cap_bep", "bac", "superieur"]))
@click.option("--qpv", type=click.Choice(["oui", "non"]))
@click.option("--qualite", type=choice(Quality))
@click.option("--autorite", type=choice(Authority), help="À quel titre on lui écrit, ou non.")
@click.option("--confidentielle", type=click.Choice(["oui", "non"]), help="Son adresse ne se donne à personne.")
@click.option("--heberge", type=click.Choice(["oui", "non"]), help="Le jeune habite chez lui ou elle.")
@click.option("--oui", is_flag=True, help="Confirmer la personne quand elle est donnée par son nom.")
@pass_app
def correct_person(
    app: App, reference: str, representant: int | None, ajouter_representant: str | None, oui: bool, **typed: Any
) -> None:
    """Corriger la fiche du jeune ou d'un représentant ; ce qui était est gardé, et les projets de courriers suivent."""
    from ofworkflow.casework.mail import drafts
    from ofworkflow.casework.registry import corrections
    from ofworkflow.storage import queries

    values = _values(app, {name: value for name, value in typed.items() if value is not None}, representant is not None)
    if not values and ajouter_representant is None:
        raise UsageError("Rien à modifier. Donnez ce qui change : --adresse, --cp, --ville, --telephone… (of modifier --help).")
    row = choose_dossier(app, reference, confirmed=oui)
    rank = None
    with app.writing() as connection:
        dossier = queries.dossier_row(connection, row.id)
        if ajouter_representant is not None:
            rank = corrections.add_representative(connection, dossier, read_representative(ajouter_representant), desk=app.desk())
        changes = corrections.correct(connection, dossier, values, representative=representant, desk=app.desk()) if values else []
    if rank is not None:
        echo(f"{row.reference} : représentant n° {rank} ajouté.")
    for change in changes:
        echo(f"{row.reference} : {change.champ} : {_said(change.avant)} → {_said(change.apres)}")
    if values and not changes:
        say("Rien ne change : c'est déjà ce qui est noté.")
    _, failed = drafts.produce_waiting(app.database, app.press, dossier_id=row.id)
    for letter in failed:
        warn(f"Courrier à produire : {letter.reason}. La nuit réessaiera.")


def _values(app: App, typed: dict[str, Any], of_representative: bool) -> dict[str, Any]:
    from ofworkflow import countries
    from ofworkflow.text import fold

    values = {_FIELDS.get(name, name): _YES_NO.get(value, value) if name in _BOOLEANS else value for name, value in typed.items()}
    if "pays" in values:
        values["pays"] = countries.read(values["pays"])
    if "telephone" in values and not of_representative:
        values["tel_portable"] = values.pop("telephone")
    if "commune" in values and not of_representative:
        known = {fold(name): (code, name) for code, name in app.settings.territoire.commune_names().items()}
        code, values["commune"] = known.get(fold(values["commune"]), ("", values["commune"]))
        values["commune_insee"] = code
    return values


_BOOLEANS = frozenset({"qpv", "confidentielle", "heberge"})


def _said(value: Any) -> str:
    return {None: "(rien)", True: "oui", False: "non"}.get(value, f"« {value} »")
