"""Everything checked at once."""

from __future__ import annotations

from itertools import groupby

import click

from ofworkflow.cli.common import json_option, pass_app
from ofworkflow.cli.output import echo, progress_bar, say, show_json, show_table, title
from ofworkflow.errors import ExitCode
from ofworkflow.wiring import App


@click.command(short_help="Tout vérifier : dossiers, journaux, scellés, bilans figés, nuits.")
@json_option
@pass_app
def examine(app: App, as_json: bool) -> int:
    """Rejouer chaque journal et le comparer à sa fiche, relire chaque scellé (courriers, bilans), compter les nuits.

    Rien n'est écrit. Sortie 4 si quelque chose ne va pas.
    """
    from ofworkflow.casework import doctor
    from ofworkflow.casework.ledger import expected_on

    due_on = expected_on(app.clock.now(), app.clock.today(), app.settings.nuit.heure)
    with progress_bar("Dossiers") as progress, app.reading() as connection:
        found = list(doctor.examine(connection, app.desk(), expected_on=due_on, progress=progress))
    if as_json:
        show_json({"anomalies": [{"controle": f.check, "sujet": f.subject, "motif": f.said} for f in found]})
    elif not found:
        echo("Tout va bien : journaux, fiches, scellés, bilans figés, nuits.")
    for check, group in groupby(found, key=lambda f: f.check) if not as_json else ():
        title(f"\n{check.capitalize()}")
        show_table(("sujet", "ce qui ne va pas"), [(f.subject, f.said) for f in group])
    if found:
        say(f"{len(found)} anomalie(s).")
        return ExitCode.WORK_REMAINS
    return ExitCode.DONE
