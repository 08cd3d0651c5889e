"""The text on the screen after the output of a line editor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapshotter.record.typed.screen import typed_text


@pytest.mark.parametrize(
    ("output", "text"),
    [
        (b"/ # \0echo hi", "echo hi"),
        (b"/ # \0echo hj\b \bi", "echo hi"),
        (b"/ # \0ls\x1b[6n -l", "ls -l"),
        (b"\0abc\x1b[2DX\x1b[C!", "aXc!"),
        (b"/ # \0wrong\r/ # \0right\x1b[J", "right"),
        (b"/ # \0long line\b\b\b\b\x1b[K", "long"),
        (b"\x1b[1;32m/ #\x1b[0m \0\xc3\xbcn\xc3\xaf", "ünï"),
        (b"\x1b]0;title\x07/ # \0x", "x"),
        (b"/ # \0", ""),
        (b"$ \0echo abc\b\b\x1b[1@x", "echo axbc"),
        (b"$ \0echo abc\b\b\b\x1b[2Pd", "echo d"),
        (b"$ \0echo abc\x1b[8GX", "echo Xbc"),
        (b"/ # \0old\x1b[H\x1b[J/ # \0new", "new"),
    ],
)
def test_the_typed_text_is_what_stands_behind_the_prompt(output: bytes, text: str) -> None:
    assert typed_text(output, 80) == text


def test_a_line_that_wraps_is_one_line() -> None:
    # busybox writes the next character and steps back on it, to make the terminal wrap
    assert typed_text(b"$ \0echo 123 \b4567", 10) == "echo 1234567"


@given(st.binary(max_size=80), st.integers(0, 200))
def test_garbage_does_no_harm(output: bytes, columns: int) -> None:
    typed_text(output, columns)
