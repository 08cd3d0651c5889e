"""The commit that a `git clone` checked out, read from the files of the clone; pure."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from snapshotter.model import Change, Snapshot
from snapshotter.recipe.model import Content
from snapshotter.regex import regex
from snapshotter.shell.calls.git_clone import clones
from snapshotter.shell.quote import quote

_COMMIT = regex(r"[0-9a-f]{40,64}")


def checkouts(snapshot: Snapshot, index: int, content: Content) -> Iterator[tuple[int, str, str]]:
    """Yield for each clone of a command (offset after it, text that checks the commit out, label of the pin)."""
    command = snapshot.commands[index]
    for clone in clones(command.text):
        commit, branch = _commit(snapshot, index, posixpath.join(command.cwd, clone.folder), clone.branch, content)
        if commit:
            text = f" && git -C {quote(clone.folder)} checkout -q -B {quote(branch)} {commit}"
            yield clone.end, text, f"{clone.address} at {commit[:12]}"


def _commit(snapshot: Snapshot, index: int, folder: str, branch: str, content: Content) -> tuple[str, str]:
    """Return the commit and its branch; "" for what the files do not show."""
    git = posixpath.normpath(folder) + "/.git/"
    changes = {c.path: c for c in snapshot.changes if c.path.startswith(git) and (c.command or 0) >= index}

    def read(name: str) -> str:
        return _text(changes, git + name, snapshot.seq, content)

    if not branch:
        branch = read("refs/remotes/origin/HEAD").removeprefix("ref: refs/remotes/origin/").strip()
    rows = [row.split(" ", 1) for row in read("packed-refs").splitlines() if " " in row]
    commits = {name: commit for commit, name in rows if _COMMIT.fullmatch(commit)}
    return (commits.get(f"refs/remotes/origin/{branch}", ""), branch) if branch else ("", "")


def _text(changes: Mapping[str, Change], path: str, seq: int, content: Content) -> str:
    change = changes.get(path)
    data = content(seq, change) if change is not None and change.after is not None else None
    return (data or b"").decode("utf-8", "replace")
