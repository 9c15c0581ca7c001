"""`dataclass`, as the standard one, made at its first use.

The standard one writes and compiles eight functions for each class when its module is read: a millisecond for
each, and a command reads two hundred classes to use thirty. Here a class costs what a class costs: its
constructor is compiled when a first object is made, the rest is shared. What it makes answers `fields`,
`replace`, `asdict` and `is_dataclass` as any other does (docs/decisions/0036).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from operator import attrgetter
from types import GetSetDescriptorType, MemberDescriptorType
from typing import TYPE_CHECKING, NoReturn

_MISSING = dataclasses.MISSING
_OWN = "__record_own__"

Fields = Mapping[str, tuple[str, object]]
"""Each attribute, with its annotation, and its default: a value, what `field` gives, or nothing."""


def make(cls: type | None = None, /, *, frozen: bool = False, slots: bool = False) -> object:
    """Make a class of its annotations, as `dataclasses.dataclass` does; `order`, `InitVar` and the like are
    not known here."""
    if cls is None:
        return lambda decorated: _made(decorated, frozen=frozen, slots=slots)
    return _made(cls, frozen=frozen, slots=slots)


if TYPE_CHECKING:  # to who reads types, it is the standard one
    from dataclasses import dataclass as dataclass
else:
    dataclass = make


def _made(cls: type, *, frozen: bool, slots: bool) -> type:
    body = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
    hints: dict[str, str] = body.get("__annotations__", {})
    own = {
        name: (hint, body.get(name, _MISSING))
        for name, hint in hints.items()
        if not hint.startswith("ClassVar")
    }
    known: dict[str, tuple[str, object]] = {}
    for base in reversed(cls.__mro__[1:]):
        known.update(vars(base).get(_OWN, {}))
    if slots:
        body["__slots__"] = tuple(name for name in own if name not in known)
    for name, (_, default) in own.items():
        value = default.default if isinstance(default, dataclasses.Field) else default
        if slots or value is _MISSING:
            body.pop(name, None)
        else:
            body[name] = value
    known.update(own)
    made = type(cls)(cls.__name__, cls.__bases__, body | {"__qualname__": cls.__qualname__})
    for name, shared in {_OWN: own, **_furniture(made, known, frozen=frozen)}.items():
        if vars(made).get(name) is None:  # what the class says itself stands
            setattr(made, name, shared)
    return made


def _furniture(made: type, known: Fields, *, frozen: bool) -> dict[str, object]:
    compared = [name for name, (_, default) in known.items() if getattr(default, "compare", True)]
    key: Callable[[object], object] = attrgetter(*compared) if compared else lambda _: ()

    def first(self: object, /, *args: object, **named: object) -> None:
        init = _constructor(made, known, frozen=frozen)
        made.__init__ = init  # type: ignore[misc]  # and never this one again
        init(self, *args, **named)

    def equal(self: object, other: object) -> bool:
        return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

    standard = {
        name: _AsStandard(made, known, name, frozen=frozen)
        for name in ("__dataclass_fields__", "__dataclass_params__")
    }
    shared: dict[str, object] = {"__init__": first, "__eq__": equal, "__repr__": _told, **standard}
    shared["__match_args__"] = tuple(
        name for name, (_, default) in known.items() if not _by_name_only(default)
    )
    if not frozen:
        return shared | {"__hash__": None}
    return shared | {
        "__hash__": lambda self: hash(key(self)),
        "__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete,
        "__getstate__": _state, "__setstate__": _restore,
    }  # fmt: skip


def _constructor(made: type, known: Fields, *, frozen: bool) -> Callable[..., None]:
    """Return the constructor: what it writes into a frozen object goes past the refusal, by the slots; where
    these are many, the object is for that time of a class that refuses nothing, which costs less than each of
    them."""
    names: dict[str, object] = {"_put": object.__setattr__, "_anew": _MISSING}
    many = frozen and len(known) >= _MANY and _all_slots(made, known)
    in_order: list[str] = []
    by_name: list[str] = []
    lines: list[str] = []
    for name, (_, default) in known.items():
        field = default if isinstance(default, dataclasses.Field) else None
        value = field.default if field else default
        factory = field.default_factory if field else _MISSING
        source = name
        if factory is not _MISSING:
            names[f"_new_{name}"] = factory
            source = f"_new_{name}() if {name} is _anew else {name}"
        if field is None or field.init:
            needed = value is _MISSING and factory is _MISSING
            names[f"_or_{name}"] = value
            (by_name if _by_name_only(default) else in_order).append(name if needed else f"{name}=_or_{name}")
        elif value is _MISSING and factory is _MISSING:
            continue  # set by `__post_init__`
        else:
            source = f"_or_{name}" if factory is _MISSING else f"_new_{name}()"
        plain = many or not frozen
        lines.append(f"self.{name} = {source}" if plain else _line(made, name, source, names))
    if many:
        names["_turn"] = _CLASS.__set__
        names["_open"] = type(made)(made.__name__, (made,), _OPEN)
        lines = ["_kind = self.__class__", "_turn(self, _open)", *lines, "self.__class__ = _kind"]
    if hasattr(made, "__post_init__"):
        lines.append("self.__post_init__()")
    words = ", ".join(["self", *in_order, *(["*", *by_name] if by_name else [])])
    exec(f"def __init__({words}):\n " + "\n ".join(lines or ["pass"]), names)  # noqa: S102 — our own words
    init: Callable[..., None] = names["__init__"]  # type: ignore[assignment]
    init.__qualname__ = f"{made.__qualname__}.__init__"
    return init


_MANY = 6
"""Attributes from which it pays to open an object and to close it: half the time of ten of them. A class that
inherits from such a one is made here too, or has no more attributes."""

_OPEN = {"__slots__": (), "__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
_CLASS: GetSetDescriptorType = vars(object)["__class__"]


def _all_slots(made: type, known: Fields) -> bool:
    return all(isinstance(getattr(made, name, None), MemberDescriptorType) for name in known)


def _line(made: type, name: str, source: str, names: dict[str, object]) -> str:
    slot = getattr(made, name, None)
    if not isinstance(slot, MemberDescriptorType):
        return f"_put(self, {name!r}, {source})"
    names[f"_set_{name}"] = slot.__set__
    return f"_set_{name}(self, {source})"


def _by_name_only(default: object) -> bool:
    return isinstance(default, dataclasses.Field) and default.kw_only is True


class _AsStandard:
    """What the standard library keeps on a class of its own: made by itself, of the same attributes, when it
    asks."""

    def __init__(self, made: type, known: Fields, name: str, *, frozen: bool) -> None:
        self._made, self._known, self._name, self._frozen = made, known, name, frozen

    def __get__(self, _: object, owner: type) -> object:
        """Return it, and keep it in its own place from then on."""
        defaults = {name: default for name, (_, default) in self._known.items() if default is not _MISSING}
        hints = {name: hint for name, (hint, _) in self._known.items()}
        body = {"__annotations__": hints, "__module__": self._made.__module__, "__doc__": "twin", **defaults}
        standard = dataclasses.dataclass(init=False, repr=False, eq=False, frozen=self._frozen)
        twin: type = standard(type(self._made.__name__, (), body))
        kept: object = getattr(twin, self._name)
        setattr(self._made, self._name, kept)
        return kept


def _told(self: object) -> str:
    fields = dataclasses.fields(self)  # type: ignore[arg-type]
    words = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in fields if field.repr)
    return f"{type(self).__qualname__}({words})"


def _refuse_to_set(self: object, name: str, _value: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: object) -> dict[str, object]:
    slots = {name: getattr(self, name) for name in type(self).__dataclass_fields__}  # type: ignore[attr-defined]
    return slots | getattr(self, "__dict__", {})


def _restore(self: object, state: Mapping[str, object]) -> None:
    for name, value in state.items():
        object.__setattr__(self, name, value)
