"""Whether a line typed into bash means the same to a plain POSIX `sh`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tree_sitter import Node

from snapshotter.regex import regex
from snapshotter.shell.programs import BASH_BUILTINS, BASH_VARIABLES
from snapshotter.shell.syntax import parse, source, walk

_NODES = {
    "ansi_c_string": "$'…' strings",
    "translated_string": '$"…" strings',
    "process_substitution": "process substitution",
    "herestring_redirect": "here-strings",
    "array": "arrays",
    "subscript": "arrays",
    "brace_expression": "brace expansion",
    "c_style_for_statement": "arithmetic for loops",
    "select": "select",
}
_OPERATORS = {
    "&>": "&>",
    "&>>": "&>>",
    "|&": "|&",
    "[[": "[[",
    "((": "((",
    "==": "test ==",
    "=~": "=~",
    "+=": "+=",
    ";&": ";&",
    ";;&": ";;&",
    ">&-": ">&-",
    "function": "the function keyword",
}
_EXTGLOB = regex(r"[?*+@!]\(")


@lru_cache(maxsize=4096)
def needs_bash(text: str) -> str:
    """Return the first construct of `text` that a POSIX shell lacks or reads differently, or ""."""
    return next(_reasons(parse(text)), "")


def _reasons(root: Node) -> Iterator[str]:
    for node in walk(root):
        if node.type in _NODES and source(node)[:1] != "[":
            yield _NODES[node.type]
        elif node.type == "extglob_pattern" and _EXTGLOB.search(source(node)):
            yield "extended globs"
        elif not node.is_named and node.type in _OPERATORS:
            yield _OPERATORS[node.type]
        elif node.type == "concatenation":
            yield from _braces(node)
        elif node.type == "command_name":
            yield from _command(node)
        elif node.type == "declaration_command" and source(node.children[0]) not in ("export", "readonly"):
            yield source(node.children[0])
        elif node.type == "expansion":
            yield from _expansion(node)
        elif node.type in ("variable_name", "special_variable_name") and source(node) in BASH_VARIABLES:
            yield "$" + source(node)


def _braces(node: Node) -> Iterator[str]:
    kinds = [source(child) for child in node.children]
    text = source(node)
    if "{" in kinds and "}" in kinds and ("," in text or ".." in text):
        yield "brace expansion"


def _command(node: Node) -> Iterator[str]:
    name = source(node)
    if name in BASH_BUILTINS:
        yield name
    arguments = [source(child) for child in (node.parent.children if node.parent else []) if child is not node]
    if name == "echo" and any("\\" in arg or (re.fullmatch(r"-[neE]+", arg) and arg != "-n") for arg in arguments):
        yield "echo with escapes"
    if name == "read" and any(arg.startswith("-") and arg != "-r" for arg in arguments):
        yield "read with options"
    if name == "printf" and any(arg == "-v" or "%q" in arg or "%(" in arg for arg in arguments):
        yield "printf extensions"
    if name in ("set", "trap", "ulimit", "type", "umask") and any(
        "pipefail" in arg or arg in ("ERR", "DEBUG", "RETURN", "-S") for arg in arguments
    ):
        yield name + " extensions"
    if name == "export" and "-f" in arguments:
        yield "export -f"


def _expansion(node: Node) -> Iterator[str]:
    text = source(node)
    inner = re.sub(r"^\$\{[#!]?\w+", "", text)
    if text.startswith("${!") or re.match(r"[/:](?![-+=?])|\^|,|@|\[", inner):
        yield "${…} forms of bash"
