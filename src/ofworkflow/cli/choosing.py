"""Choosing among several dossiers on a terminal: they are numbered, a number is typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from ofworkflow.cli.output import ask, say, warn
from ofworkflow.text import counted

if TYPE_CHECKING:
    from ofworkflow.casework.registry.finding import Found
    from ofworkflow.casework.registry.lines import DossierLine

FOUND_BY = {
    "reference": "référence",
    "nom": "nom",
    "numero": "numéro",
    "ine": "INE",
    "telephone": "téléphone",
    "courriel": "courriel",
    "naissance": "naissance",
    "parent": "parent",
    "commune": "commune",
    "etablissement": "établissement",
    "note": "note",
    "ressemble": "ressemblance",
}
"""By what a dossier answers, in words."""

_FEW = 20  # what is numbered on a screen


def choose(text: str, hits: Sequence[Found]) -> DossierLine:
    """Return the dossier chosen by its number on the terminal; raise `click.Abort` for none."""
    say(f"« {text} » : {counted(len(hits), 'dossier')}.")
    for number, each in enumerate(hits[:_FEW], start=1):
        line = each.line
        say(
            f"{number:>3}  {line.reference}  {line.nom} {line.prenom}, né(e) en {line.naissance.year}, "
            f"{line.commune} ({FOUND_BY[each.by]})"
        )
    if len(hits) > _FEW:
        say(f"… et {len(hits) - _FEW} autres : précisez.")
    while True:
        answer = ask("Lequel ? Son numéro, ou Entrée pour aucun", default="").strip()
        if not answer:
            raise click.Abort
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= min(len(hits), _FEW):
            return hits[int(answer) - 1].line
        warn(f"« {answer} » n'est pas l'un des numéros.")
