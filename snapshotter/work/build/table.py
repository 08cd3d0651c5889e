"""The steps of a build as a table, and which one threw away a cache that cost much."""

from __future__ import annotations

import contextlib

from snapshotter.engine.api import Engine, HistoryStep
from snapshotter.errors import SnapError
from snapshotter.recipe.dockerfile.parse import Stage
from snapshotter.work.build.locate import instruction_of
from snapshotter.work.build.request import Attempt, StepRow

_EXPENSIVE = 10.0
"""Seconds of the steps behind a changed one from which advice is given."""


def rows(engine: Engine, attempt: Attempt) -> tuple[StepRow, ...]:
    """Return the steps in the order of the file; sizes are known for the last stage alone."""
    sizes = _sizes(engine, attempt)
    found: dict[int, StepRow] = {}
    for step in attempt.steps:
        one = instruction_of(attempt.file, step) if step.number else None
        if one is not None and one.number not in found:
            text = " ".join(one.whole.split())
            found[one.number] = StepRow(one.number, one.line, text, step.seconds, sizes.get(one.number), step.cached)
    return tuple(found[number] for number in sorted(found))


def _sizes(engine: Engine, attempt: Attempt) -> dict[int, int]:
    """Return the bytes of the layers of the last stage that was built, by the numbers of their instructions."""
    last = [one for step in attempt.steps if step.number and (one := instruction_of(attempt.file, step))]
    stage = attempt.file.stage_of(last[-1]) if last else None
    if stage is None or not attempt.image:
        return {}
    history: list[HistoryStep] = []
    with contextlib.suppress(SnapError):
        history = engine.history(attempt.image)
    return sizes_by_number(stage, history)


def sizes_by_number(stage: Stage, history: list[HistoryStep]) -> dict[int, int]:
    """Return sizes by instruction, read from the end of an image's history."""
    found: dict[int, int] = {}
    left = list(history)
    for one in reversed(stage.instructions[1:]):
        for at in range(len(left) - 1, -1, -1):
            if _is_of(left[at].text, one.keyword, one.text):
                found[one.number] = left[at].size
                del left[at:]
                break
    return found


def _is_of(text: str, keyword: str, words: str) -> bool:
    plain = text.replace("/bin/sh -c #(nop) ", "").strip()
    if keyword == "RUN":
        head = " ".join(words.split())[:20]
        return head in " ".join(text.split())
    return plain.upper().startswith(keyword)


def advice(attempt: Attempt) -> str:
    """Return which line to move where a changed COPY or ADD threw away the cache of expensive steps behind it."""
    steps = [(instruction_of(attempt.file, step), step) for step in attempt.steps if step.number]
    known = [(one, step) for one, step in steps if one is not None]
    for at, (one, step) in enumerate(known):
        if step.cached or one.keyword == "FROM":
            continue
        stage = attempt.file.stage_of(one)
        earlier = [other for other, before in known[:at] if before.cached and attempt.file.stage_of(other) is stage]
        behind = [
            (other, later)
            for other, later in known[at + 1 :]
            if attempt.file.stage_of(other) is stage and other.keyword == "RUN" and not later.cached
        ]
        cost = sum(later.seconds or 0.0 for _, later in behind)
        if one.keyword in ("COPY", "ADD", "ARG", "ENV") and earlier and behind and cost >= _EXPENSIVE:
            slowest = max(behind, key=lambda pair: pair[1].seconds or 0.0)[0]
            return (
                f"line {one.line} changed, so that {cost:.0f} s behind it were run again; if line {slowest.line} does"
                f" not need it, move line {one.line} below line {slowest.line}"
            )
        return ""
    return ""
