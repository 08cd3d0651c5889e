"""`--shell-image`: what the container of a stage without a shell is given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from snapshotter.engine.api import ContainerSpec
from snapshotter.errors import RecordError, SnapError, UsageError
from snapshotter.store.home import Home
from snapshotter.work.build import lent
from snapshotter.work.start import Request
from tests.work.fakes import FakeEngine


class Lender(FakeEngine):
    """An engine that notes which containers and volumes are made and removed."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.made: list[ContainerSpec] = []
        self.gone: list[str] = []

    def create(self, spec: ContainerSpec, *, start: bool = True) -> str:
        assert not start
        self.made.append(spec)
        return "made"

    def remove(self, ident: str, *, volumes: bool = True) -> None:
        assert not volumes
        self.gone.append(ident)

    def remove_volume(self, name: str) -> None:
        if name.endswith("-1"):
            raise SnapError("there is no such volume")
        self.gone.append(name)


class Starts:
    """`start`, for a stage that has no shell."""

    def __init__(self, *, runs: bool = True) -> None:
        self.wanted: list[Request] = []
        self._runs = runs

    def __call__(self, _engine: object, _home: object, wanted: Request, _progress: object) -> Any:  # noqa: ANN401
        self.wanted.append(wanted)
        if not wanted.shell or not self._runs:
            raise RecordError("it has no shell", "another hint")
        return "a workspace"


@pytest.fixture
def lender(tmp_path: Path) -> Lender:
    (tmp_path / "engine").mkdir()
    found = Lender(tmp_path / "engine")
    found.add_image("tools:1", {})
    found.add_image("stage:1", {})
    return found


WANTED = Request("stage:1", "build-app", env=("A=b",), volumes=("/app:/dev/snap/context:ro",))


def test_a_stage_without_a_shell_gets_the_programs_of_the_image(
    lender: Lender, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts = Starts()
    monkeypatch.setattr(lent, "start", starts)
    lent.start_with_shell(lender, home, WANTED, lender.image("stage:1"), "tools:1")
    assert [(one.image, one.volumes) for one in lender.made] == [
        (lender.image("tools:1").id, ("snap-shell-build-app:/bin",))
    ]
    assert lender.gone == ["made"]
    second = starts.wanted[1]
    assert second.shell == "/dev/snap/shell/sh"
    assert second.volumes == (*WANTED.volumes, "snap-shell-build-app:/dev/snap/shell:ro")
    assert second.env[0] == "A=b" and second.env[1].endswith(":/dev/snap/shell")


def test_without_an_image_it_is_said_how_to_lend_one(
    lender: Lender, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lent, "start", Starts())
    with pytest.raises(RecordError) as raised:
        lent.start_with_shell(lender, home, WANTED, lender.image("stage:1"), "")
    assert "--shell-image IMAGE" in raised.value.hint and not lender.made


def test_a_shell_that_does_not_run_there_is_taken_back(
    lender: Lender, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lent, "start", Starts(runs=False))
    with pytest.raises(UsageError, match="the shell of tools:1 does not run in the stage"):
        lent.start_with_shell(lender, home, WANTED, lender.image("stage:1"), "tools:1")
    assert lender.gone == ["made", "snap-shell-build-app", "snap-from-build-app-0"]
