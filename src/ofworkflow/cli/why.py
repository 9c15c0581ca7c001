"""Why a date, why a refusal; the procedure itself."""

from __future__ import annotations

from typing import Any

import click

from ofworkflow.cli.common import choose_dossier, json_option, legal_day, pass_app, reference_argument
from ofworkflow.cli.output import show_json, title
from ofworkflow.errors import ExitCode
from ofworkflow.wiring import App


@click.command(short_help="Pourquoi cette date, pourquoi ce refus.")
@reference_argument
@click.argument("quoi", metavar="[ECHEANCE|ACTE]", default="")
@json_option
@pass_app
def explain_dossier(app: App, reference: str, quoi: str, as_json: bool) -> None:
    """Pourquoi cette échéance, ou pourquoi cet acte est refusé : l'acte d'origine, la règle, l'article, les jours sautés."""
    from ofworkflow.casework.explain import explain
    from ofworkflow.casework.view import find_dossier

    with app.reading() as connection:
        opened, facts = _facts(app, connection, find_dossier(connection, reference).id)
    found = explain(opened, quoi, rules=app.rules, facts=facts)
    if as_json:
        chains = [
            {"sujet": e.subject, "slug": e.slug, "date": e.on.isoformat() if e.on else None, "etapes": list(e.steps)}
            for e in found
        ]
        show_json({"reference": opened.reference, "explications": chains})
        return
    for explanation in found:
        title(explanation.subject)
        for number, step in enumerate(explanation.steps, start=1):
            click.echo(f"  {number}. {step}")


def _facts(app: App, connection: Any, dossier_id: int) -> tuple[Any, Any]:
    from ofworkflow.casework.journal import read
    from ofworkflow.casework.persons import contacts_of, persons_of
    from ofworkflow.procedure.guards import Facts

    opened = read(connection, [dossier_id])[0]
    persons = persons_of(connection, [opened.jeune_id])[opened.jeune_id]
    return opened, Facts(today=app.clock.today(), contacts=contacts_of(connection, dossier_id), addressees=persons.addressees())


def show_preflight(app: App, reference: str, request: Any, le: str | None) -> int:
    """Write the checks that must be green before the département is informed; return 3 while one is red."""
    from ofworkflow.procedure.guards import Attempt
    from ofworkflow.procedure.preflight import preflight
    from ofworkflow.procedure.vocabulary import Stage

    row = choose_dossier(app, reference, confirmed=True)
    done_on = legal_day(app, le)
    with app.reading() as connection:
        opened, facts = _facts(app, connection, row.id)
    attempt = Attempt(opened.case, request, done_on, app.rules, facts, Stage.DEPARTEMENT)
    red = 0
    for label, refusal in preflight(attempt):
        click.echo(f"{'non' if refusal else 'oui'}  {label}" + (f" : {refusal}" if refusal else ""))
        red += bool(refusal)
    return ExitCode.REFUSED if red else ExitCode.DONE


@click.command(short_help="La procédure telle que le moteur l'applique.")
@click.option("--format", "form", type=click.Choice(["texte", "mermaid"]), default="texte", show_default=True)
def show_procedure(form: str) -> None:
    """La procédure telle que le moteur l'applique : la table même, en texte ou en diagramme Mermaid."""
    from ofworkflow.procedure import diagram

    click.echo(diagram.as_mermaid() if form == "mermaid" else diagram.as_text())
