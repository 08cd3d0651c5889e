"""What an engine knows about a container, as `snap inspect` tells it: state, health, network, mounts, limits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    import docker

_NEVER = "0001-01-01"
"""How the engine writes the time of what has not happened."""
_KEPT_OUTPUT = 2000
"""Characters of a health check's output that are kept, its end."""


class Health(Struct, frozen=True):
    """The result of a container's own health check."""

    status: str
    """"starting", "healthy" or "unhealthy"."""
    failures: int
    """How often in a row it failed."""
    output: str = ""
    """The end of what the last check printed."""


class Attached(Struct, frozen=True):
    """A network of a container, with the container's addresses in it."""

    network: str
    addresses: tuple[str, ...]
    gateway: str = ""
    names: tuple[str, ...] = ()
    """Other names of the container there."""


class Port(Struct, frozen=True):
    """A port of a container, and where it is published."""

    port: str
    """Such as "80/tcp"."""
    published: tuple[str, ...] = ()
    """Such as "0.0.0.0:8080"; () where it is only exposed."""


class Bound(Struct, frozen=True):
    """A mount as a container has it."""

    target: str
    read_only: bool


class Overview(Struct, frozen=True):
    """A container's description, where it is not in `Container`."""

    reference: str
    """The name of its image as the container was created with it."""
    created: float
    started: float
    """0 where it never was."""
    finished: float
    exit_code: int | None
    """None while it runs, and where it never ran."""
    error: str
    """Why the engine could not start it."""
    out_of_memory: bool
    pid: int
    health: Health | None
    restarts: int
    restart_policy: str
    hostname: str
    networks: tuple[Attached, ...]
    ports: tuple[Port, ...]
    env: tuple[str, ...]
    bound: tuple[Bound, ...]
    entrypoint: tuple[str, ...]
    command: tuple[str, ...]
    limits: Mapping[str, int | float | str]
    """Those that are set: "memory", "memory and swap", "shared memory" (bytes), "processors", and others."""
    privileged: bool
    capabilities: tuple[str, ...]
    """Those that were added ("+NAME") or taken ("-NAME")."""


def overview(client: docker.APIClient, ident: str) -> Overview:
    """Return what the engine tells about a container; raises `ContainerNotFound`."""
    return from_api(client.inspect_container(ident))


def names(client: docker.APIClient) -> list[str]:
    """List the names of all containers, sorted."""
    found = client.containers(all=True)
    return sorted(str(name).lstrip("/") for one in found for name in one.get("Names") or ())


def from_api(data: Mapping[str, Any]) -> Overview:
    """Return the description that the engine's JSON gives."""
    state, config, host = (data.get(key) or {} for key in ("State", "Config", "HostConfig"))
    network = data.get("NetworkSettings") or {}
    started, finished = _time(state.get("StartedAt")), _time(state.get("FinishedAt"))
    policy = host.get("RestartPolicy") or {}
    retries = policy.get("MaximumRetryCount")
    return Overview(
        reference=str(config.get("Image") or data.get("ImageName") or ""),
        created=_time(data.get("Created")),
        started=started,
        finished=finished,
        exit_code=None if state.get("Running") or not started else int(state.get("ExitCode") or 0),
        error=str(state.get("Error") or ""),
        out_of_memory=bool(state.get("OOMKilled")),
        pid=int(state.get("Pid") or 0),
        health=_health(state.get("Health") or state.get("Healthcheck") or {}),
        restarts=int(data.get("RestartCount") or 0),
        restart_policy=str(policy.get("Name") or "no") + (f":{retries}" if retries else ""),
        hostname=str(config.get("Hostname") or ""),
        networks=tuple(_attached(name, one or {}) for name, one in sorted((network.get("Networks") or {}).items())),
        ports=_ports(config.get("ExposedPorts") or {}, network.get("Ports") or {}),
        env=tuple(config.get("Env") or ()),
        bound=tuple(
            Bound(str(one.get("Destination") or ""), one.get("RW") is False) for one in data.get("Mounts") or ()
        ),
        entrypoint=_words(config.get("Entrypoint")),
        command=_words(config.get("Cmd")),
        limits=_limits(host),
        privileged=bool(host.get("Privileged")),
        capabilities=(
            *(f"+{name}" for name in host.get("CapAdd") or ()),
            *(f"-{name}" for name in host.get("CapDrop") or ()),
        ),
    )


def _words(value: object) -> tuple[str, ...]:
    """Return the words of a command; podman gives some as one text."""
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(str(word) for word in value) if isinstance(value, list) else ()


def _time(text: object) -> float:
    if not isinstance(text, str) or not text or text.startswith(_NEVER):
        return 0.0
    head, dot, rest = text.partition(".")
    digits = rest[: len(rest) - len(rest.lstrip("0123456789"))]
    zone = rest[len(digits) :] if dot else ""
    try:
        return datetime.fromisoformat(
            head + (f".{digits[:6]:0<6}" if digits else "") + zone.replace("Z", "+00:00")
        ).timestamp()
    except (ValueError, OverflowError):
        return 0.0


def _health(found: Mapping[str, Any]) -> Health | None:
    status = str(found.get("Status") or "")
    if status in ("", "none"):
        return None
    last = (found.get("Log") or [{}])[-1] or {}
    return Health(status, int(found.get("FailingStreak") or 0), str(last.get("Output") or "").strip()[-_KEPT_OUTPUT:])


def _attached(name: str, found: Mapping[str, Any]) -> Attached:
    pairs = (("IPAddress", "IPPrefixLen"), ("GlobalIPv6Address", "GlobalIPv6PrefixLen"))
    addresses = [f"{found[at]}/{found.get(length) or 0}" for at, length in pairs if found.get(at)]
    return Attached(name, tuple(addresses), str(found.get("Gateway") or ""), tuple(found.get("Aliases") or ()))


def _ports(exposed: Mapping[str, Any], bound: Mapping[str, Any]) -> tuple[Port, ...]:
    def key(port: str) -> tuple[int, str]:
        number, _, protocol = port.partition("/")
        return (int(number) if number.isdigit() else 0, protocol)

    return tuple(
        Port(
            port,
            tuple(f"{_host(one.get('HostIp') or '0.0.0.0')}:{one.get('HostPort')}" for one in bound.get(port) or ()),
        )
        for port in sorted({*exposed, *bound}, key=key)
    )


def _host(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def _limits(host: Mapping[str, Any]) -> dict[str, int | float | str]:
    """Return the limits that are set, by their names in words."""
    cpus = int(host.get("NanoCpus") or 0) / 1e9
    if not cpus and (quota := int(host.get("CpuQuota") or 0)) > 0:
        cpus = quota / (int(host.get("CpuPeriod") or 0) or 100_000)
    found: dict[str, int | float | str] = {
        "memory": int(host.get("Memory") or 0),
        "memory and swap": int(host.get("MemorySwap") or 0),
        "memory reserved": int(host.get("MemoryReservation") or 0),
        "shared memory": int(host.get("ShmSize") or 0),
        "processors": round(cpus, 3),
        "on processors": str(host.get("CpusetCpus") or ""),
        "weight": int(host.get("CpuShares") or 0),
        "processes": int(host.get("PidsLimit") or 0),
    }
    for one in host.get("Ulimits") or ():
        found[f"ulimit {one.get('Name')}"] = f"{one.get('Soft')}:{one.get('Hard')}"
    return {name: value for name, value in found.items() if value and value != -1}
