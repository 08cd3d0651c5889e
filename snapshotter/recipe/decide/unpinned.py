"""What a command fetches without a fixed version, for the comment above its instruction."""

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
"""Addresses of the container itself."""
_LOOKING = frozenset({"status", "log", "diff", "add", "commit", "config", "init", "remote", "checkout"})


def fetched(text: str) -> Iterator[str]:
    """Yield what a command line fetches from the network without naming a version."""
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
    """Return whether an argument of `install` does not fix the version: a requirements file or a version range."""
    if manager != "pip":
        return word.startswith("-r ")
    return "==" not in word and not word.startswith((".", "/"))
