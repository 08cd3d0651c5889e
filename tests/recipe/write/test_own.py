"""A recipe behind a Dockerfile that somebody wrote: its bytes stay, and its instructions count."""

from __future__ import annotations

import pytest

from snapshotter.errors import UsageError
from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Snapshot
from snapshotter.recipe.dockerfile.parse import parse
from snapshotter.recipe.model import Recipe
from snapshotter.recipe.plan import plan
from snapshotter.recipe.write.context_files import beside
from snapshotter.recipe.write.dockerfile import write

TEXTS = (
    "FROM debian:bookworm\n",
    "FROM debian:bookworm",
    "# syntax=docker/dockerfile:1\n\n# one\nFROM a AS b\n\n  \nRUN x \\\n # inside\n\n && y\n\n# end\n",
    "FROM a\r\nRUN b\r\n",
    "FROM a\nRUN <<END\n# no comment\nFROM c\nEND\nCOPY . /srv\n\n\n",
    "# only at the end\nFROM a\n# last",
)


def recipe(text: str) -> Recipe:
    base = Base("snap-base:0", "sha256:00", dockerfile=text, context="/srv/app")
    typed = Command("touch /srv/new", 0, "/", "root", 1.0, 1.5, "bash", 1, "s", 1)
    after = Entry("file", 0o644, 0, 0, 0, "", ctime_ns=1_200_000_000)
    change = Change("/srv/new", "added", None, after, "command 1", 0)
    line = [Snapshot("box", 1, "sha256:1", "snap/box:1", base, "new", 0.0, ImageConfig(), (typed,), (change,))]
    return write(plan(base, line), lambda seq, change: b"")


@pytest.mark.parametrize("text", TEXTS)
def test_its_bytes_stay(text: str) -> None:
    made = recipe(text).dockerfile
    assert made.startswith(text if text.endswith("\n") else f"{text}\n")
    rest = made[len(text) :]
    assert "# new\nRUN touch /srv/new\n" in rest and "FROM" not in rest and "snap-base" not in made


@pytest.mark.parametrize("text", TEXTS)
def test_its_instructions_count_as_steps(text: str) -> None:
    made = recipe(text)
    lines = made.dockerfile.split("\n")
    own = len(parse(text).instructions)
    assert len(parse(made.dockerfile).instructions) == len(made.instructions) >= own
    for one in made.instructions:
        assert lines[one.line - 1] == one.text.split("\n")[0]
    assert all(not made.origins_of(number) for number in range(1, own + 1))


def test_nothing_is_written_beside_it() -> None:
    assert recipe(TEXTS[0]).files == {}


def test_what_its_context_ignores_does_not_ignore_the_files_of_the_recipe() -> None:
    own = {".dockerignore": (0o644, b"*\n!src"), "src/a": (0o644, b"")}
    ours = {"files/etc/motd": (0o644, b""), "files/etc/x": (0o644, b""), "scripts/x": (0o644, b"")}
    assert beside(own, {})[".dockerignore"][1] == b"*\n!src"
    assert beside(own, ours)[".dockerignore"][1] == b"*\n!src\n!files\n!scripts\n"
    assert beside({"src/a": (0o644, b"")}, ours) == {"src/a": (0o644, b"")}
    with pytest.raises(UsageError, match="has files already"):
        beside({"files/x": (0o644, b"")}, ours)
