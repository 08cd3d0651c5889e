"""Reader of what pip and similar programs installed: *.dist-info/RECORD, as in PEP 376 and PEP 627."""

from __future__ import annotations

import csv
import posixpath
from base64 import urlsafe_b64decode
from collections.abc import Iterator

from snapshotter.changes.packages.owners import Expected, Folders, Package, Read
from snapshotter.changes.packages.text import lines
from snapshotter.model import resolve

_SYSTEM = ("/usr/local/lib/python", "/usr/lib/python", "/usr/lib64/python", "/usr/local/lib64/python")
"""Prefixes of the packages of the system's interpreters; any other directory is a separate environment."""
PATH_PARTS: tuple[str, ...] = ("-packages/",)
"""The path of every file of the database contains one of them."""
_FOLDERS = ("site-packages", "dist-packages")
_SUFFIX = ".dist-info"


def files(folders: Folders) -> list[str]:
    """Return the paths of the database's files."""
    return [
        f"{folder}/{name}"
        for folder in _distributions(folders)
        for name in ("RECORD", "REQUESTED")
        if name in folders.names(folder)
    ]


def packages(read: Read, folders: Folders) -> Iterator[Package]:
    """Yield every distribution that has a RECORD; one without belongs to the system's own package manager.

    A distribution without the file REQUESTED is automatic.
    """
    for folder in _distributions(folders):
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


def _distributions(folders: Folders) -> Iterator[str]:
    """Yield the directories *.dist-info."""
    for site in sorted(site for name in _FOLDERS for site in folders.named(name)):
        yield from (f"{site}/{name}" for name in sorted(folders.names(site)) if name.endswith(_SUFFIX))


def _place(site: str) -> str:
    """Return the directory of the environment, "" for one of the system's interpreters."""
    if site.startswith(_SYSTEM):
        return ""
    return site.partition("/lib/python")[0].partition("/lib64/python")[0]


def _rows(record: bytes, site: str) -> Iterator[tuple[str, Expected | None]]:
    """Yield each path of a RECORD with its content, None if no digest is recorded."""
    rows = csv.reader(lines(record))
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:  # a damaged row, or one that is longer than any name
            continue
        if not row:
            continue
        algorithm, equals, digest = row[1].partition("=") if len(row) > 1 else ("", "", "")
        expected = _expected(algorithm, digest) if equals else None
        yield resolve(site, row[0]), expected


def _expected(algorithm: str, digest: str) -> Expected | None:
    try:
        return Expected(algorithm, urlsafe_b64decode(digest + "=" * (-len(digest) % 4)).hex())
    except ValueError:  # `binascii.Error`, and for a character outside ASCII
        return None
