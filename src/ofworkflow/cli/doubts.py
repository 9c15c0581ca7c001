"""The rows of lists that wait for a person: both sides shown, one key each."""

from __future__ import annotations

import shlex
import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from ofworkflow.cli.common import done_on_option, json_option, legal_day, pass_app
from ofworkflow.cli.output import ask, echo, iso, say, show_json, show_table, title, warn
from ofworkflow.errors import ExitCode, UsageError
from ofworkflow.procedure.fields import MINOR, Card
from ofworkflow.procedure.french import french_day
from ofworkflow.text import counted
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.registry.doubts import Candidate, DoubtLine, DoubtView, Settled, Verdict

_KEYS = (
    "[m] la même personne, [a] une autre : ouvrir, [r] rejeter, [t] transmise, [Entrée] plus tard, "
    "[q] arrêter"
)


@click.command(short_help="Les lignes douteuses des listes, à trancher.")
@click.argument("numero", required=False, type=click.IntRange(min=1), metavar="[N]")
@click.option("--meme", metavar="REF", help="C'est le jeune de ce dossier : ce qui y manque est rempli.")
@click.option("--autre", is_flag=True, help="C'est quelqu'un d'autre : son dossier est ouvert.")
@click.option("--rejeter", metavar="MOTIF", help="La ligne n'est pas prise ; le motif est gardé.")
@click.option("--transmis-a", metavar="NOM", help="La ligne a été transmise à cette mission locale, ce jour.")
@done_on_option
@json_option
@pass_app
def show_doubts(
    app: App,
    numero: int | None,
    meme: str | None,
    autre: bool,
    rejeter: str | None,
    transmis_a: str | None,
    le: str | None,
    as_json: bool,
) -> int:
    """Lister les lignes douteuses qui attendent ; avec un numéro, montrer les deux côtés, ou trancher.

    Une décision prise ne se redemande pas : la même liste, plus tard, s'en souvient. Dans un terminal, une
    touche suffit. Sortie 4 quand il en reste à trancher.
    """
    from ofworkflow.casework.registry import doubts

    verdict = _typed(meme, autre, rejeter, transmis_a)
    if numero is None:
        if verdict is not None:
            raise UsageError("Donnez le numéro du doute à trancher : of doutes N … La liste : of doutes")
        return _all(app, as_json=as_json)
    if verdict is not None:
        _settle(app, numero, verdict, legal_day(app, le), as_json=as_json)
        return ExitCode.DONE
    view = app.read(doubts.doubt, numero)
    if as_json:
        show_json(_json(view))
    else:
        _show(view)
        if view.line.etat == "attend" and sys.stdin.isatty():
            _one_key(app, view)
    return ExitCode.DONE


def _typed(
    same: str | None, other: bool, rejected: str | None, receiver: str | None = None
) -> Verdict | None:
    from ofworkflow.casework.registry.doubts import Verdict
    from ofworkflow.intake.doubts import Decided

    verdicts = [
        *([Verdict(Decided.MEME, reference=same)] if same is not None else []),
        *([Verdict(Decided.AUTRE)] if other else []),
        *([Verdict(Decided.REJETE, motif=rejected.strip())] if rejected is not None else []),
        *([Verdict(Decided.TRANSMIS, motif=receiver.strip())] if receiver is not None else []),
    ]
    if len(verdicts) > 1:
        raise UsageError(
            "--meme, --autre, --rejeter et --transmis-a ne vont pas ensemble. Gardez-en un seul."
        )
    if rejected is not None and not rejected.strip():
        raise UsageError("Le motif du rejet ne peut pas être vide : of doutes N --rejeter MOTIF")
    if receiver is not None and not receiver.strip():
        raise UsageError("Nommez la mission locale : of doutes N --transmis-a NOM")
    return verdicts[0] if verdicts else None


def _all(app: App, *, as_json: bool) -> int:
    from ofworkflow.casework.registry import doubts

    lines = app.read(doubts.doubts)
    if as_json:
        show_json({"doutes": [_line_json(line) for line in lines]})
    elif not lines:
        say("Aucune ligne n'attend de décision.")
    else:
        show_table(
            ("n°", "gravité", "liste", "ligne", "qui", "pourquoi"),
            [
                (d.numero, d.gravite, f"{d.lot} du {french_day(d.liste_le)}", d.ligne, d.who, d.motif)
                for d in lines
            ],
        )
        _remember(app, lines)
        if sys.stdin.isatty():
            _each(app, lines)
            lines = app.read(doubts.doubts)
        else:
            say(f"\n{counted(len(lines), 'ligne à trancher', 'lignes à trancher')} : of doutes N les montre.")
    return ExitCode.WORK_REMAINS if lines else ExitCode.DONE


def _remember(app: App, lines: list[DoubtLine]) -> None:
    from ofworkflow.casework.morning.remembered import ScreenLine
    from ofworkflow.cli.doing import remember

    remember(app, "of doutes", [ScreenLine(d.numero, f"of doutes {d.numero}") for d in lines])


def _each(app: App, lines: list[DoubtLine]) -> None:
    from ofworkflow.casework.registry import doubts

    for line in lines:
        view = app.read(doubts.doubt, line.numero)
        _show(view)
        if not _one_key(app, view):
            return


def _one_key(app: App, view: DoubtView) -> bool:
    """Ask for one decision; return whether to go on."""
    answer = ask(_KEYS, "").strip().casefold()
    if answer == "t":
        receiver = ask("À quelle mission locale", view.line.pour)
        if (verdict := _typed(None, False, None, receiver)) is not None:
            _settle(app, view.line.numero, verdict, app.clock.today(), as_json=False)
    if answer in ("m", "a", "r"):
        one = view.candidats[0].reference if len(view.candidats) == 1 else ""
        same = (one or ask("Quel dossier (référence)")) if answer == "m" else None
        verdict = _typed(same, answer == "a", ask("Motif") if answer == "r" else None)
        if verdict is not None:
            _settle(app, view.line.numero, verdict, app.clock.today(), as_json=False)
    return answer != "q"


def _settle(app: App, number: int, verdict: Verdict, done_on: date, *, as_json: bool) -> None:
    from ofworkflow.casework.registry.doubts import settle

    done = app.write(settle, number, verdict, done_on=done_on, desk=app.desk())
    for sentence in done.decision.warnings if done.decision else ():
        warn(f"{done.reference} : {sentence}")
    if as_json:
        show_json({"numero": number, "etat": str(verdict.kind), "reference": done.reference or None,
                   "remplis": list(done.filled)})  # fmt: skip
    else:
        say(_told(done, verdict))


def _told(done: Settled, verdict: Verdict) -> str:
    from ofworkflow.intake.doubts import Decided

    if done.decision is not None:
        return f"Doute n° {done.numero} tranché : dossier {done.reference} ouvert."
    if done.reference:
        filled = f" Rempli : {', '.join(done.filled)}." if done.filled else " Sa fiche reste comme elle est."
        return f"Doute n° {done.numero} tranché : c'est le dossier {done.reference}.{filled}"
    if verdict.kind is Decided.TRANSMIS:
        return f"Doute n° {done.numero} tranché : ligne transmise à {verdict.motif}."
    return f"Doute n° {done.numero} tranché : ligne rejetée ({verdict.motif})."


def _show(view: DoubtView) -> None:
    line = view.line
    title(f"\nDoute n° {line.numero} ({line.gravite}) : {line.fichier}, ligne {line.ligne}, lot {line.lot}")
    echo(f"  {line.motif}")
    if line.etat != "attend":
        say(f"  Déjà tranché : {line.etat}.")
        return
    if not view.fiche:
        show_table(("colonne", "liste"), list(line.lu.items()))
        if line.pour:
            name = shlex.quote(line.pour)
            say(f"Une fois transmise : of doutes {line.numero} --transmis-a {name}")
        return
    headings = [_heading(each) for each in view.candidats]
    rows = [("≠" if differs else "", label, *cells) for label, cells, differs in _side_by_side(view)]
    show_table(("", "", "liste", *headings), rows)
    same = view.candidats[0].reference if view.candidats else "REF"
    say(f"Pour trancher : of doutes {line.numero} --meme {same}, --autre ou --rejeter MOTIF")


def _heading(candidate: Candidate) -> str:
    closed = f" (clos le {french_day(candidate.clos_le)})" if candidate.clos_le else ""
    return candidate.reference + closed


def _side_by_side(view: DoubtView) -> list[tuple[str, list[str], bool]]:
    sides = [view.fiche, *(candidate.fiche for candidate in view.candidats)]
    rows = []
    for each in MINOR:
        cells = [_cell(side, each.name) for side in sides]
        if any(cells):
            values = {cell for cell in cells if cell}
            rows.append((each.label, cells, len(values) > 1))
    return rows


def _cell(card: Card, name: str) -> str:
    value = card.get(name)
    if isinstance(value, bool):
        return "oui" if value else "non"
    return french_day(value) if isinstance(value, date) else str(value or "")


def _line_json(line: DoubtLine) -> dict[str, object]:
    return {
        "numero": line.numero, "lot": line.lot, "fichier": line.fichier, "source": line.source,
        "liste_le": iso(line.liste_le), "ligne": line.ligne, "motif": line.motif,
        "gravite": str(line.gravite), "etat": str(line.etat), "pour": line.pour or None,
    }  # fmt: skip


def _json(view: DoubtView) -> dict[str, object]:
    return {
        **_line_json(view.line),
        "lu": dict(view.line.lu),
        "liste": {name: _cell(view.fiche, name) for name in view.fiche if _cell(view.fiche, name)},
        "candidats": [
            {"reference": c.reference, "clos_le": iso(c.clos_le),
             "fiche": {name: _cell(c.fiche, name) for name in c.fiche if _cell(c.fiche, name)}}
            for c in view.candidats
        ],
    }  # fmt: skip
