"""An act asked today: is it possible, and if not, which of all that is checked says no, why, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import time

from ofworkflow.casework.explain.automaton import due_first
from ofworkflow.casework.explain.entries import basis_of, check_facts
from ofworkflow.casework.explain.links import Explanation, Kind, Link, Subject, about
from ofworkflow.casework.journal import WAITING
from ofworkflow.law.periods import add_days
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.checks import OUR_PROCEDURE, Check, checks_of
from ofworkflow.procedure.decide import ActNotAllowedError, decide
from ofworkflow.procedure.delays import beyond_majority
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.guards import Attempt, notice_setting
from ofworkflow.procedure.replay import OF_THE_POST
from ofworkflow.procedure.requests import RendezVous, Request
from ofworkflow.procedure.steps import BY_SOURCE, STEPS, Step, possible_acts
from ofworkflow.procedure.vocabulary import (
    COMMANDS,
    Act,
    Answer,
    Breach,
    Closing,
    Excuse,
    LetterState,
    Nature,
    PostMode,
    Presence,
    Proof,
    ReportReason,
    Source,
    Stage,
)


def explain_act(subject: Subject, act: Act) -> Explanation:
    """Explain whether an act is possible today: every guard of its row, not only the first that refuses."""
    step = BY_SOURCE.get((act, subject.case.stage))
    if step is None:
        return _not_at_this_stage(subject, act)
    request = _PROBES[act](subject, step)
    dest = step.dest or subject.case.stage or Stage.REPERAGE
    attempt = Attempt(subject.case, request, subject.today, subject.rules, subject.facts, dest)
    guards = [_checked(check, attempt, subject) for check in checks_of(step, act)]
    refused = [link for link in guards if link.facts["tenue"] is False]
    day = french_day(subject.today)
    links = (
        *due_first(subject),
        _row(step),
        *sorted(guards, key=lambda link: link.facts["tenue"] is not False),
        *_done(subject, act),
    )
    if refused:
        short = f"{len(refused)} vérification{'s' if len(refused) > 1 else ''} sur {len(guards)} dit non."
        short = short.replace("dit", "disent") if len(refused) > 1 else short
        return Explanation(f"{act.label} : refusé le {day}", str(act), None, short, links)
    links = (*links, *_consequences(subject, request), _to_type(subject, act))
    return Explanation(f"{act.label} : possible le {day}", str(act), None, f"{_whereto(step).capitalize()}.", links)


def _not_at_this_stage(subject: Subject, act: Act) -> Explanation:
    stage = subject.case.stage
    why = str(ActNotAllowedError(act, stage, possible_acts(stage)))
    sources = [source for step in STEPS if step.act is act for source in step.sources if source]
    where = {"etape": str(stage) if stage else None, "etapes_admises": [str(source) for source in sources]}
    from_where = ", ".join(f"« {source.label} »" for source in sources) or "aucune : il ouvre un dossier neuf"
    links = (
        Link(Kind.ETAPE, why, where),
        Link(Kind.SUITE, f"La table l'admet aux étapes : {from_where}.", {"etapes_admises": where["etapes_admises"]}),
        *_done(subject, act),
    )
    short = f"Aucune ligne de la table à l'étape « {stage.label if stage else ''} »."
    return Explanation(f"{act.label} : refusé le {french_day(subject.today)}", str(act), None, short, links)


def _row(step: Step) -> Link:
    basis = str(step.basis) if step.basis else OUR_PROCEDURE
    facts = {"vers": str(step.dest) if step.dest else None, "article": step.basis.number if step.basis else None}
    return Link(Kind.ETAPE, f"Table : {_whereto(step)}. {step.says.rstrip('.')} ({basis}).", facts)


def _whereto(step: Step) -> str:
    if step.dest:
        return f"vers « {step.dest.label} »"
    return "l'étape ne change pas" if step.act in OF_THE_POST else "l'étape redevient celle d'avant"


def _checked(check: Check, attempt: Attempt, subject: Subject) -> Link:
    facts = check_facts(check, subject)
    if check.applies and not check.applies(attempt):
        return Link(Kind.GARDE, f"sans objet : {check.label}.", facts | {"tenue": None})
    refusal = check.guard(attempt)
    if refusal is None:
        return Link(Kind.GARDE, f"oui : {check.label}{basis_of(check, subject)}.", facts | {"tenue": True})
    why = {"tenue": False, "motif": refusal.why, "fondement": refusal.basis, "que_faire": refusal.instead}
    basis = basis_of(check, subject) if check.settings else f" ({refusal.basis})"
    return Link(Kind.GARDE, f"non : {refusal.why}{basis}. {refusal.instead}", facts | why)


def _done(subject: Subject, act: Act) -> Iterator[Link]:
    for entry in reversed(subject.entries):
        if entry.act is act and entry.n not in subject.case.annulled and not entry.by_automaton:
            text = f"Déjà fait le {french_day(entry.done_on)} par {entry.author} (acte n° {entry.n} ; {subject.ask(entry.n)})."
            yield Link(Kind.ACTE, text, about(entry))


def _consequences(subject: Subject, request: Request) -> Iterator[Link]:
    decision = decide(subject.case, request, done_on=subject.today, author="", rules=subject.rules, facts=subject.facts)
    given = isinstance(request, ask.Convoquer | ask.Reporter)
    for delay in decision.opens:
        example = f" pour un rendez-vous le {french_day(request.rdv.le)}" if given and delay.slug == "issue" else ""  # type: ignore[union-attr]
        text = f"Ouvrirait « {delay.slug.label} », fin légale le {french_day(delay.dates.legal_on)}{example}."
        facts = {"echeance": str(delay.slug), "effet": "ouvre", "legale": delay.dates.legal_on}
        yield Link(Kind.ECHEANCE, text, facts)
        if said := beyond_majority(subject.case, delay):
            yield Link(Kind.MAJORITE, said, {"majorite": subject.case.majority_on})
    for model in decision.letters:
        yield Link(Kind.COURRIER, f"Appellerait le courrier « {model.label} ».", {"modele": str(model)})


def _to_type(subject: Subject, act: Act) -> Link:
    command = f"of {COMMANDS[act]} {'ID' if act is Act.ENREGISTRER_RETOUR else subject.reference}"
    return Link(Kind.SUITE, f"À taper : {command} …", {"commande": command})


def _appointment(subject: Subject, step: Step) -> RendezVous:
    # the earliest that the notice allows, so that a « non » is the dossier's, not the probe's
    notice: int = getattr(subject.rules, notice_setting(second=step.dest is Stage.CONVOCATION))
    return RendezVous(add_days(subject.today, notice), time(14), "")


def _reason(subject: Subject) -> ReportReason:
    missed = subject.case.stage is Stage.CARENCE
    return ReportReason.NOUVELLE_CONVOCATION if missed else ReportReason.DEMANDE_FAMILLE


def _posting(subject: Subject) -> Request:
    waiting = [letter.act_n for letter in subject.letters if letter.state in WAITING]
    given = subject.case.appointment
    unposted = given.n if given and given.n not in subject.case.posted_on else 0
    return ask.Poster(max(waiting, default=unposted), (), PostMode.SIMPLE)


def _return(subject: Subject) -> Request:
    left = next((m for m in reversed(subject.case.mailings) if m.letters), None)
    return ask.EnregistrerRetour(left.act_n if left else 0, left.letters if left else (0,), LetterState.DISTRIBUE)


# A plausible request of each act, so that what refuses it is the dossier's state and not a missing detail.
_PROBES: Mapping[Act, Callable[[Subject, Step], Request]] = {
    Act.OUVRIR: lambda s, step: ask.Ouvrir(s.case.born_on, Source.AUTRE, s.today),
    Act.CONVOQUER: lambda s, step: ask.Convoquer(_appointment(s, step)),
    Act.REPORTER: lambda s, step: ask.Reporter(_appointment(s, step), _reason(s)),
    Act.POSTER: lambda s, step: _posting(s),
    Act.ENREGISTRER_RETOUR: lambda s, step: _return(s),
    Act.RECEVOIR: lambda s, step: ask.Recevoir(Presence.LES_DEUX),
    Act.CONSTATER_ABSENCE: lambda s, step: ask.ConstaterAbsence(),
    Act.JUSTIFIER: lambda s, step: ask.Justifier(Excuse.AUTRE),
    Act.CONSTATER_SITUATION: lambda s, step: ask.ConstaterSituation(Nature.EMPLOI, s.today, Proof.CONTRAT, s.today),
    Act.EXEMPTER: lambda s, step: ask.Exempter(),
    Act.ROMPRE: lambda s, step: ask.Rompre(Breach.AUTRE),
    Act.CONSTATER_TERME: lambda s, step: ask.ConstaterTerme(),
    Act.CONSTATER_SILENCE: lambda s, step: ask.ConstaterSilence(),
    Act.PREPARER_TRANSMISSION: lambda s, step: ask.PreparerTransmission(),
    Act.TRANSMETTRE: lambda s, step: ask.Transmettre("X"),
    Act.ENREGISTRER_REPONSE: lambda s, step: ask.EnregistrerReponse(Answer.ACCUSE),
    Act.CLOTURER: lambda s, step: ask.Cloturer(Closing.ERREUR),
    Act.ROUVRIR: lambda s, step: ask.Rouvrir("X"),
    Act.ANNULER: lambda s, step: ask.Annuler("X"),
}
