"""What a person answered to a program that has no options for it, given to it through a pipe."""

from __future__ import annotations

from collections.abc import Sequence

from snapshotter.model import PLACEHOLDER, Snapshot
from snapshotter.recipe.model import Origin
from snapshotter.recipe.rewrite.pins import edited
from snapshotter.regex import regex
from snapshotter.shell.calls.reader import place_of_answers
from snapshotter.shell.quote import quote

_ECHOED = regex(r"[^-\\][^\\]*")
"""Text that every `echo` prints as it is."""


def piped_answers(snapshots: Sequence[Snapshot]) -> dict[Origin, str]:
    """Return texts with the answers in front, for the commands whose answers are all known."""
    texts: dict[Origin, str] = {}
    for snapshot in snapshots:
        for index, command in enumerate(snapshot.commands):
            if not command.answers or any(PLACEHOLDER.search(answer) for answer in command.answers):
                continue
            place = place_of_answers(command.text)
            if place is not None:
                texts[snapshot.seq, index] = edited(command.text, [(place, place, f"{_printed(command.answers)} | ")])
    return texts


def _printed(answers: Sequence[str]) -> str:
    if len(answers) == 1 and _ECHOED.fullmatch(answers[0]):
        return f"echo {quote(answers[0])}"
    return f"printf '%s\\n' {' '.join(quote(answer) for answer in answers)}"
