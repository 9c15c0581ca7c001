"""THE TABLE: which act leads from where to where, on what basis, under which guards, opening and ending which
delays, with which letters, cancelling which.

Somebody who knows the decree can read it. The machine, the diagram, `of procedure` and the possible acts all
come from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from ofworkflow.law.texts import L114_1, R114_3, R114_4, R114_6, R114_7, Article
from ofworkflow.procedure import step_letters as le
from ofworkflow.procedure.attempts import Guard, Need
from ofworkflow.procedure.case import CaseState
from ofworkflow.procedure.guards import ahead, lives, partners, postings, solutions, undoing
from ofworkflow.procedure.guards import appointments as ap
from ofworkflow.procedure.guards import interviews as g
from ofworkflow.procedure.guards import notice as p
from ofworkflow.procedure.requests import REQUESTS, Request
from ofworkflow.procedure.requests.partners import WITH_PARTNERS
from ofworkflow.procedure.step_letters import Model, StepLetter
from ofworkflow.procedure.vocabulary import Act, Delay, Stage, Trigger
from ofworkflow.records import dataclass

S, A, D = Stage, Act, Delay

ALL_STAGES = tuple(Stage)
NOT_CLOSED = tuple(stage for stage in Stage if stage is not Stage.CLOTURE)
OPEN_STAGES = tuple(stage for stage in NOT_CLOSED if stage is not Stage.ATTENTE)
ALL_BUT_MAJORITY = frozenset(Delay) - {Delay.MAJORITE, Delay.CONSERVATION} - WITH_PARTNERS
APPOINTMENT_DELAYS = frozenset({Delay.ISSUE, Delay.JUSTIFICATION})
TERM_DELAYS = frozenset({Delay.FIN_SITUATION, Delay.ASSIDUITE, Delay.REVISION_EXEMPTION})


@dataclass(frozen=True)
class Step:
    """One row. `dest` is `None` where the stage stays (poster) or is found again (rouvrir, annuler); where
    there is an `or_else`, what covers the day decides, or the age of who is reported.

    Without slots, for what follows from a row to be worked out once.
    """

    act: Act
    sources: tuple[Stage | None, ...]
    dest: Stage | None
    says: str
    basis: Article | None = None  # None: our own design
    guards: tuple[Guard, ...] = ()
    opens: tuple[Delay, ...] = ()
    ends: frozenset[Delay] = frozenset()
    letters: tuple[StepLetter, ...] = ()
    cancels: frozenset[Model] = frozenset()  # letters that wait, and must not leave afterwards
    or_else: tuple[Stage, ...] = ()  # where else it leads, by what covers the day or by age
    under: tuple[Trigger, ...] = ()  # the triggers of R. 114-7 under which it summons
    establishes: Trigger | None = None  # the trigger that it makes available
    automatic: bool = False  # the night does it; a person may too where a command exists

    @cached_property
    def checks(self) -> tuple[Guard, ...]:
        """Every guard, those common to all acts first, in the order in which they refuse."""
        ordered = () if REQUESTS[self.act].of_the_post else (lives.not_before_the_last_act,)
        closed = (
            (lives.nothing_written_freely,) if REQUESTS[self.act].sensitive is not Request.sensitive else ()
        )
        return (lives.not_in_the_future, *ordered, *closed, *self.guards)

    def stopped(self, request: Request) -> frozenset[Model]:
        """Return the letters that wait and must not leave after this act."""
        return le.EVERY_LETTER if request.silences() else self.cancels

    @property
    def dests(self) -> tuple[Stage, ...]:
        """The stages where it may lead; none where the stage stays or is found again."""
        return (self.dest, *self.or_else) if self.dest else ()

    def told_checks(self) -> tuple[Guard, ...]:
        """What it checks as it is told in words: a pre-flight line by line."""
        return tuple(part for check in self.checks for part in check.told())

    @cached_property
    def needs(self) -> frozenset[Need]:
        """What its guards look at beside the journal."""
        return frozenset(part.needs for check in self.guards for part in check.told() if part.needs)


_HELD = (g.who_came_is_known, ap.minor_first, g.hours_make_sense)

STEPS: tuple[Step, ...] = (
    Step(A.OUVRIR, (None,), S.REPERAGE, "Un mineur sans solution est signalé.", R114_4,
         guards=(lives.reported_in_scope, lives.reported_before_opened), opens=(D.SEIZE_ANS, D.PREMIER_ENTRETIEN, D.MAJORITE),
         or_else=(S.ATTENTE,)),
    Step(A.CONSTATER_AGE, (S.ATTENTE,), S.REPERAGE, "Le jeune a 16 ans : ce qui attendait commence.", L114_1,
         opens=(D.PREMIER_ENTRETIEN,), ends=frozenset({D.SEIZE_ANS}), automatic=True),
    Step(A.SIGNALER, NOT_CLOSED, None, "Le jeune est signalé de nouveau : l'étape ne change pas.", R114_4,
         guards=(lives.still_minor, lives.reported_before_opened), opens=(D.PREMIER_ENTRETIEN,)),
    Step(A.SIGNALER, (S.CLOTURE,), S.REPERAGE, "Le jeune est signalé de nouveau : un autre cycle commence.", R114_4,
         guards=(lives.still_minor, lives.reported_before_opened),
         opens=(D.SEIZE_ANS, D.PREMIER_ENTRETIEN, D.MAJORITE, D.FIN_SITUATION, D.REVISION_EXEMPTION),
         ends=frozenset({D.CONSERVATION}), or_else=(S.ATTENTE, S.CONFORMITE, S.EXEMPTION)),
    Step(A.CONVOQUER, (S.REPERAGE,), S.ENTRETIEN, "Le jeune et son représentant sont convoqués à un premier entretien.", R114_6,
         guards=(lives.still_minor, ap.first_notice, *ap.GIVEN, g.somebody_to_write_to),
         opens=(D.ISSUE, D.DEPARTEMENT), letters=le.FIRST_SUMMONS, cancels=le.SUMMONSES),
    Step(A.CONVOQUER, (S.ABSENCE,), S.CONVOCATION, "1° : absence injustifiée au premier entretien.", R114_7,
         guards=(lives.still_minor, postings.absence_stands, g.window_over, ap.second_notice, *ap.GIVEN,
                 g.somebody_to_write_to),
         opens=(D.ISSUE, D.DEPARTEMENT), ends=APPOINTMENT_DELAYS, letters=le.SECOND_SUMMONS, cancels=le.SUMMONSES,
         under=(Trigger.ABSENCE,)),
    Step(A.CONVOQUER, (S.SUIVI,), S.CONVOCATION, "2° : abandon d'un accompagnement ; 3° : le jeune ne répond plus.", R114_7,
         guards=(lives.still_minor, g.trigger_established, ap.second_notice, *ap.GIVEN, g.somebody_to_write_to),
         opens=(D.ISSUE, D.DEPARTEMENT), ends=APPOINTMENT_DELAYS, letters=le.SECOND_SUMMONS, cancels=le.SUMMONSES,
         under=(Trigger.ABANDON, Trigger.SILENCE)),
    Step(A.CONVOQUER, (S.CONFORMITE,), S.CONVOCATION, "2° ou 3°, quand seul un accompagnement couvre le jour.", R114_7,
         guards=(lives.still_minor, g.trigger_established, solutions.accompaniment_only, ap.second_notice, *ap.GIVEN,
                 g.somebody_to_write_to),
         opens=(D.ISSUE, D.DEPARTEMENT), ends=APPOINTMENT_DELAYS | TERM_DELAYS, letters=le.SECOND_SUMMONS, cancels=le.SUMMONSES,
         under=(Trigger.ABANDON, Trigger.SILENCE)),
    Step(A.REPORTER, (S.ENTRETIEN,), S.ENTRETIEN, "Un autre rendez-vous est donné.",
         guards=(lives.still_minor, ap.first_notice, *ap.GIVEN, g.moved_for_a_reason, g.somebody_to_write_to),
         opens=(D.ISSUE,), ends=APPOINTMENT_DELAYS, letters=le.FIRST_MOVED, cancels=le.BEFORE_A_NOTICE),
    Step(A.REPORTER, (S.CONVOCATION,), S.CONVOCATION, "Un autre rendez-vous est donné ; les deux mois ne bougent pas.",
         guards=(lives.still_minor, ap.second_notice, *ap.GIVEN, g.moved_for_a_reason, g.somebody_to_write_to),
         opens=(D.ISSUE, D.DEPARTEMENT), ends=APPOINTMENT_DELAYS, letters=le.SECOND_MOVED, cancels=le.BEFORE_A_NOTICE),
    Step(A.REPORTER, (S.CARENCE,), S.CONVOCATION, "Nouvelle convocation après une absence ; les deux mois ne bougent pas.",
         guards=(lives.still_minor, g.convocations_left, ap.second_notice, *ap.GIVEN,
                 g.moved_for_a_reason, g.somebody_to_write_to),
         opens=(D.ISSUE,), ends=APPOINTMENT_DELAYS, letters=le.SECOND_MOVED, cancels=le.BEFORE_A_NOTICE),
    Step(A.POSTER, ALL_STAGES, None, "Les courriers d'un acte quittent la maison.",
         guards=(postings.posted_between_act_and_appointment, postings.agreed_to_its_mode), opens=(D.PLI, D.ACCUSE_DEPARTEMENT)),
    Step(A.REPORTER, (S.TRANSMISSION,), S.CONVOCATION, "Jamais arrivée, ou l'absence excusée : un autre rendez-vous est donné.",
         guards=(lives.still_minor, postings.never_arrived, ap.second_notice, *ap.GIVEN,
                 g.moved_for_a_reason, g.somebody_to_write_to),
         opens=(D.ISSUE,), ends=APPOINTMENT_DELAYS, letters=le.SECOND_MOVED, cancels=le.BEFORE_A_NOTICE),
    Step(A.ENREGISTRER_RETOUR, ALL_STAGES, None, "La poste dit ce qu'un pli est devenu : inconnu ou perdu, il n'a pas d'effet.",
         guards=(postings.returned_after_posted,)),
    Step(A.INVITER, (S.SUIVI, S.CONFORMITE, S.EXEMPTION, S.DEPARTEMENT), None, "Un rendez-vous de suivi est donné : l'étape ne change pas.",
         guards=(lives.still_minor, ap.to_come, *ap.GIVEN), opens=(D.ISSUE,), ends=frozenset({D.ISSUE}),
         letters=le.INVITED, cancels=frozenset({Model.INVITATION})),
    Step(A.RECEVOIR, (S.SUIVI, S.CONFORMITE, S.EXEMPTION), None, "Un entretien de suivi a lieu : l'étape ne change pas.", R114_6,
         guards=_HELD, ends=frozenset({D.ISSUE, D.PREMIER_ENTRETIEN}), letters=le.RECEIVED, cancels=frozenset({Model.INVITATION})),
    Step(A.CONSTATER_ABSENCE, (S.REPERAGE, S.SUIVI, S.CONFORMITE, S.EXEMPTION, S.DEPARTEMENT), None,
         "Personne n'est venu au rendez-vous de suivi : c'est une sollicitation sans réponse.", R114_7,
         guards=(g.follow_up_expected, g.appointment_past, postings.letters_posted, g.who_came_is_known),
         ends=frozenset({D.ISSUE}), letters=le.ABSENT),
    Step(A.JUSTIFIER, (S.REPERAGE, S.SUIVI, S.CONFORMITE, S.EXEMPTION), None,
         "L'absence d'avant est excusée : l'étape ne change pas ; l'information partie est rectifiée.", R114_7,
         guards=(g.one_was_missed, g.excuse_in_time), ends=frozenset({D.ACCUSE_DEPARTEMENT}), letters=le.EXCUSED_AT_LAST),
    Step(A.RECEVOIR, (S.REPERAGE, S.ENTRETIEN, S.CONVOCATION, S.CARENCE, S.ABSENCE, S.TRANSMISSION, S.DEPARTEMENT), S.SUIVI,
         "L'entretien a lieu ; seule la mise en règle arrête les deux mois.", R114_6,
         guards=_HELD, ends=APPOINTMENT_DELAYS | {D.PREMIER_ENTRETIEN}, letters=le.RECEIVED, cancels=le.BEFORE_A_NOTICE),
    Step(A.CONSTATER_ABSENCE, (S.ENTRETIEN,), S.ABSENCE, "Personne n'est venu au premier entretien.", R114_7,
         guards=(g.appointment_past, postings.letters_posted, g.who_came_is_known), opens=(D.JUSTIFICATION,), ends=frozenset({D.ISSUE}),
         letters=le.ABSENT),
    Step(A.CONSTATER_ABSENCE, (S.CONVOCATION,), S.CARENCE, "Personne n'est venu à cette convocation.", R114_7,
         guards=(g.appointment_past, postings.letters_posted, g.who_came_is_known), opens=(D.JUSTIFICATION,), ends=frozenset({D.ISSUE}),
         letters=le.ABSENT),
    Step(A.CONSTATER_ABSENCE, (S.TRANSMISSION,), S.CARENCE, "Notée tard, l'absence garde le jour du rendez-vous ; l'information la dira.", R114_7,
         guards=(g.of_the_convocation, g.appointment_past, postings.letters_posted, g.who_came_is_known), opens=(D.JUSTIFICATION,), ends=frozenset({D.ISSUE}),
         letters=le.ABSENT, cancels=le.NOTICE_DRAFT),
    Step(A.CONSTATER_ABSENCE, (S.CLOTURE,), S.CLOTURE, "Clos à la majorité, le rendez-vous d'avant garde une issue à noter.", R114_7,
         guards=(g.closed_at_majority, g.appointment_past, g.before_the_closing, postings.letters_posted), letters=le.ABSENT),
    Step(A.RECEVOIR, (S.CLOTURE,), S.CLOTURE, "Clos à la majorité, l'entretien d'avant se note encore.", R114_6,
         guards=(g.closed_at_majority, g.held_before_the_closing, *_HELD), letters=le.RECEIVED),
    Step(A.JUSTIFIER, (S.CLOTURE,), S.CLOTURE, "Clos à la majorité, l'absence d'avant est excusée ; l'information partie est rectifiée.", R114_7,
         guards=(g.closed_at_majority, g.absence_to_excuse, g.excuse_in_time), letters=le.EXCUSED_AT_LAST),
    Step(A.JUSTIFIER, (S.ABSENCE,), S.REPERAGE, "L'absence est excusée : un autre premier entretien sera fixé.", R114_7,
         guards=(g.excuse_in_time,), ends=frozenset({D.JUSTIFICATION})),
    Step(A.JUSTIFIER, (S.CARENCE,), S.CONVOCATION, "L'absence est excusée : un autre rendez-vous sera donné.", R114_7,
         guards=(g.excuse_in_time,), ends=frozenset({D.JUSTIFICATION})),
    Step(A.JUSTIFIER, (S.TRANSMISSION,), S.CONVOCATION, "L'absence est excusée : l'information préparée est retirée.", R114_7,
         guards=(g.of_the_convocation, g.absence_to_excuse, g.excuse_in_time), ends=APPOINTMENT_DELAYS, cancels=le.NOTICE_DRAFT),
    Step(A.JUSTIFIER, (S.DEPARTEMENT,), S.CONVOCATION, "L'absence est excusée après l'information : retirée, ou rectifiée si elle est partie.", R114_7,
         guards=(g.of_the_convocation, g.absence_to_excuse, g.excuse_in_time), ends=APPOINTMENT_DELAYS | {D.ACCUSE_DEPARTEMENT},
         letters=le.EXCUSED_SINCE, cancels=le.NOTICE_AND_FAMILY),
    Step(A.CONSTATER_SITUATION, OPEN_STAGES, S.CONFORMITE, "Une situation datée et prouvée satisfait à l'obligation.", L114_1,
         guards=(solutions.situation_covers_the_day, solutions.proof_shows_it, solutions.attendance_of_a_pupil), opens=(D.FIN_SITUATION, D.ASSIDUITE), ends=ALL_BUT_MAJORITY - {D.REVISION_EXEMPTION},
         letters=le.IN_ORDER, cancels=le.BEFORE_A_SOLUTION),
    Step(A.EXEMPTER, OPEN_STAGES, S.EXEMPTION, "Un certificat médical a été vu.", R114_3,
         guards=(solutions.certificate_valid,), opens=(D.REVISION_EXEMPTION,), ends=ALL_BUT_MAJORITY - {D.FIN_SITUATION, D.PROMESSE}, or_else=(S.CONFORMITE,),
         letters=le.EXEMPT, cancels=le.BEFORE_A_SOLUTION),
    Step(A.ROMPRE, (S.CONFORMITE, S.EXEMPTION), S.REPERAGE,
         "Une situation, ou l'exemption, prend fin avant son terme ; un accompagnement que le jeune abandonne rend le 2° possible.",
         R114_7, guards=(solutions.ended_situation_named, solutions.breach_makes_sense),
         opens=(D.FIN_SITUATION, D.REVISION_EXEMPTION), ends=TERM_DELAYS,
         or_else=(S.SUIVI, S.CONFORMITE, S.EXEMPTION), establishes=Trigger.ABANDON),
    Step(A.PROPOSER, OPEN_STAGES, None, "Une solution est proposée : le retour en formation initiale d'abord.", R114_6,
         guards=(ahead.answers_a_proposal,)),
    Step(A.PROMETTRE, OPEN_STAGES, None, "Une entrée est promise pour plus tard : elle ne met pas encore en règle.",
         guards=(ahead.promise_begins_later,), opens=(D.PROMESSE,)),
    Step(A.RETIRER, OPEN_STAGES, None, "Une promesse ne tient plus.", guards=(ahead.held_promise_named,), ends=frozenset({D.PROMESSE})),
    Step(A.DEMANDER, OPEN_STAGES, None, "Quelque chose est demandé à un partenaire, qui répond avant un jour dit.",
         guards=(partners.partner_is_named, partners.awaited_in_time), opens=(D.DEMANDE,)),
    Step(A.REPONDRE, OPEN_STAGES, None, "Un partenaire a répondu.", guards=(partners.awaited_request_named,), ends=frozenset({D.DEMANDE})),
    Step(A.INSCRIRE, OPEN_STAGES, None, "La réunion de la plateforme parlera du dossier.",
         guards=(partners.awaited_in_time, partners.not_listed_twice), opens=(D.REUNION,)),
    Step(A.DECIDER, OPEN_STAGES, None, "La réunion a décidé qui fait quoi, et avant quand.",
         guards=(partners.meeting_spoke_of_it, partners.who_and_when, partners.awaited_in_time), opens=(D.DECISION,), ends=frozenset({D.REUNION})),
    Step(A.ACHEVER, OPEN_STAGES, None, "Ce que la réunion avait décidé est fait, ou abandonné.",
         guards=(partners.decision_named,), ends=frozenset({D.DECISION})),
    Step(A.CADRER, OPEN_STAGES, None, "Un cadre scolaire est noté : il ne met pas en règle à lui seul.", guards=(partners.frame_makes_sense,)),
    Step(A.CONSTATER_TERME, (S.CONFORMITE, S.EXEMPTION), S.REPERAGE, "La situation ou l'exemption est arrivée à son terme.",
         opens=(D.FIN_SITUATION, D.REVISION_EXEMPTION), ends=TERM_DELAYS, or_else=(S.CONFORMITE, S.EXEMPTION), automatic=True),
    Step(A.CONSTATER_SILENCE, (S.SUIVI,), S.SUIVI, "Le jeune ne répond plus : le 3° devient possible.", R114_7,
         guards=(g.silent_long_enough,), establishes=Trigger.SILENCE),
    Step(A.CONSTATER_SILENCE, (S.CONFORMITE,), S.SUIVI, "L'accompagnement reste sans réponse : le 3° devient possible.", R114_7,
         guards=(solutions.accompaniment_only, g.silent_long_enough), ends=TERM_DELAYS, establishes=Trigger.SILENCE),
    Step(A.PREPARER_TRANSMISSION, (S.CONVOCATION, S.CARENCE, S.SUIVI), S.TRANSMISSION,
         "L'information du département est préparée.", R114_7,
         guards=(lives.still_minor, p.two_months_running, p.convocation_effective, p.outcome_noted), ends=frozenset({D.JUSTIFICATION}),
         letters=le.PREPARED, automatic=True),
    Step(A.TRANSMETTRE, (S.TRANSMISSION, S.CARENCE), S.DEPARTEMENT, "L'information est signée ; le département est informé le jour où elle est postée.", R114_7,
         guards=(p.preflight_green,), ends=APPOINTMENT_DELAYS,
         letters=le.TRANSMITTED, cancels=le.BEFORE_A_NOTICE),
    Step(A.ENREGISTRER_REPONSE, ALL_STAGES, None, "Le département a répondu.", guards=(p.after_a_notice,),
         ends=frozenset({D.ACCUSE_DEPARTEMENT})),
    Step(A.CORRIGER_NAISSANCE, (S.REPERAGE,), S.REPERAGE, "La date de naissance est corrigée ; qui n'a pas 16 ans les attend.", L114_1,
         guards=(lives.birth_is_another, lives.birth_makes_sense), opens=(D.SEIZE_ANS,), ends=frozenset({D.PREMIER_ENTRETIEN}),
         or_else=(S.ATTENTE,)),
    Step(A.CORRIGER_NAISSANCE, tuple(s for s in ALL_STAGES if s is not S.REPERAGE), None,
         "La date de naissance est corrigée : ce qui s'en compte suit, l'étape ne change pas.", L114_1,
         guards=(lives.birth_is_another, lives.birth_makes_sense)),
    Step(A.CLOTURER, NOT_CLOSED, S.CLOTURE, "Le dossier est clos ; les courriers en attente sont annulés, sauf attestations, annulations et rectificatifs.", L114_1,
         guards=(lives.of_age_if_so_closed, lives.handed_over_if_moved), opens=(D.CONSERVATION,), ends=frozenset(Delay) - {D.CONSERVATION},
         letters=le.CLOSED, cancels=le.BEFORE_A_CLOSING, automatic=True),
    Step(A.ROUVRIR, (S.CLOTURE,), None, "Le dossier reprend où il en était ; après la fin des deux mois, un autre cycle commence.",
         guards=(lives.still_minor,), opens=(D.FIN_SITUATION, D.REVISION_EXEMPTION), ends=frozenset({D.CONSERVATION})),
    Step(A.RECTIFIER, ALL_STAGES, None, "Un acte dont des courriers sont partis est retiré, et ceux qui les ont reçus l'apprennent.",
         guards=(undoing.named_act_stands, undoing.closing_may_be_voided, undoing.nothing_built_upon, undoing.something_posted),
         letters=le.WITHDRAWN),
    Step(A.CORRIGER, ALL_STAGES, None, "Un envoi mal noté ne compte plus ; il est noté de nouveau, comme il a eu lieu.",
         guards=(postings.posting_stands,)),
    Step(A.ANNULER, ALL_STAGES, None, "Le dernier acte est annulé, tant qu'aucun de ses courriers n'est parti.",
         guards=(undoing.something_left, undoing.closing_may_be_voided, undoing.nothing_posted)),
)  # fmt: skip

BY_SOURCE: Mapping[tuple[Act, Stage | None], Step] = {
    (step.act, source): step for step in STEPS for source in step.sources
}
"""Each (act, stage) has one row at most."""

OF_A_FOLLOW_UP: Mapping[tuple[Act, Stage], Step] = {
    (A.JUSTIFIER, S.DEPARTEMENT): Step(
        A.JUSTIFIER, (S.DEPARTEMENT,), None, "L'absence au rendez-vous de suivi est excusée : l'information demeure.",
        guards=(g.follow_up_expected,),
    ),
}  # fmt: skip
"""The rows that stand in place of those of the table where the last appointment is a follow-up: what happens to
it moves no stage."""


def row_of(act: Act, case: CaseState) -> Step | None:
    """Return the row of an act where the dossier stands."""
    appointment = case.appointment
    follows_up = appointment is not None and appointment.is_follow_up
    if follows_up and case.stage is not None and (act, case.stage) in OF_A_FOLLOW_UP:
        return OF_A_FOLLOW_UP[act, case.stage]
    return BY_SOURCE.get((act, case.stage))


def row_written(act: Act, source: Stage | None, dest: Stage) -> Step | None:
    """Return the row that an entry of the journal followed."""
    if source is dest and (act, dest) in OF_A_FOLLOW_UP:
        return OF_A_FOLLOW_UP[act, dest]
    return BY_SOURCE.get((act, source))


def possible_acts(stage: Stage | None) -> list[Act]:
    """Return the acts that the table allows at that stage, in its order."""
    return [act for act in Act if (act, stage) in BY_SOURCE]
