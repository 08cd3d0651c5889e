"""hadolint finds nothing in a Dockerfile that a person could have avoided without making another image."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.recipe.test_golden import GOLDEN

HADOLINT = Path(sys.executable).with_name("hadolint")
MEANT = {
    "DL3003": "`cd` in a RUN: WORKDIR would stay in the configuration, and none empties it where the base has none",
    "DL3008": "versions of apt's packages are named by `--pin` alone: a mirror drops them when the next one comes",
    "DL3018": "the same for apk's",
    "DL4006": "a pipe ends as it did when it was typed; SHELL would stay in the configuration",
    "DL3042": "pip's cache is cleared by `--slim` alone",
}
"""Rules above info that a recipe breaks on purpose, with the reason."""
TYPED = {
    ("image-configuration", "DL3025"): "a health check that a shell reads, given by the person",
    ("secrets-mounted", "DL3016"): "the record holds no version of what npm fetched",
    ("secrets-mounted", "SC1010"): "a file with the name `done`",
}
"""What stands in one story because a person typed it so."""
SLIM = {"DL3009", "DL3015", "DL3019", "DL3042", "DL3059", "DL3060"}
"""Rules on recommended packages, caches and layers, which nothing slim breaks, at whatever level."""


@pytest.fixture(scope="module")
def found() -> list[tuple[str, str, str, str]]:
    """(Story, rule, level, message) for all that hadolint says of the golden Dockerfiles."""
    if not HADOLINT.exists():
        pytest.skip("hadolint is not installed: `make setup` installs it where there is a build of it")
    files = sorted(str(path) for path in GOLDEN.glob("*/Dockerfile"))
    done = subprocess.run(
        [HADOLINT, "--no-fail", "--format", "json", "--config", "/dev/null", *files],
        capture_output=True,
        text=True,
        check=True,
    )
    rows = json.loads(done.stdout)
    return [(Path(one["file"]).parent.name, one["code"], one["level"], one["message"]) for one in rows]


def test_nothing_above_info_but_what_is_meant_or_typed(found: list[tuple[str, str, str, str]]) -> None:
    serious = [row for row in found if row[2] in ("error", "warning")]
    assert [row for row in serious if row[1] not in MEANT and row[:2] not in TYPED] == []


def test_what_is_slim_breaks_no_rule_on_size(found: list[tuple[str, str, str, str]]) -> None:
    assert [row for row in found if row[0].startswith("slim") and row[1] in SLIM] == []
