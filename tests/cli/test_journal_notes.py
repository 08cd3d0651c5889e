"""A journal that is damaged, lost its end or lacks records: it is said where commands are shown, and never a bug."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from snapshotter.store.journal.records import Begin, End, encode
from snapshotter.store.journal.spool import Spool
from tests.cli.conftest import Snap
from tests.work.fakes import Person

READING = [("status",), ("status", "--json"), ("log",), ("diff",), ("blame", "/a"), ("list",), ("doctor",), ("commit",)]


def journal(person: Person) -> Path:
    return person.home.journal(person.workspace.name).path


def test_commands_after_a_lost_end_are_shown_and_committed(snap: Snap, person: Person) -> None:
    person.does("one", {"/a": "1"})
    person.does("two", {"/b": "2"})
    assert snap("commit").code == 0
    os.truncate(journal(person), 60)
    assert "lost its end" in snap("status").err
    person.does("three", {"/c": "3"})
    shown = snap("status")
    assert "three" in shown.out and "two" not in shown.out and "lost its end" in shown.err
    refused = snap("rm", "web")
    assert refused.code == 5 and "not committed" in refused.err
    made = snap("commit", "--json")
    assert [command["text"] for command in made.data["commands"]] == ["three"]
    assert "lost its end" in made.err
    assert "lost its end" not in snap("status").err
    assert snap("status").err == ""


def test_a_damaged_line_is_named_until_it_is_behind_a_snapshot(snap: Snap, person: Person) -> None:
    person.does("one", {"/a": "1"})
    person.does("two", {"/b": "2"})
    data = journal(person).read_bytes()
    journal(person).write_bytes(data.replace(b'"text":"one"', b'"text":"0ne"'))
    assert "line 3 has a wrong checksum" in snap("status").err
    made = snap("commit", "--json")
    assert [command["text"] for command in made.data["commands"]] == ["two"]
    assert "line 3 has a wrong checksum" in made.err
    assert "checksum" not in snap("status").err


def test_commands_that_wait_for_room_are_named_and_then_committed(
    snap: Snap, person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    spool = Spool(journal(person), "s")
    spool.add(encode(Begin("s", 1, 1.0, "waits", "/", "root", "bash", 1)))
    spool.add(encode(End("s", 1, 1.5, 0)))
    assert f"they wait in {spool.path}" in snap("status").err
    refused = snap("commit")
    assert refused.code == 6 and "free some space" in refused.err
    spool.leave()
    assert [command["text"] for command in snap("commit", "--json").data["commands"]] == ["waits"]
    assert snap("status").err == ""


@pytest.mark.parametrize(
    "line",
    [
        b"[" * 50_000 + b"]" * 50_000,
        b'{"record":"begin","session":"s","number":1,"at":1e999,"text":"x","cwd":"/","user":"u","shell":"sh","depth":1}',
        b'{"record":"begin","session":"s","number":1,"at":9e11,"text":"x","cwd":"/","user":"u","shell":"sh","depth":9999}',
        b'{"record":"end","session":"s","number":"one","at":[],"status":{}}',
        b'{"record":"open","session":"s","at":1,"host_pid":' + b"9" * 40 + b"}",
        b'{"record":"secret","session":"s","at":1,"path":7}',
        b'{"format":"snap-journal","version":[]}',
    ],
    ids=range(7),
)
def test_no_line_of_a_journal_ends_a_verb_as_a_bug(snap: Snap, person: Person, line: bytes) -> None:
    person.does("one", {"/a": "1"})
    journal(person).write_bytes(journal(person).read_bytes() + line + b"\n")
    for words in READING:
        assert snap(*words).code != 70, words


@pytest.mark.parametrize("text", [b"[" * 50_000, b'{"created":1e999}', b'{"format":1e999}', b"1" * 5000])
def test_no_record_of_a_workspace_does_either(snap: Snap, person: Person, text: bytes) -> None:
    file = person.home.workspaces.path("web") / "workspace.json"
    whole = file.read_bytes()
    for content in (text, whole.replace(b'"created":', b'"created":1e999,"x":')):
        file.write_bytes(content)
        for words in READING:
            assert snap(*words).code != 70, words
