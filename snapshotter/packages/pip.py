"""Owns reading what pip and its kin installed: *.dist-info/RECORD with METADATA, after PEP 376 and PEP 627."""

from __future__ import annotations

import binascii
import csv
import posixpath
from base64 import urlsafe_b64decode
from collections.abc import Iterator

from snapshotter.packages.owners import Expected, Names, Package, Read
from snapshotter.packages.text import lines

_PREFIXES = ("/usr/local/lib", "/usr/lib", "/opt/venv/lib", "/venv/lib")
_FOLDERS = ("site-packages", "dist-packages")
_SUFFIX = ".dist-info"


def files(names: Names) -> list[str]:
    """Give the paths of the database's files."""
    return [f"{folder}/{name}" for folder in _distributions(names) for name in ("RECORD", "REQUESTED")
            if name in names(folder)]


def packages(read: Read, names: Names) -> Iterator[Package]:
    """Give every distribution that has a RECORD; one without belongs to the system's own package manager."""
    for folder in _distributions(names):
        record = read(f"{folder}/RECORD")
        name, dash, version = folder.rpartition("/")[2].removesuffix(_SUFFIX).partition("-")
        if record is None or not dash:
            continue
        expected = dict(_rows(record, posixpath.dirname(folder)))
        automatic = read(f"{folder}/REQUESTED") is None
        yield Package("pip", name, version, automatic, f"{folder}/RECORD", tuple(expected),
                      {path: row for path, row in expected.items() if row is not None})


def _distributions(names: Names) -> Iterator[str]:
    for prefix in _PREFIXES:
        for python in sorted(names(prefix)):
            if python.startswith("python"):
                for folder in _FOLDERS:
                    site = f"{prefix}/{python}/{folder}"
                    yield from (f"{site}/{name}" for name in sorted(names(site)) if name.endswith(_SUFFIX))


def _rows(record: bytes, site: str) -> Iterator[tuple[str, Expected | None]]:
    for row in csv.reader(lines(record)):
        if not row:
            continue
        algorithm, equals, digest = row[1].partition("=") if len(row) > 1 else ("", "", "")
        expected = _expected(algorithm, digest) if equals else None
        yield posixpath.normpath(posixpath.join(site, row[0])), expected


def _expected(algorithm: str, digest: str) -> Expected | None:
    try:
        return Expected(algorithm, urlsafe_b64decode(digest + "=" * (-len(digest) % 4)).hex())
    except binascii.Error:
        return None
