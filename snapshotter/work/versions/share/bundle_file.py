"""The file of a bundle: a line and the layers of its images above the base.

It has the form of a backup (`work/upkeep/archive.py`): `line.bundle`, a bundle of git with the refs that a remote has;
`images.json`, the layers of each snapshot's image; and `layers/DIGEST/00000`, …, their tars in pieces.  All of
that is data of somebody else.
"""

from __future__ import annotations

import contextlib
import stat
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

from snapshotter.errors import StoreError
from snapshotter.rootfs.layer.write import LayerFile
from snapshotter.rootfs.tar.forward import CHUNK
from snapshotter.store.codec import FormatError, loads
from snapshotter.store.home import Home
from snapshotter.store.paths import guarded, make_directory
from snapshotter.store.repository.remote.scratch import scratch
from snapshotter.work.upkeep import archive

LINE = "line.bundle"
IMAGES = "images.json"
LAYERS = "layers"
_LEFT = "nothing was changed"
_LARGEST_LIST = 64 << 20

Layers = Mapping[str, Sequence[str]]
"""Id of a snapshot → diff ids of its image, lowest first."""


def copied(home: Home, pieces: Iterator[bytes]) -> LayerFile:
    """Return a file of the cache with some bytes."""
    file = LayerFile(home.cache)
    try:
        for piece in pieces:
            file.write(piece)
    except BaseException:
        file.close()
        raise
    return file


def is_bundle(path: str) -> bool:
    """Return whether a path leads to a file: then it is a bundle and no repository."""
    try:
        return stat.S_ISREG(Path(path).stat().st_mode)
    except (OSError, ValueError):
        return False


@contextlib.contextmanager
def line_of(home: Home, path: Path) -> Iterator[Path]:
    """Yield a file with the git bundle that a bundle has; a bundle of git itself is taken as it is."""
    with guarded(path), path.open("rb") as file:
        if file.read(8) == b"# v2 git" or file.read(8) == b"# v3 git":
            yield path
            return
    home.line.prepare()
    with scratch(home.line.repository) as repository, archive.damage(path, _LEFT):
        place = repository.parent / LINE
        archive.check(path, _LEFT)
        for name, _, stream in archive.members(path):
            if name == LINE:
                with place.open("wb") as out:
                    while data := stream.read(CHUNK):
                        out.write(data)
        if not place.exists():
            raise FormatError("it has no line of snapshots; a backup is restored by `snap backup --restore`")
        yield place


def layers_of(path: Path) -> Layers:
    """Return the layers of the images in a bundle; raises `StoreError` for damage."""
    with archive.damage(path, _LEFT), guarded(path):
        for name, _, stream in archive.members(path):
            if name == IMAGES:
                found = loads(stream.read(_LARGEST_LIST))
                if type(found) is not dict or not all(_is_layers(one) for one in found.values()):
                    raise FormatError("its list of images is none")
                return cast("Layers", found)
    return {}


def _is_layers(found: object) -> bool:
    return type(found) is list and all(type(one) is str and one.startswith("sha256:") for one in found)


@contextlib.contextmanager
def layer_files(home: Home, path: Path, wanted: Collection[str]) -> Iterator[dict[str, LayerFile]]:
    """Yield the wanted layers of a bundle by diff id, each compared with it; raises `StoreError`."""
    make_directory(home.cache)
    found: dict[str, LayerFile] = {}
    with contextlib.ExitStack() as files:
        with archive.damage(path, _LEFT), guarded(path):
            for name, _, stream in archive.members(path):
                folder, _, rest = name.partition("/")
                digest = f"sha256:{rest.partition('/')[0]}"
                if folder == LAYERS and digest in wanted:
                    if digest not in found:
                        found[digest] = files.enter_context(LayerFile(home.cache))
                    while data := stream.read(CHUNK):
                        found[digest].write(data)
        for digest, file in found.items():
            if file.digest != digest:
                raise StoreError(f"{path} is damaged: a layer does not match its digest", "use another copy of it")
        yield found
