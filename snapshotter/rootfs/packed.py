"""Trees whose entries are stored as packed bytes and unpacked only when they are read; most entries never are.

A packed entry takes 100 bytes, an `Entry` with everything it refers to 500; 7 000 packed entries are loaded in 3 ms.
"""

from __future__ import annotations

import marshal
import os
import struct
from collections.abc import Callable, Iterable, Iterator, KeysView, MutableMapping
from typing import Any, cast, get_args

from snapshotter.model import Entry, Kind, Tree

_KINDS: tuple[Kind, ...] = get_args(Kind)
_NUMBERS = {kind: number for number, kind in enumerate(_KINDS)}
_PLAIN = (_NUMBERS["file"], _NUMBERS["directory"])
_FIXED = struct.Struct("<BHIIQqq32s")
"""kind, mode, uid, gid, size, mtime_ns, ctime_ns, digest; other fields, if any, follow in marshal's format."""
_NO_DIGEST = bytes(32)
_CTIME = slice(27, 35)
"""Where ctime_ns is in a packed entry."""
_NO_CTIME = bytes(8)


def pack(entry: Entry) -> bytes:
    """Return an entry as bytes; raises `struct.error` or `ValueError` for values that no file system has."""
    if len(entry.digest) not in (0, 64):
        raise ValueError(f"not a sha256 digest: {entry.digest}")
    fixed = _FIXED.pack(
        _NUMBERS[entry.kind],
        entry.mode,
        entry.uid,
        entry.gid,
        entry.size,
        entry.mtime_ns,
        entry.ctime_ns,
        bytes.fromhex(entry.digest) if entry.digest else _NO_DIGEST,
    )
    if not (entry.link or entry.xattrs or entry.hardlink or any(entry.device)):
        return fixed
    return fixed + marshal.dumps((_raw(entry.link), entry.device, entry.xattrs, _raw(entry.hardlink)))


def unpack(data: bytes) -> Entry:
    """Return the entry; raises `ValueError`, `TypeError`, `EOFError` or `struct.error` for bytes not made by `pack`."""
    kind, mode, uid, gid, size, mtime, ctime, digest = _FIXED.unpack_from(data)
    text = "" if digest == _NO_DIGEST else digest.hex()
    if len(data) == _FIXED.size:
        return Entry(_KINDS[kind], mode, uid, gid, size, text, "", mtime, ctime)
    link, device, xattrs, hardlink = marshal.loads(data[_FIXED.size :])
    return Entry(_KINDS[kind], mode, uid, gid, size, text, _text(link), mtime, ctime, device, xattrs, _text(hardlink))


def without_ctime(row: bytes) -> bytes:
    """Return a packed entry with an unknown change time."""
    return row if row[_CTIME] == _NO_CTIME else row[: _CTIME.start] + _NO_CTIME + row[_CTIME.stop :]


def _raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


class Packed(MutableMapping[str, Entry]):
    """A tree whose entries are unpacked one by one when they are read."""

    __slots__ = ("_rows",)

    def __init__(self, rows: dict[str, bytes | Entry] | None = None) -> None:
        """`rows` must not be used by the caller afterwards."""
        self._rows = {} if rows is None else rows

    @classmethod
    def of(cls, entries: dict[str, Entry]) -> Packed:
        """Return a tree of entries that are not packed, for entries that will all be read.

        The caller must not use `entries` afterwards.
        """
        return cls(cast("dict[str, bytes | Entry]", entries))

    def __getitem__(self, path: str) -> Entry:
        """Return one entry."""
        row = self._rows[path]
        return unpack(row) if type(row) is bytes else row  # type: ignore[return-value]  # mypy does not narrow by type()

    def get(self, path: str, default: Any = None) -> Any:  # noqa: ANN401 - as the class above has it
        """Return one entry; a missing one does not cost an exception."""
        row = self._rows.get(path)
        if row is None:
            return default
        return unpack(row) if type(row) is bytes else row

    def __setitem__(self, path: str, entry: Entry) -> None:
        """Store one entry packed, or as it is if it cannot be packed."""
        try:
            self._rows[path] = pack(entry)
        except (struct.error, ValueError):
            self._rows[path] = entry

    def __delitem__(self, path: str) -> None:
        """Remove a path."""
        del self._rows[path]

    def __contains__(self, path: object) -> bool:
        """Return whether a path exists, without unpacking its entry."""
        return path in self._rows

    def __iter__(self) -> Iterator[str]:
        """Return an iterator over the paths."""
        return iter(self._rows)

    def __len__(self) -> int:
        """Return the number of paths."""
        return len(self._rows)

    def keys(self) -> KeysView[str]:
        """Return the paths as a set."""
        return self._rows.keys()

    def copy(self) -> Packed:
        """Return an independent tree with the same entries."""
        return Packed(self._rows.copy())

    def row(self, path: str) -> bytes | Entry | None:
        """Return one entry as it is, packed or not; None for a missing path."""
        return self._rows.get(path)

    def set_all(self, entries: Tree) -> None:
        """Store many entries at once, each as it is, packed or not."""
        self._rows.update(entries._rows if isinstance(entries, Packed) else entries)

    def rows(self) -> Iterator[tuple[str, bytes]]:
        """Yield every path with its packed entry."""
        for path, row in self._rows.items():
            yield path, row if isinstance(row, bytes) else pack(row)


def is_plain_file(row: bytes | Entry, ctime_ns: int) -> bool:
    """Return whether an entry, packed or not, is a regular file without attributes that has this change time."""
    if isinstance(row, Entry):
        return row.kind == "file" and not (row.xattrs or row.hardlink) and row.ctime_ns == ctime_ns != 0
    kind, *_, ctime, _ = _FIXED.unpack_from(row)
    return len(row) == _FIXED.size and kind == _NUMBERS["file"] and ctime == ctime_ns != 0


def copied(tree: Tree) -> Packed:
    """Return an independent copy that can be changed."""
    return tree.copy() if isinstance(tree, Packed) else Packed(dict(tree))


def unchanged_files(tree: Tree) -> Callable[[str, os.stat_result], bytes | None]:
    """Return a function to the packed entry of a regular file whose change time is that in a tree, None for any other.

    Nothing of such a file has changed, its attributes included: nothing sets a change time.  A file with attributes or
    several names is never taken for one.
    """
    if not isinstance(tree, Packed):
        return lambda _path, _info: None
    find, unpacked, plain, file = tree._rows.get, _FIXED.unpack_from, _FIXED.size, _NUMBERS["file"]

    def row_of(path: str, info: os.stat_result) -> bytes | None:  # called for each file of a layer
        row = find(path)
        if type(row) is not bytes or len(row) != plain:
            return None
        kind, mode, uid, gid, size, mtime, ctime, _ = unpacked(row)
        if (
            ctime == info.st_ctime_ns != 0
            and mtime == info.st_mtime_ns
            and size == info.st_size
            and info.st_nlink == 1
            and kind == file
            and mode == info.st_mode & 0o7777
            and uid == info.st_uid
            and gid == info.st_gid
        ):
            return row
        return None

    return row_of


def unequal(
    before: Tree, after: Tree, paths: Iterable[str], *, ctimes: bool = True
) -> Iterator[tuple[str, Entry | None, Entry | None]]:
    """Yield (path, old entry, new entry) of the paths whose entries may differ, without unpacking equal ones.

    Without `ctimes`, packed entries that differ only in these are equal too.
    """
    old_rows = before._rows if isinstance(before, Packed) else before
    new_rows = after._rows if isinstance(after, Packed) else after
    for path in paths:
        old, new = old_rows.get(path), new_rows.get(path)
        if old is new or (type(old) is bytes and old == new):
            continue
        if not ctimes and type(old) is bytes and type(new) is bytes and without_ctime(old) == without_ctime(new):
            continue
        yield path, unpack(old) if isinstance(old, bytes) else old, unpack(new) if isinstance(new, bytes) else new


def unusual(tree: Tree) -> Iterator[str]:
    """Yield the paths whose entry may be more than a plain file or directory, without unpacking any entry."""
    if not isinstance(tree, Packed):
        yield from tree
        return
    for path, row in tree._rows.items():
        if type(row) is bytes:
            if len(row) > _FIXED.size or row[0] not in _PLAIN:
                yield path
        elif row.xattrs or row.kind not in ("file", "directory") or row.hardlink:  # type: ignore[union-attr]
            yield path
