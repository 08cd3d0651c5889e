"""The end of a command line that gave its status: `cat > f <<X …; grep y f` failed in what only looks."""

from __future__ import annotations

from msgspec.structs import replace

from snapshotter.model import Command
from snapshotter.shell.facts import facts
from snapshotter.shell.programs import STATE
from snapshotter.shell.syntax import encode, parse, source

_HERE = "<<"
_SURE = STATE | frozenset("cat echo printf tee mkdir cp mv ln rm touch chmod chown sed".split())
"""Programs that fail only where a person sees it at once."""


def without_failing_end(command: Command) -> Command:
    """Return a command that failed without the part that only looked and failed, if the rest surely succeeded."""
    text = before_last_look(command.text)
    known = facts(text)
    if text in ("", command.text) or command.state or not all(one.name in _SURE for one in known.commands):
        return command
    return replace(command, text=text, status=0) if known.surely_writes and not known.edits else command


def before_last_look(text: str) -> str:
    """Return a command line without what only looked at its end, as `&& ls x`; "" if all of it only looks."""
    kept = text
    while kept:
        root = parse(kept)
        nodes = [child for child in root.children if child.is_named and child.type != "comment"]
        if root.has_error or not nodes or any(child.type == "&" for child in root.children):
            return kept
        raw, last = encode(kept), nodes[-1]
        start = last.start_byte
        if last.type == "list" and any(child.type == "||" for child in last.children):
            return kept
        if last.type == "list" and _HERE not in source(last):
            operator, last = last.children[-2], last.children[-1]
            start = operator.start_byte
        known = facts(source(last))
        if not known.only_looks or known.assigns:
            return kept
        kept = raw[:start].decode("utf-8", "surrogateescape").rstrip(" \t\n;")
    return kept
