"""Options in place of the answers to the prompts of `rm -i` and its kind, and of dpkg for configuration files.

A RUN has no terminal: `rm -i` removes nothing there, and dpkg fails.  What a person answered shows in the paths that
were there afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from functools import cached_property

from msgspec import Struct

from snapshotter.model import Change, Snapshot
from snapshotter.recipe.model import Origin
from snapshotter.recipe.rewrite.pins import edited
from snapshotter.regex import regex
from snapshotter.shell.calls.prompts import unasked

_MAY_PROMPT = regex(r"-\w*[iIp]|--interactive|-ok|\b(?:apt|apt-get|aptitude|dpkg)\b")
_KEPT, _REPLACED = ".dpkg-dist", ".dpkg-old"
"""Ends of the names under which dpkg leaves the package's file next to a kept one, and a replaced one next to it."""


def without_prompts(snapshots: Sequence[Snapshot]) -> dict[Origin, str]:
    """Return texts that ask nothing and do what was answered, for the commands that asked."""
    texts: dict[Origin, str] = {}
    for snapshot in snapshots:
        outcome = _Outcome(snapshot)
        for index, command in enumerate(snapshot.commands):
            if command.status == 0 and _MAY_PROMPT.search(command.text):
                edits = list(unasked(command.text, command.cwd, _Answers(outcome, index)))
                if edits:
                    texts[snapshot.seq, index] = edited(command.text, edits)
    return texts


class _Outcome:
    """What the changes of one snapshot tell of the answers to the prompts of its commands."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def changes(self) -> Mapping[str, Change]:
        """The changes by path."""
        return {change.path: change for change in self._snapshot.changes}

    @cached_property
    def option(self) -> Mapping[int, str]:
        """The commands in which dpkg asked about configuration files → its option that gives the same answer.

        Where some files were kept and some were replaced, the proof finds those that one answer does not fit.
        """
        changes = self._snapshot.changes
        # files of packages that were there before the package with other content: they were kept
        own = [c.command for c in changes if c.modifies and not c.before and c.command is not None]
        installing = {c.command for c in changes if c.package and c.command is not None} if own else set[int]()
        return {
            **{index: "--force-confold" for index in installing if min(own) < index},
            **dict.fromkeys(self._makers(_REPLACED), "--force-confnew"),
            **dict.fromkeys(self._makers(_KEPT), "--force-confold"),
        }

    @cached_property
    def _beside(self) -> list[Change]:
        return [change for change in self._snapshot.changes if change.path.endswith((_REPLACED, _KEPT))]

    def _makers(self, suffix: str) -> Set[int]:
        return {c.command for c in self._beside if c.path.endswith(suffix) and c.after and c.command is not None}


class _Answers(Struct, frozen=True):
    """The answers to the prompts of one command of a snapshot."""

    outcome: _Outcome
    index: int

    def is_untouched(self, path: str) -> bool:
        """Return whether a path was there before the command and is as it was: the answer was no."""
        change = self.outcome.changes.get(path)
        return bool(change and change.after and change.command is not None and change.command < self.index)

    def is_directory(self, path: str) -> bool:
        """Return whether a path is known to be a directory."""
        change = self.outcome.changes.get(path)
        entry = (change.after or change.before) if change else None
        if entry is not None:
            return entry.kind == "directory"
        return any(other.startswith(path.rstrip("/") + "/") for other in self.outcome.changes)

    def configuration_option(self) -> str:
        """Return dpkg's option that answers its prompts for configuration files as they were; "" if none is known."""
        return self.outcome.option.get(self.index, "")
