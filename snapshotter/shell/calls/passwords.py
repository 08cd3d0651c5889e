"""Calls of `chpasswd` with the users and passwords that a command line gives it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from tree_sitter import Node

from snapshotter.regex import regex
from snapshotter.shell.facts import facts
from snapshotter.shell.simple import simple_command
from snapshotter.shell.syntax import FUNCTION_BODY, parse, source, walk

_LISTED = regex(r"(?:(?<=[\s'\"])|(?<=\\n))([a-z_][a-z0-9_-]*\$?):(?=[^\s'\"])")
"""A user in front of a password, as chpasswd(8) reads lines."""
_FEEDERS = frozenset({"echo", "printf", "cat"})
_FORMS = regex(r"-e|--encrypted|-c|--crypt-method|-m|--md5|-R|--root|-[^-]*e")
"""Options with which it does not read plain passwords, or not for this image."""


class PasswordList(Struct, frozen=True):
    """A part of a command line that sets the passwords of users."""

    start: int
    """Its first byte, with what writes its input."""
    end: int
    users: tuple[str, ...]


def password_lists(text: str) -> Iterator[PasswordList]:
    """Yield the calls of `chpasswd` whose input the command line itself holds, with plain passwords."""
    for node in walk(parse(text), skip=FUNCTION_BODY):
        if node.type != "command":
            continue
        simple = simple_command(node)
        if simple.name != "chpasswd" or any(arg is None or _FORMS.fullmatch(arg) for arg in simple.args):
            continue
        whole = _with_its_input(node)
        feeding = {one.name for one in facts(source(whole)).commands} - {"chpasswd"}
        users = tuple(dict.fromkeys(_LISTED.findall(source(whole))))
        if feeding <= _FEEDERS and users:
            yield PasswordList(whole.start_byte, whole.end_byte, users)


def _with_its_input(node: Node) -> Node:
    """Return a command with the pipe, here-document or here-string that it reads."""
    while node.parent is not None and node.parent.type in ("redirected_statement", "pipeline"):
        node = node.parent
    return node
