"""Containers of the engine: create, inspect, pause, commit, compare and remove them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from snapshotter.engine import generated_files
from snapshotter.engine.api import Container, ContainerSpec, Mount, Process
from snapshotter.engine.errors import PORT_HINT, lower_first
from snapshotter.engine.images.config import to_api
from snapshotter.engine.images.images import with_registry
from snapshotter.engine.images.overlay_dirs import of_container
from snapshotter.engine.images.podman_config import image_description
from snapshotter.engine.images.set_config import with_config
from snapshotter.errors import ContainerNotFound, EngineError, NotPausable, SnapError, UsageError
from snapshotter.model import ImageConfig
from snapshotter.regex import regex

if TYPE_CHECKING:
    import docker

ContainerState = Literal["created", "running", "paused", "restarting", "exited", "dead"]
_STATES: dict[str, ContainerState] = {
    "created": "created",
    "running": "running",
    "paused": "paused",
    "restarting": "restarting",
    "exited": "exited",
    "dead": "dead",
    "removing": "dead",
    # states that podman alone has
    "configured": "created",
    "initialized": "created",
    "stopping": "running",
    "stopped": "exited",
}
_ELAPSED = regex(r"(?:(?:(\d+)-)?(\d+):)?(\d+):(\d+)")
_DURATION = regex(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)(?:\.\d+)?s)?")
PAUSE_RETRY_SECONDS = (0.1, 0.3, 1.0, 2.0)
"""Waiting times before each further attempt to pause a container."""
UNPAUSE_RETRY_SECONDS = (0.1, 0.3, 1.0, 2.0)
"""Waiting times before each further attempt to resume a container."""
UNPAUSE_SECONDS = 10.0
"""Seconds after which no further attempt is made."""
_DIFF = {0: "C", 1: "A", 2: "D"}


def create(client: docker.APIClient, spec: ContainerSpec, *, start: bool = True) -> str:
    """Create a container, start it and return its id; one that does not start is removed again."""
    healthcheck = image_description(client, spec.image)["Config"].get("Healthcheck") if spec.idle else None
    body = creation_body(spec, has_healthcheck=bool(healthcheck))
    made = client.create_container_from_config(body, spec.name or None)
    ident = str(made["Id"])
    if not start:
        return ident
    try:
        client.start(ident)
    except BaseException:
        client.remove_container(ident, v=True, force=True)
        raise
    return ident


def creation_body(spec: ContainerSpec, *, has_healthcheck: bool = False) -> dict[str, Any]:
    """Return the body of the request that creates a container.

    Everything outside HostConfig becomes part of every image that is committed, so as little as possible is put
    there: an anonymous volume is requested as a mount.  A published port must be exposed (the engine ignores its
    binding otherwise); `commit` removes that from the image's configuration again.
    """
    from docker.utils.utils import convert_port_bindings

    ports = _ports(spec.ports)
    host: dict[str, Any] = {
        "Binds": [volume for volume in spec.volumes if ":" in volume],
        "Mounts": [
            *({"Type": "volume", "Target": volume} for volume in spec.volumes if ":" not in volume),
            *({"Type": "tmpfs", "Target": directory} for directory in spec.tmpfs),
        ],
        "PortBindings": convert_port_bindings(ports),
    }
    if spec.network:
        host["NetworkMode"] = spec.network
    body: dict[str, Any] = {"Image": spec.image, "Labels": dict(spec.labels), "HostConfig": host}
    if spec.hostname:
        body["Hostname"] = spec.hostname
    if ports:
        body["ExposedPorts"] = {port if "/" in port else f"{port}/tcp": {} for port in ports}
    if spec.idle is None:
        return body | {"Env": list(spec.env)}
    if spec.env:
        raise UsageError("an idle main process takes no environment")
    if has_healthcheck:
        body["Healthcheck"] = {"Test": ["NONE"]}  # the image's own would test a service that does not run
    return body | {"Entrypoint": list(spec.idle), "Cmd": [], "OpenStdin": True}


def _ports(ports: Sequence[str]) -> dict[str, Any]:
    from docker.utils.ports import build_port_bindings

    try:
        return dict(build_port_bindings(list(ports)))
    except ValueError as error:
        raise UsageError(f"a port cannot be published: {lower_first(str(error))}", PORT_HINT) from error


def inspect(
    client: docker.APIClient,
    ident: str,
    *,
    in_place: Callable[[], bool],
    upper_of: Callable[[Mapping[str, Any]], Path | None] = of_container,
    here: bool = True,
) -> Container:
    """Return a container; `in_place` returns whether the engine's storage may be read on this machine.

    `upper_of` finds the directory of its layer.  Without `here` the engine is known to run elsewhere, so that none of
    its paths is one of this machine.
    The engine takes 10 ms or more to answer that, so `in_place` is called only where there is something to read.
    """
    data = client.inspect_container(ident)
    config = data.get("Config") or {}
    image = str(data.get("Image") or "")
    upper = upper_of(data) if here else None
    return Container(
        id=str(data["Id"]),
        name=str(data.get("Name") or "").lstrip("/"),
        state=_STATES.get(str((data.get("State") or {}).get("Status")), "dead"),
        image=image if image.startswith("sha256:") or not image else f"sha256:{image}",
        labels=dict(config.get("Labels") or {}),
        user=config.get("User") or "",
        workdir=config.get("WorkingDir") or "",
        mounts=tuple(
            _mount(mount, lambda: here and in_place() and not _absent(data)) for mount in data.get("Mounts") or ()
        ),
        upper=upper if upper is not None and in_place() else None,
        generated=generated_files.of_container(data, here=here),
    )


def _absent(data: Mapping[str, Any]) -> bool:
    """Return whether this machine has none of the container's own files, whose paths have random parts."""
    own = ((data.get("GraphDriver") or {}).get("Data") or {}).get("UpperDir")
    paths = [own, *(data.get(key) for key in ("HostnamePath", "HostsPath", "ResolvConfPath"))]
    return any(paths) and all(_is_missing(str(path)) for path in paths if path)


def _is_missing(path: str) -> bool:
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return True
    except OSError:  # this process may not look there
        return False
    return False


def _mount(mount: Mapping[str, Any], in_place: Callable[[], bool]) -> Mount:
    place = str(mount.get("Source") or "")
    return Mount(
        str(mount.get("Type") or ""),
        str(mount.get("Name") or place),
        str(mount.get("Destination") or ""),
        Path(place) if place and in_place() else None,
    )


def pause_rootless(client: docker.APIClient, ident: str) -> None:
    """Pause a container of an engine without root privileges; raises `NotPausable` where that is not possible.

    A container without a control group of its own, which such an engine may not be allowed to make, cannot be frozen.
    """
    try:
        pause(client, ident)
    except EngineError as error:
        if (client.inspect_container(ident).get("State") or {}).get("Status") == "running":
            raise NotPausable(error.message, error.hint) from error
        raise


def pause(client: docker.APIClient, ident: str, *, wait: Callable[[float], None] = time.sleep) -> None:
    """Pause the container's processes.

    With version 1 control groups the kernel does not always freeze all of them at the first attempt, above all on a
    busy machine; runc then fails with "unable to freeze".
    """
    for seconds in PAUSE_RETRY_SECONDS:
        try:
            client.pause(ident)
        except Exception as error:  # from docker-py or `connect/client.py`
            if "unable to freeze" not in str(error):
                raise
            wait(seconds)
        else:
            return
    client.pause(ident)


def unpause(client: docker.APIClient, ident: str, *, wait: Callable[[float], None] = time.sleep) -> None:
    """Resume a paused container; whether it is paused is checked only where the engine fails.

    A failure is tried again, since the container would stay frozen; one after a long wait is not.
    """
    begun = time.monotonic()
    for seconds in (*UNPAUSE_RETRY_SECONDS, None):
        try:
            client.unpause(ident)
        except Exception:  # from docker-py or `connect/client.py`
            if not _may_be_paused(client, ident):
                return
            if seconds is None or time.monotonic() - begun > UNPAUSE_SECONDS:
                raise
            wait(seconds)
        else:
            return


def _may_be_paused(client: docker.APIClient, ident: str) -> bool:
    """Return whether a container is paused, or that cannot be known; raises the error for one that does not exist."""
    try:
        return bool((client.inspect_container(ident).get("State") or {}).get("Paused"))
    except ContainerNotFound:
        raise
    except Exception as error:  # from docker-py or `connect/client.py`, or an answer that is none
        if getattr(error, "status_code", None) == 404:
            raise
        return True


def remove(client: docker.APIClient, ident: str, *, volumes: bool = True) -> None:
    """Remove a container, running or not, with its anonymous `volumes`."""
    try:
        client.remove_container(ident, v=volumes, force=True)
    except ContainerNotFound:
        return
    except SnapError as error:
        if "already in progress" not in error.message:
            raise


def remove_volume(client: docker.APIClient, name: str) -> None:
    """Remove a volume; raises `SnapError` for an absent one, and for one that a container uses."""
    client.remove_volume(name)


def commit(
    client: docker.APIClient, ident: str, config: ImageConfig, *, repository: str, tag: str, message: str, pause: bool
) -> str:
    """Make an image of the container with exactly this configuration and the container's labels; return its id."""
    name = with_registry(repository) if repository else ""
    made = client.commit(
        ident, repository=name or None, tag=tag or None, message=message or None, pause=pause, conf=to_api(config)
    )
    return with_config(client, str(made["Id"]), config, name=f"{name}:{tag or 'latest'}" if name else "")


def diff(client: docker.APIClient, ident: str) -> list[tuple[str, str]]:
    """Return every changed path as ("A" | "C" | "D", path)."""
    changes: Iterable[Mapping[str, Any]] = client.diff(ident) or ()
    return [(_DIFF[int(change["Kind"])], str(change["Path"])) for change in changes]


def processes(client: docker.APIClient, ident: str, *, podman: bool) -> list[Process]:
    """Return the processes of a container; raises `EngineError` where the engine's machine has no `ps`."""
    # podman knows the names of these columns, and would run `ps` in the container for any other
    wanted = "pid,ppid,etime,state,tty,args" if podman else "-eo pid,ppid,etime,stat,tty,args"
    listed = client.top(ident, ps_args=wanted)
    found = (_process([str(cell) for cell in row], podman=podman) for row in listed.get("Processes") or ())
    return [process for process in found if process]


def _process(row: Sequence[str], *, podman: bool) -> Process | None:
    """Return the process that a row describes, None for one in another form; the last cell is the command line.

    podman does not tell which process group its terminal has: there whatever has a terminal is in the foreground.
    """
    words = " ".join(row).split()
    if len(words) < 6 or not words[0].isdecimal() or not words[1].isdecimal():
        return None
    pid, parent, elapsed, state, terminal, *command = words
    foreground = terminal != "?" if podman else "+" in state
    return Process(int(pid), int(parent), _seconds(elapsed), foreground, tuple(command))


def _seconds(elapsed: str) -> int:
    """Return the seconds of `ps`'s "[[days-]hours:]minutes:seconds", or of podman's "1h2m3.5s"; 0 for another form."""
    if match := _ELAPSED.fullmatch(elapsed):
        days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    if match := _DURATION.fullmatch(elapsed):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return (hours * 60 + minutes) * 60 + seconds
    return 0
