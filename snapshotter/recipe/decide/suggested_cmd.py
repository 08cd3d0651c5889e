"""The CMD that an image could have: a server that ran in the foreground at the end.  It is suggested, never set."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from snapshotter.model import PLACEHOLDER, Snapshot
from snapshotter.recipe.model import Decision
from snapshotter.recipe.syntax import LONGEST_LINE, why_not_json, words
from snapshotter.shell.facts import facts
from snapshotter.shell.programs import EDITORS, SHELLS

_STOPPED = (None, 130, 131, 137, 143)
"""Exit statuses of Ctrl-C, Ctrl-\\, SIGKILL and SIGTERM; None for a command that has not finished."""
_SECONDS = 2.0
"""The shortest time that a server is assumed to run."""


def suggest_cmd(snapshots: Sequence[Snapshot], decisions: Sequence[Decision]) -> str:
    """Return a CMD for the program that ran in the foreground last; "" if there is none or the image has its own."""
    if not snapshots or snapshots[-1].config.cmd != snapshots[0].base.config.cmd:
        return ""
    last = next((d for d in reversed(decisions) if not facts(d.command.text).only_looks), None)
    if last is None or last.origin[0] != snapshots[-1].seq or not _is_server(last):
        return ""
    text = last.command.text.strip()
    instruction = "CMD " + words(shlex.split(text) if _is_plain(last) else ["sh", "-c", text])
    return "" if why_not_json(text) or len(instruction) > LONGEST_LINE // 4 else instruction


def _is_server(decision: Decision) -> bool:
    command, known = decision.command, facts(decision.command.text)
    if command.asked:
        return False
    if command.status not in _STOPPED or known.background or "\n" in command.text or PLACEHOLDER.search(command.text):
        return False
    if command.end is not None and command.end - command.begin < _SECONDS:
        return False
    names = {simple.name for simple in known.commands}
    return bool(names) and not names & (EDITORS | SHELLS)


def _is_plain(decision: Decision) -> bool:
    (*others, last) = facts(decision.command.text).commands
    return not others and None not in last.words and not facts(decision.command.text).writes
