"""Commands in a stage without a shell: those in exec form, and those whose files are copied."""

from __future__ import annotations

import pytest

from snapshotter.work.build.shellless import in_exec_form, without_shell, words_alone
from tests.work.build.test_tries import command, snapshot


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("/app check 'a b'", ["/app", "check", "a b"]),
        ("mkdir /x", []),
        ("/dev/snap/shell/mkdir /x", []),
        ("/app > /log", []),
        ("/app $HOME", []),
        ("/app 'open", []),
        ("", []),
    ],
)
def test_a_command_that_needs_no_shell(text: str, words: list[str]) -> None:
    assert list(words_alone(text)) == words


def test_what_needs_a_shell_is_left_out_and_its_files_are_copied() -> None:
    found = without_shell(snapshot([command("/app a && /app b"), command("echo x > /y"), command("/app; /app")], []))
    assert [one.in_recipe for one in found.commands] == [None, False, False]


def test_each_command_is_a_run_in_exec_form() -> None:
    found = in_exec_form(["COPY files/a /a", 'RUN /app a && \\\n    /app "ü b"', "RUN cd /x && /app"])
    assert list(found) == ["COPY files/a /a", 'RUN ["/app", "a"]', 'RUN ["/app", "ü b"]', "RUN cd /x && /app"]
