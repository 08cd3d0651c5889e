"""The remotes of a workspace, and how its refs are named there: as one git repository for one line.

A branch is a branch there and a tag a tag, so that a site which hosts repositories shows the Dockerfile of the newest
snapshot.  Other snapshots and proofs are below `refs/snapshots/` and `refs/proofs/`.
"""

from __future__ import annotations

from pathlib import Path

from snapshotter.errors import Conflict, NotFound
from snapshotter.model import Workspace
from snapshotter.store.home import Home
from snapshotter.store.repository import refs
from snapshotter.store.repository.remote.remotes import (
    Remote,
    check_remote_name,
    check_url,
    read_remotes,
    write_remotes,
)
from snapshotter.work.versions.checkout import all_branches

ORIGIN = "origin"
"""The remote that is meant where none is named."""


def remotes(home: Home, name: str) -> list[Remote]:
    """Return the remotes of a workspace."""
    return read_remotes(home.workspaces.path(name))


def add_remote(home: Home, name: str, remote: str, url: str, images: str = "", *, force: bool = False) -> Remote:
    """Name a place where the line is too; raises `Conflict` where the name is used, unless `force`."""
    made = Remote(check_remote_name(remote), absolute(check_url(url)) if url else "", images)
    with home.workspaces.lock(name):
        home.workspaces.get(name)
        others = [one for one in remotes(home, name) if one.name != remote]
        if len(others) < len(remotes(home, name)) and not force:
            raise Conflict(
                f"{name} has a remote {remote} already", f"`snap remote add --force {remote} URL` changes it"
            )
        write_remotes(home.workspaces.path(name), [*others, made])
    return made


def remove_remote(home: Home, name: str, remote: str) -> None:
    """Forget a remote and where it had its refs; nothing changes there."""
    from snapshotter.store.repository.git import NO_OBJECT
    from snapshotter.store.repository.operations import operation

    with home.workspaces.lock(name):
        found = find_remote(home, name, remote)
        prefix = refs.remote_ref(name, found.name, "refs/")
        gone = {ref: (at, NO_OBJECT) for ref, at in home.line.all_refs(name).items() if ref.startswith(prefix)}
        if gone:
            home.line.change(name, gone, operation("remote", name, f"remove {found.name}", gone))
        write_remotes(home.workspaces.path(name), [one for one in remotes(home, name) if one.name != found.name])


def find_remote(home: Home, name: str, wanted: str = "") -> Remote:
    """Return the remote that is meant: the named one, else `origin`, else the only one; raises `NotFound`."""
    found = remotes(home, name)
    matching = [one for one in found if one.name == (wanted or ORIGIN)]
    if not matching and not wanted and len(found) == 1:
        matching = found
    if matching:
        return matching[0]
    if not found:
        raise NotFound(
            f"{name} has no remote {wanted}".rstrip(), f"`snap remote add {wanted or ORIGIN} URL -n {name}` names one"
        )
    listed = ", ".join(one.name for one in found)
    if wanted:
        raise NotFound(f"{name} has no remote {wanted}", f"choose from {listed}")
    raise NotFound(f"{name} has no remote {ORIGIN}", f"name the one that is meant: {listed}")


def absolute(url: str) -> str:
    """Return a URL, the path of this host as an absolute one."""
    path = Path(url).expanduser() if url.startswith("~") else Path(url)
    if "://" in url or (":" in url.partition("/")[0] and not path.exists()):
        return url
    return str(path.absolute())


def to_push(home: Home, workspace: Workspace, *, every: bool) -> dict[str, str]:
    """Return what a remote gets: its refs with the ids of snapshots and of proofs.

    `every` adds the snapshots that are on no branch: work that was discarded is among them.
    """
    name = workspace.name
    found = home.line.refs(name)
    wanted = {f"refs/heads/{branch}": ident for branch, ident in all_branches(home, workspace).items()}
    wanted |= {f"refs/tags/{tag}": ident for tag, ident in found.tags.items()}
    if every:
        wanted |= {f"refs/snapshots/{seq}": ident for seq, ident in found.others.items()}
    if not workspace.branch and found.head and found.head not in wanted.values():
        head = home.line.summaries(name, count=1)[-1]
        wanted[f"refs/snapshots/{head.seq}"] = head.id
    return wanted


def tracked(home: Home, name: str, remote: str) -> dict[str, str]:
    """Return the refs that a remote had when it was asked last."""
    prefix = f"{remote}/"
    found = home.line.refs(name).remotes.items()
    return {f"refs/{ref.removeprefix(prefix)}": ident for ref, ident in found if ref.startswith(prefix)}
