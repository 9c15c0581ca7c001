"""Everything checked at once."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

from ofworkflow.cli.common import json_option, pass_app
from ofworkflow.cli.output import echo, progress_bar, say, show_json, show_table, title
from ofworkflow.errors import ExitCode
from ofworkflow.text import counted
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.doctor.kinds import Examination


@click.command(short_help="Tout vérifier : dossiers, journaux, scellés, bilans figés, nuits.")
@click.option(
    "--refaire-cles",
    "again",
    is_flag=True,
    help="D'abord, refaire les clés des noms et les mots qui se cherchent, d'après ce qui est écrit.",
)
@json_option
@pass_app
def examine(app: App, again: bool, as_json: bool) -> int:
    """Lire la base par son moteur, rejouer chaque journal, comparer tout ce qui est écrit deux fois, relire
    chaque scellé.

    Rien n'est écrit, sauf ce que --refaire-cles refait. Sortie 4 si quelque chose ne va pas. L'écran
    dit ce qui a été contrôlé, et rien de plus : ce qui n'est écrit qu'une fois ne se compare à rien.
    """
    from ofworkflow.casework.doctor.examine import examine as look
    from ofworkflow.casework.night.ledger import expected_on

    if again:
        from ofworkflow.casework.registry.keys import make_keys_again

        say(f"Clés et mots : {counted(app.write(make_keys_again), 'ligne refaite', 'lignes refaites')}.")
    due_on = expected_on(app.clock.now(), app.clock.today(), app.settings.nuit.heure)
    with progress_bar("Dossiers") as progress:
        examination = look(
            app.raw_database(), app.desk(), expected_on=due_on, letters_folder=app.press.folder,
            backup_folder=app.backup_folder, progress=progress
        )  # fmt: skip
    if as_json:
        show_json(_as_json(examination))
    else:
        _show(examination)
    if examination.faults:
        say(f"{counted(examination.faults, 'anomalie')}.")
        return ExitCode.WORK_REMAINS
    return ExitCode.DONE


def _show(examination: Examination) -> None:
    names = {looked.name: looked.says for looked in examination.looked}
    for check, group in groupby(examination.findings, key=lambda f: f.check):
        findings = list(group)
        title(f"\n{check.capitalize()} : {names.get(check, check)}")
        show_table(("sujet", "ce qui ne va pas"), [(f.subject, f.sentence) for f in findings])
        more = sum(looked.count for looked in examination.looked if looked.name == check) - len(findings)
        if more > 0:
            say(f"… et {counted(more, 'autre')}.")
        say(f"À faire : {findings[0].to_do}")
    went = ", ".join(
        f"{examination.counted.get(name, 0)} {name}" for name in ("dossiers", "actes", "courriers")
    )
    clean = sum(not looked.count for looked in examination.looked)
    echo(
        f"\n{len(examination.looked)} contrôles sur {went} : {clean} n'ont rien trouvé."
        if examination.findings
        else f"{len(examination.looked)} contrôles sur {went} : rien d'anormal dans ce qu'ils comparent."
    )
    for check, reason in examination.not_checked.items():
        say(f"Non contrôlé ({check}) : {reason}.")
    say(
        "Ce qui n'est écrit qu'une fois (notes, téléphones, motifs…) ne se compare à rien, et n'est pas "
        "contrôlé."
    )


def _as_json(examination: Examination) -> dict[str, object]:
    return {
        "anomalies": [
            {"controle": f.check, "sujet": f.subject, "motif": f.sentence, "a_faire": f.to_do}
            for f in examination.findings
        ],
        "total": examination.faults,
        "controles": [{"nom": c.name, "libelle": c.says, "anomalies": c.count} for c in examination.looked],
        "comptes": dict(examination.counted),
        "non_controle": dict(examination.not_checked),
    }
