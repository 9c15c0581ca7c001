"""The entry point: a group that imports a command's module only when that command runs.

The table below knows the commands of the house, `Act.command` those of the acts (`cli/acts/`); start-up
stays that of click alone.
"""

from __future__ import annotations

import gc
import os
import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from ofworkflow import __version__
from ofworkflow.cli.arguments import TidyGroup, tidied, typable
from ofworkflow.cli.french import speak_french
from ofworkflow.errors import ExitCode, OfWorkflowError, StorageError

# What a command reads at its start is never garbage: looking for some, again and again, took a sixth of it.
gc.set_threshold(500_000, 10, 10)

if TYPE_CHECKING:
    from ofworkflow.procedure.vocabulary import Act
    from ofworkflow.wiring import App

# name: (module of ofworkflow.cli, function, what it does)
COMMANDS: dict[str, tuple[str, str, str]] = {
    "jour": (
        "day",
        "show_day",
        "Le jour : rendez-vous, retards, échéances, courriers à poster, issues à noter.",
    ),
    "agenda": ("agenda", "show_agenda", "Les rendez-vous de la semaine, et les heures libres."),
    "rappels": ("calls", "remind", "Les rendez-vous à rappeler, avec les numéros."),
    "conges": ("leaves", "manage_leave", "Les congés, et qui reçoit à la place."),
    "reunion": (
        "meeting",
        "show_meeting",
        "La réunion de la plateforme (PSAD) : sa liste, ses décisions.",
    ),
    "partenaires": (
        "partners",
        "manage_partners",
        "Le carnet des partenaires : CIO, lycées, CFA, clubs de prévention.",
    ),
    "issues": ("outcomes", "note_outcomes", "Noter l'issue des rendez-vous passés, une touche chacun."),
    "faire": ("doing", "do_line", "Faire la ligne N du dernier écran affiché."),
    "init": ("setup", "init", "Créer la configuration, les modèles et la base."),
    "demo": ("demo", "demo", "Tout voir d'un coup, dans un dossier jetable."),
    "importer": ("lists", "import_list", "Lire une liste de jeunes signalés."),
    "lots": ("lots", "show_lots", "Les imports faits, et ce qu'il en reste."),
    "doutes": ("doubts", "show_doubts", "Les lignes douteuses des listes, à trancher."),
    "imilo": ("imilo", "imilo_group", "À côté d'i-milo : ce qui est à y saisir, un export comparé."),
    "fusionner": ("merging", "merge_dossiers", "Réunir deux dossiers d'un même jeune."),
    "ouvrir": ("opening", "open_one", "Ouvrir le dossier d'un jeune."),
    "reprendre": ("taking_up", "take_up_dossier", "Reprendre ce qu'une autre mission locale a fait."),
    "modifier": ("corrections", "correct_person", "Corriger une fiche : adresse, téléphone, autorité."),
    "fiche": ("corrections", "fill_sheet", "Remplir la fiche d'un dossier, dans un formulaire."),
    "chercher": ("finding", "search", "Chercher un jeune : nom, parent, téléphone, commune, note."),
    "dossiers": ("dossiers", "list_dossiers", "Lister les dossiers."),
    "voir": ("dossiers", "show_dossier", "Tout savoir d'un dossier."),
    "guide": ("guide", "show_guide", "Où en est un dossier dans la procédure, et ce qui vient."),
    "pourquoi": ("why", "explain_dossier", "Pourquoi cette date, pourquoi ce refus."),
    "contact": ("dossiers", "log_contact", "Noter un contact."),
    "courriers": ("letters", "letters_group", "Les courriers : liste, aperçu, envoi."),
    "nuit": ("night", "run_night", "Faire la vérification de la nuit."),
    "planifier": ("scheduler", "schedule_nights", "La même, chaque nuit, jusqu'à l'arrêt."),
    "nuits": ("night", "list_nights", "Le registre des nuits : faites, attendues, manquées."),
    "rapport": (
        "rapport",
        "show_rapport",
        "Le rapport du matin : ce que la nuit a fait, ce qu'il faut faire.",
    ),
    "docteur": ("health", "examine", "Tout vérifier : dossiers, journaux, scellés, bilans figés, nuits."),
    "stats": ("figures", "show_figures", "Les chiffres de l'année."),
    "bilan": ("annual", "bilan_group", "Le bilan de l'année : page, document, classeur ; figé, comparé."),
    "procedure": ("why", "show_procedure", "La procédure telle que le moteur l'applique."),
    "config": ("config", "config_group", "Les réglages : montrés, vérifiés."),
    "completion": ("completion", "install_completion", "Installer la complétion de votre terminal."),
    "base": ("base", "base_group", "La base : état, mise à jour, sauvegarde, restauration."),
}

_AFTER_THE_ACTS = "courriers"  # the acts come before it in the help, where a dossier lives them

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


class LazyGroup(TidyGroup):
    """A group whose commands are found in the table, or by their act."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order of the help."""
        return command_names()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module, and return the command."""
        if cmd_name not in COMMANDS:
            return _act_command(cmd_name)
        from importlib import import_module

        module, function, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"ofworkflow.cli.{module}"), function)
        command.name = cmd_name
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list; no command is imported for it."""
        with formatter.section("Commandes\N{NO-BREAK SPACE}"):
            formatter.write_dl([(name, _help_line(name)) for name in command_names()])

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a connection that broke on the way is an error, which click would take for a
        reader gone.

        A base that fails once something was committed is not told as a command that did nothing (exit code
        5).
        """
        try:
            return super().invoke(ctx)
        except StorageError as error:
            if not ctx.obj.has_written:
                raise
            raise ctx.obj.after_commits(error) from error
        except (click.Abort, KeyboardInterrupt, EOFError):
            if not ctx.obj.has_written:
                raise
            from ofworkflow.cli.output import say

            say("Arrêté là : ce qui a été dit fait l'est, le reste n'est pas écrit.")
            return ExitCode.PARTLY_DONE
        except BrokenPipeError as error:
            raise OfWorkflowError(
                "Une connexion a été coupée pendant la commande. Voyez ce qui a été fait (of voir, of "
                "docteur), puis relancez."
            ) from error


def command_names() -> list[str]:
    """Return every command, in the order of the help: those of the acts in their place among the table's."""
    names = list(COMMANDS)
    place = names.index(_AFTER_THE_ACTS)
    return [*names[:place], *_acts(), *names[place:]]


def _acts() -> dict[str, Act]:
    """Return the acts that have a command of their own, by its name: the other ones are those of a group."""
    from ofworkflow.procedure.vocabulary import Act

    return {act.command: act for act in Act if act.command.split()[0] not in COMMANDS}


def _act_command(name: str) -> click.Command | None:
    act = _acts().get(name)
    if act is None:
        return None
    from ofworkflow.cli.acts import command_of

    return command_of(act)


def _help_line(name: str) -> str:
    return COMMANDS[name][2] if name in COMMANDS else _acts()[name].does


def _read_day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    if not value:
        return None
    from ofworkflow.cli.dates import read_date
    from ofworkflow.clock import Clock

    return read_date(value, today=Clock().true_today())


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings=CONTEXT,
    subcommand_metavar="COMMANDE [ARGUMENTS]…",
)
@click.option(
    "--config",
    "config_path",
    metavar="FICHIER",
    help="La configuration ; sinon $OFWORKFLOW_CONFIG, puis ./config.toml.",
)
@click.option(
    "--au",
    "pinned_on",
    metavar="DATE",
    envvar="OFWORKFLOW_AU",
    callback=_read_day,
    help="Le jour qui compte pour cet appel.",
)
@click.option("--auteur", metavar="NOM", help="Qui agit ; sinon la configuration, puis votre session.")
@click.option(
    "--lecture",
    is_flag=True,
    envvar="OFWORKFLOW_LECTURE",
    help="Une ligne « libellé : valeur » chacune, sans colonnes : lecteur d'écran, plage braille.",
)
@click.option("--debug", is_flag=True, help="Montrer la trace d'une erreur inattendue.")
@click.version_option(
    __version__, prog_name="ofworkflow", help="Montrer la version.", message="%(prog)s %(version)s"
)
@click.pass_context
def cli(
    ctx: click.Context,
    config_path: str | None,
    pinned_on: date | None,
    auteur: str | None,
    lecture: bool,
    debug: bool,
) -> None:
    """ofworkflow : la procédure « Obligation de formation » d'une mission locale.

    Sans commande, « of » montre le jour. Chaque commande a son aide : « of convoquer --help ».
    """
    from ofworkflow.wiring import App

    ctx.obj = App(config_path, pinned_on, auteur, reminds=ctx.invoked_subcommand not in _ABOUT_NIGHTS)
    ctx.call_on_close(ctx.obj.close)
    ctx.call_on_close(lambda: _tell_other_house(ctx.obj, ctx.invoked_subcommand))
    ctx.call_on_close(lambda: _remind(ctx.obj, ctx.invoked_subcommand))
    ctx.call_on_close(lambda: _say_place(ctx.obj))
    ctx.call_on_close(lambda: _say_unused(ctx.obj))
    if ctx.invoked_subcommand is None:
        command = cli.get_command(ctx, "jour")
        if command is not None:
            ctx.invoke(command)


tidied(cli)

# They do the night, or tell of it themselves.
_ABOUT_NIGHTS = frozenset({"nuit", "planifier", "nuits", "rapport", "docteur", "jour", None})


def _say_unused(app: App) -> None:
    """Say, once a call that made letters, which files of the house served nothing: its own words may not
    be those printed."""
    if app.has_made_letters and not app.unused_are_said:
        from ofworkflow.cli.output import warn

        for sentence in app.unused_files():
            warn(sentence)


# What shows nothing where the house has no dossier.
_ABOUT_DOSSIERS = frozenset(
    {
        "jour",
        "agenda",
        "conges",
        "rappels",
        "issues",
        "dossiers",
        "chercher",
        "stats",
        "nuit",
        "rapport",
        None,
    }
)


def _tell_other_house(app: App, command: str | None) -> None:
    """Say, rather than « 0 chose à faire », that the base holds the dossiers of another house only."""
    if command not in _ABOUT_DOSSIERS or not app.has_database:
        return
    from ofworkflow.casework.dossier.houses import other_house
    from ofworkflow.cli.output import warn

    try:
        sentence = app.read(other_house)
    except StorageError:
        return  # the command has said its own trouble with the base
    if sentence:
        warn(sentence)


def _remind(app: App, command: str | None) -> None:
    """Say, at the first command of the day that looked at the base, that the last night is missing."""
    if command in _ABOUT_NIGHTS or app.clock_is_pinned or not app.has_database:
        return
    from ofworkflow.cli.output import warn
    from ofworkflow.procedure.french import french_day

    try:
        expected_on = app.reminder()
    except StorageError:
        return  # the command has said its own trouble with the base; a reminder adds nothing to it
    if expected_on is not None:
        warn(
            f"la nuit du {french_day(expected_on)} n'a pas été faite. Rien n'est perdu ; pour la rattraper : "
            "of nuit"
        )


def _say_place(app: App) -> None:
    """Say, once a command, what is special about the base: its drive, an older copy put in its place."""
    cautions = [*app.cautions, app.database.caution] if app.has_database else app.cautions
    if any(cautions):
        from ofworkflow.cli.output import warn

        for caution in filter(None, cautions):
            warn(caution)


def main(args: list[str] | None = None) -> None:
    """Run the tool: every error is one French sentence on stderr, with its exit code; what could not be shown
    is one too (5: what the command did is done)."""
    from ofworkflow.cli.output import warn
    from ofworkflow.cli.streams import safe_streams, unwritten

    speak_french()
    if "_OF_COMPLETE" in os.environ:  # a shell asks what may follow
        from ofworkflow.cli.completing import answer_shell

        with safe_streams():
            return answer_shell(cli)
    arguments = [typable(word) for word in (sys.argv[1:] if args is None else args)]
    with safe_streams():
        code = _run(arguments)
        sys.stdout.flush()
        if reason := unwritten(sys.stdout):
            if code in (ExitCode.DONE, ExitCode.WORK_REMAINS):
                code = ExitCode.PARTLY_DONE
            warn(
                f"ce que la commande devait montrer n'a pas pu l'être tout entier ({reason}). Ce qu'elle a "
                "fait est fait."
            )
    if args is None:
        gc.freeze()  # the process ends: what it leaves is given back whole, not gone through again
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    from ofworkflow.cli.output import say

    try:
        code: object = cli.main(args=arguments, prog_name="of", standalone_mode=False)
    except click.exceptions.Abort:
        say("Abandonné : rien n'a été écrit.")
        return ExitCode.ERROR
    except click.ClickException as error:
        from ofworkflow.cli.mistyped import sentences

        for sentence in sentences(error):
            say(sentence)
        return error.exit_code
    except OfWorkflowError as error:
        if "--debug" in arguments:
            raise
        say(f"Erreur : {error}")
        return error.exit_code
    except Exception as error:
        if "--debug" in arguments:
            raise
        cause = f"{type(error).__name__} : {error}".splitlines()[0]
        say(
            f"Erreur inattendue ({cause}). Rien n'a été écrit à moitié ; relancez avec « of --debug … » pour "
            "le détail."
        )
        return ExitCode.ERROR
    return int(code) if isinstance(code, int) else ExitCode.DONE
