"""Commands that ask a person and take options in place of the answers: `adduser`."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from snapshotter.shell.syntax import literal, parse, source, walk

_SETTLED = ("--system", "--gecos", "--comment", "--disabled-", "--group", "-D", "-S", "-g", "--help", "--version")
"""Beginnings of options with which it does not ask, or asks for something else."""


def asking(text: str) -> Iterator[tuple[int, str]]:
    """Give each `adduser` that makes one user and asks: the byte of the text behind that word, and the user's name."""
    for node in walk(parse(text)):
        if node.type == "command" and (found := _asking(node)) is not None:
            yield found


def _asking(node: Node) -> tuple[int, str] | None:
    words = [child for child in node.children if child.type != "variable_assignment"]
    place = next((at for at, word in enumerate(words) if source(word).rsplit("/", 1)[-1] == "adduser"), None)
    if place is None:
        return None
    rest = [literal(word) for word in words[place + 1 :]]
    if any(word is None or word.startswith(_SETTLED) for word in rest) or not rest or (rest[-1] or "-")[0] == "-":
        return None
    # the values of other options (`--uid 7`) stand between: two names without options are a user and a group
    names = [word for word in rest if word and not word.startswith("-")]
    return (words[place].end_byte, names[-1]) if len(names) == 1 or len(names) < len(rest) else None
