"""Several images as one stream, and back into an engine: what `docker save` and `docker load` do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlencode

from snapshotter.engine.errors import engine_errors
from snapshotter.engine.images.export import open_stream
from snapshotter.errors import EngineError

if TYPE_CHECKING:
    import docker


def save_all(client: docker.APIClient, images: Sequence[str]) -> BinaryIO:
    """Return images as one stream, in which each layer is once; the caller closes it."""
    return open_stream(client, f"/images/get?{urlencode([('names', image) for image in images])}")


def load(client: docker.APIClient, pieces: Iterable[bytes]) -> None:
    """Load images from the pieces of a stream; raises `EngineError`."""
    with engine_errors():
        for event in client.load_image(pieces, quiet=True):
            if "error" in event:
                raise EngineError(f"the engine cannot load the images: {event['error']}", "free some space on its disk")
