"""What a phone call needs first of a dossier: its appointments, the outcome to note, the delays against the
majority."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ofworkflow.casework.registry.siblings import Kinship, Sibling
from ofworkflow.casework.registry.to_complete import ToComplete, to_complete
from ofworkflow.casework.registry.view import DossierView
from ofworkflow.law.periods import days_between
from ofworkflow.procedure.case import Appointment, CaseState
from ofworkflow.procedure.french import french_day, french_hour
from ofworkflow.procedure.vocabulary import Delay, DelayState, Stage
from ofworkflow.text import counted

_KINDS = {
    Stage.ENTRETIEN: "premier_entretien",
    Stage.CONVOCATION: "seconde_convocation",
    Stage.SUIVI: "suivi",
}
_WORDS = {
    Stage.ENTRETIEN: "Premier entretien",
    Stage.CONVOCATION: "Convocation R. 114-7",
    Stage.SUIVI: "Rendez-vous de suivi",
}
_BAR = 20  # columns of a delay's bar


def appointments_json(case: CaseState, counsellor: str, relays: Mapping[int, str]) -> list[dict[str, object]]:
    """Return the appointments of `of voir --json`, in the order they were given; « annule » once called
    off."""
    return [
        {
            "n": a.n,
            "jour": a.on.isoformat(),
            "heure": f"{a.rdv.heure:%H:%M}",
            "lieu": a.rdv.lieu,
            "nature": _KINDS[a.kind],
            "conseiller": relays.get(a.n, counsellor),
            "issue": str(a.outcome) if a.outcome else None if _is_expected(case, a) else "annule",
            "avec": a.avec,
            "a_part": _apart_json(case, a),
        }
        for a in case.appointments
    ]


def _apart_json(case: CaseState, a: Appointment) -> dict[str, object] | None:
    """Return the hour of who is received apart, and whether he or she came; « annule » with the other."""
    if a.other is None:
        return None
    settled = a.outcome or _is_expected(case, a)
    issue = a.other_outcome if settled else "annule"
    return {
        "representant": a.other.avec,
        "heure": f"{a.other.heure:%H:%M}",
        "issue": str(issue) if issue else None,
    }


def top_lines(case: CaseState, reference: str, today: date, relays: Mapping[int, str]) -> Iterator[str]:
    """Say the appointment that is expected, or whose outcome is missing, and which colleague receives it."""
    for a in case.appointments:
        if a.outcome or not _is_expected(case, a):
            continue
        what = f"{_WORDS[a.kind]} le {french_day(a.on)} à {french_hour(a.rdv.heure)}, {a.rdv.lieu}"
        what += f", avec {relays[a.n]}" if a.n in relays else ""
        if a.other:
            what += (
                f", avec le représentant n° {a.avec} ; le n° {a.other.avec} à part, à "
                f"{french_hour(a.other.heure)}"
            )
        if a.on > today:
            yield f"{what} (dans {counted(days_between(today, a.on), 'jour')})."
        elif a.on == today:
            yield f"{what} : aujourd'hui."
        else:
            yield f"{what} : issue à noter (of recevoir {reference} --present QUI, of absence {reference})."


def to_complete_lines(view: DossierView, today: date) -> Iterator[str]:
    """Say what is missing of the card, until when it is to be found, and what to type then."""
    for each in _to_complete(view, today):
        yield f"À trouver avant le {french_day(each.until)} : {each.what} ({each.command})."


def to_complete_json(view: DossierView, today: date) -> list[dict[str, object]]:
    """Return what is missing of the card, for `of voir --json`."""
    return [
        {"quoi": each.what, "avant_le": each.until.isoformat(), "commande": each.command}
        for each in _to_complete(view, today)
    ]


def kin_line(reference: str, sibling: Sibling) -> str:
    """Say who is of the same family, or perhaps the same minor."""
    who = f"{sibling.reference}, {sibling.prenom} {sibling.nom}"
    if sibling.lien is Kinship.DOUBLON:
        return (
            f"Peut-être le même jeune : {who}. Pour les réunir : of fusionner {reference} {sibling.reference}"
        )
    return f"{'Né(e) le même jour' if sibling.lien is Kinship.JUMEAU else 'Même famille'} : {who}."


def delay_bar(case: CaseState, starts_on: date, ends_on: date, today: date) -> str:
    """Return how much of a delay has run, the majority marked where it cuts the delay short: « ###....M.. ».

    Plain signs: the bar says no more than the days beside it, and any screen has them.
    """
    length = max(days_between(starts_on, ends_on), 1)
    run = min(max(days_between(starts_on, today), 0), length) * _BAR // length
    bar = ["#"] * run + ["."] * (_BAR - run)
    if starts_on <= case.majority_on <= ends_on:
        bar[min(days_between(starts_on, case.majority_on) * _BAR // length, _BAR - 1)] = "M"
    return "".join(bar)


def _is_expected(case: CaseState, a: Appointment) -> bool:
    return any(
        d.slug is Delay.ISSUE and d.opened_by == a.n and d.state is DelayState.OUVERTE for d in case.delays
    )


def _to_complete(view: DossierView, today: date) -> list[ToComplete]:
    case = view.opened.case
    if case.stage is Stage.CLOTURE:
        return []
    return [*to_complete(view.persons, view.opened.reference, case.opened_on or view.signale_le, today)]
