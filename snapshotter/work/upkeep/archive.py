"""The file of a backup: a gzip-compressed tar whose first member names the format and whose last one has all checksums.

`docs/format.md` describes it.  What is in it is decided in `backup.py`.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO, cast

from msgspec import Struct

from snapshotter.errors import StoreError, StoreTooNew
from snapshotter.store.codec import FormatError, decode, dumps, loads

FORMAT = 1
"""Version of the format of backups."""
HEAD = "snap-backup.json"
MANIFEST = "manifest.json"
PIECE = 16 << 20
"""Bytes of a member that holds a part of a stream whose length is not known beforehand."""
_LEVEL = 1
"""Level of gzip: most of a home is compressed already."""
_CHUNK = 1 << 20


class Member(Struct, frozen=True):
    """A file of a backup."""

    name: str
    size: int
    sha256: str


class Manifest(Struct, frozen=True):
    """The last member of a backup: everything that is before it."""

    members: tuple[Member, ...]
    images: tuple[tuple[str, str], ...] = ()
    """Name and id of each image that is in it."""


class Writer:
    """A backup that is being written."""

    def __init__(self, file: BinaryIO, head: dict[str, object]) -> None:
        """`head` is added to the first member."""
        self._gzip = gzip.GzipFile(fileobj=file, mode="wb", compresslevel=_LEVEL, mtime=0, filename="")
        self._tar = tarfile.open(fileobj=self._gzip, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self._members: list[Member] = []
        self.add_bytes(HEAD, dumps({"format": FORMAT, **head}) + b"\n")

    def add_bytes(self, name: str, data: bytes, mtime: float = 0.0) -> None:
        """Add a member with this content."""
        self._members.append(Member(name, len(data), hashlib.sha256(data).hexdigest()))
        self._tar.addfile(_info(name, len(data), mtime), io.BytesIO(data))

    def add_file(self, name: str, path: Path) -> None:
        """Add a file as long as it is now; what is appended meanwhile is left out.  Raises `OSError`."""
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        with open(os.open(path, flags), "rb") as file:  # noqa: PTH123 - it is open already
            found = os.fstat(file.fileno())
            source = _Counted(file, found.st_size)
            self._tar.addfile(_info(name, found.st_size, found.st_mtime), cast("IO[bytes]", source))
        self._members.append(Member(name, found.st_size, source.digest.hexdigest()))

    def add_stream(self, name: str, stream: BinaryIO) -> None:
        """Add a stream as members `NAME/00000`, `NAME/00001`, …"""
        number = 0
        while data := stream.read(PIECE):
            self.add_bytes(f"{name}/{number:05}", data)
            number += 1

    def finish(self, images: Iterable[tuple[str, str]]) -> None:
        """Add the manifest and write the rest."""
        manifest = {
            "members": [{"name": one.name, "size": one.size, "sha256": one.sha256} for one in self._members],
            "images": [list(image) for image in images],
        }
        data = dumps(manifest) + b"\n"
        self._tar.addfile(_info(MANIFEST, len(data), 0.0), io.BytesIO(data))
        self._tar.close()
        self._gzip.close()


class _Counted:
    """Reads exactly so many bytes, and computes their digest."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file, self._left = file, size
        self.digest = hashlib.sha256()

    def read(self, size: int) -> bytes:
        """Return the next bytes."""
        data = self._file.read(min(size, self._left))
        self._left -= len(data)
        self.digest.update(data)
        return data


def _info(name: str, size: int, mtime: float) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = size, 0o600, int(mtime)
    return info


def check(path: Path, left: str = "") -> tuple[dict[str, Any], Manifest]:
    """Read a whole backup and compare all with the manifest; return the first member's data and the manifest.

    Raises `StoreError` for damage, with what that `left`, `StoreTooNew` for a newer format.
    """
    found: list[Member] = []
    head: dict[str, Any] = {}
    manifest: Manifest | None = None
    with damage(path, left):
        for name, _, stream in members(path):
            if manifest is not None:
                raise FormatError("something comes after its manifest")
            if name in (HEAD, MANIFEST):
                data = stream.read()
            if name == HEAD:
                head = _head(data, path)
            elif not head:
                raise FormatError(f"it does not begin with {HEAD}")
            if name == MANIFEST:
                manifest = decode(Manifest, loads(data))
                continue
            if name != HEAD:
                check_name(name)
            digest, size = hashlib.sha256(), 0
            for piece in [data] if name == HEAD else iter(lambda stream=stream: stream.read(_CHUNK), b""):  # type: ignore[misc]
                digest.update(piece)
                size += len(piece)
            found.append(Member(name, size, digest.hexdigest()))
        if manifest is None:
            raise FormatError("its end is missing")
        if tuple(found) != manifest.members or len({one.name for one in found}) != len(found):
            raise FormatError("its files do not match their checksums")
    return head, manifest


def _head(data: bytes, path: Path) -> dict[str, Any]:
    head = loads(data)
    if type(head) is not dict or type(head.get("format")) is not int:
        raise FormatError("it names no format")
    if head["format"] > FORMAT:
        raise StoreTooNew(
            f"{path} has format {head['format']}; this version reads up to {FORMAT}",
            "restore it with the version of snapshotter that wrote it",
        )
    return head


def members(path: Path) -> Iterator[tuple[str, float, IO[bytes]]]:
    """Yield name, change time and content of each member; raises `FormatError` for one that is not a plain file."""
    with gzip.open(path, "rb") as file:
        with tarfile.open(fileobj=file, mode="r|") as tar:
            for info in tar:
                stream = tar.extractfile(info) if info.type in (tarfile.REGTYPE, tarfile.AREGTYPE) else None
                if stream is None:
                    raise FormatError(f"{info.name!r} is not a plain file")
                yield info.name, float(info.mtime), stream
        while file.read(_CHUNK):  # up to the checksum at its end
            pass


def check_name(name: str) -> tuple[str, ...]:
    """Return the parts of a member's name; raises `FormatError` for one that would leave its directory."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or {"..", "."} & {*name.split("/")} or "\0" in name or "//" in name:
        raise FormatError(f"the name {name!r} is not allowed")
    return parts


@contextlib.contextmanager
def damage(path: Path, left: str = "") -> Iterator[None]:
    """Translate the errors of a damaged backup in the block into a `StoreError`; `left` says what that means.

    With that it is a bundle.
    """
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile, tarfile.TarError, FormatError, UnicodeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        kind = "bundle" if left else "backup"
        raise StoreError(
            f"{path} is no {kind}, or is damaged: {reason}", f"use another {kind}; {left or 'nothing was restored'}"
        ) from error
