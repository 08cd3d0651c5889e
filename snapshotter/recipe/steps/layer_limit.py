"""What a recipe of many layers does differently, so that a long session stays far below what an image may have.

From `MANY` layers on nothing parts a RUN in two where that can be helped: files are copied in ahead of it in one
archive, long texts stay in it, and what only the exec form could say goes to a shell of its own inside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from snapshotter.model import PLACEHOLDER
from snapshotter.recipe.model import Script
from snapshotter.recipe.steps.script import Chain, Place
from snapshotter.shell.quote import always

MANY = 14


def elsewhere(chain: Chain) -> Chain:
    """Give the chain of a shell started inside another one: it inherits the mask, and stands nowhere in particular."""
    inside = Chain(chain.start)
    inside.outer = Place(None, umask=chain.outer.umask)
    return inside


def in_children(scripts: Sequence[Script]) -> list[Script]:
    """Give verbatim scripts as commands that run them in shells of their own; none where only the exec form will do."""
    return [_in_child(script) for script in scripts] if all(map(_may_be_inside, scripts)) else []


def _may_be_inside(script: Script) -> bool:
    plain = not PLACEHOLDER.search(script.verbatim) and not script.user
    return bool(script.verbatim) and plain and script.shell.split()[0] in ("sh", "bash")


def _in_child(script: Script) -> Script:
    words = [f"    {always(line)}" for line in script.verbatim.split("\n")]
    head = f"{script.shell} -c \"$(printf '%s\\n'"
    return replace(script, lines=(head, *words[:-1], words[-1] + ')"'), shell="sh", verbatim="")
