"""Scripts without a terminal and single commands, recorded like typed ones."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import cast

import pytest

from snapshotter.engine.api import Engine
from snapshotter.errors import RecordError, StoreError
from snapshotter.model import Workspace
from snapshotter.record import session
from snapshotter.store.journal.journal import Journal
from tests.record.local import LocalEngine, workspace

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / ".bashrc").write_text("echo the rc file was read\n")
    return tmp_path


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.jsonl")


def texts(journal: Journal) -> list[tuple[str, int | None]]:
    return [(command.text, command.status) for command in journal.commands()]


def start(home: Path, what: str, journal: Journal, *argv: str, shell: str = "/bin/bash") -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "tests.record.play", "local", what, "box", shell, str(journal.path), *argv]
    return subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "HOME": str(home)},
    )


def play(
    home: Path, what: str, journal: Journal, *argv: str, shell: str = "/bin/bash", stdin: bytes = b""
) -> tuple[int, bytes]:
    """Run to the end; return the exit status and the output."""
    process = start(home, what, journal, *argv, shell=shell)
    output, _ = process.communicate(stdin, timeout=60)
    return process.returncode, output


SCRIPT = r"""cd /tmp
x=5 # kept
# only a comment

cat <<'E'
a

b \
E
cat
read y
if [ $x = 5 ]; then
  echo \
    yes
fi
for i in 1 2
do echo 'multi
line'; done
f() { return 4; }
f
echo $? $x $PWD
echo )
set -x
: traced
set +x
echo err >&2
false"""


@pytest.mark.parametrize("shell", ["/bin/bash", "/bin/dash"])
def test_piped_lines_run_in_one_shell_and_are_recorded(home: Path, journal: Journal, shell: str) -> None:
    status, output = play(home, "pipe", journal, stdin=SCRIPT.encode(), shell=shell)
    assert status == 1
    lines = output.decode().split("\n")
    assert lines[:9] == ["a", "", "b \\", "yes", "multi", "line", "multi", "line", "4 5 /tmp"]
    assert "yntax error" in output.decode() and "err" in lines and "traced" in output.decode()
    assert "__snap" not in output.decode()
    commands = journal.commands()
    assert [c.text for c in commands] == [
        "cd /tmp",
        "x=5 # kept",
        "cat <<'E'\na\n\nb \\\nE",
        "cat",
        "read y",
        "if [ $x = 5 ]; then\n  echo \\\n    yes\nfi",
        "for i in 1 2\ndo echo 'multi\nline'; done",
        "f() { return 4; }",
        "f",
        "echo $? $x $PWD",
        "echo )",
        "set -x",
        ": traced",
        "set +x",
        "echo err >&2",
        "false",
    ]
    assert [c.status for c in commands] == [0, 0, 0, 0, 1, 0, 0, 0, 4, 0, 2, 0, 0, 0, 0, 1]
    assert {c.cwd for c in commands[1:]} == {"/tmp"} and {c.depth for c in commands} == {1}
    assert {c.shell for c in commands} == {shell.removeprefix("/bin/")}


@pytest.mark.parametrize(
    ("script", "status", "recorded"),
    [
        (b"echo a; exit 7\necho never\n", 7, [("echo a; exit 7", 7)]),
        (b"set -e\n! true\n(exit 3)\necho never\n", 3, [("set -e", 0), ("! true", 1), ("(exit 3)", 3)]),
        (b"echo 'open", 2, [("echo 'open", 2)]),
        (b"", 0, []),
        (b"\n\n", 0, []),
        (b"exec true", 0, [("exec true", 0)]),
        (b"set -u\n(echo $nosuch) 2>/dev/null\necho x", 0, None),
        (b"exec >/dev/null\necho x\n(exit 2)", 2, [("exec >/dev/null", 0), ("echo x", 0), ("(exit 2)", 2)]),
        (b"echo \xff\n", 0, [("echo \udcff", 0)]),
    ],
    ids=lambda value: str(value)[:20],
)
def test_scripts_end_as_they_should(
    home: Path, journal: Journal, script: bytes, status: int, recorded: list[tuple[str, int]] | None
) -> None:
    assert play(home, "pipe", journal, stdin=script)[0] == status
    if recorded is not None:
        assert texts(journal) == recorded


def test_a_script_in_memory(home: Path, journal: Journal, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    engine = cast(Engine, LocalEngine(str(home)))
    assert session.pipe(engine, workspace("/bin/bash"), journal, BytesIO(b"echo one\necho two\n")) == 0
    assert capfdbinary.readouterr().out == b"one\ntwo\n"
    assert [command.text for command in journal.commands()] == ["echo one", "echo two"]


def test_run_passes_everything_through_and_is_recorded(home: Path, journal: Journal) -> None:
    data = b"in\0put\xff" * 1000
    assert play(home, "run", journal, "sh", "-c", "cat; exit 4", stdin=data) == (4, data)
    [command] = journal.commands()
    assert command.argv == ("sh", "-c", "cat; exit 4")
    assert (command.text, command.status, command.shell, command.cwd) == ("sh -c 'cat; exit 4'", 4, "", "/")


def test_an_interrupted_script_stops_with_status_130(home: Path, journal: Journal) -> None:
    process = start(home, "pipe", journal)
    assert process.stdin is not None
    process.stdin.write(b"echo a\nsleep 70\necho never\n")
    process.stdin.flush()
    deadline = time.monotonic() + 15
    while len(journal.commands()) < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=15)
    assert process.returncode == 130
    assert texts(journal) == [("echo a", 0), ("sleep 70", 130)]


def pipe_nothing(engine: Engine, ws: Workspace, journal: Journal) -> int:
    return session.pipe(engine, ws, journal, BytesIO())


@pytest.mark.parametrize("call", [session.attach, pipe_nothing])
def test_without_a_shell_it_says_what_to_do(
    home: Path, journal: Journal, call: Callable[[Engine, Workspace, Journal], int]
) -> None:
    with pytest.raises(RecordError) as caught:
        call(cast(Engine, LocalEngine(str(home))), workspace(""), journal)
    assert "snap run" in caught.value.hint


def test_a_journal_that_cannot_be_written_is_reported_before_anything_runs(home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    engine = LocalEngine(str(home))
    with pytest.raises(StoreError):
        session.run(cast(Engine, engine), workspace("/bin/bash"), Journal(tmp_path / "file" / "j"), ["true"])
    assert engine.execs == []


@pytest.mark.parametrize("shell", ["/bin/bash", "/bin/dash"])
def test_commands_of_a_script_never_run_in_one_tick_and_late_lines_are_not_lost(
    home: Path, journal: Journal, shell: str
) -> None:
    process = start(home, "pipe", journal, shell=shell)
    assert process.stdin is not None
    for piece in (b"true\nfalse\ntr", b"ue\n(exit 3)\n", b"(exit 4)"):
        process.stdin.write(piece)
        process.stdin.flush()
        time.sleep(0.4)
    process.communicate(timeout=30)
    commands = journal.commands()
    assert [(c.text, c.status) for c in commands] == [
        ("true", 0),
        ("false", 1),
        ("true", 0),
        ("(exit 3)", 3),
        ("(exit 4)", 4),
    ]
    assert all(b.end is not None and a.begin - b.end >= 0.01 for b, a in pairwise(commands))
