"""One 512-byte tar header and its PAX records; the sequence of headers is read by `members.py`.

Format as in POSIX.1-2017 "pax" and GNU tar's manual, "Basic Tar Format".
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from snapshotter.errors import LayerError

BLOCK = 512
REGULAR, HARD_LINK, SYMLINK, CHAR, BLOCK_DEVICE, DIRECTORY, FIFO = b"0", b"1", b"2", b"3", b"4", b"5", b"6"
GNU_SPARSE, GNU_LONG_NAME, GNU_LONG_LINK, GNU_VOLUME, PAX, PAX_GLOBAL = b"S", b"L", b"K", b"V", b"x", b"g"
_SAME_AS_REGULAR = (b"\0", b"7")
_XATTR = "SCHILY.xattr."
_LARGEST = 1 << 62
"""Largest valid number of any field; a larger one means that the header is damaged."""


class Header(Struct, frozen=True):
    """The fields of one tar header, names as bytes."""

    name: bytes
    type: bytes
    mode: int
    uid: int
    gid: int
    size: int
    mtime_ns: int
    link: bytes
    device: tuple[int, int]
    xattrs: tuple[tuple[str, str], ...] = ()
    """Sorted (name, value as hex)."""


def parse_header(block: bytes) -> Header:
    """Return the header in a block; raises `LayerError` if it is damaged or its size is negative."""
    _check_checksum(block)
    kind = block[156:157]
    name = _text(block[0:100])
    if block[257:263] == b"ustar\0":
        prefix = _text(block[345:476] if block[508:512] == b"tar\0" else block[345:500])
        name = prefix + b"/" + name if prefix else name
    if kind in _SAME_AS_REGULAR:
        kind = DIRECTORY if kind == b"\0" and name.endswith(b"/") else REGULAR
    device = (_natural(block[329:337]), _natural(block[337:345])) if kind in (CHAR, BLOCK_DEVICE) else (0, 0)
    return Header(
        name,
        kind,
        _natural(block[100:108]) & 0o7777,
        _natural(block[108:116]),
        _natural(block[116:124]),
        _natural(block[124:136]),
        number(block[136:148]) * 10**9,
        _text(block[157:257]),
        device,
    )


def with_records(header: Header, records: Mapping[str, bytes]) -> Header:
    """Return the header with the values of its PAX records."""

    def natural(key: str, old: int) -> int:
        return old if not records.get(key) else decimal(records[key], key)

    xattrs = {key[len(_XATTR) :]: value.hex() for key, value in records.items() if key.startswith(_XATTR)}
    mtime = records.get("mtime")
    return Header(
        _no_nul(records.get("path") or header.name),
        header.type,
        header.mode,
        natural("uid", header.uid),
        natural("gid", header.gid),
        natural("size", header.size),
        _nanoseconds(mtime) if mtime else header.mtime_ns,
        _no_nul(records.get("linkpath") or header.link),
        header.device,
        tuple(sorted(xattrs.items())),
    )


def parse_records(data: bytes) -> list[tuple[str, bytes]]:
    """Return the records of a PAX header ("LENGTH KEY=VALUE\\n" …) in order, including repeated keys."""
    records, at = [], 0
    while at < len(data):
        space = data.find(b" ", at, at + 21)
        end = at + decimal(data[at:space], "record length") if space > at else 0
        record = data[space + 1 : end]
        key, equals, value = record.partition(b"=")
        # a record that does not end after its beginning would make the loop endless
        if not space < end <= len(data) or not equals or not key or not record.endswith(b"\n"):
            raise LayerError("the layer's stream is damaged: an extended header has a malformed record")
        records.append((key.decode("utf-8", "surrogateescape"), value[:-1]))
        at = end
    return records


@lru_cache(maxsize=4096)
def number(field: bytes) -> int:
    """Return the number in a field: octal digits, or GNU's base 256 (which may be negative)."""
    if field[0] & 0x80:
        value = int.from_bytes(field, "big", signed=False) & ((1 << (8 * len(field) - 1)) - 1)
        if field[0] & 0x40:
            value -= 1 << (8 * len(field) - 1)
    else:
        digits = field.split(b"\0", 1)[0].strip()
        if digits and (not digits.isdigit() or b"8" in digits or b"9" in digits):
            raise LayerError(f"the layer's stream is damaged: {field!r} is not a number")
        value = int(digits or b"0", 8)
    if abs(value) > _LARGEST:
        raise LayerError(f"the layer's stream is damaged: the number {value} is out of range")
    return value


def decimal(digits: bytes, what: str) -> int:
    """Return a natural number written in decimal; `what` names it in the error."""
    if not digits.isdigit() or len(digits) > 19:
        raise LayerError(f"the layer's stream is damaged: {what} is {digits[:40]!r}")
    return int(digits)


def _natural(field: bytes) -> int:
    value = number(field)
    if value < 0:
        raise LayerError(f"the layer's stream is damaged: a header has the negative number {value}")
    return value


def _nanoseconds(text: bytes) -> int:
    sign = -1 if text.startswith(b"-") else 1
    whole, _, fraction = text.lstrip(b"-").partition(b".")
    return sign * (decimal(whole or b"0", "mtime") * 10**9 + decimal((fraction + b"0" * 9)[:9], "mtime"))


def _text(field: bytes) -> bytes:
    return field.split(b"\0", 1)[0]


def _no_nul(name: bytes) -> bytes:
    if b"\0" in name:
        raise LayerError(f"the layer's stream is damaged: the name {name[:80]!r} contains a NUL byte")
    return name


def _check_checksum(block: bytes) -> None:
    stored = number(block[148:156])
    plain = sum(block) - sum(block[148:156]) + 8 * 32
    if stored == plain:
        return
    # some old programs added signed bytes
    signed = plain - 256 * sum(byte > 127 for byte in block[:148] + block[156:])
    if stored != signed:
        raise LayerError("the layer's stream is damaged: the checksum of a header is wrong")
