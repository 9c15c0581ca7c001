"""The representatives of a dossier, completed by what another dossier, or a row that a person decided, says.

Who is whom is told as an import tells it (`intake.representatives`); what is missing is filled, nothing is
replaced.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace

from sqlalchemy import Connection, select

from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.registry.corrections import HeldDossier, add_representative, correct
from ofworkflow.intake.provenance import origins_of
from ofworkflow.intake.representatives import KnownRepresentative, compared, known_representatives
from ofworkflow.procedure.fields import Value
from ofworkflow.procedure.persons import RepresentantLegal
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.text import fold


@dataclass(frozen=True, slots=True)
class FilledColumn:
    """A column of a representative that was filled: the row, the name, what stood there, what stands."""

    representant_id: int
    champ: str
    avant: Value
    apres: Value


@dataclass(slots=True)
class CompletedFamily:
    """What was filled, who was added (the row, the name), who was not and why, one sentence each."""

    filled: list[FilledColumn] = field(default_factory=list)
    added: list[tuple[int, str]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def completed(self) -> tuple[str, ...]:
        """Return what was filled, in French words."""
        return tuple(f"représentant ({name})" for name in dict.fromkeys(each.champ for each in self.filled))


def complete_family(
    connection: Connection, dossier: HeldDossier, listed: Sequence[RepresentantLegal], *, desk: Desk
) -> CompletedFamily:
    """Fill what is missing of the representatives of a dossier, add those who are new; raise what correcting
    raises. What a person emptied stays empty; who may be two of them is left, and said."""
    done, minor = CompletedFamily(), dossier.jeune_id
    known = known_representatives(connection, [minor]).get(minor, ())
    origins = origins_of(connection, [minor])
    former = {
        each.number: {name: origins.former(minor, name, each.number) for name in ("nom", "prenom")}
        for each in known
    }
    names = {fold(each.who.nom, each.who.prenom) for each in known}
    for pair in compared(known, listed, former):
        if pair.known is None:
            name = fold(pair.listed.nom, pair.listed.prenom)
            if pair.why:
                done.left.append(f"{pair.listed.full_name} n'est pas ajouté(e) : {pair.why}")
            elif name not in names:
                names.add(name)
                done.added.append(_added(connection, dossier, pair.listed, desk))
            continue
        values: dict[str, Value] = {}
        for columns, listed_values in pair.filled:
            if not any(origins.of(minor, name, pair.known.number).emptied for name in columns):
                values |= listed_values
        if values:
            done.filled += _filled(connection, dossier, pair.known, values, desk)
    return done


def _filled(
    connection: Connection,
    dossier: HeldDossier,
    known: KnownRepresentative,
    values: dict[str, Value],
    desk: Desk,
) -> list[FilledColumn]:
    changes = correct(connection, dossier, values, representative=known.rank, desk=desk)
    return [FilledColumn(known.number, each.champ, each.avant, each.apres) for each in changes]


def _added(
    connection: Connection, dossier: HeldDossier, who: RepresentantLegal, desk: Desk
) -> tuple[int, str]:
    """Add somebody; one host at a time: where the minor lives is what the dossier says already."""
    add_representative(connection, dossier, replace(who, heberge=False), desk=desk)
    r = m.representant.c
    last = select(r.id).where(r.jeune_id == dossier.jeune_id).order_by(r.rang.desc()).limit(1)
    return int(connection.execute(last).scalar_one()), who.full_name
