"""The base: where it is, brought up to date, saved, put back, and the exercise that shows that it can be."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ofworkflow.cli.arguments import TidyGroup
from ofworkflow.cli.common import json_option, pass_app
from ofworkflow.cli.output import confirm, echo, progress_bar, say, show_json, warn
from ofworkflow.errors import ExitCode, RefusedError
from ofworkflow.text import counted
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.backup import Comparison, Heads, Saved
    from ofworkflow.casework.doctor.kinds import Finding

_NEWER = "--perdre-les-actes"


@click.group(
    cls=TidyGroup,
    short_help="La base : état, mise à jour, sauvegarde, restauration.",
    subcommand_metavar="SOUS-COMMANDE",
)
def base_group() -> None:
    """L'état de la base, sa mise à jour après celle du logiciel, ses sauvegardes. Voir docs/sauvegarde.md."""


@base_group.command("etat", short_help="Où est la base, et à quelle version.")
@json_option
@pass_app
def base_state(app: App, as_json: bool) -> None:
    """Où est la base, à quelle version, combien de dossiers ; son mode d'écriture, et la dernière
    sauvegarde."""
    from ofworkflow.casework.backup import last_backup
    from ofworkflow.casework.base import base_state as look

    base = look(app.database)
    last = last_backup(app.backup_folder, app.database.location)
    if as_json:
        show_json(
            {
                "base": base.place,
                "schema_base": base.schema,
                "essai": base.is_trial,
                "dossiers": base.dossiers,
                "ecriture": base.mode,
                "derniere_sauvegarde": str(last) if last else None,
            }
        )
        return
    trial = " · base d'essai" if base.is_trial else ""
    echo(f"Base {base.place} · schéma {base.schema} · {counted(base.dossiers, 'dossier')}{trial}")
    echo(f"Écriture : {base.mode}")
    echo(
        f"Dernière sauvegarde : {last}"
        if last
        else "Aucune sauvegarde ici. Pour en faire une : of base sauvegarder"
    )


@base_group.command("migrer", short_help="Mettre les tables à jour.")
@pass_app
def base_migrate(app: App) -> None:
    """Mettre les tables à jour ; sans effet quand elles le sont."""
    echo(f"Tables à jour (schéma {app.migrate()}).")


@base_group.command(
    "sauvegarder", short_help="Écrire une sauvegarde, vérifiée, même pendant qu'on travaille."
)
@click.argument("fichier", required=False, metavar="[FICHIER]", type=click.Path(path_type=Path))
@click.option("--remplacer", is_flag=True, help="Écrire par-dessus un fichier qui existe.")
@click.option(
    "--avec-courriers", is_flag=True, help="Aussi le dossier des courriers, dans une archive .zip à côté."
)
@json_option
@pass_app
def base_save(app: App, fichier: Path | None, remplacer: bool, avec_courriers: bool, as_json: bool) -> int:
    """Écrire une sauvegarde de toute la base, relue et rejouée avant d'être dite faite ; par défaut
    sauvegardes/, à sa date.

    La base seule suffit : chaque courrier parti y est scellé, à l'octet près. Le dossier des courriers ne
    contient que des brouillons et des tirages, que le programme refait. Sortie 4 si la base elle-même a une
    anomalie (la sauvegarde est gardée).
    """
    from ofworkflow.casework import backup

    path = fichier or backup.default_path(app.backup_folder, app.database.location, app.clock.now())
    with progress_bar("Vérification") as progress:
        saved = backup.save(
            app.database, app.desk(), app.destination(path, replaces=remplacer), progress=progress
        )
    letters = path.with_name(f"{path.stem}-courriers.zip") if avec_courriers else None
    if letters is not None:
        backup.save_letters(app.press.folder, app.destination(letters, replaces=remplacer))
    if as_json:
        show_json(_saved_json(saved) | {"courriers": str(letters) if letters else None})
    else:
        echo(f"Sauvegarde écrite : {saved.path} ({_size(saved.size)})")
        _show_heads(saved.heads)
        if letters is not None:
            echo(f"Courriers : {letters} ({_size(letters.stat().st_size)})")
    return _told(saved.findings, "la base, telle qu'elle est, a")


@base_group.command("restaurer", short_help="Remettre une sauvegarde en place ; montre d'abord.")
@click.argument("fichier", metavar="FICHIER", type=click.Path(path_type=Path))
@click.option("--appliquer", is_flag=True, help="Le faire ; sans cette option, rien n'est changé.")
@click.option(_NEWER, "lossy", is_flag=True, help="Accepter de perdre ce que la base en place a de plus.")
@json_option
@pass_app
def base_restore(app: App, fichier: Path, appliquer: bool, lossy: bool, as_json: bool) -> int:
    """Dire en quoi une sauvegarde diffère de la base en place, puis, avec --appliquer, la mettre à sa place.

    L'ancienne base est gardée à côté, sous un nom daté. Les numéros (courriers, tirages, dossiers) repartent
    au-dessus de tout ce qui a pu être imprimé. Personne ne doit avoir la base ouverte.
    """
    from ofworkflow.casework import backup

    database = app.raw_database()
    with (
        progress_bar("Vérification") as progress,
        backup.prepared(database, app.desk(), fichier, use="restauration", progress=progress) as ready,
    ):
        comparison = ready.comparison
        if not as_json:
            _show_comparison(fichier, comparison)
        kept = ""
        if appliquer:
            if comparison.loses and not lossy:
                _ask_consent(comparison)
            kept = backup.put_back(database, ready, app.printed_numbers(ready.copy), app.clock.now())
            app.rest_of(database)
    if as_json:
        show_json(_comparison_json(fichier, comparison) | {"applique": appliquer, "ancienne": kept or None})
    elif not appliquer:
        consent = f" {_NEWER}" if comparison.loses else ""
        say(
            "Rien n'est changé. Pour la mettre en place : "
            f"of base restaurer {shlex.quote(str(fichier))} --appliquer{consent}"
        )
    else:
        echo(f"Restaurée : {database.place}." + (f" L'ancienne base est gardée : {kept}" if kept else ""))
        say(
            "Chaque courrier parti y est, à l'octet près. La nuit qui manque sera rattrapée : of nuit. "
            "Vérifiez : of docteur"
        )
    return _told(comparison.findings, "cette sauvegarde a")


@base_group.command("exercice", short_help="Restaurer la dernière sauvegarde à part, et l'examiner.")
@json_option
@pass_app
def base_exercise(app: App, as_json: bool) -> int:
    """Prendre la dernière sauvegarde (ou en faire une), la restaurer à part, l'examiner, dire ce qu'elle
    contient.

    La base en place n'est pas touchée. Sortie 4 si quelque chose ne va pas : la sauvegarde ne vaudrait pas le
    jour venu.
    """
    from ofworkflow.casework import backup

    database = app.database
    last = backup.last_backup(app.backup_folder, database.location)
    with progress_bar("Vérification") as progress:
        if last is None:
            path = backup.default_path(app.backup_folder, database.location, app.clock.now())
            last = backup.save(
                database, app.desk(), app.destination(path, replaces=False), progress=progress
            ).path
            say(f"Aucune sauvegarde : il en a été fait une, {last}.")
        with backup.prepared(database, app.desk(), last, use="exercice", progress=progress) as ready:
            comparison = ready.comparison
    if as_json:
        show_json(_comparison_json(last, comparison))
    else:
        echo(f"Exercice : {last} a été restaurée à part, et examinée.")
        _show_heads(comparison.backup)
        if comparison.lost:
            say(f"Notés depuis cette sauvegarde, et pas dedans : {counted(comparison.lost, 'acte')}.")
    return _told(comparison.findings, "la sauvegarde restaurée a")


def _ask_consent(comparison: Comparison) -> None:
    why = _what_is_lost(comparison)
    if not sys.stdin.isatty():
        raise RefusedError(f"{why} Rien n'a été changé. Si c'est bien ce que vous voulez, ajoutez {_NEWER}.")
    confirm(f"{why} Continuer ?")


def _what_is_lost(comparison: Comparison) -> str:
    if comparison.unreadable:
        return f"Ce qui est en place n'a pas pu être lu ({comparison.unreadable.rstrip('.')})."
    if comparison.is_other:
        return (
            "Cette sauvegarde n'est pas une copie de la base en place : c'est une autre base, qui la "
            "remplacerait en entier."
        )
    more = ", ".join(f"{count} {name}" for name, count in comparison.fewer.items() if name != "journal")
    rows = f" (et, en lignes : {more})" if more else ""
    return (
        f"La base en place est plus récente que la sauvegarde, et serait perdu : "
        f"{counted(comparison.lost, 'acte')}{rows}."
    )


def _told(findings: Sequence[Finding], whose: str) -> int:
    if not findings:
        say(
            "Vérifiée : fichier entier, références, chaque journal rejoué et comparé à sa fiche, scellés "
            "relus."
        )
        return ExitCode.DONE
    first = findings[0]
    warn(
        f"{whose} {counted(len(findings), 'anomalie')} ; la première : {first.subject} : {first.sentence} "
        "Voyez of docteur."
    )
    return ExitCode.WORK_REMAINS


def _show_heads(heads: Heads, label: str = "") -> None:
    from ofworkflow.procedure.vocabulary import Act

    last = heads.last
    last_act = ""
    if last is not None:
        label_of = Act(last.act).label if last.act in set(Act) else last.act
        last_act = (
            f" ; dernier acte : {last.reference} n° {last.n}, {label_of}, noté le "
            f"{last.recorded_at:%d/%m/%Y à %H:%M:%S} UTC"
        )
    sizes = f"{counted(heads.dossiers, 'dossier')}, {counted(heads.entries, 'acte')}"
    echo(f"  {label}{sizes} au journal{last_act}")
    echo("  lignes : " + ", ".join(f"{name} {count}" for name, count in sorted(heads.rows.items()) if count))


def _show_comparison(path: Path, comparison: Comparison) -> None:
    echo(f"Sauvegarde {path} (schéma {comparison.was_schema})")
    _show_heads(comparison.backup, "sauvegarde : ")
    if comparison.current is not None:
        _show_heads(comparison.current, "en place : ")
    elif not comparison.unreadable:
        echo("  en place : aucune base")
    if comparison.unreadable or (comparison.current is not None and comparison.loses):
        warn(_what_is_lost(comparison))
    elif comparison.gained:
        echo(f"  La sauvegarde est plus récente : elle a {counted(comparison.gained, 'acte')} de plus.")
    elif comparison.current is not None:
        echo("  Les deux ont les mêmes actes.")


def _heads_json(heads: Heads | None) -> dict[str, object] | None:
    if heads is None:
        return None
    last = heads.last
    return {
        "schema_base": heads.schema,
        "essai": heads.trial,
        "dossiers": heads.dossiers,
        "actes": heads.entries,
        "lignes": heads.rows,
        "dernier_acte": {
            "reference": last.reference,
            "n": last.n,
            "acte": last.act,
            "enregistre_le": last.recorded_at.isoformat(),
        }
        if last
        else None,
    }


def _saved_json(saved: Saved) -> dict[str, object]:
    return {
        "fichier": str(saved.path),
        "octets": saved.size,
        "contenu": _heads_json(saved.heads),
        "anomalies": len(saved.findings),
    }


def _comparison_json(path: Path, comparison: Comparison) -> dict[str, object]:
    return {
        "fichier": str(path),
        "sauvegarde": _heads_json(comparison.backup),
        "en_place": _heads_json(comparison.current),
        "actes_perdus": comparison.lost,
        "actes_retrouves": comparison.gained,
        "en_place_illisible": comparison.unreadable or None,
        "perd": comparison.loses,
        "anomalies": len(comparison.findings),
    }


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} Mo".replace(".", ",") if count >= 100_000 else f"{count} octets"
