"""Owns what the text of one command and its directory tell of the paths it may have changed."""

from __future__ import annotations

import posixpath
from math import inf

from snapshotter.model import Command
from snapshotter.noun import noun
from snapshotter.regex import regex

_ACCOUNTING = frozenset("adduser addgroup chage chfn chpasswd chsh deluser delgroup gpasswd groupadd groupdel groupmod "
                        "newusers passwd useradd userdel usermod".split())
_ACCOUNTS = frozenset(f"/etc/{name}{end}" for name in ("group", "gshadow", "passwd", "shadow", "subgid", "subuid")
                      for end in ("", "-"))
_ANYWHERE = frozenset("adduser apk apt apt-get dnf dpkg microdnf rpm useradd yum zypper".split())
"""What they write has nothing to do with the directory in which they are called."""
_WORD = regex(r"[^\s;&|()<>'\"`=]+")
_PATTERN = frozenset("$*?[{~\\")
"""What makes a word mean other names than the one that stands there."""
_NAME = regex(r"[^\s;&|()<>{}/,'\"`=]+")


@noun
class Window:
    """When one command ran, and its place in the snapshot."""

    index: int
    begin: float
    end: float
    session: str
    depth: int
    words: frozenset[str]
    """The words of its text and the names of the paths in it."""
    arguments: frozenset[str]
    """Those behind the first word: where a program itself is says nothing."""
    text: str
    cwd: str

    def may_write(self, path: str) -> bool:
        """Tell whether the command can have written a file; one that only looks writes just where it is redirected."""
        from snapshotter.shell.facts import facts  # loads the parser: not where change times tell all

        known = facts(self.text)
        if not known.parsed or known.functions or not all(simple.only_looks for simple in known.commands):
            return True
        name = path.rpartition("/")[2]
        return any(target is None or target.rpartition("/")[2] == name for target in known.writes)

    def nearness(self, path: str) -> tuple[int, int]:
        """Give how many names of a path, from its root on, lead to what the command names, and to where it works."""
        if path in _ACCOUNTS and _ACCOUNTING & self.words:
            return len(path), 0
        parts = path.split("/")
        named = next((at for at in range(len(parts) - 1, 0, -1) if parts[at] in self.arguments), 0)
        inside = path.startswith(self.cwd.rstrip("/") + "/") and not _ANYWHERE & self.words
        return named, self.cwd.count("/") if inside else 0

    def makes(self, path: str) -> bool:
        """Tell whether a word of a command like `mkdir` can mean the path, as far as the word says which it means."""
        name = path.rpartition("/")[2]
        words = (word for word in _WORD.findall(self.text) if name in _NAME.findall(word))
        return any(self._means(word, path) for word in words)

    def _means(self, word: str, path: str) -> bool:
        if word[0] != "/":
            if not self.text.startswith("mkdir ") or "cd" in self.words:
                return True  # the directory may be another
            word = posixpath.join(self.cwd, word)
        if not _PATTERN.isdisjoint(word):
            return True
        word = posixpath.normpath(word)
        # /bin/x is /usr/bin/x where these are merged
        return word.startswith(path + "/") or path.endswith(word) or word.endswith(path)

    def overlap(self, begin: float, end: float) -> float:
        """Give for how much of an interval the command ran; negative where it did not."""
        return min(self.end, end) - max(self.begin, begin)

    def encloses(self, other: Window) -> bool:
        """Tell whether the other command ran inside this one: in a shell that this one started."""
        return (self.session == other.session and self.depth < other.depth
                and self.begin <= other.begin and other.end <= self.end)


def window_of(command: Command, index: int) -> Window:
    """Give the window of a command, the one with this place in its snapshot."""
    return Window(index, command.begin, inf if command.end is None else command.end, command.session, command.depth,
                  frozenset(_NAME.findall(command.text)), frozenset(_NAME.findall(command.text.partition(" ")[2])),
                  command.text, command.cwd)
