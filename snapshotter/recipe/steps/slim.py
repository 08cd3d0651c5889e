"""Measures that make an image smaller: no caches, no recommended packages, fewer layers.  Pure.

Each measure is a `Trim`.  A proof builds the recipe with all of them and takes back those that change the image.
Only clearing caches affects nothing but volatile paths, and so is safe without a proof.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.model import Snapshot
from snapshotter.recipe.model import Origin, Trim, TrimKind
from snapshotter.regex import regex
from snapshotter.shell.calls.package_managers import Call, calls
from snapshotter.shell.syntax import encode

_UNCACHED = {("apk", verb): "--no-cache" for verb in ("add", "update", "upgrade")} | {
    ("pip", "install"): "--no-cache-dir"
}
"""Managers with an option to keep no cache: (manager, verb) → the option."""
_DIRECTORY_MATTERS = regex(
    r"\bmkdir (?!.*(?<= )(-\w*p|--parents)\b)|\b(useradd|adduser|clone|mv|cp|rsync|tar|unzip|venv)\b"
)
"""Commands that behave differently if a directory exists already."""


class Slim(Struct, frozen=True):
    """The slimming measures that a recipe uses."""

    kinds: frozenset[TrimKind] = frozenset()
    kept: frozenset[Trim] = frozenset()
    """Measures that are not used: proofs took them back, or earlier exports did not use them."""

    def wants(self, kind: TrimKind, origin: Origin) -> bool:
        """Return whether a measure is to be used."""
        return kind in self.kinds and Trim(kind, origin) not in self.kept

    def without(self, trims: frozenset[Trim]) -> Slim:
        """Return a copy without some of the measures."""
        return replace(self, kept=self.kept | trims)


AS_IT_IS = Slim()
SAFE = Slim(frozenset({"caches"}))
"""Measures that cannot change a path that proofs compare."""
ALL = Slim(frozenset({"recommends", "caches", "join", "early"}))


def mentioned(paths: Iterable[str], lines: Sequence[str]) -> bool:
    """Return whether commands name a file, or name one of its directories and depend on whether that exists."""
    text = "\n".join(lines)
    dependent = "\n".join(line for line in lines if _DIRECTORY_MATTERS.search(line))
    for folder, name in map(posixpath.split, paths):
        if name in text or any(part in dependent for part in folder.split("/") if part):
            return True
    return False


def described(trim: Trim, texts: Mapping[Origin, str]) -> str:
    """Return a description of a measure; `texts` are the command lines."""
    seq, index = trim.origin
    if trim.kind == "join":
        return f"one RUN across snapshots {seq - 1} and {seq}"
    if trim.kind == "early":
        return f"files of snapshot {seq} copied before a RUN"
    what = "--no-install-recommends" if trim.kind == "recommends" else "no cache kept"
    return f"{what} ({seq}.{index + 1}: {' '.join(texts.get(trim.origin, '').split())})"


def reworded(snapshots: Sequence[Snapshot], slim: Slim) -> list[Snapshot]:
    """Return the snapshots with commands that install less and keep no cache."""
    return [_reworded(snapshot, slim) for snapshot in snapshots] if slim.kinds else list(snapshots)


def _reworded(snapshot: Snapshot, slim: Slim) -> Snapshot:
    commands = tuple(
        replace(command, text=reworded_text(command.text, (snapshot.seq, index), slim))
        for index, command in enumerate(snapshot.commands)
    )
    return snapshot if commands == snapshot.commands else replace(snapshot, commands=commands)


def reworded_text(text: str, origin: Origin, slim: Slim) -> str:
    """Return a command line with the slimming options for its package managers."""
    raw = encode(text)
    for end, option, _ in sorted(_edits(text, origin, slim), reverse=True):
        raw = raw[:end] + b" " + option.encode() + raw[end:]
    return raw.decode("utf-8", "surrogateescape")


def rewordings(text: str, origin: Origin, slim: Slim) -> frozenset[Trim]:
    """Return the measures for which options are added to a command line."""
    return frozenset(Trim(kind, origin) for _, _, kind in _edits(text, origin, slim))


def _edits(text: str, origin: Origin, slim: Slim) -> Iterator[tuple[int, str, TrimKind]]:
    for call in calls(text):
        option = _UNCACHED.get((call.manager, call.verb))
        if option and option not in call.options and slim.wants("caches", origin):
            yield call.end, option, "caches"
        if _takes_recommended(call) and "-recommends" not in text.lower() and slim.wants("recommends", origin):
            yield call.end, "--no-install-recommends", "recommends"


def _takes_recommended(call: Call) -> bool:
    return call.program in ("apt", "apt-get") and call.verb == "install"
