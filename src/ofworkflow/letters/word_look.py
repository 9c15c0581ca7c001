"""How the editable copy of a letter looks in Word: its sheet, its styles, its language."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from ofworkflow.letters.edited import BOX, HEAD, TABLE
from ofworkflow.letters.word_file import W

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.table import _Cell
    from lxml.etree import _Element as Element

_INK, _GREY, _ACCENT, _PALE, _LINE = "1A1A1A", "6A6A6A", "1F3A5F", "EEF3F8", "9AA5B1"
_FONT = "Arial"  # on every machine; the letter itself is set in the house's own font
_THUMBNAIL = "/thumbnail"
_BORDERS = {
    BOX: (_ACCENT, ("top", "left", "bottom", "right")),
    TABLE: (_LINE, ("top", "bottom", "insideH")),
    HEAD: (_PALE, ("top", "left", "bottom", "right")),
}
_MARGINS = (("top", 60), ("left", 140), ("bottom", 60), ("right", 140))


def dress(document: Document) -> None:
    """Give the document its A4 sheet, its styles and its language."""
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(14), Mm(19)
    _paragraph_styles(document)
    _table_styles(document)
    settings = document.settings.element
    for language in (*document.styles.element.iter(W + "lang"), *settings.iter(W + "themeFontLang")):
        language.set(W + "val", "fr-FR")
    for compat in settings.iter(
        W + "compat"
    ):  # else Word opens it as a document of 2007, « mode de compatibilité »
        for old in compat.findall(W + "compatSetting"):
            compat.remove(old)
        add(
            compat,
            "compatSetting",
            name="compatibilityMode",
            uri="http://schemas.microsoft.com/office/word",
            val="15",
        )
    package = document.part.package
    for key in [key for key, relation in package.rels.items() if relation.reltype.endswith(_THUMBNAIL)]:
        del package.rels[key]  # the picture of python-docx's own sample


def add(parent: Element, tag: str, **attributes: str) -> None:
    """Add an empty element of WordprocessingML to another."""
    from docx.oxml import OxmlElement

    added = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        added.set(W + name, value)
    parent.append(added)


def element(text: str) -> Element:
    """Return an element of WordprocessingML; `{}` in it is where its namespace is declared."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    return parse_xml(text.format(nsdecls("w")))


def shade(cell: _Cell) -> None:
    """Give a cell the pale colour of the house."""
    add(cell._tc.get_or_add_tcPr(), "shd", val="clear", color="auto", fill=_PALE)


def _paragraph_styles(document: Document) -> None:
    _style(document, "Normal", 10.5)
    _style(document, "OF Maison", 12, color=_ACCENT, bold=True)
    _style(document, "OF En-tête", 8.5)
    _style(document, "OF Adresse", 10.5)
    _style(document, "OF Consigne", 8.5, color=_GREY, before=4)
    _style(document, "OF Repère", 8, color=_GREY, before=10, after=6)
    _style(document, "OF Corps", 10.5, after=6)
    _style(document, "OF Signature", 10.5, left=85)
    _style(document, "OF Mentions", 8.5, after=4)
    _style(document, "OF Case", 9)
    _style(document, "OF Colonne", 9, bold=True)
    _style(document, "OF Blanc", 4)
    _style(document, "Heading 1", 11.5, color=_ACCENT, bold=True, after=10)
    for level in range(2, 7):
        _style(document, f"Heading {level}", 10.5, color=_ACCENT, bold=True, before=8, after=4)
    for listed in ("List Bullet", "List Number", "List Continue", "List Continue 2", "List Continue 3"):
        _style(document, listed, 10.5, after=2)


def _style(
    document: Document,
    name: str,
    size: float,
    *,
    color: str = _INK,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    left: float = 0,
) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Mm, Pt, RGBColor

    style = cast(
        "ParagraphStyle",
        document.styles[name]
        if name in document.styles
        else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH),
    )
    style.quick_style, style.hidden, style.unhide_when_used = True, False, False
    style.font.name, style.font.size, style.font.bold, style.font.italic = _FONT, Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(color)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in [key for key in fonts.attrib if "Theme" in key]:  # a theme would win over the font named
        del fonts.attrib[key]
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.08
    if left:
        form.left_indent = Mm(left)


def _table_styles(document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    margins = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in _MARGINS)
    for name, (color, sides) in _BORDERS.items():
        borders = "".join(
            f'<w:{side} w:val="single" w:sz="6" w:space="0" w:color="{color}"/>' for side in sides
        )
        document.styles.add_style(name, WD_STYLE_TYPE.TABLE).element.append(
            element(
                "<w:tblPr "
                f"{{}}><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
            )
        )
