"""A pure walk: random human acts with plausible details, on days that go forward; refused ones change nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta

from hypothesis import strategies as st

from ofworkflow.errors import RefusedError
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.attempts import ContactFact
from ofworkflow.procedure.decide import Decision
from ofworkflow.procedure.handover import TheirAct, taken_up
from ofworkflow.procedure.mailings import RETURNS
from ofworkflow.procedure.requests import RendezVous, Request
from ofworkflow.procedure.steps import BY_SOURCE
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
    InterviewMode,
    InviteMode,
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
from procedure.cases import Case, rules

START = date(2026, 1, 5)
# What usually comes next, so that walks reach the far end of the procedure, where the rules are; now and then, a side path.
NEXT: dict[Stage | None, tuple[tuple[str, ...], ...]] = {
    Stage.ATTENTE: (("signaler",), ()),
    Stage.REPERAGE: (("convoquer", "poster"), ("convoquer", "poster"), ("reprendre",)),
    Stage.ENTRETIEN: (("absence",), ("absence",), ("reporter", "poster")),
    Stage.ABSENCE: (("convoquer", "poster"), ("convoquer", "poster"), ("justifier",), ("recevoir",)),
    Stage.CONVOCATION: (("absence",), ("absence",), ("reporter", "poster")),
    Stage.CARENCE: (("transmettre",), ("reporter", "poster"), ("justifier",), ("recevoir",)),
    Stage.TRANSMISSION: (
        ("transmettre", "poster"),
        ("recevoir",),
        ("annuler",),
        ("absence",),
        ("justifier", "reporter", "poster"),
    ),
    Stage.DEPARTEMENT: (("recevoir",), ("situation",), ("justifier", "reporter", "poster")),
    Stage.SUIVI: (
        ("contacts", "silence", "convoquer", "poster"),
        ("inviter", "poster", "absence"),
        ("passage",),
        ("inscrire", "decider", "achever"),
        ("contacts", "silence", "accompagnement", "convoquer", "poster"),
    ),
    Stage.CONFORMITE: (("rompre",), ("contacts", "silence")),
    Stage.EXEMPTION: (("situation",), ()),
    Stage.CLOTURE: (("rouvrir",), ("annuler",), ("signaler",)),
}
WRITES_LETTERS = frozenset({Act.CONVOQUER, Act.REPORTER, Act.TRANSMETTRE, Act.INVITER})


@dataclass(frozen=True)
class Move:
    """`wait` days pass, then something is tried, whose legal day is `late` days earlier; `ahead`: days to what it announces."""

    kind: str
    wait: int
    late: int
    ahead: int


def due_requests(on: date, ahead: int, last: int = 0, born_on: date = date(2009, 5, 14)) -> dict[str, Callable[[], Request]]:
    """Return what may be asked on that day, postings apart; `last`: the last act that stands."""
    rdv, end = RendezVous(on + timedelta(ahead), time(14), "ici"), on + timedelta(4 * ahead)
    review = on + timedelta(ahead)
    return {
        "convoquer": lambda: ask.Convoquer(rdv, "motif noté", malgre="essai" if ahead % 3 else ""),
        "convoquer_tard": lambda: ask.Convoquer(rdv, malgre="essai"),
        "absence": ask.ConstaterAbsence,
        "recevoir": lambda: ask.Recevoir(Presence.LES_DEUX),
        "reporter": lambda: ask.Reporter(rdv, list(ReportReason)[ahead % 4], malgre="essai"),
        "justifier": lambda: ask.Justifier(Excuse.TRANSPORT, "reçue après" if ahead % 2 else ""),
        "situation": lambda: ask.ConstaterSituation(Nature.EMPLOI, on, Proof.CONTRAT, on, fin=end),
        "accompagnement": lambda: ask.ConstaterSituation(Nature.ACCOMPAGNEMENT, on, Proof.ATTESTATION, on, revue=review),
        "scolarite": lambda: ask.ConstaterSituation(Nature.SCOLARITE, on, Proof.CERTIFICAT_SCOLARITE, on),
        "exempter": lambda: ask.Exempter(end if ahead % 2 else None),
        "rompre": lambda: ask.Rompre(
            (Breach.ABANDON, Breach.FERMETURE, Breach.FIN_EXEMPTION)[ahead % 3], (None, None, 2, 3, 4, 6)[ahead % 6]
        ),
        "proposer": lambda: ask.Proposer(list(Proposition)[ahead % 8], list(PropositionAnswer)[ahead % 4]),
        "promettre": lambda: ask.Promettre(Nature.EMPLOI, review, Proof.CONTRAT, on),
        "retirer": lambda: ask.Retirer(PromiseEnd.NON_TENUE),
        "demander": lambda: ask.Demander(list(PartnerKind)[ahead % 13], "un partenaire", list(AskedFor)[ahead % 6], review),
        "repondre": lambda: ask.Repondre(list(PartnerAnswer)[ahead % 5]),
        "inscrire": lambda: ask.Inscrire(on if ahead % 4 else review, list(MeetingTopic)[ahead % 6]),
        "decider": lambda: ask.Decider(Agreed.RIEN) if ahead % 5 == 0 else ask.Decider(Agreed.PLACE, "nous", review),
        "achever": lambda: ask.Achever(list(AgreedEnd)[ahead % 2]),
        "cadrer": lambda: ask.Cadrer(list(Frame)[ahead % 4], on),
        "naissance": lambda: ask.CorrigerNaissance(
            born_on + timedelta((1, -1, 31, -31, 365, -365, 700)[ahead % 7]), list(BirthProof)[ahead % 6]
        ),
        "silence": ask.ConstaterSilence,
        "preparer": ask.PreparerTransmission,
        "transmettre": lambda: ask.Transmettre("Camille Renard"),
        "reponse": lambda: ask.EnregistrerReponse(Answer.ACCUSE),
        "clore": lambda: ask.Cloturer(Closing.DEMENAGEMENT),
        "rouvrir": lambda: ask.Rouvrir("suite"),
        "signaler": lambda: ask.Signaler(list(Source)[ahead % 5], on),
        "inviter": lambda: ask.Inviter(rdv, list(InviteMode)[ahead % 5], malgre="essai"),
        "passage": lambda: ask.Recevoir(list(Presence)[ahead % 3], list(InterviewMode)[1 + ahead % 4], debut=time(9), duree=30),
        "absence_parent": lambda: ask.ConstaterAbsence(Presence.REPRESENTANT),
        "annuler": lambda: ask.Annuler("erreur"),
        "rectifier": lambda: ask.Rectifier(max(last - ahead % 3, 0), list(Retrait)[ahead % 7], "mots" if ahead % 2 else ""),
    }


THEIRS = "la mission locale de Roubaix"
KINDS = ("suite", "poster", "retour", "corriger", "contacts", "reprendre", *due_requests(START, 1))
ACTS = {asked().act for asked in due_requests(START, 1).values()} | {Act.POSTER, Act.ENREGISTRER_RETOUR, Act.CORRIGER}
"""What a person may do in a walk; the night does the others."""
MOVES = st.builds(
    Move,
    kind=st.one_of(st.just("suite"), st.sampled_from(KINDS)),
    wait=st.integers(0, 40),
    late=st.sampled_from([0, 0, 0, 1, 3, 20]),
    ahead=st.integers(8, 60),
)
HOUSES = st.builds(
    rules,
    depart_convocation=st.sampled_from(["second_convocation", "premiere_convocation"]),
    depart_date=st.sampled_from(["envoi", "rendez_vous"]),
    signalement_repete=st.sampled_from(["cycle", "toujours", "jamais"]),
)
# of age within a walk, or not; the last one reported before 16
BIRTHS = st.sampled_from([date(2008, 2, 29), date(2008, 9, 1), date(2009, 5, 14), date(2010, 2, 20)])


def reported(**more: object) -> Case:
    """Return a dossier opened on `START`."""
    case = Case(**more)  # type: ignore[arg-type]
    case.do(ask.Ouvrir(case.born_on, Source.SIEI, START), START)
    return case


def try_move(case: Case, move: Move, today: date) -> list[Decision]:
    """Try a move on that day, what was due being done first; return what was decided."""
    done = case.night(today)
    if move.kind == "suite":
        paths = NEXT[case.state.stage]
        for kind in paths[move.ahead % len(paths)]:
            done += try_move(case, Move(kind, move.wait, 0, max(move.ahead, 21)), today)
        return done
    if move.kind == "contacts":
        ways = (ContactNature.SMS, ContactNature.TELEPHONE, ContactNature.SMS)
        heard_on = case.state.heard_on
        since = max(today - timedelta(21), START, heard_on + timedelta(1) if heard_on else START)
        found = [ContactFact(since, way, ContactResult.SANS_REPONSE) for way in ways]
        case.contacts = (*case.contacts, *found)
        return done
    if move.kind == "reprendre":
        return done + _taken_up(case, move, today)
    if move.kind == "corriger":
        return done + _posting_corrected(case, move, today)
    on = today - timedelta(move.late)
    request = (
        _returned(case, move)
        if move.kind == "retour"
        else _posting(case, move)
        if move.kind == "poster"
        else due_requests(on, move.ahead, (case.state.last_act or (0,))[0], case.state.born_on)[move.kind]()
    )
    if request is None:
        return done
    before = list(case.entries)
    try:
        done.append(case.do(request, on, today=today))
    except RefusedError:
        assert case.entries == before
    return done


def _posting(case: Case, move: Move) -> Request | None:
    waiting: list[int] = []
    for entry in case.entries:
        if BY_SOURCE[entry.act, entry.source].cancels:
            waiting = []
        if entry.act in WRITES_LETTERS and entry.n not in case.state.annulled:
            waiting.append(entry.n)
    mode = PostMode.RECOMMANDE if move.ahead % 3 == 0 else PostMode.SIMPLE
    if not waiting:
        return None
    last = waiting[-1]
    return ask.Poster(last, (last,), mode, information=(last,) if case.entries[last - 1].act is Act.TRANSMETTRE else ())


def _returned(case: Case, move: Move) -> Request | None:
    """Return what the post says of the last letters that left."""
    ours = [mailing for mailing in case.state.mailings if mailing.letters]  # theirs owe us nothing
    if not ours:
        return None
    last = ours[-1]
    return ask.EnregistrerRetour(last.act_n, last.letters, RETURNS[move.ahead % len(RETURNS)])


def _posting_corrected(case: Case, move: Move, today: date) -> list[Decision]:
    """Note otherwise, as it was, the last posting that stands: what was wrong counts no more, the other one does."""
    before = list(case.entries)
    found: list[Decision] = []
    if case.state.mailings:
        wrong = case.entries[case.state.mailings[-1].n - 1]
        on = wrong.done_on + timedelta(move.ahead % 3 - 1)
        try:
            found.append(case.do(ask.Corriger(wrong.n, "mal noté"), today))
            found.append(case.do(wrong.request, on, today=today))
        except RefusedError:
            case.entries[:] = before  # one transaction: both, or nothing
            return []
    return found


def _taken_up(case: Case, move: Move, today: date) -> list[Decision]:
    """Note what another mission locale did, where nothing was done here yet."""
    begun = {act for _, act in case.state.acts} <= {Act.OUVRIR, Act.SIGNALER}
    if not begun or any(entry.effects.repris_de for entry in case.entries):
        return []
    first = today - timedelta(move.ahead + 30)
    met, second = first + timedelta(12), first + timedelta(16)
    met_again = second + timedelta(move.ahead % 20 + 2)
    story = (
        TheirAct(ask.Convoquer(RendezVous(met, time(14), "là-bas")), first, PostMode.SIMPLE),
        TheirAct(ask.ConstaterAbsence(), met),
        TheirAct(ask.Convoquer(RendezVous(met_again, time(14), "là-bas")), second, PostMode.RECOMMANDE),
        TheirAct(ask.ConstaterAbsence() if move.ahead % 3 else ask.Recevoir(Presence.LES_DEUX), met_again),
    )
    try:
        found = list(taken_up(case.state, story[: 2 + move.ahead % 2 * 2], structure=THEIRS, rules=case.rules, today=today))
    except RefusedError:
        return []
    case.entries += [decision.entry() for decision in found]
    return found
