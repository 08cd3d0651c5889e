"""Tests on a real engine from a session in busybox ash to a proven Dockerfile."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from snapshotter.engine.api import Engine
from tests.cli.test_end_to_end import PROGRAM, Real, name, real

__all__ = ["name", "real"]

pytestmark = pytest.mark.engine

TOKEN = "ghp_f3kQx7LmT0vRz2NcW8yJpB5sHd1GaEu64oXi"
FIRST = """whoami
export APP=/srv/app
mkdir -p $APP/data && cd $APP
version=1.2
echo "version=$version" > release
cat relase
say() { echo "hello $1" > "hello-$1"; }
say world
cat > run <<'END'
#!/bin/sh
# says it
echo "$0"
END
chmod 755 run
if [ -f release ]; then
  cp release \\
    release.bak
fi
date +%s%N > stamp
sha256sum stamp > stamp.sum
nosuchcommand
"""
SECOND = f"""cd /srv/app
export API_TOKEN={TOKEN}
echo "sum $(printf %s "$API_TOKEN" | sha256sum | cut -c1-8)" > derived
rm release.bak
false
"""


def test_a_session_is_exported_proven_and_verified(
    real: Real, engine: Engine, busybox: str, name: str, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    real("start", "-d", busybox, "--name", name)
    container = str(real("status", "--json").data["container"])
    real("run", "-f", "-", stdin=FIRST, code=127)
    real("commit", "-m", "the app")
    real("run", "-f", "-", stdin=SECOND, code=1)
    assert engine.run(container, ["sh", "-c", "echo by hand > /etc/outside; chmod 600 /etc/outside"])[0] == 0
    real("commit", "-m", "and more")

    done = real("export-dockerfile", "-o", str(out), "--json").data
    text = (out / "Dockerfile").read_text()
    assert done["proof"]["verdict"] == "equal", done["proof"]
    assert done["dockerfile"] == text
    assert TOKEN not in text
    run_lines = "\n".join(row for row in text.splitlines() if not row.startswith("#"))
    for gone in ("whoami", "relase", "nosuchcommand", "SNAP_SECRET"):
        assert gone not in run_lines, gone
    assert "ARG APP=/srv/app" in text
    assert "COPY files/etc/outside /etc/outside" in text
    assert text.index("# the app") < text.index("# and more")
    assert [row["proof"]["verdict"] for row in real("log", "--json").data if row["seq"] == 2] == ["equal"]

    assert "rebuilt and equal" in real("verify", "-f", str(out)).out
    assert "rebuilt and equal" in real("verify").out
    (out / "Dockerfile").write_text(text + "RUN touch /etc/extra\n")
    assert "/etc/extra: only in the rebuilt image" in real("verify", "-f", str(out), code=1).err
    assert "did not write" in real("export-dockerfile", "-o", str(out), code=5).err
    real("export-dockerfile", "1", "--no-verify", "--force", "-o", str(out))
    assert "and more" not in (out / "Dockerfile").read_text()


def test_a_draft_needs_no_engine(real: Real, busybox: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real("start", "-d", busybox, "--name", name)
    real("run", "-f", "-", stdin="mkdir /etc/x\n")
    real("commit", "-m", "x")
    with monkeypatch.context() as without:
        without.setenv("DOCKER_HOST", "unix:///nonexistent/docker.sock")
        assert "RUN mkdir /etc/x" in real("export-dockerfile", "--no-verify", "-o", "-").out
        assert "next:" in real("verify", code=3).err


def test_the_output_of_a_failed_build(real: Real, busybox: str, name: str, tmp_path: Path) -> None:
    real("start", "-d", busybox, "--name", name)
    real("run", "-f", "-", stdin="mkdir /etc/x\n")
    real("commit", "-m", "x")
    (tmp_path / "Dockerfile").write_text(f"FROM {busybox}\nRUN echo something went wrong && false\n")
    failed = real("verify", "-f", str(tmp_path), code=1)
    assert "step 2 failed" in failed.out
    assert "something went wrong" in failed.err
    assert "contains no Dockerfile" in real("verify", "-f", str(tmp_path / "none"), code=2).err


def test_nothing_is_left_behind(real: Real, engine: Engine, busybox: str, name: str, tmp_path: Path) -> None:
    real("start", "-d", busybox, "--name", name)
    real("run", "-f", "-", stdin="date +%N > /etc/stamp\n")
    real("commit", "-m", "x")
    real("export-dockerfile", "-o", str(tmp_path / "out"))
    real("rm", "--force", "--purge", name)
    assert not [tag for tag in engine.tags() if name in tag]


def test_starting_imports_neither_engine_nor_tables() -> None:
    code = (
        "import sys; from snapshotter.cli.main import main; main(['--version']); "
        "print([name for name in ('docker', 'tabulate', 'rich', 'tree_sitter', 'requests') if name in sys.modules])"
    )
    done = subprocess.run([*PROGRAM[:2], code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
