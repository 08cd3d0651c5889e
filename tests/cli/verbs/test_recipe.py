"""The verb recipe: the draft as it is now."""

from __future__ import annotations

from tests.cli.conftest import Snap
from tests.work.fakes import Person


def test_the_draft_has_what_is_committed_and_what_is_not(snap: Snap, person: Person) -> None:
    person.does("echo 1 > /etc/one", {"/etc/one": "1\n"})
    assert snap("commit", "-m", "the first step").code == 0
    person.does("echo 2 > /etc/two", {"/etc/two": "2\n"})
    done = snap("recipe")
    assert (done.code, done.out.splitlines()[0]) == (0, "FROM debian:bookworm")
    assert done.out.endswith("\n") and "# the first step\n" in done.out and "# not committed yet\n" in done.out
    assert done.out.index("echo 1 > /etc/one") < done.out.index("echo 2 > /etc/two")
    assert "a draft, not proven" in done.err
    assert snap("recipe", "--json").data["dockerfile"] == done.out
    assert [one["seq"] for one in snap("log", "--json").data] == [1]


def test_nothing_recorded_is_the_base_alone(snap: Snap, person: Person) -> None:
    assert snap("recipe").out == "FROM debian:bookworm\n"


def test_failures_are_kept_when_asked_for(snap: Snap, person: Person) -> None:
    person.does("mkdir /srv/a/b", {}, status=1)
    person.does("echo 1 > /etc/one", {"/etc/one": "1\n"})
    assert "mkdir" not in snap("recipe").out
    assert "# failed with status 1: mkdir /srv/a/b" in snap("recipe", "--keep-failures").out
