"""Find the workspace that a verb works on, and the snapshot that a REV names."""

from __future__ import annotations

from collections.abc import Sequence

from snapshotter.errors import NotFound, UsageError
from snapshotter.model import Workspace
from snapshotter.store.layout import Summary
from snapshotter.store.workspaces import Workspaces

_SHORTEST_ID = 4
"""Minimum number of digits of an abbreviated id, as in git."""


def workspace_name(workspaces: Workspaces, wanted: str | None) -> str:
    """Return the wanted name, else the one last used; raises `NotFound` if there is neither."""
    name = wanted or workspaces.last()
    if name:
        return name
    if workspaces.names():
        raise NotFound("it is not clear which workspace is meant", "name it with `-n NAME`; `snap list` lists them")
    raise NotFound("there is no workspace yet", "`snap start IMAGE` makes one")


def workspace(workspaces: Workspaces, wanted: str | None) -> Workspace:
    """Read the wanted workspace, else the one last used; raises `NotFound`."""
    return workspaces.get(workspace_name(workspaces, wanted))


def revision(summaries: Sequence[Summary], rev: str, name: str) -> Summary:
    """Return the snapshot with a number, "latest", "HEAD" or an abbreviated id; raises `NotFound` or `UsageError`.

    `summaries` are those of the workspace, oldest first.
    """
    if not summaries:
        raise NotFound(f"workspace {name} has no snapshot yet", f"`snap commit -n {name}` makes one")
    if rev.lower() in ("latest", "head"):
        return summaries[-1]
    by_number = [s for s in summaries if str(s.seq) == rev.lstrip("0")]
    by_id = [s for s in summaries if len(rev) >= _SHORTEST_ID and s.id.startswith(rev.lower())]
    found = by_number or by_id
    if not found:
        raise NotFound(
            f"workspace {name} has no snapshot {rev}",
            f"choose one from 1 to {summaries[-1].seq}; `snap log -n {name}` lists them",
        )
    if len(found) > 1:
        raise UsageError(f"the id {rev} matches {len(found)} snapshots", "give more of its digits")
    return found[0]
