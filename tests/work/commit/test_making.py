"""Snapshots stack: the image of each is that of the one before it and a layer with what changed since."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from snapshotter.changes import since_snapshot
from snapshotter.engine.api import ORIGIN, Engine
from snapshotter.errors import EngineError, NotStacked
from snapshotter.model import Entry, Tree
from snapshotter.rootfs import cache as tree_cache
from snapshotter.rootfs.image import base_tree
from snapshotter.rootfs.layer import openat
from snapshotter.rootfs.layer.from_overlay import read_layer_dir
from snapshotter.rootfs.layer.write import in_directories
from snapshotter.rootfs.tree import apply
from snapshotter.work.commit import making, reading, stacking
from snapshotter.work.commit.draft import make_draft
from snapshotter.work.commit.freeze import Freeze
from snapshotter.work.commit.making import Making, Read
from snapshotter.work.upkeep.doctor import examine
from tests.work.commit.test_commit import changes, committed
from tests.work.fakes import BASE, FakeEngine, Person


def layers(person: Person, seq: int) -> list[Path]:
    """Return the layers of a snapshot's image above the base."""
    return person.engine.directories[person.engine.tagged[f"snap/web:{seq}"]][1:]


def tree_of_image(person: Person, seq: int, cache: Path) -> Tree:
    engine: Engine = person.engine
    return base_tree(engine, engine.image(f"snap/web:{seq}"), cache)


def paths(directory: Path) -> set[str]:
    return set(read_layer_dir(directory).entries)


def delete(person: Person, path: str) -> None:
    """Delete a file of a layer below as an overlay driver does."""
    mark = person.upper / path.lstrip("/")
    mark.unlink(missing_ok=True)
    mark.touch()
    os.setxattr(mark, "user.overlay.whiteout", b"y")


def test_each_image_is_the_one_before_and_a_layer_with_what_changed(person: Person, tmp_path: Path) -> None:
    person.does("one", {"/opt/big": "x" * 100_000, "/opt/a": "a", "/etc/motd": "1"})
    first = committed(person, "one").snapshot
    person.does("two", {"/opt/a": "b", "/opt/new": "n"})
    second = committed(person, "two", "LABEL a=b").snapshot
    delete(person, "/etc/passwd")
    third = committed(person, "three").snapshot
    assert person.engine.calls.count("commit") == 1 and person.engine.calls.count("stack") == 2
    assert layers(person, 2)[0] == layers(person, 3)[0] == layers(person, 1)[0]
    assert paths(layers(person, 2)[1]) == {"/opt", "/opt/a", "/opt/new"}
    last = read_layer_dir(layers(person, 3)[2])
    assert set(last.entries) == {"/etc"} and last.whiteouts == {"/etc/passwd"}
    assert person.engine.tagged["snap/web:latest"] == third.image
    labels = dict(person.engine.image(second.image).config.labels)
    assert labels == dict(person.engine.image(first.image).config.labels) | {"a": "b"}
    after = tree_of_image(person, 3, tmp_path / "other cache")
    kept = tree_of_image(person, 3, person.home.cache)

    def stored(tree: Tree) -> dict[str, Entry]:
        return {path: (entry.kind, entry.mode, entry.digest, entry.mtime_ns // 10**9) for path, entry in tree.items()}  # type: ignore[misc]

    assert stored(after) == stored(kept) and after["/opt/a"].size == 1 and "/etc/passwd" not in after
    assert changes(third) == {"/etc/passwd": "deleted"}


def test_where_the_state_is_kept_each_commit_adds_to_it_what_changed(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(since_snapshot, "WORTH_KEEPING", 3)
    person.does("one", {"/opt/big": "x" * 100_000, "/opt/a": "a", "/etc/motd": "1", "/opt/same": "s"})
    committed(person, "one")
    (kept,) = person.home.cache.glob("*.state")
    whole, read = kept.read_bytes(), list[str]()
    open_file = openat.open_file

    def noted(directory: int, name: str | bytes) -> int:
        read.append(str(name))
        return open_file(directory, name)

    monkeypatch.setattr(openat, "open_file", noted)
    monkeypatch.setattr(making, "base_tree", None)
    person.does("two", {"/opt/a": "b", "/opt/new": "n"})
    second = committed(person, "two").snapshot
    assert {"a", "new"} <= set(read) and not {"big", "motd", "same"} & set(read)
    (file,) = person.home.cache.glob("*.state")
    assert file != kept and file.read_bytes().startswith(whole)
    delete(person, "/etc/passwd")
    (person.upper / "opt/a").unlink()
    third = committed(person, "three").snapshot
    assert paths(layers(person, 2)[1]) == {"/opt", "/opt/a", "/opt/new"}
    last = read_layer_dir(layers(person, 3)[2])
    assert set(last.entries) == {"/etc", "/opt"} and last.whiteouts == {"/etc/passwd", "/opt/a"}
    assert changes(second) == {"/opt/a": "changed", "/opt/new": "added"}
    assert changes(third) == {"/etc/passwd": "deleted", "/opt/a": "deleted"}
    assert [path.suffix for path in person.home.cache.iterdir()].count(".tree") == 1  # of the base image
    after = tree_of_image(person, 3, tmp_path / "other cache")
    assert after["/opt/new"].size == 1 and not {"/etc/passwd", "/opt/a"} & after.keys()


def test_without_what_is_kept_the_image_itself_is_read(person: Person) -> None:
    person.does("one", {"/opt/a": "a"})
    image = committed(person).snapshot.image
    kept = tree_cache.location(person.home.cache, person.engine.images[image].layers)
    kept.unlink()
    person.does("two", {"/opt/b": "b"})
    committed(person)
    assert paths(layers(person, 2)[1]) == {"/opt", "/opt/b"}
    assert not kept.exists()  # only that of the last one stays


def test_a_refusal_is_remembered_and_the_engine_commits(person: Person) -> None:
    person.engine.broken["stack"] = NotStacked("a layer is missing")
    for seq in (1, 2, 3):
        person.does("one", {"/opt/a": str(seq)})
        assert committed(person).snapshot.seq == seq
        assert len(layers(person, seq)) == 1
    assert person.engine.calls.count("stack") == 1
    assert stacking.answer(person.home.cache, person.engine.info()) == "a layer is missing"
    assert person.engine.container(person.workspace.container).state == "running"
    (said,) = [found for found in examine(lambda: person.engine, person.home, []) if found.subject == "images"]
    assert said.well and "(a layer is missing)" in said.detail


def test_the_first_image_is_a_layer_on_the_base_where_a_commit_takes_longer(person: Person) -> None:
    person.engine.driver = stacking.CONTAINERD_DRIVER
    for seq, path in enumerate(("/opt/a", "/opt/b"), 1):
        person.does("one", {path: "1"})
        committed(person)
        assert len(layers(person, seq)) == seq
    assert paths(layers(person, 2)[0]) == {"/opt", "/opt/a"} and paths(layers(person, 2)[1]) == {"/opt", "/opt/b"}
    assert person.engine.calls.count("stack") == 2 and "commit" not in person.engine.calls


def test_a_base_on_which_nothing_stacks_says_nothing_about_the_engine(person: Person) -> None:
    person.engine.driver = stacking.CONTAINERD_DRIVER
    person.engine.broken["stack"] = NotStacked("the engine does not tell its layers")
    person.does("one", {"/opt/a": "1"})
    committed(person)
    assert person.engine.calls.count("commit") == 1 and stacking.answer(person.home.cache, person.engine.info()) is None


def test_the_engine_prepares_for_a_layer_before_the_container_is_read(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seq in (1, 2):
        person.does("one", {"/opt/a": str(seq)})
        committed(person)
    person.engine.calls.clear()
    asked, read = threading.Event(), reading.read_container
    stack = person.engine.stack

    def stacked(*args: Any, **options: Any) -> str:  # noqa: ANN401 - passed on
        asked.set()
        return stack(*args, **options)

    def read_later(*args: Any) -> Any:  # noqa: ANN401 - passed on
        assert asked.wait(10)
        return read(*args)

    monkeypatch.setattr(person.engine, "stack", stacked)
    monkeypatch.setattr(reading, "read_container", read_later)
    person.does("two", {"/opt/a": "3"})
    assert committed(person).snapshot.seq == 3 and len(layers(person, 3)) == 3


def test_a_load_that_was_begun_is_given_up_where_the_container_cannot_be_read(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seq in (1, 2):
        person.does("one", {"/opt/a": str(seq)})
        committed(person)
    person.does("two", {"/opt/a": "3"})

    def fail(*_: object) -> None:
        raise EngineError("it cannot be read")

    with monkeypatch.context() as patch:
        patch.setattr(reading, "read_container", fail)
        with pytest.raises(EngineError, match="cannot be read"):
            committed(person)
    assert "snap/web:3" not in person.engine.tagged
    assert committed(person).snapshot.seq == 3 and len(layers(person, 3)) == 3


def test_an_engine_that_took_one_and_refuses_the_next_is_an_error_and_changes_nothing(person: Person) -> None:
    for seq in (1, 2):
        person.does("one", {"/opt/a": str(seq)})
        committed(person)
    person.engine.broken["stack"] = NotStacked("a layer is missing")
    person.does("three", {"/opt/a": "3"})
    with pytest.raises(EngineError, match="a layer is missing"):
        committed(person)
    assert len(person.home.line.snapshots("web")) == 2
    assert "snap/web:3" not in person.engine.tagged
    assert committed(person).snapshot.seq == 3  # by the engine's commit
    assert len(layers(person, 3)) == 1


@pytest.mark.parametrize("error", [EngineError("the connection is lost"), EngineError("the disk is full")])
def test_a_failure_is_not_taken_for_a_refusal(person: Person, error: EngineError) -> None:
    person.does("one", {"/opt/a": "1"})
    committed(person)
    person.does("two", {"/opt/a": "2"})
    person.engine.broken["stack"] = error
    with pytest.raises(EngineError, match=error.message):
        committed(person)
    assert person.engine.container(person.workspace.container).state == "running"
    person.engine.broken.clear()
    committed(person)
    assert len(layers(person, 2)) == 2


def test_an_image_that_is_missing_is_not_built_upon(person: Person) -> None:
    person.does("one", {"/opt/a": "1"})
    person.engine.images.pop(committed(person).snapshot.image)
    person.does("two", {"/opt/b": "2"})
    committed(person)
    assert paths(layers(person, 2)[0]) == {"/opt", "/opt/a", "/opt/b"}


def test_many_layers_are_joined(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stacking, "MOST_LAYERS", 3)
    counts = []
    for seq in range(1, 6):
        person.does("one", {f"/opt/{seq}": "x"})
        committed(person)
        counts.append(len(layers(person, seq)))
    assert counts == [1, 2, 1, 2, 1]
    assert paths(layers(person, 5)[0]) == {"/opt", *(f"/opt/{seq}" for seq in range(1, 6))}


def test_layers_above_the_base_are_joined_where_the_container_began_with_a_snapshot(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.does("one", {"/opt/a": "1"})
    image = committed(person).snapshot.image
    monkeypatch.setattr(stacking, "MOST_LAYERS", 2)
    draft_container = person.engine.container(person.workspace.container)
    below = stacking.image_below(
        person.engine,
        person.home.cache,
        _Draft(person),  # type: ignore[arg-type]
        _with_image(draft_container, image),
    )
    assert below is not None and below.id == person.workspace.base.id


class _Draft:
    def __init__(self, person: Person) -> None:
        self.workspace = person.workspace
        self.earlier = person.home.line.snapshots("web")


def _with_image(container, image: str):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    return replace(container, image=image, labels={**container.labels, ORIGIN: image})


def test_a_secret_in_a_name_is_in_the_image_but_not_in_the_cache(person: Person) -> None:
    secret = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    person.does("one", {f"/opt/{secret}": "1", "/opt/a": "1"})
    committed(person)
    person.does("two", {"/opt/a": "2"})
    committed(person)
    (person.upper / "opt" / secret).unlink()
    committed(person)
    assert paths(layers(person, 1)[0]) == {"/opt", "/opt/a", f"/opt/{secret}"}
    assert paths(layers(person, 2)[1]) == {"/opt", "/opt/a"}
    assert read_layer_dir(layers(person, 3)[2]).whiteouts == {f"/opt/{secret}"}
    images = [person.engine.images[person.engine.tagged[f"snap/web:{seq}"]] for seq in (1, 2, 3)]
    assert [tree_cache.is_cached(person.home.cache, image.layers) for image in images] == [False, False, True]


def test_the_message_is_masked_in_a_stacked_image_too(person: Person) -> None:
    person.does("one", {"/opt/a": "1"})
    committed(person)
    secret = "hunter2-correct-horse"
    person.does("two", {"/root/.netrc": f"machine example.org login me password {secret}\n"})
    made = committed(person, f"with {secret}").snapshot
    assert secret not in made.message
    assert person.engine.calls.count("stack") == 2
    assert len(layers(person, 2)) == 2
    assert made.image in person.engine.images and person.engine.tagged["snap/web:2"] == made.image
    assert len(person.engine.images) == 3  # the base, and one for each snapshot


def test_the_container_goes_on_before_the_engine_loads_the_layer(fake: FakeEngine, person: Person) -> None:
    for seq in range(1, 4):
        person.does("one", {"/opt/a": str(seq)})
        committed(person)
    assert fake.images[fake.tagged[BASE]].layers == fake.images[fake.tagged["snap/web:3"]].layers[:1]
    states: list[str] = []
    stack = fake.stack

    def watched(*args: object, **options: object) -> str:
        for _ in range(300):
            states.append(fake.boxes[person.workspace.container].state)
            if states[-1] == "running":
                break
            import time

            time.sleep(0.01)
        return stack(*args, **options)  # type: ignore[arg-type]

    fake.stack = watched  # type: ignore[method-assign]
    person.does("one", {"/opt/a": "4"})
    committed(person)
    assert states[-1] == "running"


def nothing() -> None:
    """Do nothing, in place of freezing."""


@pytest.mark.parametrize("error", [None, NotStacked("no"), EngineError("the connection is lost")])
def test_an_image_that_was_read_from_the_stream_is_made_again_as_a_layer(
    person: Person, error: EngineError | None
) -> None:
    person.does("one", {"/opt/big": "x" * 1000, "/opt/a": "1"})
    committed(person)
    person.does("two", {"/opt/a": "2"})
    engine, home = person.engine, person.home
    engine.pause(person.workspace.container)
    draft = make_draft(home, person.workspace, "two", (), ())
    container = replace(engine.container(person.workspace.container), upper=None)
    below = stacking.image_below(engine, home.cache, draft, container)
    layer = read_layer_dir(person.upper)
    tree = apply(base_tree(engine, engine.image(BASE), home.cache), [layer])
    if error:
        engine.broken["stack"] = error
    with Making(engine, home, draft, container, below, Freeze(nothing, nothing)) as making:
        first = making.result()
        assert len(layers(person, 2)) == 1
        making.shrink(Read(lambda: tree, layer, False, lambda: in_directories(person.upper, tuple)))
        made = making.result()
    assert engine.tagged["snap/web:2"] == made and len(engine.images) == 3
    refused = stacking.answer(home.cache, engine.info())
    if error:
        assert made == first and len(layers(person, 2)) == 1
        assert refused == ("no" if isinstance(error, NotStacked) else None)
    else:
        assert made != first and paths(layers(person, 2)[1]) == {"/opt", "/opt/a"} and refused == ""
