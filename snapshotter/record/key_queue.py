"""Keys on their way to the process: in the order and at the pace they were typed, each held for half a second at most.

That time begins anew when a shell takes the line before, so that a paste of any length goes line by line.

Keys that follow an Enter wait until it is known what the line before them started.  Sent at once, they would lie in the
terminal's queue, and a shell that starts meanwhile could take them for input of another kind: what is queued while a
line editor has the terminal in raw mode keeps its CR, which no program that reads whole lines takes for an Enter.
"""

from __future__ import annotations

from collections import deque

from snapshotter.regex import regex

HOLD_SECONDS = 0.5
"""The longest time that a key is held after it was typed, or after a shell that was ready took the line before it."""
_AT_ONCE = b"\x03\x1a\x1c"
"""Keys that a terminal turns into signals: nothing waits before them."""
PASTE_BEGIN, _PASTE_END = b"\x1b[200~", b"\x1b[201~"

_REPLY = regex(
    rb"\x1b\[[?>=][\d;]*[cu]|\x1b\[\?[\d;]*\$y|\x1b\[\?997;\d+n|\x1b\[(?!1;[2-8]R)\d+;\d+R"
    rb"|\x1bP[^\x07\x1b]*\x1b\\|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
)
"""What a terminal answers to a program: its kind, modes, colours, where the cursor is ("1;2R" is Shift-F3, though)."""


def split_replies(data: bytes) -> tuple[bytes, bytes]:
    """Return what a terminal answered in the input, which nobody typed, and the rest.

    fish 4 waits for the answers before its first prompt: so they may not wait behind keys that are held until then.
    """
    if b"\x1b" not in data:
        return b"", data
    return b"".join(found[0] for found in _REPLY.finditer(data)), _REPLY.sub(b"", data)


class KeyQueue:
    """Pieces of input, each up to the first Enter outside a bracketed paste, or to the end of what was read at once."""

    def __init__(self) -> None:
        self._pieces: deque[tuple[float, bytes]] = deque()
        self.pasting = False
        """Whether what comes next belongs to a paste."""
        self._before = b""
        """The last bytes of the read before: the mark of a paste may come in two."""
        self._taken = 0.0
        """When a piece was last taken by a process that was ready for it."""
        self.size = 0
        """Bytes that are held."""

    def add(self, data: bytes, now: float) -> None:
        """Add keys that were read now."""
        self.size += len(data)
        while data:
            end = self._end(data)
            self._pieces.append((now, data[:end]))
            data = data[end:]

    def take(self, now: float, *, ready: bool) -> bytes:
        """Return the next piece if the process is `ready` for it or it has been held long enough, else b""."""
        if not self._pieces:
            return b""
        at, piece = self._pieces[0]
        if ready:
            self._taken = now
        elif now - max(at, self._taken) < HOLD_SECONDS and not self._has_signal():
            return b""
        self._pieces.popleft()
        self.size -= len(piece)
        return piece

    def wait(self, now: float) -> float | None:
        """Return after how many seconds the next piece has been held long enough, or None if there is none."""
        return max(0.0, max(self._pieces[0][0], self._taken) + HOLD_SECONDS - now) if self._pieces else None

    def _has_signal(self) -> bool:
        return any(key in piece for _, piece in self._pieces for key in _AT_ONCE)

    def _end(self, data: bytes) -> int:
        """Return the length of the first piece of `data`."""
        text, begin = self._before + data, len(self._before)
        at, end = begin, -1
        while end < 0:
            found = text.find(_PASTE_END if self.pasting else PASTE_BEGIN, max(0, at - len(_PASTE_END) + 1))
            enters = [text.find(key, at) + 1 for key in (b"\r", b"\n") if key in text[at:]]
            limit = len(text) if self.pasting or not enters else min(enters)
            if 0 <= found < limit:
                self.pasting, at = not self.pasting, found + len(_PASTE_END)
            else:
                end = limit
        self._before = text[:end][-len(_PASTE_END) + 1 :]
        return end - begin
