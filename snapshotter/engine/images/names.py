"""The names of an engine's images, asked for with little patience: they are offered while a person types."""

from __future__ import annotations

from snapshotter.engine.connect import http
from snapshotter.engine.connect.addresses import Endpoint, from_environment
from snapshotter.engine.connect.dial import dial
from snapshotter.errors import SnapError

SECONDS = 0.5
"""How long an answer may take; without one in time there are no names."""


def image_names() -> list[str]:
    """Return the names of the images of the first engine on this machine that answers in time, sorted."""
    for endpoint in from_environment():
        if endpoint.socket_path is None:  # behind ssh or TLS, where a connection alone takes longer
            continue
        try:
            return sorted(_names(endpoint))
        except (OSError, ValueError, LookupError, TypeError, SnapError):
            continue
    return []


def _names(endpoint: Endpoint) -> set[str]:
    with dial(endpoint, SECONDS) as connection:
        connection.sendall(http.request("GET", "/images/json"))
        with connection.makefile("rb") as answer:
            head, content, _ = http.read_answer(answer)
    images = http.json_value(head, content)
    return {name for image in images for name in image["RepoTags"] or () if "<none>" not in name}
