"""Joins the many small packs of a repository, one for each write, to few.

To look up an object git may search every pack, and it maps each into memory: a line of 500 snapshots was listed in two
thirds of the time once its packs were joined, and most other verbs took half.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from snapshotter.store.paths import guarded
from snapshotter.store.repository.git import GitError, packs, run, sync_packs

MOST = 40
"""Packs from which on some are joined."""
_LARGEST = 64 << 20
"""Bytes of a pack that is left as it is: copying it would be noticed."""
_INDEX = b"\377tOc\0\0\0\2"
"""The first bytes of an index of version 2, the only one that git writes; a table of 256 numbers follows."""


class _Pack(Struct, frozen=True):
    file: Path
    size: int


def join_packs(repository: Path) -> None:
    """Join the small packs where there are many; must be called inside `exclusive`.

    A pack is joined with all smaller ones unless it is more than twice as large as they are together, so that an
    object is copied only a few times. Where one is damaged, all stay as they are.
    """
    found = [_Pack(file, file.stat().st_size) for file in packs(repository) if file.suffix == ".pack"]
    if len(found) < MOST:
        return
    chosen = _chosen([one for one in found if one.size < _LARGEST and not one.file.with_suffix(".keep").exists()])
    if len(chosen) < MOST // 2:
        return
    with contextlib.suppress(GitError, _Unreadable):
        _join(repository, chosen)


def _chosen(found: Sequence[_Pack]) -> list[Path]:
    ordered = sorted(found, key=lambda one: one.size)
    while len(ordered) > 1 and ordered[-1].size > 2 * sum(one.size for one in ordered[:-1]):
        ordered.pop()
    return [one.file for one in ordered]


def _join(repository: Path, chosen: Sequence[Path]) -> None:
    ids = {ident for file in chosen for ident in _ids(file)}
    before = packs(repository)
    # git compares the checksum of each object that it copies
    words = ("--window=0", "--depth=0", "--quiet", f"{repository}/objects/pack/pack")
    listed = "".join(f"{ident}\n" for ident in sorted(ids))
    name = run(repository, "pack-objects", *words, stdin=listed.encode()).decode().strip()
    made = repository / f"objects/pack/pack-{name}.pack"
    with guarded(repository):
        sync_packs(repository, packs(repository) - before)
        if set(_ids(made)) != ids:
            return
        for file in chosen:
            if file != made:
                file.with_suffix(".idx").unlink(missing_ok=True)  # without an index a pack is ignored
        for file in chosen:
            if file != made:
                file.unlink(missing_ok=True)


class _Unreadable(Exception):
    """An index that does not follow the format, or not its pack."""


def _ids(pack: Path) -> Iterable[str]:
    """Return the ids of a pack's objects, by its index; raises `_Unreadable`."""
    try:
        data = pack.with_suffix(".idx").read_bytes()
        with pack.open("rb") as file:
            head = file.read(12)
    except OSError as error:
        raise _Unreadable from error
    count = int.from_bytes(data[8 + 255 * 4 : 8 + 256 * 4], "big")
    start = 8 + 256 * 4
    if (
        data[:8] != _INDEX
        or head[:4] != b"PACK"
        or head[8:] != data[start - 4 : start]
        or len(data) < start + 20 * count
    ):
        raise _Unreadable
    return [data[at : at + 20].hex() for at in range(start, start + 20 * count, 20)]
