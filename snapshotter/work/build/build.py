"""`snap build`: build a Dockerfile; where a step fails, keep both states, open a shell there, and mend the file."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from snapshotter.engine import patience
from snapshotter.engine.api import Engine
from snapshotter.errors import UsageError
from snapshotter.recipe.dockerfile.parse import Dockerfile, Instruction
from snapshotter.work.build.locate import failed_instruction, instruction_of
from snapshotter.work.build.request import Attempt, Outcome, Request, Screen, read, secret_values
from snapshotter.work.build.table import advice, rows
from snapshotter.work.build.watch import Stop, Watcher

if TYPE_CHECKING:
    from snapshotter.store.home import Home


def build(engine: Engine, home: Callable[[], Home], request: Request, screen: Screen) -> Outcome:
    """Build, and mend the Dockerfile as often as it fails and a shell is asked for; return what came of it.

    `home` returns the home, which a build that succeeds does not need.
    """
    lines: list[int] = []
    old = ""
    while True:
        attempt = attempted(engine, request, screen)
        if attempt.failed is None and not attempt.reason:
            if request.note.exists():
                from snapshotter.work.build.states import forget

                forget(engine, home(), request.note)
            if lines:
                attempt = _proven(engine, request, screen)
            if not attempt.reason:
                shown = rows(engine if screen.table else None, attempt)
                return Outcome(None, attempt.image, shown, tuple(lines), old, advice(attempt))
        from snapshotter.work.build import failed  # what a build that succeeds does not need

        failure, states = failed.keep(engine, home(), request, attempt, screen)
        kept = ""
        if request.debug and states is not None:
            kept = failed.mend_by_hand(engine, home(), request, attempt, states, screen)
        if not kept:
            return Outcome(failure, mended=tuple(lines), kept_old=old)
        old = kept
        lines.append(failure.line)
        request = replace(request, step="")


def _proven(engine: Engine, request: Request, screen: Screen) -> Attempt:
    """Build a mended Dockerfile from nothing."""
    screen.tell("the mended Dockerfile is built from nothing, to prove it")
    return attempted(engine, replace(request, build=replace(request.build, no_cache=True)), screen)


def attempted(engine: Engine, request: Request, screen: Screen) -> Attempt:
    """Run the builder once; raises `EngineError` where it could not begin."""
    content, file = read(request.build.file)
    if not file.instructions:
        raise UsageError(f"{request.build.file} has no instruction", "a Dockerfile begins with FROM")
    stop = _wanted(file, request.step) if request.step else None
    directory = replace(request.build, needs_buildkit=file.needs_buildkit())
    watcher = Watcher(file, screen, stop)
    hidden = [value.decode("utf-8", "replace") for value in secret_values(request.build.secrets).values()]
    try:
        log = engine.build_directory(directory, watcher, hidden)
    except Stop:
        return Attempt(file, content, tuple(watcher.steps), "", stop, watcher.steps[-1])
    except KeyboardInterrupt:
        running = next((one for one in reversed(watcher.steps) if one.seconds is None and one.number), None)
        if running is None:
            raise
        patience.forget()  # the states are kept, and the build may go on
        running.seconds = time.monotonic() - running.began
        running.error = "it was interrupted"
        return Attempt(
            file, content, tuple(watcher.steps), "", instruction_of(file, running), running, running.error, "", True
        )
    finally:
        screen.wipe()
    if not log.failed and not log.reason:
        return Attempt(file, content, tuple(log.steps), log.image, stop)
    reason = (log.failed.error if log.failed and log.failed.error else log.reason) or "the build failed"
    failed = failed_instruction(file, log, request.build.arguments())
    found = Attempt(file, content, tuple(log.steps), "", failed, log.failed, reason, "".join(log.said))
    from snapshotter.work.build.causes import instruction_at_fault

    return replace(found, failed=instruction_at_fault(found))


def _wanted(file: Dockerfile, step: str) -> Instruction:
    """Return the instruction that `--step` means: a number, or a line as :LINE or FILE:LINE."""
    _, colon, number = step.rpartition(":")
    found = None
    if number.isdigit():
        found = (
            file.at_line(int(number))
            if colon
            else next((one for one in file.instructions if one.number == int(number)), None)
        )
    if found is None:
        raise UsageError(
            f"there is no step {step}",
            f"the Dockerfile has {len(file.instructions)} instructions; `:LINE` means the one on a line",
        )
    return found
