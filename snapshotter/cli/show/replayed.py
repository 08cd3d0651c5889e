"""What is told of commands that were run again: a row for each, and what to do where one failed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import tell
from snapshotter.cli.show.tables import first_line, plural

if TYPE_CHECKING:
    from snapshotter.work.versions.replay.perform import Step

_OUTPUT_LINES = 15
_MOST_LEFT = 5
"""Commands after the one that failed that are listed."""


def step_rows(steps: Sequence[Step], differing: Mapping[int | None, int]) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each step: snapshot, what was done, exit status, paths that differ, command."""
    counted: set[int | None] = set()
    for step in steps:
        count = 0 if step.index in counted else differing.get(step.index, 0)
        counted.add(step.index)
        text = first_line(step.command.text, 60) if step.command else "files from outside"
        yield str(step.seq), _what(step), _status(step), plural(count, "path") if count else "", text


def _what(step: Step) -> str:
    return "failed" if step.problem else step.fate


def _status(step: Step) -> str:
    old = step.command.status if step.command else None
    if step.fate == "left out" or step.status is None:
        return ""
    return str(step.status) if step.status == old or step.command is None else f"{old} → {step.status}"


def show_failed(step: Step, name: str, left: Sequence[str], *, json: bool = False) -> None:
    """Print which step failed, the end of its output, and how to go on."""
    text = first_line(step.command.text) if step.command else "files from outside"
    tell(shown(f"snapshot {step.seq}: {text}: {step.problem}"))
    for line in step.output.rstrip("\n").split("\n")[-_OUTPUT_LINES:] if not json and step.output else ():
        tell(shown(f"  | {line}"))
    tell(shown(f"  next: `snap shell {name}` goes on by hand there, `snap commit -n {name}` saves it"))
    if left and not json:
        tell("these would have followed:")
        for one in left[:_MOST_LEFT]:
            tell(shown(f"  {first_line(one)}"))
        if len(left) > _MOST_LEFT:
            tell(f"  and {len(left) - _MOST_LEFT} more")


def step_json(step: Step) -> dict[str, object]:
    """Return a step as JSON."""
    return {
        "snapshot": step.seq,
        "command": step.index,
        "text": step.command.text if step.command else None,
        "done": step.fate,
        "reason": step.reason,
        "old_status": step.command.status if step.command else None,
        "status": step.status,
        "output": step.output,
        "problem": step.problem,
        "copied": list(step.copied),
    }
