"""The run of the docker program: its lines, its exit status, and its end with the call."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from snapshotter.engine.build.program import run
from snapshotter.errors import EngineError


def test_each_line_of_stderr_is_passed_on(tmp_path: Path) -> None:
    lines: list[str] = []
    (tmp_path / "input").write_text("in\n")
    with (tmp_path / "input").open("rb") as stdin:
        status = run(["/bin/sh", "-c", "echo no; echo one >&2; cat >&2; exit 3"], os.environ, lines.append, stdin)
    assert (status, lines) == (3, ["one\n", "in\n"])


def test_a_program_that_is_missing_is_named() -> None:
    with pytest.raises(EngineError, match="/none cannot be started: No such file") as raised:
        run(["/none"], os.environ, lambda _: None)
    assert raised.value.hint == "`--builder classic` needs none"


def test_the_program_ends_with_the_call() -> None:
    found: list[int] = []

    def stop(line: str) -> None:
        found.append(int(line))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(["/bin/sh", "-c", "echo $$ >&2; exec sleep 600"], os.environ, stop)
    with pytest.raises(ProcessLookupError):
        os.kill(found[0], 0)


def test_it_is_in_a_session_of_its_own_only_where_that_is_asked_for() -> None:
    lines: list[str] = []
    words = [sys.executable, "-c", "import os, sys; print(os.getsid(0), file=sys.stderr)"]
    run(words, os.environ, lines.append)
    run(words, os.environ, lines.append, own_session=True)
    assert int(lines[0]) == os.getsid(0) != int(lines[1])
