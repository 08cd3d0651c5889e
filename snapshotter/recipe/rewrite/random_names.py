"""The names that `mktemp` chose, written into the commands in place of the calls: a second run would choose others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from snapshotter.model import Command, Snapshot, resolve
from snapshotter.recipe.model import Origin
from snapshotter.recipe.rewrite.pins import TextEdit, edited
from snapshotter.shell.calls.mktemp import Mktemp, mktemps
from snapshotter.shell.quote import quote


def chosen_names(snapshots: Sequence[Snapshot]) -> dict[Origin, str]:
    """Return texts without random names, for the commands whose calls each created one path that is still there."""
    texts: dict[Origin, str] = {}
    for snapshot in snapshots:
        for index, command in enumerate(snapshot.commands):
            calls = list(mktemps(command.text)) if command.status == 0 else []
            edits = list(_edits(snapshot, command, calls)) if calls else []
            if edits:
                texts[snapshot.seq, index] = edited(command.text, edits)
    return texts


def _edits(snapshot: Snapshot, command: Command, calls: Sequence[Mktemp]) -> Iterator[TextEdit]:
    created = [change for change in snapshot.changes if change.change == "added" and change.after]
    for call in calls:
        pattern = re.compile(call.pattern)
        relative = not call.pattern.startswith("/") and not call.pattern.startswith(".*")
        kind = "directory" if call.folder else "file"
        names = [
            name
            for change in created
            if change.after and change.after.kind == kind
            for name in [change.path]
            if pattern.fullmatch(_below(command.cwd, name) if relative else name)
        ]
        if len(names) == 1 and sum(one.pattern == call.pattern for one in calls) == 1:
            name = _below(command.cwd, names[0]) if relative else names[0]
            yield call.start, call.end, call.command_for(quote(name))


def _below(directory: str, path: str) -> str:
    """Return a path relative to a directory that contains it; else the path itself."""
    base = resolve(directory, ".").rstrip("/") + "/"
    return path.removeprefix(base)
