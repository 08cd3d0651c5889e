"""Tests for the error boundary: exit codes, messages, and tracebacks that go only to a log."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from snapshotter import __version__
from snapshotter.cli import options
from snapshotter.cli.app import build
from snapshotter.cli.main import parser_error
from snapshotter.errors import EngineNotFound, SnapError
from tests.cli.conftest import Snap
from tests.work.fakes import FakeEngine, Person


def fail_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(options, "home", fail)


def every(cls: type[SnapError]) -> list[type[SnapError]]:
    return [cls, *(below for sub in cls.__subclasses__() for below in every(sub))]


@pytest.mark.parametrize("cls", every(SnapError), ids=lambda cls: cls.__name__)
def test_each_error_has_its_code_message_and_next_step(
    snap: Snap, monkeypatch: pytest.MonkeyPatch, cls: type[SnapError]
) -> None:
    fail_with(monkeypatch, cls("what happened\nin two lines", "do this\nthen that"))
    done = snap("log")
    assert done.code == cls.exit_code
    assert done.out == ""
    assert done.err == ("snap: what happened\n      in two lines\n  next: do this\n        then that\n")


def test_messages_are_escaped_for_the_terminal(snap: Snap, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_with(monkeypatch, SnapError("a \x1b[31mred \udcff name", "\x07"))
    assert snap("log").err == "snap: a \\e[31mred \\xff name\n  next: \\x07\n"


def test_ctrl_c_is_130_and_says_that_nothing_is_lost(snap: Snap, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_with(monkeypatch, KeyboardInterrupt())
    done = snap("status")
    assert (done.code, done.out) == (130, "")
    assert "nothing is lost" in done.err


@pytest.mark.parametrize("number, words", [(28, "disk is full"), (13, "no permission"), (30, "read-only")])
def test_an_error_of_the_operating_system_is_a_store_error(
    snap: Snap, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    fail_with(monkeypatch, OSError(number, os.strerror(number), "/some/where"))
    done = snap("log")
    assert done.code == 6
    assert words in done.err
    assert "/some/where" in done.err
    assert "next: " in done.err


def test_a_bug_is_70_with_its_traceback_in_a_named_file(
    snap: Snap, monkeypatch: pytest.MonkeyPatch, snap_home: Path
) -> None:
    fail_with(monkeypatch, ZeroDivisionError("oh"))
    done = snap("log", "--name=topsecret")
    (log,) = (snap_home / "log").iterdir()
    assert done.code == 70
    assert str(log) in done.err
    assert "Traceback" not in done.err
    text = log.read_text()
    assert "Traceback" in text
    assert "ZeroDivisionError: oh" in text
    assert "log --name" in text
    assert "topsecret" not in text


def test_a_bug_is_reported_even_if_no_log_can_be_written(
    snap: Snap, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SNAP_HOME", str(tmp_path / "file"))
    fail_with(monkeypatch, ZeroDivisionError("oh"))
    done = snap("log")
    assert done.code == 70
    assert "no log could be written" in done.err
    assert "ZeroDivisionError: oh" in done.err


@pytest.mark.parametrize(
    "argv, words",
    [
        (["frobnicate"], "no such command"),
        (["log", "--frob"], "no such option"),
        (["start"], "no image is named"),
        (["commit", "-m"], "requires an argument"),
        (["run"], "nothing to run"),
        (["diff", "1", "2", "3"], "two can be"),
        (["rm"], "name the workspace"),
        (["run", "-f", "x", "ls"], "cannot both"),
        (["list", "extra"], "unexpected"),
    ],
)
def test_a_wrong_command_line_is_2_and_points_to_help(snap: Snap, person: Person, argv: list[str], words: str) -> None:
    done = snap(*argv)
    assert (done.code, done.out) == (2, "")
    assert words in done.err
    assert "next: " in done.err


def test_the_errors_of_the_parser_have_a_common_class_in_every_typer() -> None:
    """Up to typer 0.25 they are click's, from 0.26 on copies of them in typer."""
    assert parser_error(typer.BadParameter).__name__ == "ClickException"
    assert issubclass(typer.BadParameter, parser_error(typer.BadParameter))
    command = typer.main.get_command(build("log"))
    for argv in (["log", "--frob"], ["log", "-n"]):
        with pytest.raises(parser_error(typer.BadParameter)), command.make_context("snap", argv) as context:
            command.invoke(context)

    class Renamed(Exception):
        """An error of a typer whose classes have other names."""

    assert parser_error(Renamed) is Renamed


@pytest.mark.parametrize("argv", [[], ["--help"], ["-h"]])
def test_help_goes_to_stdout(snap: Snap, argv: list[str]) -> None:
    done = snap(*argv)
    assert (done.code, done.err) == (0, "")
    assert "snap start debian:bookworm" in done.out


@pytest.mark.parametrize("argv", [["--version"], ["-V"]])
def test_the_version(snap: Snap, argv: list[str]) -> None:
    assert snap(*argv) == snap("--version")
    assert snap(*argv).out == f"snap {__version__}\n"


def test_without_an_engine_one_message(snap: Snap, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> FakeEngine:
        raise EngineNotFound("no container engine answers", "start one")

    monkeypatch.setattr(options, "engine", none)
    for argv in (["status"], ["commit"], ["start", "debian"], ["shell"], ["run", "ls"], ["stop"], ["rm", "web"]):
        done = snap(*argv)
        assert (done.code, done.out) == (3, "")
        assert done.err == "snap: no container engine answers\n  next: start one\n"
    for argv in (["log"], ["list"], ["log", "--json"]):
        assert snap(*argv).code == 0


def child(*argv: str, **variables: str) -> subprocess.CompletedProcess[str]:
    code = "from snapshotter.cli.main import run; run()"
    return subprocess.run(
        [sys.executable, "-c", code, *argv], capture_output=True, text=True, check=False, env=os.environ | variables
    )


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("verb, code", [("list", 0), ("status", 4), ("nosuch", 2)])
def test_a_closed_stream_changes_no_exit_code(snap_home: Path, closed: str, verb: str, code: int) -> None:
    line = f"'{sys.executable}' -c 'from snapshotter.cli.console import run; run()' {verb} {closed}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert not (snap_home / "log").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full on this system")
def test_output_that_cannot_be_written_is_no_store_error(snap_home: Path) -> None:
    line = f"'{sys.executable}' -c 'from snapshotter.cli.console import run; run()' --help >/dev/full"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == (
        "snap: the output cannot be written: No space left on device\n"
        "  next: redirect it to another place, or free some space there\n"
    )


def test_ctrl_c_while_the_program_loads_is_quiet() -> None:
    code = "import os, signal; import snapshotter.cli.console; os.kill(os.getpid(), signal.SIGINT)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_ctrl_c_after_that_is_130(snap_home: Path) -> None:
    code = (
        "import os, signal; from snapshotter.cli import console, main, options\n"
        "options.home = lambda: os.kill(os.getpid(), signal.SIGINT)\n"
        "console.run()"
    )
    done = subprocess.run([sys.executable, "-c", code, "list"], capture_output=True, text=True, check=False)
    assert done.returncode == 130
    assert "interrupted" in done.stderr


@pytest.mark.parametrize("moment", ["main.gc.set_threshold", "main.main", "main.atexit._run_exitfuncs"])
def test_ctrl_c_before_and_after_the_verb_is_quiet(snap_home: Path, moment: str) -> None:
    code = (
        "import os; from snapshotter.cli import console, main\n"
        f"{moment} = lambda *_: os.kill(os.getpid(), 2)\n"
        "console.run()"
    )
    done = subprocess.run([sys.executable, "-c", code, "--version"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "")


def test_the_end_runs_what_was_left_for_it(snap_home: Path) -> None:
    code = (
        "import atexit, sys; from snapshotter.cli import console\n"
        "atexit.register(lambda: sys.stdout.write('the last words'))\n"
        "console.run()"
    )
    done = subprocess.run([sys.executable, "-c", code, "--version"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("the last words")


def test_a_closed_pipe_is_quiet(person: Person) -> None:
    code = "from snapshotter.cli.main import run; run()"
    line = f"'{sys.executable}' -c '{code}' start --help | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode in (0, 141)


def test_characters_that_the_terminal_lacks_are_escaped(person: Person) -> None:
    person.does("x")
    from snapshotter.work.commit.commit import commit

    commit(person.engine, person.home, person.workspace, "käse ✓", (), lambda _: None)
    done = child("log", PYTHONIOENCODING="ascii", SNAP_NAME="web")
    assert done.returncode == 0
    assert r"k\xe4se \u2713" in done.stdout


@pytest.mark.parametrize("argv", [["--version"], ["log"], ["status", "--help"], ["--help"]])
def test_starting_loads_no_unneeded_module(person: Person, argv: list[str]) -> None:
    code = "import sys; from snapshotter.cli.main import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code, *argv], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert not loaded & {"rich", "docker", "git", "tabulate", "requests", "tree_sitter", "pydantic"}
    assert not loaded & {"textual", "spdx_tools", "cyclonedx", "packageurl"}


def test_a_commit_reaches_the_engine_with_few_modules(person: Person) -> None:
    """The others are loaded while the engine freezes the container and makes the image."""
    code = (
        "import sys\n"
        "from snapshotter.cli import main, options\n"
        "class Engine:\n"
        "    def container(self, _): print(*sys.modules); raise SystemExit\n"
        "options.engine = Engine\n"
        "main.main(['commit', '-n', 'web', '-m', 'first'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name for name in done.stdout.split() if name.startswith("snapshotter.")}
    assert "snapshotter.work.commit.commit" in loaded
    assert not {name for name in loaded if name.split(".")[1] in ("record", "recipe", "shell")}
    assert not loaded & {"snapshotter.secrets.redact", "snapshotter.changes.lost_edits", "snapshotter.work.start"}


def test_a_full_disk_of_a_store_is_not_called_the_output(snap_home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """`write` reports no name of a file, neither for a stream nor for a file."""
    code = (
        "import errno, os\n"
        "from snapshotter.cli import main\n"
        "from snapshotter.store import workspaces\n"
        "def full(*_): raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))\n"
        "workspaces.Workspaces.names = lambda self: exec('full()', {**workspaces.__dict__, 'full': full})\n"
        "main.main(['list'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert f"the disk is full: cannot write {snap_home}" in done.stderr
    assert "SNAP_HOME" in done.stderr
