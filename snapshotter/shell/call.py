"""The calls of programs in a command line, each with what is set for it and its place in the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from tree_sitter import Node

from snapshotter.shell.simple import Simple, simple_command
from snapshotter.shell.syntax import FUNCTION_BODY, parse, source, walk


class Call(Struct, frozen=True):
    """A simple command with what is set for it, and its place in the text."""

    name: str
    args: tuple[str | None, ...]
    given: Mapping[str, str]
    """The variables that are set for it, with their values as far as they are literal."""
    wrapped: bool
    """Whether another program (`sudo`, `env`) starts it."""
    start: int
    """Its first byte, after variables."""
    piped: bool
    """Whether another command writes its input."""


def calls_of(text: str) -> Iterator[Call]:
    """Yield the simple commands of a command line, without those in the bodies of functions."""
    yield from (call_of(node) for node in walk(parse(text), skip=FUNCTION_BODY) if node.type == "command")


def call_of(node: Node) -> Call:
    """Return the call that a node is."""
    simple = simple_command(node)
    if simple.words[:1] == ("sudo",) and simple.words[1:2] in (("-e",), ("--edit",)):
        simple = Simple(("sudoedit", *simple.words[2:]))
    start = next((child.start_byte for child in node.children if child.type == "command_name"), node.start_byte)
    wrapped = bool(simple.words) and (simple.words[0] or "").rpartition("/")[2] != simple.name
    return Call(simple.name, simple.args, _given(node, simple), wrapped, start, is_piped(node))


def _given(node: Node, simple: Simple) -> dict[str, str]:
    """Return the variables that are set for one simple command, with their values as far as they are literal."""
    words = simple.words[: len(simple.words) - len(simple.args)]
    wrapped = (word.partition("=") for word in words if word and "=" in word)
    found = {name: value for name, _, value in wrapped}
    for child in node.children:
        if child.type == "variable_assignment":
            name, _, value = source(child).partition("=")
            found[name] = value.strip("'\"")
    return found


def is_piped(node: Node) -> bool:
    """Return whether another command writes the input of a simple command."""
    above = node.parent
    while above is not None and above.type == "redirected_statement":
        node, above = above, above.parent
    return above is not None and above.type == "pipeline" and above.children[0] != node
