"""What leaves the house and what comes back: print runs, posting, returns."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ofworkflow.cli.acts.typed import read_day
from ofworkflow.cli.common import choice, done_on_option, json_option, legal_day, pass_app
from ofworkflow.cli.files import destination, nearby, output_options, own_place, read_file, stored_place
from ofworkflow.cli.output import ask, echo, progress_bar, say, show_json, show_table, warn
from ofworkflow.cli.telling import tell_effects, tell_not_made, tell_run
from ofworkflow.errors import CorrectionError, ExitCode, UsageError
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import LetterState, PostMode
from ofworkflow.text import counted
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.dossier.lines import RunLine
    from ofworkflow.casework.mail.drafts import NotMade
    from ofworkflow.casework.mail.posting import Returned

_NAMED = 12  # letters named one by one in what is said


@click.command("imprimer", short_help="Un seul PDF prêt à imprimer, dans l'ordre des enveloppes.")
@click.option("--lot", metavar="LOT", help="Imprimer à nouveau ce lot (T0001).")
@click.option("--feuille", metavar="ID", help="Seulement ce courrier du lot.")
@click.option("--recto-verso", is_flag=True, help="Chaque courrier commence une nouvelle feuille.")
@output_options()
@pass_app
def print_letters(
    app: App, lot: str | None, feuille: str | None, recto_verso: bool, sortie: Path | None, remplacer: bool
) -> None:
    """Imprimer ce qui est prêt, avec son bordereau ; chaque courrier est scellé.

    Ce qui n'a pas pu être fait est dit et n'arrête pas le reste (code de sortie 5).
    """
    from ofworkflow.casework.mail import runs
    from ofworkflow.casework.paper.targets import letters_only

    if feuille and lot is None:
        raise UsageError("Une feuille s'imprime à nouveau d'un lot : ajoutez --lot T0001.")
    place = destination(app, sortie, replaces=remplacer) if sortie else None
    if lot is not None:
        sheet = letters_only([feuille])[0] if feuille else None
        again = app.write(
            runs.print_again,
            app.press,
            app.desk(),
            runs.run_number(lot),
            sheet=sheet,
            output=place,
            duplex=recto_verso,
        )
        echo(
            f"{again.name} imprimé à nouveau : {counted(len(again.letters), 'courrier')}, "
            f"{counted(again.pages, 'page')} : {nearby(again.path)}"
        )
        _tell_left_out(again.failed)
        return
    app.read(app.refuse_future)
    left = runs.finish_runs(app.database, app.press)
    for each in left:
        echo(
            f"Lot {each.name}, qu'un arrêt avait laissé sans fichier : "
            f"{counted(len(each.letters), 'courrier')} : {nearby(each.path)}"
        )
    with progress_bar("Courriers") as progress:
        run, failed = runs.print_waiting(
            app.database, app.press, app.desk(), output=place, duplex=recto_verso, progress=progress
        )
    if run is not None:
        tell_run(run)
        if run.envelopes:
            say(f"Une fois posté : of courriers poster {run.name} --mode {PostMode.SIMPLE}")
    elif not failed and not left:
        say("Rien à imprimer : aucun courrier n'est prêt.")
    _tell_left_out([*(letter for each in left for letter in each.failed), *failed])


def _tell_left_out(failed: Sequence[NotMade]) -> None:

    for letter in failed:
        warn(f"{letter.name} ({letter.reference}) : {letter.reason}")
    if failed:
        raise SystemExit(ExitCode.PARTLY_DONE)


@click.command("tirages", short_help="Les lots imprimés.")
@json_option
@pass_app
def list_runs(app: App, as_json: bool) -> None:
    """Les lots imprimés, du plus récent au plus ancien."""
    from ofworkflow.casework.dossier.lines import runs

    lines = app.read(runs)
    if as_json:
        show_json({"tirages": [_run_json(line, app.letters_folder) for line in lines]})
    elif lines:
        cells = [
            (
                r.name,
                french_day(r.cree_le),
                r.courriers,
                r.postes,
                "oui" if r.recto_verso else "non",
                r.auteur,
                stored_place(app.letters_folder, r.fichier),
            )
            for r in lines
        ]
        show_table(("lot", "imprimé le", "courriers", "postés", "recto verso", "par", "fichier"), cells)
    else:
        say("Aucun lot imprimé.")


@click.command("bordereau", short_help="Le bordereau des recommandés d'un lot.")
@click.argument("lot", metavar="LOT")
@output_options()
@pass_app
def registered_slip(app: App, lot: str, sortie: Path | None, remplacer: bool) -> None:
    """Le bordereau des recommandés d'un lot posté, avec leurs numéros."""
    from ofworkflow.casework.mail import runs

    number = runs.run_number(lot)
    own = app.letters_folder / f"{runs.run_name(number)}_recommandes.pdf"
    place = destination(app, sortie, replaces=remplacer) if sortie else own_place(app, own)
    slip = app.read(runs.slip_of_registered, app.press, app.desk(), number)
    echo(str(place.write(slip.pdf)))


@click.command("poster", short_help="Noter que des courriers sont partis.")
@click.argument("cibles", metavar="[ID|REF|LOT…]", nargs=-1)
@done_on_option
@click.option("--mode", type=choice(PostMode), help="Comment ils partent ; demandé de chaque pile sans ID.")
@click.option(
    "--accord-le",
    metavar="DATE",
    help="Le jour où le destinataire a accepté de recevoir des lettres recommandées électroniques (lre).",
)
@click.option(
    "--numero",
    "numeros",
    multiple=True,
    help="Le numéro du recommandé ou du suivi ; un par pli, dans l'ordre.",
)
@click.option(
    "--scanner", is_flag=True, help="Demander le numéro de chaque pli, dans l'ordre : une douchette suffit."
)
@click.option(
    "--numeros",
    "fichier",
    metavar="FICHIER",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Un CSV « courrier;numero ».",
)
@pass_app
def post_letters(
    app: App,
    cibles: tuple[str, ...],
    le: str | None,
    mode: str | None,
    accord_le: str | None,
    numeros: tuple[str, ...],
    scanner: bool,
    fichier: Path | None,
) -> ExitCode:
    """Noter que des courriers (C000123), ceux d'un dossier (2026-0042) ou d'un lot imprimé (T0001) sont
    partis ; sans rien nommer, dans un terminal, ce qui attend défile, une touche par pile.

    Leurs octets sont scellés avec leur empreinte SHA-256, et ce qui court depuis l'envoi est fixé.
    """
    from ofworkflow.casework.dossier.opened import letter_id
    from ofworkflow.casework.mail import posting, tracking
    from ofworkflow.casework.paper.targets import to_post

    done_on = legal_day(app, le)
    if not cibles:
        from ofworkflow.cli.posting_round import post_pile_by_pile

        return post_pile_by_pile(app, done_on)
    if mode is None:
        raise UsageError("Dites comment ils partent : --mode simple, suivi, recommande, main_propre…")
    agreed_on = read_day(app, accord_le, "l'accord")
    leaving = app.read(to_post, cibles, on=done_on)
    numbers, envelopes = leaving.letters, leaving.envelopes
    if scanner:
        numeros = tuple(
            ask(f"Pli {i} sur {len(envelopes)}, {envelope.destinataire}")
            for i, envelope in enumerate(envelopes, start=1)
        )
    tracked = (
        tracking.from_csv(read_file(fichier), envelopes) if fichier else tracking.in_order(numeros, envelopes)
    )
    done = app.write(
        posting.post,
        app.press,
        numbers,
        done_on=done_on,
        mode=PostMode(mode),
        tracking=tracked,
        agreed_on=agreed_on,
        desk=app.desk(),
    )
    sent = (
        ", ".join(letter_id(n) for n in numbers) if len(numbers) <= _NAMED else f"{letter_id(numbers[0])} …"
    )
    echo(
        f"{counted(len(numbers), 'courrier scellé et noté', 'courriers scellés et notés')} "
        f"« {PostMode(mode).label} », le {french_day(done_on)} : {sent}."
    )
    tell_effects(app, done)
    for reason in leaving.staying:
        warn(reason)
    return ExitCode.DONE


@click.command("retour", short_help="Noter ce que la poste dit d'un pli.")
@click.argument("cibles", metavar="ID…", nargs=-1, required=True)
@click.option(
    "--issue",
    type=click.Choice(["presente", "distribue", "refuse", "non_reclame", "npai", "perdu"]),
    required=True,
)
@click.option("--presente-le", metavar="DATE", help="Le jour de sa première présentation, si on le connaît.")
@done_on_option
@click.option(
    "--corrige",
    metavar="MOTIF",
    default="",
    help="Remplacer ce qui est déjà noté de ce pli ; le journal garde les deux.",
)
@pass_app
def record_return(
    app: App, cibles: tuple[str, ...], issue: str, presente_le: str | None, le: str | None, corrige: str
) -> None:  # fmt: skip
    """Noter ce que la poste dit d'un pli : tous les courriers de la même enveloppe sont concernés.

    Inconnu à l'adresse (npai) ou perdu, il n'a pas d'effet : complétez l'adresse (of modifier), puis
    renvoyez.
    """
    from ofworkflow.casework.dossier.opened import letter_id
    from ofworkflow.casework.mail import posting
    from ofworkflow.casework.paper.targets import letters_only

    numbers = letters_only(cibles)
    done_on = legal_day(app, le)
    presented_on = legal_day(app, presente_le) if presente_le else None

    def record(correction: str) -> Returned:
        return app.write(
            posting.record_return,
            numbers,
            issue=LetterState(issue),
            done_on=done_on,
            presented_on=presented_on,
            desk=app.desk(),
            correction=correction,
        )

    try:
        returned = record(corrige.strip())
    except CorrectionError as error:
        if not sys.stdin.isatty():
            raise
        warn(str(error))
        returned = record(ask("Motif de la correction").strip())
    ids = ", ".join(map(letter_id, returned.letters))
    opened = returned.done[0].in_hand.opened  # a slip of a digit in the number is seen
    whose = f"{opened.reference} · {opened.minor_name}"
    echo(f"{ids} ({whose}) : {LetterState(issue).label}, le {french_day(done_on)}.")
    tell_effects(app, returned.done)
    if returned.commands:
        say("Pour un nouvel envoi :")
        say("\n".join(f"  {each}" for each in returned.commands))


@click.command("corriger", short_help="Corriger un envoi mal noté : jour, mode, numéro.")
@click.argument("cibles", metavar="ID…", nargs=-1, required=True)
@done_on_option
@click.option("--mode", type=choice(PostMode), help="Comment il est vraiment parti.")
@click.option("--numero", "numeros", multiple=True, help="Le bon numéro ; un par pli, dans l'ordre.")
@click.option("--accord-le", metavar="DATE", help="Le jour de l'accord du destinataire, pour une lre.")
@click.option("--motif", metavar="TEXTE", required=True, help="Pourquoi : reste au journal.")
@pass_app
def correct_posting(
    app: App,
    cibles: tuple[str, ...],
    le: str | None,
    mode: str | None,
    numeros: tuple[str, ...],
    accord_le: str | None,
    motif: str,
) -> None:
    """Corriger le jour, le mode ou le numéro d'un envoi mal noté, pour tous les courriers du même envoi.

    Ce qui court depuis l'envoi court du bon jour ; le journal garde les deux, of pourquoi dit lequel compte.
    Une information déjà partie sur l'ancien jour est dite, avec l'acte qui la rectifie.
    """
    from ofworkflow.casework.dossier.opened import letter_id
    from ofworkflow.casework.mail import correcting
    from ofworkflow.casework.paper.targets import letters_only

    right = correcting.AsItWas(
        legal_day(app, le) if le else None,
        PostMode(mode) if mode else None,
        numeros,
        read_day(app, accord_le, "l'accord"),
    )
    numbers = letters_only(cibles)
    done = app.write(correcting.correct_posting, numbers, right, why=motif.strip(), desk=app.desk())
    for each in done:
        names = ", ".join(map(letter_id, each.letters))
        (on, how), (now_on, now_how) = each.before, each.after
        who = f"{each.reference} · {each.name}"
        now = f"{now_how.label}, le {french_day(now_on)}"
        echo(f"{who} : {names} : {how.label}, le {french_day(on)} → {now}.")
        for old, new in each.moved:
            over = f" ({new.state.label})" if new and not new.is_open and not old.is_open else ""
            runs = new and (new.is_open or over)
            ends = french_day(new.dates.legal_on) + over if new and runs else "ne court plus"
            echo(f"  {old.slug.label} : {french_day(old.dates.legal_on)} → {ends}")
        for warning in each.warnings:
            warn(f"{each.reference} : {warning}")


@click.command("renvoyer", short_help="Refaire un courrier qui n'est jamais arrivé.")
@click.argument("cibles", metavar="ID…", nargs=-1, required=True)
@pass_app
def send_again(app: App, cibles: tuple[str, ...]) -> None:
    """Refaire, à l'adresse d'aujourd'hui, un courrier inconnu à l'adresse ou perdu ; l'ancien reste
    scellé."""
    from ofworkflow.casework.dossier.opened import letter_id
    from ofworkflow.casework.mail import drafts, posting
    from ofworkflow.casework.paper.targets import letters_only

    fresh = app.write(posting.send_again, letters_only(cibles), desk=app.desk())
    _, failed = drafts.produce_waiting(app.database, app.press)
    for number in fresh:
        echo(f"{letter_id(number)} est prêt à imprimer ou à poster.")
    tell_not_made(failed)


def _run_json(run: RunLine, folder: Path) -> dict[str, object]:
    return {
        "lot": run.name,
        "imprime_le": run.cree_le.isoformat(),
        "courriers": run.courriers,
        "postes": run.postes,
        "recto_verso": run.recto_verso,
        "auteur": run.auteur,
        "fichier": stored_place(folder, run.fichier),
    }


COMMANDS = (
    print_letters,
    list_runs,
    registered_slip,
    post_letters,
    correct_posting,
    record_return,
    send_again,
)
"""In the order of a morning."""
