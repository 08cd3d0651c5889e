"""The subject of a certificate or of a request for one, as `openssl req -subj` takes it (RFC 5280, RFC 2986)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from snapshotter.regex import regex

_PEM = regex(rb"-----BEGIN (?P<kind>CERTIFICATE|(?:NEW )?CERTIFICATE REQUEST)-----(?P<body>[A-Za-z0-9+/=\s]+)-----END")
_NAMES = {
    bytes.fromhex("550403"): "CN",
    bytes.fromhex("550406"): "C",
    bytes.fromhex("550407"): "L",
    bytes.fromhex("550408"): "ST",
    bytes.fromhex("55040a"): "O",
    bytes.fromhex("55040b"): "OU",
    bytes.fromhex("2a864886f70d010901"): "emailAddress",
}
"""Object identifiers as DER has them → the names that openssl asks with."""
_SEQUENCE, _VERSION = 0x30, 0xA0


def subject(data: bytes) -> str:
    """Return the subject of the first certificate or request in a file, as "/C=DE/CN=…"; "" if there is none."""
    match = _PEM.search(data)
    if match is None:
        return ""
    try:
        outer = _content(base64.b64decode(match["body"]))
        fields = list(_values(_content(outer)))
        if match["kind"] == b"CERTIFICATE":
            name = [value for tag, value in fields if tag != _VERSION][4]  # serial, algorithm, issuer, validity
        else:
            name = fields[1][1]
        return "".join(_parts(name))
    except (binascii.Error, IndexError, ValueError):
        return ""


def _parts(name: bytes) -> Iterator[str]:
    for _, group in _values(name):
        for _, pair in _values(group):
            (_, identifier), (_, value) = _values(pair)
            text = value.decode("utf-8").replace("\\", "\\\\").replace("/", "\\/").replace("+", "\\+")
            if identifier not in _NAMES or not text.isprintable():
                raise ValueError(text)
            yield f"/{_NAMES[identifier]}={text}"


def _content(data: bytes) -> bytes:
    tag, value = next(_values(data))
    if tag != _SEQUENCE:
        raise ValueError(tag)
    return value


def _values(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (tag, content) of the values that follow each other in DER (X.690)."""
    at = 0
    while at < len(data):
        tag, size, at = data[at], data[at + 1], at + 2
        if size & 0x80:
            count = size & 0x7F
            size, at = int.from_bytes(data[at : at + count], "big"), at + count
        yield tag, data[at : at + size]
        at += size
