"""Reader of rpm's package database: a header for each package, in one of three kinds of store (`rpm_store.py`).

Format as in rpm's "Package format" and "RPM tags" manuals: a header is an index of (tag, type, offset, count), all
32-bit big-endian, followed by the data to which the index points.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from itertools import chain, count

from snapshotter.changes.packages import rpm_store
from snapshotter.changes.packages.owners import Expected, Folders, Package, Read

PATH_PARTS: tuple[str, ...] = ("/rpm/",)
"""The path of every file of the database contains one of them."""
_PLACES = ("/var/lib/rpm", "/usr/lib/sysimage/rpm")
_NAME, _VERSION, _RELEASE, _EPOCH, _ARCH = 1000, 1001, 1002, 1003, 1022
_DIGESTS, _FLAGS, _DIRECTORY_OF, _BASENAMES, _DIRECTORIES, _ALGORITHM = 1035, 1037, 1116, 1117, 1118, 5011
_INT32, _STRINGS = 4, (6, 8, 9)
_CONFIGURATION, _GHOST = 1, 64
_ALGORITHMS = {1: "md5", 2: "sha1", 8: "sha256", 9: "sha384", 10: "sha512"}
"""OpenPGP's numbers of digest algorithms (RFC 4880, section 9.4)."""

_WANTED = frozenset(
    {_NAME, _VERSION, _RELEASE, _EPOCH, _ARCH, _DIGESTS, _FLAGS, _DIRECTORY_OF, _BASENAMES, _DIRECTORIES, _ALGORITHM}
)
"""Each tag is read once, so that an index which leads to the same data again and again takes no time."""

Value = list[int] | list[str]


def files(folders: Folders) -> list[str]:
    """Return the paths of the database's files."""
    return [f"{place}/{name}" for place in _PLACES for name in rpm_store.NAMES if name in folders.names(place)]


def packages(read: Read, folders: Folders) -> Iterator[Package]:
    """Yield every installed package, without the keys that rpm stores as packages ("gpg-pubkey")."""
    seen: set[str] = set()
    for place in _PLACES:
        for blob in rpm_store.headers(lambda name, place=place: read(f"{place}/{name}")):  # type: ignore[misc]
            tags = _tags(blob)
            name, arch = _text(tags, _NAME), _text(tags, _ARCH)
            if not name or name == "gpg-pubkey":
                continue
            version = _version(tags)
            numbered = (f"{name} {number}" for number in count(len(seen)))
            candidates = chain((name, f"{name}.{arch}", f"{name}-{version}.{arch}"), numbered)
            unique = next(candidate for candidate in candidates if candidate not in seen)
            seen.add(unique)
            paths, expected = _files(tags)
            yield Package("rpm", unique, version, paths=paths, expected=expected)


def contents(data: bytes, name: str) -> list[str]:
    """Return "NAME VERSION ARCH DIGESTS" of each package in a file of a database: equal for equal installations."""
    found = []
    for blob in rpm_store.headers(lambda file: data if file == name else None):
        tags = _tags(blob)
        found.append(f"{_text(tags, _NAME)} {_version(tags)} {_text(tags, _ARCH)} {tags.get(_DIGESTS)}")
    return sorted(found)


def _tags(blob: bytes) -> Mapping[int, Value]:
    """Return the wanted numbers and strings of a header by tag; of a truncated header, those that are complete."""
    found: dict[int, Value] = {}
    try:
        entries, length = struct.unpack_from(">II", blob)
        data = blob[8 + 16 * entries : 8 + 16 * entries + length]
        for tag, kind, offset, many in struct.iter_unpack(">IIII", blob[8 : 8 + 16 * entries]):
            if tag not in _WANTED or tag in found:
                continue
            if kind == _INT32:
                found[tag] = list(struct.unpack_from(f">{many}I", data, offset))
            elif kind in _STRINGS:
                found[tag] = [
                    text.decode("utf-8", "surrogateescape") for text in data[offset:].split(b"\0", many)[:many]
                ]
    except struct.error:
        return found
    return found


def _text(tags: Mapping[int, Value], tag: int) -> str:
    """Return the first value of a tag as text, "" if there is none."""
    value = tags.get(tag)
    return str(value[0]) if value else ""


def _version(tags: Mapping[int, Value]) -> str:
    epoch = _text(tags, _EPOCH)
    before = f"{epoch}:" if epoch else ""
    return f"{before}{_text(tags, _VERSION)}-{_text(tags, _RELEASE)}"


def _files(tags: Mapping[int, Value]) -> tuple[tuple[str, ...], dict[str, Expected]]:
    """Return the paths of a package, and the recorded content of its files.

    The content of a ghost is not recorded: it is a file that is made after the installation.
    """
    directories, names = _texts(tags, _DIRECTORIES), _texts(tags, _BASENAMES)
    paths = tuple(
        directories[at] + name
        for at, name in zip(_numbers(tags, _DIRECTORY_OF), names, strict=False)
        if at < len(directories)
    )
    algorithm = _ALGORITHMS.get(next(iter(_numbers(tags, _ALGORITHM)), 1), "")
    expected = {}
    for path, digest, flag in zip(paths, _texts(tags, _DIGESTS), _numbers(tags, _FLAGS), strict=False):
        if digest and algorithm and not flag & _GHOST:
            expected[path] = Expected(algorithm, digest, configuration=bool(flag & _CONFIGURATION))
    return paths, expected


def _texts(tags: Mapping[int, Value], tag: int) -> list[str]:
    return [value for value in tags.get(tag, ()) if isinstance(value, str)]


def _numbers(tags: Mapping[int, Value], tag: int) -> list[int]:
    return [value for value in tags.get(tag, ()) if isinstance(value, int)]
