"""Lists in braces are written out as bash expands them."""

from __future__ import annotations

import subprocess

import pytest

from snapshotter.shell.dialects.braces import without_braces


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("mkdir -p /srv/{bin,etc} && touch x{,.bak}", "mkdir -p /srv/bin /srv/etc && touch x x.bak"),
        ("echo a{b{1,2},c}{x,y}", "echo ab1x ab1y ab2x ab2y acx acy"),
        ("touch $A/{b,c}/d", "touch $A/b/d $A/c/d"),
        ("for i in {a,b}; do echo $i; done", "for i in a b; do echo $i; done"),
    ],
)
def test_lists_are_written_out(text: str, plain: str) -> None:
    assert without_braces(text) == plain
    run = [
        subprocess.run(["bash", "-c", f"touch() {{ echo $@; }}; mkdir() {{ echo $@; }}; {one}"], capture_output=True)
        for one in (text, plain)
    ]
    assert run[0].stdout == run[1].stdout != b""


@pytest.mark.parametrize(
    "text",
    [
        "echo {1..3}",
        "echo a{1..3}b",
        "echo x{a}",
        "echo '{a,b}'",
        "echo {'a b',c}",
        "x=a{b,c}",
        "echo > a{b,c}",
        "echo {a,b}{",
        "echo {,}",
        "echo ${x}{a,b}",
        "echo {a,b}{a,b}{a,b}{a,b}",
        "find . -exec echo {} ;",
    ],
)
def test_what_is_no_list_of_plain_words_stays(text: str) -> None:
    assert without_braces(text) == text
