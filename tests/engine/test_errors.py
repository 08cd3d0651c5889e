from __future__ import annotations

import inspect
import json

import docker.errors
import pytest
import requests
import urllib3.exceptions

from snapshotter.engine.errors import engine_errors, refusal
from snapshotter.errors import Conflict, ContainerNotFound, EngineError, ImageNotFound, SnapError


@pytest.mark.parametrize(
    ("status", "text", "kind"),
    [
        (404, "No such image: x:1", ImageNotFound),
        (404, "No such container: abc", ContainerNotFound),
        (404, "No such exec instance: abc", ContainerNotFound),
        (409, 'Conflict. The container name "/x" is already in use by container "y".', Conflict),
        (409, "Container abc is not running", EngineError),
        (500, "write /var/lib/x: no space left on device", EngineError),
        (500, "", EngineError),
        (404, 'no container with name or ID "x" found: no such container', ContainerNotFound),
    ],
)
def test_a_refusal_becomes_the_matching_error(status: int, text: str, kind: type[SnapError]) -> None:
    error = refusal(status, text)
    assert type(error) is kind
    assert text.strip(".").lower() in error.message.lower()


def test_a_full_disk_says_what_to_do() -> None:
    assert "docker system prune" in refusal(500, "no space left on device").hint


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "driver failed programming external connectivity: Bind for 0.0.0.0:80 failed: port is already allocated",
            "-p",
        ),
        ('invalid port specification: "99999"', "8080:80"),
        ("open /var/lib/docker/vfs/dir/d317/t/.wh.strange: no such file or directory", ".wh. marks a deletion"),
        ("network nosuch not found", "docker network ls"),
        (
            "invalid volume specification: '/etc:rel': invalid mount config: mount path must be absolute",
            "/HOST/DIR:/DIR",
        ),
        ("something else", "docker info"),
    ],
)
def test_every_refusal_has_a_next_step(text: str, words: str) -> None:
    assert words in refusal(500, text).hint


def test_an_error_body_in_json_is_unwrapped() -> None:
    assert refusal(500, '{"message": "the reason"}').message == "the engine refused: the reason"


ROOTS = (
    docker.errors.DockerException,
    docker.errors.StreamParseError,
    requests.RequestException,
    urllib3.exceptions.HTTPError,
)


def third_party_exceptions() -> list[type[Exception]]:
    """List every exception class that docker-py, requests and urllib3 define."""
    return [
        kind
        for module in (docker.errors, requests.exceptions, urllib3.exceptions)
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, ROOTS) and kind.__module__ == module.__name__
    ]


@pytest.mark.parametrize("kind", third_party_exceptions())
def test_every_exception_of_a_third_party_is_translated(kind: type[Exception]) -> None:
    # their constructors take various arguments, which do not matter here
    plain = type(
        "Plain",
        (kind,),
        {"__init__": lambda self: None, "__str__": lambda self: "why", "response": None, "explanation": None},
    )
    with pytest.raises(SnapError, match="why"), engine_errors():
        raise plain()


@pytest.mark.parametrize(
    "error",
    [
        ConnectionResetError(104, "Connection reset by peer"),
        BrokenPipeError(),
        requests.ConnectionError("x"),
        urllib3.exceptions.ProtocolError("y"),
    ],
)
def test_a_lost_connection_says_what_to_do(error: Exception) -> None:
    with pytest.raises(EngineError, match="connection to the engine was lost") as failure, engine_errors():
        raise error
    assert "start it again" in failure.value.hint


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ImageNotFound("x"), ZeroDivisionError()])
def test_anything_else_passes(error: BaseException) -> None:
    with pytest.raises(type(error)) as failure, engine_errors():
        raise error
    assert failure.value is error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (KeyError(9), "it has no 9, or one that is not known"),
        (TypeError("'int' object is not iterable"), "another type than expected"),
        (RecursionError(), "nested too deeply"),
        (json.JSONDecodeError("Expecting value", "x", 0), "not JSON"),
    ],
)
def test_an_answer_of_another_form_says_what_is_wrong_with_it(error: Exception, words: str) -> None:
    with pytest.raises(EngineError, match=f"cannot be understood: .*{words}") as failure, engine_errors():
        raise error
    assert failure.value.hint
