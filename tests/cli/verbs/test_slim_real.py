"""Tests for `--slim` on a real engine: files that a later snapshot removes are in no layer; the image is equal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_end_to_end import Real, name, real

__all__ = ["name", "real"]

pytestmark = pytest.mark.engine

FIRST = """mkdir -p /srv/app
head -c 3000000 /dev/zero > /srv/app/big
umask 027
"""
SECOND = """cd /srv/app
wc -c < big > size
rm big
"""


def test_files_removed_by_a_later_snapshot_are_in_no_layer(real: Real, busybox: str, name: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    real("start", "-d", busybox, "--name", name)
    real("run", "-f", "-", stdin=FIRST)
    real("commit", "-m", "big")
    real("run", "-f", "-", stdin=SECOND)
    real("commit", "-m", "small")
    plain = real("export-dockerfile", "-o", "-", "--no-verify").out

    done = real("export-dockerfile", "--slim", "-o", str(out), "--json").data
    assert done["proof"]["verdict"] == "equal"
    assert (done["slim"]["proven"], done["slim"]["taken_back"]) == (True, [])
    assert done["slim"]["applied"] == ["one RUN across snapshots 1 and 2"]
    assert (done["slim"]["layers"], done["slim"]["layers_before"], done["layers"]) == (1, 2, 1)
    assert done["slim"]["bytes_saved"] == done["slim"]["bytes_before"] - done["bytes"] > 2_900_000
    none = {"copied": 0, "removed": 0, "volatile": 0, "withheld": 0}
    assert done["counts"] == {"paths": 3, "by_commands": 3, "commands": 4, **none}
    assert "rebuilt and equal" in real("verify", "-f", str(out)).out
    slim = (out / "Dockerfile").read_text()
    assert slim.count("RUN ") == 1

    assert real("export-dockerfile", "-o", "-", "--no-verify").out == plain, "slimming changes no other export"
    real("run", "-f", "-", stdin="touch /srv/app/more\n")
    real("commit", "-m", "more")
    again = real("export-dockerfile", "--slim", "-o", str(out))
    assert (out / "Dockerfile").read_text().startswith(slim)
    assert "slim" in again.out
