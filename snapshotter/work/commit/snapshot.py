"""What a commit says of its image, made out while the engine makes it: changes, contents, the snapshot, its recipe."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.explain.evidence import (
    ExplainedChanges,
    Fetch,
    Source,
    explain_changes,
    layers_in_place,
    of_container,
    of_image,
    with_mount_points,
)
from snapshotter.changes.packages.installed import PackageChanges
from snapshotter.changes.since_snapshot import Ground, Now, ground, now
from snapshotter.engine.api import Container, Engine
from snapshotter.model import Change, Progress, Snapshot
from snapshotter.progress import MEGABYTE
from snapshotter.recipe.plan import plan
from snapshotter.recipe.rewrite.outside_packages import adopt
from snapshotter.recipe.rewrite.pins import pins
from snapshotter.recipe.rewrite.wording import wording_of
from snapshotter.recipe.write.dockerfile import write
from snapshotter.rootfs.image import image_layers
from snapshotter.rootfs.layer import skip_reading
from snapshotter.secrets.in_file import in_file
from snapshotter.secrets.tainted_files import written
from snapshotter.store.home import Home
from snapshotter.work.background import Meanwhile
from snapshotter.work.commit.draft import Draft
from snapshotter.work.commit.message import message
from snapshotter.work.container import Freeze
from snapshotter.work.export.repairs_text import remembered
from snapshotter.work.volatile import in_force

FILE_LIMIT = 1 << 20
"""Bytes of a file beyond which its content is not kept in the line (the image has it)."""
TOTAL_LIMIT = 64 << 20
"""Bytes of all contents that one snapshot keeps in the line."""


class Account(Struct, frozen=True):
    """All that is written of a commit."""

    snapshot: Snapshot
    contents: Mapping[str, bytes]
    """What the line keeps of the files, by key."""
    recipe: Mapping[str, tuple[int, bytes]]
    """The Dockerfile and its context: path → mode and content."""
    packages: PackageChanges
    lost: Mapping[str, str]


def account_for(
    engine: Engine,
    home: Home,
    draft: Draft,
    container: Container,
    freeze: Freeze,
    making: Meanwhile[str],
    progress: Progress,
) -> Account | None:
    """Read the container and wait for its image; None, and no image, where there is nothing to commit.

    The container goes on as soon as both have been done.
    """
    stand = ground(engine, draft.workspace.base, draft.earlier, home.cache, progress)
    freeze.still()
    read = _read(engine, draft, container, stand, making, progress)
    if read is None:
        return None
    found, source = read
    progress("explaining the changes")
    told = explain_changes(stand, _before(engine, draft), found, source, draft.commands, draft.workspace.volatile)
    changes, contents = keep_contents(with_mount_points(told.changes, container.mounts), source, _written(draft))
    freeze.thaw_behind(making.settle)
    snapshot = _snapshot(draft, replace(told, changes=tuple(changes)))
    recipe = _recipe(home, draft, snapshot, contents)
    progress(_amount(changes))
    return Account(replace(snapshot, image=making.result()), contents, recipe, told.packages, told.lost)


def _read(
    engine: Engine, draft: Draft, container: Container, stand: Ground, making: Meanwhile[str], progress: Progress
) -> tuple[Now, Source] | None:
    """Read what changed, in place or out of the image; None where there is nothing to commit."""
    layers = layers_in_place(engine, container, skip_reading.remembered(stand.committed), progress)
    if layers is not None:
        found = now(stand, layers)
        if draft.is_empty(found.changes):
            return None
        making.begin()
        return found, of_container(engine, container)
    progress("making the image")
    skip = len(draft.workspace.base.layers)
    found = now(stand, image_layers(engine, making.result(), skip=skip, progress=progress))
    if draft.is_empty(found.changes):
        return None
    return found, of_image(engine, engine.image(making.result()), skip)


def _amount(changes: Sequence[Change]) -> str:
    """Say what the engine is making, and how much of it is new."""
    size = sum(change.after.size for change in changes if change.after)
    return f"making the image: {len(changes)} changed paths, {size / MEGABYTE:.0f} MB"


def _before(engine: Engine, draft: Draft) -> Fetch:
    image = draft.earlier[-1].image if draft.earlier else draft.workspace.base.id
    return lambda want: dict(engine.read_files(image, want))


def _written(draft: Draft) -> frozenset[str]:
    """Give the files that hold a secret because a command of this workspace wrote one there."""
    earlier = (command for snapshot in draft.earlier for command in snapshot.commands)
    return written(
        (
            (command.text, command.cwd, "/root" if command.user in ("root", "0", "") else f"/home/{command.user}")
            for command in (*earlier, *draft.commands)
        ),
        {name for name in draft.workspace.env if "=" not in name},
    )


def keep_contents(
    changes: Sequence[Change], source: Source, written: frozenset[str] = frozenset()
) -> tuple[list[Change], dict[str, bytes]]:
    """Fetch the files that no package explains and that are not volatile, small ones first, up to the limits.

    A file that holds a secret, or is `written` with one, is marked, and its content stays in the image alone.
    """
    want: dict[str, int] = {}
    total = 0
    for change in sorted(changes, key=lambda change: change.after.size if change.after else 0):
        entry = change.after
        if entry and entry.kind == "file" and not change.package and not change.volatile and entry.size <= FILE_LIMIT:
            total += entry.size
            if total > TOTAL_LIMIT:
                break
            want[change.path] = entry.size
    found = source.changed(want)
    secret = {
        path: why
        for path, data in found.items()
        if (why := in_file(path, data) or ("holds a secret that was typed" if path in written else ""))
    }
    kept = [
        replace(c, secret=secret[c.path])
        if c.path in secret
        else replace(c, content=c.after.digest)
        if c.path in found and c.after
        else c
        for c in changes
    ]
    return kept, {change.content: found[change.path] for change in kept if change.content}


def _snapshot(draft: Draft, found: ExplainedChanges) -> Snapshot:
    """Make the snapshot, but for its image."""
    return Snapshot(
        workspace=draft.workspace.name,
        seq=draft.seq,
        image="",
        tag=draft.tag,
        base=draft.workspace.base,
        message=draft.text or message(draft.commands, found.changes, found.packages),
        created=time.time(),
        config=draft.config,
        commands=draft.commands,
        changes=found.changes,
        instructions=draft.instructions,
        position=draft.position,
        volatile=draft.workspace.volatile,
    )


def _recipe(home: Home, draft: Draft, snapshot: Snapshot, contents: dict[str, bytes]) -> dict[str, tuple[int, bytes]]:
    """Write the Dockerfile and context that stand in the commit's tree, as far as the line alone knows."""
    with home.line.contents(draft.workspace.name) as stored:

        def content(seq: int, change: Change) -> bytes | None:
            if not change.content:
                return None
            return contents[change.content] if change.content in contents else stored(change.content)

        line = adopt(in_force(home, draft.workspace.name, [*draft.earlier, snapshot]), content)
        wording = wording_of(line, content, pins(line, content))
        made = plan(snapshot.base, line, remembered(draft.earlier), wording=wording)
        recipe = write(made, content)
    return {"Dockerfile": (0o644, recipe.dockerfile.encode("utf-8", "surrogateescape")), **recipe.files}
