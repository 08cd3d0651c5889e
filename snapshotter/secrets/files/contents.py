"""Secrets in the text of a file, by its path: files made for them, files named as one, settings and source code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from snapshotter.regex import regex
from snapshotter.secrets.files.columns import in_columns, in_tables
from snapshotter.secrets.files.directives import directives
from snapshotter.secrets.files.kinds import Kind
from snapshotter.secrets.in_text import in_text, object_values
from snapshotter.secrets.judge import NameClass, is_secret_value, secret_name, stem
from snapshotter.secrets.tables.file_table import CREDENTIAL_FILES, CredentialFile
from snapshotter.secrets.texts.anchors import (
    IN_CODE,
    IN_SETTINGS,
    IN_SMALL_CODE,
    NEAR_TOKENS,
    holds_any,
    in_other_letters,
    most_anchors,
    some_anchors,
)
from snapshotter.secrets.texts.named import Where
from snapshotter.secrets.texts.values import is_passphrase, is_password_hash, is_strong, is_uuid
from snapshotter.secrets.token_shapes import windows

_BACKUP = regex(
    r"(?:\.(?:bak|old|orig|save|saved|backup|copy|swp|tmp|new|txt|[0-9]+|dpkg-\w+|rpm\w+|ucf-\w+)|~|[._-](?:bak|old|backup|"
    r"orig|copy)|[0-9])+$"
)
_ENDS_OF_COPIES = (
    *"0123456789~",
    "bak",
    "old",
    "orig",
    "save",
    "saved",
    "backup",
    "copy",
    "swp",
    "tmp",
    "new",
    "txt",
    "dist",
)
_SECRET_NAMES = regex(
    r"\.?(?:.*[._-])?(?:log[-_]?ins?|accounts?|users?|userpass|htpasswd|credentials?|creds?|passw(?:or)?ds?|secrets?|auth|pw|"
    r"tokens?|api[-_]?keys?|passw(?:oe|ö)rter|kennw(?:oe|ö)rter|zugangsdaten|contrase[nñ]as|senhas|mots[-_]?de[-_]?passe|"
    r"wachtwoorden|hasla)(?:[._-](?:bak|cfg|conf|csv|dat|db|ini|list|local|lst|old|plain|prod|txt|tsv|[0-9]+))*",
    re.I,
)
_PARTS_OF_SECRET_NAMES = tuple(
    "log acc user pass cred secr auth pw tok key kennw zug contr senh mot wacht hasl".split()
)
_LIST_OF_SECRETS = regex(
    r"\.?(?:log[-_]?ins|userpass|credentials?|creds|passw(?:or)?ds?|secrets?|zugangsdaten|passw(?:oe|ö)rter)", re.I
)
_FIELD = regex(r"(?<![^\s:;,=|\"'<>])[^\s:;,=|\"'<>#{\[(][^\s:;,=|\"'<>]{7,255}")
_LARGEST_LIST = 1 << 14
_LARGEST_WORD = 256
_SMALL, _SMALL_CODE, _SMALL_DATA = 1 << 12, 1 << 10, 1 << 9
"""Characters up to which a file of settings, or one of data, is searched for almost every word that can announce, and
one of source code for the words of more languages and the names of functions that take a password."""
_DATA = (".json", ".xml", ".csv", ".tsv", "/METADATA", "/RECORD", "/PKG-INFO")
_TABLES = (".csv", ".tsv")
_BELOW_TITLES = ("|-", "|:", "| -", "| :")
_DIRECTIVES = (".conf", ".cfg", ".cnf", ".inc", ".rc", "rc")
"""Endings of files in which a line can be a name, a space and a value."""
_BARE_KEY = frozenset({"key", "keys", "id", "seed", "salt"})
"""Names of files that hold something random which the system may have made itself."""
_WHERE: dict[Kind, Where] = {"script": "settings", "settings": "settings", "code": "code"}


def credential_files(path: str) -> list[CredentialFile]:
    """Return the entries of the table for a path; a copy with a suffix such as `.bak` counts as the file itself."""
    directory, _, base = path.lower().rpartition("/")
    found = list(_of_directory(directory))
    _add_of_name(found, base, directory)
    if base.endswith(_ENDS_OF_COPIES) and (original := _BACKUP.sub("", base)) != base:
        _add_of_name(found, original, directory)
    return found


def _add_of_name(found: list[CredentialFile], base: str, directory: str) -> None:
    exact, by_ending, by_beginning, _ = _entries()
    for entries in (exact.get(base), by_ending.get(base[base.rfind(".") :])):
        if entries:
            found += [entry for entry in entries if _is_within(entry, directory)]
    for beginning, entry in by_beginning:
        if base.startswith(beginning):
            found.append(entry)


@lru_cache(maxsize=1024)
def _of_directory(directory: str) -> tuple[CredentialFile, ...]:
    """Return the entries for all files of a directory."""
    return tuple(entry for name, entry in _entries()[3] if f"/{name}/" in directory + "/")


_Entries = tuple[
    dict[str, list[CredentialFile]],
    dict[str, list[CredentialFile]],
    list[tuple[str, CredentialFile]],
    list[tuple[str, CredentialFile]],
]


@cache
def _entries() -> _Entries:
    """Return the entries by name and by ending, those for a beginning, and those for all files of a directory."""
    exact, by_ending = dict[str, list[CredentialFile]](), dict[str, list[CredentialFile]]()
    by_beginning, by_directory = list[tuple[str, CredentialFile]](), list[tuple[str, CredentialFile]]()
    for entry in CREDENTIAL_FILES:
        for name in dict.fromkeys(entry.names.split()):
            if name == "*":
                by_directory.append((entry.within, entry))
            elif name.startswith("*"):
                by_ending.setdefault(name[1:], []).append(entry)
            elif name.endswith("*"):
                by_beginning.append((name[:-1], entry))
            else:
                exact.setdefault(name, []).append(entry)
    return exact, by_ending, by_beginning, by_directory


def _is_within(entry: CredentialFile, directory: str) -> bool:
    return not entry.within or not set(entry.within.split()).isdisjoint(directory.split("/"))


def in_credential_file(entry: CredentialFile, text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of the secrets in a file made for them."""
    if not entry.content:
        if text.strip():
            yield 0, len(text)
        return
    for match in re.compile(entry.content).finditer(text):
        if not is_password_hash(match["s"]):
            yield match.span("s")


def in_named_file(path: str, kind: Kind, text: str) -> Iterator[tuple[int, int]]:
    """Yield the secrets in a file that is one word, or a list of words, and whose name announces secrets."""
    if kind not in ("settings", "prose") or text.startswith("$ANSIBLE_VAULT;"):
        return
    base = path.rpartition("/")[2]
    start = len(text) - len(text.lstrip())
    word = text.strip()
    alone = 0 < len(word) <= _LARGEST_WORD and word[0] not in "{[<#" and (len(word.split()) == 1 or is_passphrase(word))
    if alone and any(is_secret_value(announced, word) for announced in _announced_by(base)):
        yield start, start + len(word)
        return
    if len(text) <= _LARGEST_LIST and _is_list_of_secrets(base, kind):
        for field in _FIELD.finditer(text):
            if is_strong(field[0]) and not is_uuid(field[0]):
                yield field.span()


def _is_list_of_secrets(base: str, kind: Kind) -> bool:
    if not holds_any(base.lower(), _PARTS_OF_SECRET_NAMES):  # many times as fast as the pattern
        return False
    pattern, name = (_SECRET_NAMES, base) if kind == "settings" else (_LIST_OF_SECRETS, stem(base))
    return pattern.fullmatch(name) is not None


def _announced_by(base: str) -> set[NameClass]:
    """Return what the name of a file announces for a file that is a single word."""
    name = stem(base)
    if name.lower() in _BARE_KEY and base.lower() in _BARE_KEY:
        return set()
    return {secret_name(name), secret_name(base)} - {""}


def in_contents(
    path: str, kind: Kind, text: str, parts: Iterable[tuple[int, int]] | None = None
) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and kind of the secrets that names and phrases in the text of a file announce.

    `parts` are those that `windows` returns for the text, if they are known.
    """
    where = _WHERE.get(kind, "strict")
    if kind in ("library", "generated", "never"):
        return
    is_data = path.endswith(_DATA)
    if where == "settings" and len(text) <= (_SMALL_DATA if is_data else _SMALL):
        yield from in_text(text, where, most_anchors)
    else:
        words = IN_SETTINGS if where == "settings" and not is_data else IN_CODE
        parts = windows(text.encode("latin-1", "replace")) if parts is None else parts
        yield from _in_large(text, where, words, parts)
    if path.endswith(_TABLES):
        for first, last in in_columns(text[:_LARGEST_LIST]):
            yield first, last, "column"
    if where == "settings":
        for first, last in object_values(text):
            yield first, last, "named"
        if path.endswith(_DIRECTIVES) or "/etc/" in path:
            for first, last in directives(text[:_LARGEST_LIST]):
                yield first, last, "directive"
    if kind == "prose" and "|" in text and holds_any(text, _BELOW_TITLES):
        for first, last in in_tables(text[:_LARGEST_LIST]):
            yield first, last, "column"


def _in_large(
    text: str, where: Where, words: tuple[str, ...], parts: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int, str]]:
    """Yield the same for some words in all of a text, and for almost every word in its `parts`."""
    lower = text.lower()
    if not lower.isascii():
        words = (*words, *in_other_letters(lower))
    if len(text) <= _SMALL_CODE:
        words = (*words, *IN_SMALL_CODE)
    if present := [word for word in words if word in lower]:
        yield from in_text(text, where, lambda lower: some_anchors(lower, present))
    for begin, end in parts:
        if holds_any(lower[begin:end], NEAR_TOKENS):
            for first, last, found in in_text(text[begin:end], where, most_anchors):
                yield begin + first, begin + last, found
