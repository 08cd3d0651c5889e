"""The options about secrets of an export: values for its proof, and secret files to include anyway."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from snapshotter.changes.masked_names import NOT_STORED
from snapshotter.errors import UsageError
from snapshotter.model import PLACEHOLDER, Change, Snapshot
from snapshotter.recipe.decide.carry import latest_changes
from snapshotter.recipe.decide.fate import choose
from snapshotter.recipe.decide.secret_mounts import AUTO, Handling, Mode, secret_files, secret_names
from snapshotter.recipe.model import Repairs


class SecretOptions(Struct, frozen=True):
    """The options about secrets of one export or proof."""

    handling: Handling = AUTO
    values: Mapping[str, str] = field(default_factory=dict)
    """Values of secrets by name, only for the builds of the proof."""
    allowed: frozenset[str] = frozenset()
    """Paths of files that are put into the context although they hold a secret."""

    def __repr__(self) -> str:
        """Return the names of the secrets without their values, because a traceback may show them."""
        return f"SecretOptions({self.handling!r}, {sorted(self.values)!r}, {sorted(self.allowed)!r})"

    def apply(self, snapshots: Sequence[Snapshot]) -> list[Snapshot]:
        """Return the snapshots with the allowed files not marked secret; raises `UsageError` for unknown names."""
        if self.values:
            known = set(secret_names(choose(snapshots, Repairs())).values())
            known |= set(secret_files(latest_changes(snapshots)[0], known))
            for name in sorted(self.values.keys() - known):
                used = ", ".join(sorted(known)) or "none"
                raise UsageError(f"no recorded command used a secret {name}", f"secrets of this recipe: {used}")
        if not self.allowed:
            return list(snapshots)
        self._check(snapshots)
        return [replace(snapshot, changes=tuple(map(self._allow, snapshot.changes))) for snapshot in snapshots]

    def _allow(self, change: Change) -> Change:
        return replace(change, secret="") if change.path in self.allowed else change

    def _check(self, snapshots: Sequence[Snapshot]) -> None:
        withheld = {change.path for snapshot in snapshots for change in snapshot.changes if change.secret}
        for change in (change for snapshot in snapshots for change in snapshot.changes):
            if change.path in self.allowed and change.secret in NOT_STORED:
                raise UsageError(
                    f"{change.path} {change.secret}, which was never stored", "create it where the image is used"
                )
        used = secret_names(choose(snapshots, Repairs()))
        for name in sorted(self.allowed - withheld):
            if name in used.values() or PLACEHOLDER.fullmatch(name):
                raise UsageError(
                    f"{name} was typed in a command, and its text was never stored",
                    "pass it to the build with --secret NAME=FILE instead",
                )
            raise UsageError(
                f"{name} is not a file that was left out as secret",
                "files left out: " + (", ".join(sorted(withheld)) or "none"),
            )


NO_SECRET_OPTIONS = SecretOptions()
_WAYS = "write --secret NAME=FILE or --secret NAME=env:VARIABLE"


def read_secret_options(given: Sequence[str], mode: Mode, allowed: Sequence[str]) -> SecretOptions:
    """Return the options read from NAME=FILE, NAME=env and NAME=env:VARIABLE; raises `UsageError`."""
    values = dict(_value(option) for option in given)
    return SecretOptions(Handling(mode, frozenset(values)), values, frozenset(allowed))


def _value(option: str) -> tuple[str, str]:
    name, equals, source = option.partition("=")
    if not equals or not name or not source:
        raise UsageError(f"--secret {name}: the value is missing", _WAYS)
    if source == "env" or source.startswith("env:"):
        variable = source[4:] or name.upper()
        if variable not in os.environ:
            raise UsageError(f"--secret {name}: the variable {variable} is not set", f"set and export {variable}")
        return name, os.environ[variable]
    try:
        data = Path(os.path.expanduser(source)).read_bytes()  # noqa: PTH111 - the other raises for an unknown user
    except OSError as error:
        raise UsageError(f"--secret {name}: cannot read {source}: {error.strerror}", _WAYS) from error
    if b"\0" in data:
        raise UsageError(f"--secret {name}: {source} is not text", "name a file without zero bytes")
    return name, data.decode("utf-8", "surrogateescape")
