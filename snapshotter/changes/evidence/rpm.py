"""The commands of dnf, yum and microdnf that an image shows: by dnf's history, and without one by rpm's database."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence, Set

from msgspec import Struct

from snapshotter.changes.evidence.model import FILE_LIMIT, Shown, Side
from snapshotter.changes.packages.installed import PackageChanges
from snapshotter.changes.packages.owners import Package
from snapshotter.changes.packages.sqlite_rows import rows
from snapshotter.model import Change

DATABASE = "rpm's database"
_PROGRAMS = ("dnf", "yum", "microdnf", "zypper")
_KEPT = (
    "/var/lib/dnf/",
    "/var/lib/yum/",
    "/var/cache/dnf/",
    "/var/cache/libdnf5/",
    "/var/cache/yum/",
    "/var/lib/rpm/",
    "/usr/lib/sysimage/",
    "/var/log/dnf",
    "/var/log/hawkey.log",
)
_DATABASES = ("/var/lib/rpm", "/usr/lib/sysimage/rpm")
_BEFORE, _AFTER = 2.0, 5.0
"""Seconds around a transaction in which its scripts write."""


class _Schema(Struct, frozen=True):
    """A file with dnf's history."""

    path: str
    tables: tuple[str, ...]
    query: str
    """Gives the number of a transaction, its begin, its end, its command and the name of a package, in order."""


_SCHEMAS = (
    _Schema(
        "/usr/lib/sysimage/libdnf5/transaction_history.sqlite",
        ("trans", "trans_item", "rpm", "pkg_names"),
        "select trans.id, dt_begin, dt_end, description, pkg_names.name from trans"
        " join trans_item on trans_item.trans_id = trans.id join rpm on rpm.item_id = trans_item.item_id"
        " join pkg_names on pkg_names.id = rpm.name_id where trans.state_id = 2 order by trans.id",
    ),
    _Schema(
        "/var/lib/dnf/history.sqlite",
        ("trans", "trans_item", "rpm"),
        "select trans.id, dt_begin, dt_end, cmdline, rpm.name from trans"
        " join trans_item on trans_item.trans_id = trans.id join rpm on rpm.item_id = trans_item.item_id"
        " where trans.state = 1 order by trans.id",
    ),
)


class _Transaction(Struct):
    begin: float
    end: float
    text: str
    names: set[str]


def rpm_commands(before: Side, after: Side, found: PackageChanges) -> list[Shown]:
    """Return the commands that installed and removed packages of rpm between two states."""
    packages = [one for one in (*found.added, *found.changed, *found.removed) if one.manager == "rpm"]
    if not packages:
        return []
    program = next((name for name in _PROGRAMS if f"/usr/bin/{name}" in after.tree), "dnf")
    for schema in _SCHEMAS:
        if logged := list(_logged(before, after, packages, schema, program)):
            return logged
    at = max(one.mtime_ns / 1e9 for path, one in after.tree.items() if path.rpartition("/")[0] in _DATABASES)
    labels = frozenset(one.label for one in packages)
    texts = list(_texts(found, program))
    return [_shown(text, DATABASE, at, at, labels) for text in texts]


def _texts(found: PackageChanges, program: str) -> Iterator[str]:
    """Yield commands for what differs; rpm itself does not keep which packages were asked for."""
    removed = [one.name for one in found.removed if one.manager == "rpm"]
    if removed:
        yield f"{program} remove -y {' '.join(map(shlex.quote, removed))}"
    fresh = [f"{one.name}-{one.version}" for one in (*found.added, *found.changed) if one.manager == "rpm"]
    if fresh:
        yield f"{program} install -y {' '.join(map(shlex.quote, fresh))}"


def _logged(before: Side, after: Side, packages: Sequence[Package], schema: _Schema, program: str) -> Iterator[Shown]:
    """Yield the transactions that a history has more than before, if it tells of all packages that differ."""
    known = _transactions(before, schema)
    new = {number: one for number, one in _transactions(after, schema).items() if number not in known}
    labels = {one.name: one.label for one in packages}
    told = {name for one in new.values() for name in one.names}
    if not {_plain(one.name) for one in packages} <= told:
        return
    for one in new.values():
        own = {label for name, label in labels.items() if _plain(name) in one.names}
        yield _shown(_command(one.text, program), schema.path, one.begin, one.end, own, exact=True, passing=not own)


def _plain(name: str) -> str:
    """Return a package's name without the architecture that a second one of the same name has."""
    stem, _, arch = name.rpartition(".")
    return stem if stem and arch in ("i686", "x86_64", "aarch64", "noarch", "armv7hl", "ppc64le", "s390x") else name


def _command(text: str, program: str) -> str:
    """Return a command as it was typed: some versions of dnf leave their own name out."""
    first = text.split(" ")[0].rpartition("/")[2]
    return text if first.startswith(_PROGRAMS) else f"{program} {text}"


def _transactions(side: Side, schema: _Schema) -> dict[int, _Transaction]:
    entry = side.tree.get(schema.path)
    if entry is None or entry.kind != "file" or entry.size > FILE_LIMIT:
        return {}
    files = side.fetch({path: FILE_LIMIT for path in (schema.path, f"{schema.path}-wal") if path in side.tree})
    found: dict[int, _Transaction] = {}
    data, wal = files.get(schema.path, b""), files.get(f"{schema.path}-wal", b"")
    for number, begin, end, text, name in rows(data, wal, schema.tables, schema.query):
        if not (isinstance(number, int) and isinstance(begin, int) and isinstance(text, bytes)):
            continue
        line = text.decode("utf-8", "replace").strip()
        if not line or "\n" in line or not isinstance(name, bytes):
            continue
        last = float(end) if isinstance(end, int) else float(begin)
        one = found.setdefault(number, _Transaction(float(begin), last, line, set()))
        one.names.add(name.decode("utf-8", "replace"))
    return found


def _shown(
    text: str, witness: str, begin: float, end: float, labels: Set[str], *, exact: bool = False, passing: bool = False
) -> Shown:
    def explains(change: Change) -> bool:
        if change.package:
            return change.package in labels
        if change.modifies:
            return False
        if change.path.startswith(_KEPT):
            return True
        if change.after is None or change.after.kind == "file":
            return False
        return begin - _BEFORE <= change.after.mtime_ns / 1e9 <= end + _AFTER

    return Shown(text, witness, begin, end, explains, exact=exact, passing=passing)
