"""Checks what was fetched from elsewhere, before any ref of this home is set: it is data of somebody else.

Every new commit is read whole: its one parent, its tree, its files with their digests; names, keys, sizes, paths and
numbers are those that a line made by snapshotter has.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from snapshotter.errors import RemoteFailed, StoreTooNew
from snapshotter.model import Base, Entry, Proof, Snapshot
from snapshotter.regex import regex
from snapshotter.store import layout, workspaces
from snapshotter.store.codec import FormatError, decode, loads
from snapshotter.store.repository import git
from snapshotter.store.repository.git import GitError
from snapshotter.store.repository.objects import Objects

HIGHEST = 999_999_999
"""The highest number of a snapshot."""
_MOST_COMMITS = 100_000
_MOST_BYTES = {"commit": 1 << 20, "tree": 64 << 20, "blob": 1 << 30}
_SMALL = 16 << 20
"""Bytes of a `snapshot.json`, a proof and the like."""
_LARGE = 512 << 20
"""Bytes of the commands or changes of a snapshot, and of a content that is kept for one."""
_DEEPEST = 256
_AHEAD = 600.0
"""Seconds by which the clock of another machine may be ahead."""
_IMAGE = regex(r"sha256:[0-9a-f]{64}")
_KEY = regex(r"[0-9a-f]{64}")
_SESSION = regex(r"[A-Za-z0-9_-]{0,64}")
_NAME = regex(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?(?::[0-9]{1,5})?/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*"
    r"(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?"
)
_LONGEST_NAME = 512
_PARTS = (layout.META, layout.COMMANDS, layout.CHANGES)


class Checked(Struct, frozen=True):
    """A snapshot that was checked."""

    id: str
    parent: str
    """Id of the one before, "" for the first."""
    seq: int
    workspace: str
    base: Base
    tag: str


def check_commits(
    repository: Path, tips: Collection[str], known: Iterable[str], number: Callable[[str], int], where: str
) -> list[Checked]:
    """Return the snapshots that the tips lead to and that are not `known`, oldest first; raises `RemoteFailed`.

    `known` are the ids to which refs of this home lead, `number` returns the number of a snapshot before the new ones.
    """
    with _refused(where):
        wanted = "".join([*(f"{tip}\n" for tip in tips), *(f"^{ident}\n" for ident in known)])
        listed = git.run(repository, "rev-list", "--parents", "--reverse", "--stdin", stdin=wanted.encode())
        commits = {words[0]: words[1:] for words in (line.split() for line in listed.decode().splitlines())}
        if len(commits) > _MOST_COMMITS:
            raise FormatError(f"it has more than {_MOST_COMMITS} new commits")
        every = git.run(repository, "rev-list", "--objects", "--no-object-names", "--stdin", stdin=wanted.encode())
        _check_sizes(repository, every.decode().split())
        found: dict[str, Checked] = {}
        with Objects(repository) as objects:
            reader = _Reader(objects)
            for tip in tips:
                reader.get(tip, "commit")
            for ident, parents in commits.items():
                before = found[parents[0]].seq if parents and parents[0] in found else None
                if before is None and parents:
                    before = number(parents[0])
                found[ident] = reader.check(ident, parents, before or 0)
        return list(found.values())


def _is_hex(word: bytes) -> bool:
    return not word.strip(b"0123456789abcdef")


def _check_sizes(repository: Path, idents: Iterable[str]) -> None:
    """Raise `FormatError` where an object is too large to be read; nothing of them is read."""
    asked = "".join(f"{ident}\n" for ident in idents).encode()
    for line in git.run(repository, "cat-file", "--batch-check", stdin=asked).splitlines():
        words = line.decode().split()
        if len(words) != 3 or words[1] not in _MOST_BYTES:
            raise FormatError(f"the object {words[0] if words else ''} is missing")
        if int(words[2]) > _MOST_BYTES[words[1]]:
            raise FormatError(f"the {words[1]} {words[0][:12]} has {words[2]} bytes")


class _Reader:
    """Reads commits and compares them with what a line has."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._trees: set[str] = set()
        """Ids of trees that were checked."""
        self._contents: dict[tuple[str, str], frozenset[str]] = {}
        """Names and ids of folders of contents, with the keys in them."""
        self._latest = time.time() + _AHEAD

    def check(self, ident: str, parents: list[str], before: int) -> Checked:
        """Return a snapshot that is right; raises `FormatError`."""
        commit = self.get(ident, "commit")
        head = commit.partition(b"\n\n")[0].split(b"\n")
        if len(parents) > 1 or sum(line.startswith(b"parent ") for line in head) != len(parents):
            raise FormatError(f"the commit {ident[:12]} has more than one parent")
        tree = head[0].removeprefix(b"tree ").decode("ascii", "replace")
        self._check_tree(tree, "")
        parts = [self._file(tree, path, limit) for path, limit in zip(_PARTS, (_SMALL, _LARGE, _LARGE), strict=True)]
        meta = layout.read_meta(parts[0])
        layout.summary(meta, ident, None)
        found = layout.unpack(meta, parts[1], parts[2], ident, None)
        check_snapshot(found, before, self._latest)
        self._check_contents(found, tree)
        return Checked(ident, parents[0] if parents else "", found.seq, found.workspace, found.base, found.tag)

    def get(self, name: str, kind: str) -> bytes:
        """Return the data of an object of a kind; raises `FormatError`."""
        found = self._objects.get(name)
        if found is None or found.kind != kind:
            raise FormatError(f"{name[:80]} is no {kind}")
        return found.data

    def _file(self, tree: str, path: str, limit: int) -> bytes:
        data = self.get(f"{tree}:{path}", "blob")
        if len(data) > limit:
            raise FormatError(f"{path} has {len(data)} bytes")
        return data

    def _check_tree(self, ident: str, path: str) -> None:
        """Check the names and modes below a tree: plain files and directories, and nothing that git acts on."""
        if ident in self._trees and path not in ("", layout.FOLDER, layout.CONTENTS):
            return
        if path.count("/") > _DEEPEST:
            raise FormatError("its directories are too deep")
        for mode, name, inner in entries(self.get(ident, "tree")):
            below = f"{path}/{name}" if path else name
            if not name or name in (".", "..") or "/" in name or _is_git(name):
                raise FormatError(f"it has a file named {below[:80]!r}")
            if mode == b"40000":
                if not below.startswith(f"{layout.CONTENTS}/"):
                    self._check_tree(inner, below)
            elif mode not in (b"100644", b"100755"):
                raise FormatError(f"{below[:80]!r} is neither a file nor a directory")
            elif path == "" and name == layout.FOLDER:
                raise FormatError(f"{layout.FOLDER} is no directory")
        self._trees.add(ident)

    def _check_contents(self, found: Snapshot, tree: str) -> None:
        keys = self._keys(tree)
        for change in found.changes:
            if change.content and (change.content not in keys or not _KEY.fullmatch(change.content)):
                raise FormatError(f"the content of {change.path[:80]!r} is missing")

    def _keys(self, tree: str) -> frozenset[str]:
        """Return the keys of the contents of a commit, each of which was compared with its digest."""
        if self._objects.get(f"{tree}:{layout.CONTENTS}") is None:
            return frozenset()
        keys: set[str] = set()
        for mode, name, inner in entries(self.get(f"{tree}:{layout.CONTENTS}", "tree")):
            if mode != b"40000":
                raise FormatError(f"{layout.CONTENTS}/{name[:80]} is no directory")
            if (name, inner) not in self._contents:
                self._contents[name, inner] = frozenset(self._part(name, inner))
            keys |= self._contents[name, inner]
        return frozenset(keys)

    def _part(self, folder: str, ident: str) -> Iterator[str]:
        for mode, name, inner in entries(self.get(ident, "tree")):
            if mode != b"100644" or not _KEY.fullmatch(name) or name[:2] != folder:
                raise FormatError(f"{layout.CONTENTS}/{folder}/{name[:80]!r} is no content")
            if hashlib.sha256(self.get(inner, "blob")).hexdigest() != name:
                raise FormatError(f"the content {name[:12]} does not match its digest")
            yield name


def entries(data: bytes) -> Iterator[tuple[bytes, str, str]]:
    """Yield mode, name and id of a tree's entries; raises `FormatError`."""
    at = 0
    while at < len(data):
        end = data.find(b"\0", at)
        mode, space, name = data[at:end].partition(b" ")
        if end < 0 or not space or len(data) < end + 21:
            raise FormatError("a tree is damaged")
        yield mode, name.decode("utf-8", "surrogateescape"), data[end + 1 : end + 21].hex()
        at = end + 21


def _is_git(name: str) -> bool:
    """Return whether a file system may take a name for `.git`, which a program that checks the tree out would obey."""
    plain = "".join(char for char in name if char.isprintable()).rstrip(". ").lower()
    return plain.partition(":")[0] in (".git", "git~1")


def check_snapshot(found: Snapshot, before: int, latest: float) -> None:
    """Raise `FormatError` where a snapshot has what none has that snapshotter made; `before` is the last number."""
    if not before < found.seq <= HIGHEST:
        raise FormatError(f"snapshot {found.seq} comes after snapshot {before}")
    label = f"snapshot {found.seq}"
    if not workspaces.is_name(found.workspace) or found.tag != layout.image_tag(found.workspace, found.seq):
        raise FormatError(f"{label} has the name {found.tag[:80]!r}")
    if not math.isfinite(found.created) or not 0 <= found.created <= latest:
        raise FormatError(f"{label} was made in the future, by the clock of this machine")
    if not _IMAGE.fullmatch(found.image) or found.position < 0:
        raise FormatError(f"{label} has no image")
    _check_base(found.base, label)
    for command in found.commands:
        if not _SESSION.fullmatch(command.session) or not _is_time(command.begin, command.end):
            raise FormatError(f"{label} has a command that no session recorded")
    if sorted(found.order) != list(range(len(found.order))) or len(found.order) not in (0, len(found.commands)):
        raise FormatError(f"{label} has its commands in no order")
    paths = set()
    for change in found.changes:
        _check_path(change.path, label)
        if change.path in paths:
            raise FormatError(f"{label} has {change.path[:80]!r} twice")
        paths.add(change.path)
        if change.command is not None and not 0 <= change.command < len(found.commands):
            raise FormatError(f"{label} ties {change.path[:80]!r} to no command")
        if (change.before is None) != (change.change == "added") or (change.after is None) != (
            change.change == "deleted"
        ):
            raise FormatError(f"{label} has {change.path[:80]!r} neither before nor after")
        for entry in (change.before, change.after):
            if entry is not None:
                _check_entry(entry, f"{change.path[:80]!r} of {label}", label)
        if change.content and (change.after is None or change.secret or change.content != change.after.digest):
            raise FormatError(f"{label} has another content of {change.path[:80]!r}")


def _is_time(begin: float, end: float | None) -> bool:
    return math.isfinite(begin) and (end is None or math.isfinite(end))


def _check_base(base: Base, label: str) -> None:
    if not _IMAGE.fullmatch(base.id) or not all(_IMAGE.fullmatch(layer) for layer in base.layers):
        raise FormatError(f"{label} has a base image without an id")
    for name in (base.reference, base.digest, base.local_digest):
        if name and (not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME):
            raise FormatError(f"{label} has a base image named {name[:80]!r}")
    if not base.reference:
        raise FormatError(f"{label} has a base image without a name")


def _check_path(path: str, label: str) -> None:
    parts = path.split("/")
    if not path.startswith("/") or "\0" in path or {"", ".", ".."} & set(parts[1:]):
        raise FormatError(f"{label} has the path {path[:80]!r}")


def _check_entry(entry: Entry, what: str, label: str) -> None:
    if not 0 <= entry.mode <= 0o7777 or not 0 <= entry.uid < 1 << 32 or not 0 <= entry.gid < 1 << 32:
        raise FormatError(f"{what} has an owner or a mode that no file has")
    if entry.size < 0 or (entry.digest and not _KEY.fullmatch(entry.digest)) or "\0" in entry.link:
        raise FormatError(f"{what} has a size, a digest or a link that no file has")
    if min(entry.device) < 0 or not all(_is_hex(value.encode("ascii", "replace")) for _, value in entry.xattrs):
        raise FormatError(f"{what} has attributes that no file has")
    if entry.hardlink:
        _check_path(entry.hardlink, label)


def read_proof(objects: Objects, ident: str) -> tuple[str, Proof]:
    """Return a proof of elsewhere and the id of its snapshot; raises `FormatError` or `GitError`."""
    data = _small(objects, ident)
    return str(data.get("snapshot", "")), decode(Proof, data)


def _small(objects: Objects, ident: str) -> dict[str, object]:
    found = objects.get(ident)
    if found is None or found.kind != "blob" or len(found.data) > _SMALL:
        raise FormatError(f"the object {ident[:12]} is not what its name says")
    data = loads(found.data)
    if type(data) is not dict:
        raise FormatError(f"the object {ident[:12]} is no JSON object")
    return data


def check_proofs(repository: Path, proofs: Mapping[int, str], where: str) -> None:
    """Raise `RemoteFailed` where one of the proofs is none."""
    with _refused(where):
        _check_sizes(repository, proofs.values())
        with Objects(repository) as objects:
            for ident in proofs.values():
                read_proof(objects, ident)


@contextlib.contextmanager
def _refused(where: str) -> Iterator[None]:
    """Translate the errors of what was fetched into one that says whose fault it is."""
    try:
        yield
    except StoreTooNew as error:
        raise StoreTooNew(f"{where}: {error.message}", error.hint) from error
    except (GitError, ValueError) as error:  # a `FormatError` is one, and so is a name that is not UTF-8
        reason = str(error).splitlines()[-1] if str(error) else "unreadable"
        raise RemoteFailed(
            f"{where} has no line of snapshots that can be taken over: {reason}",
            "nothing was changed here; ask whoever pushed it, or name another repository",
        ) from error
