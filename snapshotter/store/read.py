"""Reads the snapshots on a workspace's branch; damage becomes an error that names the snapshot, or a `Damaged`.

What is derived is read past: a damaged proof counts as none, and a lost branch is read from its log.
"""

from __future__ import annotations

import contextlib
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any, cast

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.errors import StoreError, StoreTooNew
from snapshotter.model import Base, Proof, Snapshot
from snapshotter.store import layout
from snapshotter.store.codec import FormatError, decode, loads
from snapshotter.store.damage.notices import notice
from snapshotter.store.repository.git import GitError
from snapshotter.store.repository.objects import Object, Objects
from snapshotter.store.repository.remote.received import images_here

Meta = dict[str, Any]

_ALONE = 4
"""Snapshots that are read one by one before more are read together."""
_FIRST_AHEAD = 32
MOST_AHEAD = 256
"""Snapshots that are read together."""


class Damaged(Struct, frozen=True):
    """A snapshot that cannot be read."""

    seq: int
    id: str
    """"" where it is not known."""
    error: StoreError


def branch(name: str) -> str:
    """Return the ref of a workspace's line."""
    return f"refs/heads/{name}"


def proof_ref(name: str, seq: int) -> str:
    """Return the ref of a snapshot's proof, which is kept beside the line so that a snapshot's id never changes."""
    return f"refs/proofs/{name}/{seq}"


DAMAGE_HINT = (
    "`snap doctor --repair` repairs what can be repaired, `snap backup --restore FILE` restores a backup;\n"
    "its image may be undamaged: `docker images 'snap/*'` lists the images, `snap start IMAGE` continues from one"
)


@contextlib.contextmanager
def damage_errors(what: str) -> Iterator[None]:
    """Translate errors of damaged data in the block into a `StoreError` that `what` is damaged."""
    try:
        yield
    except StoreTooNew as error:
        raise StoreTooNew(f"{what}: {error.message}", error.hint) from error
    except (GitError, FormatError) as error:
        reason = str(error).splitlines()[-1] if str(error) else "unreadable"
        raise StoreError(
            f"{what} is damaged: {reason}",
            DAMAGE_HINT,
        ) from error


def read_object(objects: Objects, name: str) -> Object:
    """Return an object that must exist; raises `FormatError` or `GitError`."""
    found = objects.get(name)
    if found is None:
        raise FormatError(f"{name} is missing")
    return found


def newest(objects: Objects, name: str, at: str = "") -> str | None:
    """Return the id of the snapshot at which a workspace is, None where there is none; raises `StoreError`.

    Where the branch is lost, its log has the id.  With `at`, the id of a snapshot, that one.
    """
    with damage_errors(f"the newest snapshot of {name}"):
        found = objects.get(at or branch(name))
        if found is None and at:
            raise FormatError(f"{at} is missing")
        if found is None:
            found = _newest_logged(objects, name)
        if found is not None and found.kind != "commit":
            raise FormatError(f"{found.id} is not a commit")
        return found.id if found else None


def _newest_logged(objects: Objects, name: str) -> Object | None:
    """Return the newest commit of a lost branch; None where there was no branch, raises `FormatError` for damage."""
    logged = objects.logged(branch(name))
    found = objects.get(logged[0]) if logged else None
    if found is not None:
        notice(
            f"the branch of {name} is lost; its log names the newest snapshot\n"
            "  next: `snap doctor --repair` restores the branch"
        )
        return found
    if logged or objects.ref_exists(branch(name)):
        raise FormatError("its commit is missing")
    return None


class _Ahead:
    """Reads the next snapshots of a line together, once more than a few are read one after another.

    Their ids are guessed from the log of the branch, else listed by git; what is read is what the commits say.
    """

    def __init__(self, objects: Objects, name: str) -> None:
        self._objects, self._name = objects, name
        self._steps, self._size = 0, _FIRST_AHEAD
        self._guessed: list[str] = []
        self._known: set[str] = set()

    def reach(self, ident: str) -> None:
        """Report that a snapshot is read next."""
        self._steps += 1
        if self._steps <= _ALONE or ident in self._known or self._size == 0:
            return
        if ident not in self._guessed:
            self._guessed = self._objects.logged(branch(self._name))
        if ident not in self._guessed:
            self._guessed = self._objects.ancestors(ident)
        if ident not in self._guessed:  # damaged: git lists nothing
            self._size = 0
            return
        at = self._guessed.index(ident)
        part = self._guessed[at : at + self._size]
        self._known.update(part)
        self._size = min(2 * self._size, MOST_AHEAD)
        self._objects.read_ahead(part, (layout.META,))


def history(objects: Objects, name: str, at: str = "") -> Iterator[tuple[str, Meta]]:
    """Yield (commit id, meta) of each snapshot, newest first, from the one `at` an id on; raises `StoreError`."""
    seq = 0
    ident, ahead = newest(objects, name, at), _Ahead(objects, name)
    while ident:
        ahead.reach(ident)
        commit, meta = _commit_and_meta(objects, name, ident, seq)
        yield ident, meta
        ident = _parent(commit)
        seq = meta["seq"] - 1


def walk(
    objects: Objects, name: str, at: str = "", *, count: int = 0, down_to: int = 0, known: Container[str] = ()
) -> list[tuple[str, Meta] | Damaged]:
    """Return what `history` yields, newest first, with a `Damaged` in place of each snapshot that cannot be read.

    What is before a commit that cannot be read is found by the log of the branch.  It ends after `count` snapshots, at
    the first whose number is not above `down_to`, and before one whose id is `known`.  Raises `StoreError` for the
    newest.
    """
    found: list[tuple[str, Meta] | Damaged] = []
    ident, seq, ahead = newest(objects, name, at), 0, _Ahead(objects, name)
    while ident:
        if ident in known:
            return found
        ahead.reach(ident)
        try:
            commit, meta = _commit_and_meta(objects, name, ident, seq)
        except StoreTooNew:
            raise
        except StoreError as error:
            if not found:
                raise
            found.append(Damaged(seq, ident, error))
            ident, seq = before(objects, name, ident), seq - 1
        else:
            found.append((ident, meta))
            ident, seq = _parent(commit), meta["seq"] - 1
        if len(found) == count or seq < down_to:
            return found
    return found + [
        Damaged(lost, "", StoreError(f"snapshot {lost} of {name} cannot be found", DAMAGE_HINT))
        for lost in range(seq if found and isinstance(found[-1], Damaged) else 0, 0, -1)
    ]


def _commit_and_meta(objects: Objects, name: str, ident: str, seq: int) -> tuple[Object, Meta]:
    if ident in objects.parsed:
        return objects.parsed[ident]
    with damage_errors(f"snapshot {seq} of {name}" if seq else f"the newest snapshot of {name}"):
        commit = read_object(objects, ident)
        meta = layout.read_meta(read_object(objects, f"{ident}:{layout.META}").data)
    objects.parsed[ident] = commit, meta
    return commit, meta


def before(objects: Objects, name: str, ident: str) -> str | None:
    """Return the commit before one, by its own data or else by the log of the branch; None where neither has it."""
    with contextlib.suppress(GitError):
        commit = objects.get(ident)
        if commit is not None:
            return _parent(commit)
    return objects.logged_before(branch(name), ident)  # later entries may be of a checkout


def _parent(commit: Object) -> str | None:
    head, _, _ = commit.data.partition(b"\n\n")
    parents = [line[7:].decode() for line in head.split(b"\n") if line.startswith(b"parent ")]
    return parents[0] if parents else None


def proof(objects: Objects, name: str, seq: int, ident: str) -> Proof | None:
    """Return the stored proof of exactly this snapshot, None where there is none or it is damaged."""
    try:
        return _proof(objects, name, seq, ident)
    except (GitError, FormatError):
        notice(
            f"the proof of snapshot {seq} of {name} is damaged and counts as none\n"
            f"  next: `snap verify {seq} -n {name}` proves it again"
        )
        return None


def is_proof_readable(objects: Objects, name: str, seq: int) -> bool:
    """Return whether a snapshot has no proof or one that is not damaged."""
    try:
        _proof(objects, name, seq)
    except (GitError, FormatError):
        return False
    return True


def _proof(objects: Objects, name: str, seq: int, ident: str = "") -> Proof | None:
    ref = proof_ref(name, seq)
    if not objects.ref_exists(ref):
        return None
    found = objects.get(ref)
    if found is None:
        raise FormatError("its object is missing")
    data = loads(found.data)
    if type(data) is not dict:
        raise FormatError("not an object")
    if not data or (ident and data.get("snapshot") != ident):
        return None
    return decode(Proof, data)


def _base_here(base: Base, images: Mapping[str, str]) -> Base:
    return replace(base, id=images[base.id]) if base.id in images else base


def summary(objects: Objects, name: str, ident: str, meta: Meta) -> layout.Summary:
    """Return the summary of a snapshot, which may have been made in another workspace; raises `StoreError`."""
    stored_proof = proof(objects, name, meta["seq"], ident)
    with damage_errors(f"snapshot {meta['seq']} of {name}"):
        found = layout.summary(meta, ident, stored_proof)
    images = images_here(objects)
    if found.image in images:
        found = replace(found, image=images[found.image])
    return found if found.workspace == name else replace(found, workspace=name, tag=layout.image_tag(name, found.seq))


def read_ahead(objects: Objects, listed: Sequence[tuple[str, Meta] | Damaged]) -> Iterator[tuple[str, Meta] | Damaged]:
    """Yield the snapshots of a list, after the commands and changes of the next ones were read together."""
    for start in range(0, len(listed), MOST_AHEAD):
        part = listed[start : start + MOST_AHEAD]
        objects.read_ahead([one[0] for one in part if not isinstance(one, Damaged)], (layout.COMMANDS, layout.CHANGES))
        yield from part


def snapshot(objects: Objects, name: str, ident: str, meta: Meta) -> Snapshot:
    """Return a whole snapshot, which may have been made in another workspace; raises `StoreError`."""
    if known := cast("Snapshot | None", objects.whole.get((name, ident))):
        return known
    stored_proof = proof(objects, name, meta["seq"], ident)
    with damage_errors(f"snapshot {meta['seq']} of {name}"):
        commands = read_object(objects, f"{ident}:{layout.COMMANDS}").data
        changes = read_object(objects, f"{ident}:{layout.CHANGES}").data
        found = layout.unpack(meta, commands, changes, ident, stored_proof)
    if images := images_here(objects):
        found = replace(found, image=images.get(found.image, found.image), base=_base_here(found.base, images))
    if found.workspace != name:
        found = replace(found, workspace=name, tag=layout.image_tag(name, found.seq))
    if objects.shared:
        objects.whole[name, ident] = found
    return found
