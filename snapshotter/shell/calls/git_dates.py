"""Which commands of a line have git write the time into its objects, and where that time can be told them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from tree_sitter import Node

from snapshotter.regex import regex
from snapshotter.shell.calls.installs import program_at, words_of
from snapshotter.shell.syntax import parse, source, walk

_STAMPING = frozenset("commit merge tag cherry-pick revert rebase am pull stash commit-tree".split())
"""What git stamps with the time; `git init`, `add`, `clone` and `push` do not."""
_MESSAGE = regex(r"-(?:[a-zA-Z]*[mFCc].*|-(?:message|file|reuse-message|no-edit|fixup|squash)(?:=.*)?)", re.S)
"""Options with which `git commit` does not ask for a message."""
_TAKES_VALUE = frozenset({"-C", "-c", "--git-dir", "--work-tree"})


class Stamping(Struct, frozen=True):
    """One git command that stamps what it makes."""

    start: int
    """Byte at which variables for it may be set."""
    prefix: str
    """What must stand in front of them: "env " where another program starts git, since `sudo` keeps no others."""
    end: int
    asks: bool
    """Whether it has a person type a message."""


def stampings(text: str) -> Iterator[Stamping]:
    """Give the commands of a line that make git write the time."""
    for node in walk(parse(text)) if "git" in text else ():
        if node.type == "command" and (verb := _verb(node)) in _STAMPING:
            words = words_of(node)
            at = program_at(words) or 0
            asks = verb == "commit" and not any(_MESSAGE.fullmatch(source(word)) for word in words[at + 1 :])
            yield Stamping(words[at].start_byte, "env " if at else "", node.end_byte, asks)


def _verb(node: Node) -> str:
    words = words_of(node)
    at = program_at(words)
    if at is None or source(words[at]) != "git":
        return ""
    rest = iter(source(word) for word in words[at + 1 :])
    for word in rest:
        if word in _TAKES_VALUE:
            next(rest, "")
        elif not word.startswith("-"):
            return word
    return ""
