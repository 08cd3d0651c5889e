"""Go back and forth: undo what is not committed, check out a snapshot or a branch, name one."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.engine.api import Engine, Process
from snapshotter.errors import Conflict, ContainerNotFound, NotFound, SnapError
from snapshotter.model import Progress, Snapshot, Workspace
from snapshotter.store import workspaces
from snapshotter.store.home import Home
from snapshotter.store.layout import Summary
from snapshotter.store.repository import refs
from snapshotter.store.repository.git import NO_OBJECT
from snapshotter.store.repository.operations import operation
from snapshotter.store.repository.refs import MAIN, RefChanges, Refs
from snapshotter.work.commit.commit import keep_aside
from snapshotter.work.commit.freeze import locked
from snapshotter.work.select import find
from snapshotter.work.start import refuse_secret
from snapshotter.work.versions.removal import settle_removal
from snapshotter.work.versions.share.images import prepare
from snapshotter.work.versions.switch import (
    Target,
    begin_record,
    check_image,
    end_record,
    refuse_open_sessions,
    settle,
    switch,
)


class Moved(Struct, frozen=True):
    """The result of a verb that put a workspace elsewhere."""

    workspace: Workspace
    seq: int
    """Number of the snapshot at which it is now, 0 for the base image."""
    kept: Snapshot | None = None
    """The snapshot that was made of work that was not committed."""
    ended: tuple[str, ...] = ()
    """The processes that ended with the old container, as command lines."""
    switched: bool = True
    """Whether the container was replaced."""


@contextlib.contextmanager
def changing(engine: Engine, home: Home, name: str, tell: Progress) -> Iterator[Workspace]:
    """Hold a workspace's lock and yield it, after what an earlier verb left undone is settled."""
    with locked(lambda: engine, home, name, tell):
        settle(engine, home, name)
        settle_removal(engine, home, name)
        yield home.workspaces.get(name)


def undo(
    engine: Engine, home: Home, name: str, progress: Progress, tell: Progress, *, force: bool = False
) -> Moved | None:
    """Put a workspace back to its last snapshot; None if nothing is uncommitted.

    What is discarded is kept in a snapshot off the line.  Raises `Conflict` where a session is open, unless `force`.
    """
    with changing(engine, home, name, tell) as workspace:
        if not force:
            refuse_open_sessions(home, name, "undo")
        head = here(home, name)
        check_image(engine, workspace, head.image if head else workspace.base.id, head.seq if head else 0)
        kept, ended, gone = set_aside(engine, home, workspace, "undo", progress)
        if kept is None and not gone:
            return None
        target = Target(head.image if head else workspace.base.id, workspace.branch, {})
        text = f"back to {described(head)}" + (f"; what was uncommitted is snapshot {kept.seq}" if kept else "")
        done = replace(operation("undo", name, text), kept=kept.id if kept else "")
        made = switch(engine, home, workspace, target, done, tell)
        return Moved(made, head.seq if head else 0, kept, ended)


def checkout(
    engine: Engine,
    home: Home,
    name: str,
    rev: str,
    progress: Progress,
    tell: Progress,
    *,
    new_branch: str = "",
    force: bool = False,
    rebuild: bool = False,
) -> Moved:
    """Put a workspace on a snapshot or a branch, or on a `new_branch` that begins at a snapshot.

    Where the image came from elsewhere and is missing, `rebuild` builds its recipe.

    What is not committed is kept in a snapshot off the line, unless the snapshot stays the same: then the container
    stays too.  Raises `Conflict` where a session is open, unless `force`.
    """
    with changing(engine, home, name, tell) as workspace:
        found = home.line.refs(name)
        wanted = find(home.line, name, rev)
        head = here(home, name)
        branch = new_branch or branch_of(workspace, found, head, wanted, rev)
        changes = leaving(workspace, found, head) if head and branch != workspace.branch else {}
        if new_branch:
            changes |= new_branch_change(home, workspace, new_branch, wanted)
        present = has_container(engine, workspace)
        if head and wanted.id == head.id and present:
            made = replace(workspace, branch=branch)
            if made != workspace or changes:
                text = f"on branch {branch}" if branch else f"at {described(wanted)}, on no branch"
                record_branch(home, workspace, made, changes, "checkout", text)
            return Moved(made, wanted.seq, switched=False)
        if not force:
            refuse_open_sessions(home, name, "checkout")
        wanted, base = prepare(engine, home, workspace, wanted, progress, tell, rebuild=rebuild)
        workspace = replace(workspace, base=base)
        check_image(engine, workspace, wanted.image, wanted.seq)
        kept, ended, _ = set_aside(engine, home, workspace, "checkout", progress)
        changes[refs.head_ref(name)] = (head.id if head else NO_OBJECT, wanted.id)
        changes |= keeping(name, found, head)
        text = f"to {described(wanted)}" + (f", branch {branch}" if branch else "")
        done = replace(operation("checkout", name, text, changes), kept=kept.id if kept else "")
        target = Target(wanted.image, branch, changes, wanted.created)
        made = switch(engine, home, workspace, target, done, tell)
        return Moved(made, wanted.seq, kept, ended)


def here(home: Home, name: str) -> Summary | None:
    """Return the summary of the snapshot at which a workspace is, None at its base image."""
    return next(iter(home.line.summaries(name, count=1)), None)


def described(found: Summary | None) -> str:
    """Return the name of a snapshot in a message."""
    return f"snapshot {found.seq}" if found else "the base image"


def set_aside(
    engine: Engine, home: Home, workspace: Workspace, verb: str, progress: Progress
) -> tuple[Snapshot | None, tuple[str, ...], bool]:
    """Keep what is not committed; return its snapshot, the processes that run, and whether the container is gone."""
    try:
        container = engine.container(workspace.container)
    except ContainerNotFound:
        return None, (), True
    kept = keep_aside(engine, home, workspace, verb, progress)
    return kept, running_programs(engine, container.id) if container.state == "running" else (), False


def running_programs(engine: Engine, ident: str, wanted: Callable[[Process], bool] = lambda _: True) -> tuple[str, ...]:
    """Return the command lines of the `wanted` processes of a running container, but for its first one."""
    try:
        texts = (" ".join(process.words) for process in engine.processes(ident) if wanted(process))
        return tuple(text for text in texts if not text.endswith("snap-idle"))
    except SnapError:  # only named in a message
        return ()


def has_container(engine: Engine, workspace: Workspace) -> bool:
    """Return whether the workspace's container exists."""
    try:
        engine.container(workspace.container)
    except ContainerNotFound:
        return False
    return True


def branch_of(workspace: Workspace, found: Refs, head: Summary | None, wanted: Summary, rev: str) -> str:
    """Return the branch on which a workspace is after a revision is checked out, "" for none."""
    if rev in found.branches:
        return rev
    if rev == MAIN and not found.branches:
        return MAIN
    if head and head.id == wanted.id:
        return workspace.branch
    return ""


def leaving(workspace: Workspace, found: Refs, head: Summary) -> RefChanges:
    """Return the change that stores where the branch is that a workspace leaves."""
    if not workspace.branch:
        return keeping(workspace.name, found, head)
    before = found.branches.get(workspace.branch, NO_OBJECT)
    return {refs.branch_ref(workspace.name, workspace.branch): (before, head.id)}


def keeping(name: str, found: Refs, head: Summary | None) -> RefChanges:
    """Return the change that keeps the snapshot at which a workspace was."""
    if head is None or found.others.get(head.seq) == head.id:
        return {}
    return {refs.snapshot_ref(name, head.seq): (found.others.get(head.seq, NO_OBJECT), head.id)}


def record_branch(
    home: Home, before: Workspace, after: Workspace, changes: RefChanges, verb: str, text: str, undoes: str = ""
) -> None:
    """Record an operation that replaces no container: refs, and the branch of a workspace."""
    done = replace(operation(verb, before.name, text, changes), undoes=undoes)
    if before != after:
        old, new = workspaces.text(before).decode(), workspaces.text(after).decode()
        done = replace(done, before=old, after=new)
        begin_record(home, before.name, new)
    try:
        home.line.change(before.name, changes, done)
        if before != after:
            home.workspaces.put(after)
    except SnapError:
        end_record(home, before.name)
        raise
    if before != after:
        end_record(home, before.name)


def new_branch_change(home: Home, workspace: Workspace, branch: str, at: Summary) -> RefChanges:
    """Return the change that makes a branch; raises `Conflict` where there is one of that name, or `UsageError`."""
    _check_name(branch, "branch")
    if branch in all_branches(home, workspace):
        raise Conflict(
            f"{workspace.name} has a branch {branch} already",
            f"`snap checkout {branch}` goes there; `snap branch -d {branch}` removes it",
        )
    _refuse_other_kind(home, workspace.name, branch, "branch")
    return {refs.branch_ref(workspace.name, branch): refs.created(at.id)}


def _refuse_other_kind(home: Home, name: str, wanted: str, kind: str) -> None:
    """Raise `Conflict` where a tag has the name of a new branch, or a branch that of a new tag: one name means one."""
    other = "tag" if kind == "branch" else "branch"
    workspace = home.workspaces.get(name)
    if wanted in (home.line.refs(name).tags if kind == "branch" else all_branches(home, workspace)):
        raise Conflict(
            f"{name} has a {other} {wanted} already", f"give the {kind} another name; `snap {other}` lists them"
        )


def all_branches(home: Home, workspace: Workspace) -> dict[str, str]:
    """Return the branches of a workspace with the ids of their snapshots; the first one may have no ref yet."""
    found = home.line.refs(workspace.name)
    branches = dict(found.branches)
    if workspace.branch and found.head:
        branches[workspace.branch] = found.head
    return dict(sorted(branches.items()))


def add_branch(home: Home, name: str, branch: str, rev: str) -> Summary:
    """Make a branch at a revision, without going there; return the snapshot.  The caller needs no lock."""
    with home.workspaces.lock(name):
        workspace = home.workspaces.get(name)
        at = find(home.line, name, rev)
        changes = new_branch_change(home, workspace, branch, at)
        record_branch(home, workspace, workspace, changes, "branch", f"{branch} at {described(at)}")
        return at


def delete_branch(home: Home, name: str, branch: str) -> Summary:
    """Remove a branch, whose snapshots stay; return the one where it was."""
    with home.workspaces.lock(name):
        workspace = home.workspaces.get(name)
        found = home.line.refs(name)
        if branch == workspace.branch:
            raise Conflict(f"{name} is on branch {branch}", "`snap checkout REV` leaves it; then it can be removed")
        if branch not in found.branches:
            raise _no_such("branch", branch, name, found.branches)
        last = home.line.summaries(name, found.branches[branch], count=1)[-1]
        changes = {refs.branch_ref(name, branch): (last.id, NO_OBJECT)} | keeping(name, found, last)
        record_branch(home, workspace, workspace, changes, "branch", f"-d {branch}, was {described(last)}")
        return last


def rename_branch(home: Home, name: str, old: str, new: str) -> None:
    """Rename a branch."""
    with home.workspaces.lock(name):
        workspace = home.workspaces.get(name)
        found = all_branches(home, workspace)
        if old not in found:
            raise _no_such("branch", old, name, found)
        _check_name(new, "branch")
        if new in found:
            raise Conflict(f"{name} has a branch {new} already", "give another name")
        _refuse_other_kind(home, name, new, "branch")
        stored = home.line.refs(name).branches
        changes = {refs.branch_ref(name, new): refs.created(found[old])}
        if old in stored:
            changes[refs.branch_ref(name, old)] = (stored[old], NO_OBJECT)
        after = replace(workspace, branch=new) if workspace.branch == old else workspace
        record_branch(home, workspace, after, changes, "branch", f"{old} is {new}")


def add_tag(home: Home, name: str, tag: str, rev: str, *, force: bool = False) -> Summary:
    """Name a snapshot by a tag; raises `Conflict` where the tag names another one, unless `force`."""
    with home.workspaces.lock(name):
        workspace = home.workspaces.get(name)
        _check_name(tag, "tag")
        _refuse_other_kind(home, name, tag, "tag")
        at = find(home.line, name, rev)
        before = home.line.refs(name).tags.get(tag, NO_OBJECT)
        if before not in (NO_OBJECT, at.id) and not force:
            raise Conflict(f"{name} has a tag {tag} already", f"`snap tag --force {tag} {rev}` moves it")
        changes = {refs.tag_ref(name, tag): (before, at.id)}
        record_branch(home, workspace, workspace, changes, "tag", f"{tag} at {described(at)}")
        return at


def delete_tag(home: Home, name: str, tag: str) -> None:
    """Remove a tag; its snapshot stays."""
    with home.workspaces.lock(name):
        workspace = home.workspaces.get(name)
        found = home.line.refs(name)
        if tag not in found.tags:
            raise _no_such("tag", tag, name, found.tags)
        last = home.line.summaries(name, found.tags[tag], count=1)[-1]
        changes = {refs.tag_ref(name, tag): (last.id, NO_OBJECT)} | keeping(name, found, last)
        record_branch(home, workspace, workspace, changes, "tag", f"-d {tag}, was {described(last)}")


def _check_name(name: str, kind: str) -> None:
    """Raise `UsageError` where a branch or a tag cannot have a name, or it holds a secret."""
    refs.check_ref_name(name, kind)
    refuse_secret(name, kind)


def _no_such(kind: str, wanted: str, name: str, found: object) -> NotFound:
    from difflib import get_close_matches

    names = list(found) if isinstance(found, dict) else []
    similar = get_close_matches(wanted, names, n=3, cutoff=0.5) or names[:8]
    hint = f"choose from {', '.join(similar)}" if similar else f"`snap {kind} {wanted}` makes one"
    return NotFound(f"{name} has no {kind} {wanted}", hint)
