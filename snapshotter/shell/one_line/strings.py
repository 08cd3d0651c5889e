"""Strings of several lines, written so that no line of the command ends inside quotes: `"$(printf '%s\\n' 'a' 'b')"`.

A substitution takes newlines at the end of its output away, so a string that ends in one stays as it is.
"""

from __future__ import annotations

from tree_sitter import Node

from snapshotter.model import PLACEHOLDER
from snapshotter.regex import regex
from snapshotter.shell.quote import always
from snapshotter.shell.syntax import encode, leaves, parse, source

BREAK = "\ue000 "
"""Stands where a line of the written command may end."""
_CONTINUED = regex(r"((?<!\\)(?:\\\\)*)\\\n")


def without_inner_newlines(text: str) -> str:
    """Give the same command with its strings of several lines put together by `printf`, as far as that is exact."""
    root = parse(text)
    if root.has_error or BREAK[0] in text:
        return text
    raw = encode(text)
    for leaf in reversed(list(leaves(root))):
        if "\n" in source(leaf) and (pieces := _pieces(leaf)):
            raw = raw[: leaf.start_byte] + encode(_printed(pieces)) + raw[leaf.end_byte :]
    return raw.decode("utf-8", "surrogateescape")


def _printed(pieces: list[str]) -> str:
    return pieces[0] if len(pieces) == 1 else '"$(' + f" {BREAK}    ".join(["printf '%s\\n'", *pieces]) + ')"'


def _pieces(leaf: Node) -> list[str]:
    """Give the lines of a string, each in quotes of its own; none where that would not give the string back."""
    inside = source(leaf)[1:-1]
    if inside.endswith("\n") or PLACEHOLDER.search(inside):  # a secret may be read by a shell that is given the string
        return []
    if leaf.type == "raw_string":
        return [always(line) for line in inside.split("\n")]
    if leaf.type != "string" or any("\n" in source(child) for child in leaf.children if child.type != "string_content"):
        return []
    return [f'"{line}"' for line in _CONTINUED.sub(r"\1", inside).split("\n")]
