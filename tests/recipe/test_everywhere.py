"""A line gives the same bytes on every machine, independent of locale, time zone, home, umask and hash seed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
DIGEST = """
import hashlib, os
from tests.recipe.test_golden import GOLDEN, recipe_of
from tests.recipe.steps.test_layer_limit import session
os.umask(int(os.environ["MASK"], 8))
recipes = [recipe_of(folder / "story.toml") for folder in sorted(GOLDEN.iterdir())] + [session([range(4), range(4, 8)])]
for recipe in recipes:
    whole = hashlib.sha256(recipe.dockerfile.encode("utf-8", "surrogateescape"))
    for name, (mode, data) in recipe.files.items():
        whole.update(f"{name} {mode} {len(data)} ".encode("utf-8", "surrogateescape") + data)
    print(whole.hexdigest(), recipe.summary, [one.line for one in recipe.instructions])
"""


def digests(cwd: Path, **env: str) -> str:
    known = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", DIGEST], capture_output=True, text=True, check=False, cwd=cwd, env=known | env
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_bytes_are_the_same(tmp_path: Path) -> None:
    here = digests(ROOT, HOME="/root", LC_ALL="C.UTF-8", TZ="UTC", PYTHONHASHSEED="1", MASK="022")
    there = digests(
        tmp_path,
        HOME=str(tmp_path),
        LC_ALL="C",
        TZ="Asia/Tokyo",
        PYTHONHASHSEED="271828",
        MASK="077",
        COLUMNS="40",
        USER="nobody",
    )
    assert here == there
    assert here.count("\n") > 10
