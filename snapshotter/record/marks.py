"""Splits a stream of output into the marks of the hooks and the bytes to show; `typed/tracker.py` interprets the marks.

A mark is  ESC ] 8671 ; NONCE ; verb ; field ; … ; NONCE ; free text ; NONCE ; … ; NONCE BEL  with a nonce that is
new in every session.  A sequence that looks like a mark but lacks the nonce is ordinary output.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

LONGEST = 8 << 20
"""Bytes after which something that begins like a mark is shown as output: a pasted text may be long."""


class Mark(Struct, frozen=True):
    """One report of a shell."""

    verb: str
    fields: tuple[str, ...]
    """Short fields without a semicolon: numbers, names."""
    free: tuple[str, ...] = ()
    """Fields of any content: paths, command lines."""


class Parser:
    """A parser that splits output, which may come in any pieces, into bytes to show and marks.

    Plain output costs one `bytes.find` per piece and is passed on without a copy.
    """

    def __init__(self, nonce: str, *, newlines: bool = True) -> None:
        """`newlines` says that a terminal turned each newline into CR LF on the way."""
        self._head = b"\x1b]8671;" + nonce.encode() + b";"
        self._gap = b";" + nonce.encode() + b";"
        self._tail = b";" + nonce.encode() + b"\x07"
        self._newlines = newlines
        self._held = b""
        self._body: bytearray | None = None

    def feed(self, data: bytes) -> Iterator[bytes | Mark]:
        """Yield what `data` completes, in its order: output to show and marks."""
        if self._held:
            data, self._held = self._held + data, b""
        while data:
            if self._body is None:
                shown, data = self._before_mark(data)
                if shown:
                    yield shown
            else:
                found, data = self._inside_mark(data)
                if found is not None:
                    yield found

    def _before_mark(self, data: bytes) -> tuple[bytes, bytes]:
        """Return the output in front of the next mark and the bytes behind the mark's head."""
        start = data.find(self._head)
        if start >= 0:
            self._body = bytearray()
            return data[:start], data[start + len(self._head) :]
        escape = data.rfind(b"\x1b", max(0, len(data) - len(self._head) + 1))
        if escape >= 0 and self._head.startswith(data[escape:]):
            self._held = data[escape:]
            return data[:escape], b""
        return data, b""

    def _inside_mark(self, data: bytes) -> tuple[bytes | Mark | None, bytes]:
        """Add bytes to the current mark; return the mark, or output if it was none, and the bytes that follow."""
        body = self._body
        assert body is not None
        seen = max(0, len(body) - max(len(self._tail), len(self._head)))
        body += data
        end, again = body.find(self._tail, seen), body.find(self._head, seen)
        if again >= 0 and (end < 0 or again < end):
            # the end of the mark was lost: the terminal discards pending output when Ctrl-C is pressed
            self._body = bytearray()
            return None, bytes(body[again + len(self._head) :])
        if end >= 0:
            self._body = None
            return self._mark(bytes(body[:end])), bytes(body[end + len(self._tail) :])
        if len(body) > LONGEST:
            return self.flush(), b""
        return None, b""

    def _mark(self, body: bytes) -> Mark | None:
        if self._newlines:
            body = body.replace(b"\r\n", b"\n")
        # a listing of the shell's state may hold the nonce, which is in its environment
        parts = body.split(self._gap, 1 if body.startswith(b"state;") else -1)
        head, *free = (part.decode("utf-8", "surrogateescape") for part in parts)
        verb, *fields = head.split(";")
        return Mark(verb, tuple(fields), tuple(free)) if verb else None

    @property
    def holds(self) -> bool:
        """Whether bytes are held back that may become a mark."""
        return bool(self._held) or self._body is not None

    @property
    def inside(self) -> bool:
        """Whether a mark has begun and not ended."""
        return self._body is not None

    def flush(self) -> bytes:
        """Return what is held back as output to show; a listing of the shell's state is discarded."""
        held = self._held if self._body is None else self._head + bytes(self._body)
        if self._body is not None and self._body.startswith(b"state;"):
            held = b""
        self._held, self._body = b"", None
        return held
