"""Owns saying what explains each change: a command, a package, nothing that was recorded, or that it is volatile."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from functools import cache

from msgspec import Struct, field

from snapshotter.changes import volatile
from snapshotter.changes.compare import only_attributes
from snapshotter.changes.explain.labels import labelled
from snapshotter.changes.explain.timeline import SECOND, TICK, Windows
from snapshotter.changes.explain.without_ctime import Untimed, filled
from snapshotter.changes.packages.owners import Owners
from snapshotter.model import Change, Command, Entry, Tree, parent

_NANO = 10**9


class Evidence(Struct, frozen=True):
    """What is known beside the changes themselves; each part may be lacking."""

    after: Tree = field(default_factory=dict)
    """The file system after the changes: directories tell when something was deleted in them."""
    deleted_ns: Mapping[str, int] = field(default_factory=dict)
    """`Layer.deleted_ns` of the layer read in place."""
    owners: Owners | None = None
    """The package databases after the changes."""
    fresh: Set[str] = frozenset()
    """"NAME VERSION" of the packages that were installed or upgraded meanwhile."""
    digest: Callable[[str, str], str] | None = None
    """Gives (path, algorithm) the digest of a file after the changes as hex, "" where it cannot."""
    volatile: volatile.Rules = ()
    """Rules of the workspace's own beside those that hold everywhere."""


def attribute(
    changes: list[Change], commands: Sequence[Command], evidence: Evidence | None = None, *, resolution: float = TICK
) -> list[Change]:
    """Put in the place of each change one with `command`, `package`, `volatile` and `by` filled in; gives the list.

    `resolution`: how many seconds a file system's time stamps may lag.
    """
    known = evidence or Evidence()
    windows = Windows(commands)
    history = _History(windows, known, _filled(changes), cache(lambda: _untimed(changes, windows, known)), resolution)
    for at, change in enumerate(changes):  # two lists of half a million changes would be 60 MB more
        changes[at] = _explained(change, history)
    return changes


class _History(Struct, frozen=True):
    """All that explaining one change needs to look at."""

    windows: Windows
    known: Evidence
    filled: Mapping[str, int]
    """New directories → the earliest stamp of a new path in them, in nanoseconds."""
    untimed: Callable[[], Untimed]
    """Gives what tells of changes whose times are not known: none of them, or all."""
    resolution: float


def _untimed(changes: Sequence[Change], windows: Windows, known: Evidence) -> Untimed:
    new = frozenset(c.path for c in changes if c.change == "added" and c.after and c.after.kind == "directory")
    return Untimed(windows, known.after, known.owners, known.fresh, new, filled(changes, windows.began))


def _filled(changes: Sequence[Change]) -> dict[str, int]:
    """Give for each new directory a time no earlier than its making: what is in it came later."""
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


def _explained(change: Change, history: _History) -> Change:
    why = volatile.reason(change.path, history.known.volatile)
    package = modifies = ""
    if change.after is not None:
        package, modifies = _package(change.path, change.after, history.known)
    command = _command(change, package, history)
    if (
        package
        and change.after is not None
        and (
            _edited_since(change.path, change.after, command, history)
            or (package not in history.known.fresh and only_attributes(change))
        )
    ):
        package, modifies = "", package
    return labelled(change, command, package, modifies, why)


def _edited_since(path: str, entry: Entry, command: int | None, history: _History) -> bool:
    """Tell whether a file of which its package says no digest was written by another command than the package."""
    owners = history.known.owners
    if owners is None or entry.kind != "file" or owners.expected(path) is not None:
        return False
    witness = history.known.after.get(owners.witness(path))
    if witness is None or not witness.ctime_ns or not entry.ctime_ns or path == owners.witness(path):
        return False
    return entry.ctime_ns > witness.ctime_ns and command != _at(witness.ctime_ns, "", history)


def _command(change: Change, package: str, history: _History) -> int | None:
    windows = history.windows
    if change.after is None:
        stamp, gone = _deletion(change.path, history.known)
        lag = _lag(stamp, history.resolution)
        return windows.deletion_at(stamp / _NANO, change.path, gone, lag) if stamp else None
    if not change.after.ctime_ns:
        return history.untimed().command(change, change.after, package)
    # the first write to a file of a lower layer stamps the directory above it, too: overlayfs copies the file up
    if change.after.kind == "directory" and (change.change == "changed" or _stamped_by_content(change.after)):
        filled = _made_by(change.path, history) / _NANO if change.change == "added" else None
        return windows.directory_at(
            change.after.ctime_ns / _NANO, change.path, filled, history.resolution, there=history.known.after
        )
    return _at(change.after.ctime_ns, change.path, history)


def _made_by(path: str, history: _History) -> int:
    """Give a time no earlier than the making of a new directory: a name came into the one above it then, too."""
    above = history.known.after.get(parent(path))
    filled = history.filled[path]
    return min(filled, above.ctime_ns) if above and above.ctime_ns else filled


def _stamped_by_content(entry: Entry) -> bool:
    """Tell whether the change time of a directory only says when a name in it last came or went."""
    return entry.ctime_ns == entry.mtime_ns


def _at(stamp: int, path: str, history: _History) -> int | None:
    return history.windows.command_at(stamp / _NANO, path, _lag(stamp, history.resolution)) if stamp else None


def _lag(stamp: int, resolution: float) -> float:
    # layers out of a stream have whole seconds only
    return resolution if stamp % _NANO else SECOND


def _stamp(entry: Entry) -> int:
    return entry.ctime_ns or entry.mtime_ns


def _deletion(path: str, known: Evidence) -> tuple[int, list[str]]:
    """Give a time no earlier than a deletion, of its mark or of the directory that is left; and what went with it."""
    gone: list[str] = []
    while path != "/":
        if path in known.deleted_ns:
            return known.deleted_ns[path], gone
        path = parent(path)
        if path in known.after:
            return _stamp(known.after[path]), gone
        gone.append(path)
    return 0, gone


def _package(path: str, entry: Entry, known: Evidence) -> tuple[str, str]:
    """Give the owner of a path where the path is as the package brought it; else the owner of a file that is not."""
    owner = known.owners.owner(path) if known.owners else ""
    if not owner or known.owners is None:
        return "", ""
    expected = known.owners.expected(path) if entry.kind == "file" else None
    unpacked = owner if owner in known.fresh else ""
    if expected is None:
        return unpacked, ""
    if expected.algorithm == "sha256":
        found = entry.digest or (known.digest(path, expected.algorithm) if known.digest else "")
    else:
        found = known.digest(path, expected.algorithm) if known.digest else ""
    if not found:
        return ("" if expected.configuration else unpacked), ""
    return (owner, "") if found == expected.hexdigest else ("", owner)
