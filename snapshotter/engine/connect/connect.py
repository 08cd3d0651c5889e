"""Tries the addresses that `addresses.py` lists until an engine answers; the error where none does has a hint."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from snapshotter.engine import patience
from snapshotter.engine.connect.addresses import Endpoint, from_environment
from snapshotter.engine.connect.client import Client
from snapshotter.engine.connect.dial import host_and_port
from snapshotter.engine.connect.podman import PodmanService
from snapshotter.engine.connect.ssh import SshRelay
from snapshotter.engine.docker_engine import DockerEngine
from snapshotter.engine.errors import innermost
from snapshotter.errors import EngineNotFound, SnapError
from snapshotter.model import Progress, no_progress

if TYPE_CHECKING:
    import docker

ANSWER_SECONDS = 20
"""Timeout of the first answer; an engine behind ssh may need that long."""
CALL_SECONDS = 24 * 3600
"""Timeout of any later answer: like the docker client, calls wait for a commit or a save however long it takes."""


class Attempt(Struct, frozen=True):
    """An address that did not answer, and why."""

    endpoint: Endpoint
    number: int
    """`errno` of the failure, 0 where it has none."""
    reason: str


class UnreachableError(Exception):
    """No engine answers at one address; `connect` handles it."""

    def __init__(self, attempt: Attempt) -> None:
        super().__init__(attempt.reason)
        self.attempt = attempt


def connect(tell: Progress = no_progress) -> DockerEngine:
    """Connect to the first engine that answers; raises `EngineNotFound` with every address tried and a next step.

    `tell` is called where the engine does not answer a call for a long time, now or later.
    """
    patience.begin(tell)
    if os.name != "posix":
        raise EngineNotFound(
            f"snap runs on Linux and macOS, not on {sys.platform}",
            "on Windows, run it inside WSL 2, where Docker Desktop's engine is reachable",
        )
    attempts = []
    for endpoint in from_environment():
        try:
            return reach(endpoint)
        except UnreachableError as failure:
            attempts.append(failure.attempt)
    podman = shutil.which("podman")
    if podman and len(attempts) > 1:
        service = PodmanService(podman)
        try:
            return reach(service.endpoint, service.close)
        except UnreachableError as failure:
            service.close()
            attempts.append(failure.attempt)
    raise not_found_error(attempts, dockerd=shutil.which("dockerd") is not None)


def reach(endpoint: Endpoint, *close: Callable[[], None]) -> DockerEngine:
    """Connect to the engine at one address; its `close()` also calls `close`; raises `UnreachableError`."""
    if endpoint.url.startswith("ssh://"):
        return _reach_by_ssh(endpoint, *close)
    with patience.calling(f"the first answer of {endpoint.address}"):
        if not endpoint.relayed:
            _probe(endpoint)
        try:
            client = Client(endpoint, ANSWER_SECONDS)
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError, SnapError) as error:
            raise UnreachableError(Attempt(endpoint, 0, innermost(error))) from error
    client.timeout = CALL_SECONDS
    return DockerEngine(cast("docker.APIClient", client), endpoint, close)


def _reach_by_ssh(endpoint: Endpoint, *close: Callable[[], None]) -> DockerEngine:
    relay = SshRelay(endpoint)
    try:
        return reach(relay.endpoint, relay.close, *close)
    except BaseException as error:
        reason = relay.reason()
        relay.close()
        if isinstance(error, UnreachableError):
            raise UnreachableError(Attempt(endpoint, 0, reason or error.attempt.reason)) from error
        raise


def _probe(endpoint: Endpoint) -> None:
    """Connect and disconnect; raises `UnreachableError` with the plain reason."""
    path = endpoint.socket_path
    try:
        if path is not None:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(ANSWER_SECONDS)
                connection.connect(str(path))
        else:
            socket.create_connection(host_and_port(endpoint), ANSWER_SECONDS).close()
    except (OSError, ValueError) as error:
        number = error.errno or 0 if isinstance(error, OSError) else 0
        raise UnreachableError(Attempt(endpoint, number, getattr(error, "strerror", None) or str(error))) from error


def not_found_error(attempts: Sequence[Attempt], *, dockerd: bool) -> EngineNotFound:
    """Return the error that lists the addresses with their reasons, with a hint for the likeliest reason."""
    lines = [f"  {attempt.endpoint.url} ({attempt.endpoint.source}): {attempt.reason}" for attempt in attempts]
    return EngineNotFound("no container engine answers:\n" + "\n".join(lines), _next_step(attempts, dockerd))


def _next_step(attempts: Sequence[Attempt], dockerd: bool) -> str:
    numbers = {attempt.number for attempt in attempts}
    if numbers & {errno.EACCES, errno.EPERM}:
        return (
            "an engine exists, but you may not use its socket; join its group (`sudo usermod -aG docker $USER`, "
            "then log in again), or run the command with sudo"
        )
    if len(attempts) == 1 and attempts[0].endpoint.source == "DOCKER_HOST":
        return "check the address in DOCKER_HOST and that its engine runs, or unset it to use this machine's engine"
    if len(attempts) == 1:
        return "start that engine, or choose another one with `docker context use NAME` (`default` is this machine's)"
    if dockerd or errno.ECONNREFUSED in numbers:
        return (
            "Docker is installed but does not run; start it with `sudo systemctl start docker` "
            "(without systemd: `sudo service docker start`), or open Docker Desktop"
        )
    return (
        "install one: `sudo apt-get install docker.io` on Debian and Ubuntu, Docker Desktop or colima on macOS; "
        "podman works too; name an engine elsewhere with DOCKER_HOST or `docker context use NAME`"
    )
