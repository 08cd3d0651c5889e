"""Tar streams from the engine: a whole image as `docker save` writes it, and files from the export of a container."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, TYPE_CHECKING, BinaryIO, cast
from urllib.parse import quote

from snapshotter.engine.errors import connection_lost, engine_errors
from snapshotter.engine.patience import calling

if TYPE_CHECKING:
    import docker

    from snapshotter.engine.connect.client import Client
    from snapshotter.engine.connect.http import Body

BUFFER = 1 << 20
MADE_BY_ENGINE = frozenset({"/.dockerenv", "/etc/hosts", "/etc/hostname", "/etc/resolv.conf"})
"""Empty files that every container has as mount points of the engine, whether its image has them or not."""


def is_mount_point(path: str, content: bytes) -> bool:
    """Return whether a file is only a mount point of the engine, which need not be in the image."""
    return path in MADE_BY_ENGINE and not content


class ResponseFile(io.RawIOBase):
    """The body of an engine's answer as a file, with errors of snap; closing it early closes the connection."""

    def __init__(self, body: Body) -> None:
        super().__init__()
        self._body = body

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed's Buffer is 3.12's
        """Read some bytes into `buffer`; raises `EngineError` where the stream breaks off."""
        with calling("the next part of an image"), engine_errors():
            try:
                return self._body.readinto(buffer)
            except OSError as error:
                raise connection_lost(error.strerror or str(error)) from error

    def close(self) -> None:
        """Close the connection."""
        self._body.close()
        super().close()


def save(client: docker.APIClient, image: str) -> BinaryIO:
    """Return an image as the stream that `docker save` writes."""
    with engine_errors():
        client.inspect_image(image)  # for its error, since that of `get` does not name the image
    return open_stream(client, f"/images/{quote(image, safe='/:')}/get")


def open_stream(client: docker.APIClient, path: str) -> BinaryIO:
    """Return the answer to a GET as a stream; those of docker-py, which takes 110 ms to load, end only when read."""
    with engine_errors():
        body = cast("Client", client).open(path)
    return cast(BinaryIO, io.BufferedReader(ResponseFile(body), BUFFER))


def export_files(client: docker.APIClient, image: str, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield (path, content) of an image's regular files, from the export of a container that is never started."""
    with calling("a container to read files from"), engine_errors():
        made = client.create_container_from_config({"Image": image, "Entrypoint": ["-"], "Cmd": []})
    try:
        wanted = {path: [path] for path in paths}
        while wanted:
            linked: dict[str, list[str]] = {}
            with open_stream(client, f"/containers/{made['Id']}/export") as stream:
                yield from _pick(stream, wanted, linked)
            wanted = linked
    finally:
        with calling("the removal of the container that files were read from"), engine_errors():
            client.remove_container(made["Id"], v=True, force=True)


def _pick(
    stream: IO[bytes], wanted: Mapping[str, list[str]], linked: dict[str, list[str]]
) -> Iterator[tuple[str, bytes]]:
    """Yield the wanted files of a tar stream and stop as soon as all are found.

    `wanted` maps a path in the stream to the requested paths that it stands for.  A hard link only names the earlier
    member that has its content: that path goes into `linked`, for another pass over the stream.
    """
    left = dict(wanted)
    with tarfile.open(fileobj=stream, mode="r|", encoding="utf-8") as tar:
        for member in tar:
            tar.members = []  # type: ignore[attr-defined]  # else every header stays in memory
            path = _absolute(member.name)
            requested = left.pop(path, [])
            if requested and member.islnk():
                linked.setdefault(_absolute(member.linkname), []).extend(requested)
            elif requested and member.isreg():
                file = tar.extractfile(member)
                content = file.read() if file else b""
                if not is_mount_point(path, content):
                    yield from ((name, content) for name in requested)
            if not left:
                return


def _absolute(name: str) -> str:
    return "/" + name.removeprefix("./").strip("/")
