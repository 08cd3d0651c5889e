"""Answers to the prompts of `rm -i` and its kind, and of dpkg, become options."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Snapshot
from snapshotter.recipe.rewrite.answers.prompts import without_prompts


def added(path: str, command: int, *, kind: str = "file", modifies: str = "", package: str = "") -> Change:
    entry = Entry(kind, 0o644, 0, 0)  # type: ignore[arg-type]
    return Change(path, "added", None, entry, command=command, modifies=modifies, package=package)


def snapshot(texts: list[str], *changes: Change) -> Snapshot:
    commands = tuple(Command(text, 0, "/srv", "root", at, at + 1, "bash", 1) for at, text in enumerate(texts))
    base = Base("debian", "sha256:0")
    return Snapshot("box", 1, "sha256:1", "snap/box:1", base, "m", 9.0, ImageConfig(), commands, changes)


def rewritten(text: str, *changes: Change) -> str:
    return without_prompts([snapshot(["touch a b", text], *changes)]).get((1, 1), text)


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("rm -i a", "rm a"),
        ("rm -ri d && ls", "rm -r d && ls"),
        ("sudo rm -I w*", "sudo rm w*"),
        ("rm --interactive=always a b", "rm a b"),
        ("cp -ai a c", "cp -a a c"),
        ("mv -i a c", "mv a c"),
        ("ln -sfi a c", "ln -sf a c"),
        ("find . -name '*.o' -ok rm {} \\;", "find . -name '*.o' -exec rm {} \\;"),
        ("ls | xargs -p rm", "ls | xargs rm"),
    ],
)
def test_what_was_answered_with_yes_is_done_without_a_question(text: str, becomes: str) -> None:
    assert rewritten(text) == becomes


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("rm -i a b", "rm a"),
        ("rm -i b", "true"),
        ("cp -i a b", "true"),
        ("cp -i a b d", "cp a d"),
        ("rm -ri d", "rm -ri d"),
        ("yes | rm -i a b", "yes | rm -i a b"),
        ("rm -i a b < answers", "rm -i a b < answers"),
        ("grep -i a b", "grep -i a b"),
        ("cp -i -t d a", "cp -i -t d a"),
    ],
)
def test_what_was_answered_with_no_is_left_out(text: str, becomes: str) -> None:
    """`b`, made before, is as it was; so is something below the directory `d`."""
    there = [added("/srv/b", 0), added("/srv/d", 0, kind="directory"), added("/srv/d/b", 0)]
    assert rewritten(text, *there) == becomes


def test_a_failed_command_keeps_its_text() -> None:
    one = snapshot(["touch a", "rm -i a"])
    assert without_prompts([one]) == {(1, 1): "rm a"}
    assert without_prompts([replace(one, commands=tuple(replace(c, status=1) for c in one.commands))]) == {}


APT = "apt-get install -y nano"
OLD, NEW = (f"apt-get install -o Dpkg::Options::=--force-conf{which} -y nano" for which in ("old", "new"))


@pytest.mark.parametrize(
    ("change", "becomes"),
    [
        (added("/etc/nanorc.dpkg-dist", 1), OLD),
        (added("/etc/nanorc.dpkg-old", 1), NEW),
        (added("/etc/nanorc.dpkg-old", 0), APT),
        (added("/etc/nanorc", 1, package="nano 7"), APT),
    ],
    ids=["kept", "replaced", "by another", "not asked"],
)
def test_what_dpkg_was_answered_shows_in_what_it_left(change: Change, becomes: str) -> None:
    assert rewritten(APT, change) == becomes


def test_a_kept_file_shows_where_the_other_one_was_removed() -> None:
    own, program = added("/etc/nanorc", 0, modifies="nano 7"), added("/bin/nano", 1, package="nano 7")
    assert rewritten(APT, own, program) == OLD
    assert rewritten("apt-get update", own) == "apt-get update"


def test_dpkg_itself_and_given_options() -> None:
    kept = added("/etc/nanorc.dpkg-dist", 1)
    assert rewritten("dpkg -i nano.deb", kept) == "dpkg --force-confold -i nano.deb"
    assert rewritten("dpkg --force-confnew -i nano.deb", kept) == "dpkg --force-confnew -i nano.deb"
