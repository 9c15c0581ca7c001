"""What a notice says it binds, it binds: the convocations as they left, and nobody's hidden address."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest
from PIL import Image
from sqlalchemy import select

from letters.lives import FATHER, MOTHER, House
from ofworkflow.casework.mail.letters.subject import LetterSubject
from ofworkflow.casework.mail.subjects import make, subjects_of
from ofworkflow.errors import LetterError
from ofworkflow.letters.page_reading import to_png
from ofworkflow.letters.pdf import COPIES_DPI
from ofworkflow.letters.renderer import Renderer
from ofworkflow.letters.templates import LAYOUT
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.persons import RepresentantLegal
from ofworkflow.storage import models as m

HIDDEN = replace(FATHER, confidentielle=True)


def notice(house: House, *who: RepresentantLegal) -> LetterSubject:
    house.opens(*who)
    house.misses_both()
    house.does(ask.Transmettre("Camille Renard"), date(2026, 2, 10))
    c = m.courrier.c
    with house.base.reading() as connection:
        (subject,) = subjects_of(connection, house.press, [c.dossier_id == house.dossier, c.modele == "information_departement"])
    return subject


def sealed(house: House, to: str) -> list[bytes]:
    """Return what left for that person, in the order of the letters."""
    c, s = m.courrier.c, m.scelle.c
    with house.base.reading() as connection:
        question = select(s.pdf).join(m.courrier, c.sha256 == s.sha256).where(c.destinataire == to).order_by(c.id)
        return list(connection.execute(question).scalars())


def test_each_convocation_is_bound_page_for_page_as_it_left(house: House) -> None:
    made = make(notice(house, MOTHER, FATHER))
    book = pypdf.PdfReader(io.BytesIO(made.pdf))
    left = [Image.open(io.BytesIO(png)) for pdf in sealed(house, "Anne DUPONT") for png in to_png(pdf, dpi=COPIES_DPI, gray=True)]
    copies = [page for page in book.pages if page.extract_text().startswith("Annexe")]
    assert len(copies) == len(left) == 3
    for page, picture in zip(copies, left, strict=True):
        (copied,) = page.images
        assert copied.image is not None
        assert copied.image.convert("L").tobytes() == picture.convert("L").tobytes()
    assert "Annexe : Convocation au premier entretien du 02/12/2025 – Anne DUPONT (copie), page 1/2" in copies[0].extract_text()
    assert "Annexe : Seconde convocation (article R. 114-7) du 05/01/2026" in copies[2].extract_text().replace("\xa0", " ")
    assert copies[-1].page_number == len(book.pages) - 1


def test_the_list_of_annexes_says_the_page_of_each_and_the_register_what_was_posted(house: House) -> None:
    made = make(notice(house, MOTHER, FATHER))
    pages = [page.extract_text().replace("\xa0", " ").replace("\n", " ") for page in pypdf.PdfReader(io.BytesIO(made.pdf)).pages]
    listed = " ".join(pages)
    for i, text in enumerate(pages, start=1):
        if text.startswith("Annexe") and ", page 1/" in text:
            title = text.removeprefix("Annexe :").partition(", page 1/")[0].strip()
            assert f"{title}, page {i} " in listed, title
    assert "relevé des envois, ci-dessous" in listed
    # each letter that summoned, those that nothing copies too: day, mode, number, how its seal begins
    proved = made.donnees["envois"]
    assert [(e["a"], e["le"]) for e in proved if "Seconde" in e["quoi"]] == [  # type: ignore[attr-defined]
        (who, "2026-01-05") for who in ("Anne DUPONT", "Paul MARTIN", "Léa DUPONT")
    ]
    assert "lettre recommandée n° 1A2093821" in listed
    seals = {e["empreinte"] for e in proved}  # type: ignore[attr-defined]
    with house.base.reading() as connection:
        known = {sha[:12] for sha in connection.execute(select(m.scelle.c.sha256)).scalars()}
    assert seals <= known
    assert len(seals) == 6


def test_the_same_notice_has_the_same_bytes_and_names_the_seals_that_it_copies(house: House) -> None:
    subject = notice(house, MOTHER)
    one, other = make(subject), make(subject)
    assert one.sha256 == other.sha256
    with house.base.reading() as connection:
        known = set(connection.execute(select(m.scelle.c.sha256)).scalars())
    named = one.donnees["annexes_scellees"]
    assert isinstance(named, list)
    assert len(named) == 2
    assert set(named) <= known


def test_the_copy_is_of_the_letter_whose_envelope_hides_nothing(house: House) -> None:
    made = make(notice(house, HIDDEN, MOTHER))
    assert [line.rpartition(" – ")[2] for line in made.donnees["annexes"]] == ["Anne DUPONT (copie)"] * 2  # type: ignore[attr-defined]


def test_where_every_envelope_bears_a_hidden_address_no_copy_is_bound_nor_announced(house: House) -> None:
    made = make(notice(house, replace(MOTHER, confidentielle=True, heberge=True)))
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made.pdf)).pages)
    assert "copie" not in text
    assert "Lilas" not in text
    assert "relevé des envois" in text  # which tells no address


def test_a_layout_that_places_no_copy_is_not_used_for_a_letter_that_announces_some(house: House, tmp_path: Path) -> None:
    subject = notice(house, MOTHER)
    own = tmp_path / "modeles"
    own.mkdir()
    shipped = Renderer().templates.text(LAYOUT)
    (own / LAYOUT).write_text(shipped.partition("  // Les annexes :")[0] + "}\n", encoding="utf-8")
    with pytest.raises(LetterError, match="ne place pas les copies"):
        make(replace(subject, press=replace(subject.press, renderer=Renderer(own))))
