"""A journal that reaches each stage, and for each step one where its guards hold on `ON`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.attempts import ContactFact
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.requests import Request
from ofworkflow.procedure.steps import BY_SOURCE as BY_SOURCE
from ofworkflow.procedure.vocabulary import (
    Act,
    Agreed,
    AgreedEnd,
    Answer,
    AskedFor,
    BirthProof,
    Breach,
    Closing,
    ContactNature,
    ContactResult,
    Excuse,
    Frame,
    InviteMode,
    LetterState,
    MeetingTopic,
    Nature,
    PartnerAnswer,
    PartnerKind,
    PostMode,
    Presence,
    PromiseEnd,
    Proof,
    Proposition,
    PropositionAnswer,
    ReportReason,
    Retrait,
    Source,
    Stage,
)
from procedure import cases
from procedure.cases import Case, rdv, situation

ON = date(2026, 3, 2)  # late enough for every journal below
SILENT = tuple(
    ContactFact(day, nature, ContactResult.SANS_REPONSE)
    for day, nature in (
        (date(2026, 1, 20), ContactNature.SMS),
        (date(2026, 2, 1), ContactNature.TELEPHONE),
        (date(2026, 2, 10), ContactNature.SMS),
    )
)

REACHED: dict[Stage | None, Callable[[], Case]] = {
    None: Case,
    Stage.ATTENTE: lambda: cases.opened(born_on=date(2010, 3, 10)),
    Stage.REPERAGE: cases.opened,
    Stage.ENTRETIEN: cases.summoned,
    Stage.ABSENCE: cases.absent,
    Stage.CONVOCATION: cases.summoned_again,
    Stage.CARENCE: cases.absent_again,
    Stage.SUIVI: cases.followed,
    Stage.TRANSMISSION: cases.to_transmit,
    Stage.DEPARTEMENT: cases.told,
    Stage.CONFORMITE: lambda: cases.compliant(Nature.ACCOMPAGNEMENT),
    Stage.EXEMPTION: cases.exempt,
    Stage.CLOTURE: cases.closed,
}


def request(act: Act, case: Case) -> Request:
    """Return a plausible request of that act on `ON`."""
    asked: dict[Act, Request] = {
        Act.OUVRIR: ask.Ouvrir(case.born_on, Source.SIEI, ON),
        Act.SIGNALER: ask.Signaler(Source.PSAD, ON),
        Act.CONVOQUER: ask.Convoquer(rdv(date(2026, 4, 20))),
        Act.REPORTER: ask.Reporter(rdv(date(2026, 4, 20)), ReportReason.DEMANDE_FAMILLE),
        Act.INVITER: ask.Inviter(rdv(date(2026, 4, 20)), InviteMode.LETTRE),
        Act.POSTER: ask.Poster(1, (1,), PostMode.RECOMMANDE, "1A 234"),
        Act.ENREGISTRER_RETOUR: ask.EnregistrerRetour(1, _last_letters(case), LetterState.DISTRIBUE),
        Act.CORRIGER: ask.Corriger(case.state.mailings[-1].n if case.state.mailings else 0, "mal noté"),
        Act.RECEVOIR: ask.Recevoir(Presence.LES_DEUX),
        Act.CONSTATER_ABSENCE: ask.ConstaterAbsence(),
        Act.JUSTIFIER: ask.Justifier(Excuse.TRANSPORT, "reçue après"),
        Act.CONSTATER_SITUATION: situation(ON),
        Act.EXEMPTER: ask.Exempter(),
        Act.ROMPRE: ask.Rompre(Breach.FIN_EXEMPTION if case.state.stage is Stage.EXEMPTION else Breach.AUTRE),
        Act.PROPOSER: ask.Proposer(Proposition.FORMATION_INITIALE, PropositionAnswer.REFLEXION),
        Act.PROMETTRE: promise(),
        Act.RETIRER: ask.Retirer(PromiseEnd.NON_TENUE),
        Act.DEMANDER: ask.Demander(PartnerKind.CIO, "CIO de Lille", AskedFor.NOUVELLES, date(2026, 4, 1)),
        Act.REPONDRE: ask.Repondre(PartnerAnswer.FAVORABLE),
        Act.INSCRIRE: ask.Inscrire(date(2026, 4, 1), MeetingTopic.NOUVELLES),
        Act.DECIDER: ask.Decider(Agreed.CONTACTER, "CIO de Lille", date(2026, 4, 1), genre=PartnerKind.CIO),
        Act.ACHEVER: ask.Achever(AgreedEnd.FAITE),
        Act.CADRER: ask.Cadrer(Frame.TDO, ON),
        Act.CONSTATER_AGE: ask.ConstaterAge(),
        Act.CONSTATER_TERME: ask.ConstaterTerme(),
        Act.CONSTATER_SILENCE: ask.ConstaterSilence(),
        Act.PREPARER_TRANSMISSION: ask.PreparerTransmission(),
        Act.TRANSMETTRE: ask.Transmettre("Camille Renard"),
        Act.ENREGISTRER_REPONSE: ask.EnregistrerReponse(Answer.ACCUSE),
        Act.CORRIGER_NAISSANCE: ask.CorrigerNaissance(case.born_on + timedelta(2), BirthProof.CARTE_IDENTITE),
        Act.CLOTURER: ask.Cloturer(Closing.DEMENAGEMENT),
        Act.ROUVRIR: ask.Rouvrir("erreur"),
        Act.ANNULER: ask.Annuler("erreur"),
        Act.RECTIFIER: ask.Rectifier(case.state.acts[-1][0] if case.state.acts else 0, Retrait.COURRIER),
    }
    return asked[act]


def ready(act: Act, stage: Stage | None) -> Case:
    """Return a case at that stage where the guards of the act hold."""
    special = _READY.get((act, stage))
    case = special() if special else REACHED[stage]()
    if act in (Act.ENREGISTRER_RETOUR, Act.CORRIGER) and not case.state.mailings:
        cases.post(case, date(2025, 12, 2), n=1)
    if act is Act.ENREGISTRER_REPONSE and stage is not None:
        # whatever led there, the département was informed before
        notice, on = ask.Transmettre("Camille Renard"), case.state.last_human_on or ON
        case.entries.append(Entry(len(case.entries) + 1, notice, stage, stage, on, "Camille"))
    if act is Act.RECTIFIER and stage is not None:
        _something_left(case, stage)
    if act is Act.RETIRER:
        case.do(promise(), ON)
    if act is Act.REPONDRE:
        case.do(request(Act.DEMANDER, case), ON)
    if act in (Act.DECIDER, Act.ACHEVER):
        case.do(ask.Inscrire(ON, MeetingTopic.NOUVELLES), ON)
    if act is Act.ACHEVER:
        case.do(request(Act.DECIDER, case), ON)
    case.contacts = SILENT
    return case


def _something_left(case: Case, stage: Stage) -> None:
    """Let the letters of the last act leave; on top of an opening, a report is what can be withdrawn."""
    if case.state.acts[-1][1] is Act.OUVRIR:
        case.do(ask.Signaler(Source.PSAD, date(2025, 12, 2)), date(2025, 12, 2))
    last = case.state.acts[-1][0]
    if last not in case.state.posted_on:
        on, n = case.state.acts_on[last], len(case.entries) + 1
        case.entries.append(Entry(n, ask.Poster(last, (n,), PostMode.SIMPLE), stage, stage, on, "Camille"))


def promise() -> ask.Promettre:
    """Return a job promised on `ON`, that begins in April."""
    return ask.Promettre(Nature.EMPLOI, date(2026, 4, 1), Proof.CONTRAT, ON)


def _last_letters(case: Case) -> tuple[int, ...]:
    return case.state.mailings[-1].letters if case.state.mailings else (1,)


def _never_arrived() -> Case:
    case = cases.to_transmit()
    case.do(ask.EnregistrerRetour(5, (5,), LetterState.NPAI), date(2026, 2, 24))
    return case


def _silent() -> Case:
    case = cases.followed(contacts=SILENT)
    case.do(ask.ConstaterSilence(), date(2026, 2, 20))
    return case


def _one_of_two_abandoned() -> Case:
    case = cases.compliant(Nature.ACCOMPAGNEMENT)
    case.do(situation(date(2026, 2, 1), Nature.MEDICO_SOCIAL), date(2026, 2, 1))
    case.do(ask.Rompre(Breach.ABANDON, case.entries[-1].n), date(2026, 2, 21))
    return case


def _over() -> Case:
    case = cases.followed()
    case.do(situation(date(2025, 12, 16), fin=date(2026, 2, 28)), date(2025, 12, 16))
    return case


def _no_longer_exempt() -> Case:
    case = cases.followed()
    case.do(ask.Exempter(date(2026, 2, 28)), date(2025, 12, 16))
    return case


def _followed_while_the_two_months_run() -> Case:
    case = cases.absent_again()
    case.do(ask.Recevoir(Presence.MINEUR), date(2026, 2, 2))
    return case


def _prepared_over_a_missing_outcome() -> Case:
    """A second appointment falls after the two months: the notice is prepared before it."""
    case = cases.absent_again()
    case.do(ask.Reporter(rdv(date(2026, 3, 2)), ReportReason.NOUVELLE_CONVOCATION), date(2026, 2, 1))
    cases.post(case, date(2026, 2, 1))
    case.do(ask.PreparerTransmission(), date(2026, 2, 20))
    return case


def _of_age_with_a_missing_outcome() -> Case:
    case = cases.summoned_again(born_on=date(2008, 2, 20))
    case.night(ON)
    return case


def _waiting_reported_twice() -> Case:
    case = REACHED[Stage.ATTENTE]()
    case.do(ask.Signaler(Source.PSAD, date(2025, 12, 2)), date(2025, 12, 2))
    return case


def _excused() -> Case:
    case = cases.absent()
    case.do(ask.Justifier(Excuse.TRANSPORT), date(2025, 12, 16))
    return case


def _excused_again() -> Case:
    case = cases.absent_again()
    case.do(ask.Justifier(Excuse.TRANSPORT), date(2026, 2, 2))
    return case


def _invited(stage: Stage, *, missed: bool = False) -> Callable[[], Case]:
    def invite() -> Case:
        case = REACHED[Stage.CONFORMITE if stage is Stage.REPERAGE else stage]()
        on = case.state.last_human_on or ON
        case.do(ask.Inviter(rdv(date(2026, 3, 2)), InviteMode.SMS), on)
        if stage is Stage.REPERAGE:  # the situation reached its term since
            case.entries.append(Entry(len(case.entries) + 1, ask.ConstaterTerme(), Stage.CONFORMITE, stage, on, "automate"))
        if missed:
            case.do(ask.ConstaterAbsence(), ON)
        return case

    return invite


def _moved(build: Callable[[], Case]) -> Callable[[], Case]:
    def move() -> Case:
        case = build()
        case.do(ask.Reporter(rdv(date(2026, 4, 1)), ReportReason.DEMANDE_FAMILLE), date(2026, 2, 1))
        return case

    return move


def _of_age(lived: Callable[..., Case]) -> Case:
    """Return a life closed at majority, after `ON`."""
    case = lived(born_on=date(2008, 3, 10))
    case.night(date(2026, 3, 10))
    return case


_READY: dict[tuple[Act, Stage | None], Callable[[], Case]] = {
    (Act.CONVOQUER, Stage.SUIVI): _silent,
    (Act.CONVOQUER, Stage.CONFORMITE): _one_of_two_abandoned,
    (Act.CONSTATER_TERME, Stage.CONFORMITE): _over,
    (Act.CONSTATER_TERME, Stage.EXEMPTION): _no_longer_exempt,
    (Act.PREPARER_TRANSMISSION, Stage.CONVOCATION): _excused_again,
    (Act.PREPARER_TRANSMISSION, Stage.SUIVI): _followed_while_the_two_months_run,
    (Act.REPORTER, Stage.TRANSMISSION): _never_arrived,
    (Act.CONSTATER_ABSENCE, Stage.TRANSMISSION): _prepared_over_a_missing_outcome,
    (Act.CONSTATER_ABSENCE, Stage.CLOTURE): _of_age_with_a_missing_outcome,
    (Act.RECEVOIR, Stage.CLOTURE): lambda: _of_age(cases.summoned_again),
    (Act.JUSTIFIER, Stage.CLOTURE): lambda: _of_age(cases.absent_again),
    **{
        (Act.CONSTATER_ABSENCE, stage): _invited(stage)
        for stage in (Stage.REPERAGE, Stage.SUIVI, Stage.CONFORMITE, Stage.EXEMPTION, Stage.DEPARTEMENT)
    },
    **{
        (Act.JUSTIFIER, stage): _invited(stage, missed=True)
        for stage in (Stage.REPERAGE, Stage.SUIVI, Stage.CONFORMITE, Stage.EXEMPTION)
    },
    (Act.ANNULER, Stage.ATTENTE): _waiting_reported_twice,
    (Act.ANNULER, Stage.REPERAGE): _excused,  # something else than the opening is left to void
    (Act.ANNULER, Stage.ENTRETIEN): _moved(cases.summoned),  # letters that have not left
    (Act.ANNULER, Stage.CONVOCATION): _moved(cases.summoned_again),
}
