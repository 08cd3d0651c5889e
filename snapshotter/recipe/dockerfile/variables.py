"""The variables of a Dockerfile at one of its instructions: ARG and ENV in scope, expanded as builders do.  Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from snapshotter.recipe.dockerfile.parse import Dockerfile, Instruction, Stage, json_words
from snapshotter.regex import regex

_VARIABLE = regex(r"\\(.)|\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-+?])((?:[^{}]|\$\{[^{}]*\})*))?\})", 0)
_PAIR_WORD = regex(r"(?:\"(?:\\.|[^\"\\])*\"|'[^']*'|\\.|[^\s\"'\\])+")
_PREDEFINED = frozenset(
    name
    for stem in ("HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY")
    for name in (stem, stem.lower())
)
"""Build arguments that every RUN sees without ARG."""
_DEFAULT_SHELL = ("/bin/sh", "-c")


def expand(text: str, values: Mapping[str, str], escape: str = "\\") -> str:
    """Return text with its variables replaced; what is not set is empty."""
    if escape != "\\":
        text = text.replace("\\", "\\\\").replace(escape, "\\")

    def value(found: object) -> str:
        escaped, plain, braced, operator, word = found.groups()  # type: ignore[attr-defined]
        if escaped is not None:
            return escaped if escaped == "$" else "\\" + str(escaped)
        name = plain or braced
        known = values.get(name)
        has = known is not None and (bool(known) or not (operator or "").startswith(":"))
        if operator and operator.endswith("-") and not has:
            return expand(word, values)
        if operator and operator.endswith("+"):
            return expand(word, values) if has else ""
        return known or ""

    return _VARIABLE.sub(value, text)


def unquoted(word: str, values: Mapping[str, str]) -> str:
    """Return a word of ENV, ARG or a path with its variables replaced and its quotes removed."""
    found, rest = "", word
    while rest:
        if rest[0] == "'" and (end := rest.find("'", 1)) > 0:
            found, rest = found + rest[1:end], rest[end + 1 :]
        elif rest[0] == '"' and (end := _closing(rest)) > 0:
            found += _without_escapes(expand(rest[1:end], values), '"\\$')
            rest = rest[end + 1 :]
        else:
            length = next(
                (at for at, char in enumerate(rest[1:], 1) if char in "'\"" and rest[at - 1] != "\\"), len(rest)
            )
            found += _without_escapes(expand(rest[:length], values), "")
            rest = rest[length:]
    return found


def _closing(text: str) -> int:
    at = 1
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == '"':
            return at
        at += 1
    return -1


def _without_escapes(text: str, only: str) -> str:
    found, at = "", 0
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text) and (not only or text[at + 1] in only):
            at += 1
        found += text[at]
        at += 1
    return found


def pairs(text: str) -> list[tuple[str, str | None]]:
    """Return the (name, value as written) of ENV or ARG; None for a name alone."""
    words = [found[0] for found in _PAIR_WORD.finditer(text)]
    if words and "=" not in words[0] and len(words) > 1:  # `ENV NAME the rest of the line`
        return [(words[0], text.strip()[len(words[0]) :].strip())]
    return [(name, value if equals else None) for name, equals, value in (word.partition("=") for word in words)]


def global_arguments(file: Dockerfile, given: Mapping[str, str]) -> dict[str, str]:
    """Return the values of ARG in front of the first FROM."""
    found: dict[str, str] = {}
    for one in file.instructions:
        if one.keyword == "FROM":
            break
        if one.keyword == "ARG":
            for name, default in pairs(one.text):
                value = given.get(name, unquoted(default, found) if default is not None else None)
                if value is not None:
                    found[name] = value
    return found


def arguments(
    file: Dockerfile, instruction: Instruction, given: Mapping[str, str], platform: Mapping[str, str]
) -> dict[str, str]:
    """Return the build arguments that a RUN at this place sees, without those that ENV sets.

    `given` are those of `--build-arg`, `platform` those that builders set by themselves where ARG declares them.
    """
    shared = {**platform, **global_arguments(file, given)}
    found = {name: value for name, value in given.items() if name in _PREDEFINED}
    variables: dict[str, str] = {}
    for one in _scope(file, instruction):
        if one.keyword == "ENV":
            for name, value in pairs(one.text):
                variables[name] = unquoted(value or "", found | variables)
        elif one.keyword == "ARG":
            for name, default in pairs(one.text):
                known = given.get(name)
                if known is None and default is not None:
                    known = unquoted(default, found | variables)
                known = shared.get(name) if known is None else known
                if known is not None:
                    found[name] = known
    return {name: value for name, value in found.items() if name not in variables}


def shell_of(file: Dockerfile, instruction: Instruction, inherited: Sequence[str]) -> tuple[str, ...]:
    """Return the words of SHELL at an instruction; `inherited` is the base image's."""
    found = tuple(inherited) or _DEFAULT_SHELL
    for one in _scope(file, instruction):
        if one.keyword == "SHELL":
            found = json_words(one.text) or found
    return found


def last_of(file: Dockerfile, instruction: Instruction, keyword: str) -> Instruction | None:
    """Return the last instruction with a keyword in front of another, in its stage or those it is built on."""
    return next((one for one in reversed([*_scope(file, instruction)]) if one.keyword == keyword), None)


def _scope(file: Dockerfile, instruction: Instruction) -> Iterator[Instruction]:
    """Yield the instructions that come before one in its stage, those of the stages below first."""
    stage = file.stage_of(instruction)
    if stage is None:
        return
    for below in reversed(list(_below(file, stage))):
        yield from below.instructions
    yield from (one for one in stage.instructions if one.number < instruction.number)


def _below(file: Dockerfile, stage: Stage) -> Iterator[Stage]:
    earlier = {one.name: one for one in file.stages[: stage.index] if one.name}
    base = earlier.get(stage.base.lower())
    while base is not None and base.index < stage.index:
        yield base
        stage = base
        earlier = {one.name: one for one in file.stages[: stage.index] if one.name}
        base = earlier.get(stage.base.lower())
