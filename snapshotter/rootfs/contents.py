"""Owns the contents and digests of single files of an image, many in one go; which are wanted is for others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from snapshotter.engine.api import Engine
from snapshotter.model import Image, Layer
from snapshotter.rootfs.layer.from_save import read_saved
from snapshotter.rootfs.layer.from_tar import read_layer_tar
from snapshotter.rootfs.layer.openat import Occupied, digest_file, read_file
from snapshotter.rootfs.layer.tap import Digests, Keep, Listener
from snapshotter.rootfs.tar.forward import Readable


def read_contents(engine: Engine, image: Image, skip: int, want: Mapping[str, int]) -> dict[str, bytes]:
    """Give the bytes of regular files that the layers above the lowest `skip` hold.

    `want` maps each path to the most bytes it may have.  What is longer, absent or no regular file is left out.
    """
    if not want or skip >= len(image.layers):
        return {}
    directories = engine.layer_dirs(image.id)
    if directories is not None and len(directories) == len(image.layers):
        return read_in_place(directories[skip:], want)
    return _out_of_stream(engine, image, skip, want, _keep)


def _keep(want: Mapping[str, int]) -> Keep:
    return Keep(lambda path, size: size <= want.get(path, -1))


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


def read_digests(engine: Engine, image: Image, skip: int, want: Mapping[str, str]) -> dict[str, str]:
    """Give the digests, as hex, of regular files that the layers above the lowest `skip` hold, none kept in memory.

    `want` maps each path to the algorithm.  What is absent or no regular file is left out.
    """
    if not want or skip >= len(image.layers):
        return {}
    return _out_of_stream(engine, image, skip, want, Digests)


def digests_in_place(directory: Path, want: Mapping[str, str]) -> dict[str, str]:
    """Give the digests, as hex, of regular files out of a layer's directory; what is gone is left out."""
    found = ((path, digest_file(directory, path, algorithm)) for path, algorithm in want.items())
    return {path: digest for path, digest in found if digest}


W = TypeVar("W")
T = TypeVar("T")


class _Listening(Protocol[T]):
    """A tap, and what it found."""

    def __call__(self, path: str, size: int) -> Listener | None:
        """Be a `Tap`."""

    def found(self) -> dict[str, T]:
        """Give what was wanted of the files that passed."""


def _out_of_stream(
    engine: Engine, image: Image, skip: int, want: Mapping[str, W], listen: Callable[[Mapping[str, W]], _Listening[T]]
) -> dict[str, T]:
    found, others = _one_pass(engine, image, skip, want, listen)
    if others:
        # a name that came as a hard link: its bytes passed under another name, known only now
        more, _ = _one_pass(engine, image, skip, {other: want[path] for path, other in others.items()}, listen)
        found.update({path: more[other] for path, other in others.items() if other in more})
    return found


def _one_pass(
    engine: Engine, image: Image, skip: int, want: Mapping[str, W], listen: Callable[[Mapping[str, W]], _Listening[T]]
) -> tuple[dict[str, T], dict[str, str]]:
    """Give what was found, and for names that came without bytes another name of their hard-link group."""

    def visit(stream: Readable) -> tuple[Layer, dict[str, T]]:
        tap = listen(want)
        return read_layer_tar(stream, tap=tap, end_mark=False), tap.found()

    found: dict[str, T] = {}
    links: dict[str, str] = {}
    for layer, of_layer in read_saved(lambda: engine.save(image.id), image.layers, skip, visit):
        for path in want:
            entry = layer.entries.get(path)
            if entry is None:
                if path in layer.whiteouts:
                    found.pop(path, None)
                    links.pop(path, None)
                continue
            found.pop(path, None)
            links.pop(path, None)
            if path in of_layer:
                found[path] = of_layer[path]
            elif entry.hardlink:
                links[path] = _carrier(layer, entry.hardlink, path)
    return found, links


def _carrier(layer: Layer, group: str, path: str) -> str:
    return next(name for name, entry in layer.entries.items() if entry.hardlink == group and name != path)
