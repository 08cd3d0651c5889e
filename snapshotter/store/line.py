"""The line: the snapshots of every workspace in one bare git repository, with one branch for each workspace.

A write stores the data first and then sets the ref, by compare-and-swap: a crash leaves the old line or the new one.
Paths are opaque and there is never a work tree, so that no file of a container can change what git does.
`layout.py` describes a snapshot's files, `read.py` reads them, `damage/check.py` compares them with their digests.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.errors import Conflict, NotFound, StoreError, StoreTooNew
from snapshotter.model import Base, Proof, Snapshot
from snapshotter.store import layout, read
from snapshotter.store.codec import FormatError, dumps, encode, loads
from snapshotter.store.damage import lost
from snapshotter.store.damage.lost import LostSnapshot
from snapshotter.store.layout import Summary
from snapshotter.store.paths import guarded, make_directory
from snapshotter.store.read import Damaged, branch, damage_errors, proof_ref, read_object
from snapshotter.store.repository import git, operations, refs
from snapshotter.store.repository.fast_import import check_context_path, commit_stream
from snapshotter.store.repository.git import NO_OBJECT, REPAIR_HINT, GitError
from snapshotter.store.repository.objects import Object, Objects, object_id, put
from snapshotter.store.repository.operations import Operation, operation
from snapshotter.store.repository.refs import RefChanges, Refs
from snapshotter.store.repository.remote.received import RECEIVED, Received, read_received, to_bytes

FORMAT_FILE = "snapshotter-format"
"""Name of the file in the repository's own folder with the version of the format of everything in it."""

_CONTENTS_AHEAD = 256
"""Contents that are read together."""

IGNORE = ".dockerignore"
_IGNORE_FOLDER = f"\n{layout.FOLDER}\n".encode()
"""Keeps a build from the commit's tree from sending snapshotter's own data to the engine."""


class NewCommit(Struct, frozen=True):
    """A snapshot that is to be stored, with what else the tree of its commit holds."""

    snapshot: Snapshot
    recipe: Mapping[str, tuple[int, bytes]]
    """The Dockerfile and its context: path → mode and content."""
    contents: Mapping[str, bytes]
    """Contents of files by key."""
    kept: str
    """Id of the commit whose contents stay in the tree."""
    whole_tree: bool = False
    """Whether all else in the tree of that commit stays as well, so that `recipe` has only what differs."""


class Line:
    """The snapshots of every workspace below one home; opening it reads and writes nothing."""

    def __init__(self, home: Path) -> None:
        """`home` is $SNAP_HOME; the repository is created by `prepare` or the first write."""
        self.repository = home / "line.git"

    def prepare(self) -> None:
        """Create the repository where it is missing; raises `StoreError` where git is missing or the disk refuses."""
        if not self._exists():
            make_directory(self.repository.parent)
            git.create(self.repository, {FORMAT_FILE: f"{layout.FORMAT}\n"})

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

    def ids(self) -> list[str]:
        """Return the ids of all snapshots that a ref of any workspace names."""
        if not self._exists():
            return []
        with damage_errors("the line"):
            return [ident for ref, ident in git.refs(self.repository, *refs.SNAPSHOTS) if "/proofs/" not in ref]

    def has(self, ident: str) -> bool:
        """Return whether the snapshot with an id is here."""
        with self._objects() as objects:
            return objects is not None and _is_intact(objects, ident)

    def number(self, ident: str) -> int:
        """Return the number of the snapshot with an id; raises `StoreError`."""
        with self._objects() as objects:
            found = next(read.history(objects, "", ident), None) if objects else None
        return int(found[1]["seq"]) if found else 0

    def base_of(self, ident: str) -> Base:
        """Return the base image of the snapshot with an id; raises `StoreError`."""
        with self._objects() as objects:
            assert objects
            return read.snapshot(objects, "", *next(read.history(objects, "", ident))).base

    def ancestors(self, ident: str) -> list[str]:
        """Return the ids of a snapshot and of those before it, newest first, as far as they are here."""
        with self._objects() as objects:
            return objects.ancestors(ident) if objects else []

    def recipe(self, ident: str) -> Iterator[tuple[str, bool, bytes]]:
        """Yield the files of a snapshot's recipe: path, whether it has the x bit, content; raises `StoreError`."""
        with self._objects() as objects, damage_errors("the recipe of a snapshot"):
            out = git.run(self.repository, "ls-tree", "-r", "-z", "--full-tree", ident)
            for line in out.split(b"\0")[:-1]:
                (mode, _, blob), path = line.partition(b"\t")[0].split(), os.fsdecode(line.partition(b"\t")[2])
                if objects and not path.startswith(f"{layout.FOLDER}/"):
                    yield path, mode == b"100755", read_object(objects, blob.decode()).data

    def proven(self, proof: str) -> str:
        """Return the id of the snapshot for which a proof with an id was made, "" where it cannot be read."""
        with self._objects() as objects, contextlib.suppress(GitError, FormatError):
            data = loads(read_object(objects, proof).data) if objects else None
            return str(data.get("snapshot", "")) if type(data) is dict else ""
        return ""

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

    def write(
        self,
        snapshot: Snapshot,
        contents: Mapping[str, bytes],
        recipe: Mapping[str, bytes],
        parent: str | None,
        executable: Container[str] = (),
        *,
        branch: str = "",
        aside: bool = False,
        verb: str = "commit",
    ) -> Snapshot:
        """Add a snapshot after `parent` and return it with its id.

        `recipe` is the Dockerfile and its context by relative path, `executable` its files with the x bit, `branch`
        the one that goes along.  One `aside` is kept while the workspace stays where it is.  `verb` names the
        operation, "" where it is a part of one that is recorded already.  Raises `Conflict` where
        the workspace is not at `parent`, `StoreError` where the disk refuses; in both cases the line is unchanged.
        """
        self.prepare()
        name = snapshot.workspace
        files = {check_context_path(path): data for path, data in recipe.items()}
        files[IGNORE] = recipe.get(IGNORE, b"") + _IGNORE_FOLDER
        files |= layout.pack(snapshot) | {layout.content_path(key): data for key, data in contents.items()}
        stream = commit_stream(snapshot.message, snapshot.created, parent, files, self._kept(parent), executable)
        with git.exclusive(self.repository):
            with self._writing(f"cannot write snapshot {snapshot.seq} of {name}"):
                self._restore_branch(name, parent)
                self._renew_damaged(files.values())
                ident = git.fast_import(self.repository, stream).decode().strip()
            if aside:
                self._set(name, {refs.snapshot_ref(name, snapshot.seq): refs.created(ident)})
            else:
                changes = self._after_commit(name, ident, parent, branch)
                first, _, _ = snapshot.message.partition("\n")
                done = operation(verb, name, f"snapshot {snapshot.seq}: {first}", changes) if verb else None
                self._set(name, changes, done)
        return replace(snapshot, id=ident)

    def _after_commit(self, name: str, ident: str, parent: str | None, branch: str) -> RefChanges:
        changes = {refs.head_ref(name): (parent or NO_OBJECT, ident)}
        if branch and parent and (at := git.ref(self.repository, refs.branch_ref(name, branch))):
            changes[refs.branch_ref(name, branch)] = (at, ident)
        return changes

    def change(self, name: str, changes: RefChanges, done: Operation) -> str:
        """Set refs of a workspace, all or none, with the operation that does it; return that one's id.

        Raises `Conflict` where a ref is not where the changes say, `StoreError` where the disk refuses.
        """
        self.prepare()
        with git.exclusive(self.repository):
            return self._set(name, changes, done)

    def receive(self, name: str, changes: RefChanges, done: Operation, received: Received, fetched: Path) -> str:
        """As `change`, with the objects of a repository in which they were checked, and where they came from."""
        from snapshotter.store.repository.remote.scratch import take_objects

        with git.exclusive(self.repository):
            with self._writing(f"cannot take over what was fetched for {name}"):
                take_objects(fetched, self.repository)
                more = self._received(received)
            return self._set(name, changes, done, more)

    def know_images(self, images: Mapping[str, str]) -> None:
        """Store which images here are those of other engines: the id there, or the one here until now → the id here."""
        if images:
            with git.exclusive(self.repository):
                known = {there: images[at] for there, at in self.received().images.items() if at in images}
                more = self._received(Received(images={**images, **known}))
                with self._writing("cannot store which images are here"):
                    git.update_refs(self.repository, dict(more))

    def received(self) -> Received:
        """Return what came from elsewhere; raises `StoreError` where that is damaged."""
        with self._objects() as objects, damage_errors("the record of what came from elsewhere"):
            return read_received(objects) if objects else Received()

    def proofs_elsewhere(self, name: str, seq: int, ident: str) -> list[tuple[str, Proof]]:
        """Return the proofs of a snapshot that remotes have, with the remotes; those that cannot be read are left out.

        They say what others found, and count for nothing here.
        """
        from snapshotter.store.repository.remote.check import read_proof

        found: list[tuple[str, Proof]] = []
        with self._objects() as objects:
            for ref, blob in self.refs(name).remotes.items() if objects else ():
                remote, _, rest = ref.partition("/")
                if rest == f"proofs/{seq}" and objects:
                    with contextlib.suppress(GitError, FormatError):
                        of, proof = read_proof(objects, blob)
                        if of == ident:
                            found.append((remote, proof))
        return found

    def _received(self, new: Received) -> dict[str, tuple[str, str | None]]:
        """Write what came from elsewhere, with what is known already; return the change of its ref."""
        with Objects(self.repository) as objects, damage_errors("the record of what came from elsewhere"):
            known = read_received(objects)
        before = git.ref(self.repository, RECEIVED) or NO_OBJECT
        blob = put(self.repository, b"blob", to_bytes(known | new))
        return {RECEIVED: (blob, before)}

    def put_commits(self, commits: Sequence[NewCommit], parent: str | None) -> list[Snapshot]:
        """Store snapshots in a row after `parent` and return them with their ids; `change` has to set a ref to them."""
        self.prepare()
        stream = (piece for pieces in self._streams(commits, parent) for piece in pieces)
        with git.exclusive(self.repository), self._writing("cannot write the snapshots"):
            ids = git.fast_import(self.repository, stream).decode().split()
        return [replace(one.snapshot, id=ident) for one, ident in zip(commits, ids, strict=True)]

    def _streams(self, commits: Sequence[NewCommit], parent: str | None) -> Iterator[Iterator[bytes]]:
        with self._objects() as objects:
            for mark, one in enumerate(commits, 1):
                made = one.snapshot
                files = {check_context_path(path): data for path, (_, data) in one.recipe.items()}
                files[IGNORE] = files.get(IGNORE, b"") + _IGNORE_FOLDER
                files |= layout.pack(made) | {layout.content_path(key): data for key, data in one.contents.items()}
                executable = {path for path, (mode, _) in one.recipe.items() if mode & 0o111}
                self._renew_damaged(files.values())
                if one.whole_tree and objects:
                    kept = [("", read_object(objects, f"{one.kept}^{{tree}}").id)]
                    del files[IGNORE]
                else:
                    kept = _kept(objects, one.kept) if objects else []
                at = parent if mark == 1 else f":{mark - 1}"
                yield commit_stream(
                    made.message, made.created, at, files, kept, executable, mark, last=mark == len(commits)
                )

    def dockerfiles(self, idents: Sequence[str]) -> list[bytes]:
        """Return the Dockerfiles in the trees of snapshots, b"" for one that has none."""
        with self._objects() as objects, damage_errors("the recipe of a snapshot"):
            found = [objects.get(f"{ident}:Dockerfile") if objects else None for ident in idents]
        return [one.data if one else b"" for one in found]

    def put_proof(self, snapshot: str, proof: Proof) -> str:
        """Store the proof of the snapshot with an id and return its own id; `change` has to set a ref to it."""
        text = dumps({"format": layout.FORMAT, "snapshot": snapshot} | encode(proof)) + b"\n"
        with git.exclusive(self.repository), self._writing("cannot store a proof"):
            return put(self.repository, b"blob", text)

    def operations(self) -> Iterator[Operation]:
        """Yield the operations on all lines and workspaces, newest first; raises `StoreError`."""
        with self._objects() as objects:
            if objects is not None:
                with damage_errors("the log of operations"):
                    yield from operations.walk(objects)

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

    def add_proof(self, name: str, seq: int, proof: Proof) -> None:
        """Store the outcome of proving a snapshot, replacing an earlier one; raises `NotFound`."""
        ident = next((one.id for one in self.summaries(name, down_to=seq)[:1] if one.seq == seq), "")
        with self._objects() as objects:
            ident = ident or (self._elsewhere(objects, name, seq) if objects else "")
        if not ident:
            raise NotFound(f"workspace {name} has no snapshot {seq}", f"`snap log -n {name}` lists them")
        text = dumps({"format": layout.FORMAT, "snapshot": ident} | encode(proof)) + b"\n"
        with git.exclusive(self.repository), self._writing(f"cannot store the proof of snapshot {seq} of {name}"):
            blob = put(self.repository, b"blob", text)
            git.remove_broken_refs(self.repository, [proof_ref(name, seq)])
            git.update_refs(self.repository, {proof_ref(name, seq): (blob, None)})

    def remove(self, name: str, done: Operation) -> None:
        """Remove all refs of a workspace; the operation keeps what they led to.  A missing line is ignored."""
        if not self._exists():
            self.prepare()
        with git.exclusive(self.repository):
            with self._writing(f"cannot remove the line of {name}"):
                gone = {ref: (ident, NO_OBJECT) for ref, ident in self._known(name).items()}
            git.remove_log(self.repository, branch(name))  # first: a branch without its log is no lost branch
            self._set(name, gone, replace(done, refs=tuple((ref, *ids) for ref, ids in gone.items())))

    def _known(self, name: str) -> dict[str, str]:
        """Return a workspace's refs, those that lead to a missing object left out and removed."""
        proofs = proof_ref(name, 0).rpartition("/")[0]
        loose = (f"{proofs}/{file.name}" for file in (self.repository / proofs).glob("*"))
        git.remove_broken_refs(self.repository, [branch(name), *loose])
        found = refs.all_refs(self.repository, name)
        with self._objects() as objects:
            damaged = {ref for ref, ident in found.items() if objects is None or not _is_intact(objects, ident)}
        git.update_refs(self.repository, dict.fromkeys(damaged, (NO_OBJECT, None)))
        return {ref: ident for ref, ident in found.items() if ref not in damaged}

    def delete(self, name: str) -> None:
        """Remove a workspace's line, its proofs and the objects that only they held; a missing line is ignored.

        What no ref held before stays: it may be another workspace's line whose branch is lost.
        """
        if not self._exists():
            return
        with git.exclusive(self.repository), contextlib.ExitStack() as others:
            intact = False
            with contextlib.suppress(GitError):  # a damaged or full store: the line is removed all the same
                lost.release(self.repository)
                others.enter_context(lost.kept(self.repository))
                intact = True
            with self._writing(f"cannot remove the line of {name}"):
                gone = self._known(name)
                git.remove_log(self.repository, branch(name))  # first: a branch without its log is no lost branch
                git.update_refs(self.repository, dict.fromkeys(gone, (NO_OBJECT, None)))
                before = self._last_removal(name)
                operations.cut(self.repository, lambda one: one.workspace != name or one.time <= before)
            if intact:
                with contextlib.suppress(GitError):
                    git.prune(self.repository)

    def _last_removal(self, name: str) -> float:
        """Return the time of the last removal of a workspace of that name that can still be undone, 0 without one."""
        undone = set[str]()
        with self._objects() as objects, contextlib.suppress(GitError, FormatError):
            for one in operations.walk(objects) if objects else ():
                if one.workspace == name and one.folder and one.id not in undone:
                    return one.time
                undone.add(one.undoes)
        return 0.0

    def removable(self) -> int:
        """Return the number of objects that no snapshot and no proof holds for longer than `lost.GRACE`."""
        if not self._exists():
            return 0
        with git.exclusive(self.repository), self._writing("cannot look for unused objects of the line"):
            lost.release(self.repository)
            return lost.removable(self.repository)

    def forget(self) -> None:
        """Remove the objects that no snapshot and no proof holds for longer than `lost.GRACE`."""
        with git.exclusive(self.repository), self._writing("cannot remove unused objects of the line"):
            git.prune(self.repository, lost.GRACE)

    def forget_operations(self, folder: str) -> None:
        """Cut the log of operations, so that nothing of the workspace removed into a folder is kept by it."""
        with git.exclusive(self.repository), self._writing("cannot cut the log of operations"):
            with self._objects() as objects:
                every = list(operations.walk(objects)) if objects else []
            gone = next((one for one in every if one.folder == folder), None)
            if gone is not None:
                operations.cut(self.repository, lambda one: one.workspace != gone.workspace or one.time > gone.time)

    def lost_snapshots(self) -> list[LostSnapshot]:
        """Return the snapshots that no branch holds, oldest first."""
        return lost.lost_snapshots(self.repository) if self._exists() else []

    def check(self, name: str) -> list[str]:
        """Compare the whole line of a workspace with its digests and return the problems, [] where there are none."""
        from snapshotter.store.damage import check

        with self._objects() as objects:
            at = self.refs(name)
            return list(check.problems(objects, name, (one for one in at.ids() if one != at.head))) if objects else []

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
    def _objects(self) -> Iterator[Objects | None]:
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

    def _kept(self, parent: str | None) -> list[tuple[str, str]]:
        with self._objects() as objects:
            return _kept(objects, parent) if objects and parent else []

    def _renew_damaged(self, files: Iterable[bytes]) -> None:
        """Write those of the files again that the repository has as damaged objects: git would not."""
        with self._objects() as objects:
            for data in files:
                if objects and objects.is_damaged(object_id(b"blob", data)):
                    put(self.repository, b"blob", data)

    def _restore_branch(self, name: str, parent: str | None) -> None:
        """Set a branch that is lost to the snapshot that its log names, so that the next one can be added."""
        with self._objects() as objects:
            lost = parent and objects and objects.get(branch(name)) is None
        if parent and lost:
            git.remove_broken_refs(self.repository, [branch(name)])
            git.update_refs(self.repository, {branch(name): (parent, None)})


def _kept(objects: Objects, ident: str) -> list[tuple[str, str]]:
    """Return the folder of all contents of a commit, which stay in the tree so that one look-up finds each.

    Where a part of it is damaged, the other parts.
    """
    try:
        found = objects.get(f"{ident}:{layout.CONTENTS}")
        if found is None:
            return []
        parts = {f"{layout.CONTENTS}/{part}": tree for part, tree in objects.tree(found.id).items()}
    except GitError:
        return []
    intact = {path: tree for path, tree in parts.items() if _is_intact(objects, tree)}
    return [(layout.CONTENTS, found.id)] if intact == parts else list(intact.items())


def _is_intact(objects: Objects, ident: str) -> bool:
    try:
        return objects.get(ident) is not None
    except GitError:
        return False
