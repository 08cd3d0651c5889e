"""The dates of git objects, and a commit message typed in an editor, are written into the command."""

from __future__ import annotations

import hashlib
import zlib

import pytest

from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Snapshot
from snapshotter.recipe.rewrite.pins import pins

STAMP = b"A B <a@b.c> 1764155435 +0130"
COMMIT = b"commit 99\0tree 0\nauthor " + STAMP + b"\ncommitter " + STAMP + b"\n\nthe message\n"
TAG = b"tag 99\0object 0\ntype commit\ntag v1\ntagger A B <a@b.c> 1764155999 +0130\n\nmine\n"
BLOB = b"blob 4\0text"
WHEN = "2025-11-26T12:40:35+01:30"
DATES = f"GIT_AUTHOR_DATE={WHEN} GIT_COMMITTER_DATE={WHEN} "


def written(text: str, *objects: bytes, late: bool = False) -> str:
    """Return the new text of a command that wrote these objects; `late`: they were written after it had ended."""
    packed = {hashlib.sha1(data).hexdigest(): zlib.compress(data) for data in objects}
    written_ns = int((9.0 if late else 1.5) * 1e9)
    changes = tuple(
        Change(
            f"/r/.git/objects/{name[:2]}/{name[2:]}",
            "added",
            None,
            Entry("file", 0o444, 0, 0, len(data), "d", mtime_ns=written_ns, ctime_ns=int(20e9)),
            "command 2",
            1,
        )
        for name, data in packed.items()
    )
    command = Command(text, 0, "/r", "root", 1.0, 2.0, "bash", 1)
    later = Command("git clone -q /r /s", 0, "/", "root", 19.0, 21.0, "bash", 1)
    snapshot = Snapshot("box", 1, "", "", Base("x:1", ""), "m", 0.0, ImageConfig(), (command, later), changes)
    content = {f"/r/.git/objects/{name[:2]}/{name[2:]}": data for name, data in packed.items()}
    return pins([snapshot], lambda _, change: content.get(change.path)).texts.get((1, 0), text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("git commit -m one", f"{DATES}git commit -m one"),
        ("git add . && git commit -am one", f"git add . && {DATES}git commit -am one"),
        ("sudo git -C /r merge --no-ff dev", f"sudo env {DATES}git -C /r merge --no-ff dev"),
        ("git commit", f"{DATES}git commit -m 'the message'"),
        ("git commit --amend --no-edit", f"{DATES}git commit --amend --no-edit"),
        ("git add .", "git add ."),
        ("git -c core.editor=true log", "git -c core.editor=true log"),
    ],
)
def test_the_time_of_a_commit_is_written_in_front_of_it(text: str, expected: str) -> None:
    assert written(text, COMMIT, BLOB) == expected


def test_two_times_or_none_leave_the_command_as_it_was() -> None:
    both = "git commit -m one && git tag -a v1 -m mine"
    assert written(both, COMMIT, TAG) == both
    assert written("git commit -m one", BLOB) == "git commit -m one"
    assert written("git commit -m one", COMMIT, late=True) == "git commit -m one"
    assert written("git commit -m one", b"commit but no object") == "git commit -m one"


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("git commit -m one", "1970-01-01T01:30:02+01:30"),
        ("git tag -a v1 -m one && git gc", "1970-01-01T01:30:01+01:30"),
    ],
)
def test_the_time_of_what_was_packed_is_that_in_the_log_or_that_of_its_line(text: str, when: str) -> None:
    seconds = 2 if "commit" in text else 7
    log = f"{'0' * 40} {'1' * 40} A B <a@b.c> {seconds} +0130\tcommit (initial): one\n".encode()
    entry = Entry("file", 0o644, 0, 0, len(log), "d", mtime_ns=2, ctime_ns=2)
    pack = f"/r/.git/objects/pack/pack-{'a' * 40}.pack"
    changes = tuple(Change(path, "added", None, entry, "command 1", 0) for path in ("/r/.git/logs/HEAD", pack))
    command = Command(text, 0, "/r", "root", 1.5, 2.5, "bash", 1)
    snapshot = Snapshot("box", 1, "", "", Base("x:1", ""), "m", 0.0, ImageConfig(), (command,), changes)
    made = pins([snapshot], lambda _, change: log if change.path != pack else b"").texts[(1, 0)]
    assert f"GIT_COMMITTER_DATE={when} git " in made
