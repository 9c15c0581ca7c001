"""Every delay: how it opens, what meets it, what the night says and does about it.

Lengths set by law come from `law.texts`; lengths set by the house from `HouseRules`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from ofworkflow.law.deadlines import Deadline, deadline, fixed_deadline, house_deadline, majority_deadline
from ofworkflow.law.periods import Days, Months, Period, WorkingDays, add_days, days_between
from ofworkflow.law.texts import DEPARTEMENT, PLI_ELECTRONIQUE, PLI_GARDE, PLI_PERDU, PREMIER_ENTRETIEN, Rule
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.case import JOINTLY, CaseState, HouseRules, RunningDelay
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.requests import Request
from ofworkflow.procedure.vocabulary import Act, Delay, Stage
from ofworkflow.records import dataclass

SECOND, FIRST = "second_convocation", "premiere_convocation"
EVERY_CYCLE, EVERY_REPORT = "cycle", "toujours"
"""When another report opens another L. 313-8 delay: with each cycle, with each report, or never
(« jamais »)."""
ON_PRESENTATION, ON_APPOINTMENT = "presentation", "rendez_vous"
"""What may start the two months, where it is not the posting."""

HOUSE_UNITS: Mapping[str, type[Days] | type[WorkingDays] | type[Months]] = {
    "issue": Days,
    "justification": WorkingDays,
    "accuse_departement": Days,
    "conservation": Months,
    "assiduite": Months,
}
"""The delays that the house sets: the setting that says how many, and of what."""


def house_length(setting: str, rules: HouseRules) -> Period:
    """Return how long a delay of the house is under the settings given."""
    return HOUSE_UNITS[setting](getattr(rules, setting))


@dataclass(frozen=True, slots=True)
class Opening:
    """Everything an opening may look at."""

    case: CaseState
    request: Request
    done_on: date
    rules: HouseRules
    dest: Stage

    def by_law(self, rule: Rule, starts_on: date) -> Deadline:
        """Return a delay of the law, in the house's territory."""
        return deadline(rule, starts_on=starts_on, calendar=self.rules.calendar)

    def by_house(self, setting: str, starts_on: date) -> Deadline:
        """Return a delay of the house, `setting` naming it in `config.toml`."""
        length = house_length(setting, self.rules)
        return house_deadline(
            length, starts_on=starts_on, calendar=self.rules.calendar, basis=f"maison ({setting})"
        )


@dataclass(frozen=True, slots=True)
class DelayKind:
    """A row of the table of delays.

    `runs_from` says what makes it run; `warn_left` and `warn_elapsed` are days before the legal end, and
    after the departure; `can_be_late`: past its legal end it is « hors délai », not merely over;
    `outlives_majority`: the 18th birthday does not cut it short.
    """

    slug: Delay
    opens: Callable[[Opening], Deadline | None]
    runs_from: str
    nature: str
    night: str
    met_by: frozenset[Act] = frozenset()
    warn_left: tuple[int, ...] = ()
    warn_elapsed: tuple[int, ...] = ()
    can_be_late: bool = False
    outlives_majority: bool = False


def _seize_ans(o: Opening) -> Deadline | None:
    if o.dest is not Stage.ATTENTE:
        return None
    return fixed_deadline(o.case.sixteen_on, starts_on=o.done_on, basis="L. 114-1")


def _premier_entretien(o: Opening) -> Deadline | None:
    # L. 313-8 runs from the report of a school or a training centre only, of who has neither diploma nor job.
    request = o.request
    if o.dest is Stage.ATTENTE:
        return None
    if isinstance(request, ask.ConstaterAge):
        # L. 313-8 and L. 114-1 speak of 16-18: reported before, the three months run from the birthday.
        waited = o.case.reported
        if waited is None or waited.why_not:
            return None
        # a birth date corrected since may put the report after the birthday
        return o.by_law(PREMIER_ENTRETIEN, max(waited.on, o.case.sixteen_on))
    if not isinstance(request, ask.Ouvrir | ask.Signaler) or request.report.why_not:
        return None
    if isinstance(request, ask.Signaler) and not _runs_again(o):
        return None
    return o.by_law(PREMIER_ENTRETIEN, request.signale_le)


def _runs_again(o: Opening) -> bool:
    """Tell whether another report opens another L. 313-8 delay, as the house chose; one that runs is not
    doubled."""
    if o.case.open_delay(Delay.PREMIER_ENTRETIEN):
        return False
    wanted = o.rules.signalement_repete
    return wanted == EVERY_REPORT or (wanted == EVERY_CYCLE and o.case.stage is Stage.CLOTURE)


def _issue(o: Opening) -> Deadline | None:
    if not isinstance(o.request, ask.Appointing):
        return None
    return o.by_house("issue", o.request.rdv.le)


def _justification(o: Opening) -> Deadline:
    return o.by_house("justification", o.done_on)


def _departement(o: Opening) -> Deadline | None:
    # R. 114-7: one running delay at a time; a later convocation of the cycle does not move it. Where the
    # house counts from the first convocation, one that had none (2°, 3°, a setting changed since) still opens
    # it: nobody is summoned without an end.
    openers = (
        {Stage.ENTRETIEN, Stage.CONVOCATION} if o.rules.depart_convocation == FIRST else {Stage.CONVOCATION}
    )
    if (
        o.dest not in openers
        or o.case.open_delay(Delay.DEPARTEMENT)
        or not isinstance(o.request, ask.Convoquer | ask.Reporter)
    ):
        return None
    return o.by_law(DEPARTEMENT, o.request.rdv.le if o.rules.depart_date == ON_APPOINTMENT else o.done_on)


def _majorite(o: Opening) -> Deadline:
    return majority_deadline(o.case.born_on)


_BY_COVER = (Stage.CONFORMITE, Stage.EXEMPTION)


def _fin_situation(o: Opening) -> Deadline | None:
    return _until(o, Delay.FIN_SITUATION, "L. 114-1")


def _assiduite(o: Opening) -> Deadline | None:
    # R. 114-1: enrolment and attendance are two proofs; the house looks at attendance again each term.
    seen_on = o.request.attended_on if isinstance(o.request, ask.ConstaterSituation) else None
    if seen_on is None or not o.rules.assiduite:
        return None
    dates = o.by_house("assiduite", seen_on)
    return dates if dates.legal_on <= o.case.coverages[-1].ends_on else None


def _revision_exemption(o: Opening) -> Deadline | None:
    # the certificate's own end, whatever else covers the day
    return _until(o, Delay.REVISION_EXEMPTION, "R. 114-3")


def _until(o: Opening, slug: Delay, basis: str) -> Deadline | None:
    if isinstance(o.request, ask.Rouvrir) and o.dest not in _BY_COVER:
        return None  # taken up where it stood: what covered the day was no answer there
    ends_on, running = cover_ends_on(o.case, slug, o.done_on), o.case.open_delay(slug)
    if ends_on is None or (running is not None and running.dates.legal_on == ends_on):
        return None
    return fixed_deadline(ends_on, starts_on=o.done_on, basis=basis)


def cover_ends_on(case: CaseState, slug: Delay, day: date) -> date | None:
    """Return when what a term delay watches ends: the run of situations, or the exemption; `None` where
    nothing of it covers the day."""
    return case.exempt_until(day) if slug is Delay.REVISION_EXEMPTION else case.situations_until(day)


def _promesse(o: Opening) -> Deadline | None:
    if not isinstance(o.request, ask.Promettre):
        return None
    return fixed_deadline(o.request.debut, starts_on=o.done_on, basis="promesse")


def _demande(o: Opening) -> Deadline | None:
    if not isinstance(o.request, ask.Demander):
        return None
    return fixed_deadline(o.request.avant, starts_on=o.done_on, basis="partenaire")


def _reunion(o: Opening) -> Deadline | None:
    if not isinstance(o.request, ask.Inscrire):
        return None
    return fixed_deadline(o.request.reunion, starts_on=o.done_on, basis="réunion")


def _decision(o: Opening) -> Deadline | None:
    if not isinstance(o.request, ask.Decider) or o.request.avant is None:
        return None
    return fixed_deadline(o.request.avant, starts_on=o.done_on, basis="réunion")


def _accuse(o: Opening) -> Deadline | None:
    # the département can acknowledge what left: not a posting of the family's letters, nor a second sending
    if not isinstance(o.request, ask.Poster) or not o.request.information:
        return None
    if o.request.acte_n in o.case.transmitted_on:
        return None
    # a second notice, after one that left and stands, has its own acknowledgement
    if o.case.notice is None or o.request.acte_n < o.case.notice[0]:
        return None  # its posting is noted again, as it was: it was withdrawn since
    if any(n > o.request.acte_n for n in o.case.answers):
        return None  # its posting is noted again, as it was: it answered since
    return o.by_house("accuse_departement", o.done_on)


def _pli(o: Opening) -> Deadline | None:
    if not isinstance(o.request, ask.Poster) or not o.request.mode.registered:
        return None
    return o.by_law(PLI_ELECTRONIQUE if o.request.mode.electronic else PLI_GARDE, o.done_on)


def _conservation(o: Opening) -> Deadline:
    return o.by_house("conservation", o.done_on)


_OUTCOMES = frozenset({Act.RECEVOIR, Act.CONSTATER_ABSENCE, Act.REPORTER, Act.INVITER})

_LOST_AFTER = PLI_PERDU.versions[-1].length  # a reminder to the team: the last version serves every letter

DELAYS: Mapping[Delay, DelayKind] = {
    kind.slug: kind
    for kind in (
        DelayKind(
            Delay.SEIZE_ANS, _seize_ans, "la naissance", "loi L. 114-1", "ouvre le suivi le jour même ; rien n'est dû avant",
            met_by=frozenset({Act.CONSTATER_AGE}),
        ),
        DelayKind(
            Delay.PREMIER_ENTRETIEN, _premier_entretien, "le signalement", "loi L. 313-8",
            "avertit 30, 7 et 1 jours avant ; marque hors délai",
            met_by=frozenset({Act.RECEVOIR}), warn_left=(30, 7, 1, -1), can_be_late=True,
        ),
        DelayKind(
            Delay.ISSUE, _issue, "le rendez-vous", "maison", "demande l'issue du rendez-vous ; une absence n'est jamais présumée",
            met_by=_OUTCOMES, warn_left=(0,), can_be_late=True,
        ),
        DelayKind(
            Delay.JUSTIFICATION, _justification, "le jour où l'absence est constatée", "maison",
            "signale la seconde convocation à envoyer",
            met_by=frozenset({Act.JUSTIFIER, Act.CONVOQUER, Act.REPORTER}), warn_left=(-1,),
        ),
        DelayKind(
            Delay.DEPARTEMENT, _departement, "la convocation", "loi R. 114-7",
            "avertit à 30 et 45 jours écoulés, 7 et 1 jours restants ; prépare l'information ; marque hors "
            "délai",
            met_by=frozenset({Act.TRANSMETTRE}), warn_left=(7, 1, -1), warn_elapsed=(30, 45), can_be_late=True,
        ),
        DelayKind(
            Delay.MAJORITE, _majorite, "la naissance", "loi L. 114-1", "avertit 30 jours avant ; clôt le jour même",
            warn_left=(30,), outlives_majority=True,
        ),
        DelayKind(
            Delay.FIN_SITUATION, _fin_situation, "le jour où la situation est notée", "situation",
            "avertit 30 et 15 jours avant ; constate le terme le lendemain",
            met_by=frozenset({Act.CONSTATER_TERME}), warn_left=(30, 15),
        ),
        DelayKind(
            Delay.ASSIDUITE, _assiduite, "l'assiduité vue", "loi R. 114-1 et maison",
            "demande, le jour venu, l'assiduité ; elle ne rompt jamais la scolarité",
            met_by=frozenset({Act.CONSTATER_SITUATION}), warn_left=(0,),
        ),
        DelayKind(
            Delay.REVISION_EXEMPTION, _revision_exemption, "le certificat vu", "loi R. 114-3 et maison",
            "revient au repérage le lendemain",
            met_by=frozenset({Act.CONSTATER_TERME}), warn_left=(15,),
        ),
        DelayKind(
            Delay.PROMESSE, _promesse, "la promesse notée", "promesse",
            "demande, le jour venu, si l'entrée a eu lieu ; n'en fait jamais une situation",
            met_by=frozenset({Act.CONSTATER_SITUATION}), warn_left=(0, -7),
        ),
        DelayKind(
            Delay.ACCUSE_DEPARTEMENT, _accuse, "l'envoi de l'information du département", "maison", "relance le département",
            met_by=frozenset({Act.ENREGISTRER_REPONSE}), warn_left=(0,), can_be_late=True,
        ),
        DelayKind(
            Delay.PLI, _pli, "l'envoi du recommandé", "loi CPCE R. 1-1-6, R. 2-3",
            f"demande le retour du pli ; propose un nouvel envoi après {_LOST_AFTER}",
            met_by=frozenset({Act.ENREGISTRER_RETOUR}), warn_left=(0,), warn_elapsed=(_LOST_AFTER.count,), outlives_majority=True,
        ),
        DelayKind(
            Delay.DEMANDE, _demande, "la demande faite", "partenaire", "rappelle, le jour venu, la réponse attendue",
            met_by=frozenset({Act.REPONDRE}), warn_left=(0,), can_be_late=True,
        ),
        DelayKind(
            Delay.REUNION, _reunion, "l'inscription à la réunion", "réunion", "rappelle la réunion 7 jours avant, et le jour même",
            met_by=frozenset({Act.DECIDER}), warn_left=(7, 0), can_be_late=True,
        ),
        DelayKind(
            Delay.DECISION, _decision, "la décision de la réunion", "réunion", "rappelle, le jour venu, ce qui est à faire",
            met_by=frozenset({Act.ACHEVER}), warn_left=(0,), can_be_late=True,
        ),
        DelayKind(
            Delay.CONSERVATION, _conservation, "la clôture", "maison",
            "rien encore : noté, en attendant la liste de ce qui peut être anonymisé",
            outlives_majority=True,
        ),
    )
}  # fmt: skip
"""THE TABLE of delays, in the order in which a dossier meets them."""


def open_delay(slug: Delay, opening: Opening, *, n: int) -> RunningDelay | None:
    """Return the delay that the entry `n` opens; `None` where it has no reason to open."""
    dates = DELAYS[slug].opens(opening)
    if dates is None:
        return None
    anchor = _ANCHORS.get(slug)
    return RunningDelay(slug, n, dates, slug is Delay.DEPARTEMENT, anchor(opening.rules) if anchor else "")


_ANCHORS: Mapping[Delay, Callable[[HouseRules], str]] = {
    Delay.DEPARTEMENT: lambda rules: rules.depart_date,
    Delay.PREMIER_ENTRETIEN: lambda rules: JOINTLY if rules.entretien_conjoint == "oui" else "",
}
"""The settings that are written with a delay."""


@dataclass(frozen=True, slots=True)
class AlerteDay:
    """A day on which the night says a word of a delay: so many days `left` before its legal end, or
    `elapsed` since it runs."""

    on: date
    left: int | None = None
    elapsed: int | None = None


def alerte_days(delay: RunningDelay) -> tuple[AlerteDay, ...]:
    """Return the days of the alertes of a delay; what would come before it runs is left out."""
    return _alerte_days(delay.slug, delay.dates.starts_on, delay.dates.legal_on)


def alerte_counts(delay: RunningDelay) -> tuple[tuple[date, int], ...]:
    """Return the same days, each with how many are left then before the legal end."""
    return _alerte_counts(delay.slug, delay.dates.starts_on, delay.dates.legal_on)


@lru_cache(maxsize=4096)
def _alerte_counts(slug: Delay, starts_on: date, legal_on: date) -> tuple[tuple[date, int], ...]:
    days = _alerte_days(slug, starts_on, legal_on)
    return tuple((day.on, days_between(day.on, legal_on)) for day in days)


@lru_cache(maxsize=4096)  # a plan asks for them at each act, and they follow from two dates
def _alerte_days(slug: Delay, starts_on: date, legal_on: date) -> tuple[AlerteDay, ...]:
    kind = DELAYS[slug]
    before = ((add_days(legal_on, -left), left) for left in kind.warn_left)
    left_days = [AlerteDay(on, left=left) for on, left in before if on > starts_on]
    return (*left_days, *(AlerteDay(add_days(starts_on, days), elapsed=days) for days in kind.warn_elapsed))


def last_useful_on(case: CaseState, delay: RunningDelay) -> date | None:
    """Return the eve of majority where a running delay would end on that day or later; `None` where
    majority changes nothing."""
    return cut_short_on(delay.slug, delay.dates.legal_on, case.majority_on) if delay.is_open else None


def must_leave_by(delay: RunningDelay, majority_on: date) -> date:
    """Return the last day of a delay that counts: its legal end, or the eve of majority before it."""
    return cut_short_on(delay.slug, delay.dates.legal_on, majority_on) or delay.dates.legal_on


def cut_short_on(slug: Delay, legal_on: date, majority_on: date) -> date | None:
    """Return the eve of majority where a delay of that kind, that ends then, would end on that day or
    later; else `None`."""
    cut = not DELAYS[slug].outlives_majority and legal_on >= majority_on
    return add_days(majority_on, -1) if cut else None


def beyond_majority(case: CaseState, delay: RunningDelay) -> str:
    """Say that a running delay would end at majority or later, and its last useful day; nothing where it
    would not."""
    last = last_useful_on(case, delay)
    if last is None:
        return ""
    when = "le jour même de la majorité" if delay.dates.legal_on == case.majority_on else "après la majorité"
    return (
        f"Le délai « {delay.slug.label} » finirait le {french_day(delay.dates.legal_on)}, {when} "
        f"({french_day(case.majority_on)}) : dernier jour utile le {french_day(last)}."
    )
