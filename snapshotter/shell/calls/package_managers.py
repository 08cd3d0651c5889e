"""Calls of package managers in a command line: the program, its verb, and where the verb ends."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile

from msgspec import Struct
from tree_sitter import Node

from snapshotter.regex import regex
from snapshotter.shell.calls.installs import program_at, words_of
from snapshotter.shell.facts import facts
from snapshotter.shell.simple import Simple
from snapshotter.shell.syntax import parse, source, walk

_VERBS_USING_LISTS = frozenset("install upgrade full-upgrade dist-upgrade build-dep reinstall satisfy".split())
"""Verbs of `apt-get` for which it needs package lists."""

_PROGRAMS = {
    "apt": "apt",
    "apt-get": "apt",
    "apt-cache": "apt",
    "aptitude": "apt",
    "add-apt-repository": "apt",
    "apk": "apk",
    "pip": "pip",
    "pip3": "pip",
    "npm": "npm",
    "yarn": "yarn",
    "dnf": "dnf",
    "microdnf": "dnf",
    "yum": "dnf",
    "zypper": "zypper",
}

_SWITCH = regex(r"-[yqf]+|--yes|--assume-yes|--quiet")
"""Options that take no value in any of these programs."""


class Call(Struct, frozen=True):
    """One simple command that calls a package manager."""

    manager: str
    """The family: "apt" stands for `apt-get` and `aptitude` as well, "dnf" for `yum` and `microdnf`."""
    program: str
    verb: str
    """The first word that is not an option, or ""."""
    end: int
    """Byte offset in the text after the verb and the options of `_SWITCH` that directly follow it."""
    options: frozenset[str]


@lru_cache(maxsize=4096)
def calls(text: str) -> tuple[Call, ...]:
    """Return the calls of package managers in a command line in order."""
    if not any(program in text for program in _PROGRAMS):
        return ()
    return tuple(_calls(text))


def _calls(text: str) -> Iterator[Call]:
    for node in walk(parse(text)):
        if node.type == "command" and (found := _call(words_of(node))) is not None:
            yield found


def _call(words: list[Node]) -> Call | None:
    at = program_at(words)
    if at is None:
        return None
    program = source(words[at]).rsplit("/", 1)[-1]
    if program not in _PROGRAMS:
        return None
    rest = words[at + 1 :]
    options = frozenset(source(word) for word in rest if source(word).startswith("-"))
    place = next((index for index, word in enumerate(rest) if not source(word).startswith("-")), None)
    if place is None:
        return Call(_PROGRAMS[program], program, "", words[at].end_byte, options)
    head = [rest[place], *takewhile(lambda word: _SWITCH.fullmatch(source(word)) is not None, rest[place + 1 :])]
    return Call(_PROGRAMS[program], program, source(rest[place]), head[-1].end_byte, options)


def fetches_lists(text: str) -> bool:
    """Return whether a command line runs `apt-get update` or its equivalent."""
    return any(_is_apt(simple) and simple.verb == "update" for simple in facts(text).commands)


def needs_lists(text: str) -> bool:
    """Return whether a command line installs or upgrades from package lists that it does not fetch itself."""
    return not fetches_lists(text) and any(
        _is_apt(simple) and simple.verb in _VERBS_USING_LISTS for simple in facts(text).commands
    )


def _is_apt(simple: Simple) -> bool:
    return simple.name in ("apt", "apt-get", "aptitude")
