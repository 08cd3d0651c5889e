"""`snap edit`: a whole plan is applied to a line at once, as one operation."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from snapshotter.engine.api import Connect
from snapshotter.errors import Conflict, NotFound, SnapError, UsageError
from snapshotter.model import Command, Snapshot, Workspace
from snapshotter.store.home import Home
from snapshotter.store.repository import refs
from snapshotter.store.repository.git import NO_OBJECT
from snapshotter.store.repository.refs import RefChanges
from snapshotter.work.secrets.known_secrets import mask_text, redactor_for
from snapshotter.work.versions.commands import text_of
from snapshotter.work.versions.edit import Edited, why_not_kept, with_choices
from snapshotter.work.versions.rewrite import edited, rewrite
from snapshotter.work.versions.squash import joined, joined_message
from snapshotter.work.versions.todo import Group, Todo, described, in_order, parse, render


def plan_text(home: Home, name: str) -> str:
    """Return the plan of a workspace's line as a text; raises `NotFound` where it has no snapshot."""
    return render(name, _line(home, name))


def apply_plan(home: Home, name: str, text: str, connect: Connect, opened: str = "") -> Edited:
    """Do what a plan asks for.

    `opened` is the plan as it was shown: where the line has another one now, nothing is done.  Raises `UsageError`
    for a plan that cannot be read, or `Conflict`.
    """
    with home.workspaces.lock(name):
        line = _line(home, name)
        if opened and render(name, line) != opened:
            raise Conflict(f"the line of {name} has changed since the plan was opened", "`snap edit` shows it as it is")
        todo = parse(text, line)
        if todo is None or not (what := described(todo, line)):
            return Edited("")
        _check_kept(line, todo)
        workspace = home.workspaces.get(name)
        after, more = _after(home, workspace, line, todo)
        words_only = edited(line, _messages(home, workspace, line, todo)) == after
        made = rewrite(home, workspace, line, after, "edit", what, connect, keep_proofs=words_only, more=more)
        return Edited(what, made)


def _line(home: Home, name: str) -> list[Snapshot]:
    line = home.line.snapshots(name)
    if not line:
        home.workspaces.get(name)
        raise NotFound(f"workspace {name} has no snapshot yet", f"`snap commit -n {name}` makes one")
    return line


def _check_kept(line: Sequence[Snapshot], todo: Todo) -> None:
    commands = {(one.seq, index): command for one in line for index, command in enumerate(one.commands)}
    for origin, choice in todo.choices.items():
        if choice and not commands[origin].in_recipe and (why := why_not_kept(commands[origin])):
            raise UsageError(f"command {text_of(line, origin)} cannot be kept: it {why}", "write `pick` or `drop`")


def _messages(home: Home, workspace: Workspace, line: Sequence[Snapshot], todo: Todo) -> dict[int, Snapshot]:
    """Return the snapshots with new messages, without secrets; below the first line a message stays."""
    found: dict[int, Snapshot] = {}
    for one in line:
        if one.seq in todo.messages:
            clean = mask_text(redactor_for(home, workspace), todo.messages[one.seq])
            _, newline, rest = one.message.strip().partition("\n")
            found[one.seq] = replace(one, message=clean + newline + rest)
    return found


def _after(home: Home, workspace: Workspace, line: Sequence[Snapshot], todo: Todo) -> tuple[list[Snapshot], RefChanges]:
    """Return the line that a plan asks for, and the refs that keep snapshots which are joined with later ones."""
    renamed = edited(line, _messages(home, workspace, line, todo))
    by_seq = {one.seq: one for one in edited(renamed, with_choices(renamed, todo.choices))}
    old = {one.seq: one for one in line}
    others = home.line.refs(workspace.name).others
    after, more = list[Snapshot](), RefChanges()
    for group in todo.groups:
        members = [by_seq[seq] for seq in group.members]
        if len(members) == 1:
            after.append(_ordered(members[0], [index for _, index in group.commands]))
            continue
        made = joined(members, joined_message(members))
        after.append(_ordered(made, _places(made, by_seq, group)))
        gone = old[group.members[-2]]
        ref = refs.snapshot_ref(workspace.name, gone.seq)
        more[ref] = (others.get(gone.seq, NO_OBJECT), gone.id)
    return after, more


def _places(made: Snapshot, by_seq: Mapping[int, Snapshot], group: Group) -> list[int]:
    """Return where the commands of several snapshots are in the one that is made of them, as the plan orders them."""

    def same(one: Command, other: Command) -> bool:
        return one is other or (bool(one.session) and (one.session, one.begin) == (other.session, other.begin))

    wanted = (by_seq[seq].commands[index] for seq, index in group.commands)
    found = (next(at for at, one in enumerate(made.commands) if same(one, command)) for command in wanted)
    return list(dict.fromkeys(found))


def _ordered(snapshot: Snapshot, order: Sequence[int]) -> Snapshot:
    """Return a snapshot whose commands have an order, which is stored only if they did not begin in it."""
    begun = in_order(replace(snapshot, order=()))
    return replace(snapshot, order=() if list(order) == begun else tuple(order))


def edit_text(text: str, name: str) -> tuple[str, Path]:
    """Let a person edit a text in $VISUAL or $EDITOR; return it, and its file, which the caller removes.

    Raises `UsageError` where the editor fails; the file stays.
    """
    descriptor, path = tempfile.mkstemp(prefix=f"snap-{name}-", suffix=".plan")
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogateescape") as file:
        file.write(text)
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    status = subprocess.run(["/bin/sh", "-c", f"{editor} {shlex.quote(path)}"], check=False).returncode
    if status:
        raise UsageError(
            f"the editor `{editor}` ended with status {status}; nothing was changed",
            f"set EDITOR to another one; the plan is in {path}, and `snap edit --file {path}` applies it",
        )
    return Path(path).read_text(encoding="utf-8", errors="surrogateescape"), Path(path)


def with_file(error: SnapError, path: Path) -> SnapError:
    """Return the error with the file in which the plan stays."""
    hint = f"{error.hint}; the plan is in {path}: mend it, then `snap edit --file {path}`"
    return type(error)(error.message, hint)
