"""From nothing to letters, a night and figures, in one go, in a throw-away folder, with a clock that
moves."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click

from ofworkflow.cli.output import echo, say, title
from ofworkflow.errors import OfWorkflowError, RefusedError
from ofworkflow.files import Destination
from ofworkflow.installation import prepare_folder
from ofworkflow.law.texts import DEPARTEMENT
from ofworkflow.workbench import throw_away_folder

_PLAYED_BY = "Camille Renard"
SAMPLE = Path(__file__).parents[1] / "resources" / "liste_exemple.csv"

# What is typed, on which day, and why. {A} is summoned twice and absent twice, {B} finds a solution, {C}
# turns 18.
STORY: tuple[tuple[str, str, str], ...] = (
    ("Une liste arrive : on la relit d'abord, sans rien écrire.", "2026-10-15", "importer {liste}"),
    ("Puis on l'importe.", "2026-10-15", "importer {liste} --appliquer"),
    (
        "Trois jeunes sont convoqués, chacun avec ses représentants légaux.",
        "2026-10-16",
        "convoquer {A} --rdv '2026-10-28 14:00' --envoi simple",
    ),
    ("", "2026-10-16", "convoquer {B} --rdv '2026-10-29 10:00' --envoi simple"),
    ("", "2026-10-16", "convoquer {C} --rdv '2026-10-29 11:00' --envoi simple"),
    (
        "Le premier ne vient pas : l'absence se constate, elle ne se présume jamais.",
        "2026-10-28",
        "absence {A}",
    ),
    (
        "Le deuxième vient avec sa mère, puis signe un contrat d'apprentissage.",
        "2026-10-29",
        "recevoir {B} --present les_deux",
    ),
    ("", "2026-11-09", "situation {B} --nature apprentissage --debut 2026-11-09 --preuve contrat"),
    ("Le troisième vient, sans solution encore.", "2026-10-29", "recevoir {C} --present mineur"),
    (
        f"Personne n'a justifié l'absence : seconde convocation, les {DEPARTEMENT.words} commencent à "
        "l'envoi.",
        "2026-11-05",
        "convoquer {A} --rdv '2026-11-30 14:00' --envoi recommande",
    ),
    ("Absent de nouveau.", "2026-11-30", "absence {A}"),
    ("Pourquoi cette échéance ?", "2026-11-30", "pourquoi {A} departement"),
    (
        "La nuit, des semaines plus tard : elle prépare l'information, chaque acte daté de son jour.",
        "2026-12-29",
        "nuit",
    ),
    ("Le matin, ce qu'il y a à faire.", "2026-12-29", "jour"),
    (
        "Une personne signe : le président du conseil départemental est informé, la famille aussi.",
        "2026-12-29",
        "transmettre {A} --signataire 'Camille Renard' --envoi recommande",
    ),
    ("Le troisième a dix-huit ans : la nuit clôt son dossier le jour même.", "{C_majeur}", "nuit"),
    ("Tout ce qu'on sait du premier dossier.", "{C_majeur}", "voir {A}"),
    ("Les chiffres de l'année.", "{C_majeur}", "stats --annee 2026"),
)


# What is typed once the year is lived.
REPORT = (
    ("Ses chiffres, à l'écran de la maison, et par commune.", "stats --annee {annee} --par commune"),
    ("Son bilan, pour sortir de la maison : une page.", "bilan {annee}"),
    ("Le même, en document à imprimer.", "bilan {annee} --format pdf"),
)


@click.command(short_help="Tout voir d'un coup, dans un dossier jetable.")
@click.option("--dossier", metavar="REP", help="Où ; un dossier temporaire par défaut.")
@click.option(
    "--annee", is_flag=True, help="Vivre une année de deux cents jeunes, et montrer le bilan qui en sort."
)
def demo(dossier: str | None, annee: bool) -> None:
    """Vivre plusieurs dossiers de la liste à l'information du département, avec de vrais courriers, en
    quelques secondes ; ou, avec --annee, une année entière, jour par jour, jusqu'à son bilan.
    """
    folder = Path(dossier) if dossier else throw_away_folder("ofworkflow-demo-")
    if folder.is_dir() and any(folder.iterdir()):
        raise RefusedError(
            f"Le dossier {folder} n'est pas vide : la démonstration n'y touche pas. Donnez-en un nouveau."
        )
    os.environ.pop("OFWORKFLOW_BASE_URL", None)  # what is played is never written into the base of the house
    folder = prepare_folder(folder, trial=True)
    if annee:
        _year(folder)
        return
    _story(folder)


def _year(folder: Path) -> None:
    """Live the year, then type what shows it."""
    from ofworkflow.casework.demonstration.year import AFTER, YEAR, live_year
    from ofworkflow.cli.output import progress_bar
    from ofworkflow.wiring import App

    title(f"■ L'année {YEAR}, jour par jour : chaque liste, chaque rendez-vous, chaque nuit du lundi.")
    app = App(str(folder / "config.toml"), pinned_on=AFTER, author=_PLAYED_BY)
    with progress_bar("L'année") as progress:
        live_year(
            app.database,
            app.press,
            app.desk(),
            app.settings.territoire.commune_names(),
            place=app.settings.courriers.lieu,
            progress=progress,
        )
    app.close()
    echo("Des courriers, seuls sont imprimés et postés ceux dont une absence ou un délai dépend.")
    for why, command in REPORT:
        echo()
        title(f"■ {AFTER:%d/%m/%Y} — {why}")
        _type(folder, AFTER.isoformat(), command.format(annee=YEAR))
    echo()
    title("■ À vous")
    for name in ("html", "pdf"):
        echo(f"  {folder / f'bilan-{YEAR}.{name}'}")
    echo(f"  cd {folder}")
    echo(f"  of --au {AFTER:%d/%m/%Y} stats --annee {YEAR} --dossiers I8    qui est derrière un chiffre")
    echo(f"  of bilan {YEAR} --interne    le bilan de la maison, où aucun nombre n'est masqué")


def _story(folder: Path) -> None:
    """Play a few dossiers, each command as it is typed."""
    listing = Destination(folder / "liste_exemple.csv", replaces=False).write(SAMPLE.read_bytes())
    names = {"liste": str(listing)}
    for why, on, command in STORY:
        if "{A}" in command and "A" not in names:
            names |= _cast(folder)
        day = on.format(**names)
        if why:
            echo()
            title(f"■ {date.fromisoformat(day):%d/%m/%Y} — {why}")
        _type(folder, day, command.format(**names))
    letters = sorted((folder / "courriers").rglob("*.pdf"))
    echo()
    title(f"■ {len(letters)} courriers, scellés avec leur empreinte, dans {folder / 'courriers'}")
    for path in letters:
        echo(f"  {path.relative_to(folder)}")
    echo()
    title("■ À vous")
    echo(f"  cd {folder}")
    echo(f"  of --au {names['C_majeur']} jour          ce qu'il y a à faire")
    echo(f"  of voir {names['A']}                tout d'un dossier")
    echo("  of init                          dans un dossier vide : votre vraie base")


def _type(folder: Path, day: str, command: str) -> None:
    import shlex

    from ofworkflow.cli.main import cli

    echo(f"$ of --au {day} {command.replace(str(folder) + '/', '')}", dim=True)
    arguments = [
        "--config",
        str(folder / "config.toml"),
        "--au",
        day,
        "--auteur",
        _PLAYED_BY,
        *shlex.split(command),
    ]
    try:
        cli.main(args=arguments, prog_name="of", standalone_mode=False)
    except OfWorkflowError as error:
        say(f"Erreur : {error}")
        raise


def _cast(folder: Path) -> dict[str, str]:
    """Choose who plays whom: two who stay minors through the story, and the next one to turn 18."""
    from ofworkflow.casework.registry.lines import listed
    from ofworkflow.law.deadlines import majority_on
    from ofworkflow.wiring import App

    app = App(str(folder / "config.toml"))
    by_age = sorted(app.read(listed), key=lambda line: (line.naissance, line.reference))
    app.close()
    eldest, youngest, next_one = by_age[0], by_age[-1], by_age[-2]
    return {
        "A": youngest.reference,
        "B": next_one.reference,
        "C": eldest.reference,
        "C_majeur": majority_on(eldest.naissance).isoformat(),
    }
