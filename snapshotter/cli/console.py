"""The entry point of the installed programs: Ctrl-C while modules load ends them without a message; see `main.py`."""

from __future__ import annotations

import signal
from typing import NoReturn

if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # no work has begun: no message and no traceback


def run() -> NoReturn:
    """Entry point of the console script."""
    from snapshotter.cli import main

    main.run()
