"""Searches through a line: the commands, messages and changed texts that contain a pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from snapshotter.changes.history import below, normal
from snapshotter.errors import NotFound, UsageError
from snapshotter.model import Change, Snapshot
from snapshotter.store.home import Home
from snapshotter.work.secrets.names import name_mask

_LONGEST = 1 << 20
"""Bytes of a stored text that are searched."""


class Found(Struct, frozen=True):
    """One line that contains the pattern."""

    seq: int
    where: str
    """"message", "command 3", or the path of a changed file."""
    number: int
    """Number of the line in the file or command, from 1."""
    line: str


def compiled(pattern: str, *, ignore_case: bool, fixed: bool) -> re.Pattern[str]:
    """Return a regular expression, or one for a fixed text; raises `UsageError`."""
    try:
        return re.compile(re.escape(pattern) if fixed else pattern, re.I if ignore_case else 0)
    except re.error as error:
        raise UsageError(
            f"{pattern} is no regular expression: {error}", "search for it as it is with --fixed"
        ) from error


def search(home: Home, name: str, pattern: re.Pattern[str]) -> Iterator[Found]:
    """Yield what contains a pattern, newest snapshot first: message, commands, then the texts that the line stores."""
    snapshots = _snapshots(home, name)[::-1]
    keys = (change.content for one in snapshots for change in one.changes if _is_searched(change))
    with home.line.contents(name, keys) as content:
        for snapshot in snapshots:
            yield from _lines(pattern, snapshot, "message", snapshot.message)
            for number, command in enumerate(snapshot.commands, 1):
                yield from _lines(pattern, snapshot, f"command {number}", command.text)
            for change in snapshot.changes:
                if _is_searched(change):
                    try:
                        data = content(change.content)
                    except NotFound:
                        continue
                    if b"\0" not in data:
                        yield from _lines(pattern, snapshot, change.path, data.decode("utf-8", "surrogateescape"))


def _is_searched(change: Change) -> bool:
    return bool(change.content and change.after and change.after.size <= _LONGEST)


def _lines(pattern: re.Pattern[str], snapshot: Snapshot, where: str, text: str) -> Iterator[Found]:
    for number, line in enumerate(text.split("\n"), 1):
        if pattern.search(line):
            yield Found(snapshot.seq, where, number, line)


def changed_below(home: Home, name: str, paths: Sequence[str], snapshots: Sequence[Snapshot]) -> set[str]:
    """Return the ids of those of the snapshots that changed one of the paths or something below it."""
    mask = name_mask(home, name, snapshots)
    wanted = [mask.path(normal(path)) for path in paths]
    return {
        snapshot.id
        for snapshot in snapshots
        if any(below(change.path, path) for change in snapshot.changes for path in wanted)
    }


def _snapshots(home: Home, name: str) -> list[Snapshot]:
    return [one for one in home.line.readable(name) if isinstance(one, Snapshot)]
