"""Reads the objects of a repository, each compared with its id; `git.py` runs the process."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from msgspec import Struct

from snapshotter.regex import regex
from snapshotter.store.paths import replace
from snapshotter.store.repository.git import GitError, logged, logged_before, run, spawn

try:  # without OpenSSL, whose import takes 3 ms
    from _sha1 import sha1  # type: ignore[import-not-found]
except ImportError:
    from hashlib import sha1

_ID = regex(r"[0-9a-f]{40}")
_LARGE = 1 << 20
"""Bytes whose digest takes longer than the import of OpenSSL."""
_TOGETHER = 512
"""Objects that are asked for together: their names fit into a pipe, so that neither side waits for the other."""

_SMALL = 4096
"""Bytes up to which a file that was read ahead is kept for another `get`."""


class Object(Struct, frozen=True):
    """An object of the repository."""

    id: str
    kind: str
    data: bytes


def object_id(kind: bytes, data: bytes) -> str:
    """Return git's id of an object."""
    start = b"%s %d\0" % (kind, len(data))
    fast = len(data) >= _LARGE or "hashlib" in sys.modules
    found = _fast_sha1(start) if fast else sha1(start, usedforsecurity=False)
    found.update(data)
    return str(found.hexdigest())


def _fast_sha1(start: bytes) -> Any:  # noqa: ANN401 - the types of the two are private
    """Return the beginning of a digest by OpenSSL, which is five times as fast."""
    import hashlib

    try:
        return hashlib.sha1(start, usedforsecurity=False)
    except ValueError:  # an OpenSSL without it
        return sha1(start, usedforsecurity=False)


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
        self._ahead: dict[str, Object] = {}
        self.shared = False
        """Whether several readers use this one after another, so that what one has read is kept for the next."""
        self.parsed: dict[str, tuple[Object, Any]] = {}
        """Commits, each with what `read.py` made of it, by id."""
        self.whole: dict[tuple[str, str], Any] = {}
        """Snapshots by workspace and id, if this reader is `shared`."""
        self._loose: dict[str, frozenset[str]] = {}
        """The names in folders of refs."""
        self._packed: frozenset[str] | None = None
        """The refs in the file of packed ones, once it is read."""
        self.notes: dict[str, Any] = {}
        """What readers of this repository keep as long as it is open."""

    def __enter__(self) -> Objects:
        """Return this reader."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self._end()

    def _end(self) -> None:
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None

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
        found = self._read(ident)
        if path and found and len(found.data) > _SMALL:
            self._ahead.pop(found.id, None)
        return found

    def _entries_of(self, name: str) -> dict[bytes, str] | None:
        """Return the entries of a tree, or of a commit's; None where it is missing.  By an id each is read once."""
        if name not in self._trees:
            found = self._read(name)
            if found is None or found.id != name:  # the object of a ref may be another one later
                return self._tree_of(found) if found else None
            self._trees[name] = self._tree_of(found)
        return self._trees[name]

    def read_ahead(self, ids: Iterable[str], paths: Sequence[str] = ()) -> None:
        """Read objects together, and those at `paths` in the trees of commits, so that `get` finds them in memory.

        One that is missing or damaged is left to `get`.  Waiting for git's answer to each takes most of the time that
        many small objects need.
        """
        level = list(ids)
        self._read_together(level)
        if not paths:
            return
        level = [found.data[5:45].decode(errors="replace") for ident in level if (found := self._ahead.get(ident))]
        self._read_together(level)
        wanted: dict[tuple[str, ...], list[str]] = {(): level}
        depth = max(path.count("/") for path in paths) + 1
        parts = [tuple(path.split("/")) for path in paths]
        for length in range(1, depth + 1):
            for beginning in {part[:length] for part in parts if len(part) >= length}:
                trees = (self._ahead.get(ident) for ident in wanted[beginning[:-1]])
                name = beginning[-1].encode()
                entries = (self._tree_of(tree).get(name) for tree in trees if tree and tree.kind == "tree")
                wanted[beginning] = [ident for ident in entries if ident]
            self._read_together([one for part, ids in wanted.items() if len(part) == length for one in ids])

    def _read_together(self, ids: Sequence[str]) -> None:
        wanted = [ident for ident in dict.fromkeys(ids) if ident not in self._ahead and _ID.fullmatch(ident)]
        for start in range(0, len(wanted), _TOGETHER):
            part = wanted[start : start + _TOGETHER]
            try:
                self._ask("".join(f"{ident}\n" for ident in part))
                for ident in part:
                    found = self._answer(ident)
                    if found is not None:
                        self._ahead[ident] = found
            except GitError:
                self._end()  # its other answers are not read: `get` starts a process anew and says what is damaged
                return

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
            ident = found.data[5:45].decode(errors="replace")
            inner = Object(ident, "tree", b"") if ident in self._trees else self._read(ident)
            if inner is None:
                raise GitError(f"the tree of {found.id} is missing")
            found = inner
        if found.kind != "tree":
            raise GitError(f"{found.id} is not a tree")
        if found.id not in self._trees:
            self._trees[found.id] = dict(_entries(found.data))
        return self._trees[found.id]

    def _read(self, name: str) -> Object | None:
        found = self._ahead.get(name)
        if found is None:
            self._ask(f"{name}\n")
            found = self._answer(name)
        return found

    def _ask(self, names: str) -> None:
        if self._process is None:
            self._process = spawn(self._repository, ["cat-file", "--batch"])
        assert self._process.stdin
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(names.encode())
            self._process.stdin.flush()

    def _answer(self, name: str) -> Object | None:
        process = self._process
        assert process and process.stdout
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
        folder, _, file = ref.rpartition("/")
        if folder not in self._loose:
            try:
                self._loose[folder] = frozenset(file.name for file in (self._repository / folder).iterdir())
            except OSError:
                self._loose[folder] = frozenset()
        if file in self._loose[folder] and (self._repository / ref).is_file():
            return True
        if self._packed is None:  # read here: starting git takes 5 ms
            try:
                lines = (self._repository / "packed-refs").read_text(errors="replace").splitlines()
            except OSError:
                lines = []
            self._packed = frozenset(line.partition(" ")[2] for line in lines if not line.startswith(("#", "^")))
        return ref in self._packed

    def logged(self, ref: str) -> list[str]:
        """Return the ids that a ref has had by its log, newest first; [] where it has no log."""
        return logged(self._repository, ref)

    def logged_before(self, ref: str, ident: str) -> str | None:
        """Return the id that a ref had before it was set to another one for the first time, by its log."""
        return logged_before(self._repository, ref, ident)

    def ancestors(self, ident: str) -> list[str]:
        """Return the ids of a commit and those before it as far as git can list them, newest first."""
        words = ("rev-list", "--first-parent", ident)
        found = run(self._repository, *words, tolerant=True).decode(errors="replace").split()
        return [one for one in found if _ID.fullmatch(one)]

    def _process_error(self, name: str) -> GitError:
        assert self._process
        _, errors = self._process.communicate()
        self._process = None
        return GitError(errors.decode(errors="replace").strip() or f"{name} cannot be read")


def is_intact(objects: Objects, ident: str) -> bool:
    """Return whether an object is there and can be read."""
    try:
        return objects.get(ident) is not None
    except GitError:
        return False
