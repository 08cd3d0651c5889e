"""Tests for figures with limits, and for the exit code of a benchmark run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from bench import __main__ as program
from bench import files
from bench.measure import Failed, pairs, run
from bench.table import Row, verdict


def test_a_maximum_holds_at_its_limit_and_not_above() -> None:
    assert Row("commit", 1.25, 1.25).holds
    assert not Row("commit", 1.26, 1.25).holds


def test_a_minimum_is_broken_below_its_limit() -> None:
    assert not Row("compare", 4.9, 5, at_least=True).holds
    assert "BROKEN" in Row("compare", 4.9, 5, at_least=True).line()


def test_the_line_has_figure_limit_and_details() -> None:
    line = Row("snap commit", 1.1, 1.25, detail="0.11 s against 0.10 s").line()
    assert line.startswith("ok") and "1.10 ×" in line and "≤ 1.25" in line and "0.11 s against 0.10 s" in line


def test_the_exit_code_without_figures_is_2() -> None:
    assert verdict([]) == 2
    assert verdict([Row("a", 1, 1)]) == 0
    assert verdict([Row("a", 1, 1), Row("b", 2, 1)]) == 1


def test_one_broken_limit_fails_the_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    passed: list[Sequence[str]] = []

    def rows(_: Path, words: Sequence[str]) -> Iterator[Row]:
        passed.append(words)
        yield Row("slow", 3, 1)

    monkeypatch.setattr(files, "rows", rows)
    monkeypatch.setattr(program, "installed", lambda: Path("snap"))
    assert program.main(["files", "status"]) == 1
    assert passed == [["status"]]
    assert "BROKEN" in capsys.readouterr().out


def test_both_operations_are_measured_equally_often() -> None:
    ours, theirs = iter([1.0, 2.0, 3.0]), iter([2.0, 2.0, 2.0])
    found = pairs(lambda: next(ours), lambda: next(theirs), 3)
    assert (found.ours, found.theirs, found.value) == (2.0, 2.0, 1.0)


def test_a_failed_process_raises_an_error() -> None:
    with pytest.raises(Failed, match="ended with 3"):
        run(["sh", "-c", "exit 3"])
