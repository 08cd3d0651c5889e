"""The workspaces on this host: one folder each, holding `workspace.json` and the journal; which one was used last.

The journal's content is `record`'s affair, the snapshots are `line.py`'s.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from snapshotter.errors import Conflict, NotFound, StoreError, StoreTooNew, UsageError
from snapshotter.model import Workspace
from snapshotter.regex import regex
from snapshotter.store.codec import FormatError, decode, dumps, encode, loads
from snapshotter.store.paths import guarded, make_directory, replace

FORMAT = 1
"""Version of `workspace.json`."""

LONGEST_NAME = 63
"""Longest workspace name: the longest label of a host name, since containers take theirs from it."""

_NAME = regex(r"[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*")
"""A path component of an image name, as the distribution reference grammar has it: it becomes `snap/NAME`."""


def check_name(name: str) -> str:
    """Give a name back if it can be a workspace's; raises `UsageError`."""
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME or name.endswith(".lock"):
        raise UsageError(
            f"{name!r} cannot name a workspace",
            f"use lower-case letters and digits, with single `.`, `_` or `-` between them, at most {LONGEST_NAME}",
        )
    return name


class Workspaces:
    """The workspaces below one home."""

    def __init__(self, home: Path) -> None:
        """`home` is $SNAP_HOME; nothing is touched yet."""
        self._home = home

    def path(self, name: str) -> Path:
        """Give a workspace's folder, whether it is there or not."""
        return self._home / "workspaces" / check_name(name)

    def names(self) -> list[str]:
        """List the workspaces, sorted."""
        root = self._home / "workspaces"
        with guarded(root):  # not a glob: it takes a directory that may not be read for an empty one
            try:
                return sorted(folder.name for folder in root.iterdir() if (folder / "workspace.json").exists())
            except FileNotFoundError:
                return []

    def get(self, name: str) -> Workspace:
        """Read a workspace; raises `NotFound` with names alike, `StoreTooNew` or `StoreError`."""
        file = self.path(name) / "workspace.json"
        with guarded(file):
            try:
                text = file.read_bytes()
            except FileNotFoundError:
                raise self._not_found(name) from None
        try:
            data = loads(text)
            if type(data) is dict and type(data.get("format")) is int and data["format"] > FORMAT:
                raise StoreTooNew(
                    f"{file} has format {data['format']}; this version reads up to {FORMAT}",
                    "use the newer version of snapshotter that wrote it",
                )
            return decode(Workspace, data)
        except FormatError as error:
            raise StoreError(
                f"{file} is damaged: {error}", f"`snap rm --force -n {name}` removes the workspace and its images"
            ) from error

    def put(self, workspace: Workspace) -> None:
        """Write a workspace, whole or not at all."""
        replace(self.path(workspace.name) / "workspace.json", dumps({"format": FORMAT} | encode(workspace)) + b"\n")

    def remove(self, name: str) -> None:
        """Remove a workspace's folder with all in it; fine where there is none."""
        import shutil

        folder = self.path(name)
        with guarded(folder):
            (folder / "workspace.json").unlink(missing_ok=True)  # first: a half-removed one is none
            if folder.is_dir():
                shutil.rmtree(folder)

    def use(self, name: str) -> None:
        """Remember the workspace as the one last used."""
        replace(self._home / "last-used", name.encode() + b"\n")

    def last(self) -> str | None:
        """Give the workspace last used, or the only one there is, None where neither is known."""
        names = self.names()
        file = self._home / "last-used"
        with guarded(file), contextlib.suppress(FileNotFoundError):
            name = file.read_text(errors="replace").strip()
            if name in names:
                return name
        return names[0] if len(names) == 1 else None

    @contextlib.contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """Hold a workspace for one writer; raises `Conflict` where another process holds it.

        The lock goes with the process, however it ends; its file stays, since removing one races with taking it.
        """
        file = self._home / "locks" / check_name(name)
        make_directory(file.parent)
        with guarded(file):
            descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            _take(descriptor, name)
            yield
        finally:
            os.close(descriptor)

    @contextlib.contextmanager
    def proofs(self, *, alone: bool = False) -> Iterator[bool]:
        """Tell all others that a proof is running, or, `alone`, learn that none is: then gives True."""
        file = self._home / "locks" / ".proofs"
        make_directory(file.parent)
        with guarded(file):
            descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            had = True
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB if alone else fcntl.LOCK_SH)
            except BlockingIOError:
                had = False
            yield had
        finally:
            os.close(descriptor)

    def _not_found(self, name: str) -> NotFound:
        import difflib

        names = self.names()
        alike = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
        if alike:
            hint = f"did you mean {' or '.join(alike)}? `snap list` shows all"
        elif names:
            hint = f"`snap list` shows those there are: {', '.join(names[:5])}"
        else:
            hint = f"`snap start IMAGE --name {name}` makes it"
        return NotFound(f"there is no workspace {name}", hint)


def _take(descriptor: int, name: str) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(descriptor, 20, 0).decode(errors="replace").strip() or "unknown"
        raise Conflict(
            f"another snap (process {holder}) is at work on {name}", "wait until it is done and try again"
        ) from None
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
