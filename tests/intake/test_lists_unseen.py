"""Lists in shapes that nobody had shown us: what a wrong reading of each would store, or lose, in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.lists import look
from ofworkflow.intake.headings import meaning_of
from ofworkflow.intake.preview import Preview
from ofworkflow.procedure.persons import Jeune, RepresentantLegal


def seen(folder: Path, text: str | bytes) -> Preview:
    """Return the preview of a list of which the last row proves that the day comes first."""
    path = folder / "liste.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return look(path)


def minor(preview: Preview, number: int = 0) -> Jeune:
    """Return a minor who is taken."""
    return preview.a_creer[number][1].jeune


def parents(preview: Preview, number: int = 0) -> tuple[RepresentantLegal, ...]:
    """Return the representatives of a minor who is taken."""
    return preview.a_creer[number][1].representants


def waiting(preview: Preview) -> dict[int, str]:
    """Return the rows that wait, and why."""
    return {doubt.ligne: doubt.motif for doubt in preview.douteux}


HEAD = "Nom;Prénom;Naissance;Commune"
LEA = "DUPONT;Léa;14/05/2009;Lambersart"
TOM = "MARTIN;Tom;23/07/2009;Lambersart"


@pytest.mark.parametrize("heading", ["Tél.", "Téléphone", "Portable", "Mobile"])
def test_a_phone_right_after_a_parent_is_that_of_the_parent(tmp_path: Path, heading: str) -> None:
    """Two such columns, or one: a parent's phone is not the minor's."""
    text = (
        f"Élève;Naissance;Ville;Responsable légal 1;{heading};Responsable légal 2;{heading}\n"
        "DUPONT Léa;14/05/2009;Lambersart;DUPONT Anne (mère);0639980001;DUPONT Marc (père);0639980002\n"
    )
    preview = seen(tmp_path, text)
    assert minor(preview).tel_portable == ""
    assert [who.telephone for who in parents(preview)] == ["06 39 98 00 01", "06 39 98 00 02"]


def test_a_phone_after_a_parent_is_the_minors_where_another_column_is_the_parents(tmp_path: Path) -> None:
    text = "Nom;Prénom;Naissance;Responsable;Téléphone;Tél. responsable\nDUPONT;Léa;14/05/2009;Mme DUPONT Anne;0639980001;0639980002\n"
    preview = seen(tmp_path, text)
    assert (minor(preview).tel_portable, parents(preview)[0].telephone) == ("06 39 98 00 01", "06 39 98 00 02")


@pytest.mark.parametrize(
    "reason",
    [
        "hospitalisée - dépression", "maladie", "raison médicale", "enceinte", "phobie scolaire", "MDPH",
        "problèmes de santé", "arrêt maladie", "SOINS",
    ],
)  # fmt: skip
def test_a_reason_that_tells_of_health_is_kept_nowhere_and_never_quoted(tmp_path: Path, reason: str) -> None:
    preview = seen(tmp_path, f"{HEAD};Motif de sortie\n{LEA};{reason}\n")
    assert minor(preview).motif_sortie == ""
    [fault] = [fault for fault in preview.avertis if fault.champ == "Motif de sortie"]
    assert "santé" in fault.motif
    assert reason not in fault.motif


@pytest.mark.parametrize("level", ["2NDE ASSP SOINS", "1ST2S sciences de la santé", "ULIS"])
def test_a_class_may_be_of_care(tmp_path: Path, level: str) -> None:
    assert minor(seen(tmp_path, f"{HEAD};Classe\n{LEA};{level}\n")).classe == level


def test_a_doubtful_row_waits_without_what_it_says_of_health(tmp_path: Path) -> None:
    """Neither the reason of the doubt nor the cells kept until somebody decides."""
    row = f"{LEA};hospitalisée, scolarisée au CNED;soignée pour dépression"
    preview = seen(tmp_path, f"{HEAD};Observations;Divers\n{row}\n{TOM};;\n")
    [wait] = preview.attendent
    assert wait.doute.ligne == 2
    kept = wait.doute.motif + str(wait.lu)
    assert "hospital" not in kept
    assert "dépression" not in kept
    assert wait.lu["Nom"] == "DUPONT"


def test_a_word_that_stops_wins_over_one_that_warns_in_the_same_cell(tmp_path: Path) -> None:
    preview = seen(tmp_path, f"{HEAD};Motif de sortie\n{LEA};hospitalisée puis décédée\n{TOM};\n")
    assert "décédé" in waiting(preview)[2]


@pytest.mark.parametrize("note", ["adresse à ne pas communiquer au père", "adresse confidentielle"])
def test_an_address_to_be_kept_stops_in_a_column_that_is_not_read(tmp_path: Path, note: str) -> None:
    assert set(waiting(seen(tmp_path, f"{HEAD};Commentaires CPE\n{LEA};{note}\n{TOM};\n"))) == {2}


@pytest.mark.parametrize("column", ["Commentaires CPE", "Motif de sortie"])
def test_who_moved_away_is_taken_and_the_address_warned_of(tmp_path: Path, column: str) -> None:
    preview = seen(tmp_path, f"{HEAD};{column}\n{LEA};a déménagé à Lyon\n{TOM};\n")
    assert [line for line, _ in preview.a_creer] == [2, 3]
    assert any(f.ligne == 2 and "adresse" in f.motif and f.champ == column for f in preview.avertis)


@pytest.mark.parametrize("rest", [";;;Bât B;", ";;;du Bac;0353010002"])
def test_the_rest_of_a_row_below_it_makes_the_row_wait(tmp_path: Path, rest: str) -> None:
    """« 3 rue » alone is a wrong address, and the line below is nobody."""
    text = f"Nom;Prénom;Naissance;Adresse;Tél\nDUPONT;Léa;14/05/2009;3 rue;\n{rest}\nMARTIN;Tom;23/07/2009;1 rue A;\n"
    preview = seen(tmp_path, text)
    assert "La ligne 3, sans nom, paraît en être la suite" in waiting(preview)[2]
    assert not preview.rejets


def test_lines_of_nobody_one_after_the_other_are_no_rest_of_a_row(tmp_path: Path) -> None:
    """A form whose empty lines hold « N » already."""
    text = f"{HEAD};QPV\n{LEA};N\n;;;;N\n;;;;N\n;;;;N\n"
    assert [line for line, _ in seen(tmp_path, text).a_creer] == [2]


def test_somebody_of_whom_only_the_names_are_written_is_refused_not_left_aside(tmp_path: Path) -> None:
    preview = seen(tmp_path, f"{HEAD}\n{LEA}\nMARTIN;Tom;;\nCordialement;;;\n")
    assert {fault.ligne for fault in preview.rejets} == {3}
    assert preview.lecture is not None
    assert [left.line for left in preview.lecture.listing.left_out] == [4]


def test_a_line_pasted_with_another_separator_is_cut_like_the_others(tmp_path: Path) -> None:
    text = f"{HEAD}\n{LEA}\n{TOM}\n".replace(";", "\t").replace(TOM.replace(";", "\t"), TOM)
    assert [line for line, _ in seen(tmp_path, text).a_creer] == [2, 3]


def test_a_list_quoted_in_a_mail_is_read_without_its_marks(tmp_path: Path) -> None:
    preview = seen(tmp_path, "".join(f"> {line}\n" for line in (HEAD, LEA, TOM, "--", "La CPE")))
    assert [each.jeune.nom for _, each in preview.a_creer] == ["DUPONT", "MARTIN"]


def test_a_table_of_bars_and_dashes_is_read(tmp_path: Path) -> None:
    rows = [HEAD, "---;---;---;---", LEA, TOM]
    preview = seen(tmp_path, "".join(f"| {row.replace(';', ' | ')} |\n" for row in rows))
    assert ([line for line, _ in preview.a_creer], preview.rejets) == ([3, 4], ())


@pytest.mark.parametrize(("written", "name"), [("1. DUPONT", "DUPONT"), ("3) DUPONT", "DUPONT"), ("• DUPONT", "DUPONT")])
def test_the_number_of_a_line_is_no_part_of_a_name(tmp_path: Path, written: str, name: str) -> None:
    assert minor(seen(tmp_path, f"{HEAD}\n{LEA.replace('DUPONT', written)}\n")).nom == name


def test_a_space_beside_a_hyphen_is_a_slip_where_case_does_not_tell_two_names(tmp_path: Path) -> None:
    rows = [LEA.replace("Léa", "Jean- Pierre"), TOM.replace("MARTIN", "MARTIN -Tom")]
    assert minor(seen(tmp_path, "\n".join([HEAD, *rows]))).prenom == "Jean-Pierre"
    assert "MARTIN-Tom" not in str(seen(tmp_path, "\n".join([HEAD, *rows])).a_creer)


def test_one_mail_for_all_the_families_is_that_of_the_school(tmp_path: Path) -> None:
    rows = [f"{letter}ARON;Inès;{20 + n}/0{n + 1}/2009;Lambersart;lycee@exemple.invalid" for n, letter in enumerate("BCDFGH")]
    preview = seen(tmp_path, "\n".join([f"{HEAD};Email", *rows]))
    assert {each.jeune.courriel for _, each in preview.a_creer} == {""}
    assert all("le même courriel" in fault.motif for fault in preview.avertis if fault.champ == "Email")


@pytest.mark.parametrize(
    ("written", "street"), [("4, rue du Port, Lambersart", "4, rue du Port"), ("LAMBERSART", ""), ("3 rue A - La Madeleine", "3 rue A")]
)  # fmt: skip
def test_the_commune_at_the_end_of_a_street_is_no_part_of_it(tmp_path: Path, written: str, street: str) -> None:
    preview = seen(tmp_path, f"Nom;Prénom;Naissance;Adresse\nDUPONT;Léa;14/05/2009;{written}\n")
    assert (minor(preview).adresse.ligne1, bool(minor(preview).commune_insee)) == (street, True)


def test_a_residence_is_no_commune_of_ours(tmp_path: Path) -> None:
    """Les Lilas is a commune, elsewhere."""
    preview = seen(tmp_path, "Nom;Prénom;Naissance;Adresse\nDUPONT;Léa;14/05/2009;12 rue du Bac, Les Lilas\n")
    assert (minor(preview).adresse.ligne1, minor(preview).commune) == ("12 rue du Bac, Les Lilas", "")


def test_a_postcode_of_ours_contradicts_a_commune_outside_before_anybody_is_sent_away(tmp_path: Path) -> None:
    preview = seen(tmp_path, "Nom;Prénom;Naissance;CP;Commune\nDUPONT;Léa;14/05/2009;59130;Lille\n")
    [doubt] = preview.douteux
    assert (doubt.pour, "59130 est celui de Lambersart" in doubt.motif) == ("", True)


@pytest.mark.parametrize(("written", "sex"), [("♀", "F"), ("♂", "M"), ("jeune fille", "F"), ("Jeune homme", "M")])
def test_a_sign_says_a_sex(tmp_path: Path, written: str, sex: str) -> None:
    assert minor(seen(tmp_path, f"{HEAD};Sexe\n{LEA};{written}\n")).sexe == sex


@pytest.mark.parametrize(
    "content",
    [f"{HEAD}\n{LEA}\n".encode("utf-32"), f"{HEAD}\n{LEA}\n".encode() + b"\0" * 900, f"{HEAD}\n{LEA}\n".encode("cp1252") + b"\x1a"],
    ids=["four bytes a letter", "zeros at the end", "the end of a file of DOS"],
)  # fmt: skip
def test_bytes_of_other_programs_are_read(tmp_path: Path, content: bytes) -> None:
    preview = seen(tmp_path, content)
    assert (minor(preview).prenom, preview.lecture and preview.lecture.listing.left_out) == ("Léa", ())


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Quelle est sa date de naissance ?", "naissance"), ("Dans quelle commune habite-t-il ?", "commune"),
        ("Quel est son numéro de téléphone ?", "telephones"), ("Dernière adresse connue", "adresse1"), ("Pers. tél", "telephones"),
        ("Commune naiss.", "lieu_naissance"), ("Adresse : code postal", "code_postal"), ("Adresse - ville", "commune"),
        ("Tél. mobile resp. 1", "rl1_telephone"), ("Tél. travail père", "rl2_telephone"), ("Où il habite", "adresse_complete"),
        ("Parent Name", "rl1_identite"), ("Mobile Phone", "telephones"), ("Lien de parenté", "rl1_lien"), ("DATE NAISS", "naissance"),
        ("E-mail personnel resp. 2", "rl2_courriel"), ("Commune établissement", ""), ("Tel établissement", ""),
        ("Date de naissance du responsable", ""), ("Educateur référent", ""), ("Tel urgence", ""), ("Date", ""), ("Adresse", "adresse1"),
    ],
)  # fmt: skip
def test_a_heading_never_seen_is_understood_by_its_words_or_left_unread(heading: str, field: str) -> None:
    meant = meaning_of(heading)
    assert (meant.field if meant and meant.certain else "") == field


def test_a_heading_says_who_a_representative_is(tmp_path: Path) -> None:
    """« Nom mère » is a mother's, though no column says the link."""
    text = "Nom;Prénom;Naissance;NOM PERE;PRENOM PERE;NOM MERE;PRENOM MERE;TEL MERE\nDUPONT;Léa;14/05/2009;DUPONT;Marc;DURAND;Anne;0639980001\n"
    assert [(who.qualite.value, who.nom) for who in parents(seen(tmp_path, text))] == [("mere", "DURAND"), ("pere", "DUPONT")]


def test_several_phones_of_one_person_are_one_and_the_others_said_row_by_row(tmp_path: Path) -> None:
    """The mobile first, the other where there is none; no column is left aside."""
    text = f"{HEAD};Nom resp.;Tél. domicile resp.;Portable resp.\n{LEA};DUPONT;0353010001;0639980001\n{TOM};MARTIN;0353010002;\n"
    preview = seen(tmp_path, text)
    assert [parents(preview, n)[0].telephone for n in (0, 1)] == ["06 39 98 00 01", "03 53 01 00 02"]
    assert [f.ligne for f in preview.avertis if "un seul est gardé" in f.motif] == [2]
    assert preview.lecture is not None
    assert preview.lecture.unread == ()


def test_the_mail_of_who_answered_a_form_is_not_the_minors(tmp_path: Path) -> None:
    text = "Horodateur,Adresse e-mail,Nom,Prénom,Naissance\n2026/10/01 10:12:33,prof@exemple.invalid,DUPONT,Léa,14/05/2009\n"
    assert minor(seen(tmp_path, text)).courriel == ""


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("Mme DUPONT Anne 06 39 98 00 01", [("DUPONT", "Anne", "06 39 98 00 01")]),
        ("M. DUPONT Marc : 0639980002", [("DUPONT", "Marc", "06 39 98 00 02")]),
        (
            "Mère : Mme DURAND Anne 06 39 98 00 01 / Père : M. DUPONT Marc 06 39 98 00 02",
            [("DURAND", "Anne", "06 39 98 00 01"), ("DUPONT", "Marc", "06 39 98 00 02")],
        ),
        ("DURAND Anne (mère) - DUPONT Marc (père)", [("DURAND", "Anne", ""), ("DUPONT", "Marc", "")]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("heading", ["Responsable", "Responsable et téléphone"])
def test_parents_and_their_phones_in_one_cell_are_each_ones_own(
    tmp_path: Path, heading: str, cell: str, people: list[tuple[str, str, str]]
) -> None:
    preview = seen(tmp_path, f"{HEAD};{heading}\n{LEA};{cell}\n")
    if heading == "Responsable" or people[0][2]:
        assert [(who.nom, who.prenom, who.telephone) for who in parents(preview)] == people


def test_parents_written_first_name_first_are_turned_where_the_minors_names_prove_it(tmp_path: Path) -> None:
    rows = ["Dupont;Léa;14/05/2009;Anne Dupont", "Martin;Tom;23/07/2009;Eva Durand"]
    preview = seen(tmp_path, "\n".join(["Nom;Prénom;Naissance;Responsable", *rows]))
    assert [(who.nom, who.prenom) for n in (0, 1) for who in parents(preview, n)] == [("Dupont", "Anne"), ("Durand", "Eva")]


def test_a_comma_between_a_name_and_a_first_name_takes_them_apart(tmp_path: Path) -> None:
    text = 'Nom, prénom;Naissance\n"De La Tour, Jean Marie";14/05/2009\n"Martin, Tom";23/07/2009\n'
    preview = seen(tmp_path, text)
    assert [(minor(preview, n).nom, minor(preview, n).prenom) for n in (0, 1)] == [
        ("De La Tour", "Jean Marie"),
        ("Martin", "Tom"),
    ]


def test_a_row_that_is_warned_of_is_judged_with_its_column(tmp_path: Path) -> None:
    """A phone that cannot be read does not make « 1 » a boy."""
    preview = seen(tmp_path, f"{HEAD};Sexe;Tél\n{LEA};1;n'en a plus\n{TOM};2;06 39 98\n")
    assert [each.jeune.sexe for _, each in preview.a_creer] == ["", ""]
