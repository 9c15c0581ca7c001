"""The projections of the journal: the rows of what a replay gives."""

from __future__ import annotations

from ofworkflow.procedure.case import Appointment, Coverage, RunningDelay
from ofworkflow.storage.rows import Values


def delay_row(dossier_id: int, delay: RunningDelay) -> Values:
    """Return the row of a delay."""
    d = delay.dates
    return {
        "dossier_id": dossier_id,
        "ouverte_par": delay.opened_by,
        "slug": str(delay.slug),
        "depart_le": d.starts_on,
        "nominale_le": d.nominal_on,
        "legale_le": d.legal_on,
        "interne_le": d.internal_on,
        "etat": str(delay.state),
        "provisoire": delay.provisional,
        "fondement": d.basis,
        "duree": d.length,
        "close_le": delay.closed_on,
    }


def coverage_row(dossier_id: int, coverage: Coverage) -> Values:
    """Return the row of a situation or an exemption."""
    return {
        "dossier_id": dossier_id,
        "n": coverage.n,
        "nature": coverage.nature,
        "sous_type": coverage.subtype or None,
        "debut_le": coverage.starts_on,
        "fin_le": coverage.ends_on,
        "revue": coverage.is_review,
        "rompue_le": coverage.broken_on,
        "preuve": coverage.proof,
        "preuve_vue_le": coverage.proof_seen_on,
    }


def appointment_row(dossier_id: int, appointment: Appointment) -> Values:
    """Return the row of an appointment."""
    return {
        "dossier_id": dossier_id, "n": appointment.n, "etape": str(appointment.kind), "le": appointment.on,
        "heure": f"{appointment.rdv.heure:%H:%M}", "lieu": appointment.rdv.lieu,
        "issue": str(appointment.outcome) if appointment.outcome else None,
    }  # fmt: skip
