"""Files that are compared by meaning: their bytes differ between any two builds, their meaning does not."""

from __future__ import annotations

import re
from collections.abc import Callable

from snapshotter.changes.packages import rpm, rpm_store
from snapshotter.changes.volatile import matching
from snapshotter.regex import regex

_DAY = regex(rb"^([^:\n]*:[^:\n]*:)[0-9]+:", re.M)


def _byte_code(data: bytes) -> bytes:
    # PEP 552: bytes 4-8 are flags; zero means that time and size of the source follow, else its hash
    return data[:8] + data[16:] if data[4:8] == bytes(4) else data


def _accounts(data: bytes) -> bytes:
    return _DAY.sub(b"\\1\0:", data)


def _rpm(data: bytes) -> bytes:
    found = [one for name in rpm_store.NAMES for one in rpm.contents(data, name)]
    return "\n".join(found).encode("utf-8", "surrogateescape") if found else data


MEANINGS: tuple[tuple[str, str, Callable[[bytes], bytes]], ...] = (
    ("/*.pyc", "Python byte code: without the time and size of its source in the header", _byte_code),
    ("/etc/shadow", "without the day of each password's last change", _accounts),
    ("/etc/shadow-", "without the day of each password's last change", _accounts),
    ("/etc/gshadow", "without a number in the third field", _accounts),
    ("/etc/gshadow-", "without a number in the third field", _accounts),
    ("/*/rpm/rpmdb.sqlite", "rpm: the packages with their versions and the digests of their files", _rpm),
    ("/*/rpm/Packages", "rpm: the packages with their versions and the digests of their files", _rpm),
    ("/*/rpm/Packages.db", "rpm: the packages with their versions and the digests of their files", _rpm),
)
"""(pattern, what is compared, function that extracts it from the bytes)."""
_NORMAL_FORMS = [(matching([pattern]), form) for pattern, _, form in MEANINGS]


def has_meaning(path: str) -> bool:
    """Return whether the file is compared by meaning, so that its bytes must be read if they differ."""
    return any(pattern.match(path) for pattern, _ in _NORMAL_FORMS)


def normalise(path: str, data: bytes) -> bytes:
    """Return the bytes without the parts that differ between any two builds."""
    for pattern, form in _NORMAL_FORMS:
        if pattern.match(path):
            return form(data)
    return data


def same_meaning(path: str, a: bytes, b: bytes) -> bool:
    """Return whether two contents of one path have the same meaning."""
    return a == b or normalise(path, a) == normalise(path, b)
