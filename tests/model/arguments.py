"""What is drawn with each act: mostly what could be done, sometimes what cannot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from random import Random
from typing import Any

from model.days import DAY
from model.life import Life

NATURES = {
    "scolarite": ("certificat_scolarite", "assiduite"),
    "formation": ("attestation",),
    "apprentissage": ("contrat",),
    "emploi": ("contrat",),
    "service_civique": ("contrat",),
    "deuxieme_chance": ("contrat", "attestation"),
    "accompagnement": ("contrat",),
    "medico_social": ("attestation",),
}

Arguments = dict[str, Any]


def _appointment(rng: Random, life: Life, le: date) -> Arguments:
    d = life.dossier
    notice = d.house.notice_first if d.stage in {"reperage", "entretien"} else d.house.notice_second
    day = le + (notice + rng.choice((-1, 0, 0, 1, 3, 8))) * DAY
    given = d.calendar.next_working(day) if rng.random() < 0.8 else day
    reasons = {"motif_preavis": "accord"} if rng.random() < 0.1 else {}
    reasons |= {"malgre": "la famille ne peut pas autrement"} if rng.random() < 0.1 else {}
    return {"rdv": given, "heure": time(rng.choice((9, 10, 14, 15, 16, 18)), rng.choice((0, 0, 15, 30))), **reasons}


def _summons(rng: Random, life: Life, le: date) -> Arguments:
    early = {"motif_anticipation": "accord de la famille"} if rng.random() < 0.2 else {}
    return _appointment(rng, life, le) | early


def _move(rng: Random, life: Life, le: date) -> Arguments:
    missed = life.dossier.stage == "carence"
    why = "nouvelle_convocation" if missed else rng.choice(("demande_famille", "absence_justifiee"))
    return _appointment(rng, life, le) | {"motif": why}


def _excuse(rng: Random, life: Life, le: date) -> Arguments:
    late = {"motif_retard": "hospitalisation"} if rng.random() < 0.5 else {}
    return {"motif": rng.choice(("transport", "familial", "courrier_non_recu")), **late}


def _situation(rng: Random, life: Life, le: date) -> Arguments:
    nature = rng.choice(sorted(NATURES))
    debut = le - rng.choice((0, 0, 1, 10, 40)) * DAY if rng.random() < 0.94 else le + 5 * DAY
    fin = debut + rng.choice((20, 45, 90, 200, 365)) * DAY
    return {"nature": nature, "debut": debut, "fin": fin, "preuve": rng.choice(NATURES[nature])}


def _breach(rng: Random, life: Life, le: date) -> Arguments:
    covering = [one for one in life.dossier.covers if one.covers(le)]
    ended = rng.choice(covering) if covering else None
    named = {"situation": ended.by} if ended and (len(covering) > 1 or rng.random() < 0.3) and rng.random() < 0.9 else {}
    if ended and ended.nature == "exemption" and rng.random() < 0.9:
        return {"motif": "fin_exemption", **named}
    return {
        "motif": rng.choice(("abandon", "abandon", "rupture_contrat", "exclusion", "fermeture", "fin_exemption", "autre")),
        **named,
    }


def _withdrawal(rng: Random, life: Life, le: date) -> Arguments:
    """Withdraw the last act, mostly; sometimes one before it, or one that is not there."""
    standing = [n for n, _, _ in life.lived]
    named = standing[-1] if rng.random() < 0.8 else rng.choice((*standing, 99))
    following = {"avec_suite": True} if rng.random() < 0.4 else {}
    return following | {"acte": named, "motif": rng.choice(("personne", "date", "adresse", "courrier", "autre"))}


def _about(slug: str, rng: Random, life: Life) -> Arguments:
    """Name one of what runs, where several do: else which is not said."""
    running = life.dossier.running(slug)
    return {slug: rng.choice(running).opened_by} if len(running) > 1 and rng.random() < 0.8 else {}


ARGUMENTS: dict[str, Callable[[Random, Life, date], Arguments]] = {
    "convoquer": _summons,
    "reporter": _move,
    "recevoir": lambda rng, life, le: {"present": rng.choice(("les_deux", "les_deux", "mineur", "representant"))},
    "justifier": _excuse,
    "situation": _situation,
    "exempter": lambda rng, life, le: {"jusqu_au": rng.choice((None, le + rng.choice((-3, 10, 30, 100)) * DAY))},
    "rompre": _breach,
    "inviter": lambda rng, life, le: _appointment(rng, life, le) | {"par": rng.choice(("lettre", "sms", "telephone", "aucun"))},
    "transmettre": lambda rng, life, le: {"motif_anticipation": "accord de la famille"} if rng.random() < 0.2 else {},
    "signaler": lambda rng, life, le: {
        "diplome": rng.choice((None, None, "non", "oui")),
        "emploi": rng.choice((None, None, None, "oui")),
        "source": rng.choice(("siei", "psad", "autre")),
        "signale_le": le - rng.choice((0, 2)) * DAY,
    },
    "rectifier": _withdrawal,
    "proposer": lambda rng, life, le: {
        "quoi": rng.choice(("formation_initiale", "apprentissage")),
        "reponse": rng.choice(("acceptee", "refusee", "reflexion", "sans_reponse")),
    },
    "promettre": lambda rng, life, le: {
        "nature": rng.choice(("emploi", "apprentissage")),
        "debut": le + rng.choice((0, 1, 5, 20, 40)) * DAY,
        "preuve": "contrat",
    },
    "retirer": lambda rng, life, le: _about("promesse", rng, life) | {"motif": rng.choice(("non_tenue", "refusee"))},
    "demander": lambda rng, life, le: {"avant": le + rng.choice((-1, 0, 5, 10, 30)) * DAY},
    "repondre": lambda rng, life, le: (
        _about("demande", rng, life)
        | {"reponse": rng.choice(("favorable", "defavorable", "renseignement", "sans_reponse", "retiree"))}
    ),
    "inscrire": lambda rng, life, le: {"reunion": le + rng.choice((0, 0, 0, 7, 14)) * DAY},
    "decider": lambda rng, life, le: {"avant": rng.choice((None, le + rng.choice((0, 10)) * DAY))},
    "achever": lambda rng, life, le: _about("decision", rng, life) | {"issue": rng.choice(("faite", "abandonnee"))},
    "cadrer": lambda rng, life, le: {
        "cadre": rng.choice(("tdo", "pae", "avenir_pro", "atta")),
        "debut": le + rng.choice((-30, 0, 5)) * DAY,
        "fin": rng.choice((None, None, le + rng.choice((-40, 20, 150)) * DAY)),
    },
    "reponse": lambda rng, life, le: {"nature": rng.choice(("accuse", "mesure", "retour"))},
    "clore": lambda rng, life, le: {
        "motif": rng.choice(("demenagement", "depart_etranger", "hors_champ", "erreur", "doublon", "deces", "majorite"))
    },
}
