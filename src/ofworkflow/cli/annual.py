"""The annual bilan: made for a year, frozen, compared."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ofworkflow.cli.arguments import TidyGroup
from ofworkflow.cli.common import pass_app
from ofworkflow.cli.files import destination, nearby, output_options, own_place
from ofworkflow.cli.output import echo, say, warn
from ofworkflow.cli.periods import YEAR, year_so_far
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.statistics.bilan.content import AnnualBilan

# name: (module of ofworkflow.cli, function)
_COMMANDS: dict[str, tuple[str, str]] = {
    "annee": ("annual", "make_report"),
    "comparer": ("frozen", "compare_reports"),
    "liste": ("frozen", "list_reports"),
}
_FORMATS = ("html", "pdf", "xlsx")


class _ByYear(TidyGroup):
    """A group whose first word may be a year: « of bilan 2025 »."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, function = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"ofworkflow.cli.{module}"), function)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and re.fullmatch(r"[0-9]+", args[0]):
            args = ["annee", *args]
        return super().resolve_command(ctx, args)


@click.group(
    cls=_ByYear,
    short_help="Le bilan de l'année : page, document, classeur ; figé, comparé.",
    subcommand_metavar="ANNÉE | COMMANDE",
)
def bilan_group() -> None:
    """Faire le bilan d'une année (« of bilan 2025 ») : une page HTML, un document PDF, un classeur XLSX.

    Le bilan est fait pour sortir de la maison : les petits nombres y sont masqués (« n. c. »), ainsi que ceux
    qui permettraient de les retrouver. Une année en cours est observée aujourd'hui.
    """


@click.command("annee", short_help="Le bilan d'une année : of bilan 2025.")
@click.argument("annee", type=YEAR, metavar="ANNÉE")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="html",
    show_default=True,
    help="Page, document ou classeur.",
)
@output_options("Le fichier à écrire ; sinon bilan-ANNÉE, près de la configuration.")
@click.option(
    "--interne", is_flag=True, help="Montrer les petits nombres : ce bilan-là ne sort pas de la maison."
)
@click.option(
    "--figer", is_flag=True, help="Sceller aussi les chiffres, pour les retrouver et les comparer (B0001)."
)
@pass_app
def make_report(
    app: App, annee: int, form: str, sortie: Path | None, remplacer: bool, interne: bool, figer: bool
) -> None:
    """Écrire le bilan d'une année et dire sa phrase. Refait sans --sortie, il remplace le précédent."""
    from ofworkflow.statistics.bilan.annual import House, Sealing, published

    own = app.settings.path(f"bilan-{annee}{'-interne' if interne else ''}.{form}")
    place = destination(app, sortie, replaces=remplacer) if sortie else own_place(app, own)
    year_so_far(annee, app.clock.today())

    def write(bilan: AnnualBilan) -> None:
        place.write(_rendered(bilan, form, app))

    desk, s = app.desk(), app.settings
    bilan, frozen = (app.write if figer else app.read)(
        published,
        year=annee,
        today=desk.today,
        house=House(s.structure.nom, s.structure.ville, s.structure.couleur),
        territory=app.territory,
        threshold=s.statistiques.seuil_masquage,
        internal=interne,
        sealing=Sealing(desk.author, desk.now) if figer else None,
        write=write,
    )
    if frozen is not None:
        from ofworkflow.cli.frozen import say_frozen

        say_frozen(app, frozen)
    echo(nearby(place.path))
    say(bilan.sentence)
    for sentence in bilan.warnings:
        warn(sentence)
    if interne:
        say("Document interne : ne pas diffuser.")
    elif bilan.small:
        say(
            "Des effectifs sont trop petits pour sortir de la maison ; pour les voir tous : "
            f"of bilan {annee} --interne"
        )


def _rendered(bilan: AnnualBilan, form: str, app: App) -> bytes:
    if form == "html":
        from ofworkflow.statistics.bilan.page import as_html

        return as_html(bilan)
    if form == "pdf":
        from ofworkflow.statistics.bilan.document import as_pdf

        return as_pdf(bilan, le=app.clock.today())
    from ofworkflow.statistics.bilan.workbook import as_workbook

    return as_workbook(bilan)
