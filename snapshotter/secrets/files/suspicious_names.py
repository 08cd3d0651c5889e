"""A quick search for names of files that can hold a secret; `in_name.py` judges them.

It is apart from the rules, which take 15 ms to import: most layers hold no such name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2s

from snapshotter.regex import regex

_ANNOUNCE = (
    *("pass", "pw", "secre", "token", "key", "auth", "cred", "login", "user", "admin", "root", "://"),
    *("kennw", "contrase", "senha", "clave", "wachtw", "haslo", "hasło", "heslo", "parol", "segre"),
)
"""Parts of names that can announce a secret."""
_VALUE = regex(r"[!#$%&^§€£=:]|[A-Za-z0-9]{16}")
"""What such a name needs besides: the punctuation of a password, an assignment, or a long run."""
_BEGINNINGS = ("xox", "glpat-", "sk-", "sk_", "rk_", "pypi-", "eyj", "ghp_", "gho_", "ghs_", "github_pat_", "hf_")
"""Beginnings of tokens that may have no long run without `-` and `_`."""
_LONG = regex(r"(?=[A-Za-z0-9+/_-]*[0-9])[A-Za-z0-9+/_-]{20}")
_RUN = regex(r"(?:(?<=[a-z])_)?[A-Za-z0-9]{16,}")
_TOKEN = regex(r"_[0-9a-f]{32}|_?(?=.*[0-9])(?=.*[A-Z]).*[g-zG-Z]")
"""A part of a token; a hexadecimal number is one only behind a beginning such as `shpat_`."""


def suspicious(names: Sequence[str]) -> Iterator[str]:
    """Yield the names that can hold a secret, very few of all; reads 1 000 000 names in 2 s."""
    joined = "\n".join(names) + "\n"
    if joined.count("\n") > len(names):
        yield from (name for name in names if "\n" in name)
    lower = joined.lower() if joined.isascii() else joined.replace("İ", "I").lower()
    starts = set[int]()
    for anchor, needed in (*((word, _VALUE) for word in _ANNOUNCE), *((begin, _LONG) for begin in _BEGINNINGS)):
        at = lower.find(anchor)
        while at >= 0:
            start, end = joined.rfind("\n", 0, at) + 1, joined.find("\n", at)
            if start not in starts and needed.search(joined, start, end):
                starts.add(start)
                yield joined[start:end]
            at = lower.find(anchor, end)
    for run in _RUN.finditer(joined):
        if _TOKEN.match(run[0]):
            start = joined.rfind("\n", 0, run.start()) + 1
            if start not in starts:
                starts.add(start)
                yield joined[start : joined.find("\n", start)]


def name_word(value: str, key: bytes) -> str:
    """Return the word that replaces a secret in a name."""
    digest = blake2s(value.encode("utf-8", "surrogatepass"), key=key, digest_size=4)
    return f"SNAP_SECRET_{digest.hexdigest()}"
