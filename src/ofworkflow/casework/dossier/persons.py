"""The persons of a dossier, from their rows."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select

from ofworkflow.procedure.addressees import Addressee, addressees
from ofworkflow.procedure.attempts import ContactFact
from ofworkflow.procedure.persons import Adresse, Jeune, RepresentantLegal
from ofworkflow.procedure.vocabulary import Authority, ContactNature, ContactResult, Quality
from ofworkflow.storage import models as m
from ofworkflow.text import clean_line, fold


@dataclass(frozen=True, slots=True)
class Persons:
    """The minor and the representatives; `representant_ids` in the order of their rank."""

    jeune: Jeune
    representants: tuple[RepresentantLegal, ...]
    representant_ids: tuple[int, ...]

    def addressees(self) -> tuple[Addressee, ...]:
        """Return who is written to."""
        return addressees(f"{self.jeune.prenom} {self.jeune.nom}", self.jeune.adresse, self.representants)


def persons_of(connection: Connection, jeune_ids: Sequence[int]) -> dict[int, Persons]:
    """Return the persons of these minors, in two questions."""
    minors: Sequence[Any] = connection.execute(_MINORS, {"ids": list(jeune_ids)}).all()
    by_minor: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(_REPRESENTATIVES, {"ids": list(jeune_ids)}):
        by_minor[row.jeune_id].append(row)
    return {
        row.id: Persons(_minor(row), tuple(map(_representative, by_minor[row.id])), tuple(r.id for r in by_minor[row.id]))
        for row in minors
    }


def contacts_of(connection: Connection, dossier_id: int) -> tuple[ContactFact, ...]:
    """Return the logged solicitations of a dossier."""
    rows = connection.execute(
        select(m.contact.c.le, m.contact.c.nature, m.contact.c.resultat).where(m.contact.c.dossier_id == dossier_id)
    )
    return tuple(ContactFact(row.le, ContactNature(row.nature), ContactResult(row.resultat)) for row in rows)


def minor_row(jeune: Jeune) -> dict[str, Any]:
    """Return the row of a minor."""
    texts = {
        name: getattr(jeune, name) or None
        for name in (
            "ine", "nom_usage", "prenom2", "lieu_naissance", "commune_insee", "tel_fixe", "tel_portable", "courriel", "uai",
            "etablissement", "classe", "motif_sortie", "niveau",
        )
    }  # fmt: skip
    return {
        "nom": jeune.nom, "prenom": jeune.prenom, "naissance": jeune.naissance, "sexe": jeune.sexe, "commune": jeune.commune,
        **_address_columns(jeune.adresse),
        "entree_le": jeune.entree_le, "sortie_le": jeune.sortie_le, "qpv": jeune.qpv,
        "cle": fold(jeune.nom, jeune.prenom), **texts,
    }  # fmt: skip


def representative_row(jeune_id: int, rank: int, r: RepresentantLegal) -> dict[str, Any]:
    """Return the row of a representative."""
    return {
        "jeune_id": jeune_id, "rang": rank, "qualite": str(r.qualite), "autorite": str(r.autorite),
        "nom": r.nom, "prenom": r.prenom, **_address_columns(r.adresse),
        "telephone": r.telephone or None, "courriel": r.courriel or None,
        "confidentielle": r.confidentielle, "heberge": r.heberge,
    }  # fmt: skip


def card_fingerprint(minor: Mapping[str, Any], representatives: Sequence[Mapping[str, Any]]) -> str:
    """Return what tells the persons of a dossier from any others, as their rows hold them, in the order of their rank.

    It is kept by the entry that opens the dossier: nothing else says a second time where a minor lives.
    """
    apart = ("id", "cle", "jeune_id", "rang")  # given by the base, or following from the rest
    cards = [
        {name: clean_line(str(value)) for name, value in sorted(card.items()) if value is not None and name not in apart}
        for card in (minor, *representatives)
    ]
    return hashlib.sha256(json.dumps(cards, ensure_ascii=False).encode()).hexdigest()[:FINGERPRINT]


FINGERPRINT = 16
"""Characters kept of a fingerprint: enough against chance and mistakes, which is all that it is against."""


def _address_columns(a: Adresse) -> dict[str, str | None]:
    lines = {"adresse1": a.ligne1, "adresse2": a.ligne2, "code_postal": a.code_postal, "ville": a.ville, "pays": a.pays}
    return {name: text or None for name, text in lines.items()}


def _address(row: Any) -> Adresse:
    return Adresse(row.adresse1 or "", row.adresse2 or "", row.code_postal or "", row.ville or "", row.pays or "")


def _minor(row: Any) -> Jeune:
    texts = ("commune_insee", "ine", "nom_usage", "prenom2", "lieu_naissance", "tel_fixe", "tel_portable", "courriel", "uai")
    more = ("etablissement", "classe", "motif_sortie", "niveau")
    return Jeune(
        nom=row.nom, prenom=row.prenom, naissance=row.naissance, sexe=row.sexe, commune=row.commune,
        adresse=_address(row), entree_le=row.entree_le, sortie_le=row.sortie_le, qpv=row.qpv,
        **{name: getattr(row, name) or "" for name in (*texts, *more)},
    )  # fmt: skip


def _representative(row: Any) -> RepresentantLegal:
    return RepresentantLegal(
        Quality(row.qualite), row.nom, row.prenom, _address(row), row.telephone or "", row.courriel or "",
        Authority(row.autorite), row.confidentielle, row.heberge,
    )  # fmt: skip


_MINORS = select(m.jeune).where(m.jeune.c.id.in_(bindparam("ids", expanding=True)))
_REPRESENTATIVES = (
    select(m.representant)
    .where(m.representant.c.jeune_id.in_(bindparam("ids", expanding=True)))
    .order_by(m.representant.c.jeune_id, m.representant.c.rang)
)
