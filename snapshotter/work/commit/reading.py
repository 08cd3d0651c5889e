"""What a commit reads of a container, in place or from its image; then the image can be made.

It loads nothing that explains changes or writes a recipe: the engine works while that is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.explain.sources import (
    Fetch,
    FileSource,
    container_source,
    image_source,
    layers_in_place,
    spool_source,
)
from snapshotter.changes.masked_names import NameMask
from snapshotter.changes.since_snapshot import (
    CommittedState,
    ContainerState,
    Seen,
    committed_state,
    container_state,
    state_of_image,
)
from snapshotter.engine.api import Container, Engine
from snapshotter.errors import ImageNotFound, StoreError
from snapshotter.model import Layer, Progress, Tree
from snapshotter.rootfs.image import image_layers
from snapshotter.rootfs.kept_files import keep_last_files, last_files, read_base_files
from snapshotter.rootfs.layer import skip_reading
from snapshotter.rootfs.layer.last_scan import LastScan
from snapshotter.rootfs.layer.write import Visit, in_directories
from snapshotter.rootfs.spool import Spool
from snapshotter.rootfs.tree import apply
from snapshotter.store.home import Home
from snapshotter.store.read import DAMAGE_HINT
from snapshotter.work.commit.draft import Draft, with_latest
from snapshotter.work.commit.freeze import Freeze
from snapshotter.work.commit.making import Making, Read
from snapshotter.work.commit.space import refuse_too_large_changes
from snapshotter.work.secrets.names import name_mask


class ReadContainer(Struct, frozen=True):
    """What was read of a container that is committed."""

    draft: Draft
    state: CommittedState
    found: ContainerState
    source: FileSource
    names: NameMask
    before: Fetch
    """Reads files as of the last snapshot, else of the base image."""
    keep: Callable[[], None] = lambda: None
    """Keeps what the next commit would ask the engine for."""
    scan: LastScan = LastScan()
    """What was found in the directories of the container's layer."""

    def seen(self, container: Container, layers: Sequence[str]) -> Seen:
        """Return what the next commit is spared, where the image that was made has these layers."""
        return Seen(self.found, self.scan, _own_layer(container), layers)


def read_container(
    engine: Engine,
    home: Home,
    draft: Draft,
    container: Container,
    freeze: Freeze,
    making: Making,
    progress: Progress,
    spool: Spool,
) -> ReadContainer | None:
    """Read the container and start to make its image; None, and no image, if there is nothing to commit."""
    state = _committed(engine, home, draft, container, progress)
    freeze.wait_frozen()
    names = name_mask(home, draft.workspace.name, draft.earlier)
    return _read(engine, home, draft, container, state, names, making, progress, spool)


def _committed(engine: Engine, home: Home, draft: Draft, container: Container, progress: Progress) -> CommittedState:
    base, origin = draft.workspace.base, container.origin
    if not draft.damage:
        return committed_state(engine, base, draft.earlier, home.cache, progress, origin)
    try:
        return state_of_image(engine, base, draft.earlier[-1].image, home.cache, progress, origin)
    except ImageNotFound as error:
        raise StoreError(f"{draft.damage}; the image of the last snapshot is missing too", DAMAGE_HINT) from error


def _read(
    engine: Engine,
    home: Home,
    draft: Draft,
    container: Container,
    state: CommittedState,
    names: NameMask,
    making: Making,
    progress: Progress,
    spool: Spool,
) -> ReadContainer | None:
    """Return the changes and their source, the layer in place or the image; None if there is nothing to commit.

    The draft that is returned has the commands that began and ended before the container was frozen.
    """
    known = names.known(skip_reading.reuse_unchanged(state.committed))
    if container.upper and making.needs_reading and draft.check_space:
        known = refuse_too_large_changes(container.upper, known)
    scan = state.scan(_own_layer(container))
    layers = layers_in_place(engine, container, known, progress, state.committed, scan)
    if layers is not None:
        found = container_state(state, layers, names, scan=scan)
        draft = with_latest(home, draft)
        if draft.is_empty(found.changes):
            return None
        upper = container.upper
        assert upper is not None
        making.start(
            _as_read(
                state,
                state.origin,
                found,
                layers,
                lambda: in_directories(upper, lambda: engine.layer_dirs(container.image) or ()),
            )
        )
        source, before = container_source(engine, container), _before(engine, draft)
        return ReadContainer(draft, state, found, source, names, before, scan=scan)
    progress("making the image")
    skip = len(draft.workspace.base.layers)
    layers = image_layers(engine, making.result(), skip=skip, progress=progress, cache=home.cache, spool=spool)
    found = container_state(state, layers, names, own=False)
    draft = with_latest(home, draft)
    if draft.is_empty(found.changes):
        return None
    if spool.holds:
        making.shrink(_as_read(state, state.base, found, layers, lambda: nullcontext(spool.visit_one)))
        return _from_spool(engine, home, draft, state, found, names, spool)
    source = image_source(engine, engine.image(making.result()), skip)
    return ReadContainer(draft, state, found, source, names, _before(engine, draft))


def _own_layer(container: Container) -> str:
    """Return what names a container's own layer, for what is kept of its reading."""
    return f"{container.id} {container.upper}"


def _as_read(
    state: CommittedState,
    below: Tree,
    found: ContainerState,
    layers: Sequence[Layer],
    visit: Callable[[], AbstractContextManager[Visit]],
) -> Read:
    """Return what was read above a file system, for the making of the image."""
    tree = found.tree
    return Read(
        lambda: apply(below, layers) if found.masked else tree,
        layers[-1],
        found.masked,
        visit,
        state.image,
        found.paths,
    )


def _from_spool(
    engine: Engine,
    home: Home,
    draft: Draft,
    state: CommittedState,
    found: ContainerState,
    names: NameMask,
    spool: Spool,
) -> ReadContainer:
    """Return the sources where layers were read from a stream, which ask the engine as little as possible."""
    base, cache = engine.image(draft.workspace.base.id), home.cache
    asked: dict[str, bytes] = {}

    def base_files(want: Mapping[str, int]) -> dict[str, bytes]:
        return read_base_files(engine, base, cache, want)

    def before(want: Mapping[str, int]) -> dict[str, bytes]:
        files = base_files({path: size for path, size in want.items() if path not in state.touched})
        changed = {path: size for path, size in want.items() if path in state.touched}
        files |= last_files(base, cache, state.committed, changed)
        left = {path: size for path, size in changed.items() if path not in files}
        return files | (_before(engine, draft)(left) if left else {})

    def whole(want: Mapping[str, int]) -> dict[str, bytes]:
        files = spooled.whole(want)
        asked.update((path, content) for path, content in files.items() if spool.has(path))
        return files

    spooled = spool_source(spool, base_files)
    source = replace(spooled, whole=whole)
    return ReadContainer(draft, state, found, source, names, before, lambda: keep_last_files(base, cache, asked))


def _before(engine: Engine, draft: Draft) -> Fetch:
    """Return a function that reads files as of the last snapshot, else of the base image."""
    image = draft.earlier[-1].image if draft.earlier else draft.workspace.base.id
    return lambda want: dict(engine.read_files(image, want))
