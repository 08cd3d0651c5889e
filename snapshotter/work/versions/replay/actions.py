"""What has to be done to have one snapshot again: the steps of its recipe, each with the commands it stands for.  Pure.

The decisions are those of a recipe of this snapshot alone, so that what a later one undoes is done all the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from snapshotter.model import Base, Change, Command, Entry, Snapshot
from snapshotter.recipe.model import (
    INSTALLED_OUTSIDE,
    Arg,
    Carry,
    Decision,
    Plan,
    Repairs,
    Run,
    ScriptFile,
    Step,
    Text,
    User,
)
from snapshotter.recipe.plan import plan
from snapshotter.recipe.write.run import run_text

_RUN = "RUN "


class Action(Struct, frozen=True):
    """One thing to do in the container: run a program, or put files there."""

    commands: tuple[int, ...] = ()
    """Indices of the snapshot's commands that it stands for; none for files that came from outside."""
    argv: tuple[str, ...] = ()
    env: tuple[str, ...] = ()
    user: str = ""
    changes: tuple[Change, ...] = ()
    """Paths that are put into the container as the snapshot has them, or removed."""
    seqs: Mapping[str, int] = field(default_factory=dict)
    """Seq of the snapshot with the content of a path, where that is another one."""
    taken: Mapping[str, str] = field(default_factory=dict)
    """Path → the path that has its content in the image."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Files that are written with this text."""
    problem: str = ""
    """Why it cannot be done."""


class Replay(Struct, frozen=True):
    """What has to be done for a snapshot."""

    decisions: tuple[Decision, ...]
    """What becomes of each command, in the order in which they began."""
    actions: tuple[Action, ...]
    repeated: frozenset[int]
    """Commands that only change the state of their shell: nothing is run for them, but the record needs them."""


def replay_of(base: Base, earlier: Sequence[Snapshot], snapshot: Snapshot, repairs: Repairs | None = None) -> Replay:
    """Return what has to be done; `earlier` are the snapshots before it and `base` has the container's settings."""
    before = _state_before(earlier, snapshot)
    line = [replace(one, base=base) for one in (*before, snapshot)]
    made = plan(base, line, repairs, tracing="apart")
    own = tuple(decision for decision in made.decisions if decision.origin[0] == snapshot.seq)
    typed = tuple(decision for decision in own if decision.command.session != INSTALLED_OUTSIDE)
    actions = tuple(_actions(made, snapshot, own, base))
    done = {index for action in actions for index in action.commands}
    state = {d.origin[1] for d in typed if d.fate == "state" or d.command.state} - done
    return Replay(typed, actions, frozenset(state))


def _state_before(earlier: Sequence[Snapshot], snapshot: Snapshot) -> list[Snapshot]:
    """Return a snapshot without changes, of the commands that set the state in which this one's commands ran."""
    if not earlier or not snapshot.commands:
        return []
    sessions = {command.session for command in snapshot.commands}
    again = {(command.session, command.begin) for command in snapshot.commands}
    found: list[Command] = []
    for one in earlier:
        for command in one.commands:
            if command.session not in sessions or (command.session, command.begin) in again:
                continue
            if command.state:
                found.append(command)
            elif command.start:
                found.append(replace(command, text=":"))
    last = earlier[-1]
    seq = snapshot.seq - 1
    return [replace(last, seq=seq, commands=tuple(found), changes=(), proof=None)] if found else []


def _actions(made: Plan, snapshot: Snapshot, own: Sequence[Decision], base: Base) -> Iterator[Action]:
    env: dict[str, str] = {}
    user = base.config.user
    fates = {one.origin[1]: one.fate for one in own if one.command.session != INSTALLED_OUTSIDE}
    for section in made.sections:
        for step in section.steps:
            if isinstance(step, Arg):
                env[step.name] = step.value
            elif isinstance(step, User):
                user = step.name
            elif section.seq == snapshot.seq:
                variables = tuple(f"{name}={value}" for name, value in env.items())
                yield from _action(step, snapshot, fates, variables, user)


def _action(
    step: Step, snapshot: Snapshot, fates: Mapping[int, str], env: tuple[str, ...], user: str
) -> Iterator[Action]:
    if isinstance(step, Run):
        origins = (origin for script in step.scripts for origin in script.origins)
        commands = tuple(dict.fromkeys(i for seq, i in origins if seq == snapshot.seq and fates.get(i) == "run"))
        secrets = [name for script in step.scripts for name in script.secrets]
        problem = f"it needs the secret {secrets[0]}, which no record holds" if secrets else ""
        yield Action(commands, argv(run_text(step)), env, user, problem=problem)
    elif isinstance(step, Carry):
        groups: dict[int | None, list[Change]] = {}
        for change in step.changes:
            made = change.command if change.command is not None and fates.get(change.command) == "carried" else None
            groups.setdefault(made, []).append(change)
        for made in sorted(groups, key=lambda index: -1 if index is None else index):
            own = () if made is None else (made,)
            yield Action(own, changes=tuple(groups[made]), seqs=step.seqs, taken=step.taken)
    elif isinstance(step, Text):
        yield Action((step.origin[1],), texts={step.path: step.content})
    elif isinstance(step, ScriptFile):
        yield Action(texts={step.path: step.content})


def argv(instruction: str) -> tuple[str, ...]:
    """Return the program and its arguments that a builder runs for a RUN instruction."""
    text = instruction.removeprefix(_RUN)
    while text.startswith("--"):
        text = text.partition(" ")[2].lstrip()
    if text.startswith("["):
        return tuple(json.loads(text))
    return ("/bin/sh", "-c", text.replace("\\\n", ""))


def conflicts(replay: Replay, current: Mapping[str, Entry]) -> list[str]:
    """Return the paths to be copied that are neither as they were before the snapshot nor as they are in it."""
    found = []
    for action in replay.actions:
        for change in action.changes:
            now = current.get(change.path)
            if not _is_like(now, change.before) and not _is_like(now, change.after):
                found.append(change.path)
    return sorted(set(found))


def _is_like(now: Entry | None, other: Entry | None) -> bool:
    if now is None or other is None:
        return now is other
    if now.kind == other.kind == "directory":
        return True
    return (now.kind, now.digest, now.link, now.device) == (other.kind, other.digest, other.link, other.device)
