"""Tests for files that are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from snapshotter.store.atomic import write_at


@pytest.mark.parametrize(
    "content",
    [
        b"short",
        bytes(1 << 20),
        bytes(9 << 20),
        b"data" + bytes(9 << 20),
        bytes(9 << 20) + b"data",
        bytes(4 << 20) + b"data" + bytes(5 << 20),
        b"x" * (3 << 20),
    ],
)
def test_zeros_in_a_long_content_become_holes(tmp_path: Path, content: bytes) -> None:
    directory = os.open(tmp_path, os.O_RDONLY)
    try:
        write_at(directory, "a", [content, b"", content], 0o644, exact=True, overwrite=False)
    finally:
        os.close(directory)
    file = tmp_path / "a"
    assert file.read_bytes() == content * 2
    if content.count(0) > 8 << 20:
        assert file.stat().st_blocks * 512 <= 6 << 20
