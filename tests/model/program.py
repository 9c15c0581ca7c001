"""The real program, told the same lives: its use cases, its base, its letters made and sealed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import select

from model.words import Act, House, Start
from ofworkflow.casework.acts.perform import perform
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.mail import posting
from ofworkflow.casework.mail.correcting import AsItWas, correct_posting
from ofworkflow.casework.night.rounds import night_round
from ofworkflow.casework.registry.contacts import record_contact
from ofworkflow.casework.registry.finding import find_dossier
from ofworkflow.casework.registry.opening import open_dossiers
from ofworkflow.casework.registry.taking_up import take_up
from ofworkflow.casework.registry.view import view_dossier
from ofworkflow.cli.sheet_data import dossier_json
from ofworkflow.clock import Clock
from ofworkflow.config import ProcedureSettings, Settings, TerritoireSettings
from ofworkflow.errors import OfWorkflowError
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure import vocabulary as v
from ofworkflow.procedure.handover import TheirAct
from ofworkflow.procedure.persons import Adresse, Jeune, RepresentantLegal, Signalement
from ofworkflow.procedure.requests import Request
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database
from ofworkflow.wiring import house_rules, make_press

LILAS = Adresse("12 rue des Lilas", "", "59130", "Lambersart")
BAC = Adresse("3 rue du Bac", "", "59110", "La Madeleine")
REFUSED = 3


def settings_of(house: House, folder: Path) -> Settings:
    """Return the configuration of a house of the model."""
    return Settings(
        folder=folder,
        territoire=TerritoireSettings(
            jours_feries=house.territory,
            jours_coutumiers="oui" if house.customary else "non",
            vendredi_saint="oui" if house.good_friday else "non",
            communes=(),
        ),
        procedure=ProcedureSettings(
            preavis_premier_entretien=house.notice_first,
            preavis_seconde_convocation=house.notice_second,
            justification=house.justification,
            issue=house.outcome,
            convocations_par_cycle=house.summons_per_cycle,
            preparation_avant_terme=house.preparation,
            information_au_plus_tot=house.earliest,
            inscription_provisoire=house.enrolment_days,
            revision_exemption=house.exemption_months,
        ),
    )


def _rdv(a: Act) -> ask.RendezVous:
    return ask.RendezVous(a.rdv, a.heure or time(14), f"bureau {a.bureau}")


REQUESTS: dict[str, Callable[[Act], Request]] = {
    "convoquer": lambda a: ask.Convoquer(_rdv(a), a.motif_anticipation or "", a.motif_preavis or "", a.malgre or ""),
    "reporter": lambda a: ask.Reporter(_rdv(a), v.ReportReason(a.motif), a.motif_preavis or "", a.malgre or ""),
    "inviter": lambda a: ask.Inviter(_rdv(a), v.InviteMode(a.par), a.malgre or ""),
    "recevoir": lambda a: ask.Recevoir(v.Presence(a.present)),
    "absence": lambda a: ask.ConstaterAbsence(),
    "justifier": lambda a: ask.Justifier(v.Excuse(a.motif), a.motif_retard or ""),
    "situation": lambda a: ask.ConstaterSituation(v.Nature(a.nature), a.debut, v.Proof(a.preuve), a.le, a.fin, a.revue),
    "exempter": lambda a: ask.Exempter(a.jusqu_au),
    "rompre": lambda a: ask.Rompre(v.Breach(a.motif), a.situation),
    "silence": lambda a: ask.ConstaterSilence(),
    "preparer": lambda a: ask.PreparerTransmission(),
    "transmettre": lambda a: ask.Transmettre("Camille Renard", "", a.motif_anticipation or ""),
    "reponse": lambda a: ask.EnregistrerReponse(v.Answer(a.nature)),
    "clore": lambda a: ask.Cloturer(v.Closing(a.motif)),
    "signaler": lambda a: ask.Signaler(
        v.Source(a.source),
        a.signale_le,
        v.OuiNon(a.diplome) if a.diplome else None,
        v.OuiNon(a.emploi) if a.emploi else None,
    ),
    "proposer": lambda a: ask.Proposer(v.Proposition(a.quoi), v.PropositionAnswer(a.reponse)),
    "promettre": lambda a: ask.Promettre(v.Nature(a.nature), a.debut, v.Proof(a.preuve), a.le),
    "retirer": lambda a: ask.Retirer(v.PromiseEnd(a.motif), a.promesse),
    "demander": lambda a: ask.Demander(v.PartnerKind.CIO, "CIO de Lille", v.AskedFor.NOUVELLES, a.avant),
    "repondre": lambda a: ask.Repondre(v.PartnerAnswer(a.reponse), a.demande),
    "inscrire": lambda a: ask.Inscrire(a.reunion, v.MeetingTopic.NOUVELLES),
    "decider": lambda a: ask.Decider(v.Agreed.PLACE, "nous", a.avant) if a.avant else ask.Decider(v.Agreed.RIEN),
    "achever": lambda a: ask.Achever(v.AgreedEnd(a.issue), a.decision),
    "cadrer": lambda a: ask.Cadrer(v.Frame(a.cadre), a.debut, a.fin),
    "rouvrir": lambda a: ask.Rouvrir("revenu"),
    "annuler": lambda a: ask.Annuler("erreur de dossier"),
    "rectifier": lambda a: ask.Rectifier(a.acte, v.Retrait(a.motif), "mots du dedans"),
}


class Program:
    """One house at work on one base."""

    def __init__(self, base: Database, house: House, folder: Path) -> None:
        self.base = base
        self.settings = settings_of(house, folder)
        self.rules = house_rules(self.settings)
        self.press = make_press(self.settings)

    def desk(self, today: date) -> Desk:
        """Return who acts that day, in the evening."""
        return Desk(self.rules, "Camille Renard", today, datetime.combine(today, time(19), UTC), "ML-EXEMPLE", "Camille Renard")

    def open(self, start: Start, opened: date, name: str) -> int:
        """Open the dossier of a life; return its identifier."""
        jeune = Jeune(name, "Léa", start.born, start.sex, "Lambersart", LILAS, "59328", niveau=start.diploma or "")
        persons = tuple(
            RepresentantLegal(
                v.Quality(one.quality), one.name.split()[1], one.name.split()[0], LILAS if one.hosts else BAC,
                autorite=v.Authority(one.authority), heberge=one.hosts,
            )
            for one in start.persons
        )  # fmt: skip
        report = Signalement(jeune, persons, v.Source(start.source), start.reported, v.OuiNon(start.job) if start.job else None)
        with self.base.writing() as connection:
            [(reference, _)] = open_dossiers(connection, [report], done_on=opened, desk=self.desk(opened))
            return int(find_dossier(connection, reference).id)

    def act(self, dossier: int, act: Act, today: date) -> str:
        """Do one act; return why it is refused, or nothing."""
        try:
            with self.base.writing() as connection:
                self._act(connection, dossier, act, self.desk(today))
        except OfWorkflowError as error:
            if error.exit_code != REFUSED:
                raise
            return str(error)
        return ""

    def _act(self, connection: Any, dossier: int, act: Act, desk: Desk) -> None:
        if act.word == "contact":
            nature, result = v.ContactNature(act.nature), v.ContactResult(act.resultat)
            record_contact(connection, dossier, nature=nature, result=result, done_on=act.le, desk=desk, note="", again=True)
        elif act.word == "reprendre":
            self._take_up(connection, dossier, act, desk)
        elif act.word == "poster":
            wanted = set(act.a)
            rows = view_dossier(connection, dossier).letters
            leaving = [
                row for row in rows if row.acte_n == act.acte and row.etat in WAITING and (row.modele, self._to(row)) in wanted
            ]
            c = m.courrier.c
            envelopes = connection.execute(select(c.id, c.pli).where(c.id.in_([row.id for row in leaving]))).all()
            sealed = {n: f"1A {act.le.toordinal() % 10000:04d}{dossier:04d}{act.acte:02d}{pli}" for n, pli in envelopes}
            tracking = sealed if act.mode == "recommande" else {}
            posting.post(
                connection, self.press, list(sealed), done_on=act.le, mode=v.PostMode(act.mode), tracking=tracking, desk=desk
            )
        elif act.word == "retour":
            numbers = self._numbers(connection, dossier, act.acte, act.a)
            issue = v.LetterState(act.issue)
            posting.record_return(connection, numbers, issue=issue, done_on=act.le, presented_on=None, desk=desk)
        elif act.word == "corriger":
            numbers = self._numbers(connection, dossier, act.acte, act.a)[:1]
            right = AsItWas(act.posted, v.PostMode(act.mode))
            correct_posting(connection, numbers, right, why="mal noté", desk=desk)
        else:
            # each dossier has a room of its own: two families are never in each other's way
            here = Act(act.word, act.le, act.args | {"bureau": dossier})
            request, whole = REQUESTS[act.word](here), bool(act.avec_suite)
            perform(connection, dossier, request, done_on=act.le, desk=desk, again=True, with_what_followed=whole)

    def _numbers(self, connection: Any, dossier: int, acte: int, wanted: Any) -> list[int]:
        rows = view_dossier(connection, dossier).letters
        return [row.id for row in rows if row.acte_n == acte and (row.modele, self._to(row)) in set(wanted)]

    def _take_up(self, connection: Any, dossier: int, act: Act, desk: Desk) -> None:
        d = m.dossier.c
        reference = connection.execute(select(d.reference).where(d.id == dossier)).scalar_one()
        theirs = [
            TheirAct(
                REQUESTS[one.word](Act(one.word, one.le, one.args | {"bureau": dossier})),
                one.le,
                v.PostMode(one.mode) if one.mode else None,
            )
            for one in act.actes
        ]
        take_up(connection, reference, "la mission locale de Roubaix", theirs, desk=desk)

    def night(self, today: date) -> str:
        """Run the night of a day over all the dossiers; nobody refuses it."""
        desk = self.desk(today)
        result = night_round(self.base, desk=desk, now=lambda: desk.now)
        assert result.failures == [], result.failures
        return ""

    @staticmethod
    def _to(row: Any) -> str:
        if row.destinataire.startswith("Léa"):
            return "jeune"
        return {"Dossier": "dossier", "Département": "departement"}.get(row.destinataire, row.destinataire)

    def seen(self, dossier: int, today: date) -> dict[str, Any]:
        """Return what is compared, as `of voir --json` says it."""
        with self.base.reading() as connection:
            view = view_dossier(connection, dossier)
        sheet: Any = dossier_json(view, Clock(pinned_on=today), self.settings.folder, desk=self.desk(today))
        letters = zip(sheet["courriers"], view.letters, strict=True)
        return {
            "etape": sheet["etape"],
            "conforme": sheet["conforme"],
            "echeances": sorted(
                (e["ouverte_par"], e["slug"], e["depart"], e["nominale"], e["legale"], e["interne"], e["etat"], e["provisoire"])
                for e in sheet["echeances"]
            ),
            "courriers": sorted(
                (row.acte_n, row.modele, self._to(row), "prepare" if row.etat in WAITING else row.etat, row.poste_le)
                for _, row in letters
            ),
            "journal": [(e["n"], e["acte"], e["vers"], e["fait_le"], e["annule_par"]) for e in sheet["journal"]],
        }


WAITING = {"a_produire", "prepare", "imprime"}
__all__ = ["Program", "settings_of"]
