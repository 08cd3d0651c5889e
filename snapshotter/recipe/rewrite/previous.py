"""Plain words for what a command takes from the one before it in its shell: `$?`, `$_`, `cd -`, `popd`.

In a RUN other commands stand in front of it, or none.  The record tells the status of the command before, its last
word, and the directory that a command went to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from snapshotter.model import PLACEHOLDER, Command, Snapshot
from snapshotter.recipe.model import Origin
from snapshotter.recipe.rewrite.pins import TextEdit, edited
from snapshotter.regex import regex
from snapshotter.shell.calls.previous import back, last_word, taken

_MAY_TAKE = regex(r"\$[?_]|\$\{[?_]\}|\bcd\s+-|\b(?:popd|pushd)\b|\bOLDPWD\b|~-")
_SHELLS = frozenset({"bash", "zsh", "ash", "dash", "mksh", "ksh"})
_WITH_LAST = frozenset({"bash", "zsh", "mksh", "ksh"})
"""Shells in which `$_` is the last word of the command before."""


def without_previous(snapshots: Sequence[Snapshot]) -> dict[Origin, str]:
    """Return texts that name what their commands took from the command before."""
    texts: dict[Origin, str] = {}
    before: dict[tuple[str, int, int], Command] = {}
    left: dict[tuple[str, int, int], str] = {}
    for snapshot in snapshots:
        for index, command in enumerate(snapshot.commands):
            key = (command.session, command.pid, command.depth)
            if command.shell in _SHELLS and not command.argv and _MAY_TAKE.search(command.text):
                edits = list(_edits(command, before.get(key), left.get(key, "")))
                if edits:
                    texts[snapshot.seq, index] = edited(command.text, edits)
            before[key] = command
            if command.cwd_after not in ("", command.cwd):
                left[key] = command.cwd
    return texts


def _edits(command: Command, before: Command | None, left: str) -> Iterator[TextEdit]:
    if command.status == 0 and command.cwd_after:
        yield from back(command.text, command.cwd_after)
    status = None if before is None else before.status
    word = last_word(before.text, before.status) if before is not None and command.shell in _WITH_LAST else ""
    yield from taken(command.text, status, "" if PLACEHOLDER.search(word) else word, left)
