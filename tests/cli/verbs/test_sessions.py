"""The verbs that begin a session: as which user, where, with which variables, and what is left of a workspace after."""

from __future__ import annotations

import pytest

from snapshotter.errors import UsageError
from snapshotter.model import Workspace
from snapshotter.record import session
from snapshotter.work.shell import as_asked
from tests.cli.conftest import Snap
from tests.work.fakes import BASE, FakeEngine, Person


@pytest.fixture
def begun(person: Person, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Workspace, list[str]]]:
    """The sessions that verbs begin: the workspace as it is for the session, and the command, if it is one."""
    found: list[tuple[Workspace, list[str]]] = []

    def stand_in(_engine: object, workspace: Workspace, _journal: object, *words: object, **_: object) -> int:
        found.append((workspace, [str(word) for word in words[0]] if words and isinstance(words[0], list) else []))
        return 7

    for verb in ("attach", "pipe", "run"):
        monkeypatch.setattr(session, verb, stand_in)
    return found


@pytest.mark.parametrize("words", [("shell",), ("run",), ("exec", "web", "ls"), ("shell", "web")])
def test_a_session_is_begun_as_it_is_asked(
    snap: Snap, begun: list[tuple[Workspace, list[str]]], monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("FROM_HOST", "b")
    verb, *rest = words
    command = ["ls"] if verb == "run" else rest
    assert snap(verb, "-u", "app:app", "-w", "/srv", "-e", "A=1", "-e", "FROM_HOST", *command).code == 7
    workspace, _ = begun[0]
    assert (workspace.user, workspace.workdir, workspace.env) == ("app:app", "/srv", ("A=1", "FROM_HOST=b"))
    assert snap("shell").code == 7
    assert begun[1][0].user == ""  # for that session only


def test_exec_takes_the_words_of_docker(snap: Snap, begun: list[tuple[Workspace, list[str]]]) -> None:
    assert snap("exec", "-it", "web", "ls", "-l").code == 7
    assert snap("exec", "ls", "-l").code == 7
    assert snap("exec", "-n", "web", "web").code == 7
    assert [words for _, words in begun] == [["ls", "-l"], ["ls", "-l"], ["web"]]


def test_a_variable_replaces_that_of_the_workspace(person: Person) -> None:
    from msgspec.structs import replace

    workspace = replace(person.workspace, env=("A=0", "B=2"))
    assert as_asked(workspace, "", "", ["A=1"]).env == ("B=2", "A=1")
    assert as_asked(workspace, "", "", []) == workspace
    for wrong in ({"workdir": "srv", "env": []}, {"workdir": "", "env": ["=x"]}):
        with pytest.raises(UsageError):
            as_asked(workspace, "", str(wrong["workdir"]), list(wrong["env"]))


def test_restart_stops_and_starts(snap: Snap, person: Person) -> None:
    person.engine.calls.clear()
    assert "web is started again" in snap("restart", "web").err
    assert [call for call in person.engine.calls if call in ("stop", "start")] == ["stop", "start"]


def test_a_workspace_goes_with_its_shell(snap: Snap, fake: FakeEngine) -> None:
    done = snap("start", "--rm", BASE, "--name", "brief")
    assert done.code == 7
    assert "brief is removed" in done.err
    assert snap("list", "--json").data == []


def test_a_committed_workspace_that_goes_with_its_shell_can_be_had_back(
    snap: Snap, fake: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def commits(*_: object, **__: object) -> int:
        from snapshotter.store import home, paths
        from snapshotter.work.commit.commit import commit

        stores = home.at(paths.home())
        workspace = stores.workspaces.get("brief")
        Person(fake, stores, workspace).does("x", {"/srv/x": "1\n"})
        commit(fake, stores, workspace, "first", (), lambda _: None)
        return 0

    monkeypatch.setattr(session, "pipe", commits)
    done = snap("start", "--rm", BASE, "--name", "brief")
    assert done.code == 0 and "snap op undo" in done.err
    assert snap("op", "undo").code == 0
    assert snap("list", "--json").data[0]["workspace"] == "brief"


def test_a_workspace_without_a_shell_to_go_with_is_refused(snap: Snap, fake: FakeEngine) -> None:
    assert snap("start", "--rm", "-d", BASE).code == 2
