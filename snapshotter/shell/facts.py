"""Facts about one command line, from its syntax tree: what it reads, writes, sets and calls."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec import Struct
from tree_sitter import Node

from snapshotter.regex import regex
from snapshotter.shell.editors import edits, only_checks
from snapshotter.shell.programs import (
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
_FUNCTION_BODY = frozenset({"function_definition"})
_SCOPED = frozenset({"subshell", "function_definition", "command_substitution", "process_substitution", "pipeline"})


_DURATION = regex(r"\d+(?:\.\d+)?[smhd]?")


class Simple(Struct, frozen=True):
    """The words of one simple command, each None unless it is literal."""

    words: tuple[str | None, ...]

    @property
    def name(self) -> str:
        """The name of the program or builtin without its directory, after wrappers such as `sudo`; "" if unknown."""
        for place, word in enumerate(self.words):
            if word is None:
                return ""
            base = word.rsplit("/", 1)[-1]
            if base == "timeout" and self.words[place + 1 :] and "--version" not in self.words:
                continue
            if place and _DURATION.fullmatch(word) and "timeout" in self.words[:place]:
                continue
            if base not in WRAPPERS and not word.startswith("-") and "=" not in word:
                return base
        return ""

    @property
    def args(self) -> tuple[str | None, ...]:
        """The words after the name."""
        for index, word in enumerate(self.words):
            if word is not None and word.rsplit("/", 1)[-1] == self.name:
                return self.words[index + 1 :]
        return ()

    @property
    def verb(self) -> str:
        """The first argument that is not an option, or the first option if there are only options."""
        plain = [arg for arg in self.args if arg and not arg.startswith("-")]
        return plain[0] if plain else next((arg for arg in self.args if arg), "")

    @property
    def only_looks(self) -> bool:
        """Whether it creates and changes no files by itself (a redirection may)."""
        return _only_looks(self)


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
        return all(_only_looks(simple) for simple in self.commands)

    @property
    def only_state(self) -> bool:
        """Whether it can change nothing but the state of the shell itself."""
        if not self.parsed or self.writes:
            return False
        return all(simple.name in STATE or _only_looks(simple) for simple in self.commands)

    @property
    def surely_writes(self) -> bool:
        """Whether a redirection or a known program in it writes files."""
        return bool(self.writes) or any(simple.name in WRITERS and not _only_looks(simple) for simple in self.commands)

    @property
    def starts_shell(self) -> bool:
        """Whether all it does is start an interactive shell."""
        return len(self.commands) == 1 and not self.writes and not self.redirected_input and _is_shell(self.commands[0])

    @property
    def opens_shell(self) -> bool:
        """Whether all it does is start an interactive shell, and not the interpreter of another language."""
        return self.starts_shell and self.commands[0].name not in PROMPTS


def _only_looks(simple: Simple) -> bool:
    name, args = simple.name, simple.args
    if not simple.words:
        return True
    if name == "perl":
        return False
    if name == "wget":
        return _prints_page(args)
    if name == "sed":
        return not any(arg is None or "w " in arg or _edits_in_place(arg) for arg in args)
    if name == "sqlite3":
        return bool(args) and args[-1] is not None and _QUERY.match(args[-1]) is not None
    if name == "find":
        return _FIND_ACTIONS.isdisjoint(args)
    if name == "curl":
        return not any(arg is None or _saves_output(arg) for arg in args)
    if name in ("tar", "unzip", "zip"):
        first = args[0] if args else None
        return first is not None and not first.startswith("--") and first.lstrip("-")[:1] in ("t", "l")
    if name in LOOKING_VERBS:
        return simple.verb in LOOKING_VERBS[name] or (len(args) == 1 and args[0] in VERSION_FLAGS)
    if name == "date":
        return "-s" not in args and "--set" not in args
    if name == "visudo":
        return only_checks(name, args)
    if name == "mount":
        return len(args) <= 1
    if name in LOOKING or name in TRANSIENT:
        return True
    return len(args) == 1 and args[0] in VERSION_FLAGS


_QUERY = regex(r"(?i)\s*(?:select\b[^;]*;?\s*\Z|\.(?:schema|tables|dump|indexes|databases)\b)")
"""What `sqlite3` is asked without a change of its file."""
_FIND_ACTIONS = frozenset({"-delete", "-exec", "-execdir", "-ok", "-okdir", "-fprint", "-fprintf", "-fls"})


def _edits_in_place(arg: str) -> bool:
    """Return whether an argument of `sed` makes it change its files."""
    return arg.startswith(("-i", "--in-place")) or (arg.startswith("-p") and "i" in arg)


def _saves_output(arg: str) -> bool:
    """Return whether an argument of `curl` makes it write a file."""
    if arg.startswith(("-o", "-O", "--output", "--remote", "-c", "-D")):
        return True
    return arg.startswith("-") and not arg.startswith("--") and ("o" in arg or "O" in arg)


def _prints_page(args: tuple[str | None, ...]) -> bool:
    """Return whether `wget` writes what it gets to its output, or only looks whether it is there."""
    if any(arg is None or arg.startswith(_WGET_WRITES) for arg in args):
        return False
    if "--spider" in args or "--output-document=-" in args:
        return True
    words = [*args, ""]
    return any(
        (word == "--output-document" and after == "-") or _STDOUT.fullmatch(f"{word} {after}")
        for word, after in itertools.pairwise(words)
    )


_WGET_WRITES = ("-o", "-a", "--output-file", "--append-output", "--save-", "--warc", "-m", "--mirror", "-P")
_STDOUT = regex(r"-[qSNnvc46]*O(- .*| -)")
"""Options of `wget` with which a page goes to its output."""


def _is_shell(simple: Simple) -> bool:
    words = [word for word in simple.words if word is not None]
    if len(words) != len(simple.words):
        return False
    name = simple.name
    if name in SHELLS | PROMPTS:
        return all(arg is not None and _keeps_shell_interactive(arg) for arg in simple.args)
    if name == "newgrp":
        return True
    if name == "su":
        has_command = any(arg is not None and arg.startswith(("-c", "--command")) for arg in simple.args)
        return not has_command or simple.args[-1] in SHELLS
    return (
        bool(words)
        and words[0] in ("sudo", "doas")
        and (not name or any(word in ("-i", "-s", "su") for word in words[1:2]))
    )


class Call(Struct, frozen=True):
    """A simple command with what is set for it, and its place in the text."""

    name: str
    args: tuple[str | None, ...]
    given: Mapping[str, str]
    """The variables that are set for it, with their values as far as they are literal."""
    wrapped: bool
    """Whether another program (`sudo`, `env`) starts it."""
    start: int
    """Its first byte, after variables."""
    piped: bool
    """Whether another command writes its input."""


def calls_of(text: str) -> Iterator[Call]:
    """Yield the simple commands of a command line, without those in the bodies of functions."""
    yield from (_call(node) for node in walk(parse(text), skip=_FUNCTION_BODY) if node.type == "command")


def _call(node: Node) -> Call:
    simple = simple_command(node)
    if simple.words[:1] == ("sudo",) and simple.words[1:2] in (("-e",), ("--edit",)):
        simple = Simple(("sudoedit", *simple.words[2:]))
    start = next((child.start_byte for child in node.children if child.type == "command_name"), node.start_byte)
    wrapped = bool(simple.words) and (simple.words[0] or "").rpartition("/")[2] != simple.name
    return Call(simple.name, simple.args, _given(node, simple), wrapped, start, is_piped(node))


def _given(node: Node, simple: Simple) -> dict[str, str]:
    """Return the variables that are set for one simple command, with their values as far as they are literal."""
    words = simple.words[: len(simple.words) - len(simple.args)]
    wrapped = (word.partition("=") for word in words if word and "=" in word)
    found = {name: value for name, _, value in wrapped}
    for child in node.children:
        if child.type == "variable_assignment":
            name, _, value = source(child).partition("=")
            found[name] = value.strip("'\"")
    return found


def is_piped(node: Node) -> bool:
    """Return whether another command writes the input of a simple command."""
    above = node.parent
    while above is not None and above.type == "redirected_statement":
        node, above = above, above.parent
    return above is not None and above.type == "pipeline" and above.children[0] != node


def _keeps_shell_interactive(arg: str) -> bool:
    """Return whether an argument of a shell is an option after which it still reads commands from the terminal."""
    return arg.startswith("--") or (len(arg) > 1 and arg.startswith("-") and not {"c", "e", "m"}.intersection(arg))


@lru_cache(maxsize=4096)
def facts(text: str) -> Facts:
    """Return the facts of a command line; of text that cannot be parsed, those that could be read and parsed=False."""
    root = parse(text)
    assigns: dict[str, str | None] = {}
    exports: set[str] = set()
    for node in walk(root, skip=_SCOPED):
        _assignments(node, assigns, exports)
    nodes = [node for node in walk(root, skip=_FUNCTION_BODY) if node.type in _SIMPLE]
    redirected_input = any(_redirects_input(node) for node in walk(root))
    called = [node for node in walk(root, skip=_SCOPED) if node.type == "command"]
    top = [simple_command(node) for node in called]
    assigns.update({name: None for simple in top for name in _set_by_builtin(simple)})
    uses, mentions = frozenset(_uses(root)), frozenset(_mentions(root))
    calls = frozenset(simple_command(node).name for node in walk(root) if node.type in _SIMPLE) - {""}
    masks = [simple.args[0] or "" for simple in top if simple.name == "umask" and simple.args]
    return Facts(
        parsed=not root.has_error,
        commands=tuple(map(simple_command, nodes)),
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
        mentions=mentions - uses if calls.isdisjoint(_EVALUATING_BUILTINS) else frozenset(),
        calls=calls,
        sources=tuple(_sources(called)),
        umask=masks[-1] if masks else "",
        background=any(node.type == "&" for node in root.children),
        redirected_input=redirected_input,
        edits=not redirected_input and any(edits(c.name, c.args, c.given, piped=c.piped) for c in map(_call, nodes)),
    )


def simple_command(node: Node) -> Simple:
    """Return the words of a node that is a simple command."""
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
    """Return the value of a word in which at most a leading `~/` is left to expand, or None."""
    text = source(node)
    return text if _HOME.fullmatch(text) else literal(node)


_TERMINAL_DESCRIPTORS = frozenset({"0", "1", "2", "1-", "2-"})
"""Descriptors of the terminal; any other descriptor leads to a file that the shell has open."""


def _writes(root: Node) -> Iterator[str | None]:
    for node in walk(root, skip=_FUNCTION_BODY):
        if node.type != "file_redirect":
            continue
        operator = next((child.type for child in node.children if ">" in child.type), "")
        target = node.children[-1]
        if not operator or (
            operator in (">&", "<&") and target.type in ("number", "word") and source(target) in _TERMINAL_DESCRIPTORS
        ):
            continue
        value = None if operator == ">&" and target.type == "number" else _word(target)
        if value not in ("/dev/null", "/dev/stderr", "/dev/stdout", "/dev/tty", "-"):
            yield value


def _redirects_input(node: Node) -> bool:
    if node.type == "file_redirect":
        return any(child.type == "<" for child in node.children)
    return node.type in ("heredoc_redirect", "herestring_redirect")


def _assignments(node: Node, assigns: dict[str, str | None], exports: set[str]) -> None:
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


_HOME = regex(r"~/[\w./@%+=:,-]*")
_NAMED_BY_VARIABLE = regex(r"[\w$./{}~@%+:,-]+")
_LEADING_NAME = regex(r"[A-Za-z_]\w*")
_EVALUATING_BUILTINS = frozenset({"eval", "trap"})
"""Builtins that run quoted text in the shell itself."""
_IN_QUOTES = regex(r"\$\{?([A-Za-z_]\w*)")
_ANYWHERE = regex(r"\$\{?(?:\([^()]*\))?[=~^+#]*([A-Za-z_]\w*)")
"""A variable in text that the grammar cannot parse, such as ${(flags)name} of zsh."""


def _uses(root: Node) -> Iterator[str]:
    if root.has_error:
        yield from _ANYWHERE.findall(source(root))
    for node in walk(root):
        if node.type in ("simple_expansion", "expansion", "arithmetic_expansion", "subscript", "binary_expression"):
            yield from (source(child) for child in node.children if child.type == "variable_name")


def _sources(called: list[Node]) -> Iterator[str]:
    for node in called:
        simple, words = simple_command(node), [child for child in node.children if child.type in WORDS]
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


def _aliases(top: list[Simple]) -> Iterator[tuple[str, str]]:
    for simple in top:
        if simple.name == "alias":
            for arg in simple.args:
                if arg and "=" in arg:
                    name, _, value = arg.partition("=")
                    yield name, value
