"""One dossier as JSON (the contract of docs/cli.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.registry.possible import asked_today
from ofworkflow.casework.registry.trail import Trail
from ofworkflow.casework.registry.view import DossierView, delay_state
from ofworkflow.cli.files import stored_place
from ofworkflow.cli.output import iso
from ofworkflow.cli.sheet_partners import partners_json
from ofworkflow.cli.sheet_top import appointments_json, to_complete_json
from ofworkflow.cli.sheet_trail import trail_json
from ofworkflow.clock import Clock
from ofworkflow.procedure.addressees import ground_on
from ofworkflow.procedure.case import EXEMPTION, Coverage, RunningDelay
from ofworkflow.procedure.delays import last_useful_on
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.fields import MINOR, REPRESENTATIVE, PersonField
from ofworkflow.procedure.persons import Jeune, RepresentantLegal
from ofworkflow.procedure.vocabulary import (
    Stage,
)

NO_TRAIL: Mapping[int, Trail] = {}


def dossier_json(
    view: DossierView,
    clock: Clock,
    folder: Path,
    trails: Mapping[int, Trail] = NO_TRAIL,
    *,
    desk: Desk,
    confidential: bool = False,
) -> dict[str, object]:
    """Return the object of `of voir --json`; the letters lie in `folder`, `trails` holds what is stored of
    each dossier; `desk`: of whom asks; `confidential`: with the addresses that are given to nobody."""
    acts = tuple(asked_today(view, desk))
    today, case, j = clock.today(), view.opened.case, view.persons.jeune
    stage = case.stage or Stage.REPERAGE
    return {
        "reference": view.opened.reference,
        "etape": str(stage),
        "etape_libelle": stage.label,
        "jeune": {
            "nom": j.nom,
            "prenom": j.prenom,
            "naissance": j.naissance.isoformat(),
            "sexe": j.sexe,
            "commune": j.commune,
        },
        "fiche": _card_json(MINOR, j),
        "conforme": case.is_compliant(today),
        "exempte": case.is_exempt(today),
        "majorite_le": case.majority_on.isoformat(),
        "conseiller": view.conseiller,
        "source": view.source,
        "rendez_vous": appointments_json(case, view.conseiller, view.relays),
        "fratrie": [
            {"reference": s.reference, "nom": s.nom, "prenom": s.prenom, "lien": str(s.lien)}
            for s in view.fratrie
        ],
        "reunis": [
            dossier_json(one, clock, folder, trails, desk=desk, confidential=confidential)
            for one in view.reunis
        ],
        "signale_le": view.signale_le.isoformat(),
        "representants": [
            {
                **_card_json(REPRESENTATIVE, r, hidden=r.confidentielle and not confidential),
                **_standing(view, rank, today),
            }
            for rank, r in enumerate(view.persons.representants)
        ],
        "jeune_seul": view.persons.alone(today),
        "a_completer": to_complete_json(view, today),
        "signalements": [
            {
                "n": r.n,
                "note_le": iso(r.noted_on),
                "source": str(r.source),
                "signale_le": iso(r.on),
                "par": r.by or None,
                "raison": str(r.why) if r.why else None,
            }
            for r in view.signalements
        ],
        "cycles": [
            {
                "n": c.n,
                "acte": str(c.act),
                "depuis": iso(c.since),
                "clos_le": iso(c.closed_on),
                "motif": str(c.motif) if c.motif else None,
            }
            for c in view.cycles
        ],
        "echeances": [_delay_json(delay, today, last_useful_on(case, delay)) for delay in case.delays],
        "journal": [_entry_json(view, entry, clock) for entry in view.opened.entries],
        "courriers": [
            {
                "id": row.name,
                "modele": row.modele,
                "destinataire": row.destinataire,
                "etat": row.etat,
                "sha256": row.sha256,
                "acte": row.acte_n,
                "poste_le": iso(row.poste_le),
                "mode": row.mode,
                "numero": row.numero,
                "fichier": stored_place(folder, row.fichier),
            }
            for row in view.letters
        ],
        "contacts": [
            {
                "le": c.le.isoformat(),
                "nature": c.nature,
                "resultat": c.resultat,
                "qui": c.qui or None,
                "representant": c.representant,
                "note": c.note or None,
                "n": c.n,
                "auteur": c.auteur,
                "enregistre_le": _instant(c.enregistre_a, clock),
                "annule_le": _instant(c.annule_a, clock),
                "annule_par": c.annule_par or None,
                "annule_motif": c.annule_motif or None,
            }
            for c in view.contacts
        ],
        "situations": [_coverage_json(c) for c in case.coverages if c.nature != EXEMPTION],
        "promesses": [
            {
                "n": p.n,
                "nature": str(p.nature),
                "sous_type": p.subtype or None,
                "debut": p.starts_on.isoformat(),
                "preuve": str(p.proof),
                "preuve_vue": p.proof_seen_on.isoformat(),
                "tient": p in case.held_promises,
            }
            for p in case.promises
        ],
        "propositions": [
            {
                "n": p.n,
                "nature": str(p.what),
                "le": p.on.isoformat(),
                "reponse": str(p.answer),
                "reponse_le": p.answered_on.isoformat(),
            }
            for p in case.proposals
        ],
        **partners_json(case.partnership, view.partners),
        "exemptions": [_coverage_json(c) for c in case.coverages if c.nature == EXEMPTION],
        "actes_possibles": [act.command for act in acts],
        "actes_refuses": [
            {
                "acte": act.command,
                "motif": no.why,
                "fondement": no.basis,
                "que_faire": no.instead,
            }
            for act in acts
            if (no := act.refusal)
        ],
        "trace": trail_json(trails.get(view.opened.id, {}), clock),
    }


def _standing(view: DossierView, rank: int, today: date) -> dict[str, object]:
    """Return the number of a representative, on which ground he or she stands today, and what may be sent."""
    ground = ground_on(view.persons.representants[rank], today)
    what, why = view.persons.receives(rank, today)
    titre = str(ground) if ground else None
    return {"n": rank + 1, "titre_du_jour": titre, "recoit": what, "recoit_pourquoi": why or None}


def _card_json(
    fields: Sequence[PersonField], person: Jeune | RepresentantLegal, *, hidden: bool = False
) -> dict[str, object]:
    """Return what is known of a person; an address that is given to nobody (`hidden`) is not."""
    values = ((f.name, None if hidden and f.line else f.of(person)) for f in fields)
    return {
        name: value.isoformat() if isinstance(value, date) else None if value == "" else value
        for name, value in values
    }


def _delay_json(delay: RunningDelay, today: date, last: date | None) -> dict[str, object]:
    d = delay.dates
    return {
        "slug": str(delay.slug),
        "ouverte_par": delay.opened_by,
        "depart": d.starts_on.isoformat(),
        "nominale": d.nominal_on.isoformat(),
        "legale": d.legal_on.isoformat(),
        "interne": d.internal_on.isoformat(),
        "etat": str(delay_state(delay, today)),
        "provisoire": delay.provisional,
        "fondement": d.basis,
        "dernier_jour_utile": last.isoformat() if last else None,
    }


def _instant(at: datetime | None, clock: Clock) -> str | None:
    return at.astimezone(ZoneInfo(clock.timezone)).isoformat() if at else None


def _entry_json(view: DossierView, entry: Entry, clock: Clock) -> dict[str, object]:
    recorded_at = view.recorded_at[entry.n].astimezone(ZoneInfo(clock.timezone))
    return {
        "n": entry.n,
        "acte": str(entry.act),
        "de": str(entry.source) if entry.source else None,
        "vers": str(entry.dest),
        "fait_le": entry.done_on.isoformat(),
        "enregistre_le": recorded_at.isoformat(),
        "auteur": entry.author,
        "annule_par": view.opened.case.annulled.get(entry.n),
        "note": view.notes.get(entry.n),
    }


def _coverage_json(c: Coverage) -> dict[str, object]:
    return {
        "n": c.n,
        "nature": c.nature,
        "sous_type": c.subtype or None,
        "debut": c.starts_on.isoformat(),
        "fin": c.ends_on.isoformat(),
        "revue": c.is_review,
        "preuve": c.proof,
        "preuve_vue": c.proof_seen_on.isoformat(),
        "rompue_le": iso(c.broken_on),
    }
