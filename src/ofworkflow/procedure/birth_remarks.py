"""What follows from a birth date corrected: the age of the day, what left with the other date, what a new
majority cuts short."""

from __future__ import annotations

from collections.abc import Iterator

from ofworkflow.law.periods import in_words
from ofworkflow.law.texts import OF_AGE, SCOPE_FROM_YEARS
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.attempts import Attempt
from ofworkflow.procedure.case import CaseState
from ofworkflow.procedure.delays import beyond_majority
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.step_letters import SAY_BIRTH, Model
from ofworkflow.procedure.steps import STEPS
from ofworkflow.procedure.vocabulary import Act, Closing, Stage


def about_a_birth(attempt: Attempt) -> Iterator[str]:
    """Say what is to be done once a birth date is corrected."""
    if not isinstance(attempt.request, ask.CorrigerNaissance):
        return
    after = attempt.case.but(born_on=attempt.request.naissance)
    yield from _of_age(attempt, after)
    yield from _not_yet_sixteen(attempt, after)
    yield from _cut_short(attempt, after)
    yield from _left_already(attempt)


def _of_age(a: Attempt, after: CaseState) -> Iterator[str]:
    ref, day = a.facts.reference, french_day(after.majority_on)
    is_of_age, closed = a.done_on >= after.majority_on, a.case.stage is Stage.CLOTURE
    if is_of_age and not closed:
        yield (
            f"Le jeune a {in_words(OF_AGE)} depuis le {day} : l'obligation a cessé. La nuit clôt le dossier, "
            f"ou vous : of clore {ref} --motif {Closing.MAJORITE}"
        )
    if closed and not is_of_age and a.case.closed_for is Closing.MAJORITE and a.case.closed_on:
        yield (
            f"Le dossier est clos à la majorité depuis le {french_day(a.case.closed_on)}, et le jeune n'a "
            f"{in_words(OF_AGE)} que le {day}. Pour le reprendre où il en était : of rouvrir {ref} --motif "
            '"date de naissance corrigée"'
        )
    expected = a.case.appointment
    if expected and not expected.outcome and a.done_on < after.majority_on <= expected.on:
        yield (
            f"Le rendez-vous du {french_day(expected.on)} tombe à la majorité ou après, le {day} : donnez-en "
            f'un autre (of reporter {ref} --rdv "DATE HH:MM" --motif MOTIF).'
        )


def _not_yet_sixteen(a: Attempt, after: CaseState) -> Iterator[str]:
    ref, day, stage = a.facts.reference, french_day(after.sixteen_on), a.case.stage
    if a.done_on >= after.sixteen_on:
        if stage is Stage.ATTENTE:
            yield (
                f"Le jeune a {SCOPE_FROM_YEARS} ans depuis le {day} : ce qui attendait commence avec la "
                "nuit, ou le prochain acte."
            )
        return
    if a.dest is Stage.ATTENTE:
        yield f"Le dossier est en attente de ses {SCOPE_FROM_YEARS} ans, le {day} : rien n'est dû avant."
    elif stage in (Stage.CONFORMITE, Stage.EXEMPTION):
        yield f"Le jeune n'a {SCOPE_FROM_YEARS} ans que le {day} : rien n'est dû avant."
    elif stage is not Stage.CLOTURE:
        yield (
            f"Le jeune n'a {SCOPE_FROM_YEARS} ans que le {day} : rien n'est dû avant, et ce qui a été fait "
            f"l'a été trop tôt. Retirez-le ({'; '.join(_withdrawals(a))}), puis notez de nouveau cette date "
            f"(of naissance {ref} …) : le dossier attendra ce jour."
        )


def _withdrawals(a: Attempt) -> Iterator[str]:
    """Yield what is typed to withdraw what was done in the running cycle, from the first act posted."""
    ref, kept = a.facts.reference, (Act.OUVRIR, Act.SIGNALER, Act.CONSTATER_AGE, Act.CORRIGER_NAISSANCE)
    done = [n for n, act in a.case.acts if n >= a.case.cycle and act not in kept]
    posted = next((n for n in done if n in a.case.posted_on), None)
    if posted is not None:
        yield f"of rectifier {ref} --acte {posted} --motif autre --avec-suite"
    if posted is None or done[0] < posted:
        yield f"of annuler {ref} --motif MOTIF"


def _cut_short(a: Attempt, after: CaseState) -> Iterator[str]:
    for delay in after.open_delays():
        words = beyond_majority(after, delay)
        if words and words != beyond_majority(a.case, delay):
            yield words


def _left_already(a: Attempt) -> Iterator[str]:
    case, ref = a.case, a.facts.reference
    if case.notice and case.notice_left_on:
        yield (
            f"L'information partie le {french_day(case.notice_left_on)} dit l'ancienne date. Pour la retirer "
            f"par un courrier, puis informer de nouveau : of rectifier {ref} --acte {case.notice[0]} --motif "
            "date"
        )
    for n, act in case.acts:
        telling = _telling_birth(act)
        if telling and n in case.posted_on and n != (case.notice or (0,))[0]:
            yield (
                f"Le courrier « {' » ou « '.join(telling)} » de l'acte n° {n}, parti le "
                f"{french_day(case.posted_on[n])}, dit peut-être l'ancienne date. Si cela compte : of "
                f"rectifier {ref} --acte {n} --motif date, puis refaites l'acte."
            )


def _telling_birth(act: Act) -> list[str]:
    """Return the letters of an act that say the birth date, or the day of majority, by their names."""
    models = {letter.model for step in STEPS if step.act is act for letter in step.letters}
    return [model.label for model in Model if model in models & SAY_BIRTH]
