"""The refs of a workspace beside its line: branches, tags, snapshots that no branch holds, and the highest number.

`refs/heads/NAME` is where the workspace is; all others are in folders of their own for each workspace, so that a
branch or a tag can have any name.  The number of a snapshot is used once in a workspace, whatever holds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field

from snapshotter.errors import UsageError
from snapshotter.regex import regex
from snapshotter.store.repository import git
from snapshotter.store.repository.git import NO_OBJECT

OPERATIONS = "refs/operations"
"""The newest operation; see `operations.py`."""
MAIN = "main"
"""The branch on which a workspace begins; it has a ref only from when another one is used."""

_FOLDERS = ("heads", "branches", "tags", "snapshots", "numbers", "proofs", "remotes")
SNAPSHOTS = ("refs/heads", "refs/branches", "refs/tags", "refs/snapshots", "refs/remotes")
"""Where the refs are that lead to snapshots; those of remotes lead to proofs too."""
_NAME = regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
_RESERVED = frozenset({"head", "latest", "base", "orig_head"})

RefChanges = dict[str, tuple[str, str]]
"""For each ref its id before and after, `NO_OBJECT` where it has none."""


class Refs(Struct, frozen=True):
    """Where the refs of a workspace are: names and numbers with the ids of snapshots."""

    head: str = ""
    """Where the workspace is; "" without a snapshot."""
    branches: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[int, str] = field(default_factory=dict)
    """Snapshots that need not be on a branch, by number."""
    number: int = 0
    """The highest number among those that were removed."""
    remotes: Mapping[str, str] = field(default_factory=dict)
    """What remotes had when they were asked last: REMOTE/heads/BRANCH, REMOTE/tags/TAG, REMOTE/snapshots/SEQ, …"""

    def named(self, name: str) -> str:
        """Return the id of the snapshot that a tag, a branch or REMOTE/BRANCH names, "" where none does."""
        remote, _, branch = name.partition("/")
        return self.tags.get(name) or self.branches.get(name) or self.remotes.get(f"{remote}/heads/{branch}", "")

    def ids(self) -> list[str]:
        """Return the ids of all snapshots that a ref names, without repetition, the workspace's place first."""
        found = [self.head, *self.branches.values(), *self.tags.values(), *self.others.values()]
        return list(dict.fromkeys(filter(None, found)))


def head_ref(name: str) -> str:
    """Return the ref of the place where a workspace is."""
    return f"refs/heads/{name}"


def branch_ref(name: str, branch: str) -> str:
    """Return the ref of a workspace's branch."""
    return f"refs/branches/{name}/{branch}"


def tag_ref(name: str, tag: str) -> str:
    """Return the ref of a workspace's tag."""
    return f"refs/tags/{name}/{tag}"


def snapshot_ref(name: str, seq: int) -> str:
    """Return the ref that keeps a snapshot which need not be on a branch."""
    return f"refs/snapshots/{name}/{seq}"


def number_ref(name: str, number: int) -> str:
    """Return the ref by whose name the highest number of removed snapshots is known."""
    return f"refs/numbers/{name}/{number}"


def described(name: str, ref: str) -> str:
    """Return what a workspace's ref is, in a message."""
    folder, _, last = ref.removeprefix("refs/").partition("/")
    kinds = {"branches": "branch", "tags": "tag", "snapshots": "snapshot", "proofs": "the proof of snapshot"}
    if folder not in kinds:
        return f"the line of {name}"
    return f"{kinds[folder]} {last.rpartition('/')[2]} of {name}"


def remote_ref(name: str, remote: str, ref: str) -> str:
    """Return the ref that says where a remote has a ref of its own, which begins with "refs/"."""
    return f"refs/remotes/{name}/{remote}/{ref.removeprefix('refs/')}"


def is_ref_name(name: str) -> bool:
    """Return whether a branch or a tag can have a name."""
    try:
        check_ref_name(name, "branch")
    except UsageError:
        return False
    return True


def check_ref_name(name: str, kind: str) -> str:
    """Return the name of a branch or a tag; raises `UsageError` where it cannot have it."""
    if not _NAME.fullmatch(name) or ".." in name or name.endswith((".lock", ".")):
        raise UsageError(
            f"{name!r} cannot name a {kind}", "use letters and digits, and `.`, `_` or `-` between them, at most 63"
        )
    if name.isdigit() or name.lower() in _RESERVED:
        raise UsageError(f"{name!r} cannot name a {kind}: it already means a snapshot", "give another name")
    return name


def all_refs(repository: Path, name: str) -> dict[str, str]:
    """Return every ref of a workspace with its object's id; raises `GitError`."""
    prefixes = [head_ref(name), *(f"refs/{folder}/{name}/" for folder in _FOLDERS[1:])]
    return dict(git.refs(repository, *prefixes))


def read_refs(repository: Path, name: str) -> Refs:
    """Return where a workspace's refs are; raises `GitError`."""
    found = all_refs(repository, name)

    def below(folder: str) -> Iterator[tuple[str, str]]:
        prefix = f"refs/{folder}/{name}/"
        return ((ref.removeprefix(prefix), ident) for ref, ident in found.items() if ref.startswith(prefix))

    return Refs(
        found.get(head_ref(name), ""),
        dict(below("branches")),
        dict(below("tags")),
        {int(number): ident for number, ident in below("snapshots") if number.isdigit()},
        max((int(number) for number, _ in below("numbers") if number.isdigit()), default=0),
        dict(below("remotes")),
    )


def updates(changes: RefChanges) -> dict[str, tuple[str, str | None]]:
    """Return the changes as `git.update_refs` takes them."""
    return {ref: (after, before) for ref, (before, after) in changes.items() if before != after}


def inverse(changes: RefChanges) -> RefChanges:
    """Return the changes that undo those."""
    return {ref: (after, before) for ref, (before, after) in changes.items()}


def created(ident: str) -> tuple[str, str]:
    """Return the change of a ref that did not exist."""
    return NO_OBJECT, ident
