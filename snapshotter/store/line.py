"""The line: the snapshots of every workspace in one bare git repository, with one branch for each workspace.

A write stores the data first and then sets the ref, by compare-and-swap: a crash leaves the old line or the new one.
Paths are opaque and there is never a work tree, so that no file of a container can change what git does.
`layout.py` describes a snapshot's files, `read.py` reads them, `check.py` compares them with their digests.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Container, Iterator, Mapping
from pathlib import Path

from msgspec.structs import replace

from snapshotter.errors import Conflict, NotFound, StoreError, StoreTooNew
from snapshotter.model import Proof, Snapshot
from snapshotter.store import git, layout, read
from snapshotter.store.codec import dumps, encode
from snapshotter.store.fast_import import check_context_path, commit_stream
from snapshotter.store.git import NO_OBJECT, GitError, Objects
from snapshotter.store.layout import Summary
from snapshotter.store.paths import guarded, make_directory
from snapshotter.store.read import branch, damage_errors, proof_ref

FORMAT_FILE = "snapshotter-format"
"""Name of the file in the repository's own folder with the version of the format of everything in it."""

IGNORE = ".dockerignore"
_IGNORE_FOLDER = f"\n{layout.FOLDER}\n".encode()
"""Keeps a build from the commit's tree from sending snapshotter's own data to the engine."""


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
        """List the workspaces that have snapshots, sorted."""
        if not self._exists():
            return []
        with damage_errors("the line"):
            return [ref.removeprefix(branch("")) for ref, _ in git.refs(self.repository, branch(""))]

    def head(self, name: str) -> str | None:
        """Return the id of the newest snapshot, None where there is none."""
        with self._objects() as objects:
            return read.newest(objects, name) if objects else None

    def summaries(self, name: str) -> list[Summary]:
        """List the summaries of a workspace's snapshots, oldest first; raises `StoreError` naming a damaged one."""
        with self._objects() as objects:
            if objects is None:
                return []
            found = [read.summary(objects, name, ident, meta) for ident, meta in read.history(objects, name)]
        return found[::-1]

    def snapshots(self, name: str, until: int | None = None) -> list[Snapshot]:
        """List a workspace's whole snapshots, oldest first, up to number `until`; raises `StoreError`."""
        with self._objects() as objects:
            if objects is None:
                return []
            found = [
                read.snapshot(objects, name, ident, meta)
                for ident, meta in read.history(objects, name)
                if until is None or meta["seq"] <= until
            ]
        return found[::-1]

    def snapshot(self, name: str, seq: int) -> Snapshot:
        """Return one whole snapshot; raises `NotFound` or `StoreError`."""
        with self._objects() as objects:
            if objects is not None:
                for ident, meta in read.history(objects, name):
                    if meta["seq"] == seq:
                        return read.snapshot(objects, name, ident, meta)
        raise NotFound(f"workspace {name} has no snapshot {seq}", f"`snap log -n {name}` lists them")

    @contextlib.contextmanager
    def contents(self, name: str) -> Iterator[Callable[[str], bytes]]:
        """Yield a function from key to content, which reads all contents with one process."""
        with self._objects() as objects:

            def content(key: str) -> bytes:
                with damage_errors(f"a content in the line of {name}"):
                    found = objects.get(f"{branch(name)}:{layout.content_path(key)}") if objects else None
                if found is None:
                    raise NotFound(
                        f"the line of {name} does not hold the content {key}",
                        f"`snap doctor -n {name}` checks the line",
                    )
                return found.data

            yield content

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
    ) -> Snapshot:
        """Add a snapshot after `parent` and return it with its id.

        `recipe` is the Dockerfile and its context by relative path, `executable` its files with the x bit.  Raises
        `Conflict` where the branch is not at `parent`, `StoreError` where the disk refuses; in both cases the line is
        unchanged.
        """
        self.prepare()
        name = snapshot.workspace
        files = {check_context_path(path): data for path, data in recipe.items()}
        files[IGNORE] = recipe.get(IGNORE, b"") + _IGNORE_FOLDER
        files |= layout.pack(snapshot) | {layout.content_path(key): data for key, data in contents.items()}
        stream = commit_stream(snapshot.message, snapshot.created, parent, files, self._kept(parent), executable)
        with git.exclusive(self.repository):
            with self._writing(f"cannot write snapshot {snapshot.seq} of {name}"):
                ident = git.fast_import(self.repository, stream).decode().strip()
            self._set_branch(name, ident, parent)
        return replace(snapshot, id=ident)

    def add_proof(self, name: str, seq: int, proof: Proof) -> None:
        """Store the outcome of proving a snapshot, replacing an earlier one; raises `NotFound`."""
        summary = next((s for s in self.summaries(name) if s.seq == seq), None)
        if summary is None:
            raise NotFound(f"workspace {name} has no snapshot {seq}", f"`snap log -n {name}` lists them")
        text = dumps({"format": layout.FORMAT, "snapshot": summary.id} | encode(proof)) + b"\n"
        with git.exclusive(self.repository), self._writing(f"cannot store the proof of snapshot {seq} of {name}"):
            blob = git.add_blob(self.repository, text)
            git.update_refs(self.repository, {proof_ref(name, seq): (blob, None)})

    def delete(self, name: str) -> None:
        """Remove a workspace's line, its proofs and the objects that only they held; a missing line is ignored."""
        if not self._exists():
            return
        with git.exclusive(self.repository):
            with self._writing(f"cannot remove the line of {name}"):
                proofs = proof_ref(name, 0).rpartition("/")[0]
                loose = (f"{proofs}/{file.name}" for file in (self.repository / proofs).glob("*"))
                git.remove_broken_refs(self.repository, [branch(name), *loose])
                refs = [branch(name), *(ref for ref, _ in git.refs(self.repository, f"{proofs}/"))]
                git.update_refs(self.repository, dict.fromkeys(refs, (NO_OBJECT, None)))
            with contextlib.suppress(GitError):  # a damaged or full store: the line is removed all the same
                git.prune(self.repository)

    def unreachable(self) -> int:
        """Return the number of objects that no snapshot and no proof holds."""
        if not self._exists():
            return 0
        with git.exclusive(self.repository), self._writing("cannot look for unused objects of the line"):
            found = git.run(
                self.repository, "fsck", "--unreachable", "--no-reflogs", "--no-progress", "--connectivity-only"
            )
        return sum(line.startswith(b"unreachable ") for line in found.splitlines())

    def forget(self) -> None:
        """Remove the objects that no snapshot and no proof holds."""
        with git.exclusive(self.repository), self._writing("cannot remove unused objects of the line"):
            git.prune(self.repository)

    def check(self, name: str) -> list[str]:
        """Compare the whole line of a workspace with its digests and return the problems, [] where there are none."""
        from snapshotter.store import check

        with self._objects() as objects:
            return list(check.problems(objects, name)) if objects else []

    def _exists(self) -> bool:
        """Return whether there is a repository; raises `StoreTooNew` where this version must not use it."""
        with guarded(self.repository):
            if not self.repository.is_dir():
                return False
            text = (self.repository / FORMAT_FILE).read_text(errors="replace").strip()
        if not text.isdigit():
            raise StoreError(
                f"{self.repository} is damaged: {FORMAT_FILE} does not hold a number",
                "restore the store from a backup, or move it away to start with an empty one",
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
        """Return the folder of all earlier contents, which stay in the tree so that one look-up finds each."""
        with self._objects() as objects:
            found = objects.get(f"{parent}:{layout.CONTENTS}") if objects and parent else None
            return [(layout.CONTENTS, found.id)] if found else []

    def _set_branch(self, name: str, ident: str, parent: str | None) -> None:
        try:
            git.update_refs(self.repository, {branch(name): (ident, parent or NO_OBJECT)})
        except GitError as error:
            if self.head(name) != parent:
                raise Conflict(
                    f"another process has committed to {name}; this snapshot was not added",
                    f"look at `snap log -n {name}` and commit again",
                ) from error
            raise git.failure(f"cannot add the snapshot to {name}", error, self.repository) from error
