"""Lines of fish: which of them mean the same to sh, and which names they use."""

from __future__ import annotations

import shlex
import shutil
import subprocess

import pytest

from snapshotter.shell.dialects.fish import in_sh, on_one_line, variables_and_words
from snapshotter.shell.quote import fish_word

VALUES = {"V": "1.2", "S": "a  b", "E": ""}


@pytest.mark.parametrize(
    "text",
    [
        "apt-get install -y curl",
        "wget http://x/$V.tgz",
        "rm -rf /var/lib/apt/lists/*",
        "echo a && echo b || echo c",
        "a=b env",
        "true | tee x >>y 2>&1",
        "find . -name x -exec rm {} \\;",
        "echo a#b # c",
        "cd ~/x; ls ~",
        "echo a &",
        "printf '%s\\n' a\\ b > f",
        "export A=b; umask 027",
        "echo \"$HOME/$V\" 'a$b'",
        "echo a\\\n  b\necho c",
    ],
)
def test_line_with_the_same_meaning_is_unchanged(text: str) -> None:
    assert in_sh(text, VALUES) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("cp $S $E x", 'cp "$S" "$E" x'),
        ("touch 'it\\'s'", "touch 'it'\\''s'"),
        ("touch 'a\\\\b'", "touch 'a\\b'"),
        ('touch "a`b"', 'touch "a\\`b"'),
    ],
)
def test_line_is_translated_to_the_same_meaning(text: str, written: str) -> None:
    assert in_sh(text, VALUES) == written


@pytest.mark.parametrize(
    "text",
    [
        "mkdir -p /srv/{a,b}",
        "echo (date)",
        "echo $(date)",
        'echo "$(date)"',
        "for i in 1; end",
        "set x 5",
        "echo $PATH",
        "echo 'a'; and echo b",
        "not true",
        "! true",
        "begin; end",
        "cat *.txt",
        "ls **",
        "ls ?",
        "ls x[1]",
        "echo $V[1]",
        "echo $unknown",
        "echo $status",
        "echo \\n",
        "ls ~root",
        "mine 1",
        "echo a &> b",
        "echo a &| cat",
        "string upper a",
        "echo -e a",
        "$V x",
        "source x",
        "curl https://x/?a=b",
        "cat 'open",
        'echo "open',
        "read x",
        "eval x",
        "a >? b",
        "fish_add_path /x",
        "kill %1",
        "psub <(x)",
        '"quoted" x',
    ],
)
def test_line_that_may_mean_something_else_is_not_translated(text: str) -> None:
    assert in_sh(text, VALUES, {"mine"}) is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("for i in 1 2\n    echo $i |\n    cat\n\n    echo;\nend", "for i in 1 2; echo $i | cat; echo; end"),
        ("end\nend", "end; end"),
        ("echo 'a;;b'", "echo 'a;;b'"),
        ("echo a#b", "echo a#b"),
        ("echo 'a\nb'", None),
        ("echo a # why\necho b", None),
        ("echo a \\\nb", None),
    ],
)
def test_text_is_joined_to_one_line_if_its_newlines_only_end_commands(text: str, line: str | None) -> None:
    assert on_one_line(text) == line


def test_variables_and_words_of_a_line() -> None:
    assert variables_and_words('set -a L $x; f (g) "$y[1]"')[0] == {"L", "x", "y"}
    assert {"f", "g"} <= variables_and_words('set -a L $x; f (g) "$y[1]"')[1]


@pytest.mark.skipif(not shutil.which("fish"), reason="NOT RUN: fish is not on this machine")
def test_fish_and_sh_agree() -> None:
    for word in ("a", "it's", "a\\b", "\\", "'\\''", "a b\nc", '$x `y` "z"', "*?[~{", "ünï ☃", "-n", ""):
        shown = [
            subprocess.run([shell, "-c", f"printf '<%s>' {quoted}"], capture_output=True, text=True, check=True)
            for shell, quoted in (("fish", fish_word(word)), ("sh", shlex.quote(word)))
        ]
        assert shown[0].stdout == shown[1].stdout
    for text in ("printf \"%s\" \"a`b\" 'a\\\\b' 'it\\'s' a\\ b \\$x", "printf '%s' a#b {} ~ ~/x a=b | cat"):
        written = in_sh(text, {})
        assert written is not None
        outputs = {
            subprocess.run(argv, capture_output=True, text=True, check=True).stdout
            for argv in (["fish", "-c", text], ["sh", "-c", written])
        }
        assert len(outputs) == 1


def test_older_and_and_or_become_operators() -> None:
    assert in_sh("mkdir -p /x; and cd /x ; or exit 3", {}) == "mkdir -p /x && cd /x || exit 3"
