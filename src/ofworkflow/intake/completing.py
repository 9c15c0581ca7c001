"""What a list changes of a person already known: it fills what nobody said, a newer list beats an older one,
and nothing that a person typed or emptied is touched: that is proposed, for a person to decide."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date

from sqlalchemy import Connection, select

from ofworkflow.intake.provenance import Origins, ValueOrigin, origins_of
from ofworkflow.intake.representatives import KnownRepresentative, compared, known_representatives
from ofworkflow.procedure.fields import (
    ADDRESS,
    MINOR,
    REPRESENTATIVE,
    PersonField,
    Telling,
    Value,
    differences,
)
from ofworkflow.procedure.persons import Jeune, RepresentantLegal, Signalement
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.text import fold

_HOME = ("commune", "commune_insee")
_FIELDS: Mapping[str, PersonField] = {f.name: f for f in MINOR}
_FILLABLE = tuple(f for f in MINOR if f.heading and not f.line and f.name not in _HOME)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ToldOfKnown:
    """A row about somebody known: the line, the minor, the card, what the list reports."""

    ligne: int
    jeune_id: int
    fiche: Jeune
    report: Signalement


@dataclass(frozen=True, slots=True)
class RepresentativeChange:
    """What a list changes of a representative: its row, or `None` for one who is added; `ajoute` then."""

    representant_id: int | None
    valeurs: tuple[tuple[str, Value], ...] = ()
    ajoute: RepresentantLegal | None = None


@dataclass(frozen=True, slots=True)
class Modification:
    """What a list changes of a person: columns of `jeune` that were empty, those where it is newer than what
    stood there, and the representatives."""

    ligne: int
    jeune_id: int
    valeurs: tuple[tuple[str, Value], ...] = ()
    remplaces: tuple[tuple[str, Value], ...] = ()
    representants: tuple[RepresentativeChange, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns of the card that change."""
        return tuple(name for name, _ in (*self.valeurs, *self.remplaces))

    @property
    def told(self) -> str:
        """Return what changes, in French words."""
        known = [_FIELDS[name].label for name in self.columns]
        added = [f"représentant {r.ajoute.full_name}" for r in self.representants if r.ajoute]
        completed = [
            f"représentant ({', '.join(n for n, _ in r.valeurs)})" for r in self.representants if r.valeurs
        ]
        return ", ".join((*known, *added, *completed))


@dataclass(frozen=True, slots=True)
class ListProposal:
    """What a list says and does not write: the field, both values, why, and what `of modifier` is typed
    with."""

    ligne: int
    jeune_id: int
    champ: str
    connu: str
    lu: str
    pourquoi: str
    options: tuple[str, ...] = ()
    reference: str = ""

    @property
    def command(self) -> str:
        """Return the command that takes it; empty where there is none."""
        return shlex.join(("of", "modifier", self.reference, *self.options)) if self.options else ""


@dataclass(slots=True)
class _Outcome:
    """What comes of one row."""

    filled: dict[str, Value] = field(default_factory=dict)
    renewed: dict[str, Value] = field(default_factory=dict)
    persons: list[RepresentativeChange] = field(default_factory=list)
    proposed: list[ListProposal] = field(default_factory=list)


def completions(
    connection: Connection, rows: Sequence[ToldOfKnown]
) -> tuple[tuple[Modification, ...], tuple[ListProposal, ...]]:
    """Return what these rows change of persons known, and what they only propose."""
    persons = known_representatives(connection, [row.jeune_id for row in rows])
    moving = [
        row
        for row in rows
        if (
            row.fiche != row.report.jeune  # most cards are the same, told at once
            and (differences(row.fiche, row.report.jeune) or _adds(row.fiche, row.report.jeune, ()))
        )
        or any(compared(persons.get(row.jeune_id, ()), row.report.representants))
    ]
    origins = origins_of(connection, [row.jeune_id for row in moving])
    modified: list[Modification] = []
    proposed: list[ListProposal] = []
    for row in moving:
        outcome = _outcome(row, persons.get(row.jeune_id, ()), origins)
        proposed += outcome.proposed
        if outcome.filled or outcome.renewed or outcome.persons:
            modified.append(
                Modification(
                    row.ligne,
                    row.jeune_id,
                    tuple(outcome.filled.items()),
                    tuple(outcome.renewed.items()),
                    tuple(outcome.persons),
                )
            )
    return tuple(modified), tuple(_named(connection, proposed))


def added_by(known: Jeune, minor: Jeune) -> tuple[tuple[str, Value], ...]:
    """Return what a list says of a known minor where the base says nothing, and where nothing that goes with
    it differs."""
    return _adds(known, minor, differences(known, minor))


def _adds(known: Jeune, minor: Jeune, tellings: Sequence[Telling]) -> tuple[tuple[str, Value], ...]:
    apart = {name for telling in tellings for name in telling.renews}
    names = [f.name for f in _FILLABLE if _silent(f.of(known))]
    if not any(_FIELDS[name].of(known) for name in ADDRESS):
        names += ADDRESS
    if not known.commune:
        names += _HOME
    elif not known.commune_insee and fold(known.commune) == fold(minor.commune):
        names.append("commune_insee")
    spoken = ((name, _FIELDS[name].of(minor)) for name in names if name not in apart)
    return tuple((name, value) for name, value in spoken if not _silent(value))


def _silent(value: Value) -> bool:
    return value is None or value == ""


def _outcome(row: ToldOfKnown, known: Sequence[KnownRepresentative], origins: Origins) -> _Outcome:
    made = _Outcome()
    minor, list_on = row.report.jeune, row.report.signale_le
    for name, value in added_by(row.fiche, minor):
        origin = origins.of(row.jeune_id, name)
        if origin.emptied:
            made.proposed.append(_proposal(row, _FIELDS[name], "", value, origin))
        else:
            made.filled[name] = value
    for telling in differences(row.fiche, minor):
        spoken = {name: value for name in telling.renews if not _silent(value := _FIELDS[name].of(minor))}
        newest = _weightiest([origins.of(row.jeune_id, name) for name in telling.renews], list_on)
        if newest is None:
            made.renewed |= {n: v for n, v in spoken.items() if v != _FIELDS[n].of(row.fiche)}
        elif newest.verified or newest.on == list_on:
            made.proposed.append(_whole_proposal(row, telling, spoken, newest))
    _of_representatives(row, known, origins, made)
    return made


def _weightiest(origins: Sequence[ValueOrigin], list_on: date) -> ValueOrigin | None:
    """Return what stands in the way of a list of that day: what a person said, else a list as recent; `None`
    when the list is newer than all."""
    in_the_way = [o for o in origins if o.verified or o.on is None or o.on >= list_on]
    return max(in_the_way, key=lambda o: (o.verified, o.on or date.min), default=None)


def _of_representatives(
    row: ToldOfKnown, known: Sequence[KnownRepresentative], origins: Origins, made: _Outcome
) -> None:
    list_on = row.report.signale_le
    former = {
        each.number: {name: origins.former(row.jeune_id, name, each.number) for name in ("nom", "prenom")}
        for each in known
    }
    for pair in compared(known, row.report.representants, former):
        if pair.known is None:
            if pair.why:
                made.proposed.append(_added_proposal(row, pair.listed, pair.why))
            else:
                made.persons.append(RepresentativeChange(None, ajoute=pair.listed))
            continue
        values: dict[str, Value] = {}
        for names, listed in pair.filled:
            emptied = next(
                (o for n in names if (o := origins.of(row.jeune_id, n, pair.known.number)).emptied), None
            )
            if emptied is None:
                values |= listed
            else:
                made.proposed.append(_of_one(row, pair.known, listed, emptied))
        for names, listed in pair.differing:
            whose = [origins.of(row.jeune_id, n, pair.known.number) for n in names]
            newest = _weightiest(whose, list_on)
            if newest is None and not pair.known.is_kept:
                values |= listed
            elif newest is None or newest.verified or newest.on == list_on:
                made.proposed.append(_of_one(row, pair.known, listed, newest))
        for names, listed in pair.only_proposed:
            whose = [origins.of(row.jeune_id, n, pair.known.number) for n in names]
            made.proposed.append(_of_one(row, pair.known, listed, whose[0]))
        if values:
            made.persons.append(RepresentativeChange(pair.known.number, tuple(values.items())))


def _proposal(
    row: ToldOfKnown, f: PersonField, known: str, value: Value, origin: ValueOrigin
) -> ListProposal:
    options = () if f.instead or f.follows else (f"--{f.asked}", f.typed_as(value))
    return ListProposal(row.ligne, row.jeune_id, f.label, known, f.say(value), _why(origin, value), options)


def _whole_proposal(
    row: ToldOfKnown, telling: Telling, spoken: Mapping[str, Value], origin: ValueOrigin
) -> ListProposal:
    fields = [_FIELDS[name] for name in spoken]
    options = [part for f in fields if not f.follows for part in (f"--{f.asked}", f.typed_as(spoken[f.name]))]
    shown = [f for f in fields if not f.follows]
    return ListProposal(
        row.ligne,
        row.jeune_id,
        _FIELDS[telling.renews[0]].label,
        ", ".join(filter(None, (f.say(f.of(row.fiche)) for f in shown))),
        ", ".join(f.say(spoken[f.name]) for f in shown),
        _why(origin, *spoken.values()),
        tuple(options),
    )


def _of_one(
    row: ToldOfKnown, known: KnownRepresentative, listed: Mapping[str, Value], origin: ValueOrigin | None
) -> ListProposal:
    fields = [f for f in REPRESENTATIVE if f.name in listed]
    before = [f.say(f.of(known.who)) for f in fields]
    hidden = known.who.confidentielle and any(f.line for f in fields)
    return ListProposal(
        row.ligne,
        row.jeune_id,
        f"représentant n° {known.rank}, {fields[0].label}",
        "(confidentielle)" if hidden else ", ".join(filter(None, before)),
        ", ".join(f.say(listed[f.name]) for f in fields),
        _why(origin, *listed.values()) if origin else "adresse confidentielle",
        ("--representant", str(known.rank),
         *(part for f in fields for part in (f"--{f.asked}", f.typed_as(listed[f.name])))),
    )  # fmt: skip


def _added_proposal(row: ToldOfKnown, listed: RepresentantLegal, why: str) -> ListProposal:
    a = listed.adresse
    parts = (listed.nom, listed.prenom, str(listed.qualite), a.ligne1, a.code_postal, a.ville)
    return ListProposal(
        row.ligne, row.jeune_id, "représentant de plus", "", listed.full_name, why,
        ("--ajouter-representant", ";".join(parts)) if listed.nom else (),
    )  # fmt: skip


def _why(origin: ValueOrigin, *values: Value) -> str:
    again = any(str(value) in origin.former for value in values if value)
    return f"{origin.told}{', qui l’avait écarté' if again else ''}"


def _named(connection: Connection, proposed: Sequence[ListProposal]) -> Iterator[ListProposal]:
    """Yield the proposals with the reference of the dossier, the one that is open where there is one."""
    numbers = sorted({each.jeune_id for each in proposed})
    d, names = m.dossier.c, dict[int, str]()
    for start in range(0, len(numbers), _AT_ONCE):
        question = select(d.jeune_id, d.reference).where(d.jeune_id.in_(numbers[start : start + _AT_ONCE]))
        for row in connection.execute(question.order_by(d.clos_le.is_(None), d.id)):
            names[row.jeune_id] = row.reference
    yield from (replace(each, reference=names.get(each.jeune_id, "REF")) for each in proposed)
