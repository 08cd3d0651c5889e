"""What a person sees: results on stdout, everything else on stderr, nothing out of a container raw on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from snapshotter.cli.bar import Bar

_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\x1b": "\\e", "\0": "\\0"}
_bars: list[Bar] = []
"""The line of progress, once one was asked for."""


def shown(text: str) -> str:
    """Give text of any origin as one line that no terminal obeys: control, invisible and non-UTF-8 bytes escaped."""
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
    """Give text as one line that is safe for a terminal, but with its tabs."""
    return "\t".join(map(shown, text.split("\t")))


def shown_lines(text: str) -> str:
    """Give text of several lines with each line safe for a terminal; tabs stay."""
    return "\n".join(map(shown_line, text.split("\n")))


def out(text: str = "") -> None:
    """Write a result, already safe to show."""
    print(text)


def out_json(data: object) -> None:
    """Write a result for programs: ASCII, one value."""
    import json

    print(json.dumps(data, indent=1 if sys.stdout.isatty() else None))


def tell(text: str) -> None:
    """Say something that is no result."""
    sys.stdout.flush()
    wipe()
    print(text, file=sys.stderr, flush=True)


def progress() -> Callable[[str], None]:
    """Give a listener for progress: one line that is written over, on a terminal only, for what takes its time."""
    if not sys.stderr.isatty():
        return lambda _: None
    from snapshotter.cli.bar import Bar

    _bars.append(Bar(sys.stderr))
    return _bars[-1].show


def wipe() -> None:
    """Remove the line of progress, if there is one, until something is told to it again."""
    for bar in _bars:
        bar.wipe()
