"""Whether there is room for an image: on the engine's disk, and in the number of layers that engines take.

A file with holes takes no space in a container, but in an image.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from snapshotter.errors import EngineError
from snapshotter.model import Base
from snapshotter.rootfs.layer.skip_reading import Known

_SHOWN = 3
MOST_LAYERS = 125
"""As `MOST` in `recipe/steps/layer_limit.py`, whose rooms neither a start nor a commit needs to say it."""
_MANY_LEFT = 30


def refuse_too_large(upper: Path) -> None:
    """Raise `EngineError` if the files of a container's layer are larger than the free space of their disk.

    The engine writes holes as zeros, until the disk is full.
    """
    seen: set[tuple[int, int]] = set()
    sparse: list[tuple[int, str]] = []
    total = 0
    for path, info in _files(str(upper)):
        if info.st_nlink > 1:
            if (info.st_dev, info.st_ino) in seen:
                continue
            seen.add((info.st_dev, info.st_ino))
        total += info.st_size
        if _has_holes(info):
            sparse.append((info.st_size, path))
    free = _free(upper)
    if total > free:
        raise _no_room(total, free, [(size, path.removeprefix(str(upper))) for size, path in sparse])


def refuse_too_large_changes(upper: Path, known: Known) -> Known:
    """Return `known`, which raises the same where the files that have to be read are larger than the free space."""
    free, seen, sparse, total = _free(upper), set[int](), list[tuple[int, str]](), 0

    def checked(path: str, info: os.stat_result) -> str | None:
        nonlocal total
        digest = known(path, info)
        if digest is None and info.st_ino not in seen:
            seen.add(info.st_ino)
            total += info.st_size
            if _has_holes(info):
                sparse.append((info.st_size, path))
            if total > free:
                raise _no_room(total, free, sparse)
        return digest

    return checked


def _free(upper: Path) -> int:
    disk = os.statvfs(upper)
    return disk.f_bavail * disk.f_frsize


def _has_holes(info: os.stat_result) -> bool:
    return info.st_size > info.st_blocks * 512 + (1 << 20)


def _no_room(total: int, free: int, sparse: Sequence[tuple[int, str]]) -> EngineError:
    names = [f"{path} ({_amount(size)})" for size, path in sorted(sparse, reverse=True)]
    which = f"; files with holes: {', '.join(names[:_SHOWN])}{' …' if len(names) > _SHOWN else ''}" if names else ""
    return EngineError(
        f"the image would take {_amount(total)}, and the engine's disk has {_amount(free)} free{which}",
        "remove or shorten these files in the container, since an image holds holes as zeros, or free some space;\n"
        "`snap commit --no-space-check` tries it all the same",
    )


def _files(top: str) -> Iterator[tuple[str, os.stat_result]]:
    """Yield the regular files below a directory; what cannot be read is left to the engine."""
    folders = [top]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                        continue
                    info = entry.stat(follow_symlinks=False)
                    if stat.S_ISREG(info.st_mode):
                        yield entry.path, info
        except OSError:
            continue


def _amount(size: int) -> str:
    return (
        f"{size / 1e12:.1f} TB" if size >= 1e12 else f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"
    )


def layers_note(base: Base) -> str:
    """Return what is to be said about a base with so many layers that few are left; "" for any other."""
    count, left = len(base.layers), MOST_LAYERS - len(base.layers)
    if left > _MANY_LEFT:
        return ""
    flatten = "`docker export` of a container of it and `docker import` make one layer of them"
    if left < 2:
        return (
            f"{base.reference} has {count} layers, and engines take about {MOST_LAYERS}: snapshots and rebuilds may"
            f" fail; {flatten}"
        )
    return (
        f"{base.reference} has {count} layers, and engines take about {MOST_LAYERS}: {left} are left for the steps of a"
        f" recipe and for snapshots that continue from snapshots; {flatten}"
    )
