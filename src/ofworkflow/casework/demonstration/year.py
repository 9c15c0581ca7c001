"""The year that a mission locale published, lived day by day through the real acts, in a throw-away base.

198 minors accompanied, all in order on 31/12/2025, 97 of them in a professional situation, in the ten
communes of the territory. Beside them, and in no rate: absent twice and told of to the département, exempt,
moved, reported too late to be seen. The acts of one day are written together, a night is run each Monday. The
letters on which something rests (an absence, the two months, the notice) are printed and posted; the others
wait « à produire », as they do until somebody prints them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from functools import partial
from itertools import chain, repeat

from sqlalchemy import Connection

from ofworkflow.casework.acts.perform import Done, perform
from ofworkflow.casework.agenda.summoning import Proposed, plan_summons
from ofworkflow.casework.demonstration.people import reported_minor
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.mail import posting
from ofworkflow.casework.mail.letters.subject import Press
from ofworkflow.casework.night.rounds import night_round
from ofworkflow.casework.paper.carrying import carry_out
from ofworkflow.casework.paper.summoning import print_summons, summon_each
from ofworkflow.casework.registry.contacts import record_contact
from ofworkflow.casework.registry.finding import find_dossier
from ofworkflow.casework.registry.opening import open_dossiers
from ofworkflow.law.periods import add_days, add_months, days_between
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.natures import NATURES
from ofworkflow.procedure.requests import Request
from ofworkflow.procedure.vocabulary import (
    Answer,
    Answering,
    Closing,
    ContactNature,
    ContactResult,
    InterviewMode,
    Nature,
    PostMode,
    Presence,
    Source,
    Stage,
)
from ofworkflow.records import dataclass
from ofworkflow.storage.database import Database
from ofworkflow.storage.queries import DossierFilter

YEAR = 2025
AFTER = date(2026, 1, 12)
"""When the bilan of the year is made: a Monday of the next one."""

_LISTS = (
    (date(2025, 1, 13), Source.SIEI, 62),
    (date(2025, 3, 10), Source.PSAD, 40),
    (date(2025, 5, 12), Source.CFA, 28),
    (date(2025, 9, 15), Source.SIEI, 56),
    (date(2025, 10, 6), Source.AUTRE, 21),
    (date(2025, 12, 8), Source.IMILO, 5),  # too late to be seen before the year ends
)
_PROFESSIONAL = {
    Nature.SCOLARITE: 24, Nature.FORMATION: 22, Nature.APPRENTISSAGE: 21, Nature.EMPLOI: 14,
    Nature.DEUXIEME_CHANCE: 8, Nature.SERVICE_CIVIQUE: 6, Nature.PROFESSIONNALISATION: 2,
}  # fmt: skip
_ACCOMPANIED_ONLY = 101
_TOLD, _EXEMPT, _MOVED, _MISTAKEN = 5, 2, 1, 1
_COVERED_UNTIL = date(2026, 8, 31)
_SIGNED_BY = "Camille Renard"
_MONDAY = 0


@dataclass(frozen=True, slots=True)
class _Life:
    """What becomes of a minor: `nature` is the last situation of the year, `aside` what keeps out of it."""

    rank: int
    nature: Nature | None = None
    aside: str = ""

    @property
    def is_met_by_phone(self) -> bool:
        """One in twelve shows what he or she does before any summons."""
        return self.nature is not None and self.rank % 12 == 5

    @property
    def misses_the_first(self) -> bool:
        """One in nine does not come, then comes after a call."""
        return self.aside == "told" or (self.nature is not None and self.rank % 9 == 4)


def _lives() -> list[_Life]:
    """Return every life of the year, those of the last list left to wait."""
    natures = list(
        chain(
            *(repeat(nature, number) for nature, number in _PROFESSIONAL.items()),
            repeat(Nature.ACCOMPAGNEMENT, _ACCOMPANIED_ONLY),
        )
    )
    shuffled = [natures[rank * 85 % len(natures)] for rank in range(len(natures))]  # 85: prime to 198
    early = [""] * len(shuffled)
    aside = ["told"] * _TOLD + ["exempt"] * _EXEMPT + ["moved"] * _MOVED + ["mistaken"] * _MISTAKEN
    kept: list[tuple[Nature | None, str]] = list(zip(shuffled, early, strict=True))
    for i, word in enumerate(aside):
        kept.insert(7 + 9 * i, (None, word))  # among the first lists: two months are over before the year is
    total = sum(number for _, _, number in _LISTS)
    kept += [(None, "waiting")] * (total - len(kept))
    return [_Life(rank, nature, word) for rank, (nature, word) in enumerate(kept)]


Deed = Callable[[Connection, Desk], object]
"""What is done in the transaction of its day."""
Progress = Callable[[int, int], None]


def live_year(
    database: Database,
    press: Press,
    desk: Desk,
    communes: Mapping[str, str],
    *,
    place: str,
    progress: Progress,
) -> None:
    """Live the year in this base, which is empty; `desk` says who acts, each act is done on its own day.

    Raise what the acts raise: nothing here goes round them.
    """
    year = _Year(database, press, desk, tuple(communes.items()), place)
    year.live(progress)


@dataclass
class _Year:
    """What is still to come, day by day, and whose each dossier is."""

    database: Database
    press: Press
    desk: Desk
    communes: tuple[tuple[str, str], ...]
    place: str
    lives: dict[str, _Life] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    deeds: dict[date, list[Deed]] = field(default_factory=lambda: defaultdict(list))
    errands: dict[date, list[Callable[[Desk], None]]] = field(default_factory=lambda: defaultdict(list))

    def live(self, progress: Progress) -> None:
        """Do each day's errands, then its deeds, in one transaction; they call for those of other days."""
        waiting = iter(_lives())
        for reported_on, source, number in _LISTS:
            theirs = [next(waiting) for _ in range(number)]
            self.errands[reported_on].append(partial(self._open, source, theirs))
        first, last = _LISTS[0][0], AFTER
        for n in range(days_between(first, last) + 1):
            day = add_days(first, n)
            desk = replace(self.desk, today=day)
            if day.weekday() == _MONDAY:
                night_round(self.database, desk=desk, now=lambda: self.desk.now)
            for errand in self.errands.pop(day, []):
                errand(desk)
            if deeds := self.deeds.pop(day, []):
                self.database.write(partial(_do_all, deeds, desk))
            progress(n + 1, days_between(first, last) + 1)

    def _act(self, on: date, reference: str, *requests: Request) -> None:
        for request in requests:
            self.deeds[on].append(partial(self._perform, reference, request))

    def _perform(self, reference: str, request: Request, connection: Connection, desk: Desk) -> None:
        perform(connection, self.numbers[reference], request, done_on=desk.today, desk=desk)

    def _call(self, on: date, reference: str, result: ContactResult) -> None:
        nature = (ContactNature.TELEPHONE, ContactNature.SMS, ContactNature.COURRIEL)[
            self.lives[reference].rank % 3
        ]
        who = Answering.JEUNE if result is ContactResult.JOINT else None
        self.deeds[on].append(
            lambda connection, desk: record_contact(
                connection, self.numbers[reference], nature=nature, result=result, done_on=desk.today,
                desk=desk, note="", who=who,
            )
        )  # fmt: skip

    def _open(self, source: Source, theirs: Sequence[_Life], desk: Desk) -> None:
        """A list comes: a dossier each; those who will be summoned are, two days later."""
        reported = [reported_minor(life.rank, desk.today, source, self.communes) for life in theirs]
        opened = self.database.write(
            lambda connection: open_dossiers(connection, reported, done_on=desk.today, desk=desk)
        )
        with self.database.reading() as connection:
            for life, (reference, _) in zip(theirs, opened, strict=True):
                self.lives[reference] = life
                self.numbers[reference] = find_dossier(connection, reference).id
        morrow = add_days(desk.today, 1)
        for reference in (reference for reference, _ in opened):
            self._first_days(reference, morrow)
        if any(life.aside != "waiting" for life in theirs):
            self.errands[add_days(desk.today, 2)].append(self._summon)

    def _first_days(self, reference: str, on: date) -> None:
        life = self.lives[reference]
        if life.aside in ("", "told"):
            self._call(on, reference, (ContactResult.JOINT, ContactResult.MESSAGE)[life.rank % 4 == 0])
        if life.is_met_by_phone and life.nature:
            self._act(on, reference, _situation(life.nature, on))
        elif life.aside == "exempt":
            self._act(on, reference, ask.Exempter(date(YEAR + 1, 6, 30)))
        elif life.aside == "moved":
            self._act(on, reference, ask.Cloturer(Closing.DEMENAGEMENT))
        elif life.aside == "mistaken":
            self._act(on, reference, ask.Cloturer(Closing.ERREUR))

    def _summon(self, desk: Desk) -> None:
        """Summon all who wait for it; each comes, or does not."""
        with self.database.reading() as connection:
            plan = plan_summons(connection, DossierFilter(), desk=desk, place=self.place)
        wanted = [each for each in plan.proposed if self.lives[each.reference].aside in ("", "told")]
        done = [each for each in summon_each(self.database, wanted, desk=desk) if each.done]
        for stage, mode in ((Stage.ENTRETIEN, PostMode.SIMPLE), (Stage.CONVOCATION, PostMode.RECOMMANDE)):
            acts = [
                each.done
                for each in done
                if each.done
                and each.proposed.stage is stage
                and self.lives[each.proposed.reference].misses_the_first
            ]
            if acts:
                self._post(acts, mode, desk)
        for each in wanted:
            self._outcome(each, desk.today)

    def _post(self, done: Sequence[Done], mode: PostMode, desk: Desk) -> None:
        """Print the letters of these summons in one run, and post it: nobody is absent who was not written
        to, and the two months run from the posting."""
        press = replace(self.press, today=desk.today)
        run, _ = print_summons(
            self.database, press, desk, done, output=None, duplex=False, together=True,
            progress=lambda _done, _total: None,
        )  # fmt: skip
        if run:
            self.database.write(
                partial(
                    posting.post, press=press, numbers=run.letters, done_on=desk.today,
                    mode=mode, desk=desk,
                )
            )  # fmt: skip

    def _outcome(self, appointment: Proposed, posted_on: date) -> None:
        """Write what becomes of an appointment, and what follows from it."""
        reference, on, life = appointment.reference, appointment.rdv.le, self.lives[appointment.reference]
        if appointment.stage is Stage.CONVOCATION:
            self._act(on, reference, ask.ConstaterAbsence())
            told_on = add_days(add_months(posted_on, 2), -6)
            self.errands[told_on].append(partial(self._tell, reference))
            return
        if life.misses_the_first:
            self._act(on, reference, ask.ConstaterAbsence())
            self._call(add_days(on, 1), reference, ContactResult.MESSAGE)
            if life.aside == "told":
                self._call(add_days(on, 6), reference, ContactResult.SANS_REPONSE)
                self.errands[add_days(on, 14)].append(self._summon)
                return
            self._call(add_days(on, 3), reference, ContactResult.JOINT)
            on = add_days(on, 7)
        presence = Presence.MINEUR if life.rank % 6 == 1 else Presence.LES_DEUX
        mode = InterviewMode.PASSAGE if life.misses_the_first else None
        self._act(on, reference, ask.Recevoir(presence, mode), _situation(Nature.ACCOMPAGNEMENT, on))
        if life.nature and life.nature is not Nature.ACCOMPAGNEMENT:
            found_on = min(add_days(on, 20 + life.rank % 40), date(YEAR, 12, 15))
            self._act(found_on, reference, _situation(life.nature, found_on))

    def _tell(self, reference: str, desk: Desk) -> None:
        """Inform the département and the family; the département answers most of the time."""
        press, notice = replace(self.press, today=desk.today), ask.Transmettre(_SIGNED_BY)
        carry_out(
            self.database, lambda: press, reference, notice, done_on=desk.today, desk=desk,
            mode=PostMode.RECOMMANDE,
        )  # fmt: skip
        if self.lives[reference].rank % 4:
            self._act(add_days(desk.today, 12), reference, ask.EnregistrerReponse(Answer.ACCUSE))


def _do_all(deeds: Sequence[Deed], desk: Desk, connection: Connection) -> None:
    for deed in deeds:
        deed(connection, desk)


def _situation(nature: Nature, on: date) -> ask.ConstaterSituation:
    return ask.ConstaterSituation(nature, on, NATURES[nature].shown_by[0], on, fin=_COVERED_UNTIL)
