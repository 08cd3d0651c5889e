"""The syntax of a Dockerfile, as far as text is written into one: words, lines, and what no instruction can hold.

The rules are those of the parsers of BuildKit (frontend/dockerfile/parser and shell), of the classic builder, and of
openshift/imagebuilder, which podman uses. Where their versions differ, the text must mean the same to all of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import chain

from snapshotter.regex import regex

_NAMES = frozenset(
    "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER "
    "ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR".split()
)
"""The instructions that a recipe may hold."""
_FLAGS = regex(r"\s*(?:--\S+\s+)*")
LONGEST_LINE = 60_000
"""Bytes of a physical line beyond which it is continued on the next one."""
_MOST = 65_534
"""Bytes of the longest physical line that builders read: Go's bufio.MaxScanTokenSize without the newline."""

_PLAIN = regex(r"(?!--)[\w./:@%+,=-]+\Z")
"""A value that needs no quotes; a word that begins with `--` would be an option of the instruction."""
_REFERENCE = regex(r"[A-Za-z0-9\[][A-Za-z0-9_.:/@+\[\]-]*\Z")
_SURROGATE = regex("[\ud800-\udfff]")
_NOT_A_BYTE = regex("[\ud800-\udc7f\udd00-\udfff]")
"""Surrogates that do not stand for a byte (`surrogateescape`), and so have no bytes at all."""
_CONTINUED = regex(r"\\[ \t]*\Z")
"""The end of a line that is continued; after another backslash, only older builders and podman continue the line."""
_QUOTED = regex(r"\\.|\"(?:[^\"\\]|\\.)*\"|'[^']*'", re.DOTALL)
_HERE = regex(r"(?:^|\s)\d*<<(?!<)")
_NESTED_QUOTES = regex(r"\$\{[^}]*[\"']")


def why_not(text: str) -> str:
    """Return why no instruction can hold a text, such as "has a line break"; "" if one can."""
    if "\n" in text or "\r" in text:
        return "has a line break"
    return why_not_json(text)


def why_not_json(text: str) -> str:
    """Return why no instruction in JSON form, where a line break is `\\n`, can hold a text; "" if one can."""
    if "\0" in text:
        return "has a zero byte"
    return "is not UTF-8" if _SURROGATE.search(text) else ""


def words(values: Sequence[str]) -> str:
    """Return the JSON form of an instruction's arguments; characters that are not printable are escaped."""
    text = json.dumps(list(values), ensure_ascii=False)
    return text if text.isprintable() else "".join(map(_json_escaped, text))


def _json_escaped(char: str) -> str:
    return char if char.isprintable() or _SURROGATE.match(char) else json.dumps(char)[1:-1]


def quoted(value: str) -> str:
    """Return a value as one word of an instruction that expands variables, if `why_not` finds nothing in it."""
    if _PLAIN.match(value):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$")
    return f'"{escaped}"'


def is_reference(text: str) -> bool:
    """Return whether a text can be the name of an image in FROM: one word, no option, no variable."""
    return bool(_REFERENCE.match(text))


def is_json_list(text: str) -> bool:
    """Return whether builders take a text for the JSON form of arguments, or refuse it as a wrong JSON form."""
    return _json_list(text) is not None


def is_wrong_list(text: str) -> bool:
    """Return whether builders refuse a text as a JSON form of other things than strings."""
    return not all(isinstance(word, str) for word in _json_list(text) or ())


def _json_list(text: str) -> list[object] | None:
    text = text.strip()
    if not text.startswith("["):
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, list) else None


def starts_heredoc(text: str) -> bool:
    """Return whether BuildKit may take a word of RUN, COPY or ADD for the start of a here-document.

    Quotes are read as in BuildKit; a text whose quotes are not closed or are nested in `${…}` is judged without them.
    """
    if "<<" not in text:
        return False
    bare = _QUOTED.sub("q", text)
    unsure = _NESTED_QUOTES.search(text) or "'" in bare or '"' in bare
    return bool(_HERE.search(text if unsure else bare))


def instructions(text: str) -> Iterator[str]:
    """Yield the instructions of a Dockerfile, each on one line, without comments, as the classic builder reads them."""
    pending: list[str] = []
    for line in text.split("\n"):
        if _is_lost(line):
            continue
        ending = _CONTINUED.search(line.removesuffix("\r"))
        pending.append(line[: ending.start()] if ending else line)
        if not ending:
            yield "".join(pending).strip()
            pending = []
    if pending:
        yield "".join(pending).strip()


def is_one_instruction(text: str) -> bool:
    """Return whether every builder reads a text as one instruction, with all its lines and nothing of what follows."""
    first, *others = text.split("\n")
    name, _, arguments = first.partition(" ")
    if name not in _NAMES or any(map(_is_lost, others)) or "\r" in text:
        return False
    if not all(_goes_on(line) for line in (first, *others)[: len(others)]) or _CONTINUED.search((first, *others)[-1]):
        return False
    if name not in ("ADD", "COPY", "ONBUILD", "RUN"):
        return True
    joined = "".join(line.removesuffix("\\") for line in (arguments, *others))
    joined = _FLAGS.sub("", joined.partition(" ")[2] if name == "ONBUILD" else joined, count=1)
    return is_json_list(joined) or not starts_heredoc(joined)


def _goes_on(line: str) -> bool:
    """Return whether every builder joins a line with the next one."""
    return line.endswith("\\") and not line.endswith("\\\\")


def survives(lines: Sequence[str]) -> bool:
    """Return whether the arguments of a RUN, written on continued lines, reach the shell unchanged."""
    body = " ".join(lines)
    return (
        not any(map(_is_lost, lines))
        and not any("\n" in line or "\r" in line or line.rstrip().endswith("\\") for line in lines)
        and not body.lstrip().startswith("--")
        and not is_json_list(body)
        and not starts_heredoc(body)
    )


def _is_lost(line: str) -> bool:
    """Return whether builders drop a continuation line, as a comment or as empty."""
    return not line.strip() or line.lstrip().startswith("#")


def with_short_lines(instruction: str) -> str:
    """Return an instruction with every long line continued on further ones, which builders join without a blank."""
    if len(instruction) <= LONGEST_LINE // 4:
        return instruction
    lines = instruction.split("\n")
    return "\n".join("\\\n".join(_short(line)) if _size(line) > LONGEST_LINE else line for line in lines)


def fits(instruction: str) -> bool:
    """Return whether builders read lines as long as those of an instruction."""
    return all(_size(line) <= _MOST for line in instruction.split("\n"))


def _size(line: str) -> int:
    return len(line.encode("utf-8", "surrogatepass"))


def _short(line: str) -> Iterator[str]:
    """Yield the parts of a line; a part stays too long where the line may not be continued, as within backslashes."""
    size = LONGEST_LINE // 4  # a character has at most 4 bytes
    start = 0
    while len(line) - start > size:
        places = chain(range(start + size, start, -1), range(start + size + 1, len(line)))
        end = next((at for at in places if _may_break(line[at - 1], line[at])), len(line))
        yield line[start:end]
        start = end
    if start < len(line):
        yield line[start:]


def _may_break(before: str, after: str) -> bool:
    """Return whether a line may be continued between two characters.

    Two backslashes at its end do not continue it, and a line that begins with blanks and `#` is a comment.
    """
    return before != "\\" and after != "#" and not after.isspace()


def encodable(text: str) -> str:
    """Return a text without the surrogates that stand for no byte, which no file can hold."""
    return _NOT_A_BYTE.sub("\ufffd", text)
