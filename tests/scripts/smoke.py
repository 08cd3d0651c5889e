"""The main job, once, on the engine of DOCKER_HOST: start, commit, export with proof.

`test_own_engine.py` runs it beside an engine of its own; its name keeps it out of every other run.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_end_to_end import Real, name, real

__all__ = ["name", "real"]

pytestmark = pytest.mark.engine


def test_a_session_is_committed_exported_and_proven(real: Real, busybox: str, name: str, tmp_path: Path) -> None:
    real("start", "-d", busybox, "--name", name)
    real("run", "-f", "-", stdin="mkdir /srv\necho hello > /srv/greeting\nrm /etc/group\n")
    real("commit", "-m", "the app")
    shown = {change["path"]: change["change"] for change in real("show", "--json").data["changes"]}
    assert shown == {"/etc/group": "deleted", "/srv": "added", "/srv/greeting": "added"}
    done = real("export-dockerfile", "-o", str(tmp_path / "out"), "--json").data
    assert done["proof"]["verdict"] == "equal", done["proof"]
