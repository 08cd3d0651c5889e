"""Tests on a real engine: proofs of sessions with secrets in files and in the shell, and what they withhold."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_end_to_end import Real, name, real

__all__ = ["name", "real"]

pytestmark = pytest.mark.engine

SECRET = "Pfeffer6049%kd"
FIRST = f"""echo 'machine x.invalid login me password {SECRET}' > /root/.netrc
mkdir -p /srv/app
deploy() {{
  echo "admin:{SECRET}" | sha256sum
}}
deploy > /srv/sum
alias d='echo {SECRET} | md5sum'
d > /srv/app/md5
echo plain > /srv/app/plain
"""
SECOND = f"""TOKEN={SECRET}; export LENGTH=${{#TOKEN}}
deploy() {{ echo "user:{SECRET}" | sha256sum; }}
again() {{ deploy; }}
again > /srv/again
echo $LENGTH > /srv/length
"""


def test_what_is_equal_but_for_withheld_files(real: Real, busybox: str, name: str, tmp_path: Path) -> None:
    out, value = tmp_path / "out", tmp_path / "value"
    value.write_text(SECRET)
    real("start", "-d", busybox, "--name", name)
    real("run", "-f", "-", stdin=FIRST)
    real("commit", "-m", "one")
    real("run", "-f", "-", stdin=SECOND)
    real("commit", "-m", "two")
    for how in ("auto", "carry"):
        done = real("export-dockerfile", "-o", str(out), "--secrets", how, code=2)
        assert "rebuilt and equal, but for 1 withheld file\n" in done.out
        assert "/root/.netrc" in done.err and "0 with --allow-withheld" in done.err
        assert "--mount" not in (out / "Dockerfile").read_text()
        assert "ARG LENGTH" not in (out / "Dockerfile").read_text()
    assert real("log", "--json").data[0]["proof"]["verdict"] == "equal but for 1 withheld"
    for where in ([], ["-f", str(out)]):
        assert [one["path"] for one in real("verify", *where, "--json", code=2).data["withheld_files"]] == [
            "/root/.netrc"
        ]
        real("verify", *where, "--allow-withheld")
    (out / "Dockerfile").write_text((out / "Dockerfile").read_text() + "RUN touch /etc/extra\n")
    real("verify", "-f", str(out), "--allow-withheld", code=1)

    included = ["--allow-secret", "/root/.netrc"]
    real("export-dockerfile", "-o", str(out), *included, "--force")
    real("verify", *included)
    assert "withheld" not in real("verify", "-f", str(out)).err, "the directory has the file"

    mounted = real("export-dockerfile", "-o", str(out), "--secrets", "mount", "--force", "--json", code=2).data
    assert mounted["proof"]["verdict"] == "unknown"
    options = [option for secret in mounted["secrets"] for option in ("--secret", f"{secret}={value}")]
    done = real("export-dockerfile", "-o", str(out), "--secrets", "mount", *options, "--force")
    assert "rebuilt and equal\n" in done.out, "a step makes the file again"
    assert SECRET not in (out / "Dockerfile").read_text()
