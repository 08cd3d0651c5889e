"""The line that says why a proof builds once more, and what it changes before.  Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from snapshotter.proof.build_failure import unavailable_line
from snapshotter.proof.model import Round
from snapshotter.recipe.model import Origin, PathRepair, Plan, Repairs

_LONGEST = 100
"""Characters of a command, a path or a line of output that are shown."""
_COMMANDS = {
    "restore": "run what seemed needless",
    "whole": "run as typed, in one piece",
    "typed": "run as typed",
    "drop": "copy the files of what fails",
    "renames": "copy the files of what names them otherwise each time",
    "keep": "run what was replaced by its files",
}
_PATHS = {
    "carry": "copy {} after the command that makes it",
    "late": "copy {} at the end",
    "remove": "remove {} at the end",
    "folders": "copy {} whole",
    "hosts": "write the container's host name into {}",
    "attributes": "set mode and owner of {}",
}


def next_round(latest: Round, following: Repairs) -> str:
    """Return the line of progress that says why another round is needed, and what it does."""
    return f"{_reason(latest)}; repairing: {_action(latest.outcome.plan, latest.outcome.repairs, following)}"


def _reason(latest: Round) -> str:
    if latest.found is not None:
        first = _short(latest.found.lines()[0])
        count = latest.found.count
        return f"{count} differences, the first: {first}" if count > 1 else f"1 difference: {first}"
    assert latest.failed is not None
    where = f"step {latest.failed.step} ({_short(latest.failed.instruction)})"
    if line := unavailable_line(latest.failed):
        return f"{where} needs a version that is no longer available: {_short(line)}"
    last = next((line for line in reversed(latest.failed.output.splitlines()) if line.strip()), "")
    return f"{where} failed: {_short(last)}" if last else f"{where} failed"


def _action(plan: Plan, before: Repairs, after: Repairs) -> str:
    texts = {decision.origin: decision.command.text for decision in plan.decisions}

    def commands(origins: Iterable[Origin]) -> str:
        return _few([texts.get(origin, "") for origin in sorted(origins)])

    def paths(repairs: Iterable[PathRepair]) -> str:
        return _few(sorted({repair.path for repair in repairs}))

    parts = [words.format(paths(new)) for name, words in _PATHS.items() if (new := _new(before, after, name))]
    parts += [f"{words}: {commands(new)}" for name, words in _COMMANDS.items() if (new := _new(before, after, name))]
    if idle := before.restore - after.restore:
        parts.append(f"leave out again: {commands(idle)}")
    if names := after.variables - before.variables:
        parts.append(f"keep the variable {_few(sorted(names))}")
    return "; ".join(parts) or "take back the last repair"


def _new(before: Repairs, after: Repairs, name: str) -> set[Any]:
    return set(getattr(after, name)) - set(getattr(before, name))


def _few(texts: list[str]) -> str:
    """Return the first of some texts and how many there are besides."""
    return _short(texts[0]) + (f" and {len(texts) - 1} more" if len(texts) > 1 else "")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
