"""The pages of docs/ that come from the code: `python -m tools.docs` checks them, `python -m tools.docs --ecrire` writes them."""

from __future__ import annotations

import dataclasses
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ofworkflow.config import Settings
from ofworkflow.config.domains import Domain
from ofworkflow.errors import ExitCode
from ofworkflow.law.texts import ARTICLES, CITED, RULES
from ofworkflow.procedure import diagram
from ofworkflow.procedure.delays import DELAYS
from ofworkflow.procedure.step_letters import Model
from ofworkflow.procedure.vocabulary import Act, Word
from tools.words import ONE_WORD

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
HEADER = "<!-- Page écrite par « python -m tools.docs --ecrire » : ne la modifiez pas à la main. -->\n\n"


def procedure() -> str:
    """Return docs/procedure.md: the table, the delays, the diagram."""
    lines = ["# La procédure", "", "La table même que le moteur applique (`src/ofworkflow/procedure/steps.py`).", ""]
    lines += _table(("Acte", "De", "Vers", "Fondement", "Ce que dit la table"), diagram.rows())
    lines += ["", "## Échéances", ""]
    lines += _table(
        ("Échéance", "Slug", "Nature", "Ce que fait la nuit"),
        ((k.slug.label, f"`{k.slug}`", k.nature, k.night) for k in DELAYS.values()),
    )
    return "\n".join([*lines, "", "## Diagramme", "", "```mermaid", diagram.as_mermaid(), "```", ""])


def law() -> str:
    """Return docs/law.md: the articles and the durations they set."""
    lines = ["# La loi", "", "Chaque article une fois, chaque durée une fois (`src/ofworkflow/law/texts.py`).", ""]
    lines += _table(
        ("Article", "Code", "Ce qu'il demande", "Relu le", "Source du texte"),
        ((a.number, a.code, a.says, f"{a.reread_on:%d/%m/%Y}", a.source) for a in ARTICLES),
    )
    lines += [
        "",
        "La source est une page publique où ces mots ont été lus, le 28/11/2026, jamais une autorité : Légifrance",
        "fait foi. « À confirmer » : ce que nous en disons n'a pas été relu dans le texte.",
        "",
        "## Autres articles cités",
        "",
    ]
    lines += _table(
        ("Article", "Code", "Ce qu'il demande", "Source du texte"),
        ((a.number, a.code, a.says, a.source) for a in CITED),
    )
    lines += [
        "",
        "R. 53-3 : les quinze jours courent du lendemain de l'avis électronique fait au destinataire ; le nôtre court",
        "de l'envoi, et le jour du départ ne compte pas. R. 2-3 : les quarante jours courent du dépôt. L. 3422-2, lu",
        "en 2019, donne le 27 mai à la Guadeloupe et à Saint-Martin ; la bibliothèque des jours fériés donne le 28",
        "mai à Saint-Martin depuis 2018. Un centre éducatif fermé satisfait à l'obligation selon le ministère",
        "(education.gouv.fr, « L'obligation de formation des 16-18 ans ») : aucun texte n'a été lu, la nature reste «",
        "à confirmer ».",
    ]
    lines += ["", "## Durées", ""]
    lines += _table(
        ("Règle", "Durée", "Fondement", "En vigueur depuis"),
        ((f"`{r.slug}`", str(v.length), v.basis.number, f"{v.since:%d/%m/%Y}") for r in RULES.values() for v in r.versions),
    )
    lines += [
        "",
        "## Jours fériés ou chômés",
        "",
        "L'article 642 reporte un terme qui tombe un samedi, un dimanche, un jour « férié ou chômé ». Un jour férié l'est",
        "par un texte ; un jour chômé, par l'usage local (mi-Carême, Vendredi saint, 21 juillet aux Antilles).",
        "`territoire.jours_coutumiers` dit si la maison le chôme : il avance alors les dates internes.",
        "`territoire.jours_chomes_prolongent` (« non » d'origine) dit s'il reporte aussi une fin légale : sans texte ni",
        "jurisprudence citée, la fin la plus proche tient dans toutes les lectures. `of pourquoi` dit quel jour a reporté",
        "une fin, et le réglage qui ne l'a pas fait. Une échéance déjà ouverte garde les dates inscrites au journal.",
    ]
    return "\n".join([*lines, ""])


def configuration() -> str:
    """Return docs/configuration.md: every key, its default, what `config.toml` says of it."""
    said = _comments((ROOT / "config.toml").read_text(encoding="utf-8"))
    lines = [
        "# Configuration",
        "",
        "Tout ce qui se règle dans `config.toml`, avec sa valeur par défaut et ce qu'elle doit être, vérifié à la lecture.",
        "",
    ]
    for section in dataclasses.fields(Settings):
        if section.metadata.get("internal"):
            continue
        lines += [f"## [{section.name}]", "", said.get((section.name, ""), ""), ""]
        values = getattr(Settings(), section.name)
        rows = (
            (f"`{key.name}`", _value(getattr(values, key.name)), said.get((section.name, key.name), ""), _domain(key))
            for key in dataclasses.fields(values)
        )
        lines += [*_table(("Clé", "Défaut", "Sens", "Doit"), rows), ""]
    return "\n".join(lines)


def _domain(key: dataclasses.Field[Any]) -> str:
    domain: Domain = key.metadata["domain"]
    low, high = domain.count
    each = f" ; {low} à {high} lignes" if high > 1 else ""
    return f"{domain.must}{each}".replace("|", "\\|")


def indicators() -> str:
    """Return docs/indicators.md: every figure, what it counts, what it leaves out, when it is old enough to be judged."""
    from ofworkflow.statistics.indicators.catalogue import INDICATORS
    from ofworkflow.statistics.indicators.kinds import Duration

    lines = [
        "# Les indicateurs",
        "",
        "La table même que le moteur compte (`src/ofworkflow/statistics/indicators/`).",
        "Comment les lire : [les chiffres](chiffres.md).",
        "",
    ]
    for indicator in INDICATORS:
        what = "actes" if indicator.acts else "jeunes"
        unit = {"nombre": what, "rapport": f"taux ({what})", "jours": "jours"}[indicator.unit]
        counted = f"`{indicator.numerator}`" + (f" / `{indicator.denominator}`" if indicator.denominator else "")
        if isinstance(indicator.numerator, Duration):
            counted += f", {indicator.share:.0%}".replace("%", " %")
        lines += [f"## {indicator.code} — {indicator.label}", "", f"{_sentence(indicator.sentence)}", ""]
        lines += [f"- Exclusions : {indicator.exclusions}"] * bool(indicator.exclusions)
        lines += [f"- Maturité : {indicator.maturity}"] * bool(indicator.maturity)
        lines += [f"- Unité : {unit}. Mesure : {counted}. Version {indicator.version}.", ""]
    return "\n".join(lines)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def glossary() -> str:
    """Return docs/glossary.md: the words that name one thing only, then slug, label, a line of English."""
    lines = [
        "# Glossaire",
        "",
        "## Un mot, une chose",
        "",
        "Chacun de ces mots n'a qu'un sens, le même à l'écran, sur le papier, dans la documentation et dans le code.",
        "",
        *_table(
            ("Mot", "Ce qu'il dit", "Dans le code", "Ne s'appelle jamais ainsi"),
            ((f"*{word.mot}*", word.sens, word.code, word.jamais) for word in ONE_WORD),
        ),
        "",
        "## Les listes fermées",
        "",
        "Ce qui s'écrit dans la base (`src/ofworkflow/procedure/vocabulary/` ; les courriers, `step_letters.py`).",
        "",
    ]
    for words in Word.__subclasses__():  # in the order of their rooms
        lines += [f"### {words.__name__}", ""]
        lines += [*_table(("Slug", "Libellé", "English"), ((f"`{w}`", w.label, w.english) for w in words)), ""]
    return "\n".join(lines)


def command_line() -> str:
    """Return docs/cli.md: every command with its own help, and the exit codes."""
    from ofworkflow.cli.french import speak_french

    speak_french()
    import click

    from ofworkflow.cli.main import cli, command_names

    lines = ["# La ligne de commande", "", "## Codes de sortie", ""]
    lines += [*_table(("Code", "Sens"), ((str(int(code)), _EXIT_CODES[code]) for code in ExitCode)), "", *_SHOWN, ""]
    root = cli.context_class(cli, info_name="of", max_content_width=110, terminal_width=110)
    lines += ["## of", "", "```text", root.get_help(), "```", ""]
    for name in command_names():
        command = cli.get_command(root, name)
        if command is None:
            continue
        lines += _command_help(command, root, name)
        if isinstance(command, click.Group):
            context = command.context_class(command, info_name=name, parent=root, max_content_width=110, terminal_width=110)
            for sub in command.list_commands(context):
                child = command.get_command(context, sub)
                if child is not None:
                    lines += _command_help(child, context, sub)
    acts = ", ".join(f"`of {act.command}` ({act.label})" for act in Act)
    return "\n".join([*lines, "## Actes et commandes", "", acts + ".", ""])


def columns() -> str:
    """Return the table of docs/importer.md: the columns of a list, field by field."""
    from ofworkflow.intake.proposal import NEEDED
    from ofworkflow.procedure.fields import MINOR, RANKS, REPORTED, REPRESENTATIVE

    needed = {name for _, names in NEEDED for name in names}
    rows = [
        (f"`{f.mapped}`", f.heading, _about(f.about or f.label, f.mapped in needed)) for f in (*MINOR, *REPORTED) if f.heading
    ]
    for f in REPRESENTATIVE:
        if f.heading:
            names = ", ".join(f"`rl{rank}_{f.mapped}`" for rank in RANKS)
            headings = ", ".join(f"RL{rank}_{f.heading}" for rank in RANKS)
            rows.append((names, headings, f.about or f.label))
    return "\n".join(_table(("champ", "colonne", "à savoir"), rows))


def letters() -> str:
    """Return the table of docs/courriers.md: what each template may say beside what every letter may."""
    from dataclasses import fields

    from ofworkflow.letters.contexts import Lettre
    from ofworkflow.letters.models import kind_of, names

    common = {field.name for field in fields(Lettre)}
    rows = []
    of_a_dossier = list(map(str, Model))
    for name in (*of_a_dossier, *(name for name in names() if name not in of_a_dossier)):
        own = [f"`{field.name}`" for field in fields(kind_of(name).sample) if field.name not in common]
        rows.append((f"`{name}`" if name in of_a_dossier else f"`{name}` (ni `jeune`)", ", ".join(own)))
    return "\n".join(_table(("modèle", "et aussi"), rows))


def _about(text: str, needed: bool, said: str = "obligatoire") -> str:
    return " ; ".join(part for part in (said * needed, text) if part)


_SHOWN = (
    "## Ce qui s'affiche",
    "",
    "- Les données vont sur la sortie, ce qui s'adresse à vous sur l'erreur ; aucune couleur hors d'un terminal.",
    "- Ce qui ne peut pas être montré ne change ni ce qui est fait, ni les courriers : un signe que la console n'a pas",
    "  est remplacé par le plus proche ; « | head » finit en silence avec 0 ; un disque plein, une sortie fermée, un",
    "  terminal disparu sont dits sur l'erreur, et le code de sortie est 5 au lieu de 0 ou 4.",
    "- Un nom n'agit jamais sur l'écran : les signes de commande et ceux qui se cachent sont retirés quand on note,",
    "  et quand on montre.",
    "- `--csv` vers un fichier ou un programme est en UTF-8 et commence par une marque (BOM), pour que le tableur",
    "  lise les accents ; un programme le lit avec l'encodage « utf-8-sig ». Sur un terminal, pas de marque.",
    "  Une case qu'un tableur exécuterait commence par une apostrophe.",
    "- `--json` n'a pas de marque ; ce qu'un terminal exécuterait y est échappé (`\\u202e`).",
)

_EXIT_CODES: Mapping[ExitCode, str] = {
    ExitCode.DONE: "fait",
    ExitCode.ERROR: "erreur : configuration, base, liste ou modèle",
    ExitCode.USAGE: "ce qui est tapé n'est pas compris",
    ExitCode.REFUSED: "refusé par une règle de la procédure",
    ExitCode.WORK_REMAINS: "du travail reste (seulement où c'est dit)",
    ExitCode.PARTLY_DONE: "fait en partie",
}


def reliability() -> str:
    """Return docs/reliability.md: what was killed, and what was lost of it."""
    from tools.kills.page import page

    return page()


PAGES: Mapping[str, Callable[[], str]] = {
    "procedure.md": procedure,
    "law.md": law,
    "configuration.md": configuration,
    "glossary.md": glossary,
    "indicators.md": indicators,
    "cli.md": command_line,
    "reliability.md": reliability,
}


BLOCKS: Mapping[str, Callable[[], str]] = {"importer.md": columns, "courriers.md": letters}
"""Pages written by hand that hold one table that is not."""

_BLOCK = re.compile(
    r"(<!-- Tableau écrit par « python -m tools.docs --ecrire » -->\n\n).*?(\n\n<!-- fin du tableau -->)", re.DOTALL
)


def _block(path: Path, table: str) -> str:
    return _BLOCK.sub(lambda match: match[1] + table + match[2], path.read_text(encoding="utf-8"))


def main(arguments: list[str]) -> int:
    """Check the pages, or write them; return 1 when one is not what the code says."""
    stale = []
    pages = {name: HEADER + page().rstrip() + "\n" for name, page in PAGES.items()}
    for name, text in (pages | {name: _block(DOCS / name, table()) for name, table in BLOCKS.items()}).items():
        path = DOCS / name
        if "--ecrire" in arguments:
            path.write_text(text, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
    if stale:
        print(f"Pages à récrire (python -m tools.docs --ecrire) : {', '.join(stale)}.")
    return bool(stale)


def _command_help(command: object, parent: object, name: str) -> Iterator[str]:
    import click

    from ofworkflow.cli.arguments import tidied
    from ofworkflow.cli.bulk import WithLot

    assert isinstance(command, click.Command)  # noqa: S101 — narrows the type for the reader and for mypy
    assert isinstance(parent, click.Context)  # noqa: S101 — idem
    context = tidied(command).context_class(command, info_name=name, parent=parent, max_content_width=110, terminal_width=110)
    yield from (f"## {context.command_path}", "", "```text", context.get_help(), "```", "")
    if isinstance(command, WithLot):
        yield from _command_help(command.in_lots, parent, f"{name} --lot")


def _comments(text: str) -> dict[tuple[str, str], str]:
    """Return what config.toml says beside each section and key."""
    said: dict[tuple[str, str], str] = {}
    section = ""
    for line in text.splitlines():
        comment = line.partition("  #")[2].strip()
        if match := re.match(r"\[(\w+)\]", line):
            section = match[1]
            said[section, ""] = comment
        elif match := re.match(r"(\w+) = ", line):
            said[section, match[1]] = comment
    return said


def _value(value: object) -> str:
    if isinstance(value, tuple) and any(isinstance(item, str) for item in value):
        return f"{len(value)} lignes"
    if value == ():
        return "(vide)"
    if isinstance(value, tuple):
        return f"`[{', '.join(map(str, value))}]`"
    return f"`{value}`" if value != "" else "(vide)"


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    cells = [tuple(str(cell).replace("|", "\\|") for cell in row) for row in rows]
    return [_line(headings), _line(tuple("---" for _ in headings)), *map(_line, cells)]


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
