"""Fixtures of the store's tests: a home and a line in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapshotter.store.line import Line


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def line(home: Path) -> Line:
    return Line(home)
