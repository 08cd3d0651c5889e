"""The GitHub Action and the hooks for pre-commit: their files are read, and what they run is run."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from snapshotter.cli.main import main

ROOT = Path(__file__).parents[2]
ACTION: Any = yaml.safe_load((ROOT / "action.yml").read_text())
HOOKS: Any = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())


class Runner:
    """A directory in which the action's script is run, with a stand-in for `snapshotter` that ends with `code`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.code = 0

    def run(self, **inputs: str) -> tuple[int, list[str], dict[str, str]]:
        """Return the exit code, the words of each call, and the outputs."""
        stub = self.root / "snapshotter"
        stub.write_text(
            f'#!/bin/sh\nprintf \'%s\\n\' "$*" >> calls\n[ "$1" != verify ] || {{ echo a report; exit {self.code}; }}\n'
        )
        stub.chmod(0o755)
        outputs = self.root / "outputs"
        outputs.write_text("")
        given = {name.upper().replace("-", "_"): str(one.get("default", "")) for name, one in ACTION["inputs"].items()}
        env = given | inputs | {"PATH": f"{self.root}:{os.environ['PATH']}", "GITHUB_OUTPUT": str(outputs)}
        done = subprocess.run(
            [ROOT / "scripts/action.sh"], env=env, cwd=self.root, capture_output=True, text=True, check=False
        )
        calls = self.root / "calls"
        lines = calls.read_text().splitlines() if calls.exists() else [done.stdout]
        return done.returncode, lines, dict(line.split("=", 1) for line in outputs.read_text().splitlines())


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


def test_an_image_in_a_registry_is_verified(runner: Runner) -> None:
    found = runner.run(IMAGE="ghcr.io/me/web:3")
    assert found == (0, ["verify --format github -- ghcr.io/me/web:3"], {"verdict": "equal"})


def test_a_bundle_is_cloned_and_its_image_made_first(runner: Runner) -> None:
    runner.code = 1
    found = runner.run(BUNDLE="web.bundle", DIRECTORY="web", FORMAT="sarif", REPORT="web.sarif", ALLOW_WITHHELD="true")
    assert found == (
        1,
        [
            "clone --name snap-action -- web.bundle",
            "checkout -n snap-action -- latest",
            "verify --format sarif --allow-withheld -n snap-action -f web -- latest",
        ],
        {"verdict": "different", "report": "web.sarif"},
    )
    assert (runner.root / "web.sarif").read_text() == "a report\n"


@pytest.mark.parametrize(("code", "verdict"), [(0, "equal"), (1, "different"), (2, "unknown"), (3, "error")])
def test_the_exit_code_is_kept(runner: Runner, code: int, verdict: str) -> None:
    runner.code = code
    assert runner.run(IMAGE="ghcr.io/me/web:3")[::2] == (code, {"verdict": verdict})


def test_one_source_is_needed_and_a_report_is_one_line(runner: Runner) -> None:
    for inputs in ({}, {"IMAGE": "a/b:1", "BUNDLE": "c"}, {"IMAGE": "a/b:1", "REPORT": "x\nverdict=equal"}):
        code, (said,), outputs = runner.run(**inputs)
        assert (code, outputs) == (2, {}) and said.startswith("::error::")


def test_no_input_is_put_into_a_script() -> None:
    steps = ACTION["runs"]["steps"]
    assert ACTION["runs"]["using"] == "composite"
    for step in steps:
        assert "${{" not in step.get("run", "")
        assert ("run" in step) == ("shell" in step) != ("uses" in step)
    used = set(re.findall(r"\$\{\{ inputs\.([a-z-]+) \}\}", (ROOT / "action.yml").read_text()))
    assert used == set(ACTION["inputs"])
    verify = next(step for step in steps if step.get("id") == "verify")
    assert set(verify["env"]) == {name.upper().replace("-", "_") for name in ACTION["inputs"]} - {"PYTHON_VERSION"}


@pytest.mark.parametrize("hook", HOOKS, ids=lambda one: str(one["id"]))
def test_each_hook_runs_a_verb_with_options_that_exist(hook: Any, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: ANN401
    program, *words = hook["entry"].split()
    assert program == "snapshotter" and hook["language"] == "python" and hook["pass_filenames"] is False
    assert main([*words, "--help"]) == 0
    assert all(word in capsys.readouterr().out for word in words[1:])
    assert re.compile(hook.get("files", ""))
