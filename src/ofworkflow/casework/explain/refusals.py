"""An act asked today: is it possible, and if not, which of all that is checked says no, why, and what to
do."""

from __future__ import annotations

from collections.abc import Iterator

from ofworkflow.casework.dossier.opened import WAITING
from ofworkflow.casework.explain.automaton import due_first
from ofworkflow.casework.explain.entries import basis_of, check_facts
from ofworkflow.casework.explain.links import Explanation, Link, LinkKind, Subject, about
from ofworkflow.casework.registry.possible import plausible
from ofworkflow.errors import UsageError
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.attempts import OUR_PROCEDURE, Attempt, Guard
from ofworkflow.procedure.decide import ActNotAllowedError, decide
from ofworkflow.procedure.delays import beyond_majority
from ofworkflow.procedure.entries import Request
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.requests import VOIDING
from ofworkflow.procedure.steps import STEPS, Step, possible_acts, row_of
from ofworkflow.procedure.vocabulary import Act, Delay, Stage
from ofworkflow.text import counted


def explain_act(subject: Subject, act: Act) -> Explanation:
    """Explain whether an act is possible today: every guard of its row, not only the first that refuses."""
    step = row_of(act, subject.case)
    if step is None:
        return _not_at_this_stage(subject, act)
    request = _plausible(subject, step)
    dest = step.dest or subject.case.stage or Stage.REPERAGE
    attempt = Attempt(subject.case, request, subject.today, subject.rules, subject.facts, dest)
    guards = [_checked(check, attempt, subject) for check in step.told_checks()]
    refused = [link for link in guards if link.facts["tenue"] is False]
    day = french_day(subject.today)
    links = (
        *due_first(subject),
        _row(step),
        *sorted(guards, key=lambda link: link.facts["tenue"] is not False),
        *_done(subject, act),
    )
    if refused:
        short = f"{counted(len(refused), 'vérification')} sur {len(guards)} dit non."
        short = short.replace("dit", "disent") if len(refused) > 1 else short
        return Explanation(f"{act.label} : refusé le {day}", str(act), None, short, links)
    links = (*links, *_consequences(subject, request), _to_type(subject, act))
    return Explanation(
        f"{act.label} : possible le {day}", str(act), None, f"{_whereto(step).capitalize()}.", links
    )


def _not_at_this_stage(subject: Subject, act: Act) -> Explanation:
    stage = subject.case.stage
    why = str(ActNotAllowedError(act, stage, possible_acts(stage)))
    sources = [source for step in STEPS if step.act is act for source in step.sources if source]
    where = {"etape": str(stage) if stage else None, "etapes_admises": [str(source) for source in sources]}
    from_where = ", ".join(f"« {source.label} »" for source in sources) or "aucune : il ouvre un dossier neuf"
    links = (
        Link(LinkKind.ETAPE, why, where),
        Link(
            LinkKind.SUITE,
            f"La table l'admet aux étapes : {from_where}.",
            {"etapes_admises": where["etapes_admises"]},
        ),
        *_done(subject, act),
    )
    short = f"Aucune ligne de la table à l'étape « {stage.label if stage else ''} »."
    return Explanation(f"{act.label} : refusé le {french_day(subject.today)}", str(act), None, short, links)


def _row(step: Step) -> Link:
    basis = str(step.basis) if step.basis else OUR_PROCEDURE
    facts = {
        "vers": str(step.dest) if step.dest else None,
        "article": step.basis.number if step.basis else None,
    }
    return Link(LinkKind.ETAPE, f"Table : {_whereto(step)}. {step.says.rstrip('.')} ({basis}).", facts)


def _whereto(step: Step) -> str:
    if step.dest:
        return " ou ".join([f"vers « {step.dest.label} »", *(f"« {stage.label} »" for stage in step.or_else)])
    back = step.act in (Act.ROUVRIR, *VOIDING)
    return "l'étape redevient celle d'avant" if back else "l'étape ne change pas"


def _checked(check: Guard, attempt: Attempt, subject: Subject) -> Link:
    facts = check_facts(check, subject)
    if check.applies and not check.applies(attempt):
        return Link(LinkKind.GARDE, f"sans objet : {check.label}.", facts | {"tenue": None})
    refusal = check(attempt)
    if refusal is None:
        return Link(
            LinkKind.GARDE, f"oui : {check.label}{basis_of(check, subject)}.", facts | {"tenue": True}
        )
    why = {"tenue": False, "motif": refusal.why, "fondement": refusal.basis, "que_faire": refusal.instead}
    basis = basis_of(check, subject) if check.settings else f" ({refusal.basis})"
    return Link(LinkKind.GARDE, f"non : {refusal.why}{basis}. {refusal.instead}", facts | why)


def _done(subject: Subject, act: Act) -> Iterator[Link]:
    for entry in reversed(subject.entries):
        if entry.act is act and entry.n not in subject.case.annulled and not entry.by_automaton:
            text = (
                f"Déjà fait le {french_day(entry.done_on)} par {entry.author} (acte n° {entry.n} ; "
                f"{subject.ask(entry.n)})."
            )
            yield Link(LinkKind.ACTE, text, about(entry))


def _consequences(subject: Subject, request: Request) -> Iterator[Link]:
    decision = decide(
        subject.case, request, done_on=subject.today, author="", rules=subject.rules, facts=subject.facts
    )
    rdv = request.rdv if isinstance(request, ask.Convoquer | ask.Reporter) else None
    for delay in decision.opens:
        example = f" pour un rendez-vous le {french_day(rdv.le)}" if rdv and delay.slug is Delay.ISSUE else ""
        text = f"Ouvrirait « {delay.slug.label} », fin légale le {french_day(delay.dates.legal_on)}{example}."
        facts = {"echeance": str(delay.slug), "effet": "ouvre", "legale": delay.dates.legal_on}
        yield Link(LinkKind.ECHEANCE, text, facts)
        if sentence := beyond_majority(subject.case, delay):
            yield Link(LinkKind.MAJORITE, sentence, {"majorite": subject.case.majority_on})
    for letter in decision.letters:
        text = f"Appellerait le courrier « {letter.model.label} »."
        yield Link(LinkKind.COURRIER, text, {"modele": str(letter.model)})


def _to_type(subject: Subject, act: Act) -> Link:
    command = f"of {act.command} {'ID' if act is Act.ENREGISTRER_RETOUR else subject.reference}"
    return Link(LinkKind.SUITE, f"À taper : {command} …", {"commande": command})


def _plausible(subject: Subject, step: Step) -> Request:
    """Return a request of the step's act that only the state of the dossier can refuse; raise `UsageError`
    where the act says none."""
    waiting = [letter.act_n for letter in subject.letters if letter.state in WAITING]
    request = plausible(step, subject.case, subject.rules, subject.today, waiting)
    if request is None:
        raise UsageError(
            f"« {step.act.label} » dépend de ce qu'on lui donne : voyez of {step.act.command} --help."
        )
    return request
