"""What is shown of a build's steps while the builder works, and where it is to stop."""

from __future__ import annotations

from snapshotter.engine.build.steps import BuildStep
from snapshotter.model import ProgressLine
from snapshotter.recipe.dockerfile.parse import Dockerfile, Instruction
from snapshotter.work.build.locate import instruction_of
from snapshotter.work.build.request import Screen

_LINE = 90


class Stop(Exception):
    """The step at which the build is to stop begins."""


class Watcher:
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
            raise Stop
        share = (step.number - 1) / step.total if step.total else None
        text = f"{_count(step)} {' '.join(step.text.split())}"[:_LINE]
        self._screen.progress(ProgressLine(text, share, step.last.lines if step.last else tuple))

    def _ended(self, step: BuildStep) -> None:
        found = instruction_of(self._file, step)
        where = f"line {found.line}" if found else ""
        took = "cached" if step.cached else f"{step.seconds or 0.0:.1f} s"
        self._screen.tell(f"{_count(step):>7}  {where:<9}{cut(step.text):<{_LINE}}  {took}")


def _count(step: BuildStep) -> str:
    return f"{step.number}/{step.total}"


def cut(text: str) -> str:
    """Return a text on one line, shortened."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _LINE else flat[: _LINE - 1] + "…"
