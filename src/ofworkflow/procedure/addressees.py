"""Who is written to: the holders of parental authority, and the minor with the one he or she lives with.

A closed list of grounds decides (`vocabulary.Authority`), each within its dates: the ground on the day of the
letter. Nobody is left out because of a free text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.persons import Adresse, Jeune, RepresentantLegal
from ofworkflow.procedure.vocabulary import Alone, Authority, Quality
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class AuthorityRole:
    """What a ground gives: `holds` represents the minor, `alone` instead of the others; `copy`: is told, no
    more."""

    holds: bool = False
    alone: bool = False
    copy: bool = False


GROUNDS: Mapping[Authority, AuthorityRole] = {
    Authority.TITULAIRE: AuthorityRole(holds=True),
    Authority.EXCLUSIVE: AuthorityRole(holds=True, alone=True),  # code civil 373-2-1
    Authority.DELEGATION: AuthorityRole(holds=True, alone=True),  # code civil 377
    Authority.TUTELLE: AuthorityRole(holds=True, alone=True),  # code civil 390
    Authority.RETIREE: AuthorityRole(),  # code civil 378
    Authority.DECEDE: AuthorityRole(),
    Authority.CONFIE: AuthorityRole(copy=True),  # code civil 373-4: the parents go on holding it
    Authority.COPIE: AuthorityRole(copy=True),
    Authority.A_IDENTIFIER: AuthorityRole(),  # a list gave a phone or an e-mail, and no name
}
PARENTS = frozenset({Quality.MERE, Quality.PERE})


@dataclass(frozen=True, slots=True)
class Addressee:
    """One letter to one person; letters with the same `envelope` leave together."""

    role: str  # representant, jeune or copie
    rank: int | None  # which representative
    name: str
    address: Adresse
    envelope: int

    @property
    def deliverable(self) -> bool:
        """Tell whether the post can bring it."""
        return self.address.is_complete()


def ground_on(who: RepresentantLegal, on: date) -> Authority | None:
    """Return the ground of that day; outside of its dates a parent holds parental authority, and nobody else
    anything."""
    begun = who.depuis_le is None or who.depuis_le <= on
    over = who.jusqu_au is not None and who.jusqu_au < on and who.autorite is not Authority.DECEDE
    if begun and not over:
        return who.autorite
    back = who.qualite in PARENTS and who.autorite is not Authority.TITULAIRE
    return Authority.TITULAIRE if back else None


def holders(representants: Sequence[RepresentantLegal], on: date) -> list[tuple[int, RepresentantLegal]]:
    """Return the representatives of that day, with their rank; who lost authority, died, or is told only is
    none."""
    return [(rank, r) for rank, r in enumerate(representants) if _ground(r, on).holds]


def written_to(representants: Sequence[RepresentantLegal], on: date) -> list[tuple[int, RepresentantLegal]]:
    """Return the representatives who are written to, with their rank.

    One who holds parental authority alone, by delegation or by tutelle is written to instead of the others.
    """
    kept = holders(representants, on)
    alone = [(rank, r) for rank, r in kept if _ground(r, on).alone]
    return alone or kept


def who_came(numbers: Sequence[int], representants: Sequence[RepresentantLegal], on: date) -> tuple[int, ...]:
    """Return the ranks of the representatives who came, from the numbers that were noted; without any, the
    only one who could; nobody where that is not known."""
    if numbers:
        return tuple(number - 1 for number in numbers if 1 <= number <= len(representants))
    written = written_to(representants, on)
    return (written[0][0],) if len(written) == 1 else ()


def in_copy(representants: Sequence[RepresentantLegal], on: date) -> list[tuple[int, RepresentantLegal]]:
    """Return who is told of the appointments without representing the minor, with their rank; nobody who must
    not meet who is expected there."""
    return [(rank, r) for rank, r in enumerate(representants) if _ground(r, on).copy and not _is_apart(r, on)]


def called(
    minor: Jeune, representants: Sequence[RepresentantLegal], on: date
) -> list[tuple[int, RepresentantLegal]]:
    """Return whom a phone call may be for beside the minor, with their rank, who houses him or her first: who
    is written to, who is told of the appointments, and who is still to be identified; nobody once the minor
    is emancipated."""
    if _emancipated(minor, on):
        return []
    unknown = [
        (rank, r) for rank, r in enumerate(representants) if ground_on(r, on) is Authority.A_IDENTIFIER
    ]
    written = sorted(written_to(representants, on), key=lambda one: not one[1].heberge)
    return [*written, *in_copy(representants, on), *unknown]


def apart(representants: Sequence[RepresentantLegal], on: date) -> list[tuple[int, RepresentantLegal]]:
    """Return those who are written to and must not meet the other one, where there is another."""
    chosen = written_to(representants, on)
    kept = [(rank, r) for rank, r in chosen if _is_apart(r, on)]
    return kept if len(chosen) > 1 else []


def _is_apart(who: RepresentantLegal, on: date) -> bool:
    return who.a_part_jusqu_au is not None and on <= who.a_part_jusqu_au


def alone(minor: Jeune, representants: Sequence[RepresentantLegal], on: date) -> Alone | None:
    """Return why the minor alone is written to on that day; `None` when a representative is."""
    if _emancipated(minor, on):
        return Alone.EMANCIPE
    return None if written_to(representants, on) else Alone.INCONNU


def unrepresented_since(representants: Sequence[RepresentantLegal], opened_on: date, on: date) -> date:
    """Return since when nobody represents a minor whom nobody represents on that day: the last change of
    ground, else the opening; the rule of `storage.unrepresented`, for one card."""
    return max((r.depuis_le for r in representants if r.depuis_le and r.depuis_le <= on), default=opened_on)


def why_not_written_to(minor: Jeune, representants: Sequence[RepresentantLegal], rank: int, on: date) -> str:
    """Return why the representative of that rank is not written to any more; empty when he or she still
    is."""
    if _emancipated(minor, on):
        return Alone.EMANCIPE.label
    chosen = dict(written_to(representants, on))
    if rank in chosen or (_ground(representants[rank], on).copy):
        return ""
    who = representants[rank]
    his = ground_on(who, on)
    if his is None:
        over = who.jusqu_au is not None and who.jusqu_au < on
        return f"{who.autorite.label} {_since_or_until(who, over=over)}"
    if not GROUNDS[his].holds:
        return his.label + (f" depuis le {french_day(who.depuis_le)}" if who.depuis_le else "")
    return " ; ".join(f"{r.autorite.label} : {r.full_name}" for r in chosen.values())


def addressees(
    minor: Jeune, representants: Sequence[RepresentantLegal], on: date, *, with_minor: bool = True
) -> tuple[Addressee, ...]:
    """Return one addressee a letter: each representative in an envelope of his or her own, the minor's letter
    enclosed.

    The minor's goes with the representative he or she lives with; alone, to the minor's address, when that is
    nobody's, and once emancipated.
    """
    chosen = [] if _emancipated(minor, on) else written_to(representants, on)
    result = [
        Addressee("representant", rank, r.full_name, r.adresse, envelope)
        for envelope, (rank, r) in enumerate(chosen, start=1)
    ]
    if with_minor:
        host = next((i for i, (_, r) in enumerate(chosen, start=1) if r.heberge), len(chosen) + 1)
        where = chosen[host - 1][1].adresse if host <= len(chosen) else minor.adresse
        result.append(Addressee("jeune", None, f"{minor.prenom} {minor.nom}", where, host))
    return tuple(result)


def copies(
    minor: Jeune, representants: Sequence[RepresentantLegal], on: date, *, after: int = 0
) -> tuple[Addressee, ...]:
    """Return one addressee a copy, each in an envelope of its own; none once the minor is emancipated."""
    copied = [] if _emancipated(minor, on) else in_copy(representants, on)
    return tuple(
        Addressee("copie", rank, r.full_name, r.adresse, envelope)
        for envelope, (rank, r) in enumerate(copied, start=after + 1)
    )


_NO_ROLE = AuthorityRole()


def _ground(who: RepresentantLegal, on: date) -> AuthorityRole:
    ground = ground_on(who, on)
    return GROUNDS[ground] if ground else _NO_ROLE


def _since_or_until(who: RepresentantLegal, *, over: bool) -> str:
    if over and who.jusqu_au:
        return f"jusqu'au {french_day(who.jusqu_au)}"
    return f"à partir du {french_day(who.depuis_le)}" if who.depuis_le else ""


def _emancipated(minor: Jeune, on: date) -> bool:
    return minor.emancipe_le is not None and minor.emancipe_le <= on
