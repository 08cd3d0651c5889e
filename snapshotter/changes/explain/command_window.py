"""Owns what the text of one command and its directory tell of the paths it may have changed."""

from __future__ import annotations

from collections.abc import Container, Mapping
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING

from snapshotter.model import Command, resolve
from snapshotter.regex import regex

if TYPE_CHECKING:
    from snapshotter.shell.facts import Simple

_ACCOUNTING = frozenset(
    "adduser addgroup chage chfn chpasswd chsh deluser delgroup gpasswd groupadd groupdel groupmod "
    "newusers passwd useradd userdel usermod".split()
)
ACCOUNT_FILES = tuple(f"/etc/{name}" for name in ("group", "gshadow", "passwd", "shadow", "subgid", "subuid"))
"""Each has a copy, with "-" at the end, that is made when the file itself is written."""
_ANYWHERE = frozenset("adduser apk apt apt-get dnf dpkg microdnf rpm useradd yum zypper".split())
"""What they write has nothing to do with the directory in which they are called."""
_EMPTY = frozenset("chgrp chmod chown ln mkdir rm rmdir setfacl unlink".split())
"""They write into no file."""
_NEW = _EMPTY | _ACCOUNTING | {"sed", "tee", "touch"}
"""What they make bears the time of its making."""
_LOOKING_GIT = frozenset("status log diff show blame grep ls-files rev-parse".split())
_RUNNING = frozenset({"timeout", "eval", "source", "."})
"""They run what may write."""
_WORD = regex(r"[^\s;&|()<>'\"`=]+")
_PATTERN = regex(r"[$*?\[{~\\]")
"""What makes a word mean other names than the one that stands there."""
_NAME = regex(r"[^\s;&|()<>{}/,'\"`=]+")


class Window:
    """When one command ran, its place in the snapshot, and what it says of paths; all but times only when asked."""

    def __init__(self, command: Command, index: int) -> None:
        """`index` is the command's place in its snapshot."""
        self.index = index
        self.begin = command.begin
        self.end = inf if command.end is None else command.end
        self.session = command.session
        self.depth = command.depth
        self.words = frozenset(_NAME.findall(command.text))
        """The words of its text and the names of the paths in it."""
        self._text = command.text
        self._cwd = command.cwd or "/"

    def overlap(self, begin: float, end: float) -> float:
        """Give for how much of an interval the command ran; negative where it did not."""
        return min(self.end, end) - max(self.begin, begin)

    def encloses(self, other: Window) -> bool:
        """Tell whether the other command ran inside this one: in a shell that this one started."""
        return (
            self.session == other.session
            and self.depth < other.depth
            and self.begin <= other.begin
            and other.end <= self.end
        )

    def may_write(self, path: str, *, content: bool = True) -> bool:
        """Tell whether the command can have written a path, or with `content` a file's content.

        One that only looks, or changes only its shell, writes just where it is redirected.
        """
        programs, targets = self._writing
        if programs is None or None in targets or path.rpartition("/")[2] in targets:
            return True
        return bool(programs - _EMPTY if content else programs)

    @cached_property
    def may_bring(self) -> bool:
        """Tell whether what it makes can bear a time from before it ran, as what `tar` or `cp -p` makes."""
        programs, _ = self._writing
        return programs is None or bool(programs - _NEW)

    @cached_property
    def _writing(self) -> tuple[frozenset[str] | None, frozenset[str | None]]:
        """The programs in it that can write, None where that is not known, and the names it is redirected to."""
        from snapshotter.shell.facts import facts  # loads the parser: not where change times tell all

        try:
            known = facts(self._text)
        except RecursionError:  # a thousand commands joined by `&&`
            return None, frozenset()
        if not known.parsed or known.functions:
            return None, frozenset()
        return (
            frozenset(simple.name for simple in known.commands if not _idle(simple)),
            frozenset(target and target.rpartition("/")[2] for target in known.writes),
        )

    def nearness(self, path: str) -> tuple[int, int]:
        """Give how many names of a path, from its root on, lead to what the command names, and to where it works."""
        if path.removesuffix("-") in ACCOUNT_FILES and _ACCOUNTING & self.words:
            return len(path), 0
        named = path.count("/") if path.rpartition("/")[2] in self._arguments else self._led_to(path)
        cwd = self._cwd.rstrip("/")
        inside = path.startswith(cwd + "/") and not _ANYWHERE & self.words
        return named, cwd.count("/") if inside else 0

    def fits(self, path: str, there: Container[str]) -> bool:
        """Tell whether a word that is the path's name can mean the path: not where it says another one that is there.

        `there` are the paths that exist.
        """
        words = self._words_of.get(path.rpartition("/")[2], ())
        return (
            not words
            or self._led_to(path) > 0
            or any(
                _PATTERN.search(word) or (meant := self._meant(word)) not in there or f"{meant}/".startswith(f"{path}/")
                for word in words
            )
        )

    def _led_to(self, path: str) -> int:
        while path != "/" and path:
            if path in self._reached:
                return path.count("/")
            path = path.rpartition("/")[0]
        return 0

    def _meant(self, word: str) -> str:
        return resolve(self._cwd, word)

    @cached_property
    def _arguments(self) -> frozenset[str]:
        """The names behind the first word: where a program itself is says nothing."""
        return frozenset(_NAME.findall(self._text.partition(" ")[2]))

    @cached_property
    def _reached(self) -> frozenset[str]:
        """The paths that its arguments mean, as far as no pattern is in them."""
        plain = (
            word if (found := _PATTERN.search(word)) is None else word[: found.start()].rpartition("/")[0]
            for word in _WORD.findall(self._text.partition(" ")[2])
        )
        return frozenset(self._meant(word) for word in plain if word)

    @cached_property
    def _words_of(self) -> Mapping[str, tuple[str, ...]]:
        """The words of the text by the names in them."""
        found: dict[str, dict[str, None]] = {}
        for word in _WORD.findall(self._text):
            for name in _NAME.findall(word):
                found.setdefault(name, {})[word] = None
        return {name: tuple(words) for name, words in found.items()}


def _idle(simple: Simple) -> bool:
    from snapshotter.shell.programs import STATE, TRANSIENT

    name = simple.name
    if name in _RUNNING or name in TRANSIENT:
        return False
    if name == "git":
        return simple.verb in _LOOKING_GIT
    return name in STATE or (simple.only_looks and not (name == "sort" and "-o" in simple.args))
