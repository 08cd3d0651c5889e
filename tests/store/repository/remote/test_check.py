"""What comes from elsewhere: a line is taken as it is, and everything else is refused before anything is set."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from snapshotter.errors import RemoteFailed, StoreTooNew
from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Snapshot
from snapshotter.store import layout
from snapshotter.store.codec import FormatError
from snapshotter.store.repository import git
from snapshotter.store.repository.fast_import import quoted
from snapshotter.store.repository.objects import put
from snapshotter.store.repository.remote import check
from snapshotter.store.repository.remote.check import check_commits, check_proofs, entries

TEXT = b"one\n"
KEY = hashlib.sha256(TEXT).hexdigest()
IMAGE = "sha256:" + "a" * 64
FILE = Entry("file", 0o644, 0, 0, 4, KEY)
GOOD = Snapshot(
    "web",
    1,
    IMAGE,
    "snap/web:1",
    Base("debian:bookworm", IMAGE, layers=(IMAGE,)),
    "first",
    1_700_000_000.0,
    ImageConfig(),
    (Command("echo one > /srv/a", 0, "/", "root", 1.0, 2.0, "bash", 1, "s1"),),
    (Change("/srv/a", "added", None, FILE, "command 1", 0, content=KEY),),
)
Tree = dict[str, tuple[str, bytes]]
"""Path → mode and content."""


def tree(snapshot: Snapshot = GOOD) -> Tree:
    files = {path: ("100644", data) for path, data in layout.pack(snapshot).items()}
    return files | {layout.content_path(KEY): ("100644", TEXT), "Dockerfile": ("100644", b"FROM debian:bookworm\n")}


def meta(**fields: Any) -> Tree:  # noqa: ANN401 - any JSON
    data = json.loads(layout.pack(GOOD)[layout.META]) | fields
    return tree() | {layout.META: ("100644", json.dumps(data).encode())}


class Elsewhere:
    """A repository with what somebody else wrote."""

    def __init__(self, place: Path) -> None:
        self.repository = place / "there.git"
        git.create(self.repository, {})

    def commit(self, files: Tree, *parents: str) -> str:
        stream = [b"commit refs/scratch/x\nmark :1\ncommitter a <a@b> 1 +0000\ndata 1\nx\n"]
        for number, parent in enumerate(parents):
            stream.append(f"{'merge' if number else 'from'} {parent}\n".encode())
        stream.append(b"deleteall\n" if parents else b"")
        for path, (mode, data) in files.items():
            stream.append(b"M %s inline %s\ndata %d\n%s\n" % (mode.encode(), quoted(path), len(data), data))
        stream.append(f"get-mark :1\nreset refs/scratch/x\nfrom {git.NO_OBJECT}\n\ndone\n".encode())
        return git.fast_import(self.repository, stream).decode().strip()

    def check(self, tip: str, *known: str) -> list[int]:
        numbers = {ident: number for number, ident in enumerate(known, 1)}
        return [one.seq for one in check_commits(self.repository, [tip], known, numbers.__getitem__, "there")]


@pytest.fixture
def there(tmp_path: Path) -> Elsewhere:
    return Elsewhere(tmp_path)


def test_a_line_is_taken_as_it_is(there: Elsewhere) -> None:
    first = there.commit(tree())
    second = there.commit(tree(replace(GOOD, seq=7, tag="snap/web:7")), first)
    assert there.check(second) == [1, 7]
    assert there.check(second, first) == [7]
    assert there.check(second, first, second) == []


def change(**fields: Any) -> Callable[[], Tree]:  # noqa: ANN401 - any field
    return lambda: tree(replace(GOOD, changes=(replace(GOOD.changes[0], **fields),)))


def entry(**fields: Any) -> Callable[[], Tree]:  # noqa: ANN401 - any field
    return change(after=replace(FILE, **fields))


HOSTILE: dict[str, Callable[[], Tree]] = {
    "no snapshot": lambda: {"Dockerfile": ("100644", b"FROM x\n")},
    "no JSON": lambda: tree() | {layout.META: ("100644", b"[" * 100_000)},
    "a list": lambda: tree() | {layout.META: ("100644", b"[1]")},
    "number 0": lambda: tree(replace(GOOD, seq=0, tag="snap/web:0")),
    "a huge number": lambda: tree(replace(GOOD, seq=10**12, tag=f"snap/web:{10**12}")),
    "a number that is text": lambda: meta(seq="1"),
    "a workspace that is a path": lambda: tree(replace(GOOD, workspace="../x", tag="snap/../x:1")),
    "another tag": lambda: tree(replace(GOOD, tag="debian:bookworm")),
    "an image that is a name": lambda: tree(replace(GOOD, image="debian:bookworm")),
    "a base that is an option": lambda: tree(replace(GOOD, base=replace(GOOD.base, reference="--help"))),
    "a base with a newline": lambda: tree(replace(GOOD, base=replace(GOOD.base, reference="debian\nRUN id"))),
    "a digest that is none": lambda: tree(replace(GOOD, base=replace(GOOD.base, digest="debian@sha256:x"))),
    "layers that are none": lambda: tree(replace(GOOD, base=replace(GOOD.base, layers=("x",)))),
    "from the future": lambda: tree(replace(GOOD, created=time.time() + 10**6)),
    "a time that is none": lambda: meta(created=float("nan")),
    "other commands than their digest": lambda: tree() | {layout.COMMANDS: ("100644", b"")},
    "a session that is a path": lambda: tree(replace(GOOD, commands=(replace(GOOD.commands[0], session="../../x"),))),
    "an order of other commands": lambda: tree(replace(GOOD, order=(5,))),
    "a position before the journal": lambda: tree(replace(GOOD, position=-1)),
    "a relative path": change(path="etc/passwd"),
    "a path upwards": change(path="/srv/../../etc/passwd"),
    "a path with NUL": change(path="/srv/a\0b"),
    "a path of two slashes": change(path="//srv"),
    "the same path twice": lambda: tree(replace(GOOD, changes=GOOD.changes * 2)),
    "a command that is none": change(command=9),
    "an added path that was there": change(before=FILE),
    "a content that is a path": change(content="../../../etc/passwd"),
    "a content that is missing": change(content="b" * 64, after=replace(FILE, digest="b" * 64)),
    "a content of another file": entry(digest="c" * 64),
    "a mode that is none": entry(mode=0o1000000),
    "an owner that is none": entry(uid=-1),
    "a size that is none": entry(size=-4),
    "attributes that are none": entry(xattrs=(("user.x", "zz"),)),
    "a hard link upwards": entry(hardlink="../x"),
    "a symbolic link": lambda: tree() | {"context/x": ("120000", b"/etc/passwd")},
    "another repository": lambda: tree() | {"x": ("160000", b"")},
    "a hook": lambda: tree() | {"context/.GIT/hooks/post-checkout": ("100755", b"#!/bin/sh\n")},
    "a content in another folder": lambda: tree() | {f"{layout.CONTENTS}/zz/{KEY}": ("100644", TEXT)},
    "a content with another name": lambda: tree() | {layout.content_path("d" * 64): ("100644", TEXT)},
    "folders of folders": lambda: tree() | {"x/" * 260 + "x": ("100644", b"x")},
    "contents that are a file": lambda: tree() | {f"{layout.CONTENTS}/x": ("100644", b"x")},
    "a content that can be run": lambda: tree() | {layout.content_path(KEY): ("100755", TEXT)},
    "a content that was changed": lambda: tree() | {layout.content_path(KEY): ("100644", b"two\n")},
    "too much": lambda: tree() | {layout.META: ("100644", b" " * (check._SMALL + 1))},
    "a folder that is a file": lambda: {"Dockerfile": ("100644", b"FROM x\n"), layout.FOLDER: ("100644", b"x")},
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_no_line_has_is_refused(there: Elsewhere, what: str) -> None:
    files = HOSTILE[what]()
    if what == "another repository":
        first = there.commit(tree())
        listed = git.run(there.repository, "ls-tree", first) + f"160000 commit {first}\tx\n".encode()
        made = git.run(there.repository, "mktree", stdin=listed).decode().strip()
        commit = f"tree {made}\nauthor a <a@b> 1 +0000\ncommitter a <a@b> 1 +0000\n\nx\n"
        tip = put(there.repository, b"commit", commit.encode())
    else:
        tip = there.commit(files)
    with pytest.raises(RemoteFailed, match="there has no line of snapshots that can be taken over: ") as error:
        there.check(tip)
    assert "nothing was changed here" in error.value.hint


def test_numbers_ascend(there: Elsewhere) -> None:
    first = there.commit(tree())
    with pytest.raises(RemoteFailed, match="snapshot 1 comes after snapshot 1"):
        there.check(there.commit(tree(), first))


def test_no_commit_has_two_parents(there: Elsewhere) -> None:
    second = replace(GOOD, seq=2, tag="snap/web:2")
    first, other = there.commit(tree()), there.commit(tree(second))
    with pytest.raises(RemoteFailed, match="more than one parent"):
        there.check(there.commit(tree(replace(GOOD, seq=3, tag="snap/web:3")), first, other))


def test_a_newer_format_is_named(there: Elsewhere) -> None:
    with pytest.raises(StoreTooNew, match="there: the snapshot has format 99"):
        there.check(there.commit(meta(format=99)))


def test_a_tag_with_a_message_and_a_file_are_no_snapshots(there: Elsewhere) -> None:
    first = there.commit(tree())
    blob = git.run(there.repository, "rev-parse", f"{first}:Dockerfile").decode().strip()
    tag = f"object {first}\ntype commit\ntag x\ntagger a <a@b> 1 +0000\n\nx\n"
    annotated = git.run(there.repository, "mktag", stdin=tag.encode()).decode().strip()
    for tip in (blob, annotated):
        with pytest.raises(RemoteFailed):
            there.check(tip)


def test_objects_are_counted_and_measured_before_they_are_read(
    there: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = there.commit(tree(replace(GOOD, seq=2, tag="snap/web:2")), there.commit(tree()))
    with monkeypatch.context() as patch:
        patch.setattr(check, "_MOST_COMMITS", 1)
        with pytest.raises(RemoteFailed, match="more than 1 new commits"):
            there.check(second)
    monkeypatch.setitem(check._MOST_BYTES, "blob", 3)
    with pytest.raises(RemoteFailed, match=r"the blob [0-9a-f]{12} has \d+ bytes"):
        there.check(second)


@pytest.mark.parametrize("data", [b"100644 x", b"100644x\0" + b"1" * 20, b"100644 x\0" + b"1" * 19])
def test_a_damaged_tree_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError, match="a tree is damaged"):
        list(entries(data))


def test_proofs_are_json_objects(there: Elsewhere) -> None:
    def proof(data: bytes) -> dict[int, str]:
        return {1: put(there.repository, b"blob", data)}

    check_proofs(there.repository, proof(b'{"verdict":"equal","summary":"all","snapshot":"x"}'), "there")
    folder = {1: git.run(there.repository, "rev-parse", there.commit(tree()) + "^{tree}").decode().strip()}
    for found in (proof(b"[]"), proof(b"{"), proof(b'{"verdict":"good"}'), folder, {1: "0" * 39 + "1"}):
        with pytest.raises(RemoteFailed, match="there has no line of snapshots that can be taken over"):
            check_proofs(there.repository, found, "there")
