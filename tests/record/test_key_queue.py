"""Keys on their way to the process keep their order and their pace, and none is held for long."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from snapshotter.record.key_queue import HOLD_SECONDS, KeyQueue, split_replies


def pieces(*reads: bytes) -> list[bytes]:
    queue = KeyQueue()
    for data in reads:
        queue.add(data, 0.0)
    return list(iter(lambda: queue.take(0.0, ready=True), b""))


def test_a_piece_ends_with_the_first_enter() -> None:
    assert pieces(b"ls\rpwd\n", b"ec", b"ho\r") == [b"ls\r", b"pwd\n", b"ec", b"ho\r"]


def test_a_bracketed_paste_is_one_piece_in_whatever_reads_it_comes() -> None:
    paste = b"\x1b[200~one\rtwo\r\x1b[201~"
    assert pieces(b"x" + paste + b"\rls\r") == [b"x" + paste + b"\r", b"ls\r"]
    assert pieces(paste[:9], paste[9:] + b"\r") == [paste[:9], paste[9:] + b"\r"]


def test_keys_are_held_until_the_process_is_ready_or_for_half_a_second() -> None:
    queue = KeyQueue()
    queue.add(b"one\r", 1.0)
    queue.add(b"two\r", 1.3)
    assert queue.take(1.0 + HOLD_SECONDS - 0.01, ready=False) == b"" and queue.size == 8
    assert queue.take(1.0 + HOLD_SECONDS, ready=False) == b"one\r"
    assert queue.take(1.0 + HOLD_SECONDS, ready=False) == b"", "each keeps its distance from the one before"
    assert queue.take(1.3 + HOLD_SECONDS, ready=False) == b"two\r" and queue.size == 0


def test_a_paste_goes_line_by_line_however_long_a_shell_takes_for_all_of_it() -> None:
    queue = KeyQueue()
    queue.add(b"one\rtwo\rthree\rfour\r", 1.0)
    assert queue.take(1.0, ready=True) == b"one\r"
    assert queue.take(1.4, ready=False) == b""
    assert queue.take(1.4, ready=True) == b"two\r"
    assert queue.take(1.4 + HOLD_SECONDS - 0.01, ready=False) == b"" and queue.wait(1.4) == HOLD_SECONDS
    # a program reads them: what was typed ahead of it is sent at once
    assert [queue.take(1.4 + HOLD_SECONDS, ready=False) for _ in range(3)] == [b"three\r", b"four\r", b""]


def test_ctrl_c_takes_along_what_was_typed_before_it() -> None:
    queue = KeyQueue()
    queue.add(b"one\rtwo\x03three", 1.0)
    assert [queue.take(1.0, ready=False) for _ in range(3)] == [b"one\r", b"two\x03three", b""]


@given(st.lists(st.binary() | st.sampled_from([b"\r", b"\n", b"\x1b[200~", b"\x1b[201~", b"ls\r"])))
def test_no_key_is_lost_or_reordered(reads: list[bytes]) -> None:
    assert b"".join(pieces(*reads)) == b"".join(reads)


def test_a_mark_of_a_paste_may_come_in_two_reads() -> None:
    paste = b"\x1b[200~one\rtwo\r\x1b[201~"
    for at in range(1, len(paste)):
        queue = KeyQueue()
        for data in (paste[:at], paste[at:], b"ls\rpwd\r"):
            queue.add(data, 0.0)
        found = list(iter(lambda queue=queue: queue.take(0.0, ready=True), b""))  # type: ignore[misc]
        assert found[-2:] == [b"ls\r", b"pwd\r"], at
        assert found[:-2] == [paste[:at], paste[at:]], at


def test_what_a_terminal_answers_is_told_from_keys() -> None:
    answers = [
        b"\x1b[?62;22c",
        b"\x1b[>41;354;0c",
        b"\x1b[?0u",
        b"\x1b[12;40R",
        b"\x1b[?2004;1$y",
        b"\x1b[?997;1n",
        b"\x1bP>|xterm(390)\x1b\\",
        b"\x1b]11;rgb:0000/0000/0000\x1b\\",
        b"\x1b]11;rgb:ffff/ffff/ffff\x07",
    ]
    assert split_replies(b"l" + b"".join(answers) + b"s\r") == (b"".join(answers), b"ls\r")
    for key in (b"\x1b", b"\x1b[A", b"\x1b[1;2R", b"\x1b[1;5C", b"\x1bOP", b"\x1b[3~", b"\x1b[97;5u", b"\x1b[I"):
        assert split_replies(key) == (b"", key)
