"""The workspaces on this host: a folder for each with `workspace.json` and the journal, and which one was used last.

`journal.py` reads and writes the journal, `line.py` the snapshots.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import time
from binascii import crc32
from collections.abc import Iterator
from pathlib import Path

from snapshotter.errors import Conflict, NotFound, StoreError, StoreTooNew, UsageError
from snapshotter.model import Workspace
from snapshotter.regex import regex
from snapshotter.store.codec import FormatError, decode, dumps, encode, loads
from snapshotter.store.damage import copies
from snapshotter.store.paths import guarded, make_directory, open_private, replace, sync_name

FORMAT = 1
"""Version of `workspace.json`."""
FILE = "workspace.json"

WAIT_SECONDS = 3.0
"""How long a verb waits for another process that holds the lock of its workspace."""

LONGEST_NAME = 63
"""Longest workspace name: as long as a label of a host name may be."""

_NAME = regex(r"[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*")
"""A path component of an image name in the grammar of distribution references, since it becomes `snap/NAME`."""


def is_name(name: str) -> bool:
    """Return whether a workspace can have a name."""
    return bool(_NAME.fullmatch(name)) and len(name) <= LONGEST_NAME and not name.endswith(".lock")


def check_name(name: str) -> str:
    """Return a name; raises `UsageError` where a workspace cannot have it."""
    if not is_name(name):
        raise UsageError(
            f"{name!r} cannot name a workspace",
            f"use lower-case letters and digits, with single `.`, `_` or `-` between them, at most {LONGEST_NAME}",
        )
    return name


def free_name(image: str, others: set[str]) -> str:
    """Return a workspace name derived from an image's: "debian", then "debian-2", and so on."""
    bare = image.split("@", 1)[0].rsplit("/", 1)[-1].split(":", 1)[0].lower()
    stem = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[: LONGEST_NAME - 5].strip("-") or "work"
    number = 2
    name = stem
    while name in others:
        name, number = f"{stem}-{number}", number + 1
    return name


def text(workspace: Workspace) -> bytes:
    """Return the content of a workspace's file."""
    data = {"format": FORMAT} | encode(workspace)
    return dumps(data | {"crc32": _sum(data)}) + b"\n"


def parse(content: bytes, file: Path) -> Workspace:
    """Return the workspace that its file holds; raises `FormatError` or `StoreTooNew`."""
    data = loads(content)
    if type(data) is dict and type(data.get("format")) is int and data["format"] > FORMAT:
        raise StoreTooNew(
            f"{file} has format {data['format']}; this version reads up to {FORMAT}",
            "use the newer version of snapshotter that wrote it",
        )
    if type(data) is dict and "crc32" in data and data.pop("crc32") != _sum(data):
        raise FormatError("its checksum is wrong")
    found = decode(Workspace, data)
    if found.name != file.parent.name:
        raise FormatError(f"it is that of {found.name!r}")
    return found


def _sum(data: dict[str, object]) -> str:
    """Return the checksum of a workspace's data: the CRC-32 of its JSON, 8 hex digits."""
    return f"{crc32(dumps(data)):08x}"


class Workspaces:
    """The workspaces below one home."""

    def __init__(self, home: Path) -> None:
        """`home` is $SNAP_HOME; nothing is read or written yet."""
        self._home = home

    def path(self, name: str) -> Path:
        """Return a workspace's folder, whether it exists or not."""
        return self._home / "workspaces" / check_name(name)

    def names(self) -> list[str]:
        """List the workspaces, sorted."""
        root = self._home / "workspaces"
        with guarded(root):  # not a glob, which returns nothing for a directory that may not be read
            try:
                return sorted(one.name for one in root.iterdir() if is_name(one.name) and copies.exists(one / FILE))
            except FileNotFoundError:
                return []

    def get(self, name: str) -> Workspace:
        """Read a workspace; raises `NotFound` with similar names, `StoreTooNew` or `StoreError`."""
        file = self.path(name) / FILE
        with guarded(file):
            try:
                return copies.read(file, lambda text: parse(text, file))
            except FileNotFoundError:
                raise self._not_found(name) from None
            except FormatError as error:
                raise StoreError(
                    f"{file} is damaged: {error}",
                    f"`snap doctor --repair -n {name}` writes it again from the container;\n"
                    f"`snap rm --force -n {name}` removes the workspace and its images",
                ) from error

    def put(self, workspace: Workspace) -> None:
        """Write a workspace, whole or not at all."""
        copies.write(self.path(workspace.name) / FILE, text(workspace))

    def remove(self, name: str) -> None:
        """Remove a workspace's folder with everything in it; a missing one is ignored."""
        import shutil

        folder = self.path(name)
        with guarded(folder):
            copies.remove(folder / FILE)  # first: without it there is no workspace
            if folder.is_dir():
                shutil.rmtree(folder)
                sync_name(folder)

    def use(self, name: str) -> None:
        """Store a workspace's name as the one last used, and last used in this terminal."""
        from snapshotter.store.journal.terminals import set_last_used

        last, text = self._home / "last-used", name.encode() + b"\n"
        with guarded(last):
            known = last.read_bytes() if last.is_file() else b""
            set_last_used(self._home, name)
        if known != text:
            replace(last, text)
        file = self.path(name) / FILE
        if copies.copy_of(file).exists() != file.is_file():  # of an earlier version, or a start was ended
            self.put(self.get(name))

    def last(self) -> str | None:
        """Return the workspace last used, else the only one, None where there is neither."""
        names = self.names()
        file = self._home / "last-used"
        with guarded(file), contextlib.suppress(FileNotFoundError, IsADirectoryError):
            name = file.read_text(errors="replace").strip()
            if name in names:
                return name
        return names[0] if len(names) == 1 else None

    def last_here(self) -> str | None:
        """Return the workspace last used in this terminal, None where there is none."""
        from snapshotter.store.journal.terminals import last_used

        name = last_used(self._home)
        return name if name in self.names() else None

    @contextlib.contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """Hold a workspace's lock for one writer; raises `Conflict` where another process holds it for long.

        The lock ends with the process, however that ends; its file stays, since removing it races with taking it.
        """
        file = self._home / "locks" / check_name(name)
        make_directory(file.parent)
        with guarded(file):
            descriptor = open_private(file, os.O_RDWR | os.O_CREAT)
        try:
            _acquire(descriptor, name)
            yield
        finally:
            os.close(descriptor)

    @contextlib.contextmanager
    def proofs(self, *, alone: bool = False) -> Iterator[bool]:
        """Hold the lock of proofs and yield whether that succeeded: a shared lock, which a running proof holds.

        With `alone` it is exclusive, which fails where a proof is running.
        """
        file = self._home / "locks" / ".proofs"
        make_directory(file.parent)
        with guarded(file):
            descriptor = open_private(file, os.O_RDWR | os.O_CREAT)
        try:
            acquired = True
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB if alone else fcntl.LOCK_SH)
            except BlockingIOError:
                acquired = False
            yield acquired
        finally:
            os.close(descriptor)

    def _not_found(self, name: str) -> NotFound:
        import difflib

        names = self.names()
        similar = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
        if similar:
            hint = f"did you mean {' or '.join(similar)}? `snap list` shows all"
        elif names:
            hint = f"`snap list` shows all workspaces: {', '.join(names[:5])}"
        else:
            hint = f"`snap start IMAGE --name {name}` creates it"
        return NotFound(f"there is no workspace {name}", hint)


def _acquire(descriptor: int, name: str) -> None:
    """Take a lock; wait a few seconds for another process that has it, as for the end of a short verb."""
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            holder = os.pread(descriptor, 20, 0).decode(errors="replace").strip() or "unknown"
            if holder == str(os.getpid()) or time.monotonic() > deadline:
                raise Conflict(
                    f"another snap (process {holder}) holds the lock of {name}", "wait until it has ended and try again"
                ) from None
            time.sleep(0.02)
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
