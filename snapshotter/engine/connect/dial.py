"""Opens connections to an engine: by a Unix socket, over the network, and with TLS."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from snapshotter.engine.connect.addresses import Endpoint

if TYPE_CHECKING:
    import ssl

_PORT, _TLS_PORT = 2375, 2376
_SCHEMES = ("tcp", "http", "https")


def dial(endpoint: Endpoint, seconds: float) -> socket.socket:
    """Return a new connection; raises `OSError`, `ValueError` for an address that is not valid."""
    path = endpoint.socket_path
    if path is None:
        return _over_network(endpoint, seconds)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(seconds)
        connection.connect(str(path))
    except BaseException:
        connection.close()
        raise
    return connection


def dial_plain(endpoint: Endpoint, seconds: float) -> socket.socket:
    """Return a new connection for a caller that uses `select` and MSG_PEEK, which one with TLS does not support."""
    connection = dial(endpoint, seconds)
    if endpoint.tls is None:
        return connection
    from snapshotter.engine.connect.tls import plain_socket

    return plain_socket(cast("ssl.SSLSocket", connection))


def host_and_port(endpoint: Endpoint) -> tuple[str, int]:
    """Return the host and port of an address in the network; raises `ValueError` for one that is not valid."""
    url = urlsplit(endpoint.url)
    if url.scheme not in _SCHEMES:
        raise ValueError(
            f"an address with {url.scheme}:// is none that snap can use, but unix://, tcp:// and ssh:// are"
        )
    return url.hostname or "localhost", url.port or (_TLS_PORT if endpoint.tls else _PORT)


def base_url(endpoint: Endpoint) -> str:
    """Return the address as docker-py takes it."""
    if endpoint.socket_path is not None:
        return endpoint.url
    host, port = host_and_port(endpoint)
    return f"tcp://{f'[{host}]' if ':' in host else host}:{port}"


def _over_network(endpoint: Endpoint, seconds: float) -> socket.socket:
    host, port = host_and_port(endpoint)
    connection = socket.create_connection((host, port), timeout=seconds)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if endpoint.tls is None:
        return connection
    from snapshotter.engine.connect.tls import start_tls  # 5 ms, most of them for `ssl`

    try:
        return start_tls(connection, endpoint.tls, host)
    except BaseException:
        connection.close()
        raise
