"""What a line has from elsewhere: it is taken over as a whole, and known as somebody else's from then on."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from snapshotter.model import Base, Proof
from snapshotter.store import layout, read
from snapshotter.store.codec import FormatError, loads
from snapshotter.store.line_reader import LineReader
from snapshotter.store.read import damage_errors, read_object
from snapshotter.store.repository import git, refs
from snapshotter.store.repository.git import NO_OBJECT, GitError
from snapshotter.store.repository.objects import Objects, is_intact, put
from snapshotter.store.repository.operations import Operation
from snapshotter.store.repository.packs import join_packs
from snapshotter.store.repository.refs import RefChanges
from snapshotter.store.repository.remote.received import RECEIVED, Received, read_received, to_bytes


class LineReceiver(LineReader):
    """Takes over what was fetched for the lines below one home."""

    def ids(self) -> list[str]:
        """Return the ids of all snapshots that a ref of any workspace names."""
        if not self._exists():
            return []
        with damage_errors("the line"):
            return [ident for ref, ident in git.refs(self.repository, *refs.SNAPSHOTS) if "/proofs/" not in ref]

    def has(self, ident: str) -> bool:
        """Return whether the snapshot with an id is here."""
        with self._objects() as objects:
            return objects is not None and is_intact(objects, ident)

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

    def receive(self, name: str, changes: RefChanges, done: Operation, received: Received, fetched: Path) -> str:
        """As `change`, with the objects of a repository in which they were checked, and where they came from."""
        from snapshotter.store.repository.remote.scratch import take_objects

        with git.exclusive(self.repository):
            with self._writing(f"cannot take over what was fetched for {name}"):
                take_objects(fetched, self.repository)
                more = self._received(received)
            ident = self._set(name, changes, done, more)
            join_packs(self.repository)
        return ident

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
