"""`snap __complete SHELL …`: what the word at the cursor can become, for the scripts of `snap completion`.

One candidate on a line, for zsh and fish with a tab and a text about it. It is asked at each Tab: nothing is imported
that is not needed, and what fails offers nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from snapshotter.cli.complete.table import TOP, Parameter, Verb, verbs
from snapshotter.cli.show.escape import shown
from snapshotter.errors import SnapError

REQUEST = "__complete"
"""The first word of a request."""
WHOLE_LINE_SHELL = "bash"
"""The shell that sends its line as text with its COMP_WORDBREAKS; the others send words."""
_SPECIAL = " \t\n'\"\\$`&|;<>()[]{}*?!#~"
"""Characters that a shell would read as its own."""


def run(argv: Sequence[str]) -> int:
    """Print the answer to a request; always returns 0."""
    shell, *words = argv or [""]
    try:
        lines = _bash(*words[:2]) if shell == WHOLE_LINE_SHELL else [f"{v}\t{shown(t)}" for v, t in answer(words)]
    except (SnapError, OSError, ValueError, TypeError):
        return 0
    for line in lines:
        print(line.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
    sys.stdout.flush()
    return 0


def answer(words: Sequence[str]) -> list[tuple[str, str]]:
    """Return what the last of the words after `snap` can become, each with a text; one with control characters not."""
    *before, word = words or [""]
    found = dict.fromkeys(one for one in _candidates(before, word) if one[0].startswith(word))
    return [one for one in found if one[0].isprintable()]


def _candidates(before: Sequence[str], word: str) -> Iterator[tuple[str, str]]:
    from snapshotter.cli.words.names import ALIASES

    table = verbs()
    top = table.pop(TOP)
    place = _Place(top, before)
    if place.rest is None and not place.pending:
        yield from _names(top, word) if word.startswith("-") else ((one.name, one.help) for one in table.values())
        return
    verb = top
    if place.rest is not None:
        first, *rest = place.rest
        verb = table.get(ALIASES.get(first, first), Verb(first, ""))
        place = _Place(verb, rest, inside=True)
    yield from _values_or_options(verb, place, word, list(table))


def _values_or_options(verb: Verb, place: _Place, word: str, names: list[str]) -> Iterator[tuple[str, str]]:
    if place.pending:
        yield from _values(place.pending, word, place.name, names)
    elif word.startswith("-") and not place.ended:
        name, equals, start = word.partition("=")
        option = verb.option(name) if equals and name.startswith("--") else None
        if option and option.takes_value:
            yield from ((f"{name}={v}", text) for v, text in _values(option, start, place.name, names))
        else:
            yield from _names(verb, word)
    elif argument := place.argument():
        yield from _values(argument, word, place.name, names)


def _names(verb: Verb, word: str) -> Iterator[tuple[str, str]]:
    """Yield the options of a verb, the long names unless a short one is typed in full."""
    for option in verb.options:
        for name in option.names:
            if name.startswith("--") or name == word:
                yield name, option.help


def _values(parameter: Parameter, word: str, name: str | None, names: list[str]) -> Iterator[tuple[str, str]]:
    from snapshotter.cli.complete.values import candidates

    for kind in parameter.kinds:
        if kind == "verb":
            yield from ((verb, "") for verb in names)
        else:
            yield from candidates(kind, word, name)


class _Place:
    """What the words before the cursor say about the next: the option that waits for it, else how many came before."""

    def __init__(self, verb: Verb, words: Sequence[str], *, inside: bool = False) -> None:
        self._verb = verb
        self.pending: Parameter | None = None
        self.ended = False
        self.name: str | None = None
        self.rest: list[str] | None = None
        """The verb and the words behind it, where the first ones were options before a verb."""
        self._count = 0
        pending: Parameter | None = None
        for number, word in enumerate(words):
            if pending:
                self._value(pending, word)
                pending = None
            elif not self.ended and word == "--":
                self.ended = True
            elif not self.ended and word.startswith("-") and word != "-":
                pending = self._option(word)
            elif not inside:
                self.rest = list(words[number:])
                return
            else:
                self._count += 1
                self._value(self.argument(self._count - 1), word)
        self.pending = pending

    def argument(self, at: int | None = None) -> Parameter | None:
        """Return the argument that a word at a position is, by default the next one."""
        known, count = self._verb.arguments, self._count if at is None else at
        if count < len(known):
            return known[count]
        return known[-1] if known and known[-1].repeats else None

    def _option(self, word: str) -> Parameter | None:
        """Return the option whose value is the next word, None where the word is all of it."""
        name, equals, value = word.partition("=")
        option = self._verb.option(name)
        if option is None and not word.startswith("--"):
            option, value = self._verb.option(word[:2]), word[2:]
        if option is None or not option.takes_value:
            return None
        if equals or value:
            self._value(option, value)
            return None
        return option

    def _value(self, parameter: Parameter | None, word: str) -> None:
        if parameter and parameter.kinds == ["workspace"]:
            self.name = word


def _bash(breaks: str = "", line: str = "") -> list[str]:
    """Return candidates for a line up to the cursor, each without what bash keeps: up to the last break in the word."""
    words, quote = _split(line)
    word = words[-1]
    kept = max((word.rfind(char) + 1 for char in ":=" if char in breaks), default=0) if not quote else 0
    found = [value for value, _ in answer(words[1:])]
    return [value[kept:] if quote else _quoted(value[kept:]) for value in found]


def _quoted(text: str) -> str:
    return "".join("\\" + char if char in _SPECIAL and (char != "~" or at) else char for at, char in enumerate(text))


def _split(line: str) -> tuple[list[str], str]:
    """Return the words of a line that is not finished, without quotes, and the quote that is open at its end."""
    words, quote, escaped, fresh = [""], "", False, True
    for char in line:
        if escaped:
            words[-1] += char
            escaped = False
        elif char == "\\" and quote != "'":
            escaped = True
        elif quote:
            quote = "" if char == quote else quote
            words[-1] += char if quote else ""
        elif char in "'\"":
            quote = char
        elif char in " \t\n":
            if not fresh:
                words.append("")
            fresh = True
            continue
        elif char in ";&|":  # another command begins
            words = [""]
            fresh = True
            continue
        else:
            words[-1] += char
        fresh = False
    return words, quote
