"""Text escaped for a terminal: control and invisible characters and bytes that are not UTF-8."""

from __future__ import annotations

_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\x1b": "\\e", "\0": "\\0"}


def shown(text: str) -> str:
    """Return text as one line, with control and invisible characters and bytes that are not UTF-8 escaped."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escape(char) for char in text)


def _escape(char: str) -> str:
    code = ord(char)
    if char in _SHORT:
        return _SHORT[char]
    if 0xDC80 <= code <= 0xDCFF:  # surrogateescape: the byte itself
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def shown_line(text: str) -> str:
    """Return text as one line, escaped except for tabs."""
    return "\t".join(map(shown, text.split("\t")))


def shown_lines(text: str) -> str:
    """Return text escaped except for newlines and tabs."""
    return "\n".join(map(shown_line, text.split("\n")))
