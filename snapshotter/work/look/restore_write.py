"""Writes paths of a snapshot into a container as one stream, and removes those that it does not have."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence

from snapshotter.changes.compare import differing
from snapshotter.changes.history import below
from snapshotter.engine.api import Container, Engine
from snapshotter.errors import Conflict, NotFound, StoreError
from snapshotter.model import Entry, Snapshot, Tree, Workspace, parent
from snapshotter.rootfs.tar.entries import EntryWriter, writing
from snapshotter.store.home import Home
from snapshotter.work.look.diff import label
from snapshotter.work.look.restore_plan import Plan
from snapshotter.work.look.restore_states import States
from snapshotter.work.workspaces import STOP_SECONDS

_MOST_NAMED = 5
Stored = Callable[[Sequence[str]], Iterator[tuple[str, bytes]]]
"""Yields files with their bytes."""


def write_stream(
    engine: Engine,
    home: Home,
    workspace: Workspace,
    snapshots: Sequence[Snapshot],
    seq: int,
    states: States,
    chosen: Plan,
    scopes: Sequence[str],
    stream: tempfile.SpooledTemporaryFile[bytes],
    stored: Stored | None = None,
) -> None:
    """Write the stream of what is put back; `stored` yields the contents where they are not those of a snapshot."""
    wanted = states.wanted
    links = dict(_links(states, chosen.restored))
    files = [path for path in chosen.restored if wanted[path].kind == "file" and path not in links]
    missing = set(files)
    with writing(stream) as tar:
        for path in chosen.restored:
            if wanted[path].kind != "file":
                tar.add(path, wanted[path])
        for path, data in stored(files) if stored else _contents(engine, home, workspace, snapshots, seq, files):
            if len(data) != wanted[path].size:
                raise StoreError(
                    f"{path} cannot be read as it is in {label(seq)}", "`snap doctor` checks the snapshots"
                )
            tar.add(path, wanted[path], data)
            missing.discard(path)
        if missing:
            raise NotFound(
                f"the content of {named(sorted(missing))} in {label(seq)} is not available", "`snap doctor` checks it"
            )
        for path, target in links.items():
            tar.add_link(path, wanted[path], target)
        _keep_times(tar, states, chosen, scopes)


def _links(states: States, restored: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield (path, target) of the files that are written as hard links.

    The target is another file of the group: one that stays as it is, else the first that is written.
    """
    targets: dict[str, str] = {}
    written = set(restored)
    groups = {states.wanted[path].hardlink for path in restored} - {""}
    if groups and states.exact:
        for path, entry in states.wanted.items():
            if entry.hardlink in groups and path not in written and _is_same_file(entry, states.current.get(path)):
                targets.setdefault(entry.hardlink, path)
    for path in restored:
        entry = states.wanted[path]
        if entry.hardlink and entry.kind == "file":
            if entry.hardlink in targets:
                yield path, targets[entry.hardlink]
            else:
                targets[entry.hardlink] = path


def separated_links(states: States, restored: Sequence[str]) -> tuple[str, ...]:
    """Return the hard links that become files of their own: another name of the file has other content now."""
    written = set(restored)
    groups = {states.wanted[path].hardlink for path in restored} - {""}
    if not groups or not states.exact:
        return ()
    others = {
        entry.hardlink
        for path, entry in states.wanted.items()
        if entry.hardlink in groups and path not in written and not _is_same_file(entry, states.current.get(path))
    }
    return tuple(path for path in restored if states.wanted[path].hardlink in others)


def _is_same_file(wanted: Entry, current: Entry | None) -> bool:
    return current is not None and set(differing(wanted, current)) <= {"hardlink"}


def _keep_times(tar: EntryWriter, states: States, chosen: Plan, scopes: Sequence[str]) -> None:
    """Write the directories again in which names change: their times are those of before, or of the snapshot."""
    for path in sorted({parent(one) for one in (*chosen.restored, *chosen.removed)} - set(chosen.restored)):
        inside = any(below(path, scope) for scope in scopes)
        entry = (states.wanted if inside else states.current).get(path)
        if entry is not None and entry.kind == "directory" and path in states.current and states.exact:
            tar.add(path, entry)


def _contents(
    engine: Engine, home: Home, workspace: Workspace, snapshots: Sequence[Snapshot], seq: int, files: Sequence[str]
) -> Iterator[tuple[str, bytes]]:
    """Yield the files with their bytes, from the line, else from the image of the snapshot."""
    latest = {change.path: change for one in snapshots if one.seq <= seq for change in one.changes}
    missing = []
    with home.line.contents(workspace.name) as stored:
        for path in files:
            key = latest[path].content if path in latest else ""
            try:
                data = stored(key) if key else None
            except (NotFound, StoreError):  # the image has it too
                data = None
            if data is None:
                missing.append(path)
            else:
                yield path, data
    if missing:
        image = next((one.image for one in snapshots if one.seq == seq), workspace.base.id)
        yield from engine.read_files(image, missing)


def remove_paths(
    engine: Engine, workspace: Workspace, container: Container, current: Tree, paths: Sequence[str]
) -> None:
    """Remove paths, the deepest first; a stopped container runs meanwhile."""
    directories = [path for path in paths if current[path].kind == "directory"]
    files = [path for path in paths if current[path].kind != "directory"]
    stopped = container.state not in ("running", "restarting")
    if stopped and (workspace.service or container.state == "paused"):
        raise Conflict(
            f"{named(paths)} cannot be removed while the container of {workspace.name} is {container.state}",
            f"`snap shell {workspace.name}` makes it run; then try again",
        )
    if stopped:
        engine.start(container.id)
    try:
        engine.remove_paths(container.id, files, sorted(directories, reverse=True))
    finally:
        if stopped:
            engine.stop(container.id, STOP_SECONDS)


def named(paths: Sequence[str]) -> str:
    """Return paths in a message, the first ones by name."""
    more = len(paths) - _MOST_NAMED
    return ", ".join(paths[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
