"""Variables that a text sets and uses later: a value in `x=…` is a secret if `curl -u a:$x` follows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from snapshotter.regex import regex
from snapshotter.secrets.commands.tokens import EXPANSION, CommandWords, Word

_REFERENCE = regex(r"\$(?:\{(\w+)(?:[:%#/^,@-][^{}]*)?\}|(\w+))")
_ASSIGNED = regex(r"([A-Za-z_]\w*)\+?=", re.S)
_DECLARES = frozenset({"export", "declare", "typeset", "local", "readonly", "env"})
_SHORTEST_PART = 4
"""Characters of a value put together from several that are worth hiding by themselves."""


class ReplacedWord(Word, frozen=True):
    """A word in which variables were replaced by the values that the text gave them."""

    sources: Sequence[tuple[Word, int]] = ()
    """For each character the word from which it is, and its index in it."""


class Variables:
    """The values that a text has assigned so far."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._values: dict[str, tuple[Word, int]] = {}
        """The word that assigns each variable, and where the value begins in it."""

    def assign(self, command: CommandWords) -> None:
        """Remember the assignments of a command: those before its program, and those of `export` and the like."""
        words = command.words
        declares = bool(words) and words[0].value in _DECLARES
        for word in words:
            match = _ASSIGNED.match(word.value)
            if match and match.end() < len(word.value):
                self._values[match[1]] = word, match.end()
            elif not declares:
                break

    def replaced(self, command: CommandWords) -> CommandWords:
        """Return the command with the values of variables that are known in their place."""
        if not self._values:
            return command
        return CommandWords(
            [self._word(word) for word in command.words],
            [self._word(word) for word in command.inputs],
            command.targets,
            command.appended,
            [self.replaced(source) for source in command.sources],
        )

    def _word(self, word: Word) -> Word:
        if EXPANSION not in word.value:
            return word
        value, sources, changed = "", list[tuple[Word, int]](), False
        for index, character in enumerate(word.value):
            known = self._known(word, index) if character == EXPANSION else None
            if known is None:
                value += character
                sources.append((word, index))
            else:
                assigning, start = known
                value += assigning.value[start:]
                sources += [(assigning, at) for at in range(start, len(assigning.value))]
                changed = True
        if not changed:
            return word
        begins = [source.begins[at] for source, at in sources]
        ends = [source.ends[at] for source, at in sources]
        return ReplacedWord(value, begins, ends, sources=sources)

    def _known(self, word: Word, index: int) -> tuple[Word, int] | None:
        reference = _REFERENCE.fullmatch(self._text, word.begins[index], word.ends[index])
        return self._values.get(reference[1] or reference[2]) if reference else None


def places(word: Word, first: int, last: int) -> Iterator[tuple[Word, int, int]]:
    """Yield the words, with start and end in them, from which the characters `first` up to `last` of a word are."""
    if not isinstance(word, ReplacedWord):
        yield word, first, last
        return
    parts = list[tuple[Word, int, int]]()
    for source, index in word.sources[first:last]:
        if parts and parts[-1][0] is source and parts[-1][2] == index:
            parts[-1] = (source, parts[-1][1], index + 1)
        else:
            parts.append((source, index, index + 1))
    long = [part for part in parts if part[2] - part[1] >= _SHORTEST_PART]
    yield from long or parts
