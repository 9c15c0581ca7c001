"""The acts of the procedure, one command each: arguments to a request, the request to the one use case."""

from __future__ import annotations

from datetime import date
from typing import TypedDict, Unpack

import click

from ofworkflow.cli.common import act_options, choice, choose_dossier, is_reference, legal_day, pass_app
from ofworkflow.cli.dates import read_appointment, read_date
from ofworkflow.cli.output import say
from ofworkflow.cli.telling import tell
from ofworkflow.errors import UsageError
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import (
    Answer,
    Breach,
    Closing,
    Excuse,
    Nature,
    PostMode,
    Presence,
    Proof,
    ReportReason,
)
from ofworkflow.wiring import App

rdv_option = click.option(
    "--rdv", required=True, metavar='"DATE HH:MM"', help="Le jour et l'heure du rendez-vous."
)
lieu_option = click.option(
    "--lieu", metavar="TEXTE", default="", help="Le lieu ; celui de la configuration par défaut."
)
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


@click.command(short_help="Convoquer le jeune et son représentant légal.")
@act_options
@rdv_option
@lieu_option
@click.option(
    "--motif-anticipation",
    metavar="TEXTE",
    default="",
    help="Pourquoi ne pas attendre la fin du délai pour se justifier.",
)
@envoi_option
@pass_app
def send_convocation(
    app: App, rdv: str, lieu: str, motif_anticipation: str, envoi: str | None, **act: Unpack[ActOptions]
) -> None:
    """Convoquer : au premier entretien (R. 114-6), ou pour la seconde fois (R. 114-7)."""
    request = ask.Convoquer(_appointment(app, rdv, lieu), motif_anticipation)
    _run(app, request, act, envoi)


@click.command(short_help="Donner un autre rendez-vous.")
@act_options
@rdv_option
@lieu_option
@click.option("--motif", type=choice(ReportReason), required=True, help="Pourquoi le rendez-vous change.")
@envoi_option
@pass_app
def move_appointment(
    app: App, rdv: str, lieu: str, motif: str, envoi: str | None, **act: Unpack[ActOptions]
) -> None:
    """Donner un autre rendez-vous ; le délai de deux mois ne bouge pas."""
    _run(app, ask.Reporter(_appointment(app, rdv, lieu), ReportReason(motif)), act, envoi)


@click.command(short_help="Noter que l'entretien a eu lieu.")
@act_options
@click.option("--present", type=choice(Presence), required=True, help="Qui est venu.")
@pass_app
def record_entretien(app: App, present: str, **act: Unpack[ActOptions]) -> None:
    """Noter que l'entretien a eu lieu, et qui est venu."""
    _run(app, ask.Recevoir(Presence(present)), act)


@click.command(short_help="Constater une absence.")
@act_options
@pass_app
def record_absence(app: App, **act: Unpack[ActOptions]) -> None:
    """Constater l'absence au rendez-vous ; le délai pour se justifier commence."""
    _run(app, ask.ConstaterAbsence(), act)


@click.command(short_help="Accepter une excuse.")
@act_options
@click.option(
    "--motif",
    type=choice(Excuse),
    required=True,
    help="La nature de l'excuse ; jamais un document, jamais un diagnostic.",
)
@click.option(
    "--motif-retard", metavar="TEXTE", default="", help="Pourquoi l'accepter une fois le délai passé."
)
@pass_app
def accept_excuse(app: App, motif: str, motif_retard: str, **act: Unpack[ActOptions]) -> None:
    """Accepter l'excuse d'une absence."""
    _run(app, ask.Justifier(Excuse(motif), motif_retard), act)


@click.command(short_help="Constater une situation qui met en règle.")
@act_options
@click.option("--nature", type=choice(Nature), required=True, help="Ce que fait le jeune.")
@click.option("--sous-type", metavar="TEXTE", default="", help="Par exemple cej, pacea, epide, tdo.")
@click.option("--debut", metavar="DATE", required=True, help="Le premier jour.")
@click.option("--fin", metavar="DATE", help="Le dernier jour ; la durée habituelle par défaut.")
@click.option("--revue", metavar="DATE", help="Le jour où la revoir, sans fin connue.")
@click.option("--preuve", type=choice(Proof), required=True, help="La pièce vue.")
@click.option("--preuve-vue", metavar="DATE", help="Le jour où elle a été vue ; celui de l'acte par défaut.")
@pass_app
def record_situation(
    app: App,
    nature: str,
    sous_type: str,
    preuve: str,
    debut: str,
    fin: str | None,
    revue: str | None,
    preuve_vue: str | None,
    **act: Unpack[ActOptions],
) -> None:
    """Constater une situation datée et prouvée, qui satisfait à l'obligation (L. 114-1)."""
    if fin and revue:
        raise UsageError(
            "--fin et --revue se contredisent. Donnez la fin si elle est connue, sinon la date de revue."
        )
    seen = _day(app, preuve_vue, "la preuve vue") or legal_day(app, act["le"])
    started = _day(app, debut, "le début") or seen
    request = ask.ConstaterSituation(
        Nature(nature),
        started,
        Proof(preuve),
        seen,
        _day(app, fin, "la fin"),
        _day(app, revue, "la revue"),
        sous_type,
    )
    _run(app, request, act)


@click.command(short_help="Exempter sur certificat vu.")
@act_options
@click.option(
    "--jusqu-au", metavar="DATE", help="Le dernier jour du certificat ; sans lui, l'exemption est revue."
)
@pass_app
def record_exemption(app: App, jusqu_au: str | None, **act: Unpack[ActOptions]) -> None:
    """Exempter : un certificat médical a été vu (R. 114-3). Rien de ce qu'il dit n'est noté."""
    _run(app, ask.Exempter(_day(app, jusqu_au, "la fin du certificat")), act)


@click.command(short_help="Constater une situation rompue.")
@act_options
@click.option("--motif", type=choice(Breach), required=True, help="Comment elle a pris fin.")
@pass_app
def record_breach(app: App, motif: str, **act: Unpack[ActOptions]) -> None:
    """Constater que la situation a pris fin avant son terme (R. 114-7, 2°)."""
    _run(app, ask.Rompre(Breach(motif)), act)


@click.command(short_help="Constater que le jeune ne répond plus.")
@act_options
@pass_app
def record_silence(app: App, **act: Unpack[ActOptions]) -> None:
    """Constater le silence, après des sollicitations notées par plusieurs voies (R. 114-7, 3°)."""
    _run(app, ask.ConstaterSilence(), act)


@click.command(short_help="Préparer l'information du département.")
@act_options
@pass_app
def prepare_notice(app: App, **act: Unpack[ActOptions]) -> None:
    """Préparer l'information du département avant que la nuit ne le fasse."""
    _run(app, ask.PreparerTransmission(), act)


@click.command(short_help="Informer le président du conseil départemental.")
@act_options
@click.option("--signataire", metavar="NOM", default="", help="Qui signe.")
@click.option(
    "--motif-sans-adresse", metavar="TEXTE", default="", help="Pourquoi quelqu'un ne peut être écrit."
)
@click.option(
    "--motif-anticipation",
    metavar="TEXTE",
    default="",
    help="Pourquoi ne pas attendre le jour que la maison s'est fixé.",
)
@click.option("--verifier", is_flag=True, help="Seulement la liste des vérifications, sans rien écrire.")
@envoi_option
@pass_app
def send_notice(
    app: App,
    signataire: str,
    motif_sans_adresse: str,
    motif_anticipation: str,
    verifier: bool,
    envoi: str | None,
    **act: Unpack[ActOptions],
) -> int | None:
    """Informer le président du conseil départemental (R. 114-7) et, le même jour, la famille."""
    request = ask.Transmettre(signataire, motif_sans_adresse, motif_anticipation)
    if verifier:
        from ofworkflow.cli.why import show_preflight

        return show_preflight(app, act["reference"], request, act["le"])
    _run(app, request, act, envoi)
    return None


@click.command(short_help="Noter la réponse du département.")
@act_options
@click.option("--nature", type=choice(Answer), required=True, help="Ce que le département a répondu.")
@pass_app
def record_answer(app: App, nature: str, **act: Unpack[ActOptions]) -> None:
    """Noter la réponse du département."""
    _run(app, ask.EnregistrerReponse(Answer(nature)), act)


@click.command(short_help="Clore un dossier.")
@act_options
@click.option("--motif", type=choice(Closing), required=True, help="Pourquoi.")
@pass_app
def close_dossier(app: App, motif: str, **act: Unpack[ActOptions]) -> None:
    """Clore un dossier ; les courriers en attente sont annulés."""
    _run(app, ask.Cloturer(Closing(motif)), act)


@click.command(short_help="Rouvrir un dossier clos.")
@act_options
@click.option("--motif", metavar="TEXTE", required=True, help="Pourquoi.")
@pass_app
def reopen_dossier(app: App, motif: str, **act: Unpack[ActOptions]) -> None:
    """Rouvrir un dossier clos : il reprend où il en était."""
    _run(app, ask.Rouvrir(motif), act)


@click.command(short_help="Annuler le dernier acte.")
@act_options
@click.option("--motif", metavar="TEXTE", required=True, help="Pourquoi.")
@pass_app
def annul_last_act(app: App, motif: str, **act: Unpack[ActOptions]) -> None:
    """Annuler le dernier acte, tant qu'aucun de ses courriers n'est parti ; le journal garde les deux."""
    _run(app, ask.Annuler(motif), act)


def _run(app: App, request: ask.Request, act: ActOptions, envoi: str | None = None) -> None:
    """Do one act, and say all that came of it."""
    reference = act["reference"].strip().upper()
    if not is_reference(reference):
        reference = choose_dossier(app, act["reference"], confirmed=act["oui"]).reference
    done_on = legal_day(app, act["le"])
    carried = app.act(
        reference,
        request,
        done_on=done_on,
        note=act["note"],
        again=act["encore"],
        mode=PostMode(envoi) if envoi else None,
    )
    tell(app, carried)


def _appointment(app: App, text: str, lieu: str) -> ask.RendezVous:
    day, hour = read_appointment(text, today=app.clock.today())
    say(f"Rendez-vous compris : {french_day(day)} à {hour:%H:%M}.")
    return ask.RendezVous(day, hour, lieu or app.settings.courriers.lieu)


def _day(app: App, text: str | None, what: str) -> date | None:
    if not text:
        return None
    day = read_date(text, today=app.clock.today())
    say(f"Date comprise pour {what} : {french_day(day)}.")
    return day
