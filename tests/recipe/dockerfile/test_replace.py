"""One instruction is replaced in its own style; every other byte stays."""

from __future__ import annotations

import pytest

from snapshotter.recipe.dockerfile.parse import parse
from snapshotter.recipe.dockerfile.replace import with_names, with_replaced

NEW = "RUN a && \\\n    b"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("RUN x", "RUN a && \\\n    b"),
        ("RUN x && \\\n\ty", "RUN a && \\\n\tb"),
        ("run x \\\n  # why\n  && y", "run a \\\n  && b"),
        ("RUN --mount=type=cache,target=/c x", "RUN --mount=type=cache,target=/c a && \\\n    b"),
        ("RUN <<EOF\nx\nEOF", "RUN <<EOF\nset -e\na\nb\nEOF"),
        ("RUN <<'EOF'\nx\nEOF", "RUN <<'EOF'\nset -e\na\nb\nEOF"),
    ],
)
def test_the_style_of_the_instruction_is_kept(old: str, new: str) -> None:
    head, tail = "# top\nFROM a  \n\n", "\n# end\nRUN   z \\\n  &&  q\n"
    file = parse(head + old + tail)
    assert with_replaced(file, file.instructions[1], [NEW]) == head + new + tail


def test_a_line_is_broken_where_the_old_one_was() -> None:
    file = parse("FROM a\nRUN x \\\n  && y\n")
    new = with_replaced(file, file.instructions[1], ["RUN cd b && c > d && \\\n    if e; then f && g; fi"])
    assert new == "FROM a\nRUN cd b \\\n  && c > d \\\n  && if e; then f && g; fi\n"


def test_line_ends_are_those_of_the_file() -> None:
    file = parse("FROM a\r\nRUN x\r\nUSER b\r\n")
    assert with_replaced(file, file.instructions[1], [NEW]) == "FROM a\r\nRUN a && \\\r\n    b\r\nUSER b\r\n"


def test_a_file_without_a_last_line_break_stays_so() -> None:
    file = parse("FROM a\nRUN x")
    assert with_replaced(file, file.instructions[1], ["COPY f /f", "RUN y"]) == "FROM a\nCOPY f /f\nRUN y"


def test_sources_of_copy_are_renamed() -> None:
    assert with_names(["COPY files/a /a", "RUN files/a"], {"files/a": "files-2/a"}) == [
        "COPY files-2/a /a",
        "RUN files/a",
    ]
