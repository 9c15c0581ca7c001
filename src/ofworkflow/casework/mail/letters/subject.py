"""What a letter says about a dossier: from the journal and the persons to the frozen context of its template.

A closed list of data: no note, no proof, no other child, nobody else's confidential address (invariant 7).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from datetime import date, time
from importlib import import_module
from pathlib import Path
from typing import TypedDict, cast

from ofworkflow.casework.dossier.opened import Opened
from ofworkflow.casework.dossier.persons import Persons
from ofworkflow.errors import LetterError
from ofworkflow.letters.contexts import Lettre
from ofworkflow.letters.people import (
    Conseiller,
    Destinataire,
    Fait,
    JeuneNomme,
    Maison,
    RendezVousAnnonce,
    Sexe,
)
from ofworkflow.letters.renderer import Renderer
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.addressees import written_to
from ofworkflow.procedure.case import Appointment, Coverage, HouseRules, RunningDelay
from ofworkflow.procedure.delays import must_leave_by
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.notice_day import earliest_notice_on
from ofworkflow.procedure.persons import RepresentantLegal
from ofworkflow.procedure.requests.interviews import Justifier
from ofworkflow.procedure.step_letters import NOTICE_AND_FAMILY, Model
from ofworkflow.procedure.vocabulary import Act, Delay, Quality, Source
from ofworkflow.records import dataclass
from ofworkflow.storage.rows import LetterRow

CIVILITIES: Mapping[Quality, str] = {Quality.MERE: "Madame", Quality.PERE: "Monsieur"}
_SEXES: Mapping[Quality, Sexe] = {Quality.MERE: "F", Quality.PERE: "M"}


@dataclass(frozen=True, slots=True)
class DepartementAddress:
    """Who receives the notice of R. 114-7; `autorite` is how every letter names who heads it."""

    nom: str
    destinataire: str
    salutation: str
    adresse: tuple[str, ...]
    autorite: str


@dataclass(frozen=True, slots=True)
class Press:
    """What makes letters: the house as they show it, the folder of the PDF, the renderer."""

    maison: Maison
    conseiller: Conseiller
    departement_of: Callable[[str], DepartementAddress | None]  # by its code; `None`: not configured
    folder: Path
    renderer: Renderer
    rules: HouseRules
    today: date | None = None  # the ground on which a letter that waits is written is that of the day


@dataclass(frozen=True, slots=True)
class LetterSubject:
    """Everything a letter may speak of; `letter` is its row, `first` tells a first letter to that person."""

    letter: LetterRow
    opened: Opened
    persons: Persons
    source: Source
    signale_le: date
    contacts: tuple[Fait, ...]
    posted: tuple[LetterRow, ...]  # rows of the letters of this dossier that left
    first: bool
    press: Press
    retouche: bytes | None = None  # a file whose words somebody changed by hand
    leaves_on: date | None = None  # the day on which it is printed or posted, while that is being done
    sealed: Mapping[str, bytes] = field(default_factory=dict)  # what left, of which a notice binds copies
    relays: Mapping[int, str] = field(default_factory=dict)  # who receives, by act, what went to a colleague

    @property
    def day(self) -> date:
        """The day whose grounds decide: it left that day, or would leave today, never before its act."""
        done_on = self.entry.done_on
        return self.letter.poste_le or max(done_on, self.press.today or done_on)

    @property
    def entry(self) -> Entry:
        """The entry whose letter it is."""
        return next(e for e in self.opened.entries if e.n == self.letter.acte_n)


def sent_on(s: LetterSubject) -> date:
    """Return the day on which the notice of this act left, or leaves; the act's own while it is a draft."""
    return s.opened.case.transmitted_on.get(s.letter.acte_n) or s.leaves_on or s.entry.done_on


class Common(TypedDict):
    """What every letter of a dossier is given."""

    reference: str
    le: date
    destinataire: Destinataire
    jeune: JeuneNomme
    conseiller: Conseiller
    maison: Maison
    source: str
    source_nommee: str
    repere_par_nous: bool
    avec_mention: bool
    accompagnants: tuple[str, ...]
    jeune_seul: str


def letter_context(subject: LetterSubject) -> Lettre:
    """Return the context of a letter, dated on the legal day of its act; its module, alone, is
    imported; raise `LetterError` where the journal does not hold what it speaks of."""
    builder = import_module(f"ofworkflow.casework.mail.letters.{Model(subject.letter.modele)}")
    try:
        context: Lettre = builder.build(subject, _common(subject))
    except (LookupError, StopIteration, ValueError) as error:  # alone, it must not stop the others
        what = f"{type(error).__name__} {error}".strip()
        raise LetterError(
            f"ce courrier parle de ce que le journal ne dit pas, ou ne dit plus ({what}) ; relisez le "
            f"dossier (of voir {subject.opened.reference}), puis vérifiez-le (of docteur)"
        ) from error
    return context


def _common(s: LetterSubject) -> Common:
    j = s.persons.jeune
    return {
        "reference": s.opened.reference,
        # what tells of the notice is dated on the day that it tells of
        "le": sent_on(s) if s.letter.modele in NOTICE_AND_FAMILY else s.entry.done_on,
        "destinataire": _addressee(s),
        "jeune": JeuneNomme(j.prenom, j.nom, j.naissance, cast(Sexe, j.sexe)),
        "conseiller": s.press.conseiller,
        "maison": _house(s),
        "source": s.source.label,
        "source_nommee": named_source(s),
        "repere_par_nous": s.source is Source.IMILO,
        "avec_mention": s.first and s.letter.role in ("jeune", "representant", "copie"),
        "accompagnants": tuple(r.full_name for r in represented_by(s)),
        "jeune_seul": s.persons.alone(s.day) or "",
    }


def _house(s: LetterSubject) -> Maison:
    """Return the house as this letter shows it: it names who heads the département where the minor lives."""
    known = s.press.departement_of(_departement_code(s))
    return replace(s.press.maison, autorite=known.autorite) if known else s.press.maison


def departement(s: LetterSubject) -> DepartementAddress:
    """Return the département that this letter goes to or speaks of: the one that was informed, else the one
    where the minor lives; raise `LetterError` where the configuration does not know it."""
    code = _departement_code(s)
    known = s.press.departement_of(code)
    if known is None:
        raise LetterError(
            f"le département {code or 'du jeune'} n'est pas dans la configuration ; écrivez une section "
            f"[departements.{code or '59'}]"
        )
    return known


def _departement_code(s: LetterSubject) -> str:
    """Return the code of the département: what follows a notice goes where it went, wherever the minor lives
    since."""
    informed = ""
    if s.entry.act is Act.TRANSMETTRE or s.letter.modele in _AFTER_A_NOTICE:
        sent = (e.request for e in reversed(s.opened.entries) if e.n <= s.letter.acte_n)
        informed = next((r.departement for r in sent if isinstance(r, ask.Transmettre)), "")
    return informed or s.persons.residence().departement


_AFTER_A_NOTICE = (Model.RECTIFICATIF_DEPARTEMENT, Model.RECTIFICATIF_FAMILLE)

_SCHOOLS: Mapping[Source, str] = {
    Source.SIEI: "l'établissement scolaire",
    Source.CFA: "le centre de formation d'apprentis",
}


def named_source(s: LetterSubject) -> str:
    """Return who reported the minor, as a family knows it: the school by its name, where the list gave it."""
    what, school = _SCHOOLS.get(s.source), s.persons.jeune.etablissement
    return f"{what} ({school})" if what and school else s.source.label


def _addressee(s: LetterSubject) -> Destinataire:
    if s.letter.role == "departement":
        d = departement(s)
        return Destinataire("departement", "", "", d.destinataire, "", d.adresse, d.salutation)
    if s.letter.role == "interne":
        return Destinataire("interne", "", "", "", "", (), "")
    j = s.persons.jeune
    if s.letter.role == "jeune":
        address = next((x.address for x in s.persons.addressees(s.day) if x.role == "jeune"), j.adresse)
        return Destinataire(
            "jeune", "", j.prenom, j.nom, "", address.lines(), f"Bonjour {j.prenom},", cast(Sexe, j.sexe)
        )
    r = s.persons.representants[s.persons.representant_ids.index(s.letter.representant_id)]
    civility = CIVILITIES.get(r.qualite, "")
    return Destinataire(
        "copie" if s.letter.role == "copie" else "representant",
        civility,
        "" if r.is_service else r.prenom,
        r.nom,
        r.qualite.label,
        r.adresse.lines(),
        f"{civility or 'Madame, Monsieur'},",
        _SEXES.get(r.qualite, ""),
        r.is_service,
    )


def represented_by(s: LetterSubject) -> list[RepresentantLegal]:
    """Return who is written to for the minor on the day of the letter; nobody once emancipated, and of two
    who must not meet, the one that is expected."""
    if s.persons.alone(s.day):
        return []
    appointment = s.opened.case.appointment_before(s.letter.acte_n + 1)
    numbers = as_read(s, appointment).numbers if appointment else ()
    return [r for rank, r in written_to(s.persons.representants, s.day) if not numbers or rank + 1 in numbers]


def number_of_reader(s: LetterSubject) -> int | None:
    """Return the number of the representative that the letter is for; `None`: for nobody of them."""
    theirs = s.letter.representant_id
    return s.persons.representant_ids.index(theirs) + 1 if theirs is not None else None


def as_read(s: LetterSubject, a: Appointment) -> Appointment:
    """Return an appointment as who reads the letter may know it: whole in the house, else without the hour of
    the one who must not be met."""
    return a if s.letter.role == "interne" else a.as_read_by(number_of_reader(s))


def knew(s: LetterSubject, a: Appointment) -> bool:
    """Tell whether who reads the letter was expected at an earlier appointment, as far as representatives
    were told apart."""
    number = number_of_reader(s)
    return number is None or not a.numbers or number in a.numbers


def told_of(s: LetterSubject, a: Appointment, ranks: Sequence[int]) -> list[int]:
    """Return, of those who came, whom this letter may name: nobody who was received at the other's hour."""
    if a.other is None or s.letter.role == "interne":
        return list(ranks)
    apart = number_of_reader(s) == a.other.avec
    return [rank for rank in ranks if (rank + 1 == a.other.avec) is apart]


def clock_after(at: time, minutes: int) -> time:
    """Return the hour so many minutes later, on the same day."""
    total = min(at.hour * 60 + at.minute + minutes, 24 * 60 - 1)
    return time(total // 60, total % 60)


def shown(a: Appointment) -> RendezVousAnnonce:
    """Return an appointment as a letter names it."""
    return RendezVousAnnonce(a.rdv.le, a.rdv.heure, a.rdv.lieu, a_part=not a.with_minor)


def numbered(s: LetterSubject, a: Appointment) -> RendezVousAnnonce:
    """Return an appointment with how many were given before it, withdrawn since or not: what makes a calendar
    replace the older one, and the colleague who receives it, where it was given over."""
    ranks = [e.n for e in s.opened.entries if isinstance(e.request, ask.Appointing)]
    return replace(shown(a), rang=ranks.index(a.n), recu_par=s.relays.get(a.n, ""))


def given_by(s: LetterSubject) -> tuple[Appointment | None, Appointment]:
    """Return the appointment of the act, and the one it replaces."""
    before = None
    for appointment in s.opened.case.appointments:
        if appointment.n == s.letter.acte_n:
            return before and as_read(s, before), as_read(s, appointment)
        before = appointment
    raise LookupError(s.letter.acte_n)


def two_months(s: LetterSubject) -> RunningDelay | None:
    """Return the two months of R. 114-7 as they stand, those that the act opened or found running; none
    where none ran."""
    opened = (
        d
        for d in reversed(s.opened.case.delays)
        if d.slug is Delay.DEPARTEMENT and d.opened_by <= s.letter.acte_n
    )
    return next(opened, None)


def two_months_end(s: LetterSubject) -> date:
    """Return the legal end of the two months of R. 114-7; raise `LetterError` where none ran."""
    delay = two_months(s)
    if delay is None:
        raise LetterError("ce courrier parle d'un délai de deux mois qui ne court pas")
    return delay.dates.legal_on


def majority_before_end(s: LetterSubject) -> date | None:
    """Return the 18th birthday where the two months would end on it or after: nothing is done from that day
    (article L. 114-1)."""
    delay, birthday = two_months(s), s.opened.case.majority_on
    return birthday if delay and birthday <= delay.dates.legal_on else None


def began_before(s: LetterSubject) -> date | None:
    """Return since when the two months run, where another letter than this one made them run."""
    delay = two_months(s)
    return (
        delay.dates.starts_on
        if delay and delay.opened_by < s.letter.acte_n and not delay.provisional
        else None
    )


def notice_not_before(s: LetterSubject, appointment: Appointment) -> date:
    """Return the day before which the département is not informed, should nobody come to that appointment."""
    running = two_months(s)
    last = must_leave_by(running, s.opened.case.majority_on) if running else None
    return earliest_notice_on(s.press.rules, appointment.on, last_useful_on=last)


def last_given(s: LetterSubject) -> Appointment:
    """Return the last appointment given before the act."""
    return given_before(s, s.letter.acte_n)


def given_before(s: LetterSubject, n: int) -> Appointment:
    """Return the last appointment given before the entry `n`: the one that it settles."""
    appointment = s.opened.case.appointment_before(n)
    if appointment is None:
        raise LookupError(n)
    return as_read(s, appointment)


def standing(s: LetterSubject) -> list[Entry]:
    """Return the entries of its cycle, up to the act of the letter, but those that were voided."""
    case, upto = s.opened.case, s.letter.acte_n
    begun = case.cycle_at(upto)
    return [e for e in s.opened.entries if begun <= e.n <= upto and e.n not in case.annulled]


def excused_by_them(s: LetterSubject) -> bool:
    """Tell whether the last excuse accepted before the act came from the family, and not from us or the
    post."""
    accepted = [e.request for e in standing(s) if isinstance(e.request, Justifier)]
    return not accepted or accepted[-1].motif.is_theirs


def covered_by(s: LetterSubject) -> Coverage:
    """Return the situation that the act recorded; raise `LetterError` where it recorded none."""
    covers = s.entry.effects.covers
    if covers is None:
        raise LetterError("ce courrier parle d'une situation que son acte ne dit pas")
    return covers
