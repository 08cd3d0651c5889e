"""Lists in braces, as in `mkdir -p /srv/{bin,etc}`, written out for a shell that does not expand them.  Pure."""

from __future__ import annotations

from collections.abc import Iterator

from snapshotter.regex import regex
from snapshotter.shell.syntax import encode, parse, source, walk

_MOST_WORDS = 12
"""Words that a list is written out to at most."""
_PLAIN = regex(r"[\w./,{}@%+:=~$-]+")
"""Characters of a word of which each expanded copy means the same: no quotes, no substitutions."""
_SEQUENCE = regex(r"\{[^{},]*\.\.[^{},]*\}|\$\{")


def without_braces(text: str) -> str:
    """Return the text of a command line with its lists in braces written out; unchanged where one cannot be."""
    raw, edits = encode(text), list[tuple[int, int, str]]()
    for node in walk(parse(text)):
        if node.type != "concatenation" or "{" not in source(node):
            continue
        word, parent = source(node), node.parent
        words = list(_expanded(word)) if _PLAIN.fullmatch(word) and not _SEQUENCE.search(word) else []
        if not 1 < len(words) <= _MOST_WORDS or "" in words or parent is None:
            return text
        if parent.type not in ("command", "for_statement"):
            return text
        edits.append((node.start_byte, node.end_byte, " ".join(words)))
    for start, end, words_text in reversed(edits):
        raw = raw[:start] + encode(words_text) + raw[end:]
    return raw.decode("utf-8", "surrogateescape")


def _expanded(word: str) -> Iterator[str]:
    """Yield the words that a word with braces stands for, as bash orders them."""
    start = word.find("{")
    if start < 0:
        yield word
        return
    depth, parts, begin = 0, list[str](), start + 1
    for at in range(start, len(word)):
        if word[at] == "{":
            depth += 1
        elif word[at] == "," and depth == 1:
            parts.append(word[begin:at])
            begin = at + 1
        elif word[at] == "}":
            depth -= 1
            if depth == 0:
                break
    if depth or not parts:
        return  # no list, or more than one after another that is none: bash leaves it as it is
    parts.append(word[begin:at])
    rest = list(_expanded(word[at + 1 :]))
    for part in parts:
        for inner in _expanded(part):
            yield from (word[:start] + inner + after for after in rest)
