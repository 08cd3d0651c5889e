"""What `docker inspect` tells of a container or an image, in words; secrets are masked."""

from __future__ import annotations

import os
import shlex
import time
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.engine.api import Container, Engine, HistoryStep
from snapshotter.engine.overview import Overview
from snapshotter.errors import ContainerNotFound, ImageNotFound, NotFound, SnapError
from snapshotter.model import PLACEHOLDER, Image, Progress, no_progress
from snapshotter.rootfs.image import image_layers
from snapshotter.secrets.in_environment import in_environment
from snapshotter.secrets.redact import Redactor
from snapshotter.store.home import Home
from snapshotter.work.adopt.history import by_layer, instruction
from snapshotter.work.look.config import CONCEALED, typed_values
from snapshotter.work.look.waste import LayerWaste, waste

_SECONDS = 2.0
"""How long the files of one mount are counted."""
_MOST_CANDIDATES = 4


class Mounted(Struct, frozen=True):
    """A mount of a container."""

    kind: str
    source: str
    target: str
    read_only: bool
    size: int | None
    """Bytes of its files, None where they cannot be read here or are too many to count."""


class OfContainer(Struct, frozen=True):
    """A container, its description, and the workspace that it belongs to, "" for none."""

    container: Container
    overview: Overview
    workspace: str
    mounts: tuple[Mounted, ...]
    image_names: tuple[str, ...] = ()


class Step(Struct, frozen=True):
    """One layer of an image, or an instruction that made none."""

    text: str
    """The instruction, "" where it is not known."""
    created: float
    layer: int
    """Number of the layer, from 1; 0 for an instruction that made none."""
    size: int
    waste: LayerWaste | None
    """None where the layers were not read."""


class OfImage(Struct, frozen=True):
    """An image and what each of its layers holds."""

    image: Image
    steps: tuple[Step, ...]
    env: tuple[str, ...]
    """Its environment without secrets."""


def inspected(engine: Engine, home: Home, wanted: str, progress: Progress = no_progress) -> OfContainer | OfImage:
    """Return the container of the workspace, the container, or the image with a name or id; raises `NotFound`."""
    workspaces = home.workspaces.names()
    if wanted in workspaces:
        return _container(engine, home, home.workspaces.get(wanted).container, wanted)
    try:
        return _container(engine, home, wanted, "")
    except ContainerNotFound:
        pass
    try:
        return of_image(engine, engine.image(wanted), progress)
    except ImageNotFound as error:
        raise _missing(engine, workspaces, wanted) from error


def _missing(engine: Engine, workspaces: Sequence[str], wanted: str) -> NotFound:
    """Return the error that nothing has a name, with those that look much like it."""
    kinds: dict[str, str] = {}
    for kind, names in (("image", engine.tags()), ("container", engine.container_names()), ("workspace", workspaces)):
        kinds.update(dict.fromkeys(names, kind))
    short = {name.rpartition(":")[0].rpartition("/")[2] or name: name for name in kinds}
    close = [short.get(one, one) for one in get_close_matches(wanted, [*kinds, *short], n=8, cutoff=0.5)]
    close += [name for name in kinds if wanted.lower() in name.lower()]
    found = [f"{kinds[one]} {one}" for one in dict.fromkeys(close)][:_MOST_CANDIDATES]
    look = "`snap list` lists the workspaces, `docker ps -a` the containers, `docker images` the images"
    return NotFound(
        f"there is no workspace, container or image {wanted} here", f"meant: {', '.join(found)}?" if found else look
    )


def _container(engine: Engine, home: Home, ident: str, workspace: str) -> OfContainer:
    container = engine.container(ident)
    found = engine.overview(container.id)
    if not workspace:
        workspace = next((name for name in home.workspaces.names() if _container_of(home, name) == container.id), "")
    secrets = typed_values(home, workspace) if workspace else []
    bound = {one.target: one.read_only for one in found.bound}
    mounts = tuple(
        Mounted(one.kind, one.source, one.target, bound.get(one.target, False), size_of(one.place))
        for one in container.mounts
    )
    try:
        names = engine.image(container.image).tags
    except SnapError:  # removed by force
        names = ()
    mask = _mask(secrets)
    health = replace(found.health, output=mask(found.health.output)) if found.health else None
    clean = replace(
        found,
        env=masked_environment(found.env, secrets),
        entrypoint=_masked_words(found.entrypoint, mask),
        command=_masked_words(found.command, mask),
        health=health,
        error=mask(found.error),
    )
    return OfContainer(container, clean, workspace, mounts, names)


def _container_of(home: Home, name: str) -> str:
    try:
        return home.workspaces.get(name).container
    except SnapError:  # damaged: `snap doctor` reports it
        return ""


def masked_environment(env: Sequence[str], secrets: Sequence[str] = ()) -> tuple[str, ...]:
    """Return an environment in which values that are secret, or hold one of the known `secrets`, are replaced."""
    found = set(in_environment(env))
    pairs = (one.partition("=") for one in env)
    return tuple(
        f"{name}={CONCEALED}" if name in found or any(secret in value for secret in secrets) else f"{name}={value}"
        for name, _, value in pairs
    )


def _mask(secrets: Sequence[str]) -> Callable[[str], str]:
    redactor = Redactor(values=secrets)
    return lambda text: PLACEHOLDER.sub(CONCEALED, redactor.redact(text))


def _masked_words(words: Sequence[str], mask: Callable[[str], str]) -> tuple[str, ...]:
    """Return the words of a command without secrets."""
    text = shlex.join(words)
    clean = mask(text)
    if clean == text:
        return tuple(words)
    try:
        return tuple(shlex.split(clean))
    except ValueError:
        return (clean,)


def size_of(place: Path | None, clock: Callable[[], float] = time.monotonic) -> int | None:
    """Return the bytes of the files below a path, None where they cannot be read or counted in two seconds."""
    if place is None:
        return None
    end, total, folders = clock() + _SECONDS, 0, [place]
    try:
        if not place.is_dir():
            return place.stat().st_size
        while folders:
            with os.scandir(folders.pop()) as items:
                for item in items:
                    if item.is_dir(follow_symlinks=False):
                        folders.append(Path(item.path))
                    elif item.is_file(follow_symlinks=False):
                        total += item.stat(follow_symlinks=False).st_size
            if clock() > end:
                return None
    except OSError:
        return None
    return total


def of_image(engine: Engine, image: Image, progress: Progress = no_progress) -> OfImage:
    """Return an image with its layers, whose contents are read."""
    mask = _mask(())
    history = engine.history(image.id)
    read = image_layers(engine, image.id, skip=0, progress=progress)
    layers, steps = by_layer(history, (), read), list[Step]()
    for number, (one, lost) in enumerate(zip(layers, waste(read), strict=True), 1):
        steps.extend(Step(mask(_text(step)), step.created, 0, 0, None) for step in one.before)
        text, created, size = "", 0.0, lost.size
        if one.step is not None:
            text, created, size = _text(one.step), one.step.created, one.step.size or size
        steps.append(Step(mask(text), created, number, size, lost))
    known = sum(len(one.before) + 1 for one in layers if one.step is not None)
    if known:
        steps.extend(Step(mask(_text(step)), step.created, 0, 0, None) for step in history[known:])
    return OfImage(image, tuple(steps), masked_environment(image.config.env))


def _text(step: HistoryStep) -> str:
    """Return an entry of a history as the instruction that it is."""
    found = instruction(step)
    return f"{found.name} {found.text}" if found.name else found.text or step.comment
