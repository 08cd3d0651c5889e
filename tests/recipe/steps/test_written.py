"""The instructions of an adopted image's Dockerfile in a recipe."""

from __future__ import annotations

import pytest

from snapshotter.model import (
    COPIED_BEFORE,
    IN_HISTORY,
    NOT_RECORDED,
    Adopted,
    Base,
    Change,
    Command,
    Entry,
    ImageConfig,
    Snapshot,
)
from snapshotter.recipe.model import PathRepair, Repairs
from snapshotter.recipe.plan import plan
from snapshotter.recipe.steps.written import continued_lines
from snapshotter.recipe.write.dockerfile import write

BASE = Base("debian:bookworm", "sha256:0", config=ImageConfig(cmd=("bash",)))
APP = ImageConfig(user="app", workdir="/srv", cmd=("run",))


def added(path: str, mode: int = 0o644, owner: int = 0, kind: str = "file") -> Change:
    digest = path if kind == "file" else ""
    entry = Entry("directory" if kind == "directory" else "file", mode, owner, owner, digest=digest)
    return Change(path, "added", None, entry, by=f"{NOT_RECORDED} ({COPIED_BEFORE})")


def layer(seq: int, adopted: Adopted, *changes: Change, run: str = "", config: ImageConfig = APP) -> Snapshot:
    commands = (Command(run, 0, "/srv", "app", 1.0, 1.0, "sh", 1, witness=IN_HISTORY),) if run else ()
    if run:
        changes = tuple(Change(c.path, c.change, c.before, c.after, by="command 1", command=0) for c in changes)
    return Snapshot("web", seq, "sha256:1", "", BASE, "told otherwise", 1.0, config, commands, changes, adopted=adopted)


def dockerfile(*layers: Snapshot, repairs: Repairs | None = None) -> list[str]:
    text = write(plan(BASE, layers, repairs), lambda seq, change: b"x").dockerfile
    return [line for line in text.splitlines()[1:] if line]


def told(own: str, *before: str, after: tuple[str, ...] = (), user: str = "", workdir: str = "/srv") -> Adopted:
    return Adopted("web", "", (), user, workdir, before, own, after)


def test_the_instructions_come_back_in_their_order() -> None:
    assert dockerfile(
        layer(
            1, told("WORKDIR /srv", "LABEL a=b", workdir=""), added("/srv", 0o755, kind="directory"), run="mkdir /srv"
        ),
        layer(2, told("COPY ./", "ARG V=1"), added("/srv/a"), added("/srv/b")),
        layer(3, told("RUN", "USER app", after=("CMD [\"run\"]",), user="app"), run="apt-get install -y curl"),
    ) == [
        "LABEL a=b",
        "WORKDIR /srv",
        "ARG V=1",
        "COPY files/srv/a files/srv/b ./",
        "USER app",
        "RUN apt-get install -y curl",
        "CMD [\"run\"]",
    ]  # fmt: skip


def test_a_folder_is_copied_as_one() -> None:
    many = [added(f"/srv/{name}/x") for name in "abcdefghij"]
    assert dockerfile(layer(1, told("COPY ."), *many))[0] == "COPY files-1/srv/ ."


def test_one_owner_is_written_and_several_are_not_one_instruction() -> None:
    assert dockerfile(layer(1, told("COPY /x/"), added("/x/a", owner=7)))[0] == "COPY --chown=7:7 files/x/a /x/"
    two = dockerfile(layer(1, told("COPY /x/"), added("/x/a", owner=7), added("/x/b")))
    assert two[:2] == ["COPY files/x/b /x/b", "COPY --chown=7:7 files/x/a /x/a"]


def test_a_mode_that_git_does_not_keep_is_set_behind_it_by_root() -> None:
    lines = dockerfile(layer(1, told("COPY /x/", "USER app", user="app"), added("/x/a", 0o600)))
    assert lines[:5] == ["USER app", "USER root", "COPY files/x/a /x/", "RUN chmod 0600 /x/a", "USER app"]


def test_a_command_is_run_and_its_file_copied_where_a_rebuild_makes_another() -> None:
    repairs = Repairs(carry=frozenset({PathRepair("/srv/t", 0, 1)}))
    lines = dockerfile(layer(1, told("RUN"), added("/srv/t"), run="date > t"), repairs=repairs)
    assert lines[0] == "RUN date > t" and "COPY files/srv/t /srv/t" in lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a &&     b 'c  d'", ("a && ", "b 'c  d'")),
        ('echo "$(echo "a  b")"  c', ('echo "$(echo "a  b")"  c',)),
        ("a  # b  c", ("a  # b  c",)),
        ("a\\  b", ("a\\  b",)),
        ("true && " * 20 + "true", (*["true && "] * 20, "true")),
    ],
)
def test_lines_are_broken_where_they_were(text: str, lines: tuple[str, ...]) -> None:
    assert continued_lines(text) == lines
