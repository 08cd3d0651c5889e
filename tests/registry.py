"""A registry on this machine for tests, which knows blobs and manifests; it can ask for a password."""

from __future__ import annotations

import base64
import hashlib
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class Stub:
    """What the registry holds: blobs by digest, manifests by tag or digest with their types."""

    def __init__(self) -> None:
        self.blobs: dict[str, bytes] = {}
        self.manifests: dict[str, tuple[str, bytes]] = {}
        self.password = ""
        self.lists_referrers = False
        self.asked: list[str] = []
        self.host = ""


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Print nothing of a client that ends the connection, as one that does not trust the certificate."""


@contextmanager
def serving(certificate: Path | None = None) -> Iterator[Stub]:
    """Serve a registry in the block, on a port of its own; with TLS where a file has a certificate and its key."""
    stub = Stub()
    server = _Server(("127.0.0.1", 0), _handler(stub))
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    stub.host = f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _about(stub: Stub, digest: str) -> Iterator[dict[str, str]]:
    for name, (kind, data) in stub.manifests.items():
        found = json.loads(data)
        if name.startswith("sha256:") and found.get("subject", {}).get("digest") == digest:
            yield {"mediaType": kind, "digest": name, "artifactType": found["artifactType"]}


def _handler(stub: Stub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _answer(self, status: int, data: bytes = b"", **headers: str) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

        def _is_allowed(self) -> bool:
            stub.asked.append(f"{self.command} {self.path.partition('?')[0]}")
            wanted = "Basic " + base64.b64encode(f"me:{stub.password}".encode()).decode()
            if not stub.password or self.headers.get("Authorization") == wanted:
                return True
            self._body()
            self._answer(401, Www_Authenticate='Basic realm="test"')
            return False

        def _body(self) -> bytes:
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))

        def do_GET(self) -> None:
            if not self._is_allowed():
                return
            _, _, last = self.path.rpartition("/")
            if "/blobs/" in self.path and last in stub.blobs:
                self._answer(200, stub.blobs[last])
            elif "/manifests/" in self.path and last in stub.manifests:
                kind, data = stub.manifests[last]
                self._answer(200, data, Content_Type=kind)
            elif "/referrers/" in self.path and stub.lists_referrers:
                self._answer(200, json.dumps({"manifests": list(_about(stub, last))}).encode())
            else:
                self._answer(200 if self.path == "/v2/" else 404)

        do_HEAD = do_GET  # noqa: N815 - as above

        def do_POST(self) -> None:
            if self._is_allowed():
                self._body()
                self._answer(202, Location=f"{self.path}1?state=x")

        def do_PUT(self) -> None:
            if not self._is_allowed():
                return
            data, digest = self._body(), ""
            digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
            if "/manifests/" in self.path:
                found = (str(self.headers.get("Content-Type")), data)
                stub.manifests[self.path.rpartition("/")[2]] = stub.manifests[digest] = found
                if stub.lists_referrers and (subject := json.loads(data).get("subject")):
                    self._answer(201, OCI_Subject=subject["digest"])
                    return
            elif self.path.endswith(f"digest={digest}"):
                stub.blobs[digest] = data
            else:
                self._answer(400)
                return
            self._answer(201)

        def log_message(self, *_: Any) -> None:  # noqa: ANN401 - as there
            """Print nothing."""

    return Handler
