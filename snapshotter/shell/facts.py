"""What one command line reads, writes, sets and calls, read off its syntax tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec import Struct
from tree_sitter import Node

from snapshotter.regex import regex
from snapshotter.shell.programs import (
    EDITORS,
    LOOKING,
    LOOKING_VERBS,
    PROMPTS,
    SHELLS,
    STATE,
    TRANSIENT,
    VERSION_FLAGS,
    WRAPPERS,
    WRITERS,
)
from snapshotter.shell.syntax import WORDS, literal, parse, source, walk

_SIMPLE = frozenset({"command", "declaration_command", "unset_command", "test_command"})
_INNER = frozenset({"function_definition"})
_SCOPED = frozenset({"subshell", "function_definition", "command_substitution", "process_substitution", "pipeline"})


class Simple(Struct, frozen=True):
    """One simple command: its words as far as they are literal (None where an expansion decides)."""

    words: tuple[str | None, ...]

    @property
    def name(self) -> str:
        """The program's or builtin's name without its directory, wrappers like `sudo` passed over; "" if unknown."""
        for word in self.words:
            if word is None:
                return ""
            base = word.rsplit("/", 1)[-1]
            if base not in WRAPPERS and not word.startswith("-") and "=" not in word:
                return base
        return ""

    @property
    def args(self) -> tuple[str | None, ...]:
        """The words behind the name."""
        for index, word in enumerate(self.words):
            if word is not None and word.rsplit("/", 1)[-1] == self.name:
                return self.words[index + 1 :]
        return ()

    @property
    def verb(self) -> str:
        """The first argument that is no option, or the first option where there is nothing else."""
        plain = [arg for arg in self.args if arg and not arg.startswith("-")]
        return plain[0] if plain else next((arg for arg in self.args if arg), "")

    @property
    def only_looks(self) -> bool:
        """True where it leaves no file behind by itself (a redirection may)."""
        return _looks(self)


class Facts(Struct, frozen=True):
    """What is known of one command line without running it."""

    parsed: bool
    """False where the syntax could not be read in full."""
    commands: tuple[Simple, ...]
    """Every simple command that it may run, in order, those in substitutions too; a function's body only defines."""
    writes: tuple[str | None, ...]
    """Targets of output redirections other than /dev/null and descriptors; None where not literal."""
    assigns: Mapping[str, str | None]
    """Variables that it sets in the shell itself → literal value, None where it must be computed."""
    exports: frozenset[str]
    functions: frozenset[str]
    aliases: Mapping[str, str]
    unsets: frozenset[str]
    """Variables and functions that it takes away."""
    uses: frozenset[str]
    """Variables it refers to, a function's body included."""
    mentions: frozenset[str]
    """Those of them that stand only in text for another shell, as behind `su -c`: it inherits what is exported."""
    calls: frozenset[str]
    """Names of the commands in it, a function's body included."""
    sources: tuple[str, ...]
    """Files read by `.` or `source`; a name with `$` in it as it was typed, without quotes around it."""
    umask: str
    """The mask that it sets, "" if none."""
    background: bool
    fed: bool
    """True where its input comes from a here-document, a here-string or a file, at least for a part of it."""

    @property
    def only_looks(self) -> bool:
        """True where nothing in it can leave a file behind."""
        return (
            self.parsed and not self.writes and not self.functions and all(_looks(simple) for simple in self.commands)
        )

    @property
    def only_state(self) -> bool:
        """True where all it can do is change the shell's own state (or look)."""
        return (
            self.parsed and not self.writes and all(simple.name in STATE or _looks(simple) for simple in self.commands)
        )

    @property
    def surely_writes(self) -> bool:
        """True where a redirection or a known program writes files."""
        return bool(self.writes) or any(simple.name in WRITERS and not _looks(simple) for simple in self.commands)

    @property
    def edits(self) -> bool:
        """True where a person typed into an editor."""
        return any(_is_typed_into(simple) for simple in self.commands) and not self.fed

    @property
    def starts_shell(self) -> bool:
        """True where it did nothing but start a shell to type into."""
        return len(self.commands) == 1 and not self.writes and not self.fed and _is_shell(self.commands[0])


def _looks(simple: Simple) -> bool:
    name, args = simple.name, simple.args
    if not simple.words:
        return True
    if name in ("sed", "perl") and not any(
        arg is None or arg.startswith(("-i", "--in-place")) or (arg[:2] == "-p" and "i" in arg)
        for arg in args
        if arg is None or arg.startswith("-")
    ):
        return name == "sed" and not any(arg is None or "w " in arg for arg in args)
    if name == "find":
        return not any(
            arg in ("-delete", "-exec", "-execdir", "-ok", "-okdir", "-fprint", "-fprintf", "-fls") for arg in args
        )
    if name in ("curl", "wget"):
        return name == "curl" and not any(
            arg is None
            or arg.startswith(("-o", "-O", "--output", "--remote", "-c", "-D"))
            or (arg[:1] == "-" and arg[:2] != "--" and ("o" in arg or "O" in arg))
            for arg in args
            if arg is None or arg.startswith("-")
        )
    if name in ("tar", "unzip", "zip"):
        return (
            bool(args)
            and args[0] is not None
            and args[0].lstrip("-")[:1] in ("t", "l")
            and not args[0].startswith("--")
        )
    if name in LOOKING_VERBS:
        return simple.verb in LOOKING_VERBS[name]
    if name in LOOKING or name in TRANSIENT:
        return name not in ("mount", "date", "hostname") or not _sets(name, args)
    return len(args) == 1 and args[0] in VERSION_FLAGS


def _sets(name: str, args: tuple[str | None, ...]) -> bool:
    if name == "date":
        return any(arg in ("-s", "--set") for arg in args)
    return name == "mount" and len(args) > 1


def _is_shell(simple: Simple) -> bool:
    words = [word for word in simple.words if word is not None]
    if len(words) != len(simple.words):
        return False
    name = simple.name
    if name in SHELLS | PROMPTS:
        return all(arg is not None and _of_shell(arg) for arg in simple.args)
    if name == "newgrp":
        return True
    if name == "su":
        given = [arg for arg in simple.args if arg is not None and arg.startswith(("-c", "--command"))]
        return not given or simple.args[-1] in SHELLS
    return (
        bool(words)
        and words[0] in ("sudo", "doas")
        and (not name or any(word in ("-i", "-s", "su") for word in words[1:2]))
    )


def _is_typed_into(simple: Simple) -> bool:
    if simple.name == "visudo":
        return not {"-c", "--check", "-cq"}.intersection(simple.args)
    if simple.name in ("ex", "ed", "vim", "vi"):
        return not {"-es", "-s", "-Es", "-sc"}.intersection(simple.args)
    return simple.name in EDITORS or (simple.name == "crontab" and "-e" in simple.args)


def _of_shell(arg: str) -> bool:
    """Say whether a word behind a shell's name is an option that gives it no command and no script."""
    return arg.startswith("--") or (len(arg) > 1 and arg.startswith("-") and not {"c", "e", "m"}.intersection(arg))


@lru_cache(maxsize=4096)
def facts(text: str) -> Facts:
    """Read the facts of a command line; text that cannot be parsed gives what could be read and parsed=False."""
    root = parse(text)
    assigns: dict[str, str | None] = {}
    exports: set[str] = set()
    for node in walk(root, skip=_SCOPED):
        _assignments(node, assigns, exports)
    commands = tuple(_simple(node) for node in walk(root, skip=_INNER) if node.type in _SIMPLE)
    called = [node for node in walk(root, skip=_SCOPED) if node.type == "command"]
    top = [_simple(node) for node in called]
    assigns.update({name: None for simple in top for name in _taken_in(simple)})
    uses, mentions = frozenset(_uses(root)), frozenset(_mentions(root))
    calls = frozenset(_simple(node).name for node in walk(root) if node.type in _SIMPLE) - {""}
    return Facts(
        parsed=not root.has_error,
        commands=commands,
        writes=tuple(_writes(root)),
        assigns=assigns,
        exports=frozenset(exports),
        functions=frozenset(
            source(node.child_by_field_name("name") or node)
            for node in walk(root)
            if node.type == "function_definition"
        ),
        aliases=dict(_aliases(top)),
        unsets=frozenset(_unsets(root)),
        uses=uses | mentions,
        mentions=mentions - uses if calls.isdisjoint(_READ_AGAIN) else frozenset(),
        calls=calls,
        sources=tuple(_sources(called)),
        umask=next((simple.args[0] or "" for simple in reversed(top) if simple.name == "umask" and simple.args), ""),
        background=any(node.type == "&" for node in root.children),
        fed=any(_feeds(node) for node in walk(root)),
    )


def _simple(node: Node) -> Simple:
    words: list[str | None] = []
    if node.type != "command":
        words = [literal(child) for child in node.children if child.type in WORDS or child.type == "variable_name"]
        return Simple((source(node.children[0]), *words) if node.children else ())
    for child in node.children:
        if child.type == "command_name":
            words.append(_word(child.children[0]) if child.children else source(child))
        elif child.type in WORDS:
            words.append(_word(child))
    return Simple(tuple(words))


def _word(node: Node) -> str | None:
    """Give a word's value, of which only a leading `~/` may be left to expand; None where more decides."""
    text = source(node)
    return text if _HOME.fullmatch(text) else literal(node)


_STANDARD = frozenset({"0", "1", "2", "1-", "2-"})
"""Descriptors that lead to the terminal; what goes to another one goes into a file that the shell holds open."""


def _writes(root: Node) -> Iterator[str | None]:
    for node in walk(root, skip=_INNER):
        if node.type != "file_redirect":
            continue
        operator = next((child.type for child in node.children if ">" in child.type), "")
        target = node.children[-1]
        if not operator or (
            operator in (">&", "<&") and target.type in ("number", "word") and source(target) in _STANDARD
        ):
            continue
        value = None if operator == ">&" and target.type == "number" else _word(target)
        if value not in ("/dev/null", "/dev/stderr", "/dev/stdout", "/dev/tty", "-"):
            yield value


def _feeds(node: Node) -> bool:
    if node.type == "file_redirect":
        return any(child.type == "<" for child in node.children)
    return node.type in ("heredoc_redirect", "herestring_redirect")


def _assignments(node: Node, assigns: dict[str, str | None], exports: set[str]) -> None:
    if node.type == "for_statement" and (variable := node.child_by_field_name("variable")) is not None:
        assigns[source(variable)] = None
    elif node.type == "variable_assignment" and node.parent is not None and node.parent.type != "command":
        name = source(node.child_by_field_name("name") or node).split("[")[0]
        value = node.child_by_field_name("value")
        plain = source(node)[len(name) :].startswith("=")
        assigns[name] = ("" if value is None else literal(value)) if plain else None
    elif node.type == "declaration_command" and (
        source(node.children[0]) == "export" or any(source(child) == "-x" for child in node.children)
    ):
        for child in node.children[1:]:
            if child.type == "variable_name":
                exports.add(source(child))
            elif child.type == "variable_assignment":
                exports.add(source(child.child_by_field_name("name") or child))


_HOME = regex(r"~/[\w./@%+=:,-]*")
_NAMED_BY_VARIABLE = regex(r"[\w$./{}~@%+:,-]+")
_LEADING = regex(r"[A-Za-z_]\w*")
_READ_AGAIN = frozenset({"eval", "trap"})
"""Builtins that read quoted text in the shell itself."""
_IN_QUOTES = regex(r"\$\{?([A-Za-z_]\w*)")
_ANYWHERE = regex(r"\$\{?(?:\([^()]*\))?[=~^+#]*([A-Za-z_]\w*)")
"""A variable in text that the grammar does not read, such as zsh's ${(flags)name}."""


def _uses(root: Node) -> Iterator[str]:
    if root.has_error:
        yield from _ANYWHERE.findall(source(root))
    for node in walk(root):
        if node.type in ("simple_expansion", "expansion", "arithmetic_expansion", "subscript", "binary_expression"):
            yield from (source(child) for child in node.children if child.type == "variable_name")


def _sources(called: list[Node]) -> Iterator[str]:
    for node in called:
        simple, words = _simple(node), [child for child in node.children if child.type in WORDS]
        if simple.name in (".", "source") and simple.args and words and len(simple.words) == len(words) + 1:
            name = simple.args[0] or source(words[-len(simple.args)]).strip('"')
            if simple.args[0] or _NAMED_BY_VARIABLE.fullmatch(name):
                yield name


def _mentions(root: Node) -> Iterator[str]:
    for node in walk(root):
        if node.type == "raw_string":
            yield from _IN_QUOTES.findall(source(node))


def _unsets(root: Node) -> Iterator[str]:
    for node in walk(root, skip=_SCOPED):
        if node.type == "unset_command":
            yield from (source(child) for child in node.children if child.type == "variable_name")


def _taken_in(simple: Simple) -> Iterator[str]:
    """Give the variables that a builtin sets by their names."""
    plain = [arg for arg in simple.args if arg]
    if simple.name == "read":
        yield from (arg for arg in plain if arg.isidentifier())
    elif simple.name == "let":
        yield from (match[0] for arg in plain if (match := _LEADING.match(arg)))
    elif (simple.name == "printf" and plain[:1] == ["-v"]) or simple.name == "getopts":
        yield from plain[1:2]
    elif simple.name in ("mapfile", "readarray"):
        yield plain[-1] if plain and plain[-1].isidentifier() else "MAPFILE"


def _aliases(top: list[Simple]) -> Iterator[tuple[str, str]]:
    for simple in top:
        if simple.name == "alias":
            for arg in simple.args:
                if arg and "=" in arg:
                    name, _, value = arg.partition("=")
                    yield name, value
