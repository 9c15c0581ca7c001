"""The morning rapport: on the screen, in a file, by e-mail."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ofworkflow.cli.common import json_option, pass_app
from ofworkflow.cli.files import destination, nearby, output_options
from ofworkflow.cli.fitting import room
from ofworkflow.cli.output import echo, say, show_json, warn
from ofworkflow.cli.wrapping import wrapped
from ofworkflow.errors import ExitCode, UsageError
from ofworkflow.text import NO_LIMIT
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.morning.rapport import Morning
    from ofworkflow.letters.rapport import Rapport

_AROUND = 2  # lines: the command, and the next prompt


@click.command(short_help="Le rapport du matin : ce que la nuit a fait, ce qu'il faut faire.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("texte", "html")),
    help="Sa forme ; texte, ou html si le fichier l'est.",
)
@output_options("L'écrire dans un fichier.")
@click.option(
    "--envoyer", is_flag=True, help="L'envoyer et l'écrire comme le dit [rapport] ; toujours sans nom."
)
@click.option(
    "--noms", is_flag=True, help="Avec les noms et les motifs : ce rapport-là ne sort pas de la maison."
)
@click.option("--tout", is_flag=True, help="Tout, quelle que soit la hauteur de l'écran.")
@json_option
@pass_app
def show_rapport(
    app: App, form: str | None, sortie: Path | None, remplacer: bool, envoyer: bool, noms: bool, tout: bool,
    as_json: bool,
) -> int:  # fmt: skip
    """Ce que la nuit a fait, et ce qu'il faut faire aujourd'hui, pour les dossiers de la maison.

    Dans un terminal, ce qui tient à l'écran, le plus grave d'abord ; le reste par --tout.

    Sans --noms, ni nom ni motif : des références, des échéances, et ce qu'il faut taper. Sortie 5 si le
    serveur refuse un des destinataires.
    """
    if envoyer and (noms or sortie or form or as_json):
        raise UsageError(
            "--envoyer va seul : le rapport part sans nom, aux adresses et dans le dossier de [rapport]."
        )
    if as_json and (sortie or form):
        raise UsageError("--json écrit sur la sortie : retirez --format et --sortie.")
    from ofworkflow.scheduling import delivery

    if envoyer:
        return _send(app)
    place = destination(app, sortie, replaces=remplacer) if sortie else None
    morning = delivery.read_morning(app)
    if as_json:
        show_json(_json(morning, noms))
        return ExitCode.DONE
    from ofworkflow.casework.morning.rapport import rapport_context
    from ofworkflow.letters.rapport import as_html, as_text

    structure = app.settings.structure
    html = form == "html" or (
        form is None and sortie is not None and sortie.suffix.lower() in (".html", ".htm")
    )
    screen = place is None and not html
    context = rapport_context(
        morning, house=structure.nom, colour=structure.couleur, names=noms, numbered=screen
    )
    written = as_html(context) if html else as_text(context)
    if screen and not tout:
        written = _fitting(context, written, "of rapport --tout" + " --noms" * noms)
    if place is None:
        echo(written, nl=False)
        if screen:
            _remember(app, morning)
    else:
        echo(nearby(place.write(written.encode())))
    return ExitCode.DONE


def _fitting(context: Rapport, written: str, whole: str) -> str:
    """Return what the screen holds of it, the most serious first; all of it where it fits."""
    from ofworkflow.letters.rapport import as_text

    width, height = room()

    def fits(text: str) -> bool:
        lines = text.rstrip("\n").split("\n")
        return sum(wrapped(line, width).count("\n") + 1 for line in lines) <= height - _AROUND

    if height == NO_LIMIT or fits(written):
        return written
    for lines in range(min(context.nombre_taches, height), 1, -1):
        text = as_text(context.begun(lines, whole))
        if fits(text):
            return text
    return as_text(context.begun(1, whole))


def _remember(app: App, morning: Morning) -> None:
    from ofworkflow.casework.morning.remembered import ScreenLine
    from ofworkflow.cli.doing import remember

    numbered = enumerate(morning.tasks, start=1)
    remember(app, "of rapport", [ScreenLine(n, t.command, t.reference) for n, t in numbered])


def _send(app: App) -> int:
    from ofworkflow.scheduling import courriel, delivery

    settings = app.settings.rapport
    if settings.serveur or not settings.fichier:
        courriel.check_settings(settings)
    brought = delivery.deliver(app)
    if brought.file:
        echo(nearby(brought.file))
    if brought.recipients:
        say(f"Rapport envoyé à {', '.join(brought.recipients)}.")
    for address in brought.refused:
        warn(f"le serveur refuse {address}. Vérifiez [rapport] destinataires.")
    return ExitCode.PARTLY_DONE if brought.refused else ExitCode.DONE


def _json(morning: Morning, names: bool) -> dict[str, object]:
    return {
        "au": morning.day.isoformat(),
        "nuit_faite": morning.is_night_done,
        "nuit_du": morning.night_on.isoformat() if morning.night_on else None,
        "passages": [
            {
                "debut": run.started_at.isoformat(),
                "fin": run.ended_at.isoformat() if run.ended_at else None,
                "hote": run.host,
                "examines": run.examined,
                "alertes": run.alertes,
            }
            for run in morning.runs
        ],
        "actes": [
            {
                "reference": a.reference,
                "nom": a.name if names else None,
                "acte": str(a.act),
                "fait_le": a.done_on.isoformat(),
            }
            for a in morning.acts
        ],
        "alertes": [
            {
                "reference": w.reference,
                "nom": w.name if names else None,
                "echeance": str(w.delay),
                "jours_restants": w.days_left,
                "le": w.fell_on.isoformat(),
                "en_retard": w.is_late,
            }
            for w in morning.alertes
        ],
        "echecs": [
            {"reference": f.reference, "motif": f.reason if names else None} for f in morning.failures
        ],
        "taches": [
            {
                "rang": t.rank,
                "rubrique": t.heading,
                "reference": t.reference,
                "nom": t.name if names else None,
                "raison": t.reason if names else None,
                "echeance": t.due_on.isoformat() if t.due_on else None,
                "commande": t.command,
            }
            for t in morning.tasks
        ],
    }
