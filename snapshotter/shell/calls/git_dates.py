"""Commands that make git record the current time in its objects, and where variables that set the time can go."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from tree_sitter import Node

from snapshotter.regex import regex
from snapshotter.shell.calls.installs import program_at, words_of
from snapshotter.shell.syntax import parse, source, walk

_TIMESTAMPING_VERBS = frozenset("commit merge tag cherry-pick revert rebase am pull stash commit-tree".split())
"""Subcommands of git that record the time; `init`, `add`, `clone` and `push` do not."""
_MESSAGE = regex(r"-(?:[a-zA-Z]*[mFCc].*|-(?:message|file|reuse-message|no-edit|fixup|squash)(?:=.*)?)", re.S)
"""Options with which `git commit` does not ask for a message."""
_TAKES_VALUE = frozenset({"-C", "-c", "--git-dir", "--work-tree"})


class TimestampingCommand(Struct, frozen=True):
    """One git command that records the time in the objects that it creates."""

    start: int
    """Byte offset at which variables for the command can be set."""
    prefix: str
    """What must precede the variables: "env " if another program starts git, since `sudo` drops other variables."""
    end: int
    asks: bool
    """Whether it opens an editor for the message."""


def timestamping_commands(text: str) -> Iterator[TimestampingCommand]:
    """Yield the commands of a line that make git record the time."""
    if "git" not in text:
        return
    for node in walk(parse(text)):
        if node.type != "command":
            continue
        verb = _verb(node)
        if verb in _TIMESTAMPING_VERBS:
            words = words_of(node)
            at = program_at(words) or 0
            asks = verb == "commit" and not any(_MESSAGE.fullmatch(source(word)) for word in words[at + 1 :])
            yield TimestampingCommand(words[at].start_byte, "env " if at else "", node.end_byte, asks)


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
