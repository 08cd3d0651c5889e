"""A file with holes is not committed where the engine would fill the disk with its zeros."""

from __future__ import annotations

import os

import pytest

from snapshotter.errors import EngineError
from snapshotter.model import Base
from snapshotter.recipe.steps import layer_limit
from snapshotter.work.commit import space
from snapshotter.work.commit.commit import commit
from tests.work.fakes import Person


def sparse(person: Person, size: int) -> None:
    person.does("truncate", {"/srv/disk.img": ""})
    os.truncate(person.upper / "srv/disk.img", size)


def test_holes_that_no_disk_has_room_for_are_refused_by_name(person: Person) -> None:
    sparse(person, 8 << 40)
    free = os.statvfs(person.upper)
    assert free.f_bavail * free.f_frsize < 8 << 40
    with pytest.raises(EngineError, match=r"8\.8 TB, .* free; files with holes: /srv/disk\.img") as failure:
        commit(person.engine, person.home, person.workspace, "", (), lambda _: None)
    assert "--no-space-check" in failure.value.hint
    assert person.engine.container(person.workspace.container).state == "running"
    assert person.home.line.snapshots("web") == []
    assert "commit" not in person.engine.calls


def test_holes_in_what_changed_since_the_last_snapshot_are_refused_unread(person: Person) -> None:
    person.does("one", {"/a": "1"})
    assert commit(person.engine, person.home, person.workspace, "", (), lambda _: None)
    sparse(person, 8 << 40)
    with pytest.raises(EngineError, match=r"8\.8 TB, .* free; files with holes: /srv/disk\.img"):
        commit(person.engine, person.home, person.workspace, "", (), lambda _: None)
    assert len(person.home.line.snapshots("web")) == 1
    assert person.engine.calls.count("commit") == 1 and "stack" not in person.engine.calls


def test_a_small_file_with_holes_is_committed(person: Person) -> None:
    sparse(person, 1 << 20)
    assert commit(person.engine, person.home, person.workspace, "", (), lambda _: None)


def test_hard_links_count_once(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    free = os.statvfs(person.upper)
    half = int(free.f_bavail * free.f_frsize * 0.6)
    person.does("ln", {"/a": ""})
    os.truncate(person.upper / "a", half)
    os.link(person.upper / "a", person.upper / "b")
    from snapshotter.work.commit.space import refuse_too_large

    refuse_too_large(person.upper)


@pytest.mark.parametrize(
    ("count", "words"), [(1, ""), (90, ""), (100, "25 are left"), (124, "may fail"), (127, "fail")]
)
def test_a_base_near_the_limit_is_said(count: int, words: str) -> None:
    note = space.layers_note(Base("big:1", "sha256:x", layers=tuple(map(str, range(count)))))
    assert (words in note) if words else note == ""


def test_the_limit_is_that_of_recipes() -> None:
    assert space.MOST_LAYERS == layer_limit.MOST
