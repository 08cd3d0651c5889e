"""Owns the contents of single files of an image, many in one go; which files are wanted is for others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from snapshotter.engine.api import Engine
from snapshotter.model import Image, Layer
from snapshotter.rootfs.beneath import Occupied, read_file
from snapshotter.rootfs.layers import read_layer_tar
from snapshotter.rootfs.saved import read_saved
from snapshotter.rootfs.stream import Readable
from snapshotter.rootfs.tap import Keep


def read_contents(engine: Engine, image: Image, skip: int, want: Mapping[str, int]) -> dict[str, bytes]:
    """Give the bytes of regular files that the layers above the lowest `skip` hold.

    `want` maps each path to the most bytes it may have.  What is longer, absent or no regular file is left out.
    """
    if not want or skip >= len(image.layers):
        return {}
    directories = engine.layer_dirs(image.id)
    if directories is not None and len(directories) == len(image.layers):
        return read_in_place(directories[skip:], want)
    return _out_of_stream(engine, image, skip, want)


def read_in_place(directories: Sequence[Path], want: Mapping[str, int]) -> dict[str, bytes]:
    """Give the bytes of regular files out of layer directories, lowest first; the paths must exist in their sum."""
    found: dict[str, bytes] = {}
    for path, limit in want.items():
        for directory in reversed(directories):
            try:
                data = read_file(directory, path, limit)
            except Occupied:
                break
            if data is not None:
                found[path] = data
                break
    return found


@dataclass(frozen=True, slots=True)
class _Pass:
    """One layer, and the contents that were kept of it."""

    layer: Layer
    kept: dict[str, bytes]


def _out_of_stream(engine: Engine, image: Image, skip: int, want: Mapping[str, int]) -> dict[str, bytes]:
    found, others = _one_pass(engine, image, skip, want)
    if others:
        # a name that came as a hard link: its bytes passed under another name, known only now
        more, _ = _one_pass(engine, image, skip, {other: want[path] for path, other in others.items()})
        found.update({path: more[other] for path, other in others.items() if other in more})
    return found


def _one_pass(engine: Engine, image: Image, skip: int,
              want: Mapping[str, int]) -> tuple[dict[str, bytes], dict[str, str]]:
    """Give the contents, and for names that came without any the first name of their hard-link group."""
    def visit(stream: Readable) -> _Pass:
        keep = Keep(lambda path, size: size <= want.get(path, -1))
        return _Pass(read_layer_tar(stream, tap=keep, end_mark=False), keep.contents())

    found: dict[str, bytes] = {}
    links: dict[str, str] = {}
    for step in read_saved(lambda: engine.save(image.id), image.layers, skip, visit):
        for path in want:
            entry = step.layer.entries.get(path)
            if entry is None:
                if path in step.layer.whiteouts:
                    found.pop(path, None)
                    links.pop(path, None)
                continue
            found.pop(path, None)
            links.pop(path, None)
            if path in step.kept:
                found[path] = step.kept[path]
            elif entry.hardlink and entry.size <= want[path]:
                links[path] = _carrier(step.layer, entry.hardlink, path)
    return found, links


def _carrier(layer: Layer, group: str, path: str) -> str:
    return next(name for name, entry in layer.entries.items() if entry.hardlink == group and name != path)
