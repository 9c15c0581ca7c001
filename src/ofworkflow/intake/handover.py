"""The file of a dossier that comes from another mission locale: in TOML (docs/reprendre.md)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from pathlib import Path

from ofworkflow.errors import UsageError
from ofworkflow.outside.reading import read_at_most
from ofworkflow.outside.texts import NotATextError, decoded
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.handover import TheirAct
from ofworkflow.procedure.vocabulary import Answer, Excuse, PostMode, Presence, ReportReason
from ofworkflow.text import DEPARTEMENT_CODE

_MOST = 256 * 1024
Table = Mapping[str, object]


def read_handover(path: Path) -> tuple[str, list[TheirAct]]:
    """Return who did it, and what; raise `UsageError`, which names the act, for what is not understood."""
    try:
        table: Table = tomllib.loads(decoded(read_at_most(path, _MOST)))
    except (tomllib.TOMLDecodeError, NotATextError, RecursionError, OSError) as error:
        raise UsageError(f"Le fichier « {path.name} » n'est pas un TOML lisible : {error}") from error
    acts = table.get("actes")
    if not isinstance(acts, list) or not acts or unknown(table, {"de", "actes"}):
        raise UsageError(
            f"Le fichier « {path.name} » n'a pas la forme attendue : « de », puis un ou plusieurs [[actes]] "
            "(docs/reprendre.md)."
        )
    return str(table.get("de", "")), [_act(n, act) for n, act in enumerate(acts, start=1)]


def their_notice(departement: str) -> ask.Transmettre:
    """Return their notice, sent to that département, to where the minor lives where none is given; raise
    `ValueError` for what is no code. Who signed it is theirs to tell."""
    if departement and not re.fullmatch(DEPARTEMENT_CODE, departement):
        raise ValueError(f"« {departement} » n'est pas le code d'un département (59, 2A, 971)")
    return ask.Transmettre("", departement=departement)


def unknown(table: Table, known: set[str]) -> str:
    """Return the keys that nobody reads."""
    return ", ".join(sorted(table.keys() - known))


def _act(n: int, table: object) -> TheirAct:
    if (
        not isinstance(table, Mapping)
        or not isinstance(on := table.get("le"), date)
        or isinstance(on, datetime)
    ):
        raise UsageError(f"Acte {n} : « le » donne le jour, sans guillemets (le = 2025-12-02).")
    make, keys = _KINDS.get(str(table.get("acte")), (None, set[str]()))
    if make is None:
        raise UsageError(f"Acte {n} : « acte » est l'un de {', '.join(_KINDS)}.")
    if more := unknown(table, keys | {"acte", "le"}):
        raise UsageError(
            f"Acte {n} : « {more} » n'y a pas de sens. Clés possibles : {', '.join(sorted(keys))}."
        )
    try:
        mode = PostMode(str(table.get("mode", PostMode.SIMPLE))) if "mode" in keys else None
        return TheirAct(make(table), on, mode)
    except (ValueError, TypeError) as error:
        raise UsageError(f"Acte {n} ({table['acte']}) : {error}.") from error


def _rdv(table: Table) -> ask.RendezVous:
    at = table.get("rdv")
    if not isinstance(at, datetime):
        raise TypeError("« rdv » donne le jour et l'heure, sans guillemets (rdv = 2025-12-15 14:00:00)")
    return ask.RendezVous(at.date(), time(at.hour, at.minute), str(table.get("lieu", "")))


_GIVEN = {"rdv", "lieu", "mode"}
_KINDS: Mapping[str, tuple[Callable[[Table], ask.Request], set[str]]] = {
    "convoquer": (lambda t: ask.Convoquer(_rdv(t)), _GIVEN),
    "reporter": (lambda t: ask.Reporter(_rdv(t), ReportReason(str(t.get("motif")))), _GIVEN | {"motif"}),
    "absence": (lambda t: ask.ConstaterAbsence(), set()),
    "justifier": (lambda t: ask.Justifier(Excuse(str(t.get("motif")))), {"motif"}),
    "recevoir": (lambda t: ask.Recevoir(Presence(str(t.get("present")))), {"present"}),
    "transmettre": (lambda t: their_notice(str(t.get("departement", ""))), {"departement", "mode"}),
    "reponse": (lambda t: ask.EnregistrerReponse(Answer(str(t.get("nature")))), {"nature"}),
}
