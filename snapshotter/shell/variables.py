"""The variables that a command line sets, exports, unsets and uses."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from snapshotter.regex import regex
from snapshotter.shell.simple import Simple, simple_command
from snapshotter.shell.syntax import SCOPED, literal, source, walk


def assigned(root: Node) -> tuple[dict[str, str | None], frozenset[str]]:
    """Return the variables that a line sets, with their literal values or None, and the names that it exports."""
    assigns: dict[str, str | None] = {}
    exports: set[str] = set()
    called = []
    for node in walk(root, skip=SCOPED):
        _add_assignments(node, assigns, exports)
        if node.type == "command":
            called.append(simple_command(node))
    assigns.update({name: None for simple in called for name in _set_by_builtin(simple)})
    return assigns, frozenset(exports)


def _add_assignments(node: Node, assigns: dict[str, str | None], exports: set[str]) -> None:
    if node.type in _ARITHMETIC:
        assigns.update(dict.fromkeys(_set_by_arithmetic(source(node))))
    elif node.type == "for_statement" and (variable := node.child_by_field_name("variable")) is not None:
        assigns[source(variable)] = None
    elif node.type == "variable_assignment" and node.parent is not None and node.parent.type != "command":
        name = source(node.child_by_field_name("name") or node).split("[")[0]
        value = node.child_by_field_name("value")
        in_head = node.parent.type == "c_style_for_statement"
        plain = source(node)[len(name) :].startswith("=") and not in_head
        assigns[name] = ("" if value is None else literal(value)) if plain else None
    elif node.type == "declaration_command" and (
        source(node.children[0]) == "export" or any(source(child) == "-x" for child in node.children)
    ):
        for child in node.children[1:]:
            if child.type == "variable_name":
                exports.add(source(child))
            elif child.type == "variable_assignment":
                exports.add(source(child.child_by_field_name("name") or child))


_ARITHMETIC = frozenset({"arithmetic_expansion", "compound_statement", "c_style_for_statement"})
_SET = regex(
    r"(?<![$\w{])([A-Za-z_]\w*)(?:\[[^\]]*\])?\s*(?:\+\+|--|(?:[-+*/%&|^]|<<|>>)?=(?!=))|(?:\+\+|--)\s*([A-Za-z_]\w*)"
)
"""A variable that an arithmetic expression sets."""


def _set_by_arithmetic(text: str) -> Iterator[str]:
    """Yield the variables that `((…))`, `$((…))` or the head of a `for ((…))` sets."""
    if text.startswith("for"):
        text = text.partition("))")[0]
    if text.startswith(("((", "$((", "for")):
        yield from (before or after for before, after in _SET.findall(text))


_LEADING_NAME = regex(r"[A-Za-z_]\w*")
_IN_QUOTES = regex(r"\$\{?([A-Za-z_]\w*)")
_ANYWHERE = regex(r"\$\{?(?:\([^()]*\))?[=~^+#]*([A-Za-z_]\w*)")
"""A variable in text that the grammar cannot parse, such as ${(flags)name} of zsh."""


def used(root: Node) -> Iterator[str]:
    """Yield the variables that a line refers to, those in the bodies of functions too."""
    if root.has_error:
        yield from _ANYWHERE.findall(source(root))
    for node in walk(root):
        if node.type in ("simple_expansion", "expansion", "arithmetic_expansion", "subscript", "binary_expression"):
            yield from (source(child) for child in node.children if child.type == "variable_name")


def mentioned(root: Node) -> Iterator[str]:
    """Yield the variables in text that is quoted for another shell."""
    for node in walk(root):
        if node.type == "raw_string":
            yield from _IN_QUOTES.findall(source(node))


def unset(root: Node) -> Iterator[str]:
    """Yield the variables and functions that a line unsets."""
    for node in walk(root, skip=SCOPED):
        if node.type == "unset_command":
            yield from (source(child) for child in node.children if child.type == "variable_name")


def _set_by_builtin(simple: Simple) -> Iterator[str]:
    """Yield the variables that a builtin sets by their names."""
    plain = [arg for arg in simple.args if arg]
    if simple.name == "read":
        yield from (arg for arg in plain if arg.isidentifier())
    elif simple.name == "let":
        yield from (match[0] for arg in plain if (match := _LEADING_NAME.match(arg)))
    elif (simple.name == "printf" and plain[:1] == ["-v"]) or simple.name == "getopts":
        yield from plain[1:2]
    elif simple.name in ("mapfile", "readarray"):
        yield plain[-1] if plain and plain[-1].isidentifier() else "MAPFILE"
