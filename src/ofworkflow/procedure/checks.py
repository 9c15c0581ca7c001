"""Each guard in words: what it asks, its article or its setting, so that a refusal can be shown among all that was checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ofworkflow.procedure import covering, post, undoing
from ofworkflow.procedure import guards as g
from ofworkflow.procedure import preflight as p
from ofworkflow.procedure.guards import Attempt, Guard
from ofworkflow.procedure.replay import OF_THE_POST
from ofworkflow.procedure.steps import Step
from ofworkflow.procedure.vocabulary import Act, Stage

OUR_PROCEDURE = "notre procédure"


@dataclass(frozen=True, slots=True)
class Check:
    """A guard in words; `settings` are those it reads, `applies` tells where it has something to look at."""

    guard: Guard
    label: str
    basis: str = OUR_PROCEDURE
    settings: tuple[str, ...] = ()
    applies: Callable[[Attempt], bool] | None = None


def guards_of(step: Step, act: Act) -> tuple[Guard, ...]:
    """Return every guard of a step, those common to all acts first, in the order in which they refuse."""
    # What the post does is dated against its letters, not against what came since.
    ordered = () if act in OF_THE_POST else (g.not_before_the_last_act,)
    return (g.not_in_the_future, *ordered, *step.guards)


def checks_of(step: Step, act: Act) -> list[Check]:
    """Return what a step checks, each in words; a pre-flight is told line by line."""
    told: list[Check] = []
    for guard in guards_of(step, act):
        if guard is p.preflight_green:
            told += [Check(each, label, CHECKS[each].basis) for label, each in p.PREFLIGHT]
        elif guard is g.enough_notice:
            told.append(_notice(step.dest))
        else:
            told.append(CHECKS[guard])
    return told


def _notice(dest: Stage | None) -> Check:
    setting = g.notice_setting(second=dest is Stage.CONVOCATION)
    return Check(g.enough_notice, "Le rendez-vous laisse le préavis de la maison", settings=(setting,))


def _appointment_given(a: Attempt) -> bool:
    return a.case.appointment is not None


CHECKS: Mapping[Guard, Check] = {
    check.guard: check
    for check in (
        Check(g.not_in_the_future, "L'acte n'est pas daté d'un jour futur"),
        Check(g.not_before_the_last_act, "L'acte ne précède pas le dernier acte d'une personne"),
        Check(g.reported_in_scope, "Le jeune a 16 ou 17 ans ce jour-là", "L. 114-1"),
        Check(g.reported_before_opened, "Le signalement ne suit pas l'ouverture", "R. 114-4"),
        Check(g.still_minor, "Le jeune est encore mineur", "L. 114-1"),
        Check(g.of_age_if_so_closed, "Si le motif est la majorité, le jeune a dix-huit ans", "L. 114-1"),
        Check(g.somebody_to_write_to, "Un représentant légal peut recevoir le courrier", "R. 114-6 et R. 114-7"),
        Check(g.window_over, "L'absence ne peut plus être justifiée, ou une raison de ne pas attendre est donnée",
              settings=("justification",)),
        Check(g.trigger_established, "L'abandon ou le silence est constaté", "R. 114-7, 2° et 3°"),
        Check(covering.accompaniment_only, "Rien d'autre qu'un accompagnement ne couvre le jour", "R. 114-7, 3°"),
        Check(g.convocations_left, "Il reste une convocation dans ces deux mois", settings=("convocations_par_cycle",)),
        Check(g.moved_for_a_reason, "Le motif répond à ce qui s'est passé"),
        Check(g.appointment_past, "Le rendez-vous attendu est passé", "R. 114-7"),
        Check(g.excuse_in_time, "L'excuse vient à temps, ou une raison de l'accepter est donnée", settings=("justification",)),
        Check(covering.situation_covers_the_day, "La situation couvre le jour de l'acte", "L. 114-1, R. 114-1"),
        Check(covering.certificate_valid, "Le certificat est en cours", "R. 114-3"),
        Check(g.silent_long_enough, "Le silence est établi", "R. 114-7, 3°",
              ("silence_sollicitations", "silence_canaux", "silence_duree")),
        Check(post.letters_posted, "Les courriers du rendez-vous sont partis, et ne sont pas tous perdus",
              applies=_appointment_given),
        Check(post.absence_stands, "Les courriers du rendez-vous manqué ne sont pas tous perdus", applies=_appointment_given),
        Check(post.never_arrived, "Aucune convocation de ces deux mois n'est arrivée", "R. 114-7"),
        Check(post.returned_after_posted, "Le retour suit l'envoi de ces courriers"),
        Check(post.posted_between_act_and_appointment, "L'envoi suit l'acte et précède le rendez-vous"),
        Check(p.two_months_running, "Les deux mois courent", "R. 114-7"),
        Check(p.convocation_effective, "Une convocation R. 114-7 postée a son rendez-vous passé", "R. 114-7"),
        Check(p.not_compliant, "Ni situation ni exemption ne couvre le jour", "L. 114-1, R. 114-3"),
        Check(p.everybody_written_to, "Chaque destinataire peut être écrit, ou une raison est donnée"),
        Check(p.signed, "Une personne nommée signe"),
        Check(undoing.something_left, "Il reste un acte à annuler"),
        Check(undoing.closing_may_be_voided, "L'acte n'est pas une clôture à la majorité", "L. 114-1"),
        Check(undoing.nothing_posted, "Aucun courrier de l'acte n'est parti"),
    )
}  # fmt: skip
"""Every guard in words, but the two that are told otherwise: the pre-flight, line by line, and the notice, by its stage."""
