"""A base that lived: every act, every letter, every table has its rows; each thing done at an instant of its own."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import docx
from sqlalchemy import select, update

from house import BAC, appointment, minor, press, reported
from house import desk as plain_desk
from ofworkflow.casework.acts.perform import perform
from ofworkflow.casework.agenda import leaves
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.mail import drafts as dispatch
from ofworkflow.casework.mail import posting as mail
from ofworkflow.casework.mail import retouches, runs
from ofworkflow.casework.night.rounds import night_round
from ofworkflow.casework.registry import corrections
from ofworkflow.casework.registry.contacts import record_contact
from ofworkflow.casework.registry.finding import find_dossier
from ofworkflow.casework.registry.merging import merge
from ofworkflow.casework.registry.opening import next_lot_number, open_dossiers
from ofworkflow.casework.registry.partners import Partner, add_partner, change_partner, end_partner
from ofworkflow.intake.batches import apply_modifications, record_lot
from ofworkflow.intake.completing import Modification
from ofworkflow.intake.preview import Preview
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.appointments import Leave
from ofworkflow.procedure.persons import Adresse, RepresentantLegal, Signalement
from ofworkflow.procedure.vocabulary import (
    Answer,
    Breach,
    Closing,
    ContactNature,
    ContactResult,
    Excuse,
    LetterState,
    Nature,
    PartnerKind,
    PostMode,
    Presence,
    Proof,
    Quality,
    ReportReason,
    Source,
)
from ofworkflow.statistics.freezing import freeze
from ofworkflow.statistics.modalities import HouseTerritory
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database

CODE = "ML-EXEMPLE"
LAST_ON = date(2026, 6, 30)
FILLED = {
    "ine": "451631864KJ", "nom_usage": "DURAND", "prenom2": "Rose", "lieu_naissance": "Lille", "tel_fixe": "03 53 01 00 07",
    "tel_portable": "06 39 98 00 07", "courriel": "lea@exemple.invalid", "uai": "0590001A", "etablissement": "LP Exemple",
    "classe": "2NDE PRO", "entree_le": date(2025, 9, 1), "sortie_le": date(2025, 11, 3), "motif_sortie": "ABANDON",
    "niveau": "aucun", "qpv": False,
}  # fmt: skip


class Life:
    """A house at work: the clock goes forward by a minute with each thing done."""

    def __init__(self, base: Database, folder: Path) -> None:
        self.base = base.seen_by(CODE)
        self.press = press(folder)
        self._minutes = 0

    def desk(self, on: date) -> Desk:
        """Return who acts that day, at an instant of its own."""
        self._minutes += 1
        now = datetime.combine(on, time(17), UTC) + timedelta(minutes=self._minutes)
        author = "Camille Renard" if self._minutes % 2 else "Sacha Morel"
        return replace(plain_desk(on, author=author), now=now)

    def open(self, who: Signalement, on: date) -> int:
        """Open a dossier and return its identifier."""
        with self.base.writing() as connection:
            [(reference, _)] = open_dossiers(connection, [who], done_on=on, desk=self.desk(on))
            return int(find_dossier(connection, reference).id)

    def do(self, dossier: int, request: Any, on: date) -> None:
        """Do one act, with a note where there may be one: nothing is written freely beside health."""
        note = "" if isinstance(request, ask.Exempter) else "une note"
        with self.base.writing() as connection:
            perform(connection, dossier, request, done_on=on, desk=self.desk(on), note=note)

    def post(self, dossier: int, on: date, mode: PostMode = PostMode.SIMPLE, number: str = "") -> list[int]:
        """Post what waits."""
        with self.base.writing() as connection:
            letters = mail.postable(connection, dossier)
            c = m.courrier.c
            plis = connection.execute(select(c.id, c.pli).where(c.id.in_(letters))).all()
            given = {row.id: f"{number}{row.pli}" for row in plis} if number else {}
            mail.post(connection, self.press, letters, done_on=on, mode=mode, tracking=given, desk=self.desk(on))
        return letters

    def back(self, letters: list[int], issue: LetterState, on: date, presented: date | None = None) -> None:
        """Note what the post says."""
        with self.base.writing() as connection:
            mail.record_return(connection, letters, issue=issue, done_on=on, presented_on=presented, desk=self.desk(on))

    def print(self, on: date, *, duplex: bool = False) -> None:
        """Print what is ready."""
        run, failed = runs.print_waiting(
            self.base, self.press, self.desk(on), output=None, duplex=duplex, progress=lambda done, total: None
        )
        assert (run is not None, failed) == (True, ())

    def night(self, on: date) -> None:
        """Run a night."""
        report = night_round(self.base, desk=self.desk(on), now=lambda: self.desk(on).now, press=self.press, mode="planifiee")
        assert report.failures == []

    def contact(self, dossier: int, nature: ContactNature, on: date) -> None:
        """Note a contact."""
        with self.base.writing() as connection:
            record_contact(
                connection, dossier, nature=nature, result=ContactResult.SANS_REPONSE, done_on=on, desk=self.desk(on), note="rien"
            )


def _directory(life: Life) -> None:
    """A partner that was changed, then ended."""
    us = life.desk(date(2026, 6, 30))
    with life.base.writing() as connection:
        new = Partner(0, PartnerKind.CIO, "CIO de Lille", "Mme Delattre", "03 53 01 22 33", "cio@exemple.invalid")
        number = add_partner(connection, new, desk=us).number
        change_partner(connection, number, {"contact": "M. Roche"}, desk=us)
        end_partner(connection, number, date(2026, 6, 30), desk=us)


def _leaves(life: Life) -> None:
    """A leave that stands, an appointment given over; one that was withdrawn."""
    on = date(2026, 6, 16)
    leave = Leave("Camille Renard", date(2026, 7, 6), date(2026, 7, 10))
    with life.base.writing() as connection:
        leaves.note_leave(connection, leave, desk=life.desk(on))
        gone = leaves.note_leave(connection, replace(leave, last=date(2026, 7, 12)), desk=life.desk(on))
        leaves.withdraw(connection, gone, desk=life.desk(on))
        relays = leaves.plan_relays(connection, leave, rules=life.desk(on).rules, team={"Sacha Morel"})
    assert [why for _, why in leaves.hand_over(life.base, relays, desk=life.desk(on))] == [""]


def live(base: Database, folder: Path) -> None:
    """Fill a fresh base with lives that go through every act; the house's day is then `LAST_ON`."""
    life = Life(base, folder)
    _to_the_notice(life)
    _other_lives(life)
    _lists(life)
    _leaves(life)
    _directory(life)
    life.night(LAST_ON)
    with life.base.writing() as connection:
        place = HouseTerritory(("Lambersart", "La Madeleine"))
        year = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
        freeze(connection, **year, territory=place, author="Camille Renard", now=life.desk(LAST_ON).now)


def _to_the_notice(life: Life) -> None:
    notice = life.open(reported(minor(**FILLED)), date(2025, 12, 1))
    life.do(notice, ask.Convoquer(appointment(date(2025, 12, 22))), date(2025, 12, 2))
    dispatch.produce_waiting(life.base, life.press)
    with life.base.writing() as connection:
        copy = docx.Document(io.BytesIO(retouches.editable_copy(connection, life.press, 2)))
        content = io.BytesIO()
        copy.save(content)
        retouches.take_back(connection, life.press, 2, "C000002.docx", content.getvalue(), life.desk(date(2025, 12, 2)))
    life.print(date(2025, 12, 2), duplex=True)
    with life.base.writing() as connection:
        runs.print_again(connection, life.press, life.desk(date(2025, 12, 2)), 1, sheet=None, output=None, duplex=True)
    letters = life.post(notice, date(2025, 12, 2), PostMode.RECOMMANDE, "1A20938212340")
    life.back(letters[:1], LetterState.DISTRIBUE, date(2025, 12, 5), date(2025, 12, 4))
    life.back(letters[1:2], LetterState.NPAI, date(2025, 12, 6))
    dossier = _dossier(life, notice)
    with life.base.writing() as connection:
        desk = life.desk(date(2025, 12, 7))
        corrections.correct(connection, dossier, {"adresse1": "4 rue du Bac"}, representative=2, desk=desk)
        corrections.correct(connection, dossier, {"tel_portable": "06 39 98 00 08"}, representative=None, desk=desk)
    with life.base.writing() as connection:
        mail.send_again(connection, letters[1:2], desk=life.desk(date(2025, 12, 8)))
    life.post(notice, date(2025, 12, 8))
    life.do(notice, ask.ConstaterAbsence(), date(2025, 12, 22))
    life.do(notice, ask.Convoquer(appointment(date(2026, 1, 30))), date(2026, 1, 5))
    life.post(notice, date(2026, 1, 5))
    life.do(notice, ask.ConstaterAbsence(), date(2026, 1, 30))
    for on in (date(2026, 2, 10), date(2026, 2, 25)):
        life.night(on)
    life.do(notice, ask.Transmettre("Camille Renard"), date(2026, 2, 26))
    life.post(notice, date(2026, 2, 26), PostMode.SUIVI)
    life.do(notice, ask.EnregistrerReponse(Answer.ACCUSE), date(2026, 3, 12))


def _other_lives(life: Life) -> None:
    on = date(2026, 3, 16)
    ill = life.open(reported(minor("MARTIN", "Zoé"), on=on), on)
    life.do(ill, ask.Exempter(date(2026, 4, 10)), date(2026, 3, 17))
    met = life.open(reported(minor("PETIT", "Noé", sexe="M"), on=on), on)
    life.do(met, ask.Convoquer(appointment(date(2026, 3, 30))), date(2026, 3, 17))
    life.do(met, ask.Annuler("erreur"), date(2026, 3, 17))
    life.do(met, ask.Convoquer(appointment(date(2026, 3, 30))), date(2026, 3, 17))
    with life.base.writing() as connection:
        who = RepresentantLegal(Quality.TIERS, "BERNARD", "Luc", BAC)
        corrections.add_representative(connection, _dossier(life, met), who, desk=life.desk(date(2026, 3, 18)))
    life.post(met, date(2026, 3, 17), PostMode.MAIN_PROPRE)
    life.do(met, ask.Reporter(appointment(date(2026, 4, 8)), ReportReason.DEMANDE_FAMILLE), date(2026, 3, 24))
    life.post(met, date(2026, 3, 24))
    life.do(met, ask.ConstaterAbsence(), date(2026, 4, 8))
    life.do(met, ask.Justifier(Excuse.TRANSPORT), date(2026, 4, 9))
    life.do(met, ask.Convoquer(appointment(date(2026, 4, 27))), date(2026, 4, 10))
    life.print(date(2026, 4, 10))
    life.do(met, ask.Recevoir(Presence.LES_DEUX), date(2026, 4, 27))
    for day, nature in ((28, ContactNature.SMS), (29, ContactNature.TELEPHONE), (30, ContactNature.COURRIEL)):
        life.contact(met, nature, date(2026, 4, day))
    life.night(date(2026, 5, 1))
    life.do(met, ask.ConstaterSilence(), date(2026, 5, 26))
    covered = ask.ConstaterSituation(
        Nature.ACCOMPAGNEMENT, date(2026, 5, 27), Proof.ATTESTATION, date(2026, 5, 27), fin=date(2026, 12, 1), sous_type="pacea"
    )
    life.do(met, covered, date(2026, 5, 27))
    life.do(met, ask.Rompre(Breach.ABANDON), date(2026, 6, 8))
    gone = life.open(reported(minor("LEROY", "Lou"), on=on), on)
    life.do(gone, ask.Cloturer(Closing.DOUBLON), date(2026, 3, 18))
    life.do(gone, ask.Rouvrir("suite"), date(2026, 3, 19))
    life.do(gone, ask.Convoquer(appointment(date(2026, 7, 6))), date(2026, 6, 15))
    grown = life.open(reported(minor("ROUX", "Eva", born_on=date(2008, 6, 20)), on=on), on)
    life.do(grown, ask.Convoquer(appointment(date(2026, 6, 19))), date(2026, 6, 2))
    life.night(date(2026, 6, 21))


def _lists(life: Life) -> None:
    on, desk = date(2026, 6, 22), life.desk(date(2026, 6, 22))
    new = (reported(minor("GIRARD", "Tom", sexe="M"), on=on), _abroad(on))
    seen = Preview(
        "liste.csv", "ab" * 32, tuple(enumerate(new, start=2)),
        (Modification(4, 2, (("tel_portable", "06 39 98 00 02"),)),), 1, (), (),
    )  # fmt: skip
    with life.base.writing() as connection:
        number = next_lot_number(connection)
        lot = record_lot(
            connection, seen, numero=number, source=Source.SIEI, list_on=on, auteur=desk.author, recorded_at=desk.now
        )
        [(first, _), _] = open_dossiers(connection, new, done_on=on, desk=desk, lot_id=lot)
        [(again, _)] = open_dossiers(connection, [new[0]], done_on=on, desk=desk)
        merge(connection, again, first, kept=first, despite="", done_on=on, desk=desk)
        apply_modifications(connection, seen)
        failing = m.courrier.c.etat == "a_produire"
        connection.execute(update(m.courrier).where(failing).values(erreur="un caractère manque"))


def _abroad(on: date) -> Signalement:
    there = Adresse("1 rue de l'Exemple", "", "7500", "Tournai", "BE")
    who = reported(minor("FAURE", "Ana", adresse=there), on=on)
    return replace(who, representants=tuple(replace(r, adresse=there) for r in who.representants))


def _dossier(life: Life, number: int) -> Any:
    from ofworkflow.storage import queries

    with life.base.reading() as connection:
        return queries.dossier_row(connection, number)
