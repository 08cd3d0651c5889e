"""A registry on this machine without TLS: podman is told so, and any engine's refusal is passed on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import docker
import pytest

from snapshotter.engine.images import images
from snapshotter.engine.registry import plain_http
from snapshotter.errors import ImageNotFound, RemoteFailed
from snapshotter.model import no_progress

NO_TLS = "http: server gave HTTP response to HTTPS client"
IMAGE = {"Id": "sha256:1", "RepoTags": ["localhost:5000/web:1"], "RootFS": {"Layers": ["sha256:2"]}}


class Service:
    """What podman's service was asked, and how it answers a transfer: its status and its lines."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.status, self.lines = 200, [{"status": "done"}]

    def answer(self, path: str) -> tuple[int, list[Any]]:
        self.asked.append(path)
        if path.endswith("/version"):
            return 200, [{"Version": "5.8.6", "ApiVersion": "1.41", "Components": [{"Name": "Podman Engine"}]}]
        if "/images/json?" in path:
            return 200, [[]]
        if path.endswith(("/json", "/info")):
            return 200, [IMAGE]
        if "tlsVerify=false" in path:
            return self.status, self.lines
        failed: dict[str, Any] = {"error": f"pinging: {NO_TLS}", "errorDetail": {"message": NO_TLS}}
        return (500, [failed]) if "/push" in path else (500, [{"message": NO_TLS}])


@contextmanager
def answering(service: Service) -> Iterator[docker.APIClient]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, lines = service.answer(self.path)
            if "/push" in self.path and body != b"{}":
                status, lines = 400, [{"message": "Bad parameters and missing X-Registry-Auth: EOF"}]
            data = b"\n".join(json.dumps(line).encode() for line in lines)
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_POST = do_GET  # noqa: N815 - the name is that of the library

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    client = docker.APIClient(f"tcp://127.0.0.1:{server.server_address[1]}", version="1.41")
    try:
        yield client
    finally:
        client.close()
        server.shutdown()
        server.server_close()
        thread.join()


def test_podman_is_told_that_a_registry_of_this_machine_has_no_tls() -> None:
    service = Service()
    with answering(service) as client:
        assert images.pull(client, "localhost:5000/web:1", no_progress).layers == ("sha256:2",)
        images.push(client, "localhost:5000/web:1", no_progress)
    transfers = [path for path in service.asked if "tlsVerify" in path]
    assert transfers == [
        "/v5.8.6/libpod/images/pull?reference=localhost%3A5000%2Fweb%3A1&tlsVerify=false",
        "/v1.41/images/localhost:5000/web/push?tag=1&tlsVerify=false",
    ]


def test_an_image_is_pulled_by_its_digest() -> None:
    service = Service()
    with answering(service) as client:
        list(plain_http.pull(client, "localhost:5000/web", "sha256:1"))
    assert "reference=localhost%3A5000%2Fweb%40sha256%3A1" in service.asked[-1]


@pytest.mark.parametrize(
    ("status", "lines"),
    [(200, [{"stream": "x"}, {"error": "denied"}]), (500, [{"error": "denied"}]), (403, [{"message": "denied"}])],
)
def test_what_fails_then_is_told(status: int, lines: list[dict[str, str]]) -> None:
    service = Service()
    service.status, service.lines = status, lines
    with answering(service) as client:
        with pytest.raises(ImageNotFound, match="denied"):
            images.pull(client, "localhost:5000/web:1", no_progress)
        with pytest.raises(RemoteFailed, match="cannot be pushed: denied"):
            images.push(client, "localhost:5000/web:1", no_progress)


def test_a_registry_elsewhere_without_tls_is_refused() -> None:
    service = Service()
    with answering(service) as client:
        with pytest.raises(ImageNotFound, match=NO_TLS):
            images.pull(client, "far.example:5000/web:1", no_progress)
        with pytest.raises(RemoteFailed, match=NO_TLS):
            images.push(client, "far.example:5000/web:1", no_progress)
    assert not any("tlsVerify" in path for path in service.asked)
