"""A disk that is full in a session: it is told at the prompt, and no finished command is lost.

The limit for the size of files stands for the disk: it can be set on a running process.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pexpect
import pytest

from snapshotter.errors import StoreError
from snapshotter.record.recorder import recording
from snapshotter.record.unwritten import JournalWriter
from snapshotter.store.journal.journal import Journal
from snapshotter.store.journal.records import Begin, Close, End
from snapshotter.store.journal.spool import spools

ROOT = Path(__file__).parent.parent.parent
PROMPT = "ready$ "
LINES = tuple(f"echo line {number}" for number in range(12))
TOLD, AGAIN = b"snap: cannot write the journal", b"snap: the journal can be written again"
if TYPE_CHECKING:
    Spawn = pexpect.spawn[bytes]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory for spools."""
    made = tmp_path / "tmp"
    made.mkdir()
    monkeypatch.setenv("TMPDIR", str(made))
    return made


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    made = Journal(tmp_path / "journal.jsonl")
    # longer than a spool becomes, which has the same limit
    made.path.write_bytes(b'{"format":"snap-journal","version":1}\n' + b" " * 30_000 + b"\n")
    return made


@pytest.fixture
def attached(tmp_path: Path, journal: Journal) -> Iterator[Spawn]:
    (tmp_path / ".bashrc").write_text(f"PS1='{PROMPT}'\nbind 'set enable-bracketed-paste off'\n")
    argv = ["-m", "tests.record.play", "local", "attach", "box", "/bin/bash", str(journal.path)]
    given = cast("os._Environ[str]", {**os.environ, "HOME": str(tmp_path), "TERM": "dumb"})
    child: Spawn = pexpect.spawn(sys.executable, argv, cwd=ROOT, env=given, dimensions=(30, 200), timeout=15)
    child.expect_exact(PROMPT)
    type_lines(child, "echo before")
    yield child
    child.close(force=True)


def type_lines(child: Spawn, *lines: str) -> bytes:
    shown = b""
    for line in lines:
        child.sendline(line)
        child.expect_exact(PROMPT)
        shown += child.before or b""
    return shown


def fill(child: Spawn, journal: Journal) -> None:
    assert child.pid
    resource.prlimit(child.pid, resource.RLIMIT_FSIZE, (journal.position() + 20, resource.RLIM_INFINITY))


def free(child: Spawn) -> None:
    assert child.pid
    resource.prlimit(child.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def texts(journal: Journal) -> list[str]:
    return [command.text for command in journal.commands()]


def wait_until_written(journal: Journal, text: str) -> None:
    deadline = time.monotonic() + 10
    while text not in texts(journal) or spools(journal.path):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_it_is_told_once_at_the_prompt_and_again_when_there_is_room(attached: Spawn, journal: Journal) -> None:
    fill(attached, journal)
    shown = type_lines(attached, *LINES)
    assert shown.count(TOLD) == 1
    assert b"\r\n" + TOLD in shown, "on a line of its own"
    assert str(spools(journal.path)[0]).encode() in shown
    assert LINES[-1] not in texts(journal)
    free(attached)
    wait_until_written(journal, LINES[-1])  # without a further command
    assert type_lines(attached, "echo after", "echo more").count(AGAIN) == 1
    attached.sendline("exit")
    attached.expect(pexpect.EOF)
    attached.close()
    assert attached.exitstatus == 0
    assert texts(journal) == ["echo before", *LINES, "echo after", "echo more", "exit"]
    assert journal.damage() == [] and spools(journal.path) == []


def test_output_without_a_newline_does_not_hide_the_message(attached: Spawn, journal: Journal) -> None:
    fill(attached, journal)
    assert b"text\r\n" + TOLD in type_lines(attached, "printf text")


def test_the_end_of_the_session_waits_for_room(attached: Spawn, journal: Journal) -> None:
    fill(attached, journal)
    type_lines(attached, *LINES)
    attached.sendline("exit")
    attached.expect_exact("13 finished commands are not written yet")
    free(attached)
    attached.expect_exact(AGAIN)
    attached.expect(pexpect.EOF)
    attached.close()
    assert attached.exitstatus == 0
    assert texts(journal) == ["echo before", *LINES, "exit"]


def test_ctrl_c_ends_the_waiting_and_the_next_session_takes_the_commands_in(attached: Spawn, journal: Journal) -> None:
    fill(attached, journal)
    type_lines(attached, *LINES)
    attached.sendline("exit")
    attached.expect_exact("Ctrl-C")
    attached.sendintr()
    attached.expect_exact("13 finished commands are kept in")
    attached.expect(pexpect.EOF)
    attached.close()
    assert attached.exitstatus == StoreError.exit_code
    assert LINES[-1] not in texts(journal)
    with recording(journal):
        pass
    assert texts(journal) == ["echo before", *LINES, "exit"]
    assert spools(journal.path) == []


def test_a_killed_session_loses_nothing_either(attached: Spawn, journal: Journal) -> None:
    fill(attached, journal)
    type_lines(attached, *LINES)
    attached.kill(signal.SIGKILL)
    attached.expect(pexpect.EOF)
    attached.close()
    Journal(journal.path).settle()
    Journal(journal.path).settle()
    assert texts(journal) == ["echo before", *LINES]


def test_nobody_waits_where_no_person_is_at_the_terminal(tmp_path: Path, journal: Journal) -> None:
    words = [sys.executable, "-m", "tests.record.play", "local", "pipe", "box", "/bin/bash", str(journal.path)]
    limited = ["sh", "-c", 'ulimit -f 60; exec "$@"', "sh", *words]
    script = "".join(f"echo a long line, number {number}\n" for number in range(20)).encode()
    ran = subprocess.run(
        limited, input=script, capture_output=True, cwd=ROOT, env={**os.environ, "HOME": str(tmp_path)}, timeout=60,
        check=False,
    )  # fmt: skip
    assert ran.returncode == StoreError.exit_code
    assert ran.stderr.count(TOLD + b" " + str(journal.path).encode()) == 1
    assert b"are kept in" in ran.stderr or b"are lost" in ran.stderr


def test_a_full_directory_for_spools_is_left_for_another(
    journal: Journal, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = JournalWriter(Journal(Path("/dev/full")), "s")
    write = os.write

    def refuse(file: int, data: bytes) -> int:
        return 0 if Path(f"/proc/self/fd/{file}").readlink().is_relative_to(place) else write(file, data)

    monkeypatch.setattr(os, "write", refuse)
    writer.write(Begin("s", 1, 1.0, "one", "/", "root", "bash", 1))
    monkeypatch.undo()
    with pytest.raises(StoreError, match="finished"):
        writer.finish(patient=False)
    found = spools(Path("/dev/full"))
    try:
        assert all(not file.is_relative_to(place) for file in found)
    finally:
        for file in found:
            file.unlink()
    assert journal.waiting() == []


def test_a_real_disk_that_is_full(small_disk: Path) -> None:
    journal = Journal(small_disk / "home" / "journal.jsonl")
    writer = JournalWriter(journal, "s")
    filler = small_disk / "filler"
    for number in range(1, 31):
        if number == 6:
            with pytest.raises(OSError, match="No space"), filler.open("wb", buffering=0) as file:
                while file.write(bytes(4096)):
                    pass
        writer.write(Begin("s", number, float(number), f"echo {number} {'x' * 300}", "/", "root", "bash", 1))
        writer.write(End("s", number, number + 0.5, 0))
    assert writer.notice() and not writer.notice()
    assert len(texts(journal)) < 30
    filler.unlink()
    writer.write(Close("s", 99.0))
    writer.finish(patient=False)
    assert len(texts(journal)) == 30
    assert journal.waiting() == []
    journal.close()


def test_records_are_written_in_their_order(journal: Journal) -> None:
    writer = JournalWriter(journal, "s")
    for number in (1, 2, 3):
        writer.write(Begin("s", number, float(number), f"{number}", "/", "root", "bash", 1))
        writer.write(End("s", number, number + 0.5, 0))
    writer.finish(patient=False)
    kinds = [(type(record).__name__, record.at) for _, record in journal.records()]
    assert kinds == [(name, number + half) for number in (1, 2, 3) for name, half in (("Begin", 0), ("End", 0.5))]
    journal.close()
