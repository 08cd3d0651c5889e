from __future__ import annotations

import sys
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tabulate import tabulate

from snapshotter.cli.show.tables import table

NAMES = ("SNAPSHOT", "a", "AGE")
TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=14)


def by_tabulate(rows: Sequence[Sequence[object]]) -> str:
    texts = [n for n in range(len(NAMES)) if any(isinstance(row[n], str) for row in rows)]
    return tabulate(rows, NAMES, tablefmt="plain", disable_numparse=texts)


@given(st.lists(st.tuples(TEXT, st.integers(-(10**12), 10**12), TEXT | st.integers()), min_size=1, max_size=5))
def test_simple_tables_are_as_tabulate_makes_them(rows: list[tuple[str, int, str | int]]) -> None:
    assert table(NAMES, rows) == by_tabulate(rows)


def test_simple_tables_do_not_load_tabulate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tabulate", None)  # an import of it fails
    assert table(["A", "B"], [["x", 5], ["long text", 12]]) == "A            B\nx            5\nlong text   12"
    with pytest.raises(ImportError):
        table(["A"], [["\u00e9"]])


@pytest.mark.parametrize("rows", [[("caf\u00e9", 1, 0.5)], [("\u6f22", 2, "x")], []])
def test_other_tables_are_made_by_tabulate(rows: list[tuple[object, ...]]) -> None:
    assert table(NAMES, rows) == by_tabulate(rows)
