"""The parts of a snapshot that are known before its image is made, from the line, the journal and the arguments."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.explain.windows import open_shells
from snapshotter.engine.api import LABEL
from snapshotter.model import Change, Command, ImageConfig, Snapshot, Workspace
from snapshotter.store.home import Home
from snapshotter.store.journal.recorded import Recorded
from snapshotter.store.read import Damaged
from snapshotter.work.commit.instructions import apply_instructions
from snapshotter.work.secrets.session_env import refuse_secrets


class Draft(Struct, frozen=True):
    """A snapshot that is not yet made."""

    workspace: Workspace
    text: str
    """The message, "" for a generated one."""
    earlier: tuple[Snapshot, ...]
    """The snapshots before it; those after the last damaged one where one cannot be read."""
    parent: str | None
    commands: tuple[Command, ...]
    """Those of the snapshot; one that still runs has no `end`."""
    recorded: Recorded
    """What was recorded since the last snapshot; open shells are not among `commands`."""
    position: int
    inside: bool
    """Whether the commit was typed inside a session."""
    config: ImageConfig
    instructions: tuple[str, ...]
    damage: str = ""
    """Why an earlier snapshot cannot be read; then the last one's image has what the earlier ones changed."""

    @property
    def seq(self) -> int:
        """Number of the snapshot."""
        return self.earlier[-1].seq + 1 if self.earlier else 1

    @property
    def tag(self) -> str:
        """Tag of the snapshot's image."""
        return f"snap/{self.workspace.name}:{self.seq}"

    def is_empty(self, changes: Sequence[Change]) -> bool:
        """Return whether there is nothing to commit, given the changes.

        A command that still runs and has changed nothing is no reason for a snapshot: the next one has it.
        """
        return not (changes or self.instructions or any(command.end is not None for command in self.commands))


def make_draft(
    home: Home,
    workspace: Workspace,
    text: str,
    instructions: Sequence[str],
    allowed: Sequence[str],
    *,
    inside: bool = False,
) -> Draft:
    """Return the draft of a snapshot; raises `UsageError` for instructions that cannot be applied or hold a secret."""
    name = workspace.name
    earlier, damage = intact_tail(home.line.readable(name))
    home.journal(name).settle()
    recorded, position = _recorded(home, name, earlier)
    config = _without_own_labels(earlier[-1].config if earlier else workspace.base.config)
    wanted = apply_instructions(config, instructions)
    refuse_secrets(config, wanted, allowed)
    return Draft(
        workspace,
        text,
        earlier,
        earlier[-1].id if earlier else None,
        _of_snapshot(recorded, inside=inside),
        recorded,
        position,
        inside,
        wanted,
        tuple(instructions),
        damage,
    )


def intact_tail(found: Sequence[Snapshot | Damaged]) -> tuple[tuple[Snapshot, ...], str]:
    """Return the snapshots after the last damaged one, and why that one cannot be read, "" where all can."""
    tail: list[Snapshot] = []
    for one in reversed(found):
        if isinstance(one, Damaged):
            return tuple(reversed(tail)), one.error.message
        tail.append(one)
    return tuple(reversed(tail)), ""


def with_latest(home: Home, draft: Draft) -> Draft:
    """Return the draft with what was recorded since it was made; call it while the container is frozen."""
    if home.journal(draft.workspace.name).position() == draft.position:
        return draft
    recorded, position = _recorded(home, draft.workspace.name, draft.earlier)
    commands = _of_snapshot(recorded, inside=draft.inside)
    return replace(draft, recorded=recorded, commands=commands, position=position)


def _recorded(home: Home, name: str, earlier: Sequence[Snapshot]) -> tuple[Recorded, int]:
    """Return what was recorded since the last snapshot, and the position in the journal after it."""
    journal = home.journal(name)
    while True:
        position = journal.position()
        recorded = home.recorded_since(name, earlier[-1] if earlier else None)
        if journal.position() == position:
            return recorded, position


def _of_snapshot(recorded: Recorded, *, inside: bool) -> tuple[Command, ...]:
    """Return the commands of the snapshot: all but open shells.

    One that called `snap` counts as ended there, unless the commit was typed elsewhere.
    """
    going_on = () if inside else recorded.calling
    keys = {(command.session, command.begin) for command in going_on}
    shells = open_shells(recorded)
    others = [c for c in recorded.commands if c not in shells and (c.session, c.begin) not in keys]
    return tuple(sorted([*others, *going_on], key=lambda command: command.begin))


def _without_own_labels(config: ImageConfig) -> ImageConfig:
    """Return the configuration without the labels that snapshotter itself sets."""
    return replace(config, labels=tuple(pair for pair in config.labels if not pair[0].startswith(LABEL + ".")))
