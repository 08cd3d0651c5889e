"""zsh of Debian in real containers, on a real pseudo-terminal; test_zsh_hook.py has more about this machine's own."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest

from snapshotter.engine.api import ContainerSpec, Engine
from snapshotter.engine.connect.connect import connect
from snapshotter.record import session
from snapshotter.store.journal.journal import Journal
from tests.conftest import LABEL
from tests.record.local import workspace
from tests.record.test_containers import SessionTerminal

pytestmark = pytest.mark.engine
ZSH = "/usr/bin/zsh"
OWN_RC = """PROMPT=$'%F{green}➜%f %c\\n%# ' RPROMPT=right HISTFILE=~/hist SAVEHIST=9; setopt share_history
precmd_functions=(mine) preexec_functions=() zshaddhistory_functions=(); mine() { seen=$? }
"""


@pytest.fixture
def container(engine: Engine, shells_image: str) -> Iterator[str]:
    ident = engine.create(
        ContainerSpec(image=shells_image, name="", labels={LABEL: "record"}, idle=session.idle_command("/bin/sh"))
    )
    yield ident
    engine.remove(ident)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.jsonl")


def test_commands_are_recorded_exactly(engine: Engine, container: str, journal: Journal) -> None:
    terminal = SessionTerminal(container, ZSH, journal)
    lines = [
        "echo 'it'\"'\"'s' \"$HOME\" \\$x `echo y`; (exit 3)",
        "echo twice",
        "echo twice",
        " echo spaced  out",
        "cat <<'E' > /dev/null\na b\n\n# c \\\nE",
        "print -l /etc/*(.N) >/dev/null  # why",
        "nosuchcommand",
        "cd /etc",
        "x=5; export Y='a b'; setopt ksh_arrays xtrace err_return",
        "sh -c 'kill -9 $$'",
    ]
    for line in ["", "!!:p", *lines]:
        terminal.type(*line.split("\n"))
    status = terminal.exit()
    commands = journal.commands()
    assert [command.text for command in commands] == [*lines, "exit"]
    assert [command.status for command in commands] == [3, 0, 0, 0, 0, 0, 127, 0, 0, 137, status]
    assert {(command.shell, command.user, command.depth) for command in commands} == {("zsh", "root", 1)}
    assert [command.cwd for command in commands][-4:] == ["/", "/etc", "/etc", "/etc"]
    assert [(change.name, change.value) for change in commands[8].state] == [
        ("Y", "a b"),
        ("errreturn", "on"),
        ("ksharrays", "on"),
        ("xtrace", "on"),
        ("x", "5"),
    ]
    for before, after in pairwise(commands):
        assert before.end is not None and before.begin <= before.end <= after.begin + 0.05
    assert engine.diff(container) == []


def test_the_screen_is_what_it_would_be_without_us(engine: Engine, container: str, tmp_path: Path) -> None:
    lines = [
        "env | sort",
        "ls -A ~ /dev/shm",
        "true a b",
        "echo $_ $SHLVL $0 ${+ZDOTDIR}",
        "false | (exit 4)",
        "echo $pipestatus $?",
        "setopt; alias; trap; fc -l 1",
        "setopt no_unset ksh_arrays xtrace sh_word_split",
        "for i in 1 2",
        "do echo $i",
        "done",
        "echo $?",
        "zmodload",
    ]
    shown = []
    for how in ("attach", "bare"):
        terminal = SessionTerminal(container, ZSH, Journal(tmp_path / how), how=how)
        shown.append(terminal.type(*lines))
        terminal.exit()
    assert shown[0] == shown[1]
    assert not any("hist" in path for _, path in engine.diff(container))


@pytest.mark.parametrize(
    ("host", "command", "home", "user", "leave"),
    [
        ("/bin/bash", "su - zoe", "/home/zoe", "zoe", "exit"),
        (ZSH, "sudo -iu zoe", "/home/zoe", "zoe", "exit"),
        ("/bin/bash", "zsh", "/", "root", "exit"),
        (ZSH, "exec zsh", "/", "root", ""),
    ],
)
def test_a_zsh_inside_a_shell_is_recorded(
    engine: Engine, container: str, journal: Journal, host: str, command: str, home: str, user: str, leave: str
) -> None:
    own = "alias -g print=no local=no typeset=no G='| grep x'; alias builtin=no; setopt ksh_arrays no_unset"
    assert engine.run(container, ["sh", "-c", f"printf '%s\\n' {shlex.quote(own)} >~zoe/.zshrc"], user="zoe")[0] == 0
    terminal = SessionTerminal(container, host, journal)
    assert b"snap" not in terminal.type(command, "(exit 4)", "echo $?; fc -l 1")
    terminal.type(*filter(None, [leave]))
    terminal.exit()
    recorded = [(c.text, c.status, c.cwd, c.user, c.shell) for c in journal.commands()]
    assert recorded[:3] == [
        (command, 0, "/", "root", Path(host).name),
        ("(exit 4)", 4, home, user, "zsh"),
        ("echo $?; fc -l 1", 0, home, user, "zsh"),
    ]
    assert len(recorded) == (5 if leave else 4)


@pytest.mark.parametrize("folder", ["/c", "/root"])
def test_a_zsh_that_did_not_load_the_hooks_gets_them_at_its_prompt(
    engine: Engine, container: str, journal: Journal, folder: str
) -> None:
    script = f"mkdir -p {folder}; printf %s {shlex.quote(OWN_RC)} >{folder}/.zshrc; echo old >~/hist"
    own = "; echo ': ${ZDOTDIR:=/c}' >>/etc/zsh/zshenv" if folder == "/c" else ""
    assert engine.run(container, ["/bin/sh", "-c", script + own])[0] == 0
    terminal = SessionTerminal(container, ZSH, journal)
    shown = terminal.type("(exit 4)", "echo seen=$seen,$ZDOTDIR,${(t)ZDOTDIR}; fc -l 1; cat ~/hist; ls -A /dev/shm")
    assert (b"seen=4,/c,scalar\r" if own else b"seen=4,,\r") in shown
    assert b"    1  old\r\n    2  (exit 4)\r\n" in shown and b"snap" not in shown and b"feed" not in shown
    terminal.exit()
    assert [(c.text[:8], c.status) for c in journal.commands()] == [("(exit 4)", 4), ("echo see", 0), ("exit", 0)]


def test_the_editor_inside_a_command_is_not_taken_for_a_prompt(container: str, journal: Journal) -> None:
    terminal = SessionTerminal(container, ZSH, journal)
    terminal.type("x=", "vared -p 'edit> ' x", "2", 'print -r "<$x>"')
    terminal.exit()
    assert [c.text for c in journal.commands()] == ["x=", "vared -p 'edit> ' x", 'print -r "<$x>"', "exit"]


def test_snap_is_called(container: str, journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    program = f"{sys.executable} -c 'import sys; print(sys.argv[1:]); print(2, file=sys.stderr); sys.exit(3)'"
    monkeypatch.setitem(os.environ, "TEST_PROGRAM", program)
    terminal = SessionTerminal(container, ZSH, journal)
    assert b"['commit', '-m', 'a  b', '*']" in terminal.type(
        "setopt ksh_arrays xtrace no_unset; snap commit -m 'a  b' '*'"
    )
    assert b"3 ['x']" in terminal.type("y=$(snap x 2>/dev/null); print -r $? $y")
    terminal.exit()


def test_a_script_is_recorded(container: str, journal: Journal) -> None:
    lines = [
        "cd /tmp",
        "if true; then\n  cat\n  : in $PWD\nfi",
        "cat <<E >x\n$x\n\nE",
        ": 'a\nb'",
        "nosuch",
        "a=(1 2); print -l /etc/*(.N) >/dev/null",
        "for i in 1 2\ndo :\ndone",
        "true &&\n  : \\\n x",
        "a=(1\n2)",
        "f()\n{ return 3\n}; f",
        "for i (1 2) { : }",
        "repeat 2 :",
        "echo )",
        "(exit 9)",
    ]
    ws = workspace(ZSH, container)
    assert session.pipe(connect(), ws, journal, BytesIO("\n".join(lines).encode())) == 9
    failed = {"nosuch": 127, "f()\n{ return 3\n}; f": 3, "echo )": 1, "(exit 9)": 9}
    assert [(c.text, c.status, c.shell) for c in journal.commands()] == [
        (line, failed.get(line, 0), "zsh") for line in lines
    ]
