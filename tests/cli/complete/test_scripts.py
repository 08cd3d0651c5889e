"""The scripts in the shells themselves: what a Tab makes of a line, with a program that stands in for `snap`."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pexpect
import pytest

from snapshotter.cli import complete

SCRIPTS = Path(complete.__file__).parent
STAND_IN = """#!/bin/sh
[ "$1" = __complete ] || { echo "ran $# <$*>"; exit; }
for last; do :; done
case "$2$last" in
    bash*web:*) echo 2;;
    bash*) echo status;;
    *web:*) printf 'web:2\\tsecond\\n';;
    *) printf 'status\\tShow\\n';;
esac
"""
SHELLS = {
    "bash": ["--norc", "--noprofile"],
    "zsh": ["-f"],
    "fish": ["--no-config"],
}


@pytest.mark.parametrize("name", SHELLS)
def test_a_tab_completes(name: str, tmp_path: Path) -> None:
    if not shutil.which(name):
        pytest.skip(f"{name} is not installed")
    program = tmp_path / "snap"
    program.write_text(STAND_IN)
    program.chmod(0o755)
    env = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "HOME": str(tmp_path), "TERM": "dumb", "PS1": "$ "}
    shell = pexpect.spawn(name, SHELLS[name], env=env, timeout=30, encoding="utf-8", dimensions=(24, 200))
    try:
        shell.sendline(f"source {SCRIPTS}/snap.{name}; echo rea'dy'")
        shell.expect("ready")
        shell.send("snap st\t -a\r")
        shell.expect("ran 2 <status -a>")
        shell.send("snap show web:\t -a\r")
        shell.expect("ran 3 <show web:2 -a>")
    finally:
        shell.close(force=True)
