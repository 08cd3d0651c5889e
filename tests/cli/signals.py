"""Verbs that are ended by a signal at any moment: `python -m tests.cli.signals [SECONDS [VERB …]]`.

No traceback, no undocumented exit code, no snapshot lost, no file left, and the same verb and a commit work afterwards.
"""

from __future__ import annotations

import contextlib
import os
import random
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
from snapshotter.engine.connect.connect import connect
from snapshotter.store.home import at

NAME = f"signals-{os.getpid()}"
CODES = (0, 1, 2, 3, 4, 5, 6, 7, 130)
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL)
_SNAP = "from snapshotter.cli.console import run; run()"
_DEADLINE = 30.0
"""Seconds within which a verb has to end after its signal."""


class Verb(Struct, frozen=True):
    """A verb, what is done before it, and how often it may end otherwise when it is run again."""

    argv: tuple[str, ...]
    before: str = ""
    """"change", "damage", "home" (an empty one), "extra" (a workspace that is removed), "removed" (one that was),
    "undone" (a change that was), "aside" (a change, at the first snapshot).
    """
    again: tuple[int, ...] = (0,)
    """Exit codes that a second run may have."""


VERBS = {
    "commit": Verb(("commit", "-n", NAME), "change"),
    "repair": Verb(("doctor", "--repair"), "damage"),
    "backup": Verb(("backup", "--force", "{tmp}/backup")),
    "backup-images": Verb(("backup", "--force", "--images", "{tmp}/backup-images")),
    "restore": Verb(("backup", "--restore", "{tmp}/given"), "home", (0, 5)),
    "gc": Verb(("gc", "--force")),
    "rm": Verb(("rm", "--force", f"{NAME}-new"), "extra", (0, 4)),
    "verify": Verb(("verify", "-n", NAME)),
    "export": Verb(("export-dockerfile", "-n", NAME, "--no-verify", "-o", "{tmp}/out", "--force")),
    "volatile": Verb(("volatile", "-n", NAME, "/volatile/*")),
    "start": Verb(("start", "-d", "debian:bookworm", "--name", f"{NAME}-new"), "none", (0, 5)),
    "run": Verb(("run", "-n", NAME, "--", "touch", "/ran")),
    "status": Verb(("status", "-n", NAME)),
    "log": Verb(("log", "-n", NAME)),
    "show": Verb(("show", "-n", NAME)),
    "diff": Verb(("diff", "-n", NAME)),
    "list": Verb(("list",)),
    "blame": Verb(("blame", "-n", NAME, "/first")),
    "cast": Verb(("cast", "-n", NAME), "", (4,)),
    "doctor": Verb(("doctor",)),
    "stop": Verb(("stop", "-n", NAME)),
    "undo": Verb(("undo", "-n", NAME), "change"),
    "checkout": Verb(("checkout", "1", "-n", NAME), "change"),
    "checkout-branch": Verb(("checkout", "main", "-n", NAME), "aside", (0, 4)),
    "redo": Verb(("redo", "-n", NAME), "undone", (0, 4)),
    "op-undo": Verb(("op", "undo", "-n", NAME), "undone", (0, 4, 5)),
    "op-undo-rm": Verb(("op", "undo", "-n", f"{NAME}-new"), "removed", (0, 4, 5)),
    "start-from": Verb(("start", "-d", "--from", f"{NAME}:1", "--name", f"{NAME}-new"), "none", (0, 5)),
    "gc-removed": Verb(("gc", "--force"), "removed"),
}


class Bench:
    """A home with a workspace, on the engine that answers."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.folder, self.home, self._count = engine, folder, folder / "home", 0
        for name in ("tmp", "temporary"):
            (folder / name).mkdir()

    def environment(self, home: Path) -> dict[str, str]:
        """Return the environment of a call."""
        root = str(Path(__file__).parent.parent.parent)
        return os.environ | {
            "SNAP_HOME": str(home), "PYTHONPATH": root, "TMPDIR": str(self.folder / "temporary")
        }  # fmt: skip

    def words(self, argv: Sequence[str]) -> list[str]:
        """Return the words of a call."""
        words = [word.format(tmp=self.folder / "tmp") for word in argv]
        return [sys.executable, "-c", _SNAP, *words]

    def snap(self, *argv: str, home: Path | None = None) -> tuple[int, str]:
        """Run `snap` and return its exit code and what it wrote to stderr."""
        done = subprocess.run(
            self.words(argv), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=180, check=False,
            env=self.environment(home or self.home),
        )  # fmt: skip
        return done.returncode, done.stderr

    def must(self, *argv: str) -> None:
        """Run `snap`, which has to succeed."""
        code, err = self.snap(*argv)
        assert code == 0, f"{argv}: {code} {err}"

    def prepare(self) -> None:
        """Make the workspace, a snapshot and a backup."""
        self.must("start", "-d", "debian:bookworm", "--name", NAME)
        self.must("run", "-n", NAME, "--", "touch", "/first")
        self.must("commit", "-n", NAME)
        self.must("backup", "{tmp}/given")

    def clean(self) -> None:
        """Remove the workspaces."""
        for name in (NAME, f"{NAME}-new"):
            self.snap("rm", "--force", "--purge", name)

    def change(self) -> None:
        """Run something that changes the container."""
        self._count += 1
        self.must("run", "-n", NAME, "--", "sh", "-c", f"echo {self._count} > /work{self._count % 3}")

    def snapshots(self) -> int:
        """Return the number of snapshots, those on no branch included."""
        line = at(self.home).line
        return len(line.summaries(NAME)) + len(line.others(NAME))

    def work(self) -> set[str]:
        """Return what was written in the container and every snapshot."""
        home = at(self.home)
        code, err = self.snap("run", "-n", NAME, "--", "true")
        assert code == 0, err
        images = [one.image for one in (*home.line.summaries(NAME), *home.line.others(NAME))]
        paths = [f"/work{number}" for number in range(3)]
        found = {content.decode() for image in images for _, content in self.engine.read_files(image, paths)}
        _, here = self.engine.run(f"snap-{NAME}", ["sh", "-c", "cat /work? 2>/dev/null"])
        return found | {f"{line}\n" for line in here.decode().splitlines()}

    def containers(self) -> set[str]:
        """Return the names of all containers."""
        done = subprocess.run(
            ["docker", "ps", "-a", "--format", "{{.Names}}"], capture_output=True, text=True, check=True
        )
        return set(done.stdout.split())

    def _set_up(self, verb: Verb) -> Path:
        """Do what is done before a verb; return its home."""
        if verb.before == "change":
            self.change()
        elif verb.before == "undone":
            self.change()
            self.must("undo", "-n", NAME)
        elif verb.before == "aside":
            self.must("checkout", "1", "-n", NAME)
            self.change()
        elif verb.before == "removed":
            code, err = self.snap("start", "-d", "--from", f"{NAME}:1", "--name", f"{NAME}-new")
            assert code in (0, 5), err
            self.must("rm", "--force", f"{NAME}-new")
        elif verb.before == "damage":
            for file in ("last-used", f"workspaces/{NAME}/workspace.json", "identity", "line.git/HEAD"):
                (self.home / file).write_text("damage")
            with (self.home / "workspaces" / NAME / "journal.jsonl").open("ab") as journal:
                journal.write(b'{"record":"torn')
        elif verb.before == "extra":
            code, err = self.snap("start", "-d", "debian:bookworm", "--name", f"{NAME}-new")
            assert code in (0, 5), err
        elif verb.before == "none":
            self.snap("rm", "--force", "--purge", f"{NAME}-new")
        elif verb.before == "home":
            shutil.rmtree(self.folder / "other", ignore_errors=True)
            return self.folder / "other"
        return self.home

    def play(self, name: str, number: signal.Signals, delay: float) -> Iterator[str]:
        """End a verb by a signal after a delay; yield what was wrong."""
        verb = VERBS[name]
        home = self._set_up(verb)
        before = self.snapshots() if verb.before != "damage" else -1
        written = self.work() if verb.before in ("change", "undone", "aside") else set()
        with subprocess.Popen(
            self.words(verb.argv), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True, env=self.environment(home),
        ) as process:  # fmt: skip
            time.sleep(delay)
            process.send_signal(number)
            try:
                _, err = process.communicate(timeout=_DEADLINE)
            except subprocess.TimeoutExpired:
                process.kill()
                _, err = process.communicate()
                yield f"did not end: {err[-300:]}"
        if "Traceback" in err and "snapshotter" in err:
            yield f"a traceback: {err[-900:]}"
        code = process.returncode
        if code not in CODES and code != -number:
            yield f"exit code {code}: {err[-300:]}"
        again, why = self.snap(*verb.argv, home=home)
        if again not in verb.again:
            yield f"run again: {again}: {why[-400:]}"
        if verb.before == "damage":
            self.must("doctor", "--repair")
        if before >= 0 and self.snapshots() < before:
            yield f"{before} snapshots became {self.snapshots()}"
        if lost := written - self.work():
            yield f"lost what was written: {sorted(lost)}"
        ours = {f"snap-{one}" for one in at(self.home).workspaces.names()}
        found = {one for one in self.containers() if one.startswith(f"snap-{NAME}")}
        if not found <= ours:
            yield f"left the containers {sorted(found - ours)}"
        if name == "commit" and self.snapshots() != before + 1:
            yield f"{before} snapshots became {self.snapshots()} after a second commit"
        if self.engine.container(f"snap-{NAME}").state == "paused":
            yield "the container stays paused"
        if name == "stop":
            self.must("run", "-n", NAME, "--", "true")
        yield from self._left(home)

    def _left(self, home: Path) -> Iterator[str]:
        """Yield the temporary files that a verb left and that its second run did not remove."""
        places = (home, self.folder / "tmp", self.folder / "temporary")
        now = time.time()
        for path in (path for place in places for path in place.rglob("*")):
            with contextlib.suppress(FileNotFoundError):
                temporary = path.name != ".dockerignore" and (
                    path.suffix in (".tmp", ".lock") or path.name.startswith((".", "tmp", "snap-"))
                )
                if (
                    temporary
                    and path.stat().st_size
                    and path.parent.name != "locks"
                    and now - path.stat().st_mtime < 300
                ):
                    yield f"left {path.relative_to(self.folder)}"
                    if path.is_dir():
                        shutil.rmtree(path)
                    else:
                        path.unlink()


def main(words: Sequence[str]) -> int:
    """Play verbs at random moments for some seconds; return the exit code."""
    seconds, names = float(words[0]) if words else 120.0, list(words[1:]) or list(VERBS)
    chance, tried, failed = random.Random(os.getpid()), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(cast(Engine, connect()), Path(folder))
        try:
            bench.prepare()
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                for name in names:
                    number = chance.choice(SIGNALS)
                    delay = chance.uniform(0, 0.3) if chance.random() < 0.4 else chance.uniform(0.2, 1.5)
                    tried += 1
                    try:
                        wrong = list(bench.play(name, number, delay))
                    except AssertionError as error:
                        wrong = [str(error)]
                    for text in wrong:
                        failed += 1
                        print(f"{name} {number.name} after {delay:.2f} s: {text}", flush=True)
        finally:
            bench.clean()
    print(f"signals: {tried} tried, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
