"""Checks of this host: the engine, git, the stores, and whether workspaces and containers still match."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from snapshotter.engine.api import LABEL, Engine, EngineInfo
from snapshotter.errors import EngineError, ImageNotFound, SnapError, StoreError
from snapshotter.store.home import Home
from snapshotter.store.paths import PERMISSION_HINT
from snapshotter.store.read import DAMAGE_HINT
from snapshotter.store.workspaces import is_name
from snapshotter.work.commit.stacking import answer
from snapshotter.work.container import find
from snapshotter.work.look.casts import casts
from snapshotter.work.upkeep.repair import folders, repairs

REPAIR_FAILED = "see to the cause and repair again; `snap backup --restore FILE` restores a backup"
LITTLE_SPACE = 500 << 20
"""Free bytes on the store's disk below which the check of the store fails."""


class Finding(Struct, frozen=True):
    """The result of one check."""

    subject: str
    well: bool
    detail: str
    hint: str = ""


def examine(connect: Callable[[], Engine], home: Home, names: Sequence[str]) -> Iterator[Finding]:
    """Yield the finding of every check; `names` are the workspaces whose lines are read completely."""
    yield _git()
    yield _store(home)
    engine = None
    try:
        engine = connect()
        info = engine.info()
        detail = f"{info.name} {info.version}, API {info.api_version}, {info.storage_driver}, at {info.address}"
        yield Finding("engine", True, detail if info.local else f"{detail} (on another machine)")
        if info.hindrance:
            yield Finding("exactness", True, _not_exact(info))
        if refusal := answer(home.cache, info):
            yield Finding("images", True, _not_stacked(refusal))
    except SnapError as error:
        yield Finding("engine", False, error.message, error.hint)
    yield from _faults(engine, home, names)
    for name in names:
        line = _line(home, name)
        yield line
        if line.well and engine is not None:
            yield from _images(engine, home, name)
        if name in home.workspaces.names():
            yield _workspace(engine, home, name)
            yield from _casts(home, name)


def _not_exact(info: EngineInfo) -> str:
    """Return what is not known exactly on an engine whose layers cannot be read in place, and why."""
    return (
        f"not exact before a commit: {info.hindrance}; `snap status` shows what the engine lists, and a commit reads"
        " the image that the engine streams, with times in whole seconds and without change times"
    )


def _not_stacked(refusal: str) -> str:
    """Return what it means that an engine refused an image of another one's layers and one more."""
    return (
        f"each snapshot's image holds everything since the base, not only what changed since the last one: the engine"
        f" refused that ({refusal})"
    )


def _faults(engine: Engine | None, home: Home, names: Sequence[str]) -> Iterator[Finding]:
    """Yield a finding for each fault that `--repair` can repair; nothing is changed."""
    for fault in repairs(engine, home, names, act=False):
        hint = f"`snap doctor --repair`: {fault.remedy}" if fault.remedy else "wait until it has ended and try again"
        yield Finding(fault.subject, False, fault.detail, hint)


def repair(connect: Callable[[], Engine], home: Home, names: Sequence[str]) -> Iterator[Finding]:
    """Repair what can be repaired and yield a finding for each fault, well where it was repaired."""
    engine = None
    with contextlib.suppress(SnapError):  # the examination afterwards tells it
        engine = connect()
    for fault in repairs(engine, home, names, act=True):
        detail = f"{fault.detail}; {fault.remedy}" if fault.remedy else fault.detail
        if fault.failure:
            yield Finding(fault.subject, False, f"{detail}: {fault.failure}", REPAIR_FAILED)
        else:
            yield Finding(fault.subject, True, detail)


def names_of(home: Home) -> list[str]:
    """Return the workspaces that are looked at where none is named: those with a folder, a workspace or a line."""
    found = {*folders(home), *home.workspaces.names()}
    with contextlib.suppress(StoreError):  # the examination tells it
        found.update(name for name in home.line.names() if is_name(name))
    return sorted(found)


def _git() -> Finding:
    try:
        version = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    except OSError as error:
        return Finding("git", False, f"git cannot be run: {error.strerror}", "install git 2.30 or newer")
    except subprocess.CalledProcessError as error:
        said = " ".join(str(error.stderr).split())[:200] or "without a message"
        return Finding("git", False, f"`git --version` failed: {said}", "install git 2.30 or newer")
    return Finding("git", True, version.removeprefix("git version "))


def _store(home: Home) -> Finding:
    place = next(path for path in (home.path, *home.path.parents) if path.exists())
    if not os.access(place, os.W_OK):
        return Finding(
            "store",
            False,
            f"no permission to write {place}",
            PERMISSION_HINT,
        )
    try:
        home.line.names()
        free = shutil.disk_usage(place).free
    except (SnapError, OSError) as error:
        return Finding("store", False, str(error), getattr(error, "hint", ""))
    if free < LITTLE_SPACE:
        return Finding("store", False, f"{home.path}: only {free >> 20} MB are free", "free some space")
    return Finding("store", True, f"{home.path}, {free >> 30} GB free")


def _line(home: Home, name: str) -> Finding:
    try:
        problems = home.line.check(name)
        count = len(home.line.summaries(name)) if not problems else 0
    except SnapError as error:
        return Finding(f"line of {name}", False, error.message, error.hint)
    if problems:
        return Finding(f"line of {name}", False, "; ".join(problems), DAMAGE_HINT)
    return Finding(f"line of {name}", True, f"{count} snapshot{'' if count == 1 else 's'}, every digest is correct")


def _images(engine: Engine, home: Home, name: str) -> Iterator[Finding]:
    """Yield a finding if images of snapshots are missing, else nothing."""
    missing = []
    for summary in home.line.summaries(name):
        if summary.damage:
            continue
        try:
            engine.image(summary.image)
        except ImageNotFound:
            missing.append(str(summary.seq))
        except EngineError as error:
            yield Finding(f"images of {name}", False, error.message, error.hint)
            return
    if missing:
        yield Finding(
            f"images of {name}",
            False,
            f"missing for snapshot{'' if len(missing) == 1 else 's'} {', '.join(missing)}",
            f"the recipe can still be written: `snap export-dockerfile {missing[-1]} -n {name} --no-verify`",
        )


def _workspace(engine: Engine | None, home: Home, name: str) -> Finding:
    subject = f"workspace {name}"
    try:
        workspace = home.workspaces.get(name)
        if engine is None:
            return Finding(subject, True, "its container was not checked")
        container = find(engine, home, workspace)
    except SnapError as error:
        return Finding(subject, False, error.message, error.hint)
    if container.is_own and container.labels.get(LABEL + ".workspace") != name:
        return Finding(
            subject,
            False,
            "its container does not carry the label of this workspace",
            f"remove the workspace with `snap rm --force {name}`",
        )
    detail = f"container {container.id[:12]} is {container.state}"
    if container.upper is None and not engine.info().hindrance:
        detail += "; its layer was not found on this machine, so what changed in it is not exact until a commit"
    return Finding(subject, True, detail)


def _casts(home: Home, name: str) -> Iterator[Finding]:
    """Yield a finding with the number and size of the saved casts; nothing if there are none."""
    try:
        found = casts(home, name)
    except SnapError as error:
        yield Finding(f"casts of {name}", False, error.message, error.hint)
        return
    if found:
        size = sum(cast.outline.size for cast in found)
        count = f"{len(found)} session{'' if len(found) == 1 else 's'}"
        yield Finding(f"casts of {name}", True, f"{count} saved, {size / 1e6:.1f} MB; `snap cast` writes them")
