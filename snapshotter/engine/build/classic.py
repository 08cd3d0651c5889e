"""Builds images with the engine's classic builder and reports its steps as they run."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from snapshotter.engine.build.step_output import LastLines, without_marks
from snapshotter.engine.build.wording import is_of_builder
from snapshotter.engine.errors import DISK_FULL_HINT, GONE_HINT, REFUSED_HINT, refusal
from snapshotter.engine.patience import moved
from snapshotter.errors import BuildFailed, EngineError, SnapError
from snapshotter.model import Progress, ProgressLine
from snapshotter.regex import regex

if TYPE_CHECKING:
    import docker

MAX_OUTPUT = 1 << 20
"""How many characters of a step's output are kept, from its end."""
_MAX_LINE = 100
_STEP = regex(r"^step (\d{1,9})(?:/0*([1-9]\d{0,8}))? ?: ?(.*)", re.IGNORECASE | re.DOTALL)
BUILT = regex(r"^Successfully built ([0-9a-f]{12,64})\s*$")
LAYER = regex(r"^ ?-+> ([0-9a-f]{11,64})\s*$")
COLOUR = regex(r"\x1b\[[0-9;]*m")
"""The builder colours what a step writes to stderr red, piece by piece and in the middle of words."""
_DOCKERFILE = regex(r"dockerfile|unknown (instruction|flag)|parse error|failed to parse", re.IGNORECASE)
"""What a builder says of a Dockerfile that it does not understand; every other refusal is the engine's own fault."""
NOISE = (" ---> ", "Removing intermediate container ", "Successfully ", "--> ")


def shorten(line: str) -> str:
    """Return a line of progress cut to 100 characters."""
    return line if len(line) <= _MAX_LINE else line[: _MAX_LINE - 1] + "…"


class BuildLog:
    """A parser of the builder's stream: which step runs, what it printed, which image was built."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._step = 0
        self._instruction = ""
        self._output: list[str] = []
        self._kept = 0
        self._last = LastLines()
        self.image = ""
        """Id of the image, full or short; empty until it is built."""
        self.intermediate = ""
        """Id of the image that the last finished step made, FROM excepted."""

    def event(self, event: Mapping[str, Any]) -> None:
        """Process one event; raises `BuildFailed` for an error of the builder."""
        if event.get("error"):
            raise self.failure(str(event["error"]))
        if event.get("aux", {}).get("ID"):
            self.image = str(event["aux"]["ID"])
        text = str(event.get("stream") or "")
        if step := _STEP.match(text):
            self._begin(step)
        elif built := BUILT.match(text):
            self.image = self.image or built.group(1)
        elif made := LAYER.match(text):
            if not self._instruction.upper().startswith("FROM"):
                self.intermediate = made.group(1)
        elif text and not text.startswith(NOISE):
            self._keep(text)

    def _begin(self, step: re.Match[str]) -> None:
        self._step, self._instruction = int(step.group(1)), without_marks(step.group(3)).strip()
        moved(shorten(f"the build, step {self._step}: {' '.join(self._instruction.split())}"))
        self._output, self._kept, self._last = [], 0, LastLines()
        count = f"{self._step}/{step.group(2)}" if step.group(2) else str(self._step)
        line = shorten(f"step {count}: {' '.join(self._instruction.split())}")
        share = (self._step - 1) / int(step.group(2)) if step.group(2) else None
        self._progress(ProgressLine(line, share, self._last.lines))

    def _keep(self, text: str) -> None:
        text = COLOUR.sub("", text)
        self._last.add(text)
        self._output.append(text)
        self._kept += len(text)
        while self._kept - len(self._output[0]) >= MAX_OUTPUT:
            self._kept -= len(self._output.pop(0))

    def failure(self, reason: str) -> EngineError:
        """Return the error for a build that failed with `reason`."""
        reason = without_marks(reason)
        known = refusal(0, reason)
        if isinstance(known, EngineError) and known.hint == DISK_FULL_HINT:
            return known
        output = "".join(self._output)[-MAX_OUTPUT:]
        where = f"step {self._step} of the build failed ({self._instruction})" if self._step else "the build failed"
        return BuildFailed(
            f"{where}: {reason.strip()}",
            step=self._step,
            instruction=self._instruction,
            output=output,
            by_builder=is_of_builder(reason.strip()),
        )


def build(
    client: docker.APIClient,
    context: BinaryIO,
    *,
    tag: str,
    labels: Mapping[str, str],
    no_cache: bool,
    progress: Progress,
) -> str:
    """Build a tar stream that holds a Dockerfile and return the image's id.

    A build that fails or is interrupted leaves nothing behind except in the engine's build cache, where that is used.
    """
    import docker.errors

    log = BuildLog(progress)
    try:
        events = client.build(
            fileobj=context,
            custom_context=True,
            tag=tag or None,
            labels=dict(labels),
            nocache=no_cache,
            rm=True,
            forcerm=True,
            decode=True,
        )
        with contextlib.closing(events):
            _read_events(log, events)
    except docker.errors.APIError as error:
        raise _not_begun(log, error.status_code or 0, error.explanation or str(error)) from error
    finally:
        if no_cache and log.intermediate and not log.image:
            _discard(client, log.intermediate)
    if not log.image:
        raise EngineError("the engine's answer to the build ended before there was an image", GONE_HINT)
    return str(client.inspect_image(log.image)["Id"])


def _not_begun(log: BuildLog, status: int, reason: str) -> EngineError:
    """Return the error for a build that the engine refused: `BuildFailed` only where the Dockerfile is the reason."""
    if _DOCKERFILE.search(reason):
        return log.failure(reason)
    known = refusal(status, reason)
    return known if isinstance(known, EngineError) else EngineError(known.message, known.hint or REFUSED_HINT)


def _discard(client: docker.APIClient, image: str) -> None:
    """Remove the image of an unfinished build, and with it those of the steps before, unless it has a name."""
    import docker.errors

    with contextlib.suppress(docker.errors.APIError, SnapError):
        if not client.inspect_image(image).get("RepoTags"):
            client.remove_image(image)


def _read_events(log: BuildLog, events: Iterable[Mapping[str, Any]]) -> None:
    """Read the stream to its end, even after an error, since only then its connection can be used again."""
    failed: EngineError | None = None
    for event in events:
        moved()
        try:
            log.event(event)
        except EngineError as error:
            failed = failed or error
    if failed:
        raise failed
