"""What a command takes from the one before it in its shell is written out, as no RUN has that one in front of it."""

from __future__ import annotations

import pytest

from snapshotter.model import Base, Command, ImageConfig, Snapshot
from snapshotter.recipe.rewrite.previous import without_previous


def written(
    text: str, *, after: str = "/srv", before: str = "mkdir -p /srv/app", status: int = 0, shell: str = "bash"
) -> str:
    """Return what becomes of a command, typed in /srv after one that went there from /old and `before`."""
    made = [
        Command("cd /srv", 0, "/old", "root", 0, 1, shell, 1, "s", 1, cwd_after="/srv"),
        Command(before, status, "/srv", "root", 1, 2, shell, 1, "s", 1, cwd_after="/srv"),
        Command("exit 9", 9, "/", "root", 1, 2, shell, 2, "s", 2, cwd_after="/"),
        Command(text, 0, "/srv", "root", 2, 3, shell, 1, "s", 1, cwd_after=after),
    ]
    snapshot = Snapshot(
        "box", 1, "", "", Base("debian:bookworm", "sha256:base"), "m", 1.0, ImageConfig(), tuple(made), ()
    )
    return without_previous([snapshot]).get((1, 3), text)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("cd -", "cd /old"),
        ("popd >/dev/null; pwd > where", "cd /old >/dev/null; pwd > where"),
        ("pushd ../x && make", "cd /old && make"),
        ("cd a; cd -", "cd a; cd -"),
        ("(cd -)", "(cd -)"),
        ("f() { popd; }", "f() { popd; }"),
        ("cd /old", "cd /old"),
    ],
)
def test_directories(text: str, result: str) -> None:
    assert written(text, after="/old") == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("echo $? > st", "echo 3 > st"),
        ('echo "status ${?}"; echo $?', 'echo "status 3"; echo $?'),
        ("if [ $? -ne 0 ]; then touch /failed; fi", "if [ 3 -ne 0 ]; then touch /failed; fi"),
        ("true; echo $?", "true; echo $?"),
        ("echo '$?'", "echo '$?'"),
        ("touch $_/x && echo $_", "touch /srv/app/x && echo $_"),
        ("cp a $OLDPWD/b", "cp a /old/b"),
    ],
)
def test_words(text: str, result: str) -> None:
    assert written(text, status=3) == result


def test_what_is_not_known_stays() -> None:
    assert written("touch $_/x", before="mkdir -p $d") == "touch $_/x"
    assert written("touch $_/x", before="a | b") == "touch $_/x"
    assert written("touch $_/x", shell="dash") == "touch $_/x"
