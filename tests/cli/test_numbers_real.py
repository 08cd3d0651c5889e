"""The numbers that the verbs give for the same state agree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.test_end_to_end import Real, name, real

__all__ = ["name", "real"]

pytestmark = pytest.mark.engine

SESSION = """mkdir -p /srv/app
echo hello > /srv/app/greeting
mkdir /srv/app
ls /srv
export MODE=test
cat /proc/uptime > /srv/app/when
echo x > /tmp/scratch
rm /etc/group
"""


def numbers(line: str) -> list[int]:
    return [int(one) for one in re.findall(r"\b\d+\b(?! of)", line.split("; rebuilt")[0])]


def test_status_commit_show_export_and_explain_agree(real: Real, busybox: str, name: str, tmp_path: Path) -> None:
    real("start", "-d", busybox, "--name", name)
    real("run", "-f", "-", stdin=SESSION)
    before = real("status", "--json").data
    text = real("status", "--all").out
    committed = real("commit", "-m", "one", "--json").data
    shown = real("show", "--json").data
    commands, changes = len(before["commands"]), len(before["changes"])
    assert (commands, changes) == (len(shown["commands"]), len(shown["changes"]))
    assert before["accounts"] == shown["accounts"] == committed["accounts"]
    assert sum(before["accounts"].values()) == changes
    assert f"{commands} commands since" in text
    assert f"{changes} changed paths: " in text

    done = real("export-dockerfile", "-o", str(tmp_path / "out"), "--json", "--explain").data
    count, fates = done["counts"], done["explanation"]["commands"]
    assert done["commands"] == sum(fates.values()) == commands
    assert count["commands"] == fates["run"]
    assert done["commands_left_out"] == fates["left out"]
    parts = ("by_commands", "copied", "removed", "volatile", "withheld")
    assert count["paths"] == sum(count[part] for part in parts) == changes
    assert count["volatile"] == before["accounts"]["volatile"] == len(done["explanation"]["volatile"])
    assert count == done["explanation"]["counts"]
    assert done["proof"]["summary"].startswith(done["account"])
    listed = {path for one in done["explanation"]["instructions"] for path in one["paths"]}
    assert len(listed) + count["volatile"] + len(done["explanation"]["rest"]) == changes
    lines = real("export-dockerfile", "-o", str(tmp_path / "out2"), "--no-verify", "--explain").out.splitlines()
    (total,) = [line for line in lines if line.startswith(f"{commands} commands: ")]
    assert total.endswith(done["account"])
    assert sum(numbers(total.split(";")[0])[1:]) == commands
