"""Which files a commit withholds: for secrets in them, whoever wrote them, and for what could not be searched."""

from __future__ import annotations

import base64

import pytest

from snapshotter.model import Snapshot
from snapshotter.store.journal.records import SecretFile
from snapshotter.work.commit.commit import commit
from snapshotter.work.commit.waiting import Patience
from snapshotter.work.secrets import file_search
from snapshotter.work.secrets.file_search import HELD, NOT_SEARCHED, TYPED
from tests.work.fakes import Person

SECRET = "Pfeffer-Muehle-77"


def committed(person: Person) -> Snapshot:
    made = commit(person.engine, person.home, person.workspace, "", (), lambda _: None, (), Patience(seconds=0.1))
    assert made is not None
    return made.snapshot


def withheld(person: Person) -> dict[str, str]:
    return {change.path: change.secret for change in committed(person).changes if change.secret}


def typed(person: Person, *values: str) -> None:
    """Let the memory hold secrets as a session leaves them there."""
    memory = person.home.memory("web")
    memory.begin()
    for value in values:
        memory.add(value)


def restart(person: Person) -> None:
    """Let the host restart."""
    person.home.memory("web").forget()


def test_a_secret_that_was_typed_is_found_in_whatever_file_and_encoding(person: Person) -> None:
    typed(person, SECRET)
    encoded = base64.b64encode(b"x" + SECRET.encode() + b"yz").decode()
    person.does(
        "./install.sh",
        {
            "/a": f"1 {SECRET} 2",
            "/b": encoded,
            "/c": SECRET.encode().hex(),
            "/d": "Pfeffer",
            "/usr/x.bin": f"\0{SECRET}",
        },
    )
    assert withheld(person) == dict.fromkeys(("/a", "/b", "/c", "/usr/x.bin"), TYPED)


def test_a_file_is_not_withheld_for_the_command_that_wrote_it(person: Person) -> None:
    typed(person, SECRET)
    person.does(
        'URL=https://u:SNAP_SECRET_1a2b3c4d@h/; echo "driver=${URL%%:*}" > /app.conf', {"/app.conf": "driver=https\n"}
    )
    assert withheld(person) == {}


def test_a_secret_is_found_behind_the_first_megabyte_and_across_pieces(person: Person) -> None:
    typed(person, SECRET)
    person.does("dump", {"/big": "x" * ((1 << 20) - 5) + SECRET + "y" * 100, "/clean": "x" * (1 << 21)})
    assert withheld(person) == {"/big": TYPED}


def test_what_the_budget_does_not_suffice_for_is_withheld(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_search, "BUDGET", 0.0)
    typed(person, SECRET)
    person.does("dump", {"/big": "x" * (1 << 21), "/small": "x"})
    assert withheld(person) == {"/big": NOT_SEARCHED}


def test_without_typed_secrets_the_form_counts_in_files_of_any_size_and_number(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("snapshotter.work.commit.snapshot.TOTAL_LIMIT", 10)
    token = "ghp_f3kQx7LmT0vRz2NcW8yJpB5sHd1GaEu64oXi"
    person.does("cp", {"/a": "x" * 20 + token, "/b": "x" * (1 << 20), "/c": token + "x\n" * (1 << 20), "/e": ""})
    snapshot = committed(person)
    assert {c.path for c in snapshot.changes if c.secret} == {"/a", "/c"}
    assert {c.path for c in snapshot.changes if c.content} == {"/e"}


def test_a_hit_of_the_session_counts_after_a_restart_and_for_copies(person: Person) -> None:
    person.does("x", {"/a": SECRET})
    first = committed(person)
    (digest,) = (change.after.digest for change in first.changes if change.after)
    restart(person)
    person.home.journal("web").append(SecretFile("s", 1.0, "/b", digest))
    person.does("cp a b; cp a c", {"/b": SECRET, "/c": SECRET})
    assert withheld(person) == {"/b": TYPED, "/c": TYPED}
    person.does("cp c d", {"/d": SECRET})
    assert withheld(person) == {"/d": TYPED}


def test_a_file_that_held_one_and_changes_later_is_searched_if_the_secret_is_known(person: Person) -> None:
    typed(person, SECRET)
    person.does("x", {"/a": SECRET, "/b": SECRET})
    assert withheld(person) == {"/a": TYPED, "/b": TYPED}
    person.does("y", {"/a": SECRET + "more", "/b": "nothing"})
    assert withheld(person) == {"/a": TYPED}
    restart(person)
    person.does("z", {"/a": SECRET + "even more", "/c": "new"})
    assert withheld(person) == {"/a": HELD}


def test_after_a_restart_what_no_session_could_search_is_withheld(person: Person) -> None:
    journal = person.home.journal("web")
    journal.append(SecretFile("s", 1.0, "/a"))
    person.does("x", {"/a": "1", "/b": "2"})
    assert withheld(person) == {"/a": NOT_SEARCHED}
    journal.append(SecretFile("s", 1.0, ""))
    person.does("x", {"/c": "1", "/d": "2"})
    assert withheld(person) == {"/c": NOT_SEARCHED, "/d": NOT_SEARCHED}
    person.does("x", {"/e": "1"})  # the record is from before the last snapshot
    assert withheld(person) == {}


def test_what_could_not_be_searched_is_searched_by_the_commit_while_the_secret_is_known(person: Person) -> None:
    typed(person, SECRET)
    person.home.journal("web").append(SecretFile("s", 1.0, ""))
    person.does("x", {"/a": SECRET, "/b": "2"})
    assert withheld(person) == {"/a": TYPED}


def test_names_of_the_image_and_of_users_are_no_secrets_elsewhere(person: Person) -> None:
    typed(person, "motdname", "grafana", "kieselrock")
    person.does(
        "./setup.sh",
        {
            "/etc/passwd": "root:x:0:0::/root:/bin/sh\ngrafana:x:999:999::/:/bin/false\n",
            "/etc/app.conf": "user = grafana\n",
            "/etc/b.conf": "password = grafana\n",
            "/etc/c.conf": "user = kieselrock\n",
        },
    )
    assert set(withheld(person)) == {"/etc/b.conf", "/etc/c.conf"}
