"""Interactive sessions seen from the host: terminal, signals, input and output, with a shell of this machine."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pexpect
import pytest

from snapshotter.model import Command
from snapshotter.record.shells.known import hook
from snapshotter.store.journal.journal import Journal
from snapshotter.store.journal.records import Close, End

ROOT = Path(__file__).parent.parent.parent
PROMPT = "ready$ "
if TYPE_CHECKING:
    Spawn = pexpect.spawn[bytes]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / ".bashrc").write_text(f"PS1='{PROMPT}'\nbind 'set enable-bracketed-paste off'\n")
    return tmp_path


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.jsonl")


def start_session(home: Path, journal: Journal, shell: str = "/bin/bash", **env: str) -> Spawn:
    """Run `attach` on a terminal of 30 × 100."""
    argv = ["-m", "tests.record.play", "local", "attach", "box", shell, str(journal.path)]
    given = cast("os._Environ[str]", {**os.environ, "HOME": str(home), "TERM": "dumb", **env})
    return pexpect.spawn(
        sys.executable, argv, cwd=ROOT, env=given, dimensions=(30, 100), timeout=15, ignore_sighup=bool(env.get("DEAF"))
    )


@pytest.fixture
def attached(home: Path, journal: Journal) -> Iterator[Spawn]:
    child = start_session(home, journal)
    child.expect_exact(PROMPT)
    yield child
    child.close(force=True)


def _modes(child: Spawn) -> list[Any]:
    return termios.tcgetattr(child.child_fd)


def texts(journal: Journal) -> list[tuple[str, int | None]]:
    return [(command.text, command.status) for command in journal.commands()]


def test_what_is_typed_is_in_the_journal_and_the_status_is_the_shells(attached: Spawn, journal: Journal) -> None:
    attached.sendline("(exit 3)")
    attached.expect_exact(PROMPT)
    assert texts(journal) == [("(exit 3)", 3)], "each command is written as soon as it is over"
    attached.sendline("exit 5")
    attached.expect(pexpect.EOF)
    attached.close()
    assert attached.exitstatus == 5
    assert texts(journal) == [("(exit 3)", 3), ("exit 5", 5)]
    assert isinstance([record for _, record in journal.records()][-1], Close)


def test_answers_to_a_program_are_in_the_journal_unless_one_is_a_secret(attached: Spawn, journal: Journal) -> None:
    for prompt, answer in (("Port? ", "8080"), ("Password: ", "open-sesame")):
        attached.sendline(f'env sh -c \'printf "Name: "; read n; printf "{prompt}"; read p\'')
        attached.expect_exact("Name: ")
        attached.expect_exact("Name: ")
        attached.sendline("app")
        attached.expect_exact(prompt)
        attached.sendline(answer)
        attached.expect_exact(PROMPT)
    assert [command.answers for command in journal.commands()] == [("app", "8080"), ()]
    assert b"open-sesame" not in journal.path.read_bytes()


def test_the_screen_shows_no_mark(attached: Spawn) -> None:
    attached.sendline("echo out")
    attached.expect_exact(PROMPT)
    assert attached.before == b"echo out\r\nout\r\n"


def test_the_terminal_is_raw_and_then_as_before(home: Path, journal: Journal) -> None:
    # `stty` before and after run in a process of their own, on the same terminal
    play = f"{sys.executable} -m tests.record.play local attach box /bin/bash {journal.path}"
    given = cast("os._Environ[str]", {**os.environ, "HOME": str(home), "TERM": "dumb"})
    child: Spawn = pexpect.spawn("sh", ["-c", f"stty -g; {play}; stty -g"], cwd=ROOT, env=given, timeout=15)
    child.expect_exact(PROMPT)
    before = child.before
    assert not _modes(child)[3] & (termios.ICANON | termios.ECHO)
    child.sendline("exit")
    child.expect(pexpect.EOF)
    assert before is not None and child.before is not None
    assert before.strip().count(b":") > 10
    assert child.before.rstrip().endswith(before.strip())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_the_session_in_good_order(attached: Spawn, journal: Journal, number: signal.Signals) -> None:
    attached.sendline("sleep 50")
    attached.expect_exact("sleep 50\r\n")
    time.sleep(0.3)
    attached.kill(number)
    attached.expect(pexpect.EOF)
    attached.close()
    assert attached.exitstatus == (130 if number == signal.SIGINT else 7)
    [command] = journal.commands()
    assert command.text == "sleep 50" and command.end is not None
    assert not _runs(command)


def _runs(command: Command) -> bool:
    """Return whether the shell of the command still runs."""
    for _ in range(50):
        try:
            os.kill(command.pid, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.1)
    return True


def test_a_killed_session_leaves_everything_that_was_over(attached: Spawn, journal: Journal) -> None:
    attached.sendline("echo one")
    attached.expect_exact(PROMPT)
    attached.sendline("sleep 60")
    attached.expect_exact("sleep 60\r\n")
    time.sleep(0.3)
    attached.kill(signal.SIGKILL)
    attached.expect(pexpect.EOF)
    attached.wait()
    assert [(c.text, c.status, c.end is None) for c in journal.commands()] == [
        ("echo one", 0, False),
        ("sleep 60", None, False),
    ]
    assert not any(isinstance(record, End) and record.number == 2 for _, record in journal.records())
    journal.settle()
    assert [c.end is None for c in journal.commands()] == [False, False]


def test_a_terminal_that_is_closed_ends_the_session(home: Path, journal: Journal) -> None:
    child = start_session(home, journal, DEAF="1")
    child.expect_exact(PROMPT)
    os.close(child.child_fd)
    child.closed = True
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and not any(isinstance(record, Close) for _, record in journal.records()):
        time.sleep(0.1)
    assert any(isinstance(record, Close) for _, record in journal.records())


def test_ctrl_c_goes_to_the_command(attached: Spawn, journal: Journal) -> None:
    attached.sendline("sleep 50")
    attached.expect_exact("sleep 50\r\n")
    time.sleep(0.3)
    attached.send("\x03")
    attached.expect_exact(PROMPT)
    assert texts(journal) == [("sleep 50", 130)]


def test_the_window_size_follows(attached: Spawn) -> None:
    attached.sendline("stty size")
    attached.expect_exact("30 100")
    attached.expect_exact(PROMPT)
    attached.setwinsize(44, 123)
    time.sleep(0.3)
    attached.sendline("stty size")
    attached.expect_exact("44 123")


def test_stopped_and_continued_the_terminal_is_raw_again(attached: Spawn) -> None:
    attached.kill(signal.SIGSTOP)
    modes = _modes(attached)
    modes[3] |= termios.ECHO | termios.ICANON
    termios.tcsetattr(attached.child_fd, termios.TCSANOW, modes)
    attached.kill(signal.SIGCONT)
    time.sleep(0.3)
    assert not _modes(attached)[3] & (termios.ICANON | termios.ECHO)


def test_a_large_output_and_a_large_paste_arrive_whole(attached: Spawn, home: Path) -> None:
    (home / "big").write_bytes(os.urandom(3_000_000).replace(b"\x1b", b".").replace(b"\n", b"."))
    attached.sendline("cd; stty raw -echo; cat big; stty sane; echo done")
    attached.expect_exact("stty sane; echo done\r\n")
    got, attached.buffer = attached.buffer, b""
    while len(got) < 3_000_000:
        got += attached.read_nonblocking(65536, timeout=10)
    assert got.startswith((home / "big").read_bytes())
    attached.sendline("")
    attached.expect_exact(PROMPT)
    attached.sendline("stty -echo; cat > pasted; stty echo; echo all'' here")
    time.sleep(0.3)
    attached.delaybeforesend = None
    for _ in range(300):
        attached.send("0123456789" * 20 + "\n")
    attached.send("\x04")
    attached.expect_exact("all here")
    assert (home / "pasted").stat().st_size == 300 * 201


def test_a_container_that_stopped_is_reported(home: Path, journal: Journal) -> None:
    child = start_session(home, journal, TEST_STATE="exited")
    child.expect_exact(PROMPT)
    child.sendline("kill -9 $$")
    child.expect_exact("the container of ws stopped")
    child.expect_exact("snap shell ws")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 7
    assert texts(journal) == [("kill -9 $$", 137)]


def test_a_shell_that_is_not_recorded_is_reported(home: Path, journal: Journal) -> None:
    (home / "tcsh").symlink_to("/bin/dash")
    child = start_session(home, journal, str(home / "tcsh"), PS1="dash> ")
    child.expect_exact("not recorded")
    child.sendline("exit 3")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 3 and journal.commands() == []


def test_only_what_the_session_started_is_signalled() -> None:
    def ends(child: subprocess.Popen[bytes], nonce: str) -> bool:
        subprocess.run(["/bin/sh", "-c", hook("end.sh"), "end", "HUP", nonce, str(child.pid)], check=True)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(0.5)
        return child.poll() is not None

    for env, ended in (({"X": "abcd1234"}, True), ({"X": "other"}, False)):
        with subprocess.Popen(["/bin/sleep", "60"], env=env, start_new_session=True) as child:
            assert ends(child, "abcd1234") is ended
            child.kill()
    family = subprocess.Popen(
        ["/bin/sh", "-c", "env -i sleep 60 & echo $!; wait"], env={"X": "abcd1234"}, stdout=subprocess.PIPE
    )
    assert family.stdout is not None
    inner = int(family.stdout.readline())
    subprocess.run(["/bin/sh", "-c", hook("end.sh"), "end", "HUP", "abcd1234", str(inner)], check=True)
    assert family.wait(5) == 0, "a child of what the session started, with another environment"
    family.stdout.close()
