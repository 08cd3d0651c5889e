"""Fixtures for the command line with a fake engine: `snap("log", "--json")` returns its exit code and both streams."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from snapshotter.cli import options
from snapshotter.cli.main import main
from snapshotter.record import session
from snapshotter.store import home as homes
from snapshotter.store.home import Home
from snapshotter.work import start as starting
from tests.work.fakes import BASE, FakeEngine, Person


@dataclass(frozen=True)
class Done:
    """The result of one command line."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:  # noqa: ANN401 - any JSON
        """The JSON on stdout."""
        return json.loads(self.out)


Snap = Callable[..., Done]


@pytest.fixture
def home(snap_home: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.delenv("SNAP_NAME", raising=False)
    return homes.at(snap_home)


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Home) -> FakeEngine:
    engine = FakeEngine(tmp_path)
    engine.add_image(BASE, {"/etc/motd": "welcome\n"})
    monkeypatch.setattr(options, "engine", lambda: engine)
    monkeypatch.setattr(starting, "find_shell", lambda _engine, _ident, wanted: wanted or "/bin/bash")
    for verb in ("attach", "pipe", "run"):
        monkeypatch.setattr(session, verb, session_stub(engine, verb))
    return engine


def session_stub(engine: FakeEngine, verb: str) -> Callable[..., int]:
    """Return a stand-in for a session that records its call and ends with status 7."""

    def stand_in(*_: object, **__: object) -> int:
        engine.calls.append(verb)
        return 7

    return stand_in


@pytest.fixture
def snap(capsys: pytest.CaptureFixture[str], home: Home) -> Snap:
    def run(*argv: str) -> Done:
        capsys.readouterr()
        code = main(list(argv))
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return run


@pytest.fixture
def person(fake: FakeEngine, home: Home) -> Person:
    """A person in the workspace "web"."""
    return Person(fake, home, starting.start(fake, home, starting.Request(BASE, "web"), lambda _: None))
