"""Facts about one command line, from its syntax tree: what it reads, writes, sets and calls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec import Struct
from tree_sitter import Node

from snapshotter.regex import regex
from snapshotter.shell.call import call_of
from snapshotter.shell.editors import edits
from snapshotter.shell.programs import PROMPTS, STATE, WRITERS
from snapshotter.shell.simple import Simple, simple_command, word_of
from snapshotter.shell.syntax import FUNCTION_BODY, SCOPED, SIMPLE, WORDS, parse, source, walk
from snapshotter.shell.variables import assigned, mentioned, unset, used


class Facts(Struct, frozen=True):
    """What is known about one command line without running it."""

    parsed: bool
    """Whether all of the syntax could be parsed."""
    commands: tuple[Simple, ...]
    """Every simple command that it may run, in order, including substitutions but not the bodies of functions."""
    writes: tuple[str | None, ...]
    """Targets of output redirections other than /dev/null and descriptors; None for a target that is not literal."""
    assigns: Mapping[str, str | None]
    """Variables that it sets in the shell itself → literal value, None if the value must be computed."""
    exports: frozenset[str]
    functions: frozenset[str]
    aliases: Mapping[str, str]
    unsets: frozenset[str]
    """Variables and functions that it unsets."""
    uses: frozenset[str]
    """Variables that it refers to, including those in the bodies of functions."""
    mentions: frozenset[str]
    """Those of `uses` that occur only in text for another shell, as after `su -c`: it inherits exported variables."""
    calls: frozenset[str]
    """Names of the commands in it, including those in the bodies of functions."""
    sources: tuple[str, ...]
    """Files read by `.` or `source`; a name that contains `$` is kept as typed, without quotes around it."""
    umask: str
    """The mask that it sets, or ""."""
    background: bool
    redirected_input: bool
    """Whether the input of at least a part of it comes from a here-document, a here-string or a file."""
    edits: bool
    """Whether it starts an editor in which a person types."""

    @property
    def only_looks(self) -> bool:
        """Whether nothing in it can create or change a file."""
        if not self.parsed or self.writes or self.functions:
            return False
        return all(simple.only_looks for simple in self.commands)

    @property
    def only_state(self) -> bool:
        """Whether it can change nothing but the state of the shell itself."""
        if not self.parsed or self.writes:
            return False
        return all(simple.name in STATE or simple.only_looks for simple in self.commands)

    @property
    def surely_writes(self) -> bool:
        """Whether a redirection or a known program in it writes files."""
        return bool(self.writes) or any(simple.name in WRITERS and not simple.only_looks for simple in self.commands)

    @property
    def starts_shell(self) -> bool:
        """Whether all it does is start an interactive shell."""
        return len(self.commands) == 1 and not self.writes and not self.redirected_input and self.commands[0].is_shell

    @property
    def opens_shell(self) -> bool:
        """Whether all it does is start an interactive shell, and not the interpreter of another language."""
        return self.starts_shell and self.commands[0].name not in PROMPTS

    @property
    def becomes_shell(self) -> bool:
        """Whether the last thing that it does is to replace its shell by another one."""
        words = self.commands[-1].words if self.parsed and self.commands else ()
        shell = Simple(words[1:])
        return words[:1] == ("exec",) and shell.is_shell and shell.name not in PROMPTS


_EVALUATING_BUILTINS = frozenset({"eval", "trap"})
"""Builtins that run quoted text in the shell itself."""


@lru_cache(maxsize=4096)
def facts(text: str) -> Facts:
    """Return the facts of a command line; of text that cannot be parsed, those that could be read and parsed=False."""
    root = parse(text)
    assigns, exports = assigned(root)
    nodes = [node for node in walk(root, skip=FUNCTION_BODY) if node.type in SIMPLE]
    redirected_input = any(_redirects_input(node) for node in walk(root))
    called = [node for node in walk(root, skip=SCOPED) if node.type == "command"]
    top = [simple_command(node) for node in called]
    uses, mentions = frozenset(used(root)), frozenset(mentioned(root))
    calls = frozenset(simple_command(node).name for node in walk(root) if node.type in SIMPLE) - {""}
    masks = [simple.args[0] or "" for simple in top if simple.name == "umask" and simple.args]
    return Facts(
        parsed=not root.has_error,
        commands=tuple(map(simple_command, nodes)),
        writes=tuple(_writes(root)),
        assigns=assigns,
        exports=exports,
        functions=frozenset(
            source(node.child_by_field_name("name") or node)
            for node in walk(root)
            if node.type == "function_definition"
        ),
        aliases=dict(_aliases(top)),
        unsets=frozenset(unset(root)),
        uses=uses | mentions,
        mentions=mentions - uses if calls.isdisjoint(_EVALUATING_BUILTINS) else frozenset(),
        calls=calls,
        sources=tuple(_sources(called)),
        umask=masks[-1] if masks else "",
        background=any(node.type == "&" for node in root.children),
        redirected_input=redirected_input,
        edits=not redirected_input and any(edits(c.name, c.args, c.given, piped=c.piped) for c in map(call_of, nodes)),
    )


_TERMINAL_DESCRIPTORS = frozenset({"0", "1", "2", "1-", "2-"})
"""Descriptors of the terminal; any other descriptor leads to a file that the shell has open."""


def _writes(root: Node) -> Iterator[str | None]:
    for node in walk(root, skip=FUNCTION_BODY):
        if node.type != "file_redirect":
            continue
        operator = next((child.type for child in node.children if ">" in child.type), "")
        target = node.children[-1]
        if not operator or (
            operator in (">&", "<&") and target.type in ("number", "word") and source(target) in _TERMINAL_DESCRIPTORS
        ):
            continue
        value = None if operator == ">&" and target.type == "number" else word_of(target)
        if value not in ("/dev/null", "/dev/stderr", "/dev/stdout", "/dev/tty", "-"):
            yield value


def _redirects_input(node: Node) -> bool:
    if node.type == "file_redirect":
        return any(child.type == "<" for child in node.children)
    return node.type in ("heredoc_redirect", "herestring_redirect")


_NAMED_BY_VARIABLE = regex(r"[\w$./{}~@%+:,-]+")


def _sources(called: list[Node]) -> Iterator[str]:
    for node in called:
        simple, words = simple_command(node), [child for child in node.children if child.type in WORDS]
        if simple.name in (".", "source") and simple.args and words and len(simple.words) == len(words) + 1:
            name = simple.args[0] or source(words[-len(simple.args)]).strip('"')
            if simple.args[0] or _NAMED_BY_VARIABLE.fullmatch(name):
                yield name


def _aliases(top: list[Simple]) -> Iterator[tuple[str, str]]:
    for simple in top:
        if simple.name == "alias":
            for arg in simple.args:
                if arg and "=" in arg:
                    name, _, value = arg.partition("=")
                    yield name, value
