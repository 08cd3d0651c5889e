"""Which workspace a command line means: the one in `NAME:REV`, and what is said where two could be meant."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import tell
from snapshotter.errors import NotFound, UsageError

if TYPE_CHECKING:
    from snapshotter.store.workspaces import Workspaces

REVISIONS = {
    "log": ("operands",),
    "show": ("rev",),
    "report": ("rev",),
    "diff": ("operands",),
    "difftool": ("operands",),
    "cat": ("file",),
    "restore": ("operands",),
    "checkout": ("rev",),
    "branch": ("rev",),
    "tag": ("rev",),
    "amend": ("rev",),
    "note": ("rev",),
    "squash": ("revs",),
    "bisect": ("good", "bad"),
    "export-dockerfile": ("rev",),
    "verify": ("rev",),
}
"""The verbs that read `NAME:REV`, and their parameters in which it may stand."""


CHANGING = {
    "run": "",
    "exec": "",
    "commit": "",
    "undo": "",
    "redo": "",
    "checkout": "",
    "branch": "new",
    "tag": "new",
    "amend": "",
    "note": "",
    "drop": "",
    "keep": "",
    "edit": "",
    "squash": "",
    "cherry-pick": "",
    "bisect": "",
    "restore": "",
    "volatile": "patterns",
    "stop": "",
    "restart": "",
    "push": "",
    "fetch": "",
    "pull": "",
}
"""The verbs that change something of a workspace, and the parameter without which they only list, if there is one."""


def name_choice(verb: str, given: Mapping[str, Any], workspaces: Workspaces) -> str | None:
    """Say which workspace a verb takes that changes something, where another could be meant.

    Return the one that a person at the terminal chose, which `commit` asks; else None.  Raises `UsageError` for an
    answer that is none of them.
    """
    if verb not in CHANGING or given.get("name") or given.get("argument"):
        return None
    if CHANGING[verb] and not given.get(CHANGING[verb]):
        return None
    if verb == "exec" and (words := given.get("words")) and len(words) > 1 and words[0] in workspaces.names():
        return None
    from snapshotter.work.select import choose

    try:
        choice = choose(workspaces)
    except NotFound:  # the verb says so, after what else is wrong
        return None
    if not choice.others:
        return None
    if verb != "commit" or not (sys.stdin.isatty() and sys.stderr.isatty()):
        tell(shown(choice.text()))
        return None
    tell(shown(f"which workspace is meant? {choice.text()}"))
    print(f"name [{choice.name}]: ", end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    wanted = answer.strip() or choice.name
    if not answer or wanted not in (choice.name, *(name for name, _ in choice.others)):
        raise UsageError(f"{wanted!r} is none of them" if answer else "none was named", "name it with `-n NAME`")
    return wanted


def split(verb: str, given: Mapping[str, Any], workspaces: Collection[str], *, named: bool) -> dict[str, Any]:
    """Return the parameters that change where one holds `NAME:REV`: the workspace, and the revision alone.

    `named`: a workspace is given by `-n`; one that is not the same is left to the verb, which refuses it.  Raises
    `UsageError` for two workspaces.
    """
    found: dict[str, Any] = {}
    names: dict[str, None] = {}
    for parameter in REVISIONS.get(verb, ()):
        value = given.get(parameter)
        words = value if isinstance(value, list | tuple) else [value]
        parts = [_split(word, workspaces, needs_path=parameter == "file") for word in words]
        names |= dict.fromkeys(name for name, _ in parts if name)
        rest = [word for _, word in parts]
        found[parameter] = rest if isinstance(value, list | tuple) else rest[0]
    if not names or (named and [*names] != [given["name"]]):
        return {}
    if len(names) > 1:
        raise UsageError(
            f"snapshots of two workspaces are named: {' and '.join(names)}",
            "name those of one; `snap start --from NAME:REV` goes on from a snapshot in another workspace",
        )
    return {**found, "name": next(iter(names))}


def _split(word: Any, workspaces: Collection[str], *, needs_path: bool) -> tuple[str, Any]:  # noqa: ANN401 - any value
    """Return the workspace in a word, "" for none, and the revision, range or `REV:PATH` behind it."""
    if not isinstance(word, str) or word.startswith("/"):
        return "", word
    name, colon, rev = word.removeprefix("snap/").partition(":")
    if not colon or name not in workspaces or (needs_path and (rev[:1] in ("", "/") or ":" not in rev)):
        return "", word
    first, dots, last = rev.partition("..")
    return name, first + dots + last.removeprefix("snap/").removeprefix(f"{name}:") if dots and not needs_path else rev
