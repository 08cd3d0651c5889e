"""The entry point of the installed programs: Ctrl-C while modules load ends them without a message; see `main.py`."""

import _signal  # type: ignore[import-not-found]  # what `signal` loads, `__future__` and `typing` would come too early
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

INTERRUPTED = 130
"""128 + SIGINT, as in shells."""


def leave(_number: int, _frame: object) -> "NoReturn":
    """End the process at once: no work has begun, or all of it is done."""
    os._exit(INTERRUPTED)


if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
    _signal.signal(_signal.SIGINT, leave)


def run() -> None:
    """Entry point of the console script."""
    from snapshotter.cli import main

    main.run()
