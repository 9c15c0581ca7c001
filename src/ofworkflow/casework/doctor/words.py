"""The closed list of what may stand in each enumerated column, and the form of what has one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from sqlalchemy import Table

from ofworkflow.casework.doctor.raw import StoredRow
from ofworkflow.casework.dossier.births import BIRTH
from ofworkflow.casework.dossier.persons import OF_THE_DOSSIER
from ofworkflow.casework.mail.sealing import AGAIN, CHANGED, SENT_AGAIN
from ofworkflow.casework.night.ledger import BY_HAND, SCHEDULED, FailureKind
from ofworkflow.procedure.case import APPOINTMENT_KINDS, EXEMPTION
from ofworkflow.procedure.fields import MINOR, REPRESENTATIVE, PersonField, correctable
from ofworkflow.procedure.step_letters import Model
from ofworkflow.procedure.vocabulary import (
    Act,
    Answering,
    AppointmentOutcome,
    Authority,
    ContactNature,
    ContactResult,
    Delay,
    DelayState,
    LetterState,
    Nature,
    PartnerKind,
    PostMode,
    Proof,
    Recipient,
    Source,
    Stage,
)
from ofworkflow.storage import models as m


def _slugs(*words: type[StrEnum] | str) -> frozenset[str]:
    return frozenset(slug for word in words for slug in ([word] if isinstance(word, str) else map(str, word)))


def _words_of(fields: Sequence[PersonField]) -> Mapping[str, frozenset[str]]:
    known = ((f.name, _slugs(*([f.words] if f.words else f.choices))) for f in fields if f.empty == "")
    return {name: words | {""} for name, words in known if words}


_CORRECTABLE = (f.name for fields in (MINOR, REPRESENTATIVE) for f in correctable(fields))
_STAGES, _ACTS, _DELAYS, _MODELS, _MODES = (_slugs(words) for words in (Stage, Act, Delay, Model, PostMode))
_ROLES = _slugs(
    "representant", *(recipient for recipient in Recipient if recipient is not Recipient.DESTINATAIRES)
)

WORDS: Mapping[Table, Mapping[str, frozenset[str]]] = {
    m.lot: {"source": _slugs(Source)},
    m.jeune: _words_of(MINOR),
    m.representant: _words_of(REPRESENTATIVE),
    m.dossier: {"source": _slugs(Source), "etape": _STAGES, "prochaine_echeance": _DELAYS},
    m.journal: {"acte": _ACTS, "de": _STAGES, "vers": _STAGES},
    m.echeance: {"slug": _DELAYS, "etat": _slugs(DelayState)},
    m.situation: {"nature": _slugs(Nature, EXEMPTION), "preuve": _slugs(Proof)},
    m.rendez_vous: {
        "etape": _slugs(*map(str, APPOINTMENT_KINDS)),
        "issue": _slugs(AppointmentOutcome),
    },
    m.contact: {
        "nature": _slugs(ContactNature),
        "resultat": _slugs(ContactResult),
        "qui": _slugs(Answering),
    },
    m.scelle: {"modele": _MODELS},
    m.courrier: {"modele": _MODELS, "role": _ROLES, "etat": _slugs(LetterState), "mode": _MODES},
    m.suivi: {"evenement": _slugs(LetterState, AGAIN, CHANGED, SENT_AGAIN), "mode": _MODES},
    m.modification: {"champ": _slugs("representant", BIRTH, *OF_THE_DOSSIER, *_CORRECTABLE)},
    m.alerte: {"slug": _DELAYS},
    m.prevision: {
        "slug": _DELAYS,
        "acte": _ACTS,
        "de": _STAGES,
        "vers": _STAGES,
        "modele": _MODELS,
        "prochaine_echeance": _DELAYS,
    },
    m.echec: {"genre": _slugs(FailureKind)},
    m.nuit: {"mode": _slugs(BY_HAND, SCHEDULED)},
    m.partenaire: {"genre": _slugs(PartnerKind)},
}

_SHA256 = re.compile(r"[0-9a-f]{64}")
FORMS: Mapping[Table, Mapping[str, re.Pattern[str]]] = {
    m.lot: {"numero": re.compile(r"L\d{4,}"), "sha256": _SHA256},
    m.dossier: {"reference": re.compile(r"\d{4}-\d{4,}")},
    m.rendez_vous: {"heure": re.compile(r"([01]\d|2[0-3]):[0-5]\d")},
    m.scelle: {"sha256": _SHA256, "retouche_sha256": _SHA256, "origine_sha256": _SHA256},
    m.courrier: {"sha256": _SHA256},
    m.retouche: {"sha256": _SHA256},
    m.bilan_fige: {"numero": re.compile(r"B\d{4,}"), "sha256": _SHA256},
}

_MUST_BE_SAID: Mapping[Table, frozenset[str]] = {
    m.jeune: frozenset({"nom", "prenom", "cle"}),
    m.representant: frozenset({"nom"}),
    m.dossier: frozenset({"structure"}),
    m.journal: frozenset({"auteur"}),
    m.suivi: frozenset({"auteur"}),
    m.contact: frozenset({"auteur"}),
    m.scelle: frozenset({"auteur", "version_modele"}),
    m.tirage: frozenset({"auteur"}),
    m.modification: frozenset({"auteur"}),
    m.retouche: frozenset({"auteur"}),
    m.lot: frozenset({"auteur", "fichier"}),
    m.fusion: frozenset({"auteur"}),
    m.conge: frozenset({"structure", "conseiller", "auteur"}),
    m.relais: frozenset({"conseiller", "auteur"}),
    m.partenaire: frozenset({"structure", "nom", "auteur"}),
    m.bilan_fige: frozenset({"auteur"}),
    m.nuit: frozenset({"hote", "version"}),
}
"""Texts that may be anything but empty."""


def _may_be_empty(table: Table, row: StoredRow, name: str) -> bool:
    # a list gave somebody's e-mail or phone, and no name: who it is is still to be found
    return table is m.representant and name == "nom" and row.autorite == Authority.A_IDENTIFIER


def wrong_values(table: Table, row: StoredRow) -> Iterator[str]:
    """Say each value of a row that cannot stand where it stands."""
    for name, shown in row.unreadable.items():
        yield f"{table.name}.{name} contient {shown}, qui n'est pas une valeur de ce genre"
    for name, known in WORDS.get(table, {}).items():
        value = getattr(row, name)
        if value is not None and name not in row.unreadable and value not in known:
            yield f"{table.name}.{name} contient « {value[:40]} », qui n'est pas un mot connu"
    for name, form in FORMS.get(table, {}).items():
        value = getattr(row, name)
        if value is not None and name not in row.unreadable and not form.fullmatch(value):
            yield f"{table.name}.{name} contient « {value[:40]} », qui n'en a pas la forme"
    for name in _MUST_BE_SAID.get(table, ()):
        value = getattr(row, name)
        if value is not None and not str(value).strip() and not _may_be_empty(table, row, name):
            yield f"{table.name}.{name} est vide"
    for column in table.columns:
        if (
            not column.nullable
            and getattr(row, column.name) is None
            and column.name not in {*row.unreadable, *_LEFT_OUT}
        ):
            yield f"{table.name}.{column.name} n'est pas rempli"


_LEFT_OUT = frozenset({"pdf", "contenu"})
"""Bytes that are read on their own, against their fingerprint."""


def wrong_in(table: Table, rows: Iterable[StoredRow]) -> Iterator[str]:
    """Say each wrong value of these rows."""
    for row in rows:
        yield from wrong_values(table, row)
