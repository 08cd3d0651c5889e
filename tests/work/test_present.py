"""Status, differences to now, stopping, removing, listing and doctor, on the fake engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from msgspec.structs import replace

from snapshotter.engine.api import Engine
from snapshotter.errors import Conflict, ContainerNotFound, EngineError, EngineNotFound, ImageNotFound, NotFound
from snapshotter.work.commit.commit import commit
from snapshotter.work.container import ensure_running
from snapshotter.work.export.export import Exporter, verify
from snapshotter.work.look.diff import NOW, Contents, difference, text_diff
from snapshotter.work.start import Request, start
from snapshotter.work.status import status
from snapshotter.work.upkeep.doctor import examine
from snapshotter.work.versions.removal import remove
from snapshotter.work.workspaces import rows, stop
from tests.work.fakes import BASE, Person


def commits(person: Person, message: str = "x") -> None:
    commit(person.engine, person.home, person.workspace, message, (), lambda _: None)


def no_engine() -> Engine:
    raise EngineNotFound("no engine answers")


def test_status_returns_what_is_not_committed(person: Person) -> None:
    person.does("one", {"/a": "1"})
    commits(person)
    clean = status(person.engine, person.home, person.workspace)
    assert (clean.state, clean.seq, clean.commands, clean.changes) == ("running", 1, (), ())
    person.does("two", {"/a": "2", "/b": "2"})
    found = status(person.engine, person.home, person.workspace)
    assert [command.text for command in found.commands] == ["two"]
    assert [(change.path, change.by) for change in found.changes] == [("/a", "command 1"), ("/b", "command 1")]


def test_status_does_not_write(person: Person) -> None:
    before = sorted(person.home.path.rglob("*"))
    status(person.engine, person.home, person.workspace)
    after = sorted(path for path in person.home.path.rglob("*") if "cache" not in path.parts)
    assert after == before


def test_status_without_access_to_the_layer_returns_the_engines_diff(person: Person) -> None:
    person.does("one", {"/a": "1"})
    person.engine.in_place = False
    person.engine.directories[person.workspace.base.id] = []
    found = status(person.engine, person.home, person.workspace)
    assert found.changes == ()
    assert found.rough == (("added", "/a"),)


def test_status_of_a_container_that_is_gone_still_has_the_commands(person: Person) -> None:
    person.does("one")
    person.engine.boxes.clear()
    found = status(person.engine, person.home, person.workspace)
    assert found.state == "gone"
    assert len(found.commands) == 1


def test_a_stopped_or_paused_container_is_started_with_a_message(person: Person) -> None:
    said: list[str] = []
    for state, word in (("exited", "stopped"), ("paused", "paused"), ("running", "")):
        person.engine.boxes[person.workspace.container].state = state
        assert ensure_running(person.engine, person.home, person.workspace, said.append).state == "running"
        assert word in (said.pop() if said else "")


def test_a_missing_container_is_an_error_with_hints(person: Person) -> None:
    person.engine.boxes.clear()
    with pytest.raises(ContainerNotFound) as caught:
        ensure_running(person.engine, person.home, person.workspace, print)
    assert "snap rm --force web" in caught.value.hint
    assert "snap start debian:bookworm" in caught.value.hint


def test_differences_between_any_two_states(person: Person) -> None:
    person.does("one", {"/a": "1\n", "/gone": ""})
    commits(person)
    person.does("two", {"/a": "2\n"})
    (person.upper / "gone").unlink()
    commits(person)
    person.does("three", {"/c": ""})

    def found(*revs: str) -> list[tuple[str, str]]:
        made = difference(lambda: person.engine, person.home, "web", revs, ())
        return [(change.path, change.change) for change in made.changes]

    assert found("1", "2") == [("/a", "changed"), ("/gone", "deleted")]
    assert found("2", "1") == [("/a", "changed"), ("/gone", "added")]
    assert found("base", "latest") == [("/a", "added")]
    assert found("2", "2") == []
    assert found() == [("/c", "added")]
    assert found("1") == [("/a", "changed"), ("/c", "added"), ("/gone", "deleted")]
    assert found("0") == [("/a", "added"), ("/c", "added")]


def test_a_difference_reads_only_what_decides_whether_a_path_changed(person: Person) -> None:
    person.does("one", {"/a": "1\n", "/moved": "as it was"})
    commits(person)
    person.does("two", {"/a": "longer\n"})
    (person.upper / "moved").unlink()
    commits(person)
    person.does("three", {"/a": "1\n", "/new": "x", "/there": "as it was"})

    def found(rev: str, *, digests: bool) -> dict[str, tuple[str, bool]]:
        made = difference(lambda: person.engine, person.home, "web", [rev], (), digests=digests)
        return {c.path: (c.change, bool(c.after and c.after.digest)) for c in made.changes}

    assert found("2", digests=True) == {"/a": ("changed", True), "/new": ("added", True), "/there": ("added", True)}
    assert found("2", digests=False) == {"/a": ("changed", False), "/new": ("added", False), "/there": ("added", False)}
    assert found("1", digests=False) == {
        "/moved": ("deleted", False),
        "/new": ("added", False),
        "/there": ("added", True),
    }


def test_differences_of_snapshots_need_no_engine(person: Person) -> None:
    person.does("one", {"/a": "1\n"})
    commits(person)
    assert len(difference(no_engine, person.home, "web", ["base", "1"], ()).changes) == 1
    assert difference(no_engine, person.home, "web", ["base", "1"], ["/b"]).changes == ()


def test_differences_to_now_need_the_layer(person: Person) -> None:
    person.engine.in_place = False
    with pytest.raises(EngineError, match="not known exactly"):
        difference(lambda: person.engine, person.home, "web", (), ())


def test_lines_that_differ(person: Person) -> None:
    person.does("one", {"/etc/motd": "welcome\nall\n", "/bin/x": "\0\1", "/new": "no end"})
    commits(person)
    person.does("two", {"/etc/motd": "welcome\nyou\n", "/empty": ""})
    (person.upper / "new").chmod(0o755)
    contents = Contents(lambda: person.engine, person.home, "web")

    def lines(old: str, *new: str) -> dict[str, list[str]]:
        found = difference(lambda: person.engine, person.home, "web", [old, *new], ())
        return {c.path: list(text_diff(contents, found, c)) for c in found.changes}

    first = lines("base", "1")
    assert first["/etc/motd"][2:] == ["@@ -1 +1,2 @@", " welcome", "+all"]
    assert first["/bin/x"] == ["/bin/x: not text"]
    assert first["/new"][-1] == "+no end  (no newline at the end)"
    now = lines("1")
    assert now["/etc/motd"][-2:] == ["-all", "+you"]
    assert now["/empty"] == ["/empty: added"]
    assert now["/new"] == ["/new: mode changed"]
    assert contents.get(NOW, "/etc/passwd") == b"root\n"


def test_the_lines_of_many_files_need_one_pass_over_the_image(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"/etc/f{number}" for number in range(9)]
    person.engine.add_image(BASE, dict.fromkeys(["/etc/motd", "/etc/long", *names], "old\n"))
    workspace = start(person.engine, person.home, Request(BASE, "many"), lambda _: None)
    many = Person(person.engine, person.home, workspace)
    many.does("all", dict.fromkeys(names, "new\n") | {"/etc/long": "x" * (2 << 20)})
    commit(many.engine, many.home, workspace, "x", (), lambda _: None)
    looks: list[list[str]] = []
    read = person.engine.read_files

    def counted(image: str, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        looks.append(list(paths))
        return read(image, looks[-1])

    monkeypatch.setattr(person.engine, "read_files", counted)
    contents = Contents(lambda: person.engine, person.home, "many")
    found = difference(lambda: person.engine, person.home, "many", ["base", "1"], ())
    contents.fetch(found)
    lines = {c.path: list(text_diff(contents, found, c)) for c in found.changes}
    assert looks == [names]
    assert all(lines[name][-2:] == ["-old", "+new"] for name in names)
    assert lines["/etc/long"] == ["/etc/long: changed, longer than 1 MiB"]


def test_stopping_twice_is_no_error(person: Person) -> None:
    assert stop(person.engine, person.home, person.workspace)
    assert not stop(person.engine, person.home, person.workspace)


def test_purging_takes_everything(person: Person) -> None:
    person.does("one", {"/a": "1"})
    commits(person)
    removed = remove(person.engine, person.home, "web", force=True, purge=True)
    assert removed.images == ("snap/web:1", "snap/web:latest")
    assert removed.container
    assert not person.engine.boxes
    assert list(person.engine.tagged) == ["debian:bookworm"]
    assert person.home.line.names() == person.home.workspaces.names() == []


def test_purging_goes_on_where_an_image_is_in_use(person: Person) -> None:
    person.does("one", {"/a": "1"})
    commits(person)
    person.engine.broken["remove_image"] = Conflict("a container is using it")
    removed = remove(person.engine, person.home, "web", force=True, purge=True)
    assert removed.images == ()
    assert [tag for tag, _ in removed.kept] == ["snap/web:1", "snap/web:latest"]
    assert person.home.line.names() == person.home.workspaces.names() == []


def test_removing_refuses_to_lose_work_and_names_it(person: Person) -> None:
    person.does("one", {"/a": "1"})
    with pytest.raises(Conflict, match="holds work that is not committed") as caught:
        remove(person.engine, person.home, "web", force=False)
    assert "snap commit -n web" in caught.value.hint
    assert "export" not in caught.value.hint, "there is no snapshot to export"
    commits(person)
    with pytest.raises(Conflict, match=r"holds 1 snapshot$") as caught:
        remove(person.engine, person.home, "web", force=False)
    assert "snap export-dockerfile -n web" in caught.value.hint
    assert "commit" not in caught.value.hint, "there is nothing to commit"
    assert person.engine.boxes


def test_removing_what_holds_nothing_needs_no_force(person: Person) -> None:
    remove(person.engine, person.home, "web", force=False)
    assert person.home.workspaces.names() == []


def test_removing_where_the_container_is_gone_works(person: Person) -> None:
    person.engine.boxes.clear()
    assert not remove(person.engine, person.home, "web", force=True).container


def test_removing_a_damaged_workspace_works_by_force(person: Person) -> None:
    (person.home.workspaces.path("web") / "workspace.json").write_text("{")
    assert remove(person.engine, person.home, "web", force=True).container
    assert not person.engine.boxes


def test_removing_leaves_a_foreign_container_with_the_same_name(person: Person) -> None:
    box = person.engine.boxes[person.workspace.container]
    box.spec.labels["io.snapshotter.workspace"] = "other"  # type: ignore[index]
    remove(person.engine, person.home, "web", force=True)
    assert person.engine.boxes


def test_removing_an_unknown_workspace_is_an_error(person: Person) -> None:
    with pytest.raises(NotFound, match="no workspace wbe"):
        remove(person.engine, person.home, "wbe", force=True)


def test_a_line_without_its_workspace_is_listed_and_removed(person: Person) -> None:
    person.does("one")
    commits(person)
    person.home.workspaces.remove("web")
    assert [(row.name, row.workspace, row.state) for row in rows(person.home, no_engine)] == [("web", None, "gone")]
    remove(person.engine, person.home, "web", force=True)
    assert rows(person.home, no_engine) == []


@pytest.mark.parametrize("file, text", [("workspaces/web/workspace.json", "{"), ("line.git/refs/heads/web", "")])
def test_a_damaged_workspace_does_not_hide_the_others(person: Person, file: str, text: str) -> None:
    person.does("one", {"/a": "1"})
    commits(person)
    person.home.workspaces.put(replace(person.workspace, name="other"))
    (person.home.path / file).write_text(text)
    for second in (f"{file}.copy", file.replace("line.git", "line.git/logs")):  # what is read in its place
        (person.home.path / second).write_text(text)
    listed = {row.name: row for row in rows(person.home, lambda: person.engine)}
    assert listed["other"].state == "running"
    assert not listed["other"].damage
    assert "damaged" in listed["web"].damage


def test_the_list_has_states_or_unknown(person: Person) -> None:
    listed = rows(person.home, lambda: person.engine)
    assert [(row.name, row.state, row.current) for row in listed] == [("web", "running", True)]
    assert [r.state for r in rows(person.home, no_engine)] == ["unknown"]
    person.engine.boxes.clear()
    assert [r.state for r in rows(person.home, lambda: person.engine)] == ["gone"]


def test_doctor_finds_all_well(person: Person) -> None:
    person.does("one", {"/a": "1"})
    commits(person)
    found = list(examine(lambda: person.engine, person.home, ["web"]))
    assert all(finding.well for finding in found), found
    assert [finding.subject for finding in found] == ["git", "store", "engine", "line of web", "workspace web"]


def test_doctor_says_what_is_not_exact_and_why(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    here = person.engine.info()
    person.engine.in_place = False
    found = {finding.subject: finding for finding in examine(lambda: person.engine, person.home, ["web"])}
    assert "its layer was not found on this machine" in found["workspace web"].detail
    monkeypatch.setattr(person.engine, "info", lambda: replace(here, hindrance="only root may read the storage"))
    found = {finding.subject: finding for finding in examine(lambda: person.engine, person.home, ["web"])}
    assert found["exactness"].well
    assert found["exactness"].detail.startswith("not exact before a commit: only root may read the storage; `snap st")
    assert found["workspace web"].detail.endswith(" is running")


def test_doctor_finds_what_is_wrong(person: Person) -> None:
    person.does("one", {"/a": "1"})
    commits(person)
    person.engine.boxes.clear()
    for pack in person.home.line.repository.glob("objects/pack/*.pack"):
        pack.unlink()
    bad = {finding.subject for finding in examine(lambda: person.engine, person.home, ["web"]) if not finding.well}
    assert bad == {"line.git", "line of web", "workspace web"}
    assert {f.subject for f in examine(no_engine, person.home, []) if not f.well} == {"engine", "line.git"}


def test_doctor_finds_images_that_are_gone(person: Person) -> None:
    person.does("one", {"/a": "1"})
    commits(person)
    image = person.home.line.summaries("web")[0].image
    del person.engine.images[image]
    (bad,) = [finding for finding in examine(lambda: person.engine, person.home, ["web"]) if not finding.well]
    assert (bad.subject, bad.detail) == ("images of web", "missing for snapshot 1")
    assert "snap export-dockerfile 1 -n web --no-verify" in bad.hint


def test_a_proof_whose_image_is_missing_is_an_error_with_a_hint(person: Person) -> None:
    person.does("one", {"/a": "1"})
    commits(person)
    exporter = Exporter(person.home, lambda: person.engine, lambda _: None, lambda _: None)
    images = dict(person.engine.images)
    for missing, words in (
        (person.home.line.summaries("web")[0].image, "image of snapshot 1 of web is gone"),
        (person.workspace.base.id, "base image debian:bookworm .* is gone"),
    ):
        person.engine.images = {ident: image for ident, image in images.items() if ident != missing}
        with pytest.raises(ImageNotFound, match=words) as caught:
            verify(exporter, "web", None, None)
        assert "snap export-dockerfile 1 -n web --no-verify" in caught.value.hint
