"""The states of a container that a workspace of `snap start --checkpoints` keeps: one after each command.

Where the engine's storage can be read in place, a state is the container's layer, and each content once; else it is an
image of the engine.  All are below the workspace's folder, or have tags of the workspace, so that they go with it.
"""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from snapshotter.changes.explain.sources import layers_in_place
from snapshotter.engine.api import Engine
from snapshotter.errors import SnapError, StoreError
from snapshotter.model import Entry, Layer, Workspace, no_progress
from snapshotter.rootfs.contents import read_in_place
from snapshotter.rootfs.layer.skip_reading import reuse_unchanged
from snapshotter.rootfs.packed import Packed
from snapshotter.store.codec import FormatError, decode, dumps, encode, loads
from snapshotter.store.home import Home
from snapshotter.store.paths import guarded, make_directory
from snapshotter.store.paths import replace as write
from snapshotter.work.commit.freeze import frozen

_FILE = "{:.6f}.json"


class PathEntry(Struct, frozen=True):
    """A path of a layer."""

    path: str
    entry: Entry


class Checkpoint(Struct, frozen=True):
    """The state of a container at a time."""

    at: float
    container: str
    entries: tuple[PathEntry, ...]
    whiteouts: tuple[str, ...] = ()
    opaque: tuple[str, ...] = ()

    def tree(self) -> Packed:
        """Return the layer's paths."""
        return Packed.of({one.path: one.entry for one in self.entries})

    def layer(self) -> Layer:
        """Return the container's layer at that time."""
        return Layer(self.tree(), frozenset(self.whiteouts), frozenset(self.opaque))


class Checkpoints:
    """The checkpoints of one workspace."""

    def __init__(self, home: Home, name: str) -> None:
        self._home, self._name = home, name
        self._folder = home.workspaces.path(name) / "checkpoints"

    def times(self) -> list[float]:
        """Return when the checkpoints were made, in order."""
        with guarded(self._folder):
            return sorted(float(one.name.removesuffix(".json")) for one in self._folder.glob("[0-9]*.json"))

    def get(self, at: float) -> Checkpoint:
        """Read the checkpoint of a time; raises `StoreError`."""
        file = self._file(at)
        with guarded(file):
            try:
                return decode(Checkpoint, loads(file.read_bytes()))
            except (FileNotFoundError, FormatError) as error:
                raise StoreError(f"{file} is damaged: {error}", "`snap undo` goes back to the last snapshot") from error

    def take(self, engine: Engine, workspace: Workspace) -> float:
        """Keep the state of the workspace's container; return when it was, 0 where that is not possible.

        The container is frozen meanwhile.  The caller holds the workspace's lock.
        """
        container = engine.container(workspace.container)
        if container.upper is None:
            return 0.0
        earlier = self._of_container(container.id)
        before = self.get(earlier[-1]).tree() if earlier else Packed()
        with frozen(engine, self._home, self._name, container) as freeze:
            freeze.wait_frozen()
            at = time.time()
            layers = layers_in_place(engine, container, reuse_unchanged(before), no_progress)
            if layers is None:
                return 0.0
            (layer,) = layers
            self._keep_contents(container.upper, layer)
        entries = tuple(PathEntry(path, entry) for path, entry in layer.entries.items())
        made = Checkpoint(at, container.id, entries, tuple(sorted(layer.whiteouts)), tuple(sorted(layer.opaque)))
        write(self._file(at), dumps(encode(made)))
        self._prune()
        return at

    def _prune(self) -> None:
        """Remove what was kept before the last snapshot was made, but for the last checkpoint of then."""
        last = self._home.line.summaries(self._name, count=1)
        old = [at for at in self.times() if last and at < last[0].created][:-1]
        for at in old:
            self.drop(at)
        if not old:
            return
        needed = {one.entry.digest for at in self.times() for one in self.get(at).entries}
        with guarded(self._folder):
            for file in (self._folder / "contents").iterdir():
                if file.name not in needed:
                    file.unlink()

    def drop(self, at: float) -> None:
        """Remove the checkpoint of a time."""
        with guarded(self._folder):
            self._file(at).unlink(missing_ok=True)

    def drop_after(self, at: float) -> None:
        """Remove the checkpoints that were made after a time."""
        for one in self.times():
            if one > at:
                self.drop(one)

    def clear(self) -> None:
        """Remove all checkpoints."""
        with guarded(self._folder), contextlib.suppress(FileNotFoundError):
            shutil.rmtree(self._folder)

    def content(self, digest: str) -> bytes | None:
        """Return a content that a checkpoint keeps."""
        with guarded(self._folder):
            try:
                return (self._folder / "contents" / digest).read_bytes()
            except FileNotFoundError:
                return None

    def around(self, container: str, begin: float, end: float, earlier: Iterable[float]) -> tuple[float, float] | None:
        """Return the times of the checkpoints right before and after a command; None where there are none.

        `earlier` are the ends of the commands before it.
        """
        times = self._of_container(container)
        before = [at for at in times if at <= begin and all(one <= at for one in earlier)]
        after = [at for at in times if at >= end]
        return (before[-1], after[0]) if before and after else None

    def _of_container(self, ident: str) -> list[float]:
        """Return the times of the checkpoints of a container; those of others are removed."""
        found = []
        for at in self.times():
            with contextlib.suppress(StoreError):
                if self.get(at).container == ident:
                    found.append(at)
                    continue
            self.drop(at)
        return found

    def _file(self, at: float) -> Path:
        return self._folder / _FILE.format(at)

    def _keep_contents(self, upper: Path, layer: Layer) -> None:
        folder = self._folder / "contents"
        make_directory(folder)
        wanted: dict[str, str] = {}
        for path, entry in layer.entries.items():
            if entry.kind == "file" and entry.digest and not (folder / entry.digest).exists():
                wanted.setdefault(entry.digest, path)
        for digest, path in wanted.items():
            found = read_in_place([upper], {path: layer.entries[path].size})
            write(folder / digest, found[path])


class CommandKeeper:
    """Keeps a checkpoint after each command of a session."""

    def __init__(self, engine: Engine, home: Home, workspace: Workspace) -> None:
        self._engine, self._home, self._workspace = engine, home, workspace
        self._last = 0.0
        self._ended = 0.0

    def take(self) -> None:
        """Keep the state; where that fails there is none."""
        self._last = 0.0
        name = self._workspace.name
        with contextlib.suppress(SnapError, OSError), self._home.workspaces.lock(name):
            self._last = Checkpoints(self._home, name).take(self._engine, self._workspace)
        self._ended = time.monotonic()

    def begins(self) -> None:
        """Drop the last state where a command begins that may have begun before the state was read."""
        if self._last and time.monotonic() - self._ended < _AT_ONCE:
            with contextlib.suppress(SnapError, OSError):
                Checkpoints(self._home, self._workspace.name).drop(self._last)
        self._last = 0.0


_AT_ONCE = 0.02
"""Seconds within which the mark of a command that had begun before is read: it is waiting already."""
