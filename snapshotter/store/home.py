"""All stores on this host, opened from one directory; opening them reads and writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from snapshotter.errors import SnapError
from snapshotter.store.line import Line
from snapshotter.store.workspaces import Workspaces

if TYPE_CHECKING:
    from snapshotter.model import Snapshot
    from snapshotter.store.journal.journal import Journal
    from snapshotter.store.journal.recorded import Recorded
    from snapshotter.store.memory import SecretMemory


class Home(Struct, frozen=True):
    """The stores below $SNAP_HOME."""

    path: Path
    workspaces: Workspaces
    line: Line

    @property
    def cache(self) -> Path:
        """Directory of the trees of base images; it may be removed at any time."""
        return self.path / "cache"

    @property
    def identity(self) -> str:
        """Name that distinguishes this home's containers and images from another's: created once, kept in a file."""
        from snapshotter.store.identity import identity

        return identity(self.path)

    def journal(self, name: str) -> Journal:
        """Open a workspace's journal."""
        from snapshotter.store.journal.journal import Journal  # 5 ms that `snap log` does not need

        return Journal(self.workspaces.path(name) / "journal.jsonl")

    def memory(self, name: str) -> SecretMemory:
        """Return the memory for a workspace's secrets."""
        from snapshotter.store.memory import SecretMemory, memory_directory

        return SecretMemory(self.path, name, memory_directory())

    def recorded_since(self, name: str, last: Snapshot | None) -> Recorded:
        """Return what a workspace's journal holds since its last snapshot; None for its base."""
        since, since_at = self._since(name)
        if last is None:
            return self.journal(name).since(since)
        from snapshotter.store.journal.cut import LastSnapshot

        going_on = [(one.session, one.begin) for one in last.commands if one.end is None]

        def held() -> set[tuple[str, float]]:
            return {key for snapshot in self.line.snapshots(name) for key in _ended(snapshot)}  # of this line

        if since_at > last.created:
            return self.journal(name).since(since, (), LastSnapshot(since_at, frozenset(), held))
        known = LastSnapshot(last.created, frozenset(_ended(last)), held)
        return self.journal(name).since(last.position, going_on, known)

    def _since(self, name: str) -> tuple[int, float]:
        """Return the position after which commands count at a snapshot that was made before a time, and that time."""
        try:
            workspace = self.workspaces.get(name)
        except SnapError:  # a lost or damaged one is reported by whoever needs more of it
            return 0, 0.0
        return workspace.since, workspace.since_at

    def settle(self, name: str, snapshots: Sequence[Snapshot]) -> Journal:
        """Complete the records of a workspace's sessions that have ended and return the journal, for a new snapshot.

        `snapshots` are all that the workspace has.
        """
        journal = self.journal(name)
        journal.settle()
        if self.recorded_since(name, snapshots[-1] if snapshots else None).lost_end:
            journal.settle({key for snapshot in snapshots for key in _ended(snapshot)})
        return journal

    def casts(self, name: str) -> Path:
        """Return the folder of the files with the output of a workspace's sessions."""
        return self.workspaces.path(name) / "casts"


def _ended(snapshot: Snapshot) -> Iterator[tuple[str, float]]:
    return ((command.session, command.begin) for command in snapshot.commands if command.end is not None)


def at(path: Path) -> Home:
    """Open the stores below a directory."""
    return Home(path, Workspaces(path), Line(path))
