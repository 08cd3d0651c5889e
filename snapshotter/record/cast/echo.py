"""Decides what of the echo of typed keys is recorded: the resulting line, but no characters that were erased."""

from __future__ import annotations

import re

from snapshotter.record.cast.escape_sequences import cursor_moves, visible_text
from snapshotter.record.typed.screen import typed_text
from snapshotter.secrets.hidden_input import asked_for
from snapshotter.secrets.redact import Redactor

FEW = 3
"""Erased characters that may still be recorded: too few for a secret."""

_SECRET_PROMPT = re.compile(r"pass|secret|token|key|pin\b|credential|\bcode\b|\bauth", re.I)
"""Words on a line on which a program may read a secret: more than `asked_for` knows, since this is only left out."""
_INVISIBLE = re.compile(rb"\x1b\[\?2004[hl]|\x07| \r(?!\n)")
"""Invisible parts of the echo: bracketed paste on and off, the bell, readline's move to the next row."""
_ERASED = re.compile(rb"[^\x00-\x1f\x7f-\xff]\x08(?: \x08|\x1b\[K)")
_ENDS = re.compile(r"\r*\n\r*")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SUPPORTED = frozenset("ABCDGJKP@")
"""Final bytes of the sequences that `typed_text` processes."""
_LONGEST_PS2 = 40


def shows_only(echo: bytes, text: str, *, prompt: bool = False) -> bool:
    """Return whether an echo shows a command's text and nothing else; `prompt` allows a prompt in front of it."""
    echo = _INVISIBLE.sub(b"", echo)
    for _ in range(FEW):
        echo = _ERASED.sub(b"", echo, count=1)
    lines = [line.rstrip() for line in _ENDS.sub("\n", visible_text(echo)).strip("\n").split("\n")]
    wanted = [line.rstrip() for line in text.split("\n")]
    if len(lines) != len(wanted) or any("\r" in line for line in lines):
        return False
    first = lines[0].endswith(wanted[0]) if prompt else lines[0] == wanted[0]
    more = {line.removesuffix(want) for line, want in zip(lines[1:], wanted[1:], strict=True) if line.endswith(want)}
    ended = all(line.endswith(want) for line, want in zip(lines, wanted, strict=True))
    return first and ended and len(more) <= 1 and all(len(prefix) <= _LONGEST_PS2 for prefix in more)


def shows_nothing(echo: bytes) -> bool:
    """Return whether an echo shows no text, or only that the line was cancelled."""
    return visible_text(echo).strip() in ("", "^C", "^D", "^Z", "^\\")


def echo_of(text: str) -> bytes:
    """Return the echo that a recorded command would have."""
    return printable(text.replace("\n", "\r\n> ")) + b"\r\n"


def printable(text: str) -> bytes:
    """Return text in which control characters, except those that end a line, are written as ^X."""
    plain = _CONTROLS.sub(lambda found: found[0] if found[0] == "\r" else f"^{chr(ord(found[0]) ^ 64)}", text)
    return plain.encode("utf-8", "surrogateescape")


def prompt_in(shown: bytes, text: str, before: str, columns: int) -> bytes:
    """Return the prompt in output that shows a prompt and a command: `before` if it was that, else a plain one."""
    look = typed_text(shown, columns) if cursor_moves(shown) <= _SUPPORTED else ""
    return printable(before) if before and text and look == before + text else b"$ "


def program_input(line: bytes, key_at: int, columns: int, redactor: Redactor, above: str = "") -> bytes:
    """Return a line without secrets on which a program read input typed from `key_at` on; in doubt omit the input.

    `above` is the line above, which holds the prompt if there is none on the line itself.
    """
    body, end = (line[:-1].removesuffix(b"\r"), b"\r\n") if line.endswith(b"\n") else (line, b"")
    before = visible_text(body[:key_at])
    prompt = before if before.strip() else above
    if _SECRET_PROMPT.search(prompt) or asked_for(prompt):
        return body[:key_at] + end
    if len(visible_text(body[key_at:]).strip()) <= FEW:
        return line
    # typed ahead and not yet sent: the next prompt shows it again
    if not end or not cursor_moves(body) <= _SUPPORTED:
        return body[:key_at] + end
    look = visible_text(body)
    plain = "\r" not in look
    if not plain:
        look = typed_text(body, columns)
    known = before if look.startswith(before) else ""
    clean = known + redactor.redact(look[len(known) :])
    return line if plain and clean == look else printable(clean) + end
