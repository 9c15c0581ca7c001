"""A command that is not understood: every command of the tree, wrongly typed in each way that there is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest

from cli.conftest import Of, Typed, examples, leaves
from cli.test_french import _ENGLISH
from ofworkflow.cli.arguments import tidied

_HELP = "L'aide de cette commande : of "
_CLICK_S_QUOTES = re.compile(r"(?<![\w'’])'[^']+'(?!\w)")


def _commands() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for names, command in leaves():
        yield names, tidied(command)


def _checked(answer: Typed, typed: tuple[str, ...]) -> list[str]:
    """Return what was said of a mistake, once it is one French sentence and where to read more."""
    lines = answer.err.splitlines()
    assert (answer.code, answer.out) == (2, ""), typed
    assert lines[0].startswith("Erreur : "), typed
    assert re.search(r"[.?)]$", lines[0]), lines
    assert not _CLICK_S_QUOTES.search(answer.err), lines
    assert not _ENGLISH.search(re.sub("« [^»]* »", "", lines[0])), lines
    assert re.fullmatch(rf"{_HELP}.* --help", lines[-1]), lines
    assert len(lines) <= 3, "said in short: the help is not unrolled"
    return lines


def test_an_option_that_no_command_has_is_said_in_one_sentence(of: Of) -> None:
    for names, command in _commands():
        if command.context_settings.get("ignore_unknown_options"):
            continue
        assert "« --pas-la »" in _checked(of(*names, "--pas-la"), names)[0]


def test_what_is_missing_is_named_and_an_example_can_be_pasted(of: Of) -> None:
    known = examples()
    for names, command in _commands():
        if any(p.required for p in command.params):
            lines = _checked(of(*names), names)
            assert lines[1] == f"Par exemple : {known[' '.join(names)][0]}", names


def test_a_group_alone_names_its_commands_and_does_not_unroll_its_help(of: Of) -> None:
    groups = [(names, c) for names, c in _commands() if isinstance(c, click.Group) and not c.invoke_without_command]
    assert len(groups) > 3
    for names, group in groups:
        lines = _checked(of(*names), names)
        assert f"« of {' '.join(names)} » ne se tape pas seul" in lines[0]
        assert all(name in lines[0] for name in group.list_commands(click.Context(group))), names


def test_a_command_misspelt_in_a_group_is_proposed_with_its_group(of: Of) -> None:
    for names, group in _commands():
        for below in group.list_commands(click.Context(group)) if isinstance(group, click.Group) else ():
            lines = _checked(of(*names, f"{below[:-1]}z"), (*names, below))
            assert f"Vouliez-vous dire « of {' '.join(names)} {below} » ?" in lines[0]


def test_a_word_of_no_list_and_a_number_beyond_its_bounds_are_said_without_the_signs_of_the_usage(of: Of) -> None:
    tried = 0
    for names, command in _commands():
        for param in command.params:
            if isinstance(param, click.Option) and isinstance(param.type, click.Choice | click.IntRange):
                wrong = "pas-un-mot" if isinstance(param.type, click.Choice) else "0"
                lines = _checked(of(*names, param.opts[0], wrong), (*names, param.opts[0]))
                assert f"pour « {param.opts[0]} »" in lines[0] or "/" in lines[0], lines
                tried += 1
    assert tried > 40


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("agenda", "annee"), "Valeur refusée : « annee » n'est pas connu. Choisissez parmi : « jour », « semaine », « mois »."),
        (("doutes", "x"), "Valeur refusée pour « N » : « x » n'est pas un nombre."),
        (("faire", "0"), "Valeur refusée pour « N » : 0 ne convient pas. Donnez un nombre, 1 au moins."),
        (("bilan", "20x6"), "« of bilan » n'a pas de commande « 20x6 ». Il y faut annee, comparer ou liste."),
        (("base", "aide"), "« of base » n'a pas de commande « aide »."),  # a word of the trade, for the first word only
    ],
)
def test_a_place_is_named_as_a_person_names_it(of: Of, typed: tuple[str, ...], said: str) -> None:
    assert of(*typed).err.startswith(f"Erreur : {said}")


def test_an_empty_reference_is_not_looked_for(of: Of) -> None:
    answer = of("voir", " ")
    assert (answer.code, answer.err) == (
        2,
        "Erreur : Aucune référence ni aucun nom n'est donné. Cherchez avec « of chercher ».\n",
    )


def test_no_help_says_bounds_as_a_computer_does() -> None:
    for names, command in _commands():
        said = command.get_help(click.Context(command, info_name=names[-1], terminal_width=80))
        signs = [line for line in said.splitlines() if re.search(r"[<>]=|\[x|<=x", line)]
        assert signs == [], names
