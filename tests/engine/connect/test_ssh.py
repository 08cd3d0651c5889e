from __future__ import annotations

import select
import sys
from pathlib import Path

import pytest

from snapshotter.engine.api import Engine
from snapshotter.engine.connect.addresses import Endpoint
from snapshotter.engine.connect.connect import UnreachableError, reach
from snapshotter.engine.connect.ssh import dial_command
from snapshotter.errors import EngineNotFound

# An ssh that connects to the engine's socket of this machine, as `docker system dial-stdio` on the remote host would.
FAKE = """#!{python}
import os, socket, threading
far = socket.socket(socket.AF_UNIX)
far.connect("{socket}")
def pump(source, target, end):
    while data := source(65536):
        while data:
            data = data[target(data):]
    end()
there = threading.Thread(target=pump, args=(lambda n: os.read(0, n), far.send, lambda: far.shutdown(socket.SHUT_WR)))
there.daemon = True
there.start()
pump(far.recv, lambda data: os.write(1, data), lambda: None)
"""


def put_ssh(directory: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (directory / "ssh").write_text(script)
    (directory / "ssh").chmod(0o755)
    monkeypatch.setenv("PATH", f"{directory}:/usr/bin:/bin")


def test_the_command_line_has_user_host_and_port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_ssh(tmp_path, "", monkeypatch)
    tail = ["docker", "system", "dial-stdio"]
    assert dial_command("ssh://me@far:2222")[1:] == ["-l", "me", "-p", "2222", "--", "far", *tail]
    assert dial_command("ssh://far")[1:] == ["--", "far", *tail]
    with pytest.raises(EngineNotFound, match="names no host"):
        dial_command("ssh://")


def test_without_an_ssh_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineNotFound, match="needs the ssh program"):
        dial_command("ssh://far")


def test_a_host_that_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_ssh(tmp_path, "#!/bin/sh\nexit 255\n", monkeypatch)
    with pytest.raises(UnreachableError) as failure:
        reach(Endpoint("ssh://far", "DOCKER_HOST"))
    assert failure.value.attempt.endpoint.url == "ssh://far"


@pytest.mark.engine
def test_an_engine_behind_ssh_works_like_a_local_one(
    engine: Engine, box: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = engine.info().address
    if not address.startswith("unix://"):
        pytest.skip("the engine of this machine is not at a socket")
    put_ssh(tmp_path, FAKE.format(python=sys.executable, socket=address.removeprefix("unix://")), monkeypatch)
    far = reach(Endpoint("ssh://me@far", "DOCKER_HOST"))
    try:
        assert far.container(box).state == "running"
        process = far.exec(box, ["cat"], tty=False)
        process.write(b"over there\n" * 10_000)
        process.close_stdin()
        output = b""
        while select.select([process], [], [], 10)[0] and (data := process.read()):
            output += data
        assert output == b"over there\n" * 10_000
        assert process.exit_code() == 0
        process.close()
    finally:
        far.close()
