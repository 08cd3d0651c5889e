"""Git commands that stamp what they write with the time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from snapshotter.shell.installs import program_at, words_of
from snapshotter.shell.syntax import parse, source, walk

_STAMPING = frozenset("commit merge tag cherry-pick revert rebase am pull stash commit-tree".split())
"""What git stamps with the time; `git init`, `add`, `clone` and `push` do not."""
_MESSAGE = re.compile(r"-(?:[a-zA-Z]*[mFCc].*|-(?:message|file|reuse-message|no-edit|fixup|squash)(?:=.*)?)", re.S)
"""Options with which `git commit` does not ask for a message."""
_TAKES_VALUE = frozenset({"-C", "-c", "--git-dir", "--work-tree"})


@dataclass(frozen=True, slots=True)
class Stamping:
    """One simple command in a text that runs git."""

    start: int
    """Byte of the text at which the word `git` begins."""
    end: int
    """Byte of the text behind the command."""
    wrapped: bool
    """True behind `sudo` and the like."""
    asks: bool
    """True where it opens an editor for a commit's message."""


def stamping(text: str) -> list[Stamping]:
    """Give the commands that stamp, in order."""
    return list(_stamping(text)) if "git" in text else []


def _stamping(text: str) -> Iterator[Stamping]:
    for node in walk(parse(text)):
        if node.type == "command" and (verb := _verb(node)) in _STAMPING:
            words = words_of(node)
            place = program_at(words) or 0
            asks = verb == "commit" and not any(_MESSAGE.fullmatch(source(word)) for word in words)
            yield Stamping(words[place].start_byte, node.end_byte, place > 0, asks)


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
