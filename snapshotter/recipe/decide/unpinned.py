"""What a command fetches that may be another thing tomorrow, for the comment above its instruction."""

from __future__ import annotations

from collections.abc import Iterator

from snapshotter.model import PLACEHOLDER
from snapshotter.regex import regex
from snapshotter.shell.calls.installs import installs
from snapshotter.shell.facts import facts

_FETCHERS = frozenset({"curl", "wget", "git", "svn", "hg", "rsync"})
_ADDRESS = regex(r"(?:https?|ftp|git|ssh|rsync)://[^\s'\"\\|;&()<>`]+|\b[\w.-]+@[\w.-]+:[\w./~-]+")
_PINNED = regex(r"checkout -q -B \S+ [0-9a-f]{40}")
_OWN = regex(r"//(?:localhost|127\.|\[::1\]|0\.0\.0\.0)")
"""Addresses that are the container itself."""
_LOOKING = frozenset({"status", "log", "diff", "add", "commit", "config", "init", "remote", "checkout"})


def fetched(text: str) -> Iterator[str]:
    """Give what a command line takes from the network without naming a version of it."""
    if any(simple.name in _FETCHERS and simple.verb not in _LOOKING for simple in facts(text).commands):
        addresses = _ADDRESS.findall(text)
        if not _PINNED.search(text):
            yield from (one for one in addresses if not PLACEHOLDER.search(one) and not _OWN.search(one))
    for one in installs(text):
        if one.manager in ("pip", "npm", "gem"):
            for name, _ in one.names:
                yield f"{name} ({one.manager})"
            yield from (f"{other} ({one.manager})" for other in one.others if _is_open(one.manager, other))


def _is_open(manager: str, word: str) -> bool:
    """Say whether a word behind `install` leaves the version open: a file of requirements, or a range."""
    return word.startswith("-r ") if manager != "pip" else "==" not in word and not word.startswith((".", "/"))
