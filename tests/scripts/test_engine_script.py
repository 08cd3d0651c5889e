"""Tests that `scripts/engine.sh` starts no engine if another one runs or if it cannot find out."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"


class Checkout:
    """A copy of the scripts with stand-ins for Python, dockerd and the programs that change the machine."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(SCRIPTS, root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("dockerd", "systemctl", "mount", "apt-get"):
            self.put(f"stub/{name}", f"echo {name} >> {root}/called; exit 1")
        self.put("stub/id", "echo 0")

    def put(self, path: str, script: str) -> None:
        """Write a shell script."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(f"#!/bin/sh\n{script}\n")
        (self.root / path).chmod(0o755)

    def start(self, answer: str) -> subprocess.CompletedProcess[str]:
        """Run `engine.sh start` with `answer` as the script that asks for an engine."""
        self.put(".venv/bin/python", answer)
        env = {"PATH": f"{self.root}/stub:/usr/bin:/bin", "HOME": str(self.root)}
        return subprocess.run(
            [self.root / "scripts" / "engine.sh", "start"],
            env=env,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=60,
        )

    def called(self) -> str:
        """Return the names of the stand-ins that were called."""
        path = self.root / "called"
        return path.read_text() if path.exists() else ""


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_an_engine_that_answers_is_used(checkout: Checkout) -> None:
    done = checkout.start("echo engine: there")
    assert (done.returncode, done.stdout, checkout.called()) == (0, "engine: there\n", "")


def test_nothing_is_started_if_asking_fails(checkout: Checkout) -> None:
    done = checkout.start("echo no module named snapshotter >&2; exit 1")
    assert done.returncode == 2
    assert "no module named snapshotter" in done.stdout
    assert checkout.called() == ""


def test_nothing_is_started_instead_of_the_engine_named_by_the_user(checkout: Checkout) -> None:
    done = checkout.start("echo DOCKER_HOST does not answer; exit 4")
    assert (done.returncode, done.stdout, checkout.called()) == (3, "DOCKER_HOST does not answer\n", "")


def test_nothing_is_started_if_a_running_dockerd_does_not_answer(checkout: Checkout) -> None:
    sleep = shutil.which("sleep")
    if sleep is None or not Path("/proc/self/comm").exists():
        pytest.skip("needs /proc")
    stand_in = checkout.root / "dockerd"
    shutil.copy(sleep, stand_in)
    with subprocess.Popen([stand_in, "60"]) as process:
        done = checkout.start("echo none answers; exit 3")
        process.kill()
    assert done.returncode == 3
    assert "none answers" in done.stdout
    assert "is started" in done.stdout and str(process.pid) in done.stdout
    assert checkout.called() == ""


def test_docker_is_started_if_only_the_program_podman_is_installed(checkout: Checkout) -> None:
    checkout.put(
        "stub/grep", 'case "$*" in *dockerd*) exit 1;; esac; exec /bin/grep "$@"'
    )  # hides the dockerd of this machine
    done = checkout.start("echo engine: podman; exit 5")
    assert done.returncode != 0
    assert {"dockerd", "systemctl"} & set(checkout.called().split())


def test_the_program_podman_is_used_without_permission_to_install(checkout: Checkout) -> None:
    checkout.put("stub/id", "echo 1000")
    done = checkout.start("echo engine: podman; exit 5")
    assert (done.returncode, done.stdout, checkout.called()) == (0, "engine: podman\n", "")


def test_without_permission_to_install_the_hint_is_printed(checkout: Checkout) -> None:
    checkout.put("stub/id", "echo 1000")
    done = checkout.start("echo none answers, install one; exit 3")
    assert (done.returncode, done.stdout, checkout.called()) == (3, "none answers, install one\n", "")
