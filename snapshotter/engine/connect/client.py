"""The engine's API without docker-py: the calls that every verb makes, and the raw stream of an exec.

Importing docker-py takes 110 ms, about as long as the engine needs for a small commit.  The methods of `Client` have
the names and results of those of `docker.APIClient`, so that either can be used.
"""

from __future__ import annotations

import io
import json
import select
import socket
import threading
from collections.abc import Generator, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from snapshotter.engine.connect import http
from snapshotter.engine.connect.addresses import Endpoint, detach_keys
from snapshotter.engine.connect.dial import base_url, dial, dial_plain
from snapshotter.engine.errors import GONE_HINT, connection_lost, not_understood, refusal
from snapshotter.engine.patience import moved
from snapshotter.errors import EngineError

if TYPE_CHECKING:
    import docker.tls

CONNECT_SECONDS = 30
NEWEST_API = (1, 51)
"""The newest version of the API that is asked for; a newer engine then answers in the form of this one."""


class Client:
    """A client of the engine at one address; methods that are not defined here are those of docker-py."""

    def __init__(self, endpoint: Endpoint, seconds: int) -> None:
        """Request the version, waiting `seconds` at most; raises `OSError`, `ValueError` or `EngineError`."""
        self._endpoint = endpoint
        self._keeps = endpoint.socket_path is None or bool(endpoint.relayed)
        self._kept: list[socket.socket] = []
        self._lock = threading.Lock()
        self._docker_client: Any = None
        self._info: Any = None
        self.timeout = seconds
        head, content = self._exchange("GET", "/_ping")
        if head.status == 400:  # raises with the reason, such as that the engine expects TLS
            http.json_value(head, content)
        self._version: Mapping[str, Any] = docker_version(head) or self._request_json("GET", "/version")
        self.api_version = self._agreed(str(self._version["ApiVersion"]))

    def _agreed(self, newest: str) -> str:
        """Return the version of the API to ask for; `newest` is the engine's newest one."""
        known = ".".join(map(str, NEWEST_API))
        if _numbers(newest) <= NEWEST_API:
            return newest
        head, _ = self._exchange("GET", f"/v{known}/_ping")  # refused where the engine's oldest one is newer
        return known if head.status == 200 else newest

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any attribute of docker-py's client
        """Return a method of docker-py's client."""
        if name.startswith("__"):
            raise AttributeError(name)
        if self._docker_client is None:
            import docker

            self._docker_client = docker.APIClient(
                base_url=base_url(self._endpoint),
                version=self.api_version,
                timeout=self.timeout,
                tls=_docker_tls(self._endpoint),
            )
            # else REQUESTS_CA_BUNDLE takes the place of the engine's ca.pem
            self._docker_client.trust_env = False
        self._docker_client.timeout = self.timeout
        return getattr(self._docker_client, name)

    def close(self) -> None:
        """Close the connections that are kept, and docker-py's."""
        with self._lock:
            kept, self._kept = self._kept, []
        for connection in kept:
            connection.close()
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

    def history(self, reference: str) -> Any:  # noqa: ANN401
        """Return the engine's list of an image's layers, newest first."""
        return self._call("GET", f"/images/{quote(reference, safe='/:@')}/history")

    def diff(self, ident: str) -> Any:  # noqa: ANN401
        """Return the engine's list of changed paths."""
        return self._call("GET", f"/containers/{quote(ident, safe='')}/changes")

    def top(self, ident: str, ps_args: str) -> Any:  # noqa: ANN401
        """Return the engine's list of a container's processes, as `ps` with these arguments prints it."""
        return self._call("GET", f"/containers/{quote(ident, safe='')}/top", {"ps_args": ps_args})

    def create_container_from_config(self, config: Mapping[str, Any], name: str | None = None) -> Any:  # noqa: ANN401
        """Create a container."""
        return self._call("POST", "/containers/create", {"name": name} if name else None, config)

    def start(self, ident: str) -> None:
        """Start a container; one that runs is left as it is."""
        self._call("POST", f"/containers/{quote(ident, safe='')}/start")

    def stop(self, ident: str, timeout: int) -> None:
        """Stop a container, killing it after `timeout` seconds."""
        self._call("POST", f"/containers/{quote(ident, safe='')}/stop", {"t": timeout})

    def remove_container(self, ident: str, *, v: bool = False, force: bool = False) -> None:
        """Remove a container, with `v` its anonymous volumes too."""
        self._call("DELETE", f"/containers/{quote(ident, safe='')}", {"v": v, "force": force})

    def exec_create(
        self,
        ident: str,
        cmd: Sequence[str],
        *,
        stdin: bool,
        tty: bool,
        environment: Sequence[str],
        user: str,
        workdir: str | None,
    ) -> Any:  # noqa: ANN401
        """Prepare a process in a container."""
        body: dict[str, Any] = {
            "Cmd": list(cmd),
            "Env": list(environment),
            "User": user,
            "Tty": tty,
            "AttachStdin": stdin,
            "AttachStdout": True,
            "AttachStderr": True,
        }
        optional = {"WorkingDir": workdir, "DetachKeys": detach_keys()}
        body |= {key: value for key, value in optional.items() if value}
        return self._call("POST", f"/containers/{quote(ident, safe='')}/exec", None, body)

    def exec_inspect(self, ident: str) -> Any:  # noqa: ANN401
        """Return the engine's description of a process."""
        return self._call("GET", f"/exec/{quote(ident, safe='')}/json")

    def exec_resize(self, ident: str, *, height: int, width: int) -> None:
        """Set the size of a process's terminal."""
        self._call("POST", f"/exec/{quote(ident, safe='')}/resize", {"h": height, "w": width})

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

    def load_image(self, archive: bytes | Iterable[bytes], *, quiet: bool = True) -> list[Any]:
        """Load images from an archive or the pieces of one; return what the engine reports, a refusal as an error."""
        pieces = [archive] if isinstance(archive, bytes) else archive
        try:
            head, content = self._upload(f"/v{self.api_version}/images/load?{urlencode({'quiet': quiet})}", pieces)
            if head.status >= 400:
                return [{"error": refusal(head.status, content.decode("utf-8", "replace")).message}]
            return [json.loads(line) for line in content.splitlines() if line.strip()]
        except OSError as error:
            raise connection_lost(error.strerror or str(error)) from error
        except (ValueError, RecursionError) as error:
            raise not_understood(error) from error

    def _upload(self, target: str, pieces: Iterable[bytes]) -> tuple[http.Head, bytes]:
        """POST a body whose length is not known and return the answer."""
        connection = self._send(target, pieces)
        try:
            with connection.makefile("rb") as answer:
                head, content, _ = http.read_answer(answer)
        finally:
            connection.close()
        return head, content

    def _send(
        self, target: str, pieces: Iterable[bytes], headers: Mapping[str, str] = MappingProxyType({})
    ) -> socket.socket:
        """POST a body whose length is not known and return the connection, where the answer follows."""
        connection = dial(self._endpoint, self.timeout)
        try:
            connection.settimeout(self.timeout)
            connection.sendall(http.upload_head(target, headers))
            try:
                for piece in pieces:
                    if piece:
                        connection.sendall(http.chunk(piece))
                        moved()
                connection.sendall(http.chunk(b""))
            except (BrokenPipeError, ConnectionResetError):
                pass  # the engine answers before the end where it refuses
        except BaseException:
            connection.close()
            raise
        return connection

    def build_stream(
        self, context: IO[bytes], query: Mapping[str, Any], credentials: str = ""
    ) -> Generator[Any, None, None]:
        """Have the classic builder build a tar stream, and yield what it reports.

        `credentials` is the header for registries.  A refusal is an event with `error` and its status as `refused`.
        """
        headers = {"X-Registry-Config": credentials} if credentials else {}
        pieces = iter(lambda: context.read(http.BLOCK), b"")
        try:
            connection = self._send(f"/v{self.api_version}/build?{urlencode(query)}", pieces, headers)
            try:
                body = http.Body(connection)
            except BaseException:
                connection.close()
                raise
            with body, io.BufferedReader(body) as lines:
                if body.head.status >= 400:
                    yield {"error": _message(lines.read()), "refused": body.head.status}
                    return
                for line in lines:
                    if line.strip():
                        yield json.loads(line)
        except OSError as error:
            raise connection_lost(error.strerror or str(error)) from error
        except (ValueError, RecursionError) as error:
            raise not_understood(error) from error

    def open(self, path: str) -> http.Body:
        """Return the body of the answer to a GET, which is read as it comes; the caller closes it."""
        try:
            connection = dial(self._endpoint, self.timeout)
            try:
                connection.settimeout(self.timeout)
                connection.sendall(http.request("GET", f"/v{self.api_version}{path}", keep=True))
                body = http.Body(connection)
                if body.head.status >= 400:
                    raise refusal(body.head.status, body.read().decode("utf-8", "replace"))
            except BaseException:
                connection.close()
                raise
        except OSError as error:
            raise connection_lost(error.strerror or str(error)) from error
        except ValueError as error:
            raise not_understood(error) from error
        return body

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
        connection = self._connection()
        try:
            connection.settimeout(self.timeout)
            connection.sendall(http.request(method, target, body, keep=self._keeps))
            with connection.makefile("rb") as answer:
                head, content, keep = http.read_answer(answer)
        except BaseException:
            connection.close()
            raise
        if keep and self._keeps:
            with self._lock:
                self._kept.append(connection)
        else:
            connection.close()
        return head, content

    def _connection(self) -> socket.socket:
        """Return a connection that was kept and is still open, else a new one."""
        while True:
            with self._lock:
                kept = self._kept.pop() if self._kept else None
            if kept is None:
                return dial(self._endpoint, self.timeout)
            if not select.select([kept], [], [], 0)[0]:
                return kept
            kept.close()  # what there is to read is its end


def _message(content: bytes) -> str:
    """Return the message of a refusal."""
    try:
        return str(json.loads(content)["message"])
    except (ValueError, LookupError, TypeError, RecursionError):
        return content.decode("utf-8", "replace")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _docker_tls(endpoint: Endpoint) -> docker.tls.TLSConfig | bool:
    tls = endpoint.tls
    if tls is None:
        return False
    import docker.tls

    certificate, key = tls.file("cert.pem"), tls.file("key.pem")
    return docker.tls.TLSConfig(
        client_cert=(certificate, key) if certificate and key else None, ca_cert=tls.file("ca.pem"), verify=tls.verify
    )


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
    try:
        connection = dial_plain(endpoint, CONNECT_SECONDS)
    except OSError as error:
        reason = error.strerror or str(error)
        raise EngineError(f"the engine at {endpoint.address} no longer answers: {reason}", GONE_HINT) from error
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
