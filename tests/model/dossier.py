"""The dossier of the second model: what each act changes, written from procedure.md alone (sections 3 to 6)."""

from __future__ import annotations

from model.beside import Beside
from model.words import Act


class Dossier(Beside):
    """One life: the stage, the delays, the letters, all rebuilt from the acts in their order."""

    def do(self, act: Act) -> None:
        """Write one act, its guards having let it pass."""
        self.number += act.word != "contact"  # a contact is a fact beside the journal
        self.today = self.today if act.word == "contact" else act.le  # a contact is no act: nothing runs from it
        getattr(self, f"do_{act.word}")(act)

    def do_annuler(self, act: Act) -> None:
        """The journal keeps the line; the others are played again without the act that it voids."""

    def do_rectifier(self, act: Act) -> None:
        """The act is withdrawn as if voided; a letter tells those whom its letters reached, the département too."""
        self.write("rectificatif", *act.atteints)
        if act.departement:
            self.write("rectificatif_departement", "departement")

    def take_up(self, act: Act) -> None:
        """Write what another mission locale did: its acts, with their days, no letter of ours, no envelope due to us."""
        ours = list(self.letters)
        self.do(act)
        if act.word == "transmettre":  # noted on the day on which it left: nothing of it waits here (docs/decisions/0031)
            self.end("tenue", "departement")
            self.acknowledged = True
            self.told_by_them.add(self.number)
        self.letters = ours  # a letter is never written on our paper for an act that is theirs
        if act.mode:
            self.theirs[self.number] = act.le
            self.number += 1  # its posting is an entry of its own
            self.anchor()
