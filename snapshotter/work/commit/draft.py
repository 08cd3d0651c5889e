"""The parts of a snapshot that are known before its image is made, from the line, the journal and the arguments."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.engine.api import LABEL
from snapshotter.model import Change, Command, ImageConfig, Snapshot, Workspace
from snapshotter.store.home import Home
from snapshotter.work.commit.instructions import apply_instructions
from snapshotter.work.session_env import refuse_secrets


class Draft(Struct, frozen=True):
    """A snapshot that is not yet made."""

    workspace: Workspace
    text: str
    """The message, "" for a generated one."""
    earlier: tuple[Snapshot, ...]
    parent: str | None
    commands: tuple[Command, ...]
    position: int
    config: ImageConfig
    instructions: tuple[str, ...]

    @property
    def seq(self) -> int:
        """Number of the snapshot."""
        return self.earlier[-1].seq + 1 if self.earlier else 1

    @property
    def tag(self) -> str:
        """Tag of the snapshot's image."""
        return f"snap/{self.workspace.name}:{self.seq}"

    def is_empty(self, changes: Sequence[Change]) -> bool:
        """Return whether there is nothing to commit, given the changes."""
        return not (changes or self.commands or self.instructions)


def make_draft(
    home: Home, workspace: Workspace, text: str, instructions: Sequence[str], allowed: Sequence[str]
) -> Draft:
    """Return the draft of a snapshot; raises `UsageError` for instructions that cannot be applied or hold a secret."""
    name = workspace.name
    earlier = tuple(home.line.snapshots(name))
    commands, position = _ended(home, name, earlier[-1].position if earlier else 0)
    config = _without_own_labels(earlier[-1].config if earlier else workspace.base.config)
    wanted = apply_instructions(config, instructions)
    refuse_secrets(config, wanted, allowed)
    return Draft(
        workspace, text, earlier, earlier[-1].id if earlier else None, commands, position, wanted, tuple(instructions)
    )


def _ended(home: Home, name: str, after: int) -> tuple[tuple[Command, ...], int]:
    """Return the commands that ended since the last snapshot, and the position in the journal after them."""
    journal = home.journal(name)
    journal.settle()
    while True:
        position = journal.position()
        commands = journal.commands(after)
        if journal.position() == position:
            return tuple(command for command in commands if command.end is not None), position


def _without_own_labels(config: ImageConfig) -> ImageConfig:
    """Return the configuration without the labels that snapshotter itself sets."""
    return replace(config, labels=tuple(pair for pair in config.labels if not pair[0].startswith(LABEL + ".")))
