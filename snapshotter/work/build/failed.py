"""A build that failed: its two states, what is said of it, the shell there, and the Dockerfile that is mended."""

from __future__ import annotations

import contextlib
import sys

from msgspec.structs import replace

from snapshotter.engine.api import Engine
from snapshotter.engine.build.wording import is_of_builder
from snapshotter.errors import BuildFailed, EngineError, SnapError, UsageError
from snapshotter.proof.build_failure import outside_cause
from snapshotter.recipe.dockerfile.parse import Instruction
from snapshotter.store.home import Home
from snapshotter.work import shell as sessions
from snapshotter.work.build import states as kept_states
from snapshotter.work.build.causes import cause
from snapshotter.work.build.locate import instruction_of
from snapshotter.work.build.mend import apply, mended
from snapshotter.work.build.request import Attempt, Failure, Request, Screen
from snapshotter.work.build.states import States
from snapshotter.work.build.watch import cut

INTERRUPTED = 130
"""Status of a step that Ctrl-C ended."""
_SHOWN = 15
"""Last lines of a failed step's output that are shown."""


def mend_by_hand(engine: Engine, home: Home, request: Request, attempt: Attempt, states: States, screen: Screen) -> str:
    """Open a shell in the failed state and mend the Dockerfile from what was done there.

    Return the file that keeps the old one; "" where the Dockerfile stays as it is.
    """
    enter(engine, home, attempt, states, screen)
    if kept_states.is_asked_back(home, states.workspace.name):
        screen.tell("back to the state before the step")
        name, good = states.workspace.name, states.good
        kept_states.discard(engine, home, name, "")
        states = kept_states.failed_state(engine, home, replace(request, good=True), attempt, good, name, screen)
        enter(engine, home, attempt, states, screen)
    new = mended(engine, home, request, attempt, states)
    screen.wipe()
    file = request.build.file
    if new is None:
        screen.tell("nothing was done there that the Dockerfile needs: it stays as it is")
        return ""
    screen.tell(new.diff(attempt.file.text, file.name))
    if not request.apply and not (screen.ask and screen.ask(f"write this to {file}?")):
        screen.tell(f"{file.name} stays as it is; `--apply` writes it without a question")
        return ""
    old = str(apply(home, request, attempt, new))
    screen.tell(f"{file.name} is mended; as it was before: {old}")
    return old


def keep(
    engine: Engine, home: Home, request: Request, attempt: Attempt, screen: Screen
) -> tuple[Failure, States | None]:
    """Print the failed step, and keep its states where somebody can use them."""
    step, failed = attempt.step, attempt.failed
    stage = attempt.file.stage_of(failed) if failed else None
    status = INTERRUPTED if attempt.interrupted else step.status if step else None
    error = BuildFailed(
        attempt.reason,
        instruction=step.text if step else "",
        output=step.output if step else attempt.said,
        by_builder=_by_builder(attempt),
    )
    outside = "" if attempt.interrupted or not attempt.reason else outside_cause(error)
    if failed is None and outside:
        raise EngineError(f"the build {outside}: {attempt.reason}", "`docker info` shows the engine's state")
    wanted = request.keep or request.debug or screen.interactive
    good = ""
    states: States | None = None
    name = kept_states.reserve(home, request)
    if wanted and failed is not None:
        kept_states.forget(engine, home, request.note)
        name = kept_states.reserve(home, request)
        screen.progress("keeping the states in front of the step and behind it")
        good = kept_states.good_image(engine, request, attempt, name)
    why = cause(engine, request, attempt, good)
    if why:
        outside = ""
    tell_failure(request, attempt, status, why, outside, screen)
    if good:
        try:
            states = kept_states.failed_state(engine, home, request, attempt, good, name, screen)
        except SnapError as problem:
            screen.tell(f"the failed state cannot be kept: {problem.message}")
            if problem.hint:
                screen.tell(f"  next: {problem.hint}")
    screen.wipe()
    if status is None and states is not None:
        status = states.played
    found = Failure(
        failed.line if failed else 0,
        failed.number if failed else 0,
        (stage.name or str(stage.index)) if stage else "",
        _text(failed) if failed else attempt.reason,
        status,
        why,
        outside,
        good or None,
        states.workspace.name if states else None,
    )
    if states is not None and not request.debug:
        _tell_next(request, states, screen)
    return found, states


def _text(failed: Instruction) -> str:
    return "\n".join([failed.whole, *(one.content + one.name for one in failed.heredocs)])


def _by_builder(attempt: Attempt) -> bool:
    return is_of_builder(attempt.reason)


def tell_failure(
    request: Request, attempt: Attempt, status: int | None, why: str, outside: str, screen: Screen
) -> None:
    """Print which line failed, what it printed, and why."""
    failed, step = attempt.failed, attempt.step
    screen.wipe()
    output = (step.output if step else "").strip("\r\n").splitlines()[-_SHOWN:]
    for line in output:
        screen.tell(f"  | {line}")
    where = f"{request.build.file.name}:{failed.line}: " if failed else ""
    if not attempt.reason:
        screen.tell(f"{where}stopped in front of {cut(failed.whole) if failed else 'it'}")
        return
    what = cut(failed.whole) if failed else "the build"
    if attempt.interrupted:
        text = "was interrupted"
    elif status is not None and not why:
        text = f"failed with status {status}"
    else:
        text = f"failed: {why or attempt.reason}"
    screen.tell(f"snap: {where}{what} {text}")
    later = _later(attempt)
    if later:
        screen.tell(f"      the first step that needs it is on line {later}")
    if outside:
        screen.tell(f"      it {outside}")


def _later(attempt: Attempt) -> int:
    """Return the line of the step that failed where another instruction is at fault."""
    if attempt.step is None or attempt.failed is None or attempt.failed.keyword != "USER":
        return 0
    found = instruction_of(attempt.file, attempt.step)
    return found.line if found and found is not attempt.failed else 0


def _tell_next(request: Request, states: States, screen: Screen) -> None:
    name = states.workspace.name
    directory = request.build.directory
    screen.tell(f"  next: `snap build --debug {directory}` opens a shell there, and mends the Dockerfile from it;")
    screen.tell(f"        `snap shell {name}` opens one in the failed state, `docker run -it {states.good}` before it")


def enter(engine: Engine, home: Home, attempt: Attempt, states: States, screen: Screen) -> None:
    """Open the shell of the failed state, or feed it the lines of stdin."""
    workspace = states.workspace
    if not workspace.shell:
        raise UsageError(
            "the stage has no shell, so nothing can be typed there", "mend the Dockerfile by hand and build again"
        )
    with contextlib.suppress(SnapError):
        home.workspaces.use(workspace.name)
    if not screen.interactive:
        sessions.feed(engine, home, workspace, sys.stdin.buffer, screen.tell)
        return
    if states.typed:
        which = "the failing command" if attempt.reason else "the step's command"
        screen.tell(f"{which} is typed at the prompt, and not run; leave with `exit`, and the Dockerfile is mended")
    else:
        screen.tell("leave with `exit`, and the Dockerfile is mended")
    sessions.enter(engine, home, workspace, screen.tell, screen.program(workspace.name), typed=states.typed)
