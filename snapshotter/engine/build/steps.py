"""The steps of a build as its builder reports them: number, text, time, cached or not, output, exit status.

Two parsers have the same result: of the classic builder's events, podman's included, and of BuildKit's plain progress.
A step is named by the builder's own count; which instruction of the Dockerfile that is, its caller finds out.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from snapshotter.engine.build.classic import BUILT, COLOUR, LAYER, MAX_OUTPUT, NOISE
from snapshotter.engine.build.step_output import LastLines
from snapshotter.engine.patience import moved
from snapshotter.regex import regex

_STEP = regex(r"^(?:\[(\d{1,6})/\d{1,6}\] )?step (\d{1,9})/(\d{1,9}) ?: ?(.*)", re.I | re.S)
_VERTEX = regex(r"#(\d+) \[(?:([^\]]*) )?(\d{1,9})/([1-9]\d{0,8})\] (.*)")
_INTERNAL = regex(r"#(\d+) \[(internal|context [^\]]*|auth)\] (.*)")
_OTHER = regex(r"#(\d+) (?!\d+\.\d+ |DONE|CACHED|ERROR|CANCELED|WARN|sha256:|extracting |transferring |\.\.\.)(\S.*)")
_OUTPUT = regex(r"#(\d+) (?:\d+\.\d+ )(.*)", re.S)
_DONE = regex(r"#(\d+) DONE (\d+\.\d+)s")
_CACHED = regex(r"#(\d+) CACHED")
_ERROR = regex(r"#(\d+) ERROR: ?(.*)", re.S)
_STATUS = regex(r"(?:returned a non-zero code|exit code|exit status): (\d+)")
_TAIL = 200
"""Last lines of the builder's own words that are kept."""


class BuildStep(Struct):
    """A step of a build, which changes while it runs."""

    text: str
    """The instruction as the builder shows it."""
    number: int = 0
    """Its number: in the whole file, or in its stage where `stage` is not None; 0 for what has none."""
    total: int = 0
    stage: str | None = None
    """The stage that BuildKit or podman names, "" for the only one; None where steps are counted over the file."""
    began: float = 0.0
    seconds: float | None = None
    """None while it runs."""
    cached: bool = False
    error: str = ""
    """What the builder says of its failure."""
    image: str = ""
    """Id of the image that it made, where the builder keeps one for each step."""
    printed: list[str] = []
    """Pieces of its output."""
    last: LastLines | None = None

    @property
    def output(self) -> str:
        """Return what it printed, without colours, the end of it."""
        return COLOUR.sub("", "".join(self.printed))[-MAX_OUTPUT:]

    @property
    def status(self) -> int | None:
        """Return the exit status that the builder reports, None if the step did not run to its end."""
        found = _STATUS.search(self.error)
        return int(found[1]) if found else None


Watch = Callable[[BuildStep], None]
"""Called when a step begins, and again when it has ended."""


class StepLog:
    """The steps so far; `failed` is the one that ended the build."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self.steps: list[BuildStep] = []
        self.failed: BuildStep | None = None
        self.reason = ""
        """What the builder says at its end."""
        self.image = ""
        self.said: list[str] = []
        """The last lines that belong to no step."""

    @property
    def running(self) -> BuildStep | None:
        """Return the step that began last and has not ended."""
        return next((one for one in reversed(self.steps) if one.seconds is None and one.number), None)

    def _begin(self, step: BuildStep) -> BuildStep:
        step.began, step.last = time.monotonic(), LastLines()
        self.steps.append(step)
        moved(f"the build, {step.text[:80]}")
        self._watch(step)
        return step

    def _end(self, step: BuildStep, *, cached: bool = False, error: str = "", seconds: float | None = None) -> None:
        if step.seconds is None:
            step.seconds = time.monotonic() - step.began if seconds is None else seconds
            step.cached, step.error = step.cached or cached, error
            self._watch(step)

    def _print(self, step: BuildStep, text: str) -> None:
        step.printed.append(text)
        if step.last is not None:
            step.last.add(text)

    def _say(self, text: str) -> None:
        self.said = [*self.said[1 - _TAIL :], text]


class ClassicLog(StepLog):
    """A parser of the classic builder's events."""

    def event(self, event: Mapping[str, Any]) -> None:
        """Process one event."""
        if event.get("error"):
            self.reason = str(event["error"]).strip()
            self.failed = self.running
            if self.failed is not None:
                self._end(self.failed, error=self.reason)
        if event.get("aux", {}).get("ID"):
            self.image = str(event["aux"]["ID"])
        text = str(event.get("stream") or "")
        current = self.running
        if found := _STEP.match(text):
            if current is not None:
                self._end(current)
            stage = str(int(found[1]) - 1) if found[1] else None
            self._begin(BuildStep(found[4].strip(), int(found[2]), int(found[3]), stage, printed=[]))
        elif built := BUILT.match(text):
            self.image = self.image or built[1]
        elif text.startswith((" ---> Using cache", "--> Using cache")):
            if current is not None:
                current.cached = True
        elif (made := LAYER.match(text)) and current is not None:
            current.image = made[1]
            self._end(current)
        elif text and not text.startswith(NOISE) and current is not None:
            self._print(current, text)
        elif text:
            self._say(text)


class BuildKitLog(StepLog):
    """A parser of BuildKit's plain progress."""

    def __init__(self, watch: Watch, hidden: Sequence[str] = ()) -> None:
        """`hidden` are values of secrets, which are replaced in what is printed."""
        super().__init__(watch)
        self._known: dict[str, BuildStep] = {}
        self._hidden = sorted({text for value in hidden for text in (value, value.strip()) if text}, key=len)[::-1]

    def line(self, line: str) -> None:
        """Process one line."""
        for value in self._hidden:
            line = line.replace(value, "***")
        if found := _VERTEX.match(line):
            if found[1] not in self._known:
                step = BuildStep(found[5].strip(), int(found[3]), int(found[4]), _stage(found[2] or ""), printed=[])
                self._known[found[1]] = self._begin(step)
        elif found := _INTERNAL.match(line):
            self._known.setdefault(found[1], BuildStep(found[3].strip(), began=time.monotonic(), printed=[]))
        elif (found := _DONE.match(line)) and found[1] in self._known:
            self._end(self._known[found[1]], seconds=float(found[2]))
        elif (found := _CACHED.match(line)) and found[1] in self._known:
            self._end(self._known[found[1]], cached=True, seconds=0.0)
        elif found := _ERROR.match(line):
            step = self._known.setdefault(found[1], BuildStep("", printed=[]))
            self._end(step, error=found[2].strip() or "it failed")
            self.failed = self.failed or step
        elif (found := _OUTPUT.match(line)) and found[1] in self._known:
            self._print(self._known[found[1]], found[2] if found[2].endswith("\n") else found[2] + "\n")
        elif found := _OTHER.match(line):
            self._known.setdefault(found[1], BuildStep(found[2].strip(), began=time.monotonic(), printed=[]))
        elif not line.startswith("#"):
            self._say(line)


def _stage(name: str) -> str:
    """Return the name of a stage without the platform in front of it."""
    words = [word for word in name.split() if "/" not in word]
    return words[-1] if words else ""
