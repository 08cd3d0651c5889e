"""Calls of `adduser` that ask questions, whose answers could be given as options."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from snapshotter.shell.syntax import literal, parse, source, walk

_NON_INTERACTIVE_OPTIONS = (
    "--system",
    "--gecos",
    "--comment",
    "--disabled-",
    "--group",
    "-D",
    "-S",
    "-g",
    "--help",
    "--version",
)
"""Beginnings of options with which it asks nothing, or asks other questions."""


def interactive_addusers(text: str) -> Iterator[tuple[int, str]]:
    """Yield, for each interactive `adduser` of one user, the byte offset after that word and the name of the user."""
    for node in walk(parse(text)):
        if node.type == "command" and (found := _interactive_adduser(node)) is not None:
            yield found


def _interactive_adduser(node: Node) -> tuple[int, str] | None:
    words = [child for child in node.children if child.type != "variable_assignment"]
    place = next((at for at, word in enumerate(words) if source(word).rsplit("/", 1)[-1] == "adduser"), None)
    if place is None:
        return None
    rest = [literal(word) for word in words[place + 1 :]]
    if (
        any(word is None or word.startswith(_NON_INTERACTIVE_OPTIONS) for word in rest)
        or not rest
        or (rest[-1] or "-")[0] == "-"
    ):
        return None
    # with other options, words in between may be their values (`--uid 7`); two names alone are a user and a group
    names = [word for word in rest if word and not word.startswith("-")]
    return (words[place].end_byte, names[-1]) if len(names) == 1 or len(names) < len(rest) else None
