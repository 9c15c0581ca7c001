"""What the second model notes beside the stages: promises, proposals, partners, contacts."""

from __future__ import annotations

from model.endings import Endings
from model.words import Act


class Beside(Endings):
    """What moves no stage."""

    def do_promettre(self, act: Act) -> None:
        """An entry that begins later: it meets nothing yet, and is asked for on its day."""
        self.heard = act.le
        self.promised[self.number] = act.nature
        self.plain("promesse", act.le, act.debut)

    def do_retirer(self, act: Act) -> None:
        if act.motif == "refusee":
            self.heard = act.le  # the minor gives it up
        self.settle("promesse", act.promesse, "sans_objet")

    def do_proposer(self, act: Act) -> None:
        """A proposal changes neither stage nor delay; the notice lists it."""
        if act.reponse != "sans_reponse":
            self.heard = act.le

    def do_demander(self, act: Act) -> None:
        """Ask something of a partner, who answers by a day (docs/decisions/0043)."""
        self.plain("demande", act.le, act.avant)

    def do_repondre(self, act: Act) -> None:
        self.settle("demande", act.demande, "sans_objet" if act.reponse in {"sans_reponse", "retiree"} else "tenue")

    def do_inscrire(self, act: Act) -> None:
        self.listed.append(act.reunion)
        self.plain("reunion", act.le, act.reunion)

    def do_decider(self, act: Act) -> None:
        # « rien » of one to come: it speaks of the dossier no more (docs/decisions/0043)
        held = max((day for day in self.listed if day <= act.le), default=min(self.listed))
        for one in self.running("reunion"):
            if one.nominal == held:
                one.close("tenue", act.le)
        if act.avant:
            self.plain("decision", act.le, act.avant)

    def do_achever(self, act: Act) -> None:
        self.settle("decision", act.decision, "tenue" if act.issue == "faite" else "sans_objet")

    def do_cadrer(self, act: Act) -> None:
        """A frame of the school meets nothing by itself (section 4): it is noted, and moves nothing."""

    def do_contact(self, act: Act) -> None:
        self.contacts.append((act.le, act.nature, act.resultat))
