"""What a chain is made of: links of a closed list of kinds, each a French sentence and the facts it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from enum import StrEnum

from ofworkflow.procedure.attempts import Facts
from ofworkflow.procedure.case import CaseState, HouseRules
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.step_letters import Model
from ofworkflow.procedure.vocabulary import Delay, LetterState
from ofworkflow.records import dataclass


class LinkKind(StrEnum):
    """The closed list of kinds (docs/pourquoi.md)."""

    ACTE = "acte"  # an entry of the journal
    ANNULATION = "annulation"  # the entry that voids it, or that it voids
    DEMANDE = "demande"  # what was asked
    ETAPE = "etape"  # the row of the table
    GARDE = "garde"  # what must hold
    REGLE = "regle"  # the article, or the house
    VERSION = "version"  # since when the article says so
    REGLAGE = "reglage"  # what the house chose in config.toml
    SITUATION = "situation"  # what covers the day, and where its end comes from
    ANCRAGE = "ancrage"  # a value of the delay, and the entry that gave it
    DEPART = "depart"  # the day from which it runs
    UNITE = "unite"  # how its days are counted
    JOUR_COMPTE = "jour_compte"
    JOUR_SAUTE = "jour_saute"
    NOMINALE = "nominale"
    LEGALE = "legale"
    INTERNE = "interne"
    ETAT = "etat"
    MAJORITE = "majorite"  # what the 18th birthday cuts short
    ALERTE = "alerte"  # a day on which the night says a word
    AUTOMATE = "automate"  # an act of the night and its arithmetic
    PLANCHER = "plancher"  # a day before which the night does nothing
    ECHEANCE = "echeance"  # a delay opened, moved or ended
    COURRIER = "courrier"
    SUITE = "suite"  # what can be typed


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a chain; `facts` holds what the sentence says, dates as dates."""

    kind: LinkKind
    text: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Return the link with French keys and ISO dates."""
        return {"genre": str(self.kind), "texte": self.text} | {
            name: _plain(value) for name, value in self.facts.items()
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """A subject, the day in question where there is one, what matters first in a line, and the chain.

    `whole`: people are shown the chain; where it is false they are shown the line only, machines always have
    it all.
    """

    subject: str
    slug: str
    on: date | None
    short: str
    links: tuple[Link, ...]
    whole: bool = True

    @property
    def steps(self) -> tuple[str, ...]:
        """The chain as sentences."""
        return tuple(link.text for link in self.links)


@dataclass(frozen=True, slots=True)
class LetterFact:
    """A letter that an entry called for."""

    number: str
    act_n: int
    model: Model
    addressee: str
    state: LetterState


@dataclass(frozen=True, slots=True)
class Subject:
    """All that an explanation may look at; `alertes_given`: of each delay, the day each alerte fell and
    was given."""

    reference: str
    entries: Sequence[Entry]
    case: CaseState
    rules: HouseRules
    facts: Facts
    alertes_given: Mapping[tuple[int, Delay], Mapping[date, date]] = field(default_factory=dict)
    letters: tuple[LetterFact, ...] = ()

    @property
    def today(self) -> date:
        """The day on which the question is asked."""
        return self.facts.today

    def entry(self, n: int) -> Entry:
        """Return the entry of that number."""
        return next(e for e in self.entries if e.n == n)

    def ask(self, what: object) -> str:
        """Return the command that explains more."""
        return f"of pourquoi {self.reference} {what}"


def said_of(entry: Entry) -> str:
    """Return « l'acte n° 4, « Convoquer », fait le lun. 05/01/2026 »."""
    theirs = " (acte repris)" if entry.effects.repris_de else ""
    return f"l'acte n° {entry.n}, « {entry.act.label} », fait le {french_day(entry.done_on)}{theirs}"


def about(entry: Entry) -> dict[str, object]:
    """Return the facts of an entry."""
    return {"acte_n": entry.n, "acte": str(entry.act), "fait_le": entry.done_on, "auteur": entry.author}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    return value
