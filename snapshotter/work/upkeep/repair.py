"""The faults that `snap doctor --repair` repairs, each found after those before; what is replaced is kept aside."""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct

from snapshotter.engine.api import LABEL, Container, Engine
from snapshotter.errors import Conflict, ImageNotFound, SnapError, StoreError, StoreTooNew
from snapshotter.model import Base, Workspace, no_progress
from snapshotter.record.cast.asciicast import SUFFIX, outline
from snapshotter.record.shells.find import find_shell
from snapshotter.rootfs.cache import load_sealed
from snapshotter.store import identity, workspaces
from snapshotter.store.codec import FormatError
from snapshotter.store.damage import copies, repair
from snapshotter.store.damage.lost import LostSnapshot
from snapshotter.store.damage.repair import Aside, Fault
from snapshotter.store.home import Home
from snapshotter.store.layout import container_name
from snapshotter.store.paths import guarded
from snapshotter.store.repository import git
from snapshotter.work.commit.freeze import Mark, thaw

_MOST_LINES = 5
"""Damaged lines of a journal that are named."""
SAVED = "snap-saved/"
"""Beginning of the names of images whose snapshots are lost; those are the user's, as far as `snap gc` goes."""


class Repaired(Struct, frozen=True):
    """A fault, and what became of it."""

    subject: str
    detail: str
    remedy: str
    failure: str = ""
    """Why it could not be repaired, "" where it was or was not tried."""


def repairs(engine: Engine | None, home: Home, names: Sequence[str], *, act: bool) -> Iterator[Repaired]:
    """Yield each fault that can be repaired, and repair it with `act`; `names` are the workspaces that are looked at.

    Without an engine the containers are not looked at.
    """
    aside = Aside(home.path)
    for subject, faults in _groups(engine, home, names, aside):
        try:
            for fault in faults:
                failure = _failure(fault) if act else ""
                yield Repaired(fault.subject, fault.detail, fault.remedy, failure)
        except Conflict as error:
            if act:  # else it is another snap's, which is at work
                yield Repaired(subject, error.message, "", error.message)
        except SnapError as error:
            yield Repaired(subject, error.message, "", error.message)


def _failure(fault: Fault) -> str:
    """Repair a fault and return why that failed, "" where it did not."""
    try:
        fault.act()
    except SnapError as error:
        return error.message
    return ""


def folders(home: Home) -> list[str]:
    """List the workspaces of which at least a folder is there, sorted."""
    root = home.path / "workspaces"
    with guarded(root):
        return sorted(one.name for one in root.iterdir() if workspaces.is_name(one.name)) if root.is_dir() else []


def _groups(
    engine: Engine | None, home: Home, names: Sequence[str], aside: Aside
) -> Iterator[tuple[str, Iterator[Fault]]]:
    yield "identity", _identity(engine, home, names, aside)
    yield "line.git", _repository(home, aside)
    lost = repair.lost(home.line)
    for name in names:
        yield name, _of_workspace(engine, home, name, aside, lost)
    yield "derived", _derived(home, aside)


def _repository(home: Home, aside: Aside) -> Iterator[Fault]:
    if home.line.repository.is_dir():
        with git.exclusive(home.line.repository):
            yield from repair.repository_faults(home.line, aside)


def _of_workspace(
    engine: Engine | None, home: Home, name: str, aside: Aside, lost: list[LostSnapshot]
) -> Iterator[Fault]:
    damaged = False
    with home.workspaces.lock(name):
        if home.line.repository.is_dir():
            with git.exclusive(home.line.repository):
                for fault in repair.line_faults(home.line, name, aside, lost):
                    damaged = True
                    yield fault
        yield from _workspace(engine, home, name, aside)
        yield from _journal(home, name, aside)
        yield from _casts(home, name, aside)
        if engine is not None:
            yield from _containers(engine, home, name)
            yield from _images(engine, home, name, damaged=damaged)


def _identity(engine: Engine | None, home: Home, names: Sequence[str], aside: Aside) -> Iterator[Fault]:
    file = identity.file_of(home.path)
    damage = copies.differing(file, identity.parse)
    labels = {_home_label(engine, home, name) for name in names} - {""}
    known = ""
    with contextlib.suppress(OSError, FormatError):
        known = copies.read(file, identity.parse)
    if not known and len(labels) == 1:
        known = labels.pop()
    if known and (damage or not file.exists()) and (copies.exists(file) or names):
        yield Fault(
            "identity",
            damage or f"{file} is missing",
            f"write {known}",
            lambda: _rewrite(file, f"{known}\n".encode(), aside),
        )
    elif damage and not known and (engine is not None or not names):
        new = os.urandom(8).hex()
        yield Fault(
            "identity",
            damage,
            "write a new one: no container has it",
            lambda: _rewrite(file, f"{new}\n".encode(), aside),
        )


def _rewrite(file: Path, data: bytes, aside: Aside) -> None:
    for one in (file, copies.copy_of(file)):
        aside.move(one)
    copies.write(file, data)


def _container(engine: Engine | None, name: str) -> Container | None:
    """Return the container that has the name and the label of a workspace."""
    with contextlib.suppress(SnapError):
        found = engine.container(container_name(name)) if engine else None
        if found and found.labels.get(LABEL + ".workspace") == name:
            return found
    return None


def _home_label(engine: Engine | None, home: Home, name: str) -> str:
    """Return the name of the home that the container of a workspace carries, "" where it may be another home's."""
    found = _container(engine, name)
    if found is None:
        return ""
    with contextlib.suppress(SnapError):
        if home.workspaces.get(name).container == found.id:
            return found.labels.get(LABEL + ".home", "")
    return ""


def _workspace(engine: Engine | None, home: Home, name: str, aside: Aside) -> Iterator[Fault]:
    file = home.workspaces.path(name) / workspaces.FILE
    damage = copies.differing(file, lambda data: workspaces.parse(data, file))
    if not damage and (file.exists() or not file.parent.is_dir()):
        return
    subject = f"workspace {name}"
    try:
        found = copies.read(file, lambda data: workspaces.parse(data, file))
    except StoreTooNew:
        return
    except (OSError, FormatError):
        rebuilt = _rebuilt(engine, home, name)
        if rebuilt is None:
            return
        remedy = "write it again from the container and its snapshots; variables given with -e are not known"
        data = workspaces.text(rebuilt)
    else:
        remedy, data = "write it and its copy again", workspaces.text(found)
    yield Fault(subject, damage or f"{file} is missing", remedy, lambda: _rewrite(file, data, aside))


def _rebuilt(engine: Engine | None, home: Home, name: str) -> Workspace | None:
    """Return a workspace from its container and its snapshots; None where there is no container, or no base."""
    container = _container(engine, name)
    if engine is None or container is None or container.labels.get(LABEL + ".home") != home.identity:
        return None
    last = None
    with contextlib.suppress(SnapError):
        last = home.line.snapshots(name)[-1:]
    try:
        if last:
            base = last[0].base
        else:
            image = engine.image(container.labels.get(LABEL + ".base", container.image))
            base = Base((*image.tags, image.id)[0], image.id, "", image.config, image.layers)
    except SnapError:
        return None
    shell = "/bin/sh"
    with contextlib.suppress(SnapError):
        if container.state == "running":
            shell = find_shell(engine, container.id, "")
    own = last and last[0].id not in home.line.received().snapshots
    return Workspace(name, container.id, base, time.time(), shell, volatile=last[0].volatile if own and last else ())


def _journal(home: Home, name: str, aside: Aside) -> Iterator[Fault]:
    journal = home.journal(name)
    damaged = journal.damage()
    if damaged and not any(session.live for session in journal.sessions()):

        def blank() -> None:
            aside.copy(journal.path)
            journal.blank_damage()

        named = ", ".join(line.text for line in damaged[:_MOST_LINES]) + (", …" if len(damaged) > _MOST_LINES else "")
        yield Fault(
            f"journal of {name}",
            f"{journal.path}: {named}",
            "replace them by blanks, so that positions stay valid",
            blank,
        )


def _casts(home: Home, name: str, aside: Aside) -> Iterator[Fault]:
    folder = home.casts(name)
    for file in sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else ():
        if file.is_file() and outline(file) is None:
            yield Fault(f"casts of {name}", f"{file} cannot be read", "move it aside", partial(aside.move, file))


def _containers(engine: Engine, home: Home, name: str) -> Iterator[Fault]:
    """Yield a fault for a container that a commit left paused: none runs, since the lock is held here."""
    with contextlib.suppress(SnapError):
        ident = Mark(home, name).container()
        if ident and engine.container(ident).state == "paused":
            subject, detail = f"workspace {name}", "its container is paused: a commit that was ended has left it so"
            yield Fault(subject, detail, "resume it", partial(_thaw, engine, home, name))


def _thaw(engine: Engine, home: Home, name: str) -> None:
    thaw(lambda: engine, home, name, no_progress)


def _images(engine: Engine, home: Home, name: str, *, damaged: bool) -> Iterator[Fault]:
    """Yield a fault for each image that a lost snapshot left: it gets a name under which nothing removes it.

    One with the next number may be of a killed commit instead, unless the line was `damaged`.
    """
    try:
        home.line.summaries(name)  # raises where the newest cannot be read
        newest = home.line.next_number(name) - 1
    except StoreError:
        return
    for tag in engine.tags():
        number = tag.removeprefix(f"snap/{name}:")
        if number == tag or not number.isdigit() or int(number) <= newest:
            continue
        with contextlib.suppress(ImageNotFound):
            image = engine.image(tag)
            saved = f"{SAVED}{name}:{number}"
            completed = damaged or int(number) > newest + 1 or f"snap/{name}:latest" in image.tags
            if completed and saved not in image.tags:
                yield Fault(
                    f"images of {name}",
                    f"{tag} is the image of a snapshot that is lost",
                    f"name it {saved} too, so that nothing removes it: `snap start {saved}` continues from it",
                    partial(engine.tag, image.id, saved),
                )


def _derived(home: Home, aside: Aside) -> Iterator[Fault]:
    exports = home.path / "exports.json"
    if exports.exists():
        try:
            intact = isinstance(json.loads(exports.read_bytes()), dict)
        except (OSError, ValueError, RecursionError):
            intact = False
        if not intact:
            yield Fault("exports", f"{exports} is damaged", "move it aside", partial(aside.move, exports))
    for file in sorted(home.cache.glob("*")) if home.cache.is_dir() else ():
        if file.is_file() and load_sealed(file) is None:
            yield Fault("cache", f"{file} is damaged", "move it aside: it is made again", partial(aside.move, file))
    last = home.path / "last-used"
    if last.exists() and last.read_text(errors="replace").strip() not in home.workspaces.names():
        yield Fault("last-used", f"{last} names no workspace", "move it aside", partial(aside.move, last))
