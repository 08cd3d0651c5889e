"""A noun is what a frozen dataclass with slots is, but for the guard that only the type checker keeps."""

from __future__ import annotations

from dataclasses import asdict, field, fields, replace

import pytest

from snapshotter.noun import noun


@noun
class Point:
    x: int
    y: int = 0
    name: str = field(default="", compare=False)
    token: str = field(default="", repr=False)


@noun
class Other:
    x: int
    y: int = 0


@noun
class One:
    only: str


def test_values_decide_what_is_equal() -> None:
    assert Point(1, 2) == Point(1, 2)
    assert Point(1, 2) != Point(1, 3)
    assert Point(1, 2, "a") == Point(1, 2, "b")
    things: list[object] = [Point(1), Other(1), (1, 0)]
    assert [thing == Other(1) for thing in things] == [False, True, False]
    assert One("a") == One("a") != One("b")


def test_equal_nouns_are_one_in_a_set() -> None:
    assert len({Point(1, 2, "a"), Point(1, 2, "b"), Point(1, 3)}) == 2
    assert len({One("a"), One("a"), One("b")}) == 2


def test_what_is_not_to_be_shown_is_not() -> None:
    assert repr(Point(1, 2, "a", "hush")) == "Point(x=1, y=2, name='a')"


def test_what_works_on_dataclasses_works_on_nouns() -> None:
    assert replace(Point(1), y=5) == Point(1, 5)
    assert asdict(One("a")) == {"only": "a"}
    assert [each.name for each in fields(Other)] == ["x", "y"]
    match Other(1, 2):
        case Other(x, y):
            assert (x, y) == (1, 2)


def test_no_other_attribute_can_be_set() -> None:
    with pytest.raises(AttributeError):
        object.__setattr__(One("a"), "more", 1)
