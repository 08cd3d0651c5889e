"""The commands of conda, as each environment's history has them."""

from __future__ import annotations

from snapshotter.changes.packages.installed import PackageChanges
from snapshotter.changes.packages.owners import Package
from tests.changes.evidence.roots import Files, shown

HISTORY = "/opt/conda/conda-meta/history"
INSTALLER = "==> 1970-01-01 00:00:10 <==\n# cmd: constructor\n+python-3.11\n"
CONDA = {"/opt/conda/bin/conda": "#!/bin/sh"}


def run(command: str, at: int, *changed: str) -> str:
    rows = "".join(f"+defaults/linux-64::{one}-1.2-py_0\n" for one in changed)
    return f"==> 1970-01-01 00:00:{at} <==\n# cmd: {command}\n# conda version: 23.1.0\n{rows}# update specs: ['x==1']\n"


def test_commands_are_run_again_without_questions() -> None:
    before: Files = {HISTORY: INSTALLER, **CONDA}
    text = INSTALLER + run("/opt/conda/bin/conda install numpy 'scipy>=1'", 20, "numpy") + run("conda list", 30)
    text += run("/opt/conda/bin/conda install -y nothing-new", 40)
    after: Files = {HISTORY: text, "/opt/conda/lib/numpy.so": "x", "/opt/conda/pkgs/numpy.tar": "x", "/srv/mine": "y"}
    commands, by = shown(before, after)
    line = "/opt/conda/bin/conda install -y numpy 'scipy>=1'"
    assert [(one.text, one.witness) for one in commands] == [(line, HISTORY)]
    assert by["/opt/conda/lib/numpy.so"] == by["/opt/conda/pkgs/numpy.tar"] == by[HISTORY] == line
    assert by["/srv/mine"] == ""


def test_a_new_environment_has_a_history_of_its_own() -> None:
    place = "/opt/conda/envs/lab"
    text = run("/opt/conda/bin/conda create -y -n lab python", 20, "python")
    made: Files = {**CONDA, f"{place}/conda-meta/history": text, f"{place}/bin/python": "x"}
    commands, by = shown(CONDA, made)
    assert [one.text for one in commands] == ["/opt/conda/bin/conda create -y -n lab python"]
    assert by[place] == by[f"{place}/bin/python"] == "/opt/conda/bin/conda create -y -n lab python"


def test_an_installer_that_is_gone_and_damaged_lines_are_no_commands() -> None:
    gone = run("/tmp/conda install x", 20, "x") + run("/opt/conda/bin/conda install 'x", 30, "x")
    commands, by = shown(CONDA, {HISTORY: INSTALLER + gone, "/opt/conda/lib/x": "x"})
    assert not commands and by["/opt/conda/lib/x"] == ""


def test_a_time_that_is_none_is_before_all_others() -> None:
    wrong = run("conda install x", 20, "x").replace("1970-01-01", "9999-99-99")
    commands, _ = shown(CONDA, {HISTORY: wrong, "/opt/conda/lib/x": "x"})
    assert [one.text for one in commands] == ["conda install -y x"]


def test_python_packages_of_conda_are_not_pips() -> None:
    stamp = "/opt/conda/lib/python3.11/site-packages/numpy-1.2.dist-info/RECORD"
    numpy = Package("pip", "numpy", "1.2", stamp_file=stamp, paths=(stamp,), place="/opt/conda")
    installer = stamp.replace("RECORD", "INSTALLER")
    after: Files = {HISTORY: run("conda install numpy", 20, "numpy"), stamp: "", installer: "conda\n"}
    commands, _ = shown(CONDA, after, PackageChanges(added=(numpy,)), (numpy,))
    assert [one.text for one in commands] == ["conda install -y numpy"]
