"""Pausing is tried again where the kernel did not freeze every process, resuming after any failure."""

from __future__ import annotations

from typing import cast

import docker
import docker.errors
import pytest

from snapshotter.engine.containers import (
    PAUSE_RETRY_SECONDS,
    UNPAUSE_RETRY_SECONDS,
    pause,
    pause_rootless,
    unpause,
)
from snapshotter.errors import EngineError, NotPausable


class FailsToPause:
    """A client that pauses its container at the n-th attempt."""

    def __init__(self, attempts: int, why: str = "OCI runtime pause failed: unable to freeze: unknown") -> None:
        self.left, self.why = attempts, why

    def pause(self, _ident: str) -> None:
        self.left -= 1
        if self.left:
            raise docker.errors.APIError(self.why)


def test_it_is_tried_again() -> None:
    waited: list[float] = []
    pause(cast("docker.APIClient", FailsToPause(3)), "x", wait=waited.append)
    assert waited == list(PAUSE_RETRY_SECONDS[:2])


def test_the_last_failure_is_raised() -> None:
    with pytest.raises(docker.errors.APIError, match="unable to freeze"):
        pause(cast("docker.APIClient", FailsToPause(9)), "x", wait=lambda _: None)


def test_another_failure_is_raised_at_once() -> None:
    client = FailsToPause(9, "No such container")
    with pytest.raises(docker.errors.APIError, match="No such"):
        pause(cast("docker.APIClient", client), "x", wait=lambda _: None)
    assert client.left == 8


class FailsToUnpause:
    """A client that does not unpause its container, whether it is paused or not."""

    def __init__(self, *, is_paused: bool) -> None:
        self.is_paused = is_paused

    def unpause(self, _ident: str) -> None:
        raise docker.errors.APIError("refused")

    def inspect_container(self, _ident: str) -> dict[str, dict[str, bool]]:
        return {"State": {"Paused": self.is_paused}}


def test_a_container_that_is_not_paused_is_left_as_it_is() -> None:
    unpause(cast("docker.APIClient", FailsToUnpause(is_paused=False)), "x")


def test_a_container_that_stays_paused_is_an_error() -> None:
    with pytest.raises(docker.errors.APIError, match="refused"):
        unpause(cast("docker.APIClient", FailsToUnpause(is_paused=True)), "x", wait=lambda _: None)


class UnpausesLate:
    """A client that resumes its container at the n-th attempt; it may not describe it either."""

    def __init__(self, attempts: int, *, describes: bool = True) -> None:
        self.left, self.describes = attempts, describes

    def unpause(self, _ident: str) -> None:
        self.left -= 1
        if self.left:
            raise docker.errors.APIError("500 Server Error")

    def inspect_container(self, _ident: str) -> dict[str, dict[str, bool]]:
        if not self.describes:
            raise docker.errors.APIError("500 Server Error")
        return {"State": {"Paused": True}}


@pytest.mark.parametrize("describes", [True, False])
def test_resuming_is_tried_again_with_growing_pauses(describes: bool) -> None:
    waited: list[float] = []
    unpause(cast("docker.APIClient", UnpausesLate(4, describes=describes)), "x", wait=waited.append)
    assert waited == list(UNPAUSE_RETRY_SECONDS[:3])
    assert waited == sorted(waited)


class Rootless:
    """A client whose engine refuses to pause its only container."""

    def __init__(self, status: str) -> None:
        self.status = status

    def pause(self, _ident: str) -> None:
        raise EngineError("the engine refused: `crun pause c` failed: exit status 1")

    def inspect_container(self, _ident: str) -> dict[str, object]:
        return {"State": {"Status": self.status}}


@pytest.mark.parametrize(
    ("status", "error"), [("running", NotPausable), ("paused", EngineError), ("exited", EngineError)]
)
def test_an_engine_without_root_that_cannot_pause_a_running_container(status: str, error: type[EngineError]) -> None:
    with pytest.raises(EngineError) as failure:
        pause_rootless(cast("docker.APIClient", Rootless(status)), "c")
    assert type(failure.value) is error
