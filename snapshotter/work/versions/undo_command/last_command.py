"""What a command changed that is not committed, and of which paths it is known what they were before it.  Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from snapshotter.changes.explain.timeline import TICK
from snapshotter.changes.explain.windows import open_shells
from snapshotter.changes.history import below
from snapshotter.errors import Conflict, NotFound
from snapshotter.model import Change, Command, Tree, parent
from snapshotter.rootfs.layer.birth import Birth
from snapshotter.shell.writes import Writes, writes_of
from snapshotter.store.journal.recorded import Recorded

_NANO = 10**9
EARLIER = "an earlier command that is not committed changed it too, or may have"
LATER = "it was changed after the command"
OUTSIDE = "it may have been changed before, by what is not recorded"
REMOVED = "an earlier command that is not committed made it, and the last one may have removed it"


class Last(Struct, frozen=True):
    """The last recorded command that is not committed, and what came before it."""

    command: Command
    earlier: tuple[Command, ...]
    """Those before it that are not committed and may have changed files."""
    has_gap: bool
    """Whether commands ran that are not recorded."""


class Found(Struct, frozen=True):
    """What a command changed."""

    paths: tuple[str, ...]
    """Known to have been before the command as they are in the last snapshot; sorted."""
    unknown: Mapping[str, str]
    """Other paths that it changed or may have changed → why it is not known what they were."""


def last_command(recorded: Recorded, name: str) -> Last:
    """Return the last command of a record; raises `NotFound` where there is none, `Conflict` where one still runs."""
    shells = open_shells(recorded)
    commands = [one for one in recorded.commands if one not in shells]
    if not commands:
        raise NotFound(
            f"no command of {name} is recorded since its last snapshot",
            f"`snap undo -n {name}` discards what changed since then; `snap op undo` undoes what `snap` did",
        )
    ended = [one for one in commands if one.end is not None]
    last = max(ended, key=lambda one: one.end or 0.0) if ended else commands[-1]
    for one in commands:
        if one is not last and (one.end is None or one.end > last.begin):
            raise Conflict(
                f"`{_first_line(one.text)}` ran at the same time as the last command, or still runs",
                f"end it and try again; `snap undo -n {name}` discards all that is not committed",
            )
    if last.end is None:
        raise Conflict(f"`{_first_line(last.text)}` still runs", "wait until it has ended, or end it, and try again")
    earlier = tuple(one for one in commands if one is not last and not _only_looks(one))
    return Last(last, earlier, bool(recorded.gaps))


def changed_by(
    last: Last,
    changes: Sequence[Change],
    committed: Tree,
    current: Tree,
    deleted_ns: Mapping[str, int],
    birth: Callable[[str], Birth | None],
    resolve: Callable[[str], str],
) -> Found:
    """Return what the last command changed, given all `changes` since the last snapshot.

    `birth` tells how a path came into the container's layer; `resolve` follows the symbolic links of a path that a
    command names.
    """
    begin = int((last.command.begin - TICK) * _NANO)
    end = int(((last.command.end or last.command.begin) + TICK) * _NANO)
    before = [_resolved(writes_of(one), resolve) for one in last.earlier]
    own = _resolved(writes_of(last.command), resolve)
    times = {change.path: _time(change, current, deleted_ns) for change in changes}
    strangers = any(time < begin and not _within(time, last.earlier) for time in times.values())
    silent = last.has_gap or strangers or None in before
    why = OUTSIDE if last.has_gap or strangers else EARLIER
    paths, unknown = [], dict[str, str]()
    groups = _groups(changes)
    for change in changes:
        path, time = change.path, times[change.path]
        mine = own is None or any(map(own.may_change, groups.get(path, {path})))
        made = birth(path)
        if time < begin or (not mine and _only_names_changed(change, committed, made, begin)):
            continue
        if time > end:
            if mine:
                unknown[path] = LATER
        elif not mine:
            unknown[path] = OUTSIDE
        elif any(one is not None and any(map(one.may_change, groups.get(path, {path}))) for one in before):
            unknown[path] = EARLIER
        elif silent and not (own and not own.replaces and _is_new(path, committed, made, begin)):
            unknown[path] = why
        else:
            paths.append(path)
    if last.earlier or silent:
        unknown |= _removed(own, before, times, committed, current, begin, silent=silent)
    return Found(tuple(sorted(paths)), dict(sorted(unknown.items())))


def _groups(changes: Sequence[Change]) -> dict[str, set[str]]:
    """Return the changed paths that are, or were, hard links of each other, for each of them."""
    members: dict[str, set[str]] = {}
    for change in changes:
        for entry in (change.before, change.after):
            if entry and entry.hardlink:
                members.setdefault(entry.hardlink, {entry.hardlink}).add(change.path)
    found: dict[str, set[str]] = {}
    for group in members.values():
        for path in group:
            found.setdefault(path, set()).update(group)
    return found


def _within(time: int, commands: Sequence[Command]) -> bool:
    return any(one.begin - TICK <= time / _NANO <= (one.end or one.begin) + TICK for one in commands)


def _is_new(path: str, committed: Tree, made: Birth | None, begin: int) -> bool:
    """Return whether the container's layer had no such path at a time, provided that no file was replaced since."""
    if made is None or made.time_ns < begin:
        return False
    return path not in committed or made.copied_up


def _only_names_changed(change: Change, committed: Tree, made: Birth | None, begin: int) -> bool:
    """Return whether a directory was there at a time, and since then only names in it changed."""
    after = change.after
    if after is None or after.kind != "directory" or after.ctime_ns != after.mtime_ns:
        return False
    return change.path in committed or (made is not None and 0 < made.time_ns < begin)


def _removed(
    own: Writes | None,
    before: Sequence[Writes | None],
    times: Mapping[str, int],
    committed: Tree,
    current: Tree,
    begin: int,
    *,
    silent: bool,
) -> dict[str, str]:
    """Return the paths that earlier commands may have made and the last one removed: nothing is left of them."""
    if own is not None and not own.replaces:
        return {}
    if own is not None and silent:
        named = own.paths | own.trees
        return {path: REMOVED for path in named if path not in times or path not in committed}
    found: dict[str, str] = {}
    for one in before:
        for path in one.paths | one.trees if one else ():
            touched = own is None or own.may_change(path)
            if touched and path not in current and path not in committed:
                found[path] = REMOVED
        for tree in one.trees if one else ():
            touched = own is None or own.may_change(tree) or any(below(mine, tree) for mine in own.paths | own.trees)
            if touched and any(
                entry.kind == "directory" and entry.ctime_ns >= begin and below(path, tree)
                for path, entry in current.items()
            ):
                found[tree] = REMOVED
    if silent:  # neither is known
        found |= dict.fromkeys(
            (path for path, entry in current.items() if entry.kind == "directory" and entry.ctime_ns >= begin), REMOVED
        )
    return found


def _time(change: Change, current: Tree, deleted_ns: Mapping[str, int]) -> int:
    """Return when a path last changed; of a deleted one a time at which it was deleted already."""
    if change.after is not None:
        return change.after.ctime_ns
    path = change.path
    while path != "/":
        if path in deleted_ns:
            return deleted_ns[path]
        path = parent(path)
        if path in current:
            return current[path].ctime_ns
    return 0


def _resolved(writes: Writes | None, resolve: Callable[[str], str]) -> Writes | None:
    """Return what is written with symbolic links followed: both the link and what it leads to."""
    if writes is None:
        return None

    def both(paths: frozenset[str]) -> frozenset[str]:
        return paths | {resolve(path) for path in paths}

    return Writes(both(writes.paths), both(writes.trees), writes.replaces)


def _only_looks(command: Command) -> bool:
    return writes_of(command) == Writes()


def _first_line(text: str) -> str:
    return text.strip().split("\n")[0][:60]
