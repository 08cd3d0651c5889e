"""The graph of snapshots, as git draws it."""

from __future__ import annotations

from snapshotter.work.look.graph import Names, drawn


def graph(*rows: str) -> list[str]:
    """Return the graph of rows "ID BEFORE"."""
    pairs = [(*row.split(" "), "") for row in rows]
    return list(drawn([(one, before, [one]) for one, before, *_ in pairs]))


def test_one_line() -> None:
    assert graph("c b", "b a", "a") == ["*  c", "*  b", "*  a"]


def test_a_branch_joins_its_beginning() -> None:
    assert graph("d a", "c b", "b a", "a") == ["*  d", "| *  c", "| *  b", "|/", "*  a"]


def test_three_branches_of_one_snapshot() -> None:
    assert graph("d a", "c a", "b a", "a") == ["*  d", "| *  c", "|/", "| *  b", "|/", "*  a"]


def test_a_line_goes_over_another() -> None:
    assert graph("e b", "d c", "f b", "b a", "c a", "a") == [
        "*  e",
        "| *  d",
        "| | *  f",
        "|_|/",
        "* |  b",
        "| *  c",
        "|/",
        "*  a",
    ]


def test_more_lines_of_a_snapshot() -> None:
    listed = [("c", "a", ["c", "two"]), ("b", "a", ["b", "two"]), ("a", "", ["a", "two"])]
    assert list(drawn(listed)) == ["*  c", "|  two", "| *  b", "| |  two", "|/", "*  a", "   two"]


def test_names_are_in_the_order_of_git() -> None:
    assert Names(True, "main", ("main", "php"), ("works",)).text() == "(HEAD -> main, tag: works, php)"
    assert Names(True, "", (), ("works",)).text() == "(HEAD, tag: works)"
    assert Names().text() == ""
