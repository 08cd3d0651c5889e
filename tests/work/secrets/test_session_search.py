"""What a session keeps of the secrets that were typed in it, and the search of the files at its end."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from snapshotter.engine.api import Engine
from snapshotter.model import Snapshot, Workspace
from snapshotter.secrets.known_values import KnownValues
from snapshotter.store import home as homes
from snapshotter.store.home import Home
from snapshotter.store.journal.records import SecretFile
from snapshotter.work.commit.commit import commit
from snapshotter.work.secrets import session_search
from snapshotter.work.secrets.session_search import search
from snapshotter.work.shell import feed, run
from snapshotter.work.start import Request, start
from snapshotter.work.versions.removal import remove
from tests.work.fakes import Person

SECRET = "Pfeffer-Muehle-77"


def test_only_files_that_changed_in_the_session_are_searched(person: Person) -> None:
    person.does("x", {"/a": SECRET, "/b": "nothing", "/c": f"{SECRET}!"})
    found = dict(search(person.engine, person.workspace, KnownValues([SECRET]), 0.0))
    assert found.keys() == {"/a", "/c"} and all(len(digest) == 64 for digest in found.values())
    assert dict(search(person.engine, person.workspace, KnownValues([SECRET]), 1e11)) == {}


def test_what_the_time_does_not_suffice_for_is_said(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_search, "BUDGET", -1.0)
    person.does("x", {"/a": SECRET})
    assert dict(search(person.engine, person.workspace, KnownValues([SECRET]), 0.0)) == {"/a": ""}


def test_large_files_get_no_digest(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_search, "LARGEST", 2 * len(SECRET))
    person.does("x", {"/a": SECRET, "/b": SECRET + "x" * 99, "/c": "x"})
    found = dict(search(person.engine, person.workspace, KnownValues([SECRET]), 0.0))
    assert found.keys() == {"/a", "/b"} and len(found["/a"]) == 64 and found["/b"] == ""


@pytest.fixture
def real(engine: Engine, busybox: str, tmp_path: Path) -> Iterator[tuple[Engine, Home, Workspace]]:
    home = homes.at(tmp_path)
    workspace = start(engine, home, Request(busybox, f"secret-files-{id(tmp_path):x}"), lambda _: None)
    yield engine, home, workspace
    remove(engine, home, workspace.name, force=True, purge=True)


Withheld = Callable[[], set[str]]


def _commit(engine: Engine, home: Home, workspace: Workspace) -> Snapshot:
    made = commit(engine, home, workspace, "", (), lambda _: None)
    assert made is not None
    return made.snapshot


def _withheld(snapshot: Snapshot) -> set[str]:
    return {change.path for change in snapshot.changes if change.secret}


@pytest.mark.engine
def test_a_secret_is_found_in_files_of_programs_after_the_session(real: tuple[Engine, Home, Workspace]) -> None:
    engine, home, workspace = real
    lines = f"""
        export DB_PASSWORD='{SECRET}'
        sh -c 'echo $DB_PASSWORD > /a'
        printf 'ab%s' "$DB_PASSWORD" | base64 > /b
        URL="https://bob:$DB_PASSWORD@host/"; echo "driver=${{URL%%:*}}" > /c
        """
    feed(engine, home, workspace, io.BytesIO(lines.encode()), lambda _: None)
    hits = [record for _, record in home.journal(workspace.name).records() if isinstance(record, SecretFile)]
    assert sorted(record.path for record in hits) == ["/a", "/b"]
    home.memory(workspace.name).forget()  # as a restart of the host does
    assert _withheld(_commit(engine, home, workspace)) == {"/a", "/b"}


@pytest.mark.engine
def test_a_later_session_knows_the_secrets_of_an_earlier_one(real: tuple[Engine, Home, Workspace]) -> None:
    engine, home, workspace = real
    run(engine, home, workspace, ["sh", "-c", f"mysql --password={SECRET}; :"], lambda _: None)
    run(engine, home, workspace, ["sh", "-c", f"echo {SECRET} > /a; : --password={SECRET}"], lambda _: None)
    engine.run(workspace.container, ["sh", "-c", f"echo {SECRET} > /b; echo x > /c"])
    snapshot = _commit(engine, home, workspace)
    assert _withheld(snapshot) == {"/a", "/b"}
    words = {command.text.partition("SNAP_SECRET_")[2][:8] for command in snapshot.commands}
    assert len(words) == 1 and SECRET not in str(snapshot.commands)


@pytest.mark.engine
def test_the_value_of_a_variable_of_the_workspace_is_known(engine: Engine, busybox: str, tmp_path: Path) -> None:
    home = homes.at(tmp_path)
    request = Request(busybox, f"secret-env-{id(tmp_path):x}", env=(f"DB_PASSWORD={SECRET}", "MODE=fast"))
    workspace = start(engine, home, request, lambda _: None)
    try:
        engine.run(workspace.container, ["sh", "-c", f"echo {SECRET} > /a; echo fast > /b"])
        assert _withheld(_commit(engine, home, workspace)) == {"/a"}
    finally:
        remove(engine, home, workspace.name, force=True, purge=True)
    assert home.memory(workspace.name).load() is None


def test_a_name_of_a_user_or_package_is_found_only_where_it_is_announced(person: Person) -> None:
    files = {
        "/etc/passwd": "grafana:x:999:999::/:/bin/false\n",
        "/var/lib/dpkg/info/loki-server.list": "/usr\n",
        "/a": "user = grafana\nlog = loki-server\n",
        "/b": "password = grafana\n",
        "/c": "token = loki-server\n",
        "/d": "user = kieselrock\n",
    }
    person.does("x", files)
    known = KnownValues(["grafana", "loki-server", "kieselrock"])
    assert dict(search(person.engine, person.workspace, known, 0.0)).keys() == {"/b", "/c", "/d"}
