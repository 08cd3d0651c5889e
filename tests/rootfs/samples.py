"""Small layers, trees and engines for the tests of `rootfs`."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, cast

from snapshotter.engine.api import Engine, EngineInfo
from snapshotter.model import Entry, Image, ImageConfig

DIRECTORY = Entry("directory", 0o755, 0, 0)


def file(content: bytes = b"", mode: int = 0o644, **fields: object) -> Entry:
    """Return the entry of a regular file."""
    return Entry("file", mode, 0, 0, len(content), hashlib.sha256(content).hexdigest(), **fields)  # type: ignore[arg-type]


def member(
    name: str, content: bytes | None = None, *, kind: bytes | None = None, **fields: object
) -> tuple[tarfile.TarInfo, bytes]:
    """Return a tar member: of type `kind`, else a directory if there is no content, else a regular file."""
    info = tarfile.TarInfo(name)
    info.type = kind or (tarfile.DIRTYPE if content is None else tarfile.REGTYPE)
    info.mode = 0o755 if content is None else 0o644
    info.size = len(content or b"")
    for field, value in fields.items():
        setattr(info, field, value)
    return info, content or b""


def tar(*members: tuple[tarfile.TarInfo, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    """Return a tar stream of these members."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form, errors="surrogateescape") as archive:
        for info, content in members:
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def files(contents: Mapping[str, bytes]) -> bytes:
    """Return a tar stream of regular files."""
    return tar(*(member(name, content) for name, content in contents.items()))


def diff_id(layer: bytes) -> str:
    """Return the diff id of a layer, given its tar stream."""
    return f"sha256:{hashlib.sha256(layer).hexdigest()}"


def saved_by_old_docker(layers: Iterable[bytes], order: Iterable[int] | None = None) -> bytes:
    """Return an image as saved by `docker save` up to version 24; `order` is the order of the layers in the stream."""
    names = [f"{number:064x}" for number, _ in enumerate(layers)]
    parts = list(layers)
    members = []
    for number in order if order is not None else range(len(parts)):
        about = {"id": names[number]}
        if number:
            about["parent"] = names[number - 1]
        members += [
            member(names[number]),
            member(f"{names[number]}/VERSION", b"1.0"),
            member(f"{names[number]}/json", json.dumps(about).encode()),
            member(f"{names[number]}/layer.tar", parts[number]),
        ]
    manifest = [{"Config": "config.json", "RepoTags": [], "Layers": [f"{name}/layer.tar" for name in names]}]
    return tar(*members, member("config.json", b"{}"), member("manifest.json", json.dumps(manifest).encode()))


class FakeEngine:
    """An engine with one image, as a stream, as directories, or both."""

    def __init__(
        self, layers: list[bytes], *, saved: bytes | None = None, directories: list[Path] | None = None
    ) -> None:
        self.layers = tuple(map(diff_id, layers))
        self.saved = saved_by_old_docker(layers) if saved is None else saved
        self.directories = directories
        self.saves = 0

    def image(self, reference: str) -> Image:
        return Image("sha256:1", ("x:latest",), (), ImageConfig(), self.layers, 0)

    def layer_dirs(self, image: str) -> list[Path] | None:
        return self.directories

    def save(self, image: str) -> BinaryIO:
        self.saves += 1
        return io.BytesIO(self.saved)

    def info(self) -> EngineInfo:
        return EngineInfo("docker", "20.10", "1.41", "unix:///fake", "overlay2", True)

    def read_files(self, image: str, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        yield from ()

    def as_engine(self) -> Engine:
        return cast(Engine, self)
