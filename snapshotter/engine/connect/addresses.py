"""The addresses at which a container engine may listen on this machine; `connect.py` tries them.

Order: DOCKER_HOST, the docker context, the default and rootless sockets, podman's sockets.  The first two are the
user's explicit choice, so nothing else is tried after them: no engine is used but the one that was named.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from snapshotter.errors import EngineNotFound


class Tls(Struct, frozen=True):
    """The PEM files of a connection with TLS."""

    directory: Path
    verify: bool

    def file(self, name: str) -> str | None:
        """Return the path of `ca.pem`, `cert.pem` or `key.pem`; None where it is missing."""
        path = self.directory / name
        return str(path) if path.is_file() else None


class Endpoint(Struct, frozen=True):
    """An address at which an engine may answer."""

    url: str
    """unix:///…, tcp://host:port or ssh://[user@]host[:port]."""
    source: str
    """Where the address comes from, as shown to the user: "DOCKER_HOST", "docker context 'x'", "default socket", …"""
    tls: Tls | None = None
    lasting: bool = True
    """False for the socket of a service that was started for this command alone."""
    relayed: str = ""
    """The address of the engine on another machine to which this socket leads, "" where it leads to none."""

    @property
    def address(self) -> str:
        """The address as the user knows it."""
        return self.relayed or self.url

    @property
    def socket_path(self) -> Path | None:
        """Path of the Unix socket, None for any other kind of address."""
        return Path(self.url.removeprefix("unix://")) if self.url.startswith("unix://") else None


def endpoints(env: Mapping[str, str], home: Path, uid: int) -> list[Endpoint]:
    """List the addresses to try, in order; raises `EngineNotFound` for a broken docker context."""
    if env.get("DOCKER_HOST"):
        return [_from_docker_host(env, home)]
    config = _config_dir(env, home)
    context = env.get("DOCKER_CONTEXT") or _current_context(config)
    if context and context != "default":
        return [_from_context(config, context)]
    sockets = _sockets(env, home, uid)
    return sockets[:1] if env.get("DOCKER_CONTEXT") else sockets


def _config_dir(env: Mapping[str, str], home: Path) -> Path:
    return Path(env["DOCKER_CONFIG"]) if env.get("DOCKER_CONFIG") else home / ".docker"


def _from_docker_host(env: Mapping[str, str], home: Path) -> Endpoint:
    tls = None
    url = env["DOCKER_HOST"].strip()
    named = bool(env.get("DOCKER_TLS_VERIFY") or env.get("DOCKER_TLS"))
    if not url.startswith(("unix:", "ssh:", "/")) and named:
        directory = Path(env["DOCKER_CERT_PATH"]) if env.get("DOCKER_CERT_PATH") else _config_dir(env, home)
        tls = Tls(directory, verify=bool(env.get("DOCKER_TLS_VERIFY")))
    return Endpoint(_full_url(url), "DOCKER_HOST", tls)


def _full_url(url: str) -> str:
    """Return a URL with the scheme, which the docker client allows to omit: "/run/x.sock", "host:2375"."""
    if url.startswith("/"):
        return "unix://" + url
    return url if "://" in url else "tcp://" + url


def _read_json(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise EngineNotFound(
            f"{path} cannot be read: {error}", "repair or remove that file, or set DOCKER_HOST to the engine's address"
        ) from error
    return data if isinstance(data, dict) else {}


def _current_context(config: Path) -> str:
    path = config / "config.json"
    return str(_read_json(path).get("currentContext") or "") if path.is_file() else ""


def _from_context(config: Path, name: str) -> Endpoint:
    """Read a docker context, which the docker client stores in a directory named by the sha256 of its name."""
    key = hashlib.sha256(name.encode()).hexdigest()
    meta = config / "contexts" / "meta" / key / "meta.json"
    if not meta.is_file():
        raise EngineNotFound(
            f"the docker context {name!r} does not exist",
            "list the contexts with `docker context ls` and choose one with `docker context use NAME`, "
            "or unset DOCKER_CONTEXT",
        )
    endpoint = (_read_json(meta).get("Endpoints") or {}).get("docker") or {}
    url = str(endpoint.get("Host") or "")
    if not url:
        raise EngineNotFound(
            f"the docker context {name!r} names no docker address ({meta})",
            "choose another one with `docker context use NAME`",
        )
    directory = config / "contexts" / "tls" / key / "docker"
    unverified = bool(endpoint.get("SkipTLSVerify", False))
    over_network = not _full_url(url).startswith(("unix:", "ssh:"))
    tls = Tls(directory, verify=not unverified) if over_network and (unverified or directory.is_dir()) else None
    return Endpoint(_full_url(url), f"docker context {name!r}", tls)


def _sockets(env: Mapping[str, str], home: Path, uid: int) -> list[Endpoint]:
    runtime = Path(env.get("XDG_RUNTIME_DIR") or f"/run/user/{uid}")
    places = [
        (Path("/var/run/docker.sock"), "default socket"),
        (runtime / "docker.sock", "rootless docker"),
        (home / ".docker" / "run" / "docker.sock", "Docker Desktop"),
        (home / ".docker" / "desktop" / "docker.sock", "Docker Desktop"),
        (runtime / "podman" / "podman.sock", "podman's user socket"),
        (Path("/run/podman/podman.sock"), "podman's system socket"),
    ]
    return [Endpoint(f"unix://{path}", source) for path, source in places]


def detach_keys() -> str:
    """Return the keys that the user has chosen to detach a terminal, "" for the engine's own."""
    path = _config_dir(os.environ, Path.home()) / "config.json"
    try:
        return str(_read_json(path).get("detachKeys") or "")
    except EngineNotFound:
        return ""


def from_environment() -> list[Endpoint]:
    """List the addresses to try for this user on this machine."""
    return endpoints(os.environ, Path.home(), os.getuid())
