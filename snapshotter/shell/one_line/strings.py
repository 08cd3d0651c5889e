"""Strings of several lines, written so that no line of the command ends inside quotes: `"$(printf '%s\\n' 'a' 'b')"`.

A command substitution removes newlines at the end of its output, so a string that ends in one is left unchanged.
"""

from __future__ import annotations

from tree_sitter import Node

from snapshotter.model import PLACEHOLDER
from snapshotter.regex import regex
from snapshotter.shell.quote import quote_always
from snapshotter.shell.syntax import encode, leaves, parse, source

BREAK = "\ue000 "
"""Marks a place where a line of the resulting command may end."""
_CONTINUED = regex(r"((?<!\\)(?:\\\\)*)\\\n")


def without_inner_newlines(text: str) -> str:
    """Return the same command with its strings of several lines written with `printf`, where that is exact."""
    root = parse(text)
    if root.has_error or BREAK[0] in text:
        return text
    raw = encode(text)
    for leaf in reversed(list(leaves(root))):
        if "\n" in source(leaf) and (pieces := _pieces(leaf)):
            raw = raw[: leaf.start_byte] + encode(_printed(pieces)) + raw[leaf.end_byte :]
    return raw.decode("utf-8", "surrogateescape")


def _printed(pieces: list[str]) -> str:
    if len(pieces) == 1:
        return pieces[0]
    return '"$(' + f" {BREAK}    ".join(["printf '%s\\n'", *pieces]) + ')"'


def _pieces(leaf: Node) -> list[str]:
    """Return the lines of a string, each quoted, or none if they would not give the same string."""
    inside = source(leaf)[1:-1]
    # a string with a secret may be a script for another shell, in which the secret is substituted
    if inside.endswith("\n") or PLACEHOLDER.search(inside):
        return []
    if leaf.type == "raw_string":
        return [quote_always(line) for line in inside.split("\n")]
    if leaf.type != "string" or any("\n" in source(child) for child in leaf.children if child.type != "string_content"):
        return []
    return [f'"{line}"' for line in _CONTINUED.sub(r"\1", inside).split("\n")]
