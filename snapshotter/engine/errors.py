"""Translates the exceptions of docker-py, requests and urllib3 into those of `snapshotter.errors`, for every call."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from snapshotter.errors import Conflict, ContainerNotFound, EngineError, ImageNotFound, SnapError, UsageError

DISK_FULL_HINT = (
    "`docker system df` shows what takes the space, `docker system prune` frees some; then run the same command again"
)
GONE_HINT = (
    "check whether the engine still runs (`systemctl status docker`, `docker info`), start it again, "
    "then run the same command again; what was committed is safe"
)
REFUSED_HINT = "the engine's log may say more (such as `journalctl -u docker`); `docker info` shows whether it works"
NOT_UNDERSTOOD_HINT = (
    "run the command again; if that does not help, `docker version` shows whether an engine answers at this address,"
    " and what is between it and snap (a proxy, a relay)"
)
_LONGEST_REASON = 200
PORT_HINT = "write a port as `docker run -p` takes it: 80, 8080:80 or 127.0.0.1:8080:80, each optionally with /udp"
_HINTS = (
    (
        r"port is already allocated|address already in use",
        "`docker ps` shows which container has the port; stop that container, or publish another port with `-p`",
    ),
    (r"invalid port", PORT_HINT),
    (r"/\.wh\.", "a name that begins with .wh. marks a deletion in images; remove the file or rename it"),
    (r"network \S+ not found", "`docker network ls` lists the networks, `docker network create NAME` makes one"),
    (
        r"invalid (volume|mount)|bind source path",
        "write a volume as `docker run -v` takes it: /HOST/DIR:/DIR, NAME:/DIR or /DIR, each optionally with :ro",
    ),
)
"""(pattern of a refusal in lower case, hint); the first that matches is taken."""


@contextmanager
def engine_errors() -> Iterator[None]:
    """Translate the libraries' exceptions raised in the block into those of `snapshotter.errors`."""
    try:
        yield
    except SnapError:
        raise
    except Exception as error:
        known = _translate(error)
        if known is None:
            raise
        raise known from error


def _translate(error: Exception) -> SnapError | None:
    """Return the error for a library's exception, None for a bug; a library that is not loaded has raised nothing."""
    if isinstance(error, (ConnectionError, TimeoutError)):
        return connection_lost(innermost(error))
    if isinstance(error, UnicodeEncodeError):  # in what was asked
        return UsageError(
            f"{str(error.object)[:_LONGEST_REASON]!r} is not UTF-8, which no name of the engine's can be",
            "write the name in UTF-8; `docker images` and `docker ps` list those that there are",
        )
    if isinstance(error, (OverflowError, LookupError, TypeError, AttributeError, ValueError, RecursionError)):
        return not_understood(error)
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
        return connection_lost(innermost(error))
    if isinstance(error, (docker.errors.DockerException, docker.errors.StreamParseError, requests.RequestException)):
        return EngineError(f"the call to the engine failed: {innermost(error)}", REFUSED_HINT)
    return None


def connection_lost(reason: str) -> EngineError:
    """Return the error for a connection that broke during a call."""
    return EngineError(f"the connection to the engine was lost during a call: {reason}", GONE_HINT)


def not_understood(error: Exception) -> EngineError:
    """Return the error for an answer that is not JSON, or JSON of another form than the API has."""
    return EngineError(f"the engine's answer cannot be understood: {innermost(error)}", NOT_UNDERSTOOD_HINT)


def innermost(error: BaseException) -> str:
    """Return the text of the root cause of an exception, without a full stop at the end."""
    cause: BaseException | None = error
    while cause is not None:
        error, cause = cause, cause.__cause__ or cause.__context__
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    if isinstance(error, KeyError):
        text = f"it has no {error}, or one that is not known"
    elif isinstance(error, json.JSONDecodeError):
        text = f"it is not JSON ({text})"
    elif isinstance(error, RecursionError):
        text = "it is nested too deeply"
    elif isinstance(error, (TypeError, AttributeError, IndexError)):
        text = f"a value has another type than expected ({text})"
    return str(text)[:_LONGEST_REASON].rstrip(".")


def refusal(status: int, explanation: str) -> SnapError:
    """Return the error for an HTTP status of 400 or above and its explanation."""
    text = _message(explanation).strip().rstrip(".")
    low = text.lower()
    if "no space left on device" in low:
        return EngineError(f"the engine's disk is full: {text}", DISK_FULL_HINT)
    if "no such image" in low or "image not known" in low:
        return ImageNotFound(lower_first(text))
    if any(words in low for words in ("no such container", "no container with name or id", "no such exec")):
        return ContainerNotFound(lower_first(text), "it was removed without snap; `snap list` shows what is left")
    if "container state improper" in low or "container is not running" in low:
        return EngineError(f"the container is not running: {text}", "`snap shell` starts it again")
    if "the container name" in low and "already in use" in low:
        return Conflict(lower_first(text))
    if status == 409 and ("already in use" in low or "is in use" in low or "is being used" in low):
        return Conflict(lower_first(text))
    return EngineError(
        f"the engine refused: {text}" if text else f"the engine answered with HTTP status {status}",
        next((hint for pattern, hint in _HINTS if re.search(pattern, low)), REFUSED_HINT),
    )


def lower_first(text: str) -> str:
    """Return the text with its first letter in lower case."""
    return text[:1].lower() + text[1:]


def _message(explanation: str) -> str:
    """Return the message of an error body that docker-py passed on as JSON, else the explanation itself."""
    try:
        return str(json.loads(explanation)["message"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return explanation
