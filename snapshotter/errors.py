"""The exceptions that a user can see: each has a message, a hint on what to do next, and an exit code.

Exit codes: 1 different or a failed check, 2 usage or verdict unknown, 3 engine or remote, 4 not found, 5 conflict,
6 store, 7 recording, 70 a bug in snapshotter, 130 interrupted. `docs/errors.md` lists them with the classes below.
"""

from __future__ import annotations


class SnapError(Exception):
    """An error that is not a bug in snapshotter."""

    exit_code = 2

    def __init__(self, message: str, hint: str = "") -> None:
        """`message` says what happened, `hint` what to do next; each is one or more lines."""
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(SnapError):
    """The command line or its input is not valid."""

    exit_code = 2


class EngineError(SnapError):
    """The container engine refused a request, failed, or closed the connection."""

    exit_code = 3


class EngineNotFound(EngineError):
    """No container engine answers."""


class BuildFailed(EngineError):
    """A step of an image build failed."""

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        step: int = 0,
        instruction: str = "",
        output: str = "",
        by_builder: bool = False,
    ) -> None:
        """`step` counts the Dockerfile's instructions from 1; `output` is what the step printed.

        `by_builder`: the builder failed, for a reason that is not in the Dockerfile.
        """
        super().__init__(message, hint)
        self.step, self.instruction, self.output = step, instruction, output
        self.by_builder = by_builder


class NoBuildKit(EngineError):
    """The build needs BuildKit, for secrets or because it is asked for, and BuildKit is not available."""


class NotPausable(EngineError):
    """The engine cannot pause this container."""


class NotStacked(EngineError):
    """The engine does not take an image as another one's layers and one more."""


class RemoteFailed(SnapError):
    """A git repository or a registry cannot be reached, refuses, or sends what is not a line of snapshots."""

    exit_code = 3


class Tampered(RemoteFailed):
    """What a registry has is not what it announced, or not what the line beside it says."""


class LayerError(EngineError):
    """An image layer cannot be read: its stream is damaged, truncated, or not a layer."""


class StillFrozen(EngineError):
    """A workspace's container stayed paused after a commit."""

    def __init__(self, message: str, hint: str = "", *, exit_code: int = EngineError.exit_code) -> None:
        """`exit_code` is 130 where the commit was interrupted."""
        super().__init__(message, hint)
        self.exit_code = exit_code


class NotFound(SnapError):
    """The named workspace, snapshot, image or path does not exist."""

    exit_code = 4


class ImageNotFound(NotFound):
    """The image is not on this machine and cannot be pulled."""


class ContainerNotFound(NotFound):
    """The workspace's container no longer exists."""


class Conflict(SnapError):
    """The name is taken, the file exists, another process holds the lock, or a command is running."""

    exit_code = 5


class StoreError(SnapError):
    """The store on disk cannot be read or written."""

    exit_code = 6


class StoreTooNew(StoreError):
    """The store was written by a newer version of snapshotter."""


class RecordError(SnapError):
    """The shell could not be started or recorded."""

    exit_code = 7
