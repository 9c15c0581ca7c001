"""The representatives that a list names, beside those who are known: who is whom, what it adds, what differs.

One who died or lost parental authority stays so, whatever a list says; an authority and a confidential mark
are never weakened by one. Pure, but for the question that reads them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from sqlalchemy import Connection, select

from ofworkflow.procedure.addressees import GROUNDS
from ofworkflow.procedure.fields import ADDRESS, REPRESENTATIVE, Value, digits_of, usual_ground
from ofworkflow.procedure.name_keys import sound_of
from ofworkflow.procedure.persons import RepresentantLegal
from ofworkflow.procedure.vocabulary import Authority, Quality
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.person_rows import representative_from
from ofworkflow.text import fold, similarity

_AT_ONCE = 500
_SLIP = 86  # of a hundred
_SHORTEST = 4  # letters below which a slip is another name
_GONE = frozenset({Authority.RETIREE, Authority.DECEDE})
_FIELDS = {f.name: f for f in REPRESENTATIVE}
_Former = Mapping[int, Mapping[str, Sequence[str]]]
_Group = tuple[tuple[str, ...], Mapping[str, Value]]  # the columns that go together, and what the list says


@dataclass(frozen=True, slots=True)
class KnownRepresentative:
    """A representative of the base: the row, the number by which people call him or her, who it is."""

    number: int
    rank: int
    who: RepresentantLegal

    @property
    def is_kept(self) -> bool:
        """Tell whether a mark that only a person sets keeps a list from changing anything."""
        return self.who.confidentielle or self.who.a_part_jusqu_au is not None


@dataclass(frozen=True, slots=True)
class ToldRepresentative:
    """A representative of a list, and who that is: what it fills, where it differs, what a person decides.

    `known` is `None` for somebody new; `why` says then why he or she is only proposed.
    """

    listed: RepresentantLegal
    known: KnownRepresentative | None = None
    filled: tuple[_Group, ...] = field(default=())
    differing: tuple[_Group, ...] = field(default=())
    only_proposed: tuple[_Group, ...] = field(default=())
    why: str = ""


def known_representatives(
    connection: Connection, minors: Sequence[int]
) -> Mapping[int, Sequence[KnownRepresentative]]:
    """Return the representatives of these minors, in the order of their rank."""
    by_minor: dict[int, list[KnownRepresentative]] = defaultdict(list)
    r, numbers = m.representant.c, sorted(set(minors))
    for start in range(0, len(numbers), _AT_ONCE):
        question = select(m.representant).where(r.jeune_id.in_(numbers[start : start + _AT_ONCE]))
        for row in connection.execute(question.order_by(r.jeune_id, r.rang)):
            theirs = by_minor[row.jeune_id]
            theirs.append(KnownRepresentative(row.id, len(theirs) + 1, representative_from(row)))
    return by_minor


def compared(
    known: Sequence[KnownRepresentative], listed: Sequence[RepresentantLegal], former: _Former | None = None
) -> Iterator[ToldRepresentative]:
    """Yield what the list says of each representative, where that is not what is known."""
    taken: set[int] = set()
    for who in listed:
        candidates = [one for one in known if one.number not in taken and _is_one(one, who, former or {})]
        if len(candidates) > 1:
            exact = [one for one in candidates if _same_name(one.who, who)]
            candidates = exact or candidates
        if not candidates:
            yield ToldRepresentative(who, why=_why_not_added(known, who))
        elif len(candidates) == 1 or _same_name(candidates[0].who, who):
            taken.add(candidates[0].number)
            if (pair := _pair(candidates[0], who)) is not None:
                yield pair
        else:
            names = " ou ".join(one.who.full_name for one in candidates)
            yield ToldRepresentative(who, why=f"peut être {names}")


def _why_not_added(known: Sequence[KnownRepresentative], who: RepresentantLegal) -> str:
    """Return why somebody new is only proposed: he or she would be written to beside somebody who must be
    alone."""
    for one in known:
        if GROUNDS[one.who.autorite].alone and GROUNDS[who.autorite].holds:
            return f"{one.who.full_name} : {one.who.autorite.label}"
        if one.is_kept:
            return f"{one.who.full_name} est à tenir à part"
        if one.who.autorite in _GONE and not who.prenom and fold(one.who.nom) == fold(who.nom):
            return f"{one.who.full_name} : {one.who.autorite.label}"
    return ""


def _is_one(known: KnownRepresentative, listed: RepresentantLegal, former: _Former) -> bool:
    one = known.who
    if _same_name(one, listed):
        return True
    names = former.get(known.number, {})
    if any(
        fold(last, first) == fold(listed.nom, listed.prenom)
        for last in (one.nom, *names.get("nom", ()))
        for first in (one.prenom, *names.get("prenom", ()))
    ):
        return True
    reached = _reached_alike(one, listed)
    if not one.nom or not listed.nom:  # nobody knows the name: the phone or the e-mail tells
        return reached
    if not listed.prenom or not one.prenom:
        kind = one.qualite is listed.qualite or Quality.AUTRE in (one.qualite, listed.qualite)
        return kind and fold(one.nom) == fold(listed.nom)
    last, first = _alike(one.nom, listed.nom), _alike(one.prenom, listed.prenom)
    return (last and first) or (reached and first)


def _same_name(one: RepresentantLegal, other: RepresentantLegal) -> bool:
    if one.nom == other.nom and one.prenom == other.prenom:
        return bool(one.nom)
    return bool(one.nom) and fold(one.nom, one.prenom) in (
        fold(other.nom, other.prenom),
        fold(other.prenom, other.nom),
    )


def _reached_alike(one: RepresentantLegal, other: RepresentantLegal) -> bool:
    phone = digits_of(one.telephone)
    mail = one.courriel.casefold()
    return bool(
        (phone and phone == digits_of(other.telephone)) or (mail and mail == other.courriel.casefold())
    )


def _alike(one: str, two: str) -> bool:
    first, second = fold(one).replace(" ", ""), fold(two).replace(" ", "")
    if first == second:
        return True
    shortest = min(len(first), len(second))
    if shortest >= _SHORTEST and similarity(first, second) >= _SLIP:
        return True
    return shortest >= _SHORTEST - 1 and sound_of(first) == sound_of(second)


def _pair(known: KnownRepresentative, listed: RepresentantLegal) -> ToldRepresentative | None:
    """Return what a list says of somebody known that is not known; `None` where that is nothing."""
    one = known.who
    if one == listed:
        return None
    proposed = tuple(_authority(one, listed))
    if one.autorite in _GONE:
        return ToldRepresentative(listed, known, only_proposed=proposed) if proposed else None
    filled: list[_Group] = []
    differing: list[_Group] = []
    if not one.nom and listed.nom:
        named: dict[str, Value] = {"nom": listed.nom, "prenom": listed.prenom, "qualite": listed.qualite}
        filled.append((("nom",), named | {"autorite": listed.autorite}))
    elif listed.prenom and not one.prenom and not one.is_service:
        filled.append((("prenom",), {"prenom": listed.prenom}))
    for names, same in _GROUPS:
        values = {n: v for n in names if not _silent(v := _FIELDS[n].of(listed))}
        has = any(not _silent(_FIELDS[n].of(one)) for n in names)
        if values and not has:
            filled.append((names, values))
        elif values and not same(one, listed):
            differing.append((names, values))
    if not (filled or differing or proposed):
        return None
    return ToldRepresentative(listed, known, tuple(filled), tuple(differing), proposed)


def _authority(one: RepresentantLegal, listed: RepresentantLegal) -> Iterator[_Group]:
    """Yield the ground that the list says and the base does not, where it is not the one that goes without
    saying."""
    if listed.autorite not in (one.autorite, usual_ground(listed.qualite), Authority.A_IDENTIFIER):
        yield ("autorite",), {"autorite": listed.autorite}


def _same_address(one: RepresentantLegal, other: RepresentantLegal) -> bool:
    mine, theirs = one.adresse, other.adresse
    return (fold(mine.ligne1, mine.ligne2), mine.code_postal, mine.pays) == (
        fold(theirs.ligne1, theirs.ligne2),
        theirs.code_postal,
        theirs.pays,
    )


_GROUPS = (
    (ADDRESS, _same_address),
    (("telephone",), lambda one, other: digits_of(one.telephone) == digits_of(other.telephone)),
    (("courriel",), lambda one, other: one.courriel.casefold() == other.courriel.casefold()),
)


def _silent(value: Value) -> bool:
    return value is None or value == ""
