"""What is wrong with an instruction that is no command, and what may have been meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapshotter.recipe.dockerfile.parse import parse
from snapshotter.work.build.causes import cause
from snapshotter.work.build.request import Attempt
from tests.work.build.builders import request
from tests.work.fakes import FakeEngine


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    found = tmp_path / "app"
    (found / "sub").mkdir(parents=True)
    (found / "Dockerfile").write_text("")
    (found / "sub" / "notes.md").write_text("")
    return found


@pytest.mark.parametrize(
    ("text", "line", "reason", "said"),
    [
        ("FROM a\nCOPY setings.ini /x\n", 2, "not found", "not in the build context; did you mean settings.ini?"),
        ("FROM a\nCOPY secret.txt /x\n", 2, "not found", ".dockerignore leaves secret.txt out"),
        ("FROM a AS tools\nCOPY --from=tool /a /x\n", 2, "not found", "no stage or image tool; did you mean tools?"),
        ("FROM a\nRUN <<E\nset -e\nE\n", 3, "dockerfile parse error line 3: unknown instruction: SET", "# syntax="),
        ("FROM a\nUSR b\n", 2, "unknown instruction", "there is no instruction USR; did you mean USER?"),
        ("FROM debian:bookwrom\n", 1, "not found", "did you mean debian:bookworm?"),
        ("FROM a\nCOPY notes.md /x\n", 2, "not found", "not in the build context; did you mean sub/notes.md?"),
        ("FROM a\nCOPY note.md /x\n", 2, "not found", "not in the build context; did you mean sub/notes.md?"),
        ("FROM a\nCOPY ../up /x\n", 2, "not found", "../up is outside of the build context"),
        ("FROM a AS tools\nFROM a\nCOPY --from=tools /b /c /x/\n", 3, "not found", "stage tools has no /b or no /c"),
        ("FROM a\nCOPY --chown=rooot sub /x\n", 2, "unable to find user rooot: no", "did you mean root?"),
        ("FROM a\nCOPY --chown=zzz sub /x\n", 2, "unable to find user zzz: no", "a RUN before it has to add the user"),
        ("FROM\n", 1, "FROM requires an argument", "FROM names no image"),
        ("FROM ${NONE}\n", 1, "base name is empty", "no ARG in front of the first FROM gives it a value"),
    ],
)
def test_an_instruction_that_is_no_command_gets_a_cause(
    tmp_path: Path, directory: Path, fake: FakeEngine, text: str, line: int, reason: str, said: str
) -> None:
    for name in ("settings.ini", "secret.txt"):
        (directory / name).write_text("")
    (directory / ".dockerignore").write_text("secret.txt\n")
    file = parse(text)
    attempt = Attempt(file, b"", (), "", file.at_line(line), None, reason)
    fake.add_image("users:1", {"/etc/passwd": "root:x:0:0::/root:/bin/sh\n"})
    assert said in cause(fake, request(directory), attempt, "users:1")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("FROM a\nRUN false\n", 2),
        ("FROM a\nCOPY sub $PLACES *.none /x\n", 2),
        ("FROM a\nCOPY --from=0 \n", 2),
        ("FROM a\nADD https://example.org/none /x\n", 2),
    ],
)
def test_what_the_output_says_needs_no_cause(directory: Path, fake: FakeEngine, text: str, line: int) -> None:
    file = parse(text)
    assert not cause(fake, request(directory), Attempt(file, b"", (), "", file.at_line(line), None, "x"), "")


def test_a_build_without_a_line_has_no_cause(directory: Path, fake: FakeEngine) -> None:
    assert not cause(fake, request(directory), Attempt(parse(""), b"", (), ""), "")


def test_a_context_that_cannot_be_read_has_no_cause(directory: Path, fake: FakeEngine) -> None:
    file = parse("FROM a\nCOPY b /x\n")
    attempt = Attempt(file, b"", (), "", file.at_line(2), None, "x")
    assert not cause(fake, request(directory / "none"), attempt, "")


def test_a_user_that_is_missing_gets_names_that_are_alike(directory: Path, fake: FakeEngine) -> None:
    file = parse("FROM a\nUSER rooot\n")
    attempt = Attempt(file, b"", (), "", file.instructions[1], None, "unable to find user rooot: no matching entries")
    fake.add_image("users:1", {"/etc/passwd": "root:x:0:0::/root:/bin/sh\n"})
    assert cause(fake, request(directory), attempt, "users:1") == ("the image has no user rooot; did you mean root?")
