"""`snap doctor --repair`: what it restores, that it says so, and that what it replaces is kept aside."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from snapshotter.model import Proof, Snapshot
from snapshotter.store.repository import git
from snapshotter.work.commit.commit import commit
from snapshotter.work.commit.freeze import Mark
from snapshotter.work.upkeep.doctor import Finding, examine, names_of, repair
from snapshotter.work.upkeep.gc import orphans
from snapshotter.work.versions import checkout as versions
from tests.work.fakes import BASE, Person


def commits(person: Person) -> Snapshot:
    made = commit(person.engine, person.home, person.workspace, "", (), lambda _: None)
    assert made is not None
    return made.snapshot


@pytest.fixture
def worked(person: Person) -> Person:
    """A person with two snapshots, the second of which has a proof."""
    for number in ("1", "2"):
        person.does(number, {f"/{number}": number})
        commits(person)
    person.home.line.add_proof("web", 2, Proof("equal", "x"))
    return person


def repaired(person: Person) -> list[Finding]:
    return list(repair(lambda: person.engine, person.home, names_of(person.home)))


def bad(person: Person) -> list[Finding]:
    found = examine(lambda: person.engine, person.home, names_of(person.home))
    return [finding for finding in found if not finding.well]


def aside(person: Person) -> set[str]:
    folder = person.home.path / "damaged"
    return {str(Path(*file.relative_to(folder).parts[1:])) for file in folder.rglob("*") if file.is_file()}


def is_whole(person: Person) -> bool:
    return [one.seq for one in person.home.line.snapshots("web")] == [1, 2] and bad(person) == []


def test_nothing_is_repaired_where_nothing_is_damaged(worked: Person) -> None:
    assert (repaired(worked), bad(worked), aside(worked)) == ([], [], set())


@pytest.mark.parametrize("text", [None, "", "garbage"])
@pytest.mark.parametrize("file", ["HEAD", "config", "snapshotter-format"])
def test_the_files_of_the_repository_are_written_again(worked: Person, file: str, text: str | None) -> None:
    path = worked.home.line.repository / file
    path.unlink() if text is None else path.write_text(text)
    (found,) = [finding for finding in bad(worked) if str(path) in finding.detail][:1]
    assert "snap doctor --repair" in found.hint
    assert all(finding.well for finding in repaired(worked))
    assert is_whole(worked)
    assert aside(worked) == (set() if text is None else {f"line.git/{file}"})


@pytest.mark.parametrize("text", [None, "", "garbage", "f" * 40])
@pytest.mark.parametrize("log", [True, False])
def test_a_lost_branch_is_restored_from_its_log_or_from_its_objects(
    worked: Person, text: str | None, log: bool
) -> None:
    repository = worked.home.line.repository
    path = repository / "refs/heads/web"
    path.unlink() if text is None else path.write_text(text)
    if not log:
        (repository / "logs/refs/heads/web").unlink()
    assert bad(worked)
    (done,) = repaired(worked)
    assert done.well and "set it to snapshot 2" in done.detail
    assert is_whole(worked) and orphans(worked.engine, worked.home) == []


@pytest.mark.parametrize("kind", ["tags", "branches"])
def test_a_damaged_branch_or_tag_is_set_to_where_an_operation_put_it(worked: Person, kind: str) -> None:
    (versions.add_tag if kind == "tags" else versions.add_branch)(worked.home, "web", "old", "1")
    repository = worked.home.line.repository
    good = worked.home.line.summaries("web")[0].id
    (repository / f"refs/{kind}/web/old").write_text("f" * 40 + "\n")
    (done,) = repaired(worked)
    assert done.well and "set it to snapshot 1, where the last operation" in done.detail
    found = worked.home.line.refs("web")
    assert (found.tags if kind == "tags" else found.branches)["old"] == good


def test_a_damaged_newest_snapshot_costs_no_work(worked: Person) -> None:
    newest = max(worked.home.line.repository.glob("objects/pack/*.pack"), key=lambda file: file.stat().st_mtime_ns)
    newest.chmod(0o644)
    newest.write_bytes(os.urandom(newest.stat().st_size))
    (worked.home.line.repository / "refs/proofs/web/2").unlink()
    details = "\n".join(done.detail for done in repaired(worked))
    assert "set it to snapshot 1" in details and "snap-saved/web:2" in details
    assert f"line.git/objects/pack/{newest.name}" in aside(worked)
    made = commits(worked)  # what the damaged one held is in it
    assert made.seq == 2 and {change.path for change in made.changes} == {"/2"}
    assert worked.engine.tagged["snap-saved/web:2"] != made.image
    assert bad(worked) == [] and orphans(worked.engine, worked.home) == []


def test_what_can_be_read_of_a_damaged_pack_is_kept(worked: Person) -> None:
    repository = worked.home.line.repository
    newest = max(repository.glob("objects/pack/*.pack"), key=lambda file: file.stat().st_mtime_ns)
    listed = git.run(repository, "show-index", stdin=newest.with_suffix(".idx").read_bytes()).splitlines()
    offsets = {line.split()[1].decode(): int(line.split()[0]) for line in listed}
    at = offsets[git.run(repository, "rev-parse", "web:Dockerfile").decode().strip()]
    data = bytearray(newest.read_bytes())
    data[at + 6] ^= 0xFF
    newest.chmod(0o644)
    newest.write_bytes(data)
    assert all(done.well for done in repaired(worked))
    assert [one.seq for one in worked.home.line.snapshots("web")] == [1, 2]


@pytest.mark.parametrize("suffix", [".idx", ".pack"])
def test_a_lost_index_is_made_again(worked: Person, suffix: str) -> None:
    for file in worked.home.line.repository.glob(f"objects/pack/*{suffix}"):
        file.unlink()
    repaired(worked)
    assert suffix == ".pack" or is_whole(worked)


def test_without_any_readable_snapshot_the_next_one_has_everything(worked: Person) -> None:
    for file in worked.home.line.repository.glob("objects/pack/*"):
        file.unlink()
    details = "\n".join(done.detail for done in repaired(worked))
    assert "no snapshot of it can be read" in details and "snap-saved/web:1" in details
    made = commits(worked)
    assert made.seq == 1 and {change.path for change in made.changes} == {"/1", "/2"}
    assert [command.text for command in made.commands] == ["1", "2"]


def test_a_damaged_proof_is_dropped(worked: Person) -> None:
    blob = git.run(worked.home.line.repository, "rev-parse", "refs/proofs/web/2").decode().strip()
    (worked.home.line.repository / "objects" / blob[:2] / blob[2:]).unlink()
    repaired(worked)
    assert is_whole(worked) and worked.home.line.summaries("web")[1].proof is None


@pytest.mark.parametrize("both", [False, True])
@pytest.mark.parametrize("damage", [None, b"", b"garbage"])
def test_a_workspace_is_written_again_from_its_copy_or_its_container(
    worked: Person, damage: bytes | None, both: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from snapshotter.work.upkeep import repair as repairing

    monkeypatch.setattr(repairing, "find_shell", lambda *_: "/bin/bash")
    file = worked.home.workspaces.path("web") / "workspace.json"
    for one in (file, file.with_name("workspace.json.copy"))[: 1 + both]:
        one.unlink() if damage is None else one.write_bytes(damage)
    assert bad(worked)
    assert [done.subject for done in repaired(worked)] == ["workspace web"]
    found = worked.home.workspaces.get("web")
    assert replace(found, created=0.0) == replace(worked.workspace, created=0.0)
    assert is_whole(worked)


@pytest.mark.parametrize("damage", [None, b"", b"garbage"])
def test_the_identity_is_taken_from_the_containers(worked: Person, damage: bytes | None) -> None:
    known = worked.home.identity
    for file in (worked.home.path / "identity", worked.home.path / "identity.copy"):
        file.unlink() if damage is None else file.write_bytes(damage)
    assert [done.subject for done in repaired(worked)] == ["identity"]
    assert worked.home.identity == known


def test_a_torn_journal_is_blanked_and_positions_stay(worked: Person) -> None:
    path = worked.home.journal("web").path
    worked.does("3")
    size = path.stat().st_size
    with path.open("ab") as file:
        file.write(b'{"record":"begin","sess')
    repaired(worked)
    assert path.stat().st_size == size + 23 and path.read_bytes().endswith(b" \n")
    assert [command.text for command in worked.home.journal("web").commands()] == ["1", "2", "3"]
    assert aside(worked) == {"workspaces/web/journal.jsonl"}


def test_derived_files_are_moved_aside(worked: Person) -> None:
    (worked.home.path / "exports.json").write_text("{")
    (worked.home.path / "last-used").write_text("nobody\n")
    trees = list((worked.home.path / "cache").glob("*"))
    for tree in trees:
        tree.write_bytes(b"x")
    assert {done.subject for done in repaired(worked)} == {"exports", "cache", "last-used"}
    assert aside(worked) == {"exports.json", "last-used", *(f"cache/{tree.name}" for tree in trees)}


def test_a_paused_container_is_resumed(worked: Person) -> None:
    worked.engine.pause(worked.workspace.container)
    assert repaired(worked) == []  # the person has paused it
    Mark(worked.home, "web").set(worked.workspace.container)
    assert [done.subject for done in repaired(worked)] == ["workspace web"]
    assert worked.engine.boxes[worked.workspace.container].state == "running"


def test_a_stale_lock_of_git_is_removed_and_a_new_one_is_not(worked: Person) -> None:
    lock = worked.home.line.repository / "refs/heads/web.lock"
    lock.touch()
    assert repaired(worked) == []
    os.utime(lock, (time.time() - 3600,) * 2)
    repaired(worked)
    assert not lock.exists()


def test_without_repair_nothing_is_changed(worked: Person) -> None:
    damages: list[Callable[[], object]] = [
        lambda: (worked.home.path / "exports.json").write_text("{"),
        lambda: (worked.home.line.repository / "refs/heads/web").unlink(),
        lambda: (worked.home.workspaces.path("web") / "workspace.json").write_bytes(b""),
    ]
    for damage in damages:
        damage()
    before = {file: file.read_bytes() for file in worked.home.path.rglob("*") if file.is_file()}
    assert len(bad(worked)) >= 3 and all("snap doctor --repair" in finding.hint for finding in bad(worked))
    assert {file: file.read_bytes() for file in worked.home.path.rglob("*") if file.is_file()} == before


def test_a_name_of_an_image_that_is_not_lost_stays_alone(worked: Person) -> None:
    repaired(worked)
    assert set(worked.engine.tagged) == {BASE, "snap/web:1", "snap/web:2", "snap/web:latest"}


def test_a_commit_that_runs_meanwhile_is_no_fault_and_is_waited_for_by_no_repair(worked: Person) -> None:
    with worked.home.workspaces.lock("web"):
        assert bad(worked) == []
        (found,) = repaired(worked)
    assert not found.well and "holds the lock of web" in found.detail


def test_the_container_of_another_home_is_not_taken_over(worked: Person) -> None:
    file = worked.home.workspaces.path("web") / "workspace.json"
    for one in (file, file.with_name("workspace.json.copy")):
        one.unlink()
    box = worked.engine.boxes[worked.workspace.container]
    box.spec = replace(box.spec, labels={**box.spec.labels, "io.snapshotter.home": "0123456789abcdef"})
    repaired(worked)
    assert worked.home.workspaces.names() == []
