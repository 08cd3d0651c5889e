"""Write the snapshots of a line again: the record is edited, the images stay.

Nothing is changed in place.  The edited snapshots and all later ones become new commits, and the refs that led to the
old ones move in one operation, which keeps the old record.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.engine.api import Connect
from snapshotter.errors import EngineError
from snapshotter.model import Snapshot, Workspace
from snapshotter.recipe.plan import heading
from snapshotter.recipe.write.context import comment_lines
from snapshotter.store.home import Home
from snapshotter.store.line import NewCommit
from snapshotter.store.read import proof_ref
from snapshotter.store.repository import refs
from snapshotter.store.repository.git import NO_OBJECT
from snapshotter.store.repository.refs import RefChanges
from snapshotter.work.export.tree import ReadOne, read_one, tree_recipe
from snapshotter.work.versions.checkout import record_branch

_TOGETHER = 16
"""Commits that are written at a time, so that the repository is not locked while recipes are made."""


_ALL_PLANNED = 32
"""Snapshots that are written again of which each gets a new recipe: planning takes as long as the line is."""


class Rewritten(Struct, frozen=True):
    """A line that was written again."""

    snapshots: tuple[Snapshot, ...]
    """The whole line, oldest first, those with the ids of their new commits."""
    again: tuple[int, ...]
    """Numbers of the snapshots that were written again."""
    stayed: tuple[str, ...]
    """Branches and tags that share snapshots with it which were written again, and keep the old ones."""


def edited(line: Sequence[Snapshot], changed: Mapping[int, Snapshot]) -> list[Snapshot]:
    """Return a line with those of its snapshots replaced that have one of these numbers."""
    return [changed.get(one.seq, one) for one in line]


def rewrite(
    home: Home,
    workspace: Workspace,
    before: Sequence[Snapshot],
    line: Sequence[Snapshot],
    verb: str,
    text: str,
    connect: Connect,
    *,
    contents: Mapping[str, bytes] | None = None,
    keep_proofs: bool = False,
    after: Workspace | None = None,
    more: RefChanges | None = None,
) -> Rewritten:
    """Set a workspace, whose line is `before`, to another `line` by one operation; the caller holds its lock.

    Of a long line only the snapshots that are edited, and those at which a branch, a tag or the workspace is, get a new
    recipe in their trees; the others keep the one of before, which gives the same image, and an export plans anew.
    Each snapshot has the id of the commit whose contents it keeps: that of its old record.  `contents` are others, by
    key.  `keep_proofs`: what the recipes do is the same, so that proofs stay valid.  `after` is the workspace with
    other rules, `more` are other refs that are set.  An engine is asked only for files that the line does not store.
    Raises `StoreError` or `Conflict`: then nothing has changed.
    """
    name, contents = workspace.name, contents or {}
    same = next((at for at, (old, new) in enumerate(zip(before, line, strict=False)) if old != new), len(line))
    made = list(line[:same])
    pending = [one if keep_proofs else replace(one, proof=None) for one in line[same:]]
    words = [(heading(old), heading(new)) for old, new in zip(before, line, strict=False)] if keep_proofs else []
    planned = _planned(home, name, before, line, same)
    read, rules = _reader(connect), after.volatile if after else None
    for at in range(0, len(pending), _TOGETHER):
        part = pending[at : at + _TOGETHER]
        reworded = _reworded(home, part, words, same + at) if keep_proofs else [None] * len(part)
        commits = []
        for number, (one, dockerfile) in enumerate(zip(part, reworded, strict=True), 1):
            if dockerfile is not None:
                commits.append(NewCommit(one, {"Dockerfile": (0o644, dockerfile)}, contents, one.id, whole_tree=True))
                continue
            if same + at + number - 1 not in planned:
                commits.append(NewCommit(one, {}, contents, one.id, whole_tree=True))
                continue
            recipe = tree_recipe(home, [*made, *part[:number]], read, contents, rules)
            commits.append(NewCommit(one, recipe, contents, one.id))
        made += home.line.put_commits(commits, made[-1].id if made else None)
    ids = {old.id: new.id for old, new in zip(line[same:], made[same:], strict=True) if old.id != new.id}
    changes = _changes(home, workspace, before, made, ids)
    changes |= more or {}
    changes |= _proofs(home, name, before[same:], made[same:] if keep_proofs else ())
    stayed = tuple(_stayed(home, name, before[same:], changes))
    record_branch(home, workspace, after or workspace, changes, verb, text)
    return Rewritten(tuple(made), tuple(one.seq for one in made[same:]), stayed)


def _planned(home: Home, name: str, before: Sequence[Snapshot], line: Sequence[Snapshot], same: int) -> Collection[int]:
    """Return the places in a line, from the first snapshot on that is written again, of those that get a new recipe."""
    every = range(same, len(line))
    if len(every) <= _ALL_PLANNED:
        return every
    known, found = {one.id: one for one in before}, home.line.refs(name)
    named = {*found.branches.values(), *found.tags.values()}
    return {at for at in every if line[at].id in named or known.get(line[at].id) != line[at]} | {len(line) - 1}


def _reworded(
    home: Home, part: Sequence[Snapshot], words: Sequence[tuple[str, str]], before: int
) -> list[bytes | None]:
    """Return the Dockerfiles of snapshots with other comments; None for one in which it is not clear where they are.

    `words` are the comments above the steps of each snapshot of the line, old and new; `before` is how many snapshots
    are before these.
    """
    pairs = [(at, _comment(old), _comment(new)) for at, (old, new) in enumerate(words) if old != new]
    texts = home.line.dockerfiles([one.id for one in part])
    return [
        _replaced(text, [(old, new) for at, old, new in pairs if at <= number])
        for number, text in enumerate(texts, before)
    ]


def _comment(text: str) -> bytes:
    return "\n".join(["", *comment_lines(text), ""]).encode("utf-8", "surrogateescape")


def _replaced(dockerfile: bytes, pairs: Sequence[tuple[bytes, bytes]]) -> bytes | None:
    for old, new in pairs:
        if len(old) <= len("\n\n") or dockerfile.count(old) != 1:
            return None
        dockerfile = dockerfile.replace(old, new)
    return dockerfile


def _reader(connect: Connect) -> ReadOne:
    """Return a function that reads a file of an image; the recipe names one that cannot be had as missing."""

    def read(image: str, path: str) -> bytes | None:
        with contextlib.suppress(EngineError):
            return read_one(connect, image, path)
        return None

    return read


def _changes(
    home: Home, workspace: Workspace, before: Sequence[Snapshot], made: Sequence[Snapshot], ids: Mapping[str, str]
) -> RefChanges:
    """Return the refs that lead to a snapshot which was written again, and now lead to its new commit."""
    found = home.line.all_refs(workspace.name)
    changes = {ref: (ident, ids[ident]) for ref, ident in found.items() if ident in ids}
    if not made:
        return {}
    old, new = before[-1].id, made[-1].id
    changes[refs.head_ref(workspace.name)] = (old, new)
    branch = refs.branch_ref(workspace.name, workspace.branch)
    if workspace.branch and found.get(branch) == old:
        changes[branch] = (old, new)
    return changes


def _proofs(home: Home, name: str, before: Sequence[Snapshot], kept: Sequence[Snapshot]) -> RefChanges:
    """Return the changes that remove the proofs of these snapshots, but for those that are kept by new commits."""
    found = home.line.all_refs(name)
    new = {one.seq: home.line.put_proof(one.id, one.proof) for one in kept if one.proof}
    proven = (proof_ref(name, one.seq) for one in before if one.proof)
    changes = {ref: (found[ref], NO_OBJECT) for ref in proven if ref in found}
    return changes | {
        proof_ref(name, seq): (found.get(proof_ref(name, seq), NO_OBJECT), ident) for seq, ident in new.items()
    }


def _stayed(home: Home, name: str, before: Sequence[Snapshot], changes: RefChanges) -> Iterator[str]:
    """Yield the branches and tags whose history has one of these snapshots, and which do not move."""
    found, old = home.line.refs(name), {one.id for one in before}
    for kind, named, path in (("branch", found.branches, refs.branch_ref), ("tag", found.tags, refs.tag_ref)):
        for one, ident in named.items():
            if path(name, one) in changes:
                continue
            if any(summary.id in old for summary in home.line.summaries(name, ident)):
                yield f"{kind} {one}"
