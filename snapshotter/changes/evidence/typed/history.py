"""The lines that people typed, as the history files of shells have them: bash, zsh, fish and the shell of busybox."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from snapshotter.changes.evidence.model import Side
from snapshotter.regex import regex
from snapshotter.shell.facts import facts

_SHELLS = {
    ".bash_history": "bash",
    ".ash_history": "ash",
    ".sh_history": "sh",
    ".zsh_history": "zsh",
    ".zhistory": "zsh",
    ".histfile": "zsh",
    "fish_history": "fish",
}
_EPOCH = regex(r"#(\d{9,11})")
_EXTENDED = regex(r": (\d{9,11}):\d+;(.*)")
_HERE_DOCUMENT = regex(r"<<(-?)\s*(['\"]?)(\w+)\2")
_MOST_LINES = 400
"""Lines of a command of several lines, where a history does not say where it ends."""
_META, _FLIPPED = 0x83, 0x20
"""How zsh writes bytes that it gives a meaning of its own."""


class TypedLine(Struct, frozen=True):
    """A command line of a history file."""

    text: str
    file: str
    shell: str
    user: str
    home: str
    at: float = 0.0
    """When it began, 0 if the history does not tell."""


def typed_lines(before: Side, after: Side) -> list[list[TypedLine]]:
    """Return the lines that history files have more than before, of each file in order."""
    paths = [path for path in after.tree if path.rpartition("/")[2] in _SHELLS]
    return [lines for path in sorted(paths) if (lines := _lines(path, before, after))]


def _lines(path: str, before: Side, after: Side) -> list[TypedLine]:
    entry = after.tree[path]
    if entry == before.tree.get(path):
        return []
    user, home = _owner(path, entry.uid, after)
    shell = _SHELLS[path.rpartition("/")[2]]
    text = _added(before.text(path), after.text(path))
    return [TypedLine(line, path, shell, user, home, at) for line, at in parsed(text, shell) if line.strip()]


def _owner(path: str, uid: int, side: Side) -> tuple[str, str]:
    """Return the user of a history file, and the home directory."""
    rows = [row for line in side.text("/etc/passwd").splitlines() if len(row := line.split(":")) == 7]
    for row in sorted(rows, key=lambda row: row[2] != str(uid)):
        if row[5] not in ("", "/") and path.startswith(f"{row[5]}/"):
            return row[0], row[5]
    name = next((row[0] for row in rows if row[2] == str(uid)), str(uid))
    return name, path.partition("/.")[0].rpartition("/")[0] or "/"


def _added(before: str, after: str) -> str:
    """Return what a history has more than before; a shell cuts the beginning of one that is too long."""
    if after.startswith(before):
        return after[len(before) :]
    old, new = before.splitlines(), after.splitlines()
    first = new[0] if new else ""
    for start in (number for number, line in enumerate(old) if line == first):
        if old[start:] == new[: len(old) - start]:
            return "\n".join(new[len(old) - start :])
    return after


def parsed(text: str, shell: str) -> list[tuple[str, float]]:
    """Return the command lines of a history, each with its time, 0 if it has none."""
    if shell == "fish":
        return list(_fish(text))
    if shell == "zsh":
        return list(_zsh(text))
    return list(_plain(text.splitlines()))


def _plain(lines: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Yield the commands of bash, with times or without them: then the end of one of several lines is its syntax's."""
    place, at = 0, 0.0
    while place < len(lines):
        if match := _EPOCH.fullmatch(lines[place]):
            at, place = float(match[1]), place + 1
            end = next((n for n in range(place, len(lines)) if _EPOCH.fullmatch(lines[n])), len(lines))
            if end > place and end - place <= _MOST_LINES:
                yield "\n".join(lines[place:end]), at
                place = end
            continue
        count = _length(lines[place : place + _MOST_LINES])
        yield "\n".join(lines[place : place + count]), at
        place += count


def _length(lines: Sequence[str]) -> int:
    """Return how many of the lines are the first command."""
    if match := _HERE_DOCUMENT.search(lines[0]):
        for number, line in enumerate(lines[1:], 2):
            if (line.lstrip("\t") if match[1] else line) == match[3]:
                return number
        return 1
    if facts(lines[0]).parsed:
        return 1
    for count in range(2, min(len(lines), 40) + 1):
        if facts("\n".join(lines[:count])).parsed:
            return count
    return 1


def _zsh(text: str) -> Iterator[tuple[str, float]]:
    lines = _without_meta(text).replace("\\\n", "\n\\").split("\n")
    place = 0
    while place < len(lines):
        line, place = lines[place], place + 1
        match = _EXTENDED.fullmatch(line)
        words, at = [match[2] if match else line], float(match[1]) if match else 0.0
        while place < len(lines) and lines[place].startswith("\\"):
            words.append(lines[place][1:])
            place += 1
        yield "\n".join(words), at


def _without_meta(text: str) -> str:
    data, found = iter(text.encode("utf-8", "surrogateescape")), bytearray()
    for byte in data:
        found.append(next(data, 0) ^ _FLIPPED if byte == _META else byte)
    return found.decode("utf-8", "surrogateescape")


def _fish(text: str) -> Iterator[tuple[str, float]]:
    command, at = "", 0.0
    for line in [*text.splitlines(), "- cmd: "]:
        if line.startswith("- cmd: "):
            if command:
                yield command, at
            command, at = _unescaped(line.removeprefix("- cmd: ")), 0.0
        elif line.startswith("  when: ") and line[8:].strip().isdecimal():
            at = float(line[8:])


def _unescaped(text: str) -> str:
    return regex(r"\\(.)").sub(lambda match: "\n" if match[1] == "n" else match[1], text)
