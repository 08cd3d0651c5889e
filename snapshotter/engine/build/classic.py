"""Builds images with the engine's classic builder and tells its steps as they go by."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from snapshotter.model import Amount, Progress
from snapshotter.engine.errors import DISK_FULL_HINT, refusal
from snapshotter.errors import BuildFailed, EngineError, SnapError
from snapshotter.regex import regex

if TYPE_CHECKING:
    import docker

MAX_OUTPUT = 1 << 20
"""Characters of a step's output that are kept, the last ones."""
LINE = 100
_STEP = regex(r"^step (\d+)(?:/(\d+))? ?: ?(.*)", re.IGNORECASE | re.DOTALL)
_BUILT = regex(r"^Successfully built ([0-9a-f]{12,64})\s*$")
_LAYER = regex(r"^ ?-+> ([0-9a-f]{11,64})\s*$")
_COLOUR = regex(r"\x1b\[[0-9;]*m")
"""The builder shows in red what a step writes to stderr, piece by piece, in the middle of words."""
_NOISE = (" ---> ", "Removing intermediate container ", "Successfully ", "--> ")


class BuildLog:
    """Reads the builder's stream: which step runs, what it printed, what came of it."""

    def __init__(self, tell: Progress) -> None:
        self._tell = tell
        self._step = 0
        self._instruction = ""
        self._output: list[str] = []
        self._kept = 0
        self.image = ""
        """Id of the image, full or short; empty until it is built."""
        self.intermediate = ""
        """Id of what the last finished step made, where that was not just a FROM."""

    def event(self, event: Mapping[str, Any]) -> None:
        """Take in one event; raises `BuildFailed` for the builder's own error."""
        if event.get("error"):
            raise self.failure(str(event["error"]))
        if event.get("aux", {}).get("ID"):
            self.image = str(event["aux"]["ID"])
        text = str(event.get("stream") or "")
        if step := _STEP.match(text):
            self._begin(step)
        elif built := _BUILT.match(text):
            self.image = self.image or built.group(1)
        elif made := _LAYER.match(text):
            if not self._instruction.upper().startswith("FROM"):
                self.intermediate = made.group(1)
        elif text and not text.startswith(_NOISE):
            self._keep(text)

    def _begin(self, step: re.Match[str]) -> None:
        self._step, self._instruction = int(step.group(1)), step.group(3).strip()
        self._output, self._kept = [], 0
        count = f"{self._step}/{step.group(2)}" if step.group(2) else str(self._step)
        line = f"step {count}: {' '.join(self._instruction.split())}"
        line = line if len(line) <= LINE else line[: LINE - 1] + "…"
        self._tell(Amount(line, (self._step - 1) / int(step.group(2))) if step.group(2) else line)

    def _keep(self, text: str) -> None:
        text = _COLOUR.sub("", text)
        self._output.append(text)
        self._kept += len(text)
        while self._kept - len(self._output[0]) >= MAX_OUTPUT:
            self._kept -= len(self._output.pop(0))

    def failure(self, reason: str) -> EngineError:
        """Make the error of a build that `reason` ended."""
        known = refusal(0, reason)
        if isinstance(known, EngineError) and known.hint == DISK_FULL_HINT:
            return known
        output = "".join(self._output)[-MAX_OUTPUT:]
        where = f"Step {self._step} of the build failed ({self._instruction})" if self._step else "The build failed"
        return BuildFailed(f"{where}: {reason.strip()}", step=self._step, instruction=self._instruction, output=output)


def build(
    client: docker.APIClient,
    context: BinaryIO,
    *,
    tag: str,
    labels: Mapping[str, str],
    no_cache: bool,
    progress: Progress,
) -> str:
    """Build a tar stream that holds a Dockerfile; gives the image id.

    A build that fails or is given up leaves nothing behind, but for the engine's build cache where that is used.
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
            _follow(log, events)
    except docker.errors.APIError as error:
        raise log.failure(error.explanation or str(error)) from error
    finally:
        if no_cache and log.intermediate and not log.image:
            _discard(client, log.intermediate)
    if not log.image:
        raise log.failure("the builder ended without an image")
    return str(client.inspect_image(log.image)["Id"])


def _discard(client: docker.APIClient, image: str) -> None:
    """Remove an unfinished build's image, and with it those of the steps before, unless it has a name."""
    import docker.errors

    with contextlib.suppress(docker.errors.APIError, SnapError):
        if not client.inspect_image(image).get("RepoTags"):
            client.remove_image(image)


def _follow(log: BuildLog, events: Iterable[Mapping[str, Any]]) -> None:
    """Read the stream to its end, also after an error: only then its connection can be used again."""
    failed: EngineError | None = None
    for event in events:
        try:
            log.event(event)
        except EngineError as error:
            failed = failed or error
    if failed:
        raise failed
