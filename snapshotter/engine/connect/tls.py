"""Starts TLS, and makes a connection with it available as a plain socket, for `select` and MSG_PEEK.

OpenSSL buffers decrypted bytes, of which `select` does not know, and an SSL socket does not support MSG_PEEK.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import ssl
from threading import Thread

from snapshotter.engine.connect.addresses import Tls

BLOCK = 65536
_WOULD_BLOCK = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


def start_tls(connection: socket.socket, tls: Tls, host: str) -> ssl.SSLSocket:
    """Start TLS with `host` over `connection`; raises `OSError`."""
    context = ssl.create_default_context(cafile=tls.file("ca.pem"))
    if not tls.verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    certificate = tls.file("cert.pem")
    if certificate:
        context.load_cert_chain(certificate, tls.file("key.pem"))
    return context.wrap_socket(connection, server_hostname=host)


def plain_socket(tls: ssl.SSLSocket) -> socket.socket:
    """Return one end of a pair of plain sockets; a thread relays between the other end and `tls`."""
    near, far = socket.socketpair()
    Thread(target=_relay, args=(tls, far), daemon=True, name="snap-tls").start()
    return near


def _relay(tls: ssl.SSLSocket, far: socket.socket) -> None:
    """Relay bytes both ways until the engine's side ends; one thread does both, since OpenSSL allows no two at once."""
    tls.setblocking(False)
    far.setblocking(False)
    to_caller, to_engine, input_open = b"", b"", True
    with tls, far, contextlib.suppress(OSError):
        while True:
            from_engine = None if to_caller else _receive(tls)
            if from_engine == b"":
                return
            to_caller = _send(far, to_caller or from_engine or b"")
            from_caller = _receive(far) if input_open and not to_engine else None
            if from_caller == b"":
                input_open = False
                _send_end(tls)
            to_engine = _send(tls, to_engine or from_caller or b"")
            if from_engine is None and not from_caller:
                _wait(tls, far, to_caller, to_engine, input_open)


def _receive(source: socket.socket) -> bytes | None:
    """Return the bytes that have arrived, b"" at the end, None where none have arrived yet."""
    try:
        return source.recv(BLOCK)
    except _WOULD_BLOCK:
        return None


def _send(target: socket.socket, data: bytes) -> bytes:
    """Send what can be sent without waiting and return the rest."""
    if not data:
        return b""
    try:
        return data[target.send(data) :]
    except _WOULD_BLOCK:
        return data


def _send_end(tls: ssl.SSLSocket) -> None:
    """Announce the end of the input; the engine's output can still be read after that."""
    with contextlib.suppress(*_WOULD_BLOCK):
        tls.unwrap()


def _wait(tls: ssl.SSLSocket, far: socket.socket, to_caller: bytes, to_engine: bytes, input_open: bool) -> None:
    read, write = selectors.EVENT_READ, selectors.EVENT_WRITE
    events = {
        tls: (0 if to_caller else read) | (write if to_engine else 0),
        far: (write if to_caller else 0) | (read if input_open and not to_engine else 0),
    }
    with selectors.DefaultSelector() as selector:
        for end, mask in events.items():
            if mask:
                selector.register(end, mask)
        selector.select()
