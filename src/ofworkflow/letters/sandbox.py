"""The room in which templates run: plain values in, bounded work, nothing of the system within reach.

What may be read of a value is an allow-list by type; filters are those below and no others; each turn of a
loop, each call, each text made is counted against one budget a letter, so that « "x" * 3000000000 » or a loop
without end is one sentence with its file and line. The count does not depend on the machine; a limit of
processor time stands behind it.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from datetime import time as hour_of_day
from typing import SupportsFloat

from jinja2 import filters, nodes, pass_context, pass_environment
from jinja2.environment import Environment, Template, TemplateModule
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ofworkflow.letters.diagnosis import FILTERS, SlipError
from ofworkflow.records import dataclass

MOST_CHARS = 100_000  # of one value; a letter has some five thousand
# elements of templates executed and characters made; a slip of a thousand envelopes needs 300,000
MOST_WORK = 1_000_000
MOST_SECONDS = 10.0  # of processor time
_MOST_BITS = 128
_CALL, _INCLUSION = 20, 300  # what a macro and an included file cost beside their content
_MOST_DECIMALS = 10

_ATTRIBUTES: dict[type, tuple[str, ...]] = {
    str: (
        "capitalize",
        "count",
        "endswith",
        "find",
        "isdigit",
        "lower",
        "lstrip",
        "removeprefix",
        "removesuffix",
        "rstrip",
        "split",
        "startswith",
        "strip",
        "title",
        "upper",
    ),
    date: ("day", "isoformat", "isoweekday", "month", "weekday", "year"),
    hour_of_day: ("hour", "isoformat", "minute"),
    type(date.max - date.min): ("days",),
    tuple: ("count", "index"),
    list: ("count", "index"),
    dict: ("get", "items", "keys", "values"),
    LoopContext: (
        "changed",
        "cycle",
        "depth",
        "depth0",
        "first",
        "index",
        "index0",
        "last",
        "length",
        "nextitem",
        "previtem",
        "revindex",
        "revindex0",
    ),
}
_TOO_MUCH = (
    "il demande un travail démesuré (répétition ou boucle sans fin, texte immense) ; raccourcissez ce qui se "
    "répète"
)
_WORK, _TURNS, _GLUE = " travail", " tours", " colle"  # names that no template can write


@dataclass(slots=True)
class Budget:
    """What one letter may still cost; `spend` raises `SlipError` when it costs more."""

    left: int = MOST_WORK
    until: float = 0.0
    _checks: int = 0

    def __post_init__(self) -> None:
        self.until = time.process_time() + MOST_SECONDS

    def spend(self, cost: int) -> None:
        """Count a piece of work."""
        self.left -= max(0, cost)
        self._checks += 1
        if self.left < 0 or (self._checks % 64 == 0 and time.process_time() > self.until):
            raise SlipError(_TOO_MUCH)


class BoundedEnvironment(ImmutableSandboxedEnvironment):
    """Jinja2 whose templates reach nothing but their data and cannot work for ever.

    `printed` makes text of what stands between {{ }}; `budget` is set anew for each letter.
    """

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "**", "%"})

    def __init__(self, printed: Callable[[object], str], **options: object) -> None:
        super().__init__(finalize=self.counted(printed), **options)
        self.budget = Budget()
        self.globals.clear()
        kept = {name: filters.FILTERS[name] for name in FILTERS} | {
            "replace": _replaced,
            "join": _joined,
            "round": _rounded,
        }
        self.filters = {name: self.counted(function) for name, function in kept.items()}
        self.filters |= {_WORK: self._work, _TURNS: self._turns, _GLUE: self.counted(_joined)}

    def counted(self, function: Callable[..., object]) -> Callable[..., object]:
        """Return a function whose every use is counted, with the size of what it makes."""

        @functools.wraps(function)
        def count(*args: object, **kwargs: object) -> object:
            made = function(*args, **kwargs)
            self.budget.spend(1 + _size(made))
            return made

        return count

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Tell whether a template may read this: the fields of its data, and what the list above allows."""
        if attr.startswith("_"):
            return False
        if is_dataclass(obj):
            kind = type(obj)
            return attr in {f.name for f in fields(obj)} or isinstance(getattr(kind, attr, None), property)
        if isinstance(obj, TemplateModule):
            return attr in obj.__dict__  # a macro of the house, from its own file
        return any(attr in allowed for kind, allowed in _ATTRIBUTES.items() if isinstance(obj, kind))

    def wrap_str_format(self, value: object) -> None:
        """Leave `str.format` out of reach: what it makes has no bound."""

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Calculate, unless what would come is out of all proportion."""
        _OPERANDS.get(operator, _any)(left, right)
        made = super().call_binop(context, operator, left, right)
        self.budget.spend(1 + _size(made))
        return made

    def call(self, context: Context, called: object, /, *args: object, **kwargs: object) -> object:
        """Call a macro or a method of the list above."""
        self.budget.spend(_CALL)
        return super().call(context, called, *args, **kwargs)

    def get_template(
        self, name: str | Template, parent: str | None = None,
        globals: MutableMapping[str, object] | None = None,  # noqa: A002 — Jinja's own name
    ) -> Template:  # fmt: skip
        """Return a template, its inclusion counted."""
        self.budget.spend(_INCLUSION)
        return super().get_template(name, parent, globals)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = super()._parse(source, name, filename)
        _instrument(template)
        return template

    @pass_context  # so that it is not worked out once, when the template is compiled
    def _work(self, _context: object, cost: int) -> str:
        self.budget.spend(cost)
        return ""

    @pass_context
    def _turns(self, _context: object, values: Iterable[object], cost: int) -> Iterator[object]:
        for value in values:
            self.budget.spend(cost)
            yield value


def _instrument(template: nodes.Template) -> None:
    """Put the count of its work at the head of all that may run again, and around what a loop goes
    through."""
    for loop in list(template.find_all(nodes.For)):
        cost = nodes.Const(1 + (_cost([loop.test]) if loop.test else 0))
        loop.iter = nodes.Filter(loop.iter, _TURNS, [cost], [], None, None, lineno=loop.lineno)
    inner = (
        node
        for node in template.find_all(nodes.Stmt)
        if isinstance(node, nodes.For | nodes.Macro | nodes.CallBlock | nodes.Block)
    )
    bodies: list[nodes.Template | nodes.For | nodes.Macro | nodes.CallBlock | nodes.Block] = [
        template,
        *inner,
    ]
    for body in bodies:
        work = nodes.Filter(nodes.Const(_cost(body.body)), _WORK, [], [], None, None, lineno=body.lineno)
        body.body.insert(0, nodes.ExprStmt(work, lineno=body.lineno))
    _glue(template)
    template.set_environment(template.environment)  # type: ignore[arg-type] # what was added belongs to it too


def _glue(node: nodes.Node) -> None:
    """Make of each « a ~ b » a filter, which is counted."""
    for name, value in list(node.iter_fields()):
        if isinstance(value, nodes.Node):
            setattr(node, name, _glued_node(value))
        elif isinstance(value, list):
            value[:] = [_glued_node(item) if isinstance(item, nodes.Node) else item for item in value]


def _glued_node(node: nodes.Node) -> nodes.Node:
    _glue(node)
    if isinstance(node, nodes.Concat):
        return nodes.Filter(nodes.List(node.nodes), _GLUE, [], [], None, None, lineno=node.lineno)
    return node


def _cost(body: Sequence[nodes.Node]) -> int:
    """Return how many elements a body has, its own text counted by the character."""
    total, waiting = 1, list(body)
    while waiting:
        node = waiting.pop()
        total += len(node.data) if isinstance(node, nodes.TemplateData) else 1
        waiting += node.iter_child_nodes()
    return total


def _size(value: object) -> int:
    return len(value) if isinstance(value, str | list | tuple | dict) else 0


def _refuse(size: int) -> None:
    if size > MOST_CHARS:
        raise SlipError(_TOO_MUCH)


def _any(_left: object, _right: object) -> None:
    return None


def _added(left: object, right: object) -> None:
    _refuse(_size(left) + _size(right))


def _multiplied(left: object, right: object) -> None:
    for text, times in ((left, right), (right, left)):
        if isinstance(text, str | list | tuple) and isinstance(times, int):
            _refuse(len(text) * max(times, 0))
    if (
        isinstance(left, int)
        and isinstance(right, int)
        and left.bit_length() + right.bit_length() > _MOST_BITS
    ):
        raise SlipError(_TOO_MUCH)


def _powered(left: object, right: object) -> None:
    if (
        not isinstance(left, int)
        or not isinstance(right, int)
        or not 0 <= right * left.bit_length() <= _MOST_BITS
    ):
        raise SlipError(_TOO_MUCH)


def _formatted(left: object, _right: object) -> None:
    if not isinstance(left, int | float):
        raise SlipError(
            "« % » ne met pas en forme un texte ici ; écrivez la valeur entre {{ }}, à sa place dans la "
            "phrase"
        )


_OPERANDS: dict[str, Callable[[object, object], None]] = {
    "+": _added,
    "*": _multiplied,
    "**": _powered,
    "%": _formatted,
}


def _replaced(text: object, old: object, new: object, count: int = -1) -> str:
    whole, removed, put = str(text), str(old), str(new)
    _refuse(len(whole) + whole.count(removed) * max(0, len(put) - len(removed)))
    return whole.replace(removed, put, count)


@pass_environment
def _joined(
    environment: Environment, values: Iterable[object], d: object = "", attribute: str | int | None = None
) -> str:
    read = filters.make_attrgetter(environment, attribute) if attribute is not None else str
    parts, separator = [str(read(value)) for value in values], str(d)
    _refuse(sum(map(len, parts)) + len(separator) * len(parts))
    return separator.join(parts)


def _rounded(value: SupportsFloat | str, precision: int = 0) -> float:
    if not 0 <= precision <= _MOST_DECIMALS:
        raise SlipError(f"« round » garde de 0 à {_MOST_DECIMALS} décimales")
    return round(float(value), precision)
