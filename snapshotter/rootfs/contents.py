"""Contents and digests of single files of an image, read many at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Protocol, TypeVar

from snapshotter.engine.api import Engine
from snapshotter.model import Image, Layer
from snapshotter.rootfs.layer.from_save import read_saved
from snapshotter.rootfs.layer.from_tar import read_layer_tar
from snapshotter.rootfs.layer.openat import NotThatFile, Visits, digest_file, read_file
from snapshotter.rootfs.layer.tap import Digests, Keep, Listener
from snapshotter.rootfs.spool import Spool
from snapshotter.rootfs.tar.forward import Readable

W = TypeVar("W")
T = TypeVar("T")


def read_contents(engine: Engine, image: Image, skip: int, want: Mapping[str, int]) -> dict[str, bytes]:
    """Return the bytes of regular files in the layers above the lowest `skip`.

    `want` maps each path to the largest size that is read.  Larger files, missing paths and paths that are not regular
    files are left out.
    """
    if not want or skip >= len(image.layers):
        return {}
    directories = engine.layer_dirs(image.id)
    if directories is not None and len(directories) == len(image.layers):
        return read_in_place(directories[skip:], want)
    return _from_stream(engine, image, skip, want, _keep)


def _keep(want: Mapping[str, int]) -> Keep:
    return Keep(lambda path, size: size <= want.get(path, -1))


def read_in_place(directories: Sequence[Path], want: Mapping[str, int]) -> dict[str, bytes]:
    """Return the bytes of regular files in layer directories, lowest first; the paths must exist in the merged tree."""
    found: dict[str, bytes] = {}
    for path, limit in want.items():
        for directory in reversed(directories):
            try:
                data = read_file(directory, path, limit)
            except NotThatFile:
                break
            if data is not None:
                found[path] = data
                break
    return found


def read_digests(engine: Engine, image: Image, skip: int, want: Mapping[str, str]) -> dict[str, str]:
    """Return the digests, as hex, of regular files in the layers above the lowest `skip`, without storing the files.

    `want` maps each path to the algorithm.  Missing paths and paths that are not regular files are left out.
    """
    if not want or skip >= len(image.layers):
        return {}
    return _from_stream(engine, image, skip, want, Digests)


def digests_in_place(directory: Path, want: Mapping[str, str]) -> dict[str, str]:
    """Return the digests, as hex, of regular files in a layer's directory; missing files are left out."""
    found = ((path, digest_file(directory, path, algorithm)) for path, algorithm in want.items())
    return {path: digest for path, digest in found if digest}


def collect(
    engine: Engine,
    image: Image,
    skip: int,
    want: Mapping[str, W],
    make_tap: Callable[[Mapping[str, W]], CollectingTap[T]],
) -> dict[str, T]:
    """Return what taps collect of regular files in the layers above the lowest `skip`.

    A tap is made for wanted paths with their values; a path may be given to a second tap, which then replaces it.
    """
    if not want or skip >= len(image.layers):
        return {}
    directories = engine.layer_dirs(image.id)
    if directories is not None and len(directories) == len(image.layers):
        return collect_in_place(directories[skip:], want, make_tap)
    return _from_stream(engine, image, skip, want, make_tap)


def collect_in_place(
    directories: Sequence[Path], want: Mapping[str, W], make_tap: Callable[[Mapping[str, W]], CollectingTap[T]]
) -> dict[str, T]:
    """Return the same of files in layer directories, lowest first; the paths must exist in the merged tree."""
    tap = make_tap(want)
    with ExitStack() as opened:
        topmost_first = [opened.enter_context(closing(Visits(directory))) for directory in reversed(directories)]
        for path in want:
            try:
                any(visits.visit(path, tap) for visits in topmost_first)
            except NotThatFile:
                continue
    return tap.found()


def collect_spooled(
    spool: Spool, want: Mapping[str, W], make_tap: Callable[[Mapping[str, W]], CollectingTap[T]]
) -> dict[str, T]:
    """Return the same of files in layers whose stream was read before."""
    tap = make_tap(want)
    spool.visit(want, tap)
    return tap.found()


def read_spooled(spool: Spool, want: Mapping[str, int]) -> dict[str, bytes]:
    """Return the bytes of regular files in layers whose stream was read before."""
    return collect_spooled(spool, want, _keep)


class CollectingTap(Protocol[T]):
    """A tap that collects what was wanted of the files."""

    def __call__(self, path: str, size: int) -> Listener | None:
        """Return what is called with the bytes of a file, as a `Tap` does."""

    def found(self) -> dict[str, T]:
        """Return what was collected, by path."""


def _from_stream(
    engine: Engine,
    image: Image,
    skip: int,
    want: Mapping[str, W],
    make_tap: Callable[[Mapping[str, W]], CollectingTap[T]],
) -> dict[str, T]:
    found, links = _one_pass(engine, image, skip, want, make_tap)
    if links:
        # hard links: their bytes are in the stream under another name, which is known only after a pass
        targets = {target: want[path] for path, target in links.items()}
        more, _ = _one_pass(engine, image, skip, targets, make_tap)
        found.update({path: more[target] for path, target in links.items() if target in more})
    return found


def _one_pass(
    engine: Engine,
    image: Image,
    skip: int,
    want: Mapping[str, W],
    make_tap: Callable[[Mapping[str, W]], CollectingTap[T]],
) -> tuple[dict[str, T], dict[str, str]]:
    """Return what was found, and for hard links without bytes another name of their group."""

    def visit(stream: Readable) -> tuple[Layer, dict[str, T]]:
        tap = make_tap(want)
        return read_layer_tar(stream, tap=tap, end_mark=False), tap.found()

    found: dict[str, T] = {}
    links: dict[str, str] = {}
    for layer, found_in_layer in read_saved(lambda: engine.save(image.id), image.layers, skip, visit):
        for path in want:
            entry = layer.entries.get(path)
            if entry is None and path not in layer.whiteouts:
                continue
            found.pop(path, None)
            links.pop(path, None)
            if path in found_in_layer:
                found[path] = found_in_layer[path]
            elif entry is not None and entry.hardlink:
                links[path] = _other_name(layer, entry.hardlink, path)
    return found, links


def _other_name(layer: Layer, group: str, path: str) -> str:
    return next(name for name, entry in layer.entries.items() if entry.hardlink == group and name != path)
