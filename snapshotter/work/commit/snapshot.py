"""The data of a commit, collected while the engine makes the image: changes, contents, the snapshot, its recipe."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.explain.evidence import ExplainedChanges, explain_changes, with_mount_points
from snapshotter.changes.explain.sources import FileSource
from snapshotter.changes.explain.windows import windows
from snapshotter.changes.packages.installed import PackageChanges
from snapshotter.changes.since_snapshot import CommittedState, Seen, is_worth_keeping
from snapshotter.engine.api import Container, Engine
from snapshotter.model import Change, Progress, Snapshot
from snapshotter.progress import MEGABYTE
from snapshotter.rootfs.kept_files import read_base_files
from snapshotter.store.home import Home
from snapshotter.store.line import Prepared
from snapshotter.work.background import BackgroundCall
from snapshotter.work.commit.draft import Draft, without_values
from snapshotter.work.commit.freeze import Freeze
from snapshotter.work.commit.making import Making
from snapshotter.work.commit.message import message
from snapshotter.work.commit.reading import ReadContainer
from snapshotter.work.commit.services import processes, without_cmd
from snapshotter.work.export.tree import read_one, tree_recipe
from snapshotter.work.secrets.file_search import TYPED, FileSearch, Searched, TypedSecrets, typed_secrets
from snapshotter.work.secrets.public_names import public_names
from snapshotter.work.secrets.record_mask import RecordMask, record_mask

FILE_LIMIT = 1 << 20
"""Bytes of a file beyond which its content is not stored in the line (the image holds it)."""
TOTAL_LIMIT = 64 << 20
"""Bytes of all contents that one snapshot stores in the line."""


class CommitData(Struct, frozen=True):
    """Everything that is written for a commit."""

    snapshot: Snapshot
    prepared: Prepared
    """What the line stores of it: its contents, and a Dockerfile with its context."""
    keeping: BackgroundCall[None]
    """What is left to do beside the writing; see `Making.keeping`."""
    packages: PackageChanges
    before: CommittedState
    """The state as of the last snapshot."""
    lost: Mapping[str, str]
    mask: RecordMask | None = None
    """What to overwrite in the journal and the casts afterwards."""
    servers: str = ""
    """The note on servers that run and that no CMD of the image starts, "" without one."""
    seen: Seen | None = None
    """What the next commit is spared; None where the changes are few."""


def collect_commit_data(
    engine: Engine,
    home: Home,
    read: ReadContainer,
    container: Container,
    freeze: Freeze,
    making: Making,
    progress: Progress,
) -> CommitData:
    """Explain what was read of a container and wait for its image.

    The container is thawed as soon as its files were searched.  The image is made again, with another message, where a
    secret that was found in a file is in it.
    """
    draft, state, found, source = read.draft, read.state, read.found, read.source
    progress("explaining the changes")
    times = windows(draft.recorded, draft.commands)
    explained = explain_changes(
        state, read.before, found, source, times.commands, draft.workspace.volatile, times.unrecorded
    )
    read.keep()
    typed = typed_secrets(home, draft.workspace.name, draft.recorded, draft.earlier)
    typed = replace(typed, values=typed.values.without_names(lambda: _names(state, draft.earlier, explained, source)))
    changes, contents, values = keep_contents(with_mount_points(explained.changes, container.mounts), source, typed)
    mask = record_mask(home, draft.workspace.name, draft.commands, changes, values, read.names.found)
    if mask is not None:
        given, draft = draft, without_values(draft, mask)
        changes, contents = mask.files(changes, contents, TYPED)
        if draft.text != given.text:
            making.again(draft)
    freeze.thaw_after(making.wait_read)
    snapshot = _snapshot(draft, replace(explained, changes=tuple(changes)))
    commands = [command for one in (*draft.earlier, snapshot) for command in one.commands]
    now = time.time()
    running = BackgroundCall(lambda: processes(engine, draft.workspace, container, commands))
    running.start()  # the engine takes 30 ms and more, and so does the recipe
    try:
        prepared = _prepared(engine, home, draft, snapshot, contents)
        home.journal(draft.workspace.name).sync()  # the snapshot holds a position in it
        progress(_amount(changes))
        snapshot = replace(snapshot, image=making.result())
    finally:
        running.wait()
    servers = without_cmd(running.result(), commands, snapshot.config, now)
    kept = keeps_state(draft, snapshot)
    return CommitData(
        snapshot,
        prepared,
        making.keeping(elsewhere=kept and not found.masked),
        explained.packages,
        state,
        explained.lost,
        mask,
        servers,
        read.seen(container, making.layers()) if kept else None,
    )


def keeps_state(draft: Draft, snapshot: Snapshot) -> bool:
    """Return whether the state of a snapshot is kept; not with damage, since then the earlier ones are not known."""
    return not draft.aside and not draft.damage and is_worth_keeping((*draft.earlier, snapshot))


def _prepared(engine: Engine, home: Home, draft: Draft, snapshot: Snapshot, contents: dict[str, bytes]) -> Prepared:
    """Return what the line stores of a snapshot."""
    files = _recipe(engine, home, draft, snapshot, contents)
    return home.line.prepared(
        snapshot,
        contents,
        {path: content for path, (_, content) in files.items()},
        draft.parent,
        executable={path for path, (mode, _) in files.items() if mode & 0o111},
    )


def _names(state: CommittedState, earlier: Sequence[Snapshot], found: ExplainedChanges, source: FileSource) -> str:
    """Return names that are no secrets, on lines; those of files are of the base image and of packages."""
    changes = chain(found.changes, *(snapshot.changes for snapshot in earlier))
    return public_names(chain(state.base, (change.path for change in changes if change.package)), source.whole)


def _amount(changes: Sequence[Change]) -> str:
    """Return the progress line for the making of the image, with the amount of changed data."""
    size = sum(change.after.size for change in changes if change.after)
    return f"making the image: {len(changes)} changed paths, {size / MEGABYTE:.0f} MB"


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
