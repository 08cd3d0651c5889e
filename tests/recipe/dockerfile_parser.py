"""A small parser of Dockerfiles that shares no code with the package, by the rules of the real ones.

It follows moby/buildkit frontend/dockerfile/parser and shell, with what its versions, the classic builder and
openshift/imagebuilder do differently: which line end continues a line, and whether there are here-documents.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

MAX_LINE = 65_534
SPACES = frozenset("\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))))
"""`unicode.IsSpace` of Go."""
OLD = re.compile(rb"\\[ \t]*$")
NEW = re.compile(rb"(?<=[^\\])\\[ \t]*$|^\\[ \t]*$")
DIRECTIVE = re.compile(rb"^#\s*(escape|syntax|check|platform)\s*=", re.I)
HEREDOC = re.compile(r"(\d*)<<(-?)\s*([^<]*)\Z", re.S)


class Malformed(Exception):
    """A builder would refuse the file, or read a directive or a here-document in it."""


@dataclass(frozen=True)
class Read:
    """One instruction as a builder reads it."""

    line: int
    name: str
    flags: tuple[str, ...]
    rest: str


def read(data: bytes, *, old: bool) -> list[Read]:
    """Return the instructions; raises `Malformed`."""
    lines = [line.removesuffix(b"\r") for line in data.split(b"\n")]
    if any(len(line) > MAX_LINE for line in lines):
        raise Malformed("a line is too long")
    if data.startswith(b"#!") or DIRECTIVE.match(lines[0]):
        raise Malformed("a directive for the parser")
    found: list[Read] = []
    at = 0
    while at < len(lines):
        start = at
        line, ended = continued(without_comment(left_stripped(lines[at])), old=old)
        at += 1
        if ended and not line:
            continue
        while not ended and at < len(lines):
            more = lines[at]
            at += 1
            if left_stripped(more).startswith(b"#") or not left_stripped(more):
                continue
            more, ended = continued(more, old=old)
            line += more
        found.append(instruction(start + 1, line.decode("utf-8", "surrogateescape")))
    return found


def left_stripped(line: bytes) -> bytes:
    text = line.decode("utf-8", "surrogateescape")
    while text and text[0] in SPACES:
        text = text[1:]
    return text.encode("utf-8", "surrogateescape")


def without_comment(line: bytes) -> bytes:
    return b"" if line.startswith(b"#") else line


def continued(line: bytes, *, old: bool) -> tuple[bytes, bool]:
    match = (OLD if old else NEW).search(line)
    return (line[: match.start()], False) if match else (line, True)


def instruction(number: int, line: str) -> Read:
    name, _, rest = re.sub(r"[\t\v\f\r ]+", " ", line.lstrip("".join(SPACES)), count=1).partition(" ")
    if name.upper() != "ONBUILD":  # a trigger keeps the blanks at its end
        rest = rest.strip("".join(SPACES))
    flags = []
    while rest.startswith("--"):
        flag, _, rest = rest.partition(" ")
        flags.append(flag)
        rest = rest.lstrip("".join(SPACES))
    found = Read(number, name.upper(), tuple(flags), rest)
    inner = rest
    if found.name == "ONBUILD":
        name, _, inner = rest.partition(" ")
    if name.upper() in ("RUN", "COPY", "ADD") and json_list(inner) is None and any(map(is_heredoc, lexed(inner))):
        raise Malformed("a here-document")
    return found


def json_list(rest: str) -> list[str] | None:
    """Return the list of the JSON form, None for the shell form; raises `Malformed` for a list of something else."""
    if not rest.startswith("["):
        return None
    try:
        found = json.loads(rest)
    except ValueError:
        return None
    if not all(isinstance(word, str) for word in found):
        raise Malformed("arrays must be comprised of strings only")
    return list(found)


def is_heredoc(word: str) -> bool:
    match = HEREDOC.match(word)
    return bool(match and match[3].strip())


def lexed(text: str) -> list[str]:
    """Return the words of a line, quotes and escapes kept, as BuildKit looks for here-documents."""
    words: list[str] = []
    word, at = "", 0
    while at < len(text):
        char = text[at]
        if char in "\"'":
            end = closing(text, at)
            if end < 0:
                return []
            word, at = word + text[at : end + 1], end + 1
        elif char == "\\":
            word, at = word + text[at : at + 2], at + 2
        elif text.startswith("<<", at) and text[at + 2 : at + 3] != "<":
            blank = re.match(r"<<-?[ \t]*", text[at:])
            assert blank
            word, at = word + blank[0], at + len(blank[0])
        elif char in SPACES:
            words, word, at = [*words, word] if word else words, "", at + 1
        else:
            word, at = word + char, at + 1
    return [*words, word] if word else words


def closing(text: str, at: int) -> int:
    """Return the position of the quote that closes the one at `at`, -1 if there is none."""
    quote, at = text[at], at + 1
    while at < len(text):
        if text[at] == quote:
            return at
        at += 2 if text[at] == "\\" and quote == '"' else 1
    return -1


def pairs(rest: str) -> list[tuple[str, str]]:
    """Return the pairs of ENV, LABEL or ARG, with variables expanded in an empty environment."""
    found = []
    for word in split(rest):
        if "=" not in word:
            raise Malformed(f"{word} must have two arguments")
        name, _, value = word.partition("=")
        found.append((expanded(name), expanded(value)))
    return found


def split(rest: str) -> list[str]:
    """Return the words of ENV and LABEL, quotes and escapes kept (`parseWords`)."""
    words: list[str] = []
    word, at, inside = "", 0, False
    while at < len(rest):
        char = rest[at]
        if char in SPACES:
            if inside:
                words.append(word)
            word, inside = "", False
        elif char == "\\":
            word, inside, at = word + rest[at : at + 2], True, at + 1
        elif char in "\"'":
            end = closing(rest, at)
            word, inside, at = word + rest[at : end + 1 if end >= 0 else None], True, end if end >= 0 else len(rest)
        else:
            word, inside = word + char, True
        at += 1
    return [*words, word] if inside else words


def expanded(word: str) -> str:
    """Return a word without its quotes and escapes, and without variables, which count as unset (`ProcessWord`)."""
    out, at, quote = "", 0, ""
    while at < len(word):
        char = word[at]
        if quote == "'":
            quote, out, at = ("", out, at + 1) if char == "'" else (quote, out + char, at + 1)
        elif char == "\\" and at + 1 < len(word):
            kept = "" if not quote or word[at + 1] in '"$\\' else "\\"
            out, at = out + kept + word[at + 1], at + 2
        elif char == "\\":
            at += 1
        elif char == "$":
            match = re.match(r"\$(\w+|\{[^}]*\}|[@*#?$!-])?", word[at:])
            assert match
            out, at = out + ("" if match[1] else "$"), at + len(match[0])
        elif char == '"' or (char == "'" and not quote):
            quote, at = "" if quote else char, at + 1
        else:
            out, at = out + char, at + 1
    if quote:
        raise Malformed("unexpected end of statement while looking for a quote")
    return out
