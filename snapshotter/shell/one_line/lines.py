"""A typed command, of however many lines, as lines that may be glued together: the form a `RUN` needs.

In a Dockerfile a backslash at the end of a line takes the newline away, and a line that begins with `#` vanishes.
So newlines that end a command become `;`, comments go, here-documents are fed by `printf`, and it puts strings of
several lines together.  What cannot be written so without a change of meaning (a string that ends in a newline) is
refused, and the caller takes another form.
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
def glued(text: str) -> tuple[str, ...] | None:
    """Give the lines of `text` such that gluing them (newline removed) means the same; None where that cannot be."""
    flat = without_heredocs(unfinished(text))
    if flat is None:
        return None
    flat = without_inner_newlines(flat)
    root = parse(flat)
    if root.has_error:
        return (flat,) if "\n" not in flat and "#" not in flat and not flat.endswith("\\") else None
    marks = _leaves(root)
    while marks and source(marks[-1]) == ";":
        marks.pop()
    if any("\n" in source(leaf) for leaf in marks):
        return None
    lines = _lines(encode(flat), marks)
    again = parse("".join(lines))
    if again.has_error or _essence(_leaves(again)) != _essence(marks):
        return None
    return tuple(piece for line in lines for piece in line.split(BREAK))


def unfinished(text: str) -> str:
    """Give a command without blanks around it, and without a backslash at its end that only an empty line followed."""
    text = text.strip()
    ends = len(text) - len(text.rstrip("\\"))
    return text[:-1].rstrip() if ends % 2 else text


def _leaves(root: Node) -> list[Node]:
    return [leaf for leaf in leaves(root) if leaf.type not in ("comment", "\n") and source(leaf).strip()]


def _essence(marks: list[Node]) -> list[str]:
    return [source(leaf) for leaf in marks if source(leaf) != ";"]


def _lines(raw: bytes, marks: list[Node]) -> list[str]:
    lines, current, previous = [], b"", None
    for leaf in marks:
        gap = b"" if previous is None else raw[previous.end_byte : leaf.start_byte]
        if gap and not gap.replace(b"\\\n", b""):
            pass  # what stands on both sides of a line's continuation is one word
        elif previous is not None and b"\n" in gap:
            ended = gap.replace(b"\\\n", b"").count(b"\n") > 0
            lines.append(current + (b"; " if ended and _ends_here(previous) else b" "))
            indent = gap.rsplit(b"\n", 1)[1]
            current = b" " * (len(indent) if not indent.strip() else 0)
        elif previous is not None:
            current += gap
        current += encode(source(leaf))
        previous = leaf
    lines.append(current)
    return [line.decode("utf-8", "surrogateescape") for line in lines]


def _ends_here(leaf: Node) -> bool:
    if leaf.type == ")" and leaf.parent is not None and leaf.parent.type in ("case_item", "function_definition"):
        return False
    return source(leaf) not in _OPENERS or leaf.type == "word"


def statements(text: str) -> tuple[str, ...]:
    """Split a command line at its top-level `;` and newlines; a line that cannot be split comes back whole."""
    root = parse(text)
    if root.has_error or any(child.type == "&" for child in root.children):
        return (text,)
    parts = [source(child) for child in root.children if child.is_named and child.type != "comment"]
    if any(_HERE.search(part) for part in parts) and len(parts) > 1:
        return (text,)
    return tuple(parts) or (text,)


def chains(text: str) -> bool:
    """Say whether `x && TEXT && y` keeps TEXT together as one unit."""
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
