"""The figures: on screen, as JSON, as a table for a spreadsheet; the dossiers behind one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ofworkflow.cli.common import csv_option, json_option, pass_app
from ofworkflow.cli.output import say, show_csv, show_json, warn
from ofworkflow.cli.periods import YEAR, read_other_period, read_period
from ofworkflow.errors import UsageError
from ofworkflow.statistics.periods import Period
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.statistics.modalities import Cut


@click.command(short_help="Les chiffres de l'année.")
@click.option("--annee", type=YEAR, metavar="ANNÉE", help="L'année ; celle en cours par défaut.")
@click.option("--du", metavar="DATE", help="Le premier jour de la période, au lieu d'une année.")
@click.option("--au-jour", metavar="DATE", help="Le dernier jour de la période ; aujourd'hui par défaut.")
@click.option("--tout", is_flag=True, help="Chaque indicateur et chaque colonne ; par commune et par source.")
@click.option(
    "--par", metavar="LISTE",
    help="Les ventilations : commune, antenne, sexe, age, niveau, qpv, source, etablissement, conseiller ; "
    "deux se croisent, comme sexe+age.",
)  # fmt: skip
@click.option("--connu-le", metavar="DATE", help="Comme on le savait ce jour-là au soir.")
@click.option("--compare", metavar="PÉRIODE", help="Comparer à une autre période : une année, ou DATE..DATE.")
@click.option(
    "--dossiers", metavar="CODE", help="Lister les dossiers derrière un chiffre (I8, sans_solution…)."
)
@json_option
@csv_option
@pass_app
def show_figures(
    app: App,
    annee: int | None,
    du: str | None,
    au_jour: str | None,
    tout: bool,
    par: str | None,
    connu_le: str | None,
    compare: str | None,
    dossiers: str | None,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Compter : repérés, contactés, reçus, convoqués, accompagnés, en règle. Une période en cours est
    observée aujourd'hui.

    À l'écran, les chiffres principaux ; le reste par --tout et --par. --json et --csv ont tout, par commune
    et par source si --par n'en dit pas d'autres.

    JSON : periode (du, au), indicateurs (code, libelle, numerateur, denominateur, valeur), ventilations
    (modalite, code, valeur, masque), et observe_le, connu_le, phrase, population, delais_trop_jeunes, durees,
    definitions, mises_en_garde, comparaison. Une valeur est un nombre, ou un rapport de 0 à 1, ou null quand
    il n'y a rien à rapporter. Avec --dossiers : indicateur, dossiers (reference, nom, prenom,
    annee_naissance, commune, etape, numerateur, denominateur ; jours pour une médiane).
    """
    if as_json and as_csv:
        raise UsageError("--json et --csv ne vont pas ensemble : choisissez l'un des deux.")
    if dossiers and compare:
        raise UsageError(
            "--dossiers et --compare ne vont pas ensemble : listez les dossiers d'une période à la fois."
        )
    is_whole = tout or as_json or as_csv
    cuts = _breakdowns(par if par is not None else _USUAL if is_whole else "")
    period = read_period(app, annee, du, au_jour, connu_le)
    if dossiers is not None:
        from ofworkflow.cli.behind import show_behind

        show_behind(app, dossiers, period, as_json=as_json, as_csv=as_csv)
        return
    other = read_other_period(app, compare, period) if compare else None
    _show(app, period, cuts, other, every=tout, as_json=as_json, as_csv=as_csv)


_USUAL = "commune,source"
"""The breakdowns of the whole, when no other is asked for."""

_MORE = "Le détail : of stats --tout ; par commune, par sexe et âge : of stats --par commune,sexe+age. "
_BEHIND = "Qui est derrière un chiffre : of stats --dossiers CODE. Définitions : docs/indicators.md."


def _show(
    app: App,
    period: Period,
    cuts: list[Cut],
    other: Period | None,
    *,
    every: bool,
    as_json: bool,
    as_csv: bool,
) -> None:
    from ofworkflow.cli import figures_data as data
    from ofworkflow.statistics.figures import compute_both

    figures, before = app.read(compute_both, period, other, territory=app.territory, by=cuts)
    if as_json:
        show_json(data.figures_json(figures, cuts, before, period.known_on))
        return
    if as_csv:
        from ofworkflow.statistics.cautions import cautions

        show_csv(data.csv_headings(compared=before is not None), data.csv_rows(figures, cuts, before))
        for caution in cautions(figures):
            warn(caution.sentence)
        return
    from ofworkflow.cli.charts import screen
    from ofworkflow.cli.figures_screen import show_figures_on

    show_figures_on(screen(), figures, cuts, before, every=every)
    say(f"\n{_BEHIND if every else _MORE + _BEHIND}")


def _breakdowns(text: str) -> list[Cut]:
    """Return what was asked for: « commune,sexe+age » is two tables, one of them by two things."""
    from ofworkflow.statistics.modalities import By

    cuts = [
        tuple(word.strip().lower() for word in words.split("+")) for words in text.split(",") if words.strip()
    ]
    for cut in cuts:
        for word in cut:
            if word not in list(By):
                raise UsageError(
                    f"La ventilation par « {word} » n'est pas connue. Choisissez parmi : {', '.join(By)}."
                )
        if len(set(cut)) != len(cut) or len(cut) > 2:
            raise UsageError(
                f"« {'+'.join(cut)} » : deux ventilations différentes au plus se croisent, comme sexe+age."
            )
    return [tuple(map(By, cut)) for cut in dict.fromkeys(cuts)]
