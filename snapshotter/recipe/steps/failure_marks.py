"""Marks that a script prints before its command, so that the output of a failed build names that command.  Pure."""

from __future__ import annotations

from msgspec.structs import replace

from snapshotter.engine.build.step_output import MARK, MARKS
from snapshotter.recipe.model import Origin, Script


def marked(script: Script) -> Script:
    """Return the script with a command in front that prints its origin; a script with a RUN of its own needs none."""
    if script.verbatim or not script.lines:
        return script
    first, *rest = script.lines
    return replace(script, lines=(f"echo {MARK.format(*script.origins[0])} && {first}", *rest))


def last_marked(output: str) -> Origin | None:
    """Return the origin that was printed last; None if there is none."""
    found = MARKS.findall(output)
    return (int(found[-1][0]), int(found[-1][1])) if found else None
