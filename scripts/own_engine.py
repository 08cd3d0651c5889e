"""Container engines of our own, made from Debian's packages, which leave nothing behind on this machine.

    own_engine.py make [--suite SUITE] [--at-most SECONDS] STORE       the root file system with the engine's programs
    own_engine.py run [--suite SUITE] [--at-most SECONDS] [--no-network] STORE -- COMMAND...

`run` starts an engine, runs COMMAND with its address in DOCKER_HOST, and returns the status of COMMAND. STORE is
`overlay2` or `containerd` (the two image stores of Docker), or `podman`. Both need root and the program mmdebstrap.

COMMAND and the engine live in a process, a mount and a network namespace of their own. The first process of the
process namespace is killed when this program ends, however that happens; then the kernel ends all others and removes
the mounts and interfaces. COMMAND sees the processes and paths that the engine reports: it can read storage in place.
The machine's own devices, firewall rules, interfaces and engines are not touched. The root file system is kept in
$XDG_CACHE_HOME (~/.cache) between runs and is never written to.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from base import NoMmdebstrapError, install_mmdebstrap

STORES = {"overlay2": "docker", "containerd": "docker", "podman": "podman"}
"""The stores, and the engine of each."""
SUITE = "sid"
"""The suite of Debian whose packages are installed: Docker 28 and podman 5. The suite trixie has Docker 26."""
COMMON = "busybox-static docker-cli docker-buildx iproute2 slirp4netns ca-certificates"
PACKAGES = {
    "docker": f"docker.io containerd runc iptables {COMMON}",
    "podman": f"podman crun netavark aardvark-dns nftables {COMMON}",
}
NOT_AVAILABLE = 3
INSIDE = Path(__file__).with_suffix(".sh")
PREFIX = "snap-engine-"


class NotAvailable(Exception):
    """The engine cannot be set up on this machine."""


def main(argv: Sequence[str]) -> int:
    """Run a verb; return its status, 3 if the engine is not available."""
    parser = argparse.ArgumentParser(prog="own_engine.py")
    verbs = parser.add_subparsers(dest="verb", required=True)
    for name in ("make", "run"):
        verb = verbs.add_parser(name)
        verb.add_argument("--suite", default=SUITE)
        verb.add_argument("--at-most", type=float, metavar="SECONDS", help="for the installation; 0: none")
        verb.add_argument("store", choices=STORES)
        if name == "run":
            verb.add_argument("--no-network", action="store_true")
            verb.add_argument("command", nargs="+", metavar="COMMAND")
    options = parser.parse_args(argv)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    signal.signal(signal.SIGHUP, lambda *_: sys.exit(128 + signal.SIGHUP))
    try:
        root = make(STORES[options.store], options.suite, options.at_most)
        if options.verb == "make":
            print(f"own engines: {root}")
            return 0
        return run(options.store, root, options.command, network=not options.no_network)
    except NotAvailable as error:
        print(f"own engines: not available: {error}", file=sys.stderr)
        return NOT_AVAILABLE
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def make(engine: str, suite: str, at_most: float | None) -> Path:
    """Return the root file system, made if it is missing; raises `NotAvailable`, also after `at_most` seconds."""
    if os.geteuid():
        raise NotAvailable("only root can start them")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "snapshotter" / "engines"
    root = cache / f"{engine}-{suite}"
    if root.exists():
        return root
    if at_most == 0:
        raise NotAvailable(f"it is not installed in {root}; `make test-engines` installs it")
    cache.mkdir(parents=True, exist_ok=True)
    with locked(cache / "lock"):
        if not root.exists():
            bootstrap(PACKAGES[engine].split(), suite, root, at_most)
    return root


def bootstrap(packages: Sequence[str], suite: str, root: Path, at_most: float | None) -> None:
    """Install the packages into a directory beside `root`, then give it that name."""
    try:
        install_mmdebstrap()
    except (NoMmdebstrapError, subprocess.CalledProcessError) as error:
        raise NotAvailable(str(error)) from error
    print(f"installing the engine of Debian {suite} into {root}, which takes half a minute", file=sys.stderr)
    with tempfile.TemporaryDirectory(dir=root.parent, prefix=".new-", ignore_cleanup_errors=True) as directory:
        made = Path(directory) / "root"
        argv = [
            *namespace("--mount", "--propagation", "private"),
            "mmdebstrap",
            "--quiet",
            "--variant=minbase",
            # a copy of a mirror that stands still has a Release file that is out of date
            '--aptopt=Acquire::Check-Valid-Until "false"',
            "--dpkgopt=path-exclude=/usr/share/man/*",
            "--dpkgopt=path-exclude=/usr/share/doc/*",
            f"--include={','.join(packages)}",
            suite,
            str(made),
            *mirror(),
        ]
        with tempfile.TemporaryFile() as output:
            process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
            try:
                code = process.wait(at_most)
            except subprocess.TimeoutExpired:
                raise NotAvailable(f"its packages were not installed within {at_most:.0f} s") from None
            finally:
                end(process)
            output.seek(0)
            if code:
                said = output.read().decode(errors="replace").strip()
                raise NotAvailable(f"mmdebstrap failed for Debian {suite}: {said[-600:]}")
        made.rename(root)


def mirror() -> list[str]:
    """Return the Debian mirror of this machine's own apt sources, or nothing: mmdebstrap then uses its default."""
    argv = ["apt-get", "indextargets", "--format", "$(ORIGIN)|$(LABEL)|$(COMPONENT)|$(REPO_URI)"]
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        listed = subprocess.run(argv, check=True, capture_output=True, text=True).stdout
        for line in listed.splitlines():
            origin, label, component, uri = line.split("|", 3)
            if (origin, label, component) == ("Debian", "Debian", "main"):
                return [uri]
    return []


def run(store: str, root: Path, command: Sequence[str], *, network: bool) -> int:
    """Run the command beside an engine; return the command's status, or raise `NotAvailable`."""
    remove_abandoned()
    place = Path(tempfile.mkdtemp(prefix=PREFIX))
    try:
        with locked(place):
            net = "network" if network else "no-network"
            argv = ["bash", str(INSIDE), store, str(root), str(place), net, *command]
            process = subprocess.Popen([*namespace("--mount", "--propagation", "slave", "--mount-proc"), *argv])
            try:
                code = wait(process)
            finally:
                end(process)
            if (place / "failed").exists():
                raise NotAvailable(f"{store} does not start: {(place / 'failed').read_text(errors='replace').strip()}")
            return code
    finally:
        shutil.rmtree(place, ignore_errors=True)


def namespace(*options: str) -> list[str]:
    """Return the words that start a program in a process namespace which ends with this process."""
    return ["setpriv", "--pdeathsig", "KILL", "unshare", "--pid", "--fork", "--kill-child", *options, "--"]


def wait(process: subprocess.Popen[bytes]) -> int:
    """Return the status of the process; an interrupt, which the terminal sends to both, is left to it first."""
    try:
        return process.wait()
    except KeyboardInterrupt:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)
        raise


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill the process, with all of its namespace, and wait for it."""
    process.kill()
    process.wait()


def remove_abandoned() -> None:
    """Remove the directories of earlier runs that were killed: nobody holds their locks."""
    for place in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if place.lstat().st_uid == os.geteuid() and not place.is_symlink():
                with locked(place, wait=False):
                    shutil.rmtree(place, ignore_errors=True)


@contextlib.contextmanager
def locked(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold the lock on a directory, or on a file that is made; raises `BlockingIOError` if not to wait for it."""
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(descriptor)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
