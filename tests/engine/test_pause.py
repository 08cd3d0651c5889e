"""Freezing is tried again where the kernel did not get every process to stand still; thawing is asked for once."""

from __future__ import annotations

from typing import cast

import docker
import docker.errors
import pytest

from snapshotter.engine.containers import FREEZE_AGAIN, pause, unpause


class Restless:
    """A client whose container freezes at the n-th try."""

    def __init__(self, tries: int, why: str = "OCI runtime pause failed: unable to freeze: unknown") -> None:
        self.left, self.why = tries, why

    def pause(self, _ident: str) -> None:
        self.left -= 1
        if self.left:
            raise docker.errors.APIError(self.why)


def test_it_is_tried_again() -> None:
    waited: list[float] = []
    pause(cast("docker.APIClient", Restless(3)), "x", wait=waited.append)
    assert waited == list(FREEZE_AGAIN[:2])


def test_the_last_failure_is_told() -> None:
    with pytest.raises(docker.errors.APIError, match="unable to freeze"):
        pause(cast("docker.APIClient", Restless(9)), "x", wait=lambda _: None)


def test_another_failure_is_told_at_once() -> None:
    client = Restless(9, "No such container")
    with pytest.raises(docker.errors.APIError, match="No such"):
        pause(cast("docker.APIClient", client), "x", wait=lambda _: None)
    assert client.left == 8


class Frozen:
    """A client whose container refuses to thaw, be it frozen or not."""

    def __init__(self, *, is_frozen: bool) -> None:
        self.is_frozen = is_frozen

    def unpause(self, _ident: str) -> None:
        raise docker.errors.APIError("refused")

    def inspect_container(self, _ident: str) -> dict[str, dict[str, bool]]:
        return {"State": {"Paused": self.is_frozen}}


def test_a_container_that_is_not_frozen_need_not_thaw() -> None:
    unpause(cast("docker.APIClient", Frozen(is_frozen=False)), "x")


def test_one_that_stays_frozen_is_told() -> None:
    with pytest.raises(docker.errors.APIError, match="refused"):
        unpause(cast("docker.APIClient", Frozen(is_frozen=True)), "x")
