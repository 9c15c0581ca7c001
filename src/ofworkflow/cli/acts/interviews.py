"""Interviews: summoned, moved, held, missed, excused (R. 114-6, R. 114-7)."""

from __future__ import annotations

from typing import Unpack

import click

from ofworkflow.cli.acts.typed import (
    ActOptions,
    FollowUpOptions,
    RdvOptions,
    act_command,
    envoi_option,
    expected_with,
    follow_up_options,
    numbers_of,
    rdv_options,
    read_follow_up,
    read_rdv,
    representative_option,
    run_act,
    typed_reason,
)
from ofworkflow.cli.common import choice, pass_app
from ofworkflow.cli.dates import read_hour
from ofworkflow.errors import UsageError
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import (
    Act,
    Excuse,
    Holder,
    InterviewMode,
    InviteMode,
    LateExcuse,
    Presence,
    ReportReason,
)
from ofworkflow.wiring import App


@act_command(
    Act.CONVOQUER,
    'of convoquer 2026-0001 --rdv "15/12/2026 14:00"',
    'of convoquer 2026-0001 --rdv "15/12/2026 14:00" --envoi simple',
    'of convoquer 2026-0003 --rdv "05/01/2027 10:00" --envoi recommande',
    lot="summoning:summon_many",
)
@rdv_options
@click.option(
    "--motif-anticipation",
    metavar="TEXTE",
    default="",
    help="Pourquoi ne pas attendre la fin du délai pour se justifier.",
)
@envoi_option
@pass_app
def send_convocation(app: App, motif_anticipation: str, envoi: str | None, **act: Unpack[RdvOptions]) -> None:
    """Convoquer : au premier entretien (R. 114-6), ou pour la seconde fois (R. 114-7)."""
    rdv, sooner, regardless = read_rdv(app, act)
    run_act(
        app, ask.Convoquer(rdv, motif_anticipation, sooner, regardless, **expected_with(app, act)), act, envoi
    )


@act_command(
    Act.REPORTER,
    'of reporter 2026-0002 --rdv "15/12/2026 16:00" --motif demande_famille',
    'of reporter 2026-0002 --rdv "15/12/2026 16:00" --motif indisponibilite_structure --envoi simple',
    'of reporter 2026-0002 --rdv "04/12/2026 10:00" --motif demande_famille --motif-preavis accord',
)
@rdv_options
@click.option("--motif", type=choice(ReportReason), required=True, help="Pourquoi le rendez-vous change.")
@envoi_option
@pass_app
def move_appointment(app: App, motif: str, envoi: str | None, **act: Unpack[RdvOptions]) -> None:
    """Donner un autre rendez-vous ; le délai de deux mois ne bouge pas."""
    rdv, sooner, regardless = read_rdv(app, act)
    run_act(
        app, ask.Reporter(rdv, ReportReason(motif), sooner, regardless, **expected_with(app, act)), act, envoi
    )


@act_command(
    Act.INVITER,
    'of inviter 2026-0005 --rdv "10/12/2026 10:00"',
    'of inviter 2026-0005 --rdv "10/12/2026 10:00" --par sms',
    'of inviter 2026-0005 --rdv "10/12/2026 10:00" --envoi simple',
)
@follow_up_options
@click.option(
    "--par",
    type=choice(InviteMode),
    default=str(InviteMode.LETTRE),
    show_default=True,
    help="Comment il est annoncé ; aucun : convenu de vive voix.",
)
@envoi_option
@pass_app
def invite(app: App, par: str, envoi: str | None, **act: Unpack[FollowUpOptions]) -> None:
    """Donner un rendez-vous à qui est déjà reçu, en règle ou exempté : il ne convoque personne.

    Manqué, c'est une sollicitation sans réponse (R. 114-7, 3°), jamais une absence du 1°. Donné de nouveau,
    il remplace celui qui était attendu.
    """
    if envoi and par != InviteMode.LETTRE:
        raise UsageError(
            "--envoi note le départ d'une lettre. Retirez-le, ou annoncez par lettre (--par lettre)."
        )
    rdv, regardless = read_follow_up(app, act)
    run_act(app, ask.Inviter(rdv, InviteMode(par), regardless, **expected_with(app, act)), act, envoi)


@act_command(
    Act.RECEVOIR,
    "of recevoir 2026-0002 --present les_deux",
    "of recevoir 2026-0002 --present mineur --duree 45",
    "of recevoir 2026-0001 --present les_deux --mode passage",
)
@click.option("--present", type=choice(Presence), help="Qui est venu.")
@representative_option
@click.option("--mode", type=choice(InterviewMode), help="Comment il a eu lieu, avec ou sans rendez-vous.")
@click.option("--de", metavar="HH:MM", help="L'heure où il a commencé.")
@click.option("--a", "until", metavar="HH:MM", help="L'heure où il a fini.")
@click.option(
    "--duree",
    metavar="MINUTES",
    type=click.IntRange(1, 600),
    help="Sa durée, depuis --de ou l'heure du rendez-vous.",
)
@click.option(
    "--comme-prevu", is_flag=True, help="À l'heure du rendez-vous, de la durée que la maison annonce."
)
@click.option("--tenu-par", type=choice(Holder), help="Qui l'a tenu, si ce n'est pas nous (L. 313-8).")
@pass_app
def record_entretien(
    app: App,
    present: str | None,
    representant: tuple[str, ...],
    mode: str | None,
    de: str | None,
    until: str | None,
    duree: int | None,
    comme_prevu: bool,
    tenu_par: str | None,
    **act: Unpack[ActOptions],
) -> None:
    """Noter qu'un entretien a eu lieu : qui est venu, comment, de quand à quand.

    L'article L. 313-8 veut le jeune et un représentant légal ensemble : l'un sans l'autre laisse ce délai
    ouvert (réglage procedure.entretien_conjoint). Les heures que personne ne note ne sont écrites nulle part.
    """
    if not present and not representant:
        raise UsageError("Dites qui est venu : --present mineur, representant ou les_deux, --representant N.")
    if until and duree:
        raise UsageError("--a et --duree disent la même chose. Gardez l'une des deux.")
    if de and not (until or duree or comme_prevu):
        raise UsageError(
            "--de dit quand l'entretien a commencé. Dites aussi quand il a fini : --a, ou --duree."
        )
    if present == Presence.MINEUR and representant:
        raise UsageError("--present mineur dit que le jeune est venu seul. Écrivez --present les_deux.")
    request = ask.Recevoir(
        Presence(present or Presence.REPRESENTANT),
        InterviewMode(mode) if mode else None,
        numbers_of(app, act, representant),
        read_hour(de) if de else None,
        read_hour(until) if until else None,
        duree or (app.settings.courriers.duree_entretien if comme_prevu and not until else None),
        Holder(tenu_par) if tenu_par else None,
    )
    run_act(app, request, act)


@act_command(
    Act.CONSTATER_ABSENCE,
    "of absence 2026-0002",
    "of absence 2026-0002 --attendu-jusqu-a 14:20",
    "of absence 2026-0002 --venu representant",
)
@click.option(
    "--venu",
    "representant",
    metavar="N|NOM",
    multiple=True,
    help="Un représentant venu sans le jeune, par son numéro ou son nom ; ou « representant ».",
)
@click.option(
    "--attendu-jusqu-a", metavar="HH:MM", help="Jusqu'à quand il a été attendu, si quelqu'un l'a noté."
)
@click.option("--attendu", is_flag=True, help="Il a été attendu le temps de la maison (courriers.attente).")
@pass_app
def record_absence(
    app: App,
    representant: tuple[str, ...],
    attendu_jusqu_a: str | None,
    attendu: bool,
    **act: Unpack[ActOptions],
) -> None:
    """Constater l'absence au rendez-vous ; le délai pour se justifier commence.

    Le représentant venu sans le jeune est noté avec --venu : l'absence du jeune reste ce qu'elle est, et
    l'attestation de présence est celle de qui est venu.
    """
    named = tuple(text for text in representant if text != Presence.REPRESENTANT)
    request = ask.ConstaterAbsence(
        Presence.REPRESENTANT if representant else None,
        numbers_of(app, act, named),
        read_hour(attendu_jusqu_a) if attendu_jusqu_a else None,
        app.settings.courriers.attente if attendu and not attendu_jusqu_a else None,
    )
    run_act(app, request, act)


@act_command(
    Act.JUSTIFIER,
    "of justifier 2026-0008 --motif maladie",
    'of justifier 2026-0008 --motif transport --note "grève des bus"',
    'of justifier 2026-0003 --motif familial --motif-retard "lettre arrivée après"',
)
@click.option(
    "--motif",
    type=choice(Excuse),
    required=True,
    help="La nature de l'excuse ; jamais un document, jamais un diagnostic.",
)
@click.option(
    "--motif-retard",
    metavar="TEXTE",
    default="",
    help=f"Pourquoi l'accepter une fois le délai passé : {', '.join(LateExcuse)}, ou un texte.",
)
@pass_app
def accept_excuse(app: App, motif: str, motif_retard: str, **act: Unpack[ActOptions]) -> None:
    """Accepter l'excuse d'une absence."""
    run_act(app, ask.Justifier(Excuse(motif), typed_reason(motif_retard, LateExcuse)), act)
