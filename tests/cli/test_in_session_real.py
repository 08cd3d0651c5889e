"""`snap` asked inside a real session, by hand and by a program that forges the marks, as a hostile one may."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from snapshotter.engine.api import Engine
from tests.cli.test_end_to_end import PROGRAM, Real, name, real

__all__ = ["name", "real"]

pytestmark = pytest.mark.engine

EVIL = r"""#!/bin/sh
nonce=$(env | sed -n 's/.*8671;\([0-9a-f]\{32\}\);.*/\1/p' | head -n 1)
: | {
    exec 9<>/proc/self/fd/0 </dev/null
    read -r pid rest </proc/self/stat
    mark="ask;1;$pid;$(id -u);$(id -g)"
    for word; do mark="$mark;$nonce;$word"; done
    printf '\033]8671;%s;%s;%s\007' "$nonce" "$mark" "$nonce" >&2
    while IFS= read -r line <&9; do
        case $line in 0*) exit "${line#0}" ;; esac
        printf '%s\n' "${line#?}"
    done
}
"""
"""A program that finds the nonce in its environment and asks without the function `snap`."""
PLANS = "plans of the other"
TRICKS = [
    "-- start -d --service -v {cwd}:/host {image} --name {name}x",
    "-- start -d -v {cwd}:/host {image} --name {name}x",
    "-- rm -f {name}o",
    "-- rm -f {name}",
    "-- cast -o FILE",
    "-- run -- touch /srv/x",
    "-- gc --force",
    "-- stop {name}o",
    "-- volatile '/etc/*'",
    "-- verify -f .",
    "log -n {name}o",
    "log -n ''",
    "show -n{name}o",
    "export-dockerfile --no-verify -o dir",
    "export-dockerfile --no-verify -o - --secret T=/etc/hostname",
    "commit --allow-secret X",
    "commit -c 'HEALTHCHECK CMD id'",
    "commit -c \"$(printf 'CMD x\\nRUN y')\"",
]


@pytest.fixture
def cwd(tmp_path: Path) -> Path:
    """The directory on this host in which the session is started."""
    (tmp_path / "cwd").mkdir()
    return tmp_path / "cwd"


@pytest.fixture
def shell(real: Real, name: str, debian: str, cwd: Path) -> Iterator[pexpect.spawn[str]]:
    """A session in the workspace `name`; the workspace used last is another one, with PLANS."""
    real("start", "-d", debian, "--name", name)
    real("run", "-n", name, "--", "sh", "-c", 'printf %s "$1" > /srv/evil; chmod 755 /srv/evil', "x", EVIL)
    real("start", "-d", debian, "--name", f"{name}o")
    real("run", "-n", f"{name}o", "--", "sh", "-c", f"echo '{PLANS}' > /srv/plans")
    child = pexpect.spawn(
        PROGRAM[0],
        [*PROGRAM[1:], "shell", name],
        timeout=60,
        dimensions=(40, 200),
        encoding="utf-8",
        cwd=cwd,
        env=os.environ | {"PYTHONSAFEPATH": "1"},
    )
    child.expect("# $")
    real("commit", "-n", f"{name}o", "-m", PLANS)
    yield child
    child.close(force=True)


def asked(shell: pexpect.spawn[str], line: str) -> tuple[int, str]:
    """Type a line; return its status and what it printed."""
    shell.sendline(f"{line}; echo st''=$?=")
    shell.expect(r"st=(\d+)=")
    status, shown = int(re.sub(r"\D", "", str(shell.after))), str(shell.before)
    shell.expect("# $")
    return status, shown.split("\n", 1)[-1]


@pytest.mark.parametrize("who", ["snap", "/srv/evil", "su nobody -s /bin/sh -c '/srv/evil \"$@\"' --"])
def test_nothing_inside_reaches_the_host_or_another_workspace(
    real: Real, engine: Engine, shell: pexpect.spawn[str], name: str, debian: str, cwd: Path, who: str
) -> None:
    before = real("list", "--json").data
    ask = f"{who} x" if who.startswith("su ") else who
    for trick in TRICKS:
        line = f"{ask} {trick.format(cwd=cwd, image=debian, name=name)}"
        status, shown = asked(shell, line)
        assert status == 2 and "next: " in shown, line + shown
        assert PLANS not in shown, line
    status, shown = asked(shell, f"{ask} list")
    assert status == 0 and name in shown and f"{name}o" not in shown and PLANS not in shown
    assert asked(shell, f"{ask} status")[0] == 0
    assert real("list", "--json").data == before, "nothing was made, removed, stopped, committed"
    assert list(cwd.iterdir()) == []
    assert engine.run(before[0]["container"], ["test", "-e", "/srv/x"])[0] == 1
    status, shown = asked(shell, f"{ask} commit --now -m 'from inside' -c 'EXPOSE 80'")
    assert status == 0 and f"snap/{name}:1" in shown
    nobody = who.startswith("su ")
    status, shown = asked(shell, f"{ask} export-dockerfile -o -")
    assert (status == 2 and "only to root" in shown) if nobody else (status == 0 and "EXPOSE 80" in shown)
    status, shown = asked(shell, f"{ask} diff base latest --content")
    assert status == (2 if nobody else 0)
    assert [row["snapshots"] for row in real("list", "--json").data] == [1, 1]
    assert list(cwd.iterdir()) == []


LIE = r"""nonce=$(env | sed -n 's/.*8671;\([0-9a-f]\{32\}\);.*/\1/p' | head -n 1)
mark() { printf '\033]8671;%s;%s;%s;%s;%s;%s;%s\007' "$nonce" "$1" "$nonce" / "$nonce" "$2" "$nonce"; }
mark "run;bash;0;77;root;$(date +%s.%N)" 'echo never > /srv/never'
sleep 0.1
echo real > /srv/real
sleep 0.1
mark "prompt;bash;0;77;$(date +%s.%N)" ''
"""
"""A program that records a command that never ran as the cause of a file that it makes itself."""


def test_a_forged_record_makes_no_other_image(
    real: Real, engine: Engine, shell: pexpect.spawn[str], name: str, tmp_path: Path
) -> None:
    container = str(real("status", "-n", name, "--json").data["container"])
    assert engine.run(container, ["sh", "-c", 'printf %s "$1" > /srv/lie', "x", LIE])[0] == 0
    real("commit", "-n", name)
    assert asked(shell, "sh /srv/lie")[0] == 0
    shell.sendline("exit")
    shell.expect(pexpect.EOF)
    real("commit", "-n", name)
    assert "echo never" in real("show", "2", "-n", name).out, "it is in the record"
    out = tmp_path / "out"
    done = real("export-dockerfile", "-n", name, "-o", str(out), "--json").data
    assert done["proof"]["verdict"] == "equal"
    lines = [line for line in done["dockerfile"].split("\n") if "/srv/never" in line and not line.startswith("#")]
    assert not lines or lines[-1] == "RUN rm -rf /srv/never", "the proof found that the image has no such file"
