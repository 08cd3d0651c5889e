"""`snap` typed inside a session: the call, the way of its output into the container, and what is recorded of it."""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import pexpect
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapshotter.engine.api import Engine
from snapshotter.record.marks import Mark
from snapshotter.record.snap_inside import (
    CALLER_GONE,
    NO_CALLER,
    REPLY,
    CallHandler,
    SnapCall,
    _batches,
    is_only_snap,
    parse_call,
)
from snapshotter.record.typed.records import CommandRecords
from snapshotter.record.typed.tracker import Tracker
from snapshotter.store.journal.journal import Journal
from snapshotter.store.journal.records import Asked, Begin, End
from tests.record.local import LocalEngine
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


WAITS = ': | { exec 9<>/proc/self/fd/0 </dev/null; while IFS= read -r line <&9; do echo "$line"; done; }'
"""What waits for the output of `snap`, as ask.sh does."""


def begin_reply(pid: int, what: str, *words: str, user: int | None = None) -> subprocess.Popen[bytes]:
    return subprocess.Popen(["/bin/sh", "-c", REPLY, "snap", str(pid), what, *words], user=user)


def reply(pid: int, what: str, *words: str, user: int | None = None) -> int:
    return begin_reply(pid, what, *words, user=user).wait()


@contextlib.contextmanager
def process(*argv: str, **how: Any) -> Iterator[subprocess.Popen[bytes]]:  # noqa: ANN401 - as Popen has it
    with subprocess.Popen(argv, **how) as there:
        time.sleep(0.2)
        try:
            yield there
        finally:
            there.kill()


def child_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[-1])


@pytest.mark.parametrize("shell", ["/bin/bash", "/bin/dash"])
def test_who_waits_gets_the_output(shell: str) -> None:
    with process(shell, "-c", WAITS, stdout=subprocess.PIPE) as there:
        assert reply(child_of(there.pid), "first", "one\n") == 0
        assert reply(child_of(there.pid), "more", "two\n") == 0
        assert there.stdout is not None and [there.stdout.readline() for _ in range(2)] == [b"one\n", b"two\n"]
        assert reply(child_of(there.pid), "end") == 0
        there.wait(5)


def test_an_ended_caller_is_gone() -> None:
    assert reply(2**22 + 1, "first", "1x") == CALLER_GONE
    with process("/bin/true") as there:
        assert reply(there.pid, "first", "1x") == CALLER_GONE, "its status was not collected yet"


@pytest.mark.parametrize("what", ["first", "more", "end"])
def test_a_process_that_does_not_wait_is_left_alone(what: str, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    lines = (
        "sleep 60",
        f"exec 9>>{victim}; sleep 60",
        f"exec 9<>{victim}; sleep 60",
        "sleep 60 | { exec 9<&0; sleep 60; }",
    )
    with contextlib.ExitStack() as stack:
        there = [stack.enter_context(process("/bin/sh", "-c", line)) for line in lines]
        pids = [
            pid
            for one in there
            for pid in (one.pid, *map(int, Path(f"/proc/{one.pid}/task/{one.pid}/children").read_text().split()))
        ]
        replies = [begin_reply(pid, what, "1x") for pid in pids]
        assert {one.wait() for one in replies} <= {NO_CALLER, CALLER_GONE}
        assert [one.poll() for one in there] == [None] * len(lines)
    assert victim.read_text() == "precious"


@pytest.mark.skipif(os.getuid() != 0, reason="needs two users")
def test_the_process_of_another_user_is_left_alone() -> None:
    with process("/bin/sh", "-c", WAITS, stdout=subprocess.DEVNULL, user=65534) as there:
        pid = child_of(there.pid)
        assert reply(pid, "first", "1x") == NO_CALLER, "root writes only to root"
        assert reply(pid, "end") == NO_CALLER
        assert reply(pid, "first", "1x", user=65533) == NO_CALLER
        assert reply(pid, "first", "1x", user=65534) == 0


def test_a_process_gets_one_output_at_a_time(journal: Journal) -> None:
    program = ["/bin/sh", "-c", "sleep 0.3; echo done", "snap"]
    asked: list[Sequence[str]] = []

    class Recorder(LocalEngine):
        def run(self, ident: str, argv: Sequence[str], **_: object) -> tuple[int, bytes]:
            asked.append(argv)
            return 0, b""

    engine = cast(Engine, Recorder("/", "running"))
    handler = CallHandler(engine, "x", "/bin/sh", program, lambda: 80, lambda _: None)
    tracker = Tracker(CommandRecords("s", journal.append))
    for _ in range(3):
        handler.start(Mark("ask", ("1", "77", "0", "0"), ("log",)), tracker, 1.0)
    handler.close()
    assert [argv[4] for argv in asked] == ["77"]


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
