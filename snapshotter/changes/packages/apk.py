"""Owns reading Alpine's package database: lib/apk/db/installed, one letter a line.

After the Alpine wiki's Apk spec: P name, V version, F directory, R file in it, Z its "Q1" + base64 sha1.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Iterator

from snapshotter.changes.packages.owners import Expected, Folders, Package, Read
from snapshotter.changes.packages.text import decoded, lines

ALGORITHM = "sha1"
_DATABASES = ("/lib/apk/db/installed", "/usr/lib/apk/db/installed")
PARTS = ("/apk/",)
"""One of them is in the path of every file of the database."""
_WORLD = "/etc/apk/world"


def files(names: Folders) -> list[str]:
    """Give the paths of the database's files."""
    return [path for path in (*_DATABASES, _WORLD) if path.rpartition("/")[2] in names(path.rpartition("/")[0])]


def packages(read: Read, names: Folders) -> Iterator[Package]:
    """Give every installed package."""
    wanted = {_bare(line) for line in lines(read(_WORLD))}
    for database in _DATABASES:
        for paragraph in decoded(read(database)).split("\n\n"):
            package = _package(paragraph, wanted)
            if package is not None:
                yield package


def _bare(constraint: str) -> str:
    for mark in "<>=~@":
        constraint = constraint.partition(mark)[0]
    return constraint.strip()


def _package(paragraph: str, wanted: set[str]) -> Package | None:
    name = version = directory = path = ""
    paths: list[str] = []
    expected: dict[str, Expected] = {}
    for line in paragraph.split("\n"):
        letter, _, value = line.partition(":")
        if letter == "P":
            name = value
        elif letter == "V":
            version = value
        elif letter == "F":
            directory = "/" + value
            if value:
                paths.append(directory)
        elif letter == "R":
            path = f"{directory.rstrip('/')}/{value}"
            paths.append(path)
        elif letter == "Z" and path and (digest := _sha1(value)):
            expected[path] = Expected(ALGORITHM, digest, configuration=path.startswith("/etc/"))
    return Package("apk", name, version, name not in wanted, "", tuple(paths), expected) if name else None


def _sha1(value: str) -> str:
    if not value.startswith("Q1"):
        return ""
    try:
        return b64decode(value[2:], validate=True).hex()
    except binascii.Error:
        return ""
