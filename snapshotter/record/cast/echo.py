"""What the echo of typed keys may show: the line that they became, and nothing that was typed and taken back."""

from __future__ import annotations

import re

from snapshotter.record.cast.escape_sequences import moves, visible
from snapshotter.record.typed.screen import typed
from snapshotter.secrets.redact import Redactor

FEW = 3
"""Characters that may be taken back and still be shown: too few for a secret."""

_ASKS = re.compile(r"pass|secret|token|key|pin\b|credential|\bcode\b|\bauth", re.I)
"""What a program says on the line on which it is given a secret."""
_UNSEEN = re.compile(rb"\x1b\[\?2004[hl]|\x07| \r(?!\n)")
"""What shows nothing in the echo of a line: bracketed paste on and off, the bell, how readline goes to the next row."""
_BACK = re.compile(rb"[^\x00-\x1f\x7f-\xff]\x08(?: \x08|\x1b\[K)")
_ENDS = re.compile(r"\r*\n\r*")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_UNDERSTOOD = frozenset("ABCDGJKP@")
"""Final bytes of the sequences that `screen` follows."""
_LONGEST_PS2 = 40


def shows_just(echo: bytes, text: str, *, prompt: bool = False) -> bool:
    """Tell whether an echo, with the prompt in front of it or not, shows a command's text and nothing else."""
    echo = _UNSEEN.sub(b"", echo)
    for _ in range(FEW):
        echo = _BACK.sub(b"", echo, count=1)
    lines = [line.rstrip() for line in _ENDS.sub("\n", visible(echo)).strip("\n").split("\n")]
    wanted = [line.rstrip() for line in text.split("\n")]
    if len(lines) != len(wanted) or any("\r" in line for line in lines):
        return False
    first = lines[0].endswith(wanted[0]) if prompt else lines[0] == wanted[0]
    more = {line.removesuffix(want) for line, want in zip(lines[1:], wanted[1:], strict=True) if line.endswith(want)}
    ended = all(line.endswith(want) for line, want in zip(lines, wanted, strict=True))
    return first and ended and len(more) <= 1 and all(len(prefix) <= _LONGEST_PS2 for prefix in more)


def shows_nothing(echo: bytes) -> bool:
    """Tell whether an echo shows no text, or only that it was given up."""
    return visible(echo).strip() in ("", "^C", "^D", "^Z", "^\\")


def drawn(text: str) -> bytes:
    """Draw a command as it stands in the record."""
    return printable(text.replace("\n", "\r\n> ")) + b"\r\n"


def printable(text: str) -> bytes:
    """Give text without control characters but those that end a line."""
    plain = _CONTROLS.sub(lambda found: found[0] if found[0] == "\r" else f"^{chr(ord(found[0]) ^ 64)}", text)
    return plain.encode("utf-8", "surrogateescape")


def prompt_of(shown: bytes, text: str, before: str, columns: int) -> bytes:
    """Give the prompt in front of a command where only both together are known: that of `before`, or a plain one."""
    look = typed(shown, columns) if moves(shown) <= _UNDERSTOOD else ""
    return printable(before) if before and text and look == before + text else b"$ "


def answered(line: bytes, key_at: int, columns: int, redactor: Redactor) -> bytes:
    """Give a line into which something was typed, from `key_at` on, for a program; in doubt without what was typed."""
    body, end = (line[:-1].removesuffix(b"\r"), b"\r\n") if line.endswith(b"\n") else (line, b"")
    before = visible(body[:key_at])
    if _ASKS.search(before):
        return body[:key_at] + end
    if len(visible(body[key_at:]).strip()) <= FEW:
        return line
    # typed ahead and not yet sent off: the next prompt shows it again
    if not end or not moves(body) <= _UNDERSTOOD:
        return body[:key_at] + end
    look = visible(body)
    plain = "\r" not in look
    if not plain:
        look = typed(body, columns)
    known = before if look.startswith(before) else ""
    clean = known + redactor.redact(look[len(known) :])
    return line if plain and clean == look else printable(clean) + end
