"""The next delay of every open dossier, worked out again from its journal and compared with what its row
says.

And the next night of each, compared with what was planned for it: one that no night would look at again is a
child forgotten. A second, smaller replay: only what opens and ends a delay is read, row by row as tuples, so
that a country is checked each night.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import field
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, and_, func, or_, select, type_coerce
from sqlalchemy import cast as sql_cast

from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.replay import OF_AN_ENVELOPE
from ofworkflow.procedure.requests import VOIDING
from ofworkflow.procedure.requests.lives import OF_A_CYCLE
from ofworkflow.procedure.vocabulary import Act, Delay, Stage
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.scope import own

Key = tuple[int, str]
Next = tuple[str, str] | None
"""The slug of a delay and its legal end, in ISO."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A dossier whose journal does not give what its row says."""

    dossier_id: int
    reference: str
    reason: str


@dataclass(slots=True)
class _Fold:
    running: dict[Key, str] = field(default_factory=dict)
    before_closing: dict[Key, str] = field(default_factory=dict)
    over: set[Key] = field(default_factory=set)

    def add(self, act: str, data: dict[str, Any]) -> None:
        if act == Act.CLOTURER:
            self.before_closing, self.running = self.running, {}
            self.over |= set(self.before_closing)
            data = {"ouvre": data.get("ouvre", ())}  # it ends all that ran; reopened, all that ran runs again
        if act == Act.ROUVRIR:
            dropped = OF_A_CYCLE if data.get("cycle") else ()
            back = {key: on for key, on in self.before_closing.items() if key[1] not in dropped}
            self.running = back | self.running
            self.over -= set(back)
        for by, slug, _ in data.get("ferme", ()):
            if self.running.pop((by, slug), None):
                self.over.add((by, slug))
        for delay in data.get("ouvre", ()):
            if (key := (delay["par"], delay["slug"])) not in self.over:  # moved since, it stays over
                self.running[key] = delay["legale"]
            elif act == Act.CORRIGER_NAISSANCE and key in self.before_closing:
                self.before_closing[key] = delay["legale"]  # reopened, it runs again to its right end

    @property
    def next(self) -> Next:
        first = min(((on, slug) for (_, slug), on in self.running.items()), default=None)
        return (first[1], first[0]) if first else None


def disagreements(connection: Connection) -> tuple[int, list[Disagreement]]:
    """Return how many open dossiers were checked, and those that disagree."""
    sentences: dict[int, str] = {}
    checked = 0
    d = m.dossier.c
    for which in (d.prochaine_le.is_not(None), and_(d.etape.in_(_OPEN), d.prochaine_le.is_(None))):
        for (number, slug, on), lines in groupby(_lines(connection, which), key=itemgetter(0, 1, 2)):
            checked += 1
            stored = (slug, on) if slug else None
            if (replayed := _next(lines)) != stored:
                sentences[number] = _sentence(replayed, stored)
    for number, sentence in _nights(connection):
        sentences.setdefault(number, sentence)
    return checked, [
        Disagreement(number, _reference(connection, number), sentences[number])
        for number in sorted(sentences)
    ]


Line = tuple[int, str | None, str | None, int, str, str]
"""Of a dossier, its next delay and its day; of an entry, its number, its act and its data, as text."""


def _next(lines: Iterable[Line]) -> Next | str:
    try:
        entries = [(n, act, json.loads(data)) for *_, n, act, data in lines]
        voided = {data["annule"] for _, act, data in entries if act in VOIDING}
        fold = _Fold()
        for n, act, data in entries:
            if act in VOIDING:
                # what the post had said meanwhile of what was voided
                opens = [delay for delay in data.get("ouvre", ()) if delay["par"] not in voided]
                fold.add(act, {"ouvre": opens, "ferme": data.get("ferme", ())})
            elif n not in voided:
                if act in _OF_THE_POST:
                    data = _still_counts(data, voided)
                elif act == Act.CORRIGER_NAISSANCE:
                    data["ouvre"] = [each for each in data.get("ouvre", ()) if each["par"] not in voided]
                fold.add(act, data)
    except (ValueError, KeyError, TypeError) as error:
        return f"{type(error).__name__} : {error}"
    return fold.next


_OF_THE_POST = (Act.POSTER, Act.ENREGISTRER_RETOUR)


def _still_counts(data: dict[str, Any], voided: Collection[int]) -> dict[str, Any]:
    """Return what still counts of what the post did with the letters of an act: where that one was withdrawn,
    what became of the envelopes."""
    if data["demande"]["acte_n"] not in voided:
        return data
    return {
        "ouvre": [delay for delay in data.get("ouvre", ()) if delay["slug"] in OF_AN_ENVELOPE],
        "ferme": [end for end in data.get("ferme", ()) if end[1] in OF_AN_ENVELOPE],
    }


def _nights(connection: Connection) -> Iterator[tuple[int, str]]:
    """Yield the open dossiers whose next night is not the day of what comes next; with nothing planned,
    any day will do."""
    d, p = m.dossier.c, m.prevision.c
    planned = select(func.min(p.le)).where(p.dossier_id == d.id).scalar_subquery()
    question = (
        select(d.id, d.nuit_le, planned.label("prevu"))
        .where(
            *own(connection, m.dossier),
            d.prochaine_le.is_not(None),
            or_(d.nuit_le.is_(None), d.nuit_le != planned),
        )
        .order_by(d.id)
    )
    for row in connection.execute(question):
        stored = (
            f"la prochaine nuit est celle du {french_day(row.nuit_le)}"
            if row.nuit_le
            else "la nuit n'a plus rien à y faire"
        )
        due = f"le {french_day(row.prevu)}" if row.prevu else "un autre jour"
        yield row.id, f"pour sa fiche, {stored}, et ce qui est prévu tombe {due}"


def _lines(connection: Connection, which: ColumnElement[bool]) -> Iterator[Line]:
    """Yield the entries that move a delay, of every open dossier, as text: nothing is made of what is only
    compared."""
    d, j = m.dossier.c, m.journal.c
    text, on = _as_text(connection, j.donnees), _as_text(connection, d.prochaine_le)
    moves = (
        text.contains('"ouvre"')
        | text.contains('"ferme"')
        | j.acte.in_([str(act) for act in _WITHOUT_DELAYS])
    )
    question = (
        select(d.id, d.prochaine_echeance, on, j.n, j.acte, text)
        .join(m.journal, j.dossier_id == d.id)
        .where(*own(connection, m.dossier), which, moves)
        .order_by(d.id, j.n)
        .execution_options(yield_per=5000)
    )
    for part in connection.execute(question).partitions():
        yield from part


# They change what runs without saying so in their own data.
_WITHOUT_DELAYS = (Act.OUVRIR, *VOIDING, Act.CLOTURER, Act.ROUVRIR)


def _as_text(connection: Connection, kept: ColumnElement[object]) -> ColumnElement[str]:
    return type_coerce(kept, String) if connection.dialect.name == "sqlite" else sql_cast(kept, String)


def _reference(connection: Connection, number: int) -> str:
    return str(connection.execute(select(m.dossier.c.reference).where(m.dossier.c.id == number)).scalar_one())


_OPEN = tuple(str(stage) for stage in Stage if stage is not Stage.CLOTURE)


def _sentence(replayed: Next | str, stored: Next) -> str:
    if isinstance(replayed, str):
        return f"son journal ne peut pas être rejoué ({replayed})"
    return f"son journal donne {_said(replayed)}, et sa fiche {_said(stored)}"


def _said(following: Next) -> str:
    if following is None:
        return "aucune échéance"
    slug, on = following
    return f"« {Delay.say(slug)} » le {french_day(date.fromisoformat(on))}"
