"""A dossier comes from another mission locale: what it did is noted, as its own."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path

import click

from ofworkflow.cli.common import choice, choose_dossier, pass_app, reference_argument
from ofworkflow.cli.dates import read_appointment, read_date
from ofworkflow.cli.output import echo, say
from ofworkflow.errors import UsageError
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.handover import TheirAct
from ofworkflow.procedure.vocabulary import Answer, Excuse, PostMode, Presence
from ofworkflow.wiring import App


class Became(StrEnum):
    """What became of an appointment of theirs."""

    ABSENT = "absent"
    EXCUSE = "excuse"
    RECU = "recu"


@click.command(short_help="Reprendre ce qu'une autre mission locale a fait.")
@reference_argument
@click.argument("fichier", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--de", metavar="NOM", default="", help="Qui l'a fait : « Mission locale de … ».")
@click.option("--premiere", metavar="DATE", help="Le jour où leur première convocation est partie.")
@click.option("--premier-rdv", metavar='"DATE HH:MM"', help="Le rendez-vous qu'elle donnait.")
@click.option(
    "--premiere-issue", type=choice(Became), default="absent", show_default=True, help="Ce qu'il est devenu."
)
@click.option(
    "--seconde", metavar="DATE", help="Le jour où leur convocation de l'article R. 114-7 est partie."
)
@click.option("--second-rdv", metavar='"DATE HH:MM"', help="Le rendez-vous qu'elle donnait.")
@click.option(
    "--seconde-issue", type=choice(Became), default="absent", show_default=True, help="Ce qu'il est devenu."
)
@click.option("--information", metavar="DATE", help="Le jour où leur information du département est partie.")
@click.option(
    "--departement",
    metavar="CODE",
    default="",
    help="À quel département (d'origine, celui où habite le jeune).",
)
@click.option("--reponse", metavar="DATE", help="Le jour où le département leur a répondu.")
@click.option(
    "--reponse-nature", type=choice(Answer), default="accuse", show_default=True, help="Ce qu'il a répondu."
)
@click.option(
    "--mode",
    type=choice(PostMode),
    default="simple",
    show_default=True,
    help="Comment ces courriers sont partis.",
)
@click.option("--oui", is_flag=True, help="Confirmer la personne quand elle est donnée par son nom.")
@pass_app
def take_up_dossier(
    app: App,
    reference: str,
    fichier: Path | None,
    de: str,
    premiere: str | None,
    premier_rdv: str | None,
    premiere_issue: str,
    seconde: str | None,
    second_rdv: str | None,
    seconde_issue: str,
    information: str | None,
    departement: str,
    reponse: str | None,
    reponse_nature: str,
    mode: str,
    oui: bool,
) -> None:
    """Noter, comme les siens, les actes d'une autre mission locale ; ses délais courent de leurs dates.

    Ouvrez d'abord le dossier (of ouvrir, avec le jour de son signalement). FICHIER : voir docs/reprendre.md.
    """
    from ofworkflow.casework.registry.taking_up import take_up

    if fichier is not None:
        from ofworkflow.intake.handover import read_handover

        if premiere or seconde or information or reponse:
            raise UsageError("Un fichier, ou des options : pas les deux.")
        theirs, acts = read_handover(fichier)
        de = de or theirs
    else:
        first = _summons(app, premiere, premier_rdv, Became(premiere_issue), PostMode(mode), "--premier-rdv")
        second = _summons(app, seconde, second_rdv, Became(seconde_issue), PostMode(mode), "--second-rdv")
        if second and not first:
            raise UsageError("La convocation de l'article R. 114-7 suit une première : donnez --premiere.")
        if information and not second:
            raise UsageError("L'information suit une convocation de l'article R. 114-7 : donnez --seconde.")
        if reponse and not information:
            raise UsageError("La réponse suit une information : donnez --information.")
        notice = _notice(app, information, departement, PostMode(mode))
        acts = [*first, *second, *notice, *_answer(app, reponse, Answer(reponse_nature))]
    row = choose_dossier(app, reference, confirmed=oui)
    done = app.write(take_up, row.reference, de, acts, desk=app.desk())
    echo(f"{done.reference} : repris de {de.strip()} → {done.stage.label}.")
    for decision in done.decisions:
        echo(f"  {french_day(decision.done_on)}  {decision.request.act.label}")
    say(f"Ce qui court : of voir {done.reference}")


def _summons(
    app: App, left: str | None, rdv: str | None, became: Became, mode: PostMode, option: str
) -> list[TheirAct]:
    if not left:
        return []
    if not rdv:
        raise UsageError(f'Donnez aussi le rendez-vous : {option} "DATE HH:MM".')
    today = app.clock.today()
    on, (day, hour) = read_date(left, today=today), read_appointment(rdv, today=today)
    return [TheirAct(ask.Convoquer(ask.RendezVous(day, hour, "")), on, mode), *_outcome(became, day)]


def _notice(app: App, left: str | None, departement: str, mode: PostMode) -> list[TheirAct]:
    from ofworkflow.intake.handover import their_notice

    if not left:
        return []
    try:
        request = their_notice(departement)
    except ValueError as error:
        raise UsageError(f"--departement : {error}.") from error
    return [TheirAct(request, read_date(left, today=app.clock.today()), mode)]


def _answer(app: App, on: str | None, nature: Answer) -> list[TheirAct]:
    return [TheirAct(ask.EnregistrerReponse(nature), read_date(on, today=app.clock.today()))] if on else []


def _outcome(became: Became, day: date) -> list[TheirAct]:
    if became is Became.RECU:
        return [TheirAct(ask.Recevoir(Presence.LES_DEUX), day)]
    absent = [TheirAct(ask.ConstaterAbsence(), day)]
    return [*absent, TheirAct(ask.Justifier(Excuse.AUTRE), day)] if became is Became.EXCUSE else absent
