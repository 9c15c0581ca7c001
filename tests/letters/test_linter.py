"""The linter of templates: what is shipped passes; each slip is said, and a harmless oddity is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from letters import samples as s
from ofworkflow.errors import LetterError
from ofworkflow.letters.linter import TemplateRemark, lint
from ofworkflow.letters.models import kind_of, names
from ofworkflow.letters.page_reading import pages_of, pieces_on, text_of, to_png
from ofworkflow.letters.renderer import Renderer
from ofworkflow.letters.templates import LAYOUT, default_folder

FIRST = "premiere_convocation.md.j2"


def slipped(folder: Path, change: Callable[[str], str], name: str = FIRST) -> list[TemplateRemark]:
    """Return what the linter says of a shipped file once somebody changed it."""
    shipped = (default_folder() / name).read_text(encoding="utf-8")
    changed = change(shipped)
    assert changed != shipped
    (folder / name).write_text(changed, encoding="utf-8")
    return lint(Renderer(folder), s.MAISON, [FIRST])


def said(findings: list[TemplateRemark]) -> str:
    return "\n".join(f"{f.severity} : {f.message}" for f in findings)


def test_what_is_shipped_has_nothing_to_be_said_of() -> None:
    assert lint(Renderer(), s.MAISON) == []


def test_every_letter_has_its_samples_its_mentions_and_its_number_of_pages() -> None:
    for name in names():
        kind = kind_of(name)
        assert kind.sample.modele == name
        assert kind.mentions
        assert kind.pages_at_most > 0
        tried = {sample.kind for sample in s.samples(kind, s.MAISON)}
        assert tried >= {"riche", "pauvre"}
        assert ("hostile" in tried) is (name not in ("bordereau", "reunion"))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda t: t.replace("{{ jeune.prenom }}", "{{ jeune.prenon }}", 1), "prenom"),  # the nearest name is proposed
        (lambda t: t + "\n{{ jeune.nom\n", FIRST),
        (lambda t: t + "\n{% if jeune %}\nbonjour\n", FIRST),
        (lambda t: t + "\n{% include '../secret.md.j2' %}\n", "secret"),
        (lambda t: t + "\n{{ ''.__class__.__mro__ }}\n", FIRST),
        (lambda t: t.replace("salutations", "salutations 王", 1), "王"),
        (lambda t: t.replace("R. 114-6", "R. 114-9"), "l'article R. 114-6"),
        (lambda t: t.replace("prévoit cet entretien", "prévoit une amende", 1), "une amende"),
        (lambda t: t.replace('{% include "_a_apporter.md.j2" %}', ""), "certificat médical sans diagnostic"),
        (lambda t: t.replace("{% if avec_mention %}", "{% if not avec_mention %}"), "mention d'information"),
        (lambda t: t.replace("## Si le rendez-vous", "Bla bla bla. " * 900 + "\n\n## Si le rendez-vous"), "pages, 2 au plus"),
        (lambda t: t.replace("Sans nouvelle", "** Sans nouvelle", 1), "signe de mise en forme"),
    ],
    ids=["nom", "accolade", "if", "dehors", "python", "glyphe", "article", "menace", "apporter", "mention", "pages", "étoiles"],
)
def test_a_slip_is_said(tmp_path: Path, change: Callable[[str], str], expected: str) -> None:
    assert expected in said(slipped(tmp_path, change))


@pytest.mark.parametrize("oddity", ["https://www.exemple.invalid//a", "salle #3", r"D:\lettres", "à 5$ près", "a_b_c", "1 * 2"])
def test_a_harmless_oddity_is_text(tmp_path: Path, oddity: str) -> None:
    findings = slipped(tmp_path, lambda t: t.replace("salutations", f"({oddity}) salutations", 1))
    assert [f for f in findings if f.severity == "erreur"] == []
    assert all("1 * 2" in oddity for _ in findings)  # a lone star is worth a look, no more


def test_an_object_that_shows_through_the_window_is_said(tmp_path: Path) -> None:
    """Trap 8."""
    shown = slipped(tmp_path, lambda t: t.replace("    heading(level: 1, suite(d.objet))", "    place(top + left, dx: 95mm, dy: 45mm, suite(d.objet))\n    heading(level: 1, suite(d.objet))"), LAYOUT)  # fmt: skip
    assert "fenêtre de l'enveloppe" in said(shown)


def test_an_address_out_of_the_window_is_said() -> None:
    house = replace(s.MAISON, fenetre=replace(s.MAISON.fenetre, haut=20.0))
    findings = lint(Renderer(), house, [FIRST])
    assert findings
    assert "fenêtre" in said(findings)


def test_a_misspelt_file_is_said_with_the_nearest_model(tmp_path: Path) -> None:
    (tmp_path / "premiere_convocatoin.md.j2").write_text("# Objet : x\n", encoding="utf-8")
    assert "vouliez-vous dire « premiere_convocation.md.j2 »" in said(lint(Renderer(tmp_path), s.MAISON))


def test_a_template_that_is_no_text_is_said(tmp_path: Path) -> None:
    (tmp_path / FIRST).write_bytes(b"\x89PNG\x00\x00\x81")
    assert "UTF-8" in said(lint(Renderer(tmp_path), s.MAISON, [FIRST]))


def test_a_template_that_has_only_its_object_is_said_of_the_template_not_of_the_layout(tmp_path: Path) -> None:
    (tmp_path / FIRST).write_text("# Objet : été", encoding="utf-8")
    [finding] = lint(Renderer(tmp_path), s.MAISON, [FIRST])
    assert "premiere_convocation.md.j2 n'a rien sous son objet" in finding.message


def test_the_same_sentence_is_said_once_a_template(tmp_path: Path) -> None:
    findings = slipped(tmp_path, lambda t: t.replace("{{ jeune.prenom }}", "{{ jeune.prenon }}", 1))
    assert len(findings) == len({f.message for f in findings})


# reading back


def test_a_page_is_read_back_with_its_places() -> None:
    pdf = Renderer().render(s.premiere_convocation()).pdf
    assert pages_of(pdf) == 2
    assert "certificat médical sans diagnostic" in text_of(pdf)
    [town] = [piece for piece in pieces_on(pdf) if piece.text.startswith("59118")]
    window = s.MAISON.fenetre
    assert town.is_inside(window.gauche, window.haut, window.largeur, window.hauteur)
    assert not town.touches(0, 0, 50, 20)
    images = to_png(pdf, dpi=50)
    assert len(images) == 2
    assert all(image.startswith(b"\x89PNG") for image in images)


@pytest.mark.parametrize("content", [b"", b"bonjour", b"%PDF-1.7\n"])
def test_what_is_no_pdf_is_said(content: bytes) -> None:
    with pytest.raises(LetterError, match="n'est pas un PDF lisible"):
        pages_of(content)


def test_the_slip_says_what_the_printer_needs_and_names_no_counsellor(tmp_path: Path) -> None:
    slip = kind_of("bordereau").sample
    said_there = text_of(Renderer().render(slip).pdf)
    assert "Dossier suivi par" not in said_there
    assert slip.conseiller.nom not in said_there
    assert "Dossier suivi par" in text_of(Renderer().render(kind_of("constat_carence").sample).pdf)
    assert "3 courriers, 5 pages, dans" in said_there
    assert "1 courrier, 1 page, dans" in text_of(Renderer().render(replace(slip, courriers=1, pages=1)).pdf)

    # a house that has a layout of its own, from before, still has its slips, and is told once
    shipped = (default_folder() / LAYOUT).read_text(encoding="utf-8")
    (tmp_path / LAYOUT).write_text(shipped.replace("if not bordereau", "if true"), encoding="utf-8")
    assert slip.conseiller.nom in text_of(Renderer(tmp_path).render(slip).pdf)
    assert [(x.modele, x.severity) for x in lint(Renderer(tmp_path), s.MAISON)] == [("bordereau", "avertissement")]
