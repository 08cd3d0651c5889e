"""Calls of `git clone` that fetch the whole history, and the folders that they create."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from tree_sitter import Node

from snapshotter.shell.calls.installs import program_at, words_of
from snapshotter.shell.facts import facts
from snapshotter.shell.syntax import literal, parse, source, walk

_QUIET = frozenset({"-q", "--quiet", "-v", "--verbose", "--progress"})
"""Options that do not change what is cloned; a clone with others, except for a branch, is ignored.

Its commit could not be reproduced by a plain checkout.
"""


class Clone(Struct, frozen=True):
    """One `git clone` that fetches the whole history."""

    end: int
    """Byte offset after the command, at which `&& …` can be inserted."""
    address: str
    folder: str
    """The folder as it is named, relative to the command's working directory."""
    branch: str
    """"" for the default branch of the repository."""


def clones(text: str) -> Iterator[Clone]:
    """Yield the clones of a command line whose folder is known."""
    if "clone" not in text or facts(text).calls & {"cd", "pushd", "popd"}:
        return
    for node in walk(parse(text)):
        if node.type != "command" or node.parent is None or node.parent.type not in ("program", "list"):
            continue
        if any(child.type == "||" for child in node.parent.children):
            continue
        words = [literal(word) for word in _arguments(node)]
        plain = [word for word in words if word is not None]
        if len(plain) == len(words) and (found := _clone(plain, node.end_byte)) is not None:
            yield found


def _arguments(node: Node) -> list[Node]:
    """Return the words after `git clone`; none for any other command."""
    words = words_of(node)
    at = program_at(words)
    if at is None or [source(word) for word in words[at : at + 2]] != ["git", "clone"]:
        return []
    return words[at + 2 :]


def _clone(words: list[str], end: int) -> Clone | None:
    plain: list[str] = []
    branch = ""
    rest = iter(words)
    for word in rest:
        if word in ("-b", "--branch"):
            branch = next(rest, "")
        elif word.startswith("-") and word not in _QUIET:
            return None
        elif not word.startswith("-"):
            plain.append(word)
    if not 1 <= len(plain) <= 2:
        return None
    bare = re.split(r"[/:]", re.sub(r"(/|/?\.git)+\Z", "", plain[0]))[-1]
    return Clone(end, plain[0], plain[1] if len(plain) == 2 else bare, branch)
