"""`snap restore`: paths of a workspace's container are put back as they are in a snapshot."""

from __future__ import annotations

import shlex
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.compare import differing
from snapshotter.changes.explain.evidence import layers_in_place
from snapshotter.changes.history import below, join_changes, normal, with_changes
from snapshotter.changes.masked_names import NameMask
from snapshotter.changes.since_snapshot import CommittedState, committed_state, container_state, state_of_image
from snapshotter.engine.api import Container, Engine
from snapshotter.errors import Conflict, EngineError, NotFound, StoreError
from snapshotter.model import HOST, Entry, Layer, Progress, Snapshot, Tree, Workspace, no_progress, parent
from snapshotter.record.recorder import SecretWatch, recording
from snapshotter.rootfs.layer.from_tar import read_layer_tar
from snapshotter.rootfs.layer.skip_reading import Known, reuse_unchanged
from snapshotter.rootfs.packed import Packed
from snapshotter.rootfs.tar.entries import EntryWriter, writing
from snapshotter.store.home import Home
from snapshotter.store.journal.records import Begin, End
from snapshotter.work.commit.draft import intact_tail
from snapshotter.work.commit.freeze import locked
from snapshotter.work.container import find
from snapshotter.work.look.diff import label
from snapshotter.work.look.restore_plan import Plan, canonical, is_different, lost, plan, refuse
from snapshotter.work.secrets.names import name_mask
from snapshotter.work.select import find as find_revision
from snapshotter.work.workspaces import STOP_SECONDS

_SPOOL_BYTES = 16 << 20
"""Bytes of the stream to write that are kept in memory; more is written to a temporary file that has no name."""
_MOST_NAMED = 5


class Restored(Struct, frozen=True):
    """What was done, or would be done."""

    workspace: str
    seq: int
    """Number of the snapshot, 0 for the base."""
    plan: Plan
    done: bool
    separated: tuple[str, ...] = ()
    """Hard links in the snapshot that were written as files of their own: the other names have other content now."""


class _States(Struct, frozen=True):
    """The file systems that are compared."""

    wanted: Tree
    current: Tree
    last: CommittedState
    exact: bool
    """Whether the container was read in place, with extended attributes and all hard links."""


def restore(
    engine: Engine,
    home: Home,
    workspace: Workspace,
    rev: str,
    paths: Sequence[str],
    agree: Callable[[Sequence[str]], bool],
    progress: Progress = no_progress,
    *,
    dry_run: bool = False,
) -> Restored:
    """Put paths back as they are in a snapshot, and all that is below them.

    `agree` is called with the paths whose uncommitted state would be lost; where it returns False, `Conflict` is
    raised and nothing is done.
    """
    name = workspace.name
    with locked(lambda: engine, home, name, progress):
        snapshots, damage = intact_tail(home.line.readable(name))
        wanted = (
            None if rev in ("0", "base") or (rev == "HEAD" and not snapshots) else find_revision(home.line, name, rev)
        )
        seq, line = (wanted.seq, snapshots) if wanted else (0, snapshots)
        if wanted and not any(one.id == wanted.id for one in snapshots):
            line = _other_line(home, name, wanted.id, snapshots)
        container = find(engine, home, workspace)
        mounts = [normal(mount.target) for mount in container.mounts]
        reader = _Reader(engine, home, workspace, container, snapshots, damage, progress)
        scopes = reader.scopes(seq, paths, line)
        for scope in scopes:
            refuse(scope, mounts)
        states = reader.states(scopes)
        chosen = plan(states.wanted, states.current, scopes, mounts, exact=states.exact)
        if dry_run or not (chosen.restored or chosen.removed):
            return Restored(name, seq, chosen, done=False)
        gone = lost(chosen, states.current, states.last.committed, states.last.base, snapshots, exact=states.exact)
        if gone and not agree(gone):
            raise Conflict(
                f"{_named(gone)} would lose changes that are in no snapshot",
                f"`snap commit -n {name}` saves them; --force overwrites them",
            )
        separated = _separated(states, chosen.restored)
        command = shlex.join(["snap", "restore", str(seq) if seq else "base", "--", *paths])
        with tempfile.SpooledTemporaryFile(_SPOOL_BYTES) as stream:
            progress("collecting the files")
            _write(engine, home, workspace, line, seq, states, chosen, scopes, stream)
            stream.seek(0)
            with _recorded(home, name, command) as differs:
                if chosen.removed:
                    progress("removing what the snapshot does not have")
                    _remove(engine, workspace, container, states.current, chosen.removed)
                progress("writing the files")
                engine.write_paths(container.id, stream)  # type: ignore[arg-type]  # has all that is used of a file
                after = reader.states(scopes)
                differs.append(_differs_from_last(after, chosen))
        _check(after, chosen, separated, label(seq))
        home.workspaces.use(name)
        return Restored(name, seq, chosen, done=True, separated=separated)


def _other_line(home: Home, name: str, at: str, own: tuple[Snapshot, ...]) -> tuple[Snapshot, ...]:
    """Return the snapshots up to one; `own`, those of the workspace's line, where it is behind a damaged one."""
    if any(one.id == at for one in home.line.summaries(name)):
        return own
    line, damage = intact_tail(home.line.readable(name, at))
    if damage:
        raise StoreError(f"{damage}; no path can be restored from there", "choose another snapshot")
    return line


def _named(paths: Sequence[str]) -> str:
    more = len(paths) - _MOST_NAMED
    return ", ".join(paths[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


class _Reader:
    """Reads the state of a snapshot and that of the container."""

    def __init__(
        self,
        engine: Engine,
        home: Home,
        workspace: Workspace,
        container: Container,
        snapshots: Sequence[Snapshot],
        damage: str,
        progress: Progress,
    ) -> None:
        self._engine, self._container, self._snapshots, self._progress = engine, container, snapshots, progress
        self._names: NameMask = name_mask(home, workspace.name, snapshots)
        if damage:
            self._last = state_of_image(engine, workspace.base, snapshots[-1].image, home.cache, progress)
        else:
            self._last = committed_state(engine, workspace.base, snapshots, home.cache, progress)
        self._damage = damage
        self._wanted: Tree = {}

    def scopes(self, seq: int, paths: Sequence[str], line: Sequence[Snapshot]) -> list[str]:
        """Return the paths that are meant; raises `StoreError` for a snapshot that is behind a damaged one.

        `line` is that of the snapshot with the number `seq`.
        """
        last = self._snapshots[-1].seq if self._snapshots else 0
        if seq == last:
            self._wanted = self._last.committed
        elif self._damage:
            raise StoreError(f"{self._damage}; only the last snapshot can be restored from", "leave REV out")
        else:
            earlier = join_changes(one.changes for one in line if one.seq <= seq)
            self._wanted = with_changes(self._last.base, earlier)
        found = (canonical(self._names.path(normal(path)), self._wanted, self._last.committed) for path in paths)
        return sorted(set(found))

    def states(self, scopes: Sequence[str]) -> _States:
        """Return the states, of the container only what is at or below `scopes` with all contents."""
        needed = _linked(self._wanted, scopes)
        reuse = reuse_unchanged(self._last.committed)

        def known(path: str, info: object) -> str | None:
            digest = reuse(path, info)  # type: ignore[arg-type]
            if digest is not None or path in needed or any(below(path, scope) for scope in scopes):
                return digest
            return ""

        made: Known = known
        layers = layers_in_place(self._engine, self._container, self._names.known(made), self._progress)
        if layers is not None:
            current = container_state(self._last, layers, self._names).tree
            return _States(self._wanted, current, self._last, exact=True)
        current = Packed()
        for scope in scopes:
            self._read(scope, current)
        return _States(self._wanted, current, self._last, exact=False)

    def _read(self, scope: str, into: Packed) -> None:
        """Read a path, and the directories above it, by the engine's stream."""
        stream = self._engine.read_path(self._container.id, scope)
        above = parent(scope)
        while above != "/":
            if stream is not None or self._exists(above):
                into[above] = self._last.committed.get(above) or _DIRECTORY
            above = parent(above)
        if stream is None:
            return
        with closing(stream):
            layer = read_layer_tar(stream, end_mark=False)
        prefix = parent(scope).rstrip("/")
        moved = {f"{prefix}{path}": _below(entry, prefix) for path, entry in layer.entries.items()}
        (layer,) = self._names.layers([Layer(Packed.of(moved))], self._last.base)
        into.update(layer.entries)

    def _exists(self, path: str) -> bool:
        stream = self._engine.read_path(self._container.id, path)
        if stream is not None:
            stream.close()
        return stream is not None


_DIRECTORY = Entry("directory", 0o755, 0, 0)
"""Stands for a directory of which only the existence is known."""


def _below(entry: Entry, prefix: str) -> Entry:
    return replace(entry, hardlink=f"{prefix}{entry.hardlink}") if entry.hardlink else entry


def _linked(wanted: Tree, scopes: Sequence[str]) -> set[str]:
    """Return the paths outside of `scopes` that are hard links of files in them."""
    groups = {
        entry.hardlink for path, entry in wanted.items() if entry.hardlink and any(below(path, s) for s in scopes)
    }
    return {path for path, entry in wanted.items() if entry.hardlink in groups} if groups else set()


@contextmanager
def _recorded(home: Home, name: str, text: str) -> Iterator[list[bool]]:
    """Record what is done as a command of the host's; not if False is added to the list that is yielded."""
    with recording(home.journal(name), watch=SecretWatch(home.memory(name))) as session:
        session.write(Begin(session.name, 1, time.time(), text, "/", "root", HOST, 1))
        differs: list[bool] = []
        status = 1
        try:
            yield differs
            status = 0
        finally:
            session.write(End(session.name, 1, time.time(), status, void=bool(differs) and not any(differs)))


def _write(
    engine: Engine,
    home: Home,
    workspace: Workspace,
    snapshots: Sequence[Snapshot],
    seq: int,
    states: _States,
    chosen: Plan,
    scopes: Sequence[str],
    stream: tempfile.SpooledTemporaryFile[bytes],
) -> None:
    """Write the stream of what is put back."""
    wanted = states.wanted
    links = dict(_links(states, chosen.restored))
    files = [path for path in chosen.restored if wanted[path].kind == "file" and path not in links]
    missing = set(files)
    with writing(stream) as tar:
        for path in chosen.restored:
            if wanted[path].kind != "file":
                tar.add(path, wanted[path])
        for path, data in _contents(engine, home, workspace, snapshots, seq, files):
            if len(data) != wanted[path].size:
                raise StoreError(
                    f"{path} cannot be read as it is in {label(seq)}", "`snap doctor` checks the snapshots"
                )
            tar.add(path, wanted[path], data)
            missing.discard(path)
        if missing:
            raise NotFound(
                f"the content of {_named(sorted(missing))} in {label(seq)} is not available", "`snap doctor` checks it"
            )
        for path, target in links.items():
            tar.add_link(path, wanted[path], target)
        _keep_times(tar, states, chosen, scopes)


def _links(states: _States, restored: Sequence[str]) -> Iterator[tuple[str, str]]:
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


def _separated(states: _States, restored: Sequence[str]) -> tuple[str, ...]:
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


def _keep_times(tar: EntryWriter, states: _States, chosen: Plan, scopes: Sequence[str]) -> None:
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


def _remove(engine: Engine, workspace: Workspace, container: Container, current: Tree, paths: Sequence[str]) -> None:
    """Remove paths, the deepest first; a stopped container runs meanwhile."""
    directories = [path for path in paths if current[path].kind == "directory"]
    files = [path for path in paths if current[path].kind != "directory"]
    stopped = container.state not in ("running", "restarting")
    if stopped and (workspace.service or container.state == "paused"):
        raise Conflict(
            f"{_named(paths)} cannot be removed while the container of {workspace.name} is {container.state}",
            f"`snap shell {workspace.name}` makes it run; then try again",
        )
    if stopped:
        engine.start(container.id)
    try:
        engine.remove_paths(container.id, files, sorted(directories, reverse=True))
    finally:
        if stopped:
            engine.stop(container.id, STOP_SECONDS)


def _differs_from_last(after: _States, chosen: Plan) -> bool:
    """Return whether one of the paths is now other than in the last snapshot, so that the next commit has it."""
    committed = after.last.committed
    for path in (*chosen.restored, *chosen.removed):
        old, new = committed.get(path), after.current.get(path)
        if (old is None) != (new is None):
            return True
        if old and new and set(differing(old, new)) - (set() if after.exact else {"xattrs", "hardlink"}):
            return True
    return False


def _check(after: _States, chosen: Plan, separated: Sequence[str], state: str) -> None:
    """Raise `EngineError` if a path is not as it should be now."""
    failed = []
    for path in chosen.restored:
        new, wanted = after.current.get(path), after.wanted[path]
        if path in separated and new is not None:
            new, wanted = replace(new, hardlink=""), replace(wanted, hardlink="")
        if new is None or is_different(wanted, new, exact=after.exact):
            failed.append(path)
    failed += [path for path in chosen.removed if path in after.current and path not in chosen.restored]
    if failed:
        raise EngineError(
            f"{_named(failed)} could not be put back exactly as in {state}: the engine, or a program in the"
            " container, left it otherwise",
            "`snap diff` shows what differs now; try again while nothing writes there",
        )
