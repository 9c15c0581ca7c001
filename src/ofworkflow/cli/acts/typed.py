"""What the commands of all acts share: options, the days and appointments they read, the one use case."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING, TypedDict, TypeVar

import click

from ofworkflow.cli.bulk import WithExamples, WithLot
from ofworkflow.cli.common import act_options, choice, choose_dossier, is_reference, legal_day
from ofworkflow.cli.dates import read_appointment, read_date, read_hour
from ofworkflow.cli.output import ask as prompt
from ofworkflow.cli.output import say, warn
from ofworkflow.cli.telling import tell
from ofworkflow.errors import RefusedError
from ofworkflow.law.school_holidays import school_holiday
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.decide import GuardError
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import Act, PostMode, PreavisReason, Word
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.paper.carrying import Carried

F = TypeVar("F", bound=Callable[..., object])
R = TypeVar("R", bound=ask.Request)
T = TypeVar("T")


def follow_up_options(function: F) -> F:
    """Add what every appointment takes: its day and hour, its place, the reason to give it all the same."""
    for option in (
        click.option(
            "--aussi-avec",
            metavar="N|NOM",
            default="",
            help="Qui est reçu à part, à l'heure de --aussi ; sa lettre ne dit que cette heure.",
        ),
        click.option(
            "--aussi",
            metavar="HH:MM",
            default="",
            help="Le même jour, l'heure de l'autre, reçu à part et sans le jeune.",
        ),
        click.option(
            "--avec",
            metavar="N|NOM",
            default="",
            help="De deux représentants qui ne doivent pas se rencontrer, le seul attendu avec le jeune.",
        ),
        click.option(
            "--malgre",
            metavar="MOTIF",
            default="",
            help="Pourquoi ce jour et cette heure quand même (férié, hors ouverture, autre rendez-vous).",
        ),
        click.option(
            "--lieu", metavar="TEXTE", default="", help="Le lieu ; celui de la configuration par défaut."
        ),
        click.option(
            "--rdv", required=True, metavar='"DATE HH:MM"', help="Le jour et l'heure du rendez-vous."
        ),
    ):
        function = option(function)
    return function


def rdv_options(function: F) -> F:
    """Add what every convocation takes: an appointment, and why it comes sooner than the house's habit."""
    sooner = click.option(
        "--motif-preavis",
        metavar="MOTIF",
        default="",
        help=f"Pourquoi un préavis plus court : {', '.join(PreavisReason)}, ou un texte.",
    )
    return follow_up_options(sooner(function))


envoi_option = click.option(
    "--envoi",
    type=choice(PostMode),
    help="Faire, sceller et noter comme postés les courriers, le jour de l'acte.",
)


class ActOptions(TypedDict):
    """What every act takes (`act_options`)."""

    reference: str
    le: str | None
    note: str
    oui: bool
    encore: bool


class FollowUpOptions(ActOptions):
    """What every act that gives an appointment takes besides (`follow_up_options`)."""

    rdv: str
    lieu: str
    malgre: str
    avec: str
    aussi: str
    aussi_avec: str


class Expecting(TypedDict):
    """Of two who must not meet: who is expected with the minor; the other's hour, and number."""

    avec: int | None
    aussi: time | None
    aussi_avec: int | None


class RdvOptions(FollowUpOptions):
    """What a convocation takes besides (`rdv_options`)."""

    motif_preavis: str


def act_command(act: Act, *examples: str, lot: str = "") -> Callable[[Callable[..., object]], click.Command]:
    """Return what makes a function the command of an act: its name and its line in the help are on the word
    of the act, its options start with those of every act; its help begins with `examples`, three that can be
    pasted; `lot`: where its form for many is."""

    def made(function: Callable[..., object]) -> click.Command:
        if lot:
            bulk = click.command(act.command, WithLot, short_help=act.does)
            command: WithExamples = bulk(act_options(function)).having(lot)
        else:
            command = click.command(act.command, WithExamples, short_help=act.does)(act_options(function))
        command.examples = examples
        return command

    return made


def run_act(
    app: App,
    request: ask.Request,
    act: ActOptions,
    envoi: str | None = None,
    *,
    with_what_followed: bool = False,
) -> None:
    """Do one act, and say all that came of it."""
    reference = act["reference"].strip().upper()
    if not is_reference(reference):
        reference = choose_dossier(app, act["reference"], confirmed=act["oui"]).reference
    done_on = legal_day(app, act["le"])

    def carried(wanted: ask.Request) -> Carried:
        return app.act(
            reference,
            wanted,
            done_on=done_on,
            note=act["note"],
            again=act["encore"],
            mode=PostMode(envoi) if envoi else None,
            with_what_followed=with_what_followed,
        )

    tell(app, with_reasons(request, carried))


def with_reasons(request: R, done: Callable[[R], T]) -> T:
    """Return what an act does, asked on a terminal for the reason that a refusal says would waive it; raise
    the refusal where none can be given, and `RefusedError`, the refusal being read, where none is."""
    while True:
        try:
            return done(request)
        except GuardError as error:
            waived_by = error.refusal.waived_by
            if not waived_by or not sys.stdin.isatty():
                raise
            warn(str(error))
            words = request.free.get(waived_by) or PreavisReason
            listed = f" ({', '.join(words)})" if request.free.get(waived_by) else ""
            if not (answer := prompt(f"Motif pour passer outre{listed}, Entrée pour renoncer", default="")):
                raise RefusedError("Aucun motif n'est donné : ce rendez-vous n'est pas écrit.") from error
            request = replace(request, **{waived_by: typed_reason(answer, words)})


def read_rdv(app: App, act: RdvOptions) -> tuple[ask.RendezVous, str, str]:
    """Return the appointment that was typed, echoed, and the reasons to go beyond the house's habits: its
    préavis, its days and hours; raise `UsageError` when it is not understood."""
    rdv, regardless = read_follow_up(app, act)
    return rdv, typed_reason(act["motif_preavis"]), regardless


def read_follow_up(app: App, act: FollowUpOptions) -> tuple[ask.RendezVous, str]:
    """Return the appointment that was typed, echoed, and why it is given all the same; raise `UsageError`
    when it is not understood."""
    day, hour = read_appointment(act["rdv"], today=app.clock.today())
    holidays = school_holiday(day, app.rules.zone_scolaire)
    say(f"Rendez-vous compris : {french_day(day)} à {hour:%H:%M}{f' ({holidays})' if holidays else ''}.")
    where = act["lieu"] or app.settings.courriers.lieu
    return ask.RendezVous(day, hour, where), act["malgre"].strip()


_NUMBER = re.compile(r"[0-9]{1,4}")
representative_option = click.option(
    "--representant",
    metavar="N|NOM",
    multiple=True,
    help="Un représentant venu, par son numéro ou son nom ; autant de fois qu'il en est venu.",
)


def numbers_of(app: App, act: ActOptions, named: tuple[str, ...]) -> tuple[int, ...]:
    """Return the numbers of the representatives who were named, by number or by name; raise `UsageError` for
    a name that is none of theirs, or several."""
    if all(map(_NUMBER.fullmatch, named)):
        return tuple(map(int, named))
    from ofworkflow.casework.registry.people import representative_number

    reference = act["reference"].strip().upper()
    if not is_reference(reference):
        reference = choose_dossier(app, act["reference"], confirmed=act["oui"]).reference
    return tuple(
        int(text) if _NUMBER.fullmatch(text) else app.read(representative_number, reference, text)
        for text in named
    )


def expected_with(app: App, act: FollowUpOptions) -> Expecting:
    """Return who is expected with the minor, and who apart, at which hour, as the requests name them; raise
    `UsageError` for a name that is nobody's, or an hour that is none."""
    avec, aussi_avec = (
        numbers_of(app, act, (named,))[0] if named else None for named in (act["avec"], act["aussi_avec"])
    )
    aussi = read_hour(act["aussi"]) if act["aussi"] else None
    return {"avec": avec, "aussi": aussi, "aussi_avec": aussi_avec}


def typed_reason(text: str, words: type[Word] = PreavisReason) -> str:
    """Return a reason as it is kept: the words of the slug that was typed, else the text itself."""
    known = text.strip().lower()
    return words(known).label if known in list(words) else text.strip()


def read_day(app: App, text: str | None, what: str) -> date | None:
    """Return a day that was typed, echoed, or `None`; raise `UsageError` when it is not understood."""
    if not text:
        return None
    day = read_date(text, today=app.clock.today())
    say(f"Date comprise pour {what} : {french_day(day)}.")
    return day
