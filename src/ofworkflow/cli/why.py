"""Why a date, why a refusal; the procedure itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from ofworkflow.cli.common import choose_dossier, json_option, legal_day, pass_app, reference_argument
from ofworkflow.cli.output import echo, say, show_json, title
from ofworkflow.errors import ExitCode
from ofworkflow.procedure.french import french_day
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.explain.links import Explanation, Link
    from ofworkflow.procedure.requests import Transmettre


@click.command(short_help="Pourquoi cette date, pourquoi ce refus.")
@reference_argument
@click.argument("quoi", metavar="[ECHEANCE|ACTE|N°|alertes|nuit]", default="")
@json_option
@pass_app
def explain_dossier(app: App, reference: str, quoi: str, as_json: bool) -> None:
    """Pourquoi cette date, cette alerte, cet acte de la nuit, ce refus : la chaîne qui y mène, maillon par
    maillon.

    QUOI est une échéance (departement), un acte (transmettre), le numéro d'un acte du journal (8), « alertes
    », ou « nuit » pour ce qu'elle fera. Sans QUOI : les échéances en cours et le prochain acte de la nuit, en
    bref.
    """
    from ofworkflow.casework.explain.answers import explain
    from ofworkflow.casework.explain.reading import read_named

    subject = app.read(read_named, reference, desk=app.desk())
    explanations = explain(subject, quoi)
    if as_json:
        show_json(
            {
                "reference": subject.reference,
                "explications": [_as_json(explanation) for explanation in explanations],
            }
        )
        return
    if not explanations:
        echo("Rien à expliquer : ni alerte ni acte de la nuit ne sont à venir.")
    for explanation in explanations:
        _show(explanation)
    if not quoi and explanations:
        say(
            f"Le détail : {subject.ask(explanations[0].slug)}, ou un acte, le numéro d'un acte du journal, "
            "alertes, nuit."
        )


_LISTED = frozenset({"jour_compte", "garde", "alerte", "ancrage", "courrier"})
_FOLDED = 12  # days listed before the middle of a long count is folded


def _as_json(explanation: Explanation) -> dict[str, object]:
    return {
        "sujet": explanation.subject,
        "slug": explanation.slug,
        "date": explanation.on.isoformat() if explanation.on else None,
        "bref": explanation.short,
        "etapes": list(explanation.steps),
        "chaine": [link.as_json() for link in explanation.links],
    }


def _show(explanation: Explanation) -> None:
    title(explanation.subject + (f" : {french_day(explanation.on)}" if explanation.on else ""))
    echo(f"  {explanation.short}")
    number = 0
    for link in _folded(explanation.links) if explanation.whole else ():
        if link.kind in _LISTED or link.facts.get("pour") == "compte":
            echo(f"     · {link.text}")
        else:
            number += 1
            echo(f"  {number}. {link.text}")


def _folded(links: Sequence[Link]) -> list[Link]:
    """Return the links, the middle of a long count of days replaced by one line that says so."""
    from ofworkflow.casework.explain.links import Link, LinkKind

    days = [link for link in links if link.kind == "jour_compte" or link.facts.get("pour") == "compte"]
    if len(days) <= _FOLDED:
        return list(links)
    hidden = days[_FOLDED // 2 : -_FOLDED // 2]
    fold = Link(LinkKind.JOUR_COMPTE, f"… {len(hidden)} jours de plus, tous dans --json …")
    return [fold if link is hidden[0] else link for link in links if link is hidden[0] or link not in hidden]


def show_preflight(app: App, reference: str, request: Transmettre, le: str | None) -> int:
    """Write the checks that must be green before the département is informed; return 3 while one is red."""
    from ofworkflow.casework.explain.reading import read_subject
    from ofworkflow.procedure.attempts import Attempt
    from ofworkflow.procedure.guards.notice import cautions, preflight
    from ofworkflow.procedure.vocabulary import Stage

    row = choose_dossier(app, reference, confirmed=True)
    done_on = legal_day(app, le)
    subject = app.read(read_subject, row.id, desk=app.desk())
    attempt = Attempt(subject.case, request, done_on, app.rules, subject.facts, Stage.DEPARTEMENT)
    red = 0
    for label, refusal in preflight(attempt):
        echo(f"{'non' if refusal else 'oui'}  {label}" + (f" : {refusal}" if refusal else ""))
        red += bool(refusal)
    for label, why in cautions(attempt):
        echo(f"à voir  {label} : {why}")
    return ExitCode.REFUSED if red else ExitCode.DONE


@click.command(short_help="La procédure telle que le moteur l'applique.")
@click.option("--format", "form", type=click.Choice(["texte", "mermaid"]), default="texte", show_default=True)
def show_procedure(form: str) -> None:
    """La procédure telle que le moteur l'applique : la table même, en texte ou en diagramme Mermaid."""
    from ofworkflow.procedure import diagram

    echo(diagram.as_mermaid() if form == "mermaid" else diagram.as_text())
