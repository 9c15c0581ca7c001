"""The night, once, by hand or by cron."""

from __future__ import annotations

from typing import Any

import click

from ofworkflow.cli.common import json_option, pass_app
from ofworkflow.cli.output import progress_bar, show_json, show_table, title, warn
from ofworkflow.errors import ExitCode
from ofworkflow.procedure.french import french_day
from ofworkflow.wiring import App


@click.command(short_help="Faire la vérification de la nuit.")
@click.option("--simuler", is_flag=True, help="Dire ce qui serait fait, sans rien écrire.")
@json_option
@pass_app
def run_night(app: App, simuler: bool, as_json: bool) -> int:
    """Faire ce qui est dû ce jour ou avant, dans l'ordre, chaque acte daté de son jour.

    La refaire, ou en avoir manqué, ne change rien au résultat. Sortie 5 si un dossier a échoué.
    """
    from ofworkflow.casework.nightly import night_round

    if not simuler:
        with app.reading() as connection:
            app.refuse_future(connection)
    with progress_bar("La nuit") as progress:
        report = night_round(
            app.database,
            desk=app.desk(),
            now=app.clock.now,
            batch=app.settings.nuit.lot,
            simulate=simuler,
            press=None if simuler else app.press,
            progress=progress,
        )
    if as_json:
        show_json(_json(report))
    else:
        _show(report)
    return ExitCode.PARTLY_DONE if report.failures else ExitCode.DONE


def _json(report: Any) -> dict[str, Any]:
    return {
        "au": report.day.isoformat(),
        "simulation": report.simulated,
        "examines": report.examined,
        "actes": [{"reference": a.reference, "acte": str(a.act), "fait_le": a.done_on.isoformat()} for a in report.acts],
        "alertes": [
            {"reference": w.reference, "echeance": str(w.delay), "jours_restants": w.days_left, "le": w.fell_on.isoformat()}
            for w in report.warnings
        ],
        "echecs": [{"reference": f.reference, "motif": f.reason} for f in report.failures],
        "courriers_produits": report.letters_made,
    }


def _show(report: Any) -> None:
    title(f"Nuit du {french_day(report.day)}" + (" (simulation : rien n'est écrit)" if report.simulated else ""))
    click.echo(f"{report.examined} dossier(s) examiné(s), {report.letters_made} courrier(s) produit(s).")
    if report.acts:
        title("\nActes")
        show_table(("dossier", "acte", "daté du"), [(a.reference, a.act.label, french_day(a.done_on)) for a in report.acts])
    if report.warnings:
        title("\nAlertes")
        show_table(("échéance", "jours restants", "tombée le", "dossiers"), _grouped(report.warnings))
    for failure in report.failures:
        warn(f"{failure.reference} : {failure.reason}. Il sera repris la nuit prochaine.")


_SHOWN = 4


def _grouped(warnings: Any) -> list[tuple[Any, ...]]:
    """Put together the warnings that say the same of several dossiers."""
    groups: dict[tuple[Any, ...], list[str]] = {}
    for w in warnings:
        groups.setdefault((w.fell_on, w.delay.label, w.days_left), []).append(w.reference)
    return [(label, left, french_day(on), _some(references)) for (on, label, left), references in sorted(groups.items())]


def _some(references: list[str]) -> str:
    shown = ", ".join(references[:_SHOWN])
    return f"{shown} … et {len(references) - _SHOWN} autre(s)" if len(references) > _SHOWN else shown
