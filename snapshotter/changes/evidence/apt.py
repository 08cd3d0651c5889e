"""The commands of apt that an image shows: by its history, and where that tells nothing, by dpkg's database."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from msgspec import Struct

from snapshotter.changes.evidence.debs import by_dpkg_alone, debs, install_text, with_paths
from snapshotter.changes.evidence.model import Shown, Side, never, utc_seconds
from snapshotter.changes.packages.installed import PackageChanges
from snapshotter.changes.packages.owners import Owners, Package
from snapshotter.changes.packages.text import fields, paragraphs
from snapshotter.model import Change
from snapshotter.regex import regex

HISTORY = "/var/log/apt/history.log"
STATUS = "/var/lib/dpkg/status"
DATABASE = "dpkg's database"
_ARCHITECTURES = "/var/lib/dpkg/arch"
_LISTS = "/var/lib/apt/lists"
_VERBS = frozenset(
    "install remove purge autoremove autopurge upgrade full-upgrade dist-upgrade build-dep satisfy".split()
)
_INSTALLS = regex(r" (?:install|upgrade|full-upgrade|dist-upgrade|build-dep|satisfy)\b")
_PROGRAMS = frozenset({"apt", "apt-get", "aptitude"})
_WRITTEN = ("Install", "Upgrade", "Downgrade", "Reinstall", "Remove", "Purge")
_PACKAGE = regex(r"([a-z0-9][a-z0-9+.-]*):([a-z0-9-]+) \(")
_BEFORE_SECONDS, _AFTER_SECONDS = 1.5, 3.0
"""How long before and after the times in its log apt writes files: these are whole seconds, and triggers come last."""
_KEPT = ("/var/lib/dpkg/", "/var/lib/apt/", "/var/cache/apt/", "/var/cache/debconf/", "/var/log/apt/", "/var/lib/pam/")
_BACKUPS = frozenset(f"/etc/{name}-" for name in "passwd group shadow gshadow subuid subgid".split())
_ALTERNATIVES = "/etc/alternatives/"
_ZONE = 900
"""Seconds of which every time zone's distance is a multiple."""


class Transaction(Struct, frozen=True):
    """One run of apt as its log has it."""

    command: str
    begin: float
    end: float
    packages: frozenset[str]
    """Names of the packages that it installed, changed or removed."""
    logged: tuple[float, float] = (0.0, 0.0)
    """Begin and end as the log has them, in the container's zone."""


def apt_commands(before: Side, after: Side, found: PackageChanges) -> list[Shown]:
    """Return the commands of apt between two states, whose packages differ as `found`, in order."""
    packages = [*found.added, *found.changed, *found.removed]
    left = {_bare(one.name) for one in packages if one.manager == "dpkg"}
    if not left and before.tree.get(HISTORY) == after.tree.get(HISTORY):
        return []
    shown = list[Shown]()
    update = not any(path.startswith(f"{_LISTS}/") and path.endswith("Packages") for path in _lists(before))
    shown += _architectures(before, after)
    runs = transactions(_log(before, HISTORY), _log(after, HISTORY), after.seconds(HISTORY))
    for one in runs:
        text = _as_typed(one.command, after)
        if not text:
            continue
        prefix = "apt-get update && " if update and _INSTALLS.search(text) else ""
        if not one.packages & left:
            shown.append(Shown(prefix + text, HISTORY, one.begin, one.end, never, exact=True, passing=True))
            continue
        named = _owned(one.packages & left, before.owners, after)
        update = update and not prefix
        shown.append(_shown(prefix + text, HISTORY, one.begin, one.end, named))
        left -= one.packages
    others = [one for one in found.added if one.manager == "dpkg" and _bare(one.name) in left]
    archives = debs(others, after)
    foreign = {_bare(one.package.name) for one in archives}
    if runs:
        foreign |= by_dpkg_alone(before, after, {_bare(one.name) for one in others}, [one.logged for one in runs])
    shown += _of_database(before, after, found, left - foreign, update=update)
    if archives:
        shown.append(_of_packages(install_text(archives), [one.package for one in archives], after))
    return [*shown, *_holds(before, after)]


def _log(side: Side, path: str) -> str:
    """Return a log with its older parts, which logrotate may have compressed, oldest first."""
    older = [f"{path}.{number}{end}" for number in range(9, 0, -1) for end in (".gz", "")]
    texts = [side.text(one) for one in older if one in side.tree]
    return "\n\n".join([*texts, side.text(path)])


def _architectures(before: Side, after: Side) -> Iterator[Shown]:
    """Yield the commands that allow packages of other architectures."""
    old = before.text(_ARCHITECTURES).split()
    for name in after.text(_ARCHITECTURES).split():
        if name not in old and (old or name != after.text(_ARCHITECTURES).split()[0]):
            at = after.seconds(_ARCHITECTURES)
            text = f"dpkg --add-architecture {shlex.quote(name)}"
            yield Shown(text, _ARCHITECTURES, at, at, lambda change: change.path.startswith(_ARCHITECTURES))


def _holds(before: Side, after: Side) -> Iterator[Shown]:
    """Yield the commands that keep packages at their versions."""
    old, new = _held(before.text(STATUS)), _held(after.text(STATUS))
    at = after.seconds(STATUS)
    for verb, names in (("hold", new - old), ("unhold", old - new)):
        if names:
            yield Shown(f"apt-mark {verb} {' '.join(sorted(names))}", DATABASE, at, at, never)


def _held(status: str) -> set[str]:
    if "\nStatus: hold " not in status:
        return set()
    return {one.get("Package", "") for one in _paragraphs(status) if one.get("Status", "").startswith("hold ")}


def _lists(side: Side) -> Iterator[str]:
    return (path for path in side.tree if path.startswith(_LISTS))


def transactions(before: str, after: str, written: float) -> list[Transaction]:
    """Return what a log of apt tells more than it did before; `written` is when it was written last.

    Its times are those of the container's zone, so that the last of them shows how far that is from UTC.
    """
    known = {values.get("Start-Date", "") for values in _paragraphs(before)}
    rows = list(_paragraphs(after))
    zone = 0.0
    if rows and written:
        last = max(utc_seconds(values.get("End-Date", "")) for values in rows)
        zone = round((written - last) / _ZONE) * _ZONE if last else 0.0
    found = []
    for values in rows:
        if values.get("Start-Date", "") in known or not values.get("Commandline"):
            continue
        names = (match[1] for key in _WRITTEN for match in _PACKAGE.finditer(values.get(key, "")))
        begin = utc_seconds(values.get("Start-Date", "")) + zone
        end = utc_seconds(values.get("End-Date", "")) + zone
        logged = (begin - zone, max(begin, end) - zone)
        found.append(Transaction(values["Commandline"], begin, max(begin, end), frozenset(names), logged))
    return found


def _paragraphs(text: str) -> Iterator[Mapping[str, str]]:
    return (fields(one) for one in paragraphs(text.encode("utf-8", "surrogateescape")))


def _as_typed(command: str, after: Side) -> str:
    """Return a line of apt's log as a command line for no terminal, "" if it is of another program."""
    words = command.split()
    if not words or words[0].rpartition("/")[2] not in _PROGRAMS:
        return ""
    verb = next((word for word in words[1:] if word in _VERBS), "")
    if not verb:
        return ""
    program = "aptitude" if words[0].endswith("aptitude") else "apt-get"
    rest = with_paths(words[1:], after)
    if rest is None:
        return ""
    if not any(word in ("-y", "--yes", "--assume-yes") or _is_short_yes(word) for word in rest):
        rest.insert(rest.index(verb) + 1, "-y")
    return " ".join([program, *map(_quoted, rest)])


def _is_short_yes(word: str) -> bool:
    return word.startswith("-") and not word.startswith("--") and ("y" in word or "qq" in word) and "=" not in word


def _quoted(word: str) -> str:
    return shlex.quote(word) if "'" not in word and '"' not in word else word


def _of_database(before: Side, after: Side, found: PackageChanges, left: Set[str], *, update: bool) -> Iterator[Shown]:
    """Yield the commands for packages of which the log tells nothing: it may have been removed, or cut."""
    added = [one for one in found.added if one.manager == "dpkg" and _bare(one.name) in left]
    changed = [one for one in found.changed if one.manager == "dpkg" and _bare(one.name) in left]
    removed = [one for one in found.removed if one.manager == "dpkg" and _bare(one.name) in left]
    prefix = "apt-get update && " if update else ""
    if added:
        roots = [one.name for one in added if not one.automatic]
        marks = "" if roots else f" && apt-mark auto {' '.join(one.name for one in added)}"
        lean = " --no-install-recommends" if lacks_recommended(after.text(STATUS), {one.name for one in added}) else ""
        text = f"{prefix}apt-get install -y{lean} {' '.join(roots or [one.name for one in added])}{marks}"
        yield _of_packages(text, added, after)
        prefix = ""
    if changed:
        yield _of_packages(
            f"{prefix}apt-get install -y --only-upgrade {' '.join(one.name for one in changed)}", changed, after
        )
    if removed:
        at = after.seconds(STATUS)
        names = frozenset(one.name for one in removed)
        kept = any(
            one.get("Package", "") in names and one.get("Status", "").endswith(" config-files")
            for one in _paragraphs(after.text(STATUS))
        )
        text = f"apt-get {'remove' if kept else 'purge'} -y {' '.join(sorted(names))}"
        yield _shown(text, DATABASE, at, at, _owned(names, before.owners, after))


def _of_packages(text: str, packages: Sequence[Package], after: Side) -> Shown:
    times = [at for one in packages if (at := after.seconds(one.stamp_file))] or [after.seconds(STATUS)]
    names = frozenset(one.name for one in packages)
    return _shown(text, DATABASE, min(times), max(times), _owned(names, None, after))


def _bare(name: str) -> str:
    return name.partition(":")[0]


class _Owned(Struct, frozen=True):
    """What belongs to packages."""

    labels: frozenset[str]
    """"NAME VERSION" of the packages after the change."""
    before: frozenset[str]
    """The paths that they owned before it."""
    after: Side

    def is_alternative(self, change: Change) -> bool:
        """Return whether a link is one of `update-alternatives`, which gives links the time of the program."""
        entry = change.after
        if entry is None or entry.kind != "symlink":
            return False
        target = entry.link
        if target.startswith(_ALTERNATIVES) and (chosen := self.after.tree.get(target)):
            target = chosen.link
        elif not change.path.startswith(_ALTERNATIVES):
            return False
        return self.after.owners.owner(target) in self.labels


def _owned(names: Set[str], before: Owners | None, after: Side) -> _Owned:
    bare = {_bare(name) for name in names}
    labels = frozenset(one.label for one in after.owners.packages.values() if _bare(one.name) in bare)
    old = (one for one in before.packages.values() if _bare(one.name) in bare) if before else ()
    return _Owned(labels, frozenset(path for one in old for path in one.paths), after)


def _shown(text: str, witness: str, begin: float, end: float, owned: _Owned) -> Shown:
    def explains(change: Change) -> bool:
        if change.package:
            return change.package in owned.labels
        if change.modifies:
            return False
        if change.path.startswith(_KEPT) or change.path in _BACKUPS or owned.is_alternative(change):
            return True
        if change.after is None:
            return change.path in owned.before
        return begin - _BEFORE_SECONDS <= change.after.mtime_ns / 1e9 <= end + _AFTER_SECONDS

    return Shown(
        text, witness, begin, end, explains, lambda change: change.modifies in owned.labels, exact=witness == HISTORY
    )


def lacks_recommended(status: str, added: Set[str]) -> bool:
    """Return whether packages that the added ones recommend are missing, as after `--no-install-recommends`."""
    there, wanted = set[str](), list[list[str]]()
    for values in _paragraphs(status):
        name = values.get("Package", "")
        if values.get("Status", "").endswith(" installed"):
            there.update([name, *_names(values.get("Provides", "").split(","))])
        if name in added:
            wanted += [_names(group.split("|")) for group in values.get("Recommends", "").split(",") if group.strip()]
    missing = sum(not there.intersection(group) for group in wanted)
    return missing > len(wanted) / 2


def _names(texts: Iterable[str]) -> list[str]:
    return [text.split("(")[0].strip().partition(":")[0] for text in texts if text.strip()]
