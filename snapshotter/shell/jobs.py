"""Commands that were started in the background and waited for by a later command of the same shell."""

from __future__ import annotations

from collections.abc import Sequence

from snapshotter.model import Command
from snapshotter.regex import regex

_WAIT = regex(r"\b(?:wait|fg)\b")
_WAITING = frozenset({"wait", "fg"})
_NOT_A_WORD = regex(r"[;&|<>`(]")
_JOB = regex(r"(?<![&>|<])&(?![&>\d-])")
_BACKGROUND = regex(r"(?<!&)&\s*\Z")


def in_background(text: str) -> bool:
    """Return whether a command line ends with a job in the background."""
    return _BACKGROUND.search(text) is not None


def starts_job(text: str) -> bool:
    """Return whether a command line starts a job in the background, also in a child shell; in quotes it may be none."""
    return _JOB.search(text) is not None


def waited_for(commands: Sequence[Command]) -> dict[int, int]:
    """Return, for the indexes of commands that end with a job in the background, that of the command that waited."""
    waits = [index for index, command in enumerate(commands) if _WAIT.search(command.text)]
    if not waits:
        return {}
    from snapshotter.shell.facts import facts  # loads the parser

    found: dict[int, int] = {}
    open_jobs: dict[tuple[str, int, int], list[int]] = {}
    for index in sorted(range(len(commands)), key=lambda index: commands[index].begin):
        command = commands[index]
        jobs = open_jobs.setdefault((command.session, command.pid, command.depth), [])
        if in_background(command.text):
            jobs.append(index)
        elif jobs and _WAIT.search(command.text) and _WAITING & facts(command.text).calls:
            found |= dict.fromkeys(jobs, index)
            jobs.clear()
    return found


def only_waits(text: str) -> bool:
    """Return whether a command line does nothing but wait for jobs."""
    return text.split()[:1] in (["wait"], ["fg"]) and not _NOT_A_WORD.search(text)
