"""Start a workspace: an image, a container of it with a shell, and the stored record of both."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.lost_edits import first_resolv_conf
from snapshotter.engine.api import LABEL, ORIGIN, Container, ContainerSpec, Engine
from snapshotter.engine.images.references import base_of, reference
from snapshotter.errors import Conflict, ContainerNotFound, EngineError, ImageNotFound, RecordError, UsageError
from snapshotter.model import Base, Image, Progress, Snapshot, Workspace
from snapshotter.record.session import idle_command
from snapshotter.record.shells.find import COMMON_PATHS, find_shell
from snapshotter.record.shells.known import posix
from snapshotter.regex import regex
from snapshotter.store.home import Home
from snapshotter.store.layout import container_name, image_tag
from snapshotter.store.repository.git import NO_OBJECT
from snapshotter.store.repository.operations import operation
from snapshotter.store.repository.refs import created, head_ref
from snapshotter.store.workspaces import check_name, free_name
from snapshotter.store.workspaces import text as workspace_text
from snapshotter.work.background import BackgroundCall
from snapshotter.work.secrets.session_env import remember, variables, without_secret_values

_SNAPSHOT = regex(r"(?:[^/]+/)?snap/(?P<name>[a-z0-9][a-z0-9_.-]*):(?:\d{1,9}|latest)")
"""The name of a snapshot's image, perhaps with podman's host in front."""


class Request(Struct, frozen=True):
    """The arguments of `snap start`."""

    image: str
    name: str = ""
    """"" for a name derived from the image's."""
    shell: str = ""
    env: tuple[str, ...] = ()
    ports: tuple[str, ...] = ()
    volumes: tuple[str, ...] = ()
    network: str = ""
    service: bool = False
    from_rev: str = ""
    """[NAME:]REV of a snapshot whose line the workspace goes on with; then `image` is ""."""
    verb: str = "start"
    """The verb that is recorded."""
    checkpoints: bool = False
    """Whether a state of the container is kept after each command."""
    text: str = ""
    """What is recorded with it, "" for the name of the image."""
    tmpfs: tuple[str, ...] = ()
    """Directories with a file system in memory."""
    dockerfile: str = ""
    """A directory whose Dockerfile is built; then `image` is ""."""


def start(engine: Engine, home: Home, request: Request, progress: Progress) -> Workspace:
    """Create a workspace and its running container; a failure leaves neither behind.

    Raises `Conflict` if the name is taken, `ImageNotFound`, `RecordError` if the image has no shell, `StoreError`
    if no snapshot could be stored, so that this is known before any work is done.
    """
    begun = None
    if request.dockerfile:
        if request.image or request.from_rev:
            raise UsageError("an image and --dockerfile are given", "omit the one that is not meant")
        from snapshotter.work.build.begin import begin

        if request.name:
            refuse_taken(given_name(request.name), home)
        begun = begin(engine, request.dockerfile, progress)
        request = replace(request, image=begun.image)
    line = find_line(home, engine, request)
    if line is not None:
        request = replace(request, image=line[-1].image)
    if not request.image:
        raise UsageError(
            "no image is named", "name one, as in `snap start debian:bookworm`; `docker images` lists the local ones"
        )
    volumes = tuple(absolute_source(volume) for volume in request.volumes)
    request = replace(request, env=variables(request.env, os.environ), volumes=volumes)
    stem = line[-1].workspace if line else os.path.basename(begun.context) if begun else request.image  # noqa: PTH119
    name = given_name(request.name) if request.name else free_name(stem, taken(home))
    with home.workspaces.lock(name):
        if name not in home.workspaces.names() and home.line.head(name):
            _take_back(engine, home, name)
        refuse_taken(name, home)
        home.line.prepare()
        refuse_container(engine, request.image)
        image = find_image(engine, request.image, progress)
        if line is not None:
            base = line[-1].base
        else:
            named = "" if begun else reference(request.image, image)
            base = base_of(named or _name_image(engine, image), image)
        if begun:
            base = replace(base, dockerfile=begun.text, context=begun.context)
        there = _container_id(engine, name)
        done = False
        try:
            container = create_container(engine, home, name, image, base, request)
            shell = find_shell(engine, container, request.shell)
            if not request.service and (request.shell or not shell):
                _refuse_one_that_ended(engine, container, image, request)
            made = Workspace(
                name,
                container,
                base,
                time.time(),
                shell,
                request.env,
                request.service,
                ports=request.ports,
                volumes=request.volumes,
                network=request.network,
                volatile=_rules(home, line),
                since_at=time.time() if line else 0.0,
                checkpoints=request.checkpoints,
            )
            made = replace(made, resolv_conf=first_resolv_conf(engine, made, container))
            stored = without_secret_values(made.env)
            remember(home, name, set(made.env) - set(stored))
            made = replace(made, env=stored)
            _record(home, made, line, request)  # first: a workspace without its line would begin another one
            home.workspaces.put(made)
            _name_images(engine, name, line or ())
            home.workspaces.use(name)
            done = True
        finally:
            if not done:
                undo(engine, home, name, there)
    return made


def find_line(home: Home, engine: Engine, request: Request) -> list[Snapshot] | None:
    """Return the line that a workspace goes on with, up to the snapshot that is meant; None for any other image."""
    from snapshotter.work.select import revision, workspace_name

    if request.from_rev:
        if request.image:
            raise UsageError("both an image and --from are given", "omit the one that is not meant")
        name, colon, rev = request.from_rev.removeprefix("snap/").rpartition(":")
        name = name if colon else workspace_name(home.workspaces, None)
        found = revision(home.line.summaries(name), rev, name, home.line)
        return home.line.snapshots(name, found.seq)
    tagged = _SNAPSHOT.fullmatch(request.image)
    if not tagged:
        return None
    try:
        image = engine.image(request.image)
    except ImageNotFound:
        return None
    for name in sorted(home.line.names(), key=lambda name: name != tagged["name"]):
        every = [*home.line.summaries(name), *home.line.others(name)]
        number = next((one.seq for one in reversed(every) if one.image == image.id), None)
        if number is not None:
            return home.line.snapshots(name, number)
    return None


def _rules(home: Home, line: Sequence[Snapshot] | None) -> tuple[tuple[str, str], ...]:
    """Return the rules that go along with a line; those of others count for nothing here."""
    if not line or line[-1].id in home.line.received().snapshots:
        return ()
    return line[-1].volatile


def _record(home: Home, made: Workspace, line: Sequence[Snapshot] | None, request: Request) -> None:
    """Record the start as an operation, and set the workspace's place on the line that it goes on with."""
    changes = {head_ref(made.name): created(line[-1].id)} if line else {}
    text = f"from snapshot {line[-1].seq} of {line[-1].workspace}" if line else f"from {made.base.reference}"
    done = replace(
        operation(request.verb, made.name, request.text or text, changes), after=workspace_text(made).decode()
    )
    home.line.change(made.name, changes, done)


def _name_images(engine: Engine, name: str, line: Sequence[Snapshot]) -> None:
    """Tag the images of the line that a workspace goes on with by its own names too."""
    for snapshot in line:
        with contextlib.suppress(ImageNotFound):
            engine.tag(snapshot.image, image_tag(name, snapshot.seq))
    if line:
        engine.tag(line[-1].image, f"snap/{name}:latest")


def absolute_source(volume: str) -> str:
    """Return a volume with its host path absolute, as the docker client does; other sources are names of volumes."""
    source, rest = volume.split(":", 1) if ":" in volume else ("", volume)
    return f"{os.path.abspath(source)}:{rest}" if source.startswith(".") else volume  # noqa: PTH100 - keeps symlinks


def given_name(name: str) -> str:
    """Return the name of a workspace; raises `UsageError` if it cannot be one, or holds a secret."""
    refuse_secret(name, "workspace")
    return check_name(name)


def refuse_secret(name: str, kind: str) -> None:
    """Raise `UsageError` if the name of something of a kind holds a secret: it would be shown, and stay in the log."""
    from snapshotter.secrets.files.suspicious_names import suspicious

    if any(suspicious([name])):
        from snapshotter.secrets.in_name import secrets_in_name

        if secrets_in_name(name):
            raise UsageError(f"the name of the {kind} holds what looks like a secret", "give another name")


def refuse_container(engine: Engine, wanted: str) -> None:
    """Raise `UsageError` if a container has this name, and no image."""
    with contextlib.suppress(ImageNotFound):
        engine.image(wanted)
        return
    with contextlib.suppress(ContainerNotFound):
        found = engine.container(wanted)
        if found.is_own:
            name = found.labels[LABEL + ".workspace"]
            raise UsageError(f"{wanted} is the container of the workspace {name}", f"`snap shell {name}` enters it")
        raise UsageError(f"{wanted} is a container, not an image", f"`snap adopt {wanted}` makes a workspace of it")


def find_image(engine: Engine, wanted: str, progress: Progress) -> Image:
    """Return a local image, else pull it; raises `ImageNotFound`."""
    try:
        return engine.image(wanted)
    except ImageNotFound:
        progress(f"{wanted} is not available locally; pulling it")
        return engine.pull(wanted, progress)


def taken(home: Home) -> set[str]:
    """Return the names that a new workspace cannot have."""
    return {*home.workspaces.names(), *home.line.names()}


def _name_image(engine: Engine, image: Image) -> str:
    """Tag an image that has no name; BuildKit takes an id in FROM for a name and looks it up in a registry.

    The name is the same on every host.  It stays when the workspace is removed: without it the image would go too.
    """
    name = f"snap-base:{image.id.removeprefix('sha256:')[:12]}"
    engine.tag(image.id, name)
    return name


def refuse_taken(name: str, home: Home) -> None:
    """Raise `Conflict` if there is a workspace of that name, or a line of an earlier one."""
    if name in home.workspaces.names():
        raise Conflict(
            f"workspace {name} already exists",
            f"enter it with `snap shell {name}`, remove it with `snap rm {name}`, or give another name: `--name OTHER`",
        )
    if home.line.head(name):
        raise Conflict(
            f"snapshots of an earlier workspace {name} still exist",
            f"remove them with `snap rm --force {name}`, or give another name: `--name OTHER`",
        )


def create_container(engine: Engine, home: Home, name: str, image: Image, base: Base, request: Request) -> str:
    """Create and start the container of a workspace and return its id; raises `RecordError` if it has no shell."""
    if request.service:
        return _create_with(engine, home, name, image, base, request, None)
    paths = (posix(request.shell), *COMMON_PATHS) if request.shell.startswith("/") else COMMON_PATHS
    for shell in paths:
        try:
            return _create_with(engine, home, name, image, base, request, tuple(idle_command(shell)))
        except EngineError as error:
            if lacks_program(shell, error.message):
                continue
            if "exec format error" in error.message.lower():
                raise _does_not_run(image, request) from error
            if shell == request.shell and f'exec: "{shell}"' in error.message:
                raise RecordError(
                    f"{shell} does not run in {request.image}: {error.message.rsplit(': ', 2)[1]}",
                    "omit --shell to use the best shell of the image, or name another",
                ) from error
            raise
    raise RecordError(
        f"{request.image} has no shell",
        "`snap start --service` runs the image's own program instead, and\n"
        "`snap run -- CMD` records single commands in it",
    )


def _create_with(
    engine: Engine,
    home: Home,
    name: str,
    image: Image,
    base: Base,
    request: Request,
    idle: tuple[str, ...] | None,
) -> str:
    labels = {LABEL + ".workspace": name, LABEL + ".base": base.id, LABEL + ".home": home.identity}
    if image.id != base.id:
        labels[ORIGIN] = image.id
    spec = ContainerSpec(
        image=image.id,
        name=container_name(name),
        labels=labels,
        idle=idle,
        env=request.env if request.service else (),
        ports=request.ports,
        volumes=request.volumes,
        network=request.network,
        hostname="",
        tmpfs=request.tmpfs,
    )
    try:
        try:
            return BackgroundCall(lambda: engine.create(spec)).result()
        except Conflict:
            if not _remove_unused(engine, home, name):
                raise
            return BackgroundCall(lambda: engine.create(spec)).result()
    except Conflict as error:
        raise Conflict(
            error.message,
            f"if an earlier workspace left it behind, remove it with `docker rm -f {spec.name}`; "
            "otherwise give another name: `--name OTHER`",
        ) from error


def _remove_unused(engine: Engine, home: Home, name: str) -> bool:
    """Remove the container that a start which was ended left, if nothing changed in it; return whether there was one.

    The caller holds the lock of a name that no workspace has.
    """
    with contextlib.suppress(ContainerNotFound):
        found = engine.container(container_name(name))
        if _is_own(found, home, name) and not engine.diff(found.id):
            engine.remove(found.id)
            return True
    return False


def _is_own(container: Container, home: Home, name: str) -> bool:
    """Return whether a container is that of a workspace of this home: another home's may have the same name."""
    return (container.labels.get(LABEL + ".workspace"), container.labels.get(LABEL + ".home")) == (name, home.identity)


def _refuse_one_that_ended(engine: Engine, container: str, image: Image, request: Request) -> None:
    """Raise `RecordError` if the container's shell has ended: its first program waits for ever where it runs."""
    if engine.container(container).state in ("exited", "dead"):
        raise _does_not_run(image, request)


def _does_not_run(image: Image, request: Request) -> RecordError:
    kind = f" (linux/{image.architecture})" if image.architecture else ""
    return RecordError(
        f"the programs of {request.image}{kind} do not run on this engine's machine",
        "those of another kind of processor need an emulator there, such as Debian's package qemu-user-static;\n"
        f"`docker run --rm {request.image} /bin/sh -c true` shows what the engine says",
    )


def lacks_program(program: str, message: str) -> bool:
    """Return whether an engine's message about a failed start means that the program is not in the image."""
    said = message.lower()  # crun says "No such file", runc "no such file"
    missing = "no such file" in said or "not a directory" in said  # the latter where its directory is a file
    return program in message and (missing or ("executable file" in said and "not found" in said))


def _container_id(engine: Engine, name: str) -> str:
    """Return the id of the container that has the name of a workspace's, "" where there is none."""
    try:
        return engine.container(container_name(name)).id
    except ContainerNotFound:
        return ""


def undo(engine: Engine, home: Home, name: str, there: str = "") -> None:
    """Remove what a start that failed has made; a container that was `there` before, or is another home's, is not."""
    try:
        container = engine.container(container_name(name))
    except ContainerNotFound:
        container = None
    if container and container.id != there and _is_own(container, home, name):
        engine.remove(container.id)
    _forget_line(home, name)
    home.workspaces.remove(name)


def _take_back(engine: Engine, home: Home, name: str) -> None:
    """Take back a start that was ended after it was recorded, if nothing changed in its container."""
    newest = next((one for one in home.line.operations() if one.workspace == name), None)
    if newest and newest.verb == "start" and _remove_unused(engine, home, name):
        _forget_line(home, name)


def _forget_line(home: Home, name: str) -> None:
    """Undo the operation of a start that failed."""
    head = home.line.head(name)
    newest = next((one for one in home.line.operations() if one.workspace == name), None)
    if head and newest and newest.verb == "start":
        changes = {head_ref(name): (head, NO_OBJECT)}
        done = replace(operation("op undo", name, f"start: {newest.text}", changes), undoes=newest.id)
        home.line.change(name, changes, done)
