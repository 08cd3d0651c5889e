"""Verbs against an engine that is broken on purpose: nothing is lost, nothing stays frozen, and a next step is said.

`python -m tests.cli.engine_faults` plays every verb with every fault of every path that it asks, on the engine that
answers, and prints how many were tried and which failed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

from msgspec import Struct

from snapshotter.engine.api import Engine
from snapshotter.engine.connect.addresses import from_environment
from snapshotter.store.home import at
from tests.engine.faulty_engine import FAULTS, Fault, Proxy, faulty

CODES = (0, 1, 2, 3, 4, 5, 6, 7, 130)
"""The documented exit codes, without that of a bug."""
INTERRUPT_SECONDS = 1.5
"""Seconds until a verb that hangs gets its one Ctrl-C."""
END_SECONDS = 25.0
"""Seconds that it may take from then on."""
NAME = f"faults-{os.getpid()}"
_WORK = r"/containers/[^/]+"


class Case(Struct, frozen=True):
    """A verb, and the requests of it that are broken, as regular expressions of "METHOD PATH"."""

    argv: tuple[str, ...]
    paths: tuple[str, ...]
    work: bool = False
    """Whether something is run and changed before the verb."""


CASES = (
    Case(
        ("commit", "-n", NAME),
        ("/_ping", "/info", f"GET {_WORK}/json", "/pause$", "/unpause$", "POST /commit", "/tag[?]", "GET /images/"),
        work=True,
    ),
    Case(
        ("export-dockerfile", "-n", NAME, "-o", "{out}"),
        ("/_ping", "GET /images/", "POST /build", "DELETE /images"),
    ),
    Case(("verify", "-n", NAME), ("POST /build", "GET /images/", "DELETE /images")),
    Case(
        ("run", "-n", NAME, "--", "true"),
        ("/_ping", f"GET {_WORK}/json", "/exec$", "/exec/[^/]+/start", "/exec/.*/json"),
    ),
    Case(("status", "-n", NAME), ("/_ping", f"GET {_WORK}/json", "GET /images/")),
    Case(("diff", "-n", NAME), (f"GET {_WORK}/json", "GET /images/")),
    Case(
        ("start", "-d", "debian:bookworm", "--name", f"{NAME}-new"),
        ("GET /images/", "/containers/create", "/start$", "/exec"),
    ),
    Case(("stop", "-n", NAME), ("/stop", "/unpause$", f"GET {_WORK}/json")),
    Case(("doctor", "-n", NAME), ("/_ping", "/info", f"GET {_WORK}/json", "GET /images/")),
    Case(("list",), ("/_ping", f"GET {_WORK}/json")),
    Case(("gc", "--force"), ("GET /images/json", f"GET {_WORK}/json")),
)


SIGNALLED = (
    Case(("commit", "-n", NAME), (), work=True),
    Case(("export-dockerfile", "-n", NAME, "-o", "{out}"), ()),
    Case(("start", "-d", "debian:bookworm", "--name", f"{NAME}-new"), ()),
)
"""Verbs that are ended by a signal."""
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
DELAYS = tuple(0.1 * step for step in range(1, 13))


class Bench:
    """A home with a workspace of two snapshots, behind a proxy."""

    def __init__(self, engine: Engine, proxy: Proxy, folder: Path) -> None:
        self.engine, self.proxy, self.folder = engine, proxy, folder
        self.environment = os.environ | {
            "SNAP_HOME": str(folder / "home"),
            "DOCKER_HOST": f"unix://{proxy.path}",
            "PYTHONPATH": str(Path(__file__).parent.parent.parent),
        }
        self._count = 0

    def snap(self, *argv: str, interrupt: bool = False) -> tuple[int, str, str, float]:
        """Run `snap`; return the exit code, both outputs, and the seconds since the interrupt if there was one."""
        code = "from snapshotter.cli.console import run; run()"
        with subprocess.Popen(
            [sys.executable, "-c", code, *argv],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment,
        ) as process:
            begun = time.monotonic()
            try:
                if interrupt:
                    hits = begun + 10
                    while not self.proxy.hits and process.poll() is None and time.monotonic() < hits:
                        time.sleep(0.02)
                    time.sleep(INTERRUPT_SECONDS if self.proxy.hits and process.poll() is None else 0)
                    begun = time.monotonic()
                    process.send_signal(signal.SIGINT)
                out, err = process.communicate(timeout=END_SECONDS if interrupt else 120)
            except subprocess.TimeoutExpired:
                process.kill()
                out, err = process.communicate()
                return -9, out, err, END_SECONDS
        return process.returncode, out, err, time.monotonic() - begun

    def prepare(self) -> None:
        """Make the workspace and its first snapshot."""
        for argv in (("start", "-d", "debian:bookworm", "--name", NAME), ("run", "-n", NAME, "--", "touch", "/first")):
            assert self.snap(*argv)[0] == 0
        assert self.snap("commit", "-n", NAME)[0] == 0

    def clean(self) -> None:
        """Remove the workspaces."""
        self.proxy.heal()
        for name in (NAME, f"{NAME}-new"):
            self.snap("rm", "--force", "--purge", name)

    def work(self) -> None:
        """Change something."""
        self._count += 1
        code, _, err, _ = self.snap("run", "-n", NAME, "--", "sh", "-c", f"echo {self._count} > /work{self._count % 3}")
        assert code == 0, err

    def snapshots(self) -> int:
        """Return the number of snapshots."""
        return len(at(self.folder / "home").line.summaries(NAME))

    def state(self) -> str:
        """Return the state of the container, as the engine itself says."""
        return self.engine.container(f"snap-{NAME}").state

    def play(self, case: Case, pattern: str, fault: Fault, times: int = 10**9) -> list[str]:
        """Play one verb with one fault; return what was wrong."""
        out = self.folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        if case.work:
            self.work()
        elif self.state() != "running":
            self.snap("run", "-n", NAME, "--", "true")
        before = self.snapshots()
        self.proxy.break_path(pattern, fault, times)
        argv = [word.format(out=out) for word in case.argv]
        code, _, err, seconds = self.snap(*argv, interrupt=fault == "hang")
        hits = self.proxy.hits
        self.proxy.heal()
        return list(self._faults(case, code, err, seconds, before, hits, fault))

    def signal(self, case: Case, number: int, delay: float) -> list[str]:
        """End a verb by a signal after some seconds; return what was wrong."""
        wrong = []
        out = self.folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        if case.work:
            self.work()
        before = self.snapshots()
        code = "from snapshotter.cli.console import run; run()"
        with subprocess.Popen(
            [sys.executable, "-c", code, *(word.format(out=out) for word in case.argv)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=self.environment,
        ) as process:
            time.sleep(delay)
            process.send_signal(number)
            _, err = process.communicate(timeout=120)
        if b"Traceback" in err and b"site" not in err:  # Python itself was starting
            wrong.append(f"a traceback: {err.decode()[-300:]}")
        again = (
            self.snap("rm", "--force", "--purge", f"{NAME}-new")
            if case.argv[0] == "start"
            else self.snap("commit", "-n", NAME)
        )
        if again[0] not in ((0, 4) if case.argv[0] == "start" else (0,)):
            wrong.append(f"the next verb failed: {again[2][-300:]}")
        if self.snapshots() != before + case.work:
            wrong.append(f"{before} snapshots became {self.snapshots()}")
        if self.state() != "running":
            wrong.append(f"the container is {self.state()}")
        return wrong

    def _faults(
        self, case: Case, code: int, err: str, seconds: float, before: int, hits: int, fault: Fault
    ) -> Iterator[str]:
        if "Traceback" in err or code not in CODES:
            yield f"exit code {code}: {err[-600:]}"
        if code not in (0, 1, 130) and "next:" not in err:
            yield f"no next step: {err[-300:]}"
        if fault == "hang" and hits and seconds > END_SECONDS - 1:
            yield f"one Ctrl-C did not end it: {err[-300:]}"
        after = self.snapshots()
        if after < before:
            yield f"{before} snapshots became {after}"
        if case.argv[0] == "commit":
            if after > before and code and "the snapshot is made" not in err and code != 130:
                yield f"the snapshot was made, which is not said: {err[-300:]}"
            if self.state() == "paused" and "still paused" not in err:
                yield f"the container is paused, which is not said: {err[-300:]}"
            again, _, why, _ = self.snap("commit", "-n", NAME)
            if again:
                yield f"the next commit failed: {why[-300:]}"
            elif self.snapshots() != before + 1:
                yield f"{before} snapshots became {self.snapshots()} after the next commit"
        if self.state() == "paused":
            yield "the container stays paused"
        if case.argv[0] == "start":
            self.snap("rm", "--force", "--purge", f"{NAME}-new")


def play_all(bench: Bench, cases: Sequence[Case], faults: Sequence[Fault]) -> tuple[int, list[str]]:
    """Play all cases; return how many, and what failed."""
    tried, failed = 0, list[str]()
    for case in cases:
        for pattern in case.paths:
            for fault in faults:
                for times in (1, 10**9) if fault in ("500", "closed") else (10**9,):
                    tried += 1
                    wrong = bench.play(case, pattern, fault, times)
                    failed += [
                        f"{case.argv[0]} {pattern} {fault} ({times if times == 1 else 'all'}): {text}" for text in wrong
                    ]
                    if wrong:
                        print(failed[-1], flush=True)
    return tried, failed


def play_signals(bench: Bench) -> tuple[int, list[str]]:
    """End verbs at several moments; return how many, and what failed."""
    tried, failed = 0, list[str]()
    for case in SIGNALLED:
        for number in SIGNALS:
            for delay in DELAYS:
                tried += 1
                wrong = bench.signal(case, number, delay)
                failed += [f"{case.argv[0]} {number.name} after {delay:.1f} s: {text}" for text in wrong]
                if wrong:
                    print(failed[-1], flush=True)
    return tried, failed


def main(words: Sequence[str]) -> int:
    """Play the verbs and faults that are named, or all; return the exit code."""
    from snapshotter.engine.connect.connect import connect

    engine = connect()
    socket = next(one.socket_path for one in from_environment() if one.socket_path and one.socket_path.exists())
    cases = [case for case in CASES if not words or case.argv[0] in words]
    faults = [fault for fault in FAULTS if fault in words] or list(FAULTS)
    with tempfile.TemporaryDirectory() as folder, faulty(socket, Path(folder) / "engine.sock") as proxy:
        bench = Bench(cast(Engine, engine), proxy, Path(folder))
        try:
            bench.prepare()
            tried, failed = play_all(bench, cases or CASES, faults) if words != ["signals"] else (0, [])
            ended, lost = play_signals(bench) if not words or words == ["signals"] else (0, [])
        finally:
            bench.clean()
    print(f"engine faults: {tried} tried, {len(failed)} failed")
    print(f"signals: {ended} tried, {len(lost)} failed")
    return 1 if failed or lost else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
