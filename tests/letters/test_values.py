"""A value never becomes markup, at either step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from letters import samples as s
from letters.reading import text
from ofworkflow.errors import LetterError
from ofworkflow.letters import people as c
from ofworkflow.letters.markdown import plain, sections, shield
from ofworkflow.letters.renderer import Renderer

RENDERER = Renderer()
HOSTILE = r"O'Brien <b>{{ 7*7 }}</b> #let $x$ \ * _ [x](y) https://x.invalid D:\lettres"

SLIPS = [
    HOSTILE,
    "1. premier", "1) premier", "# titre", "- tiret", "+ plus", "* étoile", "> boîte", "    quatre espaces", "---", "===",
    "| a | b |", "`code`", "```", "~~~", "**gras**", "_em_", "<script>", "&amp; &copy;", "![i](j)", "[a]: b", "<https://x.invalid>",
    "a@b.invalid", "5$ // reste", r"\# \u{1F600} \\", "{% if x %}", "{# rien #}", '"guillemets" \'simples\'',
    "=CMD|' /C calc'!A0",
    "salle #3", "Ngô Thị Hương", "Ὀδυσσεύς", "Дмитрий", "محمد", "דוד", "L·luís", "Ærøskøbing", "x" * 300,
]  # fmt: skip


@pytest.mark.parametrize("value", SLIPS)
@pytest.mark.parametrize("around", ["{}", "Madame {} et", "**{}**", "- {}", "> {}", "| a |\n| --- |\n| {} |"])
def test_a_value_comes_out_of_markdown_as_it_went_in(value, around):
    (blocks,) = sections(around.format(shield(value)) + "\n")
    assert len(blocks) == 1
    assert " ".join(value.split()) in strings(blocks[0])


@pytest.mark.parametrize("value", [HOSTILE, "Ngô Thị Hương", "Дмитрий Ὀδυσσεύς", "1. # - + > ~ ^ $ % & | ` = ! ?"])
def test_a_value_prints_as_it_is(value):
    jeune = replace(s.JEUNE, prenom=value)
    shown = text(RENDERER.render(s.premiere_convocation(jeune=jeune)).pdf)
    assert f"{value} Évrard nous a été signalée" in shown


def test_a_hostile_name_prints_as_it_is_in_the_window_too():
    shown = text(RENDERER.render(s.report(replace(s.MERE, nom=HOSTILE))).pdf)
    assert HOSTILE in shown


@pytest.mark.parametrize("value", ["محمد", "דוד"])
def test_arabic_and_hebrew_names_have_their_letters(value):
    assert RENDERER.render(s.report(jeune=replace(s.JEUNE, prenom=value))).pdf.startswith(b"%PDF")


@pytest.mark.parametrize(("value", "char"), [("Léa 😀", r"« 😀 » \(U\+1F600\)"), ("漢", r"« 漢 » \(U\+6F22\)")])
@pytest.mark.parametrize("where", ["jeune", "destinataire"])
def test_a_character_that_no_font_has_is_named_with_its_letter(value, char, where):
    context = s.report(**{where: replace(getattr(s, {"jeune": "JEUNE", "destinataire": "MERE"}[where]), prenom=value)})
    with pytest.raises(LetterError, match=rf"^Courrier report du dossier 2026-0042 : le caractère {char} n'existe dans aucune"):
        RENDERER.render(context)


def test_a_character_that_stands_for_nothing_is_refused():
    with pytest.raises(LetterError, match=r"U\+F0041"):
        RENDERER.render(s.report(jeune=replace(s.JEUNE, prenom="\U000f0041")))


def test_house_texts_get_french_typography_and_names_do_not():
    context = s.report(
        rendez_vous=replace(s.RENDEZ_VOUS, lieu="à l'étage : salle 3"), jeune=replace(s.JEUNE, nom="O'Brien ; fils")
    )
    composition = RENDERER.compose(context)
    assert "à l’étage\u00a0: salle 3" in strings({"blocks": composition.corps})
    assert "O'Brien ; fils" in plain(composition.objet)


def test_slips_in_a_template_stay_text():
    (blocks,) = sections(
        "Un * seul, https://x.invalid/a_b_c, salle #3, D:\\lettres, a@b.invalid, 5$, <b>, &amp;, [x](y) // fin\n"
    )
    assert (
        strings(blocks[0])
        == "Un * seul, https://x.invalid/a_b_c, salle #3, D:\\lettres, a@b.invalid, 5$, <b>, &amp;, [x](y) // fin"
    )


def strings(block: object) -> str:
    match block:
        case dict():
            return block["text"] if "text" in block else "".join(strings(v) for v in block.values())
        case list():
            return "".join(strings(v) for v in block)
        case _:
            return ""


def test_a_representative_of_the_notice_prints_as_is():
    person = c.Representant("Mme", "A | B", "[C](d)", "mère", ("1. rue # X", "59000 Lille"), "", "")
    shown = text(RENDERER.render(s.information_departement(representants=(person,))).pdf)
    assert "Mme A | B [C](d) (mère), 1. rue # X, 59000 Lille" in shown
