"""A typed command of any number of lines as lines that can be joined to one, as `RUN` requires.

In a Dockerfile a backslash at the end of a line removes the newline, and a line that begins with `#` is dropped.
Therefore newlines that end a command become `;`, comments are removed, and here-documents and strings of several
lines are written with `printf`.  A command that cannot be written so without changing its meaning (such as a string
that ends in a newline) gives None, and the caller uses another form.
"""

from __future__ import annotations

from functools import lru_cache

from tree_sitter import Node

from snapshotter.regex import regex
from snapshotter.shell.one_line.heredoc import without_heredocs
from snapshotter.shell.one_line.strings import BREAK, without_inner_newlines
from snapshotter.shell.syntax import encode, leaves, parse, source

_OPENERS = frozenset(
    {
        "then",
        "do",
        "else",
        "{",
        "(",
        "&&",
        "||",
        "|",
        "|&",
        ";",
        ";;",
        ";&",
        ";;&",
        "in",
        "&",
        "((",
        "if",
        "elif",
        "while",
        "until",
    }
)
_HERE = regex(r"<<(?!<)(?<!<<<)")


@lru_cache(maxsize=4096)
def joinable_lines(text: str) -> tuple[str, ...] | None:
    """Return lines that, joined without newlines, mean the same as `text`, or None if `text` cannot be written so."""
    flat = without_heredocs(without_trailing_backslash(text))
    if flat is None:
        return None
    flat = without_inner_newlines(flat)
    root = parse(flat)
    if root.has_error:
        return (flat,) if "\n" not in flat and "#" not in flat and not flat.endswith("\\") else None
    tokens = _leaves(root)
    while tokens and source(tokens[-1]) == ";":
        tokens.pop()
    if any("\n" in source(leaf) for leaf in tokens):
        return None
    lines = _lines(encode(flat), tokens)
    again = parse("".join(lines))
    if again.has_error or _significant_texts(_leaves(again)) != _significant_texts(tokens):
        return None
    return tuple(piece for line in lines for piece in line.split(BREAK))


def without_trailing_backslash(text: str) -> str:
    """Return a command stripped of blanks, and of a backslash at its end that continues it with an empty line."""
    text = text.strip()
    backslashes = len(text) - len(text.rstrip("\\"))
    return text[:-1].rstrip() if backslashes % 2 else text


def _leaves(root: Node) -> list[Node]:
    return [leaf for leaf in leaves(root) if leaf.type not in ("comment", "\n") and source(leaf).strip()]


def _significant_texts(tokens: list[Node]) -> list[str]:
    return [source(leaf) for leaf in tokens if source(leaf) != ";"]


def _lines(raw: bytes, tokens: list[Node]) -> list[str]:
    lines, current, previous = [], b"", None
    for leaf in tokens:
        gap = b"" if previous is None else raw[previous.end_byte : leaf.start_byte]
        if gap and not gap.replace(b"\\\n", b""):
            pass  # a continuation between two tokens joins them to one word
        elif previous is not None and b"\n" in gap:
            ended = gap.replace(b"\\\n", b"").count(b"\n") > 0
            lines.append(current + (b"; " if ended and _ends_command(previous) else b" "))
            indent = gap.rsplit(b"\n", 1)[1]
            current = b" " * (len(indent) if not indent.strip() else 0)
        elif previous is not None:
            current += gap
        current += encode(source(leaf))
        previous = leaf
    lines.append(current)
    return [line.decode("utf-8", "surrogateescape") for line in lines]


def _ends_command(leaf: Node) -> bool:
    if leaf.type == ")" and leaf.parent is not None and leaf.parent.type in ("case_item", "function_definition"):
        return False
    return source(leaf) not in _OPENERS or leaf.type == "word"


def statements(text: str) -> tuple[str, ...]:
    """Return the parts of a command line between top-level `;` and newlines, or the whole if it cannot be split."""
    root = parse(text)
    if root.has_error or any(child.type == "&" for child in root.children):
        return (text,)
    parts = [source(child) for child in root.children if child.is_named and child.type != "comment"]
    if any(_HERE.search(part) for part in parts) and len(parts) > 1:
        return (text,)
    return tuple(parts) or (text,)


def can_chain(text: str) -> bool:
    """Return whether TEXT stays one unit in `x && TEXT && y`."""
    root = parse(text)
    nodes = [child for child in root.children if child.type != "comment"]
    if root.has_error or len(nodes) != 1:
        return False
    node = nodes[0]
    while node.type in ("redirected_statement", "list") and node.children:
        if node.type == "list" and any(child.type == "||" for child in node.children):
            return False
        node = node.children[0]
    return True
