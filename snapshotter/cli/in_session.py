"""What `snap` may do when it is asked inside a session: a list of verbs and options, and a check of each value.

Any program in the container can ask (docs/security.md). So nothing that is allowed here writes a file of this host
outside of $SNAP_HOME, names one, starts, stops or removes anything, or shows another workspace.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from snapshotter.errors import NotFound, UsageError
from snapshotter.regex import regex

VARIABLE = "SNAP_INSIDE"
"""Environment variable with the name of the session's workspace; set only for the process that runs its command."""
CALLER = "SNAP_CALLER"
"""Environment variable with "UID:GID" of who asks; the output is written only to a process of that user."""
BUILD = "SNAP_BUILD"
"""Environment variable that is set besides in the failed state of a build that waits for its shell to end."""
ELSEWHERE = "use another terminal on the host, or leave with `exit` first"
_REV = regex(r"(?!.*\.\.)(?:[A-Za-z0-9][A-Za-z0-9._-]{0,63}|@|)(?:[~^][0-9]{0,6}){0,20}")
"""A number, `latest`, `HEAD`, `base`, digits of an id, or a name that a branch or a tag can have."""
_CHANGES = ("CMD", "ENTRYPOINT", "ENV", "EXPOSE", "USER", "WORKDIR")
"""The instructions of --change: those that have an effect only when a container of the image is started."""
_UNSEEN = ("Cc", "Cs", "Zl", "Zp")
"""Unicode categories that a message may not hold, except newlines and tabs."""


class Given(Struct, frozen=True):
    """A parameter of a verb, after parsing."""

    name: str
    label: str
    """As a person writes it: `--json`."""
    value: Any
    default: bool
    """Whether the value is the parameter's default, neither typed nor taken from the environment."""


def program(name: str, *, in_build: bool = False) -> list[str]:
    """Return the command that runs `snap` for a session of the workspace `name`; the words typed there follow it.

    `in_build`: the session is that of a failed state, which its build waits for.
    """
    more = f", {BUILD}='1'" if in_build else ""
    start = (
        f"import os; os.environ.pop({BUILD!r}, None); "
        f"os.environ.update({VARIABLE}={name!r}, SNAP_NAME={name!r}{more}); "
        "from snapshotter.cli.console import run; run()"
    )
    # -P: do not import modules from the directory in which the session was started
    return [sys.executable, "-P", "-c", start]


def workspace() -> str:
    """Return the workspace of the session that runs this command, "" outside a session."""
    return os.environ.get(VARIABLE, "")


def is_in_build() -> bool:
    """Return whether this command was typed in the failed state of a build that waits."""
    return bool(workspace()) and os.environ.get(BUILD) == "1"


def allowed_verbs() -> Mapping[str, Mapping[str, _Check]]:
    """Return what is allowed in the session that runs this command."""
    return {**ALLOWED, **IN_BUILD} if is_in_build() else ALLOWED


def check_verb(verb: str) -> None:
    """Raise `UsageError` for a verb that is not allowed inside a session."""
    if workspace() and verb not in allowed_verbs():
        raise UsageError(
            f"`snap {verb}` does not work inside a session",
            f"{ELSEWHERE}; these work inside a session: {', '.join(allowed_verbs())}",
        )


def check(verb: str, parameters: Sequence[Given]) -> None:
    """Raise `UsageError` inside a session for a verb, an option or a value that is not in the list.

    A parameter that is not in the list must have its default.  Raises `NotFound` if the session's workspace is gone.
    """
    if not workspace():
        return
    check_verb(verb)
    allowed = allowed_verbs()[verb]
    for given in parameters:
        if given.name in allowed:
            allowed[given.name](given.value)
        elif not given.default:
            labels = [one.label for one in parameters if one.name in allowed and one.label.startswith("-")]
            raise UsageError(
                f"`snap {verb} {given.label}` does not work inside a session",
                f"{ELSEWHERE}; these options work inside a session: {', '.join(labels)}",
            )
    _check_present()


def _check_present() -> None:
    """Raise `NotFound` if the session's workspace is gone; a later message would list the other workspaces."""
    from snapshotter.store.home import at
    from snapshotter.store.paths import home

    if workspace() not in at(home()).workspaces.names():
        raise NotFound(f"the workspace {workspace()} of this session was removed", "leave the session with `exit`")


def _any(_: object) -> None:
    """Allow any value: a flag, a choice that the parser has checked, or a path in the container."""


def _root_only(value: object) -> None:
    """Refuse what shows contents of files to anybody but root, who can read them all in the container."""
    if value and os.environ.get(CALLER, "").partition(":")[0] != "0":
        raise UsageError(
            "contents of files are shown only to root inside a session: you may not be allowed to read them",
            f"{ELSEWHERE}, or ask as root",
        )


def _name(name: str | None) -> None:
    if name != workspace():
        raise UsageError(f"a session in {workspace()} cannot use the workspace {name or repr('')}", ELSEWHERE)


def _rev(rev: str) -> None:
    if not _REV.fullmatch(rev):
        raise UsageError(
            f"{rev[:64]!r} is not a snapshot",
            "write its number, `latest`, `HEAD`, the start of its id, a branch or a tag",
        )


def _operands(operands: Iterable[str] | None) -> None:
    for operand in operands or ():
        if "/" not in operand:  # what has a slash is a path in the container
            _rev(operand)


def _message(text: str) -> None:
    from unicodedata import category  # a library of its own, which no other verb needs

    if any(category(char) in _UNSEEN and char not in "\n\t" for char in text):
        raise UsageError("the message contains control characters", "write it as plain text")


def _changes(lines: Iterable[str] | None) -> None:
    for line in lines or ():
        word = line.strip().partition(" ")[0]
        if not line.isprintable():
            raise UsageError(
                f"--change {word[:64]!r} contains a newline or an invisible character",
                "write one line of visible characters for each --change",
            )
        if not word.isascii() or word.upper() not in _CHANGES:
            raise UsageError(
                f"--change {word[:64]} does not work inside a session",
                f"commit from another terminal on the host; these work inside a session: {', '.join(_CHANGES)}",
            )


def _output(output: str | None) -> None:
    _root_only(output)
    if output != "-":
        raise UsageError(
            "no files are written inside a session: the directory would be on the host",
            "print the Dockerfile with `snap export-dockerfile -o -`, or leave with `exit` to write the files",
        )


_Check = Callable[[Any], None]
ALLOWED: Final[Mapping[str, Mapping[str, _Check]]] = {
    "status": {"name": _name, "every": _any, "json": _any},
    "commit": {"name": _name, "message": _message, "change": _changes, "now": _any, "json": _any},
    "log": {
        "operands": _operands,
        "name": _name,
        "commands": _any,
        "max_count": _any,
        "oneline": _any,
        "stat": _any,
        "graph": _any,
        "every": _any,
        "json": _any,
    },
    "show": {"rev": _rev, "name": _name, "every": _any, "json": _any},
    "diff": {
        "operands": _operands,
        "name": _name,
        "content": _root_only,
        "stat": _any,
        "name_only": _any,
        "name_status": _any,
        "packages": _any,
        "config": _root_only,
        "json": _any,
    },
    "blame": {"path": _any, "name": _name, "json": _any},
    "list": {"json": _any},
    "export-dockerfile": {
        "rev": _rev,
        "name": _name,
        "output": _output,
        "no_verify": _any,
        "pin": _any,
        "slim": _any,
        "explain": _any,
        "secrets": _any,
        "allow_withheld": _any,
        "json": _any,
    },
    "help": {"verb": _any},
    "version": {},
}
"""The verbs that work inside a session, with their parameters and what checks the value of each."""
IN_BUILD: Final[Mapping[str, Mapping[str, _Check]]] = {"undo": {"name": _name}}
"""The same for what works only in the failed state of a build: it discards that state, and nothing else."""
