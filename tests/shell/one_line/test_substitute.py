"""A value substituted for a word reaches the program unchanged, whatever quotes surround the word."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from snapshotter.shell.one_line.substitute import substituted

HERE = re.compile("HERE")
VALUE = "a b'c\"d$e*`f\\g"

LINES = [
    "printf '[%s]\\n' HERE",
    "printf '[%s]' -pHERE https://u:HERE@h/x",
    "T=HERE sh -c 'printf %s \"$T\"'",
    'printf %s "Authorization: token HERE"',
    "printf %s 'Authorization: token HERE'",
    "printf %s 'HERE' 'HERE x' 'x HERE x HERE'",
    "x=$(printf '[%s]' HERE); echo \"$x\"",
    "echo \"x $(printf '[%s]' HERE) y\"",
    'printf %s "${A:-HERE}"',
    "echo `printf '[%s]' HERE`",
    "cat <<EOF\nmachine h password HERE\nEOF",
    'sh -c \'printf "[%s]" -pHERE "HERE"\'',
    'sh -c "printf [%s] HERE"',
    "export A='HERE' &&\nprintf %s \"$A\"",
    "printf %s éHEREé",
]


@pytest.mark.skipif(not shutil.which("sh"), reason="needs a shell")
@pytest.mark.parametrize("line", LINES)
def test_the_value_arrives(line: str, tmp_path: Path) -> None:
    (tmp_path / "value").write_text(VALUE + "\n")
    new = substituted(line, HERE, lambda _: f"$(cat {tmp_path}/value)")
    assert new is not None
    done = subprocess.run(["sh", "-c", new], capture_output=True, text=True, env={"PATH": "/usr/bin:/bin"}, check=True)
    assert done.stdout.count(VALUE) == line.count("HERE"), new


@pytest.mark.parametrize("line", ["cat <<'EOF'\nHERE\nEOF", "cat <<\\EOF\nHERE\nEOF", "sh -c \"echo 'HERE'\""])
def test_no_substitution_where_nothing_is_expanded(line: str) -> None:
    assert substituted(line, HERE, lambda _: "$(x)") is None


def test_other_text_is_unchanged() -> None:
    assert substituted("echo 'x' # HERE", HERE, lambda _: "$(x)") == "echo 'x' # $(x)"
    assert substituted("echo x", HERE, lambda _: "$(x)") == "echo x"
