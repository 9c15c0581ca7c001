"""Beside the national system: what must be typed there, ticked once; an export of it compared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ofworkflow.cli.arguments import TidyGroup
from ofworkflow.cli.common import json_option, pass_app
from ofworkflow.cli.dates import read_date
from ofworkflow.cli.list_reading import reading_json, settled, show_reading
from ofworkflow.cli.output import iso, say, show_json, show_table, title
from ofworkflow.errors import UsageError
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import Source
from ofworkflow.text import counted
from ofworkflow.wiring import MAPPINGS, App

if TYPE_CHECKING:
    from ofworkflow.casework.imilo.comparing import ExportCompared, OnlyOnOneSide
    from ofworkflow.casework.imilo.retyping import ToRetype


@click.group(
    cls=TidyGroup,
    short_help="À côté d'i-milo : ce qui est à y saisir, un export comparé.",
    subcommand_metavar="SOUS-COMMANDE",
)
def imilo_group() -> None:
    """Ce qui a changé ici et se saisit dans i-milo, coché une fois fait ; un export d'i-milo comparé aux
    dossiers."""


@imilo_group.command("a-ressaisir", short_help="Ce qui est à saisir dans i-milo, coché une fois fait.")
@click.argument("reference", metavar="[REF]", required=False)
@click.option("--depuis", metavar="DATE", help="Seulement ce qui est daté de ce jour, ou d'après.")
@click.option(
    "--coche", metavar="N", multiple=True, help="C'est saisi : un numéro, une référence, ou « tout »."
)
@click.option("--annuler", metavar="N", multiple=True, help="Ce ne l'est pas : la coche est retirée.")
@click.option("--coches", is_flag=True, help="Montrer ce qui est coché, non ce qui reste.")
@json_option
@pass_app
def list_to_retype(
    app: App, reference: str | None, depuis: str | None, coche: tuple[str, ...], annuler: tuple[str, ...],
    coches: bool, as_json: bool,
) -> None:  # fmt: skip
    """Lister ce qui a changé ici et reste à saisir dans i-milo ; le cocher, par son numéro, une fois
    saisi."""
    from ofworkflow.casework.imilo.retyping import tick, to_retype

    if coche and annuler:
        raise UsageError("--coche et --annuler ne vont pas ensemble. Gardez l'un des deux.")
    if coche or annuler:
        done = app.write(tick, coche or annuler, back=bool(annuler), desk=app.desk())
        if as_json:
            show_json({"cochees": not annuler, "lignes": [_json(each) for each in done]})
        else:
            marked = "décochée" if annuler else "cochée"
            say(f"{counted(len(done), f'ligne {marked}', f'lignes {marked}s')}.")
        return
    since = read_date(depuis, today=app.clock.today(), past=True) if depuis else None
    items = app.read(to_retype, since=since, reference=(reference or "").strip().upper(), ticked=coches)
    if as_json:
        show_json({"lignes": [_json(each) for each in items]})
    elif not items:
        say("Rien n'est coché." if coches else "Rien n'est à saisir dans i-milo.")
    else:
        show_table(
            ("n°", "qui", "le", "à saisir"), [(i.numero, i.nom, french_day(i.le), i.quoi) for i in items]
        )
        if not coches:
            say(f"Une fois saisi : of imilo a-ressaisir --coche {items[0].numero}")


def _json(item: ToRetype) -> dict[str, object]:
    return {
        "numero": item.numero, "reference": item.reference, "nom": item.nom, "le": iso(item.le),
        "quoi": item.quoi, "fait": item.fait,
    }  # fmt: skip


@imilo_group.command("comparer", short_help="Un export d'i-milo, comparé aux dossiers.")
@click.argument("fichier", metavar="FICHIER", type=click.Path(path_type=Path))
@click.option("--correspondance", metavar="NOM", help=f"Les colonnes décrites dans {MAPPINGS}/NOM.toml.")
@json_option
@pass_app
def compare(app: App, fichier: Path, correspondance: str | None, as_json: bool) -> None:
    """Comparer un export d'i-milo aux dossiers ouverts, dans les deux sens ; rien n'est écrit.

    Il se lit comme une liste : mêmes fichiers, mêmes colonnes, même reconnaissance des personnes.
    """
    from ofworkflow.casework.imilo.comparing import compare_export
    from ofworkflow.casework.registry.lists import ListAsked
    from ofworkflow.intake.preview import read_list

    settings, today = app.settings, app.clock.today()
    export = settled(
        ListAsked(
            read_list(fichier), Source.IMILO, today, settings.territoire.commune_names(),
            settings.path(MAPPINGS), correspondance, today=today, neighbours=settings.territoire.neighbours(),
        )
    )  # fmt: skip
    compared = app.read(compare_export, export.look, today)
    if as_json:
        show_json(_compared_json(compared))
    else:
        _show(compared)


def _compared_json(compared: ExportCompared) -> dict[str, object]:
    seen = compared.lu
    return {
        "lecture": reading_json(seen.lecture) if seen.lecture else None,
        "ecarts": [
            {"reference": g.reference, "ligne": g.ligne, "nom": g.nom, "champ": g.champ, "ici": g.ici or None,
             "la_bas": g.la_bas or None}
            for g in compared.ecarts
        ],
        "ici_seulement": [{"reference": one.reference, "nom": one.nom} for one in compared.ici_seulement],
        "la_bas_seulement": [{"ligne": one.ligne, "nom": one.nom} for one in compared.la_bas_seulement],
        "douteux": [{"ligne": d.ligne, "motif": d.motif} for d in seen.douteux],
        "rejets": [{"ligne": f.ligne, "champ": f.champ, "motif": f.motif} for f in seen.rejets],
    }  # fmt: skip


def _show(compared: ExportCompared) -> None:
    seen = compared.lu
    title(f"{seen.fichier} comparé aux dossiers ouverts : rien n'est écrit")
    if seen.lecture:
        show_reading(seen.lecture)
    if compared.ecarts:
        title("\nDites autrement")
        rows = [
            (g.reference, g.nom, g.ligne, g.champ, g.ici or "(rien)", g.la_bas or "(rien)")
            for g in compared.ecarts
        ]
        show_table(("dossier", "qui", "ligne", "champ", "ici", "dans l'export"), rows)
    _side("Ici seulement", "dossier", compared.ici_seulement)
    _side("Dans l'export seulement", "ligne", compared.la_bas_seulement)
    if unsure := [(d.ligne, d.motif) for d in seen.douteux] + [(f.ligne, f.motif) for f in seen.rejets]:
        title("\nLignes que l'on ne peut pas comparer")
        show_table(("ligne", "motif"), unsure)
    if not (compared.ecarts or compared.ici_seulement or compared.la_bas_seulement or unsure):
        say("Les deux disent la même chose.")


def _side(heading: str, what: str, persons: tuple[OnlyOnOneSide, ...]) -> None:
    if persons:
        title(f"\n{heading}")
        show_table((what, "qui"), [(one.reference or one.ligne, one.nom) for one in persons])
