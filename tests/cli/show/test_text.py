"""Tests for text on a terminal: escapes, and words for sizes, times and counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapshotter.cli.show.escape import shown, shown_lines
from snapshotter.cli.show.tables import age, duration, first_line, outcome, plural, size, table
from snapshotter.cli.show.text import attributes, change_table, command_table, counts_line
from snapshotter.model import Change, Command, Entry
from tests.store import samples


@given(samples.raw_text | st.text())
def test_shown_text_has_no_control_characters(text: str) -> None:
    assert shown(text).isprintable()
    shown(text).encode("utf-8")
    assert all(line.replace("\t", "").isprintable() for line in shown_lines(text).split("\n"))


@pytest.mark.parametrize(
    "text, expected",
    [
        ("plain ü", "plain ü"),
        ("\x1b[0m", "\\e[0m"),
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\udcff", "\\xff"),
        ("\x9b", "\\x9b"),
        ("\u202e", "\\u202e"),
        ("\U000e0001", "\\U000e0001"),
        ("", ""),
    ],
)
def test_what_is_escaped(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_cells_of_a_table_are_escaped_and_not_interpreted() -> None:
    made = table(("N", "NAME"), [(1, "a\x1b"), (22, "007"), (3, "1e3")])
    assert made.splitlines()[1:] == ["  1  a\\e", " 22  007", "  3  1e3"]
    assert table(("N",), []) == "N"


@pytest.mark.parametrize(
    "seconds, expected",
    [(1, "just now"), (30, "30 s ago"), (90, "1 min ago"), (7200, "2 h ago"), (200_000, "2 d ago"), (-5, "just now")],
)
def test_ages(seconds: float, expected: str) -> None:
    assert age(1000.0, 1000.0 + seconds) == expected


@pytest.mark.parametrize(
    "seconds, expected", [(None, ""), (0.123, "0.12 s"), (42.4, "42 s"), (200, "3 min 20 s"), (7260, "2 h 1 min")]
)
def test_durations(seconds: float | None, expected: str) -> None:
    assert duration(seconds) == expected


@pytest.mark.parametrize(
    "count, expected", [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (123_456, "123 kB"), (2_500_000_000, "2.5 GB")]
)
def test_sizes(count: int, expected: str) -> None:
    assert size(count) == expected


def test_counts_and_first_lines() -> None:
    assert (plural(1, "path"), plural(2, "path"), plural(0, "entry")) == ("1 path", "2 paths", "0 entries")
    assert first_line("one\ntwo") == "one …"
    assert first_line("x" * 80, 10) == "xxxxxxxxx…"
    assert first_line("one\n") == "one"


def test_the_counts_cover_every_path() -> None:
    changes = [
        samples.added("/a", by="command 1"),
        samples.added("/b", by="package x 1"),
        samples.added("/c"),
        samples.added("/d", by="volatile"),
        samples.added("/e", by="not recorded (history was off)"),
        samples.added("/f", by="outside (mount point)"),
    ]
    assert counts_line(changes) == (
        "6 changed paths: 1 by commands, 1 by packages, 2 outside, 1 not recorded, "
        "1 volatile (such as logs and caches, which need no rebuild)"
    )
    assert counts_line([]) == "0 changed paths"


@pytest.mark.parametrize(
    "status, end, expected",
    [
        (0, 2.0, "0"),
        (3, 2.0, "3"),
        (130, 2.0, "130 SIGINT"),
        (137, 2.0, "137 SIGKILL"),
        (255, 2.0, "255"),
        (None, 2.0, "unfinished"),
        (None, None, "running"),
    ],
)
def test_outcomes(status: int | None, end: float | None, expected: str) -> None:
    command = Command("x", status, "/", "root", 1.0, end, "bash", 1)
    assert outcome(command) == expected
    assert outcome(command, committed=True) == expected.replace("running", "unfinished")


def test_several_sessions_are_distinguished() -> None:
    one = Command("ls", 0, "/", "root", 1.0, 2.0, "bash", 1, session="65a-0000aaaa")
    other = Command("ls", 0, "/", "root", 1.0, 2.0, "bash", 1, session="65a-0000bbbb")
    assert "SESSION" not in command_table([one, one])
    both = command_table([one, other])
    assert "SESSION" in both and "0000aaaa" in both and "0000bbbb" in both


def test_changed_attributes_are_shown_with_their_values() -> None:
    before = Entry("file", 0o644, 0, 0, xattrs=(("user.a", "00"), ("user.b", "00"), ("user.c", "00")))
    after = Entry("file", 0o4755, 0, 5, xattrs=(("user.a", "01"), ("user.c", "00"), ("user.d", "00")))
    assert attributes(before, after) == ["mode 644 → 4755", "gid 0 → 5", "xattrs ~user.a -user.b +user.d"]
    null, zero = (Entry("char", 0o666, 0, 0, device=(1, minor)) for minor in (3, 5))
    assert attributes(null, zero) == ["device 1:3 → 1:5"]


def test_hard_links_and_devices_in_a_table() -> None:
    one = Entry("file", 0o644, 0, 0, hardlink="/a")
    made = change_table(
        [
            Change("/a", "added", None, one),
            Change("/b", "added", None, one),
            Change("/c", "added", None, Entry("block", 0o600, 0, 0, device=(7, 300))),
        ]
    )
    assert [line.split()[:6] for line in made.splitlines()[1:]] == [
        ["A", "file", "0", "B", "/a", "outside"],
        ["A", "file", "0", "B", "/b", "link"],
        ["A", "block", "7:300", "/c", "outside"],
    ]
