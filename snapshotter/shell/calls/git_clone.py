"""Where a command line clones a git repository to, whole and in one step."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from tree_sitter import Node

from snapshotter.shell.calls.installs import program_at, words_of
from snapshotter.shell.facts import facts
from snapshotter.shell.syntax import literal, parse, source, walk

_QUIET = frozenset({"-q", "--quiet", "-v", "--verbose", "--progress"})
"""Options that do not change what is cloned; with any other but a branch a commit cannot be had again so simply."""


class Clone(Struct, frozen=True):
    """One `git clone` that takes the whole history."""

    end: int
    """Byte behind the command, where `&&` may go on."""
    address: str
    folder: str
    """As it is named, against the command's directory."""
    branch: str
    """"" for the one that the address has as its own."""


def clones(text: str) -> Iterator[Clone]:
    """Give the clones of a command line whose folder is known."""
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
    """Give the words behind `git clone`; none where it is another command."""
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
