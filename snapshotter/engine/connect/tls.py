"""Makes a TLS connection look like a plain socket, for a caller that waits with `select` and looks before taking.

OpenSSL holds decrypted bytes where `select` cannot see them, and an SSL socket knows no MSG_PEEK.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import ssl
from threading import Thread

from snapshotter.engine.connect.addresses import Tls

BLOCK = 65536
_NOT_NOW = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


def encrypted(connection: socket.socket, tls: Tls, host: str) -> socket.socket:
    """Return a plain socket that speaks TLS with `host` over `connection`; raises `OSError`."""
    context = ssl.create_default_context(cafile=tls.file("ca.pem"))
    if not tls.verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    certificate = tls.file("cert.pem")
    if certificate:
        context.load_cert_chain(certificate, tls.file("key.pem"))
    return decrypted(context.wrap_socket(connection, server_hostname=host))


def decrypted(tls: ssl.SSLSocket) -> socket.socket:
    """Give the near end of a pair of plain sockets whose far end a thread keeps in step with `tls`."""
    near, far = socket.socketpair()
    Thread(target=_relay, args=(tls, far), daemon=True, name="snap-tls").start()
    return near


def _relay(tls: ssl.SSLSocket, far: socket.socket) -> None:
    """Pass bytes both ways until the engine's side ends; in one thread, since OpenSSL bears no two at once."""
    tls.setblocking(False)
    far.setblocking(False)
    inward, outward, more_outward = b"", b"", True
    with tls, far, contextlib.suppress(OSError):
        while True:
            taken = None if inward else _receive(tls)
            if taken == b"":
                return
            inward = _send(far, inward or taken or b"")
            given = _receive(far) if more_outward and not outward else None
            if given == b"":
                more_outward = False
                _send_end(tls)
            outward = _send(tls, outward or given or b"")
            if taken is None and not given:
                _wait(tls, far, inward, outward, more_outward)


def _receive(source: socket.socket) -> bytes | None:
    """Give what is there, b"" at the end, None where nothing is there yet."""
    try:
        return source.recv(BLOCK)
    except _NOT_NOW:
        return None


def _send(target: socket.socket, data: bytes) -> bytes:
    """Send what goes without waiting; gives the rest."""
    if not data:
        return b""
    try:
        return data[target.send(data) :]
    except _NOT_NOW:
        return data


def _send_end(tls: ssl.SSLSocket) -> None:
    """Tell the engine that no more input comes; its own output can still be read after that."""
    with contextlib.suppress(*_NOT_NOW):
        tls.unwrap()


def _wait(tls: ssl.SSLSocket, far: socket.socket, inward: bytes, outward: bytes, more_outward: bool) -> None:
    read, write = selectors.EVENT_READ, selectors.EVENT_WRITE
    events = {
        tls: (0 if inward else read) | (write if outward else 0),
        far: (write if inward else 0) | (read if more_outward and not outward else 0),
    }
    with selectors.DefaultSelector() as selector:
        for end, mask in events.items():
            if mask:
                selector.register(end, mask)
        selector.select()
