"""Install commands of pip, npm, gem, apt and apk, with the packages that they name and where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from msgspec import Struct
from tree_sitter import Node

from snapshotter.regex import regex
from snapshotter.shell.programs import WRAPPERS
from snapshotter.shell.syntax import literal, parse, source, walk

Manager = Literal["pip", "npm", "gem", "apt", "apk"]

_PROGRAMS: dict[str, Manager] = {
    "pip": "pip",
    "pip3": "pip",
    "npm": "npm",
    "gem": "gem",
    "apt": "apt",
    "apt-get": "apt",
    "apk": "apk",
}
_VERBS: dict[Manager, frozenset[str]] = {
    "pip": frozenset({"install"}),
    "npm": frozenset({"install", "i", "add"}),
    "gem": frozenset({"install"}),
    "apt": frozenset({"install"}),
    "apk": frozenset({"add"}),
}
_NAMES: dict[Manager, re.Pattern[str]] = {
    "pip": regex(r"[A-Za-z0-9][\w.-]*(\[[\w.,-]+\])?"),
    "npm": regex(r"(@[a-z0-9~-][\w.~-]*/)?[a-z0-9~-][\w.~-]*"),
    "gem": regex(r"[A-Za-z0-9][\w.-]*"),
    "apt": regex(r"[a-z0-9][a-z0-9+.-]+"),
    "apk": regex(r"[a-z0-9][\w+.-]*"),
}
_TAKES_VALUE: dict[Manager, frozenset[str]] = {
    "pip": frozenset(
        "-r -c -i -t -f -e --requirement --constraint --index-url --extra-index-url --target --find-links "
        "--editable --prefix --root --python --platform --cache-dir --proxy --cert --src".split()
    ),
    "npm": frozenset("--prefix --registry -C --cache --tag".split()),
    "gem": frozenset("-i -n -s --install-dir --bindir --source -P".split()),
    "apt": frozenset("-t -o -c -a --target-release --default-release --option --config-file".split()),
    "apk": frozenset("-p -X --root --repository --repositories-file --arch --cache-dir".split()),
}
_OPTIONS_LEFT_UNCHANGED: dict[Manager, frozenset[str]] = {
    "pip": frozenset(),
    "npm": frozenset(),
    "gem": frozenset({"-v", "--version"}),
    "apt": frozenset(),
    "apk": frozenset({"-t", "--virtual"}),
}
"""Options with which a command is not an `Install`: it names a version, or its names are not packages."""


class Install(Struct, frozen=True):
    """One simple command that installs packages."""

    manager: Manager
    node: Node
    names: tuple[tuple[str, Node], ...]
    """Packages named without a version, each with the word that names it."""
    others: tuple[str, ...]
    """Other words that decide what is installed: names with a version, files, addresses, requirement files."""


@lru_cache(maxsize=4096)
def installs(text: str) -> tuple[Install, ...]:
    """Return the install commands of a command line in order."""
    return tuple(_installs(text))


def _installs(text: str) -> Iterator[Install]:
    if not any(program in text for program in _PROGRAMS):
        return
    for node in walk(parse(text)):
        if node.type == "command" and (found := _install(node)) is not None:
            yield found


def words_of(node: Node) -> list[Node]:
    """Return the words of a simple command, without leading assignments and redirections."""
    return [child for child in node.children if child.type not in ("variable_assignment", "file_redirect")]


def _install(node: Node) -> Install | None:
    words = words_of(node)
    at = program_at(words)
    manager = _PROGRAMS.get(_base(words[at])) if at is not None else None
    if manager is None or at is None:
        return None
    rest = iter(words[at + 1 :])
    verb = next((source(word) for word in rest if not source(word).startswith("-")), "")
    if verb not in _VERBS[manager]:
        return None
    if any(source(word) in _OPTIONS_LEFT_UNCHANGED[manager] for word in words):
        return None
    names, others = _split_by_kind(manager, rest)
    return Install(manager, node, tuple(names), tuple(others))


def program_at(words: list[Node]) -> int | None:
    """Return the index of the program among the words: after wrappers such as `sudo`, and after `python -m`."""
    at = 0
    while at < len(words) and (
        _base(words[at]) in WRAPPERS or source(words[at]).startswith("-") or "=" in source(words[at])
    ):
        at += 1
    if at >= len(words):
        return None
    if re.fullmatch(r"python[\d.]*", _base(words[at])) and [source(w) for w in words[at + 1 : at + 2]] == ["-m"]:
        return at + 2 if at + 2 < len(words) else None
    return at


def _base(word: Node) -> str:
    return source(word).rsplit("/", 1)[-1]


def _split_by_kind(manager: Manager, words: Iterator[Node]) -> tuple[list[tuple[str, Node]], list[str]]:
    names: list[tuple[str, Node]] = []
    others: list[str] = []
    for word in words:
        text = source(word)
        if text in _TAKES_VALUE[manager]:
            value = next(words, None)
            if value is not None and text in ("-r", "--requirement"):
                others.append(f"{text} {source(value)}")
        elif not text.startswith("-"):
            name = literal(word)
            if name is not None and _NAMES[manager].fullmatch(name):
                names.append((name, word))
            else:
                others.append(name or text)
    return names, others
