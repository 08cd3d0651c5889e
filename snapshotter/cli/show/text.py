"""Commands, changes and snapshots as lines for people."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from snapshotter.changes.compare import accounts, differing
from snapshotter.changes.explain.labels import modified
from snapshotter.changes.moves import moves
from snapshotter.cli.show.escape import shown, shown_lines
from snapshotter.cli.show.streams import tell
from snapshotter.cli.show.tables import LETTERS, duration, first_line, outcome, plural, size, table
from snapshotter.model import Change, Command, Entry

if TYPE_CHECKING:
    from collections.abc import Mapping


MOST_SHOWN = 40
"""Rows that are listed where not all were asked for."""


def command_table(commands: Sequence[Command], first: int = 1) -> str:
    """Give commands with their outcome; numbers are those that "command N" of a change means."""
    several = len({command.session for command in commands}) > 1
    rows = [
        (
            str(n),
            *([_session(command)] if several else []),
            outcome(command),
            _taken(command),
            command.user,
            _indented(command),
        )
        for n, command in enumerate(commands, first)
    ]
    return table(("#", *(["SESSION"] if several else []), "STATUS", "TIME", "USER", "COMMAND"), rows)


def _session(command: Command) -> str:
    """Give the part of a session's name by which it is told from others."""
    return command.session.rpartition("-")[2]


def _taken(command: Command) -> str:
    return duration(None if command.end is None else max(0.0, command.end - command.begin))


def _indented(command: Command) -> str:
    return "> " * (command.depth - 1) + first_line(command.text, 100)


def command_lines(commands: Iterable[Command]) -> str:
    """Give commands whole, as they were typed, with how they ended if not well and how long they took."""
    lines = []
    for number, command in enumerate(commands, 1):
        note = f"   [{', '.join(filter(None, (outcome(command) if command.status != 0 else '', _taken(command))))}]"
        text = shown_lines(command.text).replace("\n", "\n       ")
        lines.append(f"{number:>4}.  {text}{note}")
    return "\n".join(lines)


def change_table(changes: Sequence[Change]) -> str:
    """Give changes: letter, what is different, size, path, and what explains it."""
    rows = [(LETTERS[change.change], _what(change), _size(change), _path(change), _by(change)) for change in changes]
    return table(("", "WHAT", "SIZE", "PATH", "BY"), rows)


def _by(change: Change) -> str:
    if change.modifies and change.by.startswith("command "):
        return f"{change.by} ({modified(change, change.modifies)})"
    return change.by


def visible(changes: Sequence[Change], every: bool) -> list[Change]:
    """Give the changes to list: with `every` all, else the first of those that are a person's own doing."""
    if every:
        return list(changes)
    own = [change for change in changes if not change.package and not change.volatile]
    return own[:MOST_SHOWN]


def moved_lines(changes: Sequence[Change]) -> tuple[list[str], list[Change]]:
    """Give a line for each move, and the changes that are none."""
    found = moves(changes)
    lines = []
    for move in found.moves:
        about = [f"with {plural(move.paths - 1, 'path')} in it"] if move.before.kind == "directory" else []
        about += [word for word in attributes(move.before, move.after) if word != "content"]
        note = f"  ({', '.join(about)})" if about else ""
        lines.append(f"moved: {shown(move.old)} → {shown(move.new)}{note}")
    moved = {*found.origin, *found.origin.values()}
    return lines, [change for change in changes if change.path not in moved]


def attributes(before: Entry, after: Entry) -> list[str]:
    """Name what differs, with the old and new value where both are short: "mode 644 → 755"."""
    values = {
        "kind": (before.kind, after.kind),
        "mode": (f"{before.mode:o}", f"{after.mode:o}"),
        "uid": (str(before.uid), str(after.uid)),
        "gid": (str(before.gid), str(after.gid)),
        "link": (before.link, after.link),
        "device": (_device(before), _device(after)),
    }
    words = {"xattrs": _attributes(before, after)}
    return [
        f"{name} {values[name][0]} → {values[name][1]}" if name in values else words.get(name, name)
        for name in differing(before, after)
    ]


def _device(entry: Entry) -> str:
    return f"{entry.device[0]}:{entry.device[1]}"


def _attributes(before: Entry, after: Entry) -> str:
    """Name the extended attributes that came, went or changed: "xattrs +user.a -user.b ~user.c"."""
    old, new = dict(before.xattrs), dict(after.xattrs)
    signs = {
        name: "~" if name in old and name in new else "+" if name in new else "-"
        for name in sorted(old | new)
        if old.get(name) != new.get(name)
    }
    return " ".join(["xattrs", *(sign + name for name, sign in signs.items())])


def _what(change: Change) -> str:
    if change.before and change.after:
        return ", ".join(attributes(change.before, change.after))
    entry = change.after or change.before
    assert entry is not None
    return f"{entry.kind} {_device(entry)}" if entry.kind in ("char", "block") else entry.kind


def _size(change: Change) -> str:
    entry = change.after or change.before
    return size(entry.size) if entry and entry.kind == "file" else ""


def _path(change: Change) -> str:
    entry = change.after or change.before
    assert entry is not None
    if entry.kind == "symlink":
        return f"{change.path} -> {entry.link}"
    # as `tar tv` has it: one file of several names
    return f"{change.path} link to {entry.hardlink}" if entry.hardlink not in ("", change.path) else change.path


def counts_line(changes: Sequence[Change]) -> str:
    """Account for every path in one line: "519 changed paths: 12 by commands, 500 by packages, 7 outside"."""
    words = {"commands": "by commands", "packages": "by packages", "outside": "outside", "volatile": "volatile"}
    parts = [f"{count} {words[sort]}" for sort, count in accounts(changes).items() if count]
    return plural(len(changes), "changed path") + (f": {', '.join(parts)}" if parts else "")


def moment(when: float) -> str:
    """Give a time as the clock here shows it."""
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(when))


def field(label: str, value: str) -> str:
    """Give one line of a heading."""
    return f"{label + ':':<11}{shown(value)}"


def tell_lost(lost: Mapping[str, str]) -> None:
    """Say what no image keeps, one line for each reason."""
    if not lost:
        return
    from snapshotter.cli.show.explanation import briefly

    reasons: dict[str, list[str]] = {}
    for path, why in lost.items():
        reasons.setdefault(why, []).append(path)
    for why, paths in reasons.items():
        tell(f"not in the image: {', '.join(map(shown, briefly(paths)))} ({shown(why)})")
