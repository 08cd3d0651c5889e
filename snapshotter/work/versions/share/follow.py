"""Let the branches of a workspace follow those of a remote, where they only go on from them."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.model import NO_CONTAINER, Progress, Workspace
from snapshotter.store.home import Home
from snapshotter.store.repository import refs
from snapshotter.store.repository.git import NO_OBJECT
from snapshotter.store.repository.refs import MAIN, RefChanges
from snapshotter.store.repository.remote.remotes import Remote
from snapshotter.work.versions.checkout import all_branches, record_branch
from snapshotter.work.versions.share.fetch import Fetched, diverged, fetch_locked
from snapshotter.work.versions.share.remote import tracked


class Pulled(Struct, frozen=True):
    """The result of a pull."""

    remote: Remote
    new: int
    """Number of snapshots that were not here before."""
    moved: Mapping[str, tuple[int, int]]
    """Branch → number of its snapshot before, 0 for a new branch, and now."""
    tags: tuple[str, ...]
    """New tags."""
    kept_tags: tuple[str, ...]
    """Tags that name another snapshot there, and stay as they are here."""
    left_out: tuple[str, ...]
    behind: str = ""
    """The branch that has moved while the workspace's container stays where it was, "" for none."""


def pull(home: Home, name: str, wanted: str, progress: Progress) -> Pulled:
    """Fetch, and let branches follow those of the remote that go on from them; raises `Conflict` where one diverged.

    The workspace's container stays where it is: where its branch has moved, the workspace is at the same snapshot on no
    branch, until it checks the branch out.  Without a container it goes along.
    """
    with home.workspaces.lock(name):
        remote, found = fetch_locked(home, name, wanted, progress)
        workspace = home.workspaces.get(name)
        return _follow(home, workspace, remote, found)


def _follow(home: Home, workspace: Workspace, remote: Remote, found: Fetched) -> Pulled:
    name = workspace.name
    local, own, numbers = all_branches(home, workspace), home.line.refs(name), home.line.number
    there = tracked(home, name, remote.name)
    changes: RefChanges = {}
    moved: dict[str, tuple[int, int]] = {}
    after, behind = workspace, ""
    for ref, ident in there.items():
        kind, _, label = ref.removeprefix("refs/").partition("/")
        if kind != "heads" or local.get(label) == ident:
            continue
        at = local.get(label, "")
        if at and ident in home.line.ancestors(at):
            continue
        if at and at not in home.line.ancestors(ident):
            raise diverged(name, remote, f"both went on from the same snapshot on branch {label}")
        moved[label] = (numbers(at) if at else 0, numbers(ident))
        stored = own.branches.get(label, NO_OBJECT)
        if label != workspace.branch:
            changes[refs.branch_ref(name, label)] = (stored, ident)
        elif own.head and workspace.container != NO_CONTAINER:
            changes[refs.branch_ref(name, label)] = (stored, ident)
            after, behind = replace(workspace, branch=""), label
        else:
            changes[refs.head_ref(name)] = (own.head or NO_OBJECT, ident)
            if stored != NO_OBJECT or label != MAIN:
                changes[refs.branch_ref(name, label)] = (stored, ident)
    tags = {label: ident for label, ident in _below(there, "tags") if label not in own.tags}
    changes |= {refs.tag_ref(name, label): refs.created(ident) for label, ident in tags.items()}
    others = {int(label): ident for label, ident in _below(there, "snapshots") if int(label) not in own.others}
    changes |= {refs.snapshot_ref(name, seq): refs.created(ident) for seq, ident in others.items()}
    if changes:
        text = ", ".join(f"{label} to snapshot {now}" for label, (_, now) in moved.items()) or f"{len(changes)} names"
        record_branch(home, workspace, after, changes, "pull", f"{text} of {remote.name}")
    kept_tags = tuple(label for label, ident in _below(there, "tags") if own.tags.get(label, ident) != ident)
    return Pulled(remote, len(found.new), moved, tuple(tags), kept_tags, found.left_out, behind)


def _below(there: Mapping[str, str], kind: str) -> list[tuple[str, str]]:
    prefix = f"refs/{kind}/"
    return [(ref.removeprefix(prefix), ident) for ref, ident in there.items() if ref.startswith(prefix)]
