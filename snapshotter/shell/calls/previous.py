"""What a command line takes from the one before it in its shell: its status, its last word, the directory before."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from snapshotter.regex import regex
from snapshotter.shell.facts import facts
from snapshotter.shell.quote import quote
from snapshotter.shell.syntax import parse, source, walk

_STATUS, _LAST, _OLD = ({f"${name}", f"${{{name}}}"} for name in ("?", "_", "OLDPWD"))
_MOVES = frozenset({"cd", "pushd", "popd"})
_BACK = frozenset({"-", "~-", "$OLDPWD", '"$OLDPWD"'})
_LEADING = frozenset({"program", "list", "redirected_statement", "pipeline", "negated_command", "if_statement"})
"""Nodes whose first part is what runs first."""
_APART = frozenset({"command_substitution", "process_substitution"})
_EXPANSIONS = frozenset({"simple_expansion", "expansion"})
_PLAIN = regex(r"[\w./+:@%-]+\Z")
_SEVERAL = regex(r"[|&;(){}$`\n]")


def back(text: str, directory: str) -> Iterator[tuple[int, int, str]]:
    """Yield the edit, as (first byte, end byte, new text), that names the directory to which a command went back."""
    root = parse(text)
    moves = [node for node in walk(root) if node.type == "command" and _name(node) in _MOVES]
    if len(moves) != 1 or root.has_error:
        return
    (move,) = moves
    above = move.parent
    while above is not None and above.type in ("list", "redirected_statement"):
        above = above.parent
    if above is None or above.type != "program":
        return
    words = [source(child) for child in move.named_children[1:]]
    if _name(move) != "cd" or (len(words) == 1 and words[0] in _BACK):
        yield move.start_byte, move.end_byte, "cd " + quote(directory)


def taken(text: str, status: int | None, last: str, left: str) -> Iterator[tuple[int, int, str]]:
    """Yield the edits that name the status and the last word of the command before, and the directory `left` before.

    None or "" stands for what is not known.
    """
    root = parse(text)
    if root.has_error:
        return
    first = root
    while first.type in _LEADING and first.named_children:
        first = next((child for child in first.named_children if child.type != "comment"), first.named_children[0])
        if first.type == "file_redirect":
            return
    for node in walk(first, skip=_APART):
        if source(node) in _STATUS and node.type in _EXPANSIONS and status is not None:
            yield node.start_byte, node.end_byte, str(status)
        elif source(node) in _LAST and node.type in _EXPANSIONS and last:
            yield node.start_byte, node.end_byte, last
    if _PLAIN.match(left) and facts(text).calls.isdisjoint(_MOVES):
        for node in walk(root):
            if source(node) in _OLD and node.type in _EXPANSIONS:
                yield node.start_byte, node.end_byte, left


def last_word(text: str, status: int | None) -> str:
    """Return the last word of a command that ended with a status, if it is plain; "" where it is not known."""
    known = facts(text)
    single = len(known.commands) == 1 or (not status and not _SEVERAL.search(text.replace("&&", "")))
    word = known.commands[-1].words[-1] if known.parsed and known.commands and single else None
    return word if word and _PLAIN.match(word) else ""


def _name(node: Node) -> str:
    return source(node.named_children[0]) if node.named_children else ""
