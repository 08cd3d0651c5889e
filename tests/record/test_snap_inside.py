"""`snap` typed inside a session: the question, the answer's way back, and what is recorded of it."""

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
from snapshotter.record.snap_inside import GONE, WRITE, Question, _loads, is_alone, question
from snapshotter.store.journal import Asked, Begin, End, Journal
from tests.record.test_attach import PROMPT, sit

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


def asking(home: Path, journal: Journal) -> pexpect.spawn[bytes]:
    child = sit(home, journal, TEST_PROGRAM=shlex.join([sys.executable, str(home / "answer.py")]), PATH="/usr/bin:/bin")
    child.expect_exact(PROMPT)
    return child


def said(child: pexpect.spawn[bytes], line: str) -> str:
    """Type a line; gives what it printed."""
    child.sendline(line)
    child.expect_exact(line.encode() + b"\r\n")
    child.expect_exact(PROMPT)
    assert isinstance(child.before, bytes)
    return child.before.decode("utf-8", "replace").replace("\r\n", "\n")


def test_words_output_and_status_go_there_and_back_whole(home: Path, journal: Journal) -> None:
    child = asking(home, journal)
    lines = "1 'status'\nto stderr 100\nback\\slash � ☃ end\n"
    assert said(child, "snap status") == lines
    assert said(child, "echo $?") == "7\n"
    assert said(child, r"snap 'a  b' '' '*' $'x\ny;z' '\e' 2>/dev/null | head -n 1") == (
        "5 'a  b' '' '*' 'x\\ny;z' '\\\\e'\n"
    )
    assert said(child, 'set -eu; x=$(snap 2>/dev/null || :); echo "[$x]"; set +eu').startswith("[0\nback")
    assert [command.text.partition(" ")[0] for command in journal.commands()] == ["echo", "snap", "set"]
    assert [command.asked for command in journal.commands()] == [False, True, True]
    child.sendline("exit")
    child.expect(pexpect.EOF)
    child.close()


def test_type_ahead_goes_to_the_shell_and_ctrl_c_to_the_verb(home: Path, journal: Journal) -> None:
    child = asking(home, journal)
    child.send("snap status\recho type''ahead\r")
    child.expect_exact(" end\r\n")
    child.expect_exact("typeahead\r\n" + PROMPT)
    child.sendline(f"snap slow {home}/interrupted")
    time.sleep(1)
    child.send("\x03")
    child.expect_exact(PROMPT)
    assert said(child, "echo $?") == "130\n"
    deadline = time.monotonic() + 10
    while not (home / "interrupted").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert (home / "interrupted").exists()
    child.close(force=True)


def test_who_waited_and_went_is_told_from_who_cannot_be_reached() -> None:
    def write(pid: int) -> int:
        return subprocess.run(["/bin/sh", "-c", WRITE, "snap", str(pid), "1x"], check=False).returncode

    assert write(2**22 + 1) == GONE
    with subprocess.Popen(["/bin/sleep", "60"]) as there:
        assert write(there.pid) not in (0, GONE), "it has no descriptor 9, so it is shown on the screen"
        there.kill()
        time.sleep(0.3)
        assert write(there.pid) == GONE, "nobody has waited for it yet, but it is gone"
    reader, writer = os.pipe()
    leaving = "exec 9<&0; { sleep 0.3; kill -9 $$; } & exec sleep 60"
    with subprocess.Popen(["/bin/sh", "-c", leaving], stdin=reader, stdout=subprocess.DEVNULL) as there:
        os.close(reader)
        time.sleep(0.1)
        much = subprocess.run(["/bin/sh", "-c", WRITE, "snap", str(there.pid), *["x" * 100_000] * 5], check=False)
        assert much.returncode == GONE, "it went while the answer was being written"
    os.close(writer)


def test_a_program_of_that_name_comes_first(home: Path, journal: Journal) -> None:
    child = asking(home, journal)
    (home / "snap").write_text('#!/bin/sh\necho own program "$@"; cat\n')
    (home / "snap").chmod(0o755)
    said(child, f"PATH={home}:$PATH")
    assert said(child, "echo input | snap 'x  y'") == "own program x  y\ninput\n"
    assert said(child, "bash -c 'type -t snap'") == "file\n"
    child.close(force=True)


def test_it_is_one_work_with_what_else_the_line_does(journal: Journal) -> None:
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
def test_what_only_asks_is_no_work(line: str, alone: bool) -> None:
    assert is_alone(line) == alone


def test_a_question_that_is_not_as_it_should_be_is_none() -> None:
    assert question(Mark("ask", ("7", "8", "0", "0"), ("a", ""))) == Question(7, 8, "0:0", ("a", ""))
    for fields in [(), ("7", "8", "0"), ("7", "x", "0", "0"), ("7", "8", "0", "-1"), ("7", "8;", "0", "²")]:
        assert question(Mark("ask", fields)) is None


@given(st.lists(st.tuples(st.sampled_from([1, 2]), st.binary(max_size=40).map(lambda b: b.replace(b"\n", b"")))))
def test_an_answer_survives_printf(lines: list[tuple[int, bytes]]) -> None:
    arguments = [argument for load in _loads([*lines, (0, b"0")]) for argument in load]
    done = subprocess.run(["/bin/sh", "-c", 'printf %b "$@"', "x", *arguments], capture_output=True, check=True)
    assert done.stdout == b"".join(b"%d%s\n" % (n, line.replace(b"\0", b"")) for n, line in [*lines, (0, b"0")])


def test_a_long_answer_goes_in_pieces_that_every_system_takes() -> None:
    loads = list(_loads([(1, b"\\\xff" * 2_000_000)]))
    assert len(loads) > 10 and all(sum(len(word.encode()) for word in load) < 1_000_000 for load in loads)
    assert max(len(word) for load in loads for word in load) < 128 << 10
