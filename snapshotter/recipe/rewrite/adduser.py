"""Options of `adduser` in place of the answers to its prompts for a password and a description.

The description is taken from the resulting /etc/passwd.  The password is not handled here: /etc/shadow differs in the
proof and is then carried.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from snapshotter.model import Command, Snapshot
from snapshotter.recipe.model import Content, Origin
from snapshotter.recipe.rewrite.pins import TextEdit, edited
from snapshotter.shell.calls.adduser import interactive_addusers
from snapshotter.shell.quote import quote


def answers(snapshots: Sequence[Snapshot], content: Content) -> dict[Origin, str]:
    """Return texts with the answers as options, for the commands that prompted."""
    texts: dict[Origin, str] = {}
    for snapshot in snapshots:
        prompting = [index for index, command in enumerate(snapshot.commands) if "adduser" in command.text]
        descriptions = _descriptions(snapshot, content) if prompting else {}
        for index in prompting:
            command = snapshot.commands[index]
            edits = list(_edits(command, descriptions)) if command.status == 0 else []
            if edits:
                texts[snapshot.seq, index] = edited(command.text, edits)
    return texts


def _descriptions(snapshot: Snapshot, content: Content) -> Mapping[str, str]:
    """Return each user's description (the fifth field of /etc/passwd, passwd(5)) at the end of the snapshot."""
    change = next((change for change in snapshot.changes if change.path == "/etc/passwd" and change.after), None)
    data = content(snapshot.seq, change) if change else None
    rows = [line.split(":") for line in (data or b"").decode("utf-8", "surrogateescape").splitlines()]
    return {row[0]: row[4].rstrip(",") for row in rows if len(row) == 7}


def _edits(command: Command, descriptions: Mapping[str, str]) -> Iterator[TextEdit]:
    for offset, user in interactive_addusers(command.text):
        if command.shell == "ash":  # busybox has its own `adduser`, which prompts for the password only
            yield offset, offset, " -D"
        elif user in descriptions:
            yield offset, offset, f" --disabled-password --gecos {quote(descriptions[user])}"
