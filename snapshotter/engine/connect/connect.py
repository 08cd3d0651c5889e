"""Tries the addresses that `addresses.py` lists until an engine answers; `unreachable.py` says why none does."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from snapshotter.engine import patience
from snapshotter.engine.connect.addresses import Endpoint, from_environment
from snapshotter.engine.connect.client import Client
from snapshotter.engine.connect.dial import host_and_port
from snapshotter.engine.connect.podman import PodmanService
from snapshotter.engine.connect.ssh import SshRelay
from snapshotter.engine.connect.unreachable import Attempt, not_found_error
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
            raise UnreachableError(Attempt(endpoint, 0, " ".join(innermost(error).split()))) from error
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
