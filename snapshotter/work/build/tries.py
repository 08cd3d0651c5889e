"""What a mended Dockerfile needs of a session in a failed state: no failed try, of the step what succeeded.  Pure."""

from __future__ import annotations

from collections.abc import Callable
from difflib import SequenceMatcher

from msgspec.structs import replace

from snapshotter.model import Change, Snapshot
from snapshotter.shell.one_line.chain import chain

_MOUNT_POINT = "outside (mount point)"
_ALIKE = 0.7
"""How alike a command and the step are, of 1: `cat /etc/motd` and `cat /etc/mtod` are, `cat README` is not."""


def without_tries(snapshot: Snapshot, succeeded: str | None, step: str = "") -> Snapshot:
    """Return the record of a session as a recipe is made of it.

    `succeeded` is what of the step, which is the first command, ran without a failure; None if no step was played.
    What mounting made is left out, and what a failed command changed that is left out.  The last command that does what
    the text `step` does is kept though it changes nothing: the step may be a check.
    """
    changes = tuple(one for one in snapshot.changes if one.by != _MOUNT_POINT)
    found = replace(snapshot, changes=changes)
    if succeeded is not None and found.commands and found.commands[0].status != 0:
        again = _done_again(found, succeeded)
        if not succeeded:
            found = _without(found, lambda index: index == 0)
        elif again:
            found = _taken_over(found, again)
        else:
            first = replace(found.commands[0], text=succeeded, status=0, argv=())
            found = replace(found, commands=(first, *found.commands[1:]))
    lasting = {one.command for one in found.changes if not one.volatile}
    failed = {at for at, one in enumerate(found.commands) if one.status and at not in lasting and not one.state}
    return _with_check(_without(found, lambda index: index in failed), step)


def _with_check(snapshot: Snapshot, step: str) -> Snapshot:
    """Return the record, with the last command that does the step again kept if it left no lasting change."""
    lasting = {one.command for one in snapshot.changes if not one.volatile}
    again = [at for at, one in enumerate(snapshot.commands) if one.status == 0 and is_alike(one.text, step)]
    if not again or again[-1] in lasting:
        return snapshot
    kept = replace(snapshot.commands[again[-1]], in_recipe=True)
    return replace(snapshot, commands=(*snapshot.commands[: again[-1]], kept, *snapshot.commands[again[-1] + 1 :]))


def is_alike(text: str, step: str) -> bool:
    """Return whether a part of a command line is a part of the step, perhaps with a word changed."""
    return any(_alike(one, other) for one in _parts(text) for other in _parts(step))


def _parts(text: str) -> list[str]:
    found = chain(text)
    return [piece for part in found.parts for piece in _parts(part)] if found else [text]


def _alike(text: str, other: str) -> bool:
    words, others = text.split(), other.split()
    same = bool(words and others) and words[0] == others[0]
    return same and SequenceMatcher(None, " ".join(words), " ".join(others)).ratio() >= _ALIKE


def _plain(text: str) -> str:
    return " ".join(text.split())


def _done_again(snapshot: Snapshot, succeeded: str) -> int:
    """Return the index of a later command that did again what succeeded of the first, 0 for none."""
    wanted = _plain(succeeded)
    later = (at for at, one in enumerate(snapshot.commands) if at and one.status == 0 and wanted in _plain(one.text))
    return next(later, 0)


def _taken_over(snapshot: Snapshot, index: int) -> Snapshot:
    """Return the record without the first command, whose changes count as those of another one."""
    changes = tuple(_moved(one, index) if one.command == 0 else one for one in snapshot.changes)
    return _without(replace(snapshot, changes=changes), lambda at: at == 0)


def _moved(change: Change, index: int) -> Change:
    by = f"command {index + 1}" if change.by.startswith("command ") else change.by
    return replace(change, command=index, by=by)


def _without(snapshot: Snapshot, gone: Callable[[int], bool]) -> Snapshot:
    """Return the record without some commands and what they alone explain; the others keep theirs."""
    kept = [index for index in range(len(snapshot.commands)) if not gone(index)]
    number = {index: at for at, index in enumerate(kept)}
    changes = tuple(
        one if one.command is None else _moved(one, number[one.command])
        for one in snapshot.changes
        if one.command is None or one.command in number
    )
    return replace(snapshot, commands=tuple(snapshot.commands[index] for index in kept), changes=changes)
