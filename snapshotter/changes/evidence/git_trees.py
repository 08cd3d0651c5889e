"""Work trees of git that were cloned: from where, at which commit, and which of their files are as it has them."""

from __future__ import annotations

import shlex
import struct
from collections.abc import Iterator, Sequence

from msgspec import Struct

from snapshotter.changes.evidence.model import Shown, Side
from snapshotter.model import Change
from snapshotter.regex import regex

_URL = regex(r"\s*url\s*=\s*(?P<url>\S+)\s*")
_COMMIT = regex(r"[0-9a-f]{40}")
_APART = 0.001


class _Stat(Struct, frozen=True):
    """What git's index has of a file as it was checked out."""

    mtime_ns: int
    size: int


def git_commands(left: Sequence[Change], before: Side, after: Side) -> list[Shown]:
    """Return the commands that clone the work trees which are new."""
    shown = list[Shown]()
    new = {one.path for one in left if one.change == "added"}
    for path in sorted(new):
        place = path.removesuffix("/.git/HEAD")
        if place != path and place not in before.tree and (one := _clone(place, after)):
            shown.append(one)
    return shown


def _clone(place: str, after: Side) -> Shown | None:
    config, head = after.text(f"{place}/.git/config"), after.text(f"{place}/.git/HEAD").strip()
    url, commit = _remote(config), _commit(place, head, after)
    if not url or not commit:
        return None
    quoted = shlex.quote(place)
    branch = head.removeprefix("ref: refs/heads/") if head.startswith("ref: ") else ""
    text = f"git clone {shlex.quote(url)} {quoted} && git -C {quoted} "
    text += f"checkout -q -B {shlex.quote(branch)} {commit}" if branch else f"checkout -q {commit}"
    files = {f"{place}/{name}": stat for name, stat in _index(place, after)}
    git = f"{place}/.git"

    def explains(change: Change) -> bool:
        entry = change.after
        if change.path in (place, git) or change.path.startswith(f"{git}/"):
            return True
        if entry is None or not change.path.startswith(f"{place}/"):
            return False
        if entry.kind == "directory":
            return any(path.startswith(f"{change.path}/") for path in files)
        stat = files.get(change.path)
        return stat is not None and entry.size == stat.size and entry.mtime_ns // 10**9 == stat.mtime_ns // 10**9

    at = after.seconds(f"{git}/description") or after.seconds(f"{git}/HEAD")
    return Shown(text, f"{git}/config", at, at + _APART, explains)


def _remote(config: str) -> str:
    """Return the address of the remote "origin"."""
    inside = False
    for line in config.splitlines():
        if line.strip().startswith("["):
            inside = line.strip() == '[remote "origin"]'
        elif inside and (match := _URL.fullmatch(line)):
            return match["url"]
    return ""


def _commit(place: str, head: str, after: Side) -> str:
    if _COMMIT.fullmatch(head):
        return head
    ref = head.removeprefix("ref: ")
    loose = after.text(f"{place}/.git/{ref}").strip()
    if _COMMIT.fullmatch(loose):
        return loose
    rows = (line.split() for line in after.text(f"{place}/.git/packed-refs").splitlines())
    return next((row[0] for row in rows if row[1:] == [ref] and _COMMIT.fullmatch(row[0])), "")


def _index(place: str, after: Side) -> Iterator[tuple[str, _Stat]]:
    """Yield the files of an index of version 2 or 3 with their times and sizes."""
    data = after.text(f"{place}/.git/index").encode("utf-8", "surrogateescape")
    if data[:4] != b"DIRC" or len(data) < 12:
        return
    version, count = struct.unpack(">II", data[4:12])
    at = 12
    for _ in range(count if version in (2, 3) else 0):
        if at + 62 > len(data):
            return
        _, _, seconds, nanoseconds = struct.unpack(">IIII", data[at : at + 16])
        (size,) = struct.unpack(">I", data[at + 36 : at + 40])
        (flags,) = struct.unpack(">H", data[at + 60 : at + 62])
        start = at + (64 if flags & 0x4000 else 62)
        end = data.find(b"\0", start)
        if end < 0:
            return
        yield data[start:end].decode("utf-8", "surrogateescape"), _Stat(seconds * 10**9 + nanoseconds, size)
        at += (end - at) // 8 * 8 + 8
