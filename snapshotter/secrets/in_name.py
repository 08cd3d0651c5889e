"""Secrets in the names of files, in the targets of symbolic links and in extended attributes.

A name is judged more strictly than a text: a value counts only if it is a token, or random, or has the punctuation of
a password, since many names announce something (`password-reset.html`, `token_test.py`) and caches have hashes in them.
"""

from __future__ import annotations

from collections.abc import Iterator

from snapshotter.regex import regex
from snapshotter.secrets.files.suspicious_names import suspicious
from snapshotter.secrets.in_text import in_text
from snapshotter.secrets.judge import is_secret_value, secret_name
from snapshotter.secrets.texts.values import is_strong
from snapshotter.secrets.token_shapes import shapes

_SEPARATOR = regex(r"[-_=:.@+ ~,;]+")
_EXTENSION = regex(r"\.[A-Za-z0-9]{1,5}\Z")
_BY_TOOLS = regex(
    r"(?i).*\.(?:[cm]?[jt]sx?|vue|css|s[ac]ss|less|map|html?|py[cio]?|rb|go|rs|java|class|kt|o|so|a|d|hh?|c|cc|cpp|json|"
    r"lock|svg|png|jpe?g|gif|ico|woff2?|ttf|wasm|pack|idx|rev|md5|sha\d+|sig|asc|gz|xz|bz2|zst|zip|tgz|whl|gem|jar|deb|"
    r"rpm|apk)"
)
"""Names of files in which compilers and package managers have hashes."""
_ESCAPE = regex(r"%(?:3[aAdD]|2[0fFbB5]|7[eE]|40)")
"""A character of a version or an address that package managers escape in names."""
_USER = regex(r"(?i)(?:.*[-_.])?(?:log-?in|auth|admin|root|user)")
"""What may be in front of a password in the place of a word for it."""
_HASH = regex(r"(?:[0-9a-fA-F]{7,}[-_.]?)+")


def secrets_in_name(name: str) -> list[tuple[int, int]]:
    """Return start and end of the secrets in the name of a file, without directories, in order."""
    found = [(start, end) for start, end, _ in shapes(name)]
    found += _announced(name)
    if "=" in name or ":" in name:
        found += [(start, end) for start, end, _ in in_text(name)]
    return _merged(found)


def secrets_in_path(path: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of the secrets in the names of a path, or in a word of a command that may be one."""
    names = path.split("/")
    found = set(suspicious(names))
    at = 0
    for name in names:
        if name in found:
            yield from ((at + start, at + end) for start, end in secrets_in_name(name))
        at += len(name) + 1


def secrets_in_link(target: str) -> list[tuple[int, int]]:
    """Return start and end of the secrets that the target of a symbolic link holds beside those in names, in order."""
    return _merged([(start, end) for start, end, _ in in_text(target)]) if "://" in target else []


def secrets_in_attribute(name: str, value: str) -> list[tuple[int, int]]:
    """Return start and end of the secrets in the value of an extended attribute, in order."""
    if is_secret_value(secret_name(name), value):
        return [(0, len(value))]
    texts = (shapes(value), in_text(value))
    return _merged([(start, end) for spans in texts for start, end, _ in spans])


def _announced(name: str) -> Iterator[tuple[int, int]]:
    """Yield the value behind the first word that announces a secret."""
    for separator in _SEPARATOR.finditer(name):
        before = name[: separator.start()]
        if not secret_name(before) and not _USER.fullmatch(before):
            continue
        start, stem = separator.end(), len(_EXTENSION.sub("", name))
        if _BY_TOOLS.fullmatch(name) and _HASH.fullmatch(name, start, stem):
            continue
        for end in (stem, len(name)):
            value = _ESCAPE.sub("", name[start:end])
            if value and is_strong(value):
                yield start, end
                return


def _merged(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        elif start < end:
            merged.append((start, end))
    return merged
