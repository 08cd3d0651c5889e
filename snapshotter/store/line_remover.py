"""Removes lines, and what only they held: the refs of a workspace, its operations, objects that nothing holds."""

from __future__ import annotations

import contextlib

from msgspec.structs import replace

from snapshotter.store.codec import FormatError
from snapshotter.store.damage import lost
from snapshotter.store.damage.lost import LostSnapshot
from snapshotter.store.read import branch, proof_ref
from snapshotter.store.repository import git, operations, refs
from snapshotter.store.repository.access import Repository
from snapshotter.store.repository.git import NO_OBJECT, GitError
from snapshotter.store.repository.objects import is_intact
from snapshotter.store.repository.operations import Operation


class LineRemover(Repository):
    """Removes lines of workspaces below one home."""

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
            damaged = {ref for ref, ident in found.items() if objects is None or not is_intact(objects, ident)}
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
