"""When a path of an overlay directory was made there."""

from __future__ import annotations

import os
import time
from pathlib import Path

from snapshotter.rootfs.layer.birth import birth, modified_ns


def test_a_file_that_is_changed_keeps_its_birth(tmp_path: Path) -> None:
    before = time.time_ns() - 20_000_000
    (tmp_path / "f").write_text("a")
    first = birth(tmp_path, "/f")
    assert first is not None and not first.copied_up
    if not first.time_ns:  # a file system without it
        return
    assert before < first.time_ns < time.time_ns() + 20_000_000
    time.sleep(0.02)
    (tmp_path / "f").write_text("b")
    assert birth(tmp_path, "/f") == first
    (tmp_path / "f").unlink()
    (tmp_path / "f").write_text("c")
    again = birth(tmp_path, "/f")
    assert again is not None and again.time_ns > first.time_ns


def test_a_copy_from_a_lower_layer_is_marked(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("a")
    os.setxattr(tmp_path / "f", "user.overlay.origin", b"x")
    found = birth(tmp_path, "/f")
    assert found is not None and found.copied_up


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "d").symlink_to("/etc")
    assert birth(tmp_path, "/d/passwd") is None and birth(tmp_path, "/none") is None
    assert birth(tmp_path, "/d") is not None


def test_only_a_directory_has_the_time_of_one(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    os.utime(tmp_path / "d", ns=(1, 10**18))
    (tmp_path / "f").touch()
    assert modified_ns(tmp_path, "/d") == 10**18
    assert modified_ns(tmp_path, "/f") is None and modified_ns(tmp_path, "/x") is None
