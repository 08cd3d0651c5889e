"""The log of operations: one commit for each verb that changed a line or a workspace, on a ref of its own.

A commit's message is the operation as JSON, its first parent the operation before.  Its other parents are the
snapshots that it took from a ref, and its tree holds other objects that it did: so whatever an operation removed can
be had back, until `snap gc` cuts the log.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.store.codec import FormatError, decode, dumps, encode, loads
from snapshotter.store.repository import git
from snapshotter.store.repository.fast_import import AUTHOR
from snapshotter.store.repository.git import NO_OBJECT, GitError
from snapshotter.store.repository.objects import Objects, put
from snapshotter.store.repository.refs import OPERATIONS, RefChanges

_ALONE = 32
"""Operations that are read one by one before all others are read together."""
_EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"


class Operation(Struct, frozen=True):
    """One verb that changed a line or a workspace."""

    verb: str
    workspace: str
    text: str
    """What it did, in one line."""
    time: float
    refs: tuple[tuple[str, str, str], ...] = ()
    """The refs that it set: name, id before and id after, `NO_OBJECT` where there is none."""
    before: str = ""
    """The content of the workspace's file before, "" where there was none or it stayed."""
    after: str = ""
    kept: str = ""
    """Id of the snapshot in which it kept work that was not committed."""
    undoes: str = ""
    """Id of the operation that it undid."""
    folder: str = ""
    """Name of the folder in which what a removed workspace had is kept."""
    struck: tuple[tuple[str, int], ...] = ()
    """The commands that it took out of the record: the session and the number there of each."""
    first: bool = False
    """Whether the log begins with it."""
    id: str = ""

    def changes(self) -> RefChanges:
        """Return the refs that it set, each with its id before and after."""
        return {ref: (before, after) for ref, before, after in self.refs}


def operation(verb: str, workspace: str, text: str, refs: RefChanges | None = None) -> Operation:
    """Return an operation of now."""
    changed = tuple((ref, before, after) for ref, (before, after) in (refs or {}).items() if before != after)
    return Operation(verb, workspace, text, time.time(), changed)


def newest(repository: Path) -> str | None:
    """Return the id of the newest operation; None where there is none, or it is damaged and the log begins anew."""
    git.remove_broken_refs(repository, [OPERATIONS])
    found = git.ref(repository, OPERATIONS)
    if found is None or (repository / "objects" / found[:2] / found[2:]).is_file():
        return found
    with Objects(repository) as objects, contextlib.suppress(GitError):
        if objects.get(found) is not None:
            return found
    git.update_refs(repository, {OPERATIONS: (NO_OBJECT, None)})
    return None


def store(repository: Path, done: Operation, previous: str | None) -> str:
    """Write an operation after the previous one and return its id; nothing refers to it yet.  Raises `StoreError`."""
    before = {ident: ref for ref, ident, _ in done.refs if ident != NO_OBJECT}
    proofs = sorted(ident for ident, ref in before.items() if ref.startswith("refs/proofs/"))
    tree = _EMPTY_TREE
    if proofs or not (repository / "objects" / tree[:2] / tree[2:]).exists():
        tree = put(repository, b"tree", b"".join(b"100644 %s\0" % i.encode() + bytes.fromhex(i) for i in proofs))
    commits = (ident for ident in before if ident not in proofs)
    parents = "".join(f"parent {ident}\n" for ident in dict.fromkeys((*filter(None, [previous]), *commits)))
    who = f"{AUTHOR} {int(done.time)} +0000"
    head = f"tree {tree}\n{parents}author {who}\ncommitter {who}\n\n"
    data = dumps(encode(replace(done, id="", first=not previous))) + b"\n"
    return put(repository, b"commit", head.encode() + data)


def walk(objects: Objects) -> Iterator[Operation]:
    """Yield the operations, newest first; raises `FormatError` or `GitError` where one is damaged."""
    found, steps = objects.get(OPERATIONS), 0
    while found is not None:
        steps += 1
        if steps == _ALONE:
            objects.read_ahead(objects.ancestors(found.id))
        head, _, message = found.data.partition(b"\n\n")
        done = decode(Operation, loads(message))
        yield replace(done, id=found.id)
        if done.first:
            return
        parents = [line[7:].decode() for line in head.split(b"\n") if line.startswith(b"parent ")]
        found = objects.get(parents[0]) if parents else None
        if found is None:
            raise FormatError(f"the operation before {done.text!r} is missing")


def cut(repository: Path, keep: Callable[[Operation], bool]) -> None:
    """Write the log again with some of its operations, so that what the others kept can be removed.

    A damaged log is dropped.  Must be called while the repository is locked.  Raises `GitError` or `StoreError`.
    """
    before, kept = newest(repository), list[Operation]()
    if before is None:
        return
    with Objects(repository) as objects, contextlib.suppress(FormatError, GitError):
        kept = [one for one in walk(objects) if keep(one)]
    previous, ids = None, dict[str, str]()
    for one in reversed(kept):
        previous = ids[one.id] = store(repository, replace(one, undoes=ids.get(one.undoes, "")), previous)
    git.update_refs(repository, {OPERATIONS: (previous or NO_OBJECT, before)})


def undone(operations: Sequence[Operation]) -> set[str]:
    """Return the ids of the operations that count as undone; `operations` are newest first."""
    found: set[str] = set()
    for one in operations:
        if one.undoes and one.id not in found:
            found.add(one.undoes)
    return found
