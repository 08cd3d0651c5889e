"""Replacement of plain words in a command line by command substitutions, adapted to the quotes around them."""

from __future__ import annotations

import re
from collections.abc import Callable

from tree_sitter import Node

from snapshotter.regex import regex
from snapshotter.shell.syntax import encode, parse, source

_SHELLS = frozenset({"sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "su", "runuser"})
_COMMAND_OPTION = regex(r"-[a-z]*c|--command(?:=.*)?")
_MAX_DEPTH = 4
_QUOTE = "'"


def substituted(text: str, pattern: re.Pattern[str], expansion: Callable[[str], str]) -> str | None:
    """Return a command line with every match of `pattern` replaced by `expansion` of it, an unquoted `$(…)`.

    The value of the expansion takes the place of the match within the same word, unsplit.  None if a match is where
    nothing is expanded, such as the body of a here-document with a quoted delimiter.
    """
    return _substituted(text, pattern, expansion, 0)


def _substituted(text: str, pattern: re.Pattern[str], expansion: Callable[[str], str], depth: int) -> str | None:
    root, edits = parse(text), list[tuple[int, int, str]]()
    inner = dict[int, Node]()
    for match in pattern.finditer(text):
        start, end = (len(encode(text[:at])) for at in match.span())
        node = root.descendant_for_byte_range(start, end)
        place = _quoting_node(node)
        if place is not None and place.type == "raw_string" and depth < _MAX_DEPTH and _is_script(place):
            inner[place.start_byte] = place
            continue
        edit = _edit(place, start, end, expansion(match[0]))
        if edit is None:
            return None
        edits.append(edit)
    for node in inner.values():
        script = _substituted(source(node)[1:-1], pattern, expansion, depth + 1)
        if script is None or "'" in script:
            return None
        edits.append((node.start_byte + 1, node.end_byte - 1, script))
    raw = encode(text)
    for start, end, new in sorted(edits, reverse=True):
        raw = raw[:start] + encode(new) + raw[end:]
    return raw.decode("utf-8", "surrogateescape")


_QUOTING_NODES = frozenset({"raw_string", "string", "translated_string", "ansi_c_string", "heredoc_body", "comment"})
_SUBSTITUTIONS = frozenset({"command_substitution", "process_substitution"})


def _quoting_node(node: Node | None) -> Node | None:
    """Return the quotes, here-document or comment around a node, or None; those around a substitution do not count."""
    while node is not None and node.type not in _SUBSTITUTIONS:
        if node.type in _QUOTING_NODES:
            return node
        node = node.parent
    return None


def _edit(place: Node | None, start: int, end: int, expansion: str) -> tuple[int, int, str] | None:
    """Return the start and end of the bytes to replace, and the new text; None if nothing is expanded there."""
    kind = place.type if place is not None else ""
    if place is None:
        return start, end, f'"{expansion}"'
    if kind == "heredoc_body":
        return None if _is_quoted(place) else (start, end, expansion)
    if kind in ("raw_string", "ansi_c_string"):
        opening = "'" if kind == "raw_string" else "$'"
        at_start, at_end = start == place.start_byte + len(opening), end == place.end_byte - 1
        new = f'{"" if at_start else _QUOTE}"{expansion}"{"" if at_end else opening}'
        return place.start_byte if at_start else start, place.end_byte if at_end else end, new
    if kind == "string" and _is_script(place):
        return None if _QUOTE in source(place) else (start, end, f'\\"\\{expansion}\\"')
    return start, end, expansion


def _is_quoted(body: Node) -> bool:
    siblings = body.parent.children if body.parent else ()
    start = next((child for child in siblings if child.type == "heredoc_start"), None)
    return start is None or any(char in source(start) for char in "'\"\\")


def _is_script(node: Node) -> bool:
    """Return whether a quoted word is a script that follows `-c` of a shell."""
    command, before = node.parent, node.prev_sibling
    if command is None or command.type != "command" or before is None:
        return False
    words = [source(child) for child in command.children]
    names = {word.rsplit("/", 1)[-1] for word in words}
    return _COMMAND_OPTION.fullmatch(source(before)) is not None and not _SHELLS.isdisjoint(names)
