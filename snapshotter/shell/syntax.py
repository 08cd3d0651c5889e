"""Syntax trees of shell command lines, and the types and values of their nodes.

The only file of the package that creates a tree-sitter parser.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import tree_sitter_bash
from tree_sitter import Language, Node, Parser

from snapshotter.regex import regex

_CRASHES = regex("\\{[0-9]*[\U00010000-\U0010ffff]")
"""Text that crashes the process: the grammar's scanner passes such a character to C's `isdigit`, beyond its table."""


@lru_cache(maxsize=1)
def _parser() -> Parser:
    return Parser(Language(tree_sitter_bash.language()))


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """Return the root node of the syntax tree of `text`; never fails, parts that cannot be parsed are ERROR nodes."""
    return _parser().parse(b"(" if _CRASHES.search(text) else encode(text)).root_node


def encode(text: str) -> bytes:
    """Return `text` as the bytes in which node offsets count."""
    return text.encode("utf-8", "surrogateescape")


def source(node: Node) -> str:
    """Return the text that a node spans."""
    return (node.text or b"").decode("utf-8", "surrogateescape")


def walk(node: Node, *, skip: frozenset[str] = frozenset()) -> Iterator[Node]:
    """Yield a node and all its descendants in source order, without nodes of a type in `skip` and all below them."""
    rest = [node]  # no recursion: a generated line of 1 500 commands is nested as deep
    while rest:
        found = rest.pop()
        if found.type not in skip:
            yield found
            rest += reversed(found.children)


def leaves(node: Node) -> Iterator[Node]:
    """Yield the leaves below a node in source order; strings, here-document bodies and comments count as leaves."""
    rest = [node]
    while rest:
        found = rest.pop()
        if not found.children or found.type in TEXT_NODES:
            yield found
        else:
            rest += reversed(found.children)


TEXT_NODES = frozenset({"string", "raw_string", "ansi_c_string", "translated_string", "heredoc_body", "comment"})
"""Types of nodes whose content is text, in which a newline is an ordinary character."""

SIMPLE = frozenset({"command", "declaration_command", "unset_command", "test_command"})
"""Types of nodes that are one simple command."""
FUNCTION_BODY = frozenset({"function_definition"})
SCOPED = frozenset({"subshell", "function_definition", "command_substitution", "process_substitution", "pipeline"})
"""Types of nodes in which nothing changes the variables of the shell itself."""

WORDS = frozenset(
    {
        "word",
        "string",
        "raw_string",
        "ansi_c_string",
        "translated_string",
        "concatenation",
        "number",
        "simple_expansion",
        "expansion",
        "command_substitution",
        "process_substitution",
        "arithmetic_expansion",
        "brace_expression",
        "extglob_pattern",
        "regex",
    }
)
"""Types of nodes that are one word (or several after expansion)."""


def literal(node: Node) -> str | None:
    """Return the value of a word that no expansion changes, or None if the value depends on the shell's state."""
    text = source(node)
    if node.type == "raw_string":
        return text[1:-1]
    if node.type == "number":
        return text
    if node.type in ("word", "variable_name"):
        return _plain(text)
    if node.type == "string":
        if any(child.type not in ('"', "string_content") for child in node.children):
            return None
        return _unescape(text[1:-1], '$`"\\')
    if node.type == "concatenation":
        if _has_brace(node):
            return None
        parts = [literal(child) for child in node.children]
        return None if None in parts else "".join(part for part in parts if part is not None)
    return None


def _plain(text: str) -> str | None:
    if any(char in text.replace("\\" + char, "") for char in "*?[") or text.startswith("~"):
        return None
    return _unescape(text, None)


def _has_brace(node: Node) -> bool:
    text = source(node)
    return any(source(child) == "{" for child in node.children) and ("," in text or ".." in text)


def _unescape(text: str, only: str | None) -> str:
    out, index = [], 0
    while index < len(text):
        char = text[index]
        if char == "\\" and index + 1 < len(text):
            following = text[index + 1]
            if following == "\n":
                index += 2
                continue
            if only is None or following in only:
                out.append(following)
                index += 2
                continue
        out.append(char)
        index += 1
    return "".join(out)
