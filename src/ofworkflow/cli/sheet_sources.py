"""Where each value of a card comes from, on the screen and as JSON (`of voir --sources`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ofworkflow.cli.output import iso, show_json, show_table, title

if TYPE_CHECKING:
    from ofworkflow.casework.registry.sources import SourceLine


def show(lines: Sequence[SourceLine], reference: str, *, as_json: bool) -> None:
    """Show where each value of a card comes from."""
    if as_json:
        show_json({"reference": reference, "sources": [_json(line) for line in lines]})
        return
    title(f"{reference} : d'où vient chaque valeur de la fiche")
    rows = [(_whose(line), line.libelle, line.valeur or "(vide)", line.origine) for line in lines]
    show_table(("qui", "champ", "valeur", "d'où elle vient"), rows)


def _whose(line: SourceLine) -> str:
    return "jeune" if line.representant is None else f"représentant n° {line.representant}"


def _json(line: SourceLine) -> dict[str, object]:
    return {
        "representant": line.representant, "champ": line.champ, "valeur": line.valeur or None,
        "origine": line.origine, "le": iso(line.le), "source": line.source or None,
        "auteur": line.auteur or None, "verifie": line.verifie,
    }  # fmt: skip
