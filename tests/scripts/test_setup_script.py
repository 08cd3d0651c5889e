"""Tests for `scripts/setup.sh` on a machine without a suitable Python."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
TOOLS = ("bash", "cat", "chmod", "cp", "dirname", "mkdir", "mktemp", "rm", "sh", "touch")
PYTHON = """case $1 in
-c) exit {new} ;;
--version) echo Python 3.x ;;
-m) [ "$2" != venv ] || { mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && cp "$0" "$3/bin/snap"; } ;;
esac
"""
"""A stand-in for Python, new enough or not, and for the programs of a virtual environment."""


class Machine:
    """A checkout on a machine with a shell and few other programs."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(SCRIPTS, root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
        (root / "bin").mkdir()
        for tool in TOOLS:
            found = shutil.which(tool)
            assert found
            (root / "bin" / tool).symlink_to(found)

    def put(self, name: str, script: str) -> None:
        """Write a program, a shell script, into the PATH."""
        program = self.root / "bin" / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    def setup(self, **more: str) -> subprocess.CompletedProcess[str]:
        """Run `setup.sh` with the environment variables `more`."""
        env = {"PATH": str(self.root / "bin"), "HOME": str(self.root), "TMPDIR": str(self.root), **more}
        return subprocess.run(
            [self.root / "bin" / "bash", "scripts/setup.sh", "venv"],
            cwd=self.root,
            env=env,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=60,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    made.put("id", "echo 0")
    made.put("python-new", PYTHON.replace("{new}", "0"))
    made.put("apt-get", 'echo "$@" >> called; case $* in *python3*) cp bin/python-new bin/python3 ;; esac')
    return made


def test_python_is_installed_if_missing(machine: Machine) -> None:
    done = machine.setup()
    assert (done.returncode, "venv is ready" in done.stdout) == (0, True), done.stdout
    assert "install -q -y --no-install-recommends python3 python3-venv" in (machine.root / "called").read_text()
    assert (machine.root / "venv" / "up-to-date").exists()


def test_nothing_is_installed_if_python_is_new_enough(machine: Machine) -> None:
    machine.put("python3", PYTHON.replace("{new}", "0"))
    assert machine.setup().returncode == 0
    assert not (machine.root / "called").exists()


def test_without_permission_to_install_the_message_names_what_to_do(machine: Machine) -> None:
    machine.put("id", "echo 1000")
    done = machine.setup()
    assert done.returncode == 2
    assert "snap needs Python 3.11 or newer; found: none\n" in done.stdout
    assert "make setup PYTHON=" in done.stdout


def test_no_other_python_is_used_than_the_named_one(machine: Machine) -> None:
    machine.put("python3.9", PYTHON.replace("{new}", "1"))
    done = machine.setup(PYTHON="python3.9")
    assert done.returncode == 2
    assert "found: Python 3.x" in done.stdout
    assert not (machine.root / "called").exists()


def test_nothing_is_installed_if_python_is_too_old(machine: Machine) -> None:
    machine.put("python3", PYTHON.replace("{new}", "1"))
    done = machine.setup()
    assert (done.returncode, "found: Python 3.x" in done.stdout) == (2, True)
    assert not (machine.root / "called").exists()
