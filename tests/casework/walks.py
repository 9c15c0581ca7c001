"""A walk: random human acts with plausible details, on days that go forward; refused ones change nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from pathlib import Path

from hypothesis import strategies as st
from sqlalchemy import Connection, select

from house import desk, press
from ofworkflow.casework.acts.perform import perform, settle
from ofworkflow.casework.dossier.opened import read
from ofworkflow.casework.dossier.writes import Writes
from ofworkflow.casework.mail import posting
from ofworkflow.casework.mail.correcting import AsItWas, correct_posting
from ofworkflow.casework.registry.contacts import record_contact
from ofworkflow.casework.registry.taking_up import take_up
from ofworkflow.errors import RefusedError
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.handover import TheirAct
from ofworkflow.procedure.mailings import RETURNS
from ofworkflow.procedure.requests import RendezVous, Request
from ofworkflow.procedure.vocabulary import (
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
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database

KINDS = (
    "convoquer", "convoquer_tot", "poster", "absence", "recevoir", "reporter", "justifier", "situation", "accompagnement", "exempter",
    "rompre", "silence", "preparer", "transmettre", "reponse", "clore", "rouvrir", "annuler", "contacts", "signaler",
    "inviter", "passage", "absence_parent", "rectifier", "proposer", "promettre", "retirer",
    "demander", "repondre", "inscrire", "decider", "achever", "cadrer", "naissance",
)  # fmt: skip
OF_THE_POST = ("retour", "retour", "corriger", "corriger")
"""What is said of envelopes that really left: for walks whose letters are made."""
# What usually comes next, so that walks reach the far end of the procedure, where the rules are.
NEXT = {
    Stage.REPERAGE: ("convoquer", "poster"),
    Stage.ENTRETIEN: ("absence",),
    Stage.ABSENCE: ("convoquer_tot", "poster"),
    Stage.CONVOCATION: ("absence",),
    Stage.CARENCE: ("transmettre", "poster"),
    Stage.TRANSMISSION: ("transmettre", "poster"),
    Stage.DEPARTEMENT: ("situation",),
    Stage.CONFORMITE: ("rompre",),
    Stage.SUIVI: ("contacts", "silence", "convoquer", "poster"),
    Stage.EXEMPTION: (),
    Stage.CLOTURE: ("rouvrir",),
}


@dataclass(frozen=True)
class Move:
    """`wait` days pass, then something is tried; `late` days earlier is its legal day."""

    kind: str
    wait: int
    late: int
    ahead: int


def moves(*kinds: str) -> st.SearchStrategy[Move]:
    """Draw moves of these kinds."""
    return st.builds(
        Move,
        kind=st.one_of(st.just("suite"), st.sampled_from(kinds)),
        wait=st.integers(0, 40),
        late=st.sampled_from([0, 0, 0, 1, 3]),
        ahead=st.integers(8, 45),
    )


MOVES = moves(*KINDS)
WHOLE = moves(*KINDS, *OF_THE_POST, "reprendre")


def try_move(database: Database, dossier_id: int, move: Move, today: date, folder: Path | None = None) -> bool:
    """Try a move on that day, the letters that leave being made in `folder` where there is one; return whether it was accepted."""
    if move.kind == "suite":
        with database.reading() as connection:
            [opened] = read(connection, [dossier_id])
        # what a person sees: what was due is done, whether its night ran or not
        list(settle(Writes(), opened, until=today, desk=desk(today).as_automaton()))
        following = NEXT[opened.case.stage or Stage.REPERAGE]
        accepted = [try_move(database, dossier_id, replace(move, kind=kind, late=0), today, folder) for kind in following]
        return all(accepted)
    done_on = today - timedelta(move.late)
    try:
        with database.writing() as connection:
            if move.kind == "contacts":
                for i, nature in enumerate((ContactNature.SMS, ContactNature.TELEPHONE, ContactNature.SMS)):
                    record_contact(
                        connection, dossier_id, nature=nature, result=ContactResult.SANS_REPONSE,
                        done_on=max(today - timedelta(21 - i), date(2026, 1, 5)), desk=desk(today), note="",
                    )  # fmt: skip
                return True
            if folder is not None and move.kind in _BY_LETTERS:
                return _BY_LETTERS[move.kind](connection, dossier_id, move, today, folder)
            request = _request(connection, dossier_id, move, done_on)
            perform(connection, dossier_id, request, done_on=done_on, desk=desk(today))
    except RefusedError:
        return False
    return True


def _post(connection: Connection, dossier_id: int, move: Move, today: date, folder: Path) -> bool:
    waiting = posting.postable(connection, dossier_id)
    c = m.courrier.c
    last = connection.execute(select(c.acte_n).where(c.id.in_(waiting)).order_by(c.acte_n.desc())).scalars().first()
    leaving = posting.letters_of_act(connection, dossier_id, last or 0)
    # one letter, where the move says so: the others may leave another day, another way
    leaving, mode = leaving[:1] if move.ahead % 4 == 0 else leaving, list(PostMode)[move.ahead % 4]
    posting.post(connection, press(folder), leaving, done_on=today - timedelta(move.late), mode=mode, desk=desk(today))
    return bool(leaving)


def _left(connection: Connection, dossier_id: int) -> list[int]:
    c = m.courrier.c
    return list(
        connection.execute(select(c.id).where(c.dossier_id == dossier_id, c.poste_le.is_not(None)).order_by(c.id)).scalars()
    )


def _return(connection: Connection, dossier_id: int, move: Move, today: date, folder: Path) -> bool:
    left = _left(connection, dossier_id)
    one = left[-1 - move.ahead % len(left) :][:1] if left else []
    issue, on = RETURNS[move.ahead % len(RETURNS)], today - timedelta(move.late)
    why = "lu de travers" if move.ahead % 2 else ""  # the post's word may replace another, with a reason
    if one:
        posting.record_return(connection, one, issue=issue, done_on=on, presented_on=None, desk=desk(today), correction=why)
    return bool(one)


def _correct(connection: Connection, dossier_id: int, move: Move, today: date, folder: Path) -> bool:
    left = _left(connection, dossier_id)
    one = left[-1 - move.ahead % len(left) :][:1] if left else []
    noted = [row.poste_le for row in connection.execute(select(m.courrier.c.poste_le).where(m.courrier.c.id.in_(one)))]
    for day in noted:
        right = AsItWas(day + timedelta(move.ahead % 5 - 2), list(PostMode)[move.ahead % 4] if move.ahead % 3 else None)
        correct_posting(connection, one, right, why="mal noté", desk=desk(today))
    return bool(noted)


def _take_up(connection: Connection, dossier_id: int, move: Move, today: date, folder: Path) -> bool:
    reference = connection.execute(select(m.dossier.c.reference).where(m.dossier.c.id == dossier_id)).scalar_one()
    day = today - timedelta(move.ahead + 40)
    first, second = (RendezVous(day + timedelta(days), time(14), "chez eux") for days in (12, 37))
    theirs = [
        TheirAct(ask.Convoquer(first), day, PostMode.SIMPLE),
        TheirAct(ask.ConstaterAbsence(), first.le),
        TheirAct(ask.Convoquer(second), day + timedelta(14), PostMode.RECOMMANDE),
        TheirAct(ask.ConstaterAbsence(), second.le),
        TheirAct(ask.Transmettre("Leur directrice"), second.le + timedelta(1), PostMode.SIMPLE),
    ]
    take_up(connection, reference, "la mission locale de Roubaix", theirs[: (2, 4, 5)[move.ahead % 3]], desk=desk(today))
    return True


_BY_LETTERS = {"poster": _post, "retour": _return, "corriger": _correct, "reprendre": _take_up}


def _last_that_stands(connection: Connection, dossier_id: int) -> int:
    [opened] = read(connection, [dossier_id])
    return (opened.case.last_act or (0,))[0]


def _request(connection: Connection, dossier_id: int, move: Move, on: date) -> Request:
    rdv = RendezVous(on + timedelta(move.ahead), time(14), "ici")
    if move.kind == "poster":
        [opened] = read(connection, [dossier_id])
        asked = [
            e.n
            for e in opened.entries
            if e.act in ("convoquer", "reporter", "inviter", "transmettre") and e.n not in opened.case.annulled
        ]
        # the letters themselves are another test's; here the posting of the last act that made some
        last = asked[-1] if asked else 1
        mode = PostMode.RECOMMANDE if move.ahead % 3 == 0 else PostMode.SIMPLE
        return ask.Poster(last, (), mode, information=(last,) if opened.entries[last - 1].act == "transmettre" else ())
    end = on + timedelta(move.ahead * 4)
    requests: dict[str, Request] = {
        "convoquer": ask.Convoquer(rdv, malgre="essai"),
        "convoquer_tot": ask.Convoquer(rdv, "motif noté", malgre="essai"),
        "absence": ask.ConstaterAbsence(),
        "recevoir": ask.Recevoir(Presence.LES_DEUX),
        "reporter": ask.Reporter(rdv, ReportReason.DEMANDE_FAMILLE, malgre="essai"),
        "justifier": ask.Justifier(Excuse.TRANSPORT, "reçue après" if move.ahead % 2 else ""),
        "situation": ask.ConstaterSituation(Nature.EMPLOI, on, Proof.CONTRAT, on, fin=end),
        "accompagnement": ask.ConstaterSituation(Nature.ACCOMPAGNEMENT, on, Proof.ATTESTATION, on, fin=end),
        "exempter": ask.Exempter(end if move.ahead % 2 else None),
        "rompre": ask.Rompre(Breach.FIN_EXEMPTION if move.ahead % 5 == 0 else Breach.ABANDON),
        "proposer": ask.Proposer(Proposition.FORMATION_INITIALE, PropositionAnswer.REFLEXION),
        "promettre": ask.Promettre(Nature.EMPLOI, on + timedelta(move.ahead), Proof.CONTRAT, on),
        "retirer": ask.Retirer(PromiseEnd.NON_TENUE),
        "demander": ask.Demander(PartnerKind.CIO, "CIO", AskedFor.PLACE, on + timedelta(move.ahead)),
        "repondre": ask.Repondre(list(PartnerAnswer)[move.ahead % 5]),
        "inscrire": ask.Inscrire(on, MeetingTopic.RELAIS),
        "decider": ask.Decider(Agreed.RECEVOIR, "nous", on + timedelta(move.ahead)),
        "achever": ask.Achever(list(AgreedEnd)[move.ahead % 2]),
        "naissance": ask.CorrigerNaissance(
            date(2009, 5, 14) + timedelta((1, -1, 31, -31, 300, -365)[move.ahead % 6]), list(BirthProof)[move.ahead % 6]
        ),
        "cadrer": ask.Cadrer(list(Frame)[move.ahead % 4], on),
        "silence": ask.ConstaterSilence(),
        "preparer": ask.PreparerTransmission(),
        "transmettre": ask.Transmettre("Camille Renard"),
        "reponse": ask.EnregistrerReponse(Answer.ACCUSE),
        "clore": ask.Cloturer(Closing.DEMENAGEMENT),
        "rouvrir": ask.Rouvrir("suite"),
        "signaler": ask.Signaler(list(Source)[move.ahead % 5], on),
        "inviter": ask.Inviter(rdv, list(InviteMode)[move.ahead % 5], malgre="essai"),
        "passage": ask.Recevoir(list(Presence)[move.ahead % 3], InterviewMode.PASSAGE, debut=time(9), duree=30),
        "absence_parent": ask.ConstaterAbsence(Presence.REPRESENTANT),
        "annuler": ask.Annuler("erreur"),
        "rectifier": ask.Rectifier(_last_that_stands(connection, dossier_id), Retrait.DATE, "mots"),
    }
    return requests[move.kind]
