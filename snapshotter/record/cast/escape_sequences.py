"""Control sequences in a terminal's output: which are left out of a cast, and what text the others leave on the line.

Strings (titles, the clipboard, pictures) are left out: they hold command lines and contents that nobody saw.  So are
questions to the terminal, since the one that plays a cast would answer its player, and all that a program shows on the
alternate screen: it is drawn piece by piece, so a secret in it cannot be told.
"""

from __future__ import annotations

import re

HIDDEN = b"\x1b[H\x1b[2m(a full-screen program; what it shows is not kept)\x1b[m"
"""Stands on the alternate screen of a cast."""
LEAVE = b"\x1b[?1049l"
_SWITCH = re.compile(rb"\x1b\[\?(?:1049|1047|47)([hl])")
_LEAVE = re.compile(rb"\x1b\[\?(?:1049|1047|47)l")
_STRING = re.compile(rb"\x1b[\]PX^_]")
_STRING_END = re.compile(rb"[\x07\x18\x1a]|\x1b\\")
_BEGUN = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|[ -/]*)?\Z")
"""A sequence whose end is not there yet."""
_NEXT = re.compile(rb"\x1b(?:[\]PX^_Z]|\[(?:\?(?:1049|1047|47)h|[0-?]*(?:[nct]|\$p)|[>?][0-9]*[qu]))")
"""What is left out, or begins what is."""
_CONTROL = re.compile(
    r"\x1b\[[0-?]*[ -/]*(?P<final>[@-~])|\x1b(?:[ -/]+[0-~]|[=>])|(?P<move>[\x08\x0b\x0c]|\x1b.)|"
    r"[\x00-\x07\x0e-\x1f\x7f]",
    re.S,
)
_STAYS = frozenset("hlmnqtuc")
"""Final bytes of sequences that leave the cursor where it is and erase nothing: modes, colours, questions."""


class Strainer:
    """Takes out of a stream, whatever the pieces it comes in, what is left out of a cast."""

    def __init__(self) -> None:
        self._rest = b""
        self._in_string = False
        self.alternate = False
        """True while a full-screen program has the screen."""

    def feed(self, data: bytes) -> bytes:
        """Give what of `data`, and of what was held back before, is left."""
        if not (self._rest or self._in_string or self.alternate or b"\x1b" in data):
            return data
        data, self._rest = self._rest + data, b""
        kept = b""
        while data:
            if self.alternate:
                data, left = self._skip(data, _LEAVE)
                kept += LEAVE if left else b""
            elif self._in_string:
                data, _ = self._skip(data, _STRING_END)
            else:
                more, data = self._to_next(data)
                kept += more
        return kept

    def leave(self) -> bytes:
        """Note that a shell stands at its prompt, so nothing else has the screen; gives what leads back to it."""
        self._rest, self._in_string = b"", False
        was, self.alternate = self.alternate, False
        return LEAVE if was else b""

    def _skip(self, data: bytes, end: re.Pattern[bytes]) -> tuple[bytes, bool]:
        """Give what follows the end of what is left out, and whether there is an end."""
        found = end.search(data)
        if found is None:
            begun = _BEGUN.search(data)
            self._rest = begun[0] if begun else b""
            return b"", False
        self.alternate = self._in_string = False
        return data[found.end() :], True

    def _to_next(self, data: bytes) -> tuple[bytes, bytes]:
        """Split at what is left out, which is then entered."""
        found = _NEXT.search(data)
        if found is None:
            begun = _BEGUN.search(data)
            if begun:
                self._rest, data = begun[0], data[: begun.start()]
            return data, b""
        self._in_string = _STRING.match(found[0]) is not None
        self.alternate = _SWITCH.match(found[0]) is not None
        kept = data[: found.end()] + HIDDEN if self.alternate else data[: found.start()]
        return kept, data[found.end() :]


def switched(data: bytes, before: bool | None) -> bool | None:
    """Tell whether a full-screen program got the screen or left it in this output; else what was so before."""
    # a flood mostly has no escape, and the pattern alone would cost half a second for 200 MB
    found = _SWITCH.findall(data) if b"\x1b" in data else None
    return found[-1] == b"h" if found else before


def visible(data: bytes) -> str:
    """Give the text of strained output; where the cursor goes elsewhere or something is erased, there is a CR."""
    text = data.decode("utf-8", "replace")
    return _CONTROL.sub(lambda found: "\r" if _moves(found) else "", text)


def moves(data: bytes) -> set[str]:
    """Give what strained output does beside putting text one behind the other: the ends of its sequences."""
    found = (match for match in _CONTROL.finditer(data.decode("utf-8", "replace")) if _moves(match))
    return {match["final"] or match["move"] for match in found} - {"\b"}


def _moves(found: re.Match[str]) -> bool:
    return bool(found["move"] or (found["final"] and found["final"] not in _STAYS))
