"""How long an engine is waited for: what is said while a call has no answer, and the time that an interrupt leaves.

A call may take as long as a commit or a build takes, so no limit tells a slow engine from one that hangs.  A thread
says what is waited for instead.  After Ctrl-C the calls that clean up have `HURRY_SECONDS` together.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from snapshotter.model import Progress, no_progress

SAY_SECONDS = 10.0
"""Seconds without an answer after which the call is named."""
ADVISE_SECONDS = 60.0
"""Seconds without an answer after which is said what can be done."""
HURRY_SECONDS = 10.0
"""Seconds that all calls after an interrupt have together."""
LEAST_SECONDS = 1.0
"""Seconds that each call after an interrupt has, even where those before took all of the time."""
_INTERVAL = 0.5


class Call:
    """A call that the engine has not answered yet."""

    def __init__(self, what: str) -> None:
        """`what` is a noun phrase for messages, such as "the build"."""
        self.what = what
        self.since = time.monotonic()
        self.said = 0.0
        """The number of seconds that was announced last."""


class _State:
    def __init__(self) -> None:
        self.tell: Progress = no_progress
        self.calls: dict[int, Call] = {}
        self.deadline: float | None = None
        self.watching = False
        self.lock = threading.Lock()


_state = _State()


def begin(tell: Progress) -> None:
    """Announce waits with `tell` from now on, and forget an earlier interrupt."""
    _state.tell, _state.deadline = tell, None


def hurry() -> None:
    """Limit every call from now on, since the user has interrupted the verb."""
    if _state.deadline is None:
        _state.deadline = time.monotonic() + HURRY_SECONDS


def forget() -> None:
    """Forget an interrupt that ended a part of the verb, and not the verb."""
    _state.deadline = None


def hurried() -> bool:
    """Return whether the user has interrupted the verb."""
    return _state.deadline is not None


def limit(seconds: float) -> float:
    """Return the timeout of a call that may take `seconds` where nothing was interrupted."""
    if _state.deadline is None:
        return seconds
    return min(seconds, max(LEAST_SECONDS, _state.deadline - time.monotonic()))


def say(text: str) -> None:
    """Write a message about a wait."""
    _state.tell(text)


@contextmanager
def calling(what: str) -> Iterator[None]:
    """Watch the call that the block makes; a call that is made while an interrupt is handled cleans up, so it hurries.

    Calls inside it that are watched too have their own time.
    """
    if is_interrupt(sys.exc_info()[1]):
        hurry()
    thread = threading.get_ident()
    outer, call = _state.calls.get(thread), Call(what)
    _state.calls[thread] = call
    _watch()
    try:
        yield
    except KeyboardInterrupt:
        hurry()
        raise
    finally:
        if outer is None:
            _state.calls.pop(thread, None)
        else:
            outer.since = time.monotonic()
            _state.calls[thread] = outer


@contextmanager
def own_work() -> Iterator[None]:
    """Do not count the time of the block as the engine's, although it is in a call that is watched."""
    thread = threading.get_ident()
    call = _state.calls.pop(thread, None)
    try:
        yield
    finally:
        if call is not None:
            call.since = time.monotonic()
            _state.calls[thread] = call


def moved(what: str = "") -> None:
    """Note that this thread's call received a part of its answer; `what` names what it waits for from now on."""
    call = _state.calls.get(threading.get_ident())
    if call is not None:
        call.since = time.monotonic()
        call.what = what or call.what


def is_interrupt(error: BaseException | None) -> bool:
    """Return whether an exception is an interrupt, or was raised while one was handled."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__cause__ or error.__context__
    return False


def _watch() -> None:
    if _state.watching:
        return
    with _state.lock:
        if not _state.watching:
            _state.watching = True
            threading.Thread(target=_announce_forever, name="patience", daemon=True).start()


def _announce_forever() -> None:
    while True:
        time.sleep(_INTERVAL)
        for call in list(_state.calls.values()):
            text = announcement(call, time.monotonic() - call.since)
            if text:
                _state.tell(text)


def announcement(call: Call, passed: float) -> str:
    """Return what is to be said about a call after `passed` seconds without an answer, "" for nothing new."""
    if passed >= ADVISE_SECONDS > call.said:
        call.said = ADVISE_SECONDS
        return (
            f"the engine has sent nothing for {passed:.0f} s: {call.what}\n"
            "Ctrl-C is safe, nothing that was recorded or committed is lost; `docker info` shows whether the engine\n"
            "answers; if it does not, restart it (`sudo systemctl restart docker`), which stops its containers"
        )
    if passed >= SAY_SECONDS > call.said:
        call.said = SAY_SECONDS
        return f"waiting for the engine for {passed:.0f} s: {call.what}"
    return ""
