"""Two dossiers of one minor: merged, and the merge undone."""

from __future__ import annotations

import click

from ofworkflow.cli.common import done_on_option, json_option, legal_day, pass_app
from ofworkflow.cli.output import echo, say, show_json, warn
from ofworkflow.errors import ExitCode, UsageError
from ofworkflow.wiring import App


@click.command(short_help="Réunir deux dossiers d'un même jeune.")
@click.argument("references", nargs=-1, metavar="REF1 REF2")
@click.option("--garder", metavar="REF", default="", help="Celui qui continue ; sinon le plus avancé.")
@click.option("--malgre", metavar="MOTIF", default="", help="Malgré deux INE, deux naissances, un délai.")
@click.option("--annuler", metavar="REF", help="Défaire : REF, qui ne continuait pas, redevient un dossier.")
@click.option("--motif", metavar="TEXTE", default="réunis par erreur", help="Pourquoi, avec --annuler.")
@done_on_option
@json_option
@pass_app
def merge_dossiers(
    app: App,
    references: tuple[str, ...],
    garder: str,
    malgre: str,
    annuler: str | None,
    motif: str,
    le: str | None,
    as_json: bool,
) -> int:
    """Réunir deux dossiers d'un même jeune : l'un continue, l'autre est clos comme doublon et mène à lui.

    Les deux journaux restent. Les personnes et les contacts suivent. Sortie 5 quand il reste à noter.
    """
    from ofworkflow.casework.registry.merging import merge, unmerge

    if annuler is not None:
        if references:
            raise UsageError("--annuler prend une seule référence : of fusionner --annuler REF")
        undone = app.write(unmerge, annuler, motif=motif, done_on=legal_day(app, le), desk=app.desk())
        if as_json:
            show_json({"garde": undone.garde, "separe": undone.absorbe, "restes": list(undone.gardes)})
        else:
            echo(f"{undone.absorbe} est de nouveau un dossier, à part de {undone.garde}.")
        for sentence in undone.gardes:
            warn(f"{undone.garde} : {sentence}.")
        return ExitCode.PARTLY_DONE if undone.gardes else ExitCode.DONE
    if len(references) != 2:
        raise UsageError("Donnez les deux références : of fusionner REF1 REF2")
    one, other = references
    done = app.write(
        merge, one, other, kept=garder, despite=malgre.strip(), done_on=legal_day(app, le), desk=app.desk()
    )
    if as_json:
        show_json({
            "garde": done.garde, "absorbe": done.absorbe, "remplis": list(done.remplis),
            "representants": list(done.representants), "contacts": done.contacts,
            "a_reprendre": list(done.a_reprendre),
        })  # fmt: skip
    else:
        echo(f"{done.garde} continue ; {done.absorbe} y mène.")
        for what, names in (("Rempli", done.remplis), ("Représentants ajoutés", done.representants)):
            if names:
                say(f"  {what} : {', '.join(names)}.")
        if done.contacts:
            say(f"  Contacts repris : {done.contacts}.")
        say(f"  Pour défaire : of fusionner --annuler {done.absorbe}")
    for sentence in done.a_reprendre:
        warn(f"à reprendre dans {done.garde}, {sentence}.")
    return ExitCode.PARTLY_DONE if done.a_reprendre else ExitCode.DONE
