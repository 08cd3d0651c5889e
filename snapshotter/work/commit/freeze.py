"""The freezing of a workspace's container during a commit, and the mark by which one that stayed frozen is known.

The mark is a file in the workspace's folder with the container's id.  It is written before the container is paused
and removed after it was resumed, so a commit that was killed leaves it: the next verb that takes the workspace's lock
resumes the container.  A container that the user paused has no mark, and is left as it is.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator

from snapshotter.engine.api import Container, Engine
from snapshotter.errors import Conflict, ContainerNotFound, NotPausable, SnapError, StillFrozen
from snapshotter.model import Progress
from snapshotter.store.damage.notices import notice
from snapshotter.store.home import Home
from snapshotter.store.paths import guarded, replace
from snapshotter.work.background import BackgroundCall

NOT_PAUSED = (
    "this engine runs without root and cannot pause the container: what a process there writes during the commit is "
    "in the snapshot in part or not at all"
)
_INTERVAL = 0.1
"""Seconds between two looks at a container that another process has frozen."""


class Mark:
    """The mark that a workspace's container is frozen by snap."""

    def __init__(self, home: Home, name: str) -> None:
        """`name` is the workspace's."""
        self._file = home.workspaces.path(name) / "frozen"

    def set(self, container: str) -> None:
        """Write the mark; it does not outlast a power cut, and neither does a frozen container."""
        replace(self._file, container.encode() + b"\n", sync=False)

    def container(self) -> str:
        """Return the id of the container that is frozen, "" if there is no mark."""
        with guarded(self._file):
            try:
                return self._file.read_text(errors="replace").strip()
            except (FileNotFoundError, NotADirectoryError):
                return ""

    def clear(self) -> None:
        """Remove the mark."""
        with guarded(self._file):
            self._file.unlink(missing_ok=True)


class Freeze:
    """The freezing and thawing of a container's processes by background calls.

    An engine carries out a request although its client is interrupted, which would leave the container frozen; so each
    call is waited for.
    """

    def __init__(self, pause: Callable[[], None], unpause: Callable[[], None]) -> None:
        """`pause` and `unpause` freeze and thaw the processes; neither is started yet."""
        self._unpause_once = unpause
        self._thawed = False
        self._lock = threading.Lock()
        self._freezing = BackgroundCall(pause)
        self._thawing = BackgroundCall(self._unpause)
        self.failure: SnapError | None = None
        """Why the processes are still frozen after `end`."""

    def start(self) -> None:
        """Start to freeze the processes; `end` must be called even if this fails."""
        self._freezing.start()

    def wait_frozen(self) -> None:
        """Wait until the processes are frozen; raises the error of the engine."""
        self._freezing.result()

    def thaw_after(self, last: Callable[[], None]) -> None:
        """Start to thaw the processes once `last` has returned; does not wait for that."""

        def thaw() -> None:
            last()
            self._unpause()

        self._thawing = BackgroundCall(thaw)
        self._thawing.start()

    def end(self) -> None:
        """Thaw the processes, unless that is done already, and wait for it; `failure` says whether it failed.

        Raises `KeyboardInterrupt` only where the processes are thawed.
        """
        interrupted: KeyboardInterrupt | None = None
        for wait in (self._freezing.wait, self._thawing.result):
            try:
                wait()
            except SnapError as error:
                self.failure = error
            except KeyboardInterrupt as error:
                interrupted = error
        if interrupted and not self._thawed:  # the wait was given up, perhaps one for the image that is being made
            try:
                BackgroundCall(self._unpause).result()
                self.failure = None
            except (SnapError, KeyboardInterrupt) as error:
                self.failure = error if isinstance(error, SnapError) else SnapError("interrupted")
        if interrupted and self.failure is None:
            raise interrupted

    def _unpause(self) -> None:
        with self._lock:
            if not self._thawed:
                self._unpause_once()
                self._thawed = True


def _nothing() -> None:
    """Do nothing, in place of freezing a container that does not run."""


@contextlib.contextmanager
def frozen(
    engine: Engine,
    home: Home,
    name: str,
    container: Container,
    check: Callable[[], None] = _nothing,
) -> Iterator[Freeze]:
    """Freeze a running container's processes until the block ends, or until `thaw_after` thaws them in it.

    `check` is called once they are frozen; `wait_frozen` waits for it too and raises its error.
    Where the engine cannot freeze them, they go on running, which is noted.
    Raises `StillFrozen` where the block fails and then the thawing too; after a block that succeeded, `failure` has
    the error of the thawing.
    """
    if container.state != "running":
        yield Freeze(check, _nothing)  # which needs no end
        return
    mark = Mark(home, name)
    refused: list[bool] = []

    def pause() -> None:
        try:
            engine.pause(container.id)
        except NotPausable:
            refused.append(True)
            notice(NOT_PAUSED)
        except SnapError as error:
            if "already paused" in error.message:  # by the user, in the meantime
                refused.append(True)
            raise
        check()

    def unpause() -> None:
        if not refused:
            engine.unpause(container.id)
        mark.clear()

    mark.set(container.id)
    freeze = Freeze(pause, unpause)
    try:
        freeze.start()
        yield freeze
    except BaseException as error:
        with contextlib.suppress(KeyboardInterrupt):  # the first error is the one to report
            freeze.end()
        if freeze.failure is not None:
            raise _still_frozen(error, freeze.failure, name, container) from error
        raise
    freeze.end()


def _still_frozen(first: BaseException, failure: SnapError, name: str, container: Container) -> StillFrozen:
    """Return the error for a commit that failed or was interrupted, after which the container stayed frozen."""
    text = frozen_text(name, failure)
    if isinstance(first, SnapError):
        return StillFrozen(f"{first.message};\n{text}", "\n".join(filter(None, [first.hint, resume_hint(container)])))
    if isinstance(first, KeyboardInterrupt):
        return StillFrozen(f"interrupted, no snapshot was made; {text}", resume_hint(container), exit_code=130)
    raise first


def frozen_text(name: str, failure: SnapError) -> str:
    """Return the statement that a workspace's container is still frozen."""
    return f"the container of {name} is still paused, since it could not be resumed: {failure.message}"


def resume_hint(container: Container) -> str:
    """Return what resumes a container that stayed frozen."""
    return (
        f"`docker unpause {container.name}` resumes it, as does the next `snap commit`, `snap shell` or `snap run`"
        " once the engine answers"
    )


@contextlib.contextmanager
def locked(engine: Callable[[], Engine], home: Home, name: str, tell: Progress) -> Iterator[None]:
    """Hold a workspace's lock, and resume a container that a commit which was ended left frozen.

    Raises `Conflict` if another process holds the lock.
    """
    with home.workspaces.lock(name):
        thaw(engine, home, name, tell)
        yield


def thaw(engine: Callable[[], Engine], home: Home, name: str, tell: Progress) -> bool:
    """Resume the container if it is marked as frozen, and return whether that was needed; the caller has the lock.

    Raises `StillFrozen` if that fails.
    """
    mark = Mark(home, name)
    ident = mark.container()
    if not ident:
        return False
    needed = False
    with contextlib.suppress(ContainerNotFound):
        container = engine().container(ident)
        if container.state == "paused":
            try:
                engine().unpause(ident)
            except SnapError as error:
                raise StillFrozen(frozen_text(name, error), resume_hint(container)) from error
            needed = True
            tell(f"a commit that was ended had left the container of {name} paused; it is resumed")
    mark.clear()
    return needed


def resume(engine: Engine, home: Home, name: str, container: Container, tell: Progress) -> None:
    """Resume a paused container; one that a running commit has frozen is waited for."""
    if not Mark(home, name).container():
        tell(f"the container of {name} is paused; resuming it")
        engine.unpause(container.id)
        return
    waiting = False
    while True:
        try:
            with locked(lambda: engine, home, name, tell):
                return
        except Conflict:
            if engine.container(container.id).state != "paused":
                return
        if not waiting:
            waiting = True
            tell(f"the container of {name} is paused while a snapshot is made; waiting for it")
        time.sleep(_INTERVAL)
