"""Random bases: dossiers that live through real acts, on random days, noted at once or days later, nights included.

Whatever the procedure refuses is not done. The same seed gives the same base.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, select

from house import appointment, desk, minor, reported
from ofworkflow.casework.acts.perform import Done, perform
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.opened import read
from ofworkflow.casework.mail.posting import letters_of_act
from ofworkflow.casework.night.rounds import night_round
from ofworkflow.casework.registry.contacts import record_contact
from ofworkflow.casework.registry.opening import open_dossiers
from ofworkflow.casework.registry.taking_up import take_up
from ofworkflow.errors import RefusedError
from ofworkflow.law.periods import add_months
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.handover import TheirAct
from ofworkflow.procedure.mailings import RETURNS
from ofworkflow.procedure.natures import NATURES
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
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database

DAY = timedelta(days=1)
BEGINS, ENDS = date(2024, 9, 2), date(2026, 12, 20)
PIVOTS = (
    date(2025, 1, 1), date(2025, 3, 10), date(2025, 5, 21), date(2025, 10, 31), date(2025, 11, 14), date(2025, 12, 31),
    date(2026, 1, 1), date(2026, 2, 28), date(2026, 3, 31),
)  # fmt: skip
"""Days on which a period begins or ends: what could fall near one of them often falls on it."""
COMMUNES = ("Lambersart", "La Madeleine", "Verlinghem", "Pérenchies")
ANTENNES = {"Antenne de Pérenchies": ("Pérenchies", "Verlinghem"), "Siège": ("Lambersart",)}
HOUSES: tuple[dict[str, object], ...] = (
    {},
    {"depart_convocation": "premiere_convocation", "depart_date": "presentation"},
    {"depart_date": "rendez_vous", "silence_sollicitations": 1, "silence_canaux": 1, "silence_duree": 0},
)
"""The habits of the house, one set a seed: what starts the two months."""

Moves = dict[Act, int]
ANYWHERE: Moves = {
    Act.SIGNALER: 1, Act.CLOTURER: 1, Act.ANNULER: 2, Act.RECTIFIER: 1, Act.EXEMPTER: 1, Act.CONSTATER_SITUATION: 2,
    Act.PROPOSER: 1, Act.PROMETTRE: 1, Act.RETIRER: 1, Act.CORRIGER_NAISSANCE: 1,
}  # fmt: skip
WITH_PARTNERS: Moves = {Act.DEMANDER: 4, Act.REPONDRE: 5, Act.INSCRIRE: 5, Act.DECIDER: 8, Act.ACHEVER: 16, Act.CADRER: 2}
MOVES: dict[Stage, Moves] = {
    Stage.ATTENTE: {Act.SIGNALER: 4},
    Stage.REPERAGE: {Act.CONVOQUER: 20},
    Stage.ENTRETIEN: {Act.CONSTATER_ABSENCE: 14, Act.RECEVOIR: 6, Act.REPORTER: 3},
    Stage.ABSENCE: {Act.CONVOQUER: 16, Act.JUSTIFIER: 4, Act.RECEVOIR: 1},
    Stage.CONVOCATION: {Act.CONSTATER_ABSENCE: 12, Act.RECEVOIR: 3, Act.REPORTER: 2, Act.PREPARER_TRANSMISSION: 3},
    Stage.CARENCE: {Act.TRANSMETTRE: 8, Act.PREPARER_TRANSMISSION: 4, Act.REPORTER: 3, Act.JUSTIFIER: 2, Act.RECEVOIR: 1},
    Stage.SUIVI: {
        Act.CONVOQUER: 12,
        Act.CONSTATER_SILENCE: 8,
        Act.CONSTATER_SITUATION: 8,
        Act.PREPARER_TRANSMISSION: 2,
        Act.INVITER: 3,
    },
    Stage.TRANSMISSION: {Act.TRANSMETTRE: 14, Act.RECEVOIR: 2, Act.REPORTER: 2},
    Stage.DEPARTEMENT: {Act.ENREGISTRER_REPONSE: 6, Act.CONSTATER_SITUATION: 8, Act.RECEVOIR: 2},
    Stage.CONFORMITE: {Act.ROMPRE: 8, Act.CONSTATER_SILENCE: 3, Act.CONVOQUER: 1},
    Stage.EXEMPTION: {Act.CONSTATER_SITUATION: 2, Act.INVITER: 2, **WITH_PARTNERS},
    Stage.CLOTURE: {Act.ROUVRIR: 3, Act.SIGNALER: 3, Act.RECEVOIR: 8},
}
"""What is tried at each stage, and how willingly, beside what is tried anywhere."""

TO_THE_NOTICE: dict[Stage, tuple[Act, ...]] = {
    Stage.REPERAGE: (Act.CONVOQUER,),
    Stage.ENTRETIEN: (Act.CONSTATER_ABSENCE,),
    Stage.ABSENCE: (Act.CONVOQUER,),
    Stage.CONVOCATION: (Act.CONSTATER_ABSENCE,),
    Stage.CARENCE: (Act.TRANSMETTRE,),
    Stage.TRANSMISSION: (Act.TRANSMETTRE,),
    Stage.DEPARTEMENT: (Act.ENREGISTRER_REPONSE, Act.CONSTATER_SITUATION, Act.RECEVOIR, Act.ANNULER),
    Stage.SUIVI: (Act.CONSTATER_SILENCE, Act.CONVOQUER),
    Stage.CONFORMITE: (Act.ROMPRE,),
}
"""The way to a notice, and to another one: what some minors live, who would be too few if all were left to chance."""

PERSONS: dict[str, tuple[Any, ...]] = {
    "sexe": ("F", "M", "F", "M", ""),
    "niveau": ("aucun", "cap_bep", "bac", "superieur", ""),
    "qpv": (True, False, None),
    "commune": (*COMMUNES[:3], *COMMUNES[:3], "Tourcoing", "Épinal", ""),
    "etablissement": ("Lycée des Tilleuls", "Collège du Parc", ""),
}
THEIRS = "la mission locale de Roubaix"
COUNSELLORS = ("Camille Renard", "Dominique Faure", "Sacha Morel")


@dataclass(slots=True)
class Life:
    """A dossier on its way: its number, and the letters that wait for the post or came from it."""

    number: int
    noticed: bool  # whether it goes straight to the notice
    to_post: list[tuple[int, tuple[int, ...], date]] = field(default_factory=list)
    posted: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)


def live_through(database: Database, seed: int, *, dossiers: int) -> Counter[str]:
    """Let so many dossiers live; return how many acts of each kind really stand in the journals, contacts with them."""
    random = Random(seed)  # noqa: S311 — chance, not secrets
    house = _House(random, desk(BEGINS, **HOUSES[seed % len(HOUSES)]))
    span, order = (ENDS - BEGINS).days, count()
    due: list[tuple[date, int, Life | None]] = []
    for _ in range(dossiers):
        heappush(due, (_drawn(BEGINS + DAY * random.randrange(span - 60), random, not_before=BEGINS), next(order), None))
    nights = sorted({BEGINS + DAY * random.randrange(span) for _ in range(10)} | {ENDS})
    for night in nights:
        with database.writing() as connection:
            while due and due[0][0] <= night:
                today, _, life = heappop(due)
                life, following = house.turn(connection, today, life)
                following = max(following, today)  # an appointment noted late may be past: the clock does not go back
                if life is not None and following <= ENDS:
                    heappush(due, (_drawn(following, random, not_before=today), next(order), life))
        night_round(database, desk=house.desk_on(night), now=lambda day=night: _instant(day), check=False)  # type: ignore[misc]
    return _kinds(database)


def copy(source: Database, target: Database) -> None:
    """Write every row of a base into another one, emptied first."""
    with source.reading() as taken, target.writing() as given:
        for table in reversed(m.metadata.sorted_tables):
            given.execute(delete(table))
        for table in m.metadata.sorted_tables:
            if rows := [dict(row) for row in taken.execute(select(table)).mappings()]:
                given.execute(insert(table), rows)


def _drawn(day: date, random: Random, *, not_before: date) -> date:
    near = [pivot for pivot in PIVOTS if abs((pivot - day).days) <= 6 and pivot >= not_before]
    return random.choice(near) if near and random.random() < 0.7 else day


def _kinds(database: Database) -> Counter[str]:
    with database.reading() as connection:
        done = Counter(connection.execute(select(m.journal.c.acte)).scalars())
        theirs = connection.execute(select(m.journal.c.n).where(m.journal.c.auteur == THEIRS)).all()
        done |= {THEIRS: len(theirs)} if theirs else {}
        done["contact"] = len(connection.execute(select(m.contact.c.id)).all())
    return done


def _instant(day: date) -> datetime:
    return datetime.combine(day, time(16), UTC)


@dataclass(frozen=True, slots=True)
class _House:
    random: Random
    blank: Desk

    def desk_on(self, today: date) -> Desk:
        return replace(self.blank, today=today, now=_instant(today))

    def turn(self, connection: Connection, today: date, life: Life | None) -> tuple[Life | None, date]:
        """Do one thing of a dossier, opening it first; return it with the day of its next thing."""
        chance = self.random
        if life is None:
            return self._open(connection, today), today + DAY * chance.choice([0, 1, 8, 20])
        if life.to_post:
            n, letters, before = life.to_post.pop()
            self._post(connection, life, n, letters, today, before)
            return life, today + DAY * chance.choice([0, 1, 9, 21, 35])
        # noted the same day, mostly
        done_on = today - DAY * chance.choice([0, 0, 0, 0, 0, 1, 4, 11])
        if chance.random() < 0.22:
            self._contact(connection, life, done_on, today)
            return life, today + DAY * chance.choice([0, 1, 7])
        if life.posted and chance.random() < 0.12:
            self._return(connection, life, today)
            return life, today + DAY
        if life.posted and chance.random() < 0.03:
            self._correct(connection, life, today)
            return life, today + DAY
        done = self._act(connection, life, done_on, today)
        following = today + DAY * chance.choice([0, 1, 5, 12, 26, 60])
        if done is not None and done.decision.request.act in (Act.CONVOQUER, Act.REPORTER, Act.TRANSMETTRE):
            following = self._send(connection, life, done, today, following)
        return life, following

    def _open(self, connection: Connection, today: date) -> Life | None:
        chance = self.random
        opened_on = today - DAY * chance.choice([0, 0, 0, 2])
        # 16 for some days or months, or 18 soon, in the middle of what is counted
        born_on = opened_on - DAY * chance.choice([chance.randrange(5_845, 6_580), chance.randrange(6_300, 6_570)])
        birthdays = [pivot + DAY * after for pivot in PIVOTS for after in (0, 1) if pivot > opened_on]
        if birthdays and chance.random() < 0.35:
            of_age_on = chance.choice(birthdays)
            born_on = date(of_age_on.year - 18, of_age_on.month, of_age_on.day)
        elif chance.random() < 0.15:
            born_on = date(2008, 2, 29)
        if chance.random() < 0.06:  # some days or months before 16
            born_on = opened_on - DAY * chance.randrange(5_540, 5_844)
        person = minor(born_on=born_on, **{name: chance.choice(values) for name, values in PERSONS.items()})
        signalement = reported(person, on=opened_on - DAY * chance.choice([0, 0, 3, 30]), source=chance.choice(list(Source)))
        counsellor = replace(self.desk_on(today), conseiller=chance.choice(COUNSELLORS))
        try:
            open_dossiers(connection, [signalement], done_on=opened_on, desk=counsellor)
        except RefusedError:
            return None
        number = connection.execute(select(m.dossier.c.id).order_by(m.dossier.c.id.desc()).limit(1)).scalar_one()
        if chance.random() < 0.08:
            self._take_up(connection, number, opened_on, counsellor)
        return Life(number, noticed=chance.random() < 0.35)

    def _take_up(self, connection: Connection, number: int, opened_on: date, counsellor: Desk) -> None:
        """Note what another mission locale did before: none of it is ours to count, its delays run."""
        first = opened_on - DAY * self.random.choice([45, 60, 80])
        met = first + DAY * 12
        met_again = met + DAY * self.random.choice([10, 21])
        story = [
            TheirAct(ask.Convoquer(appointment(met)), first, PostMode.SIMPLE), TheirAct(ask.ConstaterAbsence(), met),
            TheirAct(ask.Convoquer(appointment(met_again)), met + DAY, PostMode.RECOMMANDE),
            TheirAct(self.random.choice([ask.ConstaterAbsence(), ask.Recevoir(Presence.LES_DEUX)]), met_again),
        ][: self.random.choice([2, 4])]  # fmt: skip
        reference = connection.execute(select(m.dossier.c.reference).where(m.dossier.c.id == number)).scalar_one()
        self._unless_refused(lambda: take_up(connection, reference, THEIRS, story, desk=counsellor))

    def _contact(self, connection: Connection, life: Life, done_on: date, today: date) -> None:
        nature, result = self.random.choice(list(ContactNature)), self.random.choice(list(ContactResult))
        self._unless_refused(
            lambda: record_contact(
                connection, life.number, nature=nature, result=result, done_on=done_on, desk=self.desk_on(today), note=""
            )
        )

    def _act(self, connection: Connection, life: Life, done_on: date, today: date) -> Done | None:
        stage = Stage(connection.execute(select(m.dossier.c.etape).where(m.dossier.c.id == life.number)).scalar_one())
        moves = Counter(MOVES[stage]) + Counter(ANYWHERE)
        for _ in range(2):  # what is not possible yet is tried again another day, rather than everything else today
            [act] = self.random.choices(list(moves), list(moves.values()))
            if life.noticed and stage in TO_THE_NOTICE and self.random.random() < 0.8:
                act = self.random.choice(TO_THE_NOTICE[stage])
            if act is Act.CONSTATER_SILENCE and self.random.random() < 0.5:
                self._try_to_reach(connection, life, done_on, today)
            request = _REQUESTS[act](done_on, self.random)
            if isinstance(request, ask.Rectifier) and life.posted:  # one that left, with all that followed
                request = replace(request, acte_n=self.random.choice(life.posted)[0])
            if isinstance(request, ask.CorrigerNaissance):
                request = replace(request, naissance=self._born(connection, life))
            done = self._perform(connection, life, request, done_on, today)
            if done is not None and isinstance(request, ask.Demander):  # asked and answered on the telephone
                self._perform(connection, life, ask.Repondre(PartnerAnswer.FAVORABLE), done_on, today)
            if done is not None:
                return done
        return None

    def _born(self, connection: Connection, life: Life) -> date:
        """Return another birth date, by which who was 16 when the dossier opened still was; who waited is older."""
        of_it = select(m.jeune.c.naissance, m.dossier.c.ouvert_le).join(m.jeune, m.jeune.c.id == m.dossier.c.jeune_id)
        born_on, opened_on = connection.execute(of_it.where(m.dossier.c.id == life.number)).one()
        other: date = born_on + DAY * self.random.choice([-200, -90, -31, 31, 90, 200])
        return other if other < born_on or other + DAY * 5_845 <= opened_on else born_on - DAY

    def _try_to_reach(self, connection: Connection, life: Life, done_on: date, today: date) -> None:
        """Note what was tried in vain those last weeks, which is what makes a silence."""
        ways = (ContactNature.SMS, ContactNature.TELEPHONE, ContactNature.COURRIEL)
        for days, way in zip((24, 17, 9), ways, strict=True):
            tried_on = done_on - DAY * days
            self._unless_refused(
                lambda on=tried_on, by=way: record_contact(  # type: ignore[misc]
                    connection, life.number, nature=by, result=ContactResult.SANS_REPONSE, done_on=on,
                    desk=self.desk_on(today), note="", again=True,
                )
            )  # fmt: skip

    def _send(self, connection: Connection, life: Life, done: Done, today: date, following: date) -> date:
        """Post the letters of an act, in one time or two, or forget them; return the day of the next thing."""
        n, done_on, request = done.decision.n, done.decision.done_on, done.decision.request
        letters = tuple(letters_of_act(connection, life.number, n))
        if isinstance(request, ask.Convoquer | ask.Reporter):
            following = request.rdv.le + DAY * self.random.choice([-3, 0, 1, 1, 2, 9])
        elif self.random.random() < 0.6:
            following = add_months(done_on, self.random.choice([3, 3, 6]))  # the very day that the notice is judged
        if self.random.random() < 0.1:
            return following
        if len(letters) > 1 and self.random.random() < 0.25:
            life.to_post.append((n, letters[1:], following))
            self._post(connection, life, n, letters[:1], today, done_on)
            return today + DAY * self.random.choice([1, 3, 6])
        self._post(connection, life, n, letters, today, done_on)
        return following

    def _post(self, connection: Connection, life: Life, n: int, letters: tuple[int, ...], today: date, done_on: date) -> None:
        c = m.courrier.c
        notice = and_(c.id.in_(letters), c.modele == "information_departement")
        told = tuple(connection.execute(select(c.id).where(notice).order_by(c.id)).scalars())
        request = ask.Poster(n, letters, self.random.choice(list(PostMode)), information=told)
        if self._perform(connection, life, request, min(done_on, today), today) is not None and letters:
            life.posted.append((n, letters))

    def _return(self, connection: Connection, life: Life, today: date) -> None:
        n, letters = life.posted.pop(self.random.randrange(len(life.posted)))
        issue = self.random.choice([*RETURNS, LetterState.NPAI, LetterState.PERDU, LetterState.NPAI])
        arrived = issue not in (LetterState.NPAI, LetterState.PERDU)
        presented_on = today - DAY * self.random.choice([0, 1, 2]) if arrived else None
        self._perform(connection, life, ask.EnregistrerRetour(n, letters, issue, presented_on), today, today)

    def _correct(self, connection: Connection, life: Life, today: date) -> None:
        """Note the last posting again, a day sooner or later: what ran from it runs from that one."""
        [opened] = read(connection, [life.number])
        last = max((mailing.n for mailing in opened.case.mailings), default=0)
        wrong = next((e for e in opened.entries if e.n == last and isinstance(e.request, ask.Poster)), None)
        on = wrong.done_on + DAY * self.random.choice([-1, 0, 1]) if wrong else today
        if wrong is None or on > today:
            return
        if self._perform(connection, life, ask.Corriger(wrong.n, "mal noté"), today, today) is not None:
            self._perform(connection, life, wrong.request, on, today)

    def _perform(self, connection: Connection, life: Life, request: Any, done_on: date, today: date) -> Done | None:
        try:
            desk = self.desk_on(today)
            return perform(connection, life.number, request, done_on=done_on, desk=desk, with_what_followed=True)
        except RefusedError:
            return None

    @staticmethod
    def _unless_refused(do: Callable[[], None]) -> None:
        try:
            do()
        except RefusedError:
            return


def _situation(day: date, random: Random) -> ask.ConstaterSituation:
    nature = random.choice(
        [
            *(nature for nature, row in NATURES.items() if row.meets),
            Nature.ACCOMPAGNEMENT,
            Nature.ACCOMPAGNEMENT,
            Nature.ACCOMPAGNEMENT,
        ]
    )
    since = day - DAY * random.choice([0, 0, 1, 4, 90])
    proof = random.choice([*NATURES[nature].shown_by, *NATURES[nature].provisional])
    ends = [day + DAY * days for days in (0, 12, 40, 150, 400)]
    ends += [pivot - DAY * before for pivot in PIVOTS for before in (0, 1) if pivot > day]
    return ask.ConstaterSituation(nature, since, proof, day, fin=random.choice(ends))


def _closing(day: date, random: Random) -> ask.Cloturer:
    usual = [Closing.DEMENAGEMENT, Closing.DEPART_ETRANGER, Closing.HORS_CHAMP] * 5
    return ask.Cloturer(random.choice([*usual, Closing.ERREUR, Closing.DOUBLON, Closing.DECES]))


_REQUESTS: dict[Act, Callable[[date, Random], Any]] = {
    Act.CONVOQUER: lambda day, r: ask.Convoquer(
        appointment(day + DAY * r.choice([10, 12, 21, 21, 25, 40])), "urgent", malgre="essai"
    ),
    Act.REPORTER: lambda day, r: ask.Reporter(
        appointment(day + DAY * r.choice([10, 21, 24])),
        r.choice([ReportReason.DEMANDE_FAMILLE, ReportReason.INDISPONIBILITE_STRUCTURE, ReportReason.NOUVELLE_CONVOCATION]),
        malgre="essai",
    ),
    Act.INVITER: lambda day, r: ask.Inviter(
        appointment(day + DAY * r.choice([3, 10])), r.choice(list(InviteMode)), malgre="essai"
    ),
    Act.RECEVOIR: lambda day, r: ask.Recevoir(r.choice(list(Presence))),
    Act.CONSTATER_ABSENCE: lambda day, r: ask.ConstaterAbsence(),
    Act.JUSTIFIER: lambda day, r: ask.Justifier(Excuse.FAMILIAL, "tard"),
    Act.CONSTATER_SITUATION: _situation,
    Act.EXEMPTER: lambda day, r: ask.Exempter(r.choice([None, day, day + DAY * 20, day + DAY * 200])),
    Act.ROMPRE: lambda day, r: ask.Rompre(
        r.choice([Breach.ABANDON] * 4 + [Breach.FERMETURE, Breach.FIN_EXEMPTION]),
        r.choice([None] * 3 + [*range(2, 9)]),
        depuis=r.choice([None, None, day - DAY * 3]),
    ),
    Act.PROPOSER: lambda day, r: ask.Proposer(r.choice(list(Proposition)), r.choice(list(PropositionAnswer))),
    Act.PROMETTRE: lambda day, r: ask.Promettre(Nature.EMPLOI, day + DAY * r.choice([5, 40]), Proof.CONTRAT, day),
    Act.RETIRER: lambda day, r: ask.Retirer(r.choice(list(PromiseEnd))),
    Act.DEMANDER: lambda day, r: ask.Demander(
        r.choice(list(PartnerKind)), "un partenaire", r.choice(list(AskedFor)), day + DAY * 10
    ),
    Act.REPONDRE: lambda day, r: ask.Repondre(r.choice(list(PartnerAnswer))),
    Act.INSCRIRE: lambda day, r: ask.Inscrire(day + DAY * r.choice([0, 0, 7]), r.choice(list(MeetingTopic))),
    Act.DECIDER: lambda day, r: ask.Decider(Agreed.RECEVOIR, "nous", day + DAY * 10),
    Act.ACHEVER: lambda day, r: ask.Achever(r.choice(list(AgreedEnd))),
    Act.CADRER: lambda day, r: ask.Cadrer(r.choice(list(Frame)), day - DAY * r.choice([0, 30])),
    Act.CORRIGER_NAISSANCE: lambda day, r: ask.CorrigerNaissance(day, BirthProof.LIVRET_FAMILLE),  # the day: `_born`
    Act.CONSTATER_SILENCE: lambda day, r: ask.ConstaterSilence(),
    Act.PREPARER_TRANSMISSION: lambda day, r: ask.PreparerTransmission(),
    Act.TRANSMETTRE: lambda day, r: ask.Transmettre("Camille Renard", motif_anticipation="urgent"),
    Act.ENREGISTRER_REPONSE: lambda day, r: ask.EnregistrerReponse(r.choice(list(Answer))),
    Act.CLOTURER: _closing,
    Act.ROUVRIR: lambda day, r: ask.Rouvrir("revenu"),
    Act.SIGNALER: lambda day, r: ask.Signaler(r.choice(list(Source)), day - DAY * r.choice([0, 0, 3])),
    Act.ANNULER: lambda day, r: ask.Annuler("saisie"),
    Act.RECTIFIER: lambda day, r: ask.Rectifier(2, r.choice(list(Retrait))),
}
