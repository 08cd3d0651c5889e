"""Variables that name a program as editor (`export EDITOR='sed -i …'`), written in front of the commands that start it.

A recipe has no variables that concern the person at the terminal, and an editor in which a person types is not run.
"""

from __future__ import annotations

from collections.abc import Sequence

from snapshotter.model import Snapshot
from snapshotter.recipe.model import Origin
from snapshotter.recipe.rewrite.pins import edited
from snapshotter.shell.call import calls_of
from snapshotter.shell.editors import NAMES, VARIABLES, is_typed_into, started
from snapshotter.shell.quote import quote


def with_editors(snapshots: Sequence[Snapshot]) -> dict[Origin, str]:
    """Return texts that name the editor themselves, for commands that started a program as the editor."""
    texts: dict[Origin, str] = {}
    known: dict[tuple[str, int], dict[str, str]] = {}
    for snapshot in snapshots:
        for index, command in enumerate(snapshot.commands):
            variables = known.setdefault((command.session, command.pid), {})
            if variables and any(name in command.text for name in VARIABLES):
                edits = []
                for call in calls_of(command.text):
                    editor = started(call.name, call.args, variables)
                    own = started(call.name, call.args, call.given)
                    if editor and own is None and not call.wrapped and not is_typed_into(editor):
                        name = next(name for name in VARIABLES[call.name] if variables.get(name) == editor)
                        edits.append((call.start, call.start, f"{name}={quote(editor)} "))
                if edits:
                    texts[snapshot.seq, index] = edited(command.text, edits)
            for change in command.state:
                if change.name in NAMES and change.kind in ("variable", "export"):
                    variables[change.name] = change.value or ""
    return texts
