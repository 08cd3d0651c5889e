"""What is told after a workspace was put on another snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import out, out_json, tell

if TYPE_CHECKING:
    from snapshotter.work.versions.checkout import Moved

_MOST = 5
"""Ended processes that are named."""


def show_moved(moved: Moved | None, *, json: bool, result: bool = True) -> int:
    """Show where a workspace is and what was kept; return the exit code.

    Where that is not the `result` of the verb, nothing goes to stdout.
    """
    if json:
        out_json(_json(moved))
        return 0
    if moved is None:
        return 0
    workspace, kept = moved.workspace, moved.kept
    where = f"snapshot {moved.seq}" if moved.seq else f"its base image {workspace.base.reference}"
    branch = f", branch {workspace.branch}" if workspace.branch else ", on no branch"
    (out if result else tell)(shown(f"{workspace.name} is at {where}{branch}"))
    if kept is not None:
        tell(shown(f"what was not committed is kept as snapshot {kept.seq}: `snap checkout {kept.seq}` goes there"))
    if moved.ended:
        named = "; ".join(moved.ended[:_MOST]) + (f" and {len(moved.ended) - _MOST} more" * (len(moved.ended) > _MOST))
        tell(shown(f"ended with the old container: {named}"))
    if not workspace.branch:
        tell(f"`snap checkout -b NAME -n {workspace.name}` makes a branch of what follows")
    return 0


def _json(moved: Moved | None) -> dict[str, object] | None:
    if moved is None:
        return None
    return {
        "workspace": moved.workspace.name,
        "seq": moved.seq or None,
        "branch": moved.workspace.branch or None,
        "container": moved.workspace.container,
        "kept": moved.kept.seq if moved.kept else None,
        "ended": list(moved.ended),
        "replaced": moved.switched,
    }
