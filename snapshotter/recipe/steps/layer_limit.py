"""Measures that keep a long session far below the number of layers that an image may have.

From `MANY` layers on, splitting a RUN is avoided: files are copied before it in one archive, long texts stay in it, and
a script that would need the exec form runs in a child shell inside it.  From `join_from` on, a RUN does not end with
its snapshot either.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from snapshotter.model import PLACEHOLDER
from snapshotter.recipe.model import Script
from snapshotter.recipe.steps.script import RunBuilder, ShellProcess
from snapshotter.shell.quote import quote_always

MANY = 14
MOST = 125
"""Layers of an image with which every engine still works: overlay2 of Docker fails from 126 or 128 on."""


def join_from(base_layers: int) -> int:
    """Return the number of own layers from which on a RUN goes on across snapshots, given those of the base."""
    return max(0, min(60, (MOST - base_layers) // 2))


def child_run(run: RunBuilder) -> RunBuilder:
    """Return the builder for a child shell: it inherits the umask, and its directory is unknown."""
    child = RunBuilder(run.start)
    child.outer = ShellProcess(None, umask=run.outer.umask)
    return child


def as_child_shells(scripts: Sequence[Script]) -> list[Script]:
    """Return verbatim scripts as commands that run them in child shells; empty if one of them needs the exec form."""
    return [_as_child(script) for script in scripts] if all(map(_can_be_child, scripts)) else []


def _can_be_child(script: Script) -> bool:
    plain = not PLACEHOLDER.search(script.verbatim) and not script.user
    return bool(script.verbatim) and plain and script.shell.split()[0] in ("sh", "bash")


def _as_child(script: Script) -> Script:
    words = [f"    {quote_always(line)}" for line in script.verbatim.split("\n")]
    head = f"{script.shell} -c \"$(printf '%s\\n'"
    return replace(script, lines=(head, *words[:-1], words[-1] + ')"'), shell="sh", verbatim="")
