"""Random texts that a regular expression matches, as examples of tokens."""

from __future__ import annotations

import re
import string
from random import Random
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_CATEGORIES = {
    codes.CATEGORY_DIGIT: string.digits,
    codes.CATEGORY_WORD: string.ascii_letters + string.digits,
    codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_NOT_SPACE: string.ascii_letters + string.digits,
}
_UNBOUNDED, _SOME = 40, 10
"""Where there is no limit, or one above the least number by as much, this many more than the least are taken."""


def example(pattern: str, chance: Random) -> str:
    """Return a text that a pattern matches, but for what it looks at around the match."""
    return _sequence(parser.parse(pattern, re.ASCII), chance)


def _sequence(items: Any, chance: Random) -> str:  # noqa: ANN401 - the parser's own types
    return "".join(_item(code, value, chance) for code, value in items)


def _item(code: object, value: Any, chance: Random) -> str:  # noqa: ANN401
    if code in (codes.LITERAL, codes.NOT_LITERAL, codes.ANY):
        return chr(value) if code is codes.LITERAL else "."
    if code is codes.IN:
        return chance.choice(_characters(value))
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
        least, most, repeated = value
        times = least + _SOME if most - least > _UNBOUNDED else chance.randint(least, most)
        return "".join(_sequence(repeated, chance) for _ in range(times))
    if code is codes.SUBPATTERN:
        return _sequence(value[3], chance)
    return _sequence(chance.choice(value[1]), chance) if code is codes.BRANCH else ""


def _characters(items: Any) -> str:  # noqa: ANN401
    found = ""
    for code, value in items:
        if code is codes.LITERAL:
            found += chr(value)
        elif code is codes.RANGE:
            found += "".join(map(chr, range(value[0], value[1] + 1)))
        elif code is codes.CATEGORY:
            found += _CATEGORIES[value]
        else:  # codes.NEGATE, in patterns for what is behind a token
            return " "
    return found
