"""Nothing that is stored about a dossier is without a screen and a JSON key that shows it: a walk through every table."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cli.conftest import Of
from ofworkflow.storage import models as m
from ofworkflow.storage.columns import metadata

# Not about a dossier.
# of no dossier: of conges, of partenaires; or nothing but what the names shown already say
APART = {"meta", "compteur", "bilan_fige", "nuit", "conge", "partenaire", "cle_nom"}

# What the sheet says under names of its own: the column, and where `of voir --json` has it.
ELSEWHERE = {
    **{f"jeune.{c.name}": f"fiche.{c.name}" for c in m.jeune.c if c.name not in ("id", "cle")},
    **{f"representant.{c.name}": f"representants.{c.name}" for c in m.representant.c if c.name not in ("id", "jeune_id", "rang")},
    "representant.rang": "representants.n",
    "dossier.reference": "reference", "dossier.etape": "etape",
    "journal.n": "journal.n", "journal.acte": "journal.acte", "journal.de": "journal.de", "journal.vers": "journal.vers",
    "journal.fait_le": "journal.fait_le", "journal.enregistre_a": "journal.enregistre_le", "journal.auteur": "journal.auteur",
    "journal.note": "journal.note",
    "echeance.ouverte_par": "echeances.ouverte_par", "echeance.slug": "echeances.slug", "echeance.depart_le": "echeances.depart",
    "echeance.nominale_le": "echeances.nominale", "echeance.legale_le": "echeances.legale", "echeance.interne_le": "echeances.interne",
    "echeance.etat": "echeances.etat", "echeance.provisoire": "echeances.provisoire", "echeance.fondement": "echeances.fondement",
    "situation.n": "situations.n", "situation.nature": "situations.nature", "situation.sous_type": "situations.sous_type",
    "situation.debut_le": "situations.debut", "situation.fin_le": "situations.fin", "situation.revue": "situations.revue",
    "situation.rompue_le": "situations.rompue_le", "situation.preuve": "situations.preuve", "situation.preuve_vue_le": "situations.preuve_vue",
    "rendez_vous.n": "rendez_vous.n", "rendez_vous.etape": "rendez_vous.nature", "rendez_vous.le": "rendez_vous.jour",
    "rendez_vous.heure": "rendez_vous.heure", "rendez_vous.lieu": "rendez_vous.lieu", "rendez_vous.issue": "rendez_vous.issue",
    "contact.le": "contacts.le", "contact.nature": "contacts.nature", "contact.resultat": "contacts.resultat",
    "contact.note": "contacts.note", "contact.auteur": "contacts.auteur", "contact.enregistre_a": "contacts.enregistre_le",
    "contact.qui": "contacts.qui", "contact.representant": "contacts.representant", "contact.annule_a": "contacts.annule_le",
    "contact.annule_par": "contacts.annule_par", "contact.annule_motif": "contacts.annule_motif",
}  # fmt: skip

# What no sheet shows, and why.
WHY = {
    "jeune.cle": "le nom sans accents, refait du nom", "contact.id": "son rang le nomme (contacts.n)",
    "journal.donnees": "of pourquoi REF N le dit, mot pour mot", "prevision.donnees": "la même chose, à venir : of pourquoi",
    "retouche.contenu": "le fichier lui-même : of courriers apercu", "scelle.pdf": "le courrier lui-même : of courriers apercu",
    "scelle.donnees": "ce que le courrier dit, avec des adresses : of courriers apercu",
    "lot.bilan": "ce que la liste a fait, pour tous ses dossiers : of lots", "lot.structure": "celle du dossier",
    "fusion.structure": "celle du dossier", "fusion.traces": "de quoi la défaire : of fusionner --annuler",
    "fusion.absorbe_id": "of voir de l'un mène à l'autre (reunis)", "fusion.garde_id": "de même",
    "echec.nuit_id": "le registre des nuits : of nuits", "courrier.structure": "celle du dossier", "tirage.structure": "celle du dossier",
}  # fmt: skip
_NUMBERS = {"id", "jeune_id", "dossier_id", "lot_id"}  # ours, between tables


def paths(value: Any, at: str = "") -> Iterator[str]:
    """Yield where each key stands, lists set apart."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (here := f"{at}.{key}".strip("."))
            yield from paths(inner, here)
    elif isinstance(value, list):
        for inner in value:
            yield from paths(inner, at)


def lived(of: Of, reference: str) -> None:
    """Have that dossier live enough for every table of the sheet to hold something."""
    of("fiche", reference, "--telephone", "06 39 98 01 01", "--conseiller", "Mme Roux")
    of("contact", reference, "--nature", "sms", "--resultat", "message", "--le", "02/12/2025", "--note", "rappeler le soir")
    of("convoquer", reference, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025")
    of("--au", "02/12/2025", "courriers", "imprimer")
    for letter, number in (("C000001", "1A 234 567 8901 2"), ("C000002", "1A 234 567 8901 3")):
        of("courriers", "poster", letter, "--mode", "recommande", "--numero", number, "--le", "03/12/2025")
    of("situation", reference, "--nature", "emploi", "--debut", "08/12/2025", "--preuve", "contrat", "--le", "08/12/2025")
    of("--au", "09/12/2025", "nuit")


def tables() -> Iterator[tuple[str, str]]:
    """Yield every column of every table about a dossier."""
    for table in metadata.sorted_tables:
        if table.name not in APART:
            yield from ((table.name, column.name) for column in table.c)


def test_every_column_about_a_dossier_has_its_key_or_its_reason(of: Of, opened: str) -> None:
    lived(of, opened)
    shown = set(paths(of("--au", "10/12/2025", "voir", opened, "--json").json))
    sections = {path.partition(".")[2] for path in shown if path.startswith("trace.")}
    missing = [
        f"{table}.{column}"
        for table, column in tables()
        if column not in _NUMBERS
        and f"{table}.{column}" not in WHY
        and f"{table}.{column}" not in sections | _columns_of_empty_sections(sections)
        and ELSEWHERE.get(f"{table}.{column}") not in shown
    ]
    assert missing == []


def _columns_of_empty_sections(sections: set[str]) -> set[str]:
    """Return the columns of the sections that hold no row here: the program names them."""
    from ofworkflow.casework.registry.trail import _SHOWN

    return {f"{t.name}.{name}" for t, (_, names) in _SHOWN.items() if t.name in sections for name in names.split()}


def test_no_reason_and_no_place_is_of_a_column_that_is_gone() -> None:
    known = {f"{table}.{column}" for table, column in tables()}
    assert set(WHY) <= known
    assert set(ELSEWHERE) <= known
    assert not set(WHY) & set(ELSEWHERE)


def test_every_word_that_is_stored_is_on_the_whole_sheet(of: Of, opened: str, folder: Path) -> None:
    """Values, not only keys: what a column of the trail holds is what the screen says."""
    from ofworkflow.casework.registry.trail import _SHOWN

    lived(of, opened)
    screen = " ".join(of("--au", "10/12/2025", "voir", opened, "--tout").out.split())
    with sqlite3.connect(folder / "ofworkflow.db") as base:
        for table, (_, names) in _SHOWN.items():
            for row in base.execute(f"SELECT {', '.join(names.split())} FROM {table.name}"):
                for name, value in zip(names.split(), row, strict=True):
                    if isinstance(value, str) and not name.endswith(("_a", "le", "_le")):
                        assert f"{name} : {' '.join(value.split())}" in screen, (table.name, name)
    base.close()
    short = of("--au", "10/12/2025", "voir", opened).out
    assert "Corrections de la fiche" in short
    assert "06 39 98 01 01" in short


def test_each_representative_has_a_number_a_standing_and_what_may_be_sent(of: Of, opened: str) -> None:
    of("fiche", opened, "--terminer-representant", "2", "--a-compter-du", "01/12/2025")
    of("fiche", opened, "--ajouter-representant", "ASE du Nord;;ase;1 rue Haute;59000;Lille")
    people = of("voir", opened, "--json").json["representants"]
    assert [(r["n"], r["titre_du_jour"], r["recoit"]) for r in people] == [
        (1, "titulaire", "courriers"), (2, "retiree", "rien"), (3, "copie", "copie"),
    ]  # fmt: skip
    assert "autorité parentale retirée" in people[1]["recoit_pourquoi"]
    shown = " ".join(of("voir", opened).out.split())
    assert "n° 1, reçoit les courriers" in shown
    assert "n° 2, ne reçoit rien (autorité parentale retirée" in shown
    assert "n° 3, reçoit une copie" in shown


def test_a_confidential_address_is_in_no_correction_that_is_shown(of: Of, opened: str) -> None:
    of("modifier", opened, "--representant", "2", "--adresse", "9 rue Haute", "--confidentielle", "oui")
    for words in (("--json",), (), ("--tout",)):
        answer = of("voir", opened, *words).out
        assert "9 rue Haute" not in answer
        assert "3 rue du Bac" not in answer
    assert "9 rue Haute" in of("voir", opened, "--confidentiel").out
