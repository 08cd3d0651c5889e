"""What a person sees: results on stdout, everything else on stderr, nothing out of a container raw on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from snapshotter.cli.show.progress_bar import Bar


_bars: list[Bar] = []
"""The line of progress, once one was asked for."""


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
    from snapshotter.cli.show.progress_bar import Bar

    _bars.append(Bar(sys.stderr))
    return _bars[-1].show


def wipe() -> None:
    """Remove the line of progress, if there is one, until something is told to it again."""
    for bar in _bars:
        bar.wipe()
