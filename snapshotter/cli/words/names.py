"""Other names of verbs: those that mean a verb, and those known from git and docker that only point to one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from snapshotter.errors import UsageError

ALIASES = {"export": "export-dockerfile", "ps": "list", "attach": "shell"}
"""Names that mean a verb."""
WITH_VALUE = ("--color", "--pager")
"""The options before the verb that have a value."""
POINTERS = {
    "add": "status",
    "annotate": "blame",
    "apply": "cherry-pick",
    "archive": "bundle",
    "backups": "backup",
    "cleanup": "gc",
    "config-diff": "diff --config",
    "create": "start -d",
    "delete": "rm",
    "describe": "show",
    "destroy": "rm",
    "dockerfile": "export-dockerfile",
    "enter": "shell",
    "fork": "start --from",
    "fsck": "doctor",
    "generate": "export-dockerfile",
    "history": "log",
    "images": "log",
    "import": "adopt",
    "info": "doctor",
    "init": "start",
    "kill": "stop",
    "load": "clone",
    "login": "shell",
    "logs": "cast",
    "ls": "list",
    "merge": "cherry-pick",
    "new": "start",
    "open": "shell",
    "port": "inspect",
    "prune": "gc",
    "reflog": "op log",
    "remove": "rm",
    "reset": "checkout",
    "revert": "undo",
    "revisions": "log",
    "rmi": "gc",
    "save": "bundle",
    "snapshot": "commit",
    "ssh": "shell",
    "stash": "branch",
    "stats": "inspect",
    "switch": "checkout",
    "top": "inspect",
    "whatchanged": "log --stat",
    "workspaces": "list",
    "worktree": "start --from",
}
"""Names of verbs elsewhere, and what is called so here."""


def translated(argv: Sequence[str], verbs: Collection[str]) -> list[str]:
    """Return a command line with its verb in place of an alias; raises `UsageError` for a verb that there is not.

    The verb is the first word that is no option.
    """
    at = verb_at(argv)
    if at == len(argv):
        return list(argv)
    verb = ALIASES.get(argv[at], argv[at])
    if verb not in verbs:
        raise _unknown(verb, verbs)
    return [*argv[:at], verb, *argv[at + 1 :]]


def verb_at(argv: Sequence[str]) -> int:
    """Return the position of the verb among the words, their number where there is none."""
    at = 0
    while at < len(argv) and argv[at].startswith("-") and argv[at] != "-":
        at += 2 if argv[at] in WITH_VALUE else 1
    return min(at, len(argv))


def _unknown(word: str, verbs: Collection[str]) -> UsageError:
    message = f"no such command: {word[:64]!r}"
    if word in POINTERS:
        return UsageError(message, f"`snap {POINTERS[word]}` does that here; `snap help` lists all commands")
    from difflib import get_close_matches

    similar = get_close_matches(word, [*verbs, *ALIASES], n=3)
    meant = f"did you mean {' or '.join(f'`snap {one}`' for one in similar)}? " if similar else ""
    return UsageError(message, f"{meant}`snap help` lists all commands")
