"""Additional engines for tests, each in a temporary directory: this machine's programs, and newer ones of Debian's.

`python -m tests.other_engines` runs the tests of engine and file system on each that is available; it needs root.
Docker without overlayfs and podman's service are the installed programs `dockerd` and `podman`. On Docker with either
image store and podman 5, which `scripts/own_engine.py` installs and starts, sessions are played and proven, too.
Everything is removed at the end, and no other engine is affected.
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
OF_ENGINE = ("tests/engine", "tests/rootfs")
OF_SESSIONS = (
    "tests/cli/test_end_to_end.py",
    "tests/cli/test_tutorial.py",
    "tests/cli/verbs/test_commit_real.py",
    "tests/cli/verbs/test_export_real.py",
    "tests/proof",
)
"""One session of each kind, piped, typed, as a service, of packages and users, and their proof."""
OWN_ENGINES = {
    "Docker 28, store overlay2": "overlay2",
    "Docker 28, store of containerd": "containerd",
    "podman 5": "podman",
}
OWN_NOT_AVAILABLE = 3
"""Status of `scripts/own_engine.py`; those of pytest for tests that fail or do not run are others."""
_WITH_BASE = ("sh", "-c", 'docker load --input "$1"; shift; exec "$0" -m pytest -m engine "$@"', sys.executable)
# limits above those of this process are refused if it is not allowed to raise them
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


class NotAvailable(Exception):
    """The engine is not available on this machine."""


@contextlib.contextmanager
def docker_without_overlay() -> Iterator[str]:
    """Start a Docker Engine with the driver `vfs`, which stores whole copies; yield its value for DOCKER_HOST."""
    program = _needs("dockerd")
    with _temporary_directory("vfs") as directory:
        url = f"unix://{directory}/docker.sock"
        space = directory.name.replace("_", "0")  # containerd refuses two separators in a row, and one at the end
        # in its own network namespace: otherwise `--bridge=none` removes the bridge of the running engine
        argv = [
            _needs("unshare"),
            "--net",
            program,
            f"--data-root={directory}/data",
            f"--exec-root={directory}/exec",
            f"--pidfile={directory}/pid",
            "-H",
            url,
            "--storage-driver=vfs",
            "--bridge=none",
            "--iptables=false",
            "--ip-forward=false",
            "--ip-masq=false",
            # a running containerd is shared: these separate the containers of the two engines
            f"--containerd-namespace={space}",
            f"--containerd-plugins-namespace={space}-plugins",
        ]
        with _running(argv, directory / "docker.sock"):
            yield url


@contextlib.contextmanager
def podman() -> Iterator[str]:
    """Start podman's Docker-compatible service with its own storage; yield its value for DOCKER_HOST."""
    program = _needs("podman")
    with _temporary_directory("podman") as directory:
        runtime = next((name for name in ("runc", "crun") if shutil.which(name)), "crun")
        (directory / "containers.conf").write_text(_CONTAINERS.format(runtime=runtime, directory=directory))
        (directory / "storage.conf").write_text(_STORAGE.format(directory=directory))
        files = {
            "CONTAINERS_CONF": directory / "containers.conf",
            "CONTAINERS_STORAGE_CONF": directory / "storage.conf",
        }
        url = f"unix://{directory}/podman.sock"
        with _running([program, "system", "service", "--time=0", url], directory / "podman.sock", files):
            yield url


def _needs(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise NotAvailable(f"the program {program} is not installed")
    if os.geteuid():
        raise NotAvailable(f"only root can start {program} separately")
    return found


@contextlib.contextmanager
def _temporary_directory(name: str) -> Iterator[Path]:
    """Create a directory whose path is short enough for the sockets in it, and remove it at the end."""
    directory = Path(tempfile.mkdtemp(prefix=f"snap-{name}-"))
    try:
        yield directory
    finally:
        _end_monitors(directory)
        _unmount(directory)
        shutil.rmtree(directory, ignore_errors=True)


def _end_monitors(directory: Path) -> None:
    """Kill the `conmon` processes that podman keeps running for five minutes; their arguments contain the directory."""
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            words = file.read_bytes().split(b"\0")
            if words[0].endswith(b"conmon") and any(word.startswith(os.fsencode(f"{directory}/")) for word in words):
                os.kill(int(file.parent.name), signal.SIGKILL)


def _unmount(directory: Path) -> None:
    mounted = [line.split()[1] for line in Path("/proc/self/mounts").read_text().splitlines()]
    for point in reversed([point for point in mounted if point.startswith(f"{directory}/")]):
        subprocess.run(["umount", "--lazy", point], check=False, capture_output=True)


@contextlib.contextmanager
def _running(argv: Sequence[str], socket: Path, files: Mapping[str, Path] | None = None) -> Iterator[None]:
    """Run a daemon until the end of the block; raises `NotAvailable` with the end of its log if it does not start."""
    log = socket.with_name("log")
    environment = {**os.environ, **{name: str(file) for name, file in (files or {}).items()}}
    with log.open("wb") as output:
        process = subprocess.Popen(
            argv, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(f"unix://{socket}"):
            if process.poll() is not None or time.monotonic() > deadline:
                raise NotAvailable(f"{argv[0]} does not start: {log.read_text(errors='replace').strip()[-500:]}")
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
        reach(Endpoint(url, "test engine")).close()
    except UnreachableError:
        return False
    return True


def main(words: Sequence[str]) -> int:
    """Run the tests on each engine; `words` are for pytest. Return 1 if one fails, 2 if no engine is available."""
    codes = []
    engines: dict[str, tuple[Callable[[], AbstractContextManager[str]], list[str]]] = {
        "Docker Engine, driver vfs": (docker_without_overlay, ["-k", "not buildkit"]),  # BuildKit needs a bridge
        "podman": (podman, []),
    }
    with _temporary_directory("base") as directory:
        base = directory / "base.tar"
        # without it, the tests that need it are skipped with a message
        subprocess.run(["docker", "save", "--output", base, BASE], check=False)
        for name, (start, options) in engines.items():
            try:
                with start() as url:
                    print(f"== {name}", flush=True)
                    codes.append(_tests(url, base, [*OF_ENGINE, *options, *words]))
            except NotAvailable as error:
                print(f"== {name}: NOT RUN: {error}", flush=True)
        for name, store in OWN_ENGINES.items():
            print(f"== {name}", flush=True)
            code = subprocess.run([*own_engine(store), *_WITH_BASE, base, *OF_ENGINE, *OF_SESSIONS, *words]).returncode
            if code == OWN_NOT_AVAILABLE:
                print(f"== {name}: NOT RUN", flush=True)
            else:
                codes.append(code)
    return max((1 if code else 0 for code in codes), default=2)


def own_engine(store: str, *options: str) -> list[str]:
    """Return the words that run a command beside an engine with that store."""
    return [sys.executable, "scripts/own_engine.py", "run", *options, store, "--"]


def _tests(url: str, base: Path, words: Sequence[str]) -> int:
    return subprocess.run([*_WITH_BASE, base, *words], env={**os.environ, "DOCKER_HOST": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
