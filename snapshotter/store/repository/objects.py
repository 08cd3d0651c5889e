"""Reads the objects of a repository, each compared with its id; `git.py` runs the process."""

from __future__ import annotations

import contextlib
import os
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from msgspec import Struct

from snapshotter.store.paths import replace
from snapshotter.store.repository.git import GitError, logged, logged_before, run, spawn

try:  # without OpenSSL, whose import takes 3 ms
    from _sha1 import sha1  # type: ignore[import-not-found]
except ImportError:
    from hashlib import sha1


class Object(Struct, frozen=True):
    """An object of the repository."""

    id: str
    kind: str
    data: bytes


def object_id(kind: bytes, data: bytes) -> str:
    """Return git's id of an object."""
    found = sha1(b"%s %d\0" % (kind, len(data)), usedforsecurity=False)
    found.update(data)
    return str(found.hexdigest())


def put(repository: Path, kind: bytes, data: bytes) -> str:
    """Write an object in a file of its own and return its id, also in place of a damaged one; raises `StoreError`.

    Git itself writes no object that it finds, and does not look whether that one can be read.
    """
    ident = object_id(kind, data)
    packed = zlib.compress(b"%s %d\0" % (kind, len(data)) + data, 1)
    replace(repository / "objects" / ident[:2] / ident[2:], packed)
    return ident


def _entries(data: bytes) -> Iterator[tuple[bytes, str]]:
    """Yield the names and ids of a tree's entries."""
    at = 0
    while at < len(data):  # MODE NAME, NUL, 20 bytes of id
        end = data.index(b"\0", at)
        yield data[at:end].partition(b" ")[2], data[end + 1 : end + 21].hex()
        at = end + 21


class Objects:
    """A reader of many objects through one `git cat-file --batch`, to be used in a `with` statement."""

    def __init__(self, repository: Path) -> None:
        """`repository` is read from the first `get` on; before that no process is started."""
        self._repository = repository
        self._process: subprocess.Popen[bytes] | None = None
        self._trees: dict[str, dict[bytes, str]] = {}

    def __enter__(self) -> Objects:
        """Return this reader."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        if self._process:
            self._process.kill()
            self._process.communicate()

    def get(self, name: str) -> Object | None:
        """Return the object of an id, ref or ROOT:PATH, None where it is missing; raises `GitError` for damage.

        Git compares no object with its id when it reads it, so that a damaged index can serve another one.  Here each
        is compared, and of a path each tree on its way.
        """
        root, _, path = name.partition(":")
        ident = root
        for part in path.split("/") if path else ():
            entries = self._entries_of(ident)
            inner = entries.get(part.encode()) if entries is not None else None
            if inner is None:
                return None
            ident = inner
        return self._read(ident)

    def _entries_of(self, name: str) -> dict[bytes, str] | None:
        """Return the entries of a tree, or of a commit's; None where it is missing.  By an id each is read once."""
        if name not in self._trees:
            found = self._read(name)
            if found is None or found.id != name:  # the object of a ref may be another one later
                return self._tree_of(found) if found else None
            self._trees[name] = self._tree_of(found)
        return self._trees[name]

    def is_damaged(self, ident: str) -> bool:
        """Return whether there is an object and it cannot be read."""
        try:
            self.get(ident)
        except GitError:
            return True
        return False

    def tree(self, name: str) -> dict[str, str]:
        """Return the entries of a tree, each with its id; {} where it is missing; raises `GitError` for damage."""
        found = self.get(name)
        return {os.fsdecode(entry): ident for entry, ident in self._tree_of(found).items()} if found else {}

    def _tree_of(self, found: Object) -> dict[bytes, str]:
        if found.kind == "commit":
            inner = self._read(found.data[5:45].decode(errors="replace"))
            if inner is None:
                raise GitError(f"the tree of {found.id} is missing")
            found = inner
        if found.kind != "tree":
            raise GitError(f"{found.id} is not a tree")
        if found.id not in self._trees:
            self._trees[found.id] = dict(_entries(found.data))
        return self._trees[found.id]

    def _read(self, name: str) -> Object | None:
        if self._process is None:
            self._process = spawn(self._repository, ["cat-file", "--batch"])
        process = self._process
        assert process.stdin and process.stdout
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(name.encode() + b"\n")
            process.stdin.flush()
        words = process.stdout.readline().split()
        if words and words[-1] in (b"missing", b"ambiguous"):
            return None
        if len(words) != 3:
            raise self._process_error(name)
        data = process.stdout.read(int(words[2]))
        if len(data) != int(words[2]) or not process.stdout.read(1):
            raise self._process_error(name)
        if object_id(words[1], data) != words[0].decode():
            raise GitError(f"the object {words[0].decode()} does not match its id")
        return Object(words[0].decode(), words[1].decode(), data)

    def ref_exists(self, ref: str) -> bool:
        """Return whether a ref exists, even if it is empty or its object is missing, where `get` returns None."""
        if (self._repository / ref).is_file():
            return True
        if not (self._repository / "packed-refs").exists():  # the only other place; saves starting git, 5 ms
            return False
        try:
            return bool(run(self._repository, "rev-parse", "--quiet", "--verify", ref))
        except GitError:
            return False

    def logged(self, ref: str) -> list[str]:
        """Return the ids that a ref has had by its log, newest first; [] where it has no log."""
        return logged(self._repository, ref)

    def logged_before(self, ref: str, ident: str) -> str | None:
        """Return the id that a ref had before it was set to another one for the first time, by its log."""
        return logged_before(self._repository, ref, ident)

    def _process_error(self, name: str) -> GitError:
        assert self._process
        _, errors = self._process.communicate()
        self._process = None
        return GitError(errors.decode(errors="replace").strip() or f"{name} cannot be read")
