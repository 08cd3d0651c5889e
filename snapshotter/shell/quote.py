"""Quoting a word for a POSIX shell the way a person would."""

from __future__ import annotations

from snapshotter.regex import regex

_BARE = regex(r"[A-Za-z0-9_@%+=:,./-]+\Z")
_NOT_IN_DOUBLE = regex(r'["$`\\!]')


def quote(word: str) -> str:
    """Give `word` bare where it needs no quotes, else in the quotes that need no escapes if there are any."""
    return word if _BARE.match(word) else always(word)


def always(word: str) -> str:
    """Give `word` in quotes, in those that need no escapes if there are any."""
    if "'" not in word:
        return f"'{word}'"
    if not _NOT_IN_DOUBLE.search(word):
        return f'"{word}"'
    return single(word)


def single(word: str) -> str:
    """Give `word` in single quotes whatever it holds."""
    return "'" + word.replace("'", "'\\''") + "'"


def fish_word(word: str) -> str:
    """Give `word` for fish: bare, or in its single quotes, in which a backslash escapes another one or a quote."""
    return word if _BARE.match(word) else "'" + word.replace("\\", "\\\\").replace("'", "\\'") + "'"


def word(text: str) -> str:
    """Give `text` quoted, on one line and in printable characters whatever bytes it holds."""
    if text.isprintable():
        return quote(text)
    escaped = "".join(
        chr(byte) if 0x20 < byte < 0x7F and byte not in b"\\'%" else f"\\{byte:03o}"
        for byte in text.encode("utf-8", "surrogateescape")
    )
    return f"\"$(printf '{escaped}')\""
