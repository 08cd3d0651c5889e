"""The two states of a build that failed: the image in front of the step, and a workspace with what the step left.

They are known by a note in the home, one for each Dockerfile, and replaced by the next build of it.
"""

from __future__ import annotations

import contextlib
import json
import posixpath
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.engine.api import Engine
from snapshotter.engine.build.directory import IGNORE
from snapshotter.errors import Conflict, ImageNotFound, SnapError
from snapshotter.model import Image, Workspace, no_progress
from snapshotter.recipe.dockerfile.parse import Dockerfile, Instruction
from snapshotter.recipe.dockerfile.variables import arguments, shell_of
from snapshotter.record.shells.known import posix
from snapshotter.regex import regex
from snapshotter.shell.one_line.chain import chain
from snapshotter.store.home import Home
from snapshotter.store.paths import replace as write
from snapshotter.store.workspaces import free_name
from snapshotter.work import shell as sessions
from snapshotter.work.build.lent import LENT, remove_lent, start_with_shell
from snapshotter.work.build.mounted import DONE, fill, marks, mounted
from snapshotter.work.build.request import FOLDER, Attempt, Request, Screen
from snapshotter.work.start import Request as Start
from snapshotter.work.start import taken
from snapshotter.work.versions.removal import remove

PREFIX = "snap/build/"
"""Beginning of the names of the images in front of failed steps."""
BACK = "build-back"
"""File in the folder of a failed state's workspace: the state before the step is wanted."""
_LONGEST_PLAY = 20.0
"""Seconds after which a step that was interrupted in the build is interrupted again."""

_QUOTING = regex(r"[\"'\\`]")


class States(Struct, frozen=True):
    """The states of one failed step."""

    good: str
    """Name of the image in front of the step."""
    workspace: Workspace
    played: int | None
    """The exit status of the step when it was played again."""
    typed: str
    """The failing command on one line."""
    succeeded: str | None = None
    """What of the failing command ran without a failure; None where no command was played."""


def forget(engine: Engine, home: Home, note: Path) -> None:
    """Remove the states that an earlier build of a Dockerfile has left and its note names."""
    workspace, good = named_in(note)
    if workspace:
        discard(engine, home, workspace, good)
        note.unlink(missing_ok=True)


def named_in(note: Path) -> tuple[str, str]:
    """Return the workspace and the image that a note names, "" for what cannot be read."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        known = json.loads(note.read_bytes())
        return str(known["workspace"]), str(known["good"])
    return "", ""


def kept(home: Home) -> dict[str, Path]:
    """Return the workspaces of all failed states, with their notes."""
    found = {named_in(note)[0]: note for note in sorted((home.path / FOLDER).glob("*.json"))}
    return {name: note for name, note in found.items() if name}


def remove_state(engine: Engine, home: Home, name: str, *, force: bool) -> bool:
    """Remove a failed state by the name of its workspace and return whether it is one.

    Raises `Conflict` for one in which somebody worked, unless `force` is set.
    """
    note = kept(home).get(name)
    if note is None:
        return False
    if not force and name in home.workspaces.names():
        worked = len(home.recorded_since(name, None).commands) > 1 or home.line.head(name)
        if worked:
            raise Conflict(f"{name} holds work that is not in the Dockerfile", f"`snap rm --force {name}` removes it")
    forget(engine, home, note)
    return True


def go_back(engine: Engine, home: Home, name: str) -> None:
    """Ask the build that waits for a failed state's shell for the state before the step, and end that shell."""
    write(home.workspaces.path(name) / BACK, b"")
    shell = posix(home.workspaces.get(name).shell)
    engine.run(home.workspaces.get(name).container, [shell, "-c", "kill -HUP -1"], user="0")


def is_asked_back(home: Home, name: str) -> bool:
    """Return whether the state before the step was asked for."""
    return (home.workspaces.path(name) / BACK).exists()


def discard(engine: Engine, home: Home, workspace: str, good: str) -> None:
    """Remove a failed state and the image in front of it, which nothing else refers to."""
    with contextlib.suppress(SnapError):
        if workspace:
            remove(engine, home, workspace, force=True, purge=True)
            remove_lent(engine, workspace)
    with contextlib.suppress(SnapError):
        if good.startswith(PREFIX):
            engine.remove_image(good)


def reserve(home: Home, request: Request) -> str:
    """Return a free name for the workspace of a failed state."""
    return free_name(f"build-{request.build.directory.resolve().name}", taken(home))


def good_image(engine: Engine, request: Request, attempt: Attempt, name: str) -> str:
    """Return the name of the image in front of the failed step, "" where there is none."""
    failed = attempt.failed
    if failed is None or failed.keyword in ("FROM", "ARG") or attempt.file.stage_of(failed) is None:
        return ""
    tag = f"{PREFIX}{name}:good"
    below = _made_before(attempt)
    if below:
        with contextlib.suppress(ImageNotFound):
            engine.tag(engine.image(below).id, tag)
            return tag
    with tempfile.TemporaryDirectory(prefix="snap-build-") as folder:
        cut = Path(folder, "Dockerfile")
        cut.write_bytes(attempt.file.before(failed).encode("utf-8", "surrogateescape"))
        own = request.build.file.with_name(request.build.file.name + IGNORE)
        if own.is_file():
            cut.with_name(cut.name + IGNORE).write_bytes(own.read_bytes())
        build = replace(request.build, file=cut, tag=tag, target="", no_cache=False, pull=False)
        log = engine.build_directory(build, lambda _: None)
        if log.failed or log.reason:
            return ""
    return tag


def _made_before(attempt: Attempt) -> str:
    """Return the image of the step in front of the failed one, which the classic builder keeps."""
    at = next((index for index, one in enumerate(attempt.steps) if one is attempt.step), len(attempt.steps))
    return attempt.steps[at - 1].image if at else ""


def failed_state(
    engine: Engine, home: Home, request: Request, attempt: Attempt, good: str, name: str, screen: Screen
) -> States:
    """Start a workspace from the good image, as the step has it, and play the step in it."""
    assert attempt.failed is not None
    image = engine.image(good)
    values = _variables(request, attempt.file, attempt.failed, image)
    given = mounted(engine, request, attempt, name, values, image.config.workdir or "/", screen.tell)
    before = home.workspaces.last_here() or home.workspaces.last()
    write(
        request.note, json.dumps({"workspace": name, "good": good}).encode()
    )  # first: what a failure leaves is found by it
    workspace = start_with_shell(
        engine,
        home,
        Start(
            good,
            name,
            env=(*(f"{key}={value}" for key, value in values.items()), *given.env),
            volumes=given.volumes,
            tmpfs=given.tmpfs,
            verb="build",
            text=f"line {attempt.failed.line} of {request.build.file.name}",
        ),
        image,
        request.shell_image,
    )
    if workspace.shell.startswith(LENT + "/"):
        screen.tell(f"the stage has no shell: that of {request.shell_image} is lent, its programs are in {LENT} alone")
    if before and not screen.interactive:
        home.workspaces.use(before)
    fill(engine, workspace, given, screen.tell)
    return _played(
        engine,
        home,
        attempt,
        workspace,
        good,
        shell_of(attempt.file, attempt.failed, image.config.shell),
        screen,
        before_step=request.good,
    )


def _played(
    engine: Engine,
    home: Home,
    attempt: Attempt,
    workspace: Workspace,
    good: str,
    shell: Sequence[str],
    screen: Screen,
    *,
    before_step: bool,
) -> States:
    failed = attempt.failed
    assert failed is not None
    if failed.keyword != "RUN":
        return States(good, workspace, None, "")
    if before_step:
        return States(good, workspace, None, one_line(failed))
    script = command_text(failed)
    exact = failed.words()
    succeeded = ""
    seconds = None
    if attempt.interrupted and attempt.step is not None:
        seconds = min(attempt.step.seconds or 0.0, _LONGEST_PLAY) + 0.5
    screen.progress("playing the failed step again" if attempt.reason else "playing the step")
    if exact:
        played = sessions.play(engine, home, workspace, exact, no_progress, seconds=seconds)
    else:
        program = posixpath.basename(shell[0])
        parts = chain(script)
        words = [*shell, parts.marked(DONE) if parts else script]
        played = sessions.play(engine, home, workspace, words, no_progress, text=script, shell=program, seconds=seconds)
        if parts:
            succeeded = parts.first(marks(engine, workspace))
    return States(good, workspace, played.status, one_line(failed), succeeded)


def command_text(failed: Instruction) -> str:
    """Return the command that a RUN in shell form gives its shell."""
    if (
        failed.heredocs
        and failed.text.split() == [failed.text.strip()]
        and failed.text.lstrip("0123456789").startswith("<<")
    ):
        return failed.heredocs[0].content.rstrip("\n")
    bodies = "".join(f"\n{one.content}{one.name}" for one in failed.heredocs)
    text = failed.text if _QUOTING.search(failed.text) else " ".join(failed.text.split())  # lines are indented
    return text + bodies


def one_line(failed: Instruction) -> str:
    """Return the failing command on one line, as it is typed at the prompt; "" where it has no such form."""
    import shlex

    from snapshotter.shell.one_line.lines import joinable_lines

    words = failed.words()
    if words:
        return shlex.join(words)
    text = command_text(failed)
    if "\n" not in text:
        return text
    lines = joinable_lines(text)
    return " ".join(line.strip() for line in lines) if lines else ""


def _variables(request: Request, file: Dockerfile, failed: Instruction, image: Image) -> Mapping[str, str]:
    architecture = image.architecture
    platform = {"TARGETOS": "linux", "BUILDOS": "linux"}
    if architecture:
        platform |= {"TARGETARCH": architecture, "BUILDARCH": architecture}
        platform |= {"TARGETPLATFORM": f"linux/{architecture}", "BUILDPLATFORM": f"linux/{architecture}"}
    return arguments(file, failed, request.build.arguments(), platform)
