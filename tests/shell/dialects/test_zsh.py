"""Which lines typed into zsh mean the same to a POSIX shell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapshotter.shell.dialects.zsh import needs_zsh


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("cp $file /srv", "a variable that is not split into words"),
        ('for i in $all; do touch "$i"; done', "a variable that is not split into words"),
        ("[ $x = y ] && touch z", "a variable that is not split into words"),
        ("f() { cp $1 /srv; }", "a variable that is not split into words"),
        ("print -l a > f", "print"),
        ("repeat 3 touch x", "repeat"),
        ("setopt extendedglob", "setopt"),
        ("chmod 600 **/*.key", "globs of zsh"),
        ("rm [^a]*", "globs of zsh"),
        ("rm *(.)", "syntax"),
        ("cp =ls /srv", "=command"),
        ("cp ~zoe/x .", "~name"),
        ("a=(1 2)", "arrays"),
        ("cp /etc/{a,b} .", "brace expansion"),
        ('echo "$path[1]" > f', "${…} forms of zsh"),
        ('echo "$f:t" > g', "${…} forms of zsh"),
        ("echo ${(U)x} > f", "syntax"),
        ('echo "$path" > f', "$path"),
        ("for n (a b) touch $n", "syntax"),
        ("echo a > b > c", "several redirections"),
        ("> file", "a redirection alone"),
        ("echo a >! b", ">!"),
        ("echo 'a\\n' > f", "echo with escapes"),
        (". ~/.zshrc", "a file for zsh"),
        ("alias -g G='| grep x'", "alias"),
    ],
)
def test_construct_that_only_zsh_has(text: str, why: str) -> None:
    assert needs_zsh(text) == why


@pytest.mark.parametrize(
    "text",
    [
        "mkdir -p /srv/a && echo hi > /srv/a/f",
        'echo "$HOME" > x',
        "x=$y",
        "x=$HOME/bin; export A=1",
        "rm -f *.o",
        "for i in 1 2 3; do touch /srv/f$i; done",
        "V=1.2; curl -o /x http://h/$V.tgz",
        "cp ~/x . 2>/dev/null",
        "echo a > b 2> c",
        "sed -i 's/[^a]/b/' f",
        "case $x in a) y;; (b) z;; esac",
        "find . -exec rm {} \\;",
        "grep -v '^#' f > g; exit $?",
        "apt-get install -y curl",
        "test -f x || touch x",
        "cat > f <<'E'\n$x *(.)\nE",
    ],
)
def test_line_means_the_same_to_a_posix_shell(text: str) -> None:
    assert needs_zsh(text) == ""


@given(st.text(max_size=60))
def test_any_text_can_be_parsed(text: str) -> None:
    needs_zsh(text)
