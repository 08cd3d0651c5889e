"""Owns tying a change to a command where no change times are known, as in layers out of an engine's stream.

There is only the time of the content, in whole seconds.  Where that is older than every command, something that keeps
times brought it: a package manager, whose database says when; else tar, `cp -p`, `mv`, and the directory that it came
into says when that last got a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from math import inf

from msgspec import Struct

from snapshotter.changes.compare import only_attributes
from snapshotter.changes.explain.command_window import ACCOUNT_FILES
from snapshotter.changes.explain.timeline import SECOND, Windows
from snapshotter.changes.packages.owners import Owners
from snapshotter.model import Change, Entry, Tree, parent, resolve

_NANO = 10**9
_LINKS = 8
"""Links behind links that are followed."""
_BACKUPS = {f"{path}-": path for path in ACCOUNT_FILES}
"""They have the old times of the files themselves."""


class Untimed(Struct, frozen=True):
    """What tells of a change without its time."""

    windows: Windows
    after: Tree
    """The file system after the changes."""
    owners: Owners | None
    fresh: Set[str]
    """"NAME VERSION" of the packages that were installed or upgraded meanwhile."""
    new: Set[str]
    """New directories."""
    filled: Mapping[str, int]
    """New directories → the earliest time of what was written in them since the commands began, in nanoseconds."""

    def command(self, change: Change, after: Entry, package: str) -> int | None:
        """Give the index of the command that last changed a path that is still there, None where none did."""
        path, content = change.path, after.kind == "file"
        if only_attributes(change) and (named := self.windows.adjusted(path)) is not None:
            return named
        unpacked = self._unpacked(path) if package in self.fresh else 0
        in_session = self._in_session(after.mtime_ns)
        if after.kind == "directory":
            # its package may be older than what filled it last, but npm's database is written anew by every npm
            if in_session and not 0 < unpacked < after.mtime_ns - _NANO:
                return self._directory(change, after)
        elif (command := self._at(after.mtime_ns, path, content=content)) is not None:
            return command
        unpacked = unpacked or self._unpacked(self._behind(path, after))
        if unpacked and (command := self._at(unpacked, "", content=True)) is not None:
            return command
        if path in _BACKUPS and (kept := self.after.get(_BACKUPS[path])) is not None:
            return self._at(kept.mtime_ns, _BACKUPS[path], content=True)
        return self._written(path, after) if in_session else self._brought(path)

    def _at(self, stamp: int, path: str, *, content: bool) -> int | None:
        return self.windows.command_at(stamp // _NANO, path, SECOND, content=content) if stamp else None

    def _in_session(self, stamp: int) -> bool:
        return stamp // _NANO + SECOND >= self.windows.began

    def _directory(self, change: Change, after: Entry) -> int | None:
        filled = self.filled[change.path] // _NANO if change.change == "added" else None
        return self.windows.directory_at(after.mtime_ns // _NANO, change.path, filled, SECOND, there=self.after)

    def _unpacked(self, path: str) -> int:
        """Give when the package of a path was unpacked, 0 where none was meanwhile."""
        if self.owners is None or self.owners.owner(path) not in self.fresh:
            return 0
        witness = self.after.get(self.owners.witness(path))
        return witness.mtime_ns if witness else 0

    def _behind(self, path: str, after: Entry) -> str:
        """Give what a link leads to: update-alternatives gives links the time of that."""
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
        """Give the latest command that names what was written while none ran, or the new directory that it is in.

        What came into the directory after that command's end came in another way.
        """
        if (command := self.windows.named(path, self.after, content=after.kind == "file")) is not None:
            return command
        while (path := parent(path)) in self.new:
            if (command := self.windows.named(path, self.after, content=False)) is not None:
                return command if self.windows.end(command) + SECOND >= after.mtime_ns // _NANO else None
        return None

    def _brought(self, path: str) -> int | None:
        """Give the command that brought what is older than all of them.

        The first that names it; else, going up, one that ran when the directory last got a name, or when what is new
        of it was made, or that names it.
        """
        place, came = self._came(path)
        until = came + SECOND if came else inf
        if (command := self.windows.brought(path, until, self.after)) is not None:
            return command
        while path != "/":
            path = parent(path)
            if path == place and (command := self.windows.bringing_at(came, path)) is not None:
                return command
            if path not in self.new:
                break
            made = self.filled.get(path)
            if made and (command := self.windows.bringing_at(made // _NANO, path)) is not None:
                return command
            if (command := self.windows.brought_into(path, until, self.after)) is not None:
                return command
        return None

    def _came(self, path: str) -> tuple[str, int]:
        """Give the directory whose time, in seconds, is no earlier than the path came; ("", 0) where none tells."""
        while path != "/":
            path = parent(path)
            above = self.after.get(path)
            if above is not None and self._in_session(above.mtime_ns):
                return path, above.mtime_ns // _NANO
            if path not in self.new:  # its time was put back
                break
        return "", 0


def filled(changes: Iterable[Change], began: float) -> dict[str, int]:
    """Give for each new directory the earliest time, in nanoseconds, of what was written in it since `began`."""
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
