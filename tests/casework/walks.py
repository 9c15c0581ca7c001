"""A walk: random human acts with plausible details, on days that go forward; refused ones change nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from hypothesis import strategies as st
from sqlalchemy import Connection

from house import desk
from ofworkflow.casework.acts.perform import perform, settle
from ofworkflow.casework.dossier.opened import read
from ofworkflow.casework.dossier.writes import Writes
from ofworkflow.casework.registry.contacts import record_contact
from ofworkflow.errors import RefusedError
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.requests import RendezVous, Request
from ofworkflow.procedure.vocabulary import (
    Agreed,
    AgreedEnd,
    Answer,
    AskedFor,
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
from ofworkflow.storage.database import Database

KINDS = (
    "convoquer", "convoquer_tot", "poster", "absence", "recevoir", "reporter", "justifier", "situation", "accompagnement", "exempter",
    "rompre", "silence", "preparer", "transmettre", "reponse", "clore", "rouvrir", "annuler", "contacts", "signaler",
    "inviter", "passage", "absence_parent", "rectifier", "proposer", "promettre", "retirer",
    "demander", "repondre", "inscrire", "decider", "achever", "cadrer",
)  # fmt: skip
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


MOVES = st.builds(
    Move,
    kind=st.one_of(st.just("suite"), st.sampled_from(KINDS)),
    wait=st.integers(0, 40),
    late=st.sampled_from([0, 0, 0, 1, 3]),
    ahead=st.integers(8, 45),
)


def try_move(database: Database, dossier_id: int, move: Move, today: date) -> bool:
    """Try a move on that day; return whether it was accepted."""
    if move.kind == "suite":
        with database.reading() as connection:
            [opened] = read(connection, [dossier_id])
        # what a person sees: what was due is done, whether its night ran or not
        list(settle(Writes(), opened, until=today, desk=desk(today).as_automaton()))
        moves = NEXT[opened.case.stage or Stage.REPERAGE]
        accepted = [try_move(database, dossier_id, replace(move, kind=kind, late=0), today) for kind in moves]
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
            request = _request(connection, dossier_id, move, done_on)
            perform(connection, dossier_id, request, done_on=done_on, desk=desk(today))
    except RefusedError:
        return False
    return True


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
