"""The night: once by hand, or simulated; and the ledger of those that were run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import click

from ofworkflow.cli.common import json_option, pass_app
from ofworkflow.cli.dates import read_date
from ofworkflow.cli.output import echo, iso, progress_bar, say, show_json, show_table, title, warn
from ofworkflow.errors import ExitCode, UsageError
from ofworkflow.procedure.french import french_day
from ofworkflow.text import counted
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.night.ledger import Failure, Ledger, NightLine
    from ofworkflow.casework.night.rounds import Elsewhere, NightResult
    from ofworkflow.casework.night.simulation import Week


@click.command(short_help="Faire la vérification de la nuit.")
@click.option("--simuler", is_flag=True, help="Dire ce qui serait fait, nuit par nuit, sans rien écrire.")
@click.option(
    "--au", "until", metavar="DATE", help="Avec --simuler : jusqu'à ce jour, si personne ne faisait rien."
)
@click.option("--toutes", is_flag=True, help="Toutes les missions locales de la base ; sinon la vôtre.")
@json_option
@pass_app
def run_night(app: App, simuler: bool, until: str | None, toutes: bool, as_json: bool) -> int:
    """Faire ce qui est dû ce jour ou avant, dans l'ordre, chaque acte daté de son jour.

    La refaire, ou en avoir manqué, ne change rien au résultat. Sortie 5 si un dossier a échoué, ou si elle a
    été interrompue.
    """
    if until and not simuler:
        raise UsageError(
            "--au ne va qu'avec --simuler. Pour faire la nuit d'un autre jour : of --au DATE nuit."
        )
    if simuler:
        return _simulate(app, until, toutes=toutes, as_json=as_json)
    from ofworkflow.casework.night.rounds import night_round
    from ofworkflow.scheduling.stopping import until_told

    app.read(app.refuse_future)
    with progress_bar("La nuit") as progress, until_told() as stopping:
        result = night_round(
            app.database.seen_by(None) if toutes else app.database,
            desk=app.desk(),
            now=app.clock.now,
            batch=app.settings.nuit.lot,
            press=app.press,
            own_letters=app.database,
            stopping=stopping,
            progress=progress,
        )
    shown, others = _own_part(app, [result]) if toutes else ([result], [])
    if as_json:
        show_json(
            _json(shown, result.day.isoformat()) | {"interrompue": result.interrupted} | _others_json(others)
        )
    else:
        _show(shown[0])
        _say_others(others)
    return ExitCode.PARTLY_DONE if result.failures or result.interrupted else ExitCode.DONE


def _simulate(app: App, until: str | None, *, toutes: bool, as_json: bool) -> int:
    from ofworkflow.casework.night.simulation import simulated

    desk = app.desk()
    last = read_date(until, today=desk.today) if until else desk.today
    if last < desk.today:
        raise UsageError(
            f"--au ({french_day(last)}) est avant aujourd'hui : une simulation va vers l'avenir."
        )
    nights, weeks = simulated(app.database.seen_by(None) if toutes else app.database, desk, until=last)
    nights, others = _own_part(app, nights) if toutes else (nights, [])
    if as_json:
        more = {
            "nuits": [{**_one(night), "le": night.day.isoformat()} for night in nights],
            "charge": [_week_json(week) for week in weeks],
        }
        show_json(_json(nights, last.isoformat(), simulated=True) | more | _others_json(others))
        return ExitCode.DONE
    title(f"Si personne ne faisait rien jusqu'au {french_day(last)} (simulation : rien n'est écrit)")
    for night in nights:
        _show_night(
            night,
            f"\nNuit du {french_day(night.day)} : {counted(len(night.acts), 'acte')}, "
            f"{counted(len(night.alertes), 'alerte')}",
        )
    if not nights:
        say("Rien ne serait fait.")
    _say_others(others)
    _show_load(weeks)
    return ExitCode.DONE


def _own_part(app: App, results: Sequence[NightResult]) -> tuple[list[NightResult], list[Elsewhere]]:
    """Return what of these nights is about our dossiers, and how much is about those of other mission
    locales."""
    from ofworkflow.casework.night.rounds import own_parts

    parts = app.read(own_parts, results)
    return [part for part, _ in parts], [others for _, others in parts]


def _others_json(others: Sequence[Elsewhere]) -> dict[str, object]:
    if not others:
        return {}
    return {
        "autres_structures": {
            "actes": sum(o.acts for o in others), "alertes": sum(o.alertes for o in others),
            "echecs": sum(o.failures for o in others),
        }
    }  # fmt: skip


def _say_others(others: Sequence[Elsewhere]) -> None:
    acts, alertes, failures = (
        sum(getattr(o, name) for o in others) for name in ("acts", "alertes", "failures")
    )
    if acts or alertes or failures:
        say(
            f"Autres missions locales : {counted(acts, 'acte')}, {counted(alertes, 'alerte')}, "
            f"{counted(failures, 'échec')}."
        )


def _json(results: Sequence[NightResult], day: str, *, simulated: bool = False) -> dict[str, object]:
    """Return the contract of docs/cli.md: one flat list of acts and of alertes, however many nights."""
    whole = [_one(result) for result in results]
    flat = {name: [item for one in whole for item in one[name]] for name in ("actes", "alertes")}
    return {
        "au": day,
        "simulation": simulated,
        "examines": len({item["reference"] for items in flat.values() for item in items})
        if simulated
        else results[0].examined,
        **flat,
        "echecs": [
            {"reference": f.reference, "motif": f.reason, "depuis": iso(f.since_on)}
            for result in results
            for f in result.failures
        ],
        "controles": sum(result.checked for result in results),
        "previsions_refaites": sum(result.planned_again for result in results),
        "courriers_produits": sum(result.letters_made for result in results),
    }


def _one(result: NightResult) -> dict[str, list[dict[str, object]]]:
    return {
        "actes": [
            {"reference": a.reference, "acte": str(a.act), "fait_le": a.done_on.isoformat()}
            for a in result.acts
        ],
        "alertes": [
            {
                "reference": w.reference,
                "echeance": str(w.delay),
                "jours_restants": w.days_left,
                "le": w.fell_on.isoformat(),
                "en_retard": w.fell_on < result.day,
            }
            for w in result.alertes
        ],
    }


def _show(result: NightResult) -> None:
    title(f"Nuit du {french_day(result.day)}")
    checked = f", {counted(result.checked, 'échéance recalculée')}" if result.checked else ""
    echo(
        f"{counted(result.examined, 'dossier examiné')}{checked}, "
        f"{counted(result.letters_made, 'courrier produit')}."
    )
    if result.planned_again:
        why = "première nuit, ou changement des réglages, de la loi ou du programme"
        say(f"{counted(result.planned_again, 'prévision refaite')} ({why}) ; ce qui court garde ses dates.")
    _show_night(result)
    for failure in result.failures:
        since = f" ({failure.since})" if failure.since else ""
        reason = failure.reason.rstrip(".")
        warn(
            f"{failure.reference} mis de côté{since} : {reason}. Repris la nuit prochaine ; of docteur en "
            "dit plus."
        )
    if result.interrupted:
        warn("la nuit a été interrompue après le lot en cours : rien n'est perdu. Relancez-la : of nuit")


def _show_night(result: NightResult, heading: str = "") -> None:
    if heading:
        title(heading)
    if result.acts:
        title("\nActes" if not heading else "Actes")
        show_table(
            ("dossier", "acte", "daté du"),
            [(a.reference, a.act.label, french_day(a.done_on)) for a in result.acts],
        )
    if result.alertes:
        title("\nAlertes" if not heading else "Alertes")
        show_table(("échéance", "jours restants", "tombée le", "dossiers"), _grouped(result))


_SHOWN = 4


def _grouped(result: NightResult) -> list[tuple[str | int, ...]]:
    """Put together the alertes that say the same of several dossiers; one given late says so."""
    groups: dict[tuple[date, str, int], list[str]] = {}
    for w in result.alertes:
        groups.setdefault((w.fell_on, w.delay.label, w.days_left), []).append(w.reference)
    return [
        (label, left, french_day(on) + (" (en retard)" if on < result.day else ""), _some(references))
        for (on, label, left), references in sorted(groups.items())
    ]


def _some(references: Sequence[str]) -> str:
    shown = ", ".join(references[:_SHOWN])
    return f"{shown} … et {counted(len(references) - _SHOWN, 'autre')}" if len(references) > _SHOWN else shown


_WEEK = {
    "monday": "semaine_du",
    "interviews": "entretiens",
    "to_fix": "entretiens_a_fixer",
    "second_summons": "secondes_convocations",
    "to_prepare": "informations_a_preparer",
    "notices": "informations_a_envoyer",
    "letters": "courriers",
    "of_age": "majorites",
}


def _week_json(week: Week) -> dict[str, object]:
    return {
        _WEEK[name]: iso(value) if isinstance(value, date) else value for name, value in asdict(week).items()
    }


def _show_load(weeks: Iterable[Week]) -> None:
    title("\nCharge des semaines à venir")
    show_table(
        (
            "semaine du",
            "entretiens",
            "à fixer",
            "2es convoc.",
            "infos à préparer",
            "infos à envoyer",
            "courriers",
            "18 ans",
        ),
        [(french_day(w.monday), *list(asdict(w).values())[1:]) for w in weeks],
    )
    say("Courriers : au moins ceux qui attendent, ceux que la nuit fera, et un par convocation à envoyer.")


@click.command(short_help="Le registre des nuits : faites, attendues, manquées.")
@click.option("--du", "since", metavar="DATE", help="À partir de ce jour ; trente jours par défaut.")
@json_option
@pass_app
def list_nights(app: App, since: str | None, as_json: bool) -> int:
    """Le registre : chaque nuit avec son début, sa fin, sa machine, ses comptes ; les jours sans nuit ; les
    dossiers mis de côté.

    Sortie 4 si une nuit manque ou si un dossier est mis de côté.
    """
    from ofworkflow.casework.night.ledger import expected_on, told
    from ofworkflow.law.periods import add_days

    last = expected_on(app.clock.now(), app.clock.today(), app.settings.nuit.heure)
    first = read_date(since, today=app.clock.today(), past=True) if since else add_days(last, -_BEFORE)
    ledger, aside = app.read(told, first=first, last=last)
    if as_json:
        show_json(
            {
                "attendues": ledger.expected,
                "manquantes": [day.isoformat() for day in ledger.missing],
                "nuits": [_run_json(run) for run in ledger.runs],
                "mis_de_cote": [
                    {"reference": f.reference, "motif": f.reason, "depuis": iso(f.since_on)} for f in aside
                ],
            }
        )
    else:
        _show_nights(app, ledger, aside)
    return ExitCode.WORK_REMAINS if ledger.missing or aside else ExitCode.DONE


_BEFORE = 30  # days


def _run_json(run: NightLine) -> dict[str, object]:
    return {
        "jour_le": run.day.isoformat(),
        "structure": run.structure,
        "mode": run.mode,
        "debut_a": run.began_at.isoformat(),
        "fin_a": iso(run.ended_at),
        "hote": run.host,
        "version": run.version,
        "examines": run.examined,
        "controles": run.checked,
        "actes": run.acts,
        "alertes": run.warnings,
        "echecs": [{"reference": failure.reference, "motif": failure.reason} for failure in run.failures],
    }


def _show_nights(app: App, ledger: Ledger, aside: Sequence[Failure]) -> None:
    title(f"{counted(ledger.expected, 'nuit attendue')}, {counted(len(ledger.missing), 'manquante')}")
    columns = ("jour", "début", "fin", "machine", "version", "mode", "examinés", "actes", "alertes", "échecs")
    rows = [
        (
            french_day(run.day),
            app.clock.local(run.began_at),
            app.clock.local(run.ended_at) if run.ended_at else "interrompue",
            run.host,
            run.version,
            (run.mode or "") + ("" if run.structure else ", toutes"),
            run.examined,
            run.acts,
            run.warnings,
            len(run.failures),
        )
        for run in ledger.runs
    ]
    if rows:
        show_table(columns, rows)
    if ledger.missing:
        shown = ", ".join(french_day(day) for day in ledger.missing[-_SHOWN * 2 :])
        warn(f"sans nuit : {shown}. La prochaine fera tout ce qu'elles auraient fait, à leur date : of nuit")
    for failure in aside:
        since = f" depuis le {french_day(failure.since_on)}" if failure.since_on else ""
        warn(f"{failure.reference} mis de côté{since} : {failure.reason}. Voyez of docteur.")
