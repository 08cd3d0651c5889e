"""Sessions in real containers: bash of Debian and busybox ash, on a real pseudo-terminal."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pexpect
import pytest

from snapshotter.engine.api import ContainerSpec, Engine
from snapshotter.errors import RecordError
from snapshotter.model import Workspace
from snapshotter.record import session
from snapshotter.record.shells.known import KNOWN_SHELLS
from snapshotter.store.journal.journal import Journal
from tests.conftest import LABEL
from tests.record.local import workspace

if TYPE_CHECKING:
    Spawn = pexpect.spawn[bytes]

pytestmark = pytest.mark.engine
ROOT = Path(__file__).parent.parent.parent
PROMPT = re.compile(rb"[#$>%] (?:\x1b\[6n|\x1b\[J| +\x08+|\x1b\[K(?:[^\n]*\x1b\[(?:\?2004h|\d+D))?)*$")


class SessionTerminal:
    """A terminal with a session in a container."""

    def __init__(self, container: str, shell: str, journal: Journal, *, how: str = "attach") -> None:
        argv = ["-m", "tests.record.play", "engine", how, container, shell, str(journal.path)]
        env = cast("os._Environ[str]", {**os.environ, "TERM": "xterm"})
        self.child: Spawn = pexpect.spawn(sys.executable, argv, cwd=ROOT, env=env, dimensions=(30, 100), timeout=20)
        self.child.delaybeforesend = None
        self.wait()

    def wait(self) -> bytes:
        """Read until a prompt is drawn and no output follows."""
        seen = b""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                seen += self.child.read_nonblocking(65536, timeout=0.15)
            except pexpect.TIMEOUT:
                if PROMPT.search(seen[-300:]):
                    return seen
            except pexpect.EOF:
                return seen
        raise AssertionError(f"no prompt: {seen[-400:]!r}")

    def type(self, *lines: str) -> bytes:
        """Type lines, each followed by Enter and a wait; return what was shown."""
        shown = b""
        for line in lines:
            self.child.send(line.encode() + b"\r")
            shown += self.wait()
        return shown

    def exit(self) -> int | None:
        """Type `exit` and return the exit status of the session."""
        self.child.send(b"exit\r")
        self.child.expect(pexpect.EOF)
        self.child.close()
        return self.child.exitstatus


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.jsonl")


@pytest.fixture(params=["bash", "ash"])
def target(request: pytest.FixtureRequest, engine: Engine) -> Iterator[tuple[str, str]]:
    """A container that runs the idle command, and its shell's path."""
    image = request.getfixturevalue("debian" if request.param == "bash" else "busybox")
    ident = engine.create(
        ContainerSpec(image=image, name="", labels={LABEL: "record"}, idle=session.idle_command("/bin/sh"))
    )
    yield ident, session.find_shell(engine, ident, "")
    engine.remove(ident)


def texts(journal: Journal) -> list[tuple[str, int | None]]:
    return [(command.text, command.status) for command in journal.commands()]


def test_a_session_that_does_nothing_changes_no_file(engine: Engine, target: tuple[str, str], journal: Journal) -> None:
    terminal = SessionTerminal(*target, journal)
    terminal.type("", "true", "ls /", "cd /tmp", "# nothing")
    assert terminal.exit() == 0
    assert engine.diff(target[0]) == []
    assert [text for text, _ in texts(journal)] == ["true", "ls /", "cd /tmp", "exit"]


def test_commands_are_recorded_exactly(target: tuple[str, str], journal: Journal) -> None:
    terminal = SessionTerminal(*target, journal)
    lines = [
        "echo 'it'\"'\"'s' \"$HOME\" \\$x `echo y`; (exit 3)",
        "echo twice",
        "echo twice",
        " echo spaced  out",
        "cat <<'E' > /dev/null\na b\n\n# c \\\nE",
        "if true; then\n  echo yes # why\nfi",
        "nosuchcommand",
        "echo ünï ☃",
    ]
    for line in lines:
        terminal.type(*line.split("\n"))
    status = terminal.exit()
    commands = journal.commands()
    assert [command.text for command in commands] == [*lines, "exit"]
    assert [command.status for command in commands] == [3, 0, 0, 0, 0, 0, 127, 0, status]
    assert {command.shell for command in commands} == {"bash" if "bash" in target[1] else "ash"}
    assert {command.user for command in commands} == {"root"}
    for before, after in pairwise(commands):
        assert before.end is not None and before.begin <= before.end <= after.begin + 0.05


def test_directory_user_and_depth_follow(target: tuple[str, str], journal: Journal) -> None:
    terminal = SessionTerminal(*target, journal)
    user = "nobody" if "bash" in target[1] else "worker"
    terminal.type("cd /var", f"su -s {target[1]} {user}", "cd /etc", "false", "exit", "pwd")
    terminal.exit()
    recorded = {
        command.text: (command.cwd, command.user, command.depth, command.status) for command in journal.commands()
    }
    assert recorded["cd /etc"][1:] == (user, 2, 0)
    assert recorded["false"] == ("/etc", user, 2, 1)
    assert recorded["pwd"] == ("/var", "root", 1, 0)


def test_what_is_shown_is_kept_without_secrets(
    engine: Engine, target: tuple[str, str], journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = "ghp_f3kQx7LmT0vRz2NcW8yJpB5sHd1GaEu64oXi"
    monkeypatch.setenv("TEST_CASTS", str(tmp_path / "casts"))
    terminal = SessionTerminal(*target, journal)
    terminal.type(
        "echo $((6*7))",
        f"export A_TOKEN={token}",
        "env",
        "echo $A_TOKEN > /tmp/t; cat /tmp/t",
        f"echo {token}\x1b[D\x1b[D\x1b[C\x1b[C",
        "for i in 1; do",
        "echo $i$A_TOKEN",
        "done",
    )
    terminal.exit()
    [file] = (tmp_path / "casts").iterdir()
    shown = "".join(json.loads(line)[2] for line in file.read_text().splitlines()[1:])
    assert "echo $((6*7))\r\n" in shown and "42\r\n" in shown and "A_TOKEN=SNAP_SECRET_" in shown
    assert "echo $i$A_TOKEN\r\n" in shown and "exit" in shown
    assert token[:10] not in shown


def test_ctrl_c_stops_the_command(target: tuple[str, str], journal: Journal) -> None:
    terminal = SessionTerminal(*target, journal)
    terminal.child.send(b"sleep 50\r")
    time.sleep(0.7)
    assert [(c.text, c.end) for c in journal.commands()] == [("sleep 50", None)], "a command is recorded while it runs"
    terminal.child.send(b"\x03")
    terminal.wait()
    terminal.child.send(b"not this\x03")
    terminal.wait()
    terminal.exit()
    assert texts(journal)[0] == ("sleep 50", 130) and len(texts(journal)) == 2


def test_the_window_size_is_this_terminals_and_follows(target: tuple[str, str], journal: Journal) -> None:
    terminal = SessionTerminal(*target, journal)
    assert b"30 100" in terminal.type("stty size")
    terminal.child.setwinsize(50, 120)
    time.sleep(0.5)
    assert b"50 120" in terminal.type("stty size")
    terminal.exit()


def test_a_full_screen_program_passes_through(engine: Engine, busybox: str, journal: Journal) -> None:
    ident = engine.create(
        ContainerSpec(image=busybox, name="", labels={LABEL: "record"}, idle=session.idle_command("/bin/sh"))
    )
    try:
        terminal = SessionTerminal(ident, "/bin/sh", journal)
        terminal.child.send(b"vi /tmp/page\r")
        terminal.child.expect_exact(b"~")
        for keys in [b"iline one\rexit", b"\x1b", b":wq\r"]:  # vi takes what follows ESC at once for a key's code
            time.sleep(0.3)
            terminal.child.send(keys)
        terminal.wait()
        assert b"line one\r\nexit\r\n" in terminal.type("cat /tmp/page")
        terminal.exit()
        assert texts(journal) == [("vi /tmp/page", 0), ("cat /tmp/page", 0), ("exit", 0)]
        assert engine.run(ident, ["cat", "/tmp/page"]) == (0, b"line one\nexit\n")
    finally:
        engine.remove(ident)


def test_twenty_megabytes_arrive_whole(engine: Engine, target: tuple[str, str], journal: Journal) -> None:
    line = b"\x1b]8671;0123456789abcdef0123456789abcdef;begin;\x1b[31m forged \x07 and plain \xff\x00"
    octal = "".join(f"\\{byte:03o}" for byte in line)
    fill = f"i=0; while [ $i -lt 1000 ]; do printf '{octal}'; i=$((i+1)); done >/tmp/a; cd /tmp"
    double = "for i in 1 2 3 4 5 6 7 8; do cat a a >b; mv b a; done"
    assert engine.run(target[0], ["/bin/sh", "-c", f"{fill}; {double}"])[0] == 0
    expected = line * 1000 * 256
    assert len(expected) > 18_000_000
    terminal = SessionTerminal(*target, journal)
    terminal.child.send(b"cat /tmp/a; printf E''ND\r")
    got = b""
    while b"END" not in got[-200:]:
        got += terminal.child.read_nonblocking(1 << 20, timeout=20)
    body = got[got.index(line) : got.rindex(b"END")]
    assert len(body) == len(expected)
    assert hashlib.sha256(body).digest() == hashlib.sha256(expected).digest()
    terminal.exit()


def test_a_container_that_is_stopped_ends_the_session_with_a_message(
    engine: Engine, target: tuple[str, str], journal: Journal
) -> None:
    terminal = SessionTerminal(*target, journal)
    terminal.type("echo before")
    began = time.monotonic()
    engine.stop(target[0], 10)
    assert time.monotonic() - began < 5, "the idle process ends at once"
    terminal.child.expect_exact(b"the container of ws stopped")
    terminal.child.expect(pexpect.EOF)
    terminal.child.close()
    assert terminal.child.exitstatus == 7
    assert texts(journal)[0] == ("echo before", 0)


def test_a_closed_terminal_leaves_no_shell_behind(engine: Engine, target: tuple[str, str], journal: Journal) -> None:
    terminal = SessionTerminal(*target, journal)
    terminal.type("echo x")
    terminal.child.close(force=False)
    pid = journal.commands()[0].pid
    for _ in range(50):
        if engine.run(target[0], ["/bin/sh", "-c", f"kill -0 {pid}"])[0] != 0:
            break
        time.sleep(0.1)
    else:
        pytest.fail("the shell still runs")


def test_a_script_runs_as_it_would_be_typed(
    engine: Engine, target: tuple[str, str], journal: Journal, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    ws: Workspace = workspace(target[1], target[0])
    script = b"cd /tmp\nx=5\nif [ $x = 5 ]; then\n  cat\n  echo in $PWD $x\nfi\ncat <<E\n$x\n\nE\nsleep 60 &\n(exit 9)"
    assert session.pipe(engine, ws, journal, BytesIO(script)) == 9
    assert capfdbinary.readouterr().out == b"in /tmp 5\n5\n\n"
    assert texts(journal) == [
        ("cd /tmp", 0),
        ("x=5", 0),
        ("if [ $x = 5 ]; then\n  cat\n  echo in $PWD $x\nfi", 0),
        ("cat <<E\n$x\n\nE", 0),
        ("sleep 60 &", 0),
        ("(exit 9)", 9),
    ]
    assert engine.diff(target[0]) == []


def test_the_prompt_looks_as_it_does_without_us(engine: Engine, target: tuple[str, str], journal: Journal) -> None:
    terminal = SessionTerminal(*target, journal)
    shown = terminal.type("echo x")
    terminal.exit()
    bare = engine.exec(target[0], [target[1]], tty=True, env=["TERM=xterm", "HISTFILE="])
    seen = b""
    while not PROMPT.search(seen[-100:]):
        seen += bare.read()
    bare.write(b"echo x\r")
    seen = b""
    while not re.search(rb"x\r\n.*x\r\n.*[#$] (\x1b\[6n)?$", seen, re.DOTALL):
        seen += bare.read()
    bare.write(b"exit\r")
    bare.close()
    assert without_queries(shown) == without_queries(seen)


def without_queries(shown: bytes) -> bytes:
    """Return what was shown without busybox's query for the cursor and a prompt drawn again at a late resize."""
    return re.sub(rb"([^\r\n\x1b]+[#$] )\r\x1b\[K\r\1", rb"\1", re.sub(rb"\x1b\[6n", b"", shown))


def test_the_shell_of_the_containers_user_is_found(engine: Engine, target: tuple[str, str]) -> None:
    ident, shell = target
    assert shell == ("/bin/bash" if "bash" in shell else "/bin/sh")
    assert session.find_shell(engine, ident, "/bin/sh") == "/bin/sh"
    assert session.find_shell(engine, ident, "sh").endswith("/sh")
    with pytest.raises(RecordError, match="no shell zsh"):
        session.find_shell(engine, ident, "zsh")
    with pytest.raises(RecordError, match="no shell /bin/nosuch"):
        session.find_shell(engine, ident, "/bin/nosuch")


def test_every_hook_belongs_to_a_shell() -> None:
    assert {shell.name for shell in KNOWN_SHELLS.values() if shell.hook} == set(KNOWN_SHELLS) - {"sh"}


def test_snap_is_called_in_each_shell_and_in_one_of_another_user(
    target: tuple[str, str], journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_PROGRAM", "printf '<%s>\\n' answered")
    terminal = SessionTerminal(*target, journal)
    assert b"<answered>\r\n<a  b>\r\n" in terminal.type("snap 'a  b'")
    assert b"2 0" in terminal.type("echo $(snap x | wc -l) $?")
    if "bash" in target[1]:
        terminal.type("su -s /bin/bash nobody")
        assert b"<status>" in terminal.type("snap status")
        terminal.type("exit")
    terminal.exit()
    assert [text for text, _ in texts(journal) if text.startswith("snap")] == []


def test_the_env_file_of_the_image_is_still_read(
    engine: Engine, busybox: str, journal: Journal, make_image: Callable[..., str]
) -> None:
    image = make_image(f"FROM {busybox}\nENV ENV=/etc/shrc\nCOPY shrc /etc/shrc\n", {"shrc": b"MINE=yes-$ENV\n"})
    ident = engine.create(
        ContainerSpec(image=image, name="", labels={LABEL: "record"}, idle=session.idle_command("/bin/sh"))
    )
    try:
        terminal = SessionTerminal(ident, "/bin/sh", journal)
        assert terminal.type("echo $MINE; sh -i -c 'echo $MINE'").count(b"yes-/etc/shrc") == 2
        assert b"snap" in terminal.type("command -v snap")
        assert b"clo sed" in terminal.type("[ -e /proc/$$/fd/3 ] || echo clo' 'sed")
        terminal.exit()
    finally:
        engine.remove(ident)
