"""Start a workspace: an image, a container of it with a shell to work in, and the record of both."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.engine.api import LABEL, ContainerSpec, Engine
from snapshotter.errors import Conflict, ContainerNotFound, EngineError, ImageNotFound, RecordError, UsageError
from snapshotter.model import Base, Image, Progress, Workspace
from snapshotter.record.session import idle_command
from snapshotter.record.shells.find import COMMON_PATHS, find_shell
from snapshotter.record.shells.known import posix
from snapshotter.store.home import Home
from snapshotter.store.workspaces import LONGEST_NAME, check_name
from snapshotter.work.background import finished
from snapshotter.work.session_env import kept


class Request(Struct, frozen=True):
    """What `snap start` was asked for."""

    image: str
    name: str = ""
    """"" for one derived from the image's."""
    shell: str = ""
    env: tuple[str, ...] = ()
    ports: tuple[str, ...] = ()
    volumes: tuple[str, ...] = ()
    network: str = ""
    service: bool = False


def start(engine: Engine, home: Home, request: Request, progress: Progress) -> Workspace:
    """Make a workspace and its running container; a failure half-way leaves neither.

    Raises `Conflict` where the name is taken, `ImageNotFound`, `RecordError` where the image has no shell, `StoreError`
    where no snapshot could be kept: better now than after an hour's work.
    """
    if not request.image:
        raise UsageError("no image is named", "such as `snap start debian:bookworm`; `docker images` lists those here")
    request = replace(request, env=variables(request.env, os.environ))
    name = check_name(request.name) if request.name else free_name(request.image, taken(home))
    with home.workspaces.lock(name):
        _refuse_taken(name, home)
        home.line.prepare()
        image = find_image(engine, request.image, progress)
        said = reference(request.image, image) or _given_a_name(engine, image)
        base = Base(said, image.id, digest(said, image), image.config, image.layers)
        finished = False
        try:
            container = _create(engine, home, name, image, request)
            shell = find_shell(engine, container, request.shell)
            made = Workspace(name, container, base, time.time(), shell, request.env, request.service)
            home.workspaces.put(replace(made, env=kept(made.env)))
            home.workspaces.use(name)
            finished = True
        finally:
            if not finished:
                _undo(engine, home, name)
    return made


def variables(wanted: Sequence[str], host: Mapping[str, str]) -> tuple[str, ...]:
    """Give each as "K=V"; a bare K takes the host's value, and is left out where there is none, as docker has it."""
    found = []
    for text in wanted:
        name, given, _ = text.partition("=")
        if not name or "\0" in text:
            raise UsageError(
                f"{text!r} is no variable", "write -e NAME=VALUE, or -e NAME for the value that it has on this host"
            )
        if given:
            found.append(text)
        elif name in host:
            found.append(f"{name}={host[name]}")
    return tuple(found)


def find_image(engine: Engine, wanted: str, progress: Progress) -> Image:
    """Look an image up here, else fetch it; raises `ImageNotFound`."""
    try:
        return engine.image(wanted)
    except ImageNotFound:
        progress(f"{wanted} is not here: fetching it")
        return engine.pull(wanted, progress)


def container_name(name: str) -> str:
    """Give the container's own name, as `docker ps` shows it."""
    return f"snap-{name}"


def taken(home: Home) -> set[str]:
    """Give the names that a new workspace cannot have."""
    return {*home.workspaces.names(), *home.line.names()}


def free_name(image: str, others: set[str]) -> str:
    """Derive a workspace's name from an image's: "debian", then "debian-2", and so on."""
    bare = image.split("@", 1)[0].rsplit("/", 1)[-1].split(":", 1)[0].lower()
    stem = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[: LONGEST_NAME - 5].strip("-") or "work"
    number = 2
    name = stem
    while name in others:
        name, number = f"{stem}-{number}", number + 1
    return name


def reference(wanted: str, image: Image) -> str:
    """Give a name that a FROM can have, with a tag: not an id, as long as the image has a name; else ""."""
    if "@" in wanted or wanted in image.tags:
        return wanted
    bare = wanted.removeprefix("sha256:")
    if image.id.removeprefix("sha256:").startswith(bare):
        return next(iter((*image.tags, *image.digests)), "")
    return wanted if ":" in wanted.rsplit("/", 1)[-1] else f"{wanted}:latest"


def _given_a_name(engine: Engine, image: Image) -> str:
    """Name an image that has no name, since BuildKit takes the id in a FROM for a name and looks for it in a registry.

    It is the same wherever the image is, and stays when the workspace goes: without it the image would go too.
    """
    name = f"snap-base:{image.id.removeprefix('sha256:')[:12]}"
    engine.tag(image.id, name)
    return name


def digest(wanted: str, image: Image) -> str:
    """Give "NAME@sha256:…" where a registry knows the image by the name it was asked for."""
    if "@" in wanted:
        return wanted
    bare = wanted.rsplit("/", 1)
    bare[-1] = bare[-1].split(":", 1)[0]
    return next((known for known in image.digests if known.split("@", 1)[0] == "/".join(bare)), "")


def _refuse_taken(name: str, home: Home) -> None:
    if name in home.workspaces.names():
        raise Conflict(
            f"there is a workspace {name} already",
            f"`snap shell {name}` goes back into it; `--name OTHER` makes one beside it; `snap rm {name}` removes it",
        )
    if home.line.head(name):
        raise Conflict(
            f"snapshots of an earlier workspace {name} are still there",
            f"`snap rm --force {name}` removes them; `--name OTHER` makes a workspace beside them",
        )


def _create(engine: Engine, home: Home, name: str, image: Image, request: Request) -> str:
    if request.service:
        return _create_with(engine, home, name, image, request, None)
    known = (posix(request.shell), *COMMON_PATHS) if request.shell.startswith("/") else COMMON_PATHS
    for shell in known:
        try:
            return _create_with(engine, home, name, image, request, tuple(idle_command(shell)))
        except EngineError as error:
            if _lacks(shell, error.message):
                continue
            if shell == request.shell and f'exec: "{shell}"' in error.message:
                raise RecordError(
                    f"{shell} does not run in {request.image}: {error.message.rsplit(': ', 2)[1]}",
                    "leave --shell away for the best shell of the image, or name another",
                ) from error
            raise
    raise RecordError(
        f"{request.image} has no shell: there is nothing to work in",
        "`snap start --service` keeps the image's own program running instead, and\n"
        "`snap run -- CMD` records single commands in it",
    )


def _create_with(
    engine: Engine, home: Home, name: str, image: Image, request: Request, idle: tuple[str, ...] | None
) -> str:
    spec = ContainerSpec(
        image=image.id,
        name=container_name(name),
        labels={LABEL + ".workspace": name, LABEL + ".base": image.id, LABEL + ".home": home.identity},
        idle=idle,
        env=request.env if request.service else (),
        ports=request.ports,
        volumes=request.volumes,
        network=request.network,
        hostname="",
    )
    try:
        with finished():
            return engine.create(spec)
    except Conflict as error:
        raise Conflict(
            error.message,
            f"`docker rm -f {spec.name}` removes what an earlier workspace left behind, "
            "if it is that; `--name OTHER` makes one beside it",
        ) from error


def _lacks(program: str, message: str) -> bool:
    """Tell whether an engine's words on a failed start mean that the program is not in the image."""
    return program in message and any(said in message for said in ("no such file", "executable file not found"))


def _undo(engine: Engine, home: Home, name: str) -> None:
    try:
        left = engine.container(container_name(name))
    except ContainerNotFound:
        left = None
    if left and left.labels.get(LABEL + ".workspace") == name:
        engine.remove(left.id)
    home.workspaces.remove(name)
