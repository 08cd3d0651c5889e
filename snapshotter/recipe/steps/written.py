"""The commands of an adopted image's Dockerfile, which a recipe has as they were written there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from snapshotter.model import IN_HISTORY, PLACEHOLDER, Snapshot
from snapshotter.recipe.model import Decision, Repairs, Script
from snapshotter.recipe.syntax import survives
from snapshotter.regex import regex

_OPENING = regex(r"[ \t]{2,}")
_JOINT = regex(r"(?<= )&& ")
_WIDTH = 110
"""Characters of a command on one line beyond which it is broken behind each `&&`."""


def is_written(decision: Decision, snapshot: Snapshot) -> bool:
    """Return whether a command is that of the instruction which made an adopted layer, as it was written."""
    own = snapshot.adopted is not None and snapshot.adopted.own != ""
    return own and decision.command.witness == IN_HISTORY and not PLACEHOLDER.search(decision.command.text)


def with_written(decisions: Sequence[Decision], typed: Sequence[Snapshot], repairs: Repairs) -> list[Decision]:
    """Return the decisions, with the commands of an adopted image's Dockerfile as they are there.

    Only those are left out that fail when they are run again, or that the author wants left out.
    """
    snapshots = {one.seq: one for one in typed}
    return [_as_there(decision, snapshots[decision.origin[0]], repairs) for decision in decisions]


def _as_there(decision: Decision, snapshot: Snapshot, repairs: Repairs) -> Decision:
    origin = decision.origin
    if origin in repairs.drop | repairs.renames or origin[1] >= len(snapshot.commands):
        return decision
    command = snapshot.commands[origin[1]]
    if command.in_recipe is False or not is_written(replace(decision, command=command), snapshot):
        return decision
    return replace(decision, command=command, fate="run", reason=decision.reason if decision.fate == "run" else "")


def as_written(decision: Decision) -> Script:
    """Return a command as a script, on the lines that a history shows by their indents."""
    text = decision.command.text
    lines = continued_lines(text)
    if survives(lines):
        return Script(lines, (decision.origin,))
    return Script((), (decision.origin,), decision.command.shell, verbatim=text)


def continued_lines(text: str) -> tuple[str, ...]:
    """Return a command line on several ones, broken where several blanks outside of quotes follow each other.

    A builder joins continued lines and keeps their indents, so that these show where the lines ended.  A long line
    without indents is broken behind each `&&`.
    """
    lines = _broken(text, _OPENING)
    return _broken(text, _JOINT) if len(lines) == 1 and len(text) > _WIDTH else lines


def _broken(text: str, joint: re.Pattern[str]) -> tuple[str, ...]:
    if "\n" in text or "`" in text or "<<" in text:
        return (text,)
    lines, start, at, quote, depth = list[str](), 0, 0, "", 0
    while at < len(text):
        char = text[at]
        if char == "\\" and quote != "'":
            at += 2
            continue
        if quote:
            depth += text.startswith("$(", at) and quote == '"'
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char == "#" and (at == 0 or text[at - 1] in " \t;"):
            return (text,)
        elif (found := joint.match(text, at)) and at > start:
            lines.append(text[start : found.end()].rstrip() + " ")
            start = at = found.end()
            continue
        at += 1
    return (*lines, text[start:]) if not quote and not depth else (text,)
