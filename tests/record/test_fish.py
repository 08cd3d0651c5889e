"""fish of Debian in real containers, on a real pseudo-terminal."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pexpect
import pytest

from snapshotter import engine as engine_room
from snapshotter.engine.api import ContainerSpec, Engine
from snapshotter.record import session
from snapshotter.record.journal import Journal
from tests.conftest import LABEL
from tests.record.local import workspace
from tests.record.test_containers import Seat

pytestmark = pytest.mark.engine
FISH = "/usr/bin/fish"
_ESCAPES = re.compile(rb"\r\x1b\[\d+C|\x1b\[[0-9;?>=]*[a-zA-Z]|\x1b\][^\x07]*\x07|\x1b\([A-Z0-9]")


class Tank(Seat):
    """A terminal with a session whose shell is fish."""

    def __init__(self, container: str, journal: Journal, shell: str = FISH) -> None:
        super().__init__(container, shell, journal)

    def wait(self) -> bytes:
        """Read until a prompt stands and stays."""
        seen = b""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                seen += self.child.read_nonblocking(65536, timeout=0.2)
            except pexpect.TIMEOUT:
                if plain(seen).endswith((b"# ", b"> ", b"$ ")):
                    return seen
            except pexpect.EOF:
                return seen
        raise AssertionError(f"no prompt: {seen[-400:]!r}")


def plain(shown: bytes) -> bytes:
    """Give what was shown without escapes."""
    return _ESCAPES.sub(b"", shown)


def lines(shown: bytes) -> list[str]:
    """Give the lines that were shown, without escapes and what fish clears again."""
    return [line.rpartition("\r")[2] for line in plain(shown).decode().replace("\r\n", "\n").split("\n")]


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.jsonl")


@pytest.fixture
def make(engine: Engine, shells_image: str) -> Iterator[Callable[[], str]]:
    made: list[str] = []

    def create() -> str:
        made.append(engine.create(ContainerSpec(image=shells_image, name="", labels={LABEL: "record"},
                                                idle=session.idle_command("/bin/sh"))))
        return made[-1]

    yield create
    for ident in made:
        engine.remove(ident)


@pytest.fixture
def container(make: Callable[[], str]) -> str:
    return make()


def test_commands_are_recorded_exactly(engine: Engine, container: str, journal: Journal) -> None:
    tank = Tank(container, journal)
    typed = ["echo 'it\\'s' \"$HOME\" \\$x (echo y); false", "echo twice", "echo twice", " echo spaced  out",
             "echo ünï ☃ # why", "nosuchcommand", "for i in 1 2\necho $i\nend", "echo 'a\nb'", "echo a\\\nb",
             "cd /etc", "set x 5; set -gx LONG a 'b c' 'it\\'s'", "umask 027", "function f; echo $argv; end",
             "sh -c 'kill -9 $$'", "false | true", "true"]
    for line in ["", "# nothing", *typed]:
        assert b"__snap" not in tank.type(line.replace("\n", "\r"))
    status = tank.exit()
    commands = journal.commands()
    # fish indents what is typed over several lines
    assert [re.sub("\n *", "\n", command.text) for command in commands] == [*typed, "exit"]
    assert [command.status for command in commands] == [
        1, 0, 0, 0, 0, 127, 0, 0, 0, 0, 0, 0, 0, 137, 0, 0, status]
    assert {(command.shell, command.user, command.depth) for command in commands} == {("fish", "root", 1)}
    assert [command.cwd for command in commands][8:11] == ["/", "/", "/etc"]
    assert [(change.kind, change.name, change.value) for command in commands[10:13] for change in command.state] == [
        ("export", "LONG", "a b c it's"), ("variable", "x", "5"), ("umask", "", "0027"),
        ("function", "f", "function f\n echo $argv; \nend")]
    for before, after in pairwise(commands):
        assert before.end is not None and before.begin <= before.end <= after.begin + 0.1
    assert engine.diff(container) == []


def test_a_script_is_recorded(engine: Engine, container: str, journal: Journal) -> None:
    written = ["cd /tmp", "for i in 1 2\n  cat\n  echo $i in $PWD\nend", "set x 'a\nb'", "test \"$x\" = 'a\nb'",
               "echo a\\\n   b >t", "nosuch", "echo )", "sh -c 'exit 9'"]
    ws = workspace(FISH, container)
    script = BytesIO("\n".join(["", "# nothing", *written]).encode())
    assert session.pipe(engine_room.connect(), ws, journal, script) == 9
    commands = journal.commands()
    assert [(c.text, c.status, c.shell, c.cwd) for c in commands] == [
        (line, {"nosuch": 127, "echo )": 123, written[-1]: 9}.get(line, 0), "fish", "/tmp" if at else "/")
        for at, line in enumerate(written)]
    assert [path for _, path in engine.diff(container) if not path.startswith("/tmp")] == []
