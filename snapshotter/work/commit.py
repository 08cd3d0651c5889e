"""Commit a workspace: the container's layer becomes an image, what happened becomes a snapshot in the line.

The order is image, then payload, then ref: whatever fails, the line is as it was or whole.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from snapshotter.engine.api import LABEL, Container, Engine, Progress
from snapshotter.engine.progress import MEGABYTE
from snapshotter.errors import SnapError
from snapshotter.model import Change, Command, ImageConfig, Snapshot, Workspace
from snapshotter.noun import noun
from snapshotter.packages.installed import PackageChanges
from snapshotter.rootfs.image import image_layers
from snapshotter.rootfs.known import remembered
from snapshotter.work.container import LeftOut, find, frozen, left_out
from snapshotter.work.evidence import (
    Explained,
    Fetch,
    Source,
    explained,
    layers_in_place,
    of_container,
    of_image,
    with_mount_points,
)
from snapshotter.work.home import Home
from snapshotter.work.instructions import apply_instructions
from snapshotter.work.interrupt import finished
from snapshotter.work.making import Making
from snapshotter.work.state import Ground, ground, now
from snapshotter.work.variables import refuse_secrets

FILE_LIMIT = 1 << 20
"""Bytes of a file beyond which its content is not kept in the line (the image has it)."""
TOTAL_LIMIT = 64 << 20
"""Bytes of all contents that one snapshot keeps in the line."""


@noun
class Committed:
    """What a commit gave."""

    snapshot: Snapshot
    packages: PackageChanges
    left_out: tuple[LeftOut, ...]
    lost: Mapping[str, str]
    """What of the container's own layer the image does not keep, by path, with the reason."""


@noun
class _Draft:
    """What is known of a snapshot before it has an image."""

    workspace: Workspace
    earlier: tuple[Snapshot, ...]
    parent: str | None
    commands: tuple[Command, ...]
    position: int
    config: ImageConfig
    instructions: tuple[str, ...]
    stand: Ground

    @property
    def seq(self) -> int:
        return self.earlier[-1].seq + 1 if self.earlier else 1

    @property
    def tag(self) -> str:
        return f"snap/{self.workspace.name}:{self.seq}"

    def is_empty(self, changes: Sequence[Change]) -> bool:
        return not (changes or self.commands or self.instructions)


def commit(engine: Engine, home: Home, workspace: Workspace, text: str, instructions: Sequence[str],
           progress: Progress, allowed: Sequence[str] = ()) -> Committed | None:
    """Make a snapshot; None where nothing was run and nothing changed.

    `text` is the message, "" for one made up.  `instructions` are Dockerfile instructions for its configuration;
    those that hold a secret are refused but for the variables and labels `allowed`.
    Raises `Conflict` where somebody else is at it, `ContainerNotFound`, `StoreError`; then nothing was committed.
    """
    with home.workspaces.lock(workspace.name):
        container = find(engine, home, workspace)
        draft = _draft(engine, home, workspace, instructions, allowed, progress)
        with _image(engine, home, draft, container, text, progress) as made:
            if made is None:
                return None
            image, found, contents = made
            progress("writing the snapshot")
            snapshot = _snapshot(draft, image, text, found)
            files = _recipe(home, draft, snapshot, contents)
            written = home.line.write(
                snapshot, contents, {path: data for path, (_, data) in files.items()}, draft.parent,
                executable={path for path, (mode, _) in files.items() if mode & 0o111})
        engine.tag(image, f"snap/{workspace.name}:latest")
        home.workspaces.use(workspace.name)
        return Committed(written, found.packages, tuple(left_out(engine, container)), found.lost)


def _draft(engine: Engine, home: Home, workspace: Workspace, instructions: Sequence[str],
           allowed: Sequence[str], progress: Progress) -> _Draft:
    name = workspace.name
    earlier = tuple(home.line.snapshots(name))
    commands, position = _ended(home, name, earlier[-1].position if earlier else 0)
    config = without_ours(earlier[-1].config if earlier else workspace.base.config)
    wanted = apply_instructions(config, instructions)
    refuse_secrets(config, wanted, allowed)
    return _Draft(workspace, earlier, earlier[-1].id if earlier else None, commands, position, wanted,
                  tuple(instructions),
                  ground(engine, workspace.base, earlier, home.cache, progress))


def _ended(home: Home, name: str, after: int) -> tuple[tuple[Command, ...], int]:
    """Give the commands that ended since the last snapshot, and the place in the journal up to which they are all."""
    journal = home.journal(name)
    journal.settle()
    while True:
        position = journal.position()
        commands = journal.commands(after)
        if journal.position() == position:
            return tuple(command for command in commands if command.end is not None), position


def without_ours(config: ImageConfig) -> ImageConfig:
    """Leave out the labels that snapshotter itself sets."""
    return replace(config, labels=tuple(pair for pair in config.labels if not pair[0].startswith(LABEL + ".")))


_Made = tuple[str, Explained, dict[str, bytes]]


@contextlib.contextmanager
def _image(engine: Engine, home: Home, draft: _Draft, container: Container, text: str,
           progress: Progress) -> Iterator[_Made | None]:
    """Make the image and say what changed, both of one moment; the image goes again if the block does not end well.

    Gives None, and makes no image, where there is nothing to commit.
    """
    well = False
    try:
        with frozen(engine, container):
            made = _made(engine, draft, container, text, progress)
        yield made
        well = made is not None
    finally:
        if not well and home.line.head(draft.workspace.name) == draft.parent:
            with contextlib.suppress(SnapError):  # what went wrong before is what is told
                engine.remove_image(draft.tag)


def _made(engine: Engine, draft: _Draft, container: Container, text: str, progress: Progress) -> _Made | None:
    """Read and explain what changed while the engine makes the image, where it is sure that there is one to make."""
    making = Making(lambda: _commit(engine, draft, container, text))
    try:
        if container.upper and not draft.is_empty(()):
            making.begin()
        layers = layers_in_place(engine, container, remembered(draft.stand.committed), progress)
        if layers is not None:
            found = now(draft.stand, layers)
            if draft.is_empty(found.changes):
                return None
            making.begin()
            source = of_container(engine, container)
        else:
            progress("making the image")
            skip = len(draft.workspace.base.layers)
            found = now(draft.stand, image_layers(engine, making.image(), skip=skip, progress=progress))
            if draft.is_empty(found.changes):
                return None
            source = of_image(engine, engine.image(making.image()), skip)
        progress("explaining the changes")
        known = explained(draft.stand, _before(engine, draft), found, source, draft.commands,
                          draft.workspace.volatile)
        changes, contents = keep_contents(with_mount_points(known.changes, container.mounts), source, _written(draft))
        progress(_amount(changes))
        return making.image(), replace(known, changes=tuple(changes)), contents
    finally:
        making.settle()


def _amount(changes: Sequence[Change]) -> str:
    """Say what the engine is making, and how much of it is new."""
    size = sum(change.after.size for change in changes if change.after)
    return f"making the image: {len(changes)} changed paths, {size / MEGABYTE:.0f} MB"


def load_ahead() -> None:
    """Begin to load what the rest of a commit needs, which takes half of its time, while the engine is waited for."""
    threading.Thread(target=_load, daemon=True, name="load").start()


def _load() -> None:
    import snapshotter.recipe.plan
    import snapshotter.recipe.write
    import snapshotter.secrets.files
    import snapshotter.secrets.written
    import snapshotter.work.message  # noqa: F401


def _commit(engine: Engine, draft: _Draft, container: Container, text: str) -> str:
    repository, _, tag = draft.tag.partition(":")
    with finished():
        return engine.commit(container.id, draft.config, repository=repository, tag=tag, message=text, pause=False)


def _before(engine: Engine, draft: _Draft) -> Fetch:
    image = draft.earlier[-1].image if draft.earlier else draft.workspace.base.id
    return lambda want: dict(engine.read_files(image, want))


def _written(draft: _Draft) -> frozenset[str]:
    """Give the files that hold a secret because a command of this workspace wrote one there."""
    from snapshotter.secrets.written import written

    earlier = (command for snapshot in draft.earlier for command in snapshot.commands)
    return written((
        (command.text, command.cwd, "/root" if command.user in ("root", "0", "") else f"/home/{command.user}")
        for command in (*earlier, *draft.commands)), {name for name in draft.workspace.env if "=" not in name})


def keep_contents(changes: Sequence[Change], source: Source,
                  written: frozenset[str] = frozenset()) -> tuple[list[Change], dict[str, bytes]]:
    """Fetch the files that no package explains and that are not volatile, small ones first, up to the limits.

    A file that holds a secret, or is `written` with one, is marked, and its content stays in the image alone.
    """
    from snapshotter.secrets.files import in_file

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
    secret = {path: why for path, data in found.items()
              if (why := in_file(path, data) or ("holds a secret that was typed" if path in written else ""))}
    kept = [replace(c, secret=secret[c.path]) if c.path in secret
            else replace(c, content=c.after.digest) if c.path in found and c.after else c for c in changes]
    return kept, {change.content: found[change.path] for change in kept if change.content}


def _snapshot(draft: _Draft, image: str, text: str, found: Explained) -> Snapshot:
    from snapshotter.work.message import message

    return Snapshot(
        workspace=draft.workspace.name, seq=draft.seq, image=image, tag=draft.tag, base=draft.workspace.base,
        message=text or message(draft.commands, found.changes, found.packages), created=time.time(),
        config=draft.config, commands=draft.commands, changes=found.changes, instructions=draft.instructions,
        position=draft.position, volatile=draft.workspace.volatile,
    )


def _recipe(home: Home, draft: _Draft, snapshot: Snapshot,
            contents: dict[str, bytes]) -> dict[str, tuple[int, bytes]]:
    """Write the Dockerfile and context that stand in the commit's tree, as far as the line alone knows."""
    from snapshotter.recipe.adopt import adopt
    from snapshotter.recipe.pins import pins
    from snapshotter.recipe.plan import plan
    from snapshotter.recipe.remember import remembered
    from snapshotter.recipe.wording import wording_of
    from snapshotter.recipe.write import write
    from snapshotter.work.volatile import in_force

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
