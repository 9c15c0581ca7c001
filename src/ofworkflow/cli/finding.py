"""Finding somebody on the screen: who answers, and by what."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from ofworkflow.cli.choosing import FOUND_BY
from ofworkflow.cli.common import json_option, pass_app
from ofworkflow.cli.fitting import room, show_fitted
from ofworkflow.cli.output import iso, say, show_json
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import Delay, Stage
from ofworkflow.text import counted
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.registry.finding import Found

_COLUMNS = ("n°", "référence", "nom", "prénom", "né(e)", "commune", "étape", "échéance", "le", "trouvé par")


_KEPT = 500  # lines of a screen that can be run by their number


@click.command(short_help="Chercher un jeune : nom, parent, téléphone, commune, note.")
@click.argument("texte")
@json_option
@pass_app
def search(app: App, texte: str, as_json: bool) -> None:
    """Chercher un jeune par ce que l'on sait de lui, sans accents ni majuscules.

    Par le nom ou le prénom, dans n'importe quel ordre ; à défaut par un numéro, un téléphone, un courriel,
    une date de naissance, un parent, une commune, un établissement, les mots d'une note ; à défaut par ce qui
    s'écrit ou se dit presque pareil.
    """
    from ofworkflow.casework.registry.finding import RESEMBLES
    from ofworkflow.casework.registry.finding import search as look

    hits = app.read(look, texte)
    if as_json:
        show_json({"dossiers": [_listed(each) for each in hits]})
        return
    if not hits:
        say(f"Aucun jeune ne répond à « {texte} ».")
        return
    if hits[0].by == RESEMBLES:
        say(f"Aucun jeune ne répond à « {texte} » ; ceux-ci y ressemblent.")
    width, _ = room()
    rows = [(number, *_cells(f)) for number, f in enumerate(hits, start=1)]
    show_fitted(_COLUMNS, rows, width=width, optional=(7, 8, 9), flexible=(6, 5, 3, 2))
    from ofworkflow.casework.morning.remembered import ScreenLine
    from ofworkflow.cli.doing import remember

    numbered = enumerate((f.line.reference for f in hits[:_KEPT]), start=1)
    lines = [ScreenLine(n, f"of voir {reference}", reference) for n, reference in numbered]
    remember(app, f"of chercher {shlex.quote(texte)}", lines)
    say(f"{counted(len(hits), 'dossier')}.")


def _listed(hit: Found) -> dict[str, object]:
    line = hit.line
    following = (
        {"slug": line.prochaine_echeance, "legale": iso(line.prochaine_le)}
        if line.prochaine_echeance
        else None
    )
    return {
        "reference": line.reference,
        "nom": line.nom,
        "prenom": line.prenom,
        "naissance": line.naissance.isoformat(),
        "commune": line.commune,
        "etape": line.etape,
        "prochaine_echeance": following,
        "trouve_par": hit.by,
    }


def _cells(hit: Found) -> tuple[object, ...]:
    line = hit.line
    following = Delay.say(line.prochaine_echeance) if line.prochaine_echeance else ""
    return (
        line.reference,
        line.nom,
        line.prenom,
        line.naissance.year,
        line.commune,
        Stage.say(line.etape),
        following,
        french_day(line.prochaine_le) if line.prochaine_le else "",
        FOUND_BY[hit.by],
    )
