"""Attribution of changes to commands without change times, as for layers read from an engine's tar stream.

Only the modification time is known, in whole seconds.  A path that is older than every command was made by a program
that preserves times.  If that was a package manager, its database has the time of the installation.  Otherwise it was
tar, `cp -p` or `mv`, and the directory of the path has the time when a name was last added to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from math import inf

from msgspec import Struct

from snapshotter.changes.compare import only_attributes
from snapshotter.changes.explain.command_window import ACCOUNT_FILES
from snapshotter.changes.explain.timeline import SECOND, Timeline
from snapshotter.changes.packages.owners import Owners
from snapshotter.model import Change, Entry, Tree, parent, resolve

_NANO = 10**9
_LINKS = 8
"""Number of symbolic links that are followed one after another."""
_BACKUPS = {f"{path}-": path for path in ACCOUNT_FILES}
"""Backup copy → file; the copy has the previous time of the file."""


class WithoutCtime(Struct, frozen=True):
    """The evidence that explains changes without change times."""

    timeline: Timeline
    after: Tree
    """The file system after the changes."""
    owners: Owners | None
    fresh: Set[str]
    """"NAME VERSION" of the packages that were installed or upgraded by the changes."""
    new: Set[str]
    """New directories."""
    first_entries: Mapping[str, int]
    """New directories → the earliest time, since the commands began, of a path in them, in nanoseconds."""

    def command(self, change: Change, after: Entry, package: str) -> int | None:
        """Return the index of the command that last changed a path that still exists, None if none did."""
        path, content = change.path, after.kind == "file"
        if only_attributes(change) and (command := self.timeline.adjusted(path)) is not None:
            return command
        unpacked = self._unpacked(path) if package in self.fresh else 0
        in_session = self._in_session(after.mtime_ns)
        if after.kind == "directory":
            # its package may be older than the last name in it, but every npm command writes npm's database anew
            if in_session and not 0 < unpacked < after.mtime_ns - _NANO:
                return self._directory(change, after)
        elif (command := self._command_at(after.mtime_ns, path, content=content)) is not None:
            return command
        unpacked = unpacked or self._unpacked(self._link_target(path, after))
        if unpacked and (command := self._command_at(unpacked, "", content=True)) is not None:
            return command
        if path in _BACKUPS and (original := self.after.get(_BACKUPS[path])) is not None:
            return self._command_at(original.mtime_ns, _BACKUPS[path], content=True)
        return self._written(path, after) if in_session else self._placed(path)

    def _command_at(self, stamp: int, path: str, *, content: bool) -> int | None:
        if not stamp:
            return None
        return self.timeline.command_at(stamp // _NANO, path, SECOND, content=content)

    def _in_session(self, stamp: int) -> bool:
        """Return whether a time is not before the first command."""
        return stamp // _NANO + SECOND >= self.timeline.first_begin

    def _directory(self, change: Change, after: Entry) -> int | None:
        first_entry = self.first_entries[change.path] // _NANO if change.change == "added" else None
        return self.timeline.directory_at(
            after.mtime_ns // _NANO, change.path, first_entry, SECOND, existing=self.after
        )

    def _unpacked(self, path: str) -> int:
        """Return when the package of a path was unpacked, 0 if it was not unpacked by the changes."""
        if self.owners is None or self.owners.owner(path) not in self.fresh:
            return 0
        stamp = self.after.get(self.owners.stamp_file(path))
        return stamp.mtime_ns if stamp else 0

    def _link_target(self, path: str, after: Entry) -> str:
        """Return the path to which a link leads: update-alternatives gives a link the time of its target."""
        for _ in range(_LINKS):
            if after.kind != "symlink":
                break
            path = resolve(parent(path), after.link)
            target = self.after.get(path)
            if target is None:
                break
            after = target
        return path

    def _written(self, path: str, after: Entry) -> int | None:
        """Return the last command that names a path written while none ran, or else the new directory that it is in.

        A path written after the end of the command that names the directory came in another way: then None.
        """
        if (command := self.timeline.last_naming(path, self.after, content=after.kind == "file")) is not None:
            return command
        while (path := parent(path)) in self.new:
            if (command := self.timeline.last_naming(path, self.after, content=False)) is not None:
                return command if self.timeline.end(command) + SECOND >= after.mtime_ns // _NANO else None
        return None

    def _placed(self, path: str) -> int | None:
        """Return the command that made a path that is older than all commands.

        That is the first that names the path.  Otherwise, for the directories above it from the lowest up: one that ran
        when the directory last got a name, or when the first path in a new directory was written, or that names it.
        """
        place, added = self._added(path)
        until = added + SECOND if added else inf
        if (command := self.timeline.placed(path, until, self.after)) is not None:
            return command
        while path != "/":
            path = parent(path)
            if path == place and (command := self.timeline.preserving_times_at(added, path)) is not None:
                return command
            if path not in self.new:
                break
            first = self.first_entries.get(path)
            if first and (command := self.timeline.preserving_times_at(first // _NANO, path)) is not None:
                return command
            if (command := self.timeline.placed_in(path, until, self.after)) is not None:
                return command
        return None

    def _added(self, path: str) -> tuple[str, int]:
        """Return the nearest directory above a path whose time shows by when the path was there, and that time.

        The time is in seconds; the result is ("", 0) if no directory shows it.
        """
        while path != "/":
            path = parent(path)
            above = self.after.get(path)
            if above is not None and self._in_session(above.mtime_ns):
                return path, above.mtime_ns // _NANO
            if path not in self.new:  # its time was set back
                break
        return "", 0


def first_entries(changes: Iterable[Change], began: float) -> dict[str, int]:
    """Return for each new directory the earliest time, in nanoseconds, of a path that was written in it since `began`.

    The directory's own time counts as well.
    """
    earliest: dict[str, int] = {}
    since = (began - SECOND) * _NANO
    for change in changes:
        after, path = change.after, change.path
        if change.change != "added" or after is None or after.mtime_ns < since:
            continue
        if after.kind != "directory":
            path = parent(path)
        while path != "/" and after.mtime_ns < earliest.get(path, after.mtime_ns + 1):
            earliest[path] = after.mtime_ns
            path = parent(path)
    return earliest
