"""Dossiers: open, search, list, show; contacts."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from ofworkflow.cli.common import (
    again_option,
    choice,
    choose_dossier,
    csv_option,
    done_on_option,
    json_option,
    legal_day,
    pass_app,
    reference_argument,
)
from ofworkflow.cli.dates import read_date
from ofworkflow.cli.output import echo, say, show_csv, show_json, show_table, title, warn
from ofworkflow.errors import UsageError
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import ContactNature, ContactResult, Delay, Source, Stage
from ofworkflow.wiring import App


@click.command(short_help="Ouvrir le dossier d'un jeune.")
@click.option("--nom", required=True)
@click.option("--prenom", required=True)
@click.option("--naissance", required=True, metavar="DATE")
@click.option("--sexe", required=True, type=click.Choice(["F", "M"]))
@click.option("--commune", required=True, help="La commune où habite le jeune.")
@click.option("--adresse", default="", help="Celle du premier représentant par défaut.")
@click.option("--cp", default="", help="Le code postal.")
@click.option("--ville", default="", help="La ville de l'adresse ; à l'étranger, sa ligne telle qu'on l'écrit là-bas.")
@click.option("--pays", default="", help="Le pays de l'adresse, en français ; la France par défaut.")
@click.option("--telephone", default="")
@click.option("--courriel", default="")
@click.option("--source", type=choice(Source), default="autre", show_default=True, help="Qui signale le jeune.")
@click.option("--signale-le", metavar="DATE", help="Le jour du signalement ; celui de l'ouverture par défaut.")
@click.option(
    "--representant", "representants", multiple=True, metavar='"NOM;PRENOM;QUALITE;ADRESSE;CP;VILLE;PAYS"',
    help="Un représentant légal ; à répéter. Qualité : mere, pere, tuteur, ase, tiers, autre. En France, sans le pays.",
)  # fmt: skip
@done_on_option
@click.option("--note", metavar="TEXTE", default="", help="Une note interne.")
@click.option("--homonyme", is_flag=True, help="C'est une autre personne, du même nom et née le même jour.")
@pass_app
def open_one(app: App, le: str | None, note: str, homonyme: bool, **typed: Any) -> None:
    """Ouvrir le dossier d'un jeune de 16 à 18 ans ; donne sa référence."""
    from ofworkflow.casework.registry.opening import open_dossiers, refuse_known

    done_on = legal_day(app, le)
    reported_on = read_date(typed["signale_le"], today=app.clock.today(), past=True) if typed["signale_le"] else done_on
    reported, desk = _reported(app, typed, reported_on), app.desk()
    with app.writing() as connection:
        known = "" if homonyme else refuse_known(connection, reported.jeune, done_on, desk)
        [(reference, decision)] = open_dossiers(connection, [reported], done_on=done_on, desk=desk, note=note)
    echo(reference)
    for delay in decision.opens:
        say(f"  {delay.slug.label} : {french_day(delay.dates.legal_on)}")
    for warning in filter(None, (known, *decision.warnings)):
        warn(warning)


def _reported(app: App, typed: dict[str, Any], reported_on: date) -> Any:
    from ofworkflow import countries
    from ofworkflow.procedure.persons import Adresse, Jeune, Signalement
    from ofworkflow.text import fold

    representatives = tuple(read_representative(text) for text in typed["representants"])
    country = countries.read(typed["pays"])
    town = typed["ville"] or (typed["commune"] if typed["cp"] and not country else "")
    own = Adresse(typed["adresse"], "", typed["cp"], town, country)
    if country and not town:
        raise UsageError(f"L'adresse en {country} n'a pas de ville. Donnez-la avec --ville.")
    first = representatives[0].adresse if representatives else own
    address = own if own.is_complete() else first
    known = {fold(name): (code, name) for code, name in app.settings.territoire.commune_names().items()}
    code, commune = known.get(fold(typed["commune"]), ("", typed["commune"]))
    if known and not code:
        warn(f"La commune « {commune} » n'est pas du territoire (territoire.communes de la configuration).")
    minor = Jeune(
        nom=typed["nom"].strip(), prenom=typed["prenom"].strip(), sexe=typed["sexe"], commune=commune, commune_insee=code,
        naissance=read_date(typed["naissance"], today=app.clock.today(), past=True), adresse=address,
        tel_portable=typed["telephone"], courriel=typed["courriel"],
    )  # fmt: skip
    if not minor.nom or not minor.prenom:
        raise UsageError("Le nom et le prénom ne peuvent pas être vides. Donnez-les avec --nom et --prenom.")
    hosted = next((i for i, r in enumerate(representatives) if r.adresse == address), None)
    return Signalement(
        minor, tuple(_hosting(r, i == hosted) for i, r in enumerate(representatives)), Source(typed["source"]), reported_on
    )


def _hosting(representative: Any, hosts: bool) -> Any:
    from dataclasses import replace

    return replace(representative, heberge=hosts)


def read_representative(text: str) -> Any:
    """Return the representative that « NOM;PRENOM;QUALITE;ADRESSE;CP;VILLE;PAYS » describes; raise `UsageError`."""
    from ofworkflow import countries
    from ofworkflow.procedure.persons import Adresse, RepresentantLegal
    from ofworkflow.procedure.vocabulary import Quality
    from ofworkflow.text import fold

    parts = [part.strip() for part in text.split(";")]
    if len(parts) not in (6, 7) or not parts[0]:
        raise UsageError(
            f'Le représentant « {text} » n\'est pas compris. Écrivez "NOM;PRENOM;QUALITE;ADRESSE;CP;VILLE", '
            'et à l\'étranger "NOM;PRENOM;QUALITE;ADRESSE;CP;VILLE;PAYS".'
        )
    nom, prenom, quality, line, postcode, town, country = (*parts, "")[:7]
    slug = fold(quality)
    if slug not in set(Quality):
        raise UsageError(f"La qualité « {quality} » n'est pas connue. Choisissez parmi : {', '.join(Quality)}.")
    return RepresentantLegal(Quality(slug), nom, prenom, Adresse(line, "", postcode, town, countries.read(country)))


_COLUMNS = ("référence", "nom", "prénom", "né(e)", "commune", "étape", "échéance", "le")


@click.command(short_help="Chercher un jeune par son nom.")
@click.argument("texte")
@json_option
@pass_app
def search(app: App, texte: str, as_json: bool) -> None:
    """Chercher par un morceau du nom ou du prénom, sans accents ni majuscules, ou par la référence."""
    from ofworkflow.storage import queries
    from ofworkflow.text import fold

    with app.reading() as connection:
        exact = queries.dossier_by_reference(connection, texte.strip().upper())
        words = fold(texte).split()
        rows = [exact] if exact is not None else queries.dossiers_by_key(connection, words) if words else []
    _show_rows(rows, as_json=as_json)
    if not rows:
        say(f"Aucun jeune ne répond à « {texte} ».")


@click.command(short_help="Lister les dossiers.")
@click.option("--etape", type=choice(Stage), help="Seulement cette étape.")
@click.option("--commune", default="", help="Seulement cette commune.")
@click.option("--conseiller", default="", help="Seulement ce conseiller.")
@click.option("--echeance-avant", metavar="DATE", help="Seulement ceux dont l'échéance tombe avant.")
@json_option
@csv_option
@pass_app
def list_dossiers(
    app: App, etape: str | None, commune: str, conseiller: str, echeance_avant: str | None, as_json: bool, as_csv: bool
) -> None:
    """Lister les dossiers, la prochaine échéance d'abord."""
    from ofworkflow.storage import queries

    due_before = read_date(echeance_avant, today=app.clock.today()) if echeance_avant else None
    kept = queries.DossierFilter(etape or "", commune, conseiller, due_before)
    with app.reading() as connection:
        rows = queries.dossiers(connection, kept)
    _show_rows(rows, as_json=as_json, as_csv=as_csv)


def _show_rows(rows: Any, *, as_json: bool, as_csv: bool = False) -> None:
    if as_json:
        show_json({"dossiers": [_listed(row) for row in rows]})
    elif as_csv:
        show_csv(_COLUMNS, ([*_cells(row)[:-1], row.prochaine_le or ""] for row in rows))
    elif rows:
        show_table(_COLUMNS, [_cells(row) for row in rows])
        say(f"{len(rows)} dossier(s).")


def _listed(row: Any) -> dict[str, Any]:
    following = {"slug": row.prochaine_echeance, "legale": row.prochaine_le.isoformat()} if row.prochaine_echeance else None
    return {
        "reference": row.reference, "nom": row.nom, "prenom": row.prenom, "commune": row.commune, "etape": row.etape,
        "prochaine_echeance": following,
    }  # fmt: skip


def _cells(row: Any) -> tuple[Any, ...]:
    following = Delay.say(row.prochaine_echeance) if row.prochaine_echeance else ""
    return (
        row.reference, row.nom, row.prenom, row.naissance.year, row.commune, Stage.say(row.etape), following,
        french_day(row.prochaine_le) if row.prochaine_le else "",
    )  # fmt: skip


@click.command(short_help="Tout savoir d'un dossier.")
@reference_argument
@json_option
@pass_app
def show_dossier(app: App, reference: str, as_json: bool) -> None:
    """Tout savoir d'un dossier : le jeune, ses échéances, son journal, ses courriers."""
    from ofworkflow.casework.registry.view import find_dossier, view_dossier
    from ofworkflow.cli import sheet

    with app.reading() as connection:
        view = view_dossier(connection, find_dossier(connection, reference).id)
    if as_json:
        show_json(sheet.dossier_json(view, app.clock, app.letters_folder))
    else:
        sheet.write_sheet(view, app.clock, app.letters_folder, title=title)


@click.command(short_help="Noter un contact.")
@reference_argument
@click.option("--nature", type=choice(ContactNature), required=True, help="Par quelle voie.")
@click.option("--resultat", type=choice(ContactResult), required=True, help="Ce qu'il en est sorti.")
@done_on_option
@click.option("--note", metavar="TEXTE", default="", help="Une note interne, jamais dans un courrier.")
@again_option
@click.option("--oui", is_flag=True, help="Confirmer la personne quand elle est donnée par son nom.")
@pass_app
def log_contact(
    app: App, reference: str, nature: str, resultat: str, le: str | None, note: str, encore: bool, oui: bool
) -> None:  # fmt: skip
    """Noter un contact, ou une tentative."""
    from ofworkflow.casework.registry.contacts import record_contact

    row = choose_dossier(app, reference, confirmed=oui)
    done_on = legal_day(app, le)
    way, result = ContactNature(nature), ContactResult(resultat)
    with app.writing() as connection:
        record_contact(connection, row.id, nature=way, result=result, done_on=done_on, desk=app.desk(), note=note, again=encore)
    echo(f"{row.reference} : contact noté, {way.label}, {result.label}, le {french_day(done_on)}.")
