"""The content of one file as it was in a snapshot or in the base."""

from __future__ import annotations

from snapshotter.changes.history import normal
from snapshotter.engine.api import Connect
from snapshotter.errors import NotFound, UsageError
from snapshotter.model import Snapshot
from snapshotter.store.home import Home
from snapshotter.work.secrets.names import name_mask
from snapshotter.work.select import find


def file_at(connect: Connect, home: Home, name: str, wanted: str) -> bytes:
    """Return the bytes of the file that "[REV:]PATH" names; raises `NotFound` or `UsageError`.

    The engine is asked only where the line does not store the content.
    """
    rev, separator, path = wanted.rpartition(":/")
    rev, path = (rev, f"/{path}") if separator else ("latest", wanted)
    if not path.startswith("/"):
        raise UsageError(f"{wanted} has no absolute path", "write it as `snap cat 2:/etc/hosts`")
    at = "" if rev in ("0", "base") else find(home.line, name, rev).id
    snapshots = [one for one in home.line.readable(name, at) if isinstance(one, Snapshot)]
    seq = snapshots[-1].seq if at else 0
    path = name_mask(home, name, snapshots).path(normal(path))
    label = f"snapshot {seq}" if seq else "the base"
    latest = next((c for one in reversed(snapshots) if one.seq <= seq for c in one.changes if c.path == path), None)
    if latest is not None and latest.after is None:
        raise NotFound(
            f"{path} is not in {label}: it was deleted", f"`snap log {path} -n {name}` lists what changed it"
        )
    if latest is not None and latest.after is not None and latest.after.kind != "file":
        link = f" to {latest.after.link}" if latest.after.link else ""
        raise UsageError(f"{path} is a {latest.after.kind}{link} in {label}", "name a regular file")
    if latest is not None and latest.content:
        return home.line.content(name, latest.content)
    images = {one.seq: one.image for one in snapshots}
    base = snapshots[0].base.id if snapshots else home.workspaces.get(name).base.id
    data = dict(connect().read_files(images.get(seq, base), [path])).get(path)
    if data is None:
        raise NotFound(
            f"{label} has no regular file {path}", f"`snap diff base {seq or ''}`".strip() + " lists changed paths"
        )
    return data
