"""A class of `ofworkflow.records` is, to all who use it, the one that the standard library would have made."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import field
from functools import cached_property
from typing import ClassVar

import pytest

from ofworkflow import records

KINDS = {"ours": records.dataclass, "standard": dataclasses.dataclass}
Kind = Callable[..., Callable[[type], type]]


@pytest.fixture(params=KINDS.values(), ids=KINDS.keys())
def kind(request: pytest.FixtureRequest) -> Kind:
    return request.param


def family(kind: Kind, **flags: bool) -> tuple[type, type]:
    class Base:
        a: int
        b: str = "b"
        shared: ClassVar[int] = 7

        def doubled(self) -> int:
            return self.a * 2

    parent = kind(**flags)(Base)

    class Child(parent):
        b: str = "c"
        many: list[int] = field(default_factory=list)
        apart: int = field(default=3, repr=False, compare=False)
        named: int = field(default=4, kw_only=True)

    return parent, kind(**flags)(Child)


@pytest.mark.parametrize("flags", [{"frozen": True, "slots": True}, {"slots": True}, {"frozen": True}, {}])
def test_it_is_made_compared_told_and_changed_as_the_standard_one(kind: Kind, flags: dict[str, bool]) -> None:
    parent, child = family(kind, **flags)
    one = child(1, many=[2], named=5)
    assert (one.a, one.b, one.many, one.apart, one.named, one.shared, one.doubled()) == (1, "c", [2], 3, 5, 7, 2)
    assert repr(one) == "family.<locals>.Child(a=1, b='c', many=[2], named=5)"
    assert one == child(1, many=[2], named=5, apart=9)  # left out of the comparison
    assert one != child(2, many=[2], named=5)
    assert parent(1, "c") != child(1, "c")  # another class is another thing
    assert child(1).many is not child(1).many
    assert child.__match_args__ == ("a", "b", "many", "apart")
    assert [f.name for f in dataclasses.fields(child)] == ["a", "b", "many", "apart", "named"]
    assert dataclasses.fields(child)[0].default is dataclasses.MISSING
    assert dataclasses.replace(one, a=8) == child(8, many=[2], named=5)
    assert dataclasses.asdict(one) == {"a": 1, "b": "c", "many": [2], "apart": 3, "named": 5}
    assert copy.copy(one) == one
    assert dataclasses.is_dataclass(one)
    for wrong in (lambda: child(), lambda: child(1, "b", [], 3, 4), lambda: child(1, unknown=2)):
        with pytest.raises(TypeError):
            wrong()


def test_one_of_many_attributes_is_closed_once_it_is_made(kind: Kind) -> None:
    class Many:
        kind: int
        b: int = 2
        c: int = 3
        d: int = 4
        e: int = 5
        f: list[int] = field(default_factory=list)

    class More(kind(frozen=True, slots=True)(Many)):
        h: int = 8

        def __post_init__(self) -> None:
            object.__setattr__(self, "h", self.h + 1)

    for made, names in ((More.__mro__[1], "kind b c d e f"), (kind(frozen=True, slots=True)(More), "kind b c d e f h")):
        one = made(1, f=[6])
        assert type(one) is made
        assert [getattr(one, name) for name in names.split()] == [1, 2, 3, 4, 5, [6], 9][: len(names.split())]
        assert one == made(1, f=[6])
        assert copy.copy(one) == one
        for name in names.split():
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(one, name, 0)
            with pytest.raises(dataclasses.FrozenInstanceError):
                delattr(one, name)


def test_a_frozen_one_refuses_a_change_and_is_hashed_by_what_it_holds(kind: Kind) -> None:
    parent, _ = family(kind, frozen=True, slots=True)
    one = parent(1)
    assert {one: "found"}[parent(1)] == "found"
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.a = 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        del one.a
    with pytest.raises((AttributeError, TypeError)):
        one.nowhere = 2
    assert not hasattr(one, "__dict__")


def test_one_that_changes_has_no_hash(kind: Kind) -> None:
    parent, _ = family(kind, slots=True)
    one = parent(1)
    one.a = 2
    assert one == parent(2)
    with pytest.raises(TypeError):
        hash(one)


def test_what_the_class_says_itself_stands(kind: Kind) -> None:
    class Checked:
        a: int
        later: int = field(init=False)

        def __post_init__(self) -> None:
            if self.a < 0:
                raise ValueError("negative")
            self.later = self.a + 1

        def __repr__(self) -> str:
            return "mine"

        def __eq__(self, other: object) -> bool:
            return True

    made = kind(slots=True)(Checked)
    assert made(1).later == 2
    assert repr(made(1)) == "mine"
    assert made(1) == object()
    with pytest.raises(ValueError, match="negative"):
        made(-1)


def test_without_slots_what_follows_is_worked_out_once(kind: Kind) -> None:
    class Case:
        a: int

        @cached_property
        def follows(self) -> list[int]:
            return [self.a]

    one = kind(frozen=True)(Case)(1)
    assert one.follows is one.follows


@records.dataclass(frozen=True, slots=True)
class Sent:
    """Another process is given it."""

    a: int
    b: tuple[str, ...] = ()


def test_it_goes_to_another_process_and_back() -> None:
    assert pickle.loads(pickle.dumps(Sent(1, ("x",)))) == Sent(1, ("x",))  # noqa: S301


def test_a_class_without_anything_is_equal_to_another_of_its_own(kind: Kind) -> None:
    class Empty:
        pass

    made = kind(frozen=True, slots=True)(Empty)
    assert made() == made()
    assert len({made(), made()}) == 1
