"""Searches for anchors in a text: parts of names and phrases that can announce a secret."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from snapshotter.secrets.tables.name_words import ANCHORS, WORD_ANCHORS
from snapshotter.secrets.tables.phrases import NOT_IN_CODE, ONLY_TYPED, PHRASES, Phrase
from snapshotter.secrets.texts.keywords import SHORT, Few, alternation, pivots

Anchors = Callable[[str], Iterator[tuple[int, str]]]
"""A search in a text in lower case, which yields where each anchor begins and what it is."""

IN_CODE = ("pass", "pw", "secre", "kennw", "contrase", "://")
"""Anchors that matter most in source code and prose; tokens are searched around long runs of characters only."""
IN_SETTINGS = (*IN_CODE, "token", "key", "identified")
"""The same in large files of settings."""
IN_OTHER_LANGUAGES = ("senha", "clave", "wachtw", "haslo", "heslo", "parola", "segre")
"""Anchors for the most frequent languages, too many for large files."""
NEAR_TOKENS = (
    "pass",
    "secre",
    "token",
    "key",
    "auth",
    "cred",
    "pat",
    "bearer",
    "salt",
    "jwt",
    "sig",
    "pw",
    "schl",
    "://",
)
"""Parts of names that announce a token, one of which is near to it."""
_RARE_LETTERS = "zjxkwvgbhc:"
"""Letters that are rare in ordinary text, the rarest first."""
IN_SMALL_CODE = (
    *IN_OTHER_LANGUAGES,
    *(
        "auth=(",
        "auth = (",
        "convertto-securestring",
        "auth(",
        "login(",
        "credential",
        "dbi->connect(",
        "getconnection(",
        "connect(",
        "mysqli",
        "pdo(",
        "authenticat",
        "database(",
        "plainauth(",
        "wifi.begin(",
        "superuser(",
        "jwt.",
    ),
    *("@tcp(", "uid", "user id"),
)
"""Anchors for small files of source code."""
_WITHOUT_RARE_LETTERS = (
    "{plain}",
    "pdo(",
    "authenti",
    "uid",
    "user id",
    "pass",
    "identified",
    "parol",
    "mdp",
    "user ",
    '"d"',
    "salasan",
    "losenord",
)
_LONGEST_ANCHOR = 20
_FEW = Few()
"""The patterns take 3 ms to compile each."""


def every_anchor(lower: str) -> Iterator[tuple[int, str]]:
    """Yield all anchors; reads 20 MB/s, for commands, most of which have none."""
    if len(lower) <= SHORT and not holds_any(lower, _anchors()):
        return
    for match in _any_anchor().finditer(lower):
        yield match.start(), match[0]


def most_anchors(lower: str) -> Iterator[tuple[int, str]]:
    """Yield all anchors but those without a rare letter, some of which are found; reads 60 MB/s, for small files."""
    others = (*_WITHOUT_RARE_LETTERS, *in_other_letters(lower))
    if _FEW.has(lower) and not holds_any(lower, _anchors()) and not holds_any(lower, others):
        return
    done = -1
    for pivot in _pivot().finditer(lower):
        at = pivot.start()
        for match in _any_anchor().finditer(lower, max(done, at - _LONGEST_ANCHOR), at + _LONGEST_ANCHOR):
            if match.start() <= at < match.end() and match.start() >= done:
                yield match.start(), match[0]
                done = match.end()
    yield from some_anchors(lower, others)


def some_anchors(lower: str, anchors: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield only these anchors, or longer ones that begin with them; reads 100 MB/s with ten of them."""
    for anchor in anchors:
        at = lower.find(anchor)
        while at >= 0:
            longer = _any_anchor().match(lower, at)
            yield at, longer[0] if longer else anchor
            at = lower.find(anchor, at + len(anchor))


def in_other_letters(lower: str) -> tuple[str, ...]:
    """Return the anchors with letters beyond ASCII, or none for a text that has no such letters."""
    return () if lower.isascii() else _other_letters()


@cache
def _other_letters() -> tuple[str, ...]:
    return tuple(anchor for anchor in ANCHORS if not anchor.isascii())


def holds_any(lower: str, anchors: Iterable[str]) -> bool:
    """Return whether any of these anchors is in a text; a loop, which is twice as fast as `any` with a generator."""
    for anchor in anchors:  # noqa: SIM110
        if anchor in lower:
            return True
    return False


@cache
def _anchors() -> frozenset[str]:
    return frozenset({*ANCHORS, *WORD_ANCHORS, *(phrase.anchor for phrase in PHRASES)})


@cache
def _any_anchor() -> re.Pattern[str]:
    return re.compile(alternation({*ANCHORS, *(phrase.anchor for phrase in PHRASES)}, WORD_ANCHORS))


@cache
def _pivot() -> re.Pattern[str]:
    return re.compile(pivots(_anchors(), _RARE_LETTERS))


@cache
def of_anchor(anchor: str, where: str) -> tuple[list[tuple[int, Phrase]], bool]:
    """Return the phrases whose anchor is in this one, each with its offset, and whether a name can hold it."""
    phrases = [
        (anchor.index(phrase.anchor), phrase)
        for phrase in PHRASES
        if phrase.anchor in anchor
        and not (where == "code" and phrase.kind in NOT_IN_CODE)
        and not (where != "typed" and phrase.kind in ONLY_TYPED)
    ]
    return phrases, any(name in anchor for name in (*ANCHORS, *WORD_ANCHORS))
