"""The files that an engine writes for each container and mounts over the image's, and whether a person edited them.

None of them is ever part of an image.  Docker writes them when a container is started (libnetwork, `hosts` also when a
network is connected), podman when it is created.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field

HOSTNAME, HOSTS, RESOLV = "/etc/hostname", "/etc/hosts", "/etc/resolv.conf"
_KEYS = {HOSTNAME: "HostnamePath", HOSTS: "HostsPath", RESOLV: "ResolvConfPath"}
PATHS = frozenset(_KEYS)

_LOCAL = "localhost"
_NAMES = frozenset(
    """
 localhost localhost.localdomain localhost4 localhost4.localdomain4 localhost6 localhost6.localdomain6
 ip6-localhost ip6-loopback ip6-localnet ip6-mcastprefix ip6-allnodes ip6-allrouters
 host.docker.internal gateway.docker.internal kubernetes.docker.internal host.containers.internal
 """.split()
)
"""Names that Docker, Docker Desktop or podman write into every `hosts`."""
_HOST_FILE = Path("/etc/hosts")
_DOCKER_DNS = b"127.0.0.11"


class GeneratedFiles(Struct, frozen=True):
    """Where these files of one container are on the engine's machine, and what the engine writes into them."""

    places: Mapping[str, Path]
    hostname: str = ""
    names: frozenset[str] = field(default=_NAMES)
    """The names in `hosts`."""
    shares_network: bool = False
    """Whether the container has the machine's own network: then `hosts` is a copy of the machine's."""
    here: bool = True
    """Whether the places may be on this machine."""


def of_container(inspected: Mapping[str, Any], *, here: bool = True) -> GeneratedFiles | None:
    """Return the files of a container as the engine describes it; None where they belong to another container.

    `here` is whether the engine may run on this machine.
    """
    config, host = inspected.get("Config") or {}, inspected.get("HostConfig") or {}
    network = str(host.get("NetworkMode") or "")
    places = {path: Path(str(inspected[key])) for path, key in _KEYS.items() if inspected.get(key)}
    if not places or network.startswith("container:"):
        return None
    hostname = str(config.get("Hostname") or "")
    own = {hostname, f"{hostname}.{config.get('Domainname') or ''}", str(inspected.get("Name") or "").lstrip("/")}
    own |= {str(line).partition(":")[0] for line in host.get("ExtraHosts") or ()}
    own |= {name for link in host.get("Links") or () for name in str(link).replace("/", ":").split(":")}
    for one in ((inspected.get("NetworkSettings") or {}).get("Networks") or {}).values():
        own |= {str(name) for name in one.get("Aliases") or ()}
    return GeneratedFiles(places, hostname, _NAMES | (own - {""}), network == "host", here)


def read_in_place(files: GeneratedFiles) -> dict[str, bytes] | None:
    """Return the contents by path, read on this machine; None where this process cannot read them."""
    if not files.here:
        return None
    try:
        return {path: place.read_bytes() for path, place in files.places.items()}
    except OSError:
        return None


def resolv_digest(files: GeneratedFiles) -> str:
    """Return the sha256 of `resolv.conf` as Docker wrote it; "" where that is not known here."""
    place = files.places.get(RESOLV)
    if place is None or not files.here:
        return ""
    try:
        text = place.with_name(place.name + ".hash").read_bytes()
    except OSError:
        return ""
    return text.decode("utf-8", "replace").strip().removeprefix("sha256:")


def edited(
    files: GeneratedFiles, contents: Mapping[str, bytes], first_resolv: str = "", *, podman: bool = False
) -> Iterator[str]:
    """Yield the paths whose contents are not the engine's own.

    `first_resolv` is the sha256 of `resolv.conf` when the container was new, "" where it is not known.  The `hosts` of
    podman's containers begin with the machine's own.
    """
    hostname = contents.get(HOSTNAME)
    if hostname is not None and files.hostname:
        name = hostname.decode("utf-8", "replace").strip()
        if name != files.hostname and not name.startswith(files.hostname + "."):
            yield HOSTNAME
    hosts = contents.get(HOSTS)
    if hosts is not None and _hosts_edited(files, hosts, copied=podman or files.shares_network):
        yield HOSTS
    resolv = contents.get(RESOLV)
    if resolv is not None and _resolv_edited(resolv, resolv_digest(files), first_resolv):
        yield RESOLV


def _resolv_edited(resolv: bytes, engine_digest: str, first: str) -> bool:
    known = {engine_digest, first} - {""}
    if not known or hashlib.sha256(resolv).hexdigest() in known:
        return False
    # Docker's own digest is from before it replaced the name servers by its own one, which it has for all networks but
    # the default one
    return bool(first) or _DOCKER_DNS not in resolv


def _hosts_edited(files: GeneratedFiles, hosts: bytes, *, copied: bool) -> bool:
    found = set(_lines(hosts))
    if copied and not files.here:  # copied from a machine that is not this one
        return False
    if copied:
        try:
            found -= set(_lines(_HOST_FILE.read_bytes()))
        except OSError:
            return False
    elif not any(names[:1] == ("127.0.0.1",) and _LOCAL in names for names in found):
        return True
    return any(not files.names.issuperset(names) for _, *names in found)


def _lines(hosts: bytes) -> Iterator[tuple[str, ...]]:
    """Yield the address and the names of each line, without comments."""
    for line in hosts.decode("utf-8", "replace").splitlines():
        words = tuple(line.partition("#")[0].split())
        if words:
            yield words
