"""Rules for volatile paths: those that no rebuild can be expected to reproduce.

`docs/equivalence.md` has the same table, which a test checks.  A path that matches is left out of comparisons, so every
rule is as narrow as possible.  A workspace may have rules of its own in addition (`snap volatile`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TypeAlias

from snapshotter.regex import regex

Rules: TypeAlias = tuple[tuple[str, str], ...]
"""(pattern, reason).  `*` matches any characters, including "/"; no other character of a pattern is special.

Among the own rules of a workspace, "" as reason means that the paths are kept, whatever other rules say."""

RULES: Rules = (
    ("/dev/*", "the engine mounts its own"),
    ("/proc/*", "the kernel's view of running processes"),
    ("/sys/*", "the kernel's view of the machine"),
    ("/run/*", "state of running processes: pids, sockets, locks"),
    ("/.dockerenv", "made by the engine in every container"),
    ("/etc/hostname", "mounted by the engine"),
    ("/etc/hosts", "mounted by the engine"),
    ("/etc/resolv.conf", "mounted by the engine"),
    ("/etc/mtab", "made by the engine where it is missing"),
    ("/tmp/*", "scratch space"),
    ("/var/tmp/*", "scratch space"),
    ("/var/log/*", "logs carry the time of what they tell"),
    ("/var/backups/*", "dated copies that maintenance scripts make"),
    ("/var/cache/apt/*", "apt: downloaded packages and an index with time stamps"),
    ("/var/lib/apt/lists/*", "apt: what the mirror offered on that day"),
    ("/var/cache/debconf/*-old", "debconf: the state before the last change"),
    ("/var/lib/dpkg/*-old", "dpkg: the state before the last change"),
    ("/var/cache/ldconfig/aux-cache", "ldconfig: inode numbers and change times of libraries"),
    ("/var/cache/apk/*", "apk: what the mirror offered on that day"),
    ("/lib/apk/db/scripts.tar*", "apk: an archive with time stamps"),
    ("/var/cache/dnf/*", "dnf: downloaded packages and what the mirror offered on that day"),
    ("/var/cache/yum/*", "yum: downloaded packages and what the mirror offered on that day"),
    ("/var/cache/libdnf5/*", "dnf: downloaded packages and what the mirror offered on that day"),
    ("/var/cache/zypp/*", "zypper: downloaded packages and what the mirror offered on that day"),
    ("/var/lib/dnf/history.sqlite*", "dnf: the time of every transaction"),
    ("/*/rpm/rpmdb.sqlite-shm", "rpm: what processes that use the database share"),
    ("/*/rpm/rpmdb.sqlite-wal", "rpm: what is not yet written back into the database"),
    ("/*/rpm/__db.*", "rpm: what processes that use the database share"),
    ("/root/.cache/*", "caches of root's programs"),
    ("/home/*/.cache/*", "caches of a user's programs"),
    ("/root/.npm/_*", "npm: cache and logs"),
    ("/home/*/.npm/_*", "npm: cache and logs"),
    ("/*/node_modules/.cache/*", "caches of a project's programs"),
    ("/*/extensions/*/gem_make.out", "gem: a log with random names of directories"),
    ("/*/ext/*/mkmf.log", "gem: a log with random names of directories"),
    ("/*/extensions/*/mkmf.log", "gem: a log with random names of directories"),
    ("/root/.wget-hsts", "wget: sites with the time they were seen"),
    ("/*/.bash_history", "what was typed, not what it did"),
    ("/*/.ash_history", "what was typed, not what it did"),
    ("/*/.zsh_history", "what was typed, not what it did"),
    ("/*/.local/share/fish/fish_history", "what was typed, not what it did"),
    ("/*/.local/share/fish/generated_completions/*", "fish: made from the manual pages of the day"),
    ("/*/.lesshst", "less: search history"),
    ("/*/.viminfo", "vim: marks and history with time stamps"),
    ("/*/.*.swp", "an editor's swap file: process number and time"),
    ("/*/.git/index", "git: inode numbers and times of the work tree"),
    ("/*/.git/logs/*", "git: the time of every step"),
    ("/etc/machine-id", "an identity, to be fresh in every build"),
    ("/var/lib/dbus/machine-id", "an identity, to be fresh in every build"),
    ("/etc/ssh/ssh_host_*", "an identity, to be fresh in every build"),
    ("/etc/ssl/private/ssl-cert-snakeoil.key", "an identity, to be fresh in every build"),
    ("/etc/ssl/certs/ssl-cert-snakeoil.pem", "an identity, to be fresh in every build"),
    ("/var/lib/systemd/random-seed", "random by purpose"),
)
"""The rules for every workspace."""


def reason(path: str, own: Rules = ()) -> str:
    """Return why a path is volatile, "" if it is not; `own` are the workspace's own rules, which are applied first."""
    if own:
        if is_kept(path, own):
            return ""
        if found := _first(path, own, _compiled(own)):
            return found
    if path.startswith(_BEGINNINGS) or _PARTS.search(path):
        return _first(path, RULES, _rules_pattern())
    return ""


def is_kept(path: str, own: Rules) -> bool:
    """Return whether a workspace's own rules keep a path, so that no rule makes it volatile."""
    kept = _kept(own)
    return bool(kept) and _compiled(kept).match(path) is not None


@cache
def _kept(own: Rules) -> Rules:
    return tuple(rule for rule in own if not rule[1])


def _first(path: str, rules: Rules, pattern: re.Pattern[str]) -> str:
    """Return the reason of the first rule that matches, "" if none does; `pattern` has one group for each rule."""
    match = pattern.match(path)
    return rules[match.lastindex - 1][1] if match and match.lastindex else ""


def matching(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return a regular expression that matches whole paths, with one group for each pattern."""
    expressions = (".*".join(map(re.escape, pattern.split("*"))) for pattern in patterns)
    return re.compile("|".join(f"({one})\\Z" for one in expressions), re.DOTALL)


@cache
def _rules_pattern() -> re.Pattern[str]:
    return matching(pattern for pattern, _ in RULES)


# A path that a rule matches begins with one of these or contains one of those; this test is five times as fast.
_BEGINNINGS = tuple(pattern.partition("*")[0] for pattern, _ in RULES if not pattern.startswith("/*/"))
_PARTS = regex(
    "|".join(re.escape("/" + pattern[3:].partition("*")[0]) for pattern, _ in RULES if pattern.startswith("/*/"))
)


@cache
def _compiled(rules: Rules) -> re.Pattern[str]:
    return matching(pattern for pattern, _ in rules)
