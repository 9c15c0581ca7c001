"""What was done of a dossier, day by day, as a notice tells it: in words of closed lists."""

from __future__ import annotations

from datetime import date

from ofworkflow.casework.mail.fates import told_of
from ofworkflow.casework.mail.letters.others import sent_by_others, with_whose
from ofworkflow.casework.mail.letters.subject import LetterSubject, given_before, named_source, standing
from ofworkflow.letters.people import Fait
from ofworkflow.procedure.addressees import holders
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.requests.interviews import ALONE, SUMMONS, WHO_CAME
from ofworkflow.procedure.requests.postings import Poster
from ofworkflow.procedure.vocabulary import Act, Alone, Presence, Source, Stage
from ofworkflow.storage.rows import LetterRow


def chronology(s: LetterSubject) -> tuple[Fait, ...]:
    """Return what was done, day by day, in words of closed lists."""
    begun = s.opened.case.cycle_at(s.letter.acte_n)
    since = s.opened.entries[begun - 1].done_on if begun > 1 else None
    contacts = (fact for fact in s.contacts if since is None or fact.le >= since)
    facts = [Fait(s.signale_le, "Repérage", _who_reported(s)), *contacts]
    facts += [
        Fait(
            _happened_on(s, entry),
            _as_it_was(s, entry, line.what),
            with_whose(entry, _as_due(s, entry, line.detail)),
        )
        for entry in standing(s)
        if (line := entry.request.told(entry, _sent(s, entry)))
    ]
    return tuple(sorted(facts, key=lambda fact: fact.le))


def _who_reported(s: LetterSubject) -> str:
    return "fichier de suivi de la mission locale" if s.source is Source.IMILO else named_source(s)


def _happened_on(s: LetterSubject, entry: Entry) -> date:
    """Return the day of the fact, which is not the day on which somebody wrote it down: an absence is of
    its appointment."""
    if entry.act is Act.CONSTATER_ABSENCE:
        return given_before(s, entry.n).on
    if entry.act in (Act.CONVOQUER, Act.REPORTER, Act.INVITER):  # made when its letters left
        return min(
            (r.poste_le for r in s.posted if r.acte_n == entry.n and r.poste_le), default=entry.done_on
        )
    return entry.done_on


def _as_it_was(s: LetterSubject, entry: Entry, what: str) -> str:
    return ALONE if what == SUMMONS[1] and not interview_before(s, entry.n) else what


def _as_due(s: LetterSubject, entry: Entry, detail: str) -> str:
    """Return the detail of an interview; that an emancipated minor came without a representative is none."""
    since = s.persons.jeune.emancipe_le
    if entry.act is Act.RECEVOIR and since and since <= entry.done_on:
        parts = detail.split(" ; ")
        return " ; ".join(part for part in parts if part != WHO_CAME[Presence.MINEUR])
    return detail


def interview_before(s: LetterSubject, n: int) -> bool:
    """Tell whether a first interview (R. 114-6) had been proposed before the entry `n`: without it nothing
    is « second »."""
    begun = s.opened.case.cycle_at(n)
    return any(a.kind is Stage.ENTRETIEN and begun <= a.n < n for a in s.opened.case.appointments)


def _sent(s: LetterSubject, entry: Entry) -> str:
    if theirs := sent_by_others(s.opened.entries, entry):
        return theirs
    sent = [row for row in s.posted if row.acte_n == entry.n and row.role != "copie"]
    alike: dict[str, list[str]] = {}  # two letters of one fate are told together
    for row in sent:
        alike.setdefault(told_of(row, agreed_on(s, row)), []).append(named_now(s, row))
    # names alone: a service has its article in none of them
    return " ; ".join(f"{', '.join(whom)} : {fate}" for fate, whom in alike.items()) or "non postée"


def named_now(s: LetterSubject, row: LetterRow) -> str:
    """Return whom a letter went to; who represents the minor no more is not named."""
    return row.destinataire if row.representant_id is None or represents_still(s, row) else FORMER


def represents_still(s: LetterSubject, row: LetterRow) -> bool:
    """Tell whether the representative to whom a letter went represents the minor on the day of this one;
    nobody does once the minor is emancipated."""
    if row.representant_id is None or s.persons.alone(s.day) is Alone.EMANCIPE:
        return False
    rank = s.persons.representant_ids.index(row.representant_id)
    return rank in dict(holders(s.persons.representants, s.day))


FORMER = "un ancien représentant légal"


def agreed_on(s: LetterSubject, row: LetterRow) -> date | None:
    """Return since when its addressee agreed to the mode of a letter, where that was asked."""
    posted = (e.request for e in s.opened.entries if isinstance(e.request, Poster))
    return next((posting.accord_le for posting in posted if row.id in posting.courriers), None)
