"""Everything that is kept on this host, opened from one directory; nothing is touched by opening it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from snapshotter.store.line import Line
from snapshotter.store.workspaces import Workspaces

if TYPE_CHECKING:
    from snapshotter.store.journal import Journal


class Home(Struct, frozen=True):
    """The stores below $SNAP_HOME."""

    path: Path
    workspaces: Workspaces
    line: Line

    @property
    def cache(self) -> Path:
        """Where trees of base images are kept; may be removed at any time."""
        return self.path / "cache"

    @property
    def identity(self) -> str:
        """What tells this home's containers and images from another's: made once, kept in a file."""
        from snapshotter.store.paths import identity

        return identity(self.path)

    def journal(self, name: str) -> Journal:
        """Open a workspace's journal."""
        from snapshotter.store.journal import Journal  # 5 ms that a log does without

        return Journal(self.workspaces.path(name) / "journal.jsonl")

    def casts(self, name: str) -> Path:
        """Where a workspace's sessions are kept as they were shown."""
        return self.workspaces.path(name) / "casts"


def at(path: Path) -> Home:
    """Open the stores below a directory."""
    return Home(path, Workspaces(path), Line(path))
