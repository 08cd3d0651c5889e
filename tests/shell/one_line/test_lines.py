"""Joining lines keeps the meaning: run by a real shell, the original and the joined form leave the same files."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from snapshotter.shell.one_line.heredoc import here_file
from snapshotter.shell.one_line.lines import can_chain, joinable_lines, statements

SAME = [
    "echo a > f; # and that is all",
    "echo a > f \\\n",
    "g() { echo a; }; g > f;",
    'cat > out <<EOF\n$(echo "a  b" | tr a-z \'A-Z\') "q" it\'s $(echo \\"x)\nsum=$((1 + 2))é$(echo é)\nEOF',
    "if [ -f etc ]; then\n  cp a \\\n    b\nelse\n  echo 'nothing' > n\nfi",
    'cat > out <<EOF\n<html>\n\n it\'s "x" $HOME `echo no` \nEOF'.replace("`echo no` ", ""),
    'x=5; cat <<EOF | tee a >> b\nhi $x "q" \\$y \\\\ \\n \\"\nEOF',
    "for i in 1 2\ndo echo $i >> f # c\n# d\n  echo b >> f\ndone",
    "f() {\n echo a > f\n}\nf",
    "case b in\n a|b)\n  echo 1 > f\n  ;;\n *) echo 2 > f;;\nesac",
    "cat > s <<'EOF'\n#!/bin/sh\n# prints\nfor f in \"$(dirname \"$0\")\"; do\n  printf '%s '\ndone\nEOF",
    "cat > x <<-E && chmod +x x\n\ta\n\tE",
    "cat > e <<E\nE",
    "(mkdir d\ncd d; touch a) && touch b",
    'while read l; do\n echo "<$l>" >> f\ndone < /etc/hostname',
    "echo a; cat > f <<E\nx y\nE",
    "tr a-z A-Z > f <<E\nabc\nE",
    "true &&\n echo a > f",
    "echo a > f # trailing",
    "{ echo a\necho b; } > f",
    "printf '%s\\n' a\\ b \"c d\" > 'e f'",
    "echo '# no comment' > f",
    "touch a && cat <<E > c || echo no\n1\nE",
    "echo 'a\nb' > f",
    "x=1 y='a\n # b\n\n-c'; echo \"$x\ny $y\" --z='q\n\\' > f",
    'echo "a\\\nb" "c\\\\\nd" "e\nf\\\ng" > f',
    "sh -c 'echo \"a\n  b\" > f\ntouch g'",
    "case 'a\nb' in 'a\nb') touch f;; esac",
    "echo 'a'\\\n'b'\\\n\"c\" \\\n d > f",
]


def run(script: str, folder: Path) -> dict[str, bytes | None]:
    folder.mkdir()
    subprocess.run(["bash", "-c", script], cwd=folder, check=False, capture_output=True, stdin=subprocess.DEVNULL)
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


def fails(script: str, folder: Path) -> bool:
    """Return whether bash rejects the script (`${}`): what it did before that depends on the form."""
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, check=False, capture_output=True, stdin=subprocess.DEVNULL
    )
    return done.returncode != 0


@pytest.mark.parametrize("text", SAME)
def test_joined_form_leaves_the_same_files(text: str, tmp_path: Path) -> None:
    lines = joinable_lines(text)
    assert lines is not None
    joined = " ".join(line.strip() for line in lines)
    assert "\n" not in joined
    assert run(text, tmp_path / "typed") == run(joined, tmp_path / "joined")


@pytest.mark.parametrize(
    "text",
    [
        "echo 'a\nb\n' > f",
        "echo $'a\nb'",
        'echo "$(ls\nls)"',
        "cat <<E > f\n$(date\n)\nE",
        "cat <<E\na\\\nb\nE",
        "x=''\"\n;\"\\\n\\' > out",
    ],
)
def test_text_that_cannot_be_joined_gives_none(text: str) -> None:
    assert joinable_lines(text) is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("ab $`\\\"'#!;&|<>(){}*?~\t", max_size=8), max_size=4), st.booleans())
def test_any_here_document_keeps_its_text(
    tmp_path_factory: pytest.TempPathFactory, body: list[str], quoted: bool
) -> None:
    text = "\n".join(["cat > out <<" + ("'END'" if quoted else "END"), *body, "END"])
    lines = joinable_lines(text)
    if lines is None or "$$" in text:  # the process id differs in each run
        return
    where = tmp_path_factory.mktemp("here")
    if fails(text, where):
        return
    assert run(text, where / "typed") == run(" ".join(line.strip() for line in lines), where / "joined")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("ab $`\\\"'#!;&|<>(){}*?~\t", max_size=8), min_size=2, max_size=4), st.sampled_from("'\""))
def test_any_string_of_several_lines_keeps_its_text(
    tmp_path_factory: pytest.TempPathFactory, body: list[str], mark: str
) -> None:
    text = f'x={mark}{chr(10).join(body)}{mark} > out; echo "$x" > out'
    lines = joinable_lines(text)
    if lines is None or "$$" in text:
        return
    assert "\n" not in "".join(lines)
    where = tmp_path_factory.mktemp("string")
    if fails(text, where):
        return
    assert run(text, where / "typed") == run("".join(lines), where / "joined")


def test_statements_are_split_only_at_the_top_level() -> None:
    assert statements("cd a; pwd; (b; c); d # e") == ("cd a", "pwd", "(b; c)", "d")
    assert statements("sleep 1 & wait") == ("sleep 1 & wait",)


@pytest.mark.parametrize(
    ("text", "chained"),
    [
        ("a && b", True),
        ("a | b", True),
        ("a || b", False),
        ("a; b", False),
        ("a && b > c || d", False),
        ("! a", True),
        ("f() { a || b; }", True),
    ],
)
def test_chains(text: str, chained: bool) -> None:
    assert can_chain(text) is chained


def test_here_file_does_nothing_but_write_one_file() -> None:
    found = here_file("cat > /etc/x <<'E'\na $b\nE")
    assert found is not None
    assert (found.path, found.content, found.append) == ("/etc/x", "a $b\n", False)
    assert here_file("cat > /etc/x <<E\na $b\nE") is None
    assert here_file("cat > /etc/x <<E && chmod +x /etc/x\na\nE") is None
    assert here_file("tr a b > /etc/x <<E\na\nE") is None
    assert here_file("cat > $x <<'E'\na\nE") is None


def test_here_string_is_not_a_here_document() -> None:
    assert statements("a; b <<< x; c") == ("a", "b <<< x", "c")
    assert statements("a; cat <<E\nx\nE") == ("a; cat <<E\nx\nE",)
