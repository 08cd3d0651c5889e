"""The commands of conda that an image shows: conda-meta/history in each environment has them as they were typed."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator

from snapshotter.changes.evidence.model import Shown, Side, utc_seconds
from snapshotter.model import Change
from snapshotter.regex import regex

_HISTORY = "/conda-meta/history"
_RUN = regex(
    r"==> (?P<at>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) <==\n# cmd: (?P<command>[^\n]+)\n(?P<rest>[^=]*(?:=(?!=>)[^=]*)*)"
)
_CHANGED = regex(r"(?m)^[+-]\S+$")
_PROGRAMS = frozenset({"conda", "mamba", "micromamba"})
_VERBS = frozenset({"create", "install", "remove", "uninstall", "update", "upgrade", "env"})
_WITHOUT_YES = frozenset({"env"})
_WRITES_LAST = 60.0
"""Seconds that linking the packages may take after the time in the history, which is that of its begin."""


def conda_commands(before: Side, after: Side) -> list[Shown]:
    """Return the commands of conda between two states."""
    return [
        shown
        for path in sorted(after.tree)
        if path.endswith(_HISTORY) and after.tree[path] != before.tree.get(path)
        for shown in _of_environment(path.removesuffix(_HISTORY), before.text(path), after.text(path), after)
    ]


def _of_environment(place: str, known: str, text: str, after: Side) -> Iterator[Shown]:
    """Yield the commands that a history has more than before; those of an installer that is not there are none."""
    runs = _RUN.finditer(text, len(known) if text.startswith(known) else 0)
    commands = [(run["at"], words) for run in runs if (words := _command(run["command"], run["rest"], after))]
    for number, (stamp, words) in enumerate(commands, 1):
        at = utc_seconds(stamp)
        explains = _explains(place, words[0], at + _WRITES_LAST, number == len(commands))
        yield Shown(shlex.join(words), f"{place}{_HISTORY}", at, at, explains)


def _command(text: str, rest: str, after: Side) -> list[str]:
    """Return a command that changed something, for no terminal; none if its program is not there."""
    words = _words(text)
    program = words[0] if words else ""
    if program.rpartition("/")[2] not in _PROGRAMS or not _VERBS & {*words[1:2]} or not _CHANGED.search(rest):
        return []
    if program.startswith("/") and program not in after.tree:
        return []
    asks = not {"-y", "--yes"} & {*words} and words[1] not in _WITHOUT_YES
    return [*words[:2], "-y", *words[2:]] if asks else words


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:
        return []


def _explains(place: str, program: str, end: float, last: bool) -> Callable[[Change], bool]:
    """Return whether a change is in the environment, or in what conda keeps of packages beside its own program."""
    packages = f"{program.rpartition('/bin/')[0]}/pkgs" if "/bin/" in program else f"{place}/pkgs"

    def explains(change: Change) -> bool:
        if not change.path.startswith((f"{place}/", f"{packages}/", "/root/.conda/")) and change.path != place:
            return False
        written = change.after.ctime_ns or change.after.mtime_ns if change.after else 0
        return last or written / 1e9 <= end

    return explains
