"""Make a workspace of a line that is elsewhere; its container is made when a snapshot is checked out."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.errors import NotFound
from snapshotter.model import NO_CONTAINER, Progress, Workspace
from snapshotter.store.home import Home
from snapshotter.store.repository import refs
from snapshotter.store.repository.git import NO_OBJECT
from snapshotter.store.repository.operations import operation
from snapshotter.store.repository.refs import MAIN, RefChanges
from snapshotter.store.repository.remote.remotes import Remote, check_url, write_remotes
from snapshotter.store.workspaces import free_name
from snapshotter.store.workspaces import text as workspace_text
from snapshotter.work.start import given_name, refuse_taken, taken
from snapshotter.work.versions.share.fetch import Fetched, fetched, tracking
from snapshotter.work.versions.share.registry_file import SCHEME, registry_name
from snapshotter.work.versions.share.remote import ORIGIN, absolute


class Cloned(Struct, frozen=True):
    """A workspace that was made of a line that is elsewhere."""

    workspace: Workspace
    seq: int
    snapshots: int
    left_out: tuple[str, ...]


def clone(home: Home, url: str, wanted: str, progress: Progress, *, images: str = "") -> Cloned:
    """Make a workspace of the line at a URL; raises `RemoteFailed`, `Conflict` where the name is used, `NotFound`."""
    if place := registry_name(check_url(url)):
        return clone_remote(home, Remote(ORIGIN, f"{SCHEME}{place}", place), wanted, progress)
    return clone_remote(home, Remote(ORIGIN, absolute(check_url(url)), images), wanted, progress)


def clone_remote(home: Home, remote: Remote, wanted: str, progress: Progress, source: str = "") -> Cloned:
    """Make a workspace of the line of a remote, which is read from `source` where that is another place."""
    name = given_name(wanted) if wanted else free_name(_stem(remote.url), taken(home))
    with home.workspaces.lock(name):
        _take_back(home, name)
        refuse_taken(name, home)
        with fetched(home, source or remote.url, progress, remote.url) as found:
            branch = _branch(found, remote)
            return _record(home, name, remote, found, branch)


def _record(home: Home, name: str, remote: Remote, found: Fetched, branch: str) -> Cloned:
    head = found.refs[f"refs/heads/{branch}"]
    base = next((one.base for one in found.new if one.id == head), None) or home.line.base_of(head)
    now = time.time()
    made = Workspace(name, NO_CONTAINER, base, now, "", branch=branch, since_at=now)
    changes = _changes(name, found.refs, branch)
    changes |= tracking(name, remote.name, {}, found.refs)
    done = replace(operation("clone", name, f"from {remote.url}", changes), after=workspace_text(made).decode())
    write_remotes(home.workspaces.path(name), [remote])
    home.line.receive(name, changes, done, found.received(remote.url), found.repository)
    home.workspaces.put(made)
    home.workspaces.use(name)
    at = home.line.summaries(name)
    return Cloned(made, at[-1].seq, len(at), found.left_out)


def _changes(name: str, there: Mapping[str, str], branch: str) -> RefChanges:
    """Return the refs of the new workspace."""
    heads = {ref.removeprefix("refs/heads/"): at for ref, at in there.items() if ref.startswith("refs/heads/")}
    changes: RefChanges = {refs.head_ref(name): (NO_OBJECT, heads[branch])}
    if len(heads) > 1 or branch != MAIN:
        changes |= {refs.branch_ref(name, label): (NO_OBJECT, at) for label, at in heads.items()}
    for ref, at in there.items():
        kind, _, label = ref.removeprefix("refs/").partition("/")
        if kind == "tags":
            changes[refs.tag_ref(name, label)] = (NO_OBJECT, at)
        elif kind == "snapshots":
            changes[refs.snapshot_ref(name, int(label))] = (NO_OBJECT, at)
    return changes


def _branch(found: Fetched, remote: Remote) -> str:
    heads = [ref.removeprefix("refs/heads/") for ref in found.refs if ref.startswith("refs/heads/")]
    if not heads:
        raise NotFound(
            f"{remote.url} has no branch with snapshots",
            "`snap push` where the workspace is fills it; or correct the URL",
        )
    return found.branch or (MAIN if MAIN in heads else heads[0])


def _stem(url: str) -> str:
    """Return what a workspace is named after: the last part of a URL."""
    last = url.rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1]
    return Path(last).stem if last.endswith((".git", ".bundle", ".snap", ".tar")) else last


def _take_back(home: Home, name: str) -> None:
    """Take back a clone that was ended after it was recorded and before there was a workspace."""
    if name in home.workspaces.names() or not home.line.head(name):
        return
    newest = next((one for one in home.line.operations() if one.workspace == name), None)
    if newest and newest.verb == "clone" and newest.after:
        home.line.remove(name, replace(operation("op undo", name, f"clone: {newest.text}"), undoes=newest.id))
