"""`docteur`: a base that lived has nothing wrong; any one thing altered in it is told, but for a closed list; nothing stops it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from casework import living
from casework.alterations import EVERY_TABLE, alterations, count_of_rows
from house import desk
from ofworkflow.casework.doctor import places
from ofworkflow.casework.doctor.checks import BASE_CHECKS, DOSSIER_CHECKS, ENGINE_CHECKS
from ofworkflow.casework.doctor.examine import examine, examine_on
from ofworkflow.casework.doctor.kinds import Examination, Ground
from ofworkflow.errors import StorageError
from ofworkflow.files import make_folder
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database

TODAY = desk(living.LAST_ON)
ONCE = "n'est écrit qu'une fois"
AGAIN = "la nuit suivante l'écrit de nouveau"

NEVER = {
    "fusion.traces": ONCE,
    "lot.fichier": ONCE, "lot.sha256": ONCE, "nuit.mode": ONCE, "nuit.hote": ONCE, "nuit.version": ONCE, "nuit.controles": ONCE,
    "nuit.echecs": ONCE, "scelle.version_modele": ONCE, "dossier.conseiller": ONCE, "modification.auteur": ONCE,
    "contact.auteur": ONCE, "retouche.fichier": ONCE,
    # facts beside the journal, each written once: who is away, who receives
    "conge.id": ONCE, "conge.conseiller": ONCE, "conge.au_le": ONCE, "conge.auteur": ONCE, "relais": ONCE,
    "relais.id": ONCE, "relais.conseiller": ONCE, "relais.auteur": ONCE, "relais.enregistre_a": ONCE,
    **{f"partenaire{column}": ONCE for column in (
        "", ".id", ".structure", ".numero", ".genre", ".nom", ".contact", ".telephone", ".courriel", ".fin_le", ".auteur", ".enregistre_a",
    )},
    "meta": AGAIN, "meta.cle": AGAIN, "meta.valeur": AGAIN,
}  # fmt: skip
"""What nothing else in the base tells: an alteration there is seen by nobody. Out of its words, or unreadable, it is."""

PARTLY = {
    "jeune.tel_portable": "rempli par une liste, il n'est écrit que là",
    "nuit.structure": "vide, elle est de toutes les structures",
    "nuit.debut_a": "une nuit qui n'a rien fait n'a rien d'autre à son instant",
    "scelle.donnees": "le jour d'un courrier renvoyé n'est pas celui de son acte",
    "scelle.origine_sha256": "le courrier d'origine n'est pas gardé : sa forme seule se vérifie",
    "tirage.recto_verso": "se voit quand un courrier a un nombre impair de pages",
    "tirage.fichier": "son nom se choisit (--sortie) : il n'est vérifié que présent",
    "dossier.version": "se voit quand elle est moindre que le nombre des écritures du journal",
    "modification.avant": "la première valeur d'une personne ajoutée n'est écrite que là",
    "modification.le": "se voit d'après l'enregistrement, non d'avant",
    "modification.enregistre_a": "se voit par l'ordre des lignes",
    "contact": "sur SQLite, un trou se voit dans les numéros ; la dernière ligne n'en laisse pas",
    "contact.le": "se voit d'après l'enregistrement, ou avant le signalement",
    "contact.nature": "hors de ses mots seulement",
    "contact.resultat": "hors de ses mots seulement",
    "contact.enregistre_a": "se voit par l'ordre des lignes",
    "journal.enregistre_a": "se voit par l'ordre des lignes, la nuit, le suivi ou l'import",
    "journal.auteur": "se voit quand la nuit, le suivi ou l'import le disent aussi",
    "conge": "se voit quand un rendez-vous a été confié ces jours-là, et qu'aucun autre congé, même retiré, ne les couvre",
    "conge.structure": "de même",
    "conge.enregistre_a": "de même",
    "conge.du_le": "de même, ou quand il finirait avant de commencer",
    "conge.retire_par": "se voit quand l'instant manque, ou le nom",
    "conge.retire_a": "de même, ou s'il est retiré avant d'être noté",
    "courrier.fichier": "un courrier imprimé n'a pas toujours de projet",
}
"""What is told in another place for some rows, or in some ways only."""


@dataclass(frozen=True)
class Lived:
    """A base that lived: its file, and the folder of its letters."""

    path: Path
    folder: Path


@pytest.fixture(scope="session")
def lived(sqlite_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    place = tmp_path_factory.mktemp("vecue")
    path = place / "ofworkflow.db"
    shutil.copyfile(sqlite_model, path)
    base = Database(f"sqlite:///{path}")
    living.live(base, place)
    with base.writing() as connection:
        connection.exec_driver_sql("SELECT 1")
    base.dispose()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Lived(path, place / "courriers")


@pytest.fixture
def base(lived: Lived, tmp_path: Path) -> Iterator[Database]:
    """Return a copy of the base that lived, in which anything may be written."""
    path = tmp_path / "ofworkflow.db"
    shutil.copyfile(lived.path, path)
    base = Database(f"sqlite:///{path}", living.CODE)
    event.listen(base.engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys=OFF"))
    yield base
    base.dispose()


def looked_at(base: Database, lived: Lived) -> Examination:
    return examine(base, TODAY, expected_on=living.LAST_ON, letters_folder=lived.folder)


def altered(base: Database, lived: Lived, *statements: str) -> dict[str, list[str]]:
    """Alter, and return what each check says of it."""
    with base.writing() as connection:
        for statement in statements:
            assert connection.exec_driver_sql(statement).rowcount != 0, statement
    base.dispose()  # a schema that changed is read again
    found = looked_at(base, lived)
    said: dict[str, list[str]] = {}
    for finding in found.findings:
        said.setdefault(finding.check, []).append(f"{finding.subject} : {finding.sentence}")
    return said


def test_nothing_is_wrong_with_a_base_that_lived_and_what_was_checked_is_counted(base: Database, lived: Lived) -> None:
    found = looked_at(base, lived)
    assert (found.findings, found.faults, dict(found.not_checked)) == ((), 0, {})
    assert found.counted["dossiers"] == 8
    assert [looked.name for looked in found.looked] == [
        "fichier", *(c.name for c in (*ENGINE_CHECKS, *BASE_CHECKS)), *(c.name for c in DOSSIER_CHECKS),
    ]  # fmt: skip
    with base.reading() as connection:
        empty = [table.name for table in EVERY_TABLE if not count_of_rows(connection, table)]
    assert empty == ["echec"]  # which is told as it stands


def test_every_single_alteration_is_told_but_for_a_closed_list(base: Database, lived: Lived) -> None:
    told: dict[str, list[bool]] = {}
    with base.writing() as connection:
        for table in EVERY_TABLE:
            for alteration in list(alterations(connection, table, rows=1)):
                point = connection.begin_nested()
                try:
                    alteration.make(connection)
                except IntegrityError:
                    point.rollback()
                    told.setdefault(alteration.place, []).append(True)  # the base itself refuses it
                    continue
                found = examine_on(Ground(base, connection, TODAY, living.LAST_ON, lived.folder), checks=BASE_CHECKS)
                point.rollback()
                if alteration.kind == "hors vocabulaire":
                    assert found.faults, alteration
                else:
                    told.setdefault(alteration.place, []).append(bool(found.faults))
    unseen = {place: seen for place, seen in told.items() if not all(seen)}
    assert {place for place, seen in unseen.items() if place not in PARTLY} == set(NEVER)
    assert {place: seen for place, seen in unseen.items() if place in NEVER and any(seen)} == {}, "seen now: out of the list"
    assert set(told) >= set(PARTLY)
    columns = {f"{table.name}.{column.name}" for table in EVERY_TABLE for column in table.columns if table is not m.echec}
    assert columns <= set(told) | set(_NEVER_FILLED), "a column without a row that tries it"


_NEVER_FILLED = {
    "conge.de_heure": "un congé de jours entiers ici", "conge.a_heure": "de même",
    "lot.annule_a": "aucune liste n'est annulée ici", "representant.depuis_le": "vide ici", "representant.jusqu_au": "vide ici",
    "fusion.annule_a": "aucune fusion n'est défaite ici", "fusion.malgre": "rien n'y contredisait",
    "prevision.refus": "la procédure n'a rien refusé", "jeune.adresse2": "vide ici", "representant.adresse2": "vide ici",
    "representant.telephone": "vide ici", "representant.courriel": "vide ici", "situation.sous_type": "vide ici",
    "courrier.erreur": "rien ne manque ici", "echeance.slug": "sa clé ne se double pas",
    "prevision.prochaine_echeance": "vide ici", "prevision.prochaine_le": "vide ici",
    "jeune.emancipe_le": "vide ici", "representant.a_part_jusqu_au": "vide ici",
    "contact.annule_a": "aucun n'est annulé ici", "contact.annule_par": "de même", "contact.annule_motif": "de même",
    "contact.qui": "personne n'a répondu ici d'autre que la famille", "contact.representant": "de même",
}  # fmt: skip


def of(acte: str, dossier: int = 1) -> str:
    return f"dossier_id = {dossier} AND acte = '{acte}'"


COVERS = (
    '{"demande":{},"couvre":{"nature":"exemption","debut":"2026-01-30","fin":"2026-12-31","revue":true,"preuve":"autre",'
    '"preuve_vue":"2026-01-30","sous_type":""}}'
)
# One altered base for each check: take the check out of its table, and this one fails.
TRIED: dict[str, tuple[str, ...]] = {
    "pages": ("PRAGMA writable_schema=ON", "UPDATE sqlite_master SET rootpage = 3 WHERE name = 'ix_jeune_cle'"),
    "schema": ("DROP INDEX ix_jeune_cle",),
    "contraintes": ("UPDATE contact SET dossier_id = 999 WHERE id = 1",),
    "declencheurs": ("CREATE TRIGGER t AFTER INSERT ON contact BEGIN DELETE FROM contact; END",),
    "numeros": ("UPDATE dossier SET reference = '2026-0099' WHERE id = 3",),
    "lignes": ("DELETE FROM contact WHERE id = 2",),
    "orphelins": ("DELETE FROM representant WHERE id = 1",),
    "maisons": ("UPDATE tirage SET structure = 'ML-AUTRE' WHERE id = 1",),
    "isoles": ("INSERT INTO jeune (nom, prenom, naissance, sexe, commune, cle) VALUES ('A', 'B', '2009-01-01', 'F', 'C', 'a b')",),
    "nuits": ("UPDATE nuit SET fin_a = NULL WHERE jour_le = '2026-06-30'",),
    "registre": ("UPDATE nuit SET actes = actes + 1 WHERE id = 3",),
    "conges": ("UPDATE conge SET conseiller = '' WHERE id = 1",),
    "partenaires": ("UPDATE partenaire SET nom = '' WHERE id = 1",),
    "fusions": ("UPDATE fusion SET garde_id = 1 WHERE id = 1",),
    "structures": ("UPDATE dossier SET structure = 'ML-AUTRE' WHERE id = 7",),
    "imports": ("UPDATE lot SET bilan = replace(bilan, '\"crees\":2', '\"crees\":3')",),
    "impressions": ("UPDATE tirage SET fini_a = NULL WHERE id = 1",),
    "tirages": ("UPDATE feuille SET pages = pages + 1 WHERE tirage_id = 1 AND rang = 1",),
    "reglages": ("UPDATE meta SET valeur = 'non' WHERE cle LIKE 'regles:%'",),
    "fichiers": ("UPDATE courrier SET fichier = '/nulle/part/' || 'C' WHERE etat = 'prepare'",),
    "papiers": ("UPDATE tirage SET fichier = 'absent.pdf' WHERE id = 1",),
    "bilans": ("UPDATE bilan_fige SET contenu = contenu || ' '",),
    "scelles": ("UPDATE scelle SET pdf = zeroblob(10) WHERE sha256 = (SELECT min(sha256) FROM scelle)",),
    "valeurs": ("UPDATE dossier SET etape = 'zzz' WHERE id = 1",),
    "numerotation": ("DELETE FROM journal WHERE dossier_id = 1 AND n = 4",),
    "enchainement": ("UPDATE journal SET vers = 'suivi' WHERE dossier_id = 1 AND n = 3",),
    "ouverture": ("UPDATE jeune SET naissance = '2009-05-15' WHERE id = 1",),
    "auteurs": (f"UPDATE journal SET auteur = 'automate' WHERE {of('transmettre')}",),
    "instants": ("UPDATE journal SET enregistre_a = '2027-01-01 00:00:00.000000' WHERE dossier_id = 1 AND n = 2",),
    "jours": ("UPDATE contact SET le = '2026-06-01' WHERE id = 1",),
    "alertes": ("UPDATE alerte SET jours_restants = jours_restants + 1 WHERE dossier_id = 1",),
    "contacts": ("UPDATE contact SET le = '2020-01-01' WHERE id = 1",),
    "journaux": ("UPDATE journal SET donnees = '{}' WHERE dossier_id = 1 AND n = 1",),
    "fiches": ("UPDATE echeance SET legale_le = '2026-03-03' WHERE dossier_id = 1 AND slug = 'premier_entretien'",),
    "personnes": ("UPDATE jeune SET cle = 'autre nom' WHERE id = 1",),
    "cles": ("DELETE FROM cle_nom WHERE jeune_id = 1 AND cle LIKE '20%'",),
    "mots": ("UPDATE recherche SET notes = '' WHERE notes LIKE '%a%'",),
    "fiche_ouverte": ("UPDATE jeune SET tel_fixe = '03 53 01 00 99' WHERE id = 1",),
    "modifications": ("UPDATE representant SET adresse1 = '99 rue du Bac' WHERE id = 2",),
    "courriers": ("DELETE FROM courrier WHERE id = (SELECT max(id) FROM courrier)",),
    "etats": ("UPDATE courrier SET etat = 'perdu' WHERE id = 1",),
    "envois": ("UPDATE courrier SET poste_le = '2025-12-03' WHERE id = 1",),
    "numeros_postaux": ("DELETE FROM numero WHERE numero = (SELECT min(numero) FROM numero)",),
    "suivi": ("UPDATE suivi SET auteur = 'X' WHERE evenement = 'imprime' AND courrier_id = 1",),
    "auteurs_scelles": ("UPDATE scelle SET auteur = 'X'",),
    "mots_scelles": ("UPDATE scelle SET donnees = replace(donnees, '\"Léa\"', '\"Zoé\"')",),
    "faits_scelles": ("UPDATE scelle SET donnees = replace(donnees, '\"14:00:00\"', '\"15:00:00\"')",),
    "convocation": (f"DELETE FROM journal WHERE {of('poster')} AND fait_le = '2026-01-05'",),
    "couverture": (f"UPDATE journal SET acte = 'exempter', donnees = '{COVERS}' WHERE {of('constater_absence')} AND vers = 'carence'",),
    "minorite": (f"UPDATE journal SET fait_le = '2027-05-14' WHERE {of('transmettre')}",),
    "echeances": ("UPDATE journal SET donnees = replace(donnees, '\"legale\":\"2026-03-02\"', '\"legale\":\"2026-03-03\"') WHERE n = 1",),
    "annulation": (f"UPDATE journal SET donnees = replace(donnees, '\"annule\":2', '\"annule\":1') WHERE {of('annuler', 3)}",),
    "suites": ("UPDATE dossier SET conseiller = ' ' WHERE id = 1",),
    "cloture": ("UPDATE courrier SET etat = 'prepare' WHERE dossier_id = 5 AND etat = 'annule'",),
    "retard": (
        f"UPDATE journal SET fait_le = '2026-04-30' WHERE {of('poster')} "
        f"AND n > (SELECT min(n) FROM journal WHERE {of('transmettre')})",
    ),
    "absence": (f"DELETE FROM journal WHERE {of('poster')} AND fait_le < '2026-01-01'",),
}  # fmt: skip


EVERY_CHECK = [check.name for check in (*ENGINE_CHECKS, *BASE_CHECKS, *DOSSIER_CHECKS)]


@pytest.mark.parametrize("check", [name for name in EVERY_CHECK if name != "droits"])
def test_each_check_tells_the_base_that_is_altered_for_it(base: Database, lived: Lived, check: str) -> None:
    assert check in altered(base, lived, *TRIED[check])


def test_each_altered_base_has_its_check() -> None:
    assert set(TRIED) | {"droits"} == set(EVERY_CHECK)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE conge SET au_le = '2026-07-05' WHERE id = 2", "finit le dim. 05/07/2026, avant de commencer le lun. 06/07/2026"),
        ("UPDATE conge SET retire_par = NULL WHERE id = 2", "qui l'a retiré sans dire quand"),
        ("UPDATE conge SET retire_par = 'X' WHERE id = 1", "qui l'a retiré sans dire quand"),
        ("UPDATE conge SET retire_par = ' ' WHERE id = 2", "retiré, et par personne"),
        ("UPDATE conge SET retire_a = '2020-01-01 00:00:00.000000' WHERE id = 2", "retiré avant d'être noté"),
        ("UPDATE conge SET du_le = '2026-07-10'", "où aucun congé n'était noté"),
        (
            "UPDATE conge SET enregistre_a = '2027-01-01 00:00:00.000000', retire_a = NULL, retire_par = NULL",
            "où aucun congé n'était noté",
        ),
        ("UPDATE conge SET structure = 'ML-AUTRE'", "où aucun congé n'était noté"),
        (
            "INSERT INTO relais (dossier_id, n, conseiller, auteur, enregistre_a) "
            "SELECT dossier_id, n, conseiller, auteur, enregistre_a FROM relais",
            "confié à qui le recevait déjà",
        ),
    ],
)
def test_a_leave_that_nobody_could_have_noted_is_told(base: Database, lived: Lived, statement: str, said: str) -> None:
    assert [line for line in altered(base, lived, statement)["conges"] if said in line]


def test_the_last_day_of_a_leave_and_a_leave_withdrawn_since_cover_what_they_gave_over(base: Database, lived: Lived) -> None:
    whole = "UPDATE conge SET du_le = (SELECT le FROM rendez_vous r JOIN relais x ON x.dossier_id = r.dossier_id AND x.n = r.n)"
    same = "UPDATE conge SET au_le = du_le, retire_par = auteur, retire_a = enregistre_a"
    assert "conges" not in altered(base, lived, whole, same)


def beside(base: Database, folder: Path, backups: Path) -> dict[str, str]:
    """Return what is wrong beside the base."""
    with base.reading() as connection:
        ground = Ground(base, connection, TODAY, living.LAST_ON, folder, backups)
        return {flaw.subject: flaw.sentence for check in (places.rights, places.run_files) for flaw in check(ground)}


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_what_others_may_read_is_told(base: Database, lived: Lived, tmp_path: Path) -> None:
    folder, backups = tmp_path / "courriers", tmp_path / "sauvegardes"
    shutil.copytree(lived.folder, folder)
    make_folder(backups)
    (backups / "2026-01-01.db").touch(mode=0o600)
    assert beside(base, folder, backups) == {}
    base_file = tmp_path / "ofworkflow.db"
    base_file.chmod(0o640)  # once it is opened: whoever opens it tightens it, where it is his
    assert list(beside(base, folder, backups)) == ["ofworkflow.db"]
    base_file.chmod(0o600)
    (backups / "2026-01-01.db").chmod(0o604)
    folder.chmod(0o711)
    drafts = sorted(folder.rglob("C*.pdf"))[:2]
    for draft in drafts:
        draft.chmod(0o644)
    told = beside(base, folder, backups)
    assert set(told) == {"courriers/", drafts[0].name, "2026-01-01.db"}
    assert "et 1 autre" in told[drafts[0].name]


def test_the_file_of_a_run_that_is_gone_cut_short_or_another_is_told(base: Database, lived: Lived, tmp_path: Path) -> None:
    folder = tmp_path / "courriers"
    shutil.copytree(lived.folder, folder)
    run = folder / "T0001.pdf"
    whole, other = run.read_bytes(), next(iter(sorted(folder.rglob("C*.pdf")))).read_bytes()
    assert beside(base, folder, folder) == {}
    for altered, said in ((b"", "ne porte plus"), (whole[: len(whole) // 2], "ne porte plus"), (other, "ne porte plus")):
        run.write_bytes(altered)
        assert said in beside(base, folder, folder)["T0001"]
    run.unlink()
    assert "n'est plus là" in beside(base, folder, folder)["T0001"]


def test_an_erased_dossier_is_named_by_the_number_that_was_given(base: Database, lived: Lived) -> None:
    tables = ("journal", "echeance", "situation", "rendez_vous", "prevision", "alerte", "courrier", "contact")
    found = altered(base, lived, *(f"DELETE FROM {t} WHERE dossier_id = 4 OR 1 = 0" for t in tables if t in ("journal", "echeance")),
                    "DELETE FROM dossier WHERE id = 4")  # fmt: skip
    assert any("2026-0003" in said and "n'est plus là" in said for said in found["numeros"])


# Eight forgeries whose author thought of the rows beside: which are told, and which only a chain of hashes would tell.
FORGED: dict[str, tuple[str, ...]] = {
    "la date de naissance, dans la fiche et dans l'acte qui ouvre": (
        "UPDATE jeune SET naissance = '2009-06-14' WHERE id = 1",
        "UPDATE journal SET donnees = replace(donnees, '2009-05-14', '2009-06-14') WHERE dossier_id = 1 AND n = 1",
    ),
    "un dossier entier, son jeune et le compteur, le dernier": (
        *(f"DELETE FROM {t} WHERE dossier_id = 7" for t in ("journal", "echeance", "prevision")),
        "DELETE FROM dossier WHERE id = 7", "DELETE FROM representant WHERE jeune_id = 7", "DELETE FROM jeune WHERE id = 7",
        "UPDATE compteur SET dernier = dernier - 1 WHERE nom = 'dossier-2026'",
    ),
    "un envoi avancé d'un jour, au journal, au courrier et au suivi": (
        f"UPDATE journal SET fait_le = '2026-01-06' WHERE {of('poster')} AND fait_le = '2026-01-05'",
        "UPDATE courrier SET poste_le = '2026-01-06' WHERE poste_le = '2026-01-05'",
        "UPDATE suivi SET le = '2026-01-06' WHERE le = '2026-01-05'",
    ),
    "l'auteur d'un envoi, au journal et au suivi": (
        f"UPDATE journal SET auteur = 'X' WHERE {of('poster')} AND fait_le = '2026-01-05'",
        "UPDATE suivi SET auteur = 'X' WHERE le = '2026-01-05'",
    ),
    "un courrier jamais parti, et la ligne qui le suit": (
        "DELETE FROM suivi WHERE courrier_id = (SELECT max(id) FROM courrier)",
        "DELETE FROM courrier WHERE id = (SELECT max(id) FROM courrier)",
    ),
    "une adresse, dans la fiche et dans sa modification": (
        "UPDATE representant SET adresse1 = '99 rue du Bac' WHERE id = 2",
        "UPDATE modification SET apres = '99 rue du Bac' WHERE champ = 'adresse1'",
    ),
    "une alerte effacée, et comptée de moins par sa nuit": (
        "DELETE FROM alerte WHERE dossier_id = 1 AND slug = 'premier_entretien'",
        "UPDATE nuit SET alertes = alertes - 1 WHERE id = 1",
    ),
    "une nuit effacée, la dernière": ("DELETE FROM nuit WHERE id = (SELECT max(id) FROM nuit)",),
}  # fmt: skip
NOT_TOLD = {"un envoi avancé d'un jour, au journal, au courrier et au suivi"}
"""Every place that says it was changed alike: a chain of hashes would tell, nothing else."""


@pytest.mark.parametrize("forgery", FORGED)
def test_forgeries_that_agree_with_themselves(base: Database, lived: Lived, forgery: str) -> None:
    statements = [s for s in FORGED[forgery] if not s.startswith("DELETE FROM suivi")]
    with base.writing() as connection:
        for statement in FORGED[forgery]:
            if statement not in statements:
                connection.exec_driver_sql(statement)
    assert bool(altered(base, lived, *statements)) == (forgery not in NOT_TOLD)


POSTGRESQL: dict[str, tuple[str, ...]] = {
    "contraintes": ("ALTER TABLE contact DISABLE TRIGGER ALL",),
    "schema": ("ALTER TABLE contact ADD COLUMN couleur text",),
    "declencheurs": (
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER t BEFORE DELETE ON journal FOR EACH ROW EXECUTE FUNCTION f()",
    ),
    "lignes": ("SELECT setval('contact_id_seq', 1)",),
    "ouverture": ("UPDATE jeune SET naissance = '2009-05-15' WHERE id = 1",),
    "valeurs": ("UPDATE dossier SET etape = 'zzz' WHERE id = 1",),
    "envois": ("DELETE FROM suivi WHERE evenement = 'poste' AND courrier_id = 3",),
    "numeros": ("UPDATE compteur SET dernier = dernier + 1 WHERE nom = 'dossier-2026'",),
}


def test_on_postgresql_nothing_is_wrong_then_each_alteration_is_told(postgresql_base: Database, tmp_path: Path) -> None:
    living.live(postgresql_base, tmp_path)
    base = postgresql_base.seen_by(living.CODE)

    def look() -> Examination:
        return examine(base, TODAY, expected_on=living.LAST_ON, letters_folder=tmp_path / "courriers")

    found = look()
    assert (found.findings, found.counted["dossiers"]) == ((), 8)
    assert set(found.not_checked) <= {"pages"}
    for check, statements in POSTGRESQL.items():
        with base.writing() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        assert check in {finding.check for finding in look().findings}, check


def flip(path: Path, at: int, length: int = 200) -> None:
    content = bytearray(path.read_bytes())
    content[at : at + length] = bytes(255 - b for b in content[at : at + length])
    path.write_bytes(bytes(content))


RUINS: dict[str, Callable[[Path], object]] = {
    "vide": lambda path: path.write_bytes(b""),
    "tronquée": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "d'autre chose": lambda path: path.write_bytes(b"%PDF-1.7" * 400),
    "un en-tête abîmé": lambda path: flip(path, 0, 16),
    "un schéma abîmé": lambda path: flip(path, 100, 300),
    **{
        f"une page abîmée à {tenth * 10} %": (lambda path, tenth=tenth: flip(path, path.stat().st_size // 10 * tenth // 4096 * 4096))
        for tenth in range(1, 10)
    },
}  # fmt: skip


@pytest.mark.parametrize("ruin", RUINS)
def test_a_base_in_ruins_is_told_never_fled_from_nor_written_in(base: Database, lived: Lived, ruin: str) -> None:
    path = Path(base.url.removeprefix("sqlite:///"))
    base.dispose()
    RUINS[ruin](path)
    before = path.read_bytes()
    found = looked_at(base, lived)
    assert found.faults, ruin
    base.dispose()
    assert path.read_bytes() == before


def test_a_base_that_is_not_there_is_an_error_and_none_is_made(tmp_path: Path, lived: Lived) -> None:
    absent = Database(f"sqlite:///{tmp_path / 'absente.db'}")
    with pytest.raises(StorageError, match="Aucune base"):
        looked_at(absent, lived)
    assert not (tmp_path / "absente.db").exists()


@pytest.mark.parametrize("junk", ["zzz", -1, 9_999_999_999_999_999, b"\xff\xfe", "9999-99-99", '{"a":'])
def test_whatever_stands_in_a_row_nothing_stops_the_examination(base: Database, lived: Lived, junk: object) -> None:
    with base.writing() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        for table in EVERY_TABLE:
            keys = {column.name for column in table.primary_key.columns}
            if keys >= {column.name for column in table.columns}:
                continue  # nothing stands there beside its key
            point = connection.begin_nested()
            for column in table.columns:
                if column.name not in keys and not column.unique:
                    with suppress(sqlite3.IntegrityError):  # what the base itself refuses
                        raw.execute(f'UPDATE {table.name} SET "{column.name}" = ?', (junk,))
            found = examine_on(Ground(base, connection, TODAY, living.LAST_ON, lived.folder), checks=BASE_CHECKS)
            assert found.faults or table is m.meta or not count_of_rows(connection, table), (table.name, junk)
            point.rollback()
