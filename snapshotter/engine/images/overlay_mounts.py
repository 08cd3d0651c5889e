"""The layers of a running container from the kernel's table of mounts, for engines that do not say where they are.

Format as in proc_pid_mountinfo(5) and the kernel's Documentation/filesystems/overlayfs.  The table has the paths
that were given when the container's file system was mounted.  Whether such a path is that directory in the view of the
file systems that this process has is checked, since nothing else would prevent reading a wrong one.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

_TRIES = 5
"""Comparisons of two directories of which one changes meanwhile."""


class Mount(Struct, frozen=True):
    """One overlay file system in the table."""

    point: str
    device: int
    upper: str
    lower: tuple[str, ...]
    """Topmost first, as they were given; empty if a part of their contents is elsewhere (data-only layers)."""


class Layers(Struct, frozen=True):
    """The directories of a mounted container."""

    upper: Path
    lower: tuple[Path, ...]
    """Lowest first."""


def of_container(ident: str, pid: int, view: str, engine_pid: int | None) -> Layers | None:
    """Return the directories of a running container, None where its mount is not found or not verified.

    `view` is the directory below which the engine's paths are, "" for this process's own view; `engine_pid` is the
    process in whose table to look, None for this one.  `pid` is the container's first process, 0 if there is none: its
    own table is asked last, and only in this process's view, since the container may change what is in it.
    """
    for mount in mounts(_table(engine_pid or "self")):
        if mount.point.endswith(f"/{ident}") and (found := _verified(mount, Path(view + mount.point), view)):
            return found
    if view or not belongs_to(pid, ident):
        return None
    for mount in mounts(_table(pid)):
        if mount.point == "/" and (found := _verified(mount, Path(f"/proc/{pid}/root"), "")):
            return found
    return None


def belongs_to(pid: int, ident: str) -> bool:
    """Return whether a process is the container's: engines name the control group of a container with its id."""
    try:
        return pid > 0 and bool(ident) and ident in Path(f"/proc/{pid}/cgroup").read_text("utf-8", "replace")
    except OSError:
        return False


def _table(process: int | str) -> bytes:
    try:
        return Path(f"/proc/{process}/mountinfo").read_bytes()
    except OSError:
        return b""


def mounts(table: bytes) -> Iterator[Mount]:
    """Yield the whole overlay file systems in a table of mounts that can be written, the latest first."""
    for line in reversed(table.splitlines()):
        before, _, after = line.partition(b" - ")
        fields, kind = before.split(b" "), after.split(b" ")
        if len(fields) < 6 or len(kind) < 3 or kind[0] != b"overlay" or fields[3] != b"/":
            continue
        options = [option.partition(b"=") for option in kind[2].split(b",")]
        upper = [_text(value) for name, _, value in options if name == b"upperdir"]
        major, _, minor = fields[2].partition(b":")
        if len(upper) == 1 and upper[0].startswith("/") and major.isdigit() and minor.isdigit():
            device = os.makedev(int(major), int(minor))
            yield Mount(_text(fields[4]), device, upper[0], tuple(_lower(options)))


def _lower(options: list[tuple[bytes, bytes, bytes]]) -> list[str]:
    """Return the lower directories: of one list, or, where the engine uses the kernel's newer calls, one by one."""
    found: list[str] = []
    for name, _, value in options:
        if name == b"lowerdir":
            # colons in a name are escaped; two in a row begin layers that hold only data for those above
            parts = re.split(r"(?<!\\):", _text(value))
            if not all(parts):
                return []
            found += [re.sub(r"\\(.)", r"\1", part) for part in parts]
        elif name == b"lowerdir+":
            found.append(_text(value))
        elif name == b"datadir+":
            return []
    return found


def _text(value: bytes) -> str:
    """Return a value of the table, in which the kernel writes blanks, commas and backslashes as octal numbers."""
    return os.fsdecode(re.sub(rb"\\([0-3][0-7]{2})", lambda match: bytes([int(match[1], 8)]), value))


def _verified(mount: Mount, merged: Path, view: str) -> Layers | None:
    upper = Path(view + mount.upper)
    if view and not is_plain(view, mount.upper):
        return None
    if not _is_upper(upper, merged, mount.device):
        return None
    # an engine with many layers mounts from within the directory of all of them and gives the lower ones relative to it
    common = os.path.dirname(os.path.dirname(mount.upper))  # noqa: PTH120 - text of another view
    lower = [os.path.join(common, name) for name in reversed(mount.lower)]  # noqa: PTH118
    return Layers(upper, tuple(Path(view + name) for name in lower if not view or is_plain(view, name)))


def _is_upper(upper: Path, merged: Path, device: int) -> bool:
    """Return whether a directory is the upper one of the file system that is mounted at another.

    The top of an overlay file system shows the number and the times of its upper directory.  No program can choose the
    number or set the change time: both are the same only for one directory.
    """
    for _ in range(_TRIES):
        try:
            before, shown, after = upper.lstat(), merged.stat(), upper.lstat()
        except (OSError, ValueError):
            return False
        if shown.st_dev != device or not stat.S_ISDIR(before.st_mode):
            return False
        if _marks(shown) in (_marks(before), _marks(after)):
            return True
    return False


def _marks(info: os.stat_result) -> tuple[int, ...]:
    return info.st_ino, info.st_mode, info.st_uid, info.st_gid, info.st_ctime_ns, info.st_mtime_ns


def is_plain(view: str, path: str) -> bool:
    """Return whether an absolute path below a view is a directory, with no symbolic link on the way.

    A link there would be followed in this process's own view.
    """
    at = view
    for part in path.split("/"):
        if part in ("", "."):
            continue
        at = f"{at}/{part}"
        try:
            if part == ".." or not stat.S_ISDIR(os.lstat(at).st_mode):
                return False
        except (OSError, ValueError):
            return False
    return True
