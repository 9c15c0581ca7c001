"""What a cell holds, field by field: what is kept of it; nothing where it is left empty and said, `None` where
the row waits for a person or is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.lists import look_at, row
from ofworkflow.procedure.persons import Signalement

_PHONE = "06 39 98 01 01"


def kept(tmp_path: Path, column: str, changes: dict[str, str]) -> str | None:
    """Return what is kept of a column of the sound row, changed; `None` when nobody is opened."""
    seen = look_at(tmp_path, row(**changes))
    if not seen.a_creer:
        return None
    report: Signalement = seen.a_creer[0][1]
    j, first = report.jeune, report.representants[0]
    return {
        "TEL_PORTABLE": j.tel_portable, "TEL_FIXE": j.tel_fixe, "MEL": j.courriel, "INE": j.ine, "SEXE": j.sexe,
        "ADRESSE1": j.adresse.ligne1, "CODE_POSTAL": j.adresse.code_postal, "COMMUNE": j.commune, "DIPLOME": j.niveau,
        "MOTIF_SORTIE": j.motif_sortie, "PAYS": j.adresse.pays, "ETABLISSEMENT": j.etablissement,
        "QPV": {True: "O", False: "N", None: ""}[j.qpv], "RL1_LIEN": first.qualite.value, "RL1_NOM": first.nom,
        "RL1_PRENOM": first.prenom,
    }[column]  # fmt: skip


def _all(column: str, right: str | None, *written: str) -> tuple[tuple[str, str, str | None], ...]:
    return tuple((column, text, right) for text in written)


REACHING = (
    *_all(
        "TEL_PORTABLE", _PHONE, "06/39/98/01/01", "06_39_98_01_01", "06,39,98,01,01", "O6 39 98 01 01", "639980101.0",
        "639980101,00", "6.39980101E+08", "33639980101", "(33)639980101", "00 33 (0)6 39 98 01 01", "tel:+33639980101",
        "Tél : 06 39 98 01 01", "P : 0639980101", "mère : 06 39 98 01 01", "06 39 98 01 01 (mère)", "06 39 98 01 01 maman",
        "06 39 98 01 01 06 39 98 02 02", "0639980101-0639980202", "06399801010639980202", "03 53 01 00 00 / 06 39 98 01 01",
        "0６39980101",
    ),
    *_all("TEL_PORTABLE", "03 53 01 00 00", "03 53 01 00 00 poste 12"),
    *_all("TEL_PORTABLE", "06 92 39 98 01", "262692399801", "+262 692 39 98 01", "0692 39 98 01"),
    *_all("TEL_PORTABLE", "+687 75 12 34", "+687 75 12 34"),
    *_all(
        "TEL_PORTABLE", "", "06 39 98 01 0", "06 39 98 01 011", "06 39 98 01 01 ?", "06 39 98 01 XX", "6,3998E+08",
        "0639980101 / faux numéro", "ne plus appeler", "06 12 34 56 78", "0123456789", "06 99 99 99 99", "3949", "751234",
        "+44 7911 123456", "lea@exemple.invalid",
    ),
    *_all(
        "MEL", "lea@exemple.invalid", "lea@exemple.invalid;", "<lea@exemple.invalid>", "Léa <lea@exemple.invalid>",
        "mailto:lea@exemple.invalid", "lea@exemple.invalid / tom@exemple.invalid", "lea @ exemple.invalid",
        "lea(at)exemple.invalid", "lea[at]exemple[dot]invalid", "lea@exemple.invalid.", "lea@exemple.invalid (mère)",
        "lea@exemple.invalid?subject=x",
    ),
    *_all("MEL", "", "lea@exemple", "lea@@exemple.invalid", "lea@exemple..invalid", "lea@exemple,invalid", "0639980101"),
    *_all("INE", "123456789AB", "INE123456789AB", "N° 123456789AB", "123456789AB (ok)", '"123456789ab"', "123 456 789 AB"),
    *_all("INE", "", "123456789A", "1,23457E+10", "000000000AA", "I23456789AB", "123456789AB / 987654321CD", "provisoire"),
    *_all("SEXE", "F", "Féminin (F)", "F - Féminin", "female", "Mle", "FILLE"),
    *_all("SEXE", "M", "gars", "male", "Hom", "Mr"),
    *_all("SEXE", "", "F/M", "M ou F", "Autre", "9"),
)  # fmt: skip

PLACES = (
    *_all(
        "ADRESSE1", "12 rue des Lilas", "12 rue des Lilas, 59130 Lambersart", "12 rue des Lilas - 59130 - Lambersart",
    ),
    *_all(
        "ADRESSE1", "", "lea@exemple.invalid", "06 39 98 01 01", "12", "12/05", "mai-12", "44327", "1,2E+05", "VRAI", "PND",
        "Retour à l'expéditeur", "n'habite plus à l'adresse indiquée", "hôtel", "même adresse que la mère", "chez sa mère",
        "voir RL1", "12 rue d?s Lilas", "59130 Lambersart", "12 rue des Lilas " * 40,
    ),
    *_all("ADRESSE1", None, "Adresse secrète", "12 rue des Lilas 59000 LILLE"),
    *_all("CODE_POSTAL", "59130", "591300", "5913O", "F-59130", "59 130", "59130 CEDEX"),
    *_all("CODE_POSTAL", None, "59131", "59000", "00000"),
    *_all("PAYS", "", "FR", "FRANCE", "France"),
    *_all("ETABLISSEMENT", "", "Coll?ge Jacques Pr?vert"),
)  # fmt: skip

SCHOOLING = (
    *_all(
        "DIPLOME", "", "échec au bac", "n'a pas le CAP", "pas de bac", "BAC ?", "refusé au bac", "CAP en préparation",
        "1ère année de CAP", "2nde bac pro", "CAP 1", "abandon CAP", "niveau bac", "Terminale bac pro",
    ),
    *_all("DIPLOME", "aucun", "Brevet", "DNB", "non diplômé", "sans diplôme", "néant"),
    *_all("DIPLOME", "cap_bep", "CAP cuisine", "BEP/CAP"),
    *_all("DIPLOME", "superieur", "BAC+2", "bac + 3"),
    *_all("QPV", "N", "hors QPV", "non QPV"),
    *_all(
        "MOTIF_SORTIE", None, "décès", "contrat d'apprentissage", "a trouvé un emploi", "Réinscription", "inscrit au CFA",
        "changement d'établissement", "scolarisé en Belgique", "CNED", "service civique", "parti à l'étranger", "diplômé",
    ),
    *((("MOTIF_SORTIE", text, text)) for text in (
        "RUPTURE CONTRAT APPRENTISSAGE", "Pas de contrat signé", "fin de contrat", "non réinscrit", "NON REINSCRIT", "ABANDON",
        "sans emploi", "rupture du contrat signé en 2025",
    )),
)  # fmt: skip

REPRESENTATIVES = (
    *_all("RL1_LIEN", "mere", "Mère (divorcée)", "maman"),
    *_all("RL1_LIEN", "tuteur", "Tutelle"),
    *_all(
        "RL1_LIEN", None, "CPE", "employeur", "maître d'apprentissage", "voisin", "assistante sociale", "Éduc. spé", "élève", "lui",
        "placé", "autorité retirée", "Mère, sans autorité parentale", "père inconnu", "pere - ne pas contacter", "mere/pere",
    ),
    *_all(
        "RL1_NOM", None, "M/Mme DUPONT", "M. & Mme DUPONT", "Monsieur, Madame DUPONT", "DUPONT et MARTIN", "DUPONT (†)", "UDAF",
        "Conseil départemental", "ASE du Nord", "Mère", "M. DUPONT", "CHAUVIN Benjamin",
    ),
    *_all("RL1_NOM", "VOISIN", "VOISIN"),
    *_all("RL1_NOM", "DUPONT", "Mme DUPONT", "DUPONT Anne"),
    *_all("RL1_PRENOM", None, "Anne et Luc", "Anne (décédée)"),
)  # fmt: skip


@pytest.mark.parametrize(("column", "written", "right"), REACHING + PLACES + SCHOOLING + REPRESENTATIVES)
def test_a_cell_gives_what_is_certain_or_is_left_empty_or_waits(
    tmp_path: Path, column: str, written: str, right: str | None
) -> None:
    assert kept(tmp_path, column, {column: written}) == right
    if right == "" and not written.startswith(("ne plus", "provisoire", "FR", "Fr")):
        assert [fault.champ for fault in look_at(tmp_path, row(**{column: written})).avertis if fault.champ == column] or (
            look_at(tmp_path, row(**{column: written})).repares
        )


def test_a_code_that_is_not_of_the_town_named_beside_it_waits_and_one_of_no_town_is_said(tmp_path: Path) -> None:
    assert not look_at(tmp_path, row(CODE_INSEE="59350")).a_creer  # Lille's; and the postcode of another of our towns
    assert [fault.champ for fault in look_at(tmp_path, row(CODE_INSEE="99999")).avertis] == ["CODE_INSEE"]


def test_a_name_in_the_representative_s_column_gives_its_two_parts(tmp_path: Path) -> None:
    seen = look_at(tmp_path, row(RL1_NOM="MARTIN Anne", RL1_PRENOM=""))
    assert [(r.nom, r.prenom) for _, s in seen.a_creer for r in s.representants] == [("MARTIN", "Anne")]
