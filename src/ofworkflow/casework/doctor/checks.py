"""THE TABLE OF CHECKS: what an examination looks at, in French, what to do, and the function that looks.

A check more is a row more, its function, and an altered base in `tests/casework/doctoring.py`. The invariants
of the procedure bear their numbers (docs/procedure.md).
"""

from __future__ import annotations

from ofworkflow.casework.doctor import (
    counters,
    engines,
    invariants,
    journals,
    leaves,
    ledgers,
    letters,
    orphans,
    people,
    places,
    projections,
)
from ofworkflow.casework.doctor.dossier import DossierFile
from ofworkflow.casework.doctor.invariants import rule
from ofworkflow.casework.doctor.kinds import BaseCheck, DossierCheck

_RESTORE = "Restaurez une sauvegarde à part, et comparez."
_BASE_BROKEN = "N'écrivez plus dans cette base ; gardez-en une copie, et restaurez la dernière sauvegarde."
_ASK = "Demandez à qui a touché à la base ; sinon, restaurez une sauvegarde à part et comparez."
_AGAIN = "Refaites-le de ses scellés : of courriers imprimer --lot LOT"
_KEYS = "Refaites-les : of docteur --refaire-cles"
_CLOSE = (
    "Retirez ces droits : chmod -R go= sur le fichier ou le dossier ; un fichier d'un autre compte, demandez "
    "à cet autre."
)


def _values(file: DossierFile) -> list[str]:
    return file.wrong_values


ENGINE_CHECKS: tuple[BaseCheck, ...] = (
    BaseCheck("pages", "les pages et les index, lus par le moteur de la base", _BASE_BROKEN, engines.pages),
    BaseCheck(
        "schema", "les tables, les colonnes et les index, contre ceux d'ofworkflow", _ASK, engines.schema
    ),
    BaseCheck(
        "contraintes", "les contraintes, telles que le moteur les tient", _RESTORE, engines.constraints
    ),
    BaseCheck(
        "declencheurs", "les déclencheurs et les vues qu'ofworkflow ne connaît pas", _ASK, engines.triggers
    ),
)
"""Whole base, whatever the mission locale: nothing there names anybody."""

BASE_CHECKS: tuple[BaseCheck, ...] = (
    BaseCheck(
        "numeros",
        "les numéros donnés une fois : dossiers, imports, bilans figés",
        _RESTORE,
        counters.references,
    ),
    BaseCheck(
        "lignes",
        "les lignes qui ne s'effacent jamais, comptées contre leurs numéros",
        _RESTORE,
        counters.rows_removed,
    ),
    BaseCheck("orphelins", "les lignes qui renvoient à une ligne absente", _RESTORE, orphans.without_parent),
    BaseCheck(
        "maisons", "la structure de chaque ligne contre celle de son dossier", _RESTORE, orphans.of_two_houses
    ),
    BaseCheck("isoles", "les lignes dont plus rien ne parle", _RESTORE, orphans.without_child),
    BaseCheck(
        "nuits", "la nuit attendue, et les dossiers mis de côté", "Tapez : of nuit", ledgers.expected_nights
    ),
    BaseCheck(
        "registre",
        "ce que chaque nuit dit avoir fait, contre les journaux",
        _RESTORE,
        ledgers.what_nights_did,
    ),
    BaseCheck(
        "structures",
        "les dossiers ouverts sous un autre code",
        "Vérifiez [structure] code.",
        ledgers.other_codes,
    ),
    BaseCheck("imports", "chaque import contre les dossiers qu'il a ouverts", _RESTORE, ledgers.lists),
    BaseCheck(
        "fusions", "les dossiers réunis, contre le journal de celui qui est clos", _RESTORE, ledgers.merges
    ),
    BaseCheck(
        "conges",
        "les congés et les rendez-vous confiés, les uns contre les autres",
        _ASK,
        leaves.leaves,
    ),
    BaseCheck("partenaires", "le carnet des partenaires, lisible", _ASK, ledgers.directory),
    BaseCheck(
        "impressions",
        "les tirages commencés, dont le fichier a pris sa place",
        "Finissez-le : of courriers imprimer",
        ledgers.unfinished_runs,
    ),
    BaseCheck("tirages", "chaque tirage contre ses feuilles et leurs pages", _RESTORE, ledgers.print_runs),
    BaseCheck("reglages", "ce que la base retient à côté des dossiers", _ASK, ledgers.kept_values),
    BaseCheck(
        "fichiers",
        "les courriers prêts à poster, contre le dossier des courriers",
        "Refaites-les : of nuit",
        places.drafts,
    ),
    BaseCheck(
        "papiers",
        "le fichier de chaque tirage, contre ses scellés",
        _AGAIN,
        places.run_files,
    ),
    BaseCheck(
        "droits", "qui d'autre peut lire la base, les courriers, les sauvegardes", _CLOSE, places.rights
    ),
    BaseCheck("bilans", "chaque bilan figé contre son empreinte", _RESTORE, ledgers.sealed_reports),
    BaseCheck("scelles", "chaque octet scellé contre son empreinte", _RESTORE, ledgers.seals),
)

DOSSIER_CHECKS: tuple[DossierCheck, ...] = (
    DossierCheck("valeurs", "chaque valeur contre ce que sa colonne peut contenir", _RESTORE, _values),
    DossierCheck("numerotation", "le journal numéroté à partir de 1, sans trou", _RESTORE, journals.numbering),
    DossierCheck("enchainement", "chaque acte à partir de l'étape où l'autre arrivait", _RESTORE, journals.chain),
    DossierCheck("ouverture", "la fiche et la liste contre l'acte qui ouvre le dossier", _RESTORE, journals.opening),
    DossierCheck("auteurs", "les actes de l'automate et ceux des personnes", _RESTORE, journals.authors),
    DossierCheck("instants", "les instants d'enregistrement, et la nuit de chacun", _RESTORE, journals.instants),
    DossierCheck("jours", "les jours contre les instants d'enregistrement", _RESTORE, journals.days),
    DossierCheck("alertes", "chaque alerte contre l'échéance et la nuit qui l'ont donnée", _RESTORE, journals.alertes),
    DossierCheck("contacts", "les contacts contre le signalement", _RESTORE, journals.contacts),
    DossierCheck("journaux", "chaque journal, rejoué", _RESTORE, projections.replayed),
    DossierCheck("fiches", "9. la fiche, contre ce que donne son journal, colonne par colonne", _RESTORE, projections.compared),
    DossierCheck("personnes", "le jeune et ses représentants", _RESTORE, people.cards),
    DossierCheck("cles", "les noms sous lesquels le jeune se retrouve, contre sa fiche et ses corrections", _KEYS, people.keys),
    DossierCheck("mots", "les mots par lesquels le dossier se cherche, contre ce qui y est écrit", _KEYS, people.words),
    DossierCheck("fiche_ouverte", "les fiches, leurs modifications défaites, contre l'ouverture", _RESTORE, people.as_opened),
    DossierCheck("modifications", "les fiches contre leurs modifications", _RESTORE, people.modifications),
    DossierCheck("courriers", "les courriers contre les actes qui les font", _RESTORE, letters.of_the_acts),
    DossierCheck("etats", "l'état de chaque courrier contre son suivi", _RESTORE, letters.states),
    DossierCheck("envois", "les envois et les retours, dans le journal et dans les courriers", _RESTORE, letters.postings),
    DossierCheck("numeros_postaux", "les numéros de la poste, un par pli", _RESTORE, letters.post_numbers),
    DossierCheck("suivi", "ce qui est arrivé à chaque courrier : tirage, copie retouchée, renvoi", _RESTORE, letters.following),
    DossierCheck("auteurs_scelles", "les scellés contre l'instant qui les a faits", _RESTORE, letters.seals),
    DossierCheck("mots_scelles", "7. les courriers scellés contre les fiches de ce jour-là", _RESTORE, people.sealed_words),
    DossierCheck("faits_scelles", "les courriers scellés contre leur acte et le signalement", _RESTORE, letters.sealed_facts),
    DossierCheck(
        "convocation", "1. pas d'information sans convocation postée et passée", _ASK, rule(invariants.CONVOCATION_POSTED)
    ),
    DossierCheck(
        "couverture", "2. pas d'information tant qu'une situation couvre le jour", _ASK, rule(invariants.NOT_COVERED)
    ),
    DossierCheck("minorite", "3. pas de convocation ni d'information à la majorité", _ASK, rule(invariants.STILL_MINOR)),
    DossierCheck("echeances", "4. chaque échéance a son acte, et ses dates se recalculent", _ASK, invariants.delays),
    DossierCheck("annulation", "5. n'est annulé que le dernier acte", _ASK, rule(invariants.VOIDS_THE_LAST)),
    DossierCheck("suites", "6. un dossier ouvert a une suite datée et un conseiller", _ASK, invariants.next_steps),
    DossierCheck("cloture", "10. un dossier clos ne laisse partir que ce qui atteste, annule ou rectifie", _ASK, invariants.nothing_queued),
    DossierCheck("retard", "11. une information tardive est marquée", _ASK, rule(invariants.LATE_IS_MARKED)),
    DossierCheck(
        "absence", "12. on n'est absent que d'un rendez-vous attendu", _ASK, rule(invariants.ABSENT_WHEN_EXPECTED)
    ),
)  # fmt: skip
"""One dossier at a time, those of the mission locale that asks."""
