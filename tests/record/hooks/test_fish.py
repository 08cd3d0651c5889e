"""fish of Debian in real containers, on a real pseudo-terminal."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pexpect
import pytest

from snapshotter.engine.api import ContainerSpec, Engine
from snapshotter.engine.connect.connect import connect
from snapshotter.record import session
from snapshotter.store.journal.journal import Journal
from tests.conftest import LABEL
from tests.record.local import workspace
from tests.record.test_containers import SessionTerminal

pytestmark = pytest.mark.engine
FISH = "/usr/bin/fish"
_ESCAPES = re.compile(
    rb"\r\x1b\[\d+C|\x1b\[[0-9;?>=]*[a-zA-Z]|\x1b[\]P][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\([A-Z0-9]|\x1b[=>]"
)


class FishTerminal(SessionTerminal):
    """A terminal with a session whose shell is fish."""

    def __init__(self, container: str, journal: Journal, shell: str = FISH) -> None:
        super().__init__(container, shell, journal)

    def wait(self) -> bytes:
        """Read until a prompt is drawn and no output follows."""
        seen = b""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                seen += self._answered(self.child.read_nonblocking(65536, timeout=0.2))
            except pexpect.TIMEOUT:
                if plain(seen).endswith((b"# ", b"> ", b"> right")):
                    return seen
            except pexpect.EOF:
                return seen
        raise AssertionError(f"no prompt: {seen[-400:]!r}")

    def press(self, keys: bytes) -> None:
        """Send keys and show what comes within half a second."""
        self.child.send(keys)
        deadline = time.monotonic() + 0.5
        while (left := deadline - time.monotonic()) > 0:
            with contextlib.suppress(pexpect.TIMEOUT):
                self._answered(self.child.read_nonblocking(65536, timeout=left))

    def _answered(self, output: bytes) -> bytes:
        """Answer, as every terminal does, what fish 4 asks for and waits for: what kind of terminal this is."""
        for _ in range(output.count(b"\x1b[0c") + output.count(b"\x1b[c")):
            self.child.send(b"\x1b[?62;22c")
        return output


class PlainFishTerminal(FishTerminal):
    """A terminal with a fish that is not recorded."""

    def __init__(self, container: str) -> None:
        argv = ["exec", "-it", "-e", "TERM=xterm", container, FISH]
        self.child = pexpect.spawn("docker", argv, dimensions=(30, 100), timeout=20)
        self.child.delaybeforesend = None
        self.wait()


def plain(shown: bytes) -> bytes:
    """Return what was shown without escapes."""
    return _ESCAPES.sub(b"", shown)


def lines(shown: bytes) -> list[str]:
    """Return the lines that were shown, without escapes and text that fish clears again."""
    return [line.rpartition("\r")[2] for line in plain(shown).decode().replace("\r\n", "\n").split("\n")]


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.jsonl")


@pytest.fixture
def make(engine: Engine, shells_image: str) -> Iterator[Callable[[], str]]:
    made: list[str] = []

    def create() -> str:
        made.append(
            engine.create(
                ContainerSpec(
                    image=shells_image, name="", labels={LABEL: "record"}, idle=session.idle_command("/bin/sh")
                )
            )
        )
        return made[-1]

    yield create
    for ident in made:
        engine.remove(ident)


@pytest.fixture
def container(make: Callable[[], str]) -> str:
    return make()


def test_commands_are_recorded_exactly(engine: Engine, container: str, journal: Journal) -> None:
    terminal = FishTerminal(container, journal)
    typed = [
        "echo 'it\\'s' \"$HOME\" \\$x (echo y); false",
        "echo twice",
        "echo twice",
        " echo spaced  out",
        "echo ünï ☃ # why",
        "nosuchcommand",
        "for i in 1 2\necho $i\nend",
        "echo 'a\nb'",
        "echo a\\\nb",
        "cd /etc",
        "set x 5; set -gx LONG a 'b c' 'it\\'s'",
        "umask 027",
        "function f; echo $argv; end",
        "sh -c 'kill -9 $$'",
        "false | true",
        "true",
    ]
    for line in ["", "# nothing", *typed]:
        assert b"__snap" not in terminal.type(line.replace("\n", "\r"))
    status = terminal.exit()
    commands = journal.commands()
    # fish indents what is typed over several lines
    assert [re.sub("\n *", "\n", command.text) for command in commands] == [*typed, "exit"]
    assert [command.status for command in commands] == [1, 0, 0, 0, 0, 127, 0, 0, 0, 0, 0, 0, 0, 137, 0, 0, status]
    assert {(command.shell, command.user, command.depth) for command in commands} == {("fish", "root", 1)}
    assert [command.cwd for command in commands][8:11] == ["/", "/", "/etc"]
    assert [
        # fish 4.9 indents a function as it does what is typed
        (change.kind, change.name, re.sub("\n *", "\n ", change.value or "").replace("\n end", "\nend"))
        for command in commands[10:13]
        for change in command.state
    ] == [
        ("export", "LONG", "a b c it's"),
        ("variable", "x", "5"),
        ("umask", "", "0027"),
        ("function", "f", "function f\n echo $argv; \nend"),
    ]
    for before, after in pairwise(commands):
        assert before.end is not None and before.begin <= before.end <= after.begin + 0.1
    assert engine.diff(container) == []


def test_each_change_of_a_variable_is_recorded_with_its_command(container: str, journal: Journal) -> None:
    terminal = FishTerminal(container, journal)
    changes: dict[str, list[tuple[str, str, str | None]]] = {
        "set x 5": [("variable", "x", "5")],
        "set -gx Y a b/c": [("export", "Y", "a b/c")],
        "set x 1 2": [("array", "x", "1 2")],
        "set -x PATH /opt $PATH": [],
        "set x": [("variable", "x", "")],
        "set -e x": [("variable", "x", None)],
        "set x 3": [("variable", "x", "3")],
        "set -e  x": [("variable", "x", None)],
        "set x 3 ": [("variable", "x", "3")],
        "set _own (echo 1)": [("variable", "_own", "1")],
        "set -g x 1": [("variable", "x", "1")],
        "set y $x": [("variable", "y", "1")],
        "set -U z 3": [("variable", "z", "3")],
        "set z 4": [("variable", "z", "4")],
        "function follow --on-variable v; set -g w $v; end": [("function", "follow", "")],
        "set v 7": [("variable", "v", "7"), ("variable", "w", "7")],
        "set status 8": [],
        "umask 027": [("umask", "", "0027")],
        "set umask 022": [("umask", "", "0022")],
        "set w 7; true": [],
        "set -gx w 7": [("export", "w", "7")],
        "set -e w": [("export", "w", None)],
        "set many (seq 120)": [("array", "many", " ".join(map(str, range(1, 121))))],
    }
    terminal.type(*changes)
    terminal.exit()
    recorded = {
        command.text: [
            (change.kind, change.name, "" if change.kind == "function" else change.value)
            for change in command.state
            if change.name != "PATH"
        ]
        for command in journal.commands()
    }
    assert {line: sorted(recorded[line]) for line in changes} == {line: sorted(made) for line, made in changes.items()}


def test_a_script_is_recorded(engine: Engine, container: str, journal: Journal) -> None:
    written = [
        "cd /tmp",
        "for i in 1 2\n  cat\n  echo $i in $PWD\nend",
        "set x 'a\nb'",
        "test \"$x\" = 'a\nb'",
        "echo a\\\n   b >t",
        "nosuch",
        "echo )",
        "sh -c 'exit 9'",
    ]
    ws = workspace(FISH, container)
    script = BytesIO("\n".join(["", "# nothing", *written]).encode())
    assert session.pipe(connect(), ws, journal, script) == 9
    commands = journal.commands()
    assert [(c.text, c.status, c.shell, c.cwd) for c in commands] == [
        (line, {"nosuch": 127, "echo )": 123, written[-1]: 9}.get(line, 0), "fish", "/tmp" if at else "/")
        for at, line in enumerate(written)
    ]
    assert [path for _, path in engine.diff(container) if not path.startswith("/tmp")] == []


_CONFIG = """\
function fish_greeting; echo welcome; end
function fish_prompt; printf 'look %s %s> ' $status (count $pipestatus); end
function fish_right_prompt; printf right; end
function mine_before --on-event fish_preexec; echo before $argv; end
function mine_after --on-event fish_postexec; echo after $status $pipestatus; end
fish_vi_key_bindings
abbr -a gco echo git checkout
set -q XDG_CONFIG_HOME XDG_DATA_HOME; or set -g unset yes
"""


def test_the_screen_is_what_it_would_be_without_us(engine: Engine, make: Callable[[], str], journal: Journal) -> None:
    typed = [
        "echo $unset $__fish_config_dir $fish_function_path[1]",
        "false | true | sh -c 'exit 4'",
        "echo $status $pipestatus",
        "gco",
        "env | sort | string match -v 'HOSTNAME*'",
        "funcsave mine_after",
        "set -U kept 1",
        "type -t cd",
        "history | head -3",
    ]
    shown = []
    for hooked in (True, False):
        ident = make()
        setup = 'mkdir -p ~/.config/fish && printf %s "$1" >~/.config/fish/config.fish'
        assert engine.run(ident, ["sh", "-c", setup, "sh", _CONFIG])[0] == 0
        before = engine.diff(ident)
        terminal = FishTerminal(ident, journal) if hooked else PlainFishTerminal(ident)
        shown.append(lines(b"".join(terminal.type(line) for line in typed)))
        terminal.exit()
        after = [path for _, path in engine.diff(ident) if path not in {path for _, path in before}]
        if hooked:
            assert sorted(after) == [
                "/root/.config/fish/fish_variables",
                "/root/.config/fish/functions",
                "/root/.config/fish/functions/mine_after.fish",
            ]
    assert shown[0] == shown[1]
    assert [command.text for command in journal.commands()][3] == "echo git checkout"


def test_keys_of_all_kinds(container: str, journal: Journal) -> None:
    terminal = FishTerminal(container, journal)
    terminal.child.send(b"".join(b"echo line %d\r" % number for number in range(10)))
    terminal.wait()
    terminal.child.send(b"\x1b[200~echo 1\necho 2\n\x1b[201~")
    terminal.child.send(b"\r")
    terminal.wait()
    for keys in (b"never", b"\x03"):
        terminal.child.send(keys)
        time.sleep(0.5)  # fish draws nothing at Ctrl-C behind keys that it has not drawn
    terminal.child.send(b"sleep 30\r")
    terminal.child.expect_exact(b"sleep 30 ")  # the terminal's title says that it runs
    time.sleep(0.5)
    terminal.child.send(b"\x03")
    terminal.wait()
    terminal.type("true", "sleep 30 &", "kill %1", "echo one two", "\x1b[A\x1b[D\x1b[D\x7fX")
    assert terminal.child.isalive()
    terminal.child.send(b"exit 3\r")
    terminal.child.expect(pexpect.EOF)
    recorded = [(command.text, command.status) for command in journal.commands()]
    assert recorded[:10] == [(f"echo line {number}", 0) for number in range(10)]
    assert recorded[10:] == [
        ("echo 1\necho 2\n", 0),
        ("sleep 30", 130),
        ("true", 0),
        ("sleep 30 &", 0),
        ("kill %1", 0),
        ("echo one two", 0),
        ("echo one Xwo", 0),
        ("exit 3", 3),
    ]


def test_jobs_suggestions_completion_and_search(container: str, journal: Journal) -> None:
    terminal = FishTerminal(container, journal)
    terminal.child.send(b"sleep 30\r")
    terminal.child.expect_exact(b"sleep 30 ")
    time.sleep(0.5)
    terminal.child.send(b"\x1a")
    terminal.wait()
    terminal.child.send(b"fg\r")
    terminal.child.expect_exact(b"sleep 30")
    time.sleep(0.5)
    terminal.child.send(b"\x03")
    terminal.wait()
    terminal.type("echo once upon", "cat /etc/hostna\t")
    for keys in (b"echo onc", b"\x1b[C", b"\r", b"\x12", b"hostn", b"\r", b"\r"):
        terminal.press(keys)  # Right accepts the suggestion in grey, Ctrl-R opens a list to choose from
    terminal.exit()
    recorded = [(command.text, command.status) for command in journal.commands()]
    # what was stopped, and what was ended behind `fg`, has the status 0 in fish
    assert recorded == [
        ("sleep 30", 0),
        ("fg", 0),
        ("echo once upon", 0),
        ("cat /etc/hostname ", 0),
        ("echo once upon", 0),
        ("cat /etc/hostname", 0),
        ("exit", 0),
    ]


def test_shells_in_shells_and_snap_in_them(container: str, journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_PROGRAM", "sh -c 'echo asked $*; exit 5' sh")
    terminal = FishTerminal(container, journal)
    assert "asked status -n x" in lines(terminal.type("snap status -n 'x'"))
    terminal.type("su - fia", "cd /tmp; false", "read word", "typed", "exit 4", "bash", "(exit 6)", "exit", "exec fish")
    assert "2" in lines(terminal.type("snap show | count; echo $status; echo 2"))
    terminal.exit()
    recorded = [(c.text, c.status, c.cwd, c.user, c.shell, c.depth) for c in journal.commands()]
    assert recorded == [
        ("su - fia", 4, "/", "root", "fish", 1),
        ("cd /tmp; false", 1, "/home/fia", "fia", "fish", 2),
        ("read word", 0, "/tmp", "fia", "fish", 2),
        ("exit 4", 4, "/tmp", "fia", "fish", 2),
        ("bash", 6, "/", "root", "fish", 1),
        ("(exit 6)", 6, "/", "root", "bash", 2),
        ("exit", 6, "/", "root", "bash", 2),
        ("exec fish", 0, "/", "root", "fish", 1),
        ("snap show | count; echo $status; echo 2", 0, "/", "root", "fish", 1),
        ("exit", 0, "/", "root", "fish", 1),
    ]


def test_what_is_written_to_folders_that_were_not_there_is_kept(
    engine: Engine, container: str, journal: Journal
) -> None:
    terminal = FishTerminal(container, journal)
    assert engine.diff(container) == []
    terminal.type(
        "set -U kept 1",
        "function mine; echo hi; end; funcsave mine",
        "echo set -g here 1 >>$__fish_config_dir/config.fish",
        "mkdir -p $__fish_config_dir/conf.d; echo set -g y 2 >$__fish_config_dir/conf.d/y.fish",
    )
    terminal.exit()
    folder = "/root/.config/fish"
    names = ["conf.d/y.fish", "config.fish", "fish_variables", "functions/mine.fish"]
    status, output = engine.run(container, ["sh", "-c", f"cd {folder} && find . -type f | sort"])
    assert (status, output.decode().split()) == (0, [f"./{name}" for name in names])
