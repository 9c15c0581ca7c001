"""Bilans that are sealed: freezing a year, what was frozen, and what moved since, dossier by dossier, with
the reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from ofworkflow.cli.charts import Screen, screen
from ofworkflow.cli.common import json_option, pass_app
from ofworkflow.cli.output import say, show_json, show_table, warn
from ofworkflow.errors import ExitCode, UsageError
from ofworkflow.procedure.french import french_day
from ofworkflow.text import counted
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.statistics.bilan_changes import FigureChange
    from ofworkflow.statistics.freezing import Differences, Freezing
    from ofworkflow.statistics.frozen import SealedBilan, SealedLine
    from ofworkflow.statistics.sealed_content import ShownCell

_SHOWN = 12  # lines of a list that may be long


def say_frozen(app: App, done: Freezing) -> None:
    """Say what came of a sealing."""
    bilan = done.bilan
    if bilan.last < date(bilan.first.year, 12, 31):
        warn(f"l'année n'est pas finie : le bilan s'arrête au {french_day(bilan.last)}.")
    if not done.is_new:
        say(f"Identique à {_named(app, bilan)} : rien de nouveau n'est figé.")
        return
    if done.broken:
        warn(
            f"le bilan {done.broken} n'est plus celui qui a été figé : il n'est pas comparé. Voyez of "
            "docteur."
        )
    if done.since:
        say(f"Ce qui a changé depuis {_named(app, done.since.old)} :")
        for line in _summary(app, done.since):
            say(line)
        say(f"Le détail : of bilan comparer {done.since.old.number} {bilan.number}")
    say(f"Figé sous le numéro {bilan.number} (SHA-256 {bilan.sha256}).")


def _named(app: App, bilan: SealedBilan) -> str:
    if not bilan.number:
        return "maintenant"
    return f"{bilan.number}, figé le {app.clock.local(bilan.fixed_at)} par {bilan.content['auteur']}"


def _summary(app: App, changes: Differences) -> Iterator[str]:
    for change in changes.figures:
        if change.before != change.now or change.redefined:
            yield f"  {change.code} {change.label} : {_change(change)}"
    for reference in list(changes.why)[:_SHOWN]:
        yield f"  {reference} : {_told(app, changes, reference)}"
    if len(changes.why) > _SHOWN:
        yield f"  … et {counted(len(changes.why) - _SHOWN, 'autre dossier')}"


@click.command(short_help="Les bilans figés.")
@json_option
@pass_app
def list_reports(app: App, as_json: bool) -> int:
    """Lister les bilans figés, avec leur période, leur auteur et leur empreinte, chacun relu contre son
    scellé.

    JSON : bilans (numero, du, au, fige_le, auteur, dossiers, sha256, anomalie). Sortie 4 si un scellé ne
    tient plus.
    """
    from ofworkflow.statistics.frozen import sealed_lines

    lines = app.read(sealed_lines)
    if as_json:
        show_json({"bilans": [_line_json(app, line) for line in lines]})
    elif lines:
        show_table(
            ("numéro", "période", "figé le", "par", "dossiers", "empreinte", "scellé"),
            [_line_cells(app, line) for line in lines],
        )
    else:
        say("Aucun bilan figé. Pour figer une année : of bilan ANNÉE --figer")
    return ExitCode.WORK_REMAINS if any(line.wrong for line in lines) else ExitCode.DONE


def _line_json(app: App, line: SealedLine) -> dict[str, object]:
    return {
        "numero": line.number,
        "du": line.first.isoformat(),
        "au": line.last.isoformat(),
        "fige_le": app.clock.here(line.fixed_at).isoformat(),
        "auteur": line.author,
        "dossiers": line.dossiers,
        "sha256": line.sha256,
        "anomalie": line.wrong or None,
    }


def _line_cells(app: App, line: SealedLine) -> tuple[str, ...]:
    return (
        line.number,
        _period(line.first, line.last),
        f"{app.clock.here(line.fixed_at):%d/%m/%Y %H:%M}",
        line.author,
        "" if line.dossiers is None else str(line.dossiers),
        line.sha256[:8],
        f"ALTÉRÉ : {line.wrong}" if line.wrong else "intact",
    )


def _period(first: date, last: date) -> str:
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    return str(first.year) if whole and first.year == last.year else f"{first:%d/%m/%Y}-{last:%d/%m/%Y}"


@click.command(short_help="Ce qui a changé entre deux bilans d'une même période.")
@click.argument("a", metavar="A")
@click.argument("b", metavar="[B]", required=False)
@json_option
@pass_app
def compare_reports(app: App, a: str, b: str | None, as_json: bool) -> None:
    """Dire ce qui a changé, indicateur par indicateur, quels dossiers sont entrés ou sortis, et pourquoi.

    A et B : un bilan figé (B0001), ou son année pour les chiffres de maintenant. Sans B : maintenant. JSON :
    ancien, nouveau, identique, indicateurs (code, libelle, avant, apres, redefini, dossiers), ventilations,
    dossiers (reference, raisons).
    """
    from ofworkflow.statistics.freezing import compared

    desk = app.desk()
    words = [a] if b is None else [a, b]
    numbers = [word for word in words if not _YEAR.fullmatch(word)]
    years = [int(word) for word in words if _YEAR.fullmatch(word)]
    if not numbers:
        raise UsageError(
            "Donnez au moins un bilan figé (of bilan liste). Pour deux périodes : of stats --annee ANNÉE "
            "--compare ANNÉE"
        )
    changes = app.read(compared, numbers, years, territory=app.territory, author=desk.author, now=desk.now)
    if as_json:
        show_json(_json(app, changes))
    else:
        _show(app, screen(), changes)


_YEAR = re.compile(r"\s*[0-9]{4}\s*")


def _json(app: App, changes: Differences) -> dict[str, object]:
    return {
        "ancien": _bilan_json(app, changes.old),
        "nouveau": _bilan_json(app, changes.new),
        "identique": changes.identical,
        "moteurs": list(changes.engines) if changes.engines else None,
        "indicateurs": [
            {
                "code": c.code,
                "libelle": c.label,
                "avant": _cell_json(c.before),
                "apres": _cell_json(c.now),
                "redefini": {"avant": c.redefined[0], "apres": c.redefined[1]} if c.redefined else None,
                "dossiers": [
                    {
                        "reference": m.reference,
                        "sens": str(m.way),
                        "avant": list(m.before),
                        "apres": list(m.now),
                    }
                    for m in c.moves
                ],
            }
            for c in changes.figures
        ],
        "ventilations": [
            {
                "ventilation": c.breakdown,
                "modalite": c.modality,
                "code": c.code,
                "avant": _cell_json(c.before),
                "apres": _cell_json(c.now),
            }
            for c in changes.cells
        ],
        "dossiers": [
            {
                "reference": reference,
                "raisons": [
                    {
                        "nature": str(r.kind),
                        "n": r.n,
                        "acte": r.act or None,
                        "fait_le": r.done_on.isoformat() if r.done_on else None,
                        "enregistre_le": app.clock.here(r.recorded_at).isoformat() if r.recorded_at else None,
                        "auteur": r.author or None,
                        "detail": r.detail or None,
                    }
                    for r in changes.why[reference]
                ],
            }
            for reference in changes.why
        ],
    }


def _bilan_json(app: App, bilan: SealedBilan) -> dict[str, object]:
    return {
        "numero": bilan.number or None,
        "du": bilan.first.isoformat(),
        "au": bilan.last.isoformat(),
        "le": app.clock.here(bilan.fixed_at).isoformat(),
        "sha256": bilan.sha256 or None,
        "dossiers": len(bilan.dossiers),
    }


def _cell_json(cell: ShownCell | None) -> dict[str, object] | None:
    return None if cell is None else {"numerateur": cell[0], "denominateur": cell[1], "affiche": cell[2]}


def _show(app: App, where: Screen, changes: Differences) -> None:
    old, new = changes.old, changes.new
    where.write(f"Du {french_day(old.first)} au {french_day(old.last)}", bold=True)
    where.write(f"De {_named(app, old)} : {counted(len(old.dossiers), 'dossier')}")
    where.write(f"à {_named(app, new)} : {counted(len(new.dossiers), 'dossier')}.")
    if changes.identical:
        where.write("Rien n'a changé, au dossier près.")
        return
    if changes.figures:
        where.write("\nIndicateurs", bold=True)
    for change in changes.figures:
        where.write(f"{change.code} {change.label} : {_change(change)}", bold=True)
        for line in _moves(change):
            _wrapped(where, line)
    where.write("\nPourquoi", bold=True)
    for reference in changes.why:
        _wrapped(where, f"{reference} : {_told(app, changes, reference)}")
    if changes.engines:
        where.write(f"  Le moteur a changé de version : {changes.engines[0]} → {changes.engines[1]}.")
    _show_cells(where, changes)


def _wrapped(where: Screen, text: str) -> None:
    for i, line in enumerate(wrap(text, max(where.width - 4, 40), break_on_hyphens=False)):
        where.write(f"{'    ' if i else '  '}{line}")


def _change(change: FigureChange) -> str:
    if change.before == change.now:
        return f"{_shown(change.now)}, mais pas les mêmes dossiers" if change.moves else _shown(change.now)
    return f"{_shown(change.before)} → {_shown(change.now)}"


_WAYS = {
    "entre": "entrés",
    "sorti": "sortis",
    "entre_base": "entrés au dénominateur",
    "sorti_base": "sortis du dénominateur",
    "change": "comptés autrement",
}


def _moves(change: FigureChange) -> Iterator[str]:
    if change.redefined:
        yield f"la définition a changé : version {change.redefined[0]} → {change.redefined[1]}"
    for way, word in _WAYS.items():
        names = [
            f"{m.reference} ({_weight(m.before)} → {_weight(m.now)})" if way == "change" else m.reference
            for m in change.moves
            if m.way == way
        ]
        if names:
            yield f"{word} : {', '.join(names)}"


def _show_cells(where: Screen, changes: Differences) -> None:
    """Say which lines of which tables moved; the numbers are in the JSON."""
    lines: dict[str, dict[str, int]] = {}
    for cell in changes.cells:
        of_table = lines.setdefault(cell.breakdown, {})
        of_table[cell.modality] = of_table.get(cell.modality, 0) + 1
    if lines:
        where.write("\nVentilations touchées (les nombres : ajoutez --json)", bold=True)
    for name, changed in lines.items():
        touched = ", ".join(f"{modality} ({counted(n, 'chiffre')})" for modality, n in changed.items())
        _wrapped(where, f"{name} : {touched}")


def _weight(weight: Sequence[int]) -> str:
    return "/".join(map(str, weight)) or "0"


def _shown(cell: ShownCell | None) -> str:
    if cell is None:
        return "/"
    numerator, denominator, shown = cell
    return f"{shown} ({numerator}/{denominator})" if shown.endswith("%") else shown


def _told(app: App, changes: Differences, reference: str) -> str:
    from ofworkflow.cli.reasons import sentence

    state = ""
    if reference not in changes.old.dossiers:
        state = "entré dans la population ; "
    elif reference not in changes.new.dossiers:
        state = "sorti de la population ; "
    return state + " ; ".join(sentence(reason, app.clock) for reason in changes.why[reference])
