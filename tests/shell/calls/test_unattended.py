"""Interactive commands become commands that a build can run; which ones fetch package lists, and which need them."""

from __future__ import annotations

import pytest

from snapshotter.shell.calls.package_managers import fetches_lists, needs_lists
from snapshotter.shell.calls.unattended import unattended


@pytest.mark.parametrize(
    ("typed", "run"),
    [
        ("apt install jq", "apt-get install -y jq"),
        ("apt-get dist-upgrade", "apt-get dist-upgrade -y"),
        ("dnf downgrade x", "dnf downgrade -y x"),
        ("pip uninstall flask", "pip uninstall -y flask"),
        ("python3 -m pip uninstall flask", "python3 -m pip uninstall -y flask"),
        ("pip3 uninstall -y flask", "pip3 uninstall -y flask"),
        ("pip install flask", "pip install flask"),
        ("conda create -n env python", "conda create -y -n env python"),
        ("time make -j2", "make -j2"),
        ("time -p make", "make"),
        ("time -v make", "time -v make"),
        ("echo time flies", "echo time flies"),
        ("DEBIAN_FRONTEND=dialog apt-get install -y tzdata", "apt-get install -y tzdata"),
        ("DEBIAN_FRONTEND=noninteractive apt-get install -y x", "DEBIAN_FRONTEND=noninteractive apt-get install -y x"),
        ("dpkg-reconfigure -f readline locales", "dpkg-reconfigure -f noninteractive locales"),
        ("dpkg-reconfigure --frontend=dialog tzdata", "dpkg-reconfigure -f noninteractive tzdata"),
        ("A=1 DEBIAN_FRONTEND=readline dpkg-reconfigure -freadline a", "A=1 dpkg-reconfigure -f noninteractive a"),
        ("tail -f /x", "tail -f /x"),
    ],
)
def test_interactive_command_becomes_unattended(typed: str, run: str) -> None:
    assert unattended(typed) == run


@pytest.mark.parametrize(
    ("text", "fetches", "needs"),
    [
        ("apt-get update", True, False),
        ("sudo apt update && apt install x", True, False),
        ("apt-get install -y x", False, True),
        ("sudo apt-get -qq upgrade", False, True),
        ("apt-get purge x", False, False),
        ("dpkg -i x.deb", False, False),
    ],
)
def test_package_lists(text: str, fetches: bool, needs: bool) -> None:
    assert (fetches_lists(text), needs_lists(text)) == (fetches, needs)
