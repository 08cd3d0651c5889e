"""An image's layers in the stream of `docker save` or `podman save`; the layers themselves are read by `from_tar.py`.

The names of the layers are listed in `manifest.json`, which is usually the last file of the stream.  They are
`V1ID/layer.tar` beside `V1ID/json` (Docker up to 24, sorted by id), `blobs/sha256/DIGEST` (Docker from 25) or
`DIFFID.tar` with symbolic links to it (podman).  A lower layer is skipped if its name shows that it is one.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Generic, TypeVar

from msgspec import Struct, field

from snapshotter.errors import LayerError
from snapshotter.rootfs.tar.forward import PieceStream, Readable
from snapshotter.rootfs.tar.header import HARD_LINK, REGULAR, SYMLINK, Header
from snapshotter.rootfs.tar.members import TarStream

_LARGEST_DOCUMENT = 8 << 20
_TAR_MAGIC = slice(257, 262)

T = TypeVar("T")


class _Found(Struct, Generic[T], frozen=True):
    """What was found in one pass over the stream."""

    layers: dict[str, T] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    """v1 id → v1 id of the layer below, "" for the lowest."""
    manifest: list[str] = field(default_factory=list)
    """Names of the layers in the stream, lowest first."""


def read_saved(
    save: Callable[[], AbstractContextManager[Readable]],
    diff_ids: Sequence[str],
    skip: int,
    visit: Callable[[Readable], T],
) -> list[T]:
    """Return what `visit` returns for each layer above the lowest `skip`, lowest first.

    `visit` may also be called for layers that are not wanted.  `save` opens the stream; it is called a second time only
    if a wanted layer was skipped in the first pass.  Raises `LayerError` if the stream is damaged or lacks a layer.
    """
    wanted: list[str] | None = None
    for _ in range(2):
        with save() as stream:
            found = _pass(stream, diff_ids, skip, wanted, visit)
        if len(found.manifest) != len(diff_ids):
            raise LayerError(f"the saved image lists {len(found.manifest)} layers where {len(diff_ids)} were expected")
        wanted = [_resolved(name, found.links) for name in found.manifest[skip:]]
        if all(name in found.layers for name in wanted):
            return [found.layers[name] for name in wanted]
    raise LayerError("the saved image does not contain all the layers that its manifest lists")


def _pass(
    stream: Readable, diff_ids: Sequence[str], skip: int, wanted: Sequence[str] | None, visit: Callable[[Readable], T]
) -> _Found[T]:
    found: _Found[T] = _Found()
    lower = {hex_of(diff_id) for diff_id in diff_ids[:skip]} - {hex_of(diff_id) for diff_id in diff_ids[skip:]}
    members = TarStream(stream)
    while (header := members.next()) is not None:
        name = header.name.decode("utf-8", "surrogateescape").removeprefix("./").rstrip("/")
        if header.type in (SYMLINK, HARD_LINK):
            found.links[name] = _link_target(name, header)
        elif header.type != REGULAR:
            continue
        elif name == "manifest.json":
            found.manifest.extend(_layers_of(_document(header, members)))
        elif name.endswith("/json"):
            found.parents[name.removesuffix("/json")] = _parent_of(_document(header, members))
        else:
            read = _may_be_wanted(name, header, found, lower, skip) if wanted is None else name in wanted
            if read:
                _visit(name, members, found, visit)
    return found


def _may_be_wanted(name: str, header: Header, found: _Found[Any], lower: set[str], skip: int) -> bool:
    directory, _, file = name.rpartition("/")
    if directory.endswith("blobs/sha256"):
        return file not in lower and header.size >= 512
    if not name.endswith(".tar") or file.removesuffix(".tar") in lower:
        return False
    return not 0 <= _depth(directory, found.parents) < skip


def _depth(v1_id: str, parents: dict[str, str]) -> int:
    """Return the number of layers below one, -1 if it is not known yet."""
    depth = 0
    while (below := parents.get(v1_id)) is not None:
        if not below:
            return depth
        v1_id, depth = below, depth + 1
        if depth > len(parents):
            break
    return -1


def _visit(name: str, members: TarStream, found: _Found[T], visit: Callable[[Readable], T]) -> None:
    pieces = members.pieces()
    head = next(pieces, b"")
    # `blobs/` has JSON documents as well; a layer is a tar, or compressed
    if name.endswith(".tar") or head[_TAR_MAGIC] == b"ustar" or head[:1] != b"{":
        found.layers[name] = visit(PieceStream(pieces, head))
    for _ in pieces:
        pass


def _document(header: Header, members: TarStream) -> Any:  # noqa: ANN401 - any JSON
    if header.size > _LARGEST_DOCUMENT:
        raise LayerError(f"the saved image has a description of {header.size} bytes")
    try:
        return json.loads(b"".join(members.pieces()))
    except (ValueError, RecursionError) as error:
        raise LayerError("the saved image has a description that is not JSON") from error


def _layers_of(manifest: Any) -> list[str]:  # noqa: ANN401 - any JSON
    try:
        return [str(name) for name in manifest[0]["Layers"] or ()]
    except (LookupError, TypeError) as error:
        raise LayerError("the manifest of the saved image does not have the expected form") from error


def _parent_of(description: Any) -> str:  # noqa: ANN401 - any JSON
    return str(description.get("parent", "")) if isinstance(description, dict) else ""


def _link_target(name: str, header: Header) -> str:
    target = header.link.decode("utf-8", "surrogateescape")
    above = posixpath.dirname(name) if header.type == SYMLINK else ""
    return posixpath.normpath(posixpath.join(above, target))


def _resolved(name: str, links: dict[str, str]) -> str:
    for _ in range(8):
        if name not in links:
            break
        name = links[name]
    return name


def hex_of(diff_id: str) -> str:
    """Return the digits of "sha256:DIGITS"."""
    return diff_id.rpartition(":")[2]
