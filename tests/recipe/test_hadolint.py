"""hadolint finds nothing in a Dockerfile that could be avoided without changing the image."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.recipe.test_golden import GOLDEN

HADOLINT = Path(sys.executable).with_name("hadolint")
MEANT = {
    "DL3003": "`cd` in a RUN: WORKDIR would stay in the configuration, and cannot be unset where the base has none",
    "DL3008": "apt packages are pinned by `--pin` only: a mirror drops old versions",
    "DL3018": "the same for apk",
    "DL4006": "a pipe has the exit status that it had when typed; SHELL would stay in the configuration",
    "DL3042": "pip's cache is cleared by `--slim` only",
}
"""Rules above level info that a recipe breaks on purpose → the reason."""
TYPED = {
    ("image-configuration", "DL3025"): "the user gave a health check in shell form",
    ("secrets-mounted", "DL3016"): "the record has no version of what npm fetched",
    ("secrets-mounted", "SC1010"): "a file with the name `done`",
}
"""Findings in one story that come from what the user typed."""
SLIM = {"DL3009", "DL3015", "DL3019", "DL3042", "DL3059", "DL3060"}
"""Rules on recommended packages, caches and layers of any level, which slim recipes do not break."""


@pytest.fixture(scope="module")
def found() -> list[tuple[str, str, str, str]]:
    """Return (story, rule, level, message) for each finding in the golden Dockerfiles."""
    if not HADOLINT.exists():
        pytest.skip("hadolint is not installed; `make setup` installs it where a build is available")
    files = sorted(str(path) for path in GOLDEN.glob("*/Dockerfile"))
    done = subprocess.run(
        [HADOLINT, "--no-fail", "--format", "json", "--config", "/dev/null", *files],
        capture_output=True,
        text=True,
        check=True,
    )
    rows = json.loads(done.stdout)
    return [(Path(one["file"]).parent.name, one["code"], one["level"], one["message"]) for one in rows]


def test_nothing_above_info_except_intended_or_typed(found: list[tuple[str, str, str, str]]) -> None:
    serious = [row for row in found if row[2] in ("error", "warning")]
    assert [row for row in serious if row[1] not in MEANT and row[:2] not in TYPED] == []


def test_slim_recipes_break_no_rule_on_size(found: list[tuple[str, str, str, str]]) -> None:
    assert [row for row in found if row[0].startswith("slim") and row[1] in SLIM] == []
