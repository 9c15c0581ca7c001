"""What leaves the house and what the post says of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from ofworkflow.procedure.case import CaseState
from ofworkflow.procedure.entries import Entry, Occasion, Request
from ofworkflow.procedure.mailings import Mailing, Outcome
from ofworkflow.procedure.vocabulary import Act, Delay, LetterState, PostMode
from ofworkflow.records import dataclass

__all__ = [
    "Corriger",
    "EnregistrerRetour",
    "Poster",
]


@dataclass(frozen=True, slots=True)
class Poster(Request):
    """Letters `courriers` of the journal entry `acte_n` left the house; `information`: those that tell the
    département, which is informed by them (R. 114-7); `accord_le`: when the addressee agreed to that mode."""

    act: ClassVar[Act] = Act.POSTER
    of_the_post: ClassVar[bool] = True
    keeps_trigger: ClassVar[bool] = True
    acte_n: Annotated[int, "courriers de l'acte n°"]
    courriers: Annotated[tuple[int, ...], "courriers"]
    mode: Annotated[PostMode, "mode"]
    numero: Annotated[str, "numéro"] = ""
    information: Annotated[tuple[int, ...], "dont l'information du département"] = ()
    accord_le: Annotated[date | None, "accord du destinataire le"] = None

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Note the mailing, the first posting of the act, and that of a notice to the département."""
        first = min(case.posted_on.get(self.acte_n, entry.done_on), entry.done_on)
        sent = self.mailed(case, entry.n, entry.done_on).but(posted_on={**case.posted_on, self.acte_n: first})
        if not self.carries_notice(case):
            return sent
        left_on = {self.acte_n: entry.done_on, **case.transmitted_on}
        return sent.but(transmitted_on=left_on)

    def carries_notice(self, case: CaseState) -> bool:
        """Tell whether the notice of that act is among these letters.

        Until a posting said so, the act itself was the transmission, and whatever left of it was the notice.
        """
        if self.information:
            return True
        signed = case.notice is not None and case.notice[0] == self.acte_n
        return signed and case.open_delay(Delay.DEPARTEMENT) is None

    def mailed(self, case: CaseState, n: int, on: date) -> CaseState:
        """Return the case with the letters that the entry `n` says posted on that day."""
        mailing = Mailing(n, self.acte_n, self.courriers, self.mode, on)
        return case.but(mailings=(*case.mailings, mailing))

    @classmethod
    def plausible(cls, on: Occasion) -> Poster:
        """Return the posting of the last letters that wait."""
        appointment = on.case.appointment
        unposted = appointment.n if appointment and appointment.n not in on.case.posted_on else 0
        return cls(max(on.waiting, default=unposted), (), PostMode.SIMPLE)


@dataclass(frozen=True, slots=True)
class EnregistrerRetour(Request):
    """The post says what became of letters of the entry `acte_n`; `presente_le`: first presentation, where
    known.

    `motif_correction`: why it replaces what was noted before, which `avant_…` keep.
    """

    act: ClassVar[Act] = Act.ENREGISTRER_RETOUR
    of_the_post: ClassVar[bool] = True
    keeps_trigger: ClassVar[bool] = True
    acte_n: Annotated[int, "courriers de l'acte n°"]
    courriers: Annotated[tuple[int, ...], "courriers"]
    issue: Annotated[LetterState, "issue"]
    presente_le: Annotated[date | None, "présenté le"] = None
    motif_correction: Annotated[str, "corrigé"] = ""
    avant_issue: Annotated[LetterState | None, "noté avant"] = None
    avant_le: Annotated[date | None, "noté avant le"] = None
    avant_presente_le: Annotated[date | None, "noté présenté le"] = None

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Note it against the mailings of these letters."""
        return self.mailed(case, entry.n, entry.done_on)

    def mailed(self, case: CaseState, n: int, on: date) -> CaseState:
        """Return the case with what the post says, on that day, of letters that left."""
        outcome = Outcome(self.issue, on, self.presente_le)
        return case.but(mailings=tuple(self._told(mailing, outcome) for mailing in case.mailings))

    def _told(self, mailing: Mailing, outcome: Outcome) -> Mailing:
        concerned = tuple(letter for letter in mailing.letters if letter in self.courriers)
        return mailing.told(concerned, outcome) if concerned else mailing

    @classmethod
    def plausible(cls, on: Occasion) -> EnregistrerRetour:
        """Return the delivery of the last letters that left."""
        left = next((mailing for mailing in reversed(on.case.mailings) if mailing.letters), None)
        return cls(left.act_n if left else 0, left.letters if left else (0,), LetterState.DISTRIBUE)


@dataclass(frozen=True, slots=True)
class Corriger(Request):
    """The posting that the entry `envoi_n` noted was not so: it counts no more, and another one follows that
    says how it was; whatever ran from it runs from that one."""

    act: ClassVar[Act] = Act.CORRIGER
    of_the_post: ClassVar[bool] = True
    voids: ClassVar[bool] = True
    keeps_trigger: ClassVar[bool] = True
    envoi_n: Annotated[int, "l'envoi noté par l'acte n°"]
    motif: Annotated[str, "motif"]

    def voided_n(self, case: CaseState) -> int | None:
        """Return the posting that it names."""
        return self.envoi_n

    def because(self) -> str:
        """Return the reason given."""
        return self.motif

    @classmethod
    def plausible(cls, on: Occasion) -> Corriger:
        """Return the correction of the last posting."""
        return cls(on.case.mailings[-1].n if on.case.mailings else 0, "X")
