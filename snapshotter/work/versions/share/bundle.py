"""A file with a line and the layers of its images above the base, for machines that share nothing.

`bundle_file.py` says what is in it, and reads it.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from msgspec import Struct

from snapshotter import __version__
from snapshotter.engine.api import Connect, Engine
from snapshotter.errors import Conflict, ImageNotFound, NotFound
from snapshotter.model import Image, Progress, Snapshot
from snapshotter.rootfs.layer.from_save import read_saved
from snapshotter.rootfs.layer.write import LayerFile
from snapshotter.rootfs.tar.forward import CHUNK, Readable
from snapshotter.store.codec import dumps
from snapshotter.store.home import Home
from snapshotter.store.paths import guarded, make_directory
from snapshotter.store.repository import git
from snapshotter.store.repository.remote.scratch import scratch
from snapshotter.work.upkeep import archive
from snapshotter.work.versions.share.bundle_file import IMAGES, LAYERS, LINE, Layers, copied
from snapshotter.work.versions.share.push import proofs_of
from snapshotter.work.versions.share.remote import to_push


class Bundled(Struct, frozen=True):
    """A bundle that was written."""

    path: Path
    size: int
    snapshots: int
    images: int
    missing: tuple[int, ...]
    """Numbers of the snapshots whose image is not on this machine."""


def bundle(
    connect: Connect, home: Home, name: str, target: Path, progress: Progress, *, images: bool, every: bool, force: bool
) -> Bundled:
    """Write a line, and the images of its snapshots, to a file, whole or not at all; raises `Conflict` if it exists."""
    target = target.absolute()
    if os.path.lexists(target) and not (force and target.is_file()):
        raise Conflict(f"{target} already exists", "overwrite it with --force, or name another file")
    with home.workspaces.lock(name):
        workspace = home.workspaces.get(name)
        refs = to_push(home, workspace, every=every)
        if not refs:
            raise NotFound(f"workspace {name} has no snapshot yet", f"`snap commit -n {name}` makes one")
        snapshots = reached(home, name, refs.values())
        refs |= {ref: new for ref, (_, new) in proofs_of(home, name, refs, {}).items()}
        temporary = target.with_name(f".{target.name}.{os.urandom(8).hex()}.tmp")
        try:
            with guarded(target), open(temporary, "xb", opener=_private) as file:
                found, missing = _write(connect, home, file, refs, snapshots if images else [], progress)
                file.flush()
                os.fsync(file.fileno())
                size = file.tell()
            with guarded(target):
                temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    return Bundled(target, size, len(snapshots), found, tuple(missing))


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)


def reached(home: Home, name: str, tips: Collection[str]) -> list[Snapshot]:
    """Return the snapshots that some ids lead to, by number."""
    wanted = {ident for tip in set(tips) for ident in home.line.ancestors(tip)}
    return [home.line.snapshot(name, one.seq, one.id) for one in home.line.every(name)[0] if one.id in wanted]


def _write(
    connect: Connect,
    home: Home,
    file: BinaryIO,
    refs: Mapping[str, str],
    snapshots: Sequence[Snapshot],
    progress: Progress,
) -> tuple[int, list[int]]:
    """Write all; return how many images are in it, and the numbers of the snapshots whose image is not here."""
    writer = archive.Writer(file, {"created": time.time(), "snapshotter": __version__, "kind": "bundle"})
    progress("writing the line")
    write_line(home, writer, refs)
    found: dict[str, Image] = {}
    missing: list[int] = []
    engine = connect() if snapshots else None
    for one in snapshots:
        try:
            assert engine
            found[one.id] = engine.image(one.image)
        except ImageNotFound:
            missing.append(one.seq)
    write_images(writer, {ident: image.layers for ident, image in found.items()})
    if engine:
        base = set(snapshots[0].base.layers)
        images = [(one, found[one.id]) for one in reversed(snapshots) if one.id in found]
        _write_layers(engine, home, writer, images, base, progress)
    writer.finish([])
    return len(found), missing


def write_line(home: Home, writer: archive.Writer, refs: Mapping[str, str]) -> None:
    """Write a git bundle with refs and all that they lead to."""
    with scratch(home.line.repository) as repository:
        git.update_refs(repository, {ref: (ident, None) for ref, ident in refs.items()})
        made = repository.parent / LINE
        git.run(repository, "bundle", "create", "--quiet", str(made), "--all")
        writer.add_file(LINE, made)


def write_images(writer: archive.Writer, layers: Layers) -> None:
    """Write the layers by which the image of each snapshot is known."""
    writer.add_bytes(IMAGES, dumps({ident: list(found) for ident, found in sorted(layers.items())}) + b"\n")


def _write_layers(
    engine: Engine,
    home: Home,
    writer: archive.Writer,
    images: Sequence[tuple[Snapshot, Image]],
    known: set[str],
    progress: Progress,
) -> None:
    """Write the layers of images, the one with most layers first, each layer once."""
    make_directory(home.cache)

    def visit(stream: Readable) -> LayerFile:
        return copied(home, iter(lambda: stream.read(CHUNK), b""))

    for one, image in images:
        skip = next((at for at, layer in enumerate(image.layers) if layer not in known), len(image.layers))
        if skip == len(image.layers):
            continue
        progress(f"reading the image of snapshot {one.seq}")
        for layer in read_saved(partial(_saved, engine, image.id), image.layers, skip, visit):
            with layer:
                if layer.digest not in known:
                    known.add(layer.digest)
                    name = f"{LAYERS}/{layer.digest.removeprefix('sha256:')}"
                    writer.add_stream(name, cast("BinaryIO", _Pieces(layer)))


def _saved(engine: Engine, image: str) -> contextlib.closing[BinaryIO]:
    return contextlib.closing(engine.save(image))


class _Pieces:
    """A layer as a file that is read in pieces of any size."""

    def __init__(self, layer: LayerFile) -> None:
        self._pieces, self._left = layer.pieces(), b""

    def read(self, size: int) -> bytes:
        """Return so many bytes, fewer at the end."""
        while len(self._left) < size and (piece := next(self._pieces, b"")):
            self._left += piece
        data, self._left = self._left[:size], self._left[size:]
        return data
