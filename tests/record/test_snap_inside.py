"""`snap` typed inside a session: the call, the way of its output into the container, and what is recorded of it."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pexpect
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapshotter.record.marks import Mark
from snapshotter.record.snap_inside import CALLER_GONE, WRITE_OUTPUT, SnapCall, _batches, is_only_snap, parse_call
from snapshotter.store.journal import Asked, Begin, End, Journal
from tests.record.test_attach import PROMPT, start_session

ANSWER = """
import os, signal, sys, time
words = sys.argv[1:]
print(len(words), *map(ascii, words), flush=True)
print("to stderr", os.environ["COLUMNS"], file=sys.stderr, flush=True)
if words[:1] == ["slow"]:
    signal.signal(signal.SIGINT, lambda *_: (open(words[1], "w").close(), os._exit(130)))
    time.sleep(20)
os.write(1, b"back\\\\slash \\xff \\xe2\\x98\\x83 end")
sys.exit(7)
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / ".bashrc").write_text(f"PS1='{PROMPT}'\nbind 'set enable-bracketed-paste off'\n")
    (tmp_path / "answer.py").write_text(ANSWER)
    return tmp_path


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.jsonl")


def start_with_program(home: Path, journal: Journal) -> pexpect.spawn[bytes]:
    child = start_session(
        home, journal, TEST_PROGRAM=shlex.join([sys.executable, str(home / "answer.py")]), PATH="/usr/bin:/bin"
    )
    child.expect_exact(PROMPT)
    return child


def output_of(child: pexpect.spawn[bytes], line: str) -> str:
    """Type a line and return what it printed."""
    child.sendline(line)
    child.expect_exact(line.encode() + b"\r\n")
    child.expect_exact(PROMPT)
    assert isinstance(child.before, bytes)
    return child.before.decode("utf-8", "replace").replace("\r\n", "\n")


def test_words_output_and_status_arrive_complete(home: Path, journal: Journal) -> None:
    child = start_with_program(home, journal)
    lines = "1 'status'\nto stderr 100\nback\\slash � ☃ end\n"
    assert output_of(child, "snap status") == lines
    assert output_of(child, "echo $?") == "7\n"
    assert output_of(child, r"snap 'a  b' '' '*' $'x\ny;z' '\e' 2>/dev/null | head -n 1") == (
        "5 'a  b' '' '*' 'x\\ny;z' '\\\\e'\n"
    )
    assert output_of(child, 'set -eu; x=$(snap 2>/dev/null || :); echo "[$x]"; set +eu').startswith("[0\nback")
    assert [command.text.partition(" ")[0] for command in journal.commands()] == ["echo", "snap", "set"]
    assert [command.asked for command in journal.commands()] == [False, True, True]
    child.sendline("exit")
    child.expect(pexpect.EOF)
    child.close()


def test_type_ahead_goes_to_the_shell_and_ctrl_c_to_the_verb(home: Path, journal: Journal) -> None:
    child = start_with_program(home, journal)
    child.send("snap status\recho type''ahead\r")
    child.expect_exact(" end\r\n")
    child.expect_exact("typeahead\r\n" + PROMPT)
    child.sendline(f"snap slow {home}/interrupted")
    time.sleep(1)
    child.send("\x03")
    child.expect_exact(PROMPT)
    assert output_of(child, "echo $?") == "130\n"
    deadline = time.monotonic() + 10
    while not (home / "interrupted").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert (home / "interrupted").exists()
    child.close(force=True)


def test_an_ended_caller_is_distinguished_from_an_unreachable_one() -> None:
    def write(pid: int) -> int:
        return subprocess.run(["/bin/sh", "-c", WRITE_OUTPUT, "snap", str(pid), "1x"], check=False).returncode

    assert write(2**22 + 1) == CALLER_GONE
    with subprocess.Popen(["/bin/sleep", "60"]) as there:
        assert write(there.pid) not in (0, CALLER_GONE), "it has no descriptor 9, so the output is shown on the screen"
        there.kill()
        time.sleep(0.3)
        assert write(there.pid) == CALLER_GONE, "it has ended, though its status was not collected yet"
    reader, writer = os.pipe()
    leaving = "exec 9<&0; { sleep 0.3; kill -9 $$; } & exec sleep 60"
    with subprocess.Popen(["/bin/sh", "-c", leaving], stdin=reader, stdout=subprocess.DEVNULL) as there:
        os.close(reader)
        time.sleep(0.1)
        much = subprocess.run(
            ["/bin/sh", "-c", WRITE_OUTPUT, "snap", str(there.pid), *["x" * 100_000] * 5], check=False
        )
        assert much.returncode == CALLER_GONE, "it ended while the output was being written"
    os.close(writer)


def test_a_program_of_that_name_comes_first(home: Path, journal: Journal) -> None:
    child = start_with_program(home, journal)
    (home / "snap").write_text('#!/bin/sh\necho own program "$@"; cat\n')
    (home / "snap").chmod(0o755)
    output_of(child, f"PATH={home}:$PATH")
    assert output_of(child, "echo input | snap 'x  y'") == "own program x  y\ninput\n"
    assert output_of(child, "bash -c 'type -t snap'") == "file\n"
    child.close(force=True)


def test_a_line_that_calls_snap_belongs_to_the_commit_it_made(journal: Journal) -> None:
    journal.append(Begin("s", 1, 1.0, "make && snap commit && make b", "/", "root", "bash", 1))
    journal.append(Asked("s", 1, 2.0))
    position = journal.position()
    [command] = journal.commands()
    assert (command.status, command.end, command.asked) == (None, 2.0, True)
    journal.append(End("s", 1, 3.0, 0))
    assert journal.commands(position) == [], "it belongs to the commit that it made"
    journal.append(Begin("s", 2, 4.0, "snap status", "/", "root", "bash", 1))
    journal.append(Asked("s", 2, 5.0, alone=True))
    assert journal.commands(position) == []
    journal.append(End("s", 2, 6.0, 0))
    assert journal.commands(position) == []


@pytest.mark.parametrize(
    ("line", "alone"),
    [
        ("snap", True),
        ("snap commit -m 'a b; c'", True),
        ("  snap status  # look", True),
        ("snap status | less", False),
        ("snap log > /tmp/log", False),
        ("make && snap commit", False),
        ("X=1 snap status", True),
        ("x=$(snap log)", False),
        ("snap diff &", True),
    ],
)
def test_a_line_that_only_calls_snap_is_recognised(line: str, alone: bool) -> None:
    assert is_only_snap(line) == alone


def test_a_malformed_call_is_ignored() -> None:
    assert parse_call(Mark("ask", ("7", "8", "0", "0"), ("a", ""))) == SnapCall(7, 8, "0:0", ("a", ""))
    for fields in [(), ("7", "8", "0"), ("7", "x", "0", "0"), ("7", "8", "0", "-1"), ("7", "8;", "0", "²")]:
        assert parse_call(Mark("ask", fields)) is None


@given(st.lists(st.tuples(st.sampled_from([1, 2]), st.binary(max_size=40).map(lambda b: b.replace(b"\n", b"")))))
def test_output_survives_printf(lines: list[tuple[int, bytes]]) -> None:
    arguments = [argument for batch in _batches([*lines, (0, b"0")]) for argument in batch]
    done = subprocess.run(["/bin/sh", "-c", 'printf %b "$@"', "x", *arguments], capture_output=True, check=True)
    assert done.stdout == b"".join(b"%d%s\n" % (n, line.replace(b"\0", b"")) for n, line in [*lines, (0, b"0")])


def test_long_output_is_split_into_arguments_that_every_system_accepts() -> None:
    batches = list(_batches([(1, b"\\\xff" * 2_000_000)]))
    assert len(batches) > 10 and all(sum(len(word.encode()) for word in batch) < 1_000_000 for batch in batches)
    assert max(len(word) for batch in batches for word in batch) < 128 << 10
