"""What Ctrl-C does before a verb begins and after its end: it ends the process, without a message or a traceback."""

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


def install() -> None:
    """Let Ctrl-C end the process at once from now on; where it is ignored, it stays so."""
    if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
        _signal.signal(_signal.SIGINT, leave)
