"""The command that wrote a file's content, where a later one set only its owner or mode: a pure function of the times.

A change belongs to the last command that changed the path, which after `chown -R` is the `chown` for a whole tree.
Setting owner or mode leaves the modification time as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from snapshotter.changes.explain.timeline import TICK, Timeline
from snapshotter.model import Change, Command, Entry, resolve
from snapshotter.regex import regex
from snapshotter.shell.jobs import in_background
from snapshotter.shell.programs import STATE

if TYPE_CHECKING:
    from snapshotter.shell.simple import Simple

_NANO = 10**9
ADJUSTERS = frozenset("chgrp chmod chown setfacl".split())


_WORD = regex(r"[^\s;&|()<>'\"`=]+")


class Jobs:
    """The commands that the shell did not wait for, which may write to the files they name at any later time."""

    def __init__(self, commands: Sequence[Command]) -> None:
        jobs = [one for one in enumerate(commands) if "&" in one[1].text and in_background(one[1].text)]
        self._jobs = [(command, index, _targets(command)) for index, command in reversed(jobs)]

    def writer(self, path: str, stamp: float) -> int | None:
        """Return the last of them begun by `stamp` that redirects to a path, or has it in its text."""
        for command, index, targets in self._jobs:
            if command.begin <= stamp + TICK and path in targets:
                return index
        return None


def _targets(command: Command) -> set[str]:
    from snapshotter.shell.facts import facts  # loads the parser

    written = {resolve(command.cwd, target) for target in facts(command.text).writes if target}
    return written | {word for word in _WORD.findall(command.text) if word.startswith("/")}


def content_writers(changes: Sequence[Change], commands: Sequence[Command]) -> Mapping[str, int | None]:
    """Return the files that a command changed without writing content → the command that wrote it, None if none did.

    A time of whole seconds is that of an archive, as `docker cp` and `tar` read it: nothing shows who brought it.
    """
    only_adjusts = {index for index, command in enumerate(commands) if sets_attributes_only(command.text)}
    if not only_adjusts:
        return {}
    others = [index for index in range(len(commands)) if index not in only_adjusts]
    timeline, jobs = Timeline([commands[index] for index in others]), Jobs(commands)
    found: dict[str, int | None] = {}
    for change in changes:
        entry = change.after
        if entry is None or entry.kind != "file" or change.command not in only_adjusts or not entry.mtime_ns:
            continue
        if change.before is not None and change.before.digest == entry.digest:
            continue
        adjuster, stamp = commands[change.command], entry.mtime_ns / _NANO
        at = None if is_archived(entry) else timeline.command_at(stamp, change.path, TICK)
        writer = None if at is None else others[at]
        if writer is None or change.path.rpartition("/")[2] not in commands[writer].text:
            job = jobs.writer(change.path, stamp)
            writer = writer if job is None else job
        if stamp + TICK < adjuster.begin if writer is None else commands[writer].begin <= adjuster.begin:
            found[change.path] = writer
    return found


def is_archived(entry: Entry) -> bool:
    """Return whether a file has a modification time of whole seconds where its change time has a fraction.

    Archives hold such times, and what reads them sets them: `tar`, package managers, `docker cp`.
    """
    return bool(entry.mtime_ns) and not entry.mtime_ns % _NANO and bool(entry.ctime_ns % _NANO)


def sets_attributes_only(text: str) -> bool:
    """Return whether a command line sets owners or modes and changes nothing else, as far as its text says."""
    if not any(name in text for name in ADJUSTERS):
        return False
    from snapshotter.shell.facts import facts  # loads the parser

    known = facts(text)
    if not known.parsed or known.writes or known.functions or not any(map(only_adjusts, known.commands)):
        return False
    return all(only_adjusts(one) or one.name in STATE or one.only_looks for one in known.commands)


def only_adjusts(simple: Simple) -> bool:
    """Return whether a simple command sets owners or modes: one of their programs, or `find` that runs only those."""
    if simple.name != "find":
        return simple.name in ADJUSTERS
    runs = {after for word, after in pairwise(simple.args) if word in ("-exec", "-execdir")}
    return bool(runs) and runs <= ADJUSTERS and "-delete" not in simple.args
