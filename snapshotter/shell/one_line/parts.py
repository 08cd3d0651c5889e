"""The parts of a command line between `;` and `&&`, and the line without some of them.  Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace
from tree_sitter import Node

from snapshotter.model import Command, resolve
from snapshotter.shell.facts import facts
from snapshotter.shell.programs import DISPLAYS, VERSION_FLAGS
from snapshotter.shell.syntax import encode, parse, source

_AND, _THEN, _ALSO = "&&", ";", ""
_EACH = frozenset("mkdir rm rmdir touch unlink".split())
"""Programs that do to each argument what they would do to it alone."""


class Part(Struct, frozen=True):
    """One part of a command line."""

    operator: str
    """What stands in front of it; "" of the first part, and of a further argument of a program that handles several."""
    command: Command
    """With the part's own text, and the directory in which it runs."""
    argument: str = ""
    """The argument that it handles of those of a program, as it is written."""


def parts_of(command: Command) -> tuple[Part, ...]:
    """Return the parts of a command line; none where it has one only, or cannot be divided so."""
    root = parse(command.text)
    nodes = [child for child in root.children if child.is_named]
    if root.has_error or "<<" in command.text or any(one.type in ("&", "comment") for one in root.children):
        return ()
    pieces = [piece for node in nodes for piece in _chain(node)]
    if any(operator not in (_AND, _THEN) for operator, *_ in pieces):
        return ()
    raw = encode(command.text)
    texts = [(operator, raw[start:end].decode("utf-8", "surrogateescape")) for operator, start, end in pieces]
    parts = [one for part in _placed(command, texts) for one in _each(part)]
    return tuple(parts) if len(parts) > 1 else ()


def _each(part: Part) -> Iterator[Part]:
    """Yield a part for each argument of a program that handles several one after the other, else the part itself."""
    text = part.command.text
    root = parse(text)
    node = root.children[0] if len(root.children) == 1 else root
    words = [source(child) for child in node.children] if node.type == "command" else []
    known = facts(text)
    simple = known.commands[0] if len(known.commands) == 1 else None
    options = 1 + next((at for at, word in enumerate(words[1:]) if not word.startswith("-")), len(words))
    arguments = words[options:]
    handles_each = simple is not None and simple.name in _EACH and words[:1] == [simple.name]
    is_plain = simple is not None and None not in simple.args and len(simple.args) + 1 == len(words)
    if not (handles_each and is_plain) or len(arguments) < 2 or any(word.startswith("-") for word in arguments):
        yield part
        return
    head = " ".join(words[:options])
    for number, word in enumerate(arguments):
        yield Part(_ALSO if number else part.operator, replace(part.command, text=f"{head} {word}"), word)


def without_displays(text: str) -> str:
    """Return a chain of commands that succeeded, as `a && b`, without those that only show something to a person.

    What tests or waits stays, as `[`, `grep -q` and `sleep` do.
    """
    parts = parts_of(Command(text, 0, "/", "", 0.0, None, "", 1))
    shown = {number for number, part in enumerate(parts) if only_shows(part.command.text)}
    if not shown or len(shown) == len(parts) or any(part.operator == _THEN for part in parts):
        return text
    return without_parts(parts, shown)


def only_shows(text: str) -> bool:
    """Return whether a part only shows something to a person."""
    known = facts(text)
    first = known.commands[0] if known.commands else None
    if first is None or known.assigns or not known.only_looks:
        return False
    return first.name in DISPLAYS or (len(first.args) == 1 and first.args[0] in VERSION_FLAGS)


def _chain(node: Node, operator: str = _THEN) -> Iterator[tuple[str, int, int]]:
    """Yield the operator in front of each part of a chain, and where the part begins and ends."""
    inner = node
    while inner.type in ("redirected_statement", "pipeline"):  # what follows the last part belongs to the whole chain
        inner = inner.children[0]
    if inner.type != "list":
        yield operator, node.start_byte, node.end_byte
        return
    first, between, last = inner.children[0], inner.children[-2], inner.children[-1]
    yield from _chain(first, operator)
    yield source(between), last.start_byte, node.end_byte


def _placed(command: Command, texts: Sequence[tuple[str, str]]) -> Iterator[Part]:
    place = command.cwd
    for number, (operator, text) in enumerate(texts):
        yield Part(operator if number else "", replace(command, text=text, cwd=place))
        for simple in facts(text).commands:
            if simple.name in ("cd", "pushd", "popd"):
                target = simple.args[0] if len(simple.args) == 1 else None
                # "" where it is unknown: such a command names no path that could be looked up
                place = resolve(place, target) if place and target and target != "-" else ""


def without_parts(parts: Sequence[Part], gone: Collection[int]) -> str:
    """Return the text of a command line without the parts of these numbers."""
    text, operators, is_open = "", set[str](), False
    for number, part in enumerate(parts):
        further = bool(part.argument) and part.operator == _ALSO and number > 0
        is_open = is_open and further
        if not further:
            operators.add(part.operator)
        if number in gone:
            continue
        if is_open:
            text += f" {part.argument}"
            continue
        between = "" if not text else " && " if operators <= {_AND} else "; "
        text, operators, is_open = text + between + part.command.text, set(), bool(part.argument)
    return text
