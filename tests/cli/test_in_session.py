"""Tests for `snap` asked inside a session: only its own workspace, only what looks or commits, nothing on this host."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import pytest
import typer
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from snapshotter.cli import in_session
from snapshotter.cli.app import VERBS, Verb, build
from snapshotter.engine.api import Engine
from snapshotter.record.marks import Mark
from snapshotter.record.snap_inside import MAX_CALLS, CallHandler
from snapshotter.record.typed.records import CommandRecords
from snapshotter.record.typed.tracker import Tracker
from snapshotter.store.home import Home
from snapshotter.work import start as starting
from tests.cli.conftest import Snap
from tests.record.local import LocalEngine
from tests.work.fakes import BASE, FakeEngine, Person

THEIRS = "plans-of-other"
"""Stands in everything that belongs to the other workspace."""
OPTIONS = {
    "status": "--name -n --all -a --json",
    "commit": "--name -n --message -m --change -c --now --json",
    "log": "--name -n --commands --max-count --oneline --stat --graph --all --json",
    "show": "--name -n --all -a --json",
    "diff": "--name -n --content -c --stat --name-only --name-status --packages --config --json",
    "blame": "--name -n --json",
    "list": "--json",
    "export-dockerfile": "--name -n --output -o --no-verify --pin --slim --explain --secrets --json",
    "help": "",
    "version": "",
}
"""What may be written inside a session, apart from --help."""
EFFECTS = {"create", "start", "stop", "remove", "pull", "attach", "pipe", "run"}
"""Calls of the fake engine and of sessions that nothing inside a session may lead to."""


@pytest.fixture
def inside(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SNAP_INSIDE", "web")
    monkeypatch.setenv("SNAP_CALLER", "0:0")
    monkeypatch.setenv("SNAP_NAME", "web")


@pytest.fixture
def work(person: Person, snap: Snap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    """A session in "web", which has a snapshot; the workspace used last is "other"."""
    person.does("echo hi > /etc/motd", {"/etc/motd": "hi\n"})
    assert snap("commit", "-m", "first").code == 0
    other = starting.start(person.engine, person.home, starting.Request(BASE, "other"), lambda _: None)
    Person(person.engine, person.home, other).does(f"echo {THEIRS}", {f"/srv/{THEIRS}": THEIRS})
    assert snap("commit", "-n", "other", "-m", THEIRS).code == 0
    assert person.home.workspaces.last() == "other"
    (tmp_path / "cwd" / "dir").mkdir(parents=True)
    (tmp_path / "cwd" / "dir" / "Dockerfile").write_text("FROM scratch\n")
    (tmp_path / "cwd" / "secret.txt").write_text(THEIRS)
    monkeypatch.chdir(tmp_path / "cwd")
    monkeypatch.setenv("SNAP_INSIDE", "web")
    monkeypatch.setenv("SNAP_CALLER", "0:0")
    monkeypatch.setenv("SNAP_NAME", "web")
    person.engine.calls.clear()
    return person


def state(tmp_path: Path) -> dict[str, bytes]:
    """Return the files of this host that no `snap` inside a session may change: all but those of its own snapshots."""
    own = tuple(
        f"snap-home/{name}" for name in ("line.git", "cache", "locks", "last-used", "terminals/", "workspaces/web/")
    )
    files = {str(path.relative_to(tmp_path)): path for path in tmp_path.rglob("*") if path.is_file()}
    return {
        name: path.read_bytes()
        for name, path in files.items()
        if not name.startswith((*own, "layer-", "upper-"))  # the last two are the fake engine's
    }


@pytest.mark.parametrize("verb", sorted(set(VERBS) - set(OPTIONS)))
@pytest.mark.parametrize("before", [(), ("--",)])
@pytest.mark.parametrize("words", [(), ("x",), ("-n", "web"), ("--nonsense",)])
@pytest.mark.usefixtures("inside", "fake")
def test_other_verbs_are_refused_with_a_message(
    snap: Snap, verb: str, before: tuple[str, ...], words: tuple[str, ...]
) -> None:
    done = snap(*before, verb, *words)
    assert done.code == 2 and done.out == ""
    assert "does not work inside a session" in done.err and "another terminal" in done.err and "status, " in done.err


@pytest.mark.parametrize(
    "argv",
    [
        ["--", "start", "-d", "--service", "-v", "/:/host", BASE, "--name", "x"],
        ["--", "start", "-d", BASE],
        ["--", "rm", "-f", "other"],
        ["--", "rm", "-f", "web"],
        ["--", "cast", "-o", "FILE"],
        ["--", "cast", "--remove", "all"],
        ["--", "run", "--", "id"],
        ["--", "run", "-f", "secret.txt"],
        ["--", "gc", "--force"],
        ["--", "stop"],
        ["inspect"],
        ["inspect", "web"],
        ["inspect", "--json", BASE],
        ["--", "shell", "other"],
        ["--", "volatile", "/etc/*"],
        ["--", "verify", "-f", "dir"],
        ["verify", "--secret", "T=secret.txt"],
        ["export-dockerfile"],
        ["export-dockerfile", "--no-verify"],
        ["export-dockerfile", "--no-verify", "-o", "dir"],
        ["export-dockerfile", "--no-verify", "-odir"],
        ["export-dockerfile", "--no-verify", "--output=dir"],
        ["export-dockerfile", "--no-verify", "--output="],
        ["export-dockerfile", "--no-verify", "-o", "-", "-o", "dir"],
        ["export-dockerfile", "--no-verify", "-o", "-", "--force"],
        ["export-dockerfile", "--no-verify", "-o", "-", "--secret", "TOKEN=secret.txt"],
        ["export-dockerfile", "--no-verify", "-o", "-", "--secret=TOKEN=env:HOME"],
        ["export-dockerfile", "--no-verify", "-o", "-", "--allow-secret", "/etc/motd"],
        ["export-dockerfile", "other", "--no-verify", "-o", "-", "-n", "other"],
        ["--", "export-dockerfile", "--no-verify", "-o", "-", "--", "a/b"],
        ["commit", "--allow-secret", "X"],
        ["commit", "-c", "ENV A=b", "-c", "ONBUILD RUN id"],
        ["status", "-n", "other"],
        ["status", "-n", ""],
        ["status", "-an", "other"],
        ["log", "--name=other"],
        ["log", "--name="],
        ["log", "-nother"],
        ["log", "-n", "web", "-n", "other"],
        ["log", "-n", "WEB"],
        ["log", "-n", "web/../other"],
        ["--", "log", "-n", "other"],
        ["show", "-nother"],
        ["show", "9" * 5000],
        ["show", "refs/heads/other"],
        ["show", "other:1"],
        ["show", "--", "-x"],
        ["show", "\udcff"],
        ["diff", "other", "latest", "-n", "other"],
        ["diff", "snap-other:1"],
        ["diff", "1", "٣"],
        ["blame", "-n", "other", "/etc/motd"],
        ["list", "-n", "other"],
        ["list", "other"],
        ["--install-completion"],
        ["--show-completion", "bash"],
        ["lst"],
        [""],
        ["\udcff"],
        ["--nam", "other", "log"],
        ["log", "--nam", "other"],
    ],
    ids=lambda argv: " ".join(map(ascii, argv))[:60],
)
def test_what_is_refused(snap: Snap, work: Person, tmp_path: Path, argv: list[str]) -> None:
    before = state(tmp_path)
    done = snap(*argv)
    assert (done.code, done.out) == (2, ""), done.err
    assert "  next: " in done.err and THEIRS not in done.err
    assert not EFFECTS & set(work.engine.calls) and state(tmp_path) == before
    assert len(work.home.line.summaries("web")) == len(work.home.line.summaries("other")) == 1


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["--help"],
        ["-h"],
        ["--version"],
        ["-V"],
        ["start", "--help"],
        ["status"],
        ["--", "status"],
        ["status", "-n", "other", "-n", "web"],
        ["status", "--json", "-a"],
        ["commit"],
        ["commit", "-n", "web", "-m", "a title\n\n\ta text", "--json", "--now"],
        ["commit", "-c", 'CMD ["a", "b"]', "-c", "env A=b", "--change", "EXPOSE 80", "--change=WORKDIR /srv"],
        ["commit", "-c", "USER web", "-c", "  Entrypoint exec x"],
        ["log", "--commands"],
        ["show"],
        ["show", "1", "--all", "--json"],
        ["show", "HEAD"],
        ["diff"],
        ["diff", "base", "latest", "/etc", "--content"],
        ["diff", "1", "2", "/srv/" + THEIRS],
        ["blame", "/etc/motd"],
        ["list"],
        ["list", "--json"],
        ["export-dockerfile", "--no-verify", "-o", "-"],
        ["export-dockerfile", "1", "--no-verify", "-o", "dir", "-o-", "--explain", "--pin", "--slim"],
        ["export-dockerfile", "--no-verify", "--output", "-", "--secrets", "mount", "--json"],
    ],
    ids=lambda argv: " ".join(map(ascii, argv))[:60],
)
def test_what_works(snap: Snap, work: Person, tmp_path: Path, argv: list[str]) -> None:
    work.does("echo ho > /etc/motd", {"/etc/motd": "ho\n"})
    work.engine.calls.clear()
    if argv[:3] == ["diff", "1", "2"]:
        snap("commit")
    before = state(tmp_path)
    done = snap(*argv)
    assert done.code == 0, done.err
    assert THEIRS not in done.out + done.err
    assert not EFFECTS & set(work.engine.calls) and state(tmp_path) == before
    assert len(work.home.line.summaries("other")) == 1


def test_the_list_shows_the_own_workspace_alone(snap: Snap, work: Person) -> None:
    [row] = snap("list", "--json").data
    assert (row["workspace"], row["current"]) == ("web", True)
    assert "other" not in snap("list").out


def test_a_workspace_that_was_removed_meanwhile_names_no_other(snap: Snap, work: Person) -> None:
    work.home.workspaces.remove("web")
    for argv in (["status"], ["log"], ["show", "1"], ["list"], ["commit"], ["diff"]):
        done = snap(*argv)
        assert done.code == 4 and "web" in done.err and "other" not in done.err


@pytest.mark.parametrize(
    "instruction",
    [
        *("HEALTHCHECK CMD id", "ONBUILD RUN id", "LABEL a=b", "VOLUME /x", "STOPSIGNAL 9", 'SHELL ["id"]', "RUN id"),
        *("", " ", "CMD\tx", "CMD x\nRUN id", "CMD x\r", "CMD x\x1b[2K", "CMD x\u2028RUN id", "CMD x\u202eRUN"),
        *("u\u017fer x", "CMD \udcff", "CMDx", "ENV A=b\0", "# CMD x", "\u00a0CMD x"),
    ],
)
def test_instructions_that_are_refused(snap: Snap, work: Person, instruction: str) -> None:
    done = snap("commit", "--change", instruction)
    assert done.code == 2 and "--change" in done.err and "\x1b" not in done.err
    assert len(work.home.line.summaries("web")) == 1


@pytest.mark.parametrize("message", ["a\x1b[2Jb", "a\rb", "a\x00b", "a\udcffb", "a\u2028b", "a\x9bb"])
def test_a_message_holds_no_control_characters(snap: Snap, work: Person, message: str) -> None:
    done = snap("commit", "-m", message)
    assert done.code == 2 and "control characters" in done.err
    assert len(work.home.line.summaries("web")) == 1


@pytest.mark.parametrize(
    "words",
    [["diff", "base", "latest", "--content"], ["diff", "base", "latest", "--config"], ["export-dockerfile", "-o", "-"]],
)
@pytest.mark.usefixtures("work")
def test_contents_are_shown_to_root_alone(snap: Snap, words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for caller in ("1000:0", ""):
        monkeypatch.setenv("SNAP_CALLER", caller)
        done = snap(*words)
        assert done.code == 2 and "only to root" in done.err and not done.out
    monkeypatch.setenv("SNAP_CALLER", "1000:1000")
    assert snap("diff", "base", "latest").code == 0


def test_a_dockerfile_is_not_proven_inside(snap: Snap, work: Person) -> None:
    done = snap("export-dockerfile", "-o", "-")
    assert done.code == 0 and done.out.startswith("FROM") and "nothing is proven" in done.err
    assert not EFFECTS & set(work.engine.calls)


@pytest.mark.parametrize(
    "where", [[], ["-o", "dir"], ["-o", "-", "-o", "dir"], ["--force"], ["-o", "-", "--secret", "TOKEN=/etc/hostname"]]
)
@pytest.mark.usefixtures("inside", "fake")
def test_no_files_of_the_host_are_written(
    snap: Snap, where: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = set(tmp_path.iterdir())
    done = snap("export-dockerfile", "--no-verify", *where)
    assert (
        done.code == 2
        and "inside a session" in done.err
        and "the host" in done.err
        and set(tmp_path.iterdir()) == before
    )


def commands() -> dict[str, Any]:
    group: Any = typer.main.get_command(build(""))
    return dict(group.commands)


def test_every_verb_is_checked_and_nothing_else_happens_while_words_are_parsed() -> None:
    for name, command in commands().items():
        assert isinstance(command, Verb), name
        for parameter in command.params:
            assert parameter.callback is None and parameter.expose_value and not parameter.is_eager, parameter.name


def test_the_list_of_what_is_allowed_names_what_there_is() -> None:
    known = {name: {parameter.name for parameter in command.params} for name, command in commands().items()}
    assert in_session.ALLOWED.keys() == OPTIONS.keys() <= known.keys()
    for verb, parameters in in_session.ALLOWED.items():
        assert parameters.keys() <= known[verb], verb


VALUES = st.sampled_from(
    [
        *("", "-", "--", "x", "web", "other", "latest", "HEAD", "1", "base", "9" * 5000, "/etc/motd", "dir", "FILE"),
        *("TOKEN=secret.txt", "TOKEN=env:HOME", "CMD x", "CMD x\nRUN y", "ONBUILD RUN x", "LABEL a=b", "auto", "mount"),
        *("\udcff", "..", "~", "/:/host", "snap/other:1", BASE, "-n", "-o", "-fn", "80:80", "all", THEIRS[:3]),
    ]
)


@st.composite
def typed(draw: st.DrawFn) -> tuple[list[str], set[str]]:
    """Return a command line, and the options that it was made with."""
    known = commands()
    verb = draw(st.sampled_from([*known, "lst", ""]))
    options = [(name, option) for option in known[verb].params for name in option.opts] if verb in known else []
    words = [*draw(st.sampled_from([[], [], [], ["--"], ["--"], ["-V"]])), verb]
    used = set()
    for name, option in draw(st.lists(st.sampled_from(options), max_size=5)) if options else []:
        if not name.startswith("-"):
            words.append(draw(VALUES))
        elif option.is_flag:
            words.append(name)
            used.add(name)
        else:
            used.add(name)
            value = draw(VALUES)
            forms = [[name, value], [f"{name}={value}" if name.startswith("--") else name + value]]
            words += draw(st.sampled_from(forms))
    words += draw(st.lists(st.one_of(VALUES, st.sampled_from(["--help", "-f", "--no-verify", "-o-"])), max_size=2))
    return words, used


@given(typed())
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_asked_nothing_happens_but_what_is_allowed(
    snap: Snap, work: Person, tmp_path: Path, line: tuple[list[str], set[str]]
) -> None:
    words, used = line
    before = state(tmp_path)
    work.engine.calls.clear()
    done = snap(*words)
    verb = next((word for word in words if word not in ("--", "-V")), "")
    event(f"{verb}: {done.code}")
    if done.code != 2 and not done.out.startswith(("Usage:", "snap ")):
        assert verb in OPTIONS and used <= set(OPTIONS[verb].split()), words
    assert done.code in (0, 2, 3, 4), done.err
    assert THEIRS not in done.out + done.err, words
    assert not EFFECTS & set(work.engine.calls), words
    assert state(tmp_path) == before, words
    assert len(work.home.line.summaries("other")) == 1


def test_the_program_runs_in_its_workspace(snap_home: Path, fake: FakeEngine) -> None:
    done = subprocess.run([*in_session.program("absent"), "log"], capture_output=True, text=True, check=False)
    assert done.returncode == 4 and "absent" in done.stderr
    done = subprocess.run([*in_session.program("web"), "stop"], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "inside" in done.stderr


def test_the_program_imports_nothing_from_where_the_session_was_started(snap_home: Path, tmp_path: Path) -> None:
    for name in ("typer", "json", "snapshotter", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text("import os; os._exit(99)")
    done = subprocess.run(
        [*in_session.program("web"), "stop"], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 2 and "inside" in done.stderr


class Replies(LocalEngine):
    """An engine that keeps what would be written into the container."""

    def __init__(self) -> None:
        super().__init__("/")
        self.written: list[Sequence[str]] = []

    def run(self, ident: str, argv: Sequence[str], **_: object) -> tuple[int, bytes]:
        self.written.append(argv[5:])
        return 0, b""


@pytest.fixture
def replies(snap_home: Path) -> Iterator[tuple[CallHandler, Replies]]:
    engine = Replies()
    program = in_session.program("web")
    yield CallHandler(cast(Engine, engine), "x", "/bin/sh", program, lambda: 80, lambda _: None), engine


def ask(handler: CallHandler, *words: str, waiting: int = 77) -> None:
    tracker = Tracker(CommandRecords("s", lambda _: None))
    handler.start(Mark("ask", ("1", str(waiting), "0", "0"), words), tracker, 1.0)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("show", "a\0b"), "07"),
        (("show", "\udcff"), "02"),
        (("show", "x" * 100_000), "02"),
        (("show", "x" * 10_000_000), "07"),
        (("show", *[""] * 300_000), "07"),
        (("-c", "import os; os._exit(0)"), "02"),
        (("-m", "http.server"), "02"),
    ],
    ids=["zero", "not UTF-8", "100 kB", "10 MB", "many words", "an option of Python", "another one"],
)
def test_words_of_any_form_do_no_harm(
    replies: tuple[CallHandler, Replies], words: tuple[str, ...], status: str, tmp_path: Path
) -> None:
    before = state(tmp_path)
    handler, engine = replies
    ask(handler, *words)
    handler.close()
    [lines] = engine.written
    assert lines[-2:] == [status, r"\n"]
    assert sum(map(len, lines)) < 2000 and state(tmp_path) == before


def test_only_so_many_calls_wait_at_a_time(replies: tuple[CallHandler, Replies]) -> None:
    handler, engine = replies
    handler.program = ["/bin/sh", "-c", "sleep 0.2"]
    for waiting in range(100):
        ask(handler, "log", waiting=waiting)
    handler.close()
    refused = [lines for lines in engine.written if any("too many calls" in line for line in lines)]
    assert len(engine.written) - len(refused) == MAX_CALLS


def test_nothing_of_the_container_is_in_the_environment_of_the_program(
    replies: tuple[CallHandler, Replies], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    handler, _ = replies
    write = "import json, os, sys; json.dump(dict(os.environ), open(sys.argv[1], 'w'))"
    handler.program = [sys.executable, "-c", write, str(tmp_path / "environment")]
    ask(handler, "SNAP_HOME=/x")
    handler.close()
    found = json.loads((tmp_path / "environment").read_text())
    changed = {name for name, value in found.items() if os.environ.get(name) != value}
    assert changed - {"LC_CTYPE"} == {"COLUMNS", "SNAP_CALLER"} and found["COLUMNS"] == "80"


def test_undo_works_only_in_the_shell_of_a_failed_build(
    snap: Snap, work: Person, inside: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("snapshotter.work.build.states.go_back", lambda _engine, _home, name: asked.append(name))
    assert snap("undo").code == 2 and not asked
    monkeypatch.setenv("SNAP_BUILD", "1")
    assert snap("undo", "--force").code == 2
    assert snap("undo", "-n", "other").code == 2 and not asked
    assert snap("undo").code == 0 and asked == ["web"]
    assert in_session.IN_BUILD.keys() == {"undo"}
    assert "pop('SNAP_BUILD'" in in_session.program("web")[-1]
    assert "SNAP_BUILD='1'" in in_session.program("web", in_build=True)[-1]
