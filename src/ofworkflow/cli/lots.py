"""The lists that were written: shown, undone."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from ofworkflow.cli.common import json_option, pass_app
from ofworkflow.cli.output import echo, iso, say, show_json, show_table, title
from ofworkflow.errors import ExitCode
from ofworkflow.procedure.french import french_day
from ofworkflow.text import counted
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.registry.lots import LotLine
    from ofworkflow.casework.registry.undoing import Undone

_COLUMNS = ("lot", "du", "source", "fichier", "créés", "complétés", "inchangés", "douteux", "rejetés", "état")
_SHOWN = 20


@click.command(short_help="Les imports faits, et ce qu'il en reste.")
@click.argument("lot", required=False)
@json_option
@pass_app
def show_lots(app: App, lot: str | None, as_json: bool) -> None:
    """Lister les imports, le dernier d'abord ; avec un numéro (L0001), en montrer un, dossier par dossier."""
    from ofworkflow.casework.registry import lots as registry

    if lot is None:
        lines = app.read(registry.lots)
        if as_json:
            show_json({"lots": [_json(line) for line in lines]})
        elif lines:
            show_table(_COLUMNS, [_row(line) for line in lines])
        else:
            say("Aucune liste n'a encore été importée.")
        return
    line = app.read(registry.lot, lot)
    if as_json:
        opened = [
            {
                "reference": d.reference,
                "nom": d.nom,
                "prenom": d.prenom,
                "etape": str(d.etape),
                "ligne": d.ligne,
            }
            for d in line.dossiers
        ]
        show_json({**_json(line), "dossiers": opened})
        return
    title(f"{line.numero} : {line.fichier}, liste du {french_day(line.liste_le)}, {line.state}")
    echo(f"  Source {line.source}, importée le {french_day(line.enregistre_a.date())} par {line.auteur}.")
    echo(
        f"  {counted(line.crees, 'créé')}, {counted(line.modifies, 'complété')}, "
        f"{counted(line.inchanges, 'inchangé')}, {line.douteux} douteux, {counted(line.rejets, 'rejeté')}."
    )
    if line.dossiers:
        rows = [(d.ligne or "", d.reference, d.nom, d.prenom, d.etape.label) for d in line.dossiers]
        show_table(("ligne", "référence", "nom", "prénom", "étape"), rows)
    if line.annule_a is None:
        say(f"Pour le défaire : {shlex.join([*this_house(app), 'importer', '--annuler', line.numero])}")


def undo(app: App, number: str, *, applied: bool, as_json: bool) -> int:
    """Undo a list, or say what undoing it would do; return the exit code."""
    from ofworkflow.casework.registry.undoing import undo_lot

    if applied:
        done = app.write(undo_lot, number, desk=app.desk(), applied=True)
    else:
        done = app.read(undo_lot, number, desk=app.desk(), applied=False)
    if as_json:
        kept = [
            {"reference": k.reference, "ligne": k.ligne, "motif": k.motif, "geste": k.geste}
            for k in done.gardes
        ]
        show_json({"lot": done.numero, "annule": applied, "retires": done.retires, "remis": done.remis,
                   "gardes": kept})  # fmt: skip
    else:
        _show_undone(app, done, applied=applied)
    return ExitCode.PARTLY_DONE if done.gardes else ExitCode.DONE


def this_house(app: App) -> list[str]:
    """Return the beginning of a command to type again: the same house, the same day."""
    whole = ["of"]
    whole += ["--config", app.config_path] if app.config_path else []
    return [*whole, "--au", f"{app.pinned_on:%d/%m/%Y}"] if app.pinned_on else whole


def _show_undone(app: App, done: Undone, *, applied: bool) -> None:
    title(f"Lot {done.numero} : {'annulé' if applied else 'ce que son annulation ferait, rien n’est écrit'}")
    many = len(done.retires)
    removed = (
        counted(many, "dossier retiré")
        if applied
        else counted(many, "dossier à retirer", "dossiers à retirer")
    )
    echo(f"  {removed}.")
    if done.retires:
        echo(f"  De {done.retires[0]} à {done.retires[-1]}.")
    if done.remis:
        names = ", ".join(done.remis[:_SHOWN]) + ("…" if len(done.remis) > _SHOWN else "")
        echo(f"  {counted(len(done.remis), 'fiche')} comme avant la liste : {names}.")
    if done.gardes:
        title("\nGardés : quelqu'un y a écrit depuis")
        show_table(
            ("ligne", "dossier", "pourquoi", "que taper"),
            [(k.ligne or "", k.reference, k.motif, k.geste) for k in done.gardes],
        )
    if not applied and (done.retires or done.remis):
        command = shlex.join([*this_house(app), "importer", "--annuler", done.numero])
        say(f"\nPour l'écrire : {command} --appliquer")


def _row(line: LotLine) -> tuple[object, ...]:
    return (
        line.numero, french_day(line.liste_le), line.source, line.fichier, line.crees, line.modifies,
        line.inchanges, line.douteux, line.rejets, line.state,
    )  # fmt: skip


def _json(line: LotLine) -> dict[str, object]:
    return {
        "lot": line.numero,
        "fichier": line.fichier,
        "source": line.source,
        "liste_le": iso(line.liste_le),
        "auteur": line.auteur,
        "enregistre_le": iso(line.enregistre_a),
        "etat": line.state,
        "crees": line.crees,
        "modifies": line.modifies,
        "inchanges": line.inchanges,
        "douteux": line.douteux,
        "rejets": line.rejets,
        "retires": list(line.retires),
    }
