"""Replaces secrets by plain words and remembers them while a session lasts; nothing of it is ever written down."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Sequence
from hashlib import blake2s
from threading import RLock
from urllib.parse import quote

from snapshotter.model import PLACEHOLDER
from snapshotter.regex import regex
from snapshotter.secrets.in_command import find
from snapshotter.secrets.in_output import in_shown
from snapshotter.secrets.judge import EVERYDAY
from snapshotter.secrets.tokens import HOLE

__all__ = ["PLACEHOLDER", "Redactor", "holds_placeholder", "placeholders"]

_SHORTEST, _LONGEST = 6, 4096
_PLAIN = regex(r"[a-z]{1,9}|[0-9]{1,9}")


def holds_placeholder(text: str) -> bool:
    """Whether a secret was taken out of this text."""
    return PLACEHOLDER.search(text) is not None


def placeholders(text: str) -> list[str]:
    """The words that stand for secrets in a text, each once, in order."""
    return list(dict.fromkeys(PLACEHOLDER.findall(text)))


class Redactor:
    """One per recording: equal secrets become equal words, and nobody can find out by trying which.

    Two threads may use it: one that hears of commands, and one that keeps what the screen shows.
    """

    def __init__(self) -> None:
        self._lock = RLock()
        self._key = os.urandom(32)
        self._known: dict[str, str] = {}
        """Every way of writing a secret that was seen → the word for it."""
        self._pattern: re.Pattern[str] | None = None

    def redact(self, text: str) -> str:
        """The text with every secret replaced, also those that only an earlier text gave away."""
        with self._lock:
            while True:
                clean = self._replace_known(self._replace_found(text))
                if clean == text:
                    return text
                text = clean

    def conceal(self, value: str) -> str:
        """The word for a value that is known to be secret, hunted for from now on."""
        word = self._word(value)
        with self._lock:
            for written in (value, quote(value, safe="", errors="surrogatepass")):
                self._remember(written, word)
        return word

    def in_shown(self, text: str) -> list[tuple[int, int, str]]:
        """Start, end and word of every secret in what a terminal shows, in order, none overlapping another."""
        with self._lock:
            ways = [way for way in self._known if way in text]
            known = [(*match.span(), self._known[way]) for way in ways for match in _hunt(way).finditer(text)]
        looks = [(start, end, self._word(text[start:end])) for start, end in in_shown(text)]
        found: list[tuple[int, int, str]] = []
        for start, end, word in sorted([*known, *looks], key=lambda span: (span[0], -span[1])):
            if found and start < found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]), found[-1][2])
            elif not PLACEHOLDER.fullmatch(text, start, end):
                found.append((start, end, word))
        return found

    def redact_words(self, words: Sequence[str]) -> tuple[str, ...]:
        """The same for a command that was given as words."""
        line = shlex.join(words)
        clean = self.redact(line)
        return tuple(words) if clean == line else tuple(shlex.split(clean))

    def known_in(self, data: bytes) -> bool:
        """Whether a file holds a secret that some text has given away."""
        hunted = (value for value in self._known if not _PLAIN.fullmatch(value))
        return any(value.encode("utf-8", "surrogatepass") in data for value in hunted)

    def _replace_found(self, text: str) -> str:
        spans = find(text)
        for span in reversed(spans):
            word = self._word(span.value)
            for written in (
                span.value,
                text[span.start : span.end],
                quote(span.value, safe="", errors="surrogatepass"),
            ):
                self._remember(written, word)
            text = text[: span.start] + word + text[span.end :]
        return text

    def _word(self, value: str) -> str:
        digest = blake2s(value.encode("utf-8", "surrogatepass"), key=self._key, digest_size=4)
        return f"SNAP_SECRET_{digest.hexdigest()}"

    def _remember(self, written: str, word: str) -> None:
        if (
            _SHORTEST <= len(written) <= _LONGEST
            and HOLE not in written
            and written.lower() not in EVERYDAY
            and written not in self._known
        ):
            self._known[written] = word
            self._pattern = None

    def _replace_known(self, text: str) -> str:
        """Longer ones first; what could be an ordinary word or number only where it stands for itself."""
        if not self._known:
            return text
        if self._pattern is None:
            ways = sorted(self._known, key=len, reverse=True)
            self._pattern = re.compile(
                f"(?P<done>{PLACEHOLDER.pattern})|" + "|".join(_hunt(way).pattern for way in ways)
            )
        return self._pattern.sub(lambda match: match[0] if match["done"] else self._known[match[0]], text)


def _hunt(way: str) -> re.Pattern[str]:
    """The pattern that finds a known secret; what could be an ordinary word or number only where it stands alone."""
    return re.compile(rf"(?<![A-Za-z0-9]){way}(?![A-Za-z0-9])" if _PLAIN.fullmatch(way) else re.escape(way))
