"""Owns reading what pip and its kin installed: *.dist-info/RECORD with METADATA, after PEP 376 and PEP 627."""

from __future__ import annotations

import binascii
import csv
import posixpath
from base64 import urlsafe_b64decode
from collections.abc import Iterator

from snapshotter.changes.packages.owners import Expected, Folders, Package, Read
from snapshotter.changes.packages.text import lines
from snapshotter.model import resolve

_SYSTEM = ("/usr/local/lib/python", "/usr/lib/python", "/usr/lib64/python", "/usr/local/lib64/python")
"""Where the packages of the system's own interpreters are; elsewhere is an environment of its own."""
PARTS = ("-packages/",)
"""One of them is in the path of every file of the database."""
_FOLDERS = ("site-packages", "dist-packages")
_SUFFIX = ".dist-info"


def files(names: Folders) -> list[str]:
    """Give the paths of the database's files."""
    return [
        f"{folder}/{name}"
        for folder in _distributions(names)
        for name in ("RECORD", "REQUESTED")
        if name in names(folder)
    ]


def packages(read: Read, names: Folders) -> Iterator[Package]:
    """Give every distribution that has a RECORD; one without belongs to the system's own package manager."""
    for folder in _distributions(names):
        record = read(f"{folder}/RECORD")
        name, dash, version = folder.rpartition("/")[2].removesuffix(_SUFFIX).partition("-")
        if record is None or not dash:
            continue
        site = posixpath.dirname(folder)
        expected = dict(_rows(record, site))
        automatic = read(f"{folder}/REQUESTED") is None
        yield Package(
            "pip",
            name,
            version,
            automatic,
            f"{folder}/RECORD",
            tuple(expected),
            expected={path: row for path, row in expected.items() if row is not None},
            place=_place(site),
        )


def _distributions(names: Folders) -> Iterator[str]:
    for site in sorted(site for folder in _FOLDERS for site in names.called(folder)):
        yield from (f"{site}/{name}" for name in sorted(names(site)) if name.endswith(_SUFFIX))


def _place(site: str) -> str:
    return "" if site.startswith(_SYSTEM) else site.partition("/lib/python")[0].partition("/lib64/python")[0]


def _rows(record: bytes, site: str) -> Iterator[tuple[str, Expected | None]]:
    for row in csv.reader(lines(record)):
        if not row:
            continue
        algorithm, equals, digest = row[1].partition("=") if len(row) > 1 else ("", "", "")
        expected = _expected(algorithm, digest) if equals else None
        yield resolve(site, row[0]), expected


def _expected(algorithm: str, digest: str) -> Expected | None:
    try:
        return Expected(algorithm, urlsafe_b64decode(digest + "=" * (-len(digest) % 4)).hex())
    except binascii.Error:
        return None
