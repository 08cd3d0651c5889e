"""Tests for the line of progress: shown after a second, and removed before a result is written."""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Iterator

import pytest

from snapshotter.cli.show import progress_bar, streams
from snapshotter.cli.show.progress_bar import Bar, cut, line, lines
from snapshotter.model import ProgressLine


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("making the image", "making the image  7 s"),
        (ProgressLine("reading  65 / 164 MB", 0.4), "[########------------]  40%  reading  65 / 164 MB  7 s"),
        (ProgressLine("done", 1.7), "[####################] 100%  done  7 s"),
        ("name \x1b[2J\n", "name \\e[2J\\n  7 s"),
        ("x" * 99, "x" * 69 + "…  7 s"),
    ],
)
def test_the_line(what: str, expected: str) -> None:
    assert line(what, 7.4, 75) == expected
    assert len(line(what, 7.4, 75)) <= 75


def test_what_was_printed_last_stands_below_escaped_and_cut() -> None:
    step = ProgressLine("step 2/3: RUN make", 0.5, lambda: ("cc -c \x1b[2J\x07", "字" * 40))
    assert lines(step, 7.4, 40) == [
        "[##########----------]  50%  step 2/3:…  7 s",
        "  cc -c \\e[2J\\x07",
        "  " + "字" * 18 + "…",
    ]
    assert lines(ProgressLine("step 2: RUN make", None), 7.4, 40) == ["step 2: RUN make  7 s"]


def test_long_times_and_those_of_a_step() -> None:
    assert line("making", 125.4, 75) == "making  2 min 5 s"
    assert line("making", 125.4, 75, 7.0) == "making  7 s of 2 min 5 s"
    assert line("making", 7.4, 75, 7.0) == "making  7 s"
    assert line("making", 125.4, 40, 7.0) == "making  2 min 5 s"


def test_the_time_of_a_step_begins_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    bar = Bar(Terminal())
    monkeypatch.setattr(bar, "_thread", object())
    bar.show("step 1")
    now[0] = 110.0
    bar.show("step 2  1 MB")
    now[0] = 115.0
    bar.show("step 2  7 MB")
    assert now[0] - bar._changed == 5.0


@pytest.mark.parametrize(("passed", "said"), [(4.0, False), (6.0, True)])
def test_after_some_seconds_it_is_said_what_ctrl_c_does(
    monkeypatch: pytest.MonkeyPatch, passed: float, said: bool
) -> None:
    monkeypatch.setenv("LINES", "24")
    stream = Terminal()
    bar = Bar(stream, "no snapshot is made")
    bar._what = "making the image"
    bar._draw(passed)
    assert ("Ctrl-C: no snapshot is made" in stream.getvalue()) is said


def test_what_ctrl_c_does_is_that_of_the_verb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    streams.set_interrupted("no snapshot is made")
    streams.progress()
    streams.set_interrupted("")
    streams.progress()
    assert [bar._interrupted for bar in streams._bars] == [
        "no snapshot is made",
        "it ends; what was recorded and committed before is kept",
    ]


def test_text_is_cut_by_the_cells_that_it_takes() -> None:
    assert [cut("字字字", room) for room in (6, 5, 4)] == ["字字字", "字字…", "字…"]


class Terminal(io.StringIO):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _no_bars(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(streams, "_bars", [])
    yield
    streams.wipe()


def on_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Make stderr a terminal; called in the test itself, since pytest replaces stderr before each."""
    made = Terminal()
    monkeypatch.setattr(sys, "stderr", made)
    return made


def until_drawn(terminal: Terminal, text: str) -> None:
    deadline = time.monotonic() + 20
    while text not in terminal.getvalue():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_the_line_is_drawn_and_removed_before_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_terminal(monkeypatch)
    monkeypatch.setattr(progress_bar, "QUIET_SECONDS", 0.0)
    tell = streams.progress()
    tell("reading")
    until_drawn(terminal, "\r\x1b[Kreading  ")
    streams.tell("a word")
    assert terminal.getvalue().endswith("\r\x1b[Ka word\n")
    drawn = terminal.getvalue()
    time.sleep(0.3)
    assert terminal.getvalue() == drawn
    tell("writing")
    until_drawn(terminal, "\r\x1b[Kwriting")
    streams.wipe()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_output_is_drawn_in_place_and_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, printed = Terminal(), ["one", "two"]
    monkeypatch.setattr("shutil.get_terminal_size", lambda *_, **__: os.terminal_size((80, 24)))
    shown = Bar(terminal)
    shown._what, shown._drawn = ProgressLine("step", None, lambda: printed), True
    shown._draw(7.4)
    assert terminal.getvalue() == "\r\x1b[Kstep  7 s\n\r\x1b[K  one\n\r\x1b[K  two"
    terminal.truncate(terminal.seek(0))
    printed.pop()
    shown._draw(7.4)
    assert terminal.getvalue() == "\r\x1b[2A\x1b[Kstep  7 s\n\r\x1b[K  one\x1b[J"
    terminal.truncate(terminal.seek(0))
    shown.wipe()
    assert terminal.getvalue() == "\r\x1b[1A\x1b[J"


def test_a_low_terminal_shows_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.get_terminal_size", lambda *_, **__: os.terminal_size((80, 4)))
    terminal = Terminal()
    shown = Bar(terminal)
    shown._what = ProgressLine("step", None, lambda: ("one",))
    shown._draw(7.4)
    assert terminal.getvalue() == "\r\x1b[Kstep  7 s"


def test_a_quick_operation_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_terminal(monkeypatch)
    monkeypatch.setattr(progress_bar, "QUIET_SECONDS", 60.0)
    streams.progress()("reading")
    time.sleep(0.3)
    streams.wipe()
    assert terminal.getvalue() == ""


def test_a_terminal_that_is_gone_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_bar, "QUIET_SECONDS", 0.0)
    gone = Terminal()
    gone.close()
    shown = Bar(gone)
    shown.show("reading")
    time.sleep(0.3)
    shown.wipe()


def test_without_a_terminal_nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = io.StringIO()
    monkeypatch.setattr(sys, "stderr", plain)
    streams.progress()("reading")
    streams.wipe()
    assert (plain.getvalue(), streams._bars) == ("", [])
