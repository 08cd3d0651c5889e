"""What a container was started with, as far as its image does not say the same: the options of `docker run`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from snapshotter.model import Started
from snapshotter.regex import regex

if TYPE_CHECKING:
    import docker

_USUAL = frozenset({"", "default", "bridge", "podman"})
"""Networks of containers for which none was named."""
_FLAGS = (("Privileged", "--privileged"), ("Init", "--init"), ("ReadonlyRootfs", "--read-only"), ("AutoRemove", "--rm"))
_LISTS = (
    ("CapAdd", "--cap-add"),
    ("CapDrop", "--cap-drop"),
    ("SecurityOpt", "--security-opt"),
    ("ExtraHosts", "--add-host"),
    ("Dns", "--dns"),
    ("GroupAdd", "--group-add"),
)
_TEXTS = (("PidMode", "--pid"), ("UTSMode", "--uts"), ("UsernsMode", "--userns"), ("CgroupParent", "--cgroup-parent"))
_ANONYMOUS = regex(r"[0-9a-f]{64}")
_SHORT = 12
"""Characters of a container's id that are its host name where none was given."""


def started_with(client: docker.APIClient, ident: str) -> Started:
    """Return what a container was started with."""
    data = client.inspect_container(ident)
    config, host = data.get("Config") or {}, data.get("HostConfig") or {}
    image = (client.inspect_image(data["Image"]).get("Config") or {}) if data.get("Image") else {}
    entrypoint, command = config.get("Entrypoint") or [], config.get("Cmd") or []
    same = entrypoint == (image.get("Entrypoint") or [])
    host_name = str(config.get("Hostname") or "")
    return Started(
        name=str(data.get("Name") or "").lstrip("/"),
        env=tuple(one for one in config.get("Env") or () if one not in (image.get("Env") or ()) and _is_set(one)),
        ports=tuple(_ports(host)),
        mounts=tuple(_mounts(data, image)),
        networks=tuple(_networks(data, host)),
        user=_other(config, image, "User"),
        workdir=_other(config, image, "WorkingDir"),
        hostname="" if str(data["Id"]).startswith(host_name[:_SHORT]) else host_name,
        entrypoint=None if same else tuple(map(str, entrypoint)),
        command=() if same and command == (image.get("Cmd") or []) else tuple(map(str, command)),
        restart=_restart(host.get("RestartPolicy") or {}),
        options=tuple(_options(host)),
    )


def _is_set(entry: str) -> bool:
    """Return whether a variable was given; every engine sets PATH, podman some of its own."""
    return entry.partition("=")[0] not in ("PATH", "container", "HOSTNAME", "HOME", "TERM")


def _other(config: Mapping[str, Any], image: Mapping[str, Any], key: str) -> str:
    value = str(config.get(key) or "")
    return "" if value == str(image.get(key) or "") else value


def _ports(host: Mapping[str, Any]) -> Iterator[str]:
    for port, places in sorted((host.get("PortBindings") or {}).items()):
        number = port.removesuffix("/tcp")
        for place in places or ():
            address, outer = place.get("HostIp") or "", place.get("HostPort") or ""
            address = f"[{address}]" if ":" in address else address
            yield f"{address}:{outer}:{number}" if address not in ("", "0.0.0.0") else f"{outer}:{number}".lstrip(":")


def _mounts(data: Mapping[str, Any], image: Mapping[str, Any]) -> Iterator[str]:
    for mount in sorted(data.get("Mounts") or (), key=lambda one: str(one.get("Destination"))):
        source = mount.get("Name") if mount.get("Type") == "volume" else mount.get("Source")
        target, mode = mount.get("Destination"), "" if mount.get("RW", True) else ":ro"
        if mount.get("Type") != "volume" or not _ANONYMOUS.fullmatch(str(source)):
            yield f"{source}:{target}{mode}"
        elif target not in (image.get("Volumes") or ()):
            yield str(target)


def _networks(data: Mapping[str, Any], host: Mapping[str, Any]) -> Iterator[str]:
    mode = str(host.get("NetworkMode") or "")
    if mode in ("host", "none") or mode.startswith("container:"):
        yield mode
        return
    names = (data.get("NetworkSettings") or {}).get("Networks") or {}
    yield from (name for name in names if name not in _USUAL)


def _restart(policy: Mapping[str, Any]) -> str:
    name, count = str(policy.get("Name") or ""), policy.get("MaximumRetryCount") or 0
    return "" if name in ("", "no") else f"{name}:{count}" if count and name == "on-failure" else name


def _options(host: Mapping[str, Any]) -> Iterator[str]:
    yield from (option for key, option in _FLAGS if host.get(key))
    yield from (f"{option}={value}" for key, option in _LISTS for value in host.get(key) or ())
    yield from (f"{option}={host[key]}" for key, option in _TEXTS if host.get(key))
    for device in host.get("Devices") or ():
        yield f"--device={device.get('PathOnHost')}:{device.get('PathInContainer')}"
    for path, options in sorted((host.get("Tmpfs") or {}).items()):
        yield f"--tmpfs={path}:{options}" if options else f"--tmpfs={path}"
    if host.get("Memory"):
        yield f"--memory={host['Memory']}"
    if host.get("NanoCpus"):
        yield f"--cpus={host['NanoCpus'] / 1e9:g}"
    for limit in host.get("Ulimits") or ():
        yield f"--ulimit={limit.get('Name')}={limit.get('Soft')}:{limit.get('Hard')}"
    for name, value in sorted((host.get("Sysctls") or {}).items()):
        yield f"--sysctl={name}={value}"
