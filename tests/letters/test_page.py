"""The sheet: window, page count, fonts, archive and accessibility standards."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from letters import samples as s
from letters.reading import Word, body_sizes, fonts, page_count, reader, text, words
from ofworkflow.errors import LetterError
from ofworkflow.letters import people as c
from ofworkflow.letters.models import kind_of
from ofworkflow.letters.renderer import Renderer

RENDERER = Renderer()
SHIFT = 5.0  # mm: how far the sheet may slide inside its envelope

SIX_LINES = (
    "Chez M. Dupont",
    "Résidence des Érables",
    "Bâtiment Émeraude",
    "913 boulevard Emmanuelle Foucher",
    "59118 Wambrechies",
)
WIDE = ("Chez " + "M" * 15, "12 rue " + "É" * 31, "59000 " + "W" * 20)


def in_window(word: Word, window: c.Fenetre, margin: float = 0.0) -> bool:
    """Tell whether any part of `word` shows through the window, enlarged by `margin`."""
    return (
        word.right > window.gauche - margin
        and word.left < window.gauche + window.largeur + margin
        and word.bottom > window.haut - margin
        and word.top < window.haut + window.hauteur + margin
    )


def wholly_inside(word: Word, window: c.Fenetre) -> bool:
    return (
        window.gauche <= word.left
        and word.right <= window.gauche + window.largeur
        and window.haut <= word.top
        and word.bottom <= window.haut + window.hauteur
    )


@pytest.mark.parametrize("sample", [f for f in s.TOUTES if f is not s.constat_carence], ids=lambda f: f.__name__)
def test_nothing_but_the_address_shows_through_the_window(sample):
    context = sample()
    shown = [w for w in words(RENDERER.render(context).pdf) if in_window(w, s.MAISON.fenetre, SHIFT)]
    assert all(wholly_inside(w, s.MAISON.fenetre) for w in shown)
    assert shown[-1].text in ("WAMBRECHIES", "LILLE")


@pytest.mark.parametrize(
    ("nom", "adresse"),
    [
        ("Évrard", SIX_LINES),  # six lines, an accented capital on the first
        ("É" * 25, SIX_LINES),
        ("Évrard", WIDE),  # lines of 38 characters
        ("Évrard", ("12 rue de l Exemple", "59130 Lambersart")),
    ],
)
@pytest.mark.parametrize(
    "window",
    [c.Fenetre(), c.Fenetre(haut=45, gauche=100, largeur=90, hauteur=35), c.Fenetre(haut=50, gauche=20, largeur=100, hauteur=45)],
    ids=["DL", "higher", "left"],
)
def test_the_whole_address_is_inside_the_window_whatever_the_window(nom, adresse, window):
    context = s.report(replace(s.MERE, nom=nom, adresse=adresse), maison=replace(s.MAISON, fenetre=window))
    shown = [w for w in words(RENDERER.render(context).pdf) if in_window(w, window, SHIFT)]
    assert shown[0].text in ("Madame", "Mme")
    assert all(wholly_inside(w, window) for w in shown)
    assert "".join(w.text for w in shown).endswith(adresse[-1].replace(" ", "").upper())
    assert nom in "".join(w.text for w in shown)


def test_an_address_wider_than_the_window_is_refused():
    narrow = replace(s.MAISON, fenetre=c.Fenetre(largeur=40))
    with pytest.raises(LetterError, match="adresse trop longue pour la fenêtre"):
        RENDERER.render(s.report(replace(s.MERE, adresse=WIDE), maison=narrow))


def test_a_letterhead_that_would_reach_the_window_is_refused():
    tall = replace(s.MAISON, adresse=("une ligne",) * 9)
    with pytest.raises(LetterError, match="l'en-tête descend dans la fenêtre"):
        RENDERER.render(s.report(maison=tall))


@pytest.mark.parametrize("who", [s.MERE, s.LEA], ids=["representant", "jeune"])
@pytest.mark.parametrize("sample", [s.premiere_convocation, s.seconde_convocation], ids=lambda f: f.__name__)
@pytest.mark.parametrize(("avec_mention", "pages"), [(False, 1), (True, 2)])
def test_a_convocation_is_one_page_and_two_with_the_privacy_notice(sample, who, avec_mention, pages):
    assert page_count(RENDERER.render(sample(who, avec_mention=avec_mention)).pdf) == pages


@pytest.mark.parametrize("sample", s.TOUTES[1:], ids=lambda f: f.__name__)
def test_every_other_letter_is_one_page_but_the_notice(sample):
    assert page_count(RENDERER.render(sample()).pdf) == (2 if sample is s.information_departement else 1)


@pytest.mark.parametrize("sample", s.TOUTES, ids=lambda f: f.__name__)
def test_the_body_is_never_set_smaller_than_ten_points(sample):
    sizes = body_sizes(RENDERER.render(sample()).pdf)
    assert 10 <= sizes.most_common(1)[0][0] <= 11


@pytest.mark.parametrize("sample", [s.premiere_convocation, s.seconde_convocation, s.report], ids=lambda f: f.__name__)
def test_the_signature_stays_on_the_first_page_of_a_convocation_with_long_names(sample):
    jeune = replace(s.JEUNE, prenom="Marie-Antoinette-Élisabeth", nom="Vandenbroucke-De Saint-Exupéry")
    pdf = RENDERER.render(sample(jeune=jeune)).pdf
    assert "salutations distinguées" in " ".join(w.text for w in words(pdf, 0))
    assert "référente," in [w.text for w in words(pdf, 0) if w.top > 150]


def test_a_long_chronology_runs_over_several_pages():
    facts = tuple(c.Fait(date(2026, 10, 1), f"Appel {i}", "message laissé") for i in range(80))
    pdf = RENDERER.render(s.information_departement(chronologie=facts)).pdf
    assert page_count(pdf) in (3, 4)
    assert "Appel 79" in text(pdf)


def test_fonts_are_embedded():
    found = fonts(RENDERER.render(s.premiere_convocation()).pdf)
    assert found
    assert all(found.values())
    assert all("NotoSans" in name for name in found)


@pytest.mark.parametrize("sample", s.TOUTES, ids=lambda f: f.__name__)
def test_a_letter_is_archivable_accessible_and_in_french(sample):
    """PDF/A-2a and PDF/UA-1, as the file itself claims."""
    document = reader(RENDERER.render(sample()).pdf)
    claims = document.trailer["/Root"]["/Metadata"].get_data().decode()
    for claim in ("<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"):
        assert claim in claims
    assert document.trailer["/Root"]["/Lang"].startswith("fr")
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert document.metadata.title.endswith("– 2026-0042")
    assert document.metadata.author == "Mission locale de la Deûle"


PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="#246"/></svg>'


@pytest.mark.parametrize(("name", "content"), [("logo de la maison.svg", SVG), ("logo.png", PNG)])
def test_a_logo_is_printed_and_only_its_name_is_kept_with_the_data(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    letter = RENDERER.render(s.report(maison=replace(s.MAISON, logo=str(tmp_path / name))))
    assert letter.pdf != RENDERER.render(s.report()).pdf
    assert letter.donnees["maison"]["logo"] == name


def test_the_signature_is_printed_under_what_the_counsellor_signs_and_nothing_else(tmp_path):
    image = tmp_path / "signature.svg"
    image.write_text(SVG if isinstance(SVG, str) else SVG.decode())
    signed = replace(s.CONSEILLER, signature=str(image))
    own = RENDERER.prepare(s.report(conseiller=signed))
    notice = RENDERER.prepare(s.information_departement(conseiller=signed, signataire="Dominique Lefèvre"))
    assert own.images["signature_image"] == str(image)
    assert notice.images["signature_image"] is None
    assert "conseiller" in own.donnees
    assert own.make().donnees["conseiller"]["signature"] == "signature.svg"


@pytest.mark.parametrize("apparence", ["sobre", "bandeau"])
def test_both_looks_and_another_colour_keep_the_window_clear(apparence):
    from ofworkflow.letters.linter import lint

    house = replace(s.MAISON, apparence=apparence, couleur="#7a1f3d")
    assert lint(RENDERER, house, ["seconde_convocation.md.j2", "information_departement.md.j2"]) == []


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"GIF89a", "ni une image PNG"), (None, "illisible"), (b"\x89PNG broken", "logo")]
)
def test_a_logo_that_cannot_be_printed_is_said(tmp_path, content, sentence):
    logo = tmp_path / "logo.png"
    if content is not None:
        logo.write_bytes(content)
    with pytest.raises(LetterError, match=sentence):
        RENDERER.render(s.report(maison=replace(s.MAISON, logo=str(logo))))


def test_no_line_is_stretched_by_an_address_that_cannot_be_cut() -> None:
    """A counsellor's e-mail at the end of a justified line would drive the words before it apart."""
    told = replace(s.CONSEILLER, courriel="camille.renard.obligation@exemple.invalid")
    pdf = RENDERER.render(replace(kind_of("copie_rendez_vous").sample, conseiller=told)).pdf
    lines: dict[float, list[Word]] = {}
    for word in words(pdf):
        if 150 < word.top < 260:
            lines.setdefault(round(word.bottom, 1), []).append(word)
    assert any("@" in word.text for line in lines.values() for word in line)
    apart = [b.left - a.right for line in lines.values() for a, b in pairwise(line)]
    assert max(apart) < 2.2, "millimetres"


@pytest.mark.parametrize("who", [s.MERE, s.LEA], ids=["representant", "jeune"])
def test_a_close_and_a_signature_never_go_alone_to_a_second_page(who):
    """Names of two lines: the words get smaller, down to nine points, before the signature leaves the first page."""
    jeune = replace(s.JEUNE, prenom="Marie-Antoinette Élisabeth", nom="de La Rochefoucauld-Beauharnais de Saint-Exupéry")
    pdf = RENDERER.render(s.seconde_convocation(replace(who, prenom=jeune.prenom, nom=jeune.nom), jeune=jeune)).pdf
    assert page_count(pdf) == 1
    assert min(size for size, count in body_sizes(pdf).items() if count > 500) >= 9


def test_the_name_of_whom_to_call_is_never_cut() -> None:
    """A counsellor whose name comes at the end of a line, wherever that end falls."""
    for more in range(0, 40, 3):
        where = replace(s.CONSEILLER, prenom="N" * more + " Maximilienne", nom="Vandenbroucke")
        pdf = RENDERER.render(replace(kind_of("invitation").sample, conseiller=where)).pdf
        body = {w.text for w in words(pdf) if w.top > 150}
        assert {"Maximilienne", "Vandenbroucke,"} <= body, more
