"""Tests for the log of a bug: what it names, what it must not hold, and that neither git nor an engine delays it."""

from __future__ import annotations

import json
import os
import platform
import socketserver
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from snapshotter.cli import bug_log
from snapshotter.cli.bug_log import write_bug_log
from snapshotter.engine.connect import addresses
from snapshotter.engine.connect.addresses import Endpoint


class Answers(socketserver.StreamRequestHandler):
    """Answers like a Docker Engine, as far as the description of an engine needs it."""

    def handle(self) -> None:
        words = self.rfile.readline().split()
        if words:
            body = json.dumps({"Driver": "overlay2", "Name": "host-of-alice"} if words[1].endswith(b"/info") else {})
            head = (
                f"HTTP/1.0 200 OK\r\nServer: Docker/27.1.1 (linux)\r\nApi-Version: 1.46\r\nContent-Length: {len(body)}"
            )
            self.wfile.write(f"{head}\r\n\r\n{body}".encode())


class Silence(socketserver.StreamRequestHandler):
    """Reads requests and never answers."""

    def handle(self) -> None:
        while self.rfile.readline():
            pass


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """A server on a Unix socket with one thread for each connection."""

    daemon_threads = True
    block_on_close = False


@pytest.fixture
def socket_path() -> Iterator[Path]:
    """A path short enough for a socket; its directory has the name of a user."""
    with tempfile.TemporaryDirectory(prefix="alice-") as directory:
        yield Path(directory) / "docker.sock"


@contextmanager
def serve(path: Path, handler: type[socketserver.StreamRequestHandler]) -> Iterator[None]:
    with Server(str(path), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


def text_of(*argv: str, error: Exception | None = None) -> str:
    return write_bug_log(error or ZeroDivisionError("oh"), argv).read_text()


def line_of(text: str, label: str) -> str:
    (found,) = (line for line in text.splitlines() if line.startswith(f"{label}: "))
    return found.removeprefix(f"{label}: ")


def put_program(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def test_the_log_names_versions_and_platform(snap_home: Path) -> None:
    text = text_of("log")
    assert text.startswith("snapshotter ")
    assert f"Python {platform.python_version()}" in text
    assert line_of(text, "platform") == platform.platform()
    assert line_of(text, "git")[0].isdigit()
    assert line_of(text, "engine") == "none answers"
    assert text.endswith("ZeroDivisionError: oh\n")
    assert stat.S_IMODE((snap_home / "log").stat().st_mode) == 0o700


def test_the_engine_is_described_without_path_or_host(
    snap_home: Path, socket_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{socket_path}")
    with serve(socket_path, Answers):
        text = text_of("status")
    assert line_of(text, "engine") == "docker 27.1.1; storage driver overlay2; unix address from DOCKER_HOST"
    assert "alice" not in text


def test_an_engine_that_never_answers_delays_the_log_by_two_seconds(
    snap_home: Path, socket_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{socket_path}")
    with serve(socket_path, Silence):
        began = time.monotonic()
        text = text_of("status")
        passed = time.monotonic() - began
    assert bug_log.ENGINE_SECONDS == 2
    assert line_of(text, "engine") == "no answer in 2 s"
    assert 2 <= passed < 10


def test_no_engine_is_started(snap_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("podman", "ssh", "docker", "dockerd"):
        put_program(tmp_path / "bin", name, f"touch {tmp_path}/called-$(basename $0)")
    monkeypatch.setenv("PATH", f"{tmp_path}/bin{os.pathsep}{os.environ['PATH']}")
    with monkeypatch.context() as without_sockets:
        sockets = [Endpoint(f"unix://{tmp_path}/{number}.sock", "a socket") for number in range(2)]
        without_sockets.setattr(addresses, "from_environment", lambda: sockets)
        assert line_of(text_of("status"), "engine") == "none answers"
    monkeypatch.setenv("DOCKER_HOST", "ssh://alice@build.example.org:2222")
    text = text_of("status")
    assert line_of(text, "engine") == "not asked; ssh address from DOCKER_HOST"
    assert "alice" not in text and "example" not in text
    assert not list(tmp_path.glob("called-*"))


def test_the_name_of_a_docker_context_is_left_out(snap_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context = Endpoint("ssh://alice@build", "docker context 'alice'")
    monkeypatch.setattr(addresses, "from_environment", lambda: [context])
    assert line_of(text_of("status"), "engine") == "not asked; ssh address from docker context"


def test_a_broken_context_is_no_obstacle(snap_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOCKER_HOST")
    monkeypatch.setenv("DOCKER_CONTEXT", "of-alice")
    text = text_of("status")
    assert line_of(text, "engine") == "unknown (EngineNotFound)"
    assert "alice" not in text


def test_git_is_missing(snap_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert line_of(text_of("status"), "git") == "not installed"


@pytest.mark.parametrize(
    ("script", "expected"), [("exec sleep 60", "TimeoutExpired"), ("exit 1", "CalledProcessError")]
)
def test_git_hangs_or_fails(
    snap_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, expected: str
) -> None:
    monkeypatch.setattr(bug_log, "GIT_SECONDS", 0.2)
    put_program(tmp_path / "bin", "git", script)
    monkeypatch.setenv("PATH", f"{tmp_path}/bin{os.pathsep}{os.environ['PATH']}")
    assert line_of(text_of("status"), "git") == f"unknown ({expected})"


def test_ctrl_c_skips_the_rest_of_the_questions(snap_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(bug_log, "_git_version", interrupted)
    text = text_of("status")
    assert "platform: " in text and "engine: " not in text
    assert "ZeroDivisionError: oh" in text


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (["log", "--name=hunter2", "--json"], "log --name --json"),
        (["log", "-nhunter2", "--commands"], "log -n --commands"),
        (["commit", "-m", "hunter2", "--change", "ENV A=hunter2"], "commit -m --change"),
        (["commit", "-m", "--hunter2"], "commit -m"),
        (["run", "-n", "web", "--", "mysql", "-phunter2", "--password=hunter2"], "run -n"),
        (["export-dockerfile", "--secret", "TOKEN=hunter2", "-o", "-"], "export-dockerfile --secret -o"),
        (["hunter2"], ""),
        ([], ""),
    ],
)
def test_only_the_names_of_options_are_logged(snap_home: Path, argv: list[str], expected: str) -> None:
    text = text_of(*argv)
    assert [line for line in text.splitlines() if line.startswith("verb: ")] == [f"verb: {expected}"]
    assert "hunter2" not in text
