"""A life of the second model: acts in their order, what is voided played again without it, its night (procedure.md, sections 3, 5, 7)."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from datetime import date

from model.days import DAY, add_months
from model.dossier import Dossier
from model.guards import GUARDS, allowed, effective, need
from model.state import COVERED, SUMMONSES
from model.words import FINAL, WAITS, Act, House, RefusedError, Start

POST = {"poster", "retour", "corriger", "envoi"}  # `envoi`: the posting of an act of theirs
VOIDING = {"annuler", "rectifier"}


class Life:
    """A dossier that is lived: acts with their days, the night before each, what is voided played again without it."""

    def __init__(self, house: House, start: Start, opened: date) -> None:
        need(add_months(start.born, 180) <= opened < add_months(start.born, 216), "hors champ")
        self.dossier = Dossier(house, start)
        self.acts: list[tuple[Act, bool]] = []  # with whether the night did it
        self.void: set[int] = set()
        self.taken_up: set[int] = set()  # the numbers of the acts of another mission locale
        self.keep(Act("ouvrir", opened))

    def keep(self, act: Act, *, night: bool = False) -> None:
        """Write an act."""
        self.acts.append((act, night))
        self.dossier.do(act)

    @property
    def lived(self) -> list[tuple[int, Act, bool]]:
        """Return the acts that stand, with their numbers: neither voided nor voiding, contacts and the post left out."""
        numbered = [(act, night) for act, night in self.acts if act.word != "contact"]
        return [
            (n, act, night) for n, (act, night) in enumerate(numbered, 1)
            if n not in self.void and act.word not in POST and act.word not in VOIDING
        ]  # fmt: skip

    def drafts(self) -> set[int]:
        """Return the acts whose letters are drafts that nobody signed: they do not leave."""
        return {n for n, act, _ in self.lived if act.word == "preparer"}

    def act(self, act: Act, today: date) -> None:
        """Do one act recorded on a day, what was due before it being done first; raise `RefusedError`, and write nothing."""
        need(act.le <= today, "jour à venir")
        if act.word == "contact":
            self.keep(act)
            return
        was = (deepcopy(self.dossier), list(self.acts), set(self.void), set(self.taken_up))
        try:
            self._act(act, today)
        except RefusedError:
            self.dossier, self.acts, self.void, self.taken_up = was
            raise

    def _act(self, act: Act, today: date) -> None:
        settled = self.night(today)
        if act.word == "corriger":
            self.correct(act, today)
            return
        if act.word in POST:
            GUARDS[act.word](self.dossier, act)
            self.keep(act)
            return
        if act.word == "reprendre":
            self.take_up(act, today)
            return
        # A person's act may be dated before what the night did meanwhile, never before another person's here.
        days = [one.le for n, one, night in self.lived if not night and n not in self.taken_up]
        need(act.le >= max(days), "avant l'acte qu'il suit")
        if act.word in VOIDING:
            self.withdraw(act, settled=bool(settled))
            return
        if act.word == "rouvrir":
            need(act.le >= self.lived[-1][1].le, "avant la clôture")
        if act.word in GUARDS:
            GUARDS[act.word](self.dossier, act)
        self.keep(act)

    def correct(self, act: Act, today: date) -> None:
        """Note a posting again, as it was, and what the post said of its letters since; what was done meanwhile stays done."""
        numbered = dict(enumerate((one for one, _ in self.acts if one.word != "contact"), 1))
        wrong = numbered.get(act.envoi)
        need(wrong and wrong.word == "poster" and act.envoi not in self.void, "pas un envoi qui compte")
        assert wrong is not None
        need((act.posted, act.mode) != (wrong.le, wrong.mode), "déjà noté ainsi")
        need(act.posted <= today, "à venir")
        theirs = set(wrong.a)
        back = [
            one
            for n, one in numbered.items()
            if n > act.envoi and one.word == "retour" and one.acte == wrong.acte and set(one.a) & theirs
        ]
        need(all(one.le >= act.posted for one in back), "rendu avant d'être parti")
        right = Act("poster", act.posted, wrong.args | {"mode": act.mode, "corrige": True})
        written = numbered[wrong.acte]
        need(act.posted >= written.le, "avant son acte")
        given = next((one for one in self.dossier.meetings if one.by == wrong.acte), None)
        need(given is None or act.posted < given.day, "l'envoi n'est pas avant le rendez-vous")
        self.void.add(act.envoi)
        self.acts += [(act, False), (right, False), *((one, False) for one in back)]
        letters = self.dossier.letters
        fresh = self.again()
        known = {
            (one.by, one.model, one.to): one for one in fresh.letters if (one.model, one.to) in theirs and one.by == wrong.acte
        }
        fresh.letters = [known.get((one.by, one.model, one.to), one) for one in letters]
        self.dossier = fresh

    def withdraw(self, act: Act, *, settled: bool) -> None:
        """Void the last act, or withdraw the one that is named, where nothing stands on it, or what does with it."""
        standing = [n for n, _, _ in self.lived]
        if act.word == "annuler":
            need(not settled, "la nuit d'abord : c'est elle qui serait annulée")
            need(not self.has_left(standing[-1]), "un courrier est parti : il se rectifie")
            self.undo(standing[-1], act, act.word, ())
            return
        need(act.acte in standing, "ne compte plus, ou n'a jamais compté")
        need(act.avec_suite or act.acte == standing[-1], "d'autres actes s'appuient sur lui")
        for n in [n for n in reversed(standing) if n > act.acte]:
            before = [
                x for x in standing if act.acte <= x < n
            ]  # each person is written to once, of the first act that reached them
            self.undo(n, act, "rectifier" if self.has_left(n) else "annuler", before)
        need(self.has_left(act.acte), "aucun courrier n'est parti : il s'annule")
        self.undo(act.acte, act, act.word, ())

    def has_left(self, n: int) -> bool:
        """Say whether a letter of that act left, whatever the post did of it."""
        return n in self.dossier.theirs or any(one.posted for one in self.dossier.letters_of(n))

    def undo(self, n: int, act: Act, word: str, before: Sequence[int]) -> None:
        """Play the acts again without one of them, those whom its letters reached being told, but by those of acts `before` it."""
        undone = next(one for number, one, _ in self.lived if number == n)
        need(act.le >= undone.le, "avant l'acte annulé")
        need(undone.word != "ouvrir", "l'ouverture ne s'annule pas")
        need(not (undone.word == "clore" and act.le >= self.dossier.majority), "majeur")
        told = {one.to for one in self.dossier.letters_of(n) if one.left}
        told -= {one.to for number in before for one in self.dossier.letters_of(number) if one.left}
        reached = tuple(name for name in self.dossier.reached(n) if name in told)
        self.acts.append((Act(word, act.le, act.args | {"atteints": reached, "departement": "departement" in told}), False))
        self.void.add(n)
        self.dossier = self.again()

    def take_up(self, act: Act, today: date) -> None:
        """Note what another mission locale did, on a dossier where nothing else was done here."""
        d = self.dossier
        need(not self.taken_up and all(one.word in {"ouvrir", "signaler"} for _, one, _ in self.lived), "déjà des actes d'ici")
        need(d.stage != WAITS, "pas encore seize ans")
        before = date.min
        for theirs in act.actes:
            need(theirs.le <= today, "à venir")
            need(theirs.le >= before, "dans le désordre")
            need(theirs.le < d.majority, "majeur")
            one = d.waiting
            need(theirs.word != "absence" or one is None or theirs.le >= one.day, "avant son rendez-vous")
            before = theirs.le
            drafted = []
            if theirs.word == "transmettre":
                need(d.stage in {"convocation", "carence", "suivi", "transmission"}, "étape")
                need(effective(d, theirs.le), "aucune convocation dont le rendez-vous soit passé")
                drafted = [Act("preparer", theirs.le)] if d.stage in {"convocation", "suivi"} else []
            for one_more in (*drafted, theirs):
                self.taken_up.add(d.number + 1)
                self.acts.append((one_more, False))
                d.take_up(one_more)
            if theirs.mode:
                self.acts.append((Act("envoi", theirs.le), False))
        need(d.waiting is None, "un rendez-vous sans issue")

    def again(self) -> Dossier:
        """Play the acts again without those that are voided."""
        fresh = Dossier(self.dossier.house, self.dossier.start)
        fresh.written = {(one.by, one.to): one.model for one in self.dossier.letters if one.model in SUMMONSES}
        for act, _ in self.acts:
            if act.word == "envoi":
                continue  # counted with the act of theirs
            if act.word != "contact" and fresh.number + 1 in self.void:
                fresh.number += 2 if act.mode and act.word != "poster" else 1
            elif fresh.number + 1 in self.taken_up:
                fresh.take_up(act)
            else:
                fresh.do(act)
        said = {one.opened_by for one in self.dossier.delays if (one.slug, one.state) == ("pli", "tenue")}
        for delay in fresh.running("pli"):
            if delay.opened_by in said:
                delay.state = "tenue"  # of an envelope, whatever became of its act
        for n in self.void:
            for one in self.dossier.letters_of(n):
                if not one.posted:
                    one.state = "annule"
                fresh.letters.append(one)
        return fresh

    def night(self, today: date) -> list[Act]:
        """Do what is due on or before the day, in date order, each act dated on the day it fell due."""
        done: list[Act] = []
        while (due := self.due(today)) is not None:
            self.keep(due, night=True)
            done.append(due)
        return done

    def due(self, today: date) -> Act | None:
        d = self.dossier
        if d.stage == FINAL:
            return None
        found = [Act("clore", d.majority, {"motif": "majorite"})]
        if d.stage == WAITS:
            found.append(Act("age", max(d.sixteen, d.today)))
        if d.stage in COVERED:
            ends = [
                one.nominal for one in d.delays if one.slug in {"fin_situation", "revision_exemption"} and one.state == "ouverte"
            ]
            if ends:
                found.append(Act("terme", max(min(ends) + DAY, d.today)))
        delay = d.open("departement")
        if delay and not delay.provisional and d.stage in {"convocation", "carence", "suivi"}:
            start = max(delay.legal - d.house.preparation * DAY, d.today)
            for day in sorted({start, *(one.day + DAY for one in d.meetings if one.day >= start)}):
                act = Act("preparer", day)
                if day <= today and allowed(d, act):
                    found.append(act)
                    break
        first = min(found, key=lambda one: one.le)
        return first if first.le <= today else None
