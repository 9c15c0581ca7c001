"""From the word that was typed to the explanations: a delay, an act, the number of an entry, the alertes,
the night."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from ofworkflow.casework.explain.automaton import done_by_night, explain_coming
from ofworkflow.casework.explain.delays import explain_alertes, explain_delay, explain_no_interview
from ofworkflow.casework.explain.entries import explain_entry
from ofworkflow.casework.explain.links import Explanation, Subject
from ofworkflow.casework.explain.refusals import explain_act
from ofworkflow.errors import UsageError
from ofworkflow.procedure.french import join_words
from ofworkflow.procedure.steps import STEPS
from ofworkflow.procedure.vocabulary import Act, Delay
from ofworkflow.text import fold

_NIGHT = "nuit"
Explainer = Callable[[Subject], list[Explanation]]


def explain(subject: Subject, what: str) -> list[Explanation]:
    """Explain a delay, an act, an entry, « alertes » or « nuit »; without a word, what runs and the next act
    of the night.

    Raise `UsageError` with the nearest word when it is none of these.
    """
    word = _key(what)
    if word.isdecimal():
        return _entry(subject, int(word))
    if word in _WORDS:
        return _WORDS[word](subject)
    from difflib import get_close_matches  # only when nothing was found

    near = get_close_matches(word, _WORDS, n=1, cutoff=0.5)
    listed = (
        f"une échéance ({', '.join(Delay)}), un acte ({', '.join(sorted({act.command for act in Act}))}), "
        "alertes ou nuit"
    )
    hint = (
        f"Vouliez-vous dire « {near[0]} » ?" if near else f"Donnez le numéro d'un acte du journal, {listed}."
    )
    raise UsageError(
        f"« {what} » n'est ni une échéance, ni un acte, ni le numéro d'un acte du journal. {hint}"
    )


def _key(text: str) -> str:
    return "_".join(fold(text).split()).removeprefix("n_").removeprefix("no_")


def _overview(subject: Subject) -> list[Explanation]:
    running = [explain_delay(subject, delay) for delay in subject.case.open_delays()]
    return [replace(one, whole=False) for one in (*running, *explain_coming(subject)[:1])]


def _entry(subject: Subject, n: int) -> list[Explanation]:
    if any(entry.n == n for entry in subject.entries):
        return [explain_entry(subject, n)]
    last = subject.entries[-1].n
    raise UsageError(
        f"Le journal du dossier {subject.reference} n'a pas d'acte n° {n} : il va de 1 à {last}. Voyez-le "
        "avec "
        f"« of voir {subject.reference} »."
    )


def _delay(slug: Delay, subject: Subject) -> list[Explanation]:
    delays = [delay for delay in subject.case.delays if delay.slug is slug]
    if not delays and slug is Delay.PREMIER_ENTRETIEN:
        return [explain_no_interview(subject)]
    if not delays:
        openers = dict.fromkeys(f"of {step.act.command}" for step in STEPS if slug in step.opens)
        raise UsageError(
            f"Aucune échéance « {slug.label} » n'a été ouverte dans le dossier {subject.reference}. "
            f"Ce qui peut l'ouvrir : {join_words(openers, 'ou')}."
        )
    ordered = sorted(delays, key=lambda d: (not d.is_open, -d.opened_by))
    return [
        replace(explain_delay(subject, d), whole=d.is_open or rank == 0) for rank, d in enumerate(ordered)
    ]


def _act(act: Act, subject: Subject) -> list[Explanation]:
    done = [explain_entry(subject, entry.n) for entry in done_by_night(subject, act)]
    explanations = [*done, *explain_coming(subject, act)]
    return (
        explanations if explanations and act.is_of_the_night else [*explanations, explain_act(subject, act)]
    )


def _words() -> Mapping[str, Explainer]:
    words: dict[str, Explainer] = {"": _overview}
    for act in Act:
        for name in (act.label, act.command, act.command.split()[-1], str(act)):
            words[_key(name)] = partial(_act, act)
    for slug in Delay:
        for name in (slug.label, str(slug)):
            words[_key(name)] = partial(_delay, slug)
    return words | {"alertes": explain_alertes, "alerte": explain_alertes, _NIGHT: explain_coming}


_WORDS = _words()
