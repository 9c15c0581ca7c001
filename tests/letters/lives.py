"""Many lives, each lived by its acts on a real base: whose letters are read sentence by sentence.

A life is a function of a `House`, decorated with `life`; it opens a dossier, does acts, posts. A letter of every
model, to everybody whom it may be written to, must be met in one of them (`test_sentences.py` says which is not).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from datetime import date, time
from pathlib import Path

from sqlalchemy import select, update

from house import BAC, LILAS, NOW, appointment, desk, minor, press
from letters.proofs import COLLEAGUE
from ofworkflow.casework.acts.perform import perform
from ofworkflow.casework.mail import posting as mail
from ofworkflow.casework.mail.letters.subject import LetterSubject, letter_context
from ofworkflow.casework.mail.subjects import subjects_of
from ofworkflow.casework.night.rounds import night_round
from ofworkflow.casework.registry.contacts import record_contact
from ofworkflow.casework.registry.finding import find_dossier
from ofworkflow.casework.registry.opening import open_dossiers
from ofworkflow.casework.registry.taking_up import take_up
from ofworkflow.letters.contexts import Lettre
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.handover import TheirAct
from ofworkflow.procedure.persons import Adresse, RepresentantLegal, Signalement
from ofworkflow.procedure.requests import RendezVous, Request
from ofworkflow.procedure.vocabulary import (
    Agreed,
    AskedFor,
    Authority,
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
    NotTold,
    PartnerKind,
    PostMode,
    Presence,
    Proof,
    Proposition,
    PropositionAnswer,
    Quality,
    ReportReason,
    Retrait,
    Source,
)
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database
from ofworkflow.storage.leaves import give_over

OPENED, FIRST, MISSED = date(2025, 12, 1), date(2025, 12, 2), date(2025, 12, 15)
SECOND, SECOND_ON = date(2026, 1, 5), date(2026, 1, 30)
MOTHER = RepresentantLegal(Quality.MERE, "DUPONT", "Anne", LILAS, "06 39 98 00 01", "anne@exemple.invalid", heberge=True)
FATHER = RepresentantLegal(Quality.PERE, "MARTIN", "Paul", BAC)
GUARDIAN = RepresentantLegal(Quality.TUTEUR, "LEROY", "Dominique", BAC, autorite=Authority.TUTELLE)
SERVICE = RepresentantLegal(
    Quality.ASE, "Service de l'enfance de Lambersart", "Jeanne", BAC, autorite=Authority.TUTELLE
)  # fmt: skip


FREE_WORDS = "Xylophone confidentiel"
"""What somebody writes freely beside every act that lets them: no letter may hold it."""
FREE_FIELDS = frozenset(
    {
        "motif_preavis",
        "motif_anticipation",
        "motif_sans_adresse",
        "motif_retard",
        "malgre",
        "precision",
        "par",
        "nom",
        "qui",
        "etablissement",
    }
)
"""The fields in which somebody writes why, for the house alone."""
PRINTED = frozenset({"signataire", "departement", "vers"})
"""Words that a letter does hold: who signs, whom it goes to, who takes over."""


@dataclass
class House:
    """A base, a press, and a dossier that is lived."""

    base: Database
    folder: Path
    settings: dict[str, object] = field(default_factory=dict)
    dossier: int = 0
    name: str = ""

    def opens(self, *who: RepresentantLegal, source: Source = Source.SIEI, on: date = OPENED, **young: object) -> None:
        given = {"nom": "DUPONT", "prenom": "Léa", "etablissement": "lycée de l'Exemple"} | young
        reported = Signalement(minor(**given), who, source, on, par=FREE_WORDS)  # type: ignore[arg-type]
        with self.base.writing() as connection:
            [(reference, _)] = open_dossiers(connection, [reported], done_on=on, desk=self.desk(on))
            self.dossier = find_dossier(connection, reference).id

    def desk(self, on: date):
        return replace(desk(on, **self.settings), conseiller=self.name)  # who has no other appointment

    def does(self, request: Request, on: date) -> None:
        if isinstance(request, ask.Appointing):  # the lives share one house, and its afternoons
            request = replace(request, malgre=FREE_WORDS)
        closed = bool(request.sensitive())  # nothing may be written freely of it
        if not closed:
            empty = [f.name for f in fields(request) if f.name in FREE_FIELDS and not getattr(request, f.name)]
            request = replace(request, **dict.fromkeys(empty, FREE_WORDS))
        with self.base.writing() as connection:
            perform(connection, self.dossier, request, done_on=on, desk=self.desk(on), note="" if closed else FREE_WORDS)

    def summons(self, on: date, rdv: date, **more: str) -> None:
        self.does(ask.Convoquer(appointment(rdv), **more), on)

    def posts(self, on: date, mode: PostMode = PostMode.SIMPLE, *, number: str = "", models: tuple[str, ...] = ()) -> list[int]:
        with self.base.writing() as connection:
            c = m.courrier.c
            waiting = mail.postable(connection, self.dossier)
            rows = connection.execute(select(c.id, c.pli, c.modele).where(c.id.in_(waiting)).order_by(c.id)).all()
            numbers = [row.id for row in rows if not models or row.modele in models]
            tracking = {row.id: f"{number}{row.pli}" for row in rows if row.id in numbers} if number else {}
            mail.post(connection, self.press, numbers, done_on=on, mode=mode, tracking=tracking, desk=self.desk(on))
        return numbers

    def came_back(self, numbers: list[int], issue: LetterState, on: date, presented: date | None = None) -> None:
        with self.base.writing() as connection:
            mail.record_return(connection, numbers, issue=issue, done_on=on, presented_on=presented, desk=self.desk(on))

    def calls(
        self, on: date, nature: ContactNature = ContactNature.TELEPHONE, result: ContactResult = ContactResult.SANS_REPONSE
    ) -> None:
        with self.base.writing() as connection:
            record_contact(
                connection, self.dossier, nature=nature, result=result, done_on=on, desk=self.desk(on), note=FREE_WORDS
            )

    def night(self, on: date) -> None:
        night_round(self.base, desk=self.desk(on), now=lambda: NOW)

    def misses_the_first(self) -> None:
        self.summons(FIRST, MISSED)
        self.posts(FIRST)
        self.does(ask.ConstaterAbsence(), MISSED)

    def misses_both(self) -> None:
        self.misses_the_first()
        self.summons(SECOND, SECOND_ON)
        self.posts(SECOND, PostMode.RECOMMANDE, number=f"1A2093821{self.dossier:04}")
        self.does(ask.ConstaterAbsence(), SECOND_ON)

    @property
    def press(self):
        p = press(self.folder)
        return replace(p, rules=self.desk(OPENED).rules, maison=replace(p.maison, acces="Bus ligne 10, arrêt Exemple.",
                                                                        horaires="Du lundi au vendredi, de 9 h à 17 h."))  # fmt: skip

    def letters(self) -> list[tuple[LetterSubject, Lettre]]:
        """Return every letter of the dossier, those cancelled left out, with what its template is given."""
        c = m.courrier.c
        with self.base.reading() as connection:
            found = subjects_of(connection, self.press, [c.dossier_id == self.dossier, c.etat != str(LetterState.ANNULE)])
            # of an act that was withdrawn, what left is no more what the journal tells
            return [(x, letter_context(x)) for x in found if x.letter.acte_n not in x.opened.case.annulled]


Life = Callable[[House], None]
LIVES: dict[str, Life] = {}


def life(lived: Life) -> Life:
    """Enter a life in the list, under its name."""
    LIVES[lived.__name__] = lived
    return lived


@life
def a_girl_and_her_two_parents_to_the_notice_and_what_came_after(h: House) -> None:
    h.opens(MOTHER, FATHER, tel_portable="06 39 98 00 02", courriel="lea@exemple.invalid")
    h.calls(date(2025, 12, 1))
    h.misses_both()
    h.calls(SECOND_ON)
    h.does(ask.Transmettre("Camille Renard"), date(2026, 2, 10))
    h.posts(date(2026, 2, 10))
    h.does(ask.ConstaterSituation(Nature.APPRENTISSAGE, date(2026, 2, 16), Proof.CONTRAT, date(2026, 2, 18), fin=date(2027, 8, 31)),
           date(2026, 2, 18))  # fmt: skip


@life
def a_boy_whose_mother_is_alone_excused_then_received(h: House) -> None:
    h.opens(replace(MOTHER, autorite=Authority.EXCLUSIVE), FATHER, source=Source.IMILO, prenom="Enzo", sexe="M")
    h.misses_the_first()
    h.does(ask.Justifier(Excuse.TRANSPORT), date(2025, 12, 16))
    h.summons(date(2025, 12, 17), date(2026, 1, 6))
    h.posts(date(2025, 12, 17))
    h.does(ask.Recevoir(Presence.LES_DEUX), date(2026, 1, 6))


@life
def a_boy_with_a_guardian_who_left_an_accompaniment(h: House) -> None:
    h.opens(GUARDIAN, source=Source.CFA, prenom="Yanis", sexe="M", etablissement="CFA de l'Exemple")
    on = date(2025, 12, 3)
    h.does(ask.ConstaterSituation(Nature.ACCOMPAGNEMENT, on, Proof.ATTESTATION, on, fin=date(2026, 12, 1)), on)
    h.does(ask.Rompre(Breach.ABANDON), date(2026, 1, 12))
    h.summons(date(2026, 1, 13), date(2026, 2, 10))


@life
def a_girl_whom_a_service_represents_and_who_answers_no_more(h: House) -> None:
    h.opens(SERVICE, source=Source.PSAD, prenom="Inès")
    h.summons(FIRST, MISSED)
    h.posts(FIRST)
    h.does(ask.Recevoir(Presence.MINEUR), MISSED)
    h.does(ask.Proposer(Proposition.FORMATION_INITIALE, PropositionAnswer.REFUSEE), MISSED)
    h.does(ask.Proposer(Proposition.DEUXIEME_CHANCE, PropositionAnswer.REFLEXION), MISSED)
    for day, way in ((5, ContactNature.TELEPHONE), (16, ContactNature.SMS), (28, ContactNature.TELEPHONE)):
        h.calls(date(2026, 1, day), way)
    h.does(ask.ConstaterSilence(), date(2026, 1, 29))
    h.summons(date(2026, 1, 30), date(2026, 2, 24))
    h.posts(date(2026, 1, 30))
    h.does(ask.ConstaterAbsence(), date(2026, 2, 24))
    h.does(ask.Transmettre("Dominique Lefèvre"), date(2026, 3, 10))


@life
def a_boy_whose_parents_live_abroad_and_whose_letters_came_back(h: House) -> None:
    abroad = Adresse("14 rue Didouche Mourad", "", "16000", "Alger", "Algérie")
    h.opens(
        replace(MOTHER, adresse=abroad, heberge=False),
        replace(FATHER, adresse=abroad),
        source=Source.AUTRE,
        prenom="Hamza",
        sexe="M",
    )
    h.summons(FIRST, MISSED)
    numbers = h.posts(FIRST)
    h.came_back(numbers[:1], LetterState.NPAI, date(2025, 12, 9))
    h.does(ask.Reporter(appointment(date(2026, 1, 6)), ReportReason.INDISPONIBILITE_STRUCTURE), date(2025, 12, 11))
    h.posts(date(2025, 12, 11))
    h.does(ask.Cloturer(Closing.DEMENAGEMENT), date(2025, 12, 20))


@life
def a_girl_informed_upon_late_with_a_hidden_address_and_nobody_else_told(h: House) -> None:
    hidden = replace(MOTHER, confidentielle=True)
    h.opens(hidden, replace(FATHER, adresse=Adresse()), source=Source.IMILO, prenom="Zoé")
    h.misses_both()
    h.does(ask.Transmettre("Dominique Lefèvre", "sans domicile connu"), date(2026, 3, 20))
    h.posts(date(2026, 3, 20))


@life
def a_girl_summoned_again_after_a_second_absence(h: House) -> None:
    h.opens(MOTHER, FATHER, prenom="Éva")
    h.misses_both()
    h.does(ask.Reporter(appointment(date(2026, 2, 25)), ReportReason.NOUVELLE_CONVOCATION), date(2026, 2, 2))
    h.posts(date(2026, 2, 2))


@life
def a_girl_whose_second_absence_is_excused(h: House) -> None:
    h.opens(MOTHER, prenom="Fanny")
    h.misses_both()
    h.does(ask.Justifier(Excuse.MALADIE), date(2026, 2, 3))
    h.does(ask.Reporter(appointment(date(2026, 2, 25)), ReportReason.ABSENCE_JUSTIFIEE), date(2026, 2, 4))


@life
def a_girl_followed_up_whose_mother_then_came_alone(h: House) -> None:
    h.opens(MOTHER, FATHER, prenom="Rita")
    h.summons(FIRST, MISSED)
    h.posts(FIRST)
    h.does(ask.Recevoir(Presence.LES_DEUX, representants=(2,), debut=time(14), fin=time(14, 40)), MISSED)
    for on, rdv in ((date(2025, 12, 16), date(2026, 1, 6)), (date(2025, 12, 17), date(2026, 1, 13))):
        h.does(ask.Inviter(appointment(rdv), InviteMode.LETTRE), on)
        h.posts(on)
    h.does(ask.ConstaterAbsence(Presence.REPRESENTANT, (1,), time(14, 30)), date(2026, 1, 13))


@life
def a_boy_enrolled_whose_attendance_was_not_seen(h: House) -> None:
    h.opens(MOTHER, prenom="Gaël", sexe="M")
    on = date(2026, 1, 5)
    h.does(ask.ConstaterSituation(Nature.SCOLARITE, on, Proof.CERTIFICAT_SCOLARITE, on), on)


@life
def a_boy_who_left_his_accompaniment(h: House) -> None:
    h.opens(MOTHER, prenom="Ivan", sexe="M")
    on = date(2025, 12, 3)
    h.does(ask.ConstaterSituation(Nature.ACCOMPAGNEMENT, on, Proof.ATTESTATION, on, fin=date(2026, 12, 1)), on)
    h.does(ask.Rompre(Breach.ABANDON), date(2026, 1, 12))
    h.summons(date(2026, 1, 13), date(2026, 2, 11))


def _comes_of_age(h: House, prenom: str) -> None:
    h.opens(MOTHER, prenom=prenom, born_on=date(2008, 3, 2))


@life
def a_girl_who_comes_of_age(h: House) -> None:
    _comes_of_age(h, "Jade")
    h.night(date(2026, 3, 2))


@life
def a_girl_who_comes_of_age_while_she_is_accompanied(h: House) -> None:
    _comes_of_age(h, "Kenza")
    on = date(2026, 1, 5)
    h.does(ask.ConstaterSituation(Nature.ACCOMPAGNEMENT, on, Proof.ATTESTATION, on, fin=date(2026, 12, 31)), on)
    h.night(date(2026, 3, 2))


@life
def a_girl_whose_birthday_comes_before_the_end_of_the_two_months(h: House) -> None:
    h.opens(MOTHER, prenom="Zoé", born_on=date(2008, 2, 16))
    h.misses_the_first()
    h.summons(SECOND, SECOND_ON)
    h.posts(SECOND)
    h.does(ask.Reporter(appointment(date(2026, 2, 6)), ReportReason.DEMANDE_FAMILLE), date(2026, 1, 12))


@life
def a_birthday_before_the_end_of_two_months_that_begin_with_the_first_letter(h: House) -> None:
    h.settings = {"depart_convocation": "premiere_convocation"}
    h.opens(MOTHER, prenom="Nina", born_on=date(2008, 1, 16))
    h.summons(FIRST, MISSED)


@life
def a_boy_who_lives_with_his_father_away_from_the_address_of_his_card(h: House) -> None:
    h.opens(replace(MOTHER, heberge=False), replace(FATHER, heberge=True), prenom="Noé", sexe="M")
    h.misses_both()
    h.does(ask.Transmettre("Camille Renard"), date(2026, 2, 26))


@life
def the_two_months_that_begin_with_the_first_letter(h: House) -> None:
    h.settings = {"depart_convocation": "premiere_convocation"}
    h.opens(MOTHER, prenom="Lina")
    h.misses_the_first()
    h.does(ask.Justifier(Excuse.FAMILIAL), date(2025, 12, 17))
    h.summons(date(2025, 12, 17), date(2026, 1, 6))
    h.posts(date(2025, 12, 17))
    h.does(ask.ConstaterAbsence(), date(2026, 1, 6))
    h.summons(date(2026, 1, 14), date(2026, 2, 6))


@life
def a_boy_received_and_silent_again_in_the_same_two_months(h: House) -> None:
    h.opens(MOTHER, source=Source.IMILO, prenom="Pablo", sexe="M")
    h.misses_the_first()
    h.summons(SECOND, date(2026, 1, 26))
    h.posts(SECOND)
    h.does(ask.Recevoir(Presence.REPRESENTANT), date(2026, 1, 26))
    for on, way in ((date(2026, 1, 27), ContactNature.TELEPHONE), (date(2026, 2, 9), ContactNature.SMS),
                    (date(2026, 2, 17), ContactNature.TELEPHONE)):  # fmt: skip
        h.calls(on, way)
    h.does(ask.ConstaterSilence(), date(2026, 2, 18))
    h.summons(date(2026, 2, 18), date(2026, 3, 11))


@life
def the_two_months_that_begin_with_the_presentation(h: House) -> None:
    h.settings = {"depart_date": "presentation"}
    h.opens(MOTHER, prenom="Maël", sexe="M")
    h.misses_the_first()
    h.summons(SECOND, SECOND_ON)


@life
def the_two_months_that_begin_with_the_appointment(h: House) -> None:
    h.settings = {"depart_date": "rendez_vous"}
    h.opens(MOTHER, prenom="Nora")
    h.misses_the_first()
    h.summons(SECOND, SECOND_ON)


@life
def a_second_cycle_after_a_situation_reached_its_end(h: House) -> None:
    h.opens(MOTHER, FATHER, prenom="Oscar", sexe="M")
    on = date(2025, 12, 3)
    h.does(ask.ConstaterSituation(Nature.FORMATION, on, Proof.ATTESTATION, on, fin=date(2025, 12, 30)), on)
    h.night(date(2025, 12, 31))
    h.summons(date(2026, 1, 2), date(2026, 1, 20))
    h.posts(date(2026, 1, 2))


@life
def a_girl_excused_after_the_departement_was_informed(h: House) -> None:
    h.opens(MOTHER, prenom="Paola")
    h.misses_the_first()
    h.summons(SECOND, SECOND_ON)
    h.posts(SECOND)
    h.does(ask.ConstaterAbsence(), SECOND_ON)
    h.does(ask.Transmettre("Camille Renard"), date(2026, 2, 16))
    h.posts(date(2026, 2, 17))
    h.does(ask.Justifier(Excuse.SCOLAIRE, "attestation reçue le 23"), date(2026, 2, 23))
    h.does(ask.Reporter(appointment(date(2026, 3, 20)), ReportReason.ABSENCE_JUSTIFIEE), date(2026, 2, 24))


@life
def a_notice_that_leaves_after_the_end(h: House) -> None:
    h.opens(MOTHER, prenom="Rayan", sexe="M")
    h.misses_the_first()
    h.summons(SECOND, SECOND_ON)
    h.posts(SECOND)
    h.does(ask.ConstaterAbsence(), SECOND_ON)
    h.does(ask.Transmettre("Camille Renard"), date(2026, 3, 5))
    h.posts(date(2026, 3, 6))


@life
def a_girl_whose_first_letters_the_post_never_brought(h: House) -> None:
    h.opens(MOTHER, prenom="Romane")
    h.misses_the_first()
    h.does(ask.Justifier(Excuse.POSTE_EMPECHEE), date(2026, 1, 6))
    h.summons(date(2026, 1, 6), date(2026, 1, 22))


@life
def a_boy_not_received_by_our_own_mistake_and_informed_all_the_same(h: House) -> None:
    h.opens(MOTHER, prenom="Sacha", sexe="M")
    h.misses_the_first()
    h.summons(SECOND, SECOND_ON)
    h.posts(SECOND)
    h.does(ask.ConstaterAbsence(), SECOND_ON)
    h.does(ask.Transmettre("Camille Renard"), date(2026, 2, 16))
    h.posts(date(2026, 2, 16))
    h.does(ask.Justifier(Excuse.ERREUR_STRUCTURE), date(2026, 2, 20))
    h.does(ask.Reporter(appointment(date(2026, 3, 20)), ReportReason.INDISPONIBILITE_STRUCTURE), date(2026, 2, 20))


@life
def an_emancipated_girl_is_written_to_alone(h: House) -> None:
    h.opens(MOTHER, prenom="Rose", emancipe_le=date(2025, 11, 3))
    h.misses_both()
    h.does(ask.Transmettre("Camille Renard"), date(2026, 2, 10))


@life
def a_boy_whose_representative_nobody_knows(h: House) -> None:
    h.opens(prenom="Sami", sexe="M")
    h.misses_both()
    h.does(ask.Transmettre("Camille Renard"), date(2026, 2, 10))


@life
def a_girl_in_a_foster_family_and_a_service_in_copy(h: House) -> None:
    aunt = RepresentantLegal(Quality.TIERS, "BERNARD", "Claude", BAC, autorite=Authority.CONFIE)
    service = RepresentantLegal(Quality.ASE, "Service de l'enfance de Lambersart", "", BAC, autorite=Authority.COPIE)
    h.opens(replace(MOTHER, heberge=False), aunt, service, prenom="Tess")
    h.summons(FIRST, MISSED)
    h.posts(FIRST)
    h.does(ask.Reporter(appointment(date(2026, 1, 6)), ReportReason.DEMANDE_FAMILLE), date(2025, 12, 10))
    h.posts(date(2025, 12, 10))
    h.does(ask.Cloturer(Closing.DEMENAGEMENT), date(2025, 12, 20))


@life
def a_boy_whose_father_died_between_two_letters(h: House) -> None:
    h.opens(MOTHER, replace(FATHER, autorite=Authority.DECEDE, depuis_le=date(2025, 12, 20)), prenom="Ugo", sexe="M")
    h.misses_both()


@life
def a_girl_summoned_again_after_her_father_came_without_her(h: House) -> None:
    h.opens(MOTHER, FATHER, prenom="Vera")
    h.summons(FIRST, MISSED)
    h.posts(FIRST)
    h.does(ask.ConstaterAbsence(Presence.REPRESENTANT, (2,)), MISSED)
    h.summons(SECOND, SECOND_ON)


@life
def a_girl_whose_family_is_not_told_of_the_notice(h: House) -> None:
    h.opens(MOTHER, FATHER, prenom="Jade")
    h.misses_both()
    h.does(ask.Transmettre("Camille Renard", sans_famille=NotTold.DANGER), date(2026, 2, 10))
    h.posts(date(2026, 2, 10))
    h.does(ask.Justifier(Excuse.SCOLAIRE, "attestation reçue"), date(2026, 2, 20))


def _closed(h: House, motif: Closing, at: time, *, vers: str = "") -> None:
    h.opens(replace(MOTHER, nom=f"{motif}{vers}".upper()[:20]), prenom="Inès")
    rdv = RendezVous(MISSED, at, "12 rue de l'Exemple à Lambersart")
    h.does(ask.Convoquer(rdv), FIRST)
    h.posts(FIRST)
    h.does(ask.Cloturer(motif, vers), date(2025, 12, 8))


@life
def a_girl_who_moved_and_is_followed_elsewhere(h: House) -> None:
    _closed(h, Closing.DEMENAGEMENT, time(9), vers="Mission locale d'Arras")


@life
def a_girl_who_moved_nobody_knows_where(h: House) -> None:
    _closed(h, Closing.DEMENAGEMENT, time(9, 45))


@life
def a_girl_gone_abroad(h: House) -> None:
    _closed(h, Closing.DEPART_ETRANGER, time(10, 30))


@life
def a_girl_summoned_by_mistake(h: House) -> None:
    _closed(h, Closing.ERREUR, time(11, 15))


@life
def a_girl_out_of_scope(h: House) -> None:
    _closed(h, Closing.HORS_CHAMP, time(15))


@life
def a_girl_in_order_before_her_appointment(h: House) -> None:
    h.opens(MOTHER, prenom="Inès")
    h.summons(FIRST, MISSED)
    h.posts(FIRST)
    h.does(ask.ConstaterSituation(Nature.EMPLOI, date(2025, 12, 8), Proof.CONTRAT, date(2025, 12, 8)), date(2025, 12, 8))


@life
def a_girl_exempt_before_her_appointment_and_those_in_copy(h: House) -> None:
    uncle = RepresentantLegal(Quality.PERE, "BERNARD", "Claude", BAC, autorite=Authority.COPIE)
    service = RepresentantLegal(Quality.ASE, "Service de l'enfance de Lambersart", "", BAC, autorite=Authority.COPIE)
    h.opens(MOTHER, uncle, service, prenom="Alba")
    h.summons(FIRST, MISSED)
    h.posts(FIRST)
    h.does(ask.Exempter(date(2026, 6, 30)), date(2025, 12, 8))


@life
def a_boy_whose_service_came_alone(h: House) -> None:
    h.opens(SERVICE, prenom="Elio", sexe="M")
    h.misses_both()
    h.does(ask.Recevoir(Presence.REPRESENTANT), date(2026, 2, 2))


@life
def a_girl_whose_parents_must_not_meet_any_more(h: House) -> None:
    h.opens(MOTHER, FATHER, prenom="Lou")
    h.summons(FIRST, MISSED)
    h.posts(FIRST)
    r = m.representant.c
    with h.base.writing() as connection:  # the order comes after the letters
        whose = select(m.dossier.c.jeune_id).where(m.dossier.c.id == h.dossier).scalar_subquery()
        kept = update(m.representant).where(r.jeune_id == whose, r.nom == FATHER.nom)
        connection.execute(kept.values(a_part_jusqu_au=date(2026, 12, 1)))
    h.does(ask.Reporter(appointment(date(2025, 12, 29)), ReportReason.INDISPONIBILITE_STRUCTURE, avec=1), date(2025, 12, 5))


@life
def a_girl_whose_parents_are_received_apart(h: House) -> None:
    h.opens(MOTHER, replace(FATHER, a_part_jusqu_au=date(2026, 12, 1)), prenom="Line")
    both = {"avec": 1, "aussi": time(16, 30), "aussi_avec": 2}
    h.does(ask.Convoquer(appointment(MISSED), **both), FIRST)  # type: ignore[arg-type]
    h.posts(FIRST)
    h.does(ask.ConstaterAbsence(), MISSED)
    h.does(ask.Convoquer(appointment(SECOND_ON), **both), SECOND)  # type: ignore[arg-type]
    for_the_mother = h.posts(SECOND)[:1]
    h.came_back(for_the_mother, LetterState.NPAI, date(2026, 1, 12))
    h.does(ask.ConstaterAbsence(Presence.REPRESENTANT, (2,)), SECOND_ON)
    h.does(ask.Transmettre("Camille Renard"), date(2026, 2, 10))
    h.posts(date(2026, 2, 12))
    h.does(ask.Inviter(appointment(date(2026, 3, 17)), InviteMode.LETTRE, **both), date(2026, 2, 20))  # type: ignore[arg-type]


@life
def a_girl_of_whom_partners_spoke(h: House) -> None:
    h.opens(MOTHER, prenom="Yaël")
    h.misses_both()
    met = date(2026, 2, 5)
    h.does(ask.Demander(PartnerKind.CIO, FREE_WORDS, AskedFor.NOUVELLES, met), date(2026, 2, 2))
    h.does(ask.Inscrire(met, MeetingTopic.NOUVELLES), date(2026, 2, 3))
    h.does(ask.Decider(Agreed.CONTACTER, avant=date(2026, 2, 20)), met)
    h.does(ask.Cadrer(Frame.TDO, date(2026, 2, 6)), date(2026, 2, 6))
    h.does(ask.Transmettre("Camille Renard"), date(2026, 2, 10))


@life
def a_girl_summoned_in_the_place_of_another(h: House) -> None:
    h.opens(MOTHER, FATHER, prenom="Maud")
    h.summons(FIRST, MISSED)
    h.posts(FIRST)
    h.does(ask.Rectifier(2, Retrait.PERSONNE), date(2025, 12, 3))
    h.posts(date(2025, 12, 3))
    h.summons(date(2025, 12, 4), date(2025, 12, 18))
    h.posts(date(2025, 12, 4))
    h.does(ask.Rectifier(6, Retrait.DATE), date(2025, 12, 22))


@life
def a_boy_informed_upon_by_mistake(h: House) -> None:
    h.opens(MOTHER, prenom="Omar", sexe="M")
    h.misses_both()
    h.does(ask.Transmettre("Camille Renard"), date(2026, 2, 10))
    h.posts(date(2026, 2, 10))
    h.does(ask.Rectifier(8, Retrait.COURRIER), date(2026, 2, 11))


@life
def a_girl_whose_situation_was_that_of_another(h: House) -> None:
    h.opens(MOTHER, prenom="Nora")
    h.misses_both()
    h.does(ask.Transmettre("Camille Renard"), date(2026, 2, 10))
    h.posts(date(2026, 2, 10))
    on = date(2026, 2, 16)
    h.does(ask.ConstaterSituation(Nature.EMPLOI, on, Proof.CONTRAT, on), on)
    h.posts(on)
    h.does(ask.Rectifier(10, Retrait.SITUATION), date(2026, 2, 17))


@life
def a_girl_of_whom_the_departement_unlearns_the_notice_and_what_corrected_it(h: House) -> None:
    h.opens(MOTHER, prenom="Ninon")
    h.misses_both()
    h.does(ask.Transmettre("Camille Renard"), date(2026, 2, 10))
    h.posts(date(2026, 2, 10))
    on = date(2026, 2, 16)
    h.does(ask.ConstaterSituation(Nature.EMPLOI, on, Proof.CONTRAT, on), on)
    h.posts(on)
    h.does(ask.Rectifier(10, Retrait.COURRIER), date(2026, 2, 17))
    h.does(ask.Rectifier(8, Retrait.PERSONNE), date(2026, 2, 17))


@life
def a_girl_whom_a_colleague_receives(h: House) -> None:
    h.opens(MOTHER, prenom="Solène")
    h.summons(FIRST, MISSED)
    with h.base.writing() as connection:
        give_over(connection, dossier_id=h.dossier, n=2, conseiller=COLLEAGUE, auteur="Camille Renard", enregistre_a=NOW)
    h.posts(FIRST)
    h.does(ask.Reporter(appointment(date(2025, 12, 20)), ReportReason.DEMANDE_FAMILLE), date(2025, 12, 5))
    h.posts(date(2025, 12, 5))


@life
def a_girl_received_then_not(h: House) -> None:
    h.opens(MOTHER, prenom="Lucie")
    h.summons(FIRST, MISSED)
    h.posts(FIRST)
    h.does(ask.Recevoir(Presence.LES_DEUX), date(2025, 12, 10))
    h.posts(date(2025, 12, 10))
    h.does(ask.Rectifier(4, Retrait.ISSUE), date(2025, 12, 11))


@life
def a_boy_invited_at_a_wrong_address_while_in_order(h: House) -> None:
    h.opens(MOTHER, prenom="Karim", sexe="M")
    on = date(2025, 12, 3)
    h.does(ask.ConstaterSituation(Nature.EMPLOI, on, Proof.CONTRAT, on, fin=date(2026, 12, 1)), on)
    h.does(ask.Inviter(appointment(date(2026, 1, 6)), InviteMode.LETTRE), date(2025, 12, 4))
    h.posts(date(2025, 12, 4), models=("invitation",))
    h.does(ask.Rectifier(3, Retrait.ADRESSE), date(2025, 12, 5))


@life
def a_girl_exempt_and_invited_by_mistake(h: House) -> None:
    h.opens(MOTHER, prenom="Sarah")
    h.does(ask.Exempter(date(2026, 6, 30)), date(2025, 12, 3))
    h.does(ask.Inviter(appointment(date(2026, 1, 6)), InviteMode.LETTRE), date(2025, 12, 4))
    h.posts(date(2025, 12, 4))
    h.does(ask.Rectifier(3, Retrait.COURRIER), date(2025, 12, 5))


@life
def a_boy_of_age_whose_mother_came_alone_it_was_said(h: House) -> None:
    h.opens(MOTHER, prenom="Tom", sexe="M", born_on=date(2008, 1, 20))
    h.summons(FIRST, MISSED)
    h.posts(FIRST)
    h.night(date(2026, 1, 20))
    h.does(ask.ConstaterAbsence(Presence.REPRESENTANT, (1,)), date(2026, 1, 20))
    h.posts(date(2026, 1, 20), models=("attestation_presence",))
    h.does(ask.Rectifier(5, Retrait.ISSUE), date(2026, 1, 21))


@life
def a_girl_of_whom_everything_was_another_child_s_and_withdrawn_in_one_go(h: House) -> None:
    h.opens(MOTHER, prenom="Iris")
    h.misses_both()
    h.does(ask.Transmettre("Camille Renard"), date(2026, 2, 10))
    h.posts(date(2026, 2, 10))
    h.does(ask.ConstaterSituation(Nature.APPRENTISSAGE, date(2026, 2, 16), Proof.CONTRAT, date(2026, 2, 16)), date(2026, 2, 18))
    h.posts(date(2026, 2, 18))
    with h.base.writing() as connection:
        all_of_it = ask.Rectifier(2, Retrait.PERSONNE)
        perform(
            connection, h.dossier, all_of_it, done_on=date(2026, 2, 20), desk=h.desk(date(2026, 2, 20)), with_what_followed=True
        )


@life
def a_girl_of_age_since_the_notice_and_excused_after(h: House) -> None:
    h.opens(MOTHER, prenom="Maud", born_on=date(2008, 2, 20))
    h.misses_both()
    h.does(ask.Transmettre("Camille Renard"), date(2026, 2, 10))
    h.posts(date(2026, 2, 10))
    h.night(date(2026, 2, 20))
    h.does(ask.Justifier(Excuse.ERREUR_STRUCTURE), date(2026, 2, 23))


def _taken_up(h: House, *acts: TheirAct) -> None:
    with h.base.writing() as connection:
        reference = connection.execute(select(m.dossier.c.reference).where(m.dossier.c.id == h.dossier)).scalar_one()
        take_up(connection, reference, "la mission locale de Roubaix", acts, desk=h.desk(date(2026, 1, 31)))


@life
def a_girl_of_whom_another_mission_locale_had_informed_the_departement(h: House) -> None:
    h.opens(MOTHER, prenom="Zélie")
    informed = TheirAct(ask.Transmettre(""), date(2026, 1, 31), PostMode.RECOMMANDE)
    _taken_up(
        h, TheirAct(ask.Convoquer(appointment(MISSED)), FIRST, PostMode.SIMPLE), TheirAct(ask.ConstaterAbsence(), MISSED),
        TheirAct(ask.Convoquer(appointment(SECOND_ON)), SECOND, PostMode.RECOMMANDE), TheirAct(ask.ConstaterAbsence(), SECOND_ON), informed,
    )  # fmt: skip
    h.does(ask.ConstaterSituation(Nature.APPRENTISSAGE, date(2026, 2, 2), Proof.CONTRAT, date(2026, 2, 2)), date(2026, 2, 3))
    h.posts(date(2026, 2, 3))


@life
def a_girl_who_came_from_another_mission_locale_after_an_absence(h: House) -> None:
    h.opens(MOTHER, prenom="Ambre")
    _taken_up(h, TheirAct(ask.Convoquer(appointment(MISSED)), FIRST, PostMode.SIMPLE), TheirAct(ask.ConstaterAbsence(), MISSED))
    h.summons(date(2026, 2, 2), date(2026, 2, 26))
    h.posts(date(2026, 2, 2))


@life
def a_boy_who_came_from_another_mission_locale_while_the_two_months_ran(h: House) -> None:
    h.opens(MOTHER, FATHER, prenom="Noé", sexe="M")
    _taken_up(
        h, TheirAct(ask.Convoquer(appointment(MISSED)), FIRST, PostMode.SIMPLE), TheirAct(ask.ConstaterAbsence(), MISSED),
        TheirAct(ask.Convoquer(appointment(SECOND_ON)), SECOND, PostMode.RECOMMANDE), TheirAct(ask.ConstaterAbsence(), SECOND_ON),
    )  # fmt: skip
    h.does(ask.Transmettre("Camille Renard"), date(2026, 2, 10))


@life
def a_boy_who_came_from_another_mission_locale_and_is_summoned_again(h: House) -> None:
    h.opens(MOTHER, FATHER, prenom="Éli", sexe="M")
    _taken_up(
        h, TheirAct(ask.Convoquer(appointment(MISSED)), FIRST, PostMode.SIMPLE), TheirAct(ask.ConstaterAbsence(), MISSED),
        TheirAct(ask.Convoquer(appointment(SECOND_ON)), SECOND, PostMode.RECOMMANDE), TheirAct(ask.ConstaterAbsence(), SECOND_ON),
    )  # fmt: skip
    h.does(ask.Reporter(appointment(date(2026, 2, 24)), ReportReason.NOUVELLE_CONVOCATION), date(2026, 2, 2))
    h.posts(date(2026, 2, 2))
