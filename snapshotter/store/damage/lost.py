"""What no ref of a repository holds: how much of it may be removed, and the snapshots among it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from snapshotter.errors import StoreError
from snapshotter.store import layout
from snapshotter.store.codec import FormatError
from snapshotter.store.read import read_object
from snapshotter.store.repository import git
from snapshotter.store.repository.git import GitError
from snapshotter.store.repository.objects import Objects

GRACE = 14 * 24 * 3600.0
"""Seconds for which an object that nothing refers to is kept, so that a lost branch can be made from it."""
_FSCK = ("fsck", "--no-progress", "--connectivity-only")
_KEPT = "refs/kept/"


class LostSnapshot(Struct, frozen=True):
    """A snapshot that no branch holds."""

    workspace: str
    seq: int
    id: str
    image: str
    created: float


def unreachable(repository: Path) -> list[str]:
    """Return the ids of the objects that no ref and no log of a ref holds; raises `GitError`."""
    out = git.run(repository, *_FSCK, "--unreachable")
    return [line.split()[2].decode() for line in out.splitlines() if line.startswith(b"unreachable ")]


def removable(repository: Path, older_than: float = GRACE) -> int:
    """Return the number of unreachable objects that are older than some seconds; raises `GitError`."""
    ids = unreachable(repository)
    if not ids:
        return 0
    limit = time.time() - older_than
    young = _packed(repository, (pack for pack in _packs(repository) if pack.stat().st_mtime > limit))
    return sum(1 for ident in ids if ident not in young and not _is_young(repository, ident, limit))


def _is_young(repository: Path, ident: str, limit: float) -> bool:
    try:
        return (repository / "objects" / ident[:2] / ident[2:]).stat().st_mtime > limit
    except FileNotFoundError:
        return False


def _packs(repository: Path) -> Iterator[Path]:
    yield from repository.glob("objects/pack/*.pack")


def _packed(repository: Path, packs: Iterable[Path]) -> set[str]:
    found: set[str] = set()
    for pack in packs:
        listed = git.run(repository, "show-index", stdin=pack.with_suffix(".idx").read_bytes())
        found.update(line.split()[1].decode() for line in listed.splitlines())
    return found


def lost_snapshots(repository: Path) -> list[LostSnapshot]:
    """Return the snapshots that no branch holds, oldest first; damage is read past."""
    out = git.run(repository, *_FSCK, "--unreachable", "--no-reflogs", tolerant=True)
    ids = [line.split()[2].decode() for line in out.splitlines() if line.startswith(b"unreachable commit ")]
    found: list[LostSnapshot] = []
    with Objects(repository) as objects:
        for ident in ids:
            with contextlib.suppress(GitError, FormatError, StoreError, KeyError, TypeError):
                meta = layout.read_meta(read_object(objects, f"{ident}:{layout.META}").data)
                found.append(LostSnapshot(meta["workspace"], meta["seq"], ident, meta["image"], meta["created"]))
    return sorted(found, key=lambda one: one.created)


@contextlib.contextmanager
def kept(repository: Path) -> Iterator[None]:
    """Keep in the block what no ref holds when it begins: `prune` then removes only what loses its ref in the block.

    Raises `GitError`.
    """
    out = git.run(repository, *_FSCK, "--no-reflogs")
    tips = [line.split()[2].decode() for line in out.splitlines() if line.startswith(b"dangling ")]
    refs = {f"{_KEPT}{ident}": ident for ident in tips}
    git.update_refs(repository, {ref: (ident, None) for ref, ident in refs.items()})
    try:
        yield
    finally:
        git.update_refs(repository, dict.fromkeys(refs, (git.NO_OBJECT, None)))


def release(repository: Path) -> None:
    """Remove the refs that a killed `kept` left; raises `GitError`."""
    left = [ref for ref, _ in git.refs(repository, _KEPT)]
    if left:
        git.update_refs(repository, dict.fromkeys(left, (git.NO_OBJECT, None)))
