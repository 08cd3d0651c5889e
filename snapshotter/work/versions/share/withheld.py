"""What images hold and the line withholds: it goes along where images are sent."""

from __future__ import annotations

from snapshotter.store.home import Home
from snapshotter.work.versions.share.bundle import reached
from snapshotter.work.versions.share.remote import to_push


def withheld(home: Home, name: str, *, every: bool = False) -> list[tuple[str, str, int]]:
    """Return the files that are in an image and not in the line: path, reason, and the snapshot that has it.

    One that a later snapshot deletes is still in a layer.
    """
    refs = to_push(home, home.workspaces.get(name), every=every)
    found: dict[str, tuple[str, str, int]] = {}
    for one in reached(home, name, refs.values()):
        for change in one.changes:
            if change.secret and change.path not in found:
                found[change.path] = (change.path, change.secret, one.seq)
    return list(found.values())
