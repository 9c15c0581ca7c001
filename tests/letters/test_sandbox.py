"""Hostile templates: whatever a template asks for, it gets plain values only and bounded work, said with its file and line."""

from __future__ import annotations

import dataclasses
import tracemalloc
import types
import typing
from datetime import date, time
from pathlib import Path

import pytest

from letters import samples as s
from ofworkflow.errors import LetterError
from ofworkflow.letters.linter import lint
from ofworkflow.letters.models import kind_of, names
from ofworkflow.letters.renderer import Renderer
from ofworkflow.letters.samples import MAISON

PLAIN = (str, bytes, int, float, bool, date, time, type(None))


def _kinds(kind: object) -> typing.Iterator[object]:
    """Return the plain kinds that a value of this annotated type may hold, however deep."""
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType, tuple):
        for each in typing.get_args(kind):
            if each is not Ellipsis:
                yield from _kinds(each)
    elif origin is typing.Literal:
        yield from map(type, typing.get_args(kind))
    elif dataclasses.is_dataclass(kind):
        assert kind.__dataclass_params__.frozen, kind  # type: ignore[union-attr]
        for hint in typing.get_type_hints(kind).values():
            if typing.get_origin(hint) is not typing.ClassVar:
                yield from _kinds(hint)
    else:
        yield kind


@pytest.mark.parametrize("name", names())
def test_a_letter_is_given_plain_values_only(name: str) -> None:
    assert set(_kinds(type(kind_of(name).sample))) <= set(PLAIN)


def _letter(folder: Path, body: str, name: str = "report.md.j2") -> str:
    (folder / name).write_text(f"# Objet : essai\n\n{body}\n", encoding="utf-8")
    return str(Renderer(folder).compose(s.report()).corps)


@pytest.mark.parametrize(
    "body",
    [
        "{{ maison.logo.parent.joinpath('x').write_text('y') }}",
        "{{ jeune.__class__ }}",
        "{{ jeune.prenom.__class__.__mro__ }}",
        "{{ jeune['__class__'] }}",
        "{{ jeune|attr('__class__') }}",
        "{{ [jeune]|map(attribute='__class__')|list }}",
        "{{ [jeune]|map(attribute='prenom.format')|join }}",
        "{{ jeune.prenom.format_map }}",
        "{{ '{0.__class__}'.format(jeune) }}",
        "{{ le.strftime('%1000000000d') }}",
        "{{ le.today() }}",
        "{{ le.replace(year=1) }}",
        "{{ rendez_vous.heure.strftime('x') }}",
        "{{ ''.join }}",
        "{{ 'x'.ljust(1000000000) }}",
        "{{ 'x'.zfill(1000000000) }}",
        "{{ 'x'.encode() }}",
        "{{ self.__init__ }}",
        "{{ (1).to_bytes(1000000000) }}",
        "{{ loop }}",
        "{% for a in [1] %}{{ loop._iterator }}{% endfor %}",
        "{% macro m() %}{% endmacro %}{{ m.__globals__ }}",
        "{{ m.environment }}{% macro m() %}{% endmacro %}",
        '{% import "_m.md.j2" as m %}{{ m._body_stream }}',
        "{{ environment }}",
        "{{ config }}",
    ],
)
def test_a_template_reaches_nothing_but_its_data(tmp_path: Path, body: str) -> None:
    (tmp_path / "_m.md.j2").write_text("{% macro m() %}m{% endmacro %}", encoding="utf-8")
    with pytest.raises(LetterError, match=r"Modèle report\.md\.j2, ligne \d"):
        _letter(tmp_path, body)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["_m.md.j2", "report.md.j2"]


BOMBS = [
    '{{ "x" * 3000000000 }}',
    '{{ 3000000000 * "x" }}',
    "{{ [1] * 3000000000 }}",
    "{{ (1, 2) * 3000000000 }}",
    "{{ 9 ** 999999999 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 9.0 ** 99999 }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ '%*d' % (1000000000, 1) }}",
    "{{ 'x'|center(1000000000) }}",
    "{{ 'x'|indent(1000000000) }}",
    "{{ '%1000000000d'|format(1) }}",
    "{{ [1]|batch(1000000000, 0)|list }}",
    "{{ [1]|slice(1000000000)|list }}",
    "{{ 1|round(1000000000, 'ceil') }}",
    '{{ ("x" * 50000)|replace("x", "x" * 50000) }}',
    '{{ ("x" * 50000)|replace("", "x" * 50000) }}',
    '{{ ("x" * 50000)|join("x" * 50000) }}',
    "{{ range(1000000000) }}",
    "{{ lipsum(n=1000000) }}",
]
ENDLESS = [
    '{% for a in "x" * 90000 %}{% for b in "x" * 90000 %}{% endfor %}{% endfor %}',
    '{% for a in "x" * 90000 %}{% for b in "x" * 90000 if b == "y" %}{% endfor %}{% endfor %}',
    '{% for a in "x" * 90000 %}{% if a %}{% if a %}{% if a %}{% set b = a %}{% endif %}{% endif %}{% endif %}{% set c %}z{% endset %}{% endfor %}',
    '{% for a in "x" * 90000 %}' + "un texte assez long pour peser " * 20 + "{% endfor %}",
    '{% for a in "x" * 90000 %}{% set c = "x" * 90000 %}{% endfor %}',
    '{% for a in "x" * 90000 %}{{ a|upper|lower|upper|lower|upper|lower|upper|lower|upper|lower|upper|lower }}{% endfor %}',
    "{% set x = 'x' %}" + "{% set x = x ~ x %}" * 60 + "{{ x }}",
    "{% set x = 'x' %}" + "{% set x = x + x %}" * 60 + "{{ x }}",
    "{% set x = ['x'] %}" + "{% set x = x + x %}" * 60,
    "{% set n = 9 %}" + "{% set n = n * n %}" * 60,
    "{% set x = 'x' %}" + "{% set x %}{{ x }}{{ x }}{% endset %}" * 60,
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% macro m() %}{{ caller() }}{% endmacro %}{% macro n() %}{% call m() %}{{ n() }}{% endcall %}{% endmacro %}{{ n() }}",
    "".join(f"{{% macro m{i}() %}}" + f"{{{{ m{i + 1}() }}}}" * 9 + "{% endmacro %}" for i in range(9)) + "{% macro m9() %}x{% endmacro %}{{ m0() }}",
    "{% for a in [[1]] recursive %}{{ loop(a and [a]) }}{% endfor %}",
    "{% block b %}{{ self.b() }}{% endblock %}",
    '{{ [9] | map(" travail", -999999999) | list }}{% for a in "x" * 90000 %}{% for b in "x" * 900 %}{% endfor %}{% endfor %}',
]  # fmt: skip


@pytest.mark.parametrize("body", ENDLESS, ids=range(len(ENDLESS)))
def test_endless_work_is_stopped_and_said_with_its_template_and_line(tmp_path: Path, body: str) -> None:
    with pytest.raises(LetterError, match=r"Modèle report\.md\.j2, ligne \d") as caught:
        _letter(tmp_path, body)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("body", BOMBS, ids=range(len(BOMBS)))
def test_an_immense_value_is_refused_before_it_is_made(tmp_path: Path, body: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(LetterError, match=r"Modèle report\.md\.j2, ligne \d") as caught:
            _letter(tmp_path, body)
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("other", ["report.md.j2", "_autre.md.j2"])
@pytest.mark.parametrize("tag", ["include", "extends", "import"])
def test_a_template_that_includes_itself_is_said_without_being_run(tmp_path: Path, other: str, tag: str) -> None:
    (tmp_path / "_autre.md.j2").write_text('{% include "report.md.j2" %}', encoding="utf-8")
    with pytest.raises(LetterError, match="s'inclut lui-même"):
        _letter(tmp_path, f'{{% {tag} "{other}" {"as x " if tag == "import" else ""}%}}')


def test_many_inclusions_of_inclusions_are_bounded(tmp_path: Path) -> None:
    for i in range(9):
        (tmp_path / f"_n{i}.md.j2").write_text(f'{{% include "_n{i + 1}.md.j2" %}}' * 9, encoding="utf-8")
    (tmp_path / "_n9.md.j2").write_text("x", encoding="utf-8")
    with pytest.raises(LetterError, match=r"Modèle _n\d\.md\.j2, ligne 1 : il demande un travail démesuré"):
        _letter(tmp_path, '{% include "_n0.md.j2" %}')


def test_the_samples_of_the_linter_are_bounded_alike(tmp_path: Path) -> None:
    (tmp_path / "report.md.j2").write_text('# Objet : x\n\n{{ "x" * 3000000000 }}\n', encoding="utf-8")
    [finding] = lint(Renderer(tmp_path), MAISON, ["report.md.j2"])
    assert "report.md.j2, ligne 3 : il demande un travail démesuré" in finding.message


@pytest.mark.parametrize(
    ("body", "printed"),
    [
        ("{% for a in [1, 2] %}{{ loop.index }}/{{ loop.length }} {{ 'fin' if loop.last }}{% endfor %}", "1/2 2/2 fin"),
        ("{% for a in [] %}x{% else %}rien{% endfor %}", "rien"),
        ("{% for a in [1, 2, 3] if a != 2 %}{{ a }}{% endfor %}", "13"),
        ("{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m(jeune.prenom) }}", "<Léa>"),
        ("{% macro m() %}[{{ caller() }}]{% endmacro %}{% call m() %}a{% endcall %}", "[a]"),
        ("{{ jeune.prenom ~ ' ' ~ jeune.nom }}", "Léa Évrard"),
        ("{{ 'a' + 'b' * 3 }} {{ 7 % 3 }} {{ 2 ** 10 }} {{ 7 // 2 }}", "abbb 1 1024 3"),
        ("{{ jeune.prenom.upper() }} {{ le.year }} {{ (rendez_vous.le - le).days }}", "LÉA 2026 24"),
        ("{{ ['b', 'a']|sort|join(', ') }}", "a, b"),
        ("{{ [jeune]|map(attribute='prenom')|join }} {{ [jeune]|join(', ', attribute='nom') }}", "Léa Évrard"),
        ("{{ 'a-b'|replace('-', ' ') }} {{ 'abcdefghij'|truncate(3, True, '.') }} {{ 2|round(1)|int }}", "a b ab. 2"),
        ("{% set x %}{{ jeune.nom }}{% endset %}{{ x }}", "Évrard"),
    ],
)
def test_what_an_honest_template_does_still_works(tmp_path: Path, body: str, printed: str) -> None:
    (tmp_path / "report.md.j2").write_text(f"# Objet : essai\n\n{body}\n", encoding="utf-8")
    [block] = Renderer(tmp_path).compose(s.report()).corps
    assert "".join(run["text"] for run in block["runs"]) == printed
