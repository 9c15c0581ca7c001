"""A .docx as it comes from outside: checked before it is unzipped, read without its macros, links or
entities."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ofworkflow.errors import LetterError
from ofworkflow.outside.archives import BROKEN, ArchiveError, Limits, Trouble, checked, opened

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_LARGEST = 10_000_000  # bytes of the file
_LIMITS = Limits(
    40_000_000,
    {
        "word/": 2_000_000,
        "word/document.xml": 10_000_000,
        "word/media/": 40_000_000,
        "word/fonts/": 40_000_000,
    },
)
_MOST_PARAGRAPHS = 1000  # a letter has fifty
_MOST_CHARS = 100_000
_MOST_ELEMENTS = 50_000
_MOST_STYLES = 2000
_DIGITS = 5
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_TRACKED = (
    "des modifications suivies qui ne sont pas acceptées",
    "acceptez-les ou refusez-les toutes (onglet « Révision » de Word, menu « Édition > Suivi des "
    "modifications » de LibreOffice)",
)
_IMAGE = ("une image, un dessin ou une zone de texte", "retirez l'image, mettez le texte dans un paragraphe")
_OBJECT = ("un objet incorporé", "retirez-le")
_NOTE = ("une note de bas de page", "mettez son texte dans la phrase")
_MACRO = ("des macros", "enregistrez-le au format « Document Word (.docx) »")
_REFUSED = {
    **dict.fromkeys(
        [W + tag for tag in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge")], _TRACKED
    ),
    **dict.fromkeys([W + "drawing", W + "pict", _MC + "AlternateContent"], _IMAGE),
    **dict.fromkeys([W + tag for tag in ("object", "control", "altChunk", "subDoc")], _OBJECT),
    **dict.fromkeys([W + "footnoteReference", W + "endnoteReference"], _NOTE),
    **dict.fromkeys([_MATH + "oMath", _MATH + "oMathPara"], ("une équation", "écrivez-la en toutes lettres")),
    W + "sym": ("un symbole d'une police à part", "effacez-le ou retapez-le au clavier"),
    W + "ruby": ("du texte annoté", "gardez le seul texte"),
}
_UNREADABLE_RUNS = {
    "strike": ("du texte barré", "effacez-le, ou ôtez le trait"),
    "dstrike": ("du texte barré", "effacez-le, ou ôtez le trait"),
    "vanish": ("du texte masqué", "effacez-le, ou affichez-le"),
}
_OTHER_FILES = (
    (b"\xd0\xcf\x11\xe0", "est protégé par un mot de passe ou au format ancien (.doc)"),
    (b"%PDF", "est un PDF"),
    (b"{\\rtf", "est au format .rtf"),
)
_SAVE_AS = "enregistrez-le au format « Document Word (.docx) »"


class WordFile:
    """The text of a Word document, its styles and its numbering; raise `LetterError` for what a letter
    cannot hold."""

    def __init__(self, content: bytes) -> None:
        self._parts = _unzipped(content)
        main = self._related("", "officeDocument")
        root = self._xml(main)
        body = None if root is None else root.find(W + "body")
        if body is None:
            raise _refused("n'est pas un document Word", _SAVE_AS)
        self.body = body
        _refuse_what_no_letter_reaches(body)
        _refuse_what_a_letter_cannot_hold(body)
        self.keywords = self._keywords()
        styles, numbering = (
            self._xml(self._related(main, "styles")),
            self._xml(self._related(main, "numbering")),
        )
        if styles is not None and sum(1 for _ in styles.iter(W + "style")) > _MOST_STYLES:
            raise _immense()
        self._styles = {} if styles is None else {s.get(W + "styleId"): s for s in styles.iter(W + "style")}
        self._numbers = (
            {} if numbering is None else {n.get(W + "numId"): n for n in numbering.iter(W + "num")}
        )
        self._abstract = (
            {}
            if numbering is None
            else {n.get(W + "abstractNumId"): n for n in numbering.iter(W + "abstractNum")}
        )

    def styles_of(self, element: Element) -> list[str]:
        """Return the names of the style of a paragraph or a table and of those it is based on, in small
        letters."""
        kind = "tbl" if element.tag == W + "tbl" else "p"
        return [name.casefold() for s in self._chain(element, kind) if (name := value(s.find(W + "name")))]

    def numbering_of(self, paragraph: Element) -> tuple[str, int] | None:
        """Return the list a paragraph is in, and how deep; `None` when it is in none."""
        for holder in (paragraph, *self._chain(paragraph, "p")):
            number = child(holder, "pPr", "numPr", "numId")
            if number is not None:
                level = number_of(child(holder, "pPr", "numPr", "ilvl"), 0)
                node = self._level(value(number), level)
                shown = node is not None and value(node.find(W + "numFmt")) != "none"
                return (value(number), level) if shown else None
        return None

    def format_of(self, number: str, level: int) -> tuple[bool, int]:
        """Tell whether the items of a list are numbered, and from which number."""
        node = self._level(number, level)
        ordered = node is not None and value(node.find(W + "numFmt")) != "bullet"
        starts = [*(child(o, "startOverride") for o in self._overrides(number, level)), child(node, "start")]
        return ordered, next((number_of(start, 1) for start in starts if start is not None), 1)

    def character_style_has(self, run: Element, flag: str) -> bool:
        """Tell whether the character style of a run (« Élevé », « Accentuation ») is bold (`b`) or italic
        (`i`)."""
        node = next((f for s in self._chain(run, "r") if (f := child(s, "rPr", flag)) is not None), None)
        return is_on(node)

    def _chain(self, element: Element, kind: str) -> Iterator[Element]:
        name, styles = value(child(element, f"{kind}Pr", f"{kind}Style")), set[str]()
        while name in self._styles and name not in styles:
            styles.add(name)
            yield self._styles[name]
            name = value(self._styles[name].find(W + "basedOn"))

    def _overrides(self, number: str, level: int) -> list[Element]:
        num = self._numbers.get(number)
        return (
            []
            if num is None
            else [o for o in num.findall(W + "lvlOverride") if o.get(W + "ilvl") == str(level)]
        )

    def _level(self, number: str, level: int) -> Element | None:
        """Return how a level of a list is drawn, `None` when the list does not exist (its number is then
        usually 0)."""
        num = self._numbers.get(number)
        if num is None:
            return None
        abstract = self._abstract.get(value(num.find(W + "abstractNumId")))
        levels = [lvl for o in self._overrides(number, level) for lvl in o.findall(W + "lvl")]
        levels += [] if abstract is None else abstract.findall(W + "lvl")
        return next((lvl for lvl in levels if lvl.get(W + "ilvl") == str(level)), num)

    def _keywords(self) -> str:
        root = self._xml(self._related("", "core-properties"))
        node = (
            ()
            if root is None
            else (e.text for e in root if isinstance(e.tag, str) and e.tag.endswith("}keywords"))
        )
        return next(iter(node), "") or ""

    def _related(self, part: str, kind: str) -> str:
        """Return the name of the part that another refers to as its `kind`, empty when there is none."""
        folder, name = posixpath.split(part)
        root = self._xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        for relation in () if root is None else root:
            if str(relation.get("Type")).endswith(f"/{kind}") and relation.get("TargetMode") != "External":
                return posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or "")).lstrip(
                    "/"
                )
        return ""

    def _xml(self, part: str) -> Element | None:
        if part not in self._parts:
            return None
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
        try:
            root = etree.fromstring(self._parts[part], parser)  # entities are off, and a DTD is refused below
        except etree.XMLSyntaxError:
            raise _damaged() from None
        if root.getroottree().docinfo.doctype:
            raise _with_entities()
        return root


def child(element: Element | None, *tags: str) -> Element | None:
    """Return the descendant by its path of tags, or `None`."""
    for tag in tags:
        element = None if element is None else element.find(W + tag)
    return element


def value(element: Element | None) -> str:
    """Return the value an element gives, empty for none."""
    return "" if element is None else str(element.get(W + "val") or "")


def number_of(element: Element | None, default: int) -> int:
    """Return the number an element gives, `default` for none or for one that Word itself would not write."""
    text = value(element)
    return int(text) if text.isascii() and text.isdigit() and len(text) < _DIGITS else default


def is_on(element: Element | None) -> bool:
    """Tell whether a property is there and not switched off."""
    return element is not None and value(element) not in ("0", "false", "off")


def _unzipped(content: bytes) -> dict[str, bytes]:
    if len(content) > _LARGEST:
        raise _refused("dépasse 10 Mo, ce qu'aucun courrier n'atteint", "repartez d'un nouveau fichier")
    for start, what in _OTHER_FILES:
        if content.startswith(start):
            raise _refused(f"{what}, ce n'est pas un document Word", _SAVE_AS)
    try:
        with opened(content, _LIMITS) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and "[Content_Types].xml" not in names:
                raise _refused("est au format LibreOffice (.odt)", _SAVE_AS)
            if "[Content_Types].xml" not in names:
                raise _refused("n'est pas un document Word", _SAVE_AS)
            _refuse_parts(names)
            checked(archive)
            return {name: archive.read(name) for name in names if name.endswith((".xml", ".rels"))}
    except ArchiveError as error:
        raise _TROUBLES.get(error.trouble, _damaged)() from None
    except BROKEN:
        raise _damaged() from None


def _refuse_parts(names: set[str]) -> None:
    for name in sorted(names):
        folders = name.lower().split("/")
        if "vbaproject.bin" in folders[-1] or "activex" in folders:
            raise _holds(*_MACRO)
        if "media" in folders[:-1]:
            raise _holds(*_IMAGE)
        if "embeddings" in folders[:-1]:
            raise _holds(*_OBJECT)


def _refuse_what_no_letter_reaches(body: Element) -> None:
    """Refuse before anything is laid out what would take a minute of it."""
    elements = sum(1 for _ in body.iter())
    paragraphs = sum(1 for _ in body.iter(W + "p"))
    if paragraphs > _MOST_PARAGRAPHS:
        raise _refused(f"a {paragraphs} paragraphes, {_MOST_PARAGRAPHS} au plus", "ne gardez que le courrier")
    if elements > _MOST_ELEMENTS or sum(len(t.text or "") for t in body.iter(W + "t")) > _MOST_CHARS:
        raise _refused(
            "est bien plus long qu'un courrier", "ne gardez que le courrier, sans mise en forme superflue"
        )


def _refuse_what_a_letter_cannot_hold(body: Element) -> None:
    for element in body.iter():
        if element.tag in _REFUSED:
            raise _holds(*_REFUSED[element.tag], near=_near(element))
        if element.tag == W + "r" and element.find(W + "rPr") is not None:
            for flag, fault in _UNREADABLE_RUNS.items():
                if is_on(child(element, "rPr", flag)):
                    raise _holds(*fault, near=_near(element))


def _near(element: Element) -> str:
    paragraph = next((e for e in element.iterancestors(W + "p")), element)
    return " ".join("".join(t.text or "" for t in paragraph.iter(W + "t", W + "delText")).split())[:40]


def _holds(what: str, remedy: str, near: str = "") -> LetterError:
    where = f" (près de « {near} »)" if near else ""
    return _refused(f"contient {what}{where}", remedy)


def _damaged() -> LetterError:
    return _refused("est vide, coupé ou abîmé", "enregistrez-le à nouveau depuis Word ou LibreOffice")


def _immense() -> LetterError:
    return _refused("est démesuré une fois décompressé", "repartez d'un nouveau fichier")


def _with_entities() -> LetterError:
    return _refused("appelle des données extérieures", "enregistrez-le à nouveau depuis Word ou LibreOffice")


def _encrypted() -> LetterError:
    return _refused("est protégé par un mot de passe", _SAVE_AS)


_TROUBLES: dict[Trouble, Callable[[], LetterError]] = {
    Trouble.IMMENSE: _immense,
    Trouble.ENTITIES: _with_entities,
    Trouble.ENCRYPTED: _encrypted,
}


def _refused(why: str, remedy: str) -> LetterError:
    return LetterError(f"Le document ne peut pas être repris, il {why} : {remedy}.")
