"""Replacement of secrets by plain words; the secrets are kept in memory during a session and never stored."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2s
from threading import RLock
from typing import TYPE_CHECKING
from urllib.parse import quote

from snapshotter.model import PLACEHOLDER
from snapshotter.regex import regex
from snapshotter.secrets.commands.tokens import EXPANSION
from snapshotter.secrets.in_command import find
from snapshotter.secrets.in_output import in_output
from snapshotter.secrets.texts.ordinary import is_reference
from snapshotter.secrets.texts.values import COMMON_WORDS

if TYPE_CHECKING:
    from snapshotter.secrets.known_values import KnownValues

__all__ = ["PLACEHOLDER", "Redactor", "holds_placeholder", "placeholders"]

_SHORTEST, _LONGEST = 6, 4096
_PLAIN = regex(r"[a-z]{1,9}|[0-9]{1,9}")


def holds_placeholder(text: str) -> bool:
    """Return whether a secret in this text was replaced."""
    return PLACEHOLDER.search(text) is not None


def placeholders(text: str) -> list[str]:
    """Return the words that replace secrets in a text, each once, in order."""
    return list(dict.fromkeys(PLACEHOLDER.findall(text)))


class Redactor:
    """The secrets of one recording, and the words that replace them.

    Equal secrets become equal words.  The words are keyed hashes, so a secret cannot be found by trying values.
    It may be used by two threads: one that records commands, and one that records the terminal output.
    """

    def __init__(
        self, key: bytes = b"", values: Iterable[str] = (), learned: Callable[[str], None] | None = None
    ) -> None:
        """`key` and `values` are those of an earlier recording; `learned` is called once with each new secret."""
        self._lock = RLock()
        self._key = key or os.urandom(32)
        self._known: dict[str, str] = {}
        """Every known spelling of a secret → the word that replaces it."""
        self._values: set[str] = set()
        self._pattern: re.Pattern[str] | None = None
        self._learned: Callable[[str], None] | None = None
        for value in values:
            self.conceal(value)
        self._learned = learned

    def redact(self, text: str) -> str:
        """Return the text with every secret replaced, including those known only from an earlier text."""
        with self._lock:
            while True:
                clean = self._replace_known(self._replace_found(text))
                if clean == text:
                    return text
                text = clean

    def conceal(self, value: str) -> str:
        """Return the word for a value that is known to be secret, and replace the value in later texts."""
        word = self._word(value)
        with self._lock:
            self._learn(value)
            for written in (value, quote(value, safe="", errors="surrogatepass")):
                self._remember(written, word)
        return word

    def in_output(self, text: str) -> list[tuple[int, int, str]]:
        """Return start, end and word of every secret in terminal output, in order and without overlaps."""
        with self._lock:
            spellings = [spelling for spelling in self._known if spelling in text]
            known = [
                (*match.span(), self._known[spelling])
                for spelling in spellings
                for match in _search_pattern(spelling).finditer(text)
            ]
        found_by_rules = [(start, end, self._word(text[start:end])) for start, end in in_output(text)]
        found: list[tuple[int, int, str]] = []
        for start, end, word in sorted([*known, *found_by_rules], key=lambda span: (span[0], -span[1])):
            if found and start < found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]), found[-1][2])
            elif not PLACEHOLDER.fullmatch(text, start, end):
                found.append((start, end, word))
        return found

    def redact_words(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return the words of a command with every secret replaced."""
        line = shlex.join(words)
        clean = self.redact(line)
        return tuple(words) if clean == line else tuple(shlex.split(clean))

    def clean(self, text: str) -> str:
        """Return a text that is not a command, such as a message or a file name, with every secret replaced."""
        for start, end, word in reversed(self.in_output(text)):
            text = text[:start] + word + text[end:]
        return text

    def values(self) -> tuple[str, ...]:
        """Return the secrets that are known so far, as they are."""
        with self._lock:
            return tuple(self._values)

    def known_values(self) -> KnownValues:
        """Return the values that are known so far, to be searched in files and other bytes."""
        from snapshotter.secrets.known_values import KnownValues

        with self._lock:
            return KnownValues(self._values)

    def _replace_found(self, text: str) -> str:
        spans = find(text)
        for span in reversed(spans):
            word = self._word(span.value)
            if EXPANSION not in span.value and span.value.lower() not in COMMON_WORDS:
                self._learn(span.value)
            for written in (
                span.value,
                text[span.start : span.end],
                quote(span.value, safe="", errors="surrogatepass"),
            ):
                self._remember(written, word)
            text = text[: span.start] + word + text[span.end :]
        return text

    def _learn(self, value: str) -> None:
        if value not in self._values:
            self._values.add(value)
            if self._learned is not None:
                self._learned(value)

    def _word(self, value: str) -> str:
        digest = blake2s(value.encode("utf-8", "surrogatepass"), key=self._key, digest_size=4)
        return f"SNAP_SECRET_{digest.hexdigest()}"

    def _remember(self, written: str, word: str) -> None:
        if (
            _SHORTEST <= len(written) <= _LONGEST
            and EXPANSION not in written
            and not is_reference(written)
            and written not in self._known
        ):
            self._known[written] = word
            self._pattern = None

    def _replace_known(self, text: str) -> str:
        """Return the text with known secrets replaced, longer ones first."""
        if not self._known:
            return text
        if self._pattern is None:
            spellings = sorted(self._known, key=len, reverse=True)
            self._pattern = re.compile(
                f"(?P<done>{PLACEHOLDER.pattern})|"
                + "|".join(_search_pattern(spelling).pattern for spelling in spellings)
            )
        return self._pattern.sub(lambda match: match[0] if match["done"] else self._known[match[0]], text)


def _search_pattern(spelling: str) -> re.Pattern[str]:
    """Return the pattern that finds a known secret; an ordinary word or number is found only as a separate word."""
    if _PLAIN.fullmatch(spelling):
        return re.compile(rf"(?<![A-Za-z0-9]){spelling}(?![A-Za-z0-9])")
    return re.compile(re.escape(spelling))
