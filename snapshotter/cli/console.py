"""What the installed programs call: Ctrl-C while Python still loads ends them quietly; the rest is `main.py`'s."""

from __future__ import annotations

import signal
from typing import NoReturn

if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # nothing has begun: no message, and above all no traceback


def run() -> NoReturn:
    """Be the console script."""
    from snapshotter.cli import main

    main.run()
