"""Scripts that say which command comes next, so that a build that fails tells at which one: pure."""

from __future__ import annotations

from msgspec.structs import replace

from snapshotter.recipe.model import Origin, Script
from snapshotter.regex import regex

_MARK = "snap-command-{}-{}"
_MARKS = regex(r"\bsnap-command-(\d+)-(\d+)\b")


def marked(script: Script) -> Script:
    """Give the script with a line in front that prints its command's place; one that stands alone needs none."""
    if script.verbatim or not script.lines:
        return script
    first, *rest = script.lines
    return replace(script, lines=(f"echo {_MARK.format(*script.origins[0])} && {first}", *rest))


def last_marked(output: str) -> Origin | None:
    """Give the command that was printed last; None where none was."""
    found = _MARKS.findall(output)
    return (int(found[-1][0]), int(found[-1][1])) if found else None
