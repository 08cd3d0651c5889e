"""The settings of an image's history, written again as instructions of a Dockerfile.

A history has lost the quotes of values: those of variables and labels are looked up in the configuration that the
image has in the end.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from msgspec.structs import replace

from snapshotter.engine.api import HistoryStep
from snapshotter.errors import UsageError
from snapshotter.model import ImageConfig
from snapshotter.recipe.decide.image_config import instructions
from snapshotter.recipe.syntax import is_json_list, quoted, survives, why_not, why_not_json, words
from snapshotter.regex import regex
from snapshotter.secrets.in_environment import in_environment
from snapshotter.secrets.redact import Redactor
from snapshotter.work.adopt.history import Instruction, command_text, instruction
from snapshotter.work.commit.healthcheck import duration
from snapshotter.work.commit.instructions import apply_instructions

_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
"""What builders take for the PATH of an image that sets none."""
_NAME = regex(r"(?:^|\s)(?P<name>[^\s=]+)=")
_STRING = regex(r'"(?:[^"\\]|\\.)*"')
_SECONDS = regex(r"(?P<option>--[a-z-]+)=(?P<seconds>\d+)s (?=--|CMD)")
"""A duration of a health check; not one in its command."""
_OPTIONS = regex(r"(?:--[a-z-]+=\S+\s+)*(?:CMD\s|NONE$)")
_CHECK = regex(r"&\{\[(?P<words>.*)\] (?P<times>\"[^\"]*\"(?: \"[^\"]*\")*) (?P<retries>'.*'|\d+)\}", re.DOTALL)
"""A health check's words, its durations, and how often it is tried again."""
_PORT = regex(r"\d{1,5}(?:-\d{1,5})?(?:/(?:tcp|udp|sctp))?")
_ARGUMENT = regex(r"(?P<name>[A-Za-z_]\w*)(?:=(?P<value>.*))?", re.DOTALL)
_LEAST = 4
"""Characters of an old value from which on a new one that holds it is written with the variable's name."""
_READ_BY_BUILDERS = frozenset("$\\\"'")
"""Characters that mean something in a path of a volume, also in JSON form."""
_WITHOUT_EFFECT = frozenset({"ARG", "MAINTAINER"})


class Written:
    """The instructions written so far, and the configuration after them."""

    def __init__(self, base: ImageConfig, final: ImageConfig, used: Mapping[str, str]) -> None:
        """Begin on a base; `final` is the image's configuration, `used` the values of build arguments that RUNs saw."""
        path = () if any(entry.startswith("PATH=") for entry in base.env) else (f"PATH={_PATH}",)
        self.config = replace(base, env=(*path, *base.env), onbuild=())
        self.declared: set[str] = set()
        """The build arguments that have a value, or need none."""
        self._base, self._final, self._used = self.config, final, used
        self._lines: list[str] = []

    def add(self, steps: Sequence[HistoryStep]) -> tuple[str, ...]:
        """Return the instructions of these entries of a history; those that cannot be read are left out."""
        return tuple(filter(None, (self.one(instruction(step)) for step in steps)))

    def one(self, found: Instruction) -> str:
        """Return one instruction, "" if it cannot be read."""
        if found.name == "ARG":
            return self._argument(found.text)
        if found.name == "RUN":
            return self._run(found)
        text = self._text(found)
        if not text:
            return ""
        if found.name not in _WITHOUT_EFFECT:
            try:
                self.config = apply_instructions(self._base, [*self._lines, text])
            except UsageError:
                return ""
            self._lines.append(text)
        return text

    def rest(self) -> tuple[str, ...]:
        """Return the instructions that the history does not tell of, and without which the configuration differs."""
        more = instructions(self.config, replace(self._final, onbuild=self._final.onbuild[len(self.config.onbuild) :]))
        health = [line for line in self._lines if line.startswith("HEALTHCHECK ")][-1:]
        return tuple(line for line in more if line not in health)  # NONE keeps the options of the one before

    def _argument(self, text: str) -> str:
        match = _ARGUMENT.fullmatch(text.strip())
        if not match:
            return ""
        name = match["name"]
        value = self._used.get(name) or match["value"]
        self.declared.add(name)
        if value is None or in_environment([f"{name}={value}"]) or why_not(value):
            return f"ARG {name}"
        return f"ARG {name}={quoted(value)}"

    def _text(self, found: Instruction) -> str:
        name, rest = found.name, found.text
        if name == "ENV":
            return self._pairs(name, rest, self._final.env)
        if name == "LABEL":
            return self._pairs(name, rest, [f"{key}={value}" for key, value in self._final.labels])
        if name == "EXPOSE":
            ports = [port.removesuffix("/tcp") if "{" in rest else port for port in _PORT.findall(rest)]
            return f"EXPOSE {' '.join(ports)}" if ports else ""
        if name == "VOLUME":
            return _volumes(rest, self._final.volumes)
        if name in ("CMD", "ENTRYPOINT"):
            return self._list(name, rest)
        if name == "SHELL":
            return f"SHELL {words(self._shell(rest))}"
        if name == "HEALTHCHECK":
            return self._health(rest)
        if name in ("USER", "WORKDIR", "STOPSIGNAL"):
            return "" if why_not(rest) else f"{name} {quoted(rest)}"
        return "" if why_not(rest) or name not in ("ONBUILD", "MAINTAINER") else f"{name} {rest}"

    def _run(self, found: Instruction) -> str:
        """Return a RUN that changed nothing, if it fits a line that holds no secret."""
        text = command_text(found, self.declared)
        redactor = Redactor()
        return f"RUN {text}" if survives([text]) and redactor.clean(redactor.redact(text)) == text else ""

    def _health(self, rest: str) -> str:
        if _OPTIONS.match(rest):  # as podman has it
            return "" if why_not(rest) else f"HEALTHCHECK {rest}"
        wanted = ImageConfig(healthcheck=_check(rest) or self._final.healthcheck)
        return _SECONDS.sub(_in_minutes, next(iter(instructions(ImageConfig(), wanted)), ""))

    def _pairs(self, name: str, rest: str, final: Sequence[str]) -> str:
        before = dict(entry.partition("=")[::2] for entry in self.config.env) if name == "ENV" else {}
        known = dict(entry.partition("=")[::2] for entry in final)
        pairs, found = list(_pairs(rest, known)), list[str]()
        quoted_pairs = self._with_quotes(name, rest)
        if _fitting(quoted_pairs, known) > _fitting(pairs, known):
            pairs = quoted_pairs
        for key, value in pairs:
            if why_not(key + value):
                return ""
            found.append(f"{quoted(key)}={_with_name(key, value, before.get(key, ''))}")
        return f"{name} {' '.join(found)}" if found else ""

    def _with_quotes(self, name: str, rest: str) -> list[tuple[str, str]]:
        """Return the pairs of an ENV or LABEL that has its quotes yet, as podman's histories have."""
        if not {'"', "'", "\\"} & {*rest}:
            return []
        try:
            after = apply_instructions(replace(self.config, labels=()), [f"{name} {rest}"])
        except UsageError:
            return []
        old = {*self.config.env}
        fresh = [entry.partition("=")[::2] for entry in after.env if entry not in old]
        return fresh if name == "ENV" else list(after.labels)

    def _list(self, name: str, rest: str) -> str:
        values = _strings(rest)
        if values is None:
            return "" if why_not(rest) else f"{name} {rest}"
        shell = list(self.config.shell or ("/bin/sh", "-c"))
        line = values[-1] if values else ""
        plain = not (why_not(line) or is_json_list(line)) and line == line.strip() and not line.endswith("\\")
        if values[:-1] == shell and line and plain:
            return f"{name} {line}"
        return "" if why_not_json("".join(values)) else f"{name} {words(values)}"

    def _shell(self, rest: str) -> list[str]:
        plain = rest.strip().removeprefix("[").removesuffix("]")
        return list(self._final.shell) if " ".join(self._final.shell) == plain else plain.split(" ")


def _check(rest: str) -> dict[str, Any] | None:
    """Return a health check that is printed as Go prints a pointer to it, None if it cannot be read."""
    match = _CHECK.fullmatch(rest)
    words = _strings(f"[{match['words']}]") if match else None
    if match is None or not words:
        return None
    names = ("Interval", "Timeout", "StartPeriod", "StartInterval")
    try:
        times = [duration(text) for text in _strings(f"[{match['times']}]") or ()]
        retries = _number(match["retries"])
    except ValueError:
        return None
    found = {**dict(zip(names, times, strict=False)), "Retries": retries}
    return {"Test": words, **{name: value for name, value in found.items() if value}}


def _number(text: str) -> int:
    """Return a number, which Go prints as the character that it would be; raises `ValueError`."""
    if text.isdecimal():
        return int(text)
    char = text[1:-1]
    value = char[-1:] if char in ("\\'", '"') else _unquoted(f'"{char}"')
    if len(value) != 1:
        raise ValueError
    return ord(value)


def _in_minutes(match: re.Match[str]) -> str:
    minutes, seconds = divmod(int(match["seconds"]), 60)
    return f"{match['option']}={minutes or ''}{'m' if minutes else ''}{seconds or ''}{'s' if seconds else ''} "


def _pairs(text: str, final: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the names and values of an ENV or LABEL whose quotes are lost.

    A value goes to where the final one of that name ends, else to the next word that looks like a name with a value.
    """
    at = 0
    while match := _NAME.match(text, at):
        name, start = match["name"], match.end()
        known = final.get(name)
        if known is not None and text.startswith(known, start) and _ends(text, start + len(known)):
            at = start + len(known)
        else:
            following = _NAME.search(text, start)
            at = following.start() if following else len(text)
        yield name, text[start:at]


def _fitting(pairs: Sequence[tuple[str, str]], final: Mapping[str, str]) -> int:
    """Return how many of the values are those that the image has in the end."""
    return sum(final.get(key) == value for key, value in pairs)


def _ends(text: str, at: int) -> bool:
    return at == len(text) or bool(_NAME.match(text, at))


def _with_name(name: str, value: str, old: str) -> str:
    """Return a value as one word, with the variable's own name for what was added to; as in PATH=/opt/bin:$PATH."""
    if len(old) < _LEAST or old == value or value.count(old) != 1:
        return quoted(value)
    first, _, last = value.partition(old)
    if (first and not first.endswith(":")) or (last and not last.startswith(":")):
        return quoted(value)
    return f"{first}${name}{last}" if _is_plain(first) and _is_plain(last) else quoted(value)


def _is_plain(text: str) -> bool:
    """Return whether a text needs no quotes."""
    return not text or quoted(text) == text


def _volumes(rest: str, final: Sequence[str]) -> str:
    plain = rest.strip().removeprefix("[").removesuffix("]")
    found = list[str]()
    while plain:
        known = [one for one in final if plain == one or plain.startswith(one + " ")]
        one = max(known, key=len) if known else plain.partition(" ")[0]
        found.append(one)
        plain = plain[len(one) :].lstrip()
    if any(why_not_json(one) for one in found) or not found:
        return ""
    if len(found) == 1 and _is_plain(found[0]):
        return f"VOLUME {found[0]}"
    return f"VOLUME {words([quoted(one) if set(one) & _READ_BY_BUILDERS else one for one in found])}"


def _strings(rest: str) -> list[str] | None:
    """Return the words of a list such as `["a" "b"]`, as Go prints it; None if it is none."""
    rest = rest.strip()
    if not (rest.startswith("[") and rest.endswith("]")):
        return None
    found, at, inner = list[str](), 0, rest[1:-1]
    while at < len(inner):
        match = _STRING.match(inner, at)
        if not match:
            return None
        with suppress(ValueError):
            found.append(_unquoted(match[0]))
        at = match.end()
        at += len(inner[at:]) - len(inner[at:].lstrip(" ,"))
    return found


def _unquoted(text: str) -> str:
    """Return the value of a string as Go quotes it; raises `ValueError`."""
    text = re.sub(r"\\x([0-9a-f]{2})", r"\\u00\1", text).replace("\\a", "\\u0007").replace("\\v", "\\u000b")
    return str(json.loads(text))
