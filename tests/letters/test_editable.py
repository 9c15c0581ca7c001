"""A letter goes to Word, is changed by hand, and comes back: its words, all its words, and nothing that a letter cannot hold."""

from __future__ import annotations

import copy
import functools
import shutil
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from letters import samples as s
from ofworkflow.errors import LetterError
from ofworkflow.letters import words
from ofworkflow.letters.editable import from_docx, to_docx
from ofworkflow.letters.markdown import sections
from ofworkflow.letters.renderer import Renderer

RENDERER = Renderer()
SECTIONS = ("objet", "corps", "signature", "mentions")
WORD = "word/document.xml"


def page(context: Any = None, **changes: Any) -> dict[str, Any]:
    """Return a letter as it goes to the layout, without what only the layout needs."""
    context = context or s.premiere_convocation()
    composition = RENDERER.compose(context)
    return {
        "titre": "Convocation – 2026-0042",
        "envoi": ["Madame Émilie ÉVRARD", "913 boulevard Emmanuelle Foucher", "59118 WAMBRECHIES"],
        "maison": {"nom": "Mission locale", "adresse": ["12 rue de l'Exemple"], "telephone": "03 53", "courriel": "a@b.invalid"},
        "suivi": {"nom": "Camille Renard", "qualite": "Conseillère", "telephone": "03 53", "courriel": "c@d.invalid"},
        "reference": "2026-0042",
        "lieu_date": "Lambersart, le 9 novembre 2026",
        **{name: getattr(composition, name) for name in SECTIONS},
    } | changes


def written(text: str) -> dict[str, Any]:
    """Return a letter whose body is this Markdown."""
    return page(corps=sections(text)[0])


def words_of(letter: dict[str, Any] | Any) -> dict[str, Any]:
    return {name: letter[name] if isinstance(letter, dict) else getattr(letter, name) for name in SECTIONS}


def given_back(letter: dict[str, Any]) -> dict[str, Any]:
    return words_of(from_docx(to_docx(letter, name="C000123")))


class Typing:
    """Somebody in Word: opens the letter, does something, saves."""

    def __init__(self, letter: dict[str, Any] | None = None) -> None:
        self.document = docx.Document(BytesIO(to_docx(letter or page(), name="C000123")))

    def line(self, start: str) -> Any:
        return next(p for p in self.document.paragraphs if p.text.startswith(start))

    def saved(self) -> bytes:
        content = BytesIO()
        self.document.save(content)
        return content.getvalue()

    def read(self) -> Any:
        return from_docx(self.saved())


def part_changed(content: bytes, changes: dict[str, bytes | None]) -> bytes:
    """Return the file with some of its parts replaced, added, or (`None`) removed."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(target, "w", ZIP_DEFLATED) as file:
        for name in source.namelist():
            if name not in changes:
                file.writestr(name, source.read(name))
        for name, data in changes.items():
            if data is not None:
                file.writestr(name, data)
    return target.getvalue()


def inserted(xml: str) -> bytes:
    """Return a letter where this was put at the end of « Madame, »."""
    spaces = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    )
    typing = Typing()
    typing.line("Madame,")._p.extend(parse_xml(f"<w:p {nsdecls('w')} {spaces}>{xml}</w:p>"))
    return typing.saved()


def strings(value: Any) -> str:
    if isinstance(value, dict):
        return value.get("text", "\n" if "break" in value else "") + "".join(
            strings(v) for v in value.values() if isinstance(v, list)
        )
    return "".join(strings(v) for v in value) if isinstance(value, list) else ""


# ---- what is written comes back -------------------------------------------------------------------------------------


@pytest.mark.parametrize("sample", s.TOUTES, ids=lambda sample: sample.__name__)
def test_a_letter_that_nobody_changed_comes_back_the_same(sample):
    letter = page(sample())
    assert given_back(letter) == words_of(letter)


@pytest.mark.parametrize(
    "text",
    [
        "un **gras** et *penché* et ***les deux*** mots",
        "- un\n- deux\n\n  suite de deux\n- trois",
        "3. trois\n4. quatre\n\nEntre les deux.\n\n1. un",
        "- un\n  1. un-un\n  2. un-deux\n     - profond\n- deux",
        "- un\n\n* autre liste",
        "> une boîte\n> de deux lignes\n>\n> et un autre paragraphe",
        "> une boîte\n\n| a | b |\n| --- | --- |\n| 1 | **2** |\n| | 4 |\n\n> une autre",
        "> - liste\n> - en boîte",
        "| seule |\n| --- |",
        "## Titre\n\n### Sous-titre\n\nTexte",
        "ligne\\\nsuivante",
    ],
)
def test_every_kind_of_block_comes_back(text):
    letter = written(text)
    assert given_back(letter) == words_of(letter)


MARKS = "<&>\"'’«»{}#$\\*_|–…;[]~@\u00a0\u202f"
TEXT = st.text("aéœÆ1 محمدô" + MARKS, max_size=12).map(lambda t: words.clean(f"x{t}x"))
RUN = st.builds(lambda text, strong, em: {"text": text, "strong": strong, "em": em}, TEXT, st.booleans(), st.booleans())


@st.composite
def runs(draw: Any) -> list[dict[str, Any]]:
    """Return runs as Markdown gives them: no two alike side by side, no double space."""
    found: list[dict[str, Any]] = []
    for run in draw(st.lists(RUN, min_size=1, max_size=4)):
        same = found and "text" in found[-1] and (found[-1]["strong"], found[-1]["em"]) == (run["strong"], run["em"])
        found += [{"break": True}, run] if same else [run]
    return found


PARAGRAPH = runs().map(lambda r: {"kind": "paragraph", "runs": r})
HEADING = runs().map(lambda r: {"kind": "heading", "level": 2, "runs": r})
LIST = st.recursive(
    st.builds(
        lambda ordered, start, items: {"kind": "list", "ordered": ordered, "start": start if ordered else 1, "items": items},
        st.booleans(),
        st.integers(0, 12),
        st.lists(st.lists(PARAGRAPH, min_size=1, max_size=2), min_size=1, max_size=3),
    ),
    lambda inner: st.builds(
        lambda block, first, nested: block | {"items": [*block["items"], [first, nested]]}, inner, PARAGRAPH, inner
    ),
    max_leaves=3,
)
TABLE = st.integers(1, 3).flatmap(
    lambda n: st.builds(
        lambda head, rows: {"kind": "table", "head": head, "rows": rows},
        st.lists(runs(), min_size=n, max_size=n),
        st.lists(st.lists(st.one_of(runs(), st.just([])), min_size=n, max_size=n), max_size=3),
    )
)
BOX = st.lists(st.one_of(PARAGRAPH, LIST, TABLE), min_size=1, max_size=3).map(lambda blocks: {"kind": "box", "blocks": blocks})
BODY = st.lists(st.one_of(PARAGRAPH, HEADING, LIST, TABLE, BOX), min_size=1, max_size=5)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BODY)
def test_any_body_comes_back_the_same(corps):
    letter = page(corps=corps)
    assert given_back(letter) == words_of(letter)


def test_the_same_letter_gives_the_same_bytes():
    letter = page()
    made = [to_docx(letter, name="C000123", le=date(2026, 11, 9)) for _ in range(2)]
    assert made[0] == made[1]


def test_the_document_says_which_letter_it_is_and_how_to_give_it_back():
    document = Typing().document
    assert any("of courriers reprendre C000123 ce-fichier.docx" in p.text.replace("\u00a0", " ") for p in document.paragraphs)
    assert from_docx(to_docx(page(), name="C000123")).courrier == "C000123"


def test_the_document_is_french_dated_and_titled():
    document = docx.Document(BytesIO(to_docx(page(), name="C000123", le=date(2026, 11, 9))))
    core = document.core_properties
    assert (core.title, core.author, core.language) == ("Convocation – 2026-0042", "Mission locale", "fr-FR")
    assert core.created.date() == core.modified.date() == date(2026, 11, 9)
    assert b'w:lang w:val="fr-FR"' in ZipFile(BytesIO(to_docx(page(), name="C1"))).read("word/styles.xml")


def test_hostile_words_stay_words():
    hostile = "#let x = 1 $y$ \\ * _ <w:t>&amp;</w:t> ]]> \"' {{ 7*7 }}"
    letter = page(corps=[{"kind": "paragraph", "runs": [{"text": hostile, "strong": False, "em": False}]}])
    assert given_back(letter)["corps"] == letter["corps"]


# ---- what somebody changed ------------------------------------------------------------------------------------------


def test_a_changed_sentence_comes_back():
    typing = Typing()
    typing.line("Jusqu’à 18").runs[0].text = "Une phrase changée à la main."
    assert typing.read().corps[1]["runs"] == [{"text": "Une phrase changée à la main.", "strong": False, "em": False}]


def test_a_new_paragraph_in_any_style_comes_back():
    typing = Typing()
    typing.line("Jusqu’à 18").insert_paragraph_before("Ajout.", style="Normal")
    typing.line("Jusqu’à 18").insert_paragraph_before("Citation.", style="Intense Quote")
    body = typing.read().corps
    assert [b["runs"][0]["text"] for b in body[1:3]] == ["Ajout.", "Citation."]
    assert {b["kind"] for b in body[1:3]} == {"paragraph"}


def test_a_paragraph_without_words_is_only_space():
    typing = Typing()
    typing.line("Jusqu’à 18").insert_paragraph_before("  \t ")
    assert words_of(typing.read()) == words_of(page())


def test_a_removed_paragraph_is_gone():
    typing = Typing()
    line = typing.line("Jusqu’à 18")._p
    line.getparent().remove(line)
    assert typing.read().corps == [page()["corps"][0], *page()["corps"][2:]]


def test_a_paragraph_that_lost_its_style_stays_in_its_section():
    typing = Typing()
    for paragraph in typing.document.paragraphs:
        if paragraph.style.name in ("OF Corps", "OF Signature", "OF Mentions"):
            paragraph.style = "Normal"
    assert words_of(typing.read()) == words_of(page())


def test_words_cut_in_pieces_by_the_spell_checker_come_back_whole():
    typing = Typing()
    line = typing.line("Jusqu’à 18")
    text = line.runs[0].text
    line.runs[0].text = ""
    for letter in text:
        line.add_run(letter)
    assert words_of(typing.read()) == words_of(page())


def test_bold_and_italic_set_by_hand_come_back():
    typing = Typing()
    line = typing.line("Madame,")
    line.add_run(" gras").bold = True
    line.add_run(" penché").italic = True
    line.add_run(" fort").style = "Strong"
    off = line.add_run(" maigre")
    off.style, off.bold = "Strong", False
    assert [(r["text"], r["strong"], r["em"]) for r in typing.read().corps[0]["runs"]] == [
        ("Madame,", False, False), (" gras", True, False), (" penché", False, True), (" fort", True, False), (" maigre", False, False),
    ]  # fmt: skip


def test_a_line_break_stays_and_those_at_the_ends_go():
    typing = Typing()
    line = typing.line("Madame,")
    line.runs[0].add_break()
    line.add_run("Monsieur,").add_break()
    assert strings(typing.read().corps[0]) == "Madame,\nMonsieur,"


def test_tabs_and_double_spaces_become_one_space():
    typing = Typing()
    typing.line("Madame,").add_run(" \t  et\u200b  Monsieur\u00ad ")
    assert strings(typing.read().corps[0]) == "Madame, et Monsieur"


def test_quotes_and_no_break_spaces_are_left_as_they_were_typed():
    typing = Typing()
    typing.line("Madame,").add_run(" « oui\u00a0» “non” 'peut-être' ; l'an : 5 %")
    assert strings(typing.read().corps[0]) == "Madame, « oui\u00a0» “non” 'peut-être' ; l'an : 5 %"


def test_a_link_made_by_word_leaves_its_words():
    link = '<w:hyperlink w:anchor="x"><w:r><w:t>a@b.invalid</w:t></w:r></w:hyperlink>'
    assert strings(from_docx(inserted(link)).corps[0]) == "Madame,a@b.invalid"


def test_an_item_added_to_a_list_is_in_that_list():
    typing = Typing(written("Liste :\n\n- un\n- deux"))
    new = typing.line("un")._p
    twin = copy.deepcopy(new)
    new.addnext(twin)
    (_, block) = typing.read().corps
    assert [strings(item) for item in block["items"]] == ["un", "un", "deux"]


def test_a_list_made_with_the_styles_of_word_is_a_list():
    typing = Typing(written("Avant.\n\nAprès."))
    for style, text in (("List Bullet", "puce"), ("List Number", "un"), ("List Number", "deux")):
        typing.line("Après.").insert_paragraph_before(text, style=style)
    before, bullets, numbers, _ = typing.read().corps
    assert (before["kind"], bullets["ordered"], numbers["ordered"]) == ("paragraph", False, True)
    assert [strings(item) for item in numbers["items"]] == ["un", "deux"]


def test_a_numbered_list_goes_on_after_a_paragraph():
    typing = Typing(written("1. un\n2. deux\n3. trois"))
    typing.line("trois").insert_paragraph_before("Entre.", style="Normal")
    first, _, second = typing.read().corps
    assert (first["start"], second["start"]) == (1, 3)


def test_a_row_added_to_a_table_comes_back_and_a_merged_one_keeps_its_columns():
    typing = Typing(written("| a | b |\n| --- | --- |\n| 1 | 2 |"))
    table = typing.document.tables[-1]
    table.add_row().cells[1].text = "4"
    row = table.add_row()
    row.cells[0].merge(row.cells[1]).text = "5"
    (block,) = typing.read().corps
    assert [[strings(cell) for cell in row] for row in block["rows"]] == [["1", "2"], ["", "4"], ["5", ""]]


def test_a_row_added_to_a_box_stays_in_the_box():
    typing = Typing(written("> un"))
    typing.document.tables[-1].add_row().cells[0].text = "deux"
    (block,) = typing.read().corps
    assert (block["kind"], [strings(b) for b in block["blocks"]]) == ("box", ["un", "deux"])


def test_a_letter_changed_by_hand_is_laid_out():
    typing = Typing()
    typing.line("Jusqu’à 18").insert_paragraph_before("Petit titre", style="Heading 3")
    typing.line("Jusqu’à 18").runs[0].text = "Phrase à la main."
    assert next(b["level"] for b in typing.read().corps if b["kind"] == "heading") == 2, "an accessible PDF skips no level"
    made = RENDERER.prepare(s.premiere_convocation(), retouche=typing.saved()).make()
    assert made.pdf.startswith(b"%PDF")
    assert made.retouche_sha256


# ---- what is refused, in one sentence -------------------------------------------------------------------------------


def refused(content: bytes) -> str:
    with pytest.raises(LetterError) as caught:
        from_docx(content)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "vide, coupé ou abîmé"),
        (b"Bonjour", "vide, coupé ou abîmé"),
        (b"PK\x03\x04" + b"x" * 100, "vide, coupé ou abîmé"),
        (b"%PDF-1.7", "est un PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "mot de passe ou au format ancien (.doc)"),
        (b"{\\rtf1 x}", ".rtf"),
        (b"x" * 10_000_001, "dépasse 10 Mo"),
    ],
)
def test_a_file_of_another_kind_is_named(content, why):
    assert why in refused(content)


def test_a_truncated_document_is_refused():
    content = to_docx(page(), name="C000123")
    for end in range(0, len(content), 997):
        assert "abîmé" in refused(content[:end])


def test_a_zip_that_is_no_word_document_is_refused():
    content = to_docx(page(), name="C000123")
    assert "n'est pas un document Word" in refused(part_changed(content, {"[Content_Types].xml": None}))
    assert "n'est pas un document Word" in refused(part_changed(content, {WORD: None}))
    assert "n'est pas un document Word" in refused(part_changed(content, {"_rels/.rels": None}))
    assert "abîmé" in refused(part_changed(content, {WORD: b"<w:document"}))
    odt = part_changed(content, {"[Content_Types].xml": None, "mimetype": b"application/vnd.oasis.opendocument.text"})
    assert ".odt" in refused(odt)


def test_a_zip_bomb_is_refused_before_it_is_unzipped():
    bomb = part_changed(to_docx(page(), name="C000123"), {"word/bomb.xml": b"\0" * 50_000_000})
    assert len(bomb) < 200_000
    assert "démesuré" in refused(bomb)
    many = part_changed(to_docx(page(), name="C000123"), {f"word/{i}.xml": b"" for i in range(600)})
    assert "démesuré" in refused(many)


@pytest.mark.parametrize("part", [WORD, "word/styles.xml", "word/numbering.xml", "docProps/core.xml", "_rels/.rels"])
def test_outside_entities_are_refused_in_every_part(part):
    content = to_docx(page(), name="C000123")
    text = ZipFile(BytesIO(content)).read(part)
    declared = b'?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    sentence = refused(part_changed(content, {part: text.replace(b"?>", declared, 1)}))
    assert "données extérieures" in sentence


def test_a_document_of_entities_inside_entities_is_refused():
    inner = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 10}">' for i in range(9))
    text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{inner}]><x a="&e9;">&e9;</x>'
    refused(part_changed(to_docx(page(), name="C000123"), {WORD: text.encode()}))


@pytest.mark.parametrize(
    ("xml", "why"),
    [
        ("<w:ins><w:r><w:t>ajout</w:t></w:r></w:ins>", "modifications suivies"),
        ("<w:del><w:r><w:delText>retrait</w:delText></w:r></w:del>", "modifications suivies"),
        ("<w:moveTo><w:r><w:t>là</w:t></w:r></w:moveTo>", "modifications suivies"),
        ("<w:r><w:drawing/></w:r>", "image"),
        ("<w:r><w:pict/></w:r>", "image"),
        ("<mc:AlternateContent/>", "image"),
        ("<w:r><w:object/></w:r>", "objet incorporé"),
        ("<w:r><w:footnoteReference/></w:r>", "note de bas de page"),
        ("<m:oMath><m:r/></m:oMath>", "équation"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>', "symbole"),
        ("<w:r><w:rPr><w:strike/></w:rPr><w:t>non</w:t></w:r>", "texte barré"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>caché</w:t></w:r>", "texte masqué"),
        ("<w:inconnu><w:r><w:t>perdu</w:t></w:r></w:inconnu>", "sans perdre de mots"),
        ("<w:r><w:t>\ue000</w:t></w:r>", r"U+E000"),
    ],
)
def test_what_a_letter_cannot_hold_is_refused_and_never_dropped(xml, why):
    sentence = refused(inserted(xml))
    assert why in sentence


def test_tracked_changes_are_refused_with_the_way_to_accept_them():
    sentence = refused(inserted("<w:ins><w:r><w:t>ajout</w:t></w:r></w:ins>"))
    assert "acceptez-les" in sentence
    assert "près de « Madame,ajout »" in sentence


def test_struck_out_and_switched_off_again_is_plain_text():
    content = inserted('<w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t> oui</w:t></w:r>')
    assert strings(from_docx(content).corps[0]) == "Madame, oui"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("word/vbaProject.bin", "macros"),
        ("word/media/image1.png", "retirez l'image"),
        ("word/embeddings/a.xlsx", "objet incorporé"),
    ],
)
def test_a_document_with_more_than_words_is_refused(name, why):
    assert why in refused(part_changed(to_docx(page(), name="C000123"), {name: b"x"}))


def test_a_letter_without_its_object_is_refused():
    typing = Typing()
    line = typing.line("Objet")._p
    line.getparent().remove(line)
    assert "perdu l'objet" in refused(typing.saved())


def test_an_object_that_lost_its_style_is_still_the_object():
    typing = Typing()
    typing.line("Objet").style = "Normal"
    assert words_of(typing.read()) == words_of(page())


def test_two_objects_are_refused():
    typing = Typing()
    typing.line("Madame,").style = "Heading 1"
    assert "deux objets" in refused(typing.saved())


def test_a_letter_without_text_is_refused():
    typing = Typing()
    body = typing.document.element.body
    inside = False
    for element in list(body):
        text = "".join(element.itertext())
        inside = inside and "Ici commence la signature" not in text
        if inside:
            body.remove(element)
        inside = inside or text.startswith("Objet")
    assert "n'a plus de texte" in refused(typing.saved())


@pytest.mark.parametrize("line", ["Ici commence le courrier", "Ici commence la signature", "Ici commencent les mentions"])
def test_a_lost_mark_is_refused_with_the_line_to_put_back(line):
    typing = Typing()
    mark = typing.line(f"— {line}")._p
    mark.getparent().remove(mark)
    assert f"« — {line} (gardez cette ligne) — »" in refused(typing.saved())


def test_a_mark_glued_to_a_sentence_is_refused():
    typing = Typing()
    typing.line("— Ici commence la signature").add_run("Camille Renard")
    assert "Ici commence la signature" in refused(typing.saved())


def test_marks_in_another_order_are_refused():
    typing = Typing()
    typing.line("— Ici commence le courrier")._p.addprevious(typing.line("— Ici commence la signature")._p)
    assert "n'est plus à sa place" in refused(typing.saved())


def test_an_address_corrected_in_word_is_refused_with_where_to_correct_it():
    """It would be lost: the letter takes its address from the dossier."""
    typing = Typing()
    typing.document.tables[0].cell(0, 1).paragraphs[-1].runs[0].text = "59000 LILLE"
    assert "corrigez l'adresse dans le dossier" in refused(typing.saved())


@functools.cache
def to_docx_once() -> bytes:
    return to_docx(page(s.information_departement()), name="C000123")


def said_of(content: bytes) -> str:
    try:
        from_docx(content)
    except LetterError as error:
        return str(error)
    return "Rien."


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 40_000), st.binary(min_size=1, max_size=4))
def test_a_damaged_byte_gives_a_sentence_or_a_letter_never_a_crash(at, noise):
    content = bytearray(to_docx_once())
    content[at % len(content) : at % len(content) + len(noise)] = noise
    assert said_of(bytes(content)).endswith(".")


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([WORD, "word/styles.xml", "word/numbering.xml"]), st.data())
def test_a_damaged_part_gives_a_sentence_or_a_letter_never_a_crash(part, data):
    content = to_docx_once()
    text = ZipFile(BytesIO(content)).read(part).decode()
    at = data.draw(st.integers(0, len(text)))
    noise = data.draw(
        st.sampled_from(["", 'w:val="x" ', "-1", "9" * 30, "</w:p>", "<w:p/>", "<w:tbl/>", "<!-- x -->", "<?x y?>", "\0", "&x;"])
    )
    damaged = text[:at] + noise + text[at + data.draw(st.integers(0, 20)) :]
    assert said_of(part_changed(content, {part: damaged.encode()})).endswith(".")


# ---- LibreOffice ----------------------------------------------------------------------------------------------------


def writer_is_there() -> bool:
    """Tell whether LibreOffice has its word processor: the spreadsheet alone also answers to « soffice »."""
    program = shutil.which("soffice")
    return program is not None and any(Path(program).resolve().parent.glob("libswlo*"))


@pytest.mark.skipif(not writer_is_there(), reason="LibreOffice Writer n'est pas installé")
def test_what_libreoffice_saves_comes_back_the_same(tmp_path):
    nested = "3. trois\n4. quatre\n   - un\n   - deux\n5. cinq\n\n> boîte\n\n> autre\n\n| a | b |\n| --- | --- |\n| *1* | |\n\n- un\n\n* deux"
    letters = {sample.__name__: page(sample()) for sample in s.TOUTES} | {"blocs": written(nested)}
    for name, letter in letters.items():
        (tmp_path / f"{name}.docx").write_bytes(to_docx(letter, name="C000123"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profil"
    saved = tmp_path / "enregistres"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", saved, *sorted(tmp_path.glob("*.docx"))],
        check=True,
        capture_output=True,
        timeout=180,
    )
    for name, letter in letters.items():
        edited = from_docx((saved / f"{name}.docx").read_bytes())
        assert words_of(edited) == words_of(letter), name
        assert edited.courrier == "C000123"


TYPED = "<w:p><w:r><w:t>Bonjour à tous.</w:t></w:r></w:p>"
STYLE = '<w:style w:styleId="x"/>'


@pytest.mark.parametrize(
    ("part", "end", "added", "why"),
    [
        ("word/document.xml", "<w:sectPr", TYPED * 200_000, "a 200"),
        ("word/document.xml", "<w:sectPr", TYPED * 1001, "paragraphes, 1000 au plus"),
        ("word/document.xml", "<w:sectPr", "<w:tbl><w:tr><w:tc>" + TYPED * 2000 + "</w:tc></w:tr></w:tbl>", "paragraphes"),
        ("word/document.xml", "<w:sectPr", "<w:p>" + "<w:r/>" * 60_000 + "</w:p>", "bien plus long"),
        ("word/document.xml", "<w:sectPr", TYPED.replace("Bonjour", "x" * 100_001), "bien plus long"),
        ("word/document.xml", "<w:sectPr", " " * 11_000_000, "démesuré"),
        ("word/styles.xml", "</w:styles>", STYLE * 2001, "démesuré"),
        ("word/styles.xml", "</w:styles>", " " * 2_000_001, "démesuré"),
        ("docProps/core.xml", "</cp:coreProperties>", " " * 41_000_000, "démesuré"),
    ],
)
def test_a_monstrous_document_is_refused_before_it_is_laid_out(part, end, added, why):
    content = to_docx(page(), name="C000123")
    text = ZipFile(BytesIO(content)).read(part).decode()
    assert end in text
    assert why in refused(part_changed(content, {part: text.replace(end, added + end, 1).encode()}))
