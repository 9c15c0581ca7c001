"""Lives at random, from a seed: acts that the stage calls for, acts that it forbids, postings, returns, nights that are skipped.

Only the model is asked what to do next: the program plays afterwards what was written here, so that a seed gives one life, whatever
the program answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time
from random import Random
from typing import Any

from model.arguments import ARGUMENTS
from model.days import DAY, add_months, majority
from model.life import Life
from model.words import FINAL, Act, House, Letter, Person, RefusedError, Start

HOUSES = {
    "metropole": House(),
    "alsace_moselle": House(territory="alsace_moselle", good_friday=True, earliest="lendemain", justification=8),
    "martinique": House(territory="martinique", notice_second=15, preparation=15, earliest="12"),
    "guadeloupe": House(territory="guadeloupe", customary=False, summons_per_cycle=1, exemption_months=2, enrolment_days=45),
}
MOTHER = Person("Anne DUPONT", "mere", hosts=True)
FATHERS = (
    None,
    Person("Marc DUPONT", "pere"),
    Person("Marc DUPONT", "pere", "retiree"),
    Person("Marc DUPONT", "pere", "decede"),
)
WORDS = (
    "convoquer", "reporter", "recevoir", "absence", "justifier", "situation", "exempter", "rompre", "silence", "preparer",
    "transmettre", "reponse", "clore", "rouvrir", "annuler", "contact", "signaler", "inviter", "rectifier",
    "proposer", "promettre", "retirer", "demander", "repondre", "inscrire", "decider", "achever",
)  # fmt: skip
POSTED = {"premiere_convocation", "seconde_convocation", "report", "information_departement", "information_famille"}
LIKELY = {
    "reperage": ("convoquer",) * 12 + ("situation",),
    "entretien": ("absence",) * 9 + ("recevoir", "reporter", "annuler"),
    "absence": ("convoquer",) * 6 + ("justifier", "recevoir"),
    "convocation": ("absence",) * 9 + ("reporter", "recevoir", "preparer"),
    "carence": ("transmettre",) * 6 + ("justifier", "reporter", "recevoir") + ("preparer",) * 8,
    "suivi": ("contact",) * 4 + ("inviter",) * 2 + ("silence",) * 5 + ("convoquer",) * 4 + ("situation", "exempter", "preparer"),
    "transmission": ("transmettre",) * 6 + ("recevoir", "absence", "situation", "justifier"),
    "departement": ("reponse",) * 3 + ("justifier", "situation", "recevoir", "exempter"),
    "conformite": ("rompre",) * 4 + ("inviter", "absence", "situation", "exempter", "contact", "silence"),
    "exemption": ("situation", "rompre", "exempter"),
    "cloture": ("rouvrir", "rouvrir", "annuler", "signaler", "signaler"),
    "attente": ("signaler",) * 3 + ("clore", "annuler", "convoquer"),
}
BESIDE = ("proposer", "promettre", "promettre", "demander", "inscrire", "cadrer")
"""What moves no stage, and is done beside the rest; once done, what follows it is likely."""
FOLLOWING = {"promesse": ("retirer", "situation"), "demande": ("repondre",), "reunion": ("decider",), "decision": ("achever",)}


@dataclass
class Step:
    """What is typed on a day, whether the model refuses it, and the dossier as the model sees it then."""

    today: date
    act: Act
    refused: str
    seen: dict[str, Any]


@dataclass
class Script:
    """A whole life."""

    seed: int
    house: str
    start: Start
    opened: date
    steps: list[Step] = field(default_factory=list)


def seen(life: Life, today: date) -> dict[str, Any]:
    """Return what is compared: stage, compliance, delays, letters."""
    d = life.dossier
    return {
        "etape": d.stage,
        "conforme": d.compliant(today),
        "echeances": sorted(one.shown(today) for one in d.delays),
        "courriers": sorted((one.by, one.model, one.to, one.state, one.posted) for one in d.letters),
    }


def write_life(seed: int, house: str) -> Script:
    """Write the life of a seed in one of the houses."""
    rng = Random(f"{seed} {house}")  # noqa: S311 — a life at random, not a secret
    opened = date(2024, 1, 1) + rng.randrange(1500) * DAY
    start = _start(rng, opened)
    life = Life(HOUSES[house], start, opened)
    script = Script(seed, house, start, opened)
    today, closed = opened, 0
    if rng.random() < 0.12:
        arrival = Act("reprendre", today, {"actes": tuple(_their_story(rng, opened))})
        refused = _try(life, arrival, today)
        script.steps.append(Step(today, arrival, refused, seen(life, today)))
    for _ in range(rng.randrange(8, 22)):
        today = _later(rng, life, today)
        for act, refused in _next(rng, life, today):
            script.steps.append(Step(today, act, refused, seen(life, today)))
        closed += life.dossier.stage == FINAL
        if closed > 2:
            break
    return script


def _try(life: Life, act: Act, today: date) -> str:
    """Do an act in the model; return why it refuses."""
    try:
        if act.word == "nuit":
            life.night(today)
        else:
            life.act(act, today)
    except RefusedError as error:
        return str(error)
    return ""


def _start(rng: Random, opened: date) -> Start:
    age = rng.choice((16 * 365 + 70, 16 * 365 + 70, 16 * 365 + 200, 17 * 365, 17 * 365 + 200, 17 * 365 + 290))
    born = opened - age * DAY - rng.randrange(60) * DAY
    if rng.random() < 0.05:
        born = min((date(2008, 2, 29), date(2012, 2, 29)), key=lambda d: abs((opened - d).days - 6100))
        if not add_months(born, 192) <= opened < majority(born):
            born = opened - 6000 * DAY
    reported = opened - rng.choice((0, 0, 3, 20)) * DAY
    father = rng.choice((None, None, None, None, *FATHERS))
    persons = tuple(one for one in (MOTHER, father) if one)
    if rng.random() < 0.08:  # some days or months before 16
        born = opened - rng.randrange(5520, 5843) * DAY
    return Start(born, rng.choice("FM"), rng.choice(("siei", "siei", "psad", "cfa", "imilo", "autre")), reported,
                 rng.choice((None, None, "aucun", "cap_bep")), persons,
                 rng.choice((None, None, None, "non", "oui")))  # fmt: skip


def _their_story(rng: Random, opened: date) -> Iterator[Act]:
    """What another mission locale did before: one interview or two, each with its outcome, or something that cannot be."""
    day = opened - rng.choice((40, 55, 75, 100)) * DAY
    outcomes = rng.choice((("absence",), ("absence", "justifier"), ("recevoir",), ("absence", "absence"), ("absence", "recevoir"),
                           ("absence", "absence", "justifier"), ("",), ("absence", "")))  # fmt: skip
    met = day
    for outcome in outcomes:
        if outcome != "justifier":
            met = day + rng.choice((11, 15, 22)) * DAY
            yield Act("convoquer", day, {"rdv": met, "heure": time(14), "mode": rng.choice(("simple", "recommande"))})
        if outcome:
            args = {"motif": "transport"} if outcome == "justifier" else {"present": "les_deux"} if outcome == "recevoir" else {}
            yield Act(outcome, met + (DAY if outcome == "justifier" else 0 * DAY), args)
        day = met + rng.choice((2, 9)) * DAY
    if rng.random() < 0.4:
        yield Act("transmettre", day, {"mode": rng.choice(("simple", "recommande"))})


def _later(rng: Random, life: Life, today: date) -> date:
    """Return the day of the next act: soon, or around a day that matters."""
    d = life.dossier
    if any(one.state == "prepare" and one.model in POSTED for one in d.letters) and rng.random() < 0.85:
        return today + rng.choice((0, 0, 1, 2)) * DAY
    expected = [one.day for one in d.meetings if one.outcome is None and one.day >= today]
    if expected and rng.random() < 0.6:
        return expected[-1] + rng.choice((0, 1, 1, 2)) * DAY
    notable = [one.legal for one in d.delays if one.state == "ouverte"]
    notable += [one.legal - d.house.preparation * DAY for one in d.delays if one.state == "ouverte" and one.slug == "departement"]
    notable += [one.day for one in d.meetings if one.outcome is None] * 6
    notable += [one.last for one in d.covers if one.broken is None]
    near = [day + rng.randrange(-1, 4) * DAY for day in notable if today <= day <= today + 200 * DAY]
    if near and rng.random() < 0.6:
        return max(today, rng.choice(near))
    return today + rng.choice((0, 0, 1, 2, 3, 5, 8, 13, 25)) * DAY


def _next(rng: Random, life: Life, today: date) -> Iterator[tuple[Act, str]]:
    """Do what comes next in the model; yield it, with why it is refused."""
    of_age = today >= life.dossier.majority and life.dossier.stage != FINAL
    if rng.random() < (0.7 if of_age else 0.04):
        act = Act("nuit", today)
        yield act, _try(life, act, today)
    if (about := _to_post(rng, life, today)) is not None:
        act = _posting(rng, life, today, about)
        yield act, _try(life, act, today)
        return
    if rng.random() < 0.25 and (act := _of_the_post(rng, life, today)) is not None:
        yield act, _try(life, act, today)
        return
    for _ in range(4 if rng.random() < 0.8 else 1):  # what is refused is tried less often than what is not
        act = _any_act(rng, life, today)
        if act.word == "contact":
            break
        refused = _try(life, act, today)
        if not refused:
            break
    if act.word != "contact":
        yield act, refused
        return
    answered = rng.random() < 0.3
    for _ in range(rng.randrange(1, 4)):
        day = min(today, max(life.dossier.start.reported, today - rng.randrange(40) * DAY))
        result = rng.choice(("joint", "message", "sans_reponse", "faux_numero") if answered else ("message", "sans_reponse"))
        act = Act("contact", day, {"nature": rng.choice(("telephone", "sms", "courriel")), "resultat": result})
        yield act, _try(life, act, today)


def _any_act(rng: Random, life: Life, today: date) -> Act:
    word = rng.choice(LIKELY[life.dossier.stage]) if rng.random() < 0.9 else rng.choice(WORDS)
    word = "rectifier" if rng.random() < 0.05 else word
    if rng.random() < 0.12:
        running = [then for slug in FOLLOWING if life.dossier.running(slug) for then in FOLLOWING[slug]]
        word = rng.choice(running * 3 + [*BESIDE])
    le = today if rng.random() < 0.8 else today - rng.choice((1, 2, 4, -1)) * DAY
    return Act(word, le, ARGUMENTS[word](rng, life, le)) if word in ARGUMENTS else Act(word, le)


def _to_post(rng: Random, life: Life, today: date) -> int | None:
    """Return an act whose letters leave now: most summonses and notices, few of the others, some too late."""
    waiting = [
        one for one in life.dossier.letters if one.state == "prepare" and one.to != "dossier" and one.by not in life.drafts()
    ]
    if not waiting:
        return None
    one = rng.choice(waiting)
    given = next((m.day for m in life.dossier.meetings if m.by == one.by), None)
    late = given is not None and today >= given
    likely = 0.04 if late else 0.85 if one.model in POSTED else 0.04
    return one.by if rng.random() < likely else None


def _posting(rng: Random, life: Life, today: date, about: int) -> Act:
    letters = [one for one in life.dossier.letters if one.by == about and one.state == "prepare" and one.to != "dossier"]
    if len(letters) > 1 and rng.random() < 0.6:  # one letter is enough for what runs from posting
        letters = [rng.choice([one for one in letters if one.to == "departement"] or letters)]
    mode = rng.choice(("simple", "simple", "suivi", "recommande", "main_propre"))
    return Act("poster", today, {"acte": about, "mode": mode, "a": tuple((one.model, one.to) for one in letters)})


def _of_the_post(rng: Random, life: Life, today: date) -> Act | None:
    """What the post says of an envelope, or a posting that was noted wrong."""
    standing = {n for n, _, _ in life.lived} - life.taken_up
    if rng.random() < 0.3:
        numbered = enumerate((one for one, _ in life.acts if one.word != "contact"), 1)
        noted = [(n, one) for n, one in numbered if one.word == "poster" and n not in life.void and one.acte in standing]
        if not noted:
            return None
        n, wrong = rng.choice(noted)
        mode = wrong.mode if wrong.mode == "recommande" or rng.random() < 0.6 else rng.choice(("simple", "suivi"))
        on = wrong.le + rng.choice((-3, -1, -1, 0, 1, 2)) * DAY
        return Act("corriger", today, {"envoi": n, "acte": wrong.acte, "a": wrong.a, "posted": on, "mode": mode})
    left = [
        one for one in life.dossier.letters
        if one.by in standing and one.posted and one.mode != "main_propre" and one.to != "dossier"
        and (one.state in {"poste", "presente"} or rng.random() < 0.05)
    ]  # fmt: skip
    if not left:
        return None
    about = rng.choice(left)
    same = [one for one in life.dossier.letters if _envelope(one) == _envelope(about)]
    issue = rng.choice(("npai", "npai", "npai", "perdu", "distribue", "refuse", "non_reclame", "presente"))
    if about.state == "presente":
        issue = rng.choice(("distribue", "refuse", "non_reclame"))
    args = {"acte": about.by, "a": tuple((one.model, one.to) for one in same), "issue": issue}
    return Act("retour", today - rng.choice((0, 0, 0, 1, 4)) * DAY, args)


def _envelope(letter: Letter) -> tuple[Any, ...]:
    """Tell letters of one envelope: the minor's goes with that of the parent who hosts, of the same letter."""
    where = "chez la mère" if letter.to in {"jeune", MOTHER.name} else letter.to
    return letter.by, letter.model, where, letter.posted, letter.mode
