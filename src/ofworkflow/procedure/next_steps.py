"""What comes next in a dossier, in the order of the procedure: pure, said with what is to be typed.

The night and the day know what is due; here is what a person does from where the dossier stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ofworkflow.procedure.case import Appointment, CaseState
from ofworkflow.procedure.french import french_day, french_hour
from ofworkflow.procedure.vocabulary import Delay, Stage
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is to be done, what is to be typed for it (« {r} » is the reference), and by when; no command
    where one waits."""

    sentence: str
    command: str = ""
    before: date | None = None

    def of(self, reference: str) -> NextStep:
        """Return the step of that dossier: its command can be pasted."""
        return NextStep(self.sentence, self.command.format(r=reference), self.before)


@dataclass(frozen=True, slots=True)
class _Move:
    """What is done at a stage; `until` is the delay that sets by when, `late` what is typed after
    it."""

    sentence: str
    command: str = ""
    until: Delay | None = None
    late: str = ""


_EXCUSE = _Move(
    "si la famille s'excuse, l'accepter",
    "of justifier {r} --motif MOTIF",
    Delay.JUSTIFICATION,
    late="of justifier {r} --motif MOTIF --motif-retard MOTIF",
)
_SUMMON = 'of convoquer {r} --rdv "DATE HH:MM"'

MOVES: Mapping[Stage, tuple[_Move, ...]] = {
    Stage.ATTENTE: (
        _Move("rien avant ses 16 ans : la nuit ouvre la suite ce jour-là", "of voir {r}", Delay.SEIZE_ANS),
    ),
    Stage.REPERAGE: (
        _Move("convoquer au premier entretien (R. 114-6)", _SUMMON, Delay.PREMIER_ENTRETIEN),
        _Move(
            "ou noter l'appel, l'essai de joindre la famille",
            "of contact {r} --nature telephone --resultat RÉSULTAT",
        ),
    ),
    Stage.ENTRETIEN: (
        _Move(
            "donner un autre rendez-vous s'il ne tient pas",
            'of reporter {r} --rdv "DATE HH:MM" --motif MOTIF',
        ),
    ),
    Stage.ABSENCE: (
        _EXCUSE,
        _Move("sinon, convoquer au titre de l'article R. 114-7 : les deux mois courent de l'envoi", _SUMMON),
    ),
    Stage.CONVOCATION: (
        _Move(
            "donner un autre rendez-vous s'il ne tient pas : les deux mois ne bougent pas",
            'of reporter {r} --rdv "DATE HH:MM" --motif MOTIF',
            Delay.DEPARTEMENT,
        ),
    ),
    Stage.CARENCE: (
        _EXCUSE,
        _Move(
            "sinon, préparer l'information du département ; la nuit le fera",
            "of preparer {r}",
            Delay.DEPARTEMENT,
        ),
    ),
    Stage.SUIVI: (
        _Move(
            "noter la solution trouvée, la pièce vue",
            "of situation {r} --nature NATURE --debut DATE --preuve PIÈCE",
        ),
        _Move("ou noter une proposition et sa réponse", "of proposer {r} --nature NATURE --reponse RÉPONSE"),
        _Move("ou donner un rendez-vous de suivi", 'of inviter {r} --rdv "DATE HH:MM"'),
    ),
    Stage.TRANSMISSION: (
        _Move(
            "relire la liste des vérifications",
            "of transmettre {r} --signataire NOM --verifier",
            Delay.DEPARTEMENT,
        ),
        _Move(
            "faire signer, puis informer le département",
            "of transmettre {r} --signataire NOM",
            Delay.DEPARTEMENT,
        ),
    ),
    Stage.DEPARTEMENT: (
        _Move(
            "noter la réponse du département quand elle vient",
            "of reponse {r} --nature accuse",
            Delay.ACCUSE_DEPARTEMENT,
        ),
    ),
    Stage.CONFORMITE: (
        _Move(
            "vérifier que la solution tient encore, à sa fin ou à sa revue",
            "of voir {r}",
            Delay.FIN_SITUATION,
        ),
        _Move("la rompre si elle prend fin avant", "of rompre {r} --motif MOTIF"),
    ),
    Stage.EXEMPTION: (
        _Move("revoir l'exemption avant son terme", "of exempter {r}", Delay.REVISION_EXEMPTION),
    ),
    Stage.CLOTURE: (
        _Move("rien : le dossier est clos ; le rouvrir s'il le faut", "of rouvrir {r} --motif MOTIF"),
    ),
}
"""What a person does at each stage, the usual act first."""


def next_steps(case: CaseState, reference: str, today: date) -> tuple[NextStep, ...]:
    """Return what comes next in a dossier, the most pressing first; empty before it is opened."""
    if case.stage is None:
        return ()
    return tuple(
        step.of(reference)
        for step in (
            *_appointments(case, today),
            *_moves(case, today),
            *_promises(case),
            *_partners(case, today),
        )
    )


def stage_steps(stage: Stage, reference: str = "REF") -> tuple[NextStep, ...]:
    """Return what is done at a stage, whatever the dossier."""
    met = (NextStep("noter qui est venu au rendez-vous", _MET), _ABSENT) if stage in _SUMMONED else ()
    moves = (NextStep(move.sentence, move.command) for move in MOVES[stage])
    return tuple(step.of(reference) for step in (*met, *moves))


def _appointments(case: CaseState, today: date) -> Iterator[NextStep]:
    expected = _expected(case)
    if expected is None:
        return
    when = f"{french_day(expected.on)} à {french_hour(expected.rdv.heure)}"
    if expected.other:
        when += f" (le représentant n° {expected.other.avec} à part, à {french_hour(expected.other.heure)})"
    if expected.on > today:
        yield NextStep(f"tenir l'entretien du {when}, et noter qui est venu", _MET)
    else:
        yield NextStep(f"noter l'issue du rendez-vous du {when} : qui est venu", _MET)
    yield _ABSENT


_MET = "of recevoir {r} --present QUI"
_ABSENT = NextStep("ou constater l'absence", "of absence {r}")
_SUMMONED = frozenset({Stage.ENTRETIEN, Stage.CONVOCATION})


def _expected(case: CaseState) -> Appointment | None:
    """Return the appointment whose outcome is awaited."""
    last = case.appointment
    if last is None or last.outcome or last.n in case.called_off:
        return None
    return last if case.open_delay(Delay.ISSUE) else None


def _moves(case: CaseState, today: date) -> Iterator[NextStep]:
    stage = case.stage
    if stage is Stage.CLOTURE and today >= case.majority_on:
        if case.unsettled(today):
            yield NextStep("noter l'issue du rendez-vous d'avant la clôture", "of absence {r}")
        # nobody opens it again
        yield NextStep("rien : le dossier est clos, et le jeune est majeur", "of voir {r}")
        return
    usual = MOVES[stage] if stage else ()
    moves = [(move, case.open_delay(move.until) if move.until else None) for move in usual]
    over = [move for move, delay in moves if move.late and (delay is None or delay.dates.legal_on < today)]
    for move, delay in moves:
        if move not in over:
            sentence = move.sentence.removeprefix("sinon, ") if over else move.sentence
            yield NextStep(sentence, move.command, delay.dates.legal_on if delay else None)
    for move in over:  # still possible, with the reason that its guard asks for
        yield NextStep(f"{move.sentence}, en disant pourquoi c'est encore possible", move.late)


def _promises(case: CaseState) -> Iterator[NextStep]:
    for promise in case.held_promises:
        yield NextStep(
            f"vérifier l'entrée promise ({promise.nature.label}) le {french_day(promise.starts_on)}",
            "of situation {r} --nature NATURE --debut DATE --preuve PIÈCE",
        )


def _partners(case: CaseState, today: date) -> Iterator[NextStep]:
    known = case.partnership
    for demand in known.awaited if case.stage is not Stage.CLOTURE else ():
        yield NextStep(
            f"noter ce que répond {demand.name} : {demand.what.label}",
            f"of repondre {{r}} --reponse RÉPONSE --demande {demand.n}",
            demand.answer_by,
        )
    for listed in known.listed if case.stage is not Stage.CLOTURE else ():
        if not listed.settled and listed.on <= today:
            yield NextStep(
                f"noter ce qu'a décidé la réunion du {french_day(listed.on)}",
                "of decider {r} --quoi QUOI --qui QUI --avant DATE",
                listed.on,
            )
    for agreed in known.to_do if case.stage is not Stage.CLOTURE else ():
        yield NextStep(
            f"{agreed.what.label} ({agreed.who})", f"of achever {{r}} --decision {agreed.n}", agreed.by
        )
