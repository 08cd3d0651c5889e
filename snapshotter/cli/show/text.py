"""Commands, changes and headings as lines of text."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from snapshotter.changes.compare import accounts, differing
from snapshotter.changes.explain.labels import modified
from snapshotter.changes.moves import moves
from snapshotter.cli.show.escape import shown, shown_lines
from snapshotter.cli.show.stat import Folded, folded, folded_row
from snapshotter.cli.show.streams import tell
from snapshotter.cli.show.tables import LETTERS, duration, first_line, outcome, plural, size, table
from snapshotter.cli.terminal.colour import painted
from snapshotter.model import NOT_RECORDED, PLACEHOLDER, Change, Command, Entry

if TYPE_CHECKING:
    from collections.abc import Mapping


_COLOURS = {"A": "green", "C": "yellow", "D": "red"}
MOST_SHOWN = 40
"""Paths that are listed without `--all`."""


def command_table(commands: Sequence[Command], first: int = 1, *, committed: bool = False) -> str:
    """Return a table of commands; "command N" of a change refers to its numbers.

    `committed` says that they are of a snapshot.
    """
    several = len({command.session for command in commands}) > 1
    rows = [
        (
            str(n),
            *([_session(command)] if several else []),
            outcome(command, committed=committed),
            _time_taken(command),
            command.user,
            _indented(command),
        )
        for n, command in enumerate(commands, first)
    ]
    return table(("#", *(["SESSION"] if several else []), "STATUS", "TIME", "USER", "COMMAND"), rows)


def _session(command: Command) -> str:
    """Return the last part of a session's name, which is unique."""
    return command.session.rpartition("-")[2]


def _time_taken(command: Command) -> str:
    return duration(None if command.end is None else max(0.0, command.end - command.begin))


def _indented(command: Command) -> str:
    return "> " * (command.depth - 1) + first_line(command.text, 100)


def command_lines(commands: Iterable[Command]) -> str:
    """Return the full text of a snapshot's commands, each with its exit status, if it is not 0, and its duration."""
    lines = []
    for number, command in enumerate(commands, 1):
        notes = [] if command.status == 0 else [outcome(command, committed=True)]
        if command.in_recipe is not None:
            notes.append("kept by you" if command.in_recipe else "dropped by you")
        if not command.witness and (time_taken := _time_taken(command)):
            notes.append(time_taken)
        if command.witness:
            notes.append(f"shown by {shown(command.witness)}")
        text = shown_lines(command.text).replace("\n", "\n       ")
        lines.append(f"{number:>4}.  {text}   [{', '.join(notes)}]")
    return "\n".join(lines)


def change_table(changes: Sequence[Change | Folded]) -> str:
    """Return a table of changes: letter, what is different, size, path, and what explains it; a folder has a row."""
    rows = [
        (
            folded_row(one)
            if isinstance(one, Folded)
            else (LETTERS[one.change], _what(one), _size(one), _path(one), _by(one))
        )
        for one in changes
    ]
    lines = table(("", "WHAT", "SIZE", "PATH", "BY"), rows).split("\n")
    return "\n".join(painted(line[0], _COLOURS[line[0]]) + line[1:] if line[:1] in _COLOURS else line for line in lines)


def _by(change: Change) -> str:
    if change.modifies and change.by.startswith(("command ", NOT_RECORDED)):
        return f"{change.by} ({modified(change, change.modifies)})"
    return change.by


def visible(changes: Sequence[Change], every: bool) -> list[Change | Folded]:
    """Return what to list: all changes with `every`, else those not made by packages and not volatile, folded."""
    if every:
        return list(changes)
    return folded([change for change in changes if not change.package and not change.volatile])[:MOST_SHOWN]


def unlisted(changes: Sequence[Change], rows: Sequence[Change | Folded]) -> str:
    """Return how many changes are in no row, and why: "507 more paths: 500 by packages, 7 volatile"; "" if none is."""
    rest = len(changes) - sum(len(row.changes) if isinstance(row, Folded) else 1 for row in rows)
    if not rest:
        return ""
    packages = sum(bool(change.package) for change in changes)
    volatile = sum(not change.package and bool(change.volatile) for change in changes)
    parts = [(packages, "by packages"), (volatile, "volatile"), (rest - packages - volatile, "others")]
    return f"{plural(rest, 'more path')}: {', '.join(f'{count} {what}' for count, what in parts if count)}"


def moved_lines(changes: Sequence[Change]) -> tuple[list[str], list[Change]]:
    """Return a line for each move, and the changes that are not moves."""
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
    """Return what differs between two entries, with both values if they are short: "mode 644 → 755"."""
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
    """Return which extended attributes were added, removed or changed: "xattrs +user.a -user.b ~user.c"."""
    old, new = dict(before.xattrs), dict(after.xattrs)
    words = ["xattrs"]
    for name in sorted(old | new):
        if name not in old:
            words.append("+" + name)
        elif name not in new:
            words.append("-" + name)
        elif old[name] != new[name]:
            words.append("~" + name)
    return " ".join(words)


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
    if entry.hardlink not in ("", change.path):
        return f"{change.path} link to {entry.hardlink}"  # as in `tar tv`: another name of the same file
    return change.path


def counts_line(changes: Sequence[Change]) -> str:
    """Return how many paths each cause explains: "519 changed paths: 12 by commands, 500 by packages, 7 outside"."""
    words = {
        "commands": "by commands",
        "packages": "by packages",
        "not_recorded": "not recorded",
        "volatile": "volatile (such as logs and caches, which need no rebuild)",
    }
    parts = [f"{count} {words.get(sort, sort)}" for sort, count in accounts(changes).items() if count]
    return plural(len(changes), "changed path") + (f": {', '.join(parts)}" if parts else "")


def moment(when: float) -> str:
    """Return a time as text, in local time; "?" for one that no calendar has, as in a damaged file."""
    try:
        return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(when))
    except (OverflowError, ValueError, OSError):
        return "?"


def field(label: str, value: str) -> str:
    """Return one line of a heading."""
    return f"{label + ':':<11}{shown(value)}"


def tell_masked(what: str, given: str, stored: str) -> None:
    """Write to stderr by which words the secrets in a text, which was `given`, are replaced where it is `stored`."""
    words = [word for word in dict.fromkeys(PLACEHOLDER.findall(stored)) if word not in given]
    if given and words:
        tell(f"{what} held a secret, which is not stored; in its place: {', '.join(words)}")


def tell_lost(lost: Mapping[str, str]) -> None:
    """Write to stderr what no image keeps, one line for each reason."""
    if not lost:
        return
    from snapshotter.cli.show.explanation import abbreviated

    reasons: dict[str, list[str]] = {}
    for path, why in lost.items():
        reasons.setdefault(why, []).append(path)
    for why, paths in reasons.items():
        tell(f"not in the image: {', '.join(map(shown, abbreviated(paths)))} ({shown(why)})")
