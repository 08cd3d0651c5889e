"""The author's words in a recipe: comments typed at the prompt, and failed tries where they are wanted.  Pure."""

from __future__ import annotations

from collections.abc import Iterable

from snapshotter.model import PLACEHOLDER
from snapshotter.recipe.model import Decision
from snapshotter.shell.calls.package_managers import needs_lists
from snapshotter.shell.facts import facts
from snapshotter.shell.programs import TRANSIENT, is_program

_MOST_LINES = 12
"""Lines of a failed command that are kept."""


def typed_comment(decision: Decision) -> str:
    """Return the words of a command that is nothing but a comment, "" for any other."""
    lines = [line.strip() for line in decision.command.text.strip().split("\n")]
    if not all(line.startswith("#") for line in lines) or lines[0].startswith("#!"):
        return ""
    return PLACEHOLDER.sub("…", "\n".join(line.lstrip("#").strip() for line in lines)).strip()


def failure(decision: Decision) -> str:
    """Return a line for a command that failed and is left out, without secrets; "" for any other."""
    command = decision.command
    if decision.fate != "left out" or not command.status:
        return ""
    first, *rest = PLACEHOLDER.sub("…", command.text.strip()).split("\n")
    more = ["…"] if len(rest) > _MOST_LINES else []
    return "\n".join([f"failed with status {command.status}: {first}", *rest[:_MOST_LINES], *more])


def may_split(open_texts: Iterable[str], listed: bool, text: str) -> bool:
    """Return whether a RUN may end before a command: none of its commands can have started a process that is needed.

    A RUN that has fetched package lists goes on where they are needed.
    """
    if listed and needs_lists(text):
        return False
    return all(map(_leaves_no_process, open_texts))


def _leaves_no_process(text: str) -> bool:
    known = facts(text)
    if not known.parsed or known.background or not known.calls.isdisjoint(TRANSIENT):
        return False
    return all(is_program(name) and "/" not in name for name in known.calls)
