"""Whether a line typed into zsh means the same to a plain POSIX `sh`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tree_sitter import Node

from snapshotter.regex import regex
from snapshotter.shell.dialects.posix import needs_bash
from snapshotter.shell.syntax import literal, parse, source, walk

OPTIONS = frozenset(
    "nobadpattern nobareglobqual braceccl nocaseglob casepaths cshjunkiequotes cshnullglob noequals extendedglob"
    " noglob globassign globdots globstarshort globsubst ignorebraces ignoreclosebraces ksharrays kshglob kshtypeset"
    " magicequalsubst markdirs nomultibyte nomultios nonomatch nullglob numericglobsort octalzeroes rcexpandparam"
    " rcquotes rematchpcre shglob noshortloops shwordsplit".split()
)
"""Options that change the meaning of a command line, as `setopt` lists those that differ from a new shell."""

_BUILTINS = frozenset(
    "- autoload bindkey chpwd compdef emulate float foreach functions getln hash integer limit nocorrect noglob print"
    " private pushln rehash repeat setopt typeset unfunction unhash unlimit unsetopt vared whence where which"
    " zcompile zf_chmod zf_ln zf_mkdir zf_mv zf_rm zf_rmdir zle zmodload zmv zparseopts zstyle".split()
)
"""Commands that a plain POSIX shell does not have, or that are programs in it."""
_VARIABLES = frozenset(
    "argv builtins cdpath commands fpath functions galiases manpath module_path nameddirs options parameters path"
    " pipestatus signals status termcap terminfo EGID EUID GID HOST RANDOM SECONDS UID USERNAME ZSH_NAME"
    " ZSH_VERSION".split()
)
_PARAMETER = regex(r"\$(?:\w+(?:\[|:[a-zA-Z&])|[+^=~](?=[\w{])|#\w|\{[(+^=~:])")
"""$name[…], $name:t, $+name, $^name, $#name, ${(flags)…}: zsh expands them even inside double quotes."""
_EXPANDED = frozenset({"simple_expansion", "expansion"})
_SPLITS = frozenset(
    {
        "command",
        "concatenation",
        "for_statement",
        "file_redirect",
        "test_command",
        "unary_expression",
        "binary_expression",
    }
)
_SPECIAL = regex(r"\$\{?[?$#!-]")
_GLOB = regex(r"\*\*/|<\d*-\d*>|\[\^|\*\(|\)\(|(?<![<>])\([^()]*\)$")


@lru_cache(maxsize=4096)
def needs_zsh(text: str) -> str:
    """Return the first construct of `text` that a POSIX shell lacks or reads differently than zsh, or ""."""
    root = parse(text)
    if root.has_error:
        return "syntax"
    return needs_bash(text) or next(_reasons(root), "")


def _reasons(root: Node) -> Iterator[str]:
    plain = _single_word_variables(root)
    for node in walk(root):
        if node.type in _EXPANDED:
            yield from _expansion(node, plain)
        elif node.type == "string" and _PARAMETER.search(source(node)):
            yield "${…} forms of zsh"
        elif node.type in ("word", "concatenation") and node.parent is not None and node.parent.type != "case_item":
            yield from _word(source(node))
        elif node.type == "command_name":
            yield from _command(node)
        elif node.type == "redirected_statement":
            yield from _redirected(node)


def _single_word_variables(root: Node) -> frozenset[str]:
    """Return the variables that hold a single plain word throughout the text, so that splitting changes nothing."""
    plain: set[str] = set()
    other: set[str] = set()
    for node in walk(root):
        if node.type == "for_statement":
            values = [child for child in node.children if child.type in ("word", "number", "string", "raw_string")]
            name = source(node.child_by_field_name("variable") or node)
        elif node.type == "variable_assignment":
            value = node.child_by_field_name("value")
            values = [] if value is None else [value]
            name = source(node.child_by_field_name("name") or node)
        else:
            continue
        words = [literal(value) for value in values]
        is_plain = bool(words) and all(word and re.fullmatch(r"[\w./:@%+,-]+", word) for word in words)
        if is_plain:
            plain.add(name)
        else:
            other.add(name)
    return frozenset(plain - other)


def _expansion(node: Node, plain: frozenset[str]) -> Iterator[str]:
    text = source(node)
    name = re.sub(r"^\$\{?|\}$", "", text)
    following = b""
    if node.next_sibling is not None and node.next_sibling.start_byte == node.end_byte:
        following = (node.next_sibling.text or b"")[:1]
    if name in _VARIABLES:
        yield "$" + name
    elif _PARAMETER.match(text) or (following in (b"[", b":") and not text.startswith("${")):
        yield "${…} forms of zsh"
    elif (
        node.parent is not None
        and node.parent.type in _SPLITS
        and not _SPECIAL.match(text)
        and name not in plain
        and not _assigned(node)
    ):
        yield "a variable that is not split into words"


def _assigned(node: Node) -> bool:
    """Return whether a word is the value of an assignment, which no shell splits."""
    up: Node | None = node
    while up is not None and up.type in (*_EXPANDED, "concatenation"):
        up = up.parent
    return up is not None and up.type == "variable_assignment"


def _word(text: str) -> Iterator[str]:
    if text.startswith("=") and len(text) > 1:
        yield "=command"
    elif re.match(r"~[\w+-]", text):
        yield "~name"
    elif _GLOB.search(text):
        yield "globs of zsh"


def _command(node: Node) -> Iterator[str]:
    name = source(node)
    words = [source(child) for child in (node.parent.children if node.parent else []) if child is not node]
    if name in _BUILTINS or (name == "alias" and any(word in ("-g", "-s") for word in words)):
        yield name
    if name == "." and any("zsh" in word for word in words):
        yield "a file for zsh"


def _redirected(node: Node) -> Iterator[str]:
    """Yield what zsh does with redirections: two outputs are two copies, and one without a command reads or writes."""
    targets = [source(child) for child in node.children if child.type == "file_redirect"]
    kinds = [target[:1] for target in targets]
    if any(re.match(r"\d*>>?&?!", target) for target in targets):
        yield ">!"
    if kinds.count(">") > 1 or kinds.count("<") > 1:
        yield "several redirections"
    if node.child_by_field_name("body") is None:
        yield "a redirection alone"
