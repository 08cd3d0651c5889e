"""Variables whose value is typed without echo: `read -s`, or `read` while the echo of the terminal is off."""

from __future__ import annotations

import re
from collections.abc import Iterator

from snapshotter.regex import regex
from snapshotter.secrets.commands.in_options import program, programs
from snapshotter.secrets.commands.tokens import read

_NAME = regex(r"([A-Za-z_]\w*)(?:\?.*)?", re.S)


def silently_read(text: str, *, unseen: bool = False) -> tuple[frozenset[str], bool]:
    """Return the variables that a command line reads without echo, and whether echo is off after it.

    `unseen` is whether echo was off before.
    """
    names = set[str]()
    for command in read(text).commands:
        found = programs(command.words)
        if not found:
            continue
        name = program(command.words[found[0]])
        values = [word.value for word in command.words[found[0] + 1 :]]
        if name == "stty" and not {"-echo", "echo", "sane"}.isdisjoint(values):
            unseen = "-echo" in values
        elif name == "read" and (unseen or any(re.fullmatch(r"-[a-zA-Z]*s[a-zA-Z]*|--silent", v) for v in values)):
            names |= set(_read_into(values)) or {"REPLY"}
    return frozenset(names), unseen


def _read_into(values: list[str]) -> Iterator[str]:
    before = ""
    for value in values:
        name = None if value.startswith("-") else _NAME.fullmatch(value)
        if name and not re.fullmatch(r"-[a-zA-Z]*[dinNptu]", before):
            yield name[1]
        before = value
