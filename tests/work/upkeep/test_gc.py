"""The remains of a kill are removed; everything that something refers to stays."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from snapshotter.engine.api import LABEL
from snapshotter.errors import Conflict
from snapshotter.store import home as homes
from snapshotter.store.damage.lost import GRACE
from snapshotter.store.repository import git
from snapshotter.work.commit.commit import commit
from snapshotter.work.upkeep.gc import orphans, remove
from snapshotter.work.versions import removal
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
    labelled(person, "snap/web:1", workspace="web", home=person.home.identity)
    assert names(person) == ["snap/web:1"]
    assert removed(person) == [""]
    assert "snap/web:1" not in person.engine.tagged and BASE in person.engine.tagged


def test_images_of_another_home_or_with_other_tags_stay(person: Person) -> None:
    labelled(person, "snap/web:1", workspace="web", home="another")
    labelled(person, "snap/old:7", workspace="old")
    labelled(person, "mine:1", workspace="web", home=person.home.identity)
    assert names(person) == []


def test_the_images_of_a_locked_workspace_stay(person: Person) -> None:
    labelled(person, "snap/web:1", workspace="web", home=person.home.identity)
    with person.home.workspaces.lock("web"):
        (why,) = removed(person)
    assert "holds the lock of web" in why and "snap/web:1" in person.engine.tagged


def test_proof_images_are_removed_but_not_while_a_proof_runs(person: Person) -> None:
    labelled(person, "snap/p:1", proof=person.home.identity)
    with person.home.workspaces.proofs():
        assert names(person) == []
    assert names(person) == ["snap/p:1"]
    assert removed(person) == [""]


def test_unreferenced_objects_are_removed_after_their_grace_time(person: Person) -> None:
    person.does("one", {"/a": "1"})
    commit(person.engine, person.home, person.workspace, "", (), lambda _: None)
    line = person.home.line
    blob = git.run(line.repository, "hash-object", "-w", "--stdin", stdin=b"unreferenced").decode().strip()
    assert names(person) == []
    line.forget()
    assert git.run(line.repository, "cat-file", "blob", blob) == b"unreferenced"
    old = time.time() - GRACE - 60
    for file in line.repository.glob("objects/*/*"):
        os.utime(file, (old, old))
    assert names(person) == [f"1 object of {line.repository}"]
    assert removed(person) == [""]
    assert line.removable() == 0 and line.check("web") == []


def test_a_home_has_an_identity_that_stays(tmp_path: Path, fake: FakeEngine) -> None:
    one = homes.at(tmp_path / "one").identity
    assert one == homes.at(tmp_path / "one").identity != homes.at(tmp_path / "two").identity
    assert orphans(fake, homes.at(tmp_path / "one")) == []


def two_snapshots(person: Person) -> None:
    for number in ("1", "2"):
        person.does(number, {f"/{number}": number})
        commit(person.engine, person.home, person.workspace, "", (), lambda _: None)


def test_a_branch_that_is_lost_costs_no_image(person: Person) -> None:
    two_snapshots(person)
    repository = person.home.line.repository
    (repository / "refs/heads/web").unlink()
    assert names(person) == []  # the log of the branch has its snapshots
    (repository / "logs/refs/heads/web").unlink()
    with pytest.raises(Conflict, match="nothing was removed") as caught:
        orphans(person.engine, person.home)
    assert "snap doctor --repair" in caught.value.hint and "snap rm --force" in caught.value.hint
    assert {"snap/web:1", "snap/web:2", "snap/web:latest"} <= person.engine.tagged.keys()


def test_a_line_that_is_lost_with_its_objects_costs_no_image(person: Person) -> None:
    two_snapshots(person)
    person.home.line.repository.rename(person.home.path / "elsewhere")
    with pytest.raises(Conflict, match="snap/web:"):
        orphans(person.engine, person.home)
    person.home.workspaces.remove("web")
    with pytest.raises(Conflict, match="snap/web:"):
        orphans(person.engine, person.home)
    removal.remove(person.engine, person.home, "web", force=True, purge=True)
    assert list(person.engine.tagged) == [BASE]


def test_an_older_branch_costs_no_newer_image(person: Person) -> None:
    two_snapshots(person)
    repository = person.home.line.repository
    git.update_refs(repository, {"refs/heads/web": (git.run(repository, "rev-parse", "web~1").decode().strip(), None)})
    with pytest.raises(Conflict, match="snap/web:2"):
        orphans(person.engine, person.home)


def test_a_damaged_snapshot_costs_no_image(person: Person) -> None:
    two_snapshots(person)
    oldest = min(person.home.line.repository.glob("objects/pack/*.pack"), key=lambda file: file.stat().st_mtime_ns)
    oldest.unlink()
    assert names(person) == []
    assert {"snap/web:1", "snap/web:2"} <= person.engine.tagged.keys()


def test_a_damaged_branch_costs_no_image(person: Person) -> None:
    from snapshotter.work.versions import checkout as versions

    two_snapshots(person)
    versions.add_tag(person.home, "web", "works", "2")
    versions.checkout(person.engine, person.home, "web", "1", lambda _: None, lambda _: None)
    assert names(person) == []
    newest = max(person.home.line.repository.glob("objects/pack/*.pack"), key=lambda file: file.stat().st_mtime_ns)
    newest.unlink()
    assert names(person) == []
    assert {"snap/web:1", "snap/web:2"} <= person.engine.tagged.keys()


def test_the_remain_of_a_killed_commit_is_removed_and_what_took_its_place_stays(person: Person) -> None:
    two_snapshots(person)
    labelled(person, "snap/web:3", workspace="web", home=person.home.identity)
    assert names(person) == ["snap/web:3"]
    assert removed(person) == [""]
    assert {"snap/web:1", "snap/web:2", "snap/web:latest"} <= person.engine.tagged.keys()


def test_removing_a_workspace_frees_its_objects_and_no_lost_ones(person: Person) -> None:
    two_snapshots(person)
    line = person.home.line
    tip = line.head("web")
    lost = git.run(line.repository, "hash-object", "-w", "--stdin", stdin=b"lost").decode().strip()
    removal.remove(person.engine, person.home, "web", force=True, purge=True)
    assert git.run(line.repository, "cat-file", "blob", lost) == b"lost"
    with pytest.raises(git.GitError):
        git.run(line.repository, "cat-file", "-e", f"{tip}")
    assert not list(git.refs(line.repository, "refs/"))
