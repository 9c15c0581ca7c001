"""Letters: list, look, post."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from ofworkflow.cli.common import choice, done_on_option, json_option, legal_day, pass_app
from ofworkflow.cli.output import say, show_json, show_table, warn
from ofworkflow.errors import UsageError
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import LetterState, Model, PostMode
from ofworkflow.wiring import App


@click.group(
    invoke_without_command=True, short_help="Les courriers : liste, aperçu, envoi.", subcommand_metavar="[SOUS-COMMANDE]"
)
@click.option("--etat", type=choice(LetterState), help="Seulement cet état.")
@json_option
@click.pass_context
def letters_group(ctx: click.Context, etat: str | None, as_json: bool) -> None:
    """Les courriers ; sans sous-commande, leur liste."""
    if ctx.invoked_subcommand is not None:
        return
    from ofworkflow.casework.journal import letter_id
    from ofworkflow.storage import queries

    app: App = ctx.obj
    with app.reading() as connection:
        rows = queries.letters(connection, state=etat or "")
    if as_json:
        show_json({"courriers": [_letter_json(row, letter_id(row.id)) for row in rows]})
    elif rows:
        show_table(_COLUMNS, [_cells(row, letter_id(row.id)) for row in rows])
    else:
        say("Aucun courrier.")


@letters_group.command("apercu", short_help="Regarder un courrier, sans le sceller.")
@click.argument("cible", metavar="REF|ID")
@click.option("--ouvrir", is_flag=True, help="L'ouvrir avec le lecteur de PDF.")
@pass_app
def preview_letter(app: App, cible: str, ouvrir: bool) -> None:
    """Regarder un courrier tel qu'il est aujourd'hui ; posté, ce sont les octets scellés."""
    from ofworkflow.casework import dispatch
    from ofworkflow.casework.journal import letter_id

    with app.reading() as connection:
        numbers = _targets(connection, [cible], waiting=False)
        previews = [(number, dispatch.preview(connection, app.press, number)) for number in numbers]
    folder = app.press.folder / "apercus"
    for number, letter in previews:
        path = _write(folder / f"{letter_id(number)}_{letter.modele}.pdf", letter.pdf)
        click.echo(str(path))
        if ouvrir:
            click.launch(str(path))


@letters_group.command("poster", short_help="Noter que des courriers sont partis.")
@click.argument("cibles", metavar="ID|REF…", nargs=-1, required=True)
@done_on_option
@click.option("--mode", type=choice(PostMode), required=True, help="Comment ils partent.")
@click.option("--numero", default="", help="Le numéro du recommandé ou du suivi.")
@pass_app
def post_letters(app: App, cibles: tuple[str, ...], le: str | None, mode: str, numero: str) -> None:
    """Noter que des courriers (C000123), ou tous ceux d'un dossier (2026-0042), sont partis.

    Leurs octets sont scellés avec leur empreinte SHA-256, et ce qui court depuis l'envoi est fixé.
    """
    from ofworkflow.casework import dispatch
    from ofworkflow.casework.journal import letter_id

    done_on = legal_day(app, le)
    with app.writing() as connection:
        numbers = _targets(connection, cibles, waiting=True)
        done = dispatch.post(connection, app.press, numbers, done_on=done_on, mode=PostMode(mode), number=numero, desk=app.desk())
    sent = ", ".join(letter_id(n) for n in numbers)
    click.echo(f"{len(numbers)} courrier(s) scellé(s) et noté(s) « {PostMode(mode).label} », le {french_day(done_on)} : {sent}.")
    for each in done:
        for delay in each.decision.opens:
            click.echo(f"  {each.reference} · {delay.slug.label} : {french_day(delay.dates.legal_on)}")
        for warning in each.warnings:
            warn(f"{each.reference} : {warning}")


def show_letters(connection: Any, dossier_id: int, acte_n: int, reference: str) -> None:
    """Write the letters of an act: where each draft is, or its seal."""
    from ofworkflow.casework.journal import letter_id
    from ofworkflow.storage import queries

    rows = [row for row in queries.letters(connection, dossier_id=dossier_id) if row.acte_n == acte_n]
    for row in rows:
        state = LetterState(row.etat)
        where = _nearby(row.fichier) if row.fichier else ""
        click.echo(f"  {letter_id(row.id)} {Model(row.modele).label}, pour {row.destinataire} ({state.label}) {where}".rstrip())
    if any(row.etat == LetterState.PREPARE for row in rows):
        say(f"Une fois postés : of courriers poster {reference} --le DATE --mode simple|suivi|recommande|main_propre")


def _nearby(path: str) -> str:
    """Return a path as short as it can be typed from here."""
    full = Path(path)
    return str(full.relative_to(Path.cwd())) if full.is_relative_to(Path.cwd()) else path


_COLUMNS = ("id", "dossier", "courrier", "destinataire", "état", "posté le", "n°", "empreinte")


def _cells(row: Any, name: str) -> tuple[Any, ...]:
    posted = french_day(row.poste_le) if row.poste_le else ""
    return (
        name, row.reference, Model(row.modele).label, row.destinataire, LetterState(row.etat).label, posted,
        row.numero or "", (row.sha256 or "")[:12],
    )  # fmt: skip


def _letter_json(row: Any, name: str) -> dict[str, Any]:
    return {
        "id": name, "reference": row.reference, "modele": row.modele, "destinataire": row.destinataire, "etat": row.etat,
        "poste_le": row.poste_le.isoformat() if row.poste_le else None, "mode": row.mode, "numero": row.numero,
        "sha256": row.sha256, "fichier": row.fichier, "erreur": row.erreur,
    }  # fmt: skip


def _targets(connection: Any, texts: Any, *, waiting: bool) -> list[int]:
    from ofworkflow.casework import dispatch
    from ofworkflow.casework.view import find_dossier
    from ofworkflow.storage import queries

    numbers: list[int] = []
    for text in texts:
        if match := re.fullmatch(r"[Cc](\d+)", text.strip()):
            numbers.append(int(match[1]))
            continue
        row = find_dossier(connection, text)
        found = (
            dispatch.postable(connection, row.id) if waiting else [r.id for r in queries.letters(connection, dossier_id=row.id)]
        )
        if not found:
            what = "à poster" if waiting else "à montrer"
            raise UsageError(f"Le dossier {row.reference} n'a aucun courrier {what}. Voyez of voir {row.reference}.")
        numbers += found
    return list(dict.fromkeys(numbers))


def _write(path: Path, pdf: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pdf)
    return path
