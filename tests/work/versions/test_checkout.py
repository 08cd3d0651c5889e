"""Going back and forth: what is kept, which number and branch follow, what the container then holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from snapshotter.engine.api import Mount
from snapshotter.errors import Conflict, EngineError, ImageNotFound, NotFound, UsageError
from snapshotter.model import Snapshot, no_progress
from snapshotter.store.repository import refs
from snapshotter.work.commit.commit import commit
from snapshotter.work.status import status
from snapshotter.work.versions import checkout as versions
from snapshotter.work.versions import removal, switch
from snapshotter.work.versions.checkout import Moved
from tests.work.fakes import Person


def commits(person: Person, text: str = "") -> Snapshot:
    made = commit(person.engine, person.home, person.workspace, text, (), no_progress)
    assert made
    return made.snapshot


def went(person: Person, moved: Moved | None) -> Moved:
    assert moved
    person.workspace = moved.workspace
    return moved


def goes(person: Person, rev: str, branch: str = "") -> Moved:
    moved = versions.checkout(person.engine, person.home, "web", rev, no_progress, no_progress, new_branch=branch)
    return went(person, moved)


def undoes(person: Person) -> Moved | None:
    return versions.undo(person.engine, person.home, "web", no_progress, no_progress)


def holds(person: Person, path: str) -> str | None:
    found = dict(person.engine.read_files(person.engine.container(person.workspace.container).image, [path])).get(path)
    own = person.upper / path.lstrip("/")
    return own.read_text() if own.is_file() else found.decode() if found is not None else None


def numbers(person: Person, at: str = "") -> list[int]:
    return [one.seq for one in person.home.line.summaries("web", at)]


@pytest.fixture
def two(person: Person) -> Person:
    person.does("one", {"/srv/one": "1"})
    commits(person, "one")
    person.does("two", {"/srv/two": "2"})
    commits(person, "two")
    return person


def test_undo_puts_the_container_back_and_keeps_what_was_not_committed(two: Person) -> None:
    two.does("three", {"/srv/three": "3", "/srv/one": "changed"})
    moved = went(two, undoes(two))
    assert (moved.seq, moved.kept and moved.kept.seq) == (2, 3)
    assert [holds(two, f"/srv/{name}") for name in ("one", "two", "three")] == ["1", "2", None]
    found = status(two.engine, two.home, two.workspace)
    assert not found.commands
    assert not found.changes
    assert not found.notes
    kept = two.home.line.snapshot("web", 3)
    assert [command.text for command in kept.commands] == ["three"]
    assert kept.message.startswith("before undo: ")
    assert numbers(two) == [1, 2]


def test_undo_with_nothing_to_undo_changes_nothing(two: Person) -> None:
    before = two.home.workspaces.get("web")
    assert undoes(two) is None
    assert two.home.workspaces.get("web") == before


def test_undo_before_the_first_snapshot_goes_to_the_base(person: Person) -> None:
    person.does("one", {"/srv/one": "1"})
    moved = went(person, undoes(person))
    assert moved.seq == 0
    assert holds(person, "/srv/one") is None
    person.does("again", {"/srv/again": "1"})
    assert commits(person).seq == 2, "a number is used once"


def test_commands_that_only_looked_are_no_work_to_keep(two: Person) -> None:
    two.does("cat /srv/two; ls -l")
    assert undoes(two) is None
    moved = goes(two, "1")
    assert moved.kept is None
    two.does("systemctl reload x")
    moved = went(two, undoes(two))
    assert moved.kept


def test_undo_makes_a_container_that_is_gone_again(two: Person) -> None:
    two.engine.boxes.clear()
    moved = went(two, undoes(two))
    assert moved.kept is None
    assert holds(two, "/srv/two") == "2"


def test_what_follows_an_undo_is_accounted_alone(two: Person) -> None:
    two.does("three", {"/srv/three": "3"})
    went(two, undoes(two))
    two.does("four", {"/srv/four": "4", "/srv/two": "22"})
    made = commits(two)
    assert made.seq == 4
    assert [command.text for command in made.commands] == ["four"]
    assert [change.path for change in made.changes] == ["/srv/four", "/srv/two"]
    assert numbers(two) == [1, 2, 4]


def test_checkout_goes_to_a_snapshot_and_back_to_the_branch(two: Person) -> None:
    moved = goes(two, "1")
    assert (moved.seq, moved.kept, moved.workspace.branch) == (1, None, "")
    assert holds(two, "/srv/two") is None
    assert numbers(two) == [1]
    two.does("other", {"/srv/other": "o"})
    assert commits(two).seq == 3
    assert numbers(two) == [1, 3]
    moved = goes(two, "main")
    assert (moved.seq, moved.workspace.branch) == (2, "main")
    assert holds(two, "/srv/other") is None
    assert numbers(two) == [1, 2]
    assert goes(two, "3").seq == 3, "a snapshot on no branch is found by its number"
    assert holds(two, "/srv/other") == "o"


def test_a_branch_goes_along_with_its_snapshots(two: Person) -> None:
    goes(two, "1", branch="side")
    two.does("other", {"/srv/other": "o"})
    made = commits(two)
    found = versions.all_branches(two.home, two.workspace)
    assert found["side"] == made.id
    assert two.home.line.summaries("web", found["main"])[-1].seq == 2
    goes(two, "main")
    two.does("more", {"/srv/more": "m"})
    commits(two)
    found = versions.all_branches(two.home, two.workspace)
    assert [len(numbers(two, ident)) for ident in found.values()] == [3, 2]
    assert numbers(two) == [1, 2, 4]
    assert numbers(two, made.id) == [1, 3]


def test_checkout_of_the_same_snapshot_leaves_the_container_and_its_work(two: Person) -> None:
    two.does("three", {"/srv/three": "3"})
    moved = goes(two, "HEAD", branch="side")
    assert not moved.switched
    assert holds(two, "/srv/three") == "3"
    assert commits(two).seq == 3
    assert versions.all_branches(two.home, two.workspace)["main"] == two.home.line.snapshot("web", 2).id


def test_checkout_keeps_what_is_not_committed(two: Person) -> None:
    two.does("three", {"/srv/three": "3"})
    moved = goes(two, "1")
    assert moved.kept
    assert moved.kept.seq == 3
    goes(two, "3")
    assert holds(two, "/srv/three") == "3"


def test_an_open_session_is_not_ended_without_force(two: Person) -> None:
    with two.runs("vi"), pytest.raises(Conflict, match="a session is open in web"):
        goes(two, "1")
    assert holds(two, "/srv/two") == "2"


def test_a_container_that_does_not_start_leaves_all_as_it_was(two: Person) -> None:
    before = two.home.workspaces.get("web")
    two.engine.broken["start"] = EngineError("port is already allocated")
    with pytest.raises(EngineError):
        goes(two, "1")
    two.engine.broken.clear()
    assert two.home.workspaces.get("web") == before
    assert numbers(two) == [1, 2]
    assert len(two.engine.boxes) == 1
    assert not (two.home.workspaces.path("web") / "switch").exists()


@pytest.mark.parametrize("call", ["create", "stop", "start", "remove", "rename"])
def test_a_process_that_is_ended_leaves_the_old_or_the_new_state(two: Person, call: str) -> None:
    before = two.home.workspaces.get("web")
    two.engine.broken[call] = MemoryError("killed")
    with pytest.raises(MemoryError):
        versions.checkout(two.engine, two.home, "web", "1", no_progress, no_progress)
    two.engine.broken.clear()
    assert removal.settle_if_left(two.engine, two.home, "web") or call in ("create", "stop", "start")
    now = two.home.workspaces.get("web")
    assert (now == before) == (numbers(two) == [1, 2])
    assert [box.spec.name for box in two.engine.boxes.values()] == ["snap-web"]
    two.engine.start(now.container)
    two.workspace = now
    assert holds(two, "/srv/two") == ("2" if now == before else None)
    assert not status(two.engine, two.home, now).changes


def test_a_switch_whose_operation_was_recorded_is_finished(two: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(switch, "settle", killed)
    with pytest.raises(MemoryError):
        versions.checkout(two.engine, two.home, "web", "1", no_progress, no_progress)
    monkeypatch.undo()
    assert numbers(two) == [1]
    assert removal.settle_if_left(two.engine, two.home, "web")
    two.workspace = two.home.workspaces.get("web")
    assert holds(two, "/srv/two") is None
    assert len(two.engine.boxes) == 1
    assert two.engine.tagged["snap/web:latest"] == two.engine.tagged["snap/web:1"]


@pytest.mark.parametrize("name", ["1", "12", "HEAD", "latest", "base", "a/b", "-x", "a..b", "x.lock", "", "a b", "é"])
def test_a_name_that_means_something_else_is_refused(two: Person, name: str) -> None:
    with pytest.raises(UsageError, match="cannot name a branch"):
        versions.add_branch(two.home, "web", name, "HEAD")
    with pytest.raises(UsageError, match="cannot name a tag"):
        versions.add_tag(two.home, "web", name, "HEAD")


def test_branches_are_renamed_and_removed_and_their_snapshots_stay(two: Person) -> None:
    goes(two, "1", branch="side")
    two.does("other", {"/srv/other": "o"})
    made = commits(two)
    goes(two, "main")
    with pytest.raises(Conflict, match="has a branch side already"):
        versions.add_branch(two.home, "web", "side", "1")
    versions.rename_branch(two.home, "web", "side", "other")
    with pytest.raises(Conflict, match="web is on branch main"):
        versions.delete_branch(two.home, "web", "main")
    with pytest.raises(NotFound, match="no branch othr") as caught:
        versions.delete_branch(two.home, "web", "othr")
    assert "other" in caught.value.hint
    versions.delete_branch(two.home, "web", "other")
    assert list(versions.all_branches(two.home, two.workspace)) == ["main"]
    assert two.home.line.snapshot("web", made.seq) == made
    versions.rename_branch(two.home, "web", "main", "trunk")
    assert two.home.workspaces.get("web").branch == "trunk"


def test_tags_name_snapshots_wherever_a_revision_can_stand(two: Person) -> None:
    versions.add_tag(two.home, "web", "works", "1")
    with pytest.raises(Conflict, match="has a tag works already"):
        versions.add_tag(two.home, "web", "works", "2")
    assert goes(two, "works").seq == 1
    versions.add_tag(two.home, "web", "works", "2", force=True)
    assert goes(two, "works~1").seq == 1
    versions.delete_tag(two.home, "web", "works")
    with pytest.raises(NotFound, match="no snapshot works"):
        goes(two, "works")


def test_a_branch_can_have_the_name_of_a_workspace(two: Person) -> None:
    goes(two, "1", branch="web")
    two.does("x", {"/x": "x"})
    commits(two)
    assert two.home.line.names() == ["web"]
    assert numbers(two) == [1, 3]


def test_the_container_keeps_its_ports_volumes_and_network(two: Person, tmp_path: Path) -> None:
    two.home.workspaces.put(replace(two.workspace, ports=("8080:80",), volumes=(f"{tmp_path}:/data",), network="lab"))
    goes(two, "1")
    spec = two.engine.boxes[two.workspace.container].spec
    assert (spec.ports, spec.volumes, spec.network) == (("8080:80",), (f"{tmp_path}:/data",), "lab")


def test_a_volume_whose_target_ends_with_a_slash_is_mounted_once(two: Person) -> None:
    workspace = replace(two.workspace, volumes=("/host:/data/", "named:/x//y:ro"))
    box = two.engine.boxes[workspace.container]
    box.mounts = tuple(Mount("bind", "/host", target) for target in ("/data", "/x/y", "/other"))
    old = two.engine.container(workspace.container)
    spec = switch._spec(two.home, workspace, old, workspace.base.id, ())
    assert spec.volumes == ("/host:/data/", "named:/x//y:ro", "/host:/other")


def test_a_switch_is_finished_without_the_container_that_someone_removed(
    two: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(two.engine, "rename", lambda *_: _raise(MemoryError("killed")))
    with pytest.raises(MemoryError):
        goes(two, "1")
    monkeypatch.undo()
    two.engine.boxes.clear()
    assert removal.settle_if_left(two.engine, two.home, "web")
    assert goes(two, "2").seq == 2


def _raise(error: BaseException) -> None:
    raise error


def test_ctrl_c_after_work_was_kept_leaves_its_image(two: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    real = type(two.home.line).write_prepared

    def interrupted(*args: Any, **options: Any) -> None:  # noqa: ANN401 - passed on
        real(*args, **options)
        raise KeyboardInterrupt

    two.does("three", {"/srv/three": "3"})
    monkeypatch.setattr(type(two.home.line), "write_prepared", interrupted)
    with pytest.raises(KeyboardInterrupt):
        undoes(two)
    kept = two.home.line.snapshot("web", 3)
    assert two.engine.image(kept.image).tags == ("snap/web:3",)


def test_a_name_that_holds_a_secret_is_refused(two: Person) -> None:
    token = "ghp_" + "Vy5bsyaREzDWZv1S5B3C19hetwDy4Kv9ZmtF"
    before = two.home.line.all_refs("web")
    for name in (lambda: versions.add_tag(two.home, "web", token, "1"), lambda: goes(two, "1", branch=token)):
        with pytest.raises(UsageError, match="looks like a secret") as caught:
            name()
        assert token not in caught.value.message
    with pytest.raises(UsageError, match="looks like a secret"):
        versions.rename_branch(two.home, "web", "main", token)
    assert two.home.line.all_refs("web") == before


def test_every_ref_of_a_workspace_is_in_a_folder_of_its_own(two: Person) -> None:
    goes(two, "1", branch="side")
    versions.add_tag(two.home, "web", "works", "2")
    names = refs.all_refs(two.home.line.repository, "web")
    assert {ref.split("/")[1] for ref in names} == {"heads", "branches", "tags", "snapshots"}
    assert not refs.all_refs(two.home.line.repository, "we")


def test_anonymous_volumes_that_an_undo_took_over_go_with_the_workspace(two: Person) -> None:
    name = "a" * 64
    for _ in range(2):
        box = two.engine.boxes[two.workspace.container]
        box.mounts = (Mount("volume", name, "/data"), Mount("volume", "mine", "/kept"))
        two.does("more", {"/srv/more": "m"})
        went(two, undoes(two))
    assert two.engine.boxes[two.workspace.container].spec.labels[switch.VOLUMES] == name
    removal.remove(two.engine, two.home, "web", force=True)
    assert two.engine.removed_volumes == [name]


def test_an_image_that_was_removed_is_said_before_anything_is_done(two: Person) -> None:
    two.does("three", {"/srv/three": "3"})
    images = [one.image for one in two.home.line.summaries("web")]
    for image in images:
        two.engine.images.pop(image)
    before = two.home.line.all_refs("web")
    with pytest.raises(ImageNotFound, match="no image of snapshot 2 of web") as caught:
        undoes(two)
    assert "snap commit" in caught.value.hint and "snap export-dockerfile 2" in caught.value.hint
    with pytest.raises(ImageNotFound, match="no image of snapshot 1 of web"):
        goes(two, "1")
    assert two.home.line.all_refs("web") == before
    assert commits(two).seq == 3, "the whole state is committed on the base image"
    two.does("four", {"/srv/four": "4"})
    assert went(two, undoes(two)).seq == 3


def test_a_branch_and_a_tag_cannot_have_one_name(two: Person) -> None:
    versions.add_branch(two.home, "web", "old", "1")
    versions.add_tag(two.home, "web", "first", "1")
    with pytest.raises(Conflict, match="has a branch old already"):
        versions.add_tag(two.home, "web", "old", "2", force=True)
    with pytest.raises(Conflict, match="has a branch main already"):
        versions.add_tag(two.home, "web", "main", "2")
    with pytest.raises(Conflict, match="has a tag first already"):
        versions.add_branch(two.home, "web", "first", "2")
    with pytest.raises(Conflict, match="has a tag first already"):
        versions.rename_branch(two.home, "web", "old", "first")
