"""`snap build`: build a Dockerfile; where a step fails, keep both states, open a shell there, and mend the file."""

from __future__ import annotations

import contextlib
import time

from msgspec.structs import replace

from snapshotter.engine.api import Engine
from snapshotter.engine.build.steps import BuildStep
from snapshotter.errors import BuildFailed, EngineError, SnapError, UsageError
from snapshotter.model import ProgressLine
from snapshotter.proof.build_failure import outside_cause
from snapshotter.recipe.dockerfile.parse import Dockerfile, Instruction
from snapshotter.store.home import Home
from snapshotter.work import shell as sessions
from snapshotter.work.build import states as kept_states
from snapshotter.work.build.causes import cause, instruction_at_fault
from snapshotter.work.build.locate import failed_instruction, instruction_of
from snapshotter.work.build.mend import apply, mended
from snapshotter.work.build.mounted import secret_values
from snapshotter.work.build.request import Attempt, Failure, Outcome, Request, Screen, read
from snapshotter.work.build.states import States
from snapshotter.work.build.table import advice, rows

_SHOWN = 15
"""Last lines of a failed step's output that are shown."""
_INTERRUPTED = 130
_LINE = 90


class _Stop(Exception):
    """The step at which the build is to stop begins."""


class _Watcher:
    """What is shown of the steps while the builder works."""

    def __init__(self, file: Dockerfile, screen: Screen, stop: Instruction | None) -> None:
        self.steps: list[BuildStep] = []
        self._file, self._screen, self._stop = file, screen, stop

    def __call__(self, step: BuildStep) -> None:
        """Note that a step has begun or ended."""
        if step.seconds is None:
            self._begun(step)
        elif step.number and not step.error:
            self._ended(step)

    def _begun(self, step: BuildStep) -> None:
        self.steps.append(step)
        if self._stop is not None and instruction_of(self._file, step) is self._stop:
            raise _Stop
        share = (step.number - 1) / step.total if step.total else None
        text = f"{_count(step)} {' '.join(step.text.split())}"[:_LINE]
        self._screen.progress(ProgressLine(text, share, step.last.lines if step.last else tuple))

    def _ended(self, step: BuildStep) -> None:
        found = instruction_of(self._file, step)
        where = f"line {found.line}" if found else ""
        took = "cached" if step.cached else f"{step.seconds or 0.0:.1f} s"
        self._screen.tell(f"{_count(step):>7}  {where:<9}{_cut(step.text):<{_LINE}}  {took}")


def _count(step: BuildStep) -> str:
    return f"{step.number}/{step.total}"


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LINE else flat[: _LINE - 1] + "…"


def build(engine: Engine, home: Home, request: Request, screen: Screen) -> Outcome:
    """Build, and mend the Dockerfile as often as it fails and a shell is asked for; return what came of it."""
    lines: list[int] = []
    old = ""
    while True:
        attempt = attempted(engine, request, screen)
        if attempt.failed is None and not attempt.reason:
            kept_states.forget(engine, home, request.build.file)
            if lines:
                attempt = _proven(engine, request, screen)
            if not attempt.reason:
                shown = rows(engine, attempt)
                return Outcome(None, attempt.image, shown, tuple(lines), old, advice(attempt))
        failure, states = _failure(engine, home, request, attempt, screen)
        if not request.debug or states is None:
            return Outcome(failure, mended=tuple(lines), kept_old=old)
        _enter(engine, home, request, states, screen)
        if kept_states.is_asked_back(home, states.workspace.name):
            screen.tell("back to the state before the step")
            name, good = states.workspace.name, states.good
            kept_states.discard(engine, home, name, "")
            states = kept_states.failed_state(engine, home, replace(request, good=True), attempt, good, name, screen)
            _enter(engine, home, request, states, screen)
        new = mended(engine, home, request, attempt, states)
        if new is None:
            screen.tell("nothing was done there that the Dockerfile needs: it stays as it is")
            return Outcome(failure, mended=tuple(lines), kept_old=old)
        screen.wipe()
        screen.tell(new.diff(attempt.file.text, request.build.file.name))
        if not request.apply and not (screen.ask and screen.ask(f"write this to {request.build.file}?")):
            screen.tell(f"{request.build.file.name} stays as it is; `--apply` writes it without a question")
            return Outcome(failure, mended=tuple(lines), kept_old=old)
        old = str(apply(home, request, attempt, new))
        lines.append(failure.line)
        screen.tell(f"{request.build.file.name} is mended; as it was before: {old}")
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
    watcher = _Watcher(file, screen, stop)
    hidden = [value.decode("utf-8", "replace") for value in secret_values(request.build.secrets).values()]
    try:
        log = engine.build_directory(directory, watcher, hidden)
    except _Stop:
        return Attempt(file, content, tuple(watcher.steps), "", stop, watcher.steps[-1])
    except KeyboardInterrupt:
        running = next((one for one in reversed(watcher.steps) if one.seconds is None and one.number), None)
        if running is None:
            raise
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


def _failure(
    engine: Engine, home: Home, request: Request, attempt: Attempt, screen: Screen
) -> tuple[Failure, States | None]:
    """Tell of the failed step, and keep its states where somebody can use them."""
    step, failed = attempt.step, attempt.failed
    stage = attempt.file.stage_of(failed) if failed else None
    status = _INTERRUPTED if attempt.interrupted else step.status if step else None
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
        kept_states.forget(engine, home, request.build.file)
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
    from snapshotter.engine.build.wording import is_of_builder

    return is_of_builder(attempt.reason)


def tell_failure(
    request: Request, attempt: Attempt, status: int | None, why: str, outside: str, screen: Screen
) -> None:
    """Say which line failed, what it printed, and why."""
    failed, step = attempt.failed, attempt.step
    screen.wipe()
    output = (step.output if step else "").strip("\r\n").splitlines()[-_SHOWN:]
    for line in output:
        screen.tell(f"  | {line}")
    where = f"{request.build.file.name}:{failed.line}: " if failed else ""
    if not attempt.reason:
        screen.tell(f"{where}stopped in front of {_cut(failed.whole) if failed else 'it'}")
        return
    what = _cut(failed.whole) if failed else "the build"
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


def _enter(engine: Engine, home: Home, request: Request, states: States, screen: Screen) -> None:
    """Open the shell of the failed state, or feed it the lines of stdin."""
    import sys

    workspace = states.workspace
    if not workspace.shell:
        raise UsageError(
            "the stage has no shell",
            "`--shell-image IMAGE` lends one, as in `snap build --debug --shell-image busybox`",
        )
    with contextlib.suppress(SnapError):
        home.workspaces.use(workspace.name)
    if not screen.interactive:
        sessions.feed(engine, home, workspace, sys.stdin.buffer, screen.tell)
        return
    screen.tell(
        "the failing command is typed at the prompt, and not run; leave with `exit`, and the Dockerfile is mended"
    )
    sessions.enter(engine, home, workspace, screen.tell, screen.program(workspace.name), typed=states.typed)
