"""The file systems that `snap restore` compares: a snapshot's, the container's, and that of the last snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.explain.sources import layers_in_place
from snapshotter.changes.history import below, join_changes, normal, with_changes
from snapshotter.changes.masked_names import NameMask
from snapshotter.changes.since_snapshot import CommittedState, committed_state, container_state, state_of_image
from snapshotter.engine.api import ORIGIN, Container, Engine
from snapshotter.errors import StoreError
from snapshotter.model import Change, Entry, Layer, Progress, Snapshot, Tree, Workspace, parent
from snapshotter.rootfs.layer.from_tar import read_layer_tar
from snapshotter.rootfs.layer.skip_reading import Known, reuse_unchanged
from snapshotter.rootfs.packed import Packed
from snapshotter.store.home import Home
from snapshotter.work.look.restore_plan import canonical, is_different
from snapshotter.work.secrets.names import name_mask


class States(Struct, frozen=True):
    """The file systems that are compared."""

    wanted: Tree
    current: Tree
    last: CommittedState
    exact: bool
    """Whether the container was read in place, with extended attributes and all hard links."""


class Reader:
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
        origin = container.labels.get(ORIGIN, "")
        if damage:
            image = snapshots[-1].image
            self._last = state_of_image(engine, workspace.base, image, home.cache, progress, origin)
        else:
            self._last = committed_state(engine, workspace.base, snapshots, home.cache, progress, origin)
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

    def states(self, scopes: Sequence[str]) -> States:
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
            return States(self._wanted, current, self._last, exact=True)
        current = Packed()
        for scope in scopes:
            self._read(scope, current)
        return States(self._wanted, current, self._last, exact=False)

    def everything(self) -> tuple[States, list[Change], Mapping[str, int]] | None:
        """Return the last snapshot and the container, all changes since, and times of deletions.

        A file of which only the time changed is among the changes.  None where the container cannot be read in place.
        """
        known = self._names.known(reuse_unchanged(self._last.committed))
        layers = layers_in_place(self._engine, self._container, known, self._progress)
        if layers is None:
            return None
        found, committed = container_state(self._last, layers, self._names), self._last.committed
        changes, listed = list(found.changes), {change.path for change in found.changes}
        for layer in layers:
            for path, entry in layer.entries.items():
                old = committed.get(path)
                if old is None or path in listed or path not in found.tree:
                    continue
                if is_different(old, entry, exact=True):
                    changes.append(Change(path, "changed", old, entry))
        return States(committed, found.tree, self._last, exact=True), changes, found.deleted_ns

    def with_layer(self, layer: Layer) -> Tree:
        """Return the file system of the container with another layer of its own."""
        return container_state(self._last, [layer], self._names).tree

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
