"""dash, mksh and ksh93 of Debian in real containers, on a real pseudo-terminal."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from snapshotter.engine.api import ContainerSpec, Engine
from snapshotter.engine.connect.connect import connect
from snapshotter.record import session
from snapshotter.store.journal.journal import Journal
from tests.conftest import LABEL
from tests.record.local import workspace
from tests.record.test_containers import SessionTerminal

pytestmark = pytest.mark.engine
KINDS = {"dash": "dash", "mksh": "mksh", "ksh93": "ksh"}


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.jsonl")


@pytest.fixture
def container(engine: Engine, shells_image: str) -> Iterator[str]:
    ident = engine.create(
        ContainerSpec(image=shells_image, name="", labels={LABEL: "record"}, idle=session.idle_command("/bin/sh"))
    )
    yield ident
    engine.remove(ident)


@pytest.mark.parametrize("program", KINDS)
def test_commands_are_recorded_exactly(engine: Engine, container: str, journal: Journal, program: str) -> None:
    terminal = SessionTerminal(container, f"/bin/{program}", journal)
    lines = [
        "echo 'it'\"'\"'s' \"$HOME\" \\$x `echo y`; (exit 3)",
        "echo twice",
        "echo twice",
        " echo spaced  out",
        "cat <<'E' > /dev/null\na b\n\n# c \\\nE",
        "if true; then\n  echo yes # why\nfi",
        "nosuchcommand",
        "cd /etc",
        "x=5",
        "set -u",
    ]
    for line in ["", "# nothing", "# token=s3cretOfMine1", *lines]:
        terminal.type(*line.split("\n"))
    status = terminal.exit()
    commands = journal.commands()
    assert [command.text for command in commands] == [*lines, "exit"]
    assert [command.status for command in commands] == [3, 0, 0, 0, 0, 0, 127, 0, 0, 0, status]
    assert commands[0].note.startswith("# nothing\n# token=SNAP_SECRET_")
    assert {(command.shell, command.user, command.depth) for command in commands} == {(KINDS[program], "root", 1)}
    assert [command.cwd for command in commands][-4:] == ["/", "/etc", "/etc", "/etc"]
    assert [(change.name, change.value) for change in commands[8].state] == [("x", "5")]
    for before, after in pairwise(commands):
        assert before.end is not None and before.begin <= before.end <= after.begin + 0.05
    assert engine.diff(container) == []


@pytest.mark.parametrize("program", ["bash", "zsh", "dash"])
def test_a_user_without_a_name_is_its_number(engine: Engine, container: str, journal: Journal, program: str) -> None:
    config = replace(engine.image(engine.container(container).image).config, user="4321")
    image = engine.commit(container, config, repository="", tag="", message="", pause=False)
    spec = ContainerSpec(image=image, name="", labels={LABEL: "record"}, idle=session.idle_command("/bin/sh"))
    other = engine.create(spec)
    try:
        terminal = SessionTerminal(other, f"/bin/{program}", journal)
        terminal.type("echo one > /tmp/one")
        terminal.exit()
    finally:
        engine.remove(other)
        engine.remove_image(image)
    first = journal.commands()[0]
    assert (first.text, first.user) == ("echo one > /tmp/one", "4321")


@pytest.mark.parametrize("program", KINDS)
def test_a_paste_is_recorded_line_by_line(container: str, journal: Journal, program: str) -> None:
    terminal = SessionTerminal(container, f"/bin/{program}", journal)
    lines = [f"echo line {number}" for number in range(20)]
    terminal.child.send("".join(f"{line}\r" for line in lines).encode())
    terminal.wait()
    terminal.exit()
    assert [command.text for command in journal.commands()] == [*lines, "exit"]


@pytest.mark.parametrize("program", KINDS)
def test_status_and_prompt_are_what_they_would_be(container: str, journal: Journal, program: str) -> None:
    terminal = SessionTerminal(container, f"/bin/{program}", journal)
    assert terminal.type("(exit 7)", "echo $?").replace(b"\r\r", b"\r").endswith(b"echo $?\r\n7\r\n# ")
    terminal.child.send(b"read x\r")
    terminal.child.expect_exact(b"read x")
    assert b"__snap" not in terminal.type("secret $x").lower()
    terminal.exit()
    assert [command.text for command in journal.commands()] == ["(exit 7)", "echo $?", "read x", "exit"]


@pytest.mark.parametrize(
    ("command", "home", "user", "shell"),
    [
        ("su - bob", "/home/bob", "bob", "bash"),
        ("su - dan", "/home/dan", "dan", "dash"),
        ("sudo -iu mia", "/home/mia", "mia", "mksh"),
        ("env -i bash --norc", "/", "root", "bash"),
    ],
)
def test_a_shell_whose_environment_is_reset_is_recorded(
    engine: Engine,
    container: str,
    journal: Journal,
    command: str,
    home: str,
    user: str,
    shell: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TEST_PROGRAM", "printf '<%s>\\n' answered")
    terminal = SessionTerminal(container, "/bin/bash", journal)
    terminal.type(command)
    assert b"__SNAP" not in terminal.type("(exit 4)", "echo $?")
    assert b"<answered>\r\n<log>" in terminal.type("snap log")
    terminal.type("exit", "pwd")
    terminal.exit()
    recorded = [(c.text, c.status, c.cwd, c.user, c.shell, c.depth) for c in journal.commands()]
    assert recorded == [
        (command, 0, "/", "root", "bash", 1),
        ("(exit 4)", 4, home, user, shell, 2),
        ("echo $?", 0, home, user, shell, 2),
        ("exit", 0, home, user, shell, 2),
        ("pwd", 0, "/", "root", "bash", 1),
        ("exit", 0, "/", "root", "bash", 1),
    ]
    assert [path for _, path in engine.diff(container) if "history" in path] == []


@pytest.mark.parametrize("program", KINDS)
def test_a_script_is_recorded(container: str, journal: Journal, program: str) -> None:
    lines = [
        "cd /tmp",
        "if true; then\n  cat\n  : in $PWD\nfi",
        "cat <<E >x\n$x\n\nE",
        ": 'a\nb'",
        "nosuch",
        "(exit 9)",
    ]
    ws = workspace(f"/bin/{program}", container)
    assert session.pipe(connect(), ws, journal, BytesIO("\n".join(lines).encode())) == 9
    assert [(c.text, c.status, c.shell) for c in journal.commands()] == [
        (line, {"nosuch": 127, "(exit 9)": 9}.get(line, 0), KINDS[program]) for line in lines
    ]


@pytest.mark.parametrize("program", ["bash", "dash", "mksh", "ksh93"])
def test_a_session_that_is_filmed_inside_shows_nothing_of_the_hooks(
    engine: Engine, container: str, journal: Journal, program: str
) -> None:
    terminal = SessionTerminal(container, f"/bin/{program}", journal)
    terminal.type(f"SHELL=/bin/{program} script -q /tmp/film", "echo seen", "exit", "echo behind")
    assert terminal.exit() == 0
    status, film = engine.run(container, ["cat", "/tmp/film"])
    assert status == 0 and b"seen" in film
    assert b"8671" not in film and b"__snap" not in film.lower() and b"declare" not in film
    recorded = [command.text for command in journal.commands()]
    if program == "ksh93":  # two of them share a history file: the last entry is the other one's
        recorded[0] = f"SHELL=/bin/{program} script -q /tmp/film"
    assert recorded == [f"SHELL=/bin/{program} script -q /tmp/film", "echo behind", "exit"]


def test_a_shell_of_another_terminal_has_no_hooks_in_its_environment(container: str, journal: Journal) -> None:
    terminal = SessionTerminal(container, "/bin/bash", journal)
    terminal.type("SHELL=/bin/bash script -q /dev/null")
    shown = terminal.type('env | grep -c -e SNAP -e PROMPT_COMMAND; echo "<${PS0-}${PROMPT_COMMAND-}>"')
    assert b"0\r\n<>\r\n" in shown
    terminal.type("exit")
    assert terminal.exit() == 0
