"""Command lines in the history files of shells."""

from __future__ import annotations

import pytest

from snapshotter.changes.evidence.typed.history import parsed, typed_lines
from tests.changes.evidence.roots import root

BASH = "/root/.bash_history"


def test_bash_without_times() -> None:
    text = "cat > a <<'EOF'\none\nEOF\nls\necho 'x\ny' > b\ncat <<EOF > never\nls -l\n"
    assert parsed(text, "bash") == [
        ("cat > a <<'EOF'\none\nEOF", 0.0),
        ("ls", 0.0),
        ("echo 'x\ny' > b", 0.0),
        ("cat <<EOF > never", 0.0),
        ("ls -l", 0.0),
    ]


def test_bash_with_times() -> None:
    text = "before\n#1700000000\ncat > a <<E\n#\nE\n#1700000005\nls\n#1700000006\n"
    assert parsed(text, "bash") == [
        ("before", 0.0),
        ("cat > a <<E\n#\nE", 1700000000.0),
        ("ls", 1700000005.0),
    ]


def test_zsh() -> None:
    text = ": 1700000000:2;echo a\\\nb\n: 1700000003:0;echo \udcc3\udc83\udc89\nplain\n"
    found = [one for one in parsed(text, "zsh") if one[0]]
    assert found == [("echo a\nb", 1700000000.0), ("echo é", 1700000003.0), ("plain", 0.0)]


def test_fish() -> None:
    text = "- cmd: echo a\\nb \\\\\n  when: 1700000000\n  paths:\n    - x\n- cmd: ls\n"
    assert parsed(text, "fish") == [("echo a\nb \\", 1700000000.0), ("ls", 0.0)]


@pytest.mark.parametrize("before", ["one\ntwo\n", "zero\none\ntwo\n", "one\none\ntwo\n"])
def test_only_what_was_added(before: str) -> None:
    after = "one\ntwo\nthree\n" if not before.startswith("one\none") else f"{before}three\n"
    [[line]] = typed_lines(root({BASH: before}), root({BASH: after}))
    assert (line.text, line.user, line.home, line.shell) == ("three", "root", "/root", "bash")


def test_whose_it_is() -> None:
    path = "/home/anna/.local/share/fish/fish_history"
    [[line]] = typed_lines(root({}), root({path: "- cmd: ls\n"}))
    assert (line.user, line.home, line.shell, line.file) == ("anna", "/home/anna", "fish", path)
    assert typed_lines(root({BASH: "ls\n"}), root({BASH: "ls\n"})) == []
