"""The one place where docker-py's, requests' and urllib3's exceptions become ours; every call goes through it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from snapshotter.engine.refusal import DISK_FULL_HINT, GONE_HINT, PORT_HINT, REFUSED_HINT, refusal
from snapshotter.errors import EngineError, SnapError

__all__ = ["DISK_FULL_HINT", "GONE_HINT", "PORT_HINT", "REFUSED_HINT", "engine_errors", "innermost", "refusal"]


@contextmanager
def engine_errors() -> Iterator[None]:
    """Let only errors of `snapshotter.errors` out of the block."""
    try:
        yield
    except SnapError:
        raise
    except Exception as error:
        known = _translated(error)
        if known is None:
            raise
        raise known from error


def _translated(error: Exception) -> SnapError | None:
    """Give our error for one of a library's, None for a bug; a library that is not loaded has raised nothing."""
    if isinstance(error, ConnectionError):
        return EngineError(f"The engine went away in the middle of a call: {innermost(error)}.", GONE_HINT)
    if "docker" not in sys.modules:
        return None
    import docker.errors
    import requests
    import urllib3.exceptions

    if isinstance(error, docker.errors.APIError):
        return refusal(error.status_code or 0, error.explanation or str(error))
    if isinstance(
        error,
        (
            requests.ConnectionError,
            requests.exceptions.ChunkedEncodingError,
            requests.Timeout,
            urllib3.exceptions.HTTPError,
        ),
    ):
        return EngineError(f"The engine went away in the middle of a call: {innermost(error)}.", GONE_HINT)
    if isinstance(error, (docker.errors.DockerException, docker.errors.StreamParseError, requests.RequestException)):
        return EngineError(f"The engine could not be asked: {innermost(error)}.", REFUSED_HINT)
    return None


def innermost(error: BaseException) -> str:
    """Give the text of the exception at the root, without the layers of wrapping around it."""
    cause: BaseException | None = error
    while cause is not None:
        error, cause = cause, cause.__cause__ or cause.__context__
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(text).rstrip(".")
