"""The life of a dossier: opened, closed, opened again; and the act that voids the last one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from ofworkflow.procedure.case import CaseState
from ofworkflow.procedure.entries import Entry, Occasion, Request
from ofworkflow.procedure.vocabulary import Act, Closing, Source

__all__ = [
    "Annuler",
    "Cloturer",
    "Ouvrir",
    "Rouvrir",
]


@dataclass(frozen=True, slots=True)
class Ouvrir(Request):
    """Open a dossier for a minor reported on `signale_le`."""

    act: ClassVar[Act] = Act.OUVRIR
    naissance: Annotated[date, "né(e) le"]
    source: Annotated[Source, "signalé par"]
    signale_le: Annotated[date, "signalé le"]

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Note the day."""
        return case.but(opened_on=entry.done_on)

    @classmethod
    def plausible(cls, on: Occasion) -> Ouvrir:
        """Return the report of a partner, today."""
        return cls(on.case.born_on, Source.AUTRE, on.today)


@dataclass(frozen=True, slots=True)
class Cloturer(Request):
    """Close the dossier."""

    act: ClassVar[Act] = Act.CLOTURER
    motif: Annotated[Closing, "motif"]

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Keep the case as it was: reopened, the dossier is there again, but for the appointment that the
        closing cancels."""
        case = case.without_expected(entry.done_on)
        # what was voided is known of the whole journal, not of one of its moments
        return case.but(before_closing=case.but(annulled={}), closed_on=entry.done_on)

    @classmethod
    def plausible(cls, on: Occasion) -> Cloturer:
        """Return a closing for a mistake, always possible."""
        return cls(Closing.ERREUR)


@dataclass(frozen=True, slots=True)
class Rouvrir(Request):
    """Open the dossier again where it stood."""

    act: ClassVar[Act] = Act.ROUVRIR
    keeps_trigger: ClassVar[bool] = True
    motif: Annotated[str, "motif"]

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Take the case as it was; only what keeps closed dossiers is over."""
        before = case.before_closing or case
        known = {delay.key for delay in before.delays}
        since = tuple(delay for delay in case.delays if delay.key not in known)
        return before.but(
            delays=(*before.delays, *since),
            posted_on=case.posted_on,
            mailings=case.mailings,
            annulled=case.annulled,
        )

    @classmethod
    def plausible(cls, on: Occasion) -> Rouvrir:
        """Return a reopening."""
        return cls("X")


@dataclass(frozen=True, slots=True)
class Annuler(Request):
    """Void the last act."""

    act: ClassVar[Act] = Act.ANNULER
    voids: ClassVar[bool] = True
    keeps_trigger: ClassVar[bool] = True
    motif: Annotated[str, "motif"]

    @classmethod
    def plausible(cls, on: Occasion) -> Annuler:
        """Return an annulment."""
        return cls("X")
