"""Letters: list, look, change by hand, check. What leaves and comes back is in `posting`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ofworkflow.cli import posting
from ofworkflow.cli.arguments import TidyGroup
from ofworkflow.cli.common import choice, json_option, pass_app
from ofworkflow.cli.files import destination, nearby, own_place, read_file, replace_option, stored_place
from ofworkflow.cli.fitting import show_fitted
from ofworkflow.cli.output import echo, iso, say, show_json, show_table, warn
from ofworkflow.errors import ExitCode
from ofworkflow.outside.reading import shown_name
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.step_letters import Model
from ofworkflow.procedure.vocabulary import LetterState
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.dossier.lines import LetterLine


@click.group(
    cls=TidyGroup,
    invoke_without_command=True,
    short_help="Les courriers : liste, aperçu, envoi.",
    subcommand_metavar="[SOUS-COMMANDE]",
)  # fmt: skip
@click.option("--etat", type=choice(LetterState), help="Seulement cet état.")
@json_option
@click.pass_context
def letters_group(ctx: click.Context, etat: str | None, as_json: bool) -> None:
    """Les courriers ; sans sous-commande, leur liste."""
    if ctx.invoked_subcommand is not None:
        return
    from ofworkflow.casework.dossier.lines import letters

    app: App = ctx.obj
    lines = app.read(letters, state=etat or "")
    if as_json:
        show_json({"courriers": [_letter_json(line, app.letters_folder) for line in lines]})
    elif lines:
        show_fitted(_COLUMNS, [_cells(line) for line in lines], optional=(8, 6, 7), flexible=(2, 3))
    else:
        say("Aucun courrier.")


@letters_group.command("apercu", short_help="Regarder un courrier, sans le sceller.")
@click.argument("cible", metavar="REF|ID")
@click.option("--ouvrir", is_flag=True, help="L'ouvrir avec le lecteur de PDF.")
@click.option("--png", "as_png", is_flag=True, help="En image, une par page.")
@click.option(
    "--docx",
    "as_docx",
    is_flag=True,
    help="En document à retoucher ; il revient par « of courriers reprendre ».",
)
@replace_option
@pass_app
def preview_letter(app: App, cible: str, ouvrir: bool, as_png: bool, as_docx: bool, remplacer: bool) -> None:
    """Regarder un courrier tel qu'il est aujourd'hui ; imprimé ou posté, ce sont les octets scellés.

    Un aperçu est refait par-dessus le précédent ; un document déjà retouché (--docx) n'est remplacé que si on
    le demande.
    """
    from ofworkflow.casework.paper.previews import Look, previews

    look = Look.DOCX if as_docx else Look.PNG if as_png else Look.PDF
    folder = app.letters_folder / "apercus"
    shown = app.read(previews, app.press, cible, look)
    for caution in shown.cautions:
        warn(caution)
    files = [(folder / file.name, file.content) for file in shown.files]
    # whoever has worked in a document is asked before any is written
    places = [
        destination(app, path, replaces=remplacer)
        if as_docx and _differs(path, content)
        else own_place(app, path)
        for path, content in files
    ]
    for place, (path, content) in zip(places, files, strict=True):
        place.write(content)
        echo(str(path))
        if ouvrir:
            click.launch(str(path))


def _differs(path: Path, content: bytes) -> bool:
    return path.is_file() and read_file(path) != content


@letters_group.command("reprendre", short_help="Reprendre un document retouché à la main.")
@click.argument("courrier", metavar="ID")
@click.argument("fichier", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@pass_app
def take_back(app: App, courrier: str, fichier: Path) -> None:
    """Reprendre un courrier retouché (.docx) : c'est de ce fichier qu'il sera scellé, noté « retouché à la
    main »."""
    from ofworkflow.casework.mail import retouches
    from ofworkflow.casework.paper.targets import letters_only

    content, name = read_file(fichier), shown_name(fichier)
    retouches.refuse_unreadable(name, content)  # before anybody waits for us
    [number] = letters_only([courrier])
    digest = app.write(retouches.take_back, app.press, number, name, content, app.desk())
    echo(f"Courrier {courrier.upper()} repris de {name} (SHA-256 {digest[:12]}…) : il partira ainsi.")
    say(f"Regardez-le : of courriers apercu {courrier.upper()} --ouvrir")


@letters_group.command("verifier", short_help="Chaque courrier scellé face à son empreinte.")
@json_option
@pass_app
def verify_seals(app: App, as_json: bool) -> None:
    """Relire chaque scellé et le comparer à son empreinte SHA-256 ; code de sortie 4 si l'un a changé."""
    from ofworkflow.casework.mail import sealing

    broken = app.read(sealing.every_broken_seal)
    if as_json:
        show_json({"ruptures": [{"courriers": list(b.letters), "motif": b.reason} for b in broken]})
    for each in broken if not as_json else []:
        echo(f"{', '.join(each.letters) or 'aucun courrier'} : {each.reason}.")
    if broken:
        warn(
            "Des scellés ne tiennent plus. Restaurez la base depuis une sauvegarde, et gardez celle-ci pour "
            "comprendre."
        )
        raise SystemExit(ExitCode.WORK_REMAINS)
    say("Tous les scellés tiennent : chaque courrier est, à l'octet près, celui qui est parti.")


@letters_group.command("modeles", short_help="Les modèles ; « verifier » les relit.")
@click.argument("action", type=click.Choice(["lister", "verifier"]), default="lister")
@json_option
@pass_app
def check_templates(app: App, action: str, as_json: bool) -> None:
    """Les modèles de courriers et d'où ils viennent.

    « verifier » les essaie tous, dit ce qui ne va pas (code 1), puis les fichiers qui ne servent à rien (code
    4).
    """
    templates = app.press.renderer.templates
    if action == "lister":
        rows = [(name, nearby(templates.path(name))) for name in templates.names()]
        if as_json:
            show_json({"modeles": [{"nom": name, "fichier": path} for name, path in rows]})
        else:
            show_table(("modèle", "fichier"), rows)
        return
    from ofworkflow.letters.linter import UNUSED, WARNING, TemplateRemark, lint

    findings = lint(app.press.renderer, app.press.maison)
    messages = {f.message for f in findings}
    findings += [
        TemplateRemark("dossier de la maison", UNUSED, WARNING, each)
        for each in app.unused_files()
        if each not in messages
    ]
    app.unused_are_said = True
    if as_json:
        show_json(
            {
                "constats": [
                    {"modele": f.modele, "donnees": f.kind, "gravite": f.severity, "message": f.message}
                    for f in findings
                ]
            }
        )
    for each in findings if not as_json else []:
        echo(f"{each.modele} ({each.kind}), {each.severity} : {each.message}")
    if any(f.severity == "erreur" for f in findings):
        raise SystemExit(ExitCode.ERROR)
    say(f"{len(templates.names())} modèles relus.")
    if any(f.kind == UNUSED for f in findings):
        raise SystemExit(ExitCode.WORK_REMAINS)


for command in posting.COMMANDS:
    letters_group.add_command(command)


_COLUMNS = ("id", "dossier", "courrier", "destinataire", "état", "posté le", "n°", "lot", "empreinte")


def _cells(line: LetterLine) -> tuple[str, ...]:
    posted = french_day(line.poste_le) if line.poste_le else ""
    return (
        line.name,
        line.reference,
        Model.say(line.modele),
        line.destinataire,
        line.state,
        posted,
        line.numero or "",
        line.run,
        (line.sha256 or "")[:12],
    )


def _letter_json(line: LetterLine, folder: Path) -> dict[str, object]:
    return {
        "id": line.name,
        "reference": line.reference,
        "modele": line.modele,
        "destinataire": line.destinataire,
        "etat": line.etat,
        "poste_le": iso(line.poste_le),
        "mode": line.mode,
        "numero": line.numero,
        "sha256": line.sha256,
        "fichier": stored_place(folder, line.fichier),
        "erreur": line.erreur,
        "tirage": line.run or None,
        "presente_le": iso(line.presente_le),
        "issue_le": iso(line.issue_le),
    }
