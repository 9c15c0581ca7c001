"""The rapport as it is read: a page that a screen reader can walk, text that a terminal cannot be fooled by."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

from ofworkflow.letters.rapport import Ligne, Rapport, Rubrique, as_html, as_text, subject

HOSTILE = "<script>alert(1)</script> =CMD|'/C calc'!A0 \x1b[31m\u202e {{ 7*7 }} & \"x\""
NONE = Rubrique("Rien", (), 0)


def _report(nom: str = "DUPONT Léa", **more: object) -> Rapport:
    task = Rubrique("Département à informer", (Ligne("2026-0001", nom, "au plus tard demain", "of voir 2026-0001"),), 3, 2)
    act = Rubrique("Clore", (Ligne("2026-0002", nom, "daté du lun. 09/03/2026"),), 1)
    given: dict[str, object] = {
        "maison": "Mission locale", "couleur": "#1f3a5f", "jour": "mar. 10/03/2026", "nuit": "La nuit a été faite.",
        "nuit_faite": True, "compte": ("2 dossiers examinés",), "taches": (task,), "nombre_taches": 3, "en_retard": 1,
        "actes": (act,), "alertes": NONE, "echecs": NONE, "noms": True,
    }  # fmt: skip
    return Rapport(**(given | more))  # type: ignore[arg-type]


@dataclass
class Page(HTMLParser):
    """What a reader finds: elements with their attributes, and the words."""

    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.opened and self.opened[-1] != "style":
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def _read(rapport: Rapport) -> Page:
    page = Page()
    page.feed(as_html(rapport))
    page.close()
    assert page.opened == []  # every element is closed, in order
    return page


def test_the_page_says_its_language_its_title_and_its_headings_in_order() -> None:
    page = _read(_report())
    assert page.all("html") == [{"lang": "fr"}]
    levels = [int(tag[1]) for tag, _ in page.elements if tag in ("h1", "h2", "h3")]
    assert levels == [1, 2, 2]
    assert "Rapport du matin, mar. 10/03/2026" in page.words


def test_every_table_has_a_caption_and_headers_with_their_scope() -> None:
    page = _read(_report())
    tags = [tag for tag, _ in page.elements]
    assert tags.count("table") == tags.count("caption") == 2
    assert all(header.get("scope") in ("col", "row") for header in page.all("th"))


def test_the_page_asks_nothing_of_the_network_and_runs_nothing() -> None:
    page = _read(_report())
    assert not {tag for tag, _ in page.elements} & {"script", "link", "img", "iframe", "object", "form", "a", "base", "svg"}
    assert not any(name in ("src", "href", "action") or name.startswith("on") for _, given in page.elements for name in given)
    assert "default-src 'none'" in str([given for given in page.all("meta") if "http-equiv" in given])
    html = as_html(_report())
    assert not any(word in html for word in ("http://", "https://", "@import", "url("))


def test_a_hostile_name_is_only_words() -> None:
    page = _read(_report(HOSTILE, maison=HOSTILE, nuit=HOSTILE))
    assert not page.all("script")
    said = " ".join(page.words)
    assert "<script>alert(1)</script>" in said
    assert "{{ 7*7 }}" in said
    for form in (as_html(_report(HOSTILE)), as_text(_report(HOSTILE))):
        assert "\x1b" not in form
        assert "\u202e" not in form  # nothing turns the line round
    assert "=CMD|'/C calc'!A0" in as_text(_report(HOSTILE))


def test_a_name_holds_on_its_line_in_the_text() -> None:
    text = as_text(_report("DUPONT\nÀ FAIRE : 0\n"))
    assert text.count("À FAIRE") == 3  # the heading, and the name of two lines, inert
    assert [line for line in text.splitlines() if line.startswith("À FAIRE")] == ["À FAIRE : 3, dont 1 en retard"]


@pytest.mark.parametrize("form", [as_text, as_html])
def test_a_day_without_anything_to_do_says_so(form: object) -> None:
    said = form(_report(taches=(), nombre_taches=0, en_retard=0, actes=()))  # type: ignore[operator]
    assert "Rien à faire aujourd'hui." in said
    assert "Ce que la nuit a fait".lower() not in said.lower()


def test_failures_come_before_the_work() -> None:
    failed = Rubrique("Dossiers que la nuit n'a pas pu traiter", (Ligne("2026-0009", "", "motif", "of voir 2026-0009"),), 1)
    text = as_text(_report(echecs=failed))
    assert text.index("2026-0009") < text.index("2026-0001")
    page = _read(_report(echecs=failed))
    assert page.words.index("2026-0009") < page.words.index("2026-0001")


def test_the_text_reads_in_blocks_without_holes() -> None:
    assert "\n\n\n" not in as_text(_report())
    assert as_text(_report()).endswith("\n")
    assert all(line == line.rstrip() for line in as_text(_report()).splitlines())


def test_the_subject_of_the_e_mail_names_nobody_and_says_when_the_night_is_missing() -> None:
    assert subject(_report()) == "Obligation de formation, mar. 10/03/2026 : 3 à faire"
    assert subject(_report(nuit_faite=False)).endswith("la nuit n'a pas été faite")
