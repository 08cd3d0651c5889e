"""`snap push` and `snap pull`, killed at random moments: both sides are then in the old state or in the new one.

`python -m tests.work.versions.share.killed [TIMES]`, without an engine.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from snapshotter.model import Proof, no_progress
from snapshotter.store import home as homes
from snapshotter.store.repository import git
from snapshotter.work import start as starting
from snapshotter.work.versions import switch
from snapshotter.work.versions.share.clone import clone
from snapshotter.work.versions.share.push import push
from snapshotter.work.versions.share.remote import add_remote
from tests.work.fakes import BASE, Person
from tests.work.versions.share.test_bundle import commits, machine

TIMES = 40
_PROGRAM = (sys.executable, "-P", "-c", "from snapshotter.cli.console import run; run()")
_PACKAGE = Path(__file__).parents[4]


class Sides:
    """A home with two snapshots to push, the repository, and a second home that pulls them."""

    def __init__(self, place: Path) -> None:
        self.place, self.there = place, place / "web.git"
        git.run(None, "init", "--quiet", "--bare", "--template=", "--initial-branch=main", str(self.there))
        engine, home = machine(place / "engine"), homes.at(place / "one")
        with pytest.MonkeyPatch.context() as patch:
            for module in (switch, starting):
                patch.setattr(module, "find_shell", lambda _engine, _ident, wanted: wanted or "/bin/bash")
            person = Person(engine, home, starting.start(engine, home, starting.Request(BASE, "web"), no_progress))
            commits(person, "1")
            add_remote(home, "web", "origin", str(self.there))
            push(home, "web", "", no_progress)
            clone(homes.at(place / "two"), str(self.there), "web", no_progress)
            commits(person, "2")
            commits(person, "3")
        home.line.add_proof("web", 3, Proof("equal", "equal"))
        self.kept = place / "kept"
        self.keep()

    def keep(self) -> None:
        """Make the present state the one that `restore` restores."""
        shutil.rmtree(self.kept, ignore_errors=True)
        for name in ("one", "two", "web.git"):
            shutil.copytree(self.place / name, self.kept / name, symlinks=True)

    def restore(self) -> None:
        """Restore the state that was kept."""
        for name in ("one", "two", "web.git"):
            shutil.rmtree(self.place / name)
            shutil.copytree(self.kept / name, self.place / name, symlinks=True)

    def refs(self, name: str) -> str:
        """Return the refs of a repository with their ids, those of the log of operations as one."""
        found = git.run(self.place / name, "for-each-ref", "--format=%(refname) %(objectname)").decode()
        return "\n".join(line for line in found.splitlines() if "operations" not in line)

    def begin(self, home: str, *words: str) -> subprocess.Popen[bytes]:
        """Run snap in a home."""
        env = {
            **os.environ,
            "SNAP_HOME": str(self.place / home),
            "PYTHONPATH": str(_PACKAGE),
            "DOCKER_HOST": "unix:///x",
        }
        return subprocess.Popen(
            [*_PROGRAM, *words], env=env, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )

    def snap(self, home: str, *words: str) -> float:
        """Run snap to its end; return the seconds that it took."""
        begun = time.monotonic()
        process = self.begin(home, *words)
        said, _ = process.communicate()
        if process.returncode:
            raise AssertionError(f"snap {' '.join(words)}: exit code {process.returncode}: {said.decode()}")
        return time.monotonic() - begun


def kill(sides: Sides, home: str, verb: str, state: Callable[[], str], times: int) -> list[int]:
    """Kill a verb at random moments; return how often the old state and the new one was found."""
    old, counts = state(), [0, 0]
    seconds = sides.snap(home, verb, "-n", "web")
    new = state()
    if old == new:
        raise AssertionError(f"snap {verb} changed nothing")
    for number in range(times):
        sides.restore()
        process = sides.begin(home, verb, "-n", "web")
        moment = random.uniform(0, seconds)
        time.sleep(moment)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        found = state()
        if found not in (old, new):
            raise AssertionError(
                f"{verb} killed after {moment:.3f} s is neither in the old state nor in the new:\n{found}"
            )
        counts[found == new] += 1
        for lock in sides.there.glob("refs/**/*.lock"):  # of a git that was killed there, which snap names
            lock.unlink()
        for words in (("log", "-n", "web"), (verb, "-n", "web")):
            sides.snap(home, *words)
        if state() != new:
            raise AssertionError(f"{verb} after it was killed ({number}) does not lead to the new state")
    return counts


def main(times: int) -> None:
    """Kill both verbs; raises `AssertionError` where a side is in neither state."""
    with tempfile.TemporaryDirectory(prefix="snap-killed-") as place:
        sides = Sides(Path(place))
        pushed = kill(sides, "one", "push", lambda: sides.refs("web.git"), times)
        print(f"push: {pushed[0]} times in the old state, {pushed[1]} in the new")
        sides.keep()
        pulled = kill(sides, "two", "pull", lambda: sides.refs("two/line.git"), times)
        print(f"pull: {pulled[0]} times in the old state, {pulled[1]} in the new")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TIMES)
