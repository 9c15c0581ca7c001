"""Kill `of base sauvegarder` and `of base restaurer`: a base is there, the old one or the restored one, and both are kept."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from pathlib import Path

from ofworkflow.records import dataclass
from tools.kills.houses import Builder, House, apart
from tools.kills.lives import Campaign, Result, Year, typed
from tools.kills.story import A, Step
from tools.kills.typist import Answer, Death, Log, type_line
from tools.kills.upgrades import differences, dump

ON = "2026-01-06"
MORE = Step("contact", ON, f"contact {A} --nature visite --resultat joint")


@dataclass(frozen=True, slots=True)
class Copies:
    """Kills of the commands that copy a base and put it back."""

    builder: Builder
    campaign: Campaign
    log: Log
    chance: random.Random

    @property
    def file(self) -> str:
        """Return the name of the backup, from the folder of the house."""
        return f"sauvegardes/essai.{'dump' if self.builder.server else 'db'}"

    @property
    def save(self) -> Step:
        """Return the line that saves."""
        return Step("sauvegarder", ON, f"base sauvegarder {self.file}")

    @property
    def restore(self) -> Step:
        """Return the line that restores over a base that holds one more act."""
        return Step("restaurer", ON, f"base restaurer {self.file} --appliquer --perdre-les-actes")

    def run(self, year: Year, kills: int, first: int) -> None:
        """Kill each of the two in turn, in copies of a house that lived a year."""
        saved = self.builder.copy(year.house, "sauvee")
        told = self._must(saved, self.save)
        more = self.builder.copy(saved, "plus-tard")
        self._must(more, MORE)
        newer = apart(dump, more.url)
        twin = self.builder.copy(more, "rendue")
        undone = self._must(twin, self.restore)
        restored = apart(dump, twin.url)
        self.builder.remove_all(twin)
        for life in range(first, first + kills):
            if life % 2:
                self._kill_save(life, year.house, told)
            else:
                self._kill_restore(life, more, undone, newer, restored)

    def _must(self, house: House, step: Step) -> Answer:
        answer = self._type(house, step)
        if answer.code != 0:
            raise AssertionError(f"{step.line} : {answer.code} {answer.out} {answer.err}")
        return answer

    def _type(self, house: House, step: Step, death: Death | None = None) -> Answer:
        words = typed(step, step.words)
        return (
            type_line(house.folder, words, self.builder.scratch, death)
            if death
            else type_line(house.folder, words, self.builder.scratch)
        )

    def _kill(self, life: int, house: House, step: Step, told: Answer) -> tuple[Death, Answer]:
        by_point = self.chance.random() < 0.5
        point = self.chance.randint(1, told.points) if by_point else 0
        death = Death(point=point) if by_point else Death(after=self.chance.uniform(0.01, 1.05 * told.seconds))
        self.log.write(vie=life, n=1, tape=step.words, meurt=death.kind)
        answer = self._type(house, step, death)
        # what differs is shown first: it confirms nothing
        sure = answer.code == 0 or any(word in answer.out for word in ("Sauvegarde écrite", "Restaurée"))
        self.log.write(vie=life, n=1, code=answer.code, confirme=sure, dit=(answer.out or answer.err)[-200:])
        died = answer.code is None
        self.campaign.results.append(Result(step.operation, self.builder.engine, death.kind, died, sure, cold=False))
        self.campaign.acts[self.builder.engine, step.operation] += sure
        if answer.orphans:
            self._fault(step, death, "reste", f"{answer.orphans} processus")
        self.builder.settled_all(house)
        return death, answer

    def _fault(self, step: Step, death: Death | None, kind: str, *said: str) -> None:
        self.campaign.fault(kind, self.builder.engine, step.operation, death, said)

    def _kill_save(self, life: int, source: House, told: Answer) -> None:
        house = self.builder.copy(source, f"vie{life}")
        before, step = apart(dump, house.url), self.save
        death, _ = self._kill(life, house, step, told)
        fault: Callable[..., None] = partial(self._fault, step, death)
        written = (house.folder / self.file).exists()
        if self.log.last_confirmed(life) and not written:
            fault("perdu", "la sauvegarde confirmée n'existe pas")
        again = self._type(house, step)
        self.campaign.acts[self.builder.engine, step.operation] += again.confirmed
        if again.code not in ((2, 3) if written else (0,)):
            fault("repris", f"{again.code} {again.err}")
        preview = self._type(house, Step("restaurer", ON, f"base restaurer {self.file}"))
        if preview.code != 0:
            fault("perdu", f"une sauvegarde qui ne se restaure pas : {preview.code} {preview.err}")
        if found := differences(before, apart(dump, house.url)):
            fault("a_moitie", *found)
        self._end(house, fault)

    def _kill_restore(
        self, life: int, source: House, told: Answer, newer: dict[str, tuple[str, ...]], restored: dict[str, tuple[str, ...]]
    ) -> None:
        house = self.builder.copy(source, f"vie{life}")
        step = self.restore
        death, _ = self._kill(life, house, step, told)
        fault: Callable[..., None] = partial(self._fault, step, death)
        try:
            now = apart(dump, house.url)
        except AssertionError as error:
            now = {}
            fault("a_moitie", f"pas de base : {error}")
        undone, done = differences(newer, now), differences(restored, now)
        if self.log.last_confirmed(life) and done:
            fault("perdu", *done)
        elif now and undone and done:
            fault("a_moitie", *done)
        again = self._type(house, step)
        self.campaign.acts[self.builder.engine, step.operation] += again.confirmed
        if again.code != 0:
            fault("repris", f"{again.code} {again.err}")
        if found := differences(restored, apart(dump, house.url)):
            fault("a_moitie", *found)
        if not any(not differences(newer, apart(dump, url)) for url in self.builder.kept(house)):
            fault("perdu", "l'ancienne base n'est gardée nulle part")
        self._end(house, fault)

    def _end(self, house: House, fault: Callable[..., None]) -> None:
        """Save once more, which sweeps, and say what is still there."""
        last = self._type(house, Step("sauvegarder", ON, f"base sauvegarder {Path(self.file).with_stem('fin')}"))
        if last.code != 0:
            fault("repris", f"{last.code} {last.err}")
        left = [path.name for path in house.folder.rglob(".*") if path.name.startswith((".of-", ".tirage-"))]
        left += [name for name in self.builder.databases(house) if "avant" not in name and name != house.base_name]
        if left:
            fault("reste", *left)
        self.builder.remove_all(house)
