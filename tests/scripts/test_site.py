"""The site of the docs: it builds in strict mode, requests nothing from elsewhere, and its gallery is real."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from snapshotter.recipe.dockerfile.parse import parse

ROOT = Path(__file__).parents[2]
GALLERY = sorted(path for path in (ROOT / "docs/gallery").glob("*.md") if path.name != "index.md")
FENCE = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
OWN: set[str] = set()
"""Hosts that a session may name, if any."""


def test_the_site_builds_in_strict_mode_and_requests_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    pages = {str(path.relative_to(tmp_path / "site")) for path in (tmp_path / "site").rglob("*.html")}
    assert {"index.html", "compare.html", "CHANGELOG.html", "gallery/index.html", "gallery/site.html"} <= pages
    assert len(GALLERY) == 5


@pytest.mark.parametrize("page", GALLERY, ids=lambda path: str(path.stem))
def test_a_page_of_the_gallery_has_a_session_a_proof_and_a_dockerfile(page: Path) -> None:
    blocks = dict(FENCE.findall(page.read_text()))
    assert re.match(r"\$ snap start debian:bookworm", blocks["console"])
    assert re.search(r"^\d+ changed paths(?: since \S+)?: .*; rebuilt and equal$", blocks["console"], re.MULTILINE)
    parsed = parse(blocks["dockerfile"])
    assert len(parsed.stages) == 1 and len(parsed.instructions) > 2
    hosts = set(re.findall(r"https?://([^/\s'\"]+)", page.read_text()))
    assert hosts <= OWN


def test_the_readme_begins_with_the_installation_and_ten_lines() -> None:
    text = (ROOT / "README.md").read_text()
    titles = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert titles[:2] == ["Install", "Ten lines"] and "`snap` inside the container" in titles
    lines = text.split("## Ten lines\n\n")[1].split("\n\n")[0].splitlines()
    assert len(lines) == 10 and all(len(line) <= 120 for line in lines)
