"""What is said of acts: what was done, what now runs, which letters were made, what deserves a look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ofworkflow.cli.files import nearby, stored_place
from ofworkflow.cli.output import echo, say, warn
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.next_steps import NextStep, next_steps, stage_steps
from ofworkflow.procedure.step_letters import Model
from ofworkflow.procedure.vocabulary import PostMode, Recipient, Stage
from ofworkflow.text import counted
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.acts.perform import Done
    from ofworkflow.casework.mail.drafts import NotMade
    from ofworkflow.casework.mail.runs import Run
    from ofworkflow.casework.paper.carrying import Carried
    from ofworkflow.casework.registry.lines import DossierLine


def tell(app: App, carried: Carried, *, brief: bool = False) -> None:
    """Say what an act did, what now runs, and which letters were made; `brief`: one of many, whose letters
    and next step are said once, at the end."""
    done, posted = carried.done, carried.posted
    for earlier in done.settled:
        say(
            f"D'abord fait, comme l'aurait fait la nuit : {earlier.request.act.label}, le "
            f"{french_day(earlier.done_on)}."
        )
    for slug, fell_on in done.late:
        say(f"Alerte qu'aucune nuit n'avait donnée : « {slug.label} », tombée le {french_day(fell_on)}.")
    decision = done.decision
    for undone in done.undone:
        say(f"Retiré d'abord : l'acte n° {undone.annuls}, qui suivait ({undone.request.act.label}).")
    name = done.in_hand.opened.minor_name  # a slip of a digit in the reference is seen
    person = f"{done.reference} · {name}" if name else done.reference
    day = french_day(decision.done_on)
    voided = next((e for e in done.in_hand.opened.entries if e.n == decision.annuls), None)
    which = f" l'acte n° {voided.n} ({voided.act.label})" if voided else ""
    echo(f"{person} : {decision.request.act.label}{which}, le {day} → {done.stage.label}.")
    opened = {delay.key: delay for each in (done, *posted) for delay in each.decision.opens}
    for delay in opened.values():
        provisional = " (provisoire jusqu'à l'envoi des courriers)" if delay.provisional else ""
        echo(f"  {delay.slug.label} : {french_day(delay.dates.legal_on)}{provisional}")
    for warning in dict.fromkeys(warning for each in (done, *posted) for warning in each.warnings):
        warn(warning)
    for line in () if brief else carried.letters:
        where = nearby(stored_place(app.letters_folder, line.fichier) or "")
        whose = f"pour {line.destinataire}" if line.role != Recipient.INTERNE else "à garder au dossier"
        echo(f"  {line.name} {Model.say(line.modele)}, {whose} ({line.state}) {where}".rstrip())
    if not brief and any(line.is_ready for line in carried.letters):
        say(f"Une fois postés : of courriers poster {done.reference} --mode {PostMode.SIMPLE}")
    tell_not_made(carried.failed)
    tell_taken_back(app, [number for each in (done, *posted) for number in each.taken_back])
    if brief:
        return
    case = (posted or (done,))[-1].in_hand.opened.case
    tell_next(next_steps(case, done.reference, app.clock.today()))


def tell_run(run: Run) -> None:
    """Say what was printed: what leaves, what stays."""
    letters = len(run.letters) - run.filed
    leaving = [counted(run.envelopes, "pli"), counted(letters, "courrier scellé")] if letters else []
    filed = [f"{counted(run.filed, 'document scellé')}, à classer au dossier"] if run.filed else []
    what = ", ".join([*leaving, *filed, counted(run.pages, "page")])
    echo(f"Lot {run.name} : {what} : {nearby(run.path)}")


def tell_taken_back(app: App, numbers: list[int]) -> None:
    """Ask for the printed sheets of letters that must not leave any more, by name."""
    if not numbers:
        return
    from ofworkflow.casework.mail.postable import printed_letters

    letters = app.read(printed_letters, numbers)
    if not letters:
        return
    sheets = sum(letter.sheets for letter in letters)
    these = "cette feuille" if sheets == 1 else f"ces {sheets} feuilles"
    names = ", ".join(f"{x.name} pour {x.destinataire} (lot {x.run})" for x in letters)
    warn(f"retirez {these} de la pile : {names}. Annulé, cela ne doit pas partir.")


def tell_next(steps: Sequence[NextStep]) -> None:
    """Say what comes next, with what is to be typed; one sentence."""
    if steps:
        first = steps[0]
        by = f" (le {french_day(first.before)} au plus tard)" if first.before else ""
        command = f" : {first.command}" if first.command else ""
        say(f"Ensuite : {first.sentence}{by}{command}")


def tell_next_of(line: DossierLine) -> None:
    """Say what comes next of a dossier that no act has moved: what is done where it stands."""
    tell_next(stage_steps(Stage(line.etape), line.reference))


def tell_not_made(failed: Iterable[NotMade]) -> None:
    """Say which letters could not be made, and why."""
    for letter in failed:
        warn(f"Courrier {letter.name} à produire : {letter.reason.rstrip('.')}. La nuit réessaiera.")


def tell_effects(app: App, done: Sequence[Done]) -> None:
    """Say what now runs since letters left or came back, what deserves a look, and what comes next of one
    dossier."""
    for each in done:
        over = {delay.key for delay in each.in_hand.opened.case.delays if not delay.is_open}
        for delay in each.decision.opens:
            if delay.key in over:
                continue  # its start is known better, and it runs no more
            provisional = " (provisoire : aucun courrier n'est arrivé)" if delay.provisional else ""
            echo(f"  {each.reference} · {delay.slug.label} : {french_day(delay.dates.legal_on)}{provisional}")
        for warning in each.warnings:
            warn(f"{each.reference} : {warning}")
    if len({each.reference for each in done}) == 1:
        last = done[-1]
        tell_next(next_steps(last.in_hand.opened.case, last.reference, app.clock.today()))
