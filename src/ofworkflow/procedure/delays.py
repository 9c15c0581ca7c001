"""Every delay: how it opens, what meets it, what the night says and does about it.

Lengths set by law come from `law.texts`; lengths set by the house from `HouseRules`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from ofworkflow.law.deadlines import Deadline, deadline, fixed_deadline, house_deadline, majority_deadline
from ofworkflow.law.periods import Days, Months, WorkingDays
from ofworkflow.law.texts import DEPARTEMENT, PLI_GARDE, PREMIER_ENTRETIEN, Rule
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.case import CaseState, HouseRules, RunningDelay
from ofworkflow.procedure.requests import Request
from ofworkflow.procedure.vocabulary import SCHOOL_SOURCES, Act, Delay, PostMode, Stage

SECOND, FIRST = "second_convocation", "premiere_convocation"
ON_POSTING, ON_PRESENTATION, ON_APPOINTMENT = "envoi", "presentation", "rendez_vous"


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

    def by_house(self, length: Days | WorkingDays | Months, starts_on: date, setting: str) -> Deadline:
        """Return a delay of the house, `setting` naming it in `config.toml`."""
        return house_deadline(length, starts_on=starts_on, calendar=self.rules.calendar, basis=f"maison ({setting})")


@dataclass(frozen=True, slots=True)
class DelayKind:
    """A row of the table of delays.

    `warn_left` and `warn_elapsed` are days before the legal end, and after the departure; `can_be_late`: past its legal
    end it is « hors délai », not merely over.
    """

    slug: Delay
    opens: Callable[[Opening], Deadline | None]
    nature: str
    night: str
    met_by: frozenset[Act] = frozenset()
    warn_left: tuple[int, ...] = ()
    warn_elapsed: tuple[int, ...] = ()
    can_be_late: bool = False


def _premier_entretien(o: Opening) -> Deadline | None:
    # L. 313-8 runs from the report of a school or a training centre only.
    asked = o.request
    if not isinstance(asked, ask.Ouvrir) or asked.source not in SCHOOL_SOURCES:
        return None
    return o.by_law(PREMIER_ENTRETIEN, asked.signale_le)


def _issue(o: Opening) -> Deadline | None:
    if not isinstance(o.request, ask.Convoquer | ask.Reporter):
        return None
    return o.by_house(Days(o.rules.issue), o.request.rdv.le, "issue")


def _justification(o: Opening) -> Deadline:
    return o.by_house(WorkingDays(o.rules.justification), o.done_on, "justification")


def _departement(o: Opening) -> Deadline | None:
    # R. 114-7: one running delay at a time; a later convocation of the cycle does not move it. Where the house counts from the
    # first convocation, one that had none (2°, 3°, a setting changed since) still opens it: nobody is summoned without an end.
    openers = {Stage.ENTRETIEN, Stage.CONVOCATION} if o.rules.depart_convocation == FIRST else {Stage.CONVOCATION}
    if o.dest not in openers or o.case.open_delay(Delay.DEPARTEMENT) or not isinstance(o.request, ask.Convoquer):
        return None
    return o.by_law(DEPARTEMENT, o.request.rdv.le if o.rules.depart_date == ON_APPOINTMENT else o.done_on)


def _majorite(o: Opening) -> Deadline:
    return majority_deadline(o.case.born_on)


def _fin_situation(o: Opening) -> Deadline:
    return fixed_deadline(o.case.covered_until(o.done_on), starts_on=o.done_on, basis="L. 114-1")


def _revision_exemption(o: Opening) -> Deadline:
    return fixed_deadline(o.case.covered_until(o.done_on), starts_on=o.done_on, basis="R. 114-3")


def _accuse(o: Opening) -> Deadline:
    return o.by_house(Days(o.rules.accuse_departement), o.done_on, "accuse_departement")


def _pli(o: Opening) -> Deadline | None:
    registered = isinstance(o.request, ask.Poster) and o.request.mode == PostMode.RECOMMANDE
    return o.by_law(PLI_GARDE, o.done_on) if registered else None


def _conservation(o: Opening) -> Deadline:
    return o.by_house(Months(o.rules.conservation), o.done_on, "conservation")


_OUTCOMES = frozenset({Act.RECEVOIR, Act.CONSTATER_ABSENCE, Act.REPORTER})

DELAYS: Mapping[Delay, DelayKind] = {
    kind.slug: kind
    for kind in (
        DelayKind(
            Delay.PREMIER_ENTRETIEN, _premier_entretien, "loi L. 313-8", "avertit 30, 7 et 1 jours avant ; marque hors délai",
            met_by=frozenset({Act.RECEVOIR}), warn_left=(30, 7, 1, -1), can_be_late=True,
        ),
        DelayKind(
            Delay.ISSUE, _issue, "maison", "demande l'issue du rendez-vous ; une absence n'est jamais présumée",
            met_by=_OUTCOMES, warn_left=(0,), can_be_late=True,
        ),
        DelayKind(
            Delay.JUSTIFICATION, _justification, "maison", "signale la seconde convocation à envoyer",
            met_by=frozenset({Act.JUSTIFIER, Act.CONVOQUER, Act.REPORTER}), warn_left=(-1,),
        ),
        DelayKind(
            Delay.DEPARTEMENT, _departement, "loi R. 114-7",
            "avertit à 30 et 45 jours écoulés, 7 et 1 jours restants ; prépare l'information ; marque hors délai",
            met_by=frozenset({Act.TRANSMETTRE}), warn_left=(7, 1, -1), warn_elapsed=(30, 45), can_be_late=True,
        ),
        DelayKind(Delay.MAJORITE, _majorite, "loi L. 114-1", "avertit 30 jours avant ; clôt le jour même", warn_left=(30,)),
        DelayKind(
            Delay.FIN_SITUATION, _fin_situation, "situation", "avertit 30 et 15 jours avant ; constate le terme le lendemain",
            met_by=frozenset({Act.CONSTATER_TERME}), warn_left=(30, 15),
        ),
        DelayKind(
            Delay.REVISION_EXEMPTION, _revision_exemption, "loi R. 114-3 et maison", "revient au repérage le lendemain",
            met_by=frozenset({Act.CONSTATER_TERME}), warn_left=(15,),
        ),
        DelayKind(
            Delay.ACCUSE_DEPARTEMENT, _accuse, "maison", "relance le département",
            met_by=frozenset({Act.ENREGISTRER_REPONSE}), warn_left=(0,), can_be_late=True,
        ),
        DelayKind(
            Delay.PLI, _pli, "loi CPCE R. 1-1-6, R. 2-3", "demande le retour du pli ; propose un nouvel envoi après 40 jours",
            met_by=frozenset({Act.ENREGISTRER_RETOUR}), warn_left=(0,), warn_elapsed=(40,),
        ),
        DelayKind(Delay.CONSERVATION, _conservation, "maison", "signale ce qui peut être anonymisé"),
    )
}  # fmt: skip
"""THE TABLE of delays, in the order in which a dossier meets them."""


def open_delay(slug: Delay, opening: Opening, *, n: int) -> RunningDelay | None:
    """Return the delay that the entry `n` opens; `None` where it has no reason to open."""
    dates = DELAYS[slug].opens(opening)
    if dates is None:
        return None
    to_post = slug is Delay.DEPARTEMENT
    return RunningDelay(slug, n, dates, provisional=to_post, anchor=opening.rules.depart_date if to_post else "")
