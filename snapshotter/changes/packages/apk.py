"""Reader of Alpine's package database lib/apk/db/installed: lines of a letter and a value, a paragraph per package.

Format as in the Alpine wiki's Apk spec: P name, V version, F directory, R file in it, Z "Q1" + base64 of its sha1.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator

from snapshotter.changes.packages.owners import Expected, Folders, Package, Read
from snapshotter.changes.packages.text import decoded, lines

_ALGORITHM = "sha1"
_DATABASES = ("/lib/apk/db/installed", "/usr/lib/apk/db/installed")
PATH_PARTS: tuple[str, ...] = ("/apk/",)
"""The path of every file of the database contains one of them."""
_WORLD = "/etc/apk/world"


def files(folders: Folders) -> list[str]:
    """Return the paths of the database's files."""
    return [path for path in (*_DATABASES, _WORLD) if folders.has(path)]


def packages(read: Read, folders: Folders) -> Iterator[Package]:
    """Yield every installed package; those not named in /etc/apk/world are automatic."""
    wanted = {_without_constraint(line) for line in lines(read(_WORLD))}
    for database in _DATABASES:
        for paragraph in decoded(read(database)).split("\n\n"):
            package = _package(paragraph, wanted)
            if package is not None:
                yield package


def _without_constraint(line: str) -> str:
    """Return the name of a package without the version or repository that is required."""
    for mark in "<>=~@":
        line = line.partition(mark)[0]
    return line.strip()


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
            expected[path] = Expected(_ALGORITHM, digest, configuration=path.startswith("/etc/"))
    return Package("apk", name, version, name not in wanted, "", tuple(paths), expected) if name else None


def _sha1(value: str) -> str:
    """Return the digest of a Z line as hex, "" for another algorithm or a damaged value."""
    if not value.startswith("Q1"):
        return ""
    try:
        return b64decode(value[2:], validate=True).hex()
    except ValueError:  # `binascii.Error`, and for a character outside ASCII
        return ""
