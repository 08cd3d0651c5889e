"""A parser of BuildKit's plain progress: which step runs, what it printed, which one failed."""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from typing import BinaryIO

from snapshotter.engine.build.classic import MAX_OUTPUT, shorten
from snapshotter.engine.build.step_output import LastLines, without_marks
from snapshotter.engine.build.wording import is_of_builder
from snapshotter.engine.errors import DISK_FULL_HINT
from snapshotter.engine.patience import moved
from snapshotter.errors import BuildFailed, EngineError
from snapshotter.model import Progress, ProgressLine
from snapshotter.regex import regex

HIDDEN = "***"
"""Replaces a secret's value in output and messages."""
_VERTEX = regex(r"#(\d+) \[(?:[^\]]* )?(\d{1,9})/([1-9]\d{0,8})\] (.*)")
_BASE = regex(r"#(\d+) \[(?:internal|context [^\]]*)\] load metadata for (\S+)")
_OUTPUT = regex(r"#(\d+) (?:\d+\.\d+ )(.*)", re.S)
_ERROR = regex(r"#(\d+) ERROR: ?(.*)", re.S)
_REASON = regex(
    r"(?:ERROR: )?(?:failed to build: )?(?:failed to solve: ?)?(?:rpc error: code = \w+ desc = )?(.*)", re.S
)
_SOLVED = regex(r"ERROR: |failed to |executor failed |process \"|dockerfile parse error|error: ")
_STEPS = frozenset({"FROM", "RUN", "COPY", "ADD", "WORKDIR"})
"""Instructions that BuildKit numbers; the others only change the configuration."""
_LAST = 60


class ProgressLog:
    """What BuildKit has printed so far."""

    def __init__(self, progress: Progress, hidden: list[str], steps: list[int]) -> None:
        """`hidden` are values of secrets; `steps` are the positions in the Dockerfile of the steps it numbers."""
        self._progress, self._steps = progress, steps
        texts = {text for value in hidden for text in (value, value.strip())}
        self._hidden = re.compile("|".join(re.escape(text) for text in sorted(texts, key=len, reverse=True)) or "(?!)")
        self._names: dict[str, tuple[int, str]] = {}
        self._output: dict[str, list[str]] = {}
        self._failed = ""
        self._last: list[str] = []
        self._printed: dict[str, LastLines] = {}

    def line(self, line: str) -> None:
        """Process one line."""
        line = self._hidden.sub(HIDDEN, line)
        if found := _VERTEX.match(line):
            name = (int(found[2]), without_marks(found[4]).strip())
            if self._names.get(found[1]) != name:
                shown = shorten(f"step {found[2]}/{found[3]}: {' '.join(name[1].split())}")
                moved(f"the build, {shown}")
                printed = self._printed[found[1]] = LastLines()
                self._progress(ProgressLine(shown, (name[0] - 1) / int(found[3]), printed.lines))
            self._names[found[1]] = name
        elif found := _BASE.match(line):
            self._names[found[1]] = (0, f"FROM {found[2]}")
        elif found := _ERROR.match(line):
            self._failed = found[1]
            # it quotes the whole step, with the marks that were not printed too
            self._output.setdefault(found[1], []).append(without_marks(found[2]))
        elif found := _OUTPUT.match(line):
            self._output.setdefault(found[1], []).append(found[2])
            if found[1] in self._printed:
                self._printed[found[1]].add(found[2])
        self._last = [*self._last[1 - _LAST :], line]

    def failure(self) -> EngineError:
        """Return the error for a build that failed."""
        number, instruction = self._names.get(self._failed, (0, ""))
        step = self._steps[number - 1] if 0 < number <= len(self._steps) else 0
        output = "".join(self._output.get(self._failed) or self._last)[-MAX_OUTPUT:]
        where = f"step {step} of the build failed ({instruction})" if step else "the build failed"
        reason = self._reason()
        if "no space left on device" in reason.lower():
            return EngineError(f"the builder's disk is full: {reason}", DISK_FULL_HINT)
        return BuildFailed(
            f"{where}: {reason}",
            step=step,
            instruction=instruction,
            output=output,
            by_builder=is_of_builder(reason),
        )

    def _reason(self) -> str:
        """Return the error in the last lines, behind which buildx may print warnings and where to see more."""
        lines = [line.strip() for line in self._last if line.strip()]
        if not lines:
            return "the docker program printed nothing"
        found = next((line for line in reversed(lines) if _SOLVED.match(line)), lines[-1])
        matched = _REASON.match(found)
        return without_marks(matched[1] if matched and matched[1] else found)


def numbered_steps(context: BinaryIO, *, base_given: bool) -> list[int]:
    """Return for each step that BuildKit numbers the position of its instruction in the Dockerfile, from 1.

    FROM has no number where its image is given to the builder (`base_given`).
    """
    counted = _STEPS - {"FROM"} if base_given else _STEPS
    return [position for position, words in enumerate(instructions(context), 1) if words[0] in counted]


def instructions(context: BinaryIO) -> list[list[str]]:
    """Return the first line of each instruction of a context's Dockerfile as words, the first in upper case."""
    context.seek(0)
    with tarfile.open(fileobj=context, mode="r:") as tar:
        member = tar.extractfile("Dockerfile")
        text = member.read().decode("utf-8", "surrogateescape") if member else ""
    return list(_instructions(text))


def _instructions(text: str) -> Iterator[list[str]]:
    continued = False
    for line in text.split("\n"):  # other characters that Python takes for line breaks are none to BuildKit
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not continued:
            first, *rest = line.split()
            yield [first.upper(), *rest]
        continued = line.rstrip().endswith("\\")


def bases(context: BinaryIO) -> list[str]:
    """Return the names of images in a context's FROM, without stages of the Dockerfile itself."""
    found, stages = [], {"scratch"}
    for words in instructions(context):
        if words[0] == "FROM":
            name, *rest = [word for word in words[1:] if not word.startswith("--")] or [""]
            if name and name not in stages and name not in found:
                found.append(name)
            if len(rest) > 1 and rest[0].upper() == "AS":
                stages.add(rest[1])
    return found
