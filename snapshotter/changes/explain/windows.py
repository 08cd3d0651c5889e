"""The times by which changes are explained: those of the recorded commands, and those in which others ran."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from snapshotter.model import SILENT, Command
from snapshotter.store.journal.recorded import Recorded


class Windows(Struct, frozen=True):
    """The times by which changes are explained."""

    commands: tuple[Command, ...]
    """Recorded commands, then a nameless one for each gap."""
    unrecorded: Mapping[int, str]
    """Indexes of those that stand for commands that are not recorded → why they are not."""


def open_shells(recorded: Recorded) -> list[Command]:
    """Return the running commands in which a shell is open, at its prompt unless another command runs in it."""
    running = [command for command in recorded.commands if command.end is None]
    return [command for command in running if _reports(command, recorded) or _opens_shell(command.text)]


def _reports(shell: Command, recorded: Recorded) -> bool:
    """Return whether commands were recorded that ran in a shell which a running command opened."""
    return (shell.session, shell.begin) in recorded.hosts


def _opens_shell(text: str) -> bool:
    from snapshotter.shell.facts import facts  # loads the parser: only where something runs

    return facts(text).opens_shell or facts(text).becomes_shell


def windows(recorded: Recorded, commands: Sequence[Command]) -> Windows:
    """Return the times by which changes are explained; `commands` are those of the record that are to explain them.

    What changes while a shell is open in which no command was recorded is the work of commands that it did not report.
    """
    silent = [shell for shell in open_shells(recorded) if not _reports(shell, recorded)]
    every = [*commands, *(shell for shell in silent if shell not in commands)]
    unrecorded = {at: SILENT for at, command in enumerate(every) if command in silent}
    for gap in recorded.gaps:
        unrecorded[len(every)] = gap.why
        every.append(Command("", None, "/", "", gap.at, gap.until, "", gap.depth, gap.session))
    return Windows(tuple(every), unrecorded)
