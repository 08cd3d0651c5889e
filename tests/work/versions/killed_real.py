"""Verbs of the line, killed at random moments on a real engine.

`python -m tests.work.versions.killed_real [TIMES [VERB …]]`.  Each time a workspace with three snapshots and work that
is not committed is made, the verb is killed by SIGKILL, and the next verb is run.  Then the workspace must be wholly in
the old state or wholly in the new one, files and record alike; all work must be there; and once it is removed and
`snap gc` was run, the engine must hold no container or image of it.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from msgspec import Struct

from snapshotter.engine.api import LABEL, Engine
from snapshotter.engine.connect.connect import connect
from snapshotter.errors import NotFound, SnapError
from snapshotter.store.home import at
from tests.cli import signals

TIMES = 40
SOURCE, NAME = f"killed-{os.getpid()}", f"killed-{os.getpid()}-new"
WORK = "what is not committed"
VERBS: dict[str, tuple[tuple[str, ...], ...]] = {
    "undo": (("undo", "-n", NAME),),
    "checkout": (("checkout", "2", "-n", NAME),),
    "squash": (("squash", "1..3", "-n", NAME, "-m", "joined"),),
    "commit": (("commit", "-n", NAME, "-m", "four"),),
    "drop": (("drop", "2.1", "-n", NAME),),
    "branch": (("branch", "side", "2", "-n", NAME),),
    "rm": (("rm", "--force", NAME),),
    "op undo": (("rm", "--force", NAME), ("op", "undo", "-n", NAME)),
}
"""Each verb, the last of its lines; those before it are not killed."""


class State(Struct, frozen=True):
    """A workspace as it is seen: files of its container, its record, and what both say is not committed."""

    exists: bool
    running: bool = False
    files: tuple[str, ...] = ()
    line: tuple[str, ...] = ()
    """Message, commands and which of them are in the recipe, for each snapshot."""
    branches: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    """Commands and paths that are not committed."""


class Bench(signals.Bench):
    """A home with the workspace of which each further one begins with a copy of the line."""

    def prepare(self) -> None:
        """Make the workspace with three snapshots."""
        self.must("start", "-d", "debian:bookworm", "--name", SOURCE)
        for number in ("1", "2", "3"):
            self.must(
                "run", "-n", SOURCE, "--", "sh", "-c", f"echo {number} > /srv/{number}; echo {number} > /srv/last"
            )
            self.must("commit", "-n", SOURCE, "-m", number)

    def clean(self) -> None:
        """Remove both workspaces."""
        for name in (NAME, SOURCE):
            self.snap("rm", "--force", "--purge", name)
        self.snap("gc", "--force")

    def renew(self) -> None:
        """Make the workspace whose verbs are killed."""
        self.must("start", "-d", "--from", f"{SOURCE}:3", "--name", NAME)
        self.must("run", "-n", NAME, "--", "sh", "-c", f"echo {WORK} > /srv/work")

    def remove(self) -> Iterator[str]:
        """Remove it; yield what stays."""
        if NAME in at(self.home).workspaces.names():
            code, why = self.snap("rm", "--force", "--purge", NAME)
            if code:
                yield f"cannot be removed: {why[-300:]}"
        code, why = self.snap("gc", "--force")
        if code:
            yield f"gc failed: {why[-300:]}"
        left = [one for one in self.containers() if one.startswith(f"snap-{NAME}")]
        if left:
            yield f"left the containers {left}"
        images = self.engine.images_labelled(LABEL + ".home", at(self.home).identity)
        known = {one.image for one in at(self.home).line.summaries(SOURCE)}
        if unknown := [(one.id[:19], one.tags) for one in images if one.id not in known]:
            yield f"left the images {unknown}"

    def state(self) -> State:
        """Return the state of the workspace; raises `AssertionError` where a verb that reads it fails."""
        if NAME not in at(self.home).workspaces.names():
            return State(False)
        seen = self.data("status", "-n", NAME)
        code, found = self.engine.run(f"snap-{NAME}", ["sh", "-c", "cd /srv; for f in *; do echo $f: $(cat $f); done"])
        assert code == 0, found
        line = [
            f"{one['message']}: {[(c['text'], c.get('in_recipe')) for c in one['commands']]}"
            for one in self.data("log", "--commands", "-n", NAME)
        ]
        return State(
            True,
            seen["state"] == "running",
            tuple(found.decode().splitlines()),
            tuple(line),
            tuple(sorted(f"{one['branch']} {one['seq']}" for one in self.data("branch", "-n", NAME))),
            tuple([c["text"] for c in seen["commands"]] + [c["path"] for c in seen["changes"]]),
        )

    def data(self, *argv: str) -> Any:  # noqa: ANN401 - any JSON
        """Return what a verb prints as JSON."""
        done = subprocess.run(
            self.words([*argv, "--json"]), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=180,
            check=False, env=self.environment(self.home),
        )  # fmt: skip
        assert done.returncode == 0, f"{argv}: {done.returncode} {done.stderr[-400:]}"
        return json.loads(done.stdout)

    def is_work_there(self) -> bool:
        """Return whether the work is in the container or in a snapshot."""
        home = at(self.home)
        images = [one.image for one in (*home.line.summaries(NAME), *home.line.others(NAME))]
        places = {content for image in images for _, content in self.engine.read_files(image, ["/srv/work"])}
        try:
            _, here = self.engine.run(f"snap-{NAME}", ["cat", "/srv/work"])
        except SnapError:
            here = b""
        return f"{WORK}\n".encode() in places | {here}

    def reference(self, verb: str) -> tuple[State, State, float]:
        """Return the states before and after a verb that is not killed, and how long it takes."""
        *before, last = VERBS[verb]
        self.renew()
        for words in before:
            self.must(*words)
        old = self.state()
        begun = time.monotonic()
        self.must(*last)
        taken = time.monotonic() - begun
        new = self.state()
        assert not (wrong := list(self.remove())), wrong
        return old, new, taken

    def kill(self, verb: str, delay: float, allowed: Sequence[State]) -> Iterator[str]:
        """Kill a verb after a delay; yield what is wrong then."""
        *before, last = VERBS[verb]
        self.renew()
        for words in before:
            self.must(*words)
        with subprocess.Popen(
            self.words(last), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=self.environment(self.home), start_new_session=True,
        ) as process:  # fmt: skip
            time.sleep(delay)
            os.kill(process.pid, signal.SIGKILL)
        try:
            if NAME in at(self.home).workspaces.names():
                code, why = self.snap("run", "-n", NAME, "--", "true")  # the next verb finishes or takes back
                if code:
                    yield f"the next verb ended with {code}: {why[-400:]}"
            found = self.state()
            if not any(_same(found, one) for one in allowed):
                yield f"neither the old state nor the new one:\n   {found}\n   {allowed[0]}\n   {allowed[1]}"
            if not found.exists:
                self.must("op", "undo", "-n", NAME)
                if not self.state().exists:
                    yield "removed, and `snap op undo` does not bring it back"
            if not self.is_work_there():
                yield "the work is lost"
        except (AssertionError, NotFound) as error:
            yield str(error)
        finally:
            yield from self.remove()


def _same(found: State, wanted: State) -> bool:
    """Return whether two states are the same but for the command that looked whether the next verb works."""
    pending = tuple(text for text in found.pending if text != "true")
    return (found.exists, found.files, found.line, found.branches, pending) == (
        wanted.exists, wanted.files, wanted.line, wanted.branches, wanted.pending
    )  # fmt: skip


def main(words: Sequence[str]) -> int:
    """Kill each verb some times; return the exit code."""
    times, names = int(words[0]) if words else TIMES, list(words[1:]) or list(VERBS)
    chance, failed = random.Random(os.getpid()), 0
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(cast(Engine, connect()), Path(folder))
        try:
            bench.prepare()
            for name in names:
                old, new, taken = bench.reference(name)
                wrong = []
                for _ in range(times):
                    delay = chance.uniform(0, 1.1 * taken)
                    for text in bench.kill(name, delay, (old, new)):
                        wrong.append(text)
                        print(f"{name} after {delay:.2f} s of {taken:.2f}: {text}", flush=True)
                failed += len(wrong)
                print(f"{name}: killed {times} times, {len(wrong)} wrong", flush=True)
        finally:
            bench.clean()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
