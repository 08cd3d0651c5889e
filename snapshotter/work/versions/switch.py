"""Put a workspace on another snapshot: its container is replaced by one that is created from the snapshot's image.

The new container is created and started before the operation is recorded, which sets the refs with it; the old one is
removed after that.  A note in the workspace's folder says what is under way: where the process is ended, the next verb
that takes the lock finishes the switch if its operation is in the log, and else takes it back.
"""

from __future__ import annotations

import contextlib
import json
import os
import posixpath
import time
from collections.abc import Sequence
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.lost_edits import first_resolv_conf
from snapshotter.engine.api import LABEL, ORIGIN, Container, ContainerSpec, Engine
from snapshotter.errors import Conflict, ContainerNotFound, ImageNotFound, SnapError, StoreError
from snapshotter.model import NO_CONTAINER, Progress, Workspace
from snapshotter.record.session import idle_command
from snapshotter.record.shells.find import find_shell
from snapshotter.record.shells.known import posix
from snapshotter.regex import regex
from snapshotter.store import workspaces
from snapshotter.store.home import Home
from snapshotter.store.layout import container_name
from snapshotter.store.paths import guarded
from snapshotter.store.paths import replace as write
from snapshotter.store.repository.operations import Operation
from snapshotter.store.repository.refs import RefChanges
from snapshotter.work.secrets.session_env import with_host_values
from snapshotter.work.workspaces import STOP_SECONDS

_SESSION_SECONDS = 3.0
"""How long sessions may take to write their end after their container was stopped."""
VOLUMES = LABEL + ".volumes"
"""The label of a container that names the anonymous volumes which it took over from the one before it."""
_ANONYMOUS = regex(r"[0-9a-f]{64}")
_RECENT = 50
"""Operations among which that of an interrupted switch is looked for."""


class Target(Struct, frozen=True):
    """Where a workspace is put."""

    image: str
    """Id of the image, the base image's where there is no snapshot."""
    branch: str
    """"" for none."""
    changes: RefChanges
    """The refs that are set with it."""
    created: float = 0.0
    """When the snapshot was made, by the clock of the machine where that was."""


class _Note(Struct, frozen=True):
    """What a switch that is under way has written."""

    old: str
    """Id of the container before, "" where it is gone."""
    workspace: str = ""
    """The content of the workspace's file after the switch, "" until all but the recording is done."""


def switch(
    engine: Engine,
    home: Home,
    workspace: Workspace,
    target: Target,
    done: Operation,
    tell: Progress,
    *,
    is_new: bool = False,
) -> Workspace:
    """Put a workspace on a snapshot's image and record the operation; the caller holds the lock.

    With `is_new`, there was no such workspace before.  Raises `EngineError`, `Conflict` or `StoreError`: then nothing
    has changed, but that the container may have been restarted.
    """
    name = workspace.name
    old = _container(engine, workspace)
    env = with_host_values(workspace.env, os.environ, tell) if workspace.service else ()
    spec = _spec(home, workspace, old, target.image, env)
    _remove_next(engine, name)
    ran, recorded = old is not None and old.state == "running", False
    _write_note(home, name, _Note(old.id if old else ""))
    try:
        new = engine.create(spec, start=False)
        if old and old.state in ("running", "paused", "restarting"):
            engine.unpause(old.id)
            engine.stop(old.id, STOP_SECONDS)
        engine.start(new)
        since = _end_sessions(home, name)
        made = replace(
            workspace,
            container=new,
            branch=target.branch,
            since=since,
            since_at=max(time.time(), target.created + 0.001),
        )
        if workspace.container == NO_CONTAINER:
            made = replace(made, shell=find_shell(engine, new, ""))
        made = replace(made, resolv_conf=first_resolv_conf(engine, made, new))
        before = "" if is_new else workspaces.text(workspace).decode()
        after = workspaces.text(made).decode()
        _write_note(home, name, _Note(old.id if old else "", after))
        home.line.change(name, target.changes, replace(done, before=before, after=after))
        recorded = True
    finally:
        if not recorded:
            with contextlib.suppress(SnapError):  # what is left is removed by the next verb, for the note stays
                _remove_next(engine, name)
                _clear_note(home, name)
            with contextlib.suppress(SnapError):
                if old and ran:
                    engine.start(old.id)
    settle(engine, home, name)
    return made


def settle(engine: Engine, home: Home, name: str) -> bool:
    """Finish or take back a switch that was ended, and return whether there was one; the caller holds the lock."""
    note = _read_note(home, name)
    if note is None:
        return False
    if not note.workspace or not _is_recorded(home, name, note.workspace):
        _remove_next(engine, name)
        _clear_note(home, name)
        return True
    made = workspaces.parse(note.workspace.encode(), home.workspaces.path(name) / workspaces.FILE)
    home.workspaces.put(made)
    if note.old:
        engine.remove(note.old, volumes=False)
    with contextlib.suppress(ContainerNotFound):  # removed by someone since
        if engine.container(made.container).name != container_name(name):
            engine.rename(made.container, container_name(name))
    _clear_note(home, name)
    tag_latest(engine, home, name)
    return True


def check_image(engine: Engine, workspace: Workspace, image: str, seq: int) -> None:
    """Raise `ImageNotFound` where the engine has not the image of a snapshot, or where `seq` is 0 the base image."""
    try:
        engine.image(image)
    except ImageNotFound as error:
        name, base = workspace.name, workspace.base
        if not seq:
            raise ImageNotFound(
                f"the base image {base.reference} ({base.id[7:19]}) is no longer available, so nothing was done",
                f"fetch it again: `docker pull {base.digest or base.reference}`",
            ) from error
        raise ImageNotFound(
            f"the engine has no image of snapshot {seq} of {name} any more, as after `docker image prune -a`, so"
            " nothing was done",
            f"`snap commit -n {name}` makes a whole image of what the container has now;\n"
            f"`snap export-dockerfile {seq} -n {name} -o DIR --no-verify` writes the recipe, and `docker build DIR`"
            " builds it again;\n`snap backup --restore FILE` brings an image back that a backup with --images has",
        ) from error


def begin_record(home: Home, name: str, after: str) -> None:
    """Note the content that a workspace's file gets with an operation that is about to be recorded.

    Where the process is ended between the two, `settle` writes it.  `end_record` removes the note.
    """
    _write_note(home, name, _Note("", after))


def end_record(home: Home, name: str) -> None:
    """Remove the note of `begin_record`."""
    _clear_note(home, name)


def tag_latest(engine: Engine, home: Home, name: str) -> None:
    """Let the name snap/NAME:latest lead to the image of the snapshot at which the workspace is."""
    found = home.line.summaries(name, count=1)
    latest = f"snap/{name}:latest"
    if found:
        engine.tag(found[0].image, latest)
    else:
        engine.remove_image(latest)


def live_sessions(home: Home, name: str) -> int:
    """Return the number of sessions that are open in a workspace."""
    return sum(session.live for session in home.journal(name).sessions())


def refuse_open_sessions(home: Home, name: str, verb: str) -> None:
    """Raise `Conflict` where a session is open: its processes would be ended with the container."""
    count = live_sessions(home, name)
    if count:
        plural = "a session is" if count == 1 else f"{count} sessions are"
        raise Conflict(
            f"{plural} open in {name}, and `snap {verb}` ends all that runs there",
            f"leave with `exit` first; `snap {verb} --force` ends the session",
        )


def _container(engine: Engine, workspace: Workspace) -> Container | None:
    try:
        return engine.container(workspace.container)
    except ContainerNotFound:
        return None


def _next_name(name: str) -> str:
    return f"{container_name(name)}.next"


def _remove_next(engine: Engine, name: str) -> None:
    """Remove the new container of a switch that was ended."""
    with contextlib.suppress(ContainerNotFound):
        found = engine.container(_next_name(name))
        if found.labels.get(LABEL + ".workspace") == name:
            engine.remove(found.id, volumes=False)


def _spec(home: Home, workspace: Workspace, old: Container | None, image: str, env: Sequence[str]) -> ContainerSpec:
    """Return the settings of a container like the workspace's, of another image; it has the same volumes."""
    labels = {LABEL + ".workspace": workspace.name, LABEL + ".base": workspace.base.id, LABEL + ".home": home.identity}
    if anonymous := anonymous_volumes(workspace, old):
        labels[VOLUMES] = ",".join(anonymous)
    if image != workspace.base.id:
        labels[ORIGIN] = image
    volumes = [volume for volume in workspace.volumes if ":" in volume]
    known = {posixpath.normpath(volume.split(":")[1]) for volume in volumes}
    if old:
        kept = (mount for mount in old.mounts if mount.kind in ("volume", "bind"))
        volumes += [f"{one.source}:{one.target}" for one in kept if posixpath.normpath(one.target) not in known]
    else:
        volumes += [volume for volume in workspace.volumes if ":" not in volume]
    return ContainerSpec(
        image=image,
        name=_next_name(workspace.name),
        labels=labels,
        idle=None if workspace.service else tuple(idle_command(posix(workspace.shell or "/bin/sh"))),
        env=tuple(env) if workspace.service else (),
        ports=workspace.ports,
        volumes=tuple(volumes),
        network=workspace.network,
    )


def anonymous_volumes(workspace: Workspace | None, container: Container | None) -> list[str]:
    """Return the names of the volumes of a container that nobody named, those of the containers before it included.

    To the engine, one that another container took over has a name like any other, and stays when that is removed.
    """
    if container is None:
        return []
    named = {volume.partition(":")[0] for volume in workspace.volumes if ":" in volume} if workspace else set()
    taken_over = set(filter(None, container.labels.get(VOLUMES, "").split(",")))
    found = {one.source for one in container.mounts if one.kind == "volume" and _ANONYMOUS.fullmatch(one.source)}
    return sorted(taken_over | found - named)


def _end_sessions(home: Home, name: str) -> int:
    """Wait until the sessions of the stopped container have ended; return the position in the journal after them."""
    deadline = time.monotonic() + _SESSION_SECONDS
    while live_sessions(home, name) and time.monotonic() < deadline:
        time.sleep(0.02)
    journal = home.journal(name)
    journal.settle()
    return journal.position()


def _is_recorded(home: Home, name: str, after: str) -> bool:
    return any(one.workspace == name and one.after == after for one in islice(home.line.operations(), _RECENT))


def _write_note(home: Home, name: str, note: _Note) -> None:
    write(home.workspaces.path(name) / "switch", json.dumps([note.old, note.workspace]).encode())


def _read_note(home: Home, name: str) -> _Note | None:
    file = home.workspaces.path(name) / "switch"
    with guarded(file):
        try:
            old, text = json.loads(file.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (ValueError, TypeError):  # cut off by a power cut: nothing was recorded yet
            return _Note("")
    if not isinstance(old, str) or not isinstance(text, str):
        raise StoreError(f"{file} is damaged", f"`snap doctor -n {name}` says what can be done")
    return _Note(old, text)


def _clear_note(home: Home, name: str) -> None:
    file = home.workspaces.path(name) / "switch"
    with guarded(file):
        file.unlink(missing_ok=True)
