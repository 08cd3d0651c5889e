"""A terminal whose content is replaced: what `--watch` of a verb shows."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

SECONDS = 2.0
"""Between two looks."""
_CLEAR = "\x1b[H\x1b[2J\x1b[3J"


def clear() -> None:
    """Clear the terminal that stdout is; nothing is done if it is none."""
    if sys.stdout.isatty():
        sys.stdout.write(_CLEAR)


def watched(show: Callable[[], None], wait: Callable[[float], None] = time.sleep) -> int:
    """Show something again and again until Ctrl-C; return the exit code."""
    try:
        while True:
            clear()
            show()
            sys.stdout.flush()
            wait(SECONDS)
    except KeyboardInterrupt:
        return 0
