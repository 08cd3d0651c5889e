"""The parser of marks: no split, no garbage and no forgery makes it lose or add a byte."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapshotter.record.marks import LONGEST, Mark, Parser
from tests.speed import seconds

NONCE = "a1b2c3"
HEAD = b"\x1b]8671;a1b2c3;"
TAIL = b";a1b2c3\x07"


def feed(parser: Parser, pieces: Sequence[bytes]) -> tuple[bytes, list[Mark]]:
    """Feed everything; return the output to show, including what is held back, and the marks."""
    shown, marks = b"", []
    for piece in pieces:
        for part in parser.feed(piece):
            if isinstance(part, Mark):
                marks.append(part)
            else:
                assert part
                shown += part
    return shown + parser.flush(), marks


def split(data: bytes, cuts: Sequence[int]) -> list[bytes]:
    at = sorted({cut % (len(data) + 1) for cut in cuts})
    return [data[a:b] for a, b in zip([0, *at], [*at, len(data)], strict=True)]


def written(mark: Mark) -> bytes:
    head = ";".join([mark.verb, *mark.fields])
    text = ";a1b2c3;".join([head, *mark.free])
    return HEAD + text.encode("utf-8", "surrogateescape").replace(b"\n", b"\r\n") + TAIL


output = (
    st.lists(
        st.one_of(
            st.binary(max_size=20),
            st.sampled_from(
                [
                    b"\x1b",
                    b"\x1b]",
                    b"\x1b]8671;",
                    HEAD[:-1],
                    b"\x1b]8671;a1b2c;x\x07",
                    b"\x1b]8671;wrong0;begin;bash;x;wrong0\x07",
                    b"\x1b\x1b]8671;a1b2c3",
                    TAIL,
                    b"\x07",
                    b"\r\n",
                    b"\x1b[31m",
                ]
            ),
        ),
        max_size=6,
    )
    .map(b"".join)
    .filter(lambda data: HEAD not in data)
)
free = st.binary(max_size=12).map(lambda data: data.replace(b"\r", b"").decode("utf-8", "surrogateescape"))
mark_strategy = st.builds(
    Mark,
    st.sampled_from(["begin", "prompt", "x"]),
    st.lists(st.from_regex(r"[A-Za-z0-9.]{0,6}", fullmatch=True), max_size=4).map(tuple),
    st.lists(free.filter(lambda text: "\x1b" not in text and not text.endswith(";")), max_size=3).map(tuple),
)
stream_parts = st.lists(st.one_of(output, mark_strategy), max_size=8)


@given(stream_parts, st.lists(st.integers(0, 10_000), max_size=12))
def test_any_split_gives_the_same_output_and_marks(parts: list[bytes | Mark], cuts: list[int]) -> None:
    stream, shown = b"", b""
    for part in parts:
        # output that ends in the beginning of a mark would swallow the mark behind it, as on a terminal
        stream += written(part) if isinstance(part, Mark) else part + b"."
        shown += b"" if isinstance(part, Mark) else part + b"."
    got, marks = feed(Parser(NONCE), split(stream, cuts))
    if stream.count(HEAD) == sum(isinstance(part, Mark) for part in parts):
        assert got == shown
        assert marks == [part for part in parts if isinstance(part, Mark)]


@given(output, st.lists(st.integers(0, 10_000), max_size=12))
def test_output_without_a_mark_passes_untouched(data: bytes, cuts: list[int]) -> None:
    assert feed(Parser(NONCE), split(data, cuts)) == (data, [])


@given(st.binary(max_size=200), st.lists(st.integers(0, 10_000), max_size=6))
def test_nothing_makes_it_fail(data: bytes, cuts: list[int]) -> None:
    stream = data.replace(b"\x00", HEAD).replace(b"\x01", TAIL)
    once = feed(Parser(NONCE), [stream])
    assert feed(Parser(NONCE), split(stream, cuts)) == once


@pytest.mark.parametrize("size", [1, 2, 3])
def test_every_split_of_one_mark(size: int) -> None:
    data = b"before" + HEAD + b"begin;bash;0;a1b2c3;/a;b\r\nc;a1b2c3;echo \x1b]8671; \x07 x" + TAIL + b"after"
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    assert feed(Parser(NONCE), pieces) == (
        b"beforeafter",
        [Mark("begin", ("bash", "0"), ("/a;b\nc", "echo \x1b]8671; \x07 x"))],
    )


def test_a_mark_with_another_nonce_is_output() -> None:
    forged = b"\x1b]8671;ffffff;begin;bash;0;1;root;;1;ffffff;/;ffffff;    1  rm -rf /;ffffff\x07"
    assert feed(Parser(NONCE), [forged]) == (forged, [])


def test_a_mark_that_lost_its_end_is_replaced_by_the_next_one() -> None:
    cut = HEAD + b"begin;bash;0;1"
    shown, marks = feed(Parser(NONCE), [b"a" + cut + HEAD + b"prompt;bash" + TAIL + b"b"])
    assert (shown, marks) == (b"ab", [Mark("prompt", ("bash",))])


def test_a_mark_without_end_is_shown() -> None:
    parser = Parser(NONCE)
    assert list(parser.feed(HEAD + b"begin")) == [] and parser.inside
    assert parser.flush() == HEAD + b"begin" and not parser.holds
    blocks = [b"x" * 65536] * (LONGEST // 65536 + 2)
    shown = b"".join(part for block in [HEAD, *blocks] for part in parser.feed(block) if isinstance(part, bytes))
    assert (shown + parser.flush()) == HEAD + b"".join(blocks)


def test_the_beginning_of_a_mark_is_held_back_and_shown() -> None:
    parser = Parser(NONCE)
    assert list(parser.feed(b"x\x1b]86")) == [b"x"]
    assert parser.holds and not parser.inside
    assert parser.flush() == b"\x1b]86"


def test_newlines_of_a_pipe_are_left_as_they_are() -> None:
    data = HEAD + b"run;a1b2c3;a\r\nb" + TAIL
    assert feed(Parser(NONCE, newlines=False), [data])[1] == [Mark("run", (), ("a\r\nb",))]
    assert feed(Parser(NONCE), [data.replace(b"\r\n", b"\r\r\n")])[1] == [Mark("run", (), ("a\r\nb",))]


def test_plain_and_coloured_output_pass_fast() -> None:
    plain = (b"The quick brown fox jumps over the lazy dog. " * 22 + b"\n") * 65
    coloured = b"\x1b[31mred\x1b[0m text\r\n" * 3000
    for block in (plain, coloured):

        def pass_on(block: bytes = block) -> None:
            parser = Parser(NONCE)
            total = sum(len(part) for _ in range(800) for part in parser.feed(block) if isinstance(part, bytes))
            assert total == 800 * len(block)

        limit = 800 * len(block) / 200e6
        assert seconds(pass_on, limit) < limit


def test_a_listing_may_hold_the_nonce_and_is_never_shown() -> None:
    listing = b"declare -x X=';a1b2c3;'"
    assert list(Parser("a1b2c3").feed(HEAD + b"state;bash;7;variables;a1b2c3;" + listing + TAIL)) == [
        Mark("state", ("bash", "7", "variables"), (listing.decode(),))
    ]
    parser = Parser("a1b2c3")
    assert list(parser.feed(HEAD + b"state;bash;7;variables;a1b2c3;" + listing)) == []
    assert parser.flush() == b""
