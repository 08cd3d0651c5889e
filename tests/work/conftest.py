"""Fixtures: a home, a fake engine with one image, and a person who works in a workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapshotter.store import home as homes
from snapshotter.store.home import Home
from snapshotter.work import start as starting
from tests.work.fakes import BASE, FakeEngine, Person


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    engine = FakeEngine(tmp_path)
    engine.add_image(BASE, {"/etc/motd": "welcome\n", "/etc/passwd": "root\n", "/bin/bash": "#!"})
    monkeypatch.setattr(starting, "find_shell", lambda _engine, _ident, wanted: wanted or "/bin/bash")
    return engine


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return homes.at(tmp_path / "home")


@pytest.fixture
def person(fake: FakeEngine, home: Home) -> Person:
    request = starting.Request(BASE, "web")
    return Person(fake, home, starting.start(fake, home, request, lambda _: None))
