"""What is done with the partners: asked, answered, spoken of at a meeting, decided, done; frames noted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, Unpack

import click

from ofworkflow.cli.acts.typed import ActOptions, act_command, read_day, run_act
from ofworkflow.cli.common import choice, legal_day, pass_app
from ofworkflow.errors import UsageError
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

F = TypeVar("F", bound=Callable[..., object])
_N = click.IntRange(min=1)
_US, _OURS = frozenset({"nous", "maison", "mission locale", "la mission locale"}), "la mission locale"


def partner_options(help_of_partner: str) -> Callable[[F], F]:
    """Add what says which partner: of the directory, or by its kind and its name."""

    def added(function: F) -> F:
        for option in (
            click.option("--nom", metavar="TEXTE", default="", help="Son nom, s'il n'est pas au carnet."),
            click.option("--genre", type=choice(PartnerKind), help="Ce qu'il est, s'il n'est pas au carnet."),
            click.option("--partenaire", metavar="N|NOM", default="", help=help_of_partner),
        ):
            function = option(function)
        return function

    return added


def _partner(app: App, typed: str, kind: str | None, name: str) -> tuple[int | None, PartnerKind | None, str]:
    """Return the number, the kind and the name of who was typed; raise `UsageError` for two of them, or
    for who is not in the directory."""
    if typed and (kind or name):
        raise UsageError("--partenaire le prend au carnet, --genre et --nom le disent : gardez l'un.")
    if not typed:
        return None, PartnerKind(kind) if kind else None, name.strip()
    from ofworkflow.casework.registry.partners import partner_named

    known = app.read(partner_named, typed)
    return known.number, known.kind, known.name


def _who(app: App, typed: str, kind: str | None) -> tuple[str, PartnerKind | None]:
    """Return who does what was decided: the house, a partner of the directory, or another one of that kind;
    raise `UsageError` for who is none of them."""
    if typed.casefold() in _US:
        return _OURS, None
    if kind or not typed:
        return typed, PartnerKind(kind) if kind else None
    _, known, name = _partner(app, typed, None, "")
    return name, known


@act_command(
    Act.DEMANDER,
    'of demander 2026-0005 --partenaire "CIO de Lille" --objet nouvelles --avant 15/12/2026',
    'of demander 2026-0005 --genre lycee --nom "lycée Baggio" --objet inscription --avant 10/12/2026',
    'of demander 2026-0012 --genre cfa --nom "CFA de Roubaix" --objet place --avant 18/12/2026',
)
@click.option("--objet", type=choice(AskedFor), required=True, help="Ce qui est demandé.")
@click.option("--avant", metavar="DATE", required=True, help="Le jour où la réponse est attendue.")
@partner_options("À qui : son numéro au carnet, ou son nom (of partenaires).")
@pass_app
def ask_partner(
    app: App,
    objet: str,
    avant: str,
    partenaire: str,
    genre: str | None,
    nom: str,
    **act: Unpack[ActOptions],
) -> None:
    """Demander quelque chose à un partenaire : la réponse est attendue, et en retard passé ce jour.

    Rien de la santé ne se demande, ni ne se note : les mots sont ceux d'une liste.
    """
    by = read_day(app, avant, "la réponse attendue") or legal_day(app, act["le"])
    number, kind, name = _partner(app, partenaire, genre, nom)
    if kind is None:
        raise UsageError("À qui ? Donnez --partenaire, ou --genre et --nom s'il n'est pas au carnet.")
    run_act(app, ask.Demander(kind, name, AskedFor(objet), by, number), act)


@act_command(
    Act.REPONDRE,
    "of repondre 2026-0006 --reponse favorable",
    "of repondre 2026-0006 --reponse renseignement --demande 4",
    'of repondre 2026-0006 --reponse sans_reponse --note "deux relances"',
)
@click.option("--reponse", type=choice(PartnerAnswer), required=True, help="Ce qu'il répond.")
@click.option("--demande", type=_N, metavar="N", help="À quelle demande ; inutile quand une seule attend.")
@pass_app
def record_partner_answer(app: App, reponse: str, demande: int | None, **act: Unpack[ActOptions]) -> None:
    """Noter ce qu'un partenaire a répondu : sa réponse n'est plus attendue."""
    run_act(app, ask.Repondre(PartnerAnswer(reponse), demande), act)


@act_command(
    Act.INSCRIRE,
    "of inscrire 2026-0005 --reunion 15/12/2026 --sujet place",
    "of inscrire 2026-0012 --reunion 15/12/2026 --sujet injoignable",
    'of inscrire 2026-0001 --reunion 15/12/2026 --sujet relais --note "demandé par le CIO"',
)
@click.option("--reunion", metavar="DATE", required=True, help="Le jour de la réunion.")
@click.option("--sujet", type=choice(MeetingTopic), required=True, help="Ce qui y sera demandé.")
@pass_app
def list_for_meeting(app: App, reunion: str, sujet: str, **act: Unpack[ActOptions]) -> None:
    """Inscrire un dossier à la réunion de la plateforme de suivi et d'appui aux décrocheurs (PSAD)."""
    day = read_day(app, reunion, "la réunion") or legal_day(app, act["le"])
    run_act(app, ask.Inscrire(day, MeetingTopic(sujet)), act)


@act_command(
    Act.DECIDER,
    'of decider 2026-0007 --quoi contacter --qui "CIO de Lille" --avant 18/12/2026',
    "of decider 2026-0007 --quoi recevoir --qui nous --avant 11/12/2026",
    "of decider 2026-0007 --quoi rien",
)
@click.option("--quoi", type=choice(Agreed), required=True, help="Ce qui est décidé.")
@click.option("--qui", metavar="N|NOM", default="", help="Qui le fait : au carnet, « nous », ou un autre.")
@click.option("--avant", metavar="DATE", help="Avant quel jour.")
@click.option("--genre", type=choice(PartnerKind), help="Ce qu'il est, s'il n'est pas au carnet.")
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
    who, kind = _who(app, qui.strip(), genre)
    run_act(app, ask.Decider(Agreed(quoi), who, by, day, kind), act)


@act_command(
    Act.ACHEVER,
    "of achever 2026-0006",
    "of achever 2026-0006 --issue abandonnee",
    'of achever 2026-0006 --decision 6 --note "le CIO l\'a reçu"',
)
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


@act_command(
    Act.CADRER,
    'of cadrer 2026-0005 --cadre tdo --debut 01/12/2026 --etablissement "lycée Baggio"',
    "of cadrer 2026-0005 --cadre avenir_pro --debut 02/11/2026",
    "of cadrer 2026-0012 --cadre pae --debut 01/09/2026 --fin 31/12/2026",
)
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
