from __future__ import annotations

import select
import sys
from pathlib import Path

import pytest

from snapshotter.engine.api import Engine
from snapshotter.engine.connect.addresses import Endpoint
from snapshotter.engine.connect.connect import UnreachableError, connect, reach
from snapshotter.engine.connect.ssh import dial_command
from snapshotter.engine.connect.unreachable import Attempt, not_found_error
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
    path = ["docker", "--host", "unix:///run/user/7/docker.sock", "system", "dial-stdio"]
    assert dial_command("ssh://far/run/user/7/docker.sock")[1:] == ["--", "far", *path]
    assert "'unix:///a b'" in dial_command("ssh://far/a%20b")
    with pytest.raises(EngineNotFound, match="names no host"):
        dial_command("ssh://")
    with pytest.raises(EngineNotFound, match="not a valid address"):
        dial_command("ssh://far:x")
    with pytest.raises(EngineNotFound, match="has a password") as failure:
        dial_command("ssh://me:hunter2@far")
    assert "hunter2" not in failure.value.message


def test_without_an_ssh_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineNotFound, match="needs the ssh program"):
        dial_command("ssh://far")


def test_a_host_that_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_ssh(tmp_path, "#!/bin/sh\nexit 255\n", monkeypatch)
    with pytest.raises(UnreachableError) as failure:
        reach(Endpoint("ssh://far", "DOCKER_HOST"))
    assert failure.value.attempt.endpoint.url == "ssh://far"


# An ssh with a talkative remote host: it greets, then answers each request as an engine would.
TALKATIVE = """#!{python}
import os, sys, time
open("{log}", "a").write(" ".join(sys.argv[1:]) + chr(10))
if "-G" in sys.argv:
    print("controlpath {own}")
    print("controlmaster auto")
    sys.exit()
sys.stderr.write("a banner" + chr(10))
os.write(1, b"welcome" + bytes([10]))
while True:
    request = b""
    while not request.endswith(bytes([13, 10, 13, 10])):
        data = os.read(0, 65536)
        if not data:
            sys.exit()
        request += data
    body = b'{{"ApiVersion": "1.41", "Version": "20.10"}}'
    end = bytes([13, 10])
    os.write(1, b"HTTP/1.1 200 OK" + end + b"Content-Length: %d" % len(body) + end + end + body)
"""


@pytest.mark.parametrize("own", ["none", "/home/me/.ssh/far"])
def test_one_ssh_process_serves_all_requests_and_what_the_host_prints_is_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], own: str
) -> None:
    log = tmp_path / "log"
    put_ssh(tmp_path, TALKATIVE.format(python=sys.executable, log=log, own=own), monkeypatch)
    far = reach(Endpoint("ssh://me@far", "DOCKER_HOST"))
    try:
        info = far.info()
        far.start("c")
    finally:
        far.close()
    assert (info.address, info.local) == ("ssh://me@far", False)
    started = [line for line in log.read_text().splitlines() if "-G" not in line]
    assert len(started) == 1
    assert ("ControlMaster=auto" in started[0]) is (own == "none")  # the user's own settings are better
    assert capfd.readouterr() == ("", "")


def test_the_reason_is_what_ssh_says_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "echo welcome; echo banner >&2; echo 'bash: docker: command not found' >&2; exit 127"
    put_ssh(tmp_path, f"#!/bin/sh\n{said}\n", monkeypatch)
    monkeypatch.setenv("DOCKER_HOST", "ssh://far")
    with pytest.raises(EngineNotFound, match=r"ssh://far \(DOCKER_HOST\): bash: docker: command not found$") as failure:
        connect()
    assert "must be in the PATH of that host" in failure.value.hint


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("me@far: Permission denied (publickey).", "ssh-copy-id"),
        ("Host key verification failed.", "accept the host's key"),
        ("Cannot connect to the Docker daemon at unix:///var/run/docker.sock.", "systemctl start docker"),
        ("dial unix /var/run/docker.sock: connect: permission denied", "usermod -aG docker"),
        ("dial unix /x.sock: connect: no such file or directory", "name another socket"),
        ("ssh: connect to host far port 22: No route to host", "that the host is up"),
    ],
)
def test_the_next_step_fits_what_ssh_says(said: str, words: str) -> None:
    error = not_found_error([Attempt(Endpoint("ssh://far", "DOCKER_HOST"), 0, said)], dockerd=True)
    assert words in error.hint


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("the engine refused: Client sent an HTTP request to an HTTPS server", "set DOCKER_TLS_VERIFY=1"),
        ("[SSL: TLSV13_ALERT_CERTIFICATE_REQUIRED] tlsv13 alert certificate required", "cert.pem and key.pem"),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate", "authority in ca.pem"),
        ("[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)", "no TLS is spoken"),
    ],
)
def test_the_next_step_fits_what_tls_says(said: str, words: str) -> None:
    error = not_found_error([Attempt(Endpoint("tcp://far:2376", "DOCKER_HOST"), 0, said)], dockerd=True)
    assert words in error.hint


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
