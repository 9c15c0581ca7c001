"""What is done with the partners: asked, answered, spoken of at a meeting, decided, done; frames noted."""

from __future__ import annotations

from typing import Unpack

import click

from ofworkflow.cli.acts.typed import ActOptions, act_command, read_day, run_act
from ofworkflow.cli.common import choice, legal_day, pass_app
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import (
    Act,
    Agreed,
    AgreedEnd,
    AskedFor,
    Frame,
    MeetingTopic,
    PartnerAnswer,
    PartnerKind,
)
from ofworkflow.wiring import App

_N = click.IntRange(min=1)


@act_command(Act.DEMANDER)
@click.option("--objet", type=choice(AskedFor), required=True, help="Ce qui est demandé.")
@click.option("--avant", metavar="DATE", required=True, help="Le jour où la réponse est attendue.")
@click.option("--genre", type=choice(PartnerKind), required=True, help="Quel partenaire.")
@click.option("--nom", metavar="TEXTE", required=True, help="Son nom, par exemple « CIO de Lille ».")
@pass_app
def ask_partner(app: App, objet: str, avant: str, genre: str, nom: str, **act: Unpack[ActOptions]) -> None:
    """Demander quelque chose à un partenaire : la réponse est attendue, et en retard passé ce jour.

    Rien de la santé ne se demande, ni ne se note : les mots sont ceux d'une liste.
    """
    by = read_day(app, avant, "la réponse attendue") or legal_day(app, act["le"])
    run_act(app, ask.Demander(PartnerKind(genre), nom.strip(), AskedFor(objet), by), act)


@act_command(Act.REPONDRE)
@click.option("--reponse", type=choice(PartnerAnswer), required=True, help="Ce qu'il répond.")
@click.option("--demande", type=_N, metavar="N", help="À quelle demande ; inutile quand une seule attend.")
@pass_app
def record_partner_answer(app: App, reponse: str, demande: int | None, **act: Unpack[ActOptions]) -> None:
    """Noter ce qu'un partenaire a répondu : sa réponse n'est plus attendue."""
    run_act(app, ask.Repondre(PartnerAnswer(reponse), demande), act)


@act_command(Act.INSCRIRE)
@click.option("--reunion", metavar="DATE", required=True, help="Le jour de la réunion.")
@click.option("--sujet", type=choice(MeetingTopic), required=True, help="Ce qui y sera demandé.")
@pass_app
def list_for_meeting(app: App, reunion: str, sujet: str, **act: Unpack[ActOptions]) -> None:
    """Inscrire un dossier à la réunion de la plateforme de suivi et d'appui aux décrocheurs (PSAD)."""
    day = read_day(app, reunion, "la réunion") or legal_day(app, act["le"])
    run_act(app, ask.Inscrire(day, MeetingTopic(sujet)), act)


@act_command(Act.DECIDER)
@click.option("--quoi", type=choice(Agreed), required=True, help="Ce qui est décidé.")
@click.option("--qui", metavar="TEXTE", default="", help="Qui le fait : un organisme, ou la mission locale.")
@click.option("--avant", metavar="DATE", help="Avant quel jour.")
@click.option("--genre", type=choice(PartnerKind), help="Quel partenaire le fait ; aucun : la maison.")
@click.option("--reunion", metavar="DATE", help="De quelle réunion ; la dernière tenue par défaut.")
@pass_app
def record_decision(
    app: App,
    quoi: str,
    qui: str,
    avant: str | None,
    genre: str | None,
    reunion: str | None,
    **act: Unpack[ActOptions],
) -> None:
    """Noter ce que la réunion a décidé : qui fait quoi, avant quand.

    Avec --quoi rien, le dossier n'attend plus rien de cette réunion.
    """
    by, day = read_day(app, avant, "la décision"), read_day(app, reunion, "la réunion")
    kind = PartnerKind(genre) if genre else None
    run_act(app, ask.Decider(Agreed(quoi), qui.strip(), by, day, kind), act)


@act_command(Act.ACHEVER)
@click.option(
    "--issue", type=choice(AgreedEnd), default=str(AgreedEnd.FAITE), show_default=True, help="Laquelle."
)
@click.option(
    "--decision", type=_N, metavar="N", help="Quelle décision ; inutile quand une seule est à faire."
)
@pass_app
def end_decision(app: App, issue: str, decision: int | None, **act: Unpack[ActOptions]) -> None:
    """Noter qu'une décision de la réunion est faite, ou abandonnée."""
    run_act(app, ask.Achever(AgreedEnd(issue), decision), act)


@act_command(Act.CADRER)
@click.option("--cadre", type=choice(Frame), required=True, help="Lequel.")
@click.option("--debut", metavar="DATE", required=True, help="Le premier jour.")
@click.option("--fin", metavar="DATE", help="Le dernier jour ; sinon, celui de sa durée habituelle.")
@click.option("--etablissement", metavar="TEXTE", default="", help="Le lycée ou le CFA qui le porte.")
@click.option("--suite-de", type=_N, metavar="N", help="À la place du cadre noté par l'acte N.")
@pass_app
def record_frame(
    app: App,
    cadre: str,
    debut: str,
    fin: str | None,
    etablissement: str,
    suite_de: int | None,
    **act: Unpack[ActOptions],
) -> None:
    """Noter un cadre scolaire : TDO, PAE, Avenir Pro, ATTA. Il ne met pas en règle à lui seul.

    Trop long, ou un second dans l'année scolaire : c'est dit. Une situation : of situation.
    """
    begins = read_day(app, debut, "le début") or legal_day(app, act["le"])
    ends = read_day(app, fin, "la fin")
    run_act(app, ask.Cadrer(Frame(cadre), begins, ends, etablissement.strip(), suite_de), act)
