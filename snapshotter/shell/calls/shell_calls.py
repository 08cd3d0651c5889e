"""What programs run in a shell of its own (`sh -c 'cd /app && make'`), as a person would have typed it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Set

from msgspec.structs import replace
from tree_sitter import Node

from snapshotter.model import Command, resolve
from snapshotter.regex import regex
from snapshotter.shell.facts import facts
from snapshotter.shell.programs import STANDARD_VARIABLES
from snapshotter.shell.read_by_shell import read_by_shell
from snapshotter.shell.simple import Simple, simple_command
from snapshotter.shell.syntax import SIMPLE, WORDS, encode, literal, parse, source, walk

_ENDING = frozenset({"exit", "exec", "set", "trap", "return", "shopt", "ulimit"})
"""Builtins that act on the whole shell, or end it."""
_STRICT = regex(r"set -[eux]+(?:o pipefail)?\s*(?:;|&&|\n)\s*")
_HERE = "<<"
_MOVING = frozenset({"cd", "pushd", "popd"})
_ENTERS = regex(r"(?:mkdir (?:-p )?(?:/[\w./-]+ )+&& )?cd /[\w./-]* &&")
_PACKAGES_AND_USERS = frozenset(
    "apk apt apt-get dnf microdnf yum addgroup adduser groupadd useradd usermod userdel deluser".split()
)
_FILES = frozenset("cat ln ls mkdir rm rmdir tee touch cd unzip".split())
_MODE_OR_SCRIPT = frozenset("chgrp chmod chown sed".split())
"""Programs whose first argument, a mode, an owner or a script, is no path."""
_SCRIPT_OPTION = regex(r"-[a-zA-Z]*[efs]$|--(?:expression|file|reference)|.*[wr]\s")
_NO_PATHS = frozenset("echo printf true : ldconfig locale-gen systemctl".split())


def as_typed(command: Command, entered: Set[str] = frozenset()) -> Command:
    """Return a command that was run as `sh -c TEXT` as a person would have typed it in its directory.

    `cd DIR &&` in front of it becomes its directory, where DIR was surely entered: then, or before (`entered`).
    `set -e` in front of what succeeded goes.  A text that acts on its whole shell or on what it
    starts later, such as `exit` and `export`, is put in brackets; one with another `set -e` stays as it was.
    """
    read = read_by_shell(command)
    if read is command or parse(read.text).has_error:
        return command
    text, directory, shorter = read.text, command.cwd, ""
    while text != shorter:
        shorter = text
        text = _STRICT.sub("", text, count=1) if _STRICT.match(text) and command.status == 0 else text
        inside = _after_cd(text)
        if inside is not None and (inside[0] in entered or (command.status == 0 and _is_chain(text))):
            directory, text = inside
    known = facts(text)
    if any(simple.name == "set" and _ends_at_failure(simple) for simple in known.commands):
        return command
    acts = known.calls & _ENDING or known.exports or known.sources or known.functions or known.unsets
    if (acts or known.assigns.keys() & STANDARD_VARIABLES) and not _is_bracketed(text):
        text = f"({text}\n)" if _HERE in text or "#" in text else f"({text})"
    return replace(read, text=text, cwd=directory)


def moves(text: str) -> bool:
    """Return whether a command line may change the directory of the shell that reads it."""
    return not facts(text).calls.isdisjoint(_MOVING) and not _is_bracketed(text)


def directory_after(command: Command) -> str | None:
    """Return the directory in which the shell that read a command is after it; None if the text does not show it."""
    if not moves(command.text):
        return command.cwd
    moving = [simple for simple in facts(command.text).commands if simple.name in _MOVING]
    if command.status or not _is_chain(command.text) or facts(command.text).calls & _MOVING != {"cd"}:
        return None
    directory = command.cwd
    for simple in moving:
        target = simple.args[0] if len(simple.args) == 1 else None
        if target is None or target.startswith(("-", "~")):
            return None
        directory = resolve(directory, target)
    return directory if _moves_itself(command.text, len(moving)) else None


def entered_by(command: Command) -> Iterator[str]:
    """Yield the absolute directories that a command surely entered, or that it made."""
    if command.status or not _is_chain(command.text):
        return
    for simple in facts(command.text).commands:
        if simple.name in ("cd", "mkdir"):
            yield from (arg for arg in simple.args if arg and arg.startswith("/"))


def ignores_directory(text: str) -> bool:
    """Return whether a command line does the same in every directory, as far as its words show."""
    if _ENTERS.match(text):
        return True
    known = facts(text)
    plain = known.parsed and not known.functions and not known.sources and not known.uses & {"PWD", "OLDPWD"}
    if not plain or not all(name and name.startswith("/") for name in known.writes):
        return False
    nodes = [node for node in walk(parse(text)) if node.type in SIMPLE]
    return all(node.type == "command" and _is_absolute(node) for node in nodes)


def _is_absolute(node: Node) -> bool:
    """Return whether all paths that a simple command names begin with a slash, patterns among them."""
    simple = simple_command(node)
    sources = [source(child).lstrip("'\"") for child in node.children if child.type in WORDS]
    words = [word for word in sources[len(sources) - len(simple.args) :] if not word.startswith("-")]
    if simple.name in _PACKAGES_AND_USERS:
        return None not in simple.args and all(word.startswith("/") or "/" not in word for word in words)
    if simple.name in _NO_PATHS:
        return True
    if simple.name == "unzip" and "-d" not in simple.args:
        return False
    if simple.name in _MODE_OR_SCRIPT:
        if len(words) < 2 or any(arg is None or _SCRIPT_OPTION.match(arg) for arg in simple.args[:-1]):
            return False
        words = words[1:]
    elif simple.name not in _FILES:
        return False
    return all(word.startswith("/") for word in words)


def _after_cd(text: str) -> tuple[str, str] | None:
    """Return the absolute directory of a `cd` in front of `&&`, and the rest; None if there is none."""
    root = parse(text)
    nodes = [child for child in root.children if child.type != "comment"]
    if not nodes or (len(nodes) > 1 and nodes[1].type == "&"):
        return None
    first, above = nodes[0], None
    while first.type in ("list", "redirected_statement", "pipeline") and first.start_byte == 0:
        first, above = first.children[0], first
    if above is None or above.type != "list" or above.children[1].type != "&&" or first.type != "command":
        return None
    if len(first.children) != 2 or source(first.children[0]) != "cd" or "OLDPWD" in text or "cd -" in text:
        return None
    directory = _directory(first.children[1])
    rest = encode(text)[above.children[1].end_byte :].decode("utf-8", "surrogateescape").strip()
    return (directory, rest) if directory is not None and rest else None


def _is_chain(text: str) -> bool:
    """Return whether each command of a line must have succeeded if the line did: it has `&&` only."""
    root = parse(text)
    nodes = [child for child in root.children if child.type != "comment"]
    return len(nodes) == 1 and not root.has_error and all(node.type != "||" for node in walk(root))


def _directory(word: Node) -> str | None:
    path = literal(word)
    if path is None or not path.startswith("/") or posixpath.normpath(path) != path.rstrip("/"):
        return "/" if path == "/" else None
    return path.rstrip("/")


def _ends_at_failure(simple: Simple) -> bool:
    """Return whether `set` makes a shell end where a command fails, as none does that is followed by `&&`."""
    return any(arg is None or arg == "errexit" or (arg[:1] == "-" and "e" in arg) for arg in simple.args)


def _moves_itself(text: str, times: int) -> bool:
    """Return whether the shell itself runs all `cd` of a text, and none of its child shells."""
    own = walk(parse(text), skip=frozenset({"subshell", "pipeline", "command_substitution", "process_substitution"}))
    return sum(node.type == "command_name" and source(node) == "cd" for node in own) == times


def _is_bracketed(text: str) -> bool:
    root = parse(text)
    return len(root.children) == 1 and root.children[0].type == "subshell"
