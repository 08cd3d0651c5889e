"""The repository of all lines: whether it can be used, its objects, and its refs with the log of operations.

A ref is set by compare-and-swap, together with the operation that does it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from snapshotter.errors import Conflict, StoreError, StoreTooNew
from snapshotter.store import layout
from snapshotter.store.paths import guarded, make_directory
from snapshotter.store.repository import git, operations, refs
from snapshotter.store.repository.git import NO_OBJECT, REPAIR_HINT, GitError
from snapshotter.store.repository.objects import Objects
from snapshotter.store.repository.operations import Operation
from snapshotter.store.repository.packs import join_packs
from snapshotter.store.repository.refs import RefChanges

FORMAT_FILE = "snapshotter-format"
"""Name of the file in the repository's own folder with the version of the format of everything in it."""


class Repository:
    """The bare git repository below one home; opening it reads and writes nothing."""

    def __init__(self, home: Path) -> None:
        """`home` is $SNAP_HOME; the repository is created by `prepare` or the first write."""
        self.repository = home / "line.git"
        self._shared: Objects | None = None

    def prepare(self) -> None:
        """Create the repository where it is missing; raises `StoreError` where git is missing or the disk refuses."""
        if not self._exists():
            make_directory(self.repository.parent)
            git.create(self.repository, {FORMAT_FILE: f"{layout.FORMAT}\n"})

    def change(self, name: str, changes: RefChanges, done: Operation) -> str:
        """Set refs of a workspace, all or none, with the operation that does it; return that one's id.

        Raises `Conflict` where a ref is not where the changes say, `StoreError` where the disk refuses.
        """
        self.prepare()
        with git.exclusive(self.repository):
            ident = self._set(name, changes, done)
            join_packs(self.repository)
        return ident

    def _set(
        self,
        name: str,
        changes: RefChanges,
        done: Operation | None = None,
        more: Mapping[str, tuple[str, str | None]] = MappingProxyType({}),
    ) -> str:
        """Set refs and the log of operations together, with `more` that no undo takes back.

        The caller has the repository's lock.
        """
        new, ident = {**refs.updates(changes), **more}, ""
        with self._writing(f"cannot change the line of {name}"):
            if done is not None:
                previous = operations.newest(self.repository)
                ident = operations.store(self.repository, done, previous)
                new[refs.OPERATIONS] = (ident, previous or NO_OBJECT)
            git.remove_broken_refs(self.repository, [*new])
        try:
            git.update_refs(self.repository, new)
        except GitError as error:
            for ref, (_, before) in new.items():
                if before is not None and (git.ref(self.repository, ref) or NO_OBJECT) != before:
                    raise Conflict(
                        f"another process has changed {name} meanwhile; nothing was changed",
                        f"look at `snap log -n {name}` and try again",
                    ) from error
            raise git.failure(f"cannot change the line of {name}", error, self.repository) from error
        return ident

    def _exists(self) -> bool:
        """Return whether there is a repository; raises `StoreTooNew` where this version must not use it."""
        with guarded(self.repository):
            if not self.repository.is_dir():
                return False
            try:
                text = (self.repository / FORMAT_FILE).read_text(errors="replace").strip()
            except FileNotFoundError:
                text = ""
        if not text.isdigit():
            raise StoreError(
                f"{self.repository} is damaged: {FORMAT_FILE} does not hold a number",
                REPAIR_HINT,
            )
        if int(text) > layout.FORMAT:
            raise StoreTooNew(
                f"{self.repository} has format {text}; this version reads up to {layout.FORMAT}",
                "use the version of snapshotter that wrote it, or set SNAP_HOME to another directory",
            )
        return True

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Read all with one process in the block, and each snapshot's summary once; nothing may be written in it."""
        with self._objects() as objects:
            self._shared = objects
            if objects:
                objects.shared = True
            try:
                yield
            finally:
                self._shared = None

    @contextlib.contextmanager
    def _objects(self) -> Iterator[Objects | None]:
        if self._shared:
            yield self._shared
            return
        if not self._exists():
            yield None
            return
        with Objects(self.repository) as objects:
            yield objects

    @contextlib.contextmanager
    def _writing(self, what: str) -> Iterator[None]:
        try:
            yield
        except GitError as error:
            raise git.failure(what, error, self.repository) from error
