"""The few calls that every verb makes, over a Unix socket by hand; all others go to docker-py, imported for them alone.

Importing docker-py takes 110 ms, about as long as the engine needs for a small commit.  The methods here have the
names and answers of `docker.APIClient`, so that the modules of this room do not know which one they talk to.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from snapshotter.engine.connect.addresses import Endpoint
from snapshotter.engine.connect.http import BLOCK, read_response
from snapshotter.engine.errors import GONE_HINT
from snapshotter.errors import EngineError


class Client:
    """Speaks with the engine at a Unix socket; what is not defined here is docker-py's."""

    def __init__(self, endpoint: Endpoint, seconds: int) -> None:
        """Ask for the version, waiting `seconds` at most; raises `OSError`, `ValueError` or `EngineError`."""
        self._socket = str(endpoint.socket_path)
        self._url = endpoint.url
        self._rest: Any = None
        self._info: Any = None
        self.timeout = seconds
        self._version: Mapping[str, Any] = _docker(self._exchanged("GET", "/_ping")) or self._asked("GET", "/version")
        self.api_version = str(self._version["ApiVersion"])

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever docker-py has
        """Give a method of docker-py's client."""
        if self._rest is None:
            import docker

            self._rest = docker.APIClient(base_url=self._url, version=self.api_version, timeout=self.timeout)
        return getattr(self._rest, name)

    def close(self) -> None:
        """Let go of docker-py's connections, where there are any."""
        if self._rest is not None:
            self._rest.close()

    def version(self) -> Mapping[str, Any]:
        """Give what the engine says of its version."""
        return self._version

    def info(self) -> Any:  # noqa: ANN401 - any JSON, here and below
        """Give what the engine says of itself."""
        if self._info is None:
            self._info = self._call("GET", "/info")
        return self._info

    def inspect_container(self, ident: str) -> Any:  # noqa: ANN401
        """Give the engine's description of a container."""
        return self._call("GET", f"/containers/{quote(ident, safe='')}/json")

    def inspect_image(self, reference: str) -> Any:  # noqa: ANN401
        """Give the engine's description of an image."""
        return self._call("GET", f"/images/{quote(reference, safe='/:@')}/json")

    def diff(self, ident: str) -> Any:  # noqa: ANN401
        """Give the engine's own list of changed paths."""
        return self._call("GET", f"/containers/{quote(ident, safe='')}/changes")

    def pause(self, ident: str) -> None:
        """Freeze a container."""
        self._call("POST", f"/containers/{quote(ident, safe='')}/pause")

    def unpause(self, ident: str) -> None:
        """Thaw a container."""
        self._call("POST", f"/containers/{quote(ident, safe='')}/unpause")

    def tag(self, image: str, repository: str, tag: str) -> None:
        """Give an image one more name."""
        self._call("POST", f"/images/{quote(image, safe='/:@')}/tag", {"repo": repository, "tag": tag})

    def commit(
        self,
        ident: str,
        *,
        repository: str | None,
        tag: str | None,
        message: str | None,
        pause: bool,
        conf: Mapping[str, Any],
    ) -> Any:  # noqa: ANN401
        """Make an image of a container."""
        query = {"container": ident, "repo": repository, "tag": tag, "comment": message, "pause": pause}
        return self._call("POST", "/commit", {key: value for key, value in query.items() if value is not None}, conf)

    def _call(
        self, method: str, path: str, query: Mapping[str, Any] | None = None, body: Mapping[str, Any] | None = None
    ) -> Any:  # noqa: ANN401
        target = f"/v{self.api_version}{path}" + (f"?{urlencode(query)}" if query else "")
        try:
            return self._asked(method, target, body)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise EngineError(f"The engine went away in the middle of a call: {reason}.", GONE_HINT) from error

    def _asked(self, method: str, target: str, body: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401
        return read_response(self._exchanged(method, target, body))

    def _exchanged(self, method: str, target: str, body: Mapping[str, Any] | None = None) -> bytes:
        payload = b"" if body is None else json.dumps(body).encode()
        # HTTP/1.0: the answer ends where the connection does, and comes in no chunks
        head = (
            f"{method} {target} HTTP/1.0\r\nHost: docker\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(payload)}\r\n\r\n"
        )
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(self.timeout)
            connection.connect(self._socket)
            connection.sendall(head.encode("ascii") + payload)
            answer = bytearray()
            while data := connection.recv(BLOCK):
                answer += data
        return bytes(answer)


def _docker(answer: bytes) -> Mapping[str, Any] | None:
    """Give the version that Docker names in the head of every answer, None where it is not Docker or does not say.

    For `/version` it starts runc and docker-init to ask for theirs, 10 ms.
    """
    first, *lines = answer.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    says = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    program, _, version = says.get("server", "").partition(" ")[0].partition("/")
    if " 200 " not in first or program != "Docker" or not version or "api-version" not in says:
        return None
    return {"Version": version, "ApiVersion": says["api-version"]}
