"""The remains of a kill are removed; everything that something refers to stays."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from snapshotter.engine.api import LABEL
from snapshotter.store import git
from snapshotter.store import home as homes
from snapshotter.work.commit.commit import commit
from snapshotter.work.gc import orphans, remove
from tests.work.fakes import BASE, CONFIG, FakeEngine, Person


def labelled(person: Person, name: str, **labels: str) -> str:
    """Make an image with labels of snapshotter, like that of a killed commit; return its id."""
    pairs = tuple(sorted((f"{LABEL}.{key}", value) for key, value in labels.items()))
    return person.engine.add_image(name, {"/x": "x"}, replace(CONFIG, labels=pairs)).id


def names(person: Person) -> list[str]:
    return [orphan.name for orphan in orphans(person.engine, person.home)]


def removed(person: Person) -> list[str]:
    return [why for _, why in remove(person.engine, person.home, orphans(person.engine, person.home))]


def test_a_commit_leaves_no_orphan(person: Person) -> None:
    person.does("one", {"/a": "1"})
    commit(person.engine, person.home, person.workspace, "", (), lambda _: None)
    assert names(person) == []


def test_the_image_of_a_killed_commit_is_removed(person: Person) -> None:
    labelled(person, "snap/web:7", workspace="web", home=person.home.identity)
    assert names(person) == ["snap/web:7"]
    assert removed(person) == [""]
    assert "snap/web:7" not in person.engine.tagged and BASE in person.engine.tagged


def test_images_of_another_home_or_with_other_tags_stay(person: Person) -> None:
    labelled(person, "snap/web:7", workspace="web", home="another")
    labelled(person, "snap/old:7", workspace="old")
    labelled(person, "mine:1", workspace="web", home=person.home.identity)
    assert names(person) == []


def test_the_images_of_a_locked_workspace_stay(person: Person) -> None:
    labelled(person, "snap/web:7", workspace="web", home=person.home.identity)
    with person.home.workspaces.lock("web"):
        (why,) = removed(person)
    assert "holds the lock of web" in why and "snap/web:7" in person.engine.tagged


def test_proof_images_are_removed_but_not_while_a_proof_runs(person: Person) -> None:
    labelled(person, "snap/p:1", proof=person.home.identity)
    with person.home.workspaces.proofs():
        assert names(person) == []
    assert names(person) == ["snap/p:1"]
    assert removed(person) == [""]


def test_unreferenced_objects_are_removed(person: Person) -> None:
    person.does("one", {"/a": "1"})
    commit(person.engine, person.home, person.workspace, "", (), lambda _: None)
    line = person.home.line
    git.run(line.repository, "hash-object", "-w", "--stdin", stdin=b"unreferenced")
    assert names(person) == [f"1 object of {line.repository}"]
    assert removed(person) == [""]
    assert line.unreachable() == 0 and line.check("web") == []


def test_a_home_has_an_identity_that_stays(tmp_path: Path, fake: FakeEngine) -> None:
    one = homes.at(tmp_path / "one").identity
    assert one == homes.at(tmp_path / "one").identity != homes.at(tmp_path / "two").identity
    assert orphans(fake, homes.at(tmp_path / "one")) == []
