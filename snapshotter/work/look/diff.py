"""The differences between two states of a workspace: the base, a snapshot, or the container as it is now."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from snapshotter.changes.compare import differing, only_attributes
from snapshotter.changes.history import below, inverted, join_changes, normal
from snapshotter.errors import EngineError, NotFound, UsageError
from snapshotter.model import Change, Progress, Snapshot, Workspace, no_progress
from snapshotter.store.home import Home
from snapshotter.store.read import Damaged
from snapshotter.work.select import find

if TYPE_CHECKING:
    from snapshotter.changes.explain.sources import FileSource
    from snapshotter.engine.api import Connect, Engine

NOW = -1
"""The state "as the container is now"; 0 is the base, other numbers are snapshots."""
TEXT_LIMIT = 1 << 20
"""Bytes of a file beyond which its lines are not compared."""


class Difference(Struct, frozen=True):
    """Two states and the changes between them."""

    name: str
    old: int
    new: int
    changes: tuple[Change, ...]
    snapshots: tuple[Snapshot, ...] = ()
    """Those of the workspace's line that can be read, all of them."""
    branches: Mapping[int, tuple[Snapshot, ...]] = {}
    """For a state that is not on that line: the snapshots up to it."""


def difference(
    connect: Connect,
    home: Home,
    name: str,
    revs: Sequence[str],
    paths: Sequence[str],
    progress: Progress = no_progress,
    *,
    digests: bool = True,
) -> Difference:
    """Return the changes between two states: two `revs`; one and now; or, without any, the last snapshot and now.

    With `paths` only changes at or below one of them are returned.  An engine is needed only if "now" is compared.
    Without `digests` contents are read only if needed to see whether a path changed.
    """
    read = home.line.readable(name)
    last = Place(read[-1].seq if read else 0)
    places = [_place(home, rev, name, read) for rev in revs]
    before = places[0] if places else last
    after = places[1] if len(places) > 1 else Place(NOW)
    old, new = before.seq, after.seq
    changes = _changes(connect, home, name, read, before, after, progress, digests=digests)
    snapshots = tuple(one for one in read if isinstance(one, Snapshot))
    elsewhere = {place.seq: tuple(map(_intact, place.line)) for place in (before, after) if place.line}
    if paths:
        from snapshotter.work.secrets.names import name_mask

        names = name_mask(home, name, snapshots)
        wanted = [names.path(normal(path)) for path in paths]
        changes = [change for change in changes if any(below(change.path, path) for path in wanted)]
    return Difference(name, old, new, tuple(changes), snapshots, elsewhere)


class Place(Struct, frozen=True):
    """Where a state is."""

    seq: int
    """As in `Difference`."""
    line: tuple[Snapshot | Damaged, ...] = ()
    """The snapshots up to it, oldest first, where it is not on the workspace's line."""


def _place(home: Home, rev: str, name: str, read: Sequence[Snapshot | Damaged]) -> Place:
    if rev in ("0", "base"):
        return Place(0)
    try:
        found = find(home.line, name, rev)
        if any(one.id == found.id for one in read):
            return Place(found.seq)
        return Place(found.seq, tuple(home.line.readable(name, found.id)))
    except NotFound as error:
        raise NotFound(error.message, f"{error.hint};\n`base` is the base image; a path begins with a slash") from error


def _changes(
    connect: Connect,
    home: Home,
    name: str,
    found: Sequence[Snapshot | Damaged],
    old: Place,
    new: Place,
    progress: Progress,
    *,
    digests: bool,
) -> list[Change]:
    if new.seq == NOW:
        steps = _steps(_up_to(old, found), found)
        return _until_now(connect(), home, home.workspaces.get(name), found, steps, progress, digests=digests)
    return join_changes(_steps(_up_to(old, found), _up_to(new, found)))


def _up_to(place: Place, found: Sequence[Snapshot | Damaged]) -> Sequence[Snapshot | Damaged]:
    """Return the snapshots up to a state, oldest first; `found` are those of the workspace's line."""
    if place.line:
        return place.line
    count = next((number for number, one in enumerate(found, 1) if one.seq == place.seq), 0) if place.seq else 0
    return found[:count]


def _steps(old: Sequence[Snapshot | Damaged], new: Sequence[Snapshot | Damaged]) -> list[Sequence[Change]]:
    """Return the changes that lead from one state to another: back to the snapshot that both have, and on from it.

    Raises `UsageError` where they have none and their base images differ.
    """
    same = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a.id != b.id), min(len(old), len(new)))
    back = [_intact(one) for one in old[same:]]
    on = [_intact(one) for one in new[same:]]
    if not same and back and on and back[0].base.layers != on[0].base.layers:
        raise UsageError(
            f"snapshots {back[-1].seq} and {on[-1].seq} are of different base images, so their records do not compare",
            f"compare each with its own: `snap diff base {on[-1].seq}`",
        )
    undone = inverted(join_changes(one.changes for one in back))
    return [*([undone] if undone else []), *(one.changes for one in on)]


def _intact(one: Snapshot | Damaged) -> Snapshot:
    """Return a snapshot; raises the error of one that cannot be read."""
    if isinstance(one, Damaged):
        raise one.error
    return one


def _until_now(
    engine: Engine,
    home: Home,
    workspace: Workspace,
    read: Sequence[Snapshot | Damaged],
    steps: Sequence[Sequence[Change]],
    progress: Progress,
    *,
    digests: bool,
) -> list[Change]:
    """Return the changes of the snapshots' `steps` and those since; raises `EngineError` if these are not known."""
    from snapshotter.work.commit.draft import intact_tail  # these take 100 ms that the line alone does not need
    from snapshotter.work.container import find
    from snapshotter.work.status import uncommitted, with_moves

    snapshots, damage = intact_tail(read)
    recorded = home.recorded_since(workspace.name, snapshots[-1] if snapshots else None)
    container = find(engine, home, workspace)
    # a file that a step changed may have the content again that it had before
    needed = {change.path for step in steps for change in step}
    found = uncommitted(
        engine,
        home,
        workspace,
        container,
        recorded,
        snapshots,
        digests=digests,
        needed=needed,
        progress=progress,
        whole=not damage,
    )
    if found is None or container.upper is None:
        raise EngineError(
            "the container's layer cannot be read from here, so what it holds now is not known exactly",
            "`snap status` shows what the engine reports; after `snap commit`, compare two snapshots",
        )
    if not steps:
        return list(found.changes)
    return list(with_moves(tuple(join_changes([*steps, found.changes])), container.upper, progress))


def label(state: int) -> str:
    """Return the name of a state for people."""
    return {NOW: "now", 0: "base"}.get(state, f"snapshot {state}")


class Contents:
    """The contents of files in a state, read from the line, else from an image or the container."""

    def __init__(
        self,
        connect: Connect,
        home: Home,
        name: str,
        snapshots: Sequence[Snapshot] | None = None,
        branches: Mapping[int, Sequence[Snapshot]] | None = None,
    ) -> None:
        """`name` is that of the workspace; `snapshots` are those of its line, where they were read already.

        `branches` are as in `Difference`.
        """
        self._branches = branches or {}
        self._connect, self._home, self._name = connect, home, name
        if snapshots is None:
            snapshots = [one for one in home.line.readable(name) if isinstance(one, Snapshot)]
        self._snapshots = snapshots
        self._by_path: dict[int, dict[str, Change]] = {}
        self._fetched: dict[tuple[str, str], bytes | None] = {}
        self._stored: dict[str, bytes] = {}

    def fetch(self, found: Difference, progress: Progress = no_progress) -> None:
        """Read in advance what the line differences of all changes need: from images in one pass per image."""
        wanted: dict[str, set[str]] = {}
        keys: set[str] = set()
        for change in filter(has_lines, found.changes):
            for seq, entry in ((found.old, change.before), (found.new, change.after)):
                if entry and entry.kind == "file" and seq != NOW:
                    image = self._image(seq, change.path)
                    if image:
                        wanted.setdefault(image, set()).add(change.path)
                    else:
                        keys.add(self._key(seq, change.path))
        self._stored.update(self._from_line(keys))
        for image, paths in wanted.items():
            progress("reading the files from their image")
            self._fetched.update({(image, path): None for path in paths})
            try:
                files = self._connect().read_files(image, sorted(paths))
                self._fetched.update({(image, path): data for path, data in files if len(data) <= TEXT_LIMIT})
            except NotFound:
                continue

    def get(self, state: int, path: str) -> bytes | None:
        """Return a regular file's bytes; None if it is not available or longer than `TEXT_LIMIT`."""
        if state != NOW:
            return self._committed(state, path)
        source = self._container()
        data = source.changed({path: TEXT_LIMIT}).get(path) if source else None
        if data is not None:
            return data
        return self._committed(self._snapshots[-1].seq if self._snapshots else 0, path)

    def whole(self, state: int, paths: Sequence[str], limit: int) -> dict[str, bytes]:
        """Return the bytes of regular files of a state, without those that are not available or longer than `limit`.

        What the line does not hold is read from the state's own image, in one pass.
        """
        if not paths:
            return {}
        if state == NOW:
            source = self._container()
            return source.whole(dict.fromkeys(paths, limit)) if source else {}
        keys = {path: self._key(state, path) for path in paths}
        stored = self._from_line(filter(None, keys.values()))
        found = {path: stored[key] for path, key in keys.items() if key}
        missing = [path for path, key in keys.items() if not key]
        if missing:
            image = next((one.image for one in self._line(state) if one.seq == state), "") or self._base()
            found.update(self._connect().read_files(image, missing))
        return {path: data for path, data in found.items() if len(data) <= limit}

    def _base(self) -> str:
        """Return the id of the base image."""
        if self._snapshots:
            return self._snapshots[0].base.id
        return self._home.workspaces.get(self._name).base.id

    def _container(self) -> FileSource | None:
        """Return access to the container's files, None if they cannot be read in place."""
        from snapshotter.changes.explain.sources import container_source
        from snapshotter.work.container import find

        engine = self._connect()
        container = find(engine, self._home, self._home.workspaces.get(self._name))
        return container_source(engine, container) if container.upper else None

    def _from_line(self, keys: Iterable[str]) -> dict[str, bytes]:
        """Return contents that the line holds, read by one process."""
        wanted = dict.fromkeys(keys)
        with self._home.line.contents(self._name, (key for key in wanted if key not in self._stored)) as content:
            return {key: self._stored[key] if key in self._stored else content(key) for key in wanted}

    def _key(self, seq: int, path: str) -> str:
        """Return the key of a path's content in a snapshot, "" if the line does not hold it."""
        change = self._latest(seq, path)[1]
        return change.content if change else ""

    def _committed(self, seq: int, path: str) -> bytes | None:
        if key := self._key(seq, path):
            return self._from_line([key])[key] if key not in self._stored else self._stored[key]
        return self._from_image(self._image(seq, path), path)

    def _latest(self, seq: int, path: str) -> tuple[Snapshot | None, Change | None]:
        """Return the last change of a path up to a snapshot, and the snapshot that holds it."""
        for snapshot in reversed(self._line(seq)):
            if snapshot.seq <= seq:
                change = self._changes(snapshot).get(path)
                if change is not None:
                    return snapshot, change
        return None, None

    def _line(self, state: int) -> Sequence[Snapshot]:
        return self._branches.get(state, self._snapshots)

    def _image(self, seq: int, path: str) -> str:
        """Return the id of the image that holds a path's content as of a snapshot; "" if the line holds it."""
        snapshot, change = self._latest(seq, path)
        if snapshot and change:
            return "" if change.content else snapshot.image
        return self._base()

    def _changes(self, snapshot: Snapshot) -> dict[str, Change]:
        if snapshot.seq not in self._by_path:
            self._by_path[snapshot.seq] = {change.path: change for change in snapshot.changes}
        return self._by_path[snapshot.seq]

    def _from_image(self, image: str, path: str) -> bytes | None:
        if (image, path) in self._fetched:
            return self._fetched[image, path]
        try:
            data = dict(self._connect().read_files(image, [path])).get(path)
        except NotFound:
            return None
        return data if data is None or len(data) <= TEXT_LIMIT else None


def has_lines(change: Change) -> bool:
    """Return whether the lines of a changed path can be compared: a regular file of new content, not too long."""
    return 0 <= _largest_size(change) <= TEXT_LIMIT and not only_attributes(change)


def _largest_size(change: Change) -> int:
    """Return the larger of the sizes before and after in bytes, -1 if the path was never a regular file."""
    return max((entry.size for entry in (change.before, change.after) if entry and entry.kind == "file"), default=-1)


def text_diff(contents: Contents, found: Difference, change: Change) -> Iterator[str]:
    """Yield the lines of the unified diff of one changed path, or one line with the reason why there is none."""
    if only_attributes(change):
        yield f"{change.path}: {_without_lines(change)}"
        return
    if _largest_size(change) > TEXT_LIMIT:
        yield f"{change.path}: {change.change}, longer than {TEXT_LIMIT >> 20} MiB"
        return
    old = _text(contents, found.old, change.path, change.before is not None and change.before.kind == "file")
    new = _text(contents, found.new, change.path, change.after is not None and change.after.kind == "file")
    if isinstance(old, str) or isinstance(new, str):
        reasons = {reason for reason in (old, new) if isinstance(reason, str)}
        yield f"{change.path}: {', '.join(sorted(reasons))}"
        return
    if old == new:
        yield f"{change.path}: {_without_lines(change)}"
    yield from difflib.unified_diff(
        old, new, f"{change.path} ({label(found.old)})", f"{change.path} ({label(found.new)})", lineterm=""
    )


def _without_lines(change: Change) -> str:
    if change.before and change.after:
        return " and ".join(differing(change.before, change.after)) + " changed"
    return change.change


def _text(contents: Contents, state: int, path: str, is_file: bool) -> list[str] | str:
    """Return the lines of a file in a state, [] if there is no file, or the reason why there are no lines."""
    if not is_file:
        return []
    data = contents.get(state, path)
    if data is None:
        return f"its content in {label(state)} is not available"
    if b"\0" in data:
        return "not text"
    text = data.decode("utf-8", "surrogateescape")
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else [*lines[:-1], lines[-1] + "  (no newline at the end)"]
