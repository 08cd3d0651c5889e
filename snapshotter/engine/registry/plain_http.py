"""Transfers with a registry on this machine without TLS: Docker asks it in plain HTTP, podman only where it is told to.

Podman's Docker-compatible service cannot be told so for a pull; its own can (`tlsVerify`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from snapshotter.engine.registry.client import LOOPBACK

if TYPE_CHECKING:
    import docker

_REASON = "server gave HTTP response to HTTPS client"


def is_meant(reference: str, reason: str) -> bool:
    """Return whether an engine refused a registry on this machine only since it has no TLS."""
    return _REASON in reason and bool(LOOPBACK.fullmatch(reference.partition("/")[0]))


def pull(client: docker.APIClient, repository: str, name: str) -> Iterator[dict[str, Any]]:
    """Pull an image without TLS; yield what podman reports, in the form of the engine's API."""
    reference = f"{repository}@{name}" if ":" in name else f"{repository}:{name}"
    version = client.version().get("Version")
    words = urlencode({"reference": reference, "tlsVerify": "false"})
    for event in _post(client, f"/v{version}/libpod/images/pull?{words}", repository):
        yield {"error": event["error"]} if event.get("error") else {"status": str(event.get("stream") or "")}


def push(client: docker.APIClient, repository: str, tag: str) -> Iterator[dict[str, Any]]:
    """Push an image without TLS; yield what podman reports."""
    return pushed(client, repository, tag, {"tlsVerify": "false"})


def pushed(
    client: docker.APIClient, repository: str, tag: str, words: Mapping[str, str] = MappingProxyType({})
) -> Iterator[dict[str, Any]]:
    """Push an image; yield what the engine reports.

    The library's own push raises `KeyError` for podman's answer of status 500, which names no message.
    """
    query = urlencode({"tag": tag, **words})
    return _post(client, f"/v{client.api_version}/images/{quote(repository, safe='/:')}/push?{query}", repository)


def _post(client: docker.APIClient, place: str, repository: str) -> Iterator[dict[str, Any]]:
    from docker.auth import get_config_header, resolve_repository_name

    login = get_config_header(client, resolve_repository_name(repository)[0])
    headers = {"Content-Type": "application/json"} | ({"X-Registry-Auth": login.decode("ascii")} if login else {})
    # Docker before 23 reads the login from the body where no header has it
    with client.post(f"{client.base_url}{place}", data="{}", headers=headers, stream=True) as answer:
        for line in answer.iter_lines():
            event = json.loads(line)
            if isinstance(event, dict):
                failed = answer.status_code >= 400 and not event.get("error")
                yield {"error": str(event.get("message") or answer.reason)} if failed else event
