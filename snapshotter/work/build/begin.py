"""`snap start --dockerfile`: build a directory's Dockerfile and start a workspace from the result."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

from snapshotter.engine.api import Engine
from snapshotter.engine.build.directory import DirectoryBuild, failure
from snapshotter.engine.build.steps import BuildStep, StepLog
from snapshotter.errors import EngineError, UsageError
from snapshotter.model import Progress, ProgressLine
from snapshotter.recipe.dockerfile.parse import Dockerfile
from snapshotter.work.build.locate import failed_instruction
from snapshotter.work.build.request import dockerfile_in, read

_LINE = 90


class Begun(Struct, frozen=True):
    """An image that was built, and what it was built from."""

    image: str
    text: str
    """The Dockerfile."""
    context: str
    """Its directory."""


def begin(engine: Engine, folder: str, progress: Progress) -> Begun:
    """Build the Dockerfile in a directory; raises `UsageError` for one that is not taken, or `EngineError`."""
    directory = Path(os.path.abspath(folder))  # noqa: PTH100 - keeps symlinks
    path = dockerfile_in(directory, "")
    _, file = read(path)
    if not file.stages:
        raise UsageError(f"{path} has no FROM", "a Dockerfile begins with FROM")
    if file.escape != "\\":
        raise UsageError(
            f"{path} sets another escape character: {file.escape}",
            "the steps that follow are continued by backslashes; omit the line `# escape=`",
        )

    def watch(step: BuildStep) -> None:
        if step.seconds is None:
            share = (step.number - 1) / step.total if step.total else None
            progress(ProgressLine(f"{step.number}/{step.total} {' '.join(step.text.split())}"[:_LINE], share))

    log = engine.build_directory(DirectoryBuild(directory, path, needs_buildkit=file.needs_buildkit()), watch)
    if not log.image:
        raise _failed(path, file, log)
    return Begun(log.image, file.text, str(directory))


def _failed(path: Path, file: Dockerfile, log: StepLog) -> EngineError:
    """Return the error of a build that failed, with the line of the instruction."""
    found, at = failure(log), failed_instruction(file, log, {})
    where = f"{path.name}:{at.line}" if at else path.name
    found.message = f"{where}: {found.message}"
    found.hint = found.hint or f"`snap build {path.parent} --debug` opens a shell where it failed"
    return found
