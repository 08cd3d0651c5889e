"""Find the command of a line that a person names: by its number, its text or the beginning of that.  Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from snapshotter.errors import NotFound, UsageError
from snapshotter.model import Command, Snapshot
from snapshotter.recipe.model import Origin
from snapshotter.regex import regex

_NUMBER = regex(r"(?:(?P<seq>\d{1,9})\.)?(?P<number>\d{1,9})")
_MOST_CANDIDATES = 8
_BRIEF = 60
"""Characters of a command that a message shows."""


def find_command(line: Sequence[Snapshot], wanted: str) -> Origin:
    """Return the command that a number ("3" in the last snapshot, "2.3" in snapshot 2) or a text names.

    A text is a whole one or the beginning of only one command.  Raises `NotFound` or `UsageError` with candidates.
    """
    wanted = wanted.strip()
    if not line or not wanted:
        raise NotFound("there is no such command", "`snap show` lists the commands of the last snapshot")
    if match := _NUMBER.fullmatch(wanted):
        return _numbered(line, int(match["seq"] or line[-1].seq), int(match["number"]))
    exact = [origin for origin, command in _all(line) if command.text.strip() == wanted]
    found = exact or [origin for origin, command in _all(line) if command.text.strip().startswith(wanted)]
    if not found:
        raise NotFound(f"no command of the line begins with {wanted!r}", _similar(line, wanted))
    if len(found) > 1:
        raise UsageError(
            f"{wanted!r} {'is the text' if exact else 'is the beginning'} of {len(found)} commands",
            f"name one by its number: {_listed(line, found)}",
        )
    return found[0]


def text_of(line: Sequence[Snapshot], origin: Origin) -> str:
    """Return the name of a command in a message: its number and the beginning of its text."""
    return f"{origin[0]}.{origin[1] + 1} ({brief(command_at(line, origin).text)})"


def command_at(line: Sequence[Snapshot], origin: Origin) -> Command:
    """Return a command of a line."""
    return next(one for one in line if one.seq == origin[0]).commands[origin[1]]


def brief(text: str) -> str:
    """Return the beginning of a command's text, on one line."""
    first, *rest = text.strip().split("\n")
    return first[: _BRIEF - 1] + "…" if rest or len(first) > _BRIEF else first


def _all(line: Sequence[Snapshot]) -> Iterator[tuple[Origin, Command]]:
    return (((one.seq, index), command) for one in line for index, command in enumerate(one.commands))


def _numbered(line: Sequence[Snapshot], seq: int, number: int) -> Origin:
    snapshot = next((one for one in line if one.seq == seq), None)
    if snapshot is None:
        numbers = ", ".join(str(one.seq) for one in line[-_MOST_CANDIDATES:])
        raise NotFound(f"the line has no snapshot {seq}", f"choose one from {numbers}; `snap log` lists them")
    if not 0 < number <= len(snapshot.commands):
        count = len(snapshot.commands)
        has = f"commands {seq}.1 to {seq}.{count}" if count > 1 else f"command {seq}.1" if count else "no command"
        raise NotFound(f"snapshot {seq} has no command {number}, but {has}", f"`snap show {seq}` lists its commands")
    return seq, number - 1


def _similar(line: Sequence[Snapshot], wanted: str) -> str:
    from difflib import get_close_matches

    texts = {command.text.strip(): origin for origin, command in _all(line)}
    close = get_close_matches(wanted, texts, n=3, cutoff=0.4)
    inside = [text for text in texts if wanted in text][:3]
    candidates = dict.fromkeys(texts[text] for text in [*inside, *close])
    listed = f"choose one from {_listed(line, candidates)}; " if candidates else ""
    return f"{listed}`snap show REV` numbers the commands of a snapshot"


def _listed(line: Sequence[Snapshot], origins: Iterable[Origin]) -> str:
    return ", ".join(text_of(line, origin) for origin in list(origins)[-_MOST_CANDIDATES:])
