"""What git says of a repository of somebody else is told with the next step; what it cannot be, is refused."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from snapshotter.errors import Conflict, RemoteFailed, SnapError, StoreError
from snapshotter.model import ProgressLine
from snapshotter.store.repository import git
from snapshotter.store.repository.remote import transfer
from snapshotter.store.repository.remote.remotes import FILE, read_remotes

URL = "ssh://host/web.git"
REJECTED = " ! [rejected]        main -> main (fetch first)"
HOOK = " ! [remote rejected] main -> main (pre-receive hook declined)"
RACE = " ! [remote rejected] main -> main (cannot lock ref 'refs/heads/main': is at 1 but expected 2)"
LOCKED = "remote: fatal: Unable to create '/srv/web.git/refs/heads/main.lock': File exists."


@pytest.mark.parametrize(
    ("verb", "lines", "kind", "message", "hint"),
    [
        ("push", [LOCKED], Conflict, f"{URL} is locked by /srv/web.git/refs/heads/main.lock", "remove that file there"),
        ("push", [REJECTED], Conflict, f"somebody else pushed to {URL} meanwhile", "snap pull"),
        ("push", [RACE], Conflict, f"somebody else pushed to {URL} meanwhile", "snap pull"),
        ("push", [HOOK], RemoteFailed, "refused the push: ! [remote rejected] main -> main (pre-receive", "which refs"),
        ("push", ["fatal: the receiving end does not support --atomic push"], RemoteFailed, "--atomic", "snap bundle"),
        (
            "ls-remote",
            ["me@host: Permission denied (publickey).", "fatal: Could not read from remote repository."],
            RemoteFailed,
            f"cannot read {URL}: me@host: Permission denied (publickey).: Could not read from remote repository.",
            f"git ls-remote {URL}",
        ),
        ("fetch", ["ERROR: Repository not found."], RemoteFailed, f"cannot fetch {URL}", "git init --bare"),
        ("fetch", [], RemoteFailed, "git gave no reason", "git ls-remote"),
    ],
)
def test_what_git_says_is_told_with_the_next_step(
    verb: str, lines: list[str], kind: type[SnapError], message: str, hint: str
) -> None:
    error = transfer._failure(verb, URL, lines)
    assert type(error) is kind and message in str(error) and hint in error.hint


def test_progress_is_that_of_git(tmp_path: Path) -> None:
    there, shown = tmp_path / "there.git", list[object]()
    git.run(None, "init", "--quiet", "--bare", "--template=", "--initial-branch=main", str(there))
    blob = git.run(there, "hash-object", "-w", "--stdin", stdin=b"x").decode().strip()
    git.update_refs(there, {"refs/proofs/1": (blob, None)})
    here = tmp_path / "here.git"
    git.run(None, "init", "--quiet", "--bare", "--template=", "--initial-branch=main", str(here))
    transfer.fetch(here, str(there), transfer.list_refs(str(there)).refs, shown.append)
    assert any(isinstance(one, ProgressLine) and str(one).startswith("receiving objects") for one in shown)
    assert dict(git.refs(here)) == {"refs/proofs/1": blob}


def test_a_repository_that_lists_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = tmp_path / "there.git"
    git.run(None, "init", "--quiet", "--bare", "--template=", "--initial-branch=main", str(there))
    blob = git.run(there, "hash-object", "-w", "--stdin", stdin=b"x").decode().strip()
    git.update_refs(there, {f"refs/proofs/{number}": (blob, None) for number in range(1, 4)})
    monkeypatch.setattr(transfer, "_MOST_REFS", 3)
    with pytest.raises(RemoteFailed, match="lists too many refs"):
        transfer.list_refs(str(there))


def test_a_missing_program_or_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("PATH", str(tmp_path))
        with pytest.raises(StoreError, match="the program `git` is not on the PATH"):
            transfer.list_refs(str(tmp_path))
    monkeypatch.setitem(sys.modules, "git", None)
    with pytest.raises(StoreError, match="the library GitPython is not installed"):
        transfer.list_refs(str(tmp_path))


@pytest.mark.parametrize("text", ["", "[]", '{"remotes":{}}', '{"remotes":[{"name":1}]}'])
def test_a_damaged_list_of_remotes_is_named(tmp_path: Path, text: str) -> None:
    assert read_remotes(tmp_path) == []
    (tmp_path / FILE).write_text(text)
    with pytest.raises(StoreError, match=r"remotes\.json is damaged") as error:
        read_remotes(tmp_path)
    assert "snap remote add" in error.value.hint
