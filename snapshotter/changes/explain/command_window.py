"""The time in which one command ran, and what its text and working directory say of the paths it may have changed."""

from __future__ import annotations

import shlex
from collections.abc import Container, Mapping
from fnmatch import fnmatchcase
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING

from snapshotter.changes.history import below, normal
from snapshotter.model import HOST, Command, parents, resolve
from snapshotter.regex import regex

if TYPE_CHECKING:
    from snapshotter.shell.simple import Simple

_ACCOUNTING = frozenset(
    "adduser addgroup chage chfn chpasswd chsh deluser delgroup gpasswd groupadd groupdel groupmod "
    "newusers passwd useradd userdel usermod".split()
)
ACCOUNT_FILES = tuple(f"/etc/{name}" for name in ("group", "gshadow", "passwd", "shadow", "subgid", "subuid"))
"""Each has a copy, with "-" at the end, that is made when the file itself is written."""
_ANYWHERE = frozenset("adduser apk apt apt-get dnf dpkg microdnf rpm useradd yum zypper".split())
"""Programs that write to paths unrelated to their working directory."""
_EMPTY = frozenset("chgrp chmod chown ln mkdir rm rmdir setfacl unlink".split())
"""Programs that change paths but write no file content."""
_NEW = _EMPTY | _ACCOUNTING | {"sed", "tee", "touch"}
"""Programs whose files have the time at which they were made."""
_NO_DIRECTORIES = (_EMPTY - {"mkdir"}) | {"sed", "tee", "touch"}
"""Programs that make no directories."""
DELETERS = frozenset({"rm", "rmdir", "mv", "unlink", "shred"})
_LOOKING_GIT = frozenset("status log diff show blame grep ls-files rev-parse".split())
_RUNNING = frozenset({"timeout", "eval", "source", "."})
"""Programs that run other commands, which may write."""
_PASSING_ON = frozenset("chroot eval exec find parallel source ssh su xargs .".split())
"""Programs that may run others which the text names, or files of commands."""
_NOT_FOUND = (126, 127)
"""Exit statuses of a shell that could not run the program."""
_WORD = regex(r"[^\s;&|()<>'\"`=]+")
_PATTERN = regex(r"[$*?\[{~\\]")
"""A character with which a word may stand for other names than the one that is written."""
_EXPANDED = regex(r"[${~]")
_NAME = regex(r"[^\s;&|()<>{}/,'\"`=]+")


class CommandWindow:
    """The time window of one command; what its text says of paths is computed only when it is needed."""

    def __init__(self, command: Command, index: int, *, yields: bool = False) -> None:
        """`index` is the command's position in its snapshot; `yields` says that any other command goes before it."""
        self.index = index
        self.yields = yields
        self.begin = command.begin
        self.end = inf if command.end is None else command.end
        self.session = command.session
        self.depth = command.depth
        self.words = frozenset(_NAME.findall(command.text))
        """The words of the text and the names in its paths."""
        self.failed = bool(command.status)
        self.is_host = command.shell == HOST
        """Whether `snap` itself put paths back."""
        self._text, self._status = command.text, command.status
        self._cwd = command.cwd or "/"

    def overlap(self, begin: float, end: float) -> float:
        """Return for how many seconds of an interval the command ran; negative if it did not."""
        return min(self.end, end) - max(self.begin, begin)

    def restores(self, path: str) -> bool:
        """Return whether `snap` itself put the path back, or made the directory for what it put back."""
        return self.is_host and any(below(path, one) or below(one, path) for one in self._restored)

    @cached_property
    def _restored(self) -> tuple[str, ...]:
        """The paths that `snap restore REV -- PATH…` names."""
        return tuple(normal(word) for word in shlex.split(self._text.partition(" -- ")[2]))

    def encloses(self, other: CommandWindow) -> bool:
        """Return whether the other command ran in a shell that this one started."""
        return (
            self.session == other.session
            and self.depth < other.depth
            and self.begin <= other.begin
            and other.end <= self.end
        )

    def runs(self, programs: frozenset[str], name: str) -> bool:
        """Return whether one of the programs was run with an argument that has the name in it, as far as is known.

        What the text says is no evidence where it is not a call: a note may speak of `mkdir`, `make install` is no
        `install`, and what the shell did not find did not run.
        """
        if name not in self.words or programs.isdisjoint(self.words):
            return False
        calls = self._calls
        if calls is None:
            return True
        found = [simple for simple in calls if simple.name in programs]
        return any(arg is None or _PATTERN.search(arg) or name in _NAME.findall(arg) for s in found for arg in s.args)

    def makes(self, path: str) -> bool:
        """Return whether the command surely made a directory: it ended well, and `mkdir` fails where one is there."""
        if self.failed or not self._calls or len(self._calls) != 1:
            return False
        (simple,) = self._calls
        plain = simple.name == "mkdir" and not any((arg or "-p").startswith("-") for arg in simple.args)
        return plain and path in {self._resolved(arg) for arg in simple.args if arg}

    def cannot_have_made(self, path: str) -> bool:
        """Return whether a failed command surely did not make a directory: `mkdir` of one that made nothing."""
        if not self.failed or self._calls is None or len(self._calls) > 1:
            return False
        if not self._calls:
            return True
        (simple,) = self._calls
        options = [arg for arg in simple.args if arg is None or arg.startswith("-")]
        return simple.name == "mkdir" and len(simple.args) == 1 and not options

    @property
    def may_make_directories(self) -> bool:
        """Whether it may have made directories, also such as its text does not name."""
        programs, _ = self._writing
        return programs is None or bool(programs - _NO_DIRECTORIES)

    def deletes(self, path: str) -> bool:
        """Return whether the command may have deleted a path: an argument means it, or a directory above it."""
        if DELETERS.isdisjoint(self.words):
            return False
        if self._deleted is None:
            return self.runs(DELETERS, path.rpartition("/")[2])
        paths, patterns = self._deleted
        if path in paths or not paths.isdisjoint(parents(path)):
            return True
        return any(fnmatchcase(above, pattern) for pattern in patterns for above in (path, *parents(path)))

    @cached_property
    def _deleted(self) -> tuple[frozenset[str], tuple[str, ...]] | None:
        """The paths and the patterns of paths that it deletes; None if they are not known."""
        if self._calls is None:
            return None
        words = list[str]()
        for simple in self._calls:
            if simple.name in DELETERS:
                args = simple.args[:-1] if simple.name == "mv" else simple.args
                if None in args:
                    words += [word for word in _WORD.findall(self._text) if _PATTERN.search(word)]
                words += [arg for arg in args if arg and not arg.startswith("-")]
        if any(_EXPANDED.search(word) for word in words):
            return None
        words = [self._resolved(word) for word in words]
        patterns = tuple(word for word in words if _PATTERN.search(word))
        return frozenset(words).difference(patterns), patterns

    @cached_property
    def _calls(self) -> tuple[Simple, ...] | None:
        """The simple commands that ran; None if there may be others, as in a function or in text for another shell."""
        from snapshotter.shell.facts import facts
        from snapshotter.shell.programs import SHELLS

        try:
            known = facts(self._text)
        except RecursionError:
            return None
        if self._status in _NOT_FOUND and len(known.commands) <= 1:
            return ()
        opaque = _PASSING_ON | SHELLS
        if not known.parsed or known.functions or any(s.name in opaque or not s.name for s in known.commands):
            return None
        return known.commands

    def may_write(self, path: str, *, content: bool = True) -> bool:
        """Return whether the command can have changed a path, or with `content` the content of a file.

        A command that only reads, or changes only the state of its shell, writes only to the targets of redirections.
        """
        programs, targets = self._writing
        if programs is None or None in targets or path.rpartition("/")[2] in targets:
            return True
        return bool(programs - _EMPTY if content else programs)

    @cached_property
    def may_preserve_times(self) -> bool:
        """Whether its files can have times from before it ran, as those of `tar` or `cp -p` have."""
        programs, _ = self._writing
        return programs is None or bool(programs - _NEW)

    @cached_property
    def _writing(self) -> tuple[frozenset[str] | None, frozenset[str | None]]:
        """The programs in it that can write, None if they are not known, and the names it redirects to."""
        from snapshotter.shell.facts import facts  # loads the parser, which is not needed if change times are known

        if not self._text:  # it is not known what ran
            return None, frozenset()
        try:
            known = facts(self._text)
        except RecursionError:  # a thousand commands joined by `&&`
            return None, frozenset()
        if not known.parsed or known.functions:
            return None, frozenset()
        return (
            frozenset(simple.name for simple in known.commands if not _only_reads(simple)),
            frozenset(target and target.rpartition("/")[2] for target in known.writes),
        )

    def nearness(self, path: str) -> tuple[int, int]:
        """Return the depth to which the command names the path, and the depth of its working directory above the path.

        The first is the number of names, from the root on, of the path itself or of the deepest directory above it
        that the command names; the second is 0 if the working directory is not above the path or has no meaning.
        """
        if path.removesuffix("-") in ACCOUNT_FILES and _ACCOUNTING & self.words:
            return len(path), 0
        named = path.count("/") if path.rpartition("/")[2] in self._arguments else self._named_depth(path)
        cwd = self._cwd.rstrip("/")
        inside = path.startswith(cwd + "/") and not _ANYWHERE & self.words
        return named, cwd.count("/") if inside else 0

    def may_mean(self, path: str, existing: Container[str]) -> bool:
        """Return whether a word that has the path's name in it can mean the path.

        It cannot if it means another path that exists; `existing` are the paths that exist.
        """
        words = self._words_by_name.get(path.rpartition("/")[2], ())
        return (
            not words or self._named_depth(path) > 0 or any(self._word_may_mean(word, path, existing) for word in words)
        )

    def _word_may_mean(self, word: str, path: str, existing: Container[str]) -> bool:
        if _PATTERN.search(word):
            return True
        resolved = self._resolved(word)
        return resolved not in existing or f"{resolved}/".startswith(f"{path}/")

    def _named_depth(self, path: str) -> int:
        """Return the number of names in the path, or in the deepest directory above it, that an argument means."""
        while path != "/" and path:
            if path in self._named_paths:
                return path.count("/")
            path = path.rpartition("/")[0]
        return 0

    def _resolved(self, word: str) -> str:
        return resolve(self._cwd, word)

    @cached_property
    def _arguments(self) -> frozenset[str]:
        """The names after the first word: the path of the program itself says nothing."""
        return frozenset(_NAME.findall(self._text.partition(" ")[2]))

    @cached_property
    def _named_paths(self) -> frozenset[str]:
        """The paths that its arguments mean; of a word with a pattern, the directory before the pattern."""
        found = set()
        for word in _WORD.findall(self._text.partition(" ")[2]):
            pattern = _PATTERN.search(word)
            plain = word[: pattern.start()].rpartition("/")[0] if pattern else word
            if plain:
                found.add(self._resolved(plain))
        return frozenset(found)

    @cached_property
    def _words_by_name(self) -> Mapping[str, tuple[str, ...]]:
        """The words of the text by the names in them."""
        found: dict[str, dict[str, None]] = {}
        for word in _WORD.findall(self._text):
            for name in _NAME.findall(word):
                found.setdefault(name, {})[word] = None
        return {name: tuple(words) for name, words in found.items()}


def _only_reads(simple: Simple) -> bool:
    """Return whether a simple command writes no file."""
    from snapshotter.shell.programs import STATE, TRANSIENT

    name = simple.name
    if name in _RUNNING or name in TRANSIENT:
        return False
    if name == "git":
        return simple.verb in _LOOKING_GIT
    return name in STATE or (simple.only_looks and not (name == "sort" and "-o" in simple.args))
