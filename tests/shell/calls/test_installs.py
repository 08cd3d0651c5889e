"""The packages that an install command names."""

from __future__ import annotations

import pytest

from snapshotter.shell.calls.installs import installs


@pytest.mark.parametrize(
    ("text", "manager", "names", "others"),
    [
        ("pip install flask", "pip", ["flask"], []),
        ("sudo -H python3 -m pip install -U 'uvicorn[standard]' \"six\"", "pip", ["uvicorn[standard]", "six"], []),
        (
            "/srv/venv/bin/pip3 install -r req.txt -i https://x/ a==1 ./here",
            "pip",
            [],
            ["-r req.txt", "a==1", "./here"],
        ),
        ("npm i -g left-pad @scope/tool x@2", "npm", ["left-pad", "@scope/tool"], ["x@2"]),
        ("gem install rake rack", "gem", ["rake", "rack"], []),
        (
            "DEBIAN_FRONTEND=noninteractive apt-get -qq install -y -t stable g++ nginx=1 $X",
            "apt",
            ["g++"],
            ["nginx=1", "$X"],
        ),
        ("apk --no-cache add bash", "apk", ["bash"], []),
    ],
)
def test_names_and_other_words(text: str, manager: str, names: list[str], others: list[str]) -> None:
    (found,) = installs(text)
    assert (found.manager, [name for name, _ in found.names], list(found.others)) == (manager, names, others)


@pytest.mark.parametrize(
    "text",
    [
        "pip list",
        "apt-get update",
        "echo pip install x",
        "apk add -t .deps gcc",
        "gem install rake -v 1",
        "npm",
        "pip",
        "cat <<'E'\npip install x\nE",
    ],
)
def test_commands_that_install_nothing_by_name(text: str) -> None:
    assert not installs(text)
