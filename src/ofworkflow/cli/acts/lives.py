"""The life of a dossier: closed, opened again; and the acts that void another one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Unpack

import click

from ofworkflow.cli.acts.typed import ActOptions, act_command, read_day, run_act
from ofworkflow.cli.common import choice, choose_dossier, legal_day, pass_app, reported_day
from ofworkflow.cli.dates import read_date
from ofworkflow.cli.output import confirm, echo, say, warn
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import Act, BirthProof, Closing, OuiNon, ReportedFor, Retrait, Source
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.paper.beforehand import Beforehand


@act_command(
    Act.SIGNALER,
    "of signaler 2026-0001",
    "of signaler 2026-0001 --source psad --signale-le 25/11/2026",
    'of signaler 2026-0001 --source cfa --note "appel du CFA"',
)
@click.option(
    "--source", type=choice(Source), default=str(Source.AUTRE), show_default=True, help="Qui signale."
)
@click.option("--signale-le", metavar="DATE", help="Le jour du signalement ; celui de l'acte par défaut.")
@click.option("--signale-par", metavar="TEXTE", default="", help="La personne ou l'organisme qui signale.")
@click.option("--raison", type=choice(ReportedFor), help="Pourquoi le jeune est signalé ; rien de sa santé.")
@click.option(
    "--diplome",
    type=choice(OuiNon),
    help="Si le jeune a un diplôme (L. 313-8) ; d'origine, ce que dit la fiche.",
)
@click.option(
    "--emploi",
    type=choice(OuiNon),
    help="S'il a un emploi (L. 313-8) ; d'origine, la situation notée ce jour-là.",
)
@pass_app
def report_again(
    app: App,
    source: str,
    signale_le: str | None,
    signale_par: str,
    raison: str | None,
    diplome: str | None,
    emploi: str | None,
    **act: Unpack[ActOptions],
) -> None:
    """Noter que le jeune est signalé de nouveau.

    Sur un dossier ouvert, c'est un fait de plus ; sur un dossier clos, un nouveau cycle commence, avec son
    délai de trois mois (L. 313-8), et l'ancien reste lisible.
    """
    from ofworkflow.casework.registry.people import conditions

    reference = act["reference"] = choose_dossier(app, act["reference"], confirmed=act["oui"]).reference
    reported_on = reported_day(app, signale_le, Source(source), legal_day(app, act["le"]))
    known = app.read(conditions, reference, reported_on)
    diploma, job = (
        OuiNon(typed) if typed else kept for typed, kept in zip((diplome, emploi), known, strict=True)
    )
    for what, option, typed, kept in (
        ("un diplôme", "diplome", diplome, known[0]),
        ("un emploi", "emploi", emploi, known[1]),
    ):
        if kept and not typed:
            say(f"D'après le dossier, {what} : {kept.label} (--{option} pour dire autrement).")
    why = ReportedFor(raison) if raison else None
    run_act(app, ask.Signaler(Source(source), reported_on, diploma, job, signale_par.strip(), why), act)


@act_command(
    Act.CLOTURER,
    "of clore 2026-0001 --motif erreur",
    "of clore 2026-0001 --motif depart_etranger",
    "of clore 2026-0001 --motif demenagement --vers ML-ROUBAIX",
)
@click.option("--motif", type=choice(Closing), required=True, help="Pourquoi.")
@click.option("--vers", metavar="STRUCTURE", default="", help="Après un déménagement, qui prend la suite.")
@pass_app
def close_dossier(app: App, motif: str, vers: str, **act: Unpack[ActOptions]) -> None:
    """Clore un dossier ; ses convocations en attente sont annulées, ses attestations partent."""
    run_act(app, ask.Cloturer(Closing(motif), vers), act)


@act_command(
    Act.ROUVRIR,
    'of rouvrir 2026-0011 --motif "fermé par erreur"',
    'of rouvrir 2026-0011 --motif "il est revenu"',
    'of rouvrir 2026-0011 --motif "revenu" --note "vu le 30"',
)
@click.option("--motif", metavar="TEXTE", required=True, help="Pourquoi.")
@pass_app
def reopen_dossier(app: App, motif: str, **act: Unpack[ActOptions]) -> None:
    """Rouvrir un dossier clos : il reprend où il en était, ou dans un autre cycle après les deux mois."""
    run_act(app, ask.Rouvrir(motif), act)


@act_command(
    Act.CORRIGER_NAISSANCE,
    "of naissance 2026-0001 --date 12/05/2009 --preuve carte_identite",
    "of naissance 2026-0002 --date 30/01/2009 --preuve livret_famille",
    'of naissance 2026-0001 --date 14/04/2009 --preuve saisie --note "mois lu pour le jour"',
)
@click.option("--date", "born", metavar="DATE", required=True, help="Le jour que dit la pièce.")
@click.option("--preuve", type=choice(BirthProof), required=True, help="La pièce vue ; jamais sa copie.")
@pass_app
def correct_birth(app: App, born: str, preuve: str, **act: Unpack[ActOptions]) -> None:
    """Corriger la date de naissance, sur la pièce vue, à toute étape, même clos.

    Les 16 ans, la majorité et ce qui s'y arrête sont recomptés ; le journal garde les deux dates, et ce qui
    est déjà parti avec l'ancienne est dit.
    """
    request = ask.CorrigerNaissance(read_date(born, today=app.clock.today()), BirthProof(preuve))
    if sys.stdin.isatty() and not act["oui"]:
        seen = _rehearsed(app, request, act)
        echo(f"{seen.reference} · {seen.who} : né(e) le {request.naissance:%d/%m/%Y} → {seen.stage}.")
        for warning in seen.warnings:
            warn(warning)
        confirm("Le noter ?")
    run_act(app, request, act)


@act_command(
    Act.RECTIFIER,
    "of rectifier 2026-0002 --acte 2 --motif personne",
    'of rectifier 2026-0002 --acte 2 --motif autre --precision "mauvais homonyme"',
    "of rectifier 2026-0008 --acte 2 --motif personne --avec-suite",
)
@click.option(
    "--acte", "acte_n", type=int, metavar="N", required=True, help="Le numéro de l'acte au journal."
)
@click.option("--motif", type=choice(Retrait), required=True, help="Ce qui était faux.")
@click.option("--precision", metavar="TEXTE", default="", help="En quelques mots ; ne sort pas de la maison.")
@click.option(
    "--avec-suite", is_flag=True, help="Retirer aussi tout ce qui suit, du dernier acte à celui-ci."
)
@pass_app
def withdraw_act(
    app: App, acte_n: int, motif: str, precision: str, *, avec_suite: bool, **act: Unpack[ActOptions]
) -> None:
    """Retirer un acte fait par erreur, dont des courriers sont partis.

    Un rectificatif le dit à qui les a reçus ; le dossier reste, le journal garde les deux. Si rien n'est
    parti, of annuler suffit. Dans un terminal, ce qui partira est montré d'abord.
    """
    request = ask.Rectifier(acte_n, Retrait(motif), precision.strip())
    if sys.stdin.isatty() and not act["oui"]:
        _show_beforehand(app, request, act, with_what_followed=avec_suite)
    run_act(app, request, act, with_what_followed=avec_suite)


def _rehearsed(
    app: App, request: ask.Request, act: ActOptions, *, with_what_followed: bool = False
) -> Beforehand:
    """Return what the act would do, and do nothing; the dossier is chosen from now on."""
    from ofworkflow.casework.paper.beforehand import beforehand

    act["reference"] = choose_dossier(app, act["reference"], confirmed=act["oui"]).reference
    return app.rehearse(
        beforehand,
        act["reference"],
        request,
        done_on=read_day(app, act["le"], "l'acte") or app.clock.today(),
        desk=app.desk(),
        with_what_followed=with_what_followed,
    )


def _show_beforehand(app: App, request: ask.Rectifier, act: ActOptions, *, with_what_followed: bool) -> None:
    """Say what would be withdrawn and who would be written to; raise `click.Abort` where it is not wanted."""
    seen = _rehearsed(app, request, act, with_what_followed=with_what_followed)
    echo(f"{seen.reference} · {seen.who} : seront retirés {', '.join(seen.withdrawn)} → {seen.stage}.")
    for letter in seen.letters:
        echo(f"  à envoyer : {letter}")
    confirm("Le faire ?")


@act_command(
    Act.ANNULER,
    'of annuler 2026-0014 --motif "mauvais dossier"',
    'of annuler 2026-0006 --motif "contrat non signé"',
    'of annuler 2026-0007 --motif "erreur de saisie"',
)
@click.option("--motif", metavar="TEXTE", required=True, help="Pourquoi.")
@pass_app
def annul_last_act(app: App, motif: str, **act: Unpack[ActOptions]) -> None:
    """Annuler le dernier acte, tant qu'aucun de ses courriers n'est parti ; le journal garde les deux."""
    run_act(app, ask.Annuler(motif), act)
