"""What a shell ran as it ended: the text of its trap for EXIT, in place of the `exit` while which it ran.  Pure."""

from __future__ import annotations

from collections.abc import Sequence

from snapshotter.model import Snapshot
from snapshotter.recipe.model import Origin
from snapshotter.shell.facts import facts

_SIGNALS = frozenset({"EXIT", "0"})
_ENDS = frozenset({"exit", "logout"})


def exit_traps(snapshots: Sequence[Snapshot]) -> dict[Origin, str]:
    """Return the texts of traps for the commands that ended a shell which had one."""
    texts: dict[Origin, str] = {}
    traps: dict[tuple[str, int], str] = {}
    for snapshot in snapshots:
        for index, command in enumerate(snapshot.commands):
            shell = (command.session, command.pid)
            calls = facts(command.text).commands
            if len(calls) == 1 and calls[0].name in _ENDS and traps.get(shell):
                texts[snapshot.seq, index] = traps[shell]
            for simple in calls:
                if simple.name == "trap" and simple.args and not _SIGNALS.isdisjoint(simple.args[1:]):
                    traps[shell] = (simple.args[0] or "").removeprefix("-")
    return texts
