"""The build context, secrets and mounts of a failed step, in a container, as far as a container can have them."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Mapping
from typing import IO, cast

from msgspec import Struct, field
from msgspec.structs import replace

from snapshotter.engine.api import Engine
from snapshotter.engine.build.directory import context_stream
from snapshotter.errors import SnapError
from snapshotter.model import Progress, Workspace
from snapshotter.recipe.dockerfile.mounts import SECRETS, StepMount, mounts
from snapshotter.record.shells.known import posix
from snapshotter.work.build.lent import fill_volume, stage_volume
from snapshotter.work.build.request import Attempt, Request, secret_files, secret_values

CONTEXT = "/dev/snap/context"
"""Where the build context can be read in a failed state: /dev is in memory and in no layer."""
DONE = "/dev/snap/done"
"""Where a step that is played leaves an empty file for each of its parts that succeeded."""
_FIND = "PATH=$PATH:/dev/snap/shell; "
"""In front of what is run there: a stage without a shell has no other programs than those that it is lent."""
_BLOCK = 1 << 16


class Mounted(Struct):
    """What a container of a step gets."""

    volumes: tuple[str, ...] = ()
    tmpfs: tuple[str, ...] = ()
    env: tuple[str, ...] = ()
    files: dict[str, tuple[StepMount, bytes]] = field(default_factory=dict)
    """Path → (mount, content) of secrets that are written once it runs."""
    stream: Request | None = None
    """The build whose context is streamed in; None where it is mounted."""
    copies: tuple[StepMount, ...] = ()
    """Bind mounts of the context that are copied into memory."""


def mounted(
    engine: Engine,
    request: Request,
    attempt: Attempt,
    name: str,
    values: Mapping[str, str],
    workdir: str,
    tell: Progress,
) -> Mounted:
    """Return what the container of a failed step is given, and tell of what it cannot have.

    `name` is that of the workspace.
    """
    assert attempt.failed is not None
    directory = request.build.directory.resolve()
    local = engine.info().mounts
    found = Mounted()
    if local and ":" not in str(directory):
        found.volumes += (f"{directory}:{CONTEXT}:ro",)
    else:
        found.stream = request
    secrets = secret_values(request.build.secrets)
    stages = 0
    for mount in mounts(attempt.failed, values, workdir) if attempt.failed.keyword == "RUN" else ():
        if mount.kind == "tmpfs" and mount.target:
            found.tmpfs += (mount.target,)
        elif mount.kind == "cache" and mount.target:
            found.volumes += (mount.target,)
            tell(f"{mount.target} is a cache of the builder, which nothing but a build can read: it is empty here")
        elif mount.kind == "secret":
            own = secret_files(request.build.secrets).get(mount.ident) if local else None
            if own and _is_elsewhere(mount) and ":" not in own:
                found.volumes += (f"{own}:{mount.target}:ro",)
                mount = replace(mount, target="")
            _secret(found, mount, secrets, tell)
        elif mount.kind == "bind" and mount.target and not mount.origin:
            source = posixpath.normpath(posixpath.join("/", mount.source)).lstrip("/")
            if found.stream is None:
                found.volumes += (f"{directory / source}:{mount.target}:ro",)
            else:
                found.tmpfs += (mount.target,)
                found.copies += (mount,)
        elif mount.kind == "bind" and mount.target and posixpath.normpath(posixpath.join("/", mount.source)) != "/":
            volume = stage_volume(name, stages)
            stages += 1
            if why := _from_stage(engine, request, attempt, mount, volume, f"snap/build/{name}:from{stages}"):
                tell(f"the mount {mount.target} of {mount.origin} cannot be had in a container: {why}")
            else:
                found.volumes += (f"{volume}:{mount.target}:ro",)
        else:
            what = f"{mount.target or mount.kind} of {mount.origin}" if mount.origin else f"type={mount.kind}"
            tell(f"the mount {what} of line {attempt.failed.line} cannot be had in a container")
    return found


def _from_stage(engine: Engine, request: Request, attempt: Attempt, mount: StepMount, volume: str, tag: str) -> str:
    """Fill a volume with a directory of another stage or image; return why that cannot be, "" where it is done."""
    known = [{stage.name.lower(), str(stage.index)} for stage in attempt.file.stages]
    try:
        if any(mount.origin.lower() in names for names in known):
            build = replace(request.build, target=mount.origin, tag=tag, no_cache=False, pull=False)
            log = engine.build_directory(build, lambda _: None)
            if log.failed or log.reason:
                return log.reason or "the stage does not build"
            image = log.image or tag
        else:
            image = mount.origin
        try:
            fill_volume(engine, volume, engine.image(image).id, posixpath.join("/", mount.source))
        finally:
            if image != mount.origin:
                engine.remove_image(tag)
    except SnapError as error:
        return error.message
    return ""


def _is_elsewhere(mount: StepMount) -> bool:
    """Return whether a secret has a target that is not in memory anyway."""
    return bool(mount.target) and not mount.target.startswith((SECRETS + "/", "/dev/"))


def _secret(found: Mounted, mount: StepMount, secrets: Mapping[str, bytes], tell: Progress) -> None:
    value = secrets.get(mount.ident)
    if value is None:
        return  # optional, and not given
    if mount.variable:
        found.env += (f"{mount.variable}={value.decode('utf-8', 'replace')}",)
    if not mount.target:
        return
    folder = posixpath.dirname(mount.target)
    if folder != SECRETS and not folder.startswith((SECRETS + "/", "/dev/")):
        tell(f"the secret {mount.ident} is at {SECRETS}/{mount.ident} here, not at {mount.target}")
        folder = SECRETS
    path = posixpath.join(folder, posixpath.basename(mount.target) if folder != SECRETS else _name(mount))
    if not folder.startswith("/dev/") and SECRETS not in found.tmpfs:
        found.tmpfs += (SECRETS,)
    found.files[path] = (mount, value)


def _name(mount: StepMount) -> str:
    inside = mount.target.startswith(SECRETS + "/")
    return mount.target.removeprefix(SECRETS + "/") if inside else mount.ident


def fill(engine: Engine, workspace: Workspace, given: Mounted, tell: Progress) -> None:
    """Write the secrets and, where it is not mounted, the context into the memory of a container that runs."""
    shell = posix(workspace.shell) if workspace.shell else "/bin/sh"
    engine.run(workspace.container, [shell, "-c", f"{_FIND}mkdir -p {DONE} && chmod 1777 {DONE}"], user="0")
    for path, (mount, value) in given.files.items():
        script = _FIND + 'mkdir -p "${1%/*}" && umask 077 && cat > "$1" && chmod "$2" "$1" && chown "$3" "$1"'
        words = [shell, "-c", script, "snap", path, f"{mount.mode:o}", f"{mount.uid}:{mount.gid}"]
        _send(engine, workspace, words, io.BytesIO(value))
    if given.stream is None:
        return
    try:
        with context_stream(given.stream.build) as (stream, _):
            unpack = f"{_FIND}mkdir -p {CONTEXT} && tar -x -f - -C {CONTEXT}"
            if _send(engine, workspace, [shell, "-c", unpack], stream):
                tell(f"the build context could not be copied to {CONTEXT}: the image has no tar, or it is too large")
                return
            tell(f"the build context is at {CONTEXT}")
            for mount in given.copies:
                source = posixpath.normpath(posixpath.join("/", mount.source)).lstrip("/")
                _copy(engine, workspace, shell, f"{CONTEXT}/{source}".rstrip("/"), mount.target)
    except SnapError as error:
        tell(f"the build context could not be copied: {error.message}")


def marks(engine: Engine, workspace: Workspace) -> int:
    """Return how many parts of the played step succeeded: one file was left by each, but by the last."""
    shell = posix(workspace.shell) if workspace.shell else "/bin/sh"
    _, listed = engine.run(workspace.container, [shell, "-c", f"cd {DONE} && echo *"], user="0")
    numbers = {int(word) for word in listed.split() if word.isdigit()}
    return next(count for count in range(len(numbers) + 1) if count + 1 not in numbers)


def _copy(engine: Engine, workspace: Workspace, shell: str, source: str, target: str) -> None:
    script = _FIND + 'if [ -d "$1" ]; then cp -a "$1/." "$2"; else cp -a "$1" "$2"; fi'
    engine.run(workspace.container, [shell, "-c", script, "snap", source, target], user="0")


def _send(engine: Engine, workspace: Workspace, words: list[str], stream: IO[bytes] | object) -> int:
    """Run a process of root in the container with a stream as its input and return its exit status."""
    process = engine.exec(workspace.container, words, tty=False, user="0")
    try:
        source = cast("IO[bytes]", stream)
        while block := source.read(_BLOCK):
            process.write(block)
        process.close_stdin()
        while process.read():
            pass
        status = process.exit_code()
    finally:
        process.close()
    return 1 if status is None else status
