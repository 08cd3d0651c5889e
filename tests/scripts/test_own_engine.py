"""Tests of `scripts/own_engine.py`: engines of Debian's packages that leave nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.other_engines import OWN_NOT_AVAILABLE, own_engine

PROJECT = Path(__file__).parents[2]
SMOKE = "tests/scripts/smoke.py"
TARGETS = """Debian|Debian-Security|main|http://mirror.example/security/
Debian|Debian|contrib|http://mirror.example/other/
Debian|Debian|main|http://mirror.example/debian/
Debian|Debian|main|http://second.example/debian/
"""

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root can start an engine")


class Machine:
    """A machine with stand-ins for the programs that install packages."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.put("apt-get", f"cat <<'END'\n{TARGETS}END")
        self.put("mmdebstrap", "exit 9")
        self.put("setpriv", f'echo "$@" >> {root}/called; eval "mkdir $(echo "$@" | sed "s/.* sid //; s/ .*//")"')

    def put(self, name: str, script: str) -> None:
        """Write a program, a shell script, into the PATH."""
        (self.root / name).write_text(f"#!/bin/sh\n{script}\n")
        (self.root / name).chmod(0o755)

    def make(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the verb `make` with these words."""
        env = {**os.environ, "PATH": f"{self.root}:/usr/bin:/bin", "XDG_CACHE_HOME": str(self.root / "cache")}
        argv = [sys.executable, "scripts/own_engine.py", "make", *words]
        return subprocess.run(argv, cwd=PROJECT, env=env, text=True, capture_output=True, check=False, timeout=60)

    def called(self) -> list[str]:
        """Return the words of each call that makes a root file system."""
        path = self.root / "called"
        return path.read_text().splitlines() if path.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@root_only
def test_packages_come_from_the_machines_own_mirror_and_are_kept(machine: Machine) -> None:
    done = machine.make("containerd")
    place = machine.root / "cache" / "snapshotter" / "engines" / "docker-sid"
    assert (done.returncode, done.stdout) == (0, f"own engines: {place}\n"), done.stderr
    (call,) = machine.called()
    assert call.endswith("/root http://mirror.example/debian/")
    assert "docker.io" in call and "podman" not in call
    assert place.is_dir()
    assert machine.make("overlay2").returncode == 0
    assert len(machine.called()) == 1
    assert sorted(path.name for path in place.parent.iterdir()) == ["docker-sid", "lock"]


@root_only
def test_without_a_mirror_of_debian_that_of_mmdebstrap_is_used(machine: Machine) -> None:
    machine.put("apt-get", "exit 100")
    assert machine.make("podman").returncode == 0
    (call,) = machine.called()
    assert call.endswith("/root")


@root_only
def test_an_installation_that_fails_is_reported_and_leaves_nothing(machine: Machine) -> None:
    machine.put("setpriv", "echo 'E: no such suite'; exit 5")
    done = machine.make("containerd")
    assert done.returncode == OWN_NOT_AVAILABLE
    assert "not available: mmdebstrap failed for Debian sid: E: no such suite\n" in done.stderr
    assert [path.name for path in machine.root.glob("cache/snapshotter/engines/*")] == ["lock"]


@root_only
def test_an_installation_has_a_limit(machine: Machine) -> None:
    machine.put("setpriv", "exec sleep 60")
    done = machine.make("--at-most", "0.2", "containerd")
    assert (done.returncode, "were not installed within" in done.stderr) == (OWN_NOT_AVAILABLE, True)
    none = machine.make("--at-most", "0", "containerd")
    assert (none.returncode, "`make test-engines` installs it" in none.stderr) == (OWN_NOT_AVAILABLE, True)


def names(place: str) -> list[str]:
    """Return the processes and mounts of this machine that name a directory."""
    found = [line for line in Path("/proc/self/mountinfo").read_text().splitlines() if place in line]
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = file.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if place in words:
            found.append(words)
    return found


def interfaces() -> set[str]:
    """Return the network interfaces of this machine, without those of other tests' containers, which come and go."""
    return {path.name for path in Path("/sys/class/net").iterdir() if not path.name.startswith("veth")}


def until(condition: Callable[[], bool]) -> None:
    """Wait until the condition holds."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def available(code: int, said: str) -> None:
    """Skip the test if the engine is not available."""
    if code == OWN_NOT_AVAILABLE:
        pytest.skip(f"not set up within its time: {said.strip()}")  # no gap: `make test-engines` takes the time


@root_only
@pytest.mark.engine
def test_a_session_on_the_store_of_containerd_is_proven() -> None:
    nested = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-gaps", "-m", "engine", SMOKE]
    argv = own_engine("containerd", "--at-most", "0", "--no-network")
    child = subprocess.Popen(
        ["setpriv", "--pdeathsig", "TERM", "--", *argv, *nested],
        cwd=PROJECT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    said, _ = child.communicate(timeout=300)
    available(child.returncode, said)
    assert (child.returncode, "1 passed" in said) == (0, True), said


@root_only
@pytest.mark.engine
@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_however_it_ends(by: signal.Signals, tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    script = 'docker version >/dev/null && echo "$DOCKER_HOST" > "$0.new" && mv "$0.new" "$0"; sleep 1000'
    argv = [*own_engine("containerd", "--at-most", "0"), "sh", "-c", script, str(ready)]
    child = subprocess.Popen(argv, cwd=PROJECT, text=True, stderr=subprocess.PIPE, start_new_session=True)
    until(lambda: ready.exists() or child.poll() is not None)
    if child.poll() is not None:
        available(child.returncode, child.communicate()[1])
    place = Path(ready.read_text().strip().removeprefix("unix://")).parents[1]
    assert place.is_dir() and names(str(place))
    before = interfaces()
    if by is signal.SIGINT:
        os.killpg(child.pid, by)  # as a terminal does
    else:
        child.send_signal(by)
    child.communicate(timeout=60)
    until(lambda: not names(str(place)))
    assert interfaces() == before
    if by is signal.SIGKILL:
        subprocess.run([*own_engine("containerd", "--at-most", "0", "--no-network"), "true"], cwd=PROJECT, check=True)
    assert not place.exists()
