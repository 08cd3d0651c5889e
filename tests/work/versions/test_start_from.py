"""A workspace that goes on from a snapshot: its line, its base, its numbers, and what belongs to it alone."""

from __future__ import annotations

import pytest

from snapshotter.errors import NotFound, UsageError
from snapshotter.model import Workspace, no_progress
from snapshotter.work.start import Request, start
from snapshotter.work.status import status
from snapshotter.work.versions.removal import remove
from tests.work.fakes import Person
from tests.work.versions.test_checkout import commits, goes, two

__all__ = ["two"]


def starts(person: Person, request: Request) -> Workspace:
    return start(person.engine, person.home, request, no_progress)


@pytest.mark.parametrize(
    "request_", [Request("", "php", from_rev="web:1"), Request("snap/web:1", "php"), Request("", "php", from_rev="1")]
)
def test_it_has_the_whole_line_behind_it(two: Person, request_: Request) -> None:
    made = starts(two, request_)
    assert made.base.reference == "debian:bookworm"
    assert [(one.workspace, one.seq, one.tag) for one in two.home.line.snapshots("php")] == [("php", 1, "snap/php:1")]
    found = status(two.engine, two.home, made)
    assert not found.commands
    assert not found.changes
    assert not found.notes
    other = Person(two.engine, two.home, made)
    other.does("php", {"/srv/php": "p"})
    after = commits(other)
    assert (after.seq, [change.path for change in after.changes]) == (2, ["/srv/php"])
    assert [one.seq for one in two.home.line.summaries("web")] == [1, 2]


def test_its_images_stay_when_the_first_workspace_is_purged(two: Person) -> None:
    starts(two, Request("", "php", from_rev="web:2"))
    remove(two.engine, two.home, "web", force=True, purge=True)
    images = [one.image for one in two.home.line.snapshots("php")]
    assert all(two.engine.image(image) for image in images)
    assert two.home.line.check("php") == []


def test_from_a_snapshot_on_no_branch(two: Person) -> None:
    goes(two, "1")
    two.does("other", {"/srv/other": "o"})
    commits(two)
    goes(two, "main")
    starts(two, Request("", "php", from_rev="web:3"))
    assert [one.seq for one in two.home.line.summaries("php")] == [1, 3]


def test_what_is_no_snapshot_is_an_error(two: Person) -> None:
    with pytest.raises(NotFound):
        starts(two, Request("", "php", from_rev="web:9"))
    with pytest.raises(UsageError, match="both an image and --from"):
        starts(two, Request("debian:bookworm", "php", from_rev="web:1"))
    with pytest.raises(UsageError, match="no image is named"):
        starts(two, Request("", "php"))


@pytest.mark.parametrize("removed_before", [False, True])
def test_a_start_that_is_ended_before_its_workspace_is_written_can_be_tried_again(
    two: Person, monkeypatch: pytest.MonkeyPatch, removed_before: bool
) -> None:
    if removed_before:
        starts(two, Request("", "php", from_rev="web:1"))
        remove(two.engine, two.home, "php", force=True)
    with monkeypatch.context() as patch:
        for place in (type(two.home.workspaces), type(two.engine)):
            for name in ("put", "remove"):
                patch.setattr(place, name, _killed, raising=False)
        with pytest.raises(MemoryError):
            starts(two, Request("", "php", from_rev="web:2"))
    assert starts(two, Request("", "php", from_rev="web:2")).name == "php"
    assert [one.seq for one in two.home.line.summaries("php")] == [1, 2]
    assert sorted(box.spec.name for box in two.engine.boxes.values()) == ["snap-php", "snap-web"]
    kept = [one for one in two.home.line.operations() if one.folder]
    assert len(kept) == removed_before, "a workspace that was removed before can still be had back"


def _killed(*_: object, **__: object) -> None:
    raise MemoryError
