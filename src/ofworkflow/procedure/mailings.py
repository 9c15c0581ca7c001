"""What became of what was posted: which letters of an act reached somebody, and since when they count.

A letter unknown at its address (NPAI) or lost never reached anybody: it has no effect. One refused or left
unclaimed was presented, and counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date

from ofworkflow.procedure.vocabulary import LetterState, PostMode
from ofworkflow.records import dataclass

RETURNS = (
    LetterState.PRESENTE,
    LetterState.DISTRIBUE,
    LetterState.REFUSE,
    LetterState.NON_RECLAME,
    LetterState.NPAI,
    LetterState.PERDU,
)
"""What the post may say of an envelope."""

OF_MODE: Mapping[PostMode, frozenset[LetterState]] = {
    PostMode.LRE: frozenset(RETURNS) - {LetterState.PERDU},
    PostMode.COURRIEL: frozenset({LetterState.DISTRIBUE, LetterState.NPAI}),
    PostMode.ETABLISSEMENT: frozenset({LetterState.DISTRIBUE, LetterState.REFUSE, LetterState.PERDU}),
}
"""What may come back of what the post does not carry; the post itself may say anything."""

NEVER_ARRIVED = frozenset({LetterState.NPAI, LetterState.PERDU})
STILL_AT_THE_POST = frozenset({LetterState.PRESENTE})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the post said of one letter; `presented_on` is its first presentation, where it is known."""

    state: LetterState
    on: date
    presented_on: date | None = None


def contradicts(known: Outcome, outcome: Outcome) -> bool:
    """Tell whether what is said of an envelope replaces what was noted, instead of following it or completing
    it.

    What is still at the post may go anywhere; the post's last word, and its days, are said once.
    """
    if None not in (known.presented_on, outcome.presented_on) and known.presented_on != outcome.presented_on:
        return True
    if known.state in STILL_AT_THE_POST and outcome.state not in STILL_AT_THE_POST:
        return outcome.on < known.on
    return (known.state, known.on) != (outcome.state, outcome.on)


@dataclass(frozen=True, slots=True)
class Mailing:
    """The letters of the entry `act_n` that the entry `n` says posted on `on`; those the post said nothing
    of have no outcome."""

    n: int
    act_n: int
    letters: tuple[int, ...]
    mode: str
    on: date
    outcomes: Mapping[int, Outcome] = field(default_factory=dict)

    def arrived(self) -> bool:
        """Tell whether one letter at least may have reached somebody."""
        return not self.letters or any(self.counts(letter) for letter in self.letters)

    def is_over(self) -> bool:
        """Tell whether the post said its last word on every letter."""
        return bool(self.letters) and all(
            letter in self.outcomes and self.outcomes[letter].state not in STILL_AT_THE_POST
            for letter in self.letters
        )

    def effective_on(self, *, by_presentation: bool) -> date | None:
        """Return the first day on which it counts: its posting, or its first presentation once known; `None`
        if nothing arrived.

        Until a presentation is known the posting stands for it: an earlier end keeps the house on time under
        both readings.
        """
        if not self.arrived():
            return None
        if not by_presentation:
            return self.on
        if self.mode == PostMode.MAIN_PROPRE or not self.letters:
            return self.on
        days = [self._presented(letter) or self.on for letter in self.letters if self.counts(letter)]
        return min(days)

    def told(self, letters: tuple[int, ...], outcome: Outcome) -> Mailing:
        """Return the mailing with what the post said of these letters; a first presentation already known
        is kept."""
        outcomes = dict(self.outcomes)
        for letter in letters:
            known = outcomes.get(letter)
            presented = outcome.presented_on or (known.presented_on if known else None)
            outcomes[letter] = replace(outcome, presented_on=presented)
        return replace(self, outcomes=outcomes)

    def until(self, day: date) -> Mailing:
        """Return the mailing as it was known on that day: what the post said since is left out."""
        outcomes = {letter: outcome for letter, outcome in self.outcomes.items() if outcome.on <= day}
        return replace(self, outcomes=outcomes)

    def counts(self, letter: int) -> bool:
        """Tell whether that letter may have reached somebody."""
        return letter not in self.outcomes or self.outcomes[letter].state not in NEVER_ARRIVED

    def _presented(self, letter: int) -> date | None:
        return self.outcomes[letter].presented_on if letter in self.outcomes else None
