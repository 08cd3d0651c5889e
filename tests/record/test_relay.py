"""A line that is typed for the person at the first prompt."""

from __future__ import annotations

import time

from snapshotter.record.marks import Parser
from snapshotter.record.relay import DRAWN_SECONDS, SessionFilter
from snapshotter.record.typed.records import CommandRecords
from snapshotter.record.typed.shell_stack import ShellStack
from snapshotter.record.typed.tracker import Tracker

NONCE = "a1b2c3"
PROMPT = b"\x1b]8671;a1b2c3;prompt;a1b2c3\x07root# "


def made() -> SessionFilter:
    tracker = Tracker(CommandRecords("s", lambda _: None), ShellStack("root", lambda: 80))
    found = SessionFilter(Parser(NONCE), tracker)
    found.typed = b"false && true"
    return found


def test_the_line_is_typed_once_the_prompt_is_drawn() -> None:
    found, shown = made(), list[bytes]()
    assert found.next_input() == b""
    found.output(b"welcome\r\n", shown.append)
    time.sleep(DRAWN_SECONDS + 0.02)
    assert found.next_input() == b""
    found.output(PROMPT, shown.append)
    assert found.next_input() == b"" and found.patience() is not None
    time.sleep(DRAWN_SECONDS + 0.02)
    assert found.next_input() == b"false && true"
    assert found.next_input() == b""


def test_who_types_first_has_another_line_in_mind() -> None:
    found = made()
    found.keys(b"ls")
    found.output(PROMPT, lambda _: None)
    time.sleep(DRAWN_SECONDS + 0.02)
    assert b"false" not in found.next_input() + found.next_input()
