"""The names of images that are offered while a person types."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest

from snapshotter.engine.images.names import image_names

ANSWER = b'[{"RepoTags": ["b:1", "a:2", "<none>:<none>"]}, {"RepoTags": null}]'


def serve(path: Path, answer: bytes) -> threading.Thread:
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(path))
    server.listen()

    def once() -> None:
        with server, server.accept()[0] as connection:
            connection.recv(4096)
            connection.sendall(answer)

    thread = threading.Thread(target=once)
    thread.start()
    return thread


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(ANSWER), ANSWER), ["a:2", "b:1"]),
        (b"HTTP/1.1 500 no\r\nContent-Length: 2\r\n\r\n{}", []),
        (b"nonsense", []),
    ],
)
def test_names_are_those_that_the_engine_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: bytes, expected: list[str]
) -> None:
    thread = serve(tmp_path / "s", answer)
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/s")
    assert image_names() == expected
    thread.join()


@pytest.mark.parametrize("host", ["ssh://nowhere.invalid", "unix:///nowhere/socket"])
def test_an_engine_that_is_far_or_gone_has_none(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setenv("DOCKER_HOST", host)
    assert image_names() == []
