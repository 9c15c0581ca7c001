"""Which dossiers a command for many is about: its options, and what they keep."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

import click

from ofworkflow.cli.agenda import counsellor_named
from ofworkflow.cli.common import choice
from ofworkflow.cli.dates import read_date
from ofworkflow.errors import UsageError
from ofworkflow.procedure.vocabulary import Source, Stage
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.registry.lines import DossierFilter

F = TypeVar("F", bound=Callable[..., Any])
_MOST = 300  # families in one gesture: what a print run binds


class FilterOptions(TypedDict):
    """What was typed of them."""

    etape: str | None
    commune: str
    conseiller: str
    tous: bool
    source: str | None
    echeance_avant: str | None
    limite: int


def filter_options(at_most: int) -> Callable[[F], F]:
    """Add the options that say which dossiers, one's own by default, `at_most` of them."""

    options = (
        click.option("--etape", type=choice(Stage), help="Seulement cette étape."),
        click.option("--commune", default="", help="Seulement cette commune."),
        click.option(
            "--conseiller",
            metavar="NOM",
            default="",
            help="Les dossiers de ce conseiller ; sinon les vôtres.",
        ),
        click.option("--tous", is_flag=True, help="Les dossiers de tous les conseillers."),
        click.option("--source", type=choice(Source), help="Seulement ceux que cette source a signalés."),
        click.option("--echeance-avant", metavar="DATE", help="Seulement ceux dont l'échéance tombe avant."),
        click.option(
            "--limite",
            metavar="N",
            type=click.IntRange(1, _MOST),
            default=at_most,
            show_default=True,
            help="Au plus tant de jeunes, les échéances les plus proches d'abord.",
        ),
    )

    def added(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return added


def filter_of(app: App, typed: FilterOptions) -> DossierFilter:
    """Return what these options keep; raise `UsageError` where they contradict each other."""
    from ofworkflow.casework.registry.lines import DossierFilter

    if typed["conseiller"] and typed["tous"]:
        raise UsageError("--conseiller et --tous se contredisent. Gardez l'un des deux.")
    mine = app.desk().conseiller
    before: date | None = None
    if typed["echeance_avant"]:
        before = read_date(typed["echeance_avant"], today=app.clock.today())
    whose = "" if typed["tous"] else counsellor_named(app, typed["conseiller"], mine) or mine
    return DossierFilter(typed["etape"] or "", typed["commune"], whose, before, typed["source"] or "")
