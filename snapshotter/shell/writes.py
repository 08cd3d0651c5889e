"""Which paths a command line writes, where its text says it: redirections, and simple programs with literal words."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from msgspec import Struct

from snapshotter.model import Command
from snapshotter.shell.facts import facts
from snapshotter.shell.programs import SHELLS, STATE
from snapshotter.shell.simple import Simple

_FLAGS: Mapping[str, str] = {
    "touch": "acmf",
    "mkdir": "pv",
    "chmod": "Rvcf",
    "chown": "Rvcfh",
    "chgrp": "Rvcfh",
    "tee": "ai",
    "truncate": "c",
    "rmdir": "v",
    "rm": "rRfvd",
    "unlink": "",
    "ln": "sfnvT",
    "cp": "aprRdfvLPTn",
    "mv": "fvnT",
}
"""Programs of which it is known what they write, with their options of one letter that have no value."""
_FIRST_IS_NO_PATH = frozenset({"chmod", "chown", "chgrp"})
_REPLACING = frozenset({"rmdir", "rm", "unlink", "ln", "mv", "sed"})
"""Programs that remove a path, or put another file in its place."""
_CHANGES_DIRECTORY = frozenset({"cd", "pushd", "popd"})
_RUNS_MORE = frozenset({"eval", ".", "source", "trap", "alias", "unalias"})


class Writes(Struct, frozen=True):
    """What a command writes, as absolute paths; symbolic links in them are not followed."""

    paths: frozenset[str] = frozenset()
    trees: frozenset[str] = frozenset()
    """Paths with all that is below them."""
    replaces: bool = False
    """Whether it may remove a path, or put another file in its place."""

    def may_change(self, path: str) -> bool:
        """Return whether the command may have made, changed or removed a path."""
        return path in self.paths or any(path == tree or path.startswith(f"{tree}/") for tree in self.trees)


def writes_of(command: Command) -> Writes | None:
    """Return what a command writes; None where its text does not say it."""
    text = command.text
    if len(command.argv) == 3 and command.argv[0].rsplit("/", 1)[-1] in SHELLS and command.argv[1] == "-c":
        text = command.argv[2]
    try:
        known = facts(text)
    except RecursionError:
        return None
    if not known.parsed or known.functions or known.aliases or known.sources or known.background:
        return None
    moves = any(simple.name in _CHANGES_DIRECTORY for simple in known.commands)
    named: list[tuple[str | None, bool]] = [(target, False) for target in known.writes]
    for simple in known.commands:
        if simple.name in _RUNS_MORE or _is_own_program(simple):
            return None
        if simple.only_looks or simple.name in STATE:
            continue
        found = _named(simple)
        if found is None:
            return None
        named += found
    paths, trees = set[str](), set[str]()
    for word, whole in named:
        if word is None or word.startswith("~") or (moves and not word.startswith("/")):
            return None
        (trees if whole else paths).add(posixpath.normpath(posixpath.join("/", command.cwd, word)))
    replaces = any(simple.name in _REPLACING and not simple.only_looks for simple in known.commands)
    return Writes(frozenset(paths), frozenset(trees), replaces)


def _is_own_program(simple: Simple) -> bool:
    """Return whether a command names a program by a path at which no distribution has its programs."""
    word = next((one for one in simple.words if one and one.rsplit("/", 1)[-1] == simple.name), "")
    return "/" in word and not word.startswith(("/bin/", "/sbin/", "/usr/bin/", "/usr/sbin/"))


def _named(simple: Simple) -> list[tuple[str | None, bool]] | None:
    """Return the words that name what a program writes, each with whether all below it is meant; None if unknown."""
    if simple.name == "sed":
        return _edited(simple)
    if simple.name not in _FLAGS or None in simple.args:
        return None
    options, words = list[str](), list[str]()
    for word in filter(None, simple.args):
        (options if word.startswith("-") and word != "--" and "--" not in words else words).append(word)
    words = [word for word in words if word != "--"]
    letters = {letter for option in options for letter in option[1:]}
    if any(option.startswith("--") for option in options) or letters - set(_FLAGS[simple.name]):
        return None
    if simple.name in _FIRST_IS_NO_PATH:
        words = words[1:]
    if simple.name == "mkdir":
        return [(word, False) for word in _with_parents(words, made="p" in letters)]
    if simple.name in ("cp", "mv", "ln"):
        return _into(words, moved=simple.name == "mv")
    return [(word, simple.name == "rm" or "R" in letters) for word in words]


def _with_parents(words: list[str], *, made: bool) -> Iterator[str]:
    for word in words:
        yield word
        while made and (word := posixpath.dirname(word.rstrip("/"))) not in ("", "/", "."):
            yield word


def _into(words: list[str], *, moved: bool) -> list[tuple[str | None, bool]] | None:
    """Return what is written where the last word is a file or a directory into which the others are put."""
    if len(words) < 2:
        return None
    *sources, target = words
    inside = [posixpath.join(target, posixpath.basename(source.rstrip("/"))) for source in sources]
    gone = sources if moved else []
    return [(target, len(sources) == 1), *((word, True) for word in (*inside, *gone))]


def _edited(simple: Simple) -> list[tuple[str | None, bool]] | None:
    """Return the files that `sed -i` edits: all words behind its script."""
    if None in simple.args:
        return None
    options = [word for word in simple.args if word and word.startswith("-")]
    words = [word for word in simple.args if word and not word.startswith("-")]
    if any(option not in ("-i", "-E", "-r", "-n", "-s") for option in options) or not words or "w " in words[0]:
        return None
    return [(word, False) for word in words[1:]]
