"""Reads the snapshots of the lines: a workspace's own, those on other branches and tags, and their contents.

`read.py` reads single ones, `layout.py` describes their files.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from snapshotter.errors import NotFound, StoreError, StoreTooNew
from snapshotter.model import Snapshot
from snapshotter.store import layout, read
from snapshotter.store.layout import Summary
from snapshotter.store.read import Damaged, branch, damage_errors
from snapshotter.store.repository import git, operations, refs
from snapshotter.store.repository.access import Repository
from snapshotter.store.repository.objects import Object, Objects
from snapshotter.store.repository.operations import Operation
from snapshotter.store.repository.refs import Refs

_CONTENTS_AHEAD = 256
"""Contents that are read together."""


class LineReader(Repository):
    """Reads the snapshots of every workspace below one home."""

    def names(self) -> list[str]:
        """List the workspaces that have snapshots, sorted, those whose branch is damaged or lost included."""
        if not self._exists():
            return []
        with damage_errors("the line"):
            return [ref.removeprefix(branch("")) for ref in git.known_refs(self.repository, branch(""))]

    def head(self, name: str) -> str | None:
        """Return the id of the newest snapshot, None where there is none."""
        with self._objects() as objects:
            return read.newest(objects, name) if objects else None

    def summaries(self, name: str, at: str = "", *, count: int = 0, down_to: int = 0) -> list[Summary]:
        """List the summaries of a workspace's snapshots, oldest first; raises `StoreError` where the newest is damaged.

        The newest is the one at which the workspace is, or the one with the id `at`.  The summary of an earlier one
        that cannot be read has its `damage`.  Of a long line only the newest `count` are read, or those down to the
        first whose number is not above `down_to`.
        """
        with self._objects() as objects:
            if objects is None:
                return []
            found = [
                layout.unreadable(name, one.seq, one.id, one.error.message)
                if isinstance(one, Damaged)
                else read.summary(objects, name, *one)
                for one in read.walk(objects, name, at, count=count, down_to=down_to)
            ]
        return found[::-1]

    def readable(self, name: str, at: str = "") -> list[Snapshot | Damaged]:
        """List a workspace's whole snapshots, oldest first, with those that cannot be read as `Damaged`.

        The newest is as for `summaries`; raises `StoreError` where it cannot be read.
        """
        found: list[Snapshot | Damaged] = []
        with self._objects() as objects:
            for one in read.read_ahead(objects, read.walk(objects, name, at)) if objects else ():
                if objects is None or isinstance(one, Damaged):
                    found.append(one)  # type: ignore[arg-type]
                    continue
                try:
                    found.append(read.snapshot(objects, name, *one))
                except StoreTooNew:
                    raise
                except StoreError as error:
                    if not found:
                        raise
                    found.append(Damaged(one[1]["seq"], one[0], error))
        return found[::-1]

    def change_lists(self, name: str) -> Iterator[bytes]:
        """Yield the stored list of changed paths of each snapshot as text, newest first, but damaged ones."""
        with self._objects() as objects:
            for one in read.walk(objects, name) if objects else ():
                if objects and not isinstance(one, Damaged) and (found := objects.get(f"{one[0]}:{layout.CHANGES}")):
                    yield found.data

    def snapshots(self, name: str, until: int | None = None) -> list[Snapshot]:
        """List a workspace's whole snapshots, oldest first, up to number `until`; raises `StoreError`.

        That one need not be on the line: then those before it are listed.
        """
        with self._objects() as objects:
            if objects is None:
                return []
            listed = list(read.history(objects, name))
            if until is not None:
                start = next((number for number, (_, meta) in enumerate(listed) if meta["seq"] == until), None)
                other = self._elsewhere(objects, name, until) if start is None else ""
                listed = list(read.history(objects, name, other)) if other else listed[start or 0 :]
            ahead = read.read_ahead(objects, listed)
            found = [read.snapshot(objects, name, *one) for one in ahead if not isinstance(one, Damaged)]
        return found[::-1]

    def snapshot(self, name: str, seq: int, at: str = "") -> Snapshot:
        """Return one whole snapshot, on the line or elsewhere in the workspace; raises `NotFound` or `StoreError`.

        Nothing else is read where its id is given by `at`.
        """
        with self._objects() as objects:
            if objects and at:
                return read.snapshot(objects, name, *next(read.history(objects, name, at)))
            for one in read.walk(objects, name, down_to=seq) if objects else ():
                if isinstance(one, Damaged):
                    if one.seq == seq:
                        raise one.error
                elif one[1]["seq"] == seq and objects:
                    return read.snapshot(objects, name, *one)
            other = self._elsewhere(objects, name, seq) if objects else ""
            if objects and other:
                return read.snapshot(objects, name, *next(read.history(objects, name, other)))
        raise NotFound(f"workspace {name} has no snapshot {seq}", f"`snap log -n {name}` lists them")

    def refs(self, name: str) -> Refs:
        """Return where a workspace's branches, tags and other snapshots are; raises `StoreError`."""
        if not self._exists():
            return Refs()
        with damage_errors(f"the line of {name}"):
            return refs.read_refs(self.repository, name)

    def all_refs(self, name: str) -> dict[str, str]:
        """Return every ref of a workspace with its object's id; raises `StoreError`."""
        with damage_errors(f"the line of {name}"):
            return refs.all_refs(self.repository, name) if self._exists() else {}

    def others(self, name: str) -> list[Summary]:
        """List the summaries of the snapshots of a workspace that are not on its line, by number.

        One that cannot be read has its `damage`.
        """
        with self._objects() as objects:
            if objects is None:
                return []
            found: dict[str, Summary] = {}
            own = read.walk(objects, name)
            known = {one.id if isinstance(one, Damaged) else one[0] for one in own}
            at = self.refs(name)
            numbers = {ident: seq for seq, ident in at.others.items()}
            for ident in at.ids():
                if ident in known or ident in found or ident == at.head:
                    continue
                try:
                    walked = read.walk(objects, name, ident, known=known | found.keys())
                except StoreTooNew:
                    raise
                except StoreError as error:
                    found[ident] = layout.unreadable(name, numbers.get(ident, 0), ident, error.message)
                    continue
                for one in walked:
                    key = (one.id or f"{ident}~{one.seq}") if isinstance(one, Damaged) else one[0]
                    if key in known or key in found:
                        break
                    if isinstance(one, Damaged):
                        found[key] = layout.unreadable(name, one.seq, one.id, one.error.message)
                    else:
                        found[key] = read.summary(objects, name, *one)
        return sorted(found.values(), key=lambda one: (one.seq, one.created))

    def every(self, name: str) -> tuple[list[Summary], dict[str, str]]:
        """List the summaries of all snapshots of a workspace by number, and the id of the one before each, by id."""
        found: dict[str, Summary] = {}
        before: dict[str, str] = {}
        with self._objects() as objects:
            head = read.newest(objects, name) if objects else None
            for ident in dict.fromkeys([*filter(None, [head]), *self.refs(name).ids()]) if objects else ():
                walked = [] if ident in found else read.walk(objects, name, ident, known=found)  # type: ignore[arg-type]
                after = ""
                for one in walked:
                    if isinstance(one, Damaged):
                        summary = layout.unreadable(name, one.seq, one.id, one.error.message)
                    else:
                        summary = read.summary(objects, name, *one)  # type: ignore[arg-type]
                    if after:
                        before[after] = summary.id
                    if summary.id:
                        found[summary.id] = summary
                    after = summary.id
                if after and objects:
                    before[after] = read.before(objects, name, after) or ""
        return sorted(found.values(), key=lambda one: (one.seq, one.created)), before

    def next_number(self, name: str) -> int:
        """Return the number of the next snapshot: above all that the workspace has used."""
        found = self.refs(name)
        with self._objects() as objects:
            numbers = [found.number, *found.others]
            there = [ident for ref, ident in found.remotes.items() if ref.split("/")[1] in ("heads", "tags")]
            numbers.extend(int(ref.rpartition("/")[2]) for ref in found.remotes if ref.split("/")[1] == "snapshots")
            ids = dict.fromkeys(filter(None, [found.head, *found.branches.values(), *found.tags.values(), *there]))
            for ident in ids if objects else ():
                with contextlib.suppress(StoreError):  # a damaged one: whoever reads its line reports it
                    numbers.extend(meta["seq"] for _, meta in islice(read.history(objects, name, ident), 1))  # type: ignore[arg-type]
            head = read.newest(objects, name) if objects and not found.head else None
            if objects and head:  # the branch is lost and its log names the newest
                numbers.extend(meta["seq"] for _, meta in islice(read.history(objects, name, head), 1))
        return max(numbers, default=0) + 1

    def _elsewhere(self, objects: Objects, name: str, seq: int) -> str:
        """Return the id of the snapshot with a number that is not on the workspace's line, "" where there is none."""
        found = self.refs(name)
        if seq in found.others:
            return found.others[seq]
        seen: set[str] = set()
        for ident in found.ids():
            for one in read.walk(objects, name, ident, known=seen):
                if not isinstance(one, Damaged):
                    if one[1]["seq"] == seq:
                        return one[0]
                    seen.add(one[0])
        return ""

    @contextlib.contextmanager
    def contents(self, name: str, expected: Iterable[str] = ()) -> Iterator[Callable[[str], bytes]]:
        """Yield a function from key to content, which reads all contents with one process.

        Keys that are `expected`, in this order, are read many at a time.
        """
        with self._objects() as objects:
            tips: list[str] = []
            coming, waiting = iter(expected), set[str]()

            def content(key: str) -> bytes:
                found = None
                with damage_errors(f"a content in the line of {name}"):
                    if objects and key not in waiting and (ahead := list(islice(coming, _CONTENTS_AHEAD))):
                        waiting.update(ahead)
                        if tip := read.newest(objects, name):
                            objects.read_ahead([tip], [layout.content_path(one) for one in ahead])
                    if objects:
                        found = self._find_content(objects, name, key, tips)
                if found is None:
                    raise NotFound(
                        f"the line of {name} does not hold the content {key}",
                        f"`snap doctor -n {name}` checks the line",
                    )
                return found.data

            yield content

    def _find_content(self, objects: Objects, name: str, key: str, tips: list[str]) -> Object | None:
        """Return a content of a workspace's line, else of its other snapshots; `tips` is where to look first."""
        if not tips and (newest := read.newest(objects, name)):
            tips.append(newest)
        path = layout.content_path(key)
        for tip in tips:
            if found := objects.get(f"{tip}:{path}"):
                return found
        for tip in self.refs(name).ids():
            if tip not in tips and (found := objects.get(f"{tip}:{path}")):
                tips.append(tip)
                return found
        return None

    def content(self, name: str, key: str) -> bytes:
        """Return the content that the line holds under a sha256; raises `NotFound`."""
        with self.contents(name) as content:
            return content(key)

    def dockerfiles(self, idents: Sequence[str]) -> list[bytes]:
        """Return the Dockerfiles in the trees of snapshots, b"" for one that has none."""
        with self._objects() as objects, damage_errors("the recipe of a snapshot"):
            found = [objects.get(f"{ident}:Dockerfile") if objects else None for ident in idents]
        return [one.data if one else b"" for one in found]

    def operations(self) -> Iterator[Operation]:
        """Yield the operations on all lines and workspaces, newest first; raises `StoreError`."""
        with self._objects() as objects:
            if objects is not None:
                with damage_errors("the log of operations"):
                    yield from operations.walk(objects)
