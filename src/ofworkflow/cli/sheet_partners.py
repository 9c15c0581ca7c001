"""What a dossier holds with its partners, on the sheet and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from ofworkflow.cli.output import iso
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.partnership import AgreedStep, PartnerRequest, Partnership

if TYPE_CHECKING:
    from ofworkflow.casework.registry.partners import Partner


def partner_lines(known: Partnership, today: date, directory: Mapping[int, Partner]) -> Iterator[str]:
    """Say the frames, the requests to partners, the meetings and what they decided."""
    for f in known.frames:
        where = f", {f.school}" if f.school else ""
        now = " : en cours" if f.covers(today) else ""
        days = f"du {french_day(f.starts_on)} au {french_day(f.ends_on)}"
        yield f"Cadre n° {f.n} : {f.frame.label}, {days}{where}{now}."
    for demand in known.requests:
        what = f"{demand.what.label} ; {_answer(demand, today)}"
        if contact := _contact(demand, directory):
            what += f" ({contact})"
        yield f"Demande n° {demand.n} à {demand.name} ({demand.kind.label}) : {what}."
    for listed in known.listed:
        when = "en a parlé" if listed.settled else "en parle" if listed.on >= today else "décision à noter"
        yield f"Réunion du {french_day(listed.on)} : {listed.topic.label} ({when})."
    for step in known.agreed:
        when = french_day(step.meeting_on)
        yield f"Décision n° {step.n} du {when} : {step.what.label}{_outcome(step, today)}."


def _contact(demand: PartnerRequest, directory: Mapping[int, Partner]) -> str | None:
    known = directory.get(demand.numero or 0)
    return known.told or None if known else None


def _answer(demand: PartnerRequest, today: date) -> str:
    if demand.answer and demand.answered_on:
        return f"{demand.answer.label}, le {french_day(demand.answered_on)}"
    late = ", en retard" if demand.answer_by < today else ""
    return f"réponse attendue le {french_day(demand.answer_by)}{late}"


def _outcome(step: AgreedStep, today: date) -> str:
    if step.by is None:
        return ""
    words = f", par {step.who} avant le {french_day(step.by)} ; "
    if step.end and step.ended_on:
        return f"{words}{step.end.label} le {french_day(step.ended_on)}"
    return f"{words}à faire{', en retard' if step.by < today else ''}"


def partners_json(known: Partnership, directory: Mapping[int, Partner]) -> dict[str, object]:
    """Return the same, under the keys of `of voir --json`."""
    return {
        "cadres": [
            {
                "n": f.n,
                "cadre": str(f.frame),
                "debut": iso(f.starts_on),
                "fin": iso(f.ends_on),
                "etablissement": f.school or None,
            }
            for f in known.frames
        ],
        "demandes": [
            {
                "n": a.n,
                "genre": str(a.kind),
                "nom": a.name,
                "partenaire": a.numero,
                "contact": _contact(a, directory),
                "objet": str(a.what),
                "faite_le": iso(a.on),
                "attendue_le": iso(a.answer_by),
                "reponse": str(a.answer) if a.answer else None,
                "reponse_le": iso(a.answered_on),
            }
            for a in known.requests
        ],
        "reunions": [
            {"n": each.n, "le": iso(each.on), "sujet": str(each.topic), "parle": each.settled}
            for each in known.listed
        ],
        "decisions": [decision_json(each) for each in known.agreed],
    }


def decision_json(step: AgreedStep) -> dict[str, object]:
    """Return what a meeting decided."""
    return {
        "n": step.n,
        "reunion": iso(step.meeting_on),
        "quoi": str(step.what),
        "qui": step.who or None,
        "genre": str(step.kind) if step.kind else None,
        "avant": iso(step.by),
        "issue": str(step.end) if step.end else None,
        "issue_le": iso(step.ended_on),
    }
