"""The morning rapport on paper and on screen: a frozen context in, text or one HTML file out; no network, no
script.

What comes from dossiers is data, never markup: HTML is escaped, and what a terminal would obey is blanked.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ofworkflow.records import dataclass
from ofworkflow.text import clean_line, counted

if TYPE_CHECKING:
    from jinja2 import Environment

RESOURCES = Path(__file__).resolve().parents[1] / "resources"


@dataclass(frozen=True, slots=True)
class Ligne:
    """One dossier: `nom` is empty in a rapport that shows none."""

    reference: str
    nom: str
    quoi: str
    commande: str = ""
    numero: int = 0  # on a screen, whose lines are run by their number


@dataclass(frozen=True, slots=True)
class Rubrique:
    """A heading and its lines; `reste` counts those that are not printed."""

    titre: str
    lignes: tuple[Ligne, ...]
    nombre: int
    reste: int = 0

    @property
    def avec_suite(self) -> bool:
        """Whether something is said, or is to be typed, beside the references."""
        return any(ligne.quoi or ligne.commande for ligne in self.lignes)


@dataclass(frozen=True, slots=True)
class Rapport:
    """What the rapport says."""

    maison: str
    couleur: str
    jour: str
    nuit: str
    nuit_faite: bool
    compte: tuple[str, ...]
    taches: tuple[Rubrique, ...]
    nombre_taches: int
    en_retard: int
    actes: tuple[Rubrique, ...]
    alertes: Rubrique
    echecs: Rubrique
    noms: bool
    suite: str = ""  # how to see what is not printed

    def begun(self, lines: int, whole: str) -> Rapport:
        """Return its first lines of what there is to do, the night told by its counts alone; `whole` is the
        command that says the rest."""
        headings: list[Rubrique] = []
        left = lines
        for heading in self.taches:
            kept = heading.lignes[:left]
            left -= len(kept)
            if kept:
                headings.append(replace(heading, lignes=kept, reste=0))
        beyond = self.nombre_taches - lines + left
        others = f"… et {counted(beyond, 'autre')} : " if beyond else "Ce que la nuit a fait : "
        none = replace(self.alertes, lignes=(), nombre=0, reste=0)
        return replace(self, taches=tuple(headings), actes=(), alertes=none, suite=f"{others}{whole}")


def as_text(rapport: Rapport) -> str:
    """Return the rapport for a terminal or the text part of an e-mail."""
    return _render("rapport.txt.j2", rapport)


def as_html(rapport: Rapport) -> str:
    """Return the rapport as one HTML file, for a browser, a mail reader, a printer."""
    return _render("rapport.html.j2", rapport)


def subject(rapport: Rapport) -> str:
    """Return the subject of the e-mail: a day and numbers, no person."""
    night = "" if rapport.nuit_faite else " — la nuit n'a pas été faite"
    return f"Obligation de formation, {rapport.jour} : {rapport.nombre_taches} à faire{night}"


def _render(name: str, rapport: Rapport) -> str:
    return _environment(name.endswith(".html.j2")).get_template(name).render(r=rapport)


@cache
def _environment(html: bool) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(RESOURCES),
        autoescape=html,  # noqa: S701 — the other form is plain text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["propre"] = clean_line
    environment.filters["compte"] = counted
    return environment
