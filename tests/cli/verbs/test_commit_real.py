"""Tests on a real engine: what a commit says of commands that run, that are not recorded, and of the engine's files."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pexpect
import pytest

from snapshotter.engine.api import Engine
from tests.cli.conftest import Done

pytestmark = pytest.mark.engine

PROGRAM = [sys.executable, "-c", "from snapshotter.cli.main import run; run()"]
LOOP = "mkdir /srv/d && for i in 1 2 3; do echo $i >>/srv/d/log; echo $i >/srv/d/$i; read -r; done"

Real = Callable[..., Done]


@pytest.fixture
def name() -> str:
    """A name that is unique to this test."""
    return f"t{os.getpid()}-{time.monotonic_ns() % 1_000_000}"


@pytest.fixture
def real(name: str, engine: Engine, snap_home: object) -> Iterator[Real]:
    """Function that runs one command line as a process without a terminal; the workspace is removed at the end."""

    def run(*argv: str, code: int = 0) -> Done:
        done = subprocess.run(
            [*PROGRAM, *argv], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=600
        )
        assert done.returncode == code, done.stdout + done.stderr
        return Done(done.returncode, done.stdout, done.stderr)

    yield run
    run("rm", "--force", "--purge", name)


class Shell:
    """A session in a terminal of its own."""

    def __init__(self, *argv: str) -> None:
        self._child: pexpect.spawn[str] = pexpect.spawn(
            PROGRAM[0], [*PROGRAM[1:], *argv], encoding="utf-8", timeout=60, dimensions=(40, 160)
        )
        self._child.expect("# $")

    def types(self, line: str, *, prompt: str = "# $") -> str:
        """Type a line and return what it printed once the prompt is there again."""
        self._child.sendline(line)
        if line.isprintable():
            self._child.expect_exact(line)
        self._child.expect(prompt)
        return self._child.before or ""

    def begins(self, line: str) -> None:
        """Type a line whose command goes on."""
        self._child.sendline(line)
        self._child.expect_exact(line)
        time.sleep(0.5)

    def ends(self) -> str:
        """Leave the session and return what it printed at its end."""
        self._child.sendline("exit")
        self._child.expect(pexpect.EOF)
        self._child.close()
        return self._child.before or ""


def causes(done: Done) -> dict[str, str]:
    return {change["path"]: change["by"] for change in done.data["changes"]}


def test_a_running_command_is_waited_for_or_unfinished_and_the_recipe_runs_it_once(
    real: Real, name: str, debian: str
) -> None:
    shell = Shell("start", debian, "--name", name)
    shell.types("touch /srv/before")
    shell.begins(LOOP)
    begun = time.monotonic()
    refused = real("commit", code=5)
    assert 9 < time.monotonic() - begun < 30
    assert "`mkdir /srv/d && for i in 1 2 3;" in refused.err and "has been running for" in refused.err
    assert "`snap commit --now" in refused.err
    early = real("commit", "--now", "-m", "early")
    assert "it is unfinished in this snapshot" in early.err and "outside" not in early.out
    assert causes(real("show", "1", "--json"))["/srv/d/1"] == "command 2"
    assert real("commit", "--now").out == ""
    waits = pexpect.spawn(PROGRAM[0], [*PROGRAM[1:], "commit", "-m", "late"], encoding="utf-8", timeout=60)
    waits.expect_exact("waiting until it has ended")
    shell.types("\n\n\n", prompt="# $")
    waits.expect(pexpect.EOF)
    waits.close()
    assert waits.exitstatus == 0
    shell.types("echo more >>/srv/d/2")
    real("commit", "-m", "last")
    shell.ends()
    unfinished, ended, _ = (real("show", number, "--json").data["commands"] for number in "123")
    assert [(c["text"], c["status"], c["end"]) for c in unfinished[1:]] == [(LOOP, None, None)]
    assert [(c["text"], c["status"]) for c in ended] == [(LOOP, 0)]
    assert unfinished[1]["begin"] == ended[0]["begin"]
    text = real("export-dockerfile", "-n", name, "-o", "-", "--no-verify").out
    assert text.count("for i in 1 2 3") == 1 and "COPY" not in text


def test_ctrl_c_ends_the_wait_and_nothing_is_made(real: Real, name: str, debian: str) -> None:
    shell = Shell("start", debian, "--name", name)
    shell.begins("touch /srv/x; cat")
    waits = pexpect.spawn(PROGRAM[0], [*PROGRAM[1:], "commit"], encoding="utf-8", timeout=60)
    waits.expect_exact("Ctrl-C ends the waiting")
    waits.sendcontrol("c")
    waits.expect(pexpect.EOF)
    waits.close()
    assert waits.exitstatus == 130
    assert real("log", "--json").data == []
    shell.types("\x04")
    shell.ends()


def test_the_proof_of_a_command_that_two_snapshots_hold_is_equal(real: Real, name: str, debian: str) -> None:
    shell = Shell("start", debian, "--name", name)
    shell.begins(LOOP)
    real("commit", "--now")
    shell.types("\n\n\n")
    real("commit")
    shell.begins("mkdir /opt/s; while read -r; do date +%N >>/opt/s/log; done; false")
    shell.types("", prompt="\r\n")
    time.sleep(0.5)
    real("commit", "--now")
    shell.types("\x04")
    real("commit")
    shell.ends()
    for rev in "1234":
        assert real("verify", rev).out.strip().endswith("equal") or real("verify", rev).code == 0


def test_what_is_not_recorded_is_not_outside(real: Real, name: str, debian: str) -> None:
    shell = Shell("start", debian, "--name", name)
    shell.types("set +o history")
    shell.types("echo 1 >/srv/off")
    assert f"snap/{name}:1" in shell.types("snap commit -m off")
    shell.types("(sleep 0.5; echo 2 >/srv/subshell)")
    shell.types("set -o history")
    shell.types("echo 3 >/srv/on")
    by = causes(real("status", "--json"))
    assert by == {"/srv/subshell": "not recorded (history was off)", "/srv/on": "command 1"}
    assert "1 by commands, 1 not recorded" in real("commit", "-m", "on").out
    assert causes(real("show", "1", "--json")) == {"/srv/off": "not recorded (history was off)"}
    shell.ends()
    assert real("run", "--", "touch", "/srv/run").code == 0
    text = real("export-dockerfile", "-o", "-", "--no-verify").out
    assert text.count("# changed while the shell's history was off, so no command is recorded") == 2
    assert "outside" not in text


def test_what_a_shell_that_does_not_report_did_is_not_recorded(real: Real, name: str, debian: str) -> None:
    shell = Shell("start", debian, "--name", name)
    shell.types("touch /srv/before")
    shell.types("exec sh 2>/dev/null", prompt="\n")  # it shows no prompt, by which it could be noticed
    shell.types("touch /srv/silent; echo do''ne", prompt="done")
    by = causes(real("status", "--json"))
    assert by == {"/srv/before": "command 1", "/srv/silent": "not recorded (the shell did not report)"}
    made = real("commit", "-m", "while it is open")
    assert "1 by commands, 1 not recorded" in made.out
    assert [c["text"] for c in real("show", "1", "--json").data["commands"]] == ["touch /srv/before"]
    shell.types("touch /srv/later; echo do''ne", prompt="done")
    assert "what was typed after `exec` was not recorded: the shell did not report" in shell.ends()
    real("commit")
    assert causes(real("show", "2", "--json")) == {"/srv/later": "not recorded (the shell did not report)"}
    text = real("export-dockerfile", "-o", "-", "--no-verify").out
    assert text.count("# changed in a shell that did not report its commands") == 2 and "outside" not in text


def test_edits_of_the_engines_own_files_are_told(real: Real, name: str, debian: str, engine: Engine) -> None:
    real("start", "-d", debian, "--name", name)
    real("run", "--", "touch", "/srv/x")
    assert real("status", "--json").data["lost"] == {}
    real("run", "--", "sh", "-c", "echo 10.0.0.9 db >>/etc/hosts; echo web >/etc/hostname; : >/etc/resolv.conf")
    lost = real("status", "--json").data["lost"]
    assert sorted(lost) == ["/etc/hostname", "/etc/hosts", "/etc/resolv.conf"]
    assert "docker run --add-host NAME:ADDRESS" in lost["/etc/hosts"]
    told = re.findall(r"not in the image: (\S+) \(", real("commit").err)
    assert sorted(told) == sorted(lost)
    real("run", "--", "sh", "-c", "printf '127.0.0.1\\tlocalhost\\n' >/etc/hosts")
    assert "/etc/hosts" not in real("status", "--json").data["lost"]
