"""What an expert leaves out of an image: caches, packages that are merely recommended, layers.  Pure.

Each single measure is a `Trim`.  None is trusted: a proof builds the recipe with them and takes back those with
which another image comes out.  Only clearing caches changes nothing but paths that no rebuild is expected to keep.
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
"""Managers that can be told to keep no cache: what is called → the option."""
_MINDS = regex(r"\bmkdir (?!.*(?<= )(-\w*p|--parents)\b)|\b(useradd|adduser|clone|mv|cp|rsync|tar|unzip|venv)\b")
"""Commands that do another thing where a directory is there already."""


class Slim(Struct, frozen=True):
    """How slim a recipe shall be."""

    kinds: frozenset[TrimKind] = frozenset()
    kept: frozenset[Trim] = frozenset()
    """What must stay all the same: proofs took it back, or earlier exports have it so."""

    def wants(self, kind: TrimKind, origin: Origin) -> bool:
        """Say whether something is to be left out."""
        return kind in self.kinds and Trim(kind, origin) not in self.kept

    def without(self, trims: frozenset[Trim]) -> Slim:
        """Give the same without some of its measures."""
        return replace(self, kept=self.kept | trims)


AS_IT_IS = Slim()
SAFE = Slim(frozenset({"caches"}))
"""What leaves every path that is compared as it is, whatever the commands do."""
ALL = Slim(frozenset({"recommends", "caches", "join", "early"}))


def spoken_of(paths: Iterable[str], lines: Sequence[str]) -> bool:
    """Say whether commands name a file, or make one of its directories in a way that minds one that is there."""
    text, minding = "\n".join(lines), "\n".join(line for line in lines if _MINDS.search(line))
    split = (posixpath.split(path) for path in paths)
    return any(name in text or any(part in minding for part in folder.split("/") if part) for folder, name in split)


def described(trim: Trim, texts: Mapping[Origin, str]) -> str:
    """Say in words what a measure leaves out; `texts` are the command lines."""
    seq, index = trim.origin
    if trim.kind == "join":
        return f"one RUN where snapshot {seq} follows on {seq - 1}"
    if trim.kind == "early":
        return f"files of snapshot {seq} copied in ahead of a RUN"
    what = "--no-install-recommends" if trim.kind == "recommends" else "no cache kept"
    return f"{what} ({seq}.{index + 1}: {' '.join(texts.get(trim.origin, '').split())})"


def reworded(snapshots: Sequence[Snapshot], slim: Slim) -> list[Snapshot]:
    """Give the snapshots with commands that install less and keep no cache."""
    return [_reworded(snapshot, slim) for snapshot in snapshots] if slim.kinds else list(snapshots)


def _reworded(snapshot: Snapshot, slim: Slim) -> Snapshot:
    commands = tuple(
        replace(command, text=reworded_text(command.text, (snapshot.seq, index), slim))
        for index, command in enumerate(snapshot.commands)
    )
    return snapshot if commands == snapshot.commands else replace(snapshot, commands=commands)


def reworded_text(text: str, origin: Origin, slim: Slim) -> str:
    """Give a command line with the options that make its package managers leave something out."""
    raw = encode(text)
    for end, option, _ in sorted(_edits(text, origin, slim), reverse=True):
        raw = raw[:end] + b" " + option.encode() + raw[end:]
    return raw.decode("utf-8", "surrogateescape")


def rewordings(text: str, origin: Origin, slim: Slim) -> frozenset[Trim]:
    """Give what the new words of a command line are for."""
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
