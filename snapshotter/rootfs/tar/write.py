"""A tar header as bytes: 512 bytes in the form of POSIX ustar, after PAX records for what does not fit into them.

The reader is `header.py`.  Engines are written in Go, whose reader takes names in any encoding from PAX records.
"""

from __future__ import annotations

from collections.abc import Mapping

from snapshotter.rootfs.tar.header import BLOCK, PAX, Header

END = bytes(2 * BLOCK)
"""The end mark of a tar."""
_NAME = 100
"""Bytes of a name in a header."""
_XATTR = b"SCHILY.xattr."


def header_bytes(header: Header) -> bytes:
    """Return the header's blocks; its time is written in whole seconds, as engines write it."""
    records = _records(header)
    before = b""
    if records:
        content = b"".join(_record(key, value) for key, value in records.items())
        before = _block(Header(b"PaxHeaders/entry", PAX, 0o644, 0, 0, len(content), 0, b"", (0, 0)), {})
        before += content + padding(len(content))
    return before + _block(header, records)


def padding(size: int) -> bytes:
    """Return what follows a content of `size` bytes, up to the next block."""
    return bytes(-size % BLOCK)


def _records(header: Header) -> dict[bytes, bytes]:
    seconds = header.mtime_ns // 10**9
    found = {key: name for key, name in ((b"path", header.name), (b"linkpath", header.link)) if not _fits_name(name)}
    numbers = ((b"uid", header.uid, 7), (b"gid", header.gid, 7), (b"size", header.size, 11), (b"mtime", seconds, 11))
    found |= {key: b"%d" % value for key, value, digits in numbers if not _fits_number(value, digits)}
    return found | {_XATTR + name.encode(): bytes.fromhex(value) for name, value in header.xattrs}


def _fits_name(name: bytes) -> bool:
    return len(name) <= _NAME and name.isascii()


def _fits_number(value: int, digits: int) -> bool:
    return 0 <= value < 1 << (3 * digits)


def _record(key: bytes, value: bytes) -> bytes:
    """Return the record "LENGTH KEY=VALUE\\n", whose length counts its own digits."""
    rest = b" " + key + b"=" + value + b"\n"
    length = len(rest) + len(b"%d" % len(rest))
    length = len(rest) + len(b"%d" % length)  # the digits of the length may have made it one digit longer
    return b"%d" % length + rest


def _block(header: Header, records: Mapping[bytes, bytes]) -> bytes:
    def name(key: bytes, value: bytes) -> bytes:
        return value.decode("ascii", "replace").replace("\ufffd", "_").encode()[:_NAME] if key in records else value

    def octal(value: int, digits: int, key: bytes = b"") -> bytes:
        return b"%0*o\0" % (digits, 0 if key in records else value)

    block = bytearray(BLOCK)
    fields = (
        (0, name(b"path", header.name)),
        (100, octal(header.mode, 7)),
        (108, octal(header.uid, 7, b"uid")),
        (116, octal(header.gid, 7, b"gid")),
        (124, octal(header.size, 11, b"size")),
        (136, octal(header.mtime_ns // 10**9, 11, b"mtime")),
        (148, b" " * 8),
        (156, header.type),
        (157, name(b"linkpath", header.link)),
        (257, b"ustar\x0000"),
        (329, _device(header.device[0])),
        (337, _device(header.device[1])),
    )
    for at, value in fields:
        block[at : at + len(value)] = value
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def _device(number: int) -> bytes:
    """Return the number of a device: octal, or where that is too long GNU's base 256, which no PAX record replaces."""
    return b"%07o\0" % number if _fits_number(number, 7) else b"\x80" + number.to_bytes(7, "big")
