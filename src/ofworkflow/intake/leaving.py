"""Who was in the lists of a source and is in this one no more: told, never decided by a list."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, select

from ofworkflow.procedure.vocabulary import Source, Stage
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.scope import own, own_of_minors

_AT_ONCE = 500
_EXPECTED_TO_LEAVE = frozenset(
    {Stage.CONFORMITE, Stage.EXEMPTION}
)  # they met the obligation: no news is no news


@dataclass(frozen=True, slots=True)
class NoLongerListed:
    """An open dossier whose minor an earlier list of the same source named, and this one does not."""

    reference: str
    nom: str
    prenom: str
    lot: str
    liste_le: date

    @property
    def command(self) -> str:
        """Return what to type once somebody asked the family or the school."""
        return f"of situation {self.reference} --nature NATURE --debut DATE --preuve PREUVE"


def no_longer_listed(
    connection: Connection, source: Source, list_on: date, *, present: Collection[int], names: Collection[str]
) -> tuple[NoLongerListed, ...]:
    """Return whom this list names no more, of the earlier lists of its source that share somebody with it.

    Two lists of one source that share nobody are of two schools: neither says anything of the other. `names`
    holds those of the rows of which nothing certain is known.
    """
    d, j, t = m.dossier.c, m.jeune.c, m.lot.c
    here, lots = sorted(present), set[int]()
    of_source = (
        select(d.lot_id).join(m.lot, t.id == d.lot_id).where(t.source == str(source), t.liste_le < list_on)
    )
    for start in range(0, len(here), _AT_ONCE):
        some = of_source.where(d.jeune_id.in_(here[start : start + _AT_ONCE]), *own_of_minors(connection))
        lots |= set(connection.execute(some.distinct()).scalars())
    question = (
        select(d.reference, d.jeune_id, d.etape, j.nom, j.prenom, j.cle, t.numero, t.liste_le)
        .join(m.jeune, j.id == d.jeune_id)
        .join(m.lot, t.id == d.lot_id)
        .where(*own(connection, m.dossier), d.lot_id.in_(lots), d.clos_le.is_(None))
    )
    named = set(here)
    return tuple(
        NoLongerListed(row.reference, row.nom, row.prenom, row.numero, row.liste_le)
        for row in (connection.execute(question.order_by(d.id)) if lots else ())
        if row.jeune_id not in named and row.cle not in names and row.etape not in _EXPECTED_TO_LEAVE
    )
