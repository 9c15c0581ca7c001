"""Open a dossier at the keyboard; what is known of a person is asked here only, and its fields loaded."""

from __future__ import annotations

import click

from ofworkflow.cli.common import choice, done_on_option, legal_day, pass_app, reported_day
from ofworkflow.cli.output import echo, say, warn
from ofworkflow.cli.person_options import opening_options, typed_card
from ofworkflow.cli.representatives import read_representative
from ofworkflow.cli.telling import tell_next
from ofworkflow.procedure.fields import MINOR, minor_of
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.next_steps import stage_steps
from ofworkflow.procedure.vocabulary import Delay, OuiNon, ReportedFor, Source
from ofworkflow.wiring import App


@click.command(short_help="Ouvrir le dossier d'un jeune.")
@opening_options
@click.option(
    "--source", type=choice(Source), default="autre", show_default=True, help="Qui signale le jeune."
)
@click.option(
    "--signale-le",
    metavar="DATE",
    help="Le jour du signalement, d'où courent les trois mois de L. 313-8 ; l'ouverture par défaut.",
)
@click.option("--signale-par", metavar="TEXTE", default="", help="La personne ou l'organisme qui signale.")
@click.option("--raison", type=choice(ReportedFor), help="Pourquoi le jeune est signalé ; rien de sa santé.")
@click.option("--emploi", type=choice(OuiNon), help="Si le jeune avait un emploi ce jour-là (L. 313-8).")
@click.option(
    "--representant", "representants", multiple=True, metavar='"NOM;PRENOM;QUALITE;ADRESSE;CP;VILLE;PAYS"',
    help="Un représentant légal ; à répéter. Qualité : mere, pere, tuteur, ase, tiers, autre. "
    "En France, sans le pays.",
)  # fmt: skip
@done_on_option
@click.option("--note", metavar="TEXTE", default="", help="Une note interne.")
@click.option("--homonyme", is_flag=True, help="C'est une autre personne, du même nom et née le même jour.")
@pass_app
def open_one(
    app: App,
    /,
    source: str,
    signale_le: str | None,
    signale_par: str,
    raison: str | None,
    emploi: str | None,
    representants: tuple[str, ...],
    le: str | None,
    note: str,
    homonyme: bool,
    **typed: str | None,
) -> None:
    """Ouvrir le dossier d'un jeune de 16 à 18 ans ; donne sa référence.

    Plus jeune, il attend ses 16 ans : le dossier existe, la nuit le commence ce jour-là, rien n'est dû avant.
    """
    from ofworkflow.casework.registry import opening
    from ofworkflow.procedure.persons import Signalement

    today, done_on = app.clock.today(), legal_day(app, le)
    reported_on = reported_day(app, signale_le, Source(source), done_on)
    minor = minor_of(typed_card(MINOR, typed, today=today))
    persons = tuple(map(read_representative, representants))
    known = OuiNon(emploi) if emploi else None
    why = ReportedFor(raison) if raison else None
    reported = Signalement(minor, persons, Source(source), reported_on, known, signale_par.strip(), why)
    opened = app.write(
        opening.open_one,
        reported,
        done_on=done_on,
        desk=app.desk(),
        communes=app.communes,
        note=note,
        homonym=homonyme,
    )
    echo(opened.reference)
    for delay in opened.decision.opens:
        say(f"  {delay.slug.label} : {french_day(delay.dates.legal_on)}")
        if delay.slug is Delay.PREMIER_ENTRETIEN and not signale_le and reported_on == done_on:
            say("    compté de l'ouverture, faute du jour du signalement par l'établissement (--signale-le)")
    for warning in opened.warnings:
        warn(warning)
    tell_next(stage_steps(opened.decision.dest, opened.reference))
