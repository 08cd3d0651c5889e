"""An image in OCI form, a directory or a tar, as the stream that every engine loads; archives are checked on the way.

Docker before 25 loads only what `docker save` writes: `manifest.json`, and the files that it names.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any, Protocol

from snapshotter.errors import UsageError
from snapshotter.regex import regex

_DIGEST = regex(r"sha256:(?P<hex>[0-9a-f]{64})")
_DOCUMENT = 8 << 20
"""Bytes of the largest document that is read."""
_PIECE = 1 << 20
_BOMB = 1 << 30
"""Bytes from which on the ratio of what is unpacked counts."""
_RATIO = 500
_LAYERS = ".layer."
"""What the types of layers have in them."""


class Layout(Protocol):
    """The files of a layout."""

    def open(self, name: str) -> tuple[IO[bytes], int]:
        """Return a file and its size; raises `KeyError` where it is not there."""


class Folder:
    """A layout that is a directory."""

    def __init__(self, path: Path) -> None:
        """`path` is the directory."""
        self._path = path

    def open(self, name: str) -> tuple[IO[bytes], int]:
        """Return a file and its size; raises `KeyError` where it is not there."""
        place = self._path / name
        if place.is_symlink() or not place.is_file():
            raise KeyError(name)
        return place.open("rb"), place.stat().st_size


class Archive:
    """A layout that is a tar."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        """`tar` is open, and can be read at any place."""
        self._members = {str(PurePosixPath(one.name)): one for one in tar if one.isfile()}
        self._tar = tar

    def open(self, name: str) -> tuple[IO[bytes], int]:
        """Return a file and its size; raises `KeyError` where it is not there."""
        member = self._members[name]
        file = self._tar.extractfile(member)
        assert file is not None
        return file, member.size


@contextmanager
def layout(path: Path) -> Iterator[Layout]:
    """Yield the files of a layout."""
    if path.is_dir():
        yield Folder(path)
        return
    with tarfile.open(path, mode="r:*") as tar:
        yield Archive(tar)


def image_of(files: Layout, where: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the manifest of the one image of a layout, and its configuration; raises `UsageError`."""
    try:
        index = _document(files, "index.json")
        manifest = _manifest(files, index, where)
        return manifest, _document(files, _blob(manifest["config"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(
            f"{where} is not an image in OCI form: {_why(error)}", "name the directory or tar with its index.json"
        ) from error


def _why(error: Exception) -> str:
    return f"it has no {error.args[0]}" if isinstance(error, KeyError) and error.args else str(error)


def _manifest(files: Layout, index: Mapping[str, Any], where: str) -> dict[str, Any]:
    found = [one for one in index["manifests"] if _is_linux(one)]
    if len(found) > 1 and len({one["digest"] for one in found}) > 1:
        names = [(one.get("annotations") or {}).get("org.opencontainers.image.ref.name", "") for one in found]
        raise UsageError(
            f"{where} holds several images: {', '.join(filter(None, names)) or len(found)}",
            "copy the one that is meant into a layout of its own, as with `skopeo copy`",
        )
    if not found:
        raise UsageError(f"{where} holds no image for Linux", "adopt an image of Linux")
    document = _document(files, _blob(found[0]))
    return _manifest(files, document, where) if "manifests" in document else document


def _is_linux(entry: Mapping[str, Any]) -> bool:
    """Return whether an entry of an index is an image of Linux; attestations are of an unknown system."""
    return bool((entry.get("platform") or {}).get("os", "linux") == "linux")


def _blob(entry: Mapping[str, Any]) -> str:
    match = _DIGEST.fullmatch(str(entry["digest"]))
    if not match:
        raise ValueError(f"{str(entry['digest'])[:80]!r} is not a digest")
    return f"blobs/sha256/{match['hex']}"


def _document(files: Layout, name: str) -> dict[str, Any]:
    file, size = files.open(name)
    with file:
        if size > _DOCUMENT:
            raise ValueError(f"{name} has {size} bytes")
        data = file.read()
    if name.startswith("blobs/") and hashlib.sha256(data).hexdigest() != name.rpartition("/")[2]:
        raise ValueError(f"{name} is damaged")
    found = json.loads(data)
    if not isinstance(found, dict):
        raise TypeError(f"{name} is not an object")
    return found


def as_saved(files: Layout, manifest: Mapping[str, Any], name: str, where: str) -> Iterator[bytes]:
    """Yield the tar that `docker load` takes, of an image that gets this name; raises `UsageError` for damage."""
    config, layers = _blob(manifest["config"]), [_blob(one) for one in manifest["layers"]]
    rows = [{"Config": config, "RepoTags": [name], "Layers": layers}]
    yield from _member("manifest.json", json.dumps(rows).encode())
    for blob in dict.fromkeys((config, *layers)):
        yield from _copied(files, blob, where)
    yield bytes(2 * tarfile.BLOCKSIZE)


def _member(name: str, data: bytes) -> Iterator[bytes]:
    yield _header(name, len(data))
    yield data + bytes(-len(data) % tarfile.BLOCKSIZE)


def _header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size = size
    return info.tobuf(tarfile.GNU_FORMAT)


def _copied(files: Layout, blob: str, where: str) -> Iterator[bytes]:
    try:
        file, size = files.open(blob)
    except KeyError as error:
        raise UsageError(f"{where} is incomplete: it has no {blob}", "copy the whole image") from error
    digest, bomb = hashlib.sha256(), Unpacked(where)
    with file:
        yield _header(blob, size)
        while piece := file.read(_PIECE):
            digest.update(piece)
            bomb.count(piece)
            yield piece
    if digest.hexdigest() != blob.rpartition("/")[2]:
        raise UsageError(f"{where} is damaged: {blob} is not what its name says", "copy the image again")
    yield bytes(-size % tarfile.BLOCKSIZE)


class Unpacked:
    """Counts what a gzip stream unpacks to, and refuses one that is made to fill a disk."""

    def __init__(self, where: str) -> None:
        """`where` is what is read."""
        self._where = where
        self._packed = self._size = 0
        self._unpack = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        self._is_gzip = True

    def count(self, piece: bytes) -> None:
        """Take the next bytes; raises `UsageError`."""
        if not self._packed and piece[:2] != b"\x1f\x8b":
            self._is_gzip = False
        self._packed += len(piece)
        while self._is_gzip and piece:
            try:
                self._size += len(self._unpack.decompress(piece, _PIECE))
            except zlib.error:  # the engine says what is wrong
                self._is_gzip = False
            piece = self._unpack.unconsumed_tail
            check_ratio(self._packed, self._size, self._where)


def check_ratio(packed: int, unpacked: int, where: str) -> None:
    """Raise `UsageError` if something unpacks to far more than files do."""
    if unpacked > _BOMB and unpacked > packed * _RATIO:
        raise UsageError(
            f"{where} unpacks to more than {_RATIO} times its size, as files that fill a disk do",
            "load it yourself if it is meant to: `docker load`, then `snap adopt IMAGE`",
        )


def check_name(name: str, where: str) -> None:
    """Raise `UsageError` for the name of a member that leads out of an archive."""
    if name.startswith("/") or ".." in PurePosixPath(name).parts:
        raise UsageError(f"{where} holds a path that leads out of it: {name[:80]!r}", "do not trust it")


def check_system(config: Mapping[str, Any], where: str) -> None:
    """Raise `UsageError` for an image of another operating system."""
    system = str(config.get("os") or "linux")
    if system != "linux":
        raise UsageError(f"{where} is an image of {system}, which runs on no engine of Linux", "adopt one of Linux")


def document(data: bytes) -> dict[str, Any]:
    """Return a JSON object, an empty one for anything else."""
    try:
        found = json.load(io.BytesIO(data))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
