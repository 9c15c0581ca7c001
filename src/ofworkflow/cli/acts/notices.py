"""The information of the département: prepared, sent, answered (R. 114-7)."""

from __future__ import annotations

from typing import Unpack

import click

from ofworkflow.cli.acts.typed import ActOptions, act_command, envoi_option, run_act, typed_reason
from ofworkflow.cli.common import choice, pass_app
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import Act, Answer, NotTold, Sooner
from ofworkflow.wiring import App


@act_command(
    Act.PREPARER_TRANSMISSION,
    "of preparer 2026-0009",
    'of preparer 2026-0009 --note "avant les vacances"',
    "of pourquoi 2026-0009 departement",
)
@pass_app
def prepare_notice(app: App, **act: Unpack[ActOptions]) -> None:
    """Préparer l'information du département avant que la nuit ne le fasse."""
    run_act(app, ask.PreparerTransmission(), act)


@act_command(
    Act.TRANSMETTRE,
    'of transmettre 2026-0004 --signataire "Camille Renard" --verifier',
    'of transmettre 2026-0004 --signataire "Camille Renard"',
    'of transmettre 2026-0004 --signataire "Camille Renard" --envoi recommande',
)
@click.option("--signataire", metavar="NOM", default="", help="Qui signe.")
@click.option(
    "--motif-sans-adresse", metavar="TEXTE", default="", help="Pourquoi quelqu'un ne peut être écrit."
)
@click.option(
    "--motif-anticipation",
    metavar="TEXTE",
    default="",
    help=f"Pourquoi ne pas attendre le jour fixé par la maison : {', '.join(Sooner)}, ou un texte.",
)
@click.option(
    "--sans-famille",
    type=choice(NotTold),
    help="Ne pas en informer la famille, et pourquoi ; l'information le dit au département. Ni note ni texte "
    "à côté.",
)
@click.option("--verifier", is_flag=True, help="Seulement la liste des vérifications, sans rien écrire.")
@envoi_option
@pass_app
def send_notice(
    app: App,
    signataire: str,
    motif_sans_adresse: str,
    motif_anticipation: str,
    sans_famille: str | None,
    verifier: bool,
    envoi: str | None,
    **act: Unpack[ActOptions],
) -> int | None:
    """Informer le président du conseil départemental (R. 114-7) et, le même jour, la famille."""
    untold = NotTold(sans_famille) if sans_famille else None
    early = typed_reason(motif_anticipation, Sooner)
    request = ask.Transmettre(signataire, motif_sans_adresse, early, untold)
    if verifier:
        from ofworkflow.cli.why import show_preflight

        return show_preflight(app, act["reference"], request, act["le"])
    run_act(app, request, act, envoi)
    return None


@act_command(
    Act.ENREGISTRER_REPONSE,
    "of reponse 2026-0010 --nature accuse",
    "of reponse 2026-0010 --nature mesure",
    "of reponse 2026-0010 --nature retour --le 30/11/2026",
)
@click.option("--nature", type=choice(Answer), required=True, help="Ce que le département a répondu.")
@pass_app
def record_answer(app: App, nature: str, **act: Unpack[ActOptions]) -> None:
    """Noter la réponse du département."""
    run_act(app, ask.EnregistrerReponse(Answer(nature)), act)
