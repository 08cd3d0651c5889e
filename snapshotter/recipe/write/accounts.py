"""Names of users and groups for `chown`, as far as the build has these accounts at that step.

They are those of /etc/passwd and /etc/group at the end of the step's snapshot.  Where a command that has not run yet
changes such a file, only accounts that an earlier snapshot had, or that a command before the step names, are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from snapshotter.errors import SnapError
from snapshotter.model import Change
from snapshotter.recipe.model import ACCOUNT_FILES, Carry, Content, Origin, Plan, Run, Step
from snapshotter.regex import regex
from snapshotter.shell.facts import facts

_NAME = regex(r"[a-z_][a-z0-9_-]{0,31}")
_MAKERS = frozenset("addgroup adduser groupadd useradd".split())


class Accounts:
    """The accounts that exist while the steps of a plan are written, in order."""

    def __init__(self, plan: Plan, content: Content) -> None:
        """`content` returns the bytes of changed files; it is asked only where an owner is not root."""
        self._plan, self._content = plan, content
        self._texts = {decision.origin: decision.command.text for decision in plan.decisions}
        self._seq = 0
        self._done: set[Origin] = set()
        self._copied: set[tuple[int, str]] = set()
        self._read: dict[tuple[str, int], Mapping[str, int]] = {}

    def enter(self, seq: int) -> None:
        """Begin the section of a snapshot; steps without one belong to the section before."""
        self._seq = seq or self._seq

    def add(self, step: Step) -> None:
        """Take a step into account that was written."""
        if isinstance(step, Run):
            self._done.update(origin for script in step.scripts for origin in script.origins)
        elif isinstance(step, Carry):
            self._copied.update((self._seq, change.path) for change in step.changes)

    def owner(self, uid: int, gid: int) -> str:
        """Return "USER:GROUP" for an owner, by name where the accounts exist at this point, else by number."""
        if not uid and not gid:
            return "0:0"
        user, group = (self._name(path, ident) for path, ident in zip(ACCOUNT_FILES, (uid, gid), strict=True))
        return f"{user}:{group}"

    def _name(self, path: str, ident: int) -> str:
        now = self._ids(path, self._last_change(path, self._seq))
        names = [name for name, number in now.items() if number == ident and self._exists(path, name, ident)]
        return names[0] if names else str(ident)

    def _exists(self, path: str, name: str, ident: int) -> bool:
        change = self._plan.accounts.get(path, {}).get(self._seq)
        if change is None:
            return True
        origin = None if change.command is None else (self._seq, change.command)
        if origin in self._done or (self._seq, path) in self._copied:
            return True
        before = self._last_change(path, self._seq - 1)
        if self._ids(path, before).get(name) == ident:
            return True
        return any(_makes(self._texts.get(origin, ""), name) for origin in self._done if origin[0] == self._seq)

    def _last_change(self, path: str, seq: int) -> int:
        """Return the seq of the last snapshot up to `seq` that changed a file; 0 where that is the base's."""
        return max((one for one in self._plan.accounts.get(path, {}) if one <= seq), default=0)

    def _ids(self, path: str, seq: int) -> Mapping[str, int]:
        """Return the accounts of a file as a snapshot left it; for 0 as the base has it."""
        if (path, seq) not in self._read:
            changes = self._plan.accounts.get(path, {})
            change = changes.get(seq, Change(path, "changed", None, None))
            try:
                data = self._content(seq, change)
            except SnapError:
                data = None
            self._read[path, seq] = _parsed((data or b"").decode("utf-8", "replace").splitlines())
        return self._read[path, seq]


def _parsed(lines: Iterable[str]) -> Mapping[str, int]:
    """Return the number of each account in lines of passwd(5) or group(5)."""
    rows = (line.split(":") for line in lines)
    return {row[0]: int(row[2]) for row in rows if len(row) >= 4 and row[2].isdecimal() and _NAME.fullmatch(row[0])}


def _makes(text: str, name: str) -> bool:
    """Return whether a command makes an account of this name, or one with the group of this name."""
    return any(simple.name in _MAKERS and name in simple.args for simple in facts(text).commands)
