"""The one place where docker-py's, requests' and urllib3's exceptions become ours; every call goes through it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from snapshotter.errors import Conflict, ContainerNotFound, EngineError, ImageNotFound, SnapError

DISK_FULL_HINT = (
    "See what takes the space with `docker system df`, free some with `docker system prune`, "
    "then run the same command again."
)
GONE_HINT = (
    "See whether it still runs (`systemctl status docker`, `docker info`), start it again, "
    "then run the same command again: what was committed is safe."
)
REFUSED_HINT = "Its log may say more (such as `journalctl -u docker`); `docker info` tells whether it is well."
PORT_HINT = "Write a port as `docker run -p` takes it: 80, 8080:80 or 127.0.0.1:8080:80, each with /udp if need be."
_HINTS = (
    (
        r"port is already allocated|address already in use",
        "`docker ps` tells which container has the port: stop that one, or publish another port with `-p`.",
    ),
    (r"invalid port", PORT_HINT),
    (r"/\.wh\.", "A name that begins with .wh. marks a deletion in images: remove the file, or give it another name."),
    (r"network \S+ not found", "`docker network ls` lists the networks, `docker network create NAME` makes one."),
    (
        r"invalid (volume|mount)|bind source path",
        "Write a volume as `docker run -v` takes it: /HOST/DIR:/DIR, NAME:/DIR or /DIR, also with :ro.",
    ),
)
"""What a refusal says, in lower case, and what then is the next step; the first that fits."""


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


def refusal(status: int, explanation: str) -> SnapError:
    """Turn an HTTP status of 400 and above with its explanation into the fitting error."""
    text = _message(explanation).strip()
    low = text.lower()
    if "no space left on device" in low:
        return EngineError(f"The engine's disk is full: {text}", DISK_FULL_HINT)
    if "no such image" in low or "image not known" in low:
        return ImageNotFound(_sentence(text))
    if any(words in low for words in ("no such container", "no container with name or id", "no such exec")):
        return ContainerNotFound(_sentence(text), "It was removed behind snap's back; `snap list` tells what is left.")
    if "container state improper" in low or "container is not running" in low:
        return EngineError(f"The container is not running: {text}", "`snap shell` starts it again.")
    if "the container name" in low and "already in use" in low:
        return Conflict(_sentence(text))
    if status == 409 and ("already in use" in low or "is in use" in low or "is being used" in low):
        return Conflict(_sentence(text))
    return EngineError(
        f"The engine refused: {text}" if text else f"The engine answered with HTTP status {status}.",
        next((hint for words, hint in _HINTS if re.search(words, low)), REFUSED_HINT),
    )


def _message(explanation: str) -> str:
    """Take the message out of an error body that docker-py handed on as it was."""
    try:
        return str(json.loads(explanation)["message"])
    except (ValueError, KeyError, TypeError):
        return explanation


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")
