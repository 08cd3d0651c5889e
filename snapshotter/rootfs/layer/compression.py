"""The tar stream of a layer, decompressed if it is compressed with gzip or zstd."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, cast

from snapshotter.errors import LayerError
from snapshotter.rootfs.tar.forward import CHUNK, PieceStream, Readable

_TAR_MAGIC = slice(257, 262)
_GZIP = b"\x1f\x8b"
_ZSTD = (b"\x28\xb5\x2f\xfd", *(bytes([first]) + b"\x2a\x4d\x18" for first in range(0x50, 0x60)))
"""The beginning of a frame, and those of frames that hold no data, which may come first (RFC 8878)."""
_OTHERS = {b"BZh": "bzip2", b"\xfd7zXZ": "xz"}
HEAD = 512
"""Bytes at the beginning of a stream by which its format is known."""


def is_layer(head: bytes) -> bool:
    """Return whether a stream with this beginning is a tar or compressed, and so can be a layer."""
    return head[_TAR_MAGIC] == b"ustar" or not head.strip(b"\0") or head.startswith((_GZIP, *_ZSTD, *_OTHERS))


def unpacked(stream: Readable) -> Readable:
    """Return the stream, decompressed if it is compressed; raises `LayerError` for other formats than gzip and zstd."""
    head = b""
    while len(head) < HEAD and (more := stream.read(HEAD - len(head))):
        head += more
    whole = PieceStream(_rest(stream), head)
    if head[_TAR_MAGIC] == b"ustar":  # first: its beginning is the name of a file, which may look like any format
        return whole
    if head.startswith(_GZIP):
        return _gunzipped(whole)
    if head.startswith(_ZSTD):
        return _unzstd(whole)
    for beginning, name in _OTHERS.items():
        if head.startswith(beginning):
            raise LayerError(f"the layer is compressed with {name}, which is not supported (gzip and zstd are)")
    return whole


def _rest(stream: Readable) -> Iterator[bytes]:
    while data := stream.read(CHUNK):
        yield data


class _Decompressed:
    """A decompressing file, whose errors are `LayerError`."""

    def __init__(self, file: Readable, errors: tuple[type[Exception], ...]) -> None:
        self._file = file
        self._errors = errors

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes."""
        try:
            return self._file.read(size)
        except self._errors as damage:
            raise LayerError(f"the layer's compressed stream is damaged: {damage}") from damage


def _gunzipped(stream: Readable) -> Readable:
    import gzip
    import zlib

    file: Readable = gzip.GzipFile(fileobj=stream, mode="rb")  # type: ignore[call-overload]
    return _Decompressed(file, (EOFError, zlib.error, gzip.BadGzipFile))


def _unzstd(stream: Readable) -> Readable:
    try:
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd
    except ImportError as error:
        raise LayerError(
            "the layer is compressed with zstd, for which a Python package is missing",
            "`pip install backports.zstd` in snap's own Python environment, then try again",
        ) from error
    return _Decompressed(zstd.ZstdFile(cast(Any, stream)), (EOFError, zstd.ZstdError))
