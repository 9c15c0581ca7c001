"""Who is written to: the holders of parental authority, and the minor with the one he or she lives with.

A closed list of grounds decides (`vocabulary.Authority`): nobody is left out because of a free text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ofworkflow.procedure.persons import Adresse, RepresentantLegal
from ofworkflow.procedure.vocabulary import Authority

NEVER_WRITTEN_TO = frozenset({Authority.RETIREE, Authority.DECEDE})


@dataclass(frozen=True, slots=True)
class Addressee:
    """One letter to one person; letters with the same `envelope` leave together."""

    role: str  # representant or jeune
    rank: int | None  # which representative
    name: str
    address: Adresse
    envelope: int

    @property
    def deliverable(self) -> bool:
        """Tell whether the post can bring it."""
        return self.address.is_complete()


def written_to(representants: Sequence[RepresentantLegal]) -> list[tuple[int, RepresentantLegal]]:
    """Return the representatives who are written to, with their rank.

    One who holds parental authority alone, by delegation or by tutelle is written to instead of the others.
    """
    kept = [(rank, r) for rank, r in enumerate(representants) if r.autorite not in NEVER_WRITTEN_TO]
    alone = [(rank, r) for rank, r in kept if r.autorite is not Authority.TITULAIRE]
    return alone or kept


def who_came(numbers: Sequence[int], representants: Sequence[RepresentantLegal]) -> tuple[int, ...]:
    """Return the ranks of the representatives who came, from the numbers that were noted; without any, the
    only one who could; nobody where that is not known."""
    if numbers:
        return tuple(number - 1 for number in numbers if 1 <= number <= len(representants))
    written = written_to(representants)
    return (written[0][0],) if len(written) == 1 else ()


def why_not_written_to(representants: Sequence[RepresentantLegal], rank: int) -> str:
    """Return why the representative of that rank is not written to any more; empty when he or she still
    is."""
    chosen = dict(written_to(representants))
    if rank in chosen:
        return ""
    his = representants[rank].autorite
    if his in NEVER_WRITTEN_TO:
        return his.label
    return " ; ".join(f"{r.autorite.label} : {r.full_name}" for r in chosen.values())


def addressees(
    name: str, address: Adresse, representants: Sequence[RepresentantLegal], *, with_minor: bool = True
) -> tuple[Addressee, ...]:
    """Return one addressee a letter: each representative in an envelope of his or her own, the minor's letter
    enclosed.

    The minor's goes with the representative he or she lives with; alone, to the minor's address, when that is
    nobody's.
    """
    chosen = written_to(representants)
    result = [
        Addressee("representant", rank, r.full_name, r.adresse, envelope)
        for envelope, (rank, r) in enumerate(chosen, start=1)
    ]
    if with_minor:
        host = next((i for i, (_, r) in enumerate(chosen, start=1) if r.heberge), len(chosen) + 1)
        where = chosen[host - 1][1].adresse if host <= len(chosen) else address
        result.append(Addressee("jeune", None, name, where, host))
    return tuple(result)
