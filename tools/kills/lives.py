"""Live a year of acts, killing each of its lines, and judge what the base tells after each death.

The same lines, typed once by nobody who dies, say what the base must tell after each of them. After a kill the line is typed
again, as a person would: it is recognised or refused, and the base then tells exactly the same.
"""

from __future__ import annotations

import json
import random
import shlex
from collections import Counter
from collections.abc import Sequence
from dataclasses import field
from functools import partial
from typing import Any

from ofworkflow.records import dataclass
from tools.kills.houses import Builder, House, apart
from tools.kills.state import GROWING, Snapshot, look, resolve
from tools.kills.story import Step
from tools.kills.typist import Answer, Death, Log, type_line

_LIVE = frozenset(GROWING)
EXAMINED = 4
"""`of docteur` is asked every so many lines, at the last one, and when something is wrong."""

_UNDERSTOOD = (0, 2, 3, 4, 5)
"""What a line typed again may answer: recognised (0, 5), or refused in a sentence that says why."""


@dataclass(slots=True)
class Fault:
    """What should not have been: what kind, where, after which death."""

    kind: str  # perdu, double, reste, a_moitie, docteur, mal_dit, repris
    engine: str
    operation: str
    death: Death | None
    said: list[str]


@dataclass(slots=True)
class Result:
    """One line that somebody tried to kill."""

    operation: str
    engine: str
    kind: str
    died: bool
    confirmed: bool
    cold: bool


@dataclass(slots=True)
class Campaign:
    """What all lives gave."""

    results: list[Result] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    retyped: int = 0
    acts: Counter[tuple[str, str]] = field(default_factory=Counter)  # confirmed lines, by engine and operation

    def fault(self, kind: str, engine: str, operation: str, death: Death | None, said: Sequence[str]) -> None:
        """Note a fault."""
        self.faults.append(Fault(kind, engine, operation, death, list(said)[:20]))


@dataclass(frozen=True, slots=True)
class Told:
    """What a line gives when nobody dies: the base and the folder after it, its points of death, its seconds, its exit code."""

    after: Snapshot
    points: int
    seconds: float
    code: int


@dataclass(frozen=True, slots=True)
class Year:
    """Lines, and what each of them gives."""

    start: House
    house: House  # where they were typed
    before: Snapshot
    steps: tuple[Step, ...]
    told: tuple[Told, ...]

    def at(self, n: int) -> Snapshot:
        """Return what the base tells after the nth line."""
        return self.told[n - 1].after if n else self.before


def typed(step: Step, words: Sequence[str]) -> list[str]:
    """Return the whole line, on its day."""
    return ["--au", step.on, "--auteur", "Camille Renard", *words]


def live_once(builder: Builder, steps: Sequence[Step], start: House, name: str = "temoin") -> Year:
    """Type every line once; raise `AssertionError` when one is refused."""
    house = builder.copy(start, name)
    before = apart(look, house.url, house.folder)
    told = []
    for n, step in enumerate(steps, start=1):
        answer = type_line(house.folder, typed(step, apart(resolve, house.url, step.words)), builder.scratch)
        if answer.code not in (0, 5):
            raise AssertionError(f"{n} {step.line} : {answer.code} {answer.out} {answer.err}")
        if step.whole and answer.early:
            raise AssertionError(f"{n} {step.line} : dit avant d'être écrit : {answer.out}")
        told.append(Told(apart(look, house.url, house.folder), answer.points, answer.seconds, answer.code))
    found = anomalies(builder, house, steps[-1])
    if found:
        raise AssertionError(f"docteur : {found}")
    return Year(start, house, before, tuple(steps), tuple(told))


def anomalies(builder: Builder, house: House, step: Step) -> list[str]:
    """Return what `of docteur` finds, but for the nights that this story does not live."""
    answer = type_line(house.folder, typed(step, ["docteur", "--json"]), builder.scratch)
    if answer.code not in (0, 4):
        return [f"{answer.code} {answer.err}"]
    found = json.loads(answer.out)["anomalies"]
    return [str(each) for each in found if not (each["controle"] == "nuits" and "n'a pas été faite" in each["motif"])]


@dataclass(slots=True)
class Life:
    """One life: a house of its own, lines killed and typed again."""

    builder: Builder
    year: Year
    campaign: Campaign
    log: Log
    number: int
    chance: random.Random
    cold: bool = False
    kills: int = 1
    servers: float = 0.0  # how often the server is killed rather than its client
    crashes: bool = True  # a server that others use is never made to start again
    house: House = field(init=False)

    def live(self) -> None:
        """Live it to its end."""
        self.house = self.builder.copy(self.year.start, f"vie{self.number}")
        for n, step in enumerate(self.year.steps, start=1):
            words = typed(step, apart(resolve, self.house.url, step.words))
            known = len(self.campaign.faults)
            for _ in range(self.kills):
                if not (step.look and self._is_done(n)):
                    self._kill(n, step, words)
            self._finish(n, step, words)
            if len(self.campaign.faults) > known:
                break  # what follows would only say it again
        self.builder.remove(self.house)

    def _kill(self, n: int, step: Step, words: list[str]) -> None:
        death, was_done = self._death(n), self._is_done(n)
        answer = self._type(n, step, words, death)
        died = answer.code is None or (death.by != "client" and answer.code not in (0, 5))
        self.campaign.results.append(Result(step.operation, self.builder.engine, death.kind, died, answer.confirmed, self.cold))
        self.builder.settled(self.house)
        now = apart(look, self.house.url, self.house.folder)
        self._judge(n, step, death, now)
        if "ien n'a été écrit" in answer.err and not was_done and self._is_done(n):
            self._note(step, death, "mal_dit", [answer.err])

    def _type(self, n: int, step: Step, words: list[str], death: Death) -> Answer:
        self.log.write(vie=self.number, n=n, tape=words, meurt=death.kind)
        strike = None if death.by == "client" else partial(_strike, self.builder, self.house, death.by)
        answer = type_line(self.house.folder, words, self.builder.scratch, death, cold=self.cold, strike=strike)
        self.log.write(vie=self.number, n=n, code=answer.code, confirme=answer.confirmed, dit=(answer.out or answer.err)[:200])
        self.campaign.acts[self.builder.engine, step.operation] += answer.confirmed
        if answer.orphans:
            self.campaign.fault("reste", self.builder.engine, step.operation, death, [f"{answer.orphans} processus"])
        if "HARNAIS" in answer.err:
            raise AssertionError(answer.err)
        return answer

    def _death(self, n: int) -> Death:
        told = self.year.told[n - 1]
        draw = self.chance.random()
        if self.builder.server and draw < self.servers:
            by = "serveur" if draw < self.servers / 4 and self.crashes else "session"
            return Death(after=self.chance.uniform(0.02, told.seconds), by=by)
        if self.cold:
            return Death(after=self.chance.uniform(0.2, told.seconds + 0.7))
        if draw < 0.6 and told.points:
            return Death(point=self.chance.randint(1, told.points))
        return Death(after=self.chance.uniform(0.01, 1.05 * told.seconds))

    def _judge(self, n: int, step: Step, death: Death, now: Snapshot) -> None:
        """Judge a base just after a kill: what was confirmed is there, nothing is there twice, nothing is half done."""
        before, after = self.year.at(n - 1), self.year.at(n)
        confirmed = self.log.last_confirmed(self.number)
        note = partial(self._note, step, death)
        note("perdu", self.year.at(confirmed).missing_from(now, _LIVE))
        note("double", now.missing_from(after, _LIVE))
        undone, done = now.differences(before), now.differences(after)
        if confirmed == n:
            note("perdu", done)
        elif step.whole and undone and done:
            note("a_moitie", undone if len(undone) < len(done) else done)

    def _finish(self, n: int, step: Step, words: list[str]) -> None:
        """Type the line again, as a person would, and judge: exactly what nobody's death gives."""
        after, known = self.year.at(n), len(self.campaign.faults)
        note = partial(self._note, step, None)
        done = self._is_done(n)
        seen = apart(look, self.house.url, self.house.folder)
        if not (step.look and done):
            self.log.write(vie=self.number, n=n, tape=words, meurt="")
            answer = type_line(self.house.folder, words, self.builder.scratch)
            sure = answer.confirmed or done
            self.log.write(vie=self.number, n=n, code=answer.code, confirme=sure, dit=(answer.out or answer.err)[:200])
            self.campaign.retyped += done
            self.campaign.acts[self.builder.engine, step.operation] += answer.confirmed
            if answer.code not in (_UNDERSTOOD if done else (self.year.told[n - 1].code,)):
                note("repris", [f"{answer.code} {answer.out} {answer.err}"])
            if step.then and not self._is_finished(n, step):
                type_line(self.house.folder, typed(step, shlex.split(step.then)), self.builder.scratch)
            seen = apart(look, self.house.url, self.house.folder)
        note("perdu", after.missing_from(seen, _LIVE))
        note("double", seen.missing_from(after, _LIVE))
        note("a_moitie", seen.differences(after))
        note("reste", seen.files_against(after, step.sweeps))
        if not n % EXAMINED or n == len(self.year.steps) or len(self.campaign.faults) > known:
            note("docteur", anomalies(self.builder, self.house, step))

    def _is_done(self, n: int) -> bool:
        seen = apart(look, self.house.url, self.house.folder)
        return not seen.differences(self.year.at(n)) and bool(seen.differences(self.year.at(n - 1)))

    def _is_finished(self, n: int, step: Step) -> bool:
        """Tell whether nothing waits for what comes after it: the base, and the file of a run beside it."""
        seen, after = apart(look, self.house.url, self.house.folder), self.year.at(n)
        return not seen.differences(after) and not seen.files_against(after, step.sweeps)

    def _note(self, step: Step, death: Death | None, kind: str, said: Sequence[str]) -> None:
        if said:
            self.campaign.fault(kind, self.builder.engine, step.operation, death, said)


def _strike(builder: Builder, house: House, by: str) -> None:
    """End the server's side: its session, politely; or a server process, which makes the whole server start again."""
    name = house.base_name
    if by == "session":
        builder.administer(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608
        return
    builder.crash(house)


def described(fault: Fault) -> dict[str, Any]:
    """Return a fault as it is printed."""
    death = fault.death
    how = f"{death.kind} {death.point or round(death.after, 3)}" if death else "retapé"
    return {"faute": fault.kind, "moteur": fault.engine, "operation": fault.operation, "mort": how, "dit": fault.said}
