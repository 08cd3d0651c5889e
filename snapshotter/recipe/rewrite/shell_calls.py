"""Commands that programs ran, each in a shell of its own, as a person would have typed them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from snapshotter.model import Command, Snapshot
from snapshotter.shell.calls.shell_calls import as_typed, entered_by


def without_shell_calls(snapshots: Sequence[Snapshot]) -> list[Snapshot]:
    """Return the snapshots with the text that `sh -c` read in place of each such command."""
    entered = set[str]()
    return [_typed(snapshot, entered) for snapshot in snapshots]


def _typed(snapshot: Snapshot, entered: set[str]) -> Snapshot:
    if not any(command.argv for command in snapshot.commands):
        return snapshot
    return replace(snapshot, commands=tuple(_each(snapshot.commands, entered)))


def _each(commands: Sequence[Command], entered: set[str]) -> Iterator[Command]:
    for command in commands:
        typed = as_typed(command, entered)
        entered |= {*entered_by(typed), typed.cwd}
        yield typed
