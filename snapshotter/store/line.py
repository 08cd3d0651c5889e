"""The line: the snapshots of every workspace in one bare git repository, with one branch for each workspace.

A write stores the data first and then sets the ref, by compare-and-swap: a crash leaves the old line or the new one.
Paths are opaque and there is never a work tree, so that no file of a container can change what git does.
`layout.py` describes a snapshot's files, `line_reader.py` reads lines, `line_remover.py` removes them;
`damage/check.py` compares snapshots with their digests.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.errors import NotFound
from snapshotter.model import Proof, Snapshot
from snapshotter.store import layout
from snapshotter.store.codec import dumps, encode
from snapshotter.store.line_remover import LineRemover
from snapshotter.store.read import branch, proof_ref, read_object
from snapshotter.store.repository import git, refs
from snapshotter.store.repository.fast_import import check_context_path, commit_stream
from snapshotter.store.repository.git import NO_OBJECT, GitError
from snapshotter.store.repository.objects import Objects, is_intact, object_id, put
from snapshotter.store.repository.operations import operation
from snapshotter.store.repository.packs import join_packs
from snapshotter.store.repository.refs import RefChanges
from snapshotter.store.repository.remote.receiver import LineReceiver

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


class Prepared(Struct, frozen=True):
    """What is written for a snapshot, as far as it does not depend on its image."""

    files: Mapping[str, bytes]
    """All files of the commit's tree by path but `layout.META`."""
    executable: Container[str]
    kept: Sequence[tuple[str, str]]
    """The folders of the tree that are taken over from the snapshot before, each with its id."""
    damaged: Sequence[bytes]
    """Those of the files that the repository has as damaged objects."""


class Line(LineReceiver, LineRemover):
    """The snapshots of every workspace below one home; opening it reads and writes nothing."""

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
        """Do what `prepared` and `write_prepared` do."""
        made = self.prepared(snapshot, contents, recipe, parent, executable)
        return self.write_prepared(snapshot, made, parent, branch=branch, aside=aside, verb=verb)

    def prepared(
        self,
        snapshot: Snapshot,
        contents: Mapping[str, bytes],
        recipe: Mapping[str, bytes],
        parent: str | None,
        executable: Container[str] = (),
    ) -> Prepared:
        """Return what a snapshot after `parent` consists of, whose image need not be known; nothing is written.

        `recipe` is the Dockerfile and its context by relative path, `executable` its files with the x bit.
        """
        files = {check_context_path(path): data for path, data in recipe.items()}
        files[IGNORE] = recipe.get(IGNORE, b"") + _IGNORE_FOLDER
        files |= layout.pack_lists(snapshot) | {layout.content_path(key): data for key, data in contents.items()}
        with self._objects() as objects:
            if objects is None:
                return Prepared(files, executable, (), ())
            kept = _kept(objects, parent) if parent else []
            return Prepared(files, executable, kept, _damaged(objects, files.values()))

    def write_prepared(
        self,
        snapshot: Snapshot,
        made: Prepared,
        parent: str | None,
        *,
        branch: str = "",
        aside: bool = False,
        verb: str = "commit",
    ) -> Snapshot:
        """Add a snapshot after `parent` and return it with its id.

        `branch` is the one that goes along.  One `aside` is kept while the workspace stays where it is.  `verb` names
        the operation, "" where it is a part of one that is recorded already.  Raises `Conflict` where the workspace is
        not at `parent`, `StoreError` where the disk refuses; in both cases the line is unchanged.
        """
        self.prepare()
        name = snapshot.workspace
        files = {**made.files, layout.META: layout.pack_meta(snapshot, made.files)}
        stream = commit_stream(snapshot.message, snapshot.created, parent, files, made.kept, made.executable)
        with git.exclusive(self.repository):
            with self._writing(f"cannot write snapshot {snapshot.seq} of {name}"):
                self._restore_branch(name, parent)
                for data in made.damaged:
                    put(self.repository, b"blob", data)
                ident = git.fast_import(self.repository, stream).decode().strip()
            if aside:
                self._set(name, {refs.snapshot_ref(name, snapshot.seq): refs.created(ident)})
            else:
                changes = self._after_commit(name, ident, parent, branch)
                first, _, _ = snapshot.message.partition("\n")
                done = operation(verb, name, f"snapshot {snapshot.seq}: {first}", changes) if verb else None
                self._set(name, changes, done)
            join_packs(self.repository)
        return replace(snapshot, id=ident)

    def _after_commit(self, name: str, ident: str, parent: str | None, branch: str) -> RefChanges:
        changes = {refs.head_ref(name): (parent or NO_OBJECT, ident)}
        if branch and parent and (at := git.ref(self.repository, refs.branch_ref(name, branch))):
            changes[refs.branch_ref(name, branch)] = (at, ident)
        return changes

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
                self._renew_damaged(objects, files.values())
                if one.whole_tree and objects:
                    kept = [("", read_object(objects, f"{one.kept}^{{tree}}").id)]
                    del files[IGNORE]
                else:
                    kept = _kept(objects, one.kept) if objects else []
                at = parent if mark == 1 else f":{mark - 1}"
                yield commit_stream(
                    made.message, made.created, at, files, kept, executable, mark, last=mark == len(commits)
                )

    def put_proof(self, snapshot: str, proof: Proof) -> str:
        """Store the proof of the snapshot with an id and return its own id; `change` has to set a ref to it."""
        text = dumps({"format": layout.FORMAT, "snapshot": snapshot} | encode(proof)) + b"\n"
        with git.exclusive(self.repository), self._writing("cannot store a proof"):
            return put(self.repository, b"blob", text)

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

    def check(self, name: str) -> list[str]:
        """Compare the whole line of a workspace with its digests and return the problems, [] where there are none."""
        from snapshotter.store.damage import check

        with self._objects() as objects:
            at = self.refs(name)
            return list(check.problems(objects, name, (one for one in at.ids() if one != at.head))) if objects else []

    def _renew_damaged(self, objects: Objects | None, files: Iterable[bytes]) -> None:
        """Write those of the files again that the repository has as damaged objects: git would not."""
        if objects:
            for data in _damaged(objects, files):
                put(self.repository, b"blob", data)

    def _restore_branch(self, name: str, parent: str | None) -> None:
        """Set a branch that is lost to the snapshot that its log names, so that the next one can be added."""
        if not parent or git.ref(self.repository, branch(name)) == parent:
            return
        with self._objects() as objects:
            lost = objects and objects.get(branch(name)) is None
        if lost:
            git.remove_broken_refs(self.repository, [branch(name)])
            git.update_refs(self.repository, {branch(name): (parent, None)})


def _damaged(objects: Objects, files: Iterable[bytes]) -> list[bytes]:
    """Return those of the files that are damaged objects of the repository."""
    return [data for data in files if objects.is_damaged(object_id(b"blob", data))]


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
    objects.read_ahead(parts.values())
    intact = {path: tree for path, tree in parts.items() if is_intact(objects, tree)}
    return [(layout.CONTENTS, found.id)] if intact == parts else list(intact.items())
