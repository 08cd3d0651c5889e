"""Which workspace a command line means: the one in `NAME:REV`, given in place of a revision."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from snapshotter.errors import UsageError

REVISIONS = {
    "log": ("operands",),
    "show": ("rev",),
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
