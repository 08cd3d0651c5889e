"""The log of operations: list them, undo one, do it again."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from snapshotter.engine.api import Engine
from snapshotter.errors import Conflict, NotFound, UsageError
from snapshotter.model import Progress, Workspace
from snapshotter.store import workspaces
from snapshotter.store.home import Home
from snapshotter.store.layout import Summary
from snapshotter.store.read import proof_ref
from snapshotter.store.repository import refs
from snapshotter.store.repository.git import NO_OBJECT
from snapshotter.store.repository.operations import Operation, operation, undone
from snapshotter.store.repository.refs import RefChanges, Refs
from snapshotter.work.versions.checkout import (
    Moved,
    changing,
    here,
    keeping,
    record_branch,
    set_aside,
)
from snapshotter.work.versions.removal import bring_back, remove
from snapshotter.work.versions.switch import Target, check_image, refuse_open_sessions, switch, tag_latest
from snapshotter.work.versions.undo_command.put_back import bring_back_records

_SHORTEST_ID = 4
_ELSEWHERE = frozenset({"push"})
"""Verbs that changed what others may have taken over by now: they are not undone."""
_IN_CONTAINER = frozenset({"cherry-pick"})
"""Verbs that changed the container's files and committed them: both are undone."""


def listed(home: Home, name: str = "") -> list[Operation]:
    """Return the operations on a workspace, or on all, newest first."""
    return [one for one in home.line.operations() if not name or one.workspace == name]


def find(operations: Sequence[Operation], wanted: str) -> Operation:
    """Return the operation with an abbreviated id; raises `NotFound` or `UsageError`."""
    found = [one for one in operations if len(wanted) >= _SHORTEST_ID and one.id.startswith(wanted.lower())]
    if not found:
        raise NotFound(f"there is no operation {wanted}", "`snap op log` lists them with their ids")
    if len(found) > 1:
        raise UsageError(f"the id {wanted} matches {len(found)} operations", "give more of its digits")
    return found[0]


def to_undo(operations: Sequence[Operation]) -> Operation | None:
    """Return the newest operation that is not undone and did not undo another one; operations are newest first.

    A `redo` counts, which did something again.
    """
    gone = undone(operations)
    can_be = (one for one in operations if one.id not in gone and one.verb not in _ELSEWHERE)
    return next((one for one in can_be if not one.undoes or one.verb == "redo"), None)


def to_redo(operations: Sequence[Operation]) -> Operation | None:
    """Return the newest `undo`, if nothing else was done since; operations are newest first."""
    gone = undone(operations)
    for one in operations:
        if one.id in gone or (one.undoes and one.verb == "redo"):
            continue
        return one if one.verb == "undo" or one.verb == "op undo" else None
    return None


def redo(
    engine: Engine, home: Home, name: str, progress: Progress, tell: Progress, *, force: bool = False
) -> tuple[Operation, Moved | None]:
    """Take back the last undo of a workspace; return that one, and where the workspace is now."""
    wanted = to_redo(listed(home, name))
    if wanted is None:
        raise NotFound(f"nothing of {name} was undone last", f"`snap op log -n {name}` lists what was done")
    return wanted, revert(engine, home, wanted, "redo", progress, tell, force=force)


def op_undo(
    engine: Engine, home: Home, name: str, wanted: str, progress: Progress, tell: Progress, *, force: bool = False
) -> tuple[Operation, Moved | None]:
    """Undo an operation, the newest one that is not undone by default; return it, and where the workspace is now.

    Raises `Conflict` where a later operation on the same workspace comes first.
    """
    every = listed(home)
    own = [one for one in every if one.workspace == name] if name else every
    found = find(every, wanted) if wanted else to_undo(own)
    if found is None:
        raise NotFound("there is nothing to undo", "`snap op log` lists what was done")
    gone = undone(every)
    if found.verb in _ELSEWHERE:
        raise Conflict(
            f"a {found.verb} is not undone: others may have taken it over",
            "commit what makes up for it, and push that",
        )
    if found.id in gone:
        raise Conflict(f"operation {found.id[:12]} is undone already", "`snap op log` shows what undid it")
    later = [one for one in every[: every.index(found)] if one.workspace == found.workspace and one.id not in gone]
    later = [one for one in later if not one.undoes and one.verb not in _ELSEWHERE]
    if later:
        raise Conflict(
            f"{found.workspace} was changed later: {later[-1].verb} {later[-1].text}",
            f"undo that first: `snap op undo {later[0].id[:12]}` undoes the newest",
        )
    return found, revert(engine, home, found, "op undo", progress, tell, force=force)


def revert(
    engine: Engine, home: Home, wanted: Operation, verb: str, progress: Progress, tell: Progress, *, force: bool
) -> Moved | None:
    """Undo one operation, by a new operation; None where the workspace is removed by it."""
    name = wanted.workspace
    text = f"{wanted.verb}: {wanted.text}"
    if wanted.folder and not wanted.after:
        made = bring_back(engine, home, wanted, verb, text, tell)
        head = here(home, name)
        return Moved(made, head.seq if head else 0) if made else None
    if wanted.after and not wanted.before:
        remove(engine, home, name, force=True, verb=verb, undoes=wanted.id, progress=progress)
        return None
    with changing(engine, home, name, tell) as workspace:
        return _revert(engine, home, workspace, wanted, verb, text, progress, tell, force=force)


def _revert(
    engine: Engine,
    home: Home,
    workspace: Workspace,
    wanted: Operation,
    verb: str,
    text: str,
    progress: Progress,
    tell: Progress,
    *,
    force: bool,
) -> Moved:
    name = workspace.name
    found, head = home.line.refs(name), here(home, name)
    changes = _inverse(home, name, wanted)
    file = home.workspaces.path(name) / workspaces.FILE
    before = workspaces.parse(wanted.before.encode(), file) if wanted.before else workspace
    after = workspaces.parse(wanted.after.encode(), file) if wanted.after else workspace
    branch = before.branch if wanted.before else workspace.branch
    in_container = wanted.verb in _IN_CONTAINER or (wanted.struck and wanted.kept)
    if before.container == after.container and not in_container:  # the container stays
        rules = before.volatile if before.volatile != after.volatile else workspace.volatile
        made = replace(workspace, branch=branch, volatile=rules)
        changes |= _keeping(home, name, found, head, changes)
        if wanted.struck:
            bring_back_records(home, name, wanted.struck)
        record_branch(home, workspace, made, changes, verb, text, wanted.id)
        if refs.head_ref(name) in changes:
            tag_latest(engine, home, name)
        now = here(home, name)
        return Moved(made, now.seq if now else 0, switched=False)
    if not force:
        refuse_open_sessions(home, name, verb)
    changes |= keeping(name, found, head)
    goal = wanted.kept or changes.get(refs.head_ref(name), ("", head.id if head else NO_OBJECT))[1]
    if goal != (head.id if head else NO_OBJECT):
        changes[refs.head_ref(name)] = (head.id if head else NO_OBJECT, goal)
    else:
        changes.pop(refs.head_ref(name), None)
    if wanted.kept and branch in found.branches:
        changes[refs.branch_ref(name, branch)] = (found.branches[branch], wanted.kept)
    image, seq = workspace.base.id, 0
    if goal != NO_OBJECT:
        last = home.line.summaries(name, goal, count=1)[-1]
        image, seq = last.image, last.seq
    check_image(engine, workspace, image, seq)
    kept, ended, _ = set_aside(engine, home, workspace, verb, progress)
    done = operation(verb, name, text, changes)
    done = replace(done, kept=kept.id if kept else "", undoes=wanted.id)
    made = switch(engine, home, workspace, Target(image, branch, changes), done, tell)
    return Moved(made, seq, kept, ended)


def _inverse(home: Home, name: str, wanted: Operation) -> RefChanges:
    """Return the changes that undo an operation's; raises `Conflict` where a ref has moved since.

    A snapshot that it kept stays, since its number is used.  A proof of what is undone goes.
    """
    kept, proofs = refs.snapshot_ref(name, 0).rpartition("0")[0], proof_ref(name, 0).rpartition("0")[0]
    inverse = refs.inverse(wanted.changes()).items()
    changes = {ref: ids for ref, ids in inverse if not (ref.startswith(kept) and ids[1] == NO_OBJECT)}
    now = home.line.all_refs(name)
    changes |= {ref: (now.get(ref, NO_OBJECT), ids[1]) for ref, ids in changes.items() if ref.startswith(proofs)}
    moved = [ref for ref, (at, _) in changes.items() if now.get(ref, NO_OBJECT) != at]
    if moved:
        raise Conflict(
            f"{refs.described(name, moved[0])} was changed later", f"`snap op log -n {name}` lists what was done"
        )
    return changes


def _keeping(home: Home, name: str, found: Refs, head: Summary | None, changes: RefChanges) -> RefChanges:
    """Return the change that keeps the snapshot at which a workspace was, unless it gets another record of that."""
    goal = changes.get(refs.head_ref(name), ("", ""))[1]
    if not goal or head is None:
        return {}
    numbers = {one.seq for one in home.line.summaries(name, goal)} if goal != NO_OBJECT else set()
    return {} if head.seq in numbers else keeping(name, found, head)
