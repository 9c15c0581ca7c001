"""What ISO 19005-2 (level A) and ISO 14289-1 ask of a file and that its objects show; no validator is to be had by pip."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pypdf
import pytest
from pypdf.generic import ContentStream

from letters import samples as s
from letters.reading import reader
from ofworkflow.letters.renderer import Renderer

RENDERER = Renderer()
LETTERS = [pytest.param(build, id=build.__name__) for build in (*s.TOUTES, s.bordereau)]
FORBIDDEN = {"/Launch", "/JavaScript", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/EmbeddedFile"}


@pytest.fixture(scope="module", params=LETTERS)
def document(request: pytest.FixtureRequest) -> pypdf.PdfReader:
    return reader(RENDERER.render(request.param()).pdf)


def objects(document: pypdf.PdfReader) -> Iterator[Any]:
    for number in range(1, document.trailer["/Size"]):
        try:
            yield document.get_object(number)
        except pypdf.errors.PdfReadError:
            continue  # a free number


def elements(node: Any) -> Iterator[Any]:
    """Every structure element, in reading order."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from elements(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node and not isinstance(node["/K"], int):
            yield from elements(node["/K"])


def test_it_is_not_encrypted_and_has_an_identifier(document: pypdf.PdfReader) -> None:
    """ISO 19005-2, 6.1.3."""
    assert "/Encrypt" not in document.trailer
    assert len(document.trailer["/ID"]) == 2


def test_it_says_how_its_colours_are_meant(document: pypdf.PdfReader) -> None:
    """ISO 19005-2, 6.2.3: an output intent with an ICC profile."""
    [intent] = document.trailer["/Root"]["/OutputIntents"]
    assert intent.get_object()["/S"] == "/GTS_PDFA1"
    assert intent.get_object()["/DestOutputProfile"].get_object().get_data()[36:40] == b"acsp"


def test_nothing_in_it_acts(document: pypdf.PdfReader) -> None:
    """ISO 19005-2, 6.5 and 6.8: no script, no launch, no file inside."""
    for found in objects(document):
        if isinstance(found, dict):
            assert found.get("/S") not in FORBIDDEN
            assert found.get("/Type") not in FORBIDDEN
            assert "/AA" not in found


def test_every_font_is_embedded_and_its_words_can_be_copied(document: pypdf.PdfReader) -> None:
    """ISO 19005-2, 6.2.11.4 and 6.2.11.7."""
    found = [o for o in objects(document) if isinstance(o, dict) and o.get("/Type") == "/Font" and o.get("/Subtype") == "/Type0"]
    assert found
    for font in found:
        assert "/ToUnicode" in font
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert any(key.startswith("/FontFile") for key in descriptor)


def test_it_is_tagged_in_french_and_shows_its_title(document: pypdf.PdfReader) -> None:
    """ISO 14289-1, 7.1 and 7.2."""
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("fr")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert document.metadata is not None
    assert document.metadata.title


def test_its_headings_go_down_one_level_at_a_time_from_the_first(document: pypdf.PdfReader) -> None:
    """ISO 14289-1, 7.4.2."""
    levels = [
        int(e["/S"][2:])
        for e in elements(document.trailer["/Root"]["/StructTreeRoot"]["/K"])
        if e["/S"][:2] == "/H" and e["/S"][2:].isdigit()
    ]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_picture_says_what_it_shows(document: pypdf.PdfReader) -> None:
    """ISO 14289-1, 7.3."""
    for element in elements(document.trailer["/Root"]["/StructTreeRoot"]["/K"]):
        if element["/S"] == "/Figure":
            assert element["/Alt"]


def test_every_table_has_its_headings(document: pypdf.PdfReader) -> None:
    """ISO 14289-1, 7.5."""
    for element in elements(document.trailer["/Root"]["/StructTreeRoot"]["/K"]):
        if element["/S"] == "/Table":
            inside = [e["/S"] for e in elements(element["/K"])]
            assert "/TH" in inside
            assert "/TR" in inside


def test_every_word_on_the_page_is_tagged_or_said_to_be_decoration(document: pypdf.PdfReader) -> None:
    """ISO 14289-1, 7.1: no text outside a marked sequence."""
    for page in document.pages:
        depth = 0
        for operands, operator in ContentStream(page.get_contents(), document).operations:
            depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
            assert operator not in (b"Tj", b"TJ") or depth > 0, operands
        assert depth == 0


def test_a_page_with_links_is_read_in_the_order_of_its_structure(document: pypdf.PdfReader) -> None:
    """ISO 14289-1, 7.18.3."""
    for page in document.pages:
        if "/Annots" in page:
            assert page["/Tabs"] == "/S"
