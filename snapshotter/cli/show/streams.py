"""Output: results on stdout, everything else on stderr, escaped: any part of it may come from a container.

Only newlines and tabs are left. Callers escape text that must stay on one line, and what is printed in columns.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from snapshotter.cli.show.escape import shown_lines
from snapshotter.cli.terminal.colour import coloured

if TYPE_CHECKING:
    from snapshotter.cli.show.progress_bar import Bar


_bars: list[Bar] = []
"""The progress bars that `progress` created."""


_interrupted = ["it ends; what was recorded and committed before is kept"]
"""What Ctrl-C does, in general and then in the verb that runs."""


def set_interrupted(effect: str) -> None:
    """Set what Ctrl-C does in the verb that runs, "" for what it does in general."""
    _interrupted[1:] = [effect] if effect else []


def out(text: str = "") -> None:
    """Write a result to stdout, with the colours that are marked in it."""
    print(coloured(shown_lines(text)))


def out_json(data: object) -> None:
    """Write a result as one JSON value in ASCII to stdout, or by the template of --format."""
    from snapshotter.cli.terminal import template

    lines = template.lines(data)
    if lines is not None:
        for line in lines:
            out(line)
        return
    import json

    print(json.dumps(data, indent=1 if sys.stdout.isatty() else None))


def tell(text: str) -> None:
    """Write a message to stderr."""
    sys.stdout.flush()
    wipe()
    print(shown_lines(text), file=sys.stderr, flush=True)


def progress() -> Callable[[str], None]:
    """Return a function that shows a line of progress; it does nothing if stderr is not a terminal."""
    if not sys.stderr.isatty():
        return lambda _: None
    from snapshotter.cli.show.progress_bar import Bar

    _bars.append(Bar(sys.stderr, _interrupted[-1]))
    return _bars[-1].show


def wipe() -> None:
    """Remove the line of progress, if there is one, until progress is reported again."""
    for bar in _bars:
        bar.wipe()
