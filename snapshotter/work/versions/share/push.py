"""Push a line to a remote: all of its refs there are set together, or none.

A push is not undone: others may have taken it over by then.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from snapshotter.errors import Conflict, NotFound, UsageError
from snapshotter.model import Progress
from snapshotter.store.home import Home
from snapshotter.store.repository.git import NO_OBJECT
from snapshotter.store.repository.operations import operation
from snapshotter.store.repository.remote.remotes import Remote
from snapshotter.work.versions.share.bundle_file import is_bundle
from snapshotter.work.versions.share.fetch import diverged, tracking
from snapshotter.work.versions.share.registry_file import registry_name
from snapshotter.work.versions.share.remote import find_remote, to_push, tracked


class Pushed(Struct, frozen=True):
    """The result of a push."""

    remote: Remote
    set: tuple[str, ...]
    """The refs that were set there."""
    behind: tuple[str, ...]
    """Branches that are further there than here, and stay as they are."""
    stayed: int
    """Snapshots on no branch, which were not pushed."""


def push(home: Home, name: str, wanted: str, progress: Progress, *, every: bool = False) -> Pushed:
    """Push the branches, tags and proofs of a workspace, and `every` snapshot on no branch.

    Raises `Conflict` where the remote has what is not here, or went on from the same snapshot.
    """
    from snapshotter.store.repository.remote import transfer

    with home.workspaces.lock(name):
        workspace = home.workspaces.get(name)
        remote = find_remote(home, name, wanted)
        if place := registry_name(remote.url):
            raise UsageError(f"{remote.name} is a registry", f"`snap push --images {place} -n {name}` pushes there")
        if is_bundle(remote.url):
            raise UsageError(f"{remote.name} is a file", f"`snap bundle --force {remote.url} -n {name}` writes it")
        own = to_push(home, workspace, every=every)
        if not own:
            raise NotFound(f"workspace {name} has no snapshot yet", f"`snap commit -n {name}` makes one")
        progress(f"asking {remote.url}")
        there = transfer.list_refs(remote.url).refs
        changes, behind = changes_of(home, name, remote, own, there)
        changes |= proofs_of(home, name, own, there)
        if changes:
            transfer.push(home.line.repository, remote.url, changes, progress)
            known = tracked(home, name, remote.name)
            now = {ref: ident for ref, ident in known.items() if ref in there} | {
                r: new for r, (_, new) in changes.items()
            }
            track = tracking(name, remote.name, known, now)
            heads = ", ".join(ref.removeprefix("refs/heads/") for ref in changes if ref.startswith("refs/heads/"))
            home.line.change(name, track, operation("push", name, f"{heads or 'names'} to {remote.name}", track))
    stayed = 0 if every else len(set(home.line.refs(name).others.values()) - set(_reached(home, own)))
    return Pushed(remote, tuple(sorted(changes)), behind, stayed)


def changes_of(
    home: Home, name: str, remote: Remote, own: Mapping[str, str], there: Mapping[str, str]
) -> tuple[dict[str, tuple[str, str]], tuple[str, ...]]:
    """Return the refs of the remote that are set, with the ids before and after, and the branches that are further."""
    changes: dict[str, tuple[str, str]] = {}
    behind: list[str] = []
    for ref, ident in own.items():
        at = there.get(ref, NO_OBJECT)
        kind, _, label = ref.removeprefix("refs/").partition("/")
        if at == ident:
            continue
        if at == NO_OBJECT:
            changes[ref] = (at, ident)
        elif kind == "tags":
            raise Conflict(
                f"tag {label} names another snapshot at {remote.name}",
                f"give the one here another name: `snap tag OTHER {label} -n {name}`, `snap tag -d {label} -n {name}`",
            )
        elif kind == "snapshots":
            raise diverged(name, remote, f"snapshot {label} of {name} is another one there than here")
        elif not home.line.has(at):
            raise Conflict(
                f"branch {label} of {remote.name} has snapshots that are not here; nothing was pushed",
                f"`snap pull {remote.name} -n {name}` takes them over, then push",
            )
        elif at in home.line.ancestors(ident):
            changes[ref] = (at, ident)
        elif ident in home.line.ancestors(at):
            behind.append(label)
        else:
            raise diverged(name, remote, f"both went on from the same snapshot on branch {label}")
    return changes, tuple(behind)


def proofs_of(home: Home, name: str, own: Mapping[str, str], there: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return the changes that give a remote, which has the refs `there`, the proofs of what it gets."""
    pushed = _reached(home, own)
    changes: dict[str, tuple[str, str]] = {}
    prefix = f"refs/proofs/{name}/"
    proofs = {ref.removeprefix(prefix): at for ref, at in home.line.all_refs(name).items() if ref.startswith(prefix)}
    for number, ident in proofs.items():
        at = there.get(f"refs/proofs/{number}", NO_OBJECT)
        if at != ident and home.line.proven(ident) in pushed:
            changes[f"refs/proofs/{number}"] = (at, ident)
    return changes


def _reached(home: Home, own: Mapping[str, str]) -> set[str]:
    return {one for ident in set(own.values()) for one in home.line.ancestors(ident)}
