"""The verbs squash, cherry-pick, rebase and bisect with the fake engine: output, JSON and exit codes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.cli.conftest import Snap
from tests.work.fakes import FakeEngine, Person


@pytest.fixture
def line(snap: Snap, person: Person) -> Person:
    """Two snapshots, of which the second does what fails elsewhere."""
    person.does("echo 1 > /srv/one", {"/srv/one": "1\n"})
    assert snap("commit", "-m", "one").code == 0
    person.does("make two", {"/srv/two": "2\n"})
    assert snap("commit", "-m", "two").code == 0
    return person


def runs(engine: FakeEngine, statuses: dict[str, int]) -> None:
    """Let the fake engine run what has no effect, with these exit statuses by a part of the text."""

    def program(ident: str, argv: Sequence[str]) -> tuple[int, bytes]:
        found = next((status for text, status in statuses.items() if text in argv[-1]), 0)
        return found, b"out\x1b[2Jput\n"

    engine.program = program


def test_a_rebase_whose_step_fails_says_how_to_go_on(snap: Snap, line: Person, fake: FakeEngine) -> None:
    fake.add_image("debian:trixie", {"/etc/motd": "welcome\n"})
    runs(fake, {"make two": 2})
    done = snap("rebase", "debian:trixie", "-n", "web")
    assert done.code == 1
    rows = [row.split() for row in done.out.splitlines()]
    assert rows[0] == ["SNAPSHOT", "STEP", "STATUS", "DIFFERS", "COMMAND"]
    assert ["2", "failed", "0", "→", "2", "make", "two"] in rows
    assert "snapshot 1: /srv/one: not changed any more" in done.out
    assert "web-rebased: 1 of 2 snapshots on debian:trixie" in done.out
    assert "snapshot 2: make two: exit status 2, which was 0" in done.err
    assert "| out" in done.err and "\x1b" not in done.err
    assert "`snap shell web-rebased` goes on by hand there" in done.err
    made = snap("rebase", "debian:trixie", "-n", "web", "--json")
    assert made.code == 1
    assert made.data["workspace"] == "web-rebased-2"
    assert [one["new"] for one in made.data["snapshots"]] == [1, None]
    assert (made.data["failed"]["text"], made.data["failed"]["status"], made.data["left"]) == ("make two", 2, [])


def test_a_cherry_pick(snap: Snap, line: Person, fake: FakeEngine) -> None:
    assert snap("start", "debian:bookworm", "--name", "other").code in (0, 7)
    runs(fake, {})
    done = snap("cherry-pick", "web:1", "-n", "other")
    assert done.code == 0
    assert "one (from web:1)" in done.out
    runs(fake, {"make two": 2})
    failed = snap("cherry-pick", "web:2", "-n", "other", "--json")
    assert failed.code == 1
    assert failed.data["failed"]["problem"] == "exit status 2, which was 0"
    assert "`snap undo -n other` takes back what was done" in failed.err


def test_squash_and_bisect(snap: Snap, line: Person, fake: FakeEngine) -> None:
    runs(fake, {})
    nothing = snap("bisect", "-n", "web", "--run", "true")
    assert nothing.code == 2
    assert "snapshot 2 is not bad: the command exits with 0" in nothing.err
    assert snap("bisect", "-n", "web").code == 2

    def worse(ident: str, argv: Sequence[str]) -> tuple[int, bytes]:
        image = fake.container(ident).image
        return int(bool(list(fake.read_files(image, ["/srv/two"])))), b""

    fake.program = worse
    done = snap("bisect", "-n", "web", "--run", "test ! -e /srv/two")
    assert done.code == 0
    assert "snapshot 2 is the first bad one: two\n  root:/root$ make two\n" in done.out
    assert snap("bisect", "1", "-n", "web", "--run", "x", "--json").data["first_bad"] == 2
    squashed = snap("squash", "base..HEAD", "-n", "web", "--json")
    assert squashed.code == 0
    assert (squashed.data["seq"], squashed.data["gone"], squashed.data["message"]) == (2, [1], "one; two")
    assert snap("squash", "HEAD", "-n", "web").code == 2
