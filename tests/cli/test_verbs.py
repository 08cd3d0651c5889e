"""Tests for each verb through `main`: exit codes, streams, and the JSON that programs rely on."""

from __future__ import annotations

import hashlib
import io
import re
import sys
from pathlib import Path
from typing import NoReturn

import pytest
from msgspec.structs import replace

from snapshotter.cli import options
from snapshotter.engine.api import Mount
from snapshotter.errors import EngineNotFound
from snapshotter.model import Proof
from snapshotter.record import session
from tests.cli.conftest import Done, Snap
from tests.work.fakes import FakeEngine, Person, put

COMMAND = {"text", "status", "cwd", "user", "begin", "end", "shell", "depth"}
CHANGE = {"path", "change", "kind", "mode", "uid", "gid", "size", "digest", "link", "by"}


class Stdin(io.BytesIO):
    """Standard input that is not a terminal."""

    @property
    def buffer(self) -> Stdin:
        return self


@pytest.fixture
def work(person: Person, snap: Snap) -> Done:
    """Two snapshots and one uncommitted command."""
    person.does("echo hi > /etc/motd", {"/etc/motd": "hi\n"})
    snap("commit", "-m", "first\nwith detail")
    person.does("x", {"/srv/a\x1b\udcff": "x"})
    person.does("for i in 1; do\n  false\ndone", status=1)
    done = snap("commit")
    person.does("later", {"/later": ""})
    return done


def test_start_detached_prints_the_name(snap: Snap, fake: FakeEngine) -> None:
    done = snap("start", "-d", "debian:bookworm", "--name", "web", "-e", "A=b", "-p", "80:80", "-v", "/x:/y")
    assert (done.code, done.out, done.err) == (0, "web\n", "")
    assert "attach" not in fake.calls


def test_start_enters_the_shell_and_returns_its_status(
    snap: Snap, fake: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    done = snap("start", "debian:bookworm")
    assert (done.code, done.out) == (7, "")
    assert "workspace debian" in done.err
    assert fake.calls[-1] == "attach"


def test_shell_without_a_terminal_runs_the_lines_of_stdin(
    snap: Snap, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Stdin(b"true\n"))
    assert snap("shell", "web").code == 7
    assert person.engine.calls[-1] == "pipe"


def test_shell_starts_a_stopped_container_with_a_message(
    snap: Snap, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    snap("stop")
    done = snap("shell")
    assert "is stopped; starting it" in done.err
    assert person.engine.boxes[person.workspace.container].state == "running"


def test_run_returns_the_status_of_the_command(snap: Snap, person: Person, tmp_path: Path) -> None:
    assert snap("run", "--", "ls", "-la").code == 7
    assert snap("run", "-n", "web", "ls", "--name", "x").code == 7
    assert person.engine.calls[-1] == "run"
    put(tmp_path, "script", "true\n")
    assert snap("run", "-f", str(tmp_path / "script")).code == 7
    assert person.engine.calls[-1] == "pipe"


@pytest.mark.parametrize(
    ("words", "ran"),
    [
        (["cd /srv && ls"], ("/bin/bash", "-c", "cd /srv && ls")),
        (["echo>f"], ("/bin/bash", "-c", "echo>f")),
        (["/opt/a program"], ("/opt/a program",)),
        (["ls"], ("ls",)),
        (["ls", "a b"], ("ls", "a b")),
    ],
)
def test_run_gives_a_lone_word_that_is_a_command_line_to_the_shell(
    snap: Snap, person: Person, monkeypatch: pytest.MonkeyPatch, words: list[str], ran: tuple[str, ...]
) -> None:
    def run_in_container(_: str, argv: list[str], **__: object) -> tuple[int, bytes]:
        return (0 if argv[-1] == "/opt/a program" else 127), b""

    seen: list[tuple[str, ...]] = []

    def stand_in(_engine: object, _workspace: object, _journal: object, argv: list[str], *_: object) -> int:
        seen.append(tuple(argv))
        return 0

    monkeypatch.setattr(person.engine, "run", run_in_container)
    monkeypatch.setattr(session, "run", stand_in)
    assert snap("run", "--", *words).code == 0
    assert seen == [ran]


def test_run_refuses_an_argument_that_is_not_utf8(snap: Snap, person: Person) -> None:
    done = snap("run", "--", "touch", "/f\udcff")
    assert (done.code, done.out) == (2, "")
    assert "not UTF-8" in done.err
    assert "run" not in person.engine.calls


def test_run_of_a_script_that_does_not_exist(snap: Snap, person: Person) -> None:
    done = snap("run", "-f", "/nonexistent")
    assert done.code == 2
    assert "cannot read /nonexistent: No such file" in done.err


def test_commit_prints_the_snapshot(snap: Snap, person: Person) -> None:
    person.does("echo hi > /etc/motd", {"/etc/motd": "hi\n"})
    person.engine.boxes[person.workspace.container].mounts = (Mount("volume", "v", "/data"),)
    done = snap("commit")
    assert done.code == 0
    assert done.out.splitlines()[0].startswith("snap/web:1  ")
    assert done.out.splitlines()[0].endswith("change /etc/motd")
    assert done.out.splitlines()[1] == "1 command, 1 changed path: 1 by commands"
    assert done.err == "left out: 12.3 kB in the volume at /data, which is not part of an image\n"


def test_mount_points_made_by_the_engine_are_named(snap: Snap, person: Person) -> None:
    for folder in ("srv/data/deep", "opt/own"):
        (person.upper / folder).mkdir(parents=True)
    person.engine.boxes[person.workspace.container].mounts = (Mount("volume", "v", "/srv/data/deep/"),)
    expected = dict.fromkeys(["/srv", "/srv/data", "/srv/data/deep"], "outside (mount point)") | dict.fromkeys(
        ["/opt", "/opt/own"], "outside"
    )
    for verb in ("status", "commit", "show"):
        assert {c["path"]: c["by"] for c in snap(verb, "--json").data["changes"]} == expected


def test_what_no_image_keeps_is_reported(snap: Snap, person: Person) -> None:
    person.does("touch", {"/srv/.wh.a\x1b": "", "/srv/.wh.b": "", "/tmp/.wh.c": ""})
    message = "not in the image: /srv/.wh.a\\e, /srv/.wh.b (in an image, such a name is the mark of a deletion)\n"
    assert snap("status").err == message
    assert sorted(snap("status", "--json").data["lost"]) == ["/srv/.wh.a\x1b", "/srv/.wh.b"]
    assert snap("commit").err == message
    assert snap("status").err == message


def test_commit_of_nothing_is_reported_and_no_error(snap: Snap, person: Person) -> None:
    done = snap("commit")
    assert (done.code, done.out) == (0, "")
    assert "nothing to commit" in done.err
    assert snap("commit", "--json").data is None


def test_commit_with_a_wrong_instruction(snap: Snap, person: Person) -> None:
    assert snap("commit", "--change", "RUN x").code == 2


def test_status_json(snap: Snap, person: Person, work: Done) -> None:
    data = snap("status", "--json").data
    assert data["workspace"] == "web"
    assert data["container"] == person.workspace.container
    assert data["state"] == "running"
    assert [command["text"] for command in data["commands"]] == ["later"]
    assert [change["path"] for change in data["changes"]] == ["/later"]
    assert data["commands"][0].keys() >= COMMAND
    assert data["changes"][0].keys() >= CHANGE


def test_status_as_text(snap: Snap, work: Done) -> None:
    out = snap("status").out
    assert "1 command since snapshot 2" in out
    assert "1 changed path: 1 by commands" in out
    assert "/later" in out


def test_status_without_readable_storage_limits_the_list(snap: Snap, person: Person) -> None:
    person.does("make", {f"/opt/file{number}": "" for number in range(100)})
    person.engine.in_place = False
    done = snap("status")
    assert "101 changed paths (the container's layer cannot be read here: not exact)" in done.out
    assert done.out.count("/opt/file") == 39
    assert "61 more paths: `snap status --all` shows them" in done.err
    assert snap("status", "--all").out.count("/opt/file") == 100
    data = snap("status", "--json").data
    assert (len(data["changes"]), data["exact"], data["accounts"]) == (101, False, None)


def test_status_without_readable_storage_names_what_is_unknown(snap: Snap, person: Person) -> None:
    person.does("x", {"/etc/one": "one"})
    snap("commit")
    person.engine.in_place = False
    done = snap("status")
    assert "nothing was run and nothing changed since snapshot 1, as far as the engine reports" in done.out
    assert "further changes to paths of the snapshots cannot be seen here" in done.err
    assert snap("status", "--json").data["exact"] is False
    person.does("y", {"/etc/one": "two", "/etc/two": "two", "/etc/motd": "two"})
    done = snap("status")
    assert "2 changed paths (the" in done.out
    assert "C   /etc/motd\nA   /etc/two" in done.out


def test_status_of_a_clean_workspace(snap: Snap, person: Person) -> None:
    assert "nothing was run and nothing changed since debian:bookworm" in snap("status").out


def test_status_of_a_container_that_is_gone(snap: Snap, person: Person) -> None:
    person.engine.boxes.clear()
    done = snap("status")
    assert done.code == 0
    assert "gone" in done.out
    assert snap("status", "--json").data["state"] == "gone"


def test_show_json(snap: Snap, work: Done) -> None:
    data = snap("show", "2", "--json").data
    assert data.keys() >= {"seq", "id", "image", "base", "message", "created", "commands", "changes"}
    assert (data["seq"], data["base"]) == (2, "debian:bookworm")
    assert [command["status"] for command in data["commands"]] == [0, 1]
    assert data["commands"][0].keys() >= COMMAND
    assert [change["path"] for change in data["changes"]] == ["/srv", "/srv/a\x1b\udcff"]
    assert data["changes"][1].keys() >= CHANGE
    assert data["changes"][1]["by"] == "command 1"
    assert "\\udcff" in snap("show", "2", "--json").out


def test_show_escapes_text_for_the_terminal(snap: Snap, work: Done) -> None:
    out = snap("show").out
    assert "\x1b" not in out
    assert r"/srv/a\e\xff" in out
    assert re.search(r"   2\.  for i in 1; do\n         false\n       done   \[1, [0-9.]+ s\]", out)


@pytest.mark.parametrize("rev", ["1", "latest", "HEAD"])
def test_show_accepts_every_form_of_a_snapshot(snap: Snap, work: Done, rev: str) -> None:
    assert snap("show", rev).code == 0
    ident = snap("show", rev, "--json").data["id"]
    assert snap("show", ident[:8], "--json").data["id"] == ident


def test_show_of_a_missing_snapshot(snap: Snap, work: Done) -> None:
    done = snap("show", "9")
    assert done.code == 4
    assert "choose one from 1 to 2" in done.err


def test_log_as_text_and_json(snap: Snap, person: Person, work: Done) -> None:
    person.home.line.add_proof("web", 1, Proof("equal", "fine"))
    lines = snap("log").out.splitlines()
    assert lines[0].startswith("2  ")
    assert lines[2].endswith("equal")
    assert lines[3] == "   first …"
    data = snap("log", "--json").data
    assert [(s["seq"], s["commands"], s["changes"]) for s in data] == [(2, 2, 2), (1, 1, 1)]
    assert data[1]["proof"]["verdict"] == "equal"
    assert "echo hi > /etc/motd" in snap("log", "--commands").out


def test_log_without_a_snapshot(snap: Snap, person: Person) -> None:
    done = snap("log")
    assert (done.code, done.out) == (0, "")
    assert "no snapshot yet" in done.err
    assert snap("log", "--json").data == []


def test_diff(snap: Snap, work: Done) -> None:
    assert "/later" in snap("diff").out
    assert "/etc/motd" in snap("diff", "base", "1").out
    assert "nothing differs" in snap("diff", "1", "1").err
    assert snap("diff", "1", "2", "/etc").out == ""
    content = snap("diff", "base", "latest", "--content").out
    assert "-welcome\n+hi\n" in content
    assert "\x1b" not in content
    data = snap("diff", "base", "1", "--json").data
    assert (data["from"], data["to"]) == ("base", "snapshot 1")
    assert data["changes"][0].keys() >= CHANGE


def test_blame(snap: Snap, work: Done) -> None:
    assert "echo hi > /etc/motd" in snap("blame", "/etc/motd").out
    assert "echo hi > /etc/motd" in snap("blame", "/etc").out
    data = snap("blame", "etc/motd", "--json").data
    assert (data[0]["seq"], data[0]["command"]["text"]) == (1, "echo hi > /etc/motd")
    done = snap("blame", "/nosuch")
    assert done.code == 4
    assert "there is no /nosuch in web" in done.err


def test_blame_of_uncommitted_changes_and_of_the_base(snap: Snap, person: Person) -> None:
    assert "base image" in snap("blame", "/etc/motd").out
    (found,) = snap("blame", "/etc/motd", "--json").data
    assert (found["origin"], found["seq"], found["package"], found["kind"]) == ("base", 0, "", "file")
    odd = "/etc/odd\n\x1b[1m\udcff"
    person.does("make it", {"/etc/motd": "mine\n", odd: "x"})
    (found,) = snap("blame", "/etc//./motd", "--json").data
    assert (found["origin"], found["seq"], found["command"]["text"]) == ("uncommitted", None, "make it")
    assert found["change"]["digest"] == hashlib.sha256(b"mine\n").hexdigest()
    (new,) = snap("blame", odd, "--json").data
    assert new["change"]["digest"] == hashlib.sha256(b"x").hexdigest()
    assert {row["change"]["path"] for row in snap("blame", "/etc", "--json").data} >= {"/etc/motd", odd}
    assert "now" in snap("blame", odd).out and "\\n\\e[1m\\xff" in snap("blame", odd).out
    assert "\x1b" not in snap("blame", odd + "none").err


def test_blame_of_a_path_that_changed_since_its_snapshot(snap: Snap, person: Person, work: Done) -> None:
    person.does("echo again > /etc/motd", {"/etc/motd": "again\n"})
    data = snap("blame", "/etc/motd", "--json").data
    assert [(one["origin"], one["command"]["text"]) for one in data[:2]] == [
        ("uncommitted", "echo again > /etc/motd"),
        ("snapshot", "echo hi > /etc/motd"),
    ]
    (motd,) = (one for one in snap("blame", "/etc", "--json").data if one["change"]["path"] == "/etc/motd")
    assert motd["origin"] == "uncommitted"


def test_blame_without_an_engine_searches_the_snapshots(
    snap: Snap, person: Person, work: Done, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> NoReturn:
        raise EngineNotFound("no container engine answers")

    monkeypatch.setattr(options, "engine", none)
    done = snap("blame", "/etc/motd")
    assert (done.code, "echo hi > /etc/motd" in done.out) == (0, True)
    assert "no container engine answers: changes since the last snapshot are unknown" in done.err
    assert snap("blame", "/nosuch").code == 3


def test_blame_without_readable_storage_names_what_is_unknown(snap: Snap, person: Person, work: Done) -> None:
    person.does("x", {"/opt/new": "new"})
    person.engine.in_place = False
    done = snap("blame", "/etc/motd")
    assert "echo hi > /etc/motd" in done.out
    assert "the container's layer cannot be read here: changes since" in done.err
    done = snap("blame", "/opt/new")
    assert done.code == 4
    assert "later changes cannot be read here" in done.err
    assert "snap commit -n web" in done.err


def test_list(snap: Snap, work: Done) -> None:
    assert "*" in snap("list").out
    data = snap("list", "--json").data
    assert [(row["workspace"], row["state"], row["snapshots"], row["current"]) for row in data] == [
        ("web", "running", 2, True)
    ]


def test_list_without_a_workspace(snap: Snap) -> None:
    done = snap("list")
    assert (done.code, done.out) == (0, "")
    assert "snap start IMAGE" in done.err
    assert snap("list", "--json").data == []


def test_rm_refuses_without_force(snap: Snap, person: Person, work: Done) -> None:
    refused = snap("rm", "web")
    assert refused.code == 5
    assert "holds 2 snapshots and work that is not committed" in refused.err
    done = snap("rm", "--force", "-n", "web")
    assert (done.code, done.out) == (0, "")
    assert "web is removed" in done.err
    assert snap("rm", "web").code == 4


def test_doctor(snap: Snap, person: Person, work: Done) -> None:
    assert snap("doctor").code == 0
    person.engine.boxes.clear()
    done = snap("doctor", "--json")
    assert done.code == 1
    assert [f["subject"] for f in done.data if not f["well"]] == ["workspace web"]


@pytest.mark.parametrize(
    "verb",
    [["status"], ["log"], ["show"], ["diff"], ["blame", "/x"], ["commit"], ["shell"], ["run", "ls"], ["stop"], ["rm"]],
)
def test_a_workspace_that_does_not_exist(snap: Snap, person: Person, verb: list[str]) -> None:
    done = snap(verb[0], "-n", "wbe", *verb[1:])
    assert (done.code, done.out) == (4, "")
    assert "there is no workspace wbe" in done.err
    assert "did you mean web" in done.err


def test_the_environment_names_the_workspace(snap: Snap, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    person.home.workspaces.put(replace(person.workspace, name="db"))
    monkeypatch.setenv("SNAP_NAME", "db")
    assert snap("status", "--json").data["workspace"] == "db"
    assert snap("status", "-n", "web", "--json").data["workspace"] == "web"


def test_a_store_of_a_newer_version(snap: Snap, person: Person, work: Done) -> None:
    (person.home.line.repository / "snapshotter-format").write_text("99\n")
    for verb in ("log", "status", "commit"):
        done = snap(verb)
        assert done.code == 6
        assert "format 99" in done.err
