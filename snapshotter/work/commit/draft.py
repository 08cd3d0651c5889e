"""The parts of a snapshot that are known before its image is made, from the line, the journal and the arguments."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.explain.windows import open_shells
from snapshotter.engine.api import LABEL
from snapshotter.errors import StoreError
from snapshotter.model import Change, Command, ImageConfig, Snapshot, Workspace
from snapshotter.store.home import Home
from snapshotter.store.journal.recorded import Recorded
from snapshotter.store.layout import image_tag
from snapshotter.store.read import Damaged
from snapshotter.work.commit.instructions import apply_instructions
from snapshotter.work.secrets.known_secrets import mask_text, redactor_for

if TYPE_CHECKING:
    from snapshotter.work.secrets.record_mask import RecordMask

SPOOL_SECONDS = 2.5
"""How long a commit waits for a session to write what a full disk refused: it tries every two seconds."""


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
    allowed: tuple[str, ...] = ()
    """Names of variables, labels and instructions that may hold a secret."""
    check_space: bool = True
    """Whether to refuse an image that is larger than the free space of the engine's disk."""
    seq: int = 1
    """Number of the snapshot."""
    aside: str = ""
    """The verb that keeps the work in it, off the line; "" for a commit."""
    verb: str = "commit"
    """The operation that the snapshot is recorded as; "" where it is a part of one that is recorded already."""
    edit: Callable[[Snapshot], Snapshot] | None = None
    """Changes the record before it is written."""
    damage: str = ""
    """Why an earlier snapshot cannot be read; then the last one's image has what the earlier ones changed."""

    @property
    def tag(self) -> str:
        """Tag of the snapshot's image."""
        return image_tag(self.workspace.name, self.seq)

    def is_empty(self, changes: Sequence[Change]) -> bool:
        """Return whether there is nothing to commit, given the changes.

        A command that still runs and has changed nothing is no reason for a snapshot: the next one has it.  One that
        only looked is no reason to keep work aside.
        """
        ended = [command for command in self.commands if command.end is not None]
        if self.aside and ended:
            from snapshotter.shell.facts import facts  # no commit needs it here

            ended = [command for command in ended if not facts(command.text).only_looks]
        return not (changes or self.instructions or ended)


def make_draft(
    home: Home,
    workspace: Workspace,
    text: str,
    instructions: Sequence[str],
    allowed: Sequence[str],
    *,
    inside: bool = False,
) -> Draft:
    """Return the draft of a snapshot, its message as it was given.

    Raises `UsageError` for instructions that cannot be applied or hold a secret.
    """
    name = workspace.name
    with home.line.together():
        earlier, damage = intact_tail(home.line.readable(name))
        seq = home.line.next_number(name)
    _settle(home, name, earlier)
    recorded, position = _recorded(home, name, earlier)
    config = _config_before(workspace, earlier)
    wanted = apply_instructions(config, instructions)
    if instructions:
        from snapshotter.work.commit.instruction_secrets import refuse_secrets

        refuse_secrets(config, instructions, allowed, redactor_for(home, workspace))
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
        tuple(allowed),
        seq=seq,
        damage=damage,
    )


def with_clean_text(home: Home, draft: Draft) -> Draft:
    """Return the draft with secrets replaced in its message; what that needs takes 20 ms to load."""
    return replace(draft, text=mask_text(redactor_for(home, draft.workspace), draft.text)) if draft.text else draft


def intact_tail(found: Sequence[Snapshot | Damaged]) -> tuple[tuple[Snapshot, ...], str]:
    """Return the snapshots after the last damaged one, and why that one cannot be read, "" where all can."""
    tail: list[Snapshot] = []
    for one in reversed(found):
        if isinstance(one, Damaged):
            return tuple(reversed(tail)), one.error.message
        tail.append(one)
    return tuple(reversed(tail)), ""


def _settle(home: Home, name: str, earlier: Sequence[Snapshot]) -> None:
    """Complete the records of sessions that have ended; raises `StoreError` while those of a live one wait for room."""
    journal = home.settle(name, earlier)
    deadline = time.monotonic() + SPOOL_SECONDS
    while waiting := journal.waiting():
        if time.monotonic() < deadline:
            time.sleep(0.05)
            continue
        raise StoreError(
            f"commands of a session are not in the journal yet, since it cannot be written: they wait in {waiting[0]}",
            "free some space and try again: the session writes them within seconds",
        )


def with_latest(home: Home, draft: Draft) -> Draft:
    """Return the draft with what was recorded since it was made; call it while the container is frozen."""
    if home.journal(draft.workspace.name).position() == draft.position:
        return draft
    recorded, position = _recorded(home, draft.workspace.name, draft.earlier)
    commands = _of_snapshot(recorded, inside=draft.inside)
    return replace(draft, recorded=recorded, commands=commands, position=position)


def without_values(draft: Draft, mask: RecordMask) -> Draft:
    """Return the draft with secrets replaced in its commands and its message.

    Raises `UsageError` if an instruction holds one.
    """
    if any(mask.text(line) != line for line in draft.instructions):
        from snapshotter.work.commit.instruction_secrets import refuse_secrets

        before = _config_before(draft.workspace, draft.earlier)
        refuse_secrets(before, draft.instructions, draft.allowed, mask.redactor)
    return replace(draft, text=mask.text(draft.text), commands=tuple(map(mask.command, draft.commands)))


def _config_before(workspace: Workspace, earlier: Sequence[Snapshot]) -> ImageConfig:
    return _without_own_labels(earlier[-1].config if earlier else workspace.base.config)


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
