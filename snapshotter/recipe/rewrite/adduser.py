"""Options that stand for what a person answered: `adduser`, which asks for a password and a description.

The description comes from /etc/passwd as it became; the password is left to the proof, which carries /etc/shadow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from snapshotter.model import Command, Snapshot
from snapshotter.recipe.model import Content, Origin
from snapshotter.recipe.rewrite.pins import TextEdit, edited
from snapshotter.shell.calls.adduser import asking
from snapshotter.shell.quote import quote


def answers(snapshots: Sequence[Snapshot], content: Content) -> dict[Origin, str]:
    """Give other texts for the commands that asked, with the answers in them."""
    texts: dict[Origin, str] = {}
    for snapshot in snapshots:
        asked = [index for index, command in enumerate(snapshot.commands) if "adduser" in command.text]
        descriptions = _descriptions(snapshot, content) if asked else {}
        for index in asked:
            command = snapshot.commands[index]
            if command.status == 0 and (edits := list(_edits(command, descriptions))):
                texts[snapshot.seq, index] = edited(command.text, edits)
    return texts


def _descriptions(snapshot: Snapshot, content: Content) -> Mapping[str, str]:
    """Give for each user what /etc/passwd says of him (its fifth field, passwd(5)), as the snapshot left it."""
    change = next((change for change in snapshot.changes if change.path == "/etc/passwd" and change.after), None)
    data = content(snapshot.seq, change) if change else None
    rows = [line.split(":") for line in (data or b"").decode("utf-8", "surrogateescape").splitlines()]
    return {row[0]: row[4].rstrip(",") for row in rows if len(row) == 7}


def _edits(command: Command, descriptions: Mapping[str, str]) -> Iterator[TextEdit]:
    for behind, user in asking(command.text):
        if command.shell == "ash":  # busybox has its own, which asks for the password only
            yield behind, behind, " -D"
        elif user in descriptions:
            yield behind, behind, f" --disabled-password --gecos {quote(descriptions[user])}"
