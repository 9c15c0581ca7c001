"""Every command that the program proposes exists, with its options: on the screen, in a refusal, in a list, in the help.

The words « of … » are looked for where they are written: in every text of the sources, and in what the situations of
docs/situations.md answer. A command is checked against the real tree of click; one that is whole is typed in a copy.
"""

from __future__ import annotations

import ast
import re
import shlex
import shutil
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

import click
import pytest

from cli.conftest import typist
from journeys.situations import PAGE, situations
from ofworkflow.cli.bulk import WithLot
from ofworkflow.cli.main import cli
from ofworkflow.errors import ExitCode
from ofworkflow.installation import prepare_folder

SOURCES = Path(__file__).resolve().parents[2] / "src" / "ofworkflow"
_PROPOSED = re.compile(r"(?<![\w'’-])of ((?:--[a-z]+ )?[a-zà-ÿ][a-zà-ÿ-]*(?: [^\n;()«»,]*)?)")
_OPTION = re.compile(r"(?<![\w-])--?[a-z][a-z-]*")
_TARGET = re.compile(r"X$|\{|\d{4}-\d{4}|[A-Z]+\d{4,}|ID$|REF$")
_SEVERAL = re.compile(r" (?:ou|puis|et) of .*")
_OF_JINJA = "diagnosis.py"  # quotes the errors of another program
_ENGLISH = frozenset(
    {
        "age",
        "birth",
        "document",
        "month",
        "retention",
        "scope",
        "a",
        "an",
        "any",
        "every",
        "no",
        "our",
        "each",
        "either",
        "some",
        "such",
        "the",
        "them",
        "these",
        "this",
        "those",
        "two",
        "what",
        "whom",
        "whose",
        "which",
        "its",
        "it",
    }
)


def commands() -> dict[str, click.Command]:
    """Return every command of the tree by its words: « courriers poster »."""
    context = click.Context(cli, info_name="of")
    found: dict[str, click.Command] = {}

    def walk(group: click.Group, above: tuple[str, ...]) -> None:
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            found[" ".join((*above, name))] = command
            if isinstance(command, WithLot):
                found[" ".join((*above, name, "--lot"))] = command.in_lots
            if isinstance(command, click.Group):
                walk(command, (*above, name))

    walk(cli, ())
    return found


COMMANDS = commands()
ROOT_OPTIONS = {word for p in cli.params for word in (*p.opts, *p.secondary_opts)} | {"--help", "-h"}


def wrong_with(proposed: str) -> str:
    """Return what no command of the tree would understand in « proposed »; empty where all of it is known."""
    words = proposed.split()
    while words and words[0] in ROOT_OPTIONS:  # what is given before the command
        words = words[2:]
    name = next((" ".join(words[:n]) for n in (3, 2, 1) if " ".join(words[:n]) in COMMANDS), "")
    if not name:
        return f"commande inconnue : of {proposed}"
    command = COMMANDS[name]
    rest = words[len(name.split()) :]
    if isinstance(command, click.Group) and rest:  # prose may follow a group, not a command misspelt
        below = [each.split()[-1] for each in COMMANDS if each.startswith(f"{name} ")]
        if rest[0] not in below and get_close_matches(rest[0], below, cutoff=0.75):
            return f"commande inconnue : of {proposed}"
    if name == "bilan" and rest and re.fullmatch(r"ANNÉE|X|[0-9]{4}", rest[0]):  # « of bilan 2025 » is « of bilan annee 2025 »
        command = COMMANDS["bilan annee"]
    known = {word for p in command.params for word in (*p.opts, *p.secondary_opts)} | ROOT_OPTIONS
    if command.context_settings.get("ignore_unknown_options"):  # « of faire » hands them on
        return ""
    strange = [option for option in _OPTION.findall(" " + " ".join(rest)) if option not in known]
    if strange:
        return f"option inconnue de « of {name} » : {strange}"
    if not rest or not _TARGET.match(rest[0]) or "…" in proposed:  # named in a sentence, or the rest is left to be chosen
        return ""
    wanted = [p.opts[0] for p in command.params if p.required and isinstance(p, click.Option) and not set(p.opts) & set(rest)]
    return f"« of {name} » demande aussi : {wanted}" if wanted else ""


def written() -> Iterator[tuple[str, str]]:
    """Yield each proposal written in a text of the sources, docstrings left out, with the place where it stands."""
    for path in sorted(SOURCES.rglob("*.py")):
        if path.name == _OF_JINJA:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        comments = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # of code, English
        for node in ast.walk(tree):
            text = ""
            if isinstance(node, ast.JoinedStr):
                text = "".join(str(v.value) if isinstance(v, ast.Constant) else "X" for v in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in comments:
                text = node.value
            for proposed in _proposals(text):
                yield f"{path.relative_to(SOURCES)}:{getattr(node, 'lineno', 0)}", proposed


def _proposals(text: str) -> Iterator[str]:
    for found in _PROPOSED.finditer(re.sub(r"\s+", " ", text)):
        said = _SEVERAL.sub("", found[1]).rstrip(" .:")
        if said.split()[0] not in _ENGLISH:
            yield said


def test_every_command_that_a_text_of_the_sources_proposes_exists_with_its_options() -> None:
    proposals = list(written())
    assert len(proposals) > 100, "the texts are no longer found"
    assert [f"{where} : {wrong}" for where, said in proposals if (wrong := wrong_with(said))] == []


@pytest.mark.parametrize(
    ("proposed", "wrong"),
    [
        ("convoquer 2025-0001 --rdv DATE", ""),
        ("courriers poster C000001 --mode simple", ""),
        ("--au 01/12/2025 voir 2025-0001", ""),
        ("convoquer 2025-0001 --jour DATE", "option inconnue"),
        ("convoquer 2025-0001", "demande aussi"),
        ("convoquer 2025-0001 …", ""),
        ("convoqer 2025-0001", "commande inconnue"),
        ("courriers postr C000001", "commande inconnue"),
    ],
)
def test_a_proposal_that_would_not_be_understood_is_seen(proposed: str, wrong: str) -> None:
    said = wrong_with(proposed)
    assert (wrong in said) if wrong else said == ""


# what a person writes in place of a word in capitals: of a closed list, its first word; a proposal that leaves another
# to be chosen is not typed
_FILLED = (
    ("rouvrir 2025-0001 --motif MOTIF", 'rouvrir 2025-0001 --motif "il est revenu"'),
    ("--rdv DATE", '--rdv "20/03/2026 10:00"'),
    (" --le DATE", ""),
    ("--nature NATURE --debut DATE --preuve PIÈCE", "--nature emploi --debut 01/12/2025 --preuve contrat"),
    ("--signataire NOM", '--signataire "Camille Renard"'),
)
_WORD_TO_CHOOSE = re.compile(r"(--[a-z-]+) ([A-ZÀ-Ý]{2,})(?![\w:|])")
_TO_CHOOSE = re.compile(r"\b[A-Z]{2,}\b|\||…|\bN\b")
_REFERENCE = r"(?:\d{4}-\d{4}|[CT]\d{4,6})"
_WHOLE = re.compile(
    rf'(?<![\w-])of ([a-z]+(?: [a-z]+)?(?: {_REFERENCE})+(?: --[a-z-]+(?: "[^"]*"| [^\s"()«»,;-][^\s"()«»,;]*)?)*)( …| [A-Z]+\b)?'
)
_FORM = re.compile(r"fiche \d{4}-\d{4}")
LIVED = [
    "Absent deux fois, le département est informé",
    "L'excuse arrive avant que l'information signée ne parte",
    "Reçu depuis, l'absence d'avant s'excuse encore",
    "Une place promise, qui commence plus tard",
    "Aucun représentant légal n'est connu",
    "Une lettre recommandée électronique, un courriel, une lettre remise par l'école",
    "L'absence d'avant ses 18 ans, notée puis excusée après",
]


def _whole(said: str) -> Iterator[str]:
    """Yield the proposals of an answer that can be typed as they stand."""
    for blank, filled in _FILLED:
        said = said.replace(blank, filled)
    for found in _WHOLE.finditer(said):
        chosen = _chosen(found[1].rstrip("."))
        if not found[2] and not _TO_CHOOSE.search(re.sub(_REFERENCE, "", chosen)):
            yield chosen


def _chosen(proposed: str) -> str:
    """Return a proposal with the first word of its list for each word that is to be chosen: « --motif MOTIF »."""
    name = next((" ".join(proposed.split()[:n]) for n in (2, 1) if " ".join(proposed.split()[:n]) in COMMANDS), "")
    if not name:
        return proposed
    lists = {o: p.type.choices for p in COMMANDS[name].params for o in p.opts if isinstance(p.type, click.Choice)}
    return _WORD_TO_CHOOSE.sub(lambda m: f"{m[1]} {next(iter(lists.get(m[1], ())), m[2])}", proposed)


def test_a_word_to_choose_is_chosen_in_its_list() -> None:
    assert "--motif" in _chosen("justifier 2025-0001 --motif MOTIF")
    assert "MOTIF" not in _chosen("justifier 2025-0001 --motif MOTIF")
    assert "MODE" not in _chosen("courriers poster 2025-0001 --mode MODE")
    assert _chosen("inviter 2025-0001 --rdv DATE") == "inviter 2025-0001 --rdv DATE"  # no list to choose in


@pytest.mark.parametrize("title", LIVED)
def test_what_is_proposed_on_the_way_can_be_typed(
    title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each is typed in a copy of the house, on the same day: understood, whatever the rules then say of it; what is said to
    come next (« Ensuite : ») is not refused."""
    [life] = [each for each in situations(PAGE.read_text(encoding="utf-8")) if each.title == title]
    of = typist(capsys)
    house, tried, comes_next = tmp_path / "maison", dict[str, int](), set[str]()
    house.mkdir()
    prepare_folder(house, trial=True)
    monkeypatch.chdir(house)
    for command in life.commands:
        day = command.arguments[command.arguments.index("--au") + 1]
        answers = [of(*command.arguments), of("--au", day, "jour"), of("--au", day, "voir", "2025-0001")]
        said = "\n".join(answer.out + answer.err for answer in answers)
        shown = [each for line in said.splitlines() for cell in line.split("  ") for each in _proposals(cell)]
        assert [wrong for each in shown if (wrong := wrong_with(each))] == [], command.arguments
        comes_next |= {each for line in said.splitlines() if line.startswith("Ensuite : ") for each in _whole(line)}
        for proposed in _whole(said):
            if _FORM.fullmatch(proposed):  # asks its questions on a terminal (test_form.py)
                continue
            words = shlex.split(proposed)
            if proposed not in tried:
                copy = tmp_path / f"copie{len(tried)}"
                shutil.copytree(house, copy)
                monkeypatch.chdir(copy)
                tried[proposed] = of("--au", day, *words).code
                monkeypatch.chdir(house)
    assert tried, "nothing was proposed whole"
    assert {each.split()[0] for each in tried} & {"recevoir", "justifier", "retirer"}, "a word to choose is chosen"
    assert {proposed for proposed, code in tried.items() if code == ExitCode.USAGE} == set()
    assert {proposed for proposed in comes_next if tried[proposed] == ExitCode.REFUSED} == set()
