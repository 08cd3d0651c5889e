"""Control sequences in a terminal's output: those left out of a cast, and the visible text between the others.

Strings (titles, the clipboard, pictures) are left out: they hold command lines and contents that were not visible.
Queries are left out because the terminal that plays a cast would answer them.  All output on the alternate screen is
left out: it is drawn in pieces, so a secret in it cannot be recognised.
"""

from __future__ import annotations

import re

SCREEN_NOTE = b"\x1b[H\x1b[2m(the output of a full-screen program is not recorded)\x1b[m"
"""The content of the alternate screen in a cast."""
LEAVE_SCREEN = b"\x1b[?1049l"
_SWITCH = re.compile(rb"\x1b\[\?(?:1049|1047|47)([hl])")
_LEAVE = re.compile(rb"\x1b\[\?(?:1049|1047|47)l")
_STRING = re.compile(rb"\x1b[\]PX^_]")
_STRING_END = re.compile(rb"[\x07\x18\x1a]|\x1b\\")
_BEGUN = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|[ -/]*)?\Z")
"""A sequence whose end is missing."""
_NEXT = re.compile(rb"\x1b(?:[\]PX^_Z]|\[(?:\?(?:1049|1047|47)h|[0-?]*(?:[nct]|\$p)|[>?][0-9]*[qu]))")
"""A sequence that is left out, or the beginning of output that is."""
_CONTROL = re.compile(
    r"\x1b\[[0-?]*[ -/]*(?P<final>[@-~])|\x1b(?:[ -/]+[0-~]|[=>])|(?P<move>[\x08\x0b\x0c]|\x1b.)|"
    r"[\x00-\x07\x0e-\x1f\x7f]",
    re.S,
)
_STAYS = frozenset("hlmnqtuc")
"""Final bytes of sequences that neither move the cursor nor erase: modes, colours, queries."""


class EscapeFilter:
    """A filter that removes from a stream, which may come in any pieces, what is left out of a cast."""

    def __init__(self) -> None:
        self._rest = b""
        self._in_string = False
        self.alternate = False
        """True while a full-screen program uses the alternate screen."""

    def feed(self, data: bytes) -> bytes:
        """Return the rest of `data`, and of bytes held back before, without what is left out."""
        if not (self._rest or self._in_string or self.alternate or b"\x1b" in data):
            return data
        data, self._rest = self._rest + data, b""
        kept = b""
        while data:
            if self.alternate:
                data, found = self._skip(data, _LEAVE)
                kept += LEAVE_SCREEN if found else b""
            elif self._in_string:
                data, _ = self._skip(data, _STRING_END)
            else:
                more, data = self._to_next(data)
                kept += more
        return kept

    def leave(self) -> bytes:
        """Reset the filter, as a shell is at its prompt; return LEAVE_SCREEN if the alternate screen was in use."""
        self._rest, self._in_string = b"", False
        was_alternate, self.alternate = self.alternate, False
        return LEAVE_SCREEN if was_alternate else b""

    def _skip(self, data: bytes, end: re.Pattern[bytes]) -> tuple[bytes, bool]:
        """Return the bytes behind the end of what is left out, and whether the end was found."""
        found = end.search(data)
        if found is None:
            begun = _BEGUN.search(data)
            self._rest = begun[0] if begun else b""
            return b"", False
        self.alternate = self._in_string = False
        return data[found.end() :], True

    def _to_next(self, data: bytes) -> tuple[bytes, bytes]:
        """Return the bytes in front of the next part that is left out, and the bytes from there on."""
        found = _NEXT.search(data)
        if found is None:
            begun = _BEGUN.search(data)
            if begun:
                self._rest, data = begun[0], data[: begun.start()]
            return data, b""
        self._in_string = _STRING.match(found[0]) is not None
        self.alternate = _SWITCH.match(found[0]) is not None
        kept = data[: found.end()] + SCREEN_NOTE if self.alternate else data[: found.start()]
        return kept, data[found.end() :]


def screen_switch(data: bytes, before: bool | None) -> bool | None:
    """Return whether this output enters (True) or leaves (False) the alternate screen, or `before` if neither."""
    # a flood usually has no escape, and the pattern alone would take half a second for 200 MB
    found = _SWITCH.findall(data) if b"\x1b" in data else None
    return found[-1] == b"h" if found else before


def visible_text(data: bytes) -> str:
    """Return the text of filtered output, with a CR where the cursor moves or something is erased."""
    text = data.decode("utf-8", "replace")
    return _CONTROL.sub(lambda found: "\r" if _moves(found) else "", text)


def cursor_moves(data: bytes) -> set[str]:
    """Return the final bytes of the sequences in filtered output that move the cursor or erase."""
    found = (match for match in _CONTROL.finditer(data.decode("utf-8", "replace")) if _moves(match))
    return {match["final"] or match["move"] for match in found} - {"\b"}


def _moves(found: re.Match[str]) -> bool:
    return bool(found["move"] or (found["final"] and found["final"] not in _STAYS))
