"""Attribution of each change to a command, to a package or to neither, and whether its path is volatile."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from functools import cache

from msgspec import Struct, field
from msgspec.structs import replace

from snapshotter.changes import volatile
from snapshotter.changes.compare import only_attributes
from snapshotter.changes.explain.labels import labelled
from snapshotter.changes.explain.moved import directory_command, moved_with_directory
from snapshotter.changes.explain.timeline import SECOND, TICK, Timeline
from snapshotter.changes.explain.without_ctime import WithoutCtime, first_entries
from snapshotter.changes.explain.writers import Jobs
from snapshotter.changes.packages.owners import Owners
from snapshotter.model import SILENT, Change, Command, Entry, Tree, parent
from snapshotter.shell.jobs import only_waits, waited_for
from snapshotter.shell.read_by_shell import read_by_shell

_NANO = 10**9


class Evidence(Struct, frozen=True):
    """What is known in addition to the changes themselves; each part may be missing."""

    after: Tree = field(default_factory=dict)
    """The file system after the changes: the time of a directory shows when something was deleted in it."""
    deleted_ns: Mapping[str, int] = field(default_factory=dict)
    """`Layer.deleted_ns` of a layer that was read in place."""
    owners: Owners | None = None
    """The package databases after the changes."""
    fresh: Set[str] = frozenset()
    """"NAME VERSION" of the packages that were installed or upgraded by the changes."""
    digest: Callable[[str, str], str] | None = None
    """Returns the digest of a file after the changes as hex for (path, algorithm), "" if it is not available."""
    volatile: volatile.Rules = ()
    """The workspace's own rules, in addition to those for every workspace."""
    unrecorded: Mapping[int, str] = field(default_factory=dict)
    """Indexes of times in which a shell ran commands that are not recorded, given as commands → why they are not."""


def attribute(
    changes: list[Change], commands: Sequence[Command], evidence: Evidence | None = None, *, resolution: float = TICK
) -> list[Change]:
    """Replace each change by one with `command`, `package`, `volatile` and `by` filled in; return the same list.

    `resolution` is the number of seconds by which time stamps of the file system may be too early.
    """
    known = evidence or Evidence()
    commands = [read_by_shell(command) for command in commands] if any(c.argv for c in commands) else commands
    jobs = waited_for(commands)
    yielding = {index for index, why in known.unrecorded.items() if why == SILENT}
    timeline = Timeline(_with_jobs(commands, jobs), yielding | _only_waiting(commands, jobs))
    without_ctime = cache(lambda: _without_ctime(changes, timeline, known))
    context = _Context(timeline, known, _first_entries(changes), without_ctime, resolution, Jobs(commands), commands)
    for at, change in enumerate(changes):  # two lists of half a million changes would be 60 MB more
        changes[at] = _explained(change, context)
    _follow_directories(changes, known)
    return changes


def _with_jobs(commands: Sequence[Command], jobs: Mapping[int, int]) -> Sequence[Command]:
    """Return the commands, those in the background until the end of the command that waited for them."""
    if not jobs:
        return commands
    return [
        replace(command, end=commands[jobs[index]].end) if index in jobs else command
        for index, command in enumerate(commands)
    ]


def _only_waiting(commands: Sequence[Command], jobs: Mapping[int, int]) -> set[int]:
    return {index for index in jobs.values() if only_waits(commands[index].text)}


def _follow_directories(changes: list[Change], known: Evidence) -> None:
    """Attribute what moved together with a directory to the command that moved the directory."""
    moved = moved_with_directory(changes)
    if not moved:
        return
    commands = {
        change.path: change.command
        for change in changes
        if change.command is not None and change.change == "added" and change.after and change.after.kind == "directory"
    }
    for at, change in enumerate(changes):
        if change.path in moved and change.command is None and not change.package:
            command = directory_command(change.path, commands)
            if command is not None:
                changes[at] = _labelled(change, command, "", change.modifies, change.volatile, known)


class _Context(Struct, frozen=True):
    """Everything that is needed to explain one change."""

    timeline: Timeline
    known: Evidence
    first_entries: Mapping[str, int]
    """New directories → the earliest change time of a new path in them, in nanoseconds."""
    without_ctime: Callable[[], WithoutCtime]
    """Returns what explains changes without change times: either no change has one, or all have."""
    resolution: float
    jobs: Jobs
    commands: Sequence[Command]


def _without_ctime(changes: Sequence[Change], timeline: Timeline, known: Evidence) -> WithoutCtime:
    new = frozenset(c.path for c in changes if c.change == "added" and c.after and c.after.kind == "directory")
    earliest = first_entries(changes, timeline.first_begin)
    return WithoutCtime(timeline, known.after, known.owners, known.fresh, new, earliest)


def _first_entries(changes: Sequence[Change]) -> dict[str, int]:
    """Return for each new directory the earliest change time of a new path in it: it was made by then."""
    earliest: dict[str, int] = {}
    for change in changes:
        after, path = change.after, change.path
        if change.change != "added" or after is None or not after.ctime_ns:
            continue
        stamp = after.ctime_ns
        if after.kind != "directory":
            path = path.rpartition("/")[0] or "/"  # half a million files need no entry of their own
        while path != "/" and stamp < earliest.get(path, stamp + 1):
            earliest[path] = stamp
            path = parent(path)
    return earliest


def _explained(change: Change, context: _Context) -> Change:
    why = volatile.reason(change.path, context.known.volatile)
    if change.after is None:
        return _labelled(change, _deleting_command(change.path, context), "", "", why, context.known)
    package, modifies = _package(change.path, change.after, context.known)
    command = _command(change, change.after, package, context)
    if package and (
        _edited_since(change.path, change.after, command, context)
        or (package not in context.known.fresh and only_attributes(change))
    ):
        package, modifies = "", package
    return _labelled(change, command, package, modifies, why, context.known)


def _labelled(
    change: Change, command: int | None, package: str, modifies: str, why_volatile: str, known: Evidence
) -> Change:
    unrecorded = known.unrecorded.get(command, "") if command is not None else ""
    return labelled(change, None if unrecorded else command, package, modifies, why_volatile, unrecorded)


def _edited_since(path: str, entry: Entry, command: int | None, context: _Context) -> bool:
    """Return whether a file whose package records no digest was written by another command after the installation."""
    owners = context.known.owners
    if owners is None or entry.kind != "file" or owners.expected(path) is not None:
        return False
    stamp_file = owners.stamp_file(path)
    stamp = context.known.after.get(stamp_file)
    if stamp is None or not stamp.ctime_ns or not entry.ctime_ns or path == stamp_file:
        return False
    return entry.ctime_ns > stamp.ctime_ns and command != _command_at(stamp.ctime_ns, "", context)


def _command(change: Change, after: Entry, package: str, context: _Context) -> int | None:
    """Return the index of the command that last changed a path that still exists, None if none did."""
    if not after.ctime_ns:
        return context.without_ctime().command(change, after, package)
    # overlayfs copies a file of a lower layer up at its first write, which stamps the directory above it as well
    if after.kind == "directory" and (change.change == "changed" or _stamped_by_content(after)):
        first_entry = _made_by(change.path, context) / _NANO if change.change == "added" else None
        return context.timeline.directory_at(
            after.ctime_ns / _NANO, change.path, first_entry, context.resolution, existing=context.known.after
        )
    return _writing_command(after.ctime_ns, change.path, context)


def _writing_command(stamp: int, path: str, context: _Context) -> int | None:
    """Return the command that ran at a time; a job that names the path goes before one that does not."""
    index = _command_at(stamp, path, context)
    if index is not None and path.rpartition("/")[2] in context.commands[index].text:
        return index
    job = context.jobs.writer(path, stamp / _NANO)
    return index if job is None else job


def _deleting_command(path: str, context: _Context) -> int | None:
    stamp, above = _deletion(path, context.known)
    if not stamp:
        return None
    return context.timeline.deletion_at(stamp / _NANO, path, above, _lag(stamp, context.resolution))


def _made_by(path: str, context: _Context) -> int:
    """Return a time at which a new directory existed: when it was made, the directory above was stamped as well."""
    above = context.known.after.get(parent(path))
    first_entry = context.first_entries[path]
    return min(first_entry, above.ctime_ns) if above and above.ctime_ns else first_entry


def _stamped_by_content(entry: Entry) -> bool:
    """Return whether the change time of a directory is only the time when a name in it was last added or removed."""
    return entry.ctime_ns == entry.mtime_ns


def _command_at(stamp: int, path: str, context: _Context) -> int | None:
    if not stamp:
        return None
    return context.timeline.command_at(stamp / _NANO, path, _lag(stamp, context.resolution))


def _lag(stamp: int, resolution: float) -> float:
    # layers from a tar stream have whole seconds only
    return resolution if stamp % _NANO else SECOND


def _stamp(entry: Entry) -> int:
    return entry.ctime_ns or entry.mtime_ns


def _deletion(path: str, known: Evidence) -> tuple[int, list[str]]:
    """Return a time at which a path was deleted already, and the directories above it that were deleted with it.

    The time is that of the whiteout or of the directory that is left; 0 if it is unknown.
    """
    above: list[str] = []
    while path != "/":
        if path in known.deleted_ns:
            return known.deleted_ns[path], above
        path = parent(path)
        if path in known.after:
            return _stamp(known.after[path]), above
        above.append(path)
    return 0, above


def _package(path: str, entry: Entry, known: Evidence) -> tuple[str, str]:
    """Return (owner, "") for a path that is as its package installed it, ("", owner) for a file that is not.

    The result is ("", "") if no package owns the path, or if that cannot be decided.
    """
    owner = known.owners.owner(path) if known.owners else ""
    if not owner or known.owners is None:
        return "", ""
    expected = known.owners.expected(path) if entry.kind == "file" else None
    unpacked = owner if owner in known.fresh else ""
    if expected is None:
        return unpacked, ""
    digest = entry.digest if expected.algorithm == "sha256" else ""
    if not digest and known.digest:
        digest = known.digest(path, expected.algorithm)
    if not digest:
        return ("" if expected.configuration else unpacked), ""
    return (owner, "") if digest == expected.hexdigest else ("", owner)
