"""The annual bilan as a PDF: the content of the page, laid out by Typst with the fonts of the letters,
tagged and archived."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from ofworkflow.errors import OfWorkflowError
from ofworkflow.letters.compiler import as_literal, compile_pages, unknown_characters
from ofworkflow.statistics.bilan.charts import draw
from ofworkflow.statistics.bilan.content import AnnualBilan, Block, Definition, Section, Table
from ofworkflow.statistics.bilan.page import RESOURCES
from ofworkflow.statistics.bilan.readable import capitalised

_LAYOUT = "bilan.typ"
_MINUS = "\u2212"  # the fonts of the letters do not have it


def as_pdf(bilan: AnnualBilan, *, le: date) -> bytes:
    """Return the PDF (PDF/A-2a, PDF/UA-1), dated `le`; raise `OfWorkflowError` on a character that no font
    has."""
    main = f'#import "{_LAYOUT}": bilan\n#bilan({as_literal(_data(bilan))})\n'
    try:
        pdf, _ = compile_pages(
            {"main.typ": main.encode(), _LAYOUT: (RESOURCES / _LAYOUT).read_bytes()}, le=le
        )
    except RuntimeError as error:
        named = unknown_characters(error)
        if named is None:
            raise
        raise OfWorkflowError(
            f"Le bilan ne peut pas être mis en PDF : le caractère {named} n'existe dans aucune de ses "
            "polices. Retirez-le de la "
            "configuration ou des dossiers, ou demandez la page (--format html)."
        ) from error
    return pdf


def _data(bilan: AnnualBilan) -> dict[str, object]:
    words = (
        "house",
        "place",
        "colour",
        "title",
        "subtitle",
        "made_on",
        "internal",
        "sentence",
        "small",
        "warnings",
        "method",
    )
    return {
        **{name: getattr(bilan, name) for name in words},
        "key": [asdict(bar) for bar in bilan.key],
        "sections": [_section(section) for section in bilan.sections],
        "definitions": [_definition(definition) for definition in bilan.definitions],
    }


def _section(section: Section) -> dict[str, object]:
    return {"title": section.title, "blocks": [_block(block) for block in section.blocks]}


def _block(block: Block) -> dict[str, object]:
    if isinstance(block, str):
        return {"kind": "paragraph", "text": block}
    if isinstance(block, Table):
        rows = [
            {
                "head": row.head,
                "cells": [cell.shown.replace(_MINUS, "–") for cell in row.cells],
                "total": row.total,
                "detail": row.detail,
            }
            for row in block.rows
        ]
        return {
            "kind": "table",
            "title": block.title,
            "columns": block.columns,
            "rows": rows,
            "note": block.note,
        }
    return {"kind": "chart", "title": block.title, "says": block.says, "svg": draw(block)}


def _definition(definition: Definition) -> dict[str, str]:
    return {"label": capitalised(definition.label), "says": capitalised(definition.sentence) + "."}
