"""Verbs whose process is killed at each step of what they change: `python -m tests.work.versions.killed [VERB …]`.

Each call that changes an engine, each name that is set in a home and each change of refs is a step.  From the one at
which the process is killed on none is done: what would clean up does not either.  Then the old state or the new one
must be there, all work, and nothing that no workspace needs once `snap gc` was run; and the next verb must work.
"""

from __future__ import annotations

import copy
import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from unittest import mock

from snapshotter.errors import Conflict, NotFound
from snapshotter.model import no_progress
from snapshotter.store import home as homes
from snapshotter.store.repository import git
from snapshotter.work import start as starting
from snapshotter.work.commit.commit import commit
from snapshotter.work.commit.freeze import thaw
from snapshotter.work.start import Request, start
from snapshotter.work.upkeep import doctor, gc
from snapshotter.work.versions import checkout as versions
from snapshotter.work.versions import operations
from snapshotter.work.versions.removal import remove, settle_if_left
from snapshotter.work.versions.undo_command.put_back import settle_undo
from snapshotter.work.versions.undo_command.undo import undo_command
from tests.work.fakes import BASE, FakeEngine, Person

Act = Callable[[Person], object]
_ENGINE = (
    "create",
    "start",
    "stop",
    "pause",
    "unpause",
    "rename",
    "remove",
    "commit",
    "stack",
    "tag",
    "remove_image",
    "remove_paths",
    "write_paths",
)
_FILES = ("rename", "replace", "unlink")
_GIT = ("update-ref", "fast-import")


class Killed(BaseException):
    """The process is killed here."""


class Steps:
    """Counts the steps of the process, which is killed before step `at`."""

    def __init__(self, at: int = 10**9) -> None:
        self.at, self.done = at, 0
        self.names: list[str] = []

    def step(self, name: str) -> None:
        """Go on with a step, or kill the process."""
        if self.done >= self.at:
            raise Killed
        self.done += 1
        self.names.append(name)


@contextmanager
def counted(engine: FakeEngine, steps: Steps) -> Iterator[None]:
    """Count the steps that are done in the block."""

    def wrapped(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **options: object) -> object:
            if name == "run":
                if args[1] in _GIT:
                    steps.step(str(args[1]))
            elif name != "unlink" or "/home/" in str(args[0]):
                steps.step(name)
            return real(*args, **options)

        return call

    places = [(git, "run"), *((os, name) for name in _FILES), *((engine, name) for name in _ENGINE)]
    with ExitStack() as patches:
        for place, name in places:
            patches.enter_context(mock.patch.object(place, name, wrapped(name, getattr(place, name))))
        yield


def _undo(person: Person) -> object:
    return versions.undo(person.engine, person.home, "web", no_progress, no_progress)


def _undo_command(person: Person) -> object:
    return undo_command(person.engine, person.home, "web", no_progress, no_progress)


def _checkout(rev: str, branch: str = "") -> Act:
    return lambda person: versions.checkout(
        person.engine, person.home, "web", rev, no_progress, no_progress, new_branch=branch
    )


def _redo(person: Person) -> object:
    return operations.redo(person.engine, person.home, "web", no_progress, no_progress)


def _op_undo(person: Person) -> object:
    return operations.op_undo(person.engine, person.home, "", "", no_progress, no_progress)


def _rm(person: Person) -> object:
    return remove(person.engine, person.home, "web", force=True)


def _start(person: Person) -> object:
    return start(person.engine, person.home, Request("", "php", from_rev="web:1"), no_progress)


def _gc(person: Person) -> object:
    found = gc.orphans(person.engine, person.home)
    assert all(not why for _, why in gc.remove(person.engine, person.home, found))
    return found


def _commit(person: Person) -> object:
    return commit(person.engine, person.home, person.home.workspaces.get("web"), "", (), no_progress)


def _nothing(_: Person) -> None:
    return None


VERBS: dict[str, tuple[Act, Act]] = {
    "undo": (_nothing, _undo),
    "undo --command": (_nothing, _undo_command),
    "checkout": (_nothing, _checkout("1")),
    "checkout -b": (_nothing, _checkout("1", "side")),
    "redo": (_undo, _redo),
    "op undo": (_checkout("1"), _op_undo),
    "op undo of commit": (_commit, _op_undo),
    "op undo of start": (_start, _op_undo),
    "op undo of rm": (_rm, _op_undo),
    "start --from": (_nothing, _start),
    "rm": (_nothing, _rm),
    "gc": (lambda person: (_start(person), _rm(person)), _gc),
    "commit": (_nothing, _commit),
}
"""Each verb, and what is done before it in a workspace with two snapshots and work that is not committed."""
_EACH_TIME: dict[str, Act] = {"undo --command": lambda person: _one_more_command(person)}
"""What is done before a verb in the state that was had back, of which all files have new change times."""
_LEAVES_WORK = ("op undo of start", "op undo of commit")
"""Verbs that, run again, undo a commit: its work stays in the container."""
_MAY_BE_GONE = ("op undo of rm", "rm", "gc")


def _one_more_command(person: Person) -> None:
    _commit(person)
    person.does("four", {"/srv/four": "four", "/srv/one": "again"})


class Bench:
    """A home with a workspace and its engine, whose state can be had back."""

    def __init__(self, folder: Path) -> None:
        """`folder` is empty."""
        self.folder, self.state = folder / "now", folder / "before"
        self.state.mkdir()
        self.folder.mkdir()
        engine = FakeEngine(self.folder)
        engine.add_image(BASE, {"/etc/motd": "welcome\n", "/etc/passwd": "root\n", "/bin/bash": "#!"})
        home = homes.at(self.folder / "home")
        self.person = Person(engine, home, start(engine, home, Request(BASE, "web"), no_progress))
        for text in ("one", "two"):
            self.person.does(text, {f"/srv/{text}": text})
            _commit(self.person)
        self.person.does("three", {"/srv/three": "three", "/srv/one": "changed"})

    def save(self) -> None:
        """Keep the state."""
        shutil.rmtree(self.state)
        shutil.copytree(self.folder, self.state, symlinks=True)
        self.engine = copy.deepcopy(self.person.engine)

    def back(self) -> Person:
        """Return to the state that was kept."""
        shutil.rmtree(self.folder)
        shutil.copytree(self.state, self.folder, symlinks=True)
        engine, home = copy.deepcopy(self.engine), homes.at(self.folder / "home")
        self.person = Person(engine, home, self.person.workspace, self.person.count)
        return self.person

    def count(self, verb: str) -> Steps:
        """Return the steps of a verb, once the state before it is kept."""
        before, act = VERBS[verb]
        before(self.person)
        self.save()
        _EACH_TIME.get(verb, _nothing)(self.person)
        steps = Steps()
        with counted(self.person.engine, steps):
            act(self.person)
        return steps

    def play(self, verb: str, at: int) -> Iterator[str]:
        """Kill a verb before a step; yield what is wrong then."""
        person, (_, act) = self.back(), VERBS[verb]
        _EACH_TIME.get(verb, _nothing)(person)
        with counted(person.engine, Steps(at)), suppress(Killed):
            act(person)
        yield from wrong(person, verb, act)


def wrong(person: Person, verb: str, act: Act) -> Iterator[str]:
    """Yield what is wrong after a verb that was killed; the next verbs are run for that."""
    engine, home = person.engine, person.home
    for folder in sorted(home.path.glob("workspaces/*")):
        name = folder.name
        settle_if_left(engine, home, name)
        settle_undo(engine, home, name)
        thaw(lambda: engine, home, name, no_progress)
    yield from _lost(person, verb)
    if verb == "undo --command":
        yield from _half(person)
    try:
        act(person)
    except (NotFound, Conflict) as error:
        again = error.message
    else:
        again = ""
    if again and not any(
        words in again for words in ("nothing", "no command", "no workspace", "exists", "changed later")
    ):
        yield f"run again: {again}"
    yield from _lost(person, verb)
    for name in home.workspaces.names():
        workspace = home.workspaces.get(name)
        other = Person(engine, home, workspace, 7)
        numbers = {one.seq for one in (*home.line.summaries(name), *home.line.others(name))}
        engine.start(workspace.container)
        other.does("later", {"/srv/later": "later"})
        made = commit(engine, home, workspace, "", (), no_progress)
        if made is None or made.snapshot.seq in numbers:
            yield f"the next commit of {name} made {made and made.snapshot.seq}, and there are {numbers}"
        found = doctor.examine(lambda: engine, home, [name])
        yield from (f"{one.subject}: {one.detail}" for one in found if not one.well)
    yield from _left(person)


def _lost(person: Person, verb: str) -> Iterator[str]:
    """Yield what is lost of the three files that were written."""
    engine, home = person.engine, person.home
    if "web" not in home.workspaces.names():
        if verb not in _MAY_BE_GONE:
            yield "the workspace is gone"
        return
    line = home.line
    every = [*line.summaries("web"), *line.others("web")]
    if {1, 2} - {one.seq for one in every}:
        yield f"snapshots are lost: {[one.seq for one in every]}"
    for one in every:
        if one.image not in engine.images:
            yield f"the image of snapshot {one.seq} is gone"
    box = engine.boxes.get(home.workspaces.get("web").container)
    if box is None:
        yield "the container is gone"
        return
    here = [*engine.directories[box.spec.image], box.upper]
    held = [here, *(engine.directories[one.image] for one in every if one.image in engine.images)]
    if not any((folder / "srv/three").exists() for folders in held for folder in folders):
        yield "the work that was not committed is lost"
    at = line.summaries("web")[-1]
    below = engine.directories[at.image] if at.image in engine.images else []
    names = {path.name for folder in below for path in folder.glob("srv/*")}
    found = {path.name for folder in here for path in folder.glob("srv/*")}
    if names - found:
        yield f"the container has {found} at a snapshot with {names}"
    if found - names - {"three", "four", "later"} and verb not in _LEAVES_WORK:
        yield f"the container has {found} at a snapshot with {names}"


def _half(person: Person) -> Iterator[str]:
    """Yield what is half done of taking the last command back."""
    srv = person.engine.boxes[person.home.workspaces.get("web").container].upper / "srv"
    recorded = bool(person.home.recorded_since("web", person.home.line.snapshots("web")[-1]).commands)
    found = ((srv / "four").exists(), (srv / "one").read_text() == "again", recorded)
    if len(set(found)) > 1:
        yield f"only a part was taken back: {found}"


def _left(person: Person) -> Iterator[str]:
    """Yield what no workspace refers to, once `snap gc` was run."""
    engine, home = person.engine, person.home
    _gc(person)
    names = home.workspaces.names()
    boxes = sorted(box.spec.name for box in engine.boxes.values())
    if boxes != sorted(f"snap-{name}" for name in names):
        yield f"containers {boxes} of workspaces {names}"
    known = {one.image for name in names for one in (*home.line.summaries(name), *home.line.others(name))}
    known |= {engine.tagged[BASE]}
    if left := set(engine.images) - known:
        yield f"left the images {[engine.image(one).tags or one for one in left]}"
    if gone := known - set(engine.images):
        yield f"images are gone: {gone}"
    if len(names) != len(home.line.names()):
        yield f"lines {home.line.names()} of workspaces {names}"
    if notes := list(home.path.glob("workspaces/*/[rs][ew][mi]*[gh]")):
        yield f"left {notes}"
    for name in names:
        yield from home.line.check(name)


def play(verb: str, folder: Path, every: int = 1, first: int = 0) -> tuple[int, list[str]]:
    """Kill a verb at each, or each `every`th step; return how many times, and what was wrong."""
    bench, tried, failed = Bench(folder), 0, list[str]()
    steps = bench.count(verb)
    for at in range(first % every, steps.done + 1, every):
        tried += 1
        try:
            found = list(bench.play(verb, at))
        except Exception:
            found = [traceback.format_exc()[-700:]]
        where = f"{steps.names[at - 1] if at else ''} | {steps.names[at] if at < steps.done else ''}"
        failed += [f"{verb} killed before step {at} ({where}): {text}" for text in found]
    return tried, failed


def main(words: list[str]) -> int:
    """Kill the verbs that are named, or all, at each step; return the exit code."""
    tried = failed = 0
    for verb in words or VERBS:
        with tempfile.TemporaryDirectory() as folder, mock.patch.object(starting, "find_shell", lambda *_: "/bin/bash"):
            count, found = play(verb, Path(folder))
        tried, failed = tried + count, failed + len(found)
        print(f"{verb}: {count} steps", *found, sep="\n", flush=True)
    print(f"killed verbs: {tried} tried, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
