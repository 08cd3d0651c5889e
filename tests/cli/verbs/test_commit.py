"""Tests for `snap commit` while a command runs, and where it is not clear which workspace is meant."""

from __future__ import annotations

import os
import re
import sys

import pytest
from msgspec.structs import replace

from snapshotter.cli import in_session
from snapshotter.store.home import Home
from snapshotter.store.journal.journal import open_record
from snapshotter.store.journal.records import Close
from snapshotter.work import start as starting
from snapshotter.work.commit import waiting
from tests.cli.conftest import Snap
from tests.work.fakes import BASE, FakeEngine, Person


@pytest.fixture(autouse=True)
def short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "SECONDS", 0.2)


def test_without_a_terminal_a_running_command_is_a_conflict(snap: Snap, person: Person) -> None:
    with person.runs("make\x1b[2J", {"/x": "1"}):
        done = snap("commit")
    assert (done.code, done.out) == (5, "")
    assert re.match(r"snap: `make\\e\[2J` has been running for \d+ s in web\n  next: wait until it has ended", done.err)
    assert "`snap commit --now -n web`" in done.err


@pytest.mark.parametrize("redirected", ["stdin", "stderr"])
def test_with_one_of_the_streams_redirected_there_is_no_terminal(
    snap: Snap, person: Person, monkeypatch: pytest.MonkeyPatch, redirected: str
) -> None:
    for name in {"stdin", "stderr"} - {redirected}:
        monkeypatch.setattr(getattr(sys, name), "isatty", lambda: True)
    with person.runs("make", {"/x": "1"}):
        assert snap("commit").code == 5


def test_now_makes_the_snapshot_and_says_what_is_unfinished(snap: Snap, person: Person) -> None:
    with person.runs("make", {"/x": "1"}) as make:
        done = snap("commit", "--now", "-m", "early")
        assert done.code == 0 and "1 command, 1 changed path: 1 by commands" in done.out
        assert re.match(r"`make` has been running for \d+ s: it is unfinished in this snapshot", done.err)
        assert [(c["status"], c["outcome"]) for c in snap("status", "--json").data["commands"]] == [(None, "running")]
        again = snap("commit", "--now")
        assert again.code == 0 and again.out == ""
        assert re.match(r"`make` has been running for \d+ s in web and has changed nothing since the last", again.err)
        make({"/y": "1"})
    assert snap("commit").code == 0
    for number, outcome, end, path in (("1", "unfinished", None, "/x"), ("2", "0", float, "/y")):
        data = snap("show", number, "--json").data
        ((command,), (change,)) = data["commands"], data["changes"]
        assert (command["text"], command["outcome"]) == ("make", outcome)
        assert command["end"] is None if end is None else isinstance(command["end"], float)
        assert (change["path"], change["by"]) == (path, "command 1")
    assert "[unfinished]" in snap("show", "1").out and "unfinished" in snap("log", "--commands").out


def test_a_call_inside_a_session_does_not_wait_for_itself(
    snap: Snap, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(in_session.VARIABLE, "web")
    monkeypatch.setenv("SNAP_NAME", "web")
    with person.runs("make; snap commit", {"/x": "1"}) as make:
        assert snap("commit").code == 5
        make(asked=True)
        assert snap("commit").code == 0
        make({"/y": "1"})
        assert snap("commit", "--now").code == 0


def test_a_workspace_in_use_elsewhere_is_not_committed_by_guess(
    snap: Snap, fake: FakeEngine, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("web", "api"):
        starting.start(fake, home, starting.Request(BASE, name), lambda _: None)
    elsewhere = replace(open_record("b"), terminal="/dev/pts/9", leader=os.getpid(), leader_start="0")
    home.journal("web").append(open_record("a"))
    home.journal("web").append(Close("a", 2.0))
    home.journal("api").append(elsewhere)
    done = snap("commit")
    assert (done.code, done.out) == (2, "")
    assert "web was left last in this terminal, but api was used last and has a session on /dev/pts/9" in done.err
    assert "next: name it: `snap commit -n web` or `snap commit -n api`" in done.err
    assert snap("commit", "-n", "api").code == 0
    monkeypatch.setenv("SNAP_NAME", "api")
    assert snap("commit").code == 0


def test_a_secret_in_the_message_is_replaced_and_that_is_said(snap: Snap, person: Person) -> None:
    person.does("x", {"/x": "1"})
    done = snap("commit", "-m", "set password Pfeffer6049%kd")
    assert done.code == 0 and "Pfeffer" not in done.out + done.err
    assert "the message held a secret, which is not stored; in its place: SNAP_SECRET_" in done.err
    (found,) = snap("log", "--json").data
    assert re.fullmatch("set password SNAP_SECRET_[0-9a-f]{8}", found["message"])
    person.does("y", {"/y": "1"})
    assert "secret" not in snap("commit", "-m", "add SNAP_SECRET_1a2b3c4d").err


def test_a_secret_in_an_instruction_is_refused_and_can_be_allowed(snap: Snap, person: Person) -> None:
    line = "CMD app --password Pfeffer6049%kd"
    done = snap("commit", "--change", line)
    assert done.code == 2 and "Pfeffer" not in done.err and "--allow-secret CMD" in done.err
    assert snap("log", "--json").data == []
    assert snap("commit", "--change", line, "--allow-secret", "CMD").code == 0
