"""Whether a file holds a secret: by its name, by tokens and private keys in it, or by what announces one.

Meant for files that neither a package nor a rebuild explains.  Password hashes (shadow, .htpasswd) do not count as
secrets, and the host keys of ssh are treated as volatile, not as secret.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from snapshotter.secrets.files.contents import credential_files, in_contents, in_credential_file, in_named_file
from snapshotter.secrets.files.kinds import Kind, can_hold_commands, kind_of
from snapshotter.secrets.token_shapes import private_key_in, shapes, token_in, windows

_LARGEST = 1 << 20
_SMALL = 1 << 9
"""Bytes up to which all of a file is searched for tokens."""
_HEAD = 512
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PRINTABLE = bytes(range(32, 127)) + b"\t\r\n"
_FOR_THE_WEB = "jwt"
"""The kind of token that documents and tests of libraries contain as an example."""


def is_known(path: str) -> bool:
    """Return whether a path is that of a file made to hold secrets."""
    return bool(credential_files(path))


def in_file(path: str, data: bytes) -> str:
    """Return why the content of a file is secret, as the end of a sentence about the file; "" if it is not."""
    kind = kind_of(path)
    if not data:
        return ""
    if kind != "library" or path[path.rfind("/") + 1 :].startswith("."):
        for entry in credential_files(path):
            if any(in_credential_file(entry, data[:_LARGEST].decode("latin-1"))):
                return f"holds {entry.reason}"
    if kind == "never":
        return ""
    data = _as_utf8(data[:_LARGEST])
    if b"\0" in data[:8192]:
        return ""
    parts = [(0, len(data))] if len(data) <= _SMALL else list(windows(data))
    token = token_in(data, parts)
    if token and not (kind == "library" and token == _FOR_THE_WEB):
        return "holds an access token"
    if private_key_in(data):
        return "holds a private key"
    return _reason_by_content(path, kind, data, parts)


def _as_utf8(data: bytes) -> bytes:
    """Return text in another encoding of Unicode as UTF-8, anything else unchanged."""
    head = data[:_HEAD]
    if b"\0" in head:
        return _from_wide(data, head)
    return data.removeprefix(codecs.BOM_UTF8)


def _from_wide(data: bytes, head: bytes) -> bytes:
    """Return text in UTF-16 or UTF-32 as UTF-8: with a mark in front, or where every other byte is zero."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").encode()
    if len(head) >= 4 and not head.replace(b"\0", b"").strip(_PRINTABLE):
        for zero, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            if not head[zero::2].strip(b"\0"):
                return data.decode(encoding, "replace").encode()
    return data


def _reason_by_content(path: str, kind: Kind, data: bytes, parts: list[tuple[int, int]]) -> str:
    """Return the reason for a file named as a password, and for settings and scripts that hold a secret, or ""."""
    if kind in ("library", "generated"):
        return ""
    kind = _by_first_line(kind, data)
    text = data.decode("utf-8", "replace")
    if any(in_named_file(path, kind, text)):
        return "holds a password"
    if any(in_contents(path, kind, text, parts if len(text) == len(data) else None)):
        return "holds a password or token"
    if not can_hold_commands(path, kind):
        return ""
    # the rules for commands take 10 ms to import, and few files need them
    from snapshotter.secrets.files.commands import secrets_in_commands

    return "holds a secret in a command" if any(True for _ in secrets_in_commands(kind, text)) else ""


def _by_first_line(kind: Kind, data: bytes) -> Kind:
    if kind == "settings" and data.startswith(b"#!"):
        return "script" if b"sh" in data[:40] else "code"
    return kind


def values_in_file(path: str, data: bytes) -> list[str]:
    """Return the secrets on one line for which `in_file` returns a reason, each once."""
    kind, head = kind_of(path), data[:_LARGEST]
    found = list(_in_credential_file(path, head.decode("latin-1"))) if kind != "library" else []
    if kind != "never":
        head = _as_utf8(head)
        found += _in_text(path, _by_first_line(kind, head), head.decode("utf-8", "replace"), named=not found)
    return list(dict.fromkeys(value for value in map(str.strip, found) if value and "\n" not in value))


def _in_credential_file(path: str, text: str) -> Iterator[str]:
    for entry in credential_files(path):
        for start, end in in_credential_file(entry, text):
            yield text[start:end].encode("latin-1").decode("utf-8", "surrogateescape")


def _in_text(path: str, kind: Kind, text: str, *, named: bool) -> Iterator[str]:
    """Yield the secrets in the text of a file; `named`: all of it may be one, by the file's name."""
    yield from (text[start:end] for start, end, _ in shapes(text))
    if kind in ("library", "generated"):
        return
    if named:
        yield from (text[start:end] for start, end in in_named_file(path, kind, text))
    yield from (text[start:end] for start, end, _ in in_contents(path, kind, text))
    if can_hold_commands(path, kind):
        from snapshotter.secrets.files.commands import secrets_in_commands

        yield from secrets_in_commands(kind, text)
