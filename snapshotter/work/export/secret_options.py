"""What the user wants to become of secrets in an export: values for its proof, files to put in all the same."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from snapshotter.errors import UsageError
from snapshotter.model import PLACEHOLDER, Snapshot
from snapshotter.recipe.decide.fate import choose
from snapshotter.recipe.decide.secret_mounts import AUTO, Handling, Mode, names
from snapshotter.recipe.model import Repairs


class SecretWishes(Struct, frozen=True):
    """The options about secrets of one export or proof."""

    handling: Handling = AUTO
    values: Mapping[str, str] = field(default_factory=dict)
    """Values of secrets by name, for the proof's builds alone."""
    allowed: frozenset[str] = frozenset()
    """Paths of files that are put into the context although they hold a secret."""

    def __repr__(self) -> str:
        """Return the names of the secrets, not their values: a traceback may show it."""
        return f"SecretWishes({self.handling!r}, {sorted(self.values)!r}, {sorted(self.allowed)!r})"

    def apply(self, snapshots: Sequence[Snapshot]) -> list[Snapshot]:
        """Give the snapshots with the allowed files no longer secret; raises `UsageError` for unknown names."""
        if self.values:
            known = set(names(choose(snapshots, Repairs())).values())
            for name in sorted(self.values.keys() - known):
                there = ", ".join(sorted(known)) or "none"
                raise UsageError(f"no recorded command used a secret {name}", f"secrets of this recipe: {there}")
        if self.allowed:
            self._check(snapshots)
        return (
            [
                replace(
                    snapshot,
                    changes=tuple(
                        replace(change, secret="") if change.path in self.allowed else change
                        for change in snapshot.changes
                    ),
                )
                for snapshot in snapshots
            ]
            if self.allowed
            else list(snapshots)
        )

    def _check(self, snapshots: Sequence[Snapshot]) -> None:
        withheld = {change.path for snapshot in snapshots for change in snapshot.changes if change.secret}
        used = names(choose(snapshots, Repairs()))
        for name in sorted(self.allowed - withheld):
            if name in used.values() or PLACEHOLDER.fullmatch(name):
                raise UsageError(
                    f"{name} was typed in a command, and its text was never stored",
                    "--secret NAME=FILE gives it to the build instead",
                )
            raise UsageError(
                f"{name} is no file that was left out as secret",
                "left out: " + (", ".join(sorted(withheld)) or "no file"),
            )


NO_WISHES = SecretWishes()
_WAYS = "say --secret NAME=FILE or --secret NAME=env:VARIABLE"


def wishes(given: Sequence[str], mode: Mode, allowed: Sequence[str]) -> SecretWishes:
    """Read the options NAME=FILE, NAME=env and NAME=env:VARIABLE; raises `UsageError`."""
    values = dict(_value(option) for option in given)
    return SecretWishes(Handling(mode, frozenset(values)), values, frozenset(allowed))


def _value(option: str) -> tuple[str, str]:
    name, equals, source = option.partition("=")
    if not equals or not name or not source:
        raise UsageError(f"--secret {name}: where is its value?", _WAYS)
    if source == "env" or source.startswith("env:"):
        variable = source[4:] or name.upper()
        if variable not in os.environ:
            raise UsageError(f"--secret {name}: the variable {variable} is not set", f"set and export {variable}")
        return name, os.environ[variable]
    try:
        data = Path(source).expanduser().read_bytes()
    except OSError as error:
        raise UsageError(f"--secret {name}: cannot read {source}: {error.strerror}", _WAYS) from error
    if b"\0" in data:
        raise UsageError(f"--secret {name}: {source} is no text", "a build takes secrets without zero bytes")
    return name, data.decode("utf-8", "surrogateescape")
