"""Whether there is room for an image: on the engine's disk, and in the number of layers that engines take.

A file with holes takes no space in a container, but in an image.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from snapshotter.errors import EngineError
from snapshotter.model import Base

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
        if info.st_size > info.st_blocks * 512 + (1 << 20):
            sparse.append((info.st_size, path))
    disk = os.statvfs(upper)
    free = disk.f_bavail * disk.f_frsize
    if total <= free:
        return
    names = [f"{path.removeprefix(str(upper))} ({_amount(size)})" for size, path in sorted(sparse, reverse=True)]
    which = f"; files with holes: {', '.join(names[:_SHOWN])}{' …' if len(names) > _SHOWN else ''}" if names else ""
    raise EngineError(
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
