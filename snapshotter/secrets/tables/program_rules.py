"""The kinds of rules about which programs take a secret and where; `in_options.py` applies them."""

from __future__ import annotations

from msgspec import Struct

WHOLE = r"(?P<s>.+)"
AFTER_COLON = r"[^:]*:(?P<s>.+)"
LINE = r"(?P<s>(?!(?:y|n|yes|no)$).{3,})"
"""A line of input other than an answer such as `yes`."""


class Option(Struct, frozen=True):
    """An option that takes a secret: `-p X`, `-pX`, `--password X` and `--password=X`."""

    kind: str
    programs: frozenset[str]
    names: tuple[str, ...]
    reason: str
    value: str = WHOLE
    """A pattern for the value of the option, whose group `s` is the secret."""
    needs: str = ""
    """A pattern for a word that the command must contain, since the option means something else without it."""
    separate: bool = True
    """Whether the value can be the next word."""
    flags: str = ""
    """One-letter options without a value that may precede it in the same word."""


class Argument(Struct, frozen=True):
    """A secret that is an argument: the one after `skip` others that follow the word that `after` matches.

    With a `skip` of -1 it is the last argument.
    """

    kind: str
    programs: frozenset[str]
    after: str
    skip: int
    reason: str
    valued: frozenset[str] = frozenset()
    """Options whose value does not count as an argument."""
    needs: str = ""
    """A pattern for a word that the command must contain."""


class AnyWord(Struct, frozen=True):
    """A secret that is part of any argument that a pattern matches."""

    kind: str
    programs: frozenset[str]
    pattern: str
    """A pattern for an argument, whose group `s` is the secret."""
    reason: str
    needs: str = ""
    """A pattern for a word that the command must contain."""


class FedProgram(Struct, frozen=True):
    """A program that reads a secret from its input."""

    kind: str
    programs: frozenset[str]
    needs: str
    """A pattern for a word that the command must contain for the input to be a secret; empty if it always is."""
    value: str
    """A pattern for a line of the input, whose group `s` is the secret."""
    reason: str


def words(text: str) -> frozenset[str]:
    """Return the words of `text` as a set."""
    return frozenset(text.split())
