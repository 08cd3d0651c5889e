"""Whether a command starts an editor in which a person types; the editor may also be a program that asks nobody."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from typing import Final

from snapshotter.regex import regex
from snapshotter.shell.programs import EDITORS

VARIABLES: Final[Mapping[str, Sequence[str]]] = {
    "visudo": ("SUDO_EDITOR", "VISUAL", "EDITOR"),
    "sudoedit": ("SUDO_EDITOR", "VISUAL", "EDITOR"),
    "vipw": ("VISUAL", "EDITOR"),
    "vigr": ("VISUAL", "EDITOR"),
    "crontab": ("VISUAL", "EDITOR"),
    "editor": ("VISUAL", "EDITOR"),
    "sensible-editor": ("VISUAL", "EDITOR"),
    "git": ("GIT_SEQUENCE_EDITOR", "GIT_EDITOR", "VISUAL", "EDITOR"),
}
"""Programs that start an editor → the variables that name it, the first one that is set (visudo(8), crontab(1), …)."""
NAMES: Final = frozenset(name for names in VARIABLES.values() for name in names)
_CHECKING = regex(r"-[a-zA-Z]*[chV][a-zA-Z]*|--check|--version|--help")
"""Options with which `visudo` starts no editor."""
_SCRIPTED = frozenset({"-es", "-s", "-Es", "-sc"})
"""Options with which an editor reads what to do from its input or its arguments."""


def started(name: str, args: Sequence[str | None], given: Mapping[str, str]) -> str | None:
    """Return the editor that a program starts, as named by the variables `given`; None if they name none."""
    if name not in VARIABLES or (name == "crontab" and "-e" not in args):
        return None
    return next((given[variable] for variable in VARIABLES[name] if given.get(variable)), None)


def only_checks(name: str, args: Sequence[str | None]) -> bool:
    """Return whether a command is a `visudo` that changes nothing."""
    return name == "visudo" and any(arg and _CHECKING.fullmatch(arg) for arg in args)


def is_typed_into(editor: str) -> bool:
    """Return whether a person types into an editor, which is given as the value of such a variable."""
    words = editor.split()
    return bool(words) and posixpath.basename(words[0]) in EDITORS and _SCRIPTED.isdisjoint(words[1:])


def edits(name: str, args: Sequence[str | None], given: Mapping[str, str], *, piped: bool) -> bool:
    """Return whether a command starts an editor in which a person types.

    `given` are the variables set for it, `piped` tells whether another command writes its input.
    """
    if only_checks(name, args):
        return False
    editor = started(name, args, given)
    if editor is not None and name != "git":
        return is_typed_into(editor)
    if name in ("ex", "ed") and piped:
        return False
    if name in ("ex", "ed", "vim", "vi") and not _SCRIPTED.isdisjoint(args):
        return False
    return name in EDITORS or (name == "crontab" and "-e" in args)
