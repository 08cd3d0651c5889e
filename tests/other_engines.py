"""Engines of our own beside the one that is there: Docker without overlayfs, podman's service; each in a private place.

`python -m tests.other_engines` runs the tests of engine and file system on each that can be had; it needs root, and the
programs `dockerd` or `podman`.  Nothing is left behind, and no other engine is touched.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from snapshotter.engine.connect.addresses import Endpoint
from snapshotter.engine.connect.connect import UnreachableError, reach

START_SECONDS = 30.0
BASE = "debian:bookworm"
# limits above those of this process would be refused where it may not raise them
_CONTAINERS = """
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "{runtime}"
tmp_dir = "{directory}/tmp"
[network]
network_config_dir = "{directory}/networks"
"""
_STORAGE = """
[storage]
driver = "overlay"
graphroot = "{directory}/graph"
runroot = "{directory}/run"
"""


class NotHere(Exception):
    """This engine cannot be had on this machine."""


@contextlib.contextmanager
def docker_without_overlay() -> Iterator[str]:
    """Start a Docker Engine with the driver `vfs`, which keeps whole copies; gives what DOCKER_HOST names it by."""
    program = _needs("dockerd")
    with _place("vfs") as place:
        url = f"unix://{place}/docker.sock"
        space = place.name.replace("_", "0")  # containerd takes no two marks in a row, and none at the end
        # in a network of its own: without one, `--bridge=none` takes away the bridge of the engine that is there
        argv = [
            _needs("unshare"),
            "--net",
            program,
            f"--data-root={place}/data",
            f"--exec-root={place}/exec",
            f"--pidfile={place}/pid",
            "-H",
            url,
            "--storage-driver=vfs",
            "--bridge=none",
            "--iptables=false",
            "--ip-forward=false",
            "--ip-masq=false",
            # where containerd runs already, it is shared: these keep the two engines' containers apart
            f"--containerd-namespace={space}",
            f"--containerd-plugins-namespace={space}-plugins",
        ]
        with _running(argv, place / "docker.sock"):
            yield url


@contextlib.contextmanager
def podman() -> Iterator[str]:
    """Start podman's Docker-compatible service on a storage of its own; gives what DOCKER_HOST names it by."""
    program = _needs("podman")
    with _place("podman") as place:
        runtime = next((name for name in ("runc", "crun") if shutil.which(name)), "crun")
        (place / "containers.conf").write_text(_CONTAINERS.format(runtime=runtime, directory=place))
        (place / "storage.conf").write_text(_STORAGE.format(directory=place))
        files = {"CONTAINERS_CONF": place / "containers.conf", "CONTAINERS_STORAGE_CONF": place / "storage.conf"}
        url = f"unix://{place}/podman.sock"
        with _running([program, "system", "service", "--time=0", url], place / "podman.sock", files):
            yield url


def _needs(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise NotHere(f"there is no program {program}")
    if os.geteuid():
        raise NotHere(f"only root can start {program} in a place of its own")
    return found


@contextlib.contextmanager
def _place(name: str) -> Iterator[Path]:
    """Give a directory with a path short enough for the sockets in it."""
    place = Path(tempfile.mkdtemp(prefix=f"snap-{name}-"))
    try:
        yield place
    finally:
        _end_monitors(place)
        _unmount(place)
        shutil.rmtree(place, ignore_errors=True)


def _end_monitors(place: Path) -> None:
    """End what podman leaves at work for five minutes to watch over a process that has ended: each names the place."""
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            words = line.read_bytes().split(b"\0")
            if words[0].endswith(b"conmon") and any(word.startswith(os.fsencode(f"{place}/")) for word in words):
                os.kill(int(line.parent.name), signal.SIGKILL)


def _unmount(place: Path) -> None:
    mounted = [line.split()[1] for line in Path("/proc/self/mounts").read_text().splitlines()]
    for point in reversed([point for point in mounted if point.startswith(f"{place}/")]):
        subprocess.run(["umount", "--lazy", point], check=False, capture_output=True)


@contextlib.contextmanager
def _running(argv: Sequence[str], socket: Path, files: Mapping[str, Path] | None = None) -> Iterator[None]:
    """Run a daemon until the end of the block; raises `NotHere` with what it said where it does not start."""
    log = socket.with_name("log")
    environment = {**os.environ, **{name: str(file) for name, file in (files or {}).items()}}
    with log.open("wb") as said:
        process = subprocess.Popen(
            argv, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(f"unix://{socket}"):
            if process.poll() is not None or time.monotonic() > deadline:
                raise NotHere(f"{argv[0]} does not start: {log.read_text(errors='replace').strip()[-500:]}")
            time.sleep(0.2)
        yield
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(url: str) -> bool:
    try:
        reach(Endpoint(url, "of our own")).close()
    except UnreachableError:
        return False
    return True


def main(words: Sequence[str]) -> int:
    """Run the tests on each engine; `words` are for pytest.  Gives 1 where one fails, 2 where none can be had."""
    codes = []
    engines: dict[str, tuple[Callable[[], AbstractContextManager[str]], list[str]]] = {
        "Docker Engine, driver vfs": (docker_without_overlay, ["-k", "not buildkit"]),  # which wants a bridge
        "podman": (podman, []),
    }
    for name, (start, options) in engines.items():
        try:
            with start() as url:
                print(f"== {name}", flush=True)
                codes.append(_tests(url, [*options, *words]))
        except NotHere as error:
            print(f"== {name}: NOT RUN: {error}", flush=True)
    return max((1 if code else 0 for code in codes), default=2)


def _tests(url: str, options: Sequence[str]) -> int:
    environment = {**os.environ, "DOCKER_HOST": url}
    with subprocess.Popen(["docker", "save", BASE], stdout=subprocess.PIPE) as save:
        # where it cannot be had, the tests that want it say so
        subprocess.run(["docker", "load"], stdin=save.stdout, env=environment, check=False)
    argv = [sys.executable, "-m", "pytest", "-m", "engine", "tests/engine", "tests/rootfs", *options]
    return subprocess.run(argv, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
