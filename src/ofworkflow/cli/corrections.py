"""Correct what is known of a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from ofworkflow.cli.common import choice, choose_dossier, pass_app, reference_argument
from ofworkflow.cli.output import echo, say
from ofworkflow.cli.representatives import read_representative
from ofworkflow.cli.telling import tell_not_made
from ofworkflow.errors import UsageError
from ofworkflow.procedure.vocabulary import Authority, Quality
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.registry.corrections import Value

# what is typed → what is kept, for the minor and for a representative
_FIELDS = {"adresse": "adresse1", "complement": "adresse2", "cp": "code_postal"}
_YES_NO = {"oui": True, "non": False}


class CardOptions(TypedDict):
    """What may be typed of a card; what is not stays as it is."""

    nom: str | None
    prenom: str | None
    nom_usage: str | None
    adresse: str | None
    complement: str | None
    cp: str | None
    ville: str | None
    pays: str | None
    commune: str | None
    telephone: str | None
    courriel: str | None
    niveau: str | None
    qpv: str | None
    qualite: str | None
    autorite: str | None
    confidentielle: str | None
    heberge: str | None


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
    app: App, reference: str, representant: int | None, ajouter_representant: str | None, oui: bool, **typed: Unpack[CardOptions]
) -> None:
    """Corriger la fiche du jeune ou d'un représentant ; ce qui était est gardé, et les projets de courriers suivent."""
    from ofworkflow.casework.mail import drafts
    from ofworkflow.casework.registry.corrections import correct_card

    values = _values(app, {name: value for name, value in typed.items() if isinstance(value, str)}, representant is not None)
    if not values and ajouter_representant is None:
        raise UsageError("Rien à modifier. Donnez ce qui change : --adresse, --cp, --ville, --telephone… (of modifier --help).")
    row = choose_dossier(app, reference, confirmed=oui)
    added = read_representative(ajouter_representant) if ajouter_representant is not None else None
    card = app.write(correct_card, row.id, values, representative=representant, added=added, desk=app.desk())
    if card.added is not None:
        echo(f"{row.reference} : représentant n° {card.added} ajouté.")
    for change in card.changes:
        echo(f"{row.reference} : {change.champ} : {_said(change.avant)} → {_said(change.apres)}")
    if values and not card.changes:
        say("Rien ne change : c'est déjà ce qui est noté.")
    _, failed = drafts.produce_waiting(app.database, app.press, dossier_id=row.id)
    tell_not_made(failed)


def _values(app: App, typed: Mapping[str, str], of_representative: bool) -> dict[str, Value]:
    from ofworkflow import countries
    from ofworkflow.casework.registry.corrections import of_the_minor

    values: dict[str, Value] = {
        _FIELDS.get(name, name): _YES_NO.get(value, value) if name in _BOOLEANS else value for name, value in typed.items()
    }
    if "pays" in typed:
        values["pays"] = countries.read(typed["pays"])
    return values if of_representative else of_the_minor(values, app.communes)


_BOOLEANS = frozenset({"qpv", "confidentielle", "heberge"})


def _said(value: Value) -> str:
    if value is None:
        return "(rien)"
    return _OUI_NON[value] if isinstance(value, bool) else f"« {value} »"


_OUI_NON = {True: "oui", False: "non"}
