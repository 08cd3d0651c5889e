"""Secrets in the names of files, in the targets of symbolic links and in extended attributes.

A name is judged more strictly than a text: a value counts only if it is a token, or random, or has the punctuation of
a password, since many names announce something (`password-reset.html`, `token_test.py`) and caches have hashes in them.
"""

from __future__ import annotations

from collections.abc import Iterator

from snapshotter.regex import regex
from snapshotter.secrets.files.suspicious_names import suspicious
from snapshotter.secrets.in_text import in_text
from snapshotter.secrets.judge import NameClass, is_secret_value, secret_name
from snapshotter.secrets.texts.values import is_random_token, is_strong
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
_PUNCTUATION = regex(r"[!#$%&^§€£]")
_ONE_RUN = regex(r"[A-Za-z0-9]{16,}")
"""Random characters that are all of a value: a hash beside other words is one of a cache or a version."""


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
    by_tool = _BY_TOOLS.fullmatch(name) is not None
    stem = len(_EXTENSION.sub("", name))
    for separator in _SEPARATOR.finditer(name):
        before, start = name[: separator.start()], separator.end()
        announced = secret_name(before)
        if not announced and not _USER.fullmatch(before):
            continue
        for end in (stem, len(name)):
            if end > start and _is_secret(announced, name[start:end], by_tool=by_tool):
                yield start, end
                return


def _is_secret(announced: NameClass, value: str, *, by_tool: bool) -> bool:
    """Return whether a value is a password with punctuation, or where a name says so exactly, random characters."""
    if _PUNCTUATION.search(value):
        value = _ESCAPE.sub("", value)
        return _PUNCTUATION.search(value) is not None and is_strong(value)
    exact = announced in ("password", "secret", "token") and not by_tool
    return exact and _ONE_RUN.fullmatch(value) is not None and is_random_token(value)


def _merged(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        elif start < end:
            merged.append((start, end))
    return merged
