"""The exception tree: every error a user can meet has a message, a next step and an exit code.

Exit codes: 1 different or nothing to do, 2 usage or could not tell, 3 engine, 4 not found, 5 conflict,
6 store, 7 recording, 70 a bug of ours, 130 interrupted.  `docs/errors.md` lists them.
"""

from __future__ import annotations


class SnapError(Exception):
    """Something went wrong that is not a bug in snapshotter."""

    exit_code = 2

    def __init__(self, message: str, hint: str = "") -> None:
        """`message` says what happened, `hint` what to do next; both one or more full lines."""
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(SnapError):
    """The command line or its input cannot be used as it is."""

    exit_code = 2


class EngineError(SnapError):
    """The container engine refused, failed or went away."""

    exit_code = 3


class EngineNotFound(EngineError):
    """No container engine answers."""


class BuildFailed(EngineError):
    """A step of an image build failed."""

    def __init__(self, message: str, hint: str = "", *, step: int = 0, instruction: str = "", output: str = "") -> None:
        """`step` counts the Dockerfile's instructions from 1; `output` is what the step printed."""
        super().__init__(message, hint)
        self.step, self.instruction, self.output = step, instruction, output


class NoBuildKit(EngineError):
    """A build that is given secrets needs BuildKit, which cannot be reached from here."""


class LayerError(EngineError):
    """An image layer cannot be read: its stream is damaged, cut off, or no layer at all."""


class NotFound(SnapError):
    """A workspace, snapshot, image or path that was named does not exist."""

    exit_code = 4


class ImageNotFound(NotFound):
    """The image is neither here nor to be pulled."""


class ContainerNotFound(NotFound):
    """The workspace's container is gone."""


class Conflict(SnapError):
    """The name is taken, the file exists, or somebody else is at it just now."""

    exit_code = 5


class StoreError(SnapError):
    """The store on disk cannot be read or written."""

    exit_code = 6


class StoreTooNew(StoreError):
    """The store was written by a newer version."""


class RecordError(SnapError):
    """The shell could not be started or recorded."""

    exit_code = 7
