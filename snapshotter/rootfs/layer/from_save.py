"""An image's layers in the stream of `docker save` or `podman save`; the layers themselves are read by `from_tar.py`.

A layer is known by its diff id, the digest of its uncompressed tar, which is computed while it is read.  So neither its
name in the stream matters, nor what else is there: manifests and layers of other platforms, attestations.  The names
are `V1ID/layer.tar` beside `V1ID/json` (Docker up to 24, sorted by id), `blobs/sha256/DIGEST` (Docker from 25; where
images are in containerd's store, DIGEST is that of the compressed layer) or `DIFFID.tar` (podman).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, MutableMapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from snapshotter.errors import LayerError
from snapshotter.rootfs.layer.compression import HEAD, is_layer, unpacked
from snapshotter.rootfs.tar.forward import CHUNK, PieceStream, Readable
from snapshotter.rootfs.tar.header import REGULAR, Header
from snapshotter.rootfs.tar.members import TarStream

_LARGEST_DOCUMENT = 8 << 20

T = TypeVar("T")


def read_saved(
    save: Callable[[], AbstractContextManager[Readable]],
    diff_ids: Sequence[str],
    skip: int,
    visit: Callable[[Readable], T],
    names: MutableMapping[str, str] | None = None,
) -> list[T]:
    """Return what `visit` returns for each layer above the lowest `skip`, lowest first.

    `visit` may also be called for layers that are not wanted.  `names` are the diff ids of layers by their name in the
    stream, as far as they are known; a lower layer that is among them is skipped, and those that are read are added.
    `save` opens the stream, which is read until all wanted layers were found.  Raises `LayerError` if one is damaged or
    missing.
    """
    wanted = {hex_of(diff_id) for diff_id in diff_ids[skip:]}
    lower = {hex_of(diff_id) for diff_id in diff_ids[:skip]}
    known = {} if names is None else names
    found: dict[str, T] = {}
    damage: list[LayerError] = []
    with save() as stream:
        members = TarStream(stream)
        choice = _Choice(wanted, lower, skip, known)
        while found.keys() != wanted and (header := members.next()) is not None:
            name = header.name.decode("utf-8", "surrogateescape").removeprefix("./")
            if header.type != REGULAR:
                continue
            if name.endswith("/json"):
                choice.add_parent(name.removesuffix("/json"), _document(header, members))
            elif choice.may_be_wanted(name):
                try:
                    visited = _visit(members, visit)
                except LayerError as error:  # of no concern where it is not of this image's layers
                    damage.append(error)
                    continue
                if visited is not None:
                    known[name], result = visited
                    if known[name] in wanted:
                        found[known[name]] = result
    if found.keys() != wanted:
        raise damage[0] if damage else LayerError("the saved image does not contain all layers of the image")
    return [found[hex_of(diff_id)] for diff_id in diff_ids[skip:]]


class _Choice:
    """Which members of the stream may be wanted layers, by their names and what is known of them."""

    def __init__(
        self, wanted: Collection[str], lower: Collection[str], skip: int, known: MutableMapping[str, str]
    ) -> None:
        self._wanted = wanted
        self._lower = frozenset(lower) - frozenset(wanted)
        self._known = known
        self._parents: dict[str, str] = {}
        # a layer that is an upper one as well may be there only at its lower place
        self._lower_depths = range(skip) if len(self._lower) == len(lower) else range(0)

    def add_parent(self, v1_id: str, description: Any) -> None:  # noqa: ANN401 - any JSON
        """Take the v1 id of the layer below from the description of a layer."""
        self._parents[v1_id] = str(description.get("parent", "")) if isinstance(description, dict) else ""

    def may_be_wanted(self, name: str) -> bool:
        """Return whether a file may be a wanted layer."""
        if name in self._known:
            return self._known[name] in self._wanted
        directory, _, file = name.rpartition("/")
        if directory.endswith("blobs/sha256"):
            return file not in self._lower
        if not name.endswith(".tar") or file.removesuffix(".tar") in self._lower:
            return False
        return self._depth(directory) not in self._lower_depths

    def _depth(self, v1_id: str) -> int:
        """Return the number of layers below one, -1 if it is not known yet."""
        depth = 0
        while (below := self._parents.get(v1_id)) is not None:
            if not below:
                return depth
            v1_id, depth = below, depth + 1
            if depth > len(self._parents):
                break
        return -1


def _visit(members: TarStream, visit: Callable[[Readable], T]) -> tuple[str, T] | None:
    """Return the diff id of a file, and what `visit` returns for it; None where it is no layer."""
    pieces = members.pieces()
    head = b""
    while len(head) < HEAD and (piece := next(pieces, b"")):
        head += piece
    try:
        if not is_layer(head):  # `blobs/` has JSON documents as well
            return None
        stream = _Hashed(unpacked(PieceStream(pieces, head)))
        result = visit(stream)
        return stream.digest(), result
    finally:
        for _ in pieces:
            pass


class _Hashed:
    """A stream of which the digest is computed while it is read."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes."""
        data = self._stream.read(size)
        self._digest.update(data)
        return data

    def digest(self) -> str:
        """Read the rest, and return the digest of all as hex."""
        while self.read(CHUNK):
            pass
        return self._digest.hexdigest()


def _document(header: Header, members: TarStream) -> Any:  # noqa: ANN401 - any JSON
    if header.size > _LARGEST_DOCUMENT:
        raise LayerError(f"the saved image has a description of {header.size} bytes")
    try:
        return json.loads(b"".join(members.pieces()))
    except (ValueError, RecursionError) as error:
        raise LayerError("the saved image has a description that is not JSON") from error


def hex_of(diff_id: str) -> str:
    """Return the digits of "sha256:DIGITS"."""
    return diff_id.rpartition(":")[2]
