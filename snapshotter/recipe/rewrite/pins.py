"""Pinning: the versions that the record shows, written into the commands that install the packages.

Only packages that a command names are pinned, not their dependencies.  pip, npm, gem and git are always pinned, since
their current versions change from day to day; apt and apk only on request, since their mirrors drop old versions.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from snapshotter.model import Change, Snapshot
from snapshotter.recipe.model import Content, Origin
from snapshotter.recipe.rewrite.git_clone import checkouts
from snapshotter.recipe.rewrite.git_dates import dated
from snapshotter.regex import regex
from snapshotter.shell.calls.installs import Install, Manager, installs
from snapshotter.shell.quote import quote
from snapshotter.shell.syntax import encode

TextEdit = tuple[int, int, str]
"""A replacement in a command's text: (first byte, end byte, new text)."""

_LANGUAGES = frozenset({"pip", "npm", "gem"})
_DISTRIBUTION = regex(r"/([^/]+)-([^-/]+)\.dist-info/(?:RECORD|METADATA)")
_GEM = regex(r"/specifications/(.+)-(\d[^/-]*)\.gemspec")
_MODULE = regex(r"/node_modules/((?:@[^/]+/)?[^/]+)/package\.json")
_FORMS: Mapping[Manager, str] = {
    "pip": "{}=={}",
    "npm": "{}@{}",
    "gem": "{}:{}",
    "apt": "{}={}",
    "apk": "{}={}",
}


class Pins(Struct, frozen=True):
    """Commands with pinned versions."""

    texts: Mapping[Origin, str]
    """The new text of each pinned command."""
    labels: tuple[str, ...] = ()
    """The pins as written in the commands, such as "flask==3.0.0"."""
    mirrored: bool = False
    """Whether packages of a distribution, whose mirrors drop old versions, are among them."""
    dropped: tuple[str, ...] = ()
    """Pins that a proof removed again because the step fails with them."""


class _Seen(Struct, frozen=True):
    """A package that was installed while a command ran."""

    command: int
    version: str
    change: Change


def pins(snapshots: Sequence[Snapshot], content: Content, *, every: bool = False) -> Pins:
    """Return pins for the packages that the commands of a line name; with `every`, also those of a distribution."""
    texts: dict[Origin, str] = {}
    labels: list[str] = []
    mirrored = False
    for snapshot in snapshots:
        found = _SnapshotPins(snapshot, content, every=every)
        for index, command in enumerate(snapshot.commands):
            edits = list(found.edits(index)) if command.status == 0 else []
            if edits:
                texts[snapshot.seq, index] = edited(command.text, [edit for edit, _, _ in edits])
                labels += [label for _, label, _ in edits]
                mirrored = mirrored or any(of_mirror for _, _, of_mirror in edits)
    return Pins(texts, tuple(dict.fromkeys(filter(None, labels))), mirrored)


def edited(text: str, edits: Sequence[TextEdit]) -> str:
    """Return a text with parts of it replaced."""
    raw = encode(text)
    for start, end, new in sorted(edits, reverse=True):
        raw = raw[:start] + encode(new) + raw[end:]
    return raw.decode("utf-8", "surrogateescape")


class _SnapshotPins:
    """The packages that the commands of one snapshot installed, and the edits that pin them."""

    def __init__(self, snapshot: Snapshot, content: Content, *, every: bool) -> None:
        self._snapshot, self._content, self._every = snapshot, content, every
        self._installs = [
            [one for one in installs(command.text) if every or one.manager in _LANGUAGES]
            for command in snapshot.commands
        ]
        self._named = Counter(
            (one.manager, _plain(one.manager, name)) for row in self._installs for one in row for name, _ in one.names
        )
        self._seen = self._read() if self._named else {}

    def edits(self, index: int) -> Iterator[tuple[TextEdit, str, bool]]:
        """Yield the edits of one command as (edit, label of the pin, whether the mirrors drop old versions)."""
        for one in self._installs[index]:
            yield from self._of_install(one, index)
        for place, text, label in checkouts(self._snapshot, index, self._content):
            yield (place, place, text), label, False
        for place, text in dated(self._snapshot, index, self._content):
            yield (place, place, text), "", False

    def _of_install(self, one: Install, index: int) -> Iterator[tuple[TextEdit, str, bool]]:
        versions = [(name, word, self._version(one.manager, name, index)) for name, word in one.names]
        known = [(name, word, version) for name, word, version in versions if version]
        form = "{} -v {}" if one.manager == "gem" and len(one.names) == 1 else _FORMS[one.manager]
        for name, word, version in known:
            label = form.format(name, version)
            new = label if form.startswith("{} ") else quote(label)
            yield (word.start_byte, word.end_byte, new), label, one.manager in ("apt", "apk")
        if known and one.manager == "apk":  # removes the version from /etc/apk/world again
            again = " && apk add " + " ".join(quote(name) for name, _, _ in known)
            yield (one.node.end_byte, one.node.end_byte, again), "", True

    def _version(self, manager: Manager, name: str, index: int) -> str:
        """Return the version that a command installed; "" if the record does not show it."""
        key = manager, _plain(manager, name)
        found = self._seen.get(key, [])
        near = [seen for seen in found if seen.command == index]
        if not near and self._named[key] == 1:  # a later command, such as `chown -R`, changed the files again
            near = [seen for seen in found if seen.command > index]
        versions = {seen.version or self._of_module(seen.change) for seen in near}
        return versions.pop() if len(versions) == 1 else ""

    def _of_module(self, change: Change) -> str:
        try:
            found = json.loads(self._content(self._snapshot.seq, change) or b"null")
        except (ValueError, RecursionError):
            return ""
        version = found.get("version") if isinstance(found, dict) else None
        return version if isinstance(version, str) and re.fullmatch(r"[\w.+-]+", version) else ""

    def _read(self) -> dict[tuple[str, str], list[_Seen]]:
        found: dict[tuple[str, str], list[_Seen]] = defaultdict(list)
        wanted = {key for key in self._named if self._named[key]}
        for change in self._snapshot.changes:
            if change.after is None or change.command is None:
                continue
            for manager, name, version in _packages(change):
                if (manager, name) in wanted:
                    found[manager, name].append(_Seen(change.command, version, change))
        return found


def _packages(change: Change) -> Iterator[tuple[str, str, str]]:
    if change.package:
        name, _, version = change.package.partition(" ")
        yield "apt", name, version
        yield "apk", name, version
    base = posixpath.basename(change.path)
    if base in ("RECORD", "METADATA") and (match := _DISTRIBUTION.search(change.path)):
        yield "pip", _plain("pip", match[1]), match[2]
    elif base.endswith(".gemspec") and (match := _GEM.search(change.path)):
        yield "gem", match[1], match[2]
    elif base == "package.json" and change.path.count("/node_modules/") == 1 and (match := _MODULE.search(change.path)):
        yield "npm", match[1], ""


def _plain(manager: str, name: str) -> str:
    """Return a package's name in the normalized form that its manager compares."""
    return re.sub(r"[-_.]+", "-", name.partition("[")[0]).lower() if manager == "pip" else name
