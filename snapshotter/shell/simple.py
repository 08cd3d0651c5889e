"""The words of one simple command: its name after wrappers, its arguments, whether it is an interactive shell."""

from __future__ import annotations

from msgspec import Struct
from tree_sitter import Node

from snapshotter.regex import regex
from snapshotter.shell.looks import first_word, only_looks
from snapshotter.shell.programs import PROMPTS, SHELLS, WRAPPERS
from snapshotter.shell.syntax import WORDS, literal, source

_DURATION = regex(r"\d+(?:\.\d+)?[smhd]?")
_HOME = regex(r"~/[\w./@%+=:,-]*")


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
        return first_word(self.args)

    @property
    def only_looks(self) -> bool:
        """Whether it creates and changes no files by itself (a redirection may)."""
        return not self.words or only_looks(self.name, self.args)

    @property
    def is_shell(self) -> bool:
        """Whether it starts a shell, or an interpreter, that reads commands from the terminal."""
        return None not in self.words and _is_shell(self)


def _is_shell(simple: Simple) -> bool:
    words, name = simple.words, simple.name
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


def _keeps_shell_interactive(arg: str) -> bool:
    """Return whether an argument of a shell is an option after which it still reads commands from the terminal."""
    return arg.startswith("--") or (len(arg) > 1 and arg.startswith("-") and not {"c", "e", "m"}.intersection(arg))


def simple_command(node: Node) -> Simple:
    """Return the words of a node that is a simple command."""
    words: list[str | None] = []
    if node.type != "command":
        words = [literal(child) for child in node.children if child.type in WORDS or child.type == "variable_name"]
        return Simple((source(node.children[0]), *words) if node.children else ())
    for child in node.children:
        if child.type == "command_name":
            words.append(word_of(child.children[0]) if child.children else source(child))
        elif child.type in WORDS:
            words.append(word_of(child))
    return Simple(tuple(words))


def word_of(node: Node) -> str | None:
    """Return the value of a word in which at most a leading `~/` is left to expand, or None."""
    text = source(node)
    return text if _HOME.fullmatch(text) else literal(node)
