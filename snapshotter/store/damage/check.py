"""Checks a workspace's line for damage: every snapshot, change and content is read and compared with its digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from snapshotter.errors import StoreError
from snapshotter.model import Snapshot
from snapshotter.store import layout, read
from snapshotter.store.codec import FormatError
from snapshotter.store.repository.git import GitError
from snapshotter.store.repository.objects import Objects


def problems(objects: Objects, name: str, tips: Iterable[str] = ()) -> Iterator[str]:
    """Yield each problem of a workspace's line as one sentence; nothing where there are none.

    `tips` are the ids of its branches, tags and other snapshots, which are read too.
    """
    intact: set[str] = set()
    seen: set[str] = set()
    yield from _problems_of_line(objects, name, intact, seen)
    for tip in tips:
        if tip not in seen:
            yield from _problems_before(objects, name, tip, intact, seen)


def _problems_before(objects: Objects, name: str, tip: str, intact: set[str], seen: set[str]) -> Iterator[str]:
    """Yield the problems of a snapshot that need not be on the line, and of those before it that are not `seen`."""
    try:
        found = read.walk(objects, name, tip)
    except StoreError as error:
        seen.add(tip)
        yield f"{error.message} (its id is {tip[:12]}, and it is on no line)"
        return
    for one in found:
        ident = one.id if isinstance(one, read.Damaged) else one[0]
        if ident in seen:
            return
        seen.add(ident)
        yield from _problems_of(objects, name, one, intact)


def _problems_of_line(objects: Objects, name: str, intact: set[str], seen: set[str]) -> Iterator[str]:
    try:
        found = read.walk(objects, name)
    except StoreError as error:
        yield f"{error.message}; the snapshots before it cannot be read"
        return
    yield from _damaged_branch(objects, name, found)
    for one in found:
        seen.add(one.id if isinstance(one, read.Damaged) else one[0])
        yield from _problems_of(objects, name, one, intact)


def _problems_of(
    objects: Objects, name: str, one: tuple[str, read.Meta] | read.Damaged, intact: set[str]
) -> Iterator[str]:
    if isinstance(one, read.Damaged):
        yield one.error.message
        return
    if not read.is_proof_readable(objects, name, one[1]["seq"]):
        yield f"the proof of snapshot {one[1]['seq']} of {name} is damaged"
    try:
        yield from _damaged_contents(objects, read.snapshot(objects, name, *one), intact)
    except StoreError as error:
        yield error.message


def _damaged_branch(objects: Objects, name: str, found: list[tuple[str, read.Meta] | read.Damaged]) -> Iterator[str]:
    if found and objects.get(read.branch(name)) is None and not isinstance(found[0], read.Damaged):
        yield f"the branch of {name} is lost; its log names snapshot {found[0][1]['seq']}"


def _damaged_contents(objects: Objects, snapshot: Snapshot, intact: set[str]) -> Iterator[str]:
    for change in snapshot.changes:
        if change.content and change.content not in intact:
            damage = _damage(objects, snapshot.id, change.content)
            if damage:
                label = f"snapshot {snapshot.seq} of {snapshot.workspace}"
                yield f"{label}: the content of {change.path!r} is damaged: {damage}"
            else:
                intact.add(change.content)


def _damage(objects: Objects, commit: str, key: str) -> str:
    try:
        data = read.read_object(objects, f"{commit}:{layout.content_path(key)}").data
    except (GitError, FormatError) as error:
        return str(error)
    return "" if hashlib.sha256(data).hexdigest() == key else "it does not match its digest"
