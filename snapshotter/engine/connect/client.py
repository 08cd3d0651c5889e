"""Connections to the engine without docker-py: the calls that every verb makes, and the raw stream of an exec.

Importing docker-py takes 110 ms, about as long as the engine needs for a small commit.  The methods of `Client` have
the names and results of those of `docker.APIClient`, so that either can be used.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from snapshotter.engine.connect import http
from snapshotter.engine.connect.addresses import Endpoint
from snapshotter.engine.errors import GONE_HINT, connection_lost, not_understood, refusal
from snapshotter.errors import EngineError

CONNECT_SECONDS = 30


class Client:
    """A client of the engine at a Unix socket; methods that are not defined here are those of docker-py."""

    def __init__(self, endpoint: Endpoint, seconds: int) -> None:
        """Request the version, waiting `seconds` at most; raises `OSError`, `ValueError` or `EngineError`."""
        self._socket = str(endpoint.socket_path)
        self._url = endpoint.url
        self._docker_client: Any = None
        self._info: Any = None
        self.timeout = seconds
        head, _ = self._exchange("GET", "/_ping")
        self._version: Mapping[str, Any] = docker_version(head) or self._request_json("GET", "/version")
        self.api_version = str(self._version["ApiVersion"])

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any attribute of docker-py's client
        """Return a method of docker-py's client."""
        if self._docker_client is None:
            import docker

            self._docker_client = docker.APIClient(base_url=self._url, version=self.api_version, timeout=self.timeout)
        self._docker_client.timeout = self.timeout
        return getattr(self._docker_client, name)

    def close(self) -> None:
        """Close docker-py's connections, where there are any."""
        if self._docker_client is not None:
            self._docker_client.close()

    def version(self) -> Mapping[str, Any]:
        """Return the engine's version."""
        return self._version

    def info(self) -> Any:  # noqa: ANN401 - any JSON, here and below
        """Return the engine's description of itself."""
        if self._info is None:
            self._info = self._call("GET", "/info")
        return self._info

    def inspect_container(self, ident: str) -> Any:  # noqa: ANN401
        """Return the engine's description of a container."""
        return self._call("GET", f"/containers/{quote(ident, safe='')}/json")

    def inspect_image(self, reference: str) -> Any:  # noqa: ANN401
        """Return the engine's description of an image."""
        return self._call("GET", f"/images/{quote(reference, safe='/:@')}/json")

    def diff(self, ident: str) -> Any:  # noqa: ANN401
        """Return the engine's list of changed paths."""
        return self._call("GET", f"/containers/{quote(ident, safe='')}/changes")

    def pause(self, ident: str) -> None:
        """Pause a container."""
        self._call("POST", f"/containers/{quote(ident, safe='')}/pause")

    def unpause(self, ident: str) -> None:
        """Resume a paused container."""
        self._call("POST", f"/containers/{quote(ident, safe='')}/unpause")

    def tag(self, image: str, repository: str, tag: str) -> None:
        """Add a name to an image."""
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
            return self._request_json(method, target, body)
        except OSError as error:
            raise connection_lost(error.strerror or str(error)) from error
        except (ValueError, RecursionError) as error:
            raise not_understood(error) from error

    def _request_json(self, method: str, target: str, body: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401
        return http.json_value(*self._exchange(method, target, body))

    def _exchange(self, method: str, target: str, body: Mapping[str, Any] | None = None) -> tuple[http.Head, bytes]:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(self.timeout)
            connection.connect(self._socket)
            connection.sendall(http.request(method, target, body))
            answer = bytearray()
            while data := connection.recv(http.BLOCK):
                answer += data
        return http.split_answer(bytes(answer))


def docker_version(head: http.Head) -> Mapping[str, Any] | None:
    """Return the version that Docker reports in the head of every answer, None where another engine answered.

    Docker starts runc and docker-init to answer `/version`, which takes 10 ms.
    """
    program, _, version = head.headers.get("server", "").partition(" ")[0].partition("/")
    if head.status != 200 or program != "Docker" or not version or "api-version" not in head.headers:
        return None
    return {"Version": version, "ApiVersion": head.headers["api-version"]}


def open_stream(endpoint: Endpoint, target: str, body: Mapping[str, Any]) -> socket.socket:
    """POST `body` and return the connection after the head of the answer: the two-way stream of an exec.

    docker-py returns the socket of a buffered reader, which may have read past the head: then the first bytes of
    output are lost, and `select` on that socket does not report them.  Here nothing is buffered.  Raises `EngineError`
    where the engine cannot be reached, `OSError` where the connection breaks, `SnapError` where the engine refuses.
    """
    connection = _connect(endpoint)
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


def _connect(endpoint: Endpoint) -> socket.socket:
    """Return a connection as a plain socket, for any kind of address; raises `EngineError`."""
    try:
        if endpoint.socket_path is None:
            return _connect_by_network(endpoint)
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(CONNECT_SECONDS)
        try:
            connection.connect(str(endpoint.socket_path))
        except OSError:
            connection.close()
            raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise EngineError(f"the engine at {endpoint.url} no longer answers: {reason}", GONE_HINT) from error
    return connection


def _connect_by_network(endpoint: Endpoint) -> socket.socket:
    url = urlsplit(endpoint.url)
    host, port = url.hostname or "localhost", url.port or (2376 if endpoint.tls else 2375)
    connection = socket.create_connection((host, port), timeout=CONNECT_SECONDS)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if endpoint.tls is None:
        return connection
    from snapshotter.engine.connect.tls import start_tls  # 5 ms, most of them for `ssl`

    return start_tls(connection, endpoint.tls, host)
