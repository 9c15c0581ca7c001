"""What meets the obligation, and what ends it."""

from __future__ import annotations

from typing import Unpack

import click

from ofworkflow.cli.acts.typed import ActOptions, act_command, read_day, run_act
from ofworkflow.cli.common import choice, legal_day, pass_app
from ofworkflow.errors import UsageError
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import Act, Breach, BreachedBy, Nature, Proof
from ofworkflow.wiring import App


@act_command(
    Act.CONSTATER_SITUATION,
    "of situation 2026-0005 --nature apprentissage --debut 01/12/2026 --preuve contrat",
    "of situation 2026-0005 --nature scolarite --debut 30/11/2026 --preuve assiduite",
    "of situation 2026-0005 --nature service_civique --debut 01/12/2026 --fin 31/05/2027 --preuve contrat",
)
@click.option("--nature", type=choice(Nature), required=True, help="Ce que fait le jeune.")
@click.option("--sous-type", metavar="TEXTE", default="", help="Par exemple cej, pacea, epide, tdo.")
@click.option("--debut", metavar="DATE", required=True, help="Le premier jour.")
@click.option("--fin", metavar="DATE", help="Le dernier jour ; la durée habituelle par défaut.")
@click.option("--revue", metavar="DATE", help="Le jour où la revoir, sans fin connue.")
@click.option("--preuve", type=choice(Proof), required=True, help="La pièce vue.")
@click.option("--preuve-vue", metavar="DATE", help="Le jour où elle a été vue ; celui de l'acte par défaut.")
@click.option(
    "--assiduite-vue",
    metavar="DATE",
    help="Pour un élève, le jour où l'assiduité a été vue : la seconde preuve (R. 114-1).",
)
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
    assiduite_vue: str | None,
    **act: Unpack[ActOptions],
) -> None:
    """Constater une situation datée et prouvée, qui satisfait à l'obligation (L. 114-1).

    Une scolarité a deux preuves, chacune son jour : l'inscription et l'assiduité (R. 114-1). L'assiduité est
    vue de nouveau chaque trimestre (procedure.assiduite) : notez-la par la même commande.
    """
    if fin and revue:
        raise UsageError(
            "--fin et --revue se contredisent. Donnez la fin si elle est connue, sinon la date de revue."
        )
    proof_day = read_day(app, preuve_vue, "la preuve vue") or legal_day(app, act["le"])
    started = read_day(app, debut, "le début") or proof_day
    request = ask.ConstaterSituation(
        Nature(nature),
        started,
        Proof(preuve),
        proof_day,
        read_day(app, fin, "la fin"),
        read_day(app, revue, "la revue"),
        sous_type,
        read_day(app, assiduite_vue, "l'assiduité vue"),
    )
    run_act(app, request, act)


@act_command(
    Act.EXEMPTER,
    "of exempter 2026-0005",
    "of exempter 2026-0005 --jusqu-au 30/06/2027",
    "of exempter 2026-0005 --le 30/11/2026",
)
@click.option(
    "--jusqu-au", metavar="DATE", help="Le dernier jour du certificat ; sans lui, l'exemption est revue."
)
@pass_app
def record_exemption(app: App, jusqu_au: str | None, **act: Unpack[ActOptions]) -> None:
    """Exempter : un certificat médical a été vu (R. 114-3). Rien de ce qu'il dit n'est noté."""
    run_act(app, ask.Exempter(read_day(app, jusqu_au, "la fin du certificat")), act)


@act_command(
    Act.ROMPRE,
    "of rompre 2026-0006 --motif rupture_contrat",
    "of rompre 2026-0006 --motif abandon --depuis 27/11/2026",
    "of rompre 2026-0006 --motif fermeture --du-fait organisme",
)
@click.option("--motif", type=choice(Breach), required=True, help="Comment elle a pris fin.")
@click.option(
    "--situation",
    type=click.IntRange(min=1),
    metavar="N",
    help="Laquelle : le numéro de l'acte qui l'a notée ; inutile quand une seule couvre le jour.",
)
@click.option("--du-fait", type=choice(BreachedBy), help="De qui, quand le motif ne le dit pas.")
@click.option("--depuis", metavar="DATE", help="Le jour de sa fin ; celui de l'acte par défaut.")
@pass_app
def record_breach(
    app: App,
    motif: str,
    situation: int | None,
    du_fait: str | None,
    depuis: str | None,
    **act: Unpack[ActOptions],
) -> None:
    """Constater qu'une situation, ou l'exemption, a pris fin avant son terme ; les autres continuent.

    Le 2° de l'article R. 114-7 ne s'ouvre que si le jeune a abandonné un accompagnement.
    """
    by = BreachedBy(du_fait) if du_fait else None
    since = read_day(app, depuis, "la fin de la situation")
    run_act(app, ask.Rompre(Breach(motif), situation, by, since), act)


@act_command(
    Act.CONSTATER_SILENCE,
    "of silence 2026-0012",
    "of silence 2026-0012 --le 30/11/2026",
    'of silence 2026-0012 --note "trois relances"',
)
@pass_app
def record_silence(app: App, **act: Unpack[ActOptions]) -> None:
    """Constater le silence, après des sollicitations notées par plusieurs voies (R. 114-7, 3°)."""
    run_act(app, ask.ConstaterSilence(), act)
