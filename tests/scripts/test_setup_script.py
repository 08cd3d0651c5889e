"""`scripts/setup.sh` on a machine without Python: installs it where it may, else says what to do."""

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
"""A stand-in for Python, new enough or not, and for all that a virtual environment holds."""


class Machine:
    """A checkout on a machine that has little more than a shell."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(SCRIPTS, root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
        (root / "bin").mkdir()
        for tool in TOOLS:
            found = shutil.which(tool)
            assert found
            (root / "bin" / tool).symlink_to(found)

    def put(self, name: str, script: str) -> None:
        """Write a program."""
        program = self.root / "bin" / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    def setup(self, **more: str) -> subprocess.CompletedProcess[str]:
        """Run the script."""
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


def test_python_is_installed_where_there_is_none(machine: Machine) -> None:
    done = machine.setup()
    assert (done.returncode, "venv is ready" in done.stdout) == (0, True), done.stdout
    assert "install -q -y --no-install-recommends python3 python3-venv" in (machine.root / "called").read_text()
    assert (machine.root / "venv" / "up-to-date").exists()


def test_nothing_is_installed_where_python_is_new_enough(machine: Machine) -> None:
    machine.put("python3", PYTHON.replace("{new}", "0"))
    assert machine.setup().returncode == 0
    assert not (machine.root / "called").exists()


def test_who_may_not_install_is_told_what_to_do(machine: Machine) -> None:
    machine.put("id", "echo 1000")
    done = machine.setup()
    assert done.returncode == 2
    assert "snap needs Python 3.11 or newer; here is: none\n" in done.stdout
    assert "make setup PYTHON=" in done.stdout


def test_another_python_than_the_one_that_was_named_is_not_taken(machine: Machine) -> None:
    machine.put("python3.9", PYTHON.replace("{new}", "1"))
    done = machine.setup(PYTHON="python3.9")
    assert done.returncode == 2
    assert "here is: Python 3.x" in done.stdout
    assert not (machine.root / "called").exists()


def test_a_distribution_whose_python_is_too_old_is_left_as_it_is(machine: Machine) -> None:
    machine.put("python3", PYTHON.replace("{new}", "1"))
    done = machine.setup()
    assert (done.returncode, "here is: Python 3.x" in done.stdout) == (2, True)
    assert not (machine.root / "called").exists()
