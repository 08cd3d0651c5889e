"""The environment of the docker program: the engine that snap uses, and the user's own builder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from snapshotter.engine.connect.addresses import Endpoint

_LEFT_OUT = ("DOCKER_DEFAULT_PLATFORM", "DOCKER_CONTENT_TRUST", "DOCKER_BUILDKIT", "BUILDKIT_PROGRESS")
"""Settings under which `docker build` would build another image than the base asks for, or print otherwise."""
_ADDRESS = ("DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CERT_PATH", "DOCKER_TLS", "DOCKER_TLS_VERIFY")
_CHOSEN = ("DOCKER_HOST", "docker context", "default socket")
"""Sources of an address that the docker program finds by itself; buildx keeps a current builder for each of them."""


def is_true(text: str) -> bool:
    """Return whether a setting of Docker's is on, as Go's `strconv.ParseBool` reads it; one it cannot read is."""
    return text not in ("", "0", "f", "F", "false", "FALSE", "False")


def client_environment(endpoint: Endpoint, own: Mapping[str, str], found: Iterable[Endpoint]) -> dict[str, str]:
    """Return the environment for the docker program.

    `own` is that of this process, `found` the addresses that are read from it.  Where the engine's is one of them, the
    program finds it in the same way; another one is that of a relay, as for ssh.
    """
    kept = {name: value for name, value in own.items() if name not in _LEFT_OUT}
    kept |= {"DOCKER_BUILDKIT": "1", "BUILDX_NO_DEFAULT_ATTESTATIONS": "1"}
    if endpoint.source.startswith(_CHOSEN) and any(
        (it.url, it.source) == (endpoint.url, endpoint.source) for it in found
    ):
        return kept
    kept = {name: value for name, value in kept.items() if name not in _ADDRESS} | {"DOCKER_HOST": endpoint.url}
    if endpoint.tls is not None:
        kept["DOCKER_CERT_PATH"] = str(endpoint.tls.directory)
        kept["DOCKER_TLS_VERIFY" if endpoint.tls.verify else "DOCKER_TLS"] = "1"
    return kept
