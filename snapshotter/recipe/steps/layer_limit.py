"""Measures that keep a long session far below the number of layers that an image may have.

From `MANY` layers on, splitting a RUN is avoided: files are copied before it in one archive, long texts stay in it, and
a script that would need the exec form runs in a child shell inside it.  From `join_from` on, a RUN does not end with
its snapshot either.  Where that is not enough, archives of snapshots that follow each other become one.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from snapshotter.model import PLACEHOLDER
from snapshotter.recipe.model import Arg, Carry, Note, Script, Section, Step, User
from snapshotter.recipe.steps.script import RunBuilder, ShellProcess
from snapshotter.shell.quote import quote_always

MANY = 14
MOST = 125
"""Layers of an image with which every engine still works: overlay2 of Docker fails from 126 or 128 on."""


def join_from(base_layers: int) -> int:
    """Return the number of own layers from which on a RUN goes on across snapshots, given those of the base."""
    return max(0, min(60, (MOST - base_layers) // 2))


def with_joined_archives(sections: Sequence[Section], base_layers: int) -> list[Section]:
    """Return the sections; where they have more layers than an image may, archives that follow each other are one.

    The messages of the snapshots then stand above that one.
    """
    if base_layers + sum(_layers(step) for section in sections for step in section.steps) <= MOST:
        return list(sections)
    found: list[Section] = []
    for section in sections:
        last = next((at for at in range(len(found) - 1, -1, -1) if found[at].steps), None)
        above = None if last is None else found[last].steps[-1]
        first = section.steps[0] if section.steps else None
        if last is not None and isinstance(above, Carry) and isinstance(first, Carry) and above.packed and first.packed:
            message = found[last].message
            if len(section.steps) == 1:
                message, section = f"{message}\n{section.message}".strip("\n"), replace(section, message="")
            steps = (*found[last].steps[:-1], _joined(above, first))
            found[last] = replace(found[last], message=message, steps=steps)
            section = replace(section, steps=section.steps[1:])
        found.append(section)
    return found


def _layers(step: Step) -> int:
    """Return the number of layers that a step makes at least."""
    return 0 if isinstance(step, Arg | Note | User) else 1


def _joined(first: Carry, second: Carry) -> Carry:
    """Return one carry for two of which nothing is between; where both have a path, the second counts."""
    changes = {change.path: change for change in first.changes}
    for change in second.changes:
        before = changes[change.path].before if change.path in changes else change.before
        changes[change.path] = replace(change, before=before)
    seqs = dict(first.seqs) | {change.path: second.seqs.get(change.path, second.seq) for change in second.changes}
    reasons = dict.fromkeys([*first.reason.split("\n"), *second.reason.split("\n")])
    taken = {path: other for path, other in first.taken.items() if path not in {c.path for c in second.changes}}
    joined = tuple(changes.values())
    return replace(first, changes=joined, reason="\n".join(reasons), seqs=seqs, taken={**taken, **second.taken})


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
