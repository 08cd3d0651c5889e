"""Tar streams of the engine: a whole image as `docker save` writes it, and files out of a flat export."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, TYPE_CHECKING, BinaryIO, cast
from urllib.parse import quote

from snapshotter.engine.errors import engine_errors, refusal

if TYPE_CHECKING:
    import docker
    import requests

BUFFER = 1 << 20
MADE_BY_ENGINE = frozenset({"/.dockerenv", "/etc/hosts", "/etc/hostname", "/etc/resolv.conf"})
"""Empty files that a container has for the engine to mount over, whether its image has them or not."""


def is_mount_point(path: str, content: bytes) -> bool:
    """Tell whether a file is there for the engine to mount over, and says nothing of the image."""
    return path in MADE_BY_ENGINE and not content


class ResponseFile(io.RawIOBase):
    """The body of an engine's answer as a file; closing it early hangs up."""

    def __init__(self, response: requests.Response) -> None:
        super().__init__()
        self._response = response

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed's Buffer is 3.12's
        """Read some bytes; raises `EngineError` where the stream breaks off."""
        with engine_errors():
            data = self._response.raw.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Hang up."""
        self._response.close()
        super().close()


def save(client: docker.APIClient, image: str) -> BinaryIO:
    """Stream an image as `docker save` writes it."""
    with engine_errors():
        client.inspect_image(image)  # asked for its error, since that of `get` does not name the image
    return _open(client, f"/images/{quote(image, safe='/:')}/get")


def _open(client: docker.APIClient, path: str) -> BinaryIO:
    """Ask for a stream, by hand since docker-py's own gives no way to hang up in the middle."""
    url = f"{client.base_url}/v{client.api_version}{path}"
    with engine_errors():
        response = client.get(url, stream=True, timeout=client.timeout)
        if response.status_code >= 400:
            raise refusal(response.status_code, response.text)
    return cast(BinaryIO, io.BufferedReader(ResponseFile(response), BUFFER))


def export_files(client: docker.APIClient, image: str, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Give the contents of an image's regular files, out of one stream of a container that is never started."""
    with engine_errors():
        made = client.create_container_from_config({"Image": image, "Entrypoint": ["-"], "Cmd": []})
    try:
        wanted = {path: [path] for path in paths}
        while wanted:
            linked: dict[str, list[str]] = {}
            with _open(client, f"/containers/{made['Id']}/export") as stream:
                yield from _pick(stream, wanted, linked)
            wanted = linked
    finally:
        with engine_errors():
            client.remove_container(made["Id"], v=True, force=True)


def _pick(
    stream: IO[bytes], wanted: Mapping[str, list[str]], linked: dict[str, list[str]]
) -> Iterator[tuple[str, bytes]]:
    """Give the wanted files of a tar stream and end it as soon as all are found.

    `wanted` maps a path in the stream to the paths it was asked for by.  A hard link says only where its
    content passed by before: that goes into `linked`, for another look at the stream.
    """
    left = dict(wanted)
    with tarfile.open(fileobj=stream, mode="r|", encoding="utf-8") as tar:
        for member in tar:
            tar.members = []  # type: ignore[attr-defined]  # else every header stays in memory
            path = _absolute(member.name)
            asked = left.pop(path, [])
            if asked and member.islnk():
                linked.setdefault(_absolute(member.linkname), []).extend(asked)
            elif asked and member.isreg():
                file = tar.extractfile(member)
                content = file.read() if file else b""
                if not is_mount_point(path, content):
                    yield from ((name, content) for name in asked)
            if not left:
                return


def _absolute(name: str) -> str:
    return "/" + name.removeprefix("./").strip("/")
