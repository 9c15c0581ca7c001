"""Lists as they come: every fault said with its line and field, the same list twice creates nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine

from intake.lists import read_listing
from ofworkflow.config import Settings
from ofworkflow.errors import ListError
from ofworkflow.intake.preview import Preview, preview, read_list
from ofworkflow.procedure.persons import Signalement
from ofworkflow.procedure.vocabulary import Quality, Source
from ofworkflow.storage.models import metadata

DATA = Path(__file__).resolve().parents[1] / "data"
LIST_ON = date(2026, 10, 15)
COMMUNES = Settings().territoire.commune_names()


@pytest.fixture
def base() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.connect() as connection:
        yield connection


def _read(base: Connection, path: Path, **more: object) -> Preview:
    given_ = {"source": Source.SIEI, "list_on": LIST_ON, "communes": COMMUNES} | more
    return preview(base, read_list(path), **given_)  # type: ignore[arg-type]


def _one(seen: Preview, line: int) -> Signalement:
    return next(s for number, s in seen.a_creer if number == line)


FAULTS = [
    (5, "DATE_NAISSANCE", "31/02/2009", "impossible birth date"),
    (9, "DATE_NAISSANCE", "majeur", "over 18 on the day of the list"),
    (13, "NOM", "manque", "no name"),
    (33, "DATE_NAISSANCE", "seize", "under 16"),
]


@pytest.mark.parametrize(("line", "column", "said", "why"), FAULTS, ids=[row[-1] for row in FAULTS])
def test_each_fault_is_said_with_its_line_and_its_column(base: Connection, line: int, column: str, said: str, why: str) -> None:
    [fault] = [f for f in _read(base, DATA / "liste_siei.csv").rejets if f.ligne == line]
    assert fault.champ == column
    assert said in fault.motif


def test_nothing_else_is_refused_in_the_list_as_it_came(base: Connection) -> None:
    seen = _read(base, DATA / "liste_siei.csv")
    assert {f.ligne for f in seen.rejets} == {line for line, *_ in FAULTS}
    assert (len(seen.a_creer), [d.ligne for d in seen.douteux]) == (57, [25, 63])


def test_a_twin_is_another_person_and_a_second_spelling_is_a_doubt(base: Connection) -> None:
    seen = _read(base, DATA / "liste_siei.csv")
    assert _one(seen, 62).jeune.prenom == "Jumelle-Christelle"
    assert "ligne 11" in seen.douteux[-1].motif


def test_a_hostile_name_is_kept_as_the_text_it_is(base: Connection) -> None:
    minor = _one(_read(base, DATA / "liste_siei.csv"), 64).jeune
    assert (minor.nom, minor.prenom) == ("=CMD|'/C CALC'!A0", "{{ 7*7 }}<b>#let")


@pytest.mark.parametrize(("name", "count"), [("liste_propre.csv", 60), ("liste_psad.xlsx", 30)])
def test_a_clean_list_gives_every_row(base: Connection, name: str, count: int) -> None:
    seen = _read(base, DATA / name)
    assert (len(seen.a_creer), seen.rejets, seen.douteux) == (count, (), ())
    first = _one(seen, 2)
    assert (first.jeune.nom, first.jeune.naissance, first.jeune.ine) == ("JULIEN", date(2010, 3, 19), "451631864KJ")
    assert [(r.qualite, r.nom, r.heberge) for r in first.representants] == [
        (Quality.MERE, "BESNARD", True),
        (Quality.PERE, "JULIEN", False),
    ]


def test_accents_survive_whatever_the_encoding(base: Connection, tmp_path: Path) -> None:
    text = (DATA / "liste_propre.csv").read_text(encoding="utf-8-sig")
    for encoding in ("utf-8", "utf-8-sig", "cp1252"):
        path = tmp_path / f"{encoding}.csv"
        path.write_bytes(text.encode(encoding))
        assert _one(_read(base, path), 2).jeune.lieu_naissance == "Armentières"


def test_commas_serve_as_well_as_semicolons(base: Connection, tmp_path: Path) -> None:
    import csv

    rows = list(csv.reader((DATA / "liste_propre.csv").open(encoding="utf-8-sig"), delimiter=";"))
    path = tmp_path / "virgules.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    assert len(_read(base, path).a_creer) == 60


def test_every_fault_of_a_row_is_said_at_once(base: Connection, tmp_path: Path) -> None:
    path = _altered(tmp_path, {"NOM": "", "SEXE": "X", "CODE_POSTAL": "5913", "TEL_PORTABLE": "06"})
    assert {f.champ for f in _read(base, path).rejets} == {"NOM"}
    path = _altered(tmp_path, {"SEXE": "Z", "CODE_POSTAL": "5913", "TEL_PORTABLE": "06"})
    assert {f.champ for f in _read(base, path).avertis} == {"SEXE", "CODE_POSTAL", "TEL_PORTABLE"}


VALUES = [
    (
        {"COMMUNE": "LAMBERSART", "CODE_INSEE": "", "CODE_POSTAL": "59130"},
        "commune",
        "Lambersart",
        "the territory's own spelling",
    ),
    ({"TEL_PORTABLE": "+33639980101"}, "tel_portable", "06 39 98 01 01", "international number"),
    ({"DATE_NAISSANCE": "2010-03-19"}, "naissance", date(2010, 3, 19), "ISO date"),
    ({"DIPLOME": "DNB"}, "niveau", "aucun", "DNB is no qualification"),
    ({"DIPLOME": "CAP"}, "niveau", "cap_bep", "CAP"),
    ({"QPV": "O"}, "qpv", True, "in a priority district"),
    ({"QPV": ""}, "qpv", None, "not said"),
    ({"SEXE": "Féminin"}, "sexe", "F", "in full"),
]


@pytest.mark.parametrize(("change", "name", "value", "why"), VALUES, ids=[row[-1] for row in VALUES])
def test_values_are_brought_to_one_form(
    base: Connection, tmp_path: Path, change: dict[str, str], name: str, value: object, why: str
) -> None:
    assert getattr(_one(_read(base, _altered(tmp_path, change)), 2).jeune, name) == value


def _altered(folder: Path, change: dict[str, str]) -> Path:
    """Return a list of one row, some of its cells changed."""
    header, row = (DATA / "liste_propre.csv").read_text(encoding="utf-8-sig").splitlines()[:2]
    cells = dict(zip(header.split(";"), row.split(";"), strict=True)) | change
    path = folder / "une.csv"
    path.write_text(f"{header}\n{';'.join(cells.values())}\n", encoding="utf-8")
    return path


def test_a_saved_mapping_names_other_columns(base: Connection, tmp_path: Path) -> None:
    text = (DATA / "liste_propre.csv").read_text(encoding="utf-8-sig").replace(";NOM;", ";APPELÉ;", 1)
    path = tmp_path / "autre.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ListError, match="il manque la colonne NOM"):
        _read(base, path)
    (tmp_path / "lycee.toml").write_text('nom = "Appelé"\n', encoding="utf-8")
    assert len(_read(base, path, mapping_folder=tmp_path, mapping_name="lycee").a_creer) == 60
    (tmp_path / "faux.toml").write_text('nomm = "X"\n', encoding="utf-8")
    with pytest.raises(ListError, match="Vouliez-vous dire « nom »"):
        _read(base, path, mapping_folder=tmp_path, mapping_name="faux")
    with pytest.raises(ListError, match="n'existe pas"):
        _read(base, path, mapping_folder=tmp_path, mapping_name="../lycee")


def _broken_zip(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 pas un classeur")


def _ragged(path: Path) -> None:
    path.write_text("NOM;PRENOM\nX\n", encoding="utf-8")


UNREADABLE = [
    ("absente.csv", lambda path: None, "n'existe pas"),
    ("dossier.csv", lambda path: path.mkdir(), "est un dossier"),
    ("vide.csv", lambda path: path.write_bytes(b""), "est vide"),
    ("casse.xlsx", _broken_zip, "n'est pas un classeur"),
    ("vieux.xls", lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0" * 10), ".xlsx ou CSV"),
    ("page.csv", lambda path: path.write_bytes(b"%PDF-1.7"), "n'est pas une liste"),
    ("colonnes.csv", _ragged, "Colonnes trouvées : NOM, PRENOM"),
]


@pytest.mark.parametrize(("name", "make", "said"), UNREADABLE, ids=[row[0] for row in UNREADABLE])
def test_what_is_no_list_is_said_in_one_sentence(base: Connection, tmp_path: Path, name: str, make: object, said: str) -> None:
    path = tmp_path / name
    make(path)  # type: ignore[operator]
    with pytest.raises(ListError, match=said.replace(".", r"\.")) as error:
        _read(base, path)
    assert "\n" not in str(error.value)


@given(st.binary(max_size=400))
def test_no_bytes_whatever_break_the_reader(content: bytes) -> None:
    with suppress(ListError):
        read_listing(Path("x.csv"), content)


def test_rows_keep_their_true_line_after_a_cell_on_two_lines(base: Connection, tmp_path: Path) -> None:
    lines = (DATA / "liste_propre.csv").read_text(encoding="utf-8-sig").splitlines()
    lines[1] = lines[1].replace("913, boulevard Emmanuelle Foucher", '"913, boulevard\nEmmanuelle Foucher"', 1)
    lines[2] = lines[2].replace("19/07/2009", "19/13/2009")
    path = tmp_path / "lignes.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert [f.ligne for f in _read(base, path).rejets] == [4]


def test_the_original_file_is_never_written(base: Connection, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    shutil.copyfile(DATA / "liste_siei.csv", path)
    before = path.read_bytes()
    _read(base, path)
    assert path.read_bytes() == before


def test_an_old_workbook_is_read_its_hidden_sheet_left_alone(base: Connection) -> None:
    seen = _read(base, DATA / "liste.xls")
    assert (len(seen.a_creer), seen.rejets, seen.douteux) == (6, (), ())
    first = _one(seen, 4)
    assert (first.jeune.nom, first.jeune.naissance, first.jeune.ine) == ("JULIEN", date(2010, 3, 19), "451631864KJ")
    assert seen.lecture is not None
    assert (seen.lecture.listing.sheet, seen.lecture.listing.other_sheets) == ("Liste", ("Archive",))


@pytest.mark.parametrize("name", ["liste.xlsm", "liste.XLS", "liste"])
def test_a_workbook_is_known_by_what_it_holds_whatever_its_name(base: Connection, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    shutil.copyfile(DATA / "liste_psad.xlsx", path)
    assert len(_read(base, path).a_creer) == 30
