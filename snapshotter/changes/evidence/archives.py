"""Archives in the image that were unpacked in it."""

from __future__ import annotations

import io
import shlex
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from snapshotter.changes.evidence.model import Shown, Side
from snapshotter.model import Change, parents

_TAR = (".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
_ZIP = (".zip", ".jar", ".war")
_UNPACKERS = dict.fromkeys(_ZIP, "unzip") | {"bz2": "bzip2", "xz": "xz-utils"}
"""Ends of names → Debian's package that has the program for it, where it need not be there."""
_LIMIT = 64 << 20
"""Bytes of the largest archive that is looked into."""
_MOST = 20_000
"""Members that are listed; an archive of more is not looked into any further."""
_APART = 0.001


def archive_commands(left: Sequence[Change], _before: Side, after: Side) -> list[Shown]:
    """Return the commands that unpack archives of which the new files are members."""
    new = {
        one.path: one.after.size
        for one in left
        if one.change == "added" and one.after is not None and one.after.kind == "file"
    }
    if not new:
        return []
    names = defaultdict[str, list[str]](list)
    for path in new:
        names[path.rpartition("/")[2]].append(path)
    archives = [path for path, entry in after.tree.items() if _is_archive(path) and 0 < entry.size <= _LIMIT]
    shown = list[Shown]()
    for path in sorted(archives):
        members = _members(path, after)
        place = _place(members, names, new)
        if place:
            shown.append(_unpacked(path, place, members, after))
    return shown


def _is_archive(path: str) -> bool:
    return path.endswith((*_TAR, *_ZIP)) and not path.startswith(("/proc/", "/sys/", "/usr/share/doc/"))


def _members(path: str, after: Side) -> dict[str, int]:
    """Return the files of an archive with their sizes, {} if it cannot be read."""
    data = io.BytesIO(after.fetch({path: _LIMIT}).get(path, b""))
    try:
        rows = _of_zip(data) if path.endswith(_ZIP) else _of_tar(data)
        found = dict(row for row, _ in zip(rows, range(_MOST + 1), strict=False))
    except (tarfile.TarError, zipfile.BadZipFile, OSError, EOFError, ValueError):
        return {}
    return found if len(found) <= _MOST else {}


def _of_tar(data: io.BytesIO) -> Iterator[tuple[str, int]]:
    with tarfile.open(fileobj=data) as tar:
        for member in tar:
            if member.isfile():
                yield member.name.removeprefix("./"), member.size


def _of_zip(data: io.BytesIO) -> Iterator[tuple[str, int]]:
    with zipfile.ZipFile(data) as file:
        for member in file.infolist():
            if not member.is_dir():
                yield member.filename, member.file_size


def _place(members: Mapping[str, int], names: Mapping[str, Sequence[str]], new: Mapping[str, int]) -> str:
    """Return the directory that has most of the members, "" if none has at least three quarters of them."""
    first = max(members, key=len, default="")
    for path in names.get(first.rpartition("/")[2], ()):
        place = path.removesuffix(f"/{first}")
        if place != path:
            there = sum(new.get(f"{place}/{name}") == size for name, size in members.items())
            if there and 4 * there >= 3 * len(members):
                return place or "/"
    return ""


def _unpacked(path: str, place: str, members: Mapping[str, int], after: Side) -> Shown:
    own = {f"{place.rstrip('/')}/{name}": size for name, size in members.items()}
    folders = {above for name in own for above in parents(name) if above.startswith(f"{place}/") or above == place}

    def explains(change: Change) -> bool:
        if change.change != "added" or change.after is None:
            return False
        if change.after.kind == "directory":
            return change.path in folders
        return change.path in own and (change.after.kind != "file" or change.after.size == own[change.path])

    package = next((name for end, name in _UNPACKERS.items() if path.endswith(end)), "")
    at = max(after.seconds(path), after.seconds(f"/var/lib/dpkg/info/{package}.list")) + _APART
    words = f"{shlex.quote(path)} {'-d' if path.endswith(_ZIP) else '-C'} {shlex.quote(place)}"
    make = f"mkdir -p {shlex.quote(place)} && "
    return Shown(f"{make}unzip -q {words}" if path.endswith(_ZIP) else f"{make}tar -xf {words}", path, at, at, explains)
