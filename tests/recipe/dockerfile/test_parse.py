"""Instructions with their places: lines, flags, here-documents, directives; cut and replace."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapshotter.recipe.dockerfile.parse import parse

FILE = """\
# syntax=docker/dockerfile:1
# a comment
FROM --platform=linux/amd64 debian:bookworm AS Tools

RUN apt-get update && \\
    # between
    apt-get install -y \\

      tree

COPY --from=a --chown=1:1 x y
RUN --mount=type=cache,target=/c --network=none <<EOF cat
one
RUN two
EOF
run ["a", "b c"]
from scratch
"""


def test_an_instruction_has_its_lines_flags_and_text() -> None:
    found = parse(FILE).instructions
    assert [(one.keyword, one.line, one.last, one.number) for one in found] == [
        ("FROM", 3, 3, 1),
        ("RUN", 5, 9, 2),
        ("COPY", 11, 11, 3),
        ("RUN", 12, 15, 4),
        ("RUN", 16, 16, 5),
        ("FROM", 17, 17, 6),
    ]
    assert found[1].text.split() == "apt-get update && apt-get install -y tree".split()
    assert found[2].flags == ("--from=a", "--chown=1:1")
    assert found[3].flags == ("--mount=type=cache,target=/c", "--network=none")
    assert [(one.name, one.content) for one in found[3].heredocs] == [("EOF", "one\nRUN two\n")]
    assert found[4].words() == ("a", "b c")


def test_the_stages_have_names_and_instructions() -> None:
    stages = parse(FILE).stages
    assert [(one.name, one.base, len(one.instructions)) for one in stages] == [
        ("tools", "debian:bookworm", 5),
        ("", "scratch", 1),
    ]


def test_what_is_in_front_of_an_instruction_is_the_file_cut_off_there() -> None:
    file = parse(FILE)
    assert file.before(file.instructions[2]) == FILE[: FILE.index("COPY")]
    assert file.at_line(8) == file.instructions[1]
    assert file.at_line(10) is None


def test_another_character_may_continue_lines() -> None:
    file = parse("# escape=`\nFROM a\nRUN dir c:\\ `\n  && x\nUSER b\n")
    assert [one.keyword for one in file.instructions] == ["FROM", "RUN", "USER"]
    assert file.instructions[1].text == "dir c:\\   && x"


def test_two_backslashes_continue_no_line() -> None:
    assert len(parse("RUN a \\\\\nRUN b\n").instructions) == 2


def test_an_arithmetic_shift_is_no_here_document() -> None:
    assert [one.keyword for one in parse("RUN echo $((1 <<2))\nUSER b\n").instructions] == ["RUN", "USER"]


def test_a_here_document_with_tabs_and_a_quoted_name() -> None:
    found = parse("FROM a\nRUN <<-'E' sh\n\techo\n\tE\nUSER b\n").instructions[1]
    assert found.heredocs[0].content == "echo\n" and not found.heredocs[0].expands


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("FROM a\nCOPY --chown=x --from=y a b\nRUN b", False),
        ("# syntax=docker/dockerfile:1\nFROM a", True),
        ("FROM a\nRUN --mount=type=cache,target=/x b", True),
        ("FROM a\nRUN <<E\nb\nE\n", True),
        ("FROM a\nCOPY --link a b", True),
    ],
)
def test_what_the_classic_builder_cannot_read_needs_buildkit(text: str, *, needed: bool) -> None:
    assert parse(text).needs_buildkit() is needed


@given(st.text(alphabet="aRUN \\\n#<E'\"=-\r\t`"))
def test_any_text_is_instructions_in_order_that_do_not_overlap(text: str) -> None:
    end = 0
    for one in parse(text).instructions:
        assert end <= one.start <= one.end <= len(text)
        assert text[: one.start].count("\n") == one.line - 1
        end = one.end
