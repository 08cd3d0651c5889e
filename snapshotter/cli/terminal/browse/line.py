"""What `snap browse` shows of a workspace's line and does to it; it knows nothing of the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct, field

from snapshotter.changes.history import join_changes
from snapshotter.cli.show.escape import shown, shown_lines
from snapshotter.model import Change, Snapshot, no_progress

if TYPE_CHECKING:
    from snapshotter.engine.api import Connect
    from snapshotter.store.home import Home

Origin = tuple[int, int]
"""A command: the number of its snapshot, and its 0-based index there."""
MOST_LINES = 5000
"""Lines of a file that are shown."""


class Draft(Struct, frozen=True):
    """The recipe of the snapshots up to one, not proven, and which of its lines stand for what."""

    text: str
    lines: Mapping[Origin, tuple[int, ...]] = field(default_factory=dict)
    """Numbers of lines, from 1."""
    paths: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    fates: Mapping[Origin, tuple[str, str]] = field(default_factory=dict)
    """What becomes of each command, and why."""


class Line:
    """The snapshots of a workspace as they are now; `read` reads them again."""

    def __init__(self, home: Home, name: str, connect: Connect) -> None:
        self.name = name
        self._home, self._connect = home, cache(connect)
        self.snapshots: Sequence[Snapshot] = ()
        self.read()

    def read(self) -> None:
        """Read the line; raises `NotFound` if there is no such workspace."""
        if not self._home.line.head(self.name):
            self._home.workspaces.get(self.name)
        self.snapshots = self._home.line.snapshots(self.name)

    def changes(self, seq: int, *, whole: bool) -> list[Change]:
        """Return the changes of a snapshot, or with `whole` all since the base up to it, sorted by path."""
        if not whole:
            return list(self._snapshot(seq).changes)
        return sorted(join_changes(one.changes for one in self._up_to(seq)), key=lambda one: one.path)

    def text(self, seq: int, change: Change, *, whole: bool, as_diff: bool) -> str:
        """Return the content of a changed path after a snapshot, or the lines that differ, as text for a terminal."""
        from snapshotter.work.look.diff import Contents, Difference, text_diff

        contents = Contents(self._connect, self._home, self.name, self.snapshots)
        if as_diff or change.after is None:
            before = 0 if whole else max((one.seq for one in self._up_to(seq)[:-1]), default=0)
            lines = list(text_diff(contents, Difference(self.name, before, seq, (change,)), change))
        elif change.after.kind != "file":
            lines = [f"{change.after.kind}{f' to {change.after.link}' if change.after.link else ''}"]
        else:
            data = contents.get(seq, change.path)
            if data is None:
                lines = ["its content is not available, or longer than 1 MiB"]
            else:
                lines = ["not text"] if b"\0" in data else data.decode("utf-8", "surrogateescape").splitlines()
        more = [f"… {len(lines) - MOST_LINES} more lines"] if len(lines) > MOST_LINES else []
        return "\n".join(shown_lines(one) for one in [*lines[:MOST_LINES], *more])

    def draft(self, seq: int) -> Draft:
        """Return the recipe of the snapshots up to one, as `snap export-dockerfile --no-verify` writes it."""
        from snapshotter.work.export.export import Exporter, export
        from snapshotter.work.export.whole_line import in_front

        exporter = Exporter(self._home, self._connect, no_progress, no_progress)
        done = export(exporter, self.name, seq, None, verify=False)
        front = in_front(done.snapshots)
        found = done.explain()
        lines: dict[Origin, tuple[int, ...]] = {}
        paths: dict[str, tuple[int, ...]] = {}
        fates: dict[Origin, tuple[str, str]] = {}
        for one in found.instructions:
            numbers = tuple(range(one.instruction.line, one.instruction.line + one.instruction.text.count("\n") + 1))
            for path in one.paths:
                paths[path] = (*paths.get(path, ()), *numbers)
            for decision in one.commands:
                origin = decision.origin[0] - front, decision.origin[1]
                lines[origin] = (*lines.get(origin, ()), *numbers)
                fates[origin] = decision.fate, decision.reason
        for absent in found.absent:
            origin = absent.decision.origin[0] - front, absent.decision.origin[1]
            lines[origin] = absent.lines
            fates[origin] = absent.decision.fate, absent.decision.reason
        return Draft(shown_lines(done.recipe.dockerfile), lines, paths, fates)

    def drop(self, origin: Origin) -> str:
        """Leave a command out of the recipe; return what was done."""
        from snapshotter.work.versions.edit import drop

        return self._edited(
            drop(self._home, self.name, [_wanted(origin)], self._connect).text, "left out of the recipe"
        )

    def keep(self, origin: Origin) -> str:
        """Keep a command in the recipe; return what was done."""
        from snapshotter.work.versions.edit import keep

        return self._edited(keep(self._home, self.name, [_wanted(origin)], self._connect).text, "kept")

    def reword(self, seq: int, message: str) -> str:
        """Change the message of a snapshot; return what was done."""
        from snapshotter.work.versions.edit import amend

        return self._edited(amend(self._home, self.name, str(seq), message, self._connect).text, "reworded")

    def last_operation(self) -> str:
        """Return what `undo` would take back, "" for nothing."""
        from snapshotter.work.versions.operations import listed, to_undo

        found = to_undo(listed(self._home, self.name))
        return shown(f"{found.verb}: {found.text}") if found else ""

    def undo(self) -> str:
        """Take back the last operation on the workspace, as `snap op undo`; return what was done."""
        from snapshotter.work.versions.operations import op_undo

        done, _ = op_undo(self._connect(), self._home, self.name, "", no_progress, no_progress)
        return self._edited(f"{done.verb}: {done.text}", "undone")

    def redo(self) -> str:
        """Take back the last undo; return what was done."""
        from snapshotter.work.versions.operations import redo

        done, _ = redo(self._connect(), self._home, self.name, no_progress, no_progress)
        return self._edited(done.text, "done again")

    def _edited(self, text: str, done: str) -> str:
        self.read()
        return shown(f"{done}: {text}" if text else "nothing to change: the record says that already")

    def _snapshot(self, seq: int) -> Snapshot:
        return next(one for one in self.snapshots if one.seq == seq)

    def _up_to(self, seq: int) -> list[Snapshot]:
        return [one for one in self.snapshots if one.seq <= seq]


def _wanted(origin: Origin) -> str:
    """Return a command as the verbs take it."""
    return f"{origin[0]}.{origin[1] + 1}"
