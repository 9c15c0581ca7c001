"""Brothers and sisters: minors of the house who share a representative, worked out from what is known; twins
said.

Nothing is kept: a representative corrected, and the link follows. One dossier and one letter each, all the
same.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Connection, and_, func, or_, select

from ofworkflow.casework.dossier.persons import Persons
from ofworkflow.procedure.persons import RepresentantLegal
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.person_rows import representative_from
from ofworkflow.storage.scope import own
from ofworkflow.text import fold

_MOST = 20
"""Minors shown at most: beyond, it is no family."""

# Names that begin with another, in the order of any collation: some put spaces and signs aside.
_AFTER = "zzzzzz"


class Kinship(StrEnum):
    """What a minor of the same family is to another."""

    FRATRIE = "fratrie"
    JUMEAU = "jumeau"  # born on the same day
    DOUBLON = "doublon"  # with the same name too: one child, perhaps, with two dossiers


@dataclass(frozen=True, slots=True)
class Sibling:
    """A brother or a sister who has a dossier here."""

    reference: str
    nom: str
    prenom: str
    lien: Kinship


def siblings(connection: Connection, jeune_id: int, persons: Persons) -> list[Sibling]:
    """Return the minors of ours who share a representative with this one: same name, and same address or
    telephone.

    They are looked for under the names of the family, by the index of names.
    """
    parents = [each for each in persons.representants if not each.is_service]
    names = {fold(persons.jeune.nom), *(fold(each.nom) for each in parents)} - {""}
    if not parents or not names:
        return []
    d, j, r = m.dossier.c, m.jeune.c, m.representant.c
    under = or_(*(and_(j.cle >= name, j.cle < name + _AFTER) for name in sorted(names)))
    f = m.fusion.c
    merged = select(f.id).where(f.absorbe_id == d.id, f.annule_a.is_(None))
    question = (
        select(m.representant, d.reference, j.nom.label("nom_j"), j.prenom.label("prenom_j"), j.naissance)
        .join(m.jeune, j.id == r.jeune_id)
        .join(m.dossier, d.jeune_id == j.id)
        .where(under, j.id != jeune_id, func.lower(r.nom).in_({each.nom.lower() for each in parents}))
        .where(~merged.exists())
        .where(*own(connection, m.dossier))
        .order_by(d.reference)
    )
    siblings: dict[str, Sibling] = {}
    me = fold(persons.jeune.nom, persons.jeune.prenom)
    for row in connection.execute(question):
        if any(_is_one(each, representative_from(row)) for each in parents):
            kin = Kinship.JUMEAU if row.naissance == persons.jeune.naissance else Kinship.FRATRIE
            if kin is Kinship.JUMEAU and fold(row.nom_j, row.prenom_j) == me:
                kin = Kinship.DOUBLON
            siblings.setdefault(row.reference, Sibling(row.reference, row.nom_j, row.prenom_j, kin))
    return list(siblings.values())[:_MOST]


def household_keys(persons: Persons) -> frozenset[tuple[str, ...]]:
    """Return by what a minor's family is told: each representative with his or her address, and telephone;
    minors who share one are of one family, in the sense of `siblings`."""
    keys: set[tuple[str, ...]] = set()
    for each in persons.representants:
        if each.is_service:
            continue
        name = fold(each.nom, each.prenom)
        if lines := each.adresse.lines():
            keys.add((name, *lines))
        if each.telephone:
            keys.add((name, each.telephone))
    return frozenset(keys)


def _is_one(one: RepresentantLegal, other: RepresentantLegal) -> bool:
    if fold(one.nom, one.prenom) != fold(other.nom, other.prenom):
        return False
    lives = one.adresse.lines() and one.adresse == other.adresse
    return bool(lives or (one.telephone and one.telephone == other.telephone))
