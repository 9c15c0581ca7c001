"""What is ahead: solutions proposed (R. 114-6, L. 313-8), entries promised and not begun yet."""

from __future__ import annotations

from typing import Unpack

import click

from ofworkflow.cli.acts.typed import ActOptions, act_command, read_day, run_act
from ofworkflow.cli.common import choice, legal_day, pass_app
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import (
    Act,
    Nature,
    PromiseEnd,
    Proof,
    Proposition,
    PropositionAnswer,
)
from ofworkflow.wiring import App


@act_command(
    Act.PROPOSER,
    "of proposer 2026-0005 --nature apprentissage --reponse reflexion",
    "of proposer 2026-0005 --nature formation_initiale --reponse refusee",
    "of proposer 2026-0005 --nature service_civique --reponse acceptee",
)
@click.option("--nature", type=choice(Proposition), required=True, help="Ce qui est proposé.")
@click.option("--reponse", type=choice(PropositionAnswer), required=True, help="Ce qui est répondu.")
@click.option(
    "--suite-de",
    type=click.IntRange(min=1),
    metavar="N",
    help="La réponse, venue depuis, à la proposition de l'acte N.",
)
@pass_app
def record_proposal(
    app: App, nature: str, reponse: str, suite_de: int | None, **act: Unpack[ActOptions]
) -> None:
    """Noter une proposition (R. 114-6, L. 313-8) : le retour en formation initiale d'abord. L'information du
    département les dit toutes."""
    run_act(app, ask.Proposer(Proposition(nature), PropositionAnswer(reponse), suite_de), act)


@act_command(
    Act.PROMETTRE,
    "of promettre 2026-0005 --nature apprentissage --debut 04/01/2027 --preuve contrat",
    "of promettre 2026-0005 --nature scolarite --debut 04/01/2027 --preuve attestation",
    "of promettre 2026-0005 --nature liste_attente --debut 04/01/2027 --preuve attestation",
)
@click.option("--nature", type=choice(Nature), required=True, help="Ce que fera le jeune.")
@click.option("--sous-type", metavar="TEXTE", default="", help="Par exemple cej, pacea, epide, tdo.")
@click.option("--debut", metavar="DATE", required=True, help="Le premier jour.")
@click.option("--preuve", type=choice(Proof), required=True, help="La pièce vue.")
@click.option("--preuve-vue", metavar="DATE", help="Le jour où elle a été vue ; celui de l'acte par défaut.")
@pass_app
def record_promise(
    app: App,
    nature: str,
    sous_type: str,
    debut: str,
    preuve: str,
    preuve_vue: str | None,
    **act: Unpack[ActOptions],
) -> None:
    """Noter un contrat signé, une inscription, une place : une promesse, qui ne met pas encore en règle."""
    proof_day = read_day(app, preuve_vue, "la preuve vue") or legal_day(app, act["le"])
    begins = read_day(app, debut, "le début") or proof_day
    run_act(app, ask.Promettre(Nature(nature), begins, Proof(preuve), proof_day, sous_type), act)


@act_command(
    Act.RETIRER,
    "of retirer 2026-0007 --motif non_tenue",
    "of retirer 2026-0007 --motif refusee",
    'of retirer 2026-0007 --motif retiree --note "le patron a fermé"',
)
@click.option("--motif", type=choice(PromiseEnd), required=True, help="Pourquoi.")
@click.option(
    "--promesse",
    type=click.IntRange(min=1),
    metavar="N",
    help="Laquelle : le numéro de l'acte qui l'a notée ; inutile quand une seule tient.",
)
@pass_app
def withdraw_promise(app: App, motif: str, promesse: int | None, **act: Unpack[ActOptions]) -> None:
    """Retirer une promesse qui ne tient plus."""
    run_act(app, ask.Retirer(PromiseEnd(motif), promesse), act)
