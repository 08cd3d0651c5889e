"""Which program of a command line read what a person answered."""

from __future__ import annotations

from tree_sitter import Node

from snapshotter.shell.call import is_piped
from snapshotter.shell.calls.unattended import PROMPTING_VERBS, installs_on_debian
from snapshotter.shell.facts import facts
from snapshotter.shell.programs import STATE
from snapshotter.shell.simple import simple_command
from snapshotter.shell.syntax import parse, walk

_PLAIN = frozenset({"program", "list", "pipeline", "redirected_statement", "subshell"})
_WITH_OPTIONS = frozenset("cp find ln mv passwd rm ssh su xargs".split()) | PROMPTING_VERBS.keys()
"""Programs whose answers become options, or which ask for passwords only."""


def place_of_answers(text: str) -> int | None:
    """Return the byte offset in front of the one program that can have asked; None if there are several, or none."""
    known = facts(text)
    if known.redirected_input or known.edits or known.starts_shell or not known.parsed or installs_on_debian(text):
        return None
    found = [node for node in walk(parse(text)) if node.type == "command" and _may_ask(node)]
    if len(found) != 1:
        return None
    return found[0].start_byte if _runs_once(found[0]) else None


def _may_ask(node: Node) -> bool:
    simple = simple_command(node)
    return bool(simple.words) and simple.name not in STATE and not simple.only_looks and not is_piped(node)


def _runs_once(node: Node) -> bool:
    """Return whether a command runs once at most, and may be put behind a pipe."""
    if simple_command(node).name in _WITH_OPTIONS:
        return False
    above = node.parent
    while above is not None and above.type in _PLAIN:
        above = above.parent
    return above is None
