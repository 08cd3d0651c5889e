"""The data of a commit, collected while the engine makes the image: changes, contents, the snapshot, its recipe."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.explain.evidence import (
    ExplainedChanges,
    Fetch,
    FileSource,
    container_source,
    explain_changes,
    image_source,
    layers_in_place,
    spool_source,
    with_mount_points,
)
from snapshotter.changes.explain.windows import windows
from snapshotter.changes.masked_names import NameMask
from snapshotter.changes.packages.installed import PackageChanges
from snapshotter.changes.since_snapshot import (
    CommittedState,
    ContainerState,
    committed_state,
    container_state,
    state_of_image,
)
from snapshotter.engine.api import Container, Engine
from snapshotter.errors import ImageNotFound, StoreError
from snapshotter.model import Change, Layer, Progress, Snapshot, Tree
from snapshotter.progress import MEGABYTE
from snapshotter.rootfs.image import image_layers
from snapshotter.rootfs.kept_files import keep_last_files, last_files, read_base_files
from snapshotter.rootfs.layer import skip_reading
from snapshotter.rootfs.layer.write import Visit, in_directories
from snapshotter.rootfs.spool import Spool
from snapshotter.rootfs.tree import apply
from snapshotter.store.home import Home
from snapshotter.store.read import DAMAGE_HINT
from snapshotter.work.background import BackgroundCall
from snapshotter.work.commit.draft import Draft, with_latest, without_values
from snapshotter.work.commit.freeze import Freeze
from snapshotter.work.commit.making import Making, Read
from snapshotter.work.commit.message import message
from snapshotter.work.commit.services import processes, without_cmd
from snapshotter.work.commit.space import refuse_too_large_changes
from snapshotter.work.export.tree import read_one, tree_recipe
from snapshotter.work.secrets.file_search import TYPED, FileSearch, Searched, TypedSecrets, typed_secrets
from snapshotter.work.secrets.names import name_mask
from snapshotter.work.secrets.public_names import public_names
from snapshotter.work.secrets.record_mask import RecordMask, record_mask

FILE_LIMIT = 1 << 20
"""Bytes of a file beyond which its content is not stored in the line (the image holds it)."""
TOTAL_LIMIT = 64 << 20
"""Bytes of all contents that one snapshot stores in the line."""


class _Read(Struct, frozen=True):
    """What was read of a container that is committed."""

    draft: Draft
    found: ContainerState
    source: FileSource
    before: Fetch
    """Reads files as of the last snapshot, else of the base image."""
    keep: Callable[[], None] = lambda: None
    """Keeps what the next commit would ask the engine for."""


class CommitData(Struct, frozen=True):
    """Everything that is written for a commit."""

    snapshot: Snapshot
    contents: Mapping[str, bytes]
    """Contents of files to store in the line, by key."""
    recipe: Mapping[str, tuple[int, bytes]]
    """The Dockerfile and its context: path → mode and content."""
    packages: PackageChanges
    lost: Mapping[str, str]
    mask: RecordMask | None = None
    """What to overwrite in the journal and the casts afterwards."""
    servers: str = ""
    """The note on servers that run and that no CMD of the image starts, "" without one."""


def collect_commit_data(
    engine: Engine,
    home: Home,
    draft: Draft,
    container: Container,
    freeze: Freeze,
    making: Making,
    progress: Progress,
) -> CommitData | None:
    """Read the container and wait for its image; None, and no image, if there is nothing to commit.

    The container is thawed as soon as it was read.  The image is made again, with another message, where a secret that
    was found in a file is in it.
    """
    with Spool(home.cache) as spool:
        return _collect(engine, home, draft, container, freeze, making, progress, spool)


def _collect(
    engine: Engine,
    home: Home,
    draft: Draft,
    container: Container,
    freeze: Freeze,
    making: Making,
    progress: Progress,
    spool: Spool,
) -> CommitData | None:
    state = _committed(engine, home, draft, container, progress)
    freeze.wait_frozen()
    names = name_mask(home, draft.workspace.name, draft.earlier)
    read = _read(engine, home, draft, container, state, names, making, progress, spool)
    if read is None:
        return None
    draft, found, source = read.draft, read.found, read.source
    progress("explaining the changes")
    times = windows(draft.recorded, draft.commands)
    explained = explain_changes(
        state, read.before, found, source, times.commands, draft.workspace.volatile, times.unrecorded
    )
    read.keep()
    typed = typed_secrets(home, draft.workspace.name, draft.recorded, draft.earlier)
    typed = replace(typed, values=typed.values.without_names(lambda: _names(state, draft.earlier, explained, source)))
    changes, contents, values = keep_contents(with_mount_points(explained.changes, container.mounts), source, typed)
    mask = record_mask(home, draft.workspace.name, draft.commands, changes, values, names.found)
    if mask is not None:
        given, draft = draft, without_values(draft, mask)
        changes, contents = mask.files(changes, contents, TYPED)
        if draft.text != given.text:
            making.again(draft)
    making.keep()
    freeze.thaw_after(making.wait_read)
    snapshot = _snapshot(draft, replace(explained, changes=tuple(changes)))
    commands = [command for one in (*draft.earlier, snapshot) for command in one.commands]
    now = time.time()
    running = BackgroundCall(lambda: processes(engine, draft.workspace, container, commands))
    running.start()  # the engine takes 30 ms and more, and so does the recipe
    try:
        recipe = _recipe(engine, home, draft, snapshot, contents)
    finally:
        running.wait()
    servers = without_cmd(running.result(), commands, snapshot.config, now)
    progress(_amount(changes))
    snapshot = replace(snapshot, image=making.result())
    return CommitData(snapshot, contents, recipe, explained.packages, explained.lost, mask, servers)


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
) -> _Read | None:
    """Return the changes and their source, the layer in place or the image; None if there is nothing to commit.

    The draft that is returned has the commands that began and ended before the container was frozen.
    """
    known = names.known(skip_reading.reuse_unchanged(state.committed))
    if container.upper and making.needs_reading and draft.check_space:
        known = refuse_too_large_changes(container.upper, known)
    layers = layers_in_place(engine, container, known, progress, state.committed)
    if layers is not None:
        found = container_state(state, layers, names)
        draft = with_latest(home, draft)
        if draft.is_empty(found.changes):
            return None
        upper = container.upper
        assert upper is not None
        making.start(
            _as_read(
                state.origin,
                found,
                layers,
                lambda: in_directories(upper, lambda: engine.layer_dirs(container.image) or ()),
            )
        )
        return _Read(draft, found, container_source(engine, container), _before(engine, draft))
    progress("making the image")
    skip = len(draft.workspace.base.layers)
    layers = image_layers(engine, making.result(), skip=skip, progress=progress, cache=home.cache, spool=spool)
    found = container_state(state, layers, names, own=False)
    draft = with_latest(home, draft)
    if draft.is_empty(found.changes):
        return None
    if spool.holds:
        making.shrink(_as_read(state.base, found, layers, lambda: nullcontext(spool.visit_one)))
        return _from_spool(engine, home, draft, state, found, spool)
    source = image_source(engine, engine.image(making.result()), skip)
    return _Read(draft, found, source, _before(engine, draft))


def _as_read(
    below: Tree,
    found: ContainerState,
    layers: Sequence[Layer],
    visit: Callable[[], AbstractContextManager[Visit]],
) -> Read:
    """Return what was read above a file system, for the making of the image."""
    return Read(lambda: apply(below, layers) if found.masked else found.tree, layers[-1], found.masked, visit)


def _from_spool(
    engine: Engine, home: Home, draft: Draft, state: CommittedState, found: ContainerState, spool: Spool
) -> _Read:
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
        files = source.whole(want)
        asked.update((path, content) for path, content in files.items() if spool.has(path))
        return files

    source = spool_source(spool, base_files)
    return _Read(draft, found, replace(source, whole=whole), before, lambda: keep_last_files(base, cache, asked))


def _names(state: CommittedState, earlier: Sequence[Snapshot], found: ExplainedChanges, source: FileSource) -> str:
    """Return names that are no secrets, on lines; those of files are of the base image and of packages."""
    changes = chain(found.changes, *(snapshot.changes for snapshot in earlier))
    return public_names(chain(state.base, (change.path for change in changes if change.package)), source.whole)


def _amount(changes: Sequence[Change]) -> str:
    """Return the progress line for the making of the image, with the amount of changed data."""
    size = sum(change.after.size for change in changes if change.after)
    return f"making the image: {len(changes)} changed paths, {size / MEGABYTE:.0f} MB"


def _before(engine: Engine, draft: Draft) -> Fetch:
    """Return a function that reads files as of the last snapshot, else of the base image."""
    image = draft.earlier[-1].image if draft.earlier else draft.workspace.base.id
    return lambda want: dict(engine.read_files(image, want))


def keep_contents(
    changes: Sequence[Change], source: FileSource, typed: TypedSecrets | None = None
) -> tuple[list[Change], dict[str, bytes], dict[str, tuple[str, ...]]]:
    """Search the files that belong to no package and are not volatile for secrets, and keep what the line stores.

    Returns the changes with the keys of the contents, and the contents by key: small ones first, up to the limits.  A
    file that holds a secret is marked instead, and its content is only in the image; the secrets are returned by path.
    """
    want: dict[str, int] = {}
    keep: set[str] = set()
    digests: dict[str, str] = {}
    total = 0
    for change in sorted(changes, key=lambda change: change.after.size if change.after else 0):
        entry = change.after
        if entry and entry.kind == "file" and not change.package and not change.volatile:
            total += entry.size
            want[change.path] = entry.size
            digests[change.path] = entry.digest
            if entry.size <= FILE_LIMIT and total <= TOTAL_LIMIT:
                keep.add(change.path)
    known = TypedSecrets() if typed is None else typed
    found: dict[str, Searched] = source.collect(want, lambda want: FileSearch(want, keep, known, digests))
    kept = [_with_content(change, found.get(change.path)) for change in changes]
    contents = {change.content: found[change.path].content for change in kept if change.content}
    values = {path: searched.values for path, searched in found.items() if searched.values}
    return kept, {key: content for key, content in contents.items() if content is not None}, values


def _with_content(change: Change, found: Searched | None) -> Change:
    """Return the change with the key of its content, or marked as secret; unchanged if its content is not kept."""
    if found is None or change.after is None:
        return change
    if found.secret:
        return replace(change, secret=found.secret)
    return change if found.content is None else replace(change, content=change.after.digest)


def _snapshot(draft: Draft, found: ExplainedChanges) -> Snapshot:
    """Return the snapshot without the id of its image."""
    made = Snapshot(
        workspace=draft.workspace.name,
        seq=draft.seq,
        image="",
        tag=draft.tag,
        base=draft.workspace.base,
        message=draft.text or _message(draft, found),
        created=time.time(),
        config=draft.config,
        commands=draft.commands,
        changes=found.changes,
        instructions=draft.instructions,
        position=draft.position,
        volatile=draft.workspace.volatile,
    )
    return draft.edit(made) if draft.edit else made


def _message(draft: Draft, found: ExplainedChanges) -> str:
    generated = message(draft.commands, found.changes, found.packages)
    return f"before {draft.aside}: {generated}" if draft.aside else generated


def _recipe(
    engine: Engine, home: Home, draft: Draft, snapshot: Snapshot, contents: dict[str, bytes]
) -> dict[str, tuple[int, bytes]]:
    """Return the Dockerfile and context for the commit's tree, made from the line alone: path → mode and content."""
    if draft.damage:
        return {"Dockerfile": (0o644, _from_image(draft).encode("utf-8", "surrogateescape"))}

    def read(image: str, path: str) -> bytes | None:
        if image == snapshot.base.id:  # the same file at each commit, and a stream of the image for it on some engines
            return read_base_files(engine, engine.image(image), home.cache, {path: FILE_LIMIT}).get(path)
        return read_one(lambda: engine, image, path)

    return tree_recipe(home, [*draft.earlier, snapshot], read, contents)


def _from_image(draft: Draft) -> str:
    """Return the recipe where an earlier snapshot cannot be read: the image that was made, which has everything."""
    return f"# no recipe could be written: {draft.damage.splitlines()[0]}\nFROM {draft.tag}\n"
