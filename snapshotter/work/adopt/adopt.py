"""Adopt an image that was made without snapshotter: a workspace whose snapshots are its layers above the base.

Snapshots, names of images and the workspace are set last, and taken back where that fails: nothing stays half made.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.lost_edits import first_resolv_conf
from snapshotter.engine.api import LABEL, ORIGIN, ContainerSpec, Engine, HistoryStep
from snapshotter.errors import Conflict, ContainerNotFound, RecordError, SnapError
from snapshotter.model import Base, Image, ImageConfig, Progress, Snapshot, Started, Workspace
from snapshotter.recipe.decide.image_config import instructions
from snapshotter.record.shells.find import find_shell
from snapshotter.store.home import Home
from snapshotter.store.layout import container_name, image_tag
from snapshotter.store.line import NewCommit
from snapshotter.store.repository.operations import operation
from snapshotter.store.repository.refs import created, head_ref
from snapshotter.store.workspaces import free_name
from snapshotter.store.workspaces import text as workspace_text
from snapshotter.work.adopt.base import FoundBase, find_base
from snapshotter.work.adopt.flat import on_base
from snapshotter.work.adopt.history import secret_arguments
from snapshotter.work.adopt.layers import Reading, ReadLayer, read_layers
from snapshotter.work.adopt.source import Source, find_source
from snapshotter.work.commit.instruction_secrets import settings_with_secret
from snapshotter.work.export.tree import read_one, tree_recipe
from snapshotter.work.start import (
    Request,
    create_container,
    given_name,
    refuse_taken,
    taken,
    undo,
)


class AdoptRequest(Struct, frozen=True):
    """The arguments of `snap adopt`."""

    wanted: str
    """An image, a container or a file."""
    name: str = ""
    base: str = ""
    dry_run: bool = False


class AdoptedImage(Struct, frozen=True):
    """What was adopted."""

    name: str
    """Of the workspace."""
    kind: str
    """"image", "container" or "archive"."""
    image: Image
    found: FoundBase
    snapshots: tuple[Snapshot, ...]
    notes: tuple[str, ...] = ()


def adopt(engine: Engine, home: Home, request: AdoptRequest, progress: Progress) -> AdoptedImage:
    """Make a workspace of an image, container or archive; with `dry_run` only return what it would have.

    Raises `Conflict` if the name is taken, `NotFound`, `UsageError` if it has no base, or is no image.
    """
    stem = Path(request.wanted).name.removesuffix(".gz").removesuffix(".tgz").removesuffix(".tar")
    name = given_name(request.name) if request.name else free_name(stem, taken(home))
    with home.workspaces.lock(name):
        refuse_taken(name, home)
        home.line.prepare()
        there = _There.of(engine, name)
        if there.container and not request.dry_run:
            raise Conflict(
                f"there is a container {container_name(name)} already, of another $SNAP_HOME or an earlier workspace",
                f"give another name: `--name OTHER`; or remove it with `docker rm -f {container_name(name)}`",
            )
        source = find_source(engine, request.wanted, name, progress)
        done = False
        try:
            found = find_base(engine, source.image, request.wanted, request.base, progress)
            if not found.shared:
                source = _on_base(engine, home, name, source, found, progress)
            reading = Reading(
                engine,
                home,
                name,
                source.image,
                request.wanted,
                found,
                progress,
                source.mounts,
                keep=not request.dry_run,
            )
            layers = _with_start(read_layers(reading), source.started)
            history = engine.history(source.image.id)
            if not request.dry_run:
                layers = _make(engine, home, name, source, found, layers)
                done = True
        finally:
            if not done:
                _take_back(engine, home, name, there)
            for made in (*source.made, *(() if done else source.loaded)):
                with contextlib.suppress(SnapError):
                    engine.remove_image(made)
    snapshots = tuple(one.snapshot for one in layers)
    secrets = _secrets(found.base, source.image, snapshots, history)
    notes = (*source.notes, *secrets)
    return AdoptedImage(name, source.kind, source.image, found, snapshots, notes)


def _secrets(base: Base, image: Image, snapshots: Sequence[Snapshot], history: Sequence[HistoryStep]) -> Iterator[str]:
    """Yield which secrets the Dockerfile will have, and which it will not."""
    adopted = [one.adopted for one in snapshots if one.adopted]
    lines = [line for one in adopted for line in (*one.before, *one.after)]
    found = settings_with_secret(base.config, [*lines, *instructions(base.config, image.config)])
    if found:
        yield (
            f"looks like a secret: {', '.join(found)}; everyone who has the image can read it, and its Dockerfile will"
            " have it: pass it when a container is run instead"
        )
    if withheld := secret_arguments(history):
        yield f"looks like a secret and is not written: ARG {', '.join(withheld)}; `docker build --build-arg` gives it"


def _with_start(layers: Sequence[ReadLayer], started: Started | None) -> list[ReadLayer]:
    """Return the layers, the last one with what the adopted container was started with."""
    *below, last = layers
    if started is None or last.snapshot.adopted is None:
        return list(layers)
    told = replace(last.snapshot.adopted, started=started)
    return [*below, replace(last, snapshot=replace(last.snapshot, adopted=told))]


def _on_base(engine: Engine, home: Home, name: str, source: Source, found: FoundBase, progress: Progress) -> Source:
    """Return the source with an image on the base, of the same files."""
    made = on_base(engine, home, source.image, found.base, f"snap/{name}:flat", progress)
    notes = ["its layers are not those of the base, so it becomes one snapshot; its history is not used", *source.notes]
    if source.image.config == ImageConfig() or not (source.image.config.cmd or source.image.config.env):
        notes.append("it has no configuration: what CMD, ENV, USER and the like had set is lost; `snap config` sets it")
    return replace(source, image=made, made=(*source.made, f"snap/{name}:flat"), notes=tuple(notes))


def _make(
    engine: Engine, home: Home, name: str, source: Source, found: FoundBase, layers: Sequence[ReadLayer]
) -> list[ReadLayer]:
    """Write the snapshots and set all that refers to them; return them with their ids."""
    image, written = source.image, list[ReadLayer]()
    engine.tag(image.id, image_tag(name, len(layers)))
    if not image.tags:
        engine.tag(image.id, f"snap-adopted:{image.id.removeprefix('sha256:')[:12]}")
    parent = None
    for one in layers:
        snapshots = [*(before.snapshot for before in written), one.snapshot]
        contents = {key: content for each in layers for key, content in each.contents.items()}
        files = tree_recipe(home, snapshots, partial(read_one, lambda: engine), contents)
        [snapshot] = home.line.put_commits([NewCommit(one.snapshot, files, one.contents, parent or "")], parent)
        parent = snapshot.id
        written.append(replace(one, snapshot=snapshot))
    last = written[-1].snapshot
    made = _workspace(engine, home, name, source, found)
    changes = {head_ref(name): created(last.id)}
    text = f"{last.adopted.image if last.adopted else name} on {found.base.reference}"
    done = replace(operation("adopt", name, text, changes), after=workspace_text(made).decode())
    home.line.change(name, changes, done)  # first: a workspace without its line would begin another one
    home.workspaces.put(made)
    engine.tag(image.id, f"snap/{name}:latest")
    home.workspaces.use(name)
    return written


def _workspace(engine: Engine, home: Home, name: str, source: Source, found: FoundBase) -> Workspace:
    """Return the workspace of the container that was adopted, if it runs and is on the base.

    Else create the container in which the work goes on; one without a shell is not started.
    """
    base, service, image = found.base, False, source.image
    theirs = source.container
    if theirs is not None and theirs.state == "running" and found.shared:
        shell = find_shell(engine, theirs.id, "")
        made = Workspace(name, theirs.id, base, time.time(), shell, since_at=time.time())
        return replace(made, resolv_conf=first_resolv_conf(engine, made, theirs.id))
    try:
        container = create_container(engine, home, name, image, base, Request(image.id, name))
        shell = find_shell(engine, container, "")
    except RecordError as error:
        if not error.message.endswith("has no shell"):
            raise
        labels = {LABEL + ".workspace": name, LABEL + ".base": base.id, LABEL + ".home": home.identity}
        spec = ContainerSpec(image.id, container_name(name), labels | {ORIGIN: image.id}, None)
        container, shell, service = engine.create(spec, start=False), "", True
    return Workspace(name, container, base, time.time(), shell, service=service, since_at=time.time())


class _There(Struct, frozen=True):
    """What has the workspace's names before it is made: work of another `$SNAP_HOME`, which stays."""

    container: str
    """An id, "" for none."""
    images: Mapping[str, str]
    """Names and ids."""

    @staticmethod
    def of(engine: Engine, name: str) -> _There:
        """Return what is there."""
        try:
            container = engine.container(container_name(name)).id
        except ContainerNotFound:
            container = ""
        return _There(container, {tag: engine.image(tag).id for tag in _own_tags(engine, name)})


def _own_tags(engine: Engine, name: str) -> list[str]:
    return [tag for tag in engine.tags() if tag.startswith(f"snap/{name}:")]


def _take_back(engine: Engine, home: Home, name: str, there: _There) -> None:
    """Remove the container, the workspace and the names of images that were made so far."""
    with contextlib.suppress(SnapError):
        undo(engine, home, name, there.container)
    with contextlib.suppress(SnapError):
        for tag in _own_tags(engine, name):
            if tag not in there.images:
                engine.remove_image(tag)
            elif engine.image(tag).id != there.images[tag]:
                engine.tag(there.images[tag], tag)
