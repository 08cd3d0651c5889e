"""Long here-documents that only write a file: the file is put into the context instead of a RUN."""

from __future__ import annotations

from collections.abc import Mapping

from snapshotter.model import PLACEHOLDER, Snapshot, resolve
from snapshotter.recipe.decide.placement import copies_well
from snapshotter.recipe.decide.shell_state import ShellState
from snapshotter.recipe.decide.users import same_user
from snapshotter.recipe.model import Decision, Origin, Text
from snapshotter.shell.one_line.heredoc import here_file

_LINES = 8
"""The longest text, in lines, that stays inside a RUN."""


def text_file(
    decision: Decision, snapshot: Snapshot, image_user: str, before: Mapping[Origin, ShellState]
) -> Text | None:
    """Return the file that a command writes, if COPY makes the same one: new, owned by root, with the usual umask.

    A text with a secret stays in its RUN, which reads the secret from its mount.
    """
    command = decision.command
    if decision.fate != "run" or command.text.count("\n") <= _LINES + 1 or not _usual(before[decision.origin].umask):
        return None
    if not same_user("root", command.user) or not same_user("root", image_user):
        return None
    here = here_file(command.text)
    if here is None or here.append or PLACEHOLDER.search(here.content):
        return None
    path = resolve(command.cwd, here.path)
    if not copies_well(path):
        return None
    change = next((change for change in snapshot.changes if change.path == path), None)
    if change is None or change.before is not None or change.after is None or change.after.kind != "file":
        return None
    return Text(path, here.content, decision.origin)


def _usual(umask: str) -> bool:
    return umask.lstrip("0") in ("", "22")
