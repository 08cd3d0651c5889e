"""Quoting of words for a POSIX shell and for fish, with as few quotes and escapes as possible."""

from __future__ import annotations

from snapshotter.regex import regex

_BARE = regex(r"[A-Za-z0-9_@%+=:,./-]+\Z")
_NOT_IN_DOUBLE = regex(r'["$`\\!]')


def quote(word: str) -> str:
    """Return `word` unquoted if it needs no quotes, else quoted as by `quote_always`."""
    return word if _BARE.match(word) else quote_always(word)


def quote_always(word: str) -> str:
    """Return `word` in single or double quotes, whichever need no escapes, else in single quotes."""
    if "'" not in word:
        return f"'{word}'"
    if not _NOT_IN_DOUBLE.search(word):
        return f'"{word}"'
    return single_quote(word)


def single_quote(word: str) -> str:
    """Return `word` in single quotes, whatever characters it holds."""
    return "'" + word.replace("'", "'\\''") + "'"


def fish_word(word: str) -> str:
    """Return `word` for fish: unquoted, or in single quotes, with a backslash before each backslash and quote."""
    if _BARE.match(word):
        return word
    return "'" + word.replace("\\", "\\\\").replace("'", "\\'") + "'"


def printable_word(text: str) -> str:
    """Return `text` quoted, in printable characters; others are written as octal escapes of `printf`.

    Only line breaks at its end stand there themselves, since a command substitution removes them.
    """
    if text.isprintable():
        return quote(text)
    rest = text.rstrip("\n")
    word = quote(rest) if rest.isprintable() else f"\"$(printf '{_octal(rest)}')\""
    return word if rest == text else word + "'" + text[len(rest) :] + "'"


def _octal(text: str) -> str:
    """Return `text` as a format of `printf`; a `-` at its beginning is escaped, since it would begin an option."""
    raw = text.encode("utf-8", "surrogateescape")
    plain = [0x20 < byte < 0x7F and byte not in b"\\'%" for byte in raw]
    if raw.startswith(b"-"):
        plain[0] = False
    return "".join(chr(byte) if kept else f"\\{byte:03o}" for byte, kept in zip(raw, plain, strict=True))
