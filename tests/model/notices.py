"""What the département is told, and what it answers, in the second model: procedure.md, sections 3 and 5."""

from __future__ import annotations

from model.state import State
from model.words import Act


class Notices(State):
    """The notice, and its answers."""

    def do_preparer(self, act: Act) -> None:
        self.stage = "transmission"
        self.end("sans_objet", "justification")
        self.write("information_departement", "departement")

    def do_transmettre(self, act: Act) -> None:
        self.notice_by, self.acknowledged, self.answered, self.informed = self.number, False, False, True
        self.stage = "departement"
        self.stop_summons()
        self.end("sans_objet", "justification", "issue")
        self.write("information_departement", "departement")
        self.write("information_famille", *self.addressees())

    def do_reponse(self, act: Act) -> None:
        self.end("tenue", "accuse_departement")
        self.answered = True

    def withdraw_notice(self) -> None:
        """Rectify a notice that left; stop one that did not."""
        if self.notice_by is None:
            return
        if self.notice_by in self.told_by_them:  # from us, to the département that had theirs; of the family nobody knows
            self.write("rectificatif_departement", "departement")
        if any(one.posted for one in self.letters_of(self.notice_by) if one.model == "information_departement"):
            self.write("rectificatif_departement", "departement")
            self.write("rectificatif_famille", *self.reached(self.notice_by, "information_famille"))
        self.notice_by = None
        self.end("sans_objet", "accuse_departement")
