"""Values that are typed as secrets and that any other text may hold as well: words, numbers, paths, addresses, names.

Such a value counts in a file only where it is all of the file, or where something announces a secret.  Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from snapshotter.regex import regex
from snapshotter.secrets.judge import secret_name
from snapshotter.secrets.texts.values import COMMON_WORDS

CONTEXT = 96
"""Bytes in front of a value that tell whether something announces it."""
_NEAR = 3
"""Words in front of a value of which one has to announce it."""
_WORD = r"[A-Za-z]?[a-z]{0,20}[0-9]{0,2}|[A-Z]{1,20}|v?[0-9]{1,4}"
_PATH = rf"(?:(?:{_WORD})(?:[._+-](?:{_WORD}))*)"
_HOST = r"[a-z]{1,20}[0-9]{0,2}(?:[.-][a-z]{1,20}[0-9]{0,2})*"
_REFERENCE = regex(
    r"(.)\1*|"
    r"v?[0-9]{1,4}(?:[.:/-][0-9]{1,4}){1,7}(?:/[0-9]{1,3})?|"
    rf"(?:~|\.{{1,2}})?(?:/{_PATH}){{1,12}}/?|"
    rf"[a-z]{{2,10}}://{_HOST}(?::[0-9]{{1,5}})?(?:/{_PATH}){{0,12}}/?|"
    rf"(?:[a-z]{{1,20}}(?:[._-][a-z]{{1,20}}){{0,2}}@)?{_HOST}\.[a-z]{{2,6}}(?::[0-9]{{1,5}})?|"
    r"localhost:[0-9]{1,5}|[A-Z]{2,5}-[0-9]{1,3}"
)
"""One character many times, a version, date or IP address, a path, a URL without a password, a host or an address of
mail, `UTF-16`."""
_NUMBER = regex(r"[0-9]{1,9}|[0-9a-f]{1,8}|[A-Z]{1,8}")
"""A number, the short form of a digest, or a constant."""
_NAME = regex(r"[A-Za-z][A-Za-z0-9]*(?:[-_.+][A-Za-z0-9]+)*")
_BESIDE = regex(rb"[\w.-]+")
_IN_URL = regex(rb"://[^\s/@:]*:\Z")


def is_reference(value: str) -> bool:
    """Return whether a value is a common word, or says where something is or which one."""
    return value.lower() in COMMON_WORDS or _REFERENCE.fullmatch(value) is not None


def is_ordinary(value: str) -> bool:
    """Return whether a value is a reference, a short number or a constant."""
    return is_reference(value) or _NUMBER.fullmatch(value) is not None


def can_be_name(value: str) -> bool:
    """Return whether a file, a package or a user may have this name."""
    return _NAME.fullmatch(value) is not None


def names_among(values: Iterable[str], names: str) -> frozenset[str]:
    """Return which values are names, or words of names, that an image or a package has; `names` are on lines."""
    return frozenset(
        value
        for value in values
        if value in names and re.search(rf"(?<![A-Za-z0-9]){re.escape(value)}(?![A-Za-z0-9])", names)
    )


def is_announced(data: bytes, start: int, end: int) -> bool:
    """Return whether a value in a file is all of it, or has a word for a secret closely in front of it on its line."""
    before = data[max(0, start - CONTEXT) : start]
    if len(data) - (end - start) < CONTEXT and not (data[:start] + data[end:]).strip(b" \t\r\n\"'\0"):
        return True
    lead = before.rpartition(b"\n")[2]
    if _IN_URL.search(lead) and data[end : end + 1] == b"@":
        return True
    words = _BESIDE.findall(lead)[-_NEAR:]
    return any(secret_name(word.decode("utf-8", "replace").lstrip("-")) not in ("", "maybe") for word in words)
