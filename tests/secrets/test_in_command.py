"""Secrets that are found in command lines, and lines in which none is found."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from snapshotter.secrets.in_command import find
from snapshotter.secrets.in_text import PHRASES
from snapshotter.secrets.program_table import ADDUSER, ARGUMENTS, INPUTS, OPTIONS
from snapshotter.secrets.token_shapes import SHAPES
from tests.secrets.honest import HONEST
from tests.secrets.lines import SECRETS, marked

LINES = [(kind, line) for kind, lines in SECRETS.items() for line in lines]


@pytest.mark.parametrize(("kind", "line"), LINES)
def test_finds_exactly_the_secret(kind: str, line: str) -> None:
    text, secrets = marked(line)
    found = find(text)
    assert [text[span.start : span.end] for span in found] == secrets
    assert kind in {span.kind for span in found}


def test_every_rule_has_a_line() -> None:
    kinds = {rule.kind for rule in (*OPTIONS, *ARGUMENTS, *INPUTS, ADDUSER)}
    assert kinds | {phrase.kind for phrase in PHRASES} | {shape.kind for shape in SHAPES} <= set(SECRETS)


@pytest.mark.parametrize("line", HONEST)
def test_finds_nothing_in_commands_without_secrets(line: str) -> None:
    assert [(line[span.start : span.end], span.kind) for span in find(line)] == []


@pytest.mark.parametrize(
    ("text", "placed"),
    [
        ("mysql -p'ab'cd\"ef\" db", "-p'ab'cd\"ef\""),
        ("curl -u 'a:b'c x", "'a:b'c"),
        ("PASSWORD='gehe'im x", "'gehe'im"),
        ("curl -u a:'b c' x", "b c"),
        ('curl -u "a:b\\"c" x', 'b\\"c'),
        ("PASSWORD=ge\\ heim x", "ge\\ heim"),
    ],
)
def test_a_plain_word_can_replace_the_secret(text: str, placed: str) -> None:
    """A span contains both quotes of a pair or neither."""
    [span] = find(text)
    assert text[span.start : span.end] in (placed, placed.removeprefix("-p"))


def test_the_value_is_what_the_shell_reads() -> None:
    [span] = find('PASSWORD="Tr0ub\\$4\'dor"')
    assert span.value == "Tr0ub$4'dor"
    assert "Tr0ub" not in repr(span)


def test_one_value_in_two_places_is_found_twice() -> None:
    assert [span.value for span in find("A_PASSWORD=geheim B_PASSWORD=geheim ./x")] == ["geheim", "geheim"]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab1:=-'\"\\$(){}`|&;<>#\n \0pPASSWORD-uTOKEN", max_size=60))
def test_any_text_can_be_parsed(text: str) -> None:
    spans = find(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))


@pytest.mark.parametrize(
    "piece",
    [
        "$(",
        '"$(',
        "${x:-",
        "`",
        "'",
        '"',
        "((",
        "{ ",
        "<<E\n",
        "a=b;",
        "a",
        "x:",
        "-p ",
        "token=",
        "://a:",
        "login ",
        "\\n",
        "password ",
        "AKIA",
        "eyJ",
        "-----BEGIN PRIVATE KEY-----",
        "authorization: ",
        "$'\\",
    ],
)
def test_time_is_linear_in_the_length(piece: str) -> None:
    """No nesting or repetition makes the parser slow: 20 000 characters take well under two seconds."""
    begin = time.process_time()
    find(piece * (20_000 // len(piece)))
    assert time.process_time() - begin < 2
