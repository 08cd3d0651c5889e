"""A line pushed to a git repository, cloned elsewhere, continued there and pulled: one story, and what it refuses."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from snapshotter.errors import Conflict, ContainerNotFound, NotFound, RemoteFailed, UsageError
from snapshotter.model import NO_CONTAINER, Proof, no_progress
from snapshotter.store import home as homes
from snapshotter.store.home import Home
from snapshotter.store.repository import git
from snapshotter.work.commit.commit import commit
from snapshotter.work.container import find
from snapshotter.work.export.elsewhere import tell_elsewhere
from snapshotter.work.versions import checkout as versions
from snapshotter.work.versions import operations, switch
from snapshotter.work.versions.share.clone import clone
from snapshotter.work.versions.share.fetch import fetch
from snapshotter.work.versions.share.follow import pull
from snapshotter.work.versions.share.push import push
from snapshotter.work.versions.share.remote import add_remote, find_remote, remotes, remove_remote
from snapshotter.work.volatile import with_current_rules
from tests.work.fakes import Person

Shared = tuple[Person, Home, Path]


@pytest.fixture(autouse=True)
def _shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(switch, "find_shell", lambda _engine, _ident, wanted: wanted or "/bin/bash")


def commits(person: Person, path: str) -> None:
    person.does(f"echo {path} > {path}", {path: f"{path}\n"})
    assert commit(person.engine, person.home, person.workspace, path, (), no_progress)


def bare(place: Path) -> Path:
    git.run(None, "init", "--quiet", "--bare", "--template=", "--initial-branch=main", str(place))
    return place


@pytest.fixture
def shared(person: Person, tmp_path: Path) -> Shared:
    """A person with a snapshot that is pushed, the home of another one, and the repository between them."""
    there = bare(tmp_path / "there.git")
    commits(person, "/srv/one")
    add_remote(person.home, "web", "origin", str(there))
    push(person.home, "web", "", no_progress)
    return person, homes.at(tmp_path / "other"), there


def refs(there: Path) -> dict[str, str]:
    return dict(git.refs(there))


def theirs(shared: Shared, name: str = "site") -> Person:
    """Clone in the other home, and check out."""
    person, other, there = shared
    clone(other, str(there), name, no_progress)
    moved = versions.checkout(person.engine, other, name, "HEAD", no_progress, no_progress)
    return Person(person.engine, other, moved.workspace, 100)


def texts(home: Home, name: str) -> list[str]:
    return [one.message for one in home.line.summaries(name)]


def test_a_line_goes_there_and_back(shared: Shared) -> None:
    person, other, there = shared
    assert list(refs(there)) == ["refs/heads/main"]
    done = clone(other, str(there), "site", no_progress)
    assert (done.workspace.container, done.seq, done.snapshots) == (NO_CONTAINER, 1, 1)
    assert other.line.snapshots("site")[0].changes == person.home.line.snapshots("web")[0].changes
    with pytest.raises(ContainerNotFound, match="site has no container yet"):
        find(person.engine, other, done.workspace)
    moved = versions.checkout(person.engine, other, "site", "main", no_progress, no_progress)
    assert (moved.workspace.branch, moved.workspace.shell) == ("main", "/bin/bash")
    they = Person(person.engine, other, moved.workspace, 100)
    commits(they, "/srv/two")
    assert push(other, "site", "", no_progress).set == ("refs/heads/main",)
    pulled = pull(person.home, "web", "", no_progress)
    assert (pulled.new, pulled.moved, pulled.behind) == (1, {"main": (1, 2)}, "main")
    assert texts(person.home, "web") == ["/srv/one"]  # the container stays where it was
    moved = versions.checkout(person.engine, person.home, "web", "main", no_progress, no_progress)
    assert texts(person.home, "web") == ["/srv/one", "/srv/two"]
    assert moved.workspace.branch == "main"
    assert person.home.line.check("web") == other.line.check("site") == []
    assert push(person.home, "web", "", no_progress).set == ()


def test_branches_tags_and_proofs_travel_and_proofs_of_others_count_for_nothing(shared: Shared) -> None:
    person, other, there = shared
    person.home.line.add_proof("web", 1, Proof("equal", "all is equal"))
    versions.add_tag(person.home, "web", "works", "1")
    versions.add_branch(person.home, "web", "try", "1")
    assert push(person.home, "web", "", no_progress).set == ("refs/heads/try", "refs/proofs/1", "refs/tags/works")
    clone(other, str(there), "site", no_progress)
    found = other.line.refs("site")
    assert sorted(found.branches) == ["main", "try"] and list(found.tags) == ["works"]
    one = other.line.snapshots("site")[0]
    assert one.proof is None
    assert [(remote, proof.verdict) for remote, proof in other.line.proofs_elsewhere("site", 1, one.id)] == [
        ("origin", "equal")
    ]


def test_rules_and_marks_of_others_count_for_nothing(shared: Shared) -> None:
    person, other, there = shared
    person.does("x", {"/srv/back-door": "x"})
    workspace = replace(person.home.workspaces.get("web"), volatile=(("/srv/*", "noise"),))
    person.home.workspaces.put(workspace)
    assert commit(person.engine, person.home, workspace, "x", (), no_progress)
    push(person.home, "web", "", no_progress)
    they = theirs(shared)
    assert they.workspace.volatile == ()
    snapshots = other.line.snapshots("site")
    assert snapshots[-1].volatile == (("/srv/*", "noise"),) and snapshots[-1].changes[0].volatile
    assert [one.volatile for one in with_current_rules(other, "site", snapshots)] == [(), ()]
    assert not any(change.volatile for one in with_current_rules(other, "site", snapshots) for change in one.changes)
    other.workspaces.put(replace(they.workspace, volatile=(("/srv/*", "noise"),)))
    marked = with_current_rules(other, "site", [replace(one, volatile=(("/srv/*", "noise"),)) for one in snapshots])
    assert all(change.volatile for change in marked[-1].changes)
    told: list[str] = []
    tell_elsewhere(other, snapshots, told.append)
    assert told == [f"snapshots 1 and 2 came from {there}: the commands in it are run next, in containers"]
    tell_elsewhere(person.home, person.home.line.snapshots("web"), told.append)
    assert len(told) == 1


def test_diverged_lines_are_refused_with_the_next_step(shared: Shared) -> None:
    person, other, there = shared
    they = theirs(shared)
    commits(they, "/srv/theirs")
    push(other, "site", "", no_progress)
    commits(person, "/srv/mine")
    before, line = refs(there), person.home.line.all_refs("web")
    with pytest.raises(Conflict, match="has snapshots that are not here") as error:
        push(person.home, "web", "", no_progress)
    assert "snap pull" in error.value.hint and refs(there) == before
    for verb in (lambda: pull(person.home, "web", "", no_progress), lambda: fetch(person.home, "web", "", no_progress)):
        with pytest.raises(Conflict, match="snapshot 2 of web is another one there than here") as error:
            verb()
        assert "snap clone" in error.value.hint and "cherry-pick" in error.value.hint
        assert person.home.line.all_refs("web") == line


def test_what_goes_on_after_a_fetch_has_other_numbers(shared: Shared) -> None:
    person, other, _ = shared
    they = theirs(shared)
    commits(they, "/srv/theirs")
    push(other, "site", "", no_progress)
    fetch(person.home, "web", "", no_progress)
    assert person.home.line.next_number("web") == 3
    commits(person, "/srv/mine")
    with pytest.raises(Conflict, match="both went on from the same snapshot on branch main"):
        pull(person.home, "web", "", no_progress)
    with pytest.raises(Conflict, match="both went on from the same snapshot on branch main"):
        push(person.home, "web", "", no_progress)


def test_a_push_is_not_undone_and_a_pull_is(shared: Shared) -> None:
    person, other, there = shared
    clone(other, str(there), "site", no_progress)
    commits(person, "/srv/two")
    push(person.home, "web", "", no_progress)
    pushed = operations.listed(person.home, "web")[0]
    assert pushed.verb == "push"
    with pytest.raises(Conflict, match="a push is not undone"):
        operations.op_undo(person.engine, person.home, "web", pushed.id, no_progress, no_progress)
    done, _ = operations.op_undo(person.engine, person.home, "web", "", no_progress, no_progress)
    assert done.verb == "commit"
    pull(other, "site", "", no_progress)
    assert texts(other, "site") == ["/srv/one", "/srv/two"]
    done, _ = operations.op_undo(person.engine, other, "site", "", no_progress, no_progress)
    assert done.verb == "pull" and texts(other, "site") == ["/srv/one"]


def test_discarded_work_stays_here_unless_it_is_asked_for(shared: Shared) -> None:
    person, _, there = shared
    person.does("x", {"/srv/x": "x"})
    assert versions.undo(person.engine, person.home, "web", no_progress, no_progress)
    assert push(person.home, "web", "", no_progress).stayed == 1
    assert list(refs(there)) == ["refs/heads/main"]
    push(person.home, "web", "", no_progress, every=True)
    assert list(refs(there)) == ["refs/heads/main", "refs/snapshots/2"]


def test_remotes_are_named_and_forgotten(shared: Shared) -> None:
    person, _, there = shared
    home = person.home
    assert find_remote(home, "web").url == str(there)
    with pytest.raises(Conflict, match="web has a remote origin already"):
        add_remote(home, "web", "origin", "x")
    for url in ("--upload-pack=x", "ext::sh -c id", "a\nb", "https://me:secret@host/x.git"):
        with pytest.raises(UsageError):
            add_remote(home, "web", "other", url)
    for name in ("-x", "a/b", "a..b", ""):
        with pytest.raises(UsageError):
            add_remote(home, "web", name, "x")
    assert add_remote(home, "web", "ssh", "me@host:x.git").url == "me@host:x.git"
    remove_remote(home, "web", "origin")
    assert [one.name for one in remotes(home, "web")] == ["ssh"] and not home.line.refs("web").remotes
    with pytest.raises(NotFound, match="web has no remote other"):
        find_remote(home, "web", "other")


def test_a_remote_that_is_no_repository_names_the_verb(shared: Shared, tmp_path: Path) -> None:
    home = shared[0].home
    file = tmp_path / "web.bundle"
    file.touch()
    add_remote(home, "web", "file", str(file))
    add_remote(home, "web", "images", "localhost:5000/me/web")
    for name, verb in (("file", "snap bundle --force"), ("images", "snap push --images localhost:5000/me/web")):
        with pytest.raises(UsageError) as error:
            push(home, "web", name, no_progress)
        assert verb in error.value.hint


def test_a_tag_that_names_another_snapshot_there_is_refused(shared: Shared) -> None:
    person, other, there = shared
    they = theirs(shared)
    commits(they, "/srv/two")
    versions.add_tag(other, "site", "works", "1")
    push(other, "site", "", no_progress)
    pull(person.home, "web", "", no_progress)
    versions.checkout(person.engine, person.home, "web", "main", no_progress, no_progress)
    before = refs(there)
    versions.delete_tag(person.home, "web", "works")
    versions.add_tag(person.home, "web", "works", "2")
    with pytest.raises(Conflict, match="tag works names another snapshot at origin") as error:
        push(person.home, "web", "", no_progress)
    assert "snap tag -d works" in error.value.hint and refs(there) == before
    pulled = pull(person.home, "web", "", no_progress)
    assert pulled.kept_tags == ("works",)


def test_a_branch_that_is_further_there_stays(shared: Shared) -> None:
    person, other, there = shared
    they = theirs(shared)
    commits(they, "/srv/two")
    push(other, "site", "", no_progress)
    fetch(person.home, "web", "", no_progress)
    before = refs(there)
    done = push(person.home, "web", "", no_progress)
    assert (done.set, done.behind) == ((), ("main",)) and refs(there) == before


def test_the_only_remote_is_meant_and_of_several_one_is_named(shared: Shared) -> None:
    person, _, there = shared
    home = person.home
    remove_remote(home, "web", "origin")
    with pytest.raises(NotFound, match="web has no remote") as error:
        find_remote(home, "web")
    assert "snap remote add origin URL" in error.value.hint
    add_remote(home, "web", "backup", str(there))
    assert find_remote(home, "web").name == "backup"
    add_remote(home, "web", "mirror", "~/web.git")
    assert find_remote(home, "web", "mirror").url == str(Path("~/web.git").expanduser())
    with pytest.raises(NotFound, match="web has no remote origin") as error:
        find_remote(home, "web")
    assert "backup, mirror" in error.value.hint


def test_what_cannot_be_reached_changes_nothing(shared: Shared, tmp_path: Path) -> None:
    person, other, _ = shared
    add_remote(person.home, "web", "gone", str(tmp_path / "gone.git"))
    before = person.home.line.all_refs("web")
    for verb in (push, pull, fetch):
        with pytest.raises(RemoteFailed, match=r"cannot read .*gone\.git"):
            verb(person.home, "web", "gone", no_progress)
    with pytest.raises(RemoteFailed):
        clone(other, str(tmp_path / "gone.git"), "site", no_progress)
    assert other.workspaces.names() == [] and person.home.line.all_refs("web") == before
    with pytest.raises(NotFound, match="no branch with snapshots"):
        clone(other, str(bare(tmp_path / "empty.git")), "site", no_progress)


def test_a_lock_that_a_killed_push_left_is_named(shared: Shared) -> None:
    person, _, there = shared
    commits(person, "/srv/two")
    before, lock = refs(there), there / "refs/heads/main.lock"
    lock.touch()
    with pytest.raises(Conflict, match=r"is locked by .*main\.lock; nothing was changed there") as caught:
        push(person.home, "web", "", no_progress)
    assert "one was killed" in caught.value.hint and refs(there) == before
    lock.unlink()
    assert push(person.home, "web", "", no_progress).set == ("refs/heads/main",)


def test_other_branches_and_names_are_left_out(shared: Shared) -> None:
    _, other, there = shared
    blob = git.run(there, "hash-object", "-w", "--stdin", stdin=b"x").decode().strip()
    tree = git.run(there, "mktree", stdin=f"100644 blob {blob}\tindex.html\n".encode()).decode().strip()
    from snapshotter.store.repository.objects import put

    pages = put(there, b"commit", f"tree {tree}\nauthor a <a@b> 1 +0000\ncommitter a <a@b> 1 +0000\n\nx\n".encode())
    main = refs(there)["refs/heads/main"]
    git.update_refs(there, {"refs/heads/gh-pages": (pages, None), "refs/heads/feature/x": (main, None)})
    git.update_refs(
        there, {"refs/heads/1": (main, None), "refs/snapshots/x": (main, None), "refs/pull/1/head": (main, None)}
    )
    done = clone(other, str(there), "site", no_progress)
    assert done.left_out == ("refs/heads/1", "refs/heads/feature/x", "refs/heads/gh-pages")
    assert sorted(other.line.all_refs("site")) == ["refs/heads/site", "refs/remotes/site/origin/heads/main"]


def test_variables_of_another_repository_have_no_effect(shared: Shared, monkeypatch: pytest.MonkeyPatch) -> None:
    person, _, there = shared
    monkeypatch.setenv("GIT_DIR", "/nonexistent")
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", "/nonexistent")
    versions.add_tag(person.home, "web", "works", "1")
    assert push(person.home, "web", "", no_progress).set == ("refs/tags/works",)
    assert "refs/tags/works" in refs(there) and os.environ["GIT_DIR"] == "/nonexistent"


def test_a_clone_that_was_ended_is_taken_back(shared: Shared, monkeypatch: pytest.MonkeyPatch) -> None:
    _, other, there = shared
    with monkeypatch.context() as patched:
        patched.setattr(type(other.workspaces), "put", _ended)
        with pytest.raises(KeyboardInterrupt):
            clone(other, str(there), "site", no_progress)
    assert other.line.head("site") and other.workspaces.names() == []
    clone(other, str(there), "site", no_progress)
    assert other.workspaces.names() == ["site"] and not list(other.path.glob(".transfer-*"))


def _ended(*_: object) -> None:
    raise KeyboardInterrupt


def test_no_other_verb_imports_gitpython() -> None:
    code = "import sys; from snapshotter.cli.app import build; build(''); sys.exit('git' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
