"""The directory in which each command of a RUN runs, and what of a line runs."""

from __future__ import annotations

import pytest

from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Snapshot
from snapshotter.recipe.plan import plan
from snapshotter.recipe.write.dockerfile import write


def dockerfile(*texts: tuple[str, str]) -> str:
    """Return the Dockerfile of commands given as directory and text, each of which changed a file."""
    commands = [
        Command(text, 0, cwd, "root", number * 10.0, number * 10.0 + 5, "sh", 1, f"s{number}")
        for number, (cwd, text) in enumerate(texts)
    ]
    changes = [
        Change(
            f"/p{at}", "added", None, Entry("file", 0o644, 0, 0, digest="x", ctime_ns=int(c.begin + 1) * 10**9), "", at
        )
        for at, c in enumerate(commands)
    ]
    base = Base("debian:bookworm", "sha256:base")
    snapshot = Snapshot("box", 1, "", "", base, "m", 0.0, ImageConfig(), tuple(commands), tuple(changes))
    return write(plan(base, [snapshot]), lambda _seq, _change: b"").dockerfile.partition("RUN ")[2]


@pytest.mark.parametrize(
    ("texts", "steps"),
    [
        ([("/", "a"), ("/app", "b"), ("/app", "c")], "a && cd /app && b && c"),
        (
            [("/app", "a"), ("/", "apt-get update"), ("/app", "c")],
            "cd /app && a && apt-get update && c",
        ),
        ([("/", "mkdir -p /app && cd /app && a"), ("/app", "b")], "mkdir -p /app && cd /app && a && b"),
        ([("/app", "a"), ("/", "cd /srv && b && cd /"), ("/", "c")], "cd /app && a && cd /srv && b && cd / && c"),
        (
            [("/app", "a"), ("/", "(cd /srv && rm /x)"), ("/app", "c")],
            "cd /app && a && (cd /srv && rm /x) && c",
        ),
        (
            [("/app", "a"), ("/", "cd /s || true"), ("/srv", "c")],
            "cd /app && a && { cd /s || true; } && cd /srv && c",
        ),
    ],
)
def test_a_directory_is_entered_where_it_matters(texts: list[tuple[str, str]], steps: str) -> None:
    assert dockerfile(*texts).replace(" \\\n    ", " ").strip() == steps


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("cp a b && diff a b; make", "cp a b && make"),
        ("make; cp a b && diff a b", "make && cp a b && diff a b"),
        ("server --daemon; sleep 1; ask > x; sleep 2", "server --daemon && sleep 1 && ask > x"),
        ("make -k; echo $? > x", "{ make -k; echo $? > x; }"),
        (
            "(server & echo $! > p); sleep 1; kill $(cat p); rm p",
            "(server & echo $! > p) && sleep 1 && kill $(cat p) && rm p",
        ),
        ("kill 7; rm p", "rm p"),
        ("nginx -s quit; sleep 1; rm p", "rm p"),
        ("x=1 && ls; echo $x > y", "x=1 && ls && echo $x > y"),
        ("mkdir a && ls && cp x y && cat y | head -1", "mkdir a && cp x y"),
        ("echo go && make && x --version", "make"),
        ("[ -f x ] && grep -q a x && make && echo b > y", "[ -f x ] && grep -q a x && make && echo b > y"),
        ("echo 1 && make || echo 2", "{ echo 1 && make || echo 2; }"),
    ],
)
def test_of_a_line_with_several_parts_what_only_looks_goes(text: str, steps: str) -> None:
    assert dockerfile(("/", text)).replace(" \\\n    ", " ").strip() == steps
