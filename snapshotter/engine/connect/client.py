"""Connections to the engine without docker-py: the calls that every verb makes, and the raw stream of an exec.

Importing docker-py takes 110 ms, about as long as the engine needs for a small commit.  The methods of `Client` have
the names and answers of `docker.APIClient`, so that its users need not know which of the two they call.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from snapshotter.engine.connect import http
from snapshotter.engine.connect.addresses import Endpoint
from snapshotter.engine.errors import GONE_HINT, refusal
from snapshotter.errors import EngineError

CONNECT_SECONDS = 30


class Client:
    """Speaks with the engine at a Unix socket; what is not defined here is docker-py's."""

    def __init__(self, endpoint: Endpoint, seconds: int) -> None:
        """Ask for the version, waiting `seconds` at most; raises `OSError`, `ValueError` or `EngineError`."""
        self._socket = str(endpoint.socket_path)
        self._url = endpoint.url
        self._rest: Any = None
        self._info: Any = None
        self.timeout = seconds
        head, _ = self._exchanged("GET", "/_ping")
        self._version: Mapping[str, Any] = docker_version(head) or self._asked("GET", "/version")
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
        return http.json_value(*self._exchanged(method, target, body))

    def _exchanged(self, method: str, target: str, body: Mapping[str, Any] | None = None) -> tuple[http.Head, bytes]:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(self.timeout)
            connection.connect(self._socket)
            connection.sendall(http.request(method, target, body))
            answer = bytearray()
            while data := connection.recv(http.BLOCK):
                answer += data
        return http.split_answer(bytes(answer))


def docker_version(head: http.Head) -> Mapping[str, Any] | None:
    """Return the version that Docker names in the head of every answer, None where another engine answered.

    Docker starts runc and docker-init to answer `/version`, which takes 10 ms.
    """
    program, _, version = head.headers.get("server", "").partition(" ")[0].partition("/")
    if head.status != 200 or program != "Docker" or not version or "api-version" not in head.headers:
        return None
    return {"Version": version, "ApiVersion": head.headers["api-version"]}


def open_stream(endpoint: Endpoint, target: str, body: Mapping[str, Any]) -> socket.socket:
    """POST `body` and return the connection behind the head of the answer: the two-way stream of an exec.

    docker-py returns the socket below a buffered reader, which may have read past the head: then the first bytes of
    output are lost, and `select` on that socket does not see them.  Here nothing is buffered on this side.  Raises
    `OSError` where the engine is gone, `SnapError` where it refuses.
    """
    connection = _connected(endpoint)
    try:
        connection.sendall(http.request("POST", target, body, upgrade=True))
        head = http.receive_head(connection)
        if head.status >= 400:
            raise refusal(head.status, http.receive_content(connection, head).decode("utf-8", "replace"))
        connection.settimeout(None)
    except BaseException:
        connection.close()
        raise
    return connection


def _connected(endpoint: Endpoint) -> socket.socket:
    """Connect; the near side is a plain socket whatever the address is."""
    try:
        if endpoint.socket_path is None:
            return _connected_by_network(endpoint)
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(CONNECT_SECONDS)
        try:
            connection.connect(str(endpoint.socket_path))
        except OSError:
            connection.close()
            raise
    except OSError as error:
        raise EngineError(f"The engine at {endpoint.url} went away: {error.strerror or error}.", GONE_HINT) from error
    return connection


def _connected_by_network(endpoint: Endpoint) -> socket.socket:
    url = urlsplit(endpoint.url)
    host, port = url.hostname or "localhost", url.port or (2376 if endpoint.tls else 2375)
    connection = socket.create_connection((host, port), timeout=CONNECT_SECONDS)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if endpoint.tls is None:
        return connection
    from snapshotter.engine.connect.tls import encrypted  # 5 ms, most of them for `ssl`

    return encrypted(connection, endpoint.tls, host)
