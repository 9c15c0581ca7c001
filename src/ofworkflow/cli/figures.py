"""The figures: on screen, as JSON, as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from ofworkflow.cli.common import csv_option, json_option, pass_app
from ofworkflow.cli.dates import read_date
from ofworkflow.cli.output import say, show_csv, show_json, show_table, title
from ofworkflow.errors import UsageError
from ofworkflow.procedure.french import french_day
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.statistics.figures import Cut, Figure, Figures

TOTAL = "ensemble"
_FIRST_YEAR = 2020  # the obligation exists since then


@click.command(short_help="Les chiffres de l'année.")
@click.option("--annee", type=click.IntRange(_FIRST_YEAR, 9999), metavar="ANNÉE", help="L'année ; celle en cours par défaut.")
@click.option("--du", metavar="DATE", help="Le premier jour de la période, au lieu d'une année.")
@click.option("--au-jour", metavar="DATE", help="Le dernier jour de la période ; aujourd'hui par défaut.")
@click.option("--par", default="commune,source", show_default=True, help="Les ventilations, séparées par des virgules.")
@json_option
@csv_option
@pass_app
def show_figures(app: App, annee: int | None, du: str | None, au_jour: str | None, par: str, as_json: bool, as_csv: bool) -> None:
    """Compter : repérés, contactés, reçus, convoqués, accompagnés, en règle. Une période en cours est observée aujourd'hui.

    JSON : periode (du, au), indicateurs (code, libelle, numerateur, denominateur, valeur), ventilations (modalite, code, valeur,
    masque). Une valeur est un nombre, ou un rapport de 0 à 1, ou null quand il n'y a rien à rapporter.
    """
    from ofworkflow.statistics.figures import compute
    from ofworkflow.statistics.modalities import Territory

    if as_json and as_csv:
        raise UsageError("--json et --csv ne vont pas ensemble : choisissez l'un des deux.")
    breakdowns = _breakdowns(par)
    first, last = _period(app.clock.today(), annee, du, au_jour)
    place = app.settings.territoire
    territory = Territory(tuple(place.commune_names().values()), place.offices())
    with app.reading() as connection:
        figures = compute(connection, first=first, last=last, territory=territory, by=breakdowns)
    if as_json:
        show_json(_json(figures, breakdowns))
    elif as_csv:
        show_csv(_CSV, _csv_rows(figures, breakdowns))
    else:
        _show(figures, breakdowns)


def _breakdowns(text: str) -> list[Cut]:
    """Return what was asked for: « commune,sexe+age » is two tables, one of them by two things."""
    from ofworkflow.statistics.modalities import By

    cuts = [tuple(word.strip().lower() for word in words.split("+")) for words in text.split(",") if words.strip()]
    for cut in cuts:
        for word in cut:
            if word not in list(By):
                raise UsageError(f"La ventilation par « {word} » n'est pas connue. Choisissez parmi : {', '.join(By)}.")
        if len(set(cut)) != len(cut) or len(cut) > 2:
            raise UsageError(f"« {'+'.join(cut)} » : deux ventilations différentes au plus se croisent, comme sexe+age.")
    return [tuple(map(By, cut)) for cut in dict.fromkeys(cuts)]


def _period(today: date, year: int | None, du: str | None, au_jour: str | None) -> tuple[date, date]:
    """Return the period asked for, no later than today: what is to come is not observed."""
    if year is not None and (du or au_jour):
        raise UsageError("--annee ne va pas avec --du ni --au-jour : donnez une année, ou une période.")
    if au_jour and not du:
        raise UsageError("--au-jour donne la fin de la période : donnez aussi son début avec --du.")
    if du:
        first = read_date(du, today=today, past=True)
        asked = read_date(au_jour, today=today, past=True) if au_jour else today
        if asked < first:
            raise UsageError(f"La période finirait le {french_day(asked)}, avant son début le {french_day(first)}.")
    else:
        first, asked = date(year or today.year, 1, 1), date(year or today.year, 12, 31)
    if first > today:
        raise UsageError(f"La période commence le {french_day(first)}, après aujourd'hui ({french_day(today)}) : rien à compter.")
    if asked > today:
        say(f"Période en cours : observée aujourd'hui, le {french_day(today)}.")
    elif du:
        say(f"Période comprise : du {french_day(first)} au {french_day(asked)}.")
    return first, min(asked, today)


def _json(figures: Figures, breakdowns: Sequence[Cut]) -> dict[str, Any]:
    return {
        "periode": {"du": figures.first.isoformat(), "au": figures.last.isoformat()},
        "indicateurs": [
            {
                "code": f.indicator.code, "libelle": f.indicator.label,
                "numerateur": f.numerator, "denominateur": f.denominator, "valeur": f.value,
            }
            for f in figures.total.figures
        ],
        "ventilations": {
            "+".join(name): [
                {"modalite": " + ".join(line.modality), "code": f.indicator.code, "valeur": f.value, "masque": False}
                for line in figures.breakdowns[name]
                for f in line.figures
            ]
            for name in breakdowns
        },
    }  # fmt: skip


_CSV = ("ventilation", "modalité", "code", "indicateur", "numérateur", "dénominateur", "valeur")


def _csv_rows(figures: Figures, breakdowns: Sequence[Cut]) -> list[tuple[Any, ...]]:
    groups = [(TOTAL, TOTAL, figures.total.figures)]
    groups += [
        ("+".join(name), " + ".join(line.modality), line.figures) for name in breakdowns for line in figures.breakdowns[name]
    ]
    return [
        (name, modality, f.indicator.code, f.indicator.label, _blank(f.numerator), _blank(f.denominator), _decimal(f.value))
        for name, modality, listed in groups
        for f in listed
    ]


def _blank(number: int | None) -> int | str:
    return "" if number is None else number


def _decimal(value: float | int | None) -> int | str:
    if isinstance(value, float):
        return f"{value:.4f}".replace(".", ",")  # as a French spreadsheet reads a number
    return _blank(value)


def _show(figures: Figures, breakdowns: Sequence[Cut]) -> None:
    title(f"Du {french_day(figures.first)} au {french_day(figures.last)}, observé le {french_day(figures.last)}")
    show_table(
        ("code", "indicateur", "nombre", "sur", "valeur"),
        [
            (f.indicator.code, f.indicator.label, _blank(f.numerator), _blank(f.denominator), f.shown)
            for f in figures.total.figures
        ],
    )
    for name in breakdowns:
        title(f"\nPar {' et '.join(name)}")
        codes = [f.indicator.code for f in _main(figures.total.figures)]
        rows = [(" + ".join(line.modality), *(f.shown for f in _main(line.figures))) for line in figures.breakdowns[name]]
        show_table((" et ".join(name), *codes), [*rows, (TOTAL, *(f.shown for f in _main(figures.total.figures)))])
    say("\nCe que chaque indicateur compte : docs/chiffres.md.")


def _main(figures: Sequence[Figure]) -> list[Figure]:
    return [f for f in figures if not f.indicator.detail]
