"""A command line as the parts that run one after another, and how many of them succeeded.  Pure."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from tree_sitter import Node

from snapshotter.regex import regex
from snapshotter.shell.syntax import encode, parse, source

_LAST_STATUS = regex(r"\$[?_]|<<|\btrap\b")
"""What a command between two others would change, or come into."""


class Chain(Struct, frozen=True):
    """The parts of a command line."""

    parts: tuple[str, ...]
    joint: str
    """"&&" where a part runs only if those before succeeded, else a line break."""

    def marked(self, directory: str) -> str:
        """Return the command line with an empty file written below `directory` after each part but the last."""
        found = self.parts[0]
        for number, part in enumerate(self.parts[1:], 1):
            found += f"{self._between}: > {directory}/{number}{self._between}{part}"
        return found

    def first(self, count: int) -> str:
        """Return the command line of the first `count` parts, without a `set -e` at its beginning."""
        stops = self.parts[0].startswith("set -e")
        return (" && " if stops else self._between).join(self.parts[1 if stops else 0 : count])

    @property
    def _between(self) -> str:
        return " && " if self.joint == "&&" else "\n"


def chain(text: str) -> Chain | None:
    """Return the parts of a command line, None where it has but one or cannot be taken apart."""
    if _LAST_STATUS.search(text):
        return None
    root = parse(text)
    if root.has_error or any(child.type == "&" for child in root.children):
        return None
    statements = [child for child in root.children if child.is_named and child.type != "comment"]
    if len(statements) > 1:
        return Chain(tuple(source(one) for one in statements), "\n")
    nodes = list(_and(statements[0])) if statements else []
    if len(nodes) < 2:
        return None
    return Chain(_texts(text, nodes), "&&")


def _and(node: Node) -> list[Node]:
    """Return the parts of a list joined by `&&` alone."""
    if node.type == "redirected_statement" and node.children[0].type == "list":
        node = node.children[0]  # the grammar gives the redirection of the last part to all of them
    if node.type != "list":
        return [node]
    left, operator, right = node.children[0], node.children[1], node.children[-1]
    if operator.type != "&&":
        return [node]
    return [*_and(left), right]


def _texts(text: str, nodes: Sequence[Node]) -> tuple[str, ...]:
    """Return the text of each part up to the operator behind it: a redirection may stand outside of its node."""
    raw = encode(text)
    starts = [nodes[0].start_byte, *(node.start_byte for node in nodes[1:])]
    ends = [*starts[1:], len(raw)]
    pieces = [
        raw[start:end].decode("utf-8", "surrogateescape").strip() for start, end in zip(starts, ends, strict=True)
    ]
    return tuple(piece.removesuffix("&&").strip() for piece in pieces)
