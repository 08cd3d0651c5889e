"""The author's words in a recipe: comments typed at the prompt, and failed tries where they are wanted.  Pure."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from msgspec.structs import replace

from snapshotter.model import PLACEHOLDER, Command, Snapshot
from snapshotter.recipe.model import Decision
from snapshotter.recipe.steps.script_files import LINES
from snapshotter.shell.calls.package_managers import needs_lists
from snapshotter.shell.facts import facts
from snapshotter.shell.programs import TRANSIENT, is_program
from snapshotter.shell.syntax import parse, source

_MOST_LINES = 12
"""Lines of a failed command that are kept."""


def with_notes(snapshots: Iterable[Snapshot]) -> list[Snapshot]:
    """Return the snapshots with the comments that stand in the text of a command among those in front of it."""
    return [replace(one, commands=tuple(map(_with_note, one.commands))) for one in snapshots]


def _with_note(command: Command) -> Command:
    found = _comments(command) if "#" in command.text and not command.argv else []
    return replace(command, note="\n".join([*command.note.splitlines(), *found])) if found else command


def _comments(command: Command) -> list[str]:
    """Return the comments of a command line; only those at its head of what fails, looks, or becomes a script."""
    lines = command.text.strip().split("\n")
    head = list(takewhile(lambda line: line.lstrip().startswith("#"), lines))
    root = parse(command.text)
    if root.has_error or len(lines) > LINES or command.status or facts(command.text).only_looks:
        return head
    return [source(node).strip() for node in root.children if node.type == "comment"]


def words(note: str) -> str:
    """Return comments as they stand in a Dockerfile: without their marks, and without secrets."""
    lines = (line.strip().lstrip("#").strip() for line in note.splitlines() if not line.startswith("#!"))
    return PLACEHOLDER.sub("…", "\n".join(lines)).strip()


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
