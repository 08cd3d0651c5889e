"""Containers of the engine: make, look up, start, stop, freeze, commit, compare, remove."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from snapshotter.engine.api import Container, ContainerSpec, Mount
from snapshotter.engine.errors import PORT_HINT
from snapshotter.engine.images.config import to_api
from snapshotter.engine.images.images import full
from snapshotter.engine.images.overlay_dirs import of_container
from snapshotter.engine.images.podman_config import described
from snapshotter.engine.images.set_config import with_config
from snapshotter.errors import UsageError
from snapshotter.model import ImageConfig

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
    # podman's own
    "configured": "created",
    "initialized": "created",
    "stopping": "running",
    "stopped": "exited",
}
FREEZE_AGAIN = (0.1, 0.3, 1.0, 2.0)
"""Seconds to wait before each further try at freezing a container."""
_DIFF = {0: "C", 1: "A", 2: "D"}


def create(client: docker.APIClient, spec: ContainerSpec) -> str:
    """Create and start a container; one that does not start is removed again."""
    healthcheck = described(client, spec.image)["Config"].get("Healthcheck") if spec.idle else None
    made = client.create_container_from_config(creation(spec, has_healthcheck=bool(healthcheck)), spec.name or None)
    ident = str(made["Id"])
    try:
        client.start(ident)
    except BaseException:
        client.remove_container(ident, v=True, force=True)
        raise
    return ident


def creation(spec: ContainerSpec, *, has_healthcheck: bool = False) -> dict[str, Any]:
    """Write the body of a container's creation.

    What stands outside HostConfig becomes part of every image that is committed, so as little as can be stands
    there: an anonymous volume is asked for as a mount.  A published port has to be exposed (the engine ignores
    its binding otherwise), which `commit` then takes back.
    """
    from docker.utils.utils import convert_port_bindings

    ports = _ports(spec.ports)
    host: dict[str, Any] = {
        "Binds": [_absolute_source(volume) for volume in spec.volumes if ":" in volume],
        "Mounts": [{"Type": "volume", "Target": volume} for volume in spec.volumes if ":" not in volume],
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
        raise UsageError("The main process is idle: it needs no environment.")
    if has_healthcheck:
        body["Healthcheck"] = {"Test": ["NONE"]}  # the base's own would go on probing a service that does not run
    return body | {"Entrypoint": list(spec.idle), "Cmd": [], "OpenStdin": True}


def _ports(wanted: Sequence[str]) -> dict[str, Any]:
    from docker.utils.ports import build_port_bindings

    try:
        return dict(build_port_bindings(list(wanted)))
    except ValueError as error:
        raise UsageError(f"a port cannot be published: {str(error)[:1].lower()}{str(error)[1:]}", PORT_HINT) from error


def _absolute_source(volume: str) -> str:
    """Make a relative host path absolute, as the docker client does; other sources are names of volumes."""
    source, rest = volume.split(":", 1)
    return f"{Path(source).absolute()}:{rest}" if source.startswith(".") else volume


def inspect(client: docker.APIClient, ident: str, *, in_place: Callable[[], bool]) -> Container:
    """Look a container up; `in_place` says whether the engine's storage may be read on this machine.

    That takes the engine 10 ms and more to tell, so it is asked only where there is something that can be read.
    """
    data = client.inspect_container(ident)
    config = data.get("Config") or {}
    image = str(data.get("Image") or "")
    upper = of_container(data)
    return Container(
        id=str(data["Id"]),
        name=str(data.get("Name") or "").lstrip("/"),
        state=_STATES.get(str((data.get("State") or {}).get("Status")), "dead"),
        image=image if image.startswith("sha256:") or not image else f"sha256:{image}",
        labels=dict(config.get("Labels") or {}),
        user=config.get("User") or "",
        workdir=config.get("WorkingDir") or "",
        mounts=tuple(_mount(mount, in_place) for mount in data.get("Mounts") or ()),
        upper=upper if upper is not None and in_place() else None,
    )


def _mount(mount: Mapping[str, Any], in_place: Callable[[], bool]) -> Mount:
    place = str(mount.get("Source") or "")
    return Mount(
        str(mount.get("Type") or ""),
        str(mount.get("Name") or place),
        str(mount.get("Destination") or ""),
        Path(place) if place and in_place() else None,
    )


def pause(client: docker.APIClient, ident: str, *, wait: Callable[[float], None] = time.sleep) -> None:
    """Freeze the container's processes.

    On version 1 control groups the kernel does not always get all of them to stand still at the first try, least on
    a busy machine, and runc gives up ("unable to freeze").
    """
    for seconds in FREEZE_AGAIN:
        try:
            client.pause(ident)
        except Exception as error:  # of docker-py, or of the wire
            if "unable to freeze" not in str(error):
                raise
            wait(seconds)
        else:
            return
    client.pause(ident)


def unpause(client: docker.APIClient, ident: str) -> None:
    """Thaw a container that is frozen; whether it is, is asked only where the engine refuses."""
    try:
        client.unpause(ident)
    except Exception:  # of docker-py, or of the wire
        if (client.inspect_container(ident).get("State") or {}).get("Paused"):
            raise


def remove(client: docker.APIClient, ident: str) -> None:
    """Remove a container, running or not, with its anonymous volumes."""
    import docker.errors

    try:
        client.remove_container(ident, v=True, force=True)
    except docker.errors.NotFound:
        return
    except docker.errors.APIError as error:
        if "already in progress" not in str(error.explanation):
            raise


def commit(
    client: docker.APIClient, ident: str, config: ImageConfig, *, repository: str, tag: str, message: str, pause: bool
) -> str:
    """Make the container's layer an image with just this configuration and the container's labels."""
    name = full(repository) if repository else ""
    made = client.commit(
        ident, repository=name or None, tag=tag or None, message=message or None, pause=pause, conf=to_api(config)
    )
    return with_config(client, str(made["Id"]), config, name=f"{name}:{tag or 'latest'}" if name else "")


def diff(client: docker.APIClient, ident: str) -> list[tuple[str, str]]:
    """Give every changed path as ("A" | "C" | "D", path)."""
    changes: Iterable[Mapping[str, Any]] = client.diff(ident) or ()
    return [(_DIFF[int(change["Kind"])], str(change["Path"])) for change in changes]
