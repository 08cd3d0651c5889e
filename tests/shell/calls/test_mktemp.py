"""Calls of `mktemp`: which are understood, and what replaces them."""

from __future__ import annotations

import re

import pytest

from snapshotter.shell.calls.mktemp import mktemps


@pytest.mark.parametrize(
    ("text", "name", "becomes"),
    [
        ("d=$(mktemp -d /srv/w.XXXXXX)", "/srv/w.a1B2c3", 'd=/srv/w.a1B2c3 && mkdir -m 0700 "$d"'),
        ('d="$(mktemp -d /srv/w.XXXXXX)"', "/srv/w.a1B2c3", 'd=/srv/w.a1B2c3 && mkdir -m 0700 "$d"'),
        ("f=`mktemp -q w.XXXX.txt`; ls", "w.abcd.txt", 'f=w.abcd.txt && install -m 0600 /dev/null "$f"; ls'),
        ("cd $(mktemp -dp /opt)", None, ""),
        ("cd $(mktemp -d -p /opt)", "/opt/tmp.0123456789", "cd $(mkdir -m 0700 N && echo N)"),
        ("export T=$(mktemp --tmpdir=/srv tXXX)", "/srv/tabc", "export T=$(install -m 0600 /dev/null N && echo N)"),
        ('x=$(mktemp "$base/${n}.XXXXX")', "/any/where.abcde", 'x=/any/where.abcde && install -m 0600 /dev/null "$x"'),
        ("x=$(mktemp -d /srv/wXXX) make", "/srv/wabc", "x=$(mkdir -m 0700 N && echo N) make"),
        ("x=$(mktemp -d /srv/wXXX)/sub", "/srv/wabc", "x=$(mkdir -m 0700 N && echo N)/sub"),
        ("x=$(mktemp -u /srv/wXXX)", None, ""),
        ("x=$(mktemp $(pwd)/wXXX)", None, ""),
        ("x=$(mktemp)", None, ""),
        ("mktemp -d /srv/wXXX", None, ""),
        ("for i in 1 2; do x=$(mktemp -d /srv/wXXX); done", None, ""),
        ("f() { x=$(mktemp -d /srv/wXXX); }; f; f", None, ""),
    ],
)
def test_calls(text: str, name: str | None, becomes: str) -> None:
    found = list(mktemps(text))
    if name is None:
        assert not found
        return
    (call,) = found
    assert re.fullmatch(call.pattern, name)
    assert not re.fullmatch(call.pattern, name + "/sub")
    new = text[: call.start] + call.command_for(name) + text[call.end :]
    assert new == becomes.replace("N", name)
