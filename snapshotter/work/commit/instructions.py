"""Apply the Dockerfile instructions of `snap commit --change` to an image's configuration.  Pure.

The instructions are those of `docker commit --change`, and HEALTHCHECK, SHELL and STOPSIGNAL.  They are parsed as in
the Dockerfile reference: JSON or shell form, quotes, and variables of the image's environment.  What no Dockerfile
could hold again exactly is refused.
"""

from __future__ import annotations

import json
import posixpath
import re
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec.structs import replace

from snapshotter.errors import UsageError
from snapshotter.model import ImageConfig, resolve
from snapshotter.regex import regex
from snapshotter.work.commit.healthcheck import healthcheck, options

_SHELL = ("/bin/sh", "-c")
_LAST_SIGNAL = 64
"""SIGRTMAX of Linux."""
_REAL_TIME = regex(r"RTM(IN|AX)([+-]\d{1,2})?")
_PORT = regex(r"(\d{1,5})(?:-(\d{1,5}))?(?:/(tcp|udp|sctp))?", re.I)
_CONTINUED = regex(r"(?<!\\)\\[ \t]*\n")
"""The end of a line that is continued on the next one, as in a Dockerfile."""
_VARIABLE = regex(r"\$(?:(\w+)|\{(\w+)(?::([-+])([^}]*))?\})")


_ONE_LINE = (
    "write one instruction on one line, and a further one with another --change; "
    'in JSON form \\n is a line break: CMD ["/bin/sh", "-c", "LINE\\nLINE"]'
)


def apply_instructions(config: ImageConfig, lines: Iterable[str]) -> ImageConfig:
    """Return the configuration after the instructions, in their order; raises `UsageError` for an invalid one."""
    cmd_given = False
    for line in lines:
        name, rest = name_and_arguments(line)
        step = _STEPS.get(name)
        if step is None or not rest:
            raise _refused(line, f"use one of {', '.join(_STEPS)}, with its arguments")
        if "\n" in rest or "\r" in rest:
            raise _refused(line, _ONE_LINE)
        before = config
        try:
            config = step(config, rest)
        except ValueError as error:
            raise _refused(line, str(error)) from error
        if wrong := _unwritable(before, config):
            raise _refused(line, f"change it, since no Dockerfile can hold it: {wrong[0]}")
        cmd_given = cmd_given or name == "CMD"
        if name == "ENTRYPOINT" and not cmd_given:
            config = replace(config, cmd=())  # as in a build: the inherited CMD belongs to the old entry point
    return config


def name_and_arguments(line: str) -> tuple[str, str]:
    """Return the name of an instruction in capitals, and what follows it; continued lines are joined."""
    name, _, rest = _CONTINUED.sub("", line).strip().partition(" ")
    return name.upper(), rest.strip()


def _unwritable(before: ImageConfig, after: ImageConfig) -> list[str]:
    """Return what no Dockerfile can hold of the values that an instruction set."""
    from snapshotter.recipe.decide.image_config import unwritable  # loads a room that a commit needs only later

    known = unwritable(before, before)
    return [problem for problem in unwritable(before, after) if problem not in known]


def _refused(line: str, why: str) -> UsageError:
    return UsageError(f"--change {line!r} cannot be applied", why)


def _cmd(config: ImageConfig, rest: str) -> ImageConfig:
    return replace(config, cmd=_argv(config, rest))


def _entrypoint(config: ImageConfig, rest: str) -> ImageConfig:
    return replace(config, entrypoint=_argv(config, rest))


def _env(config: ImageConfig, rest: str) -> ImageConfig:
    entries = _environment(config)
    entries |= _pairs(rest, entries)
    return replace(config, env=tuple(f"{key}={value}" for key, value in entries.items()))


def _label(config: ImageConfig, rest: str) -> ImageConfig:
    labels = dict(config.labels) | _pairs(rest, _environment(config))
    return replace(config, labels=tuple(sorted(labels.items())))


def _expose(config: ImageConfig, rest: str) -> ImageConfig:
    ports = {port for word in _words(rest, _environment(config)) for port in _ports(word)}
    return replace(config, exposed_ports=tuple(sorted({*config.exposed_ports, *ports})))


def _volume(config: ImageConfig, rest: str) -> ImageConfig:
    listed, known = json_words(rest), _environment(config)
    volumes = _words(rest, known) if listed is None else [_whole(one, known) for one in listed]
    return replace(config, volumes=tuple(sorted({*config.volumes, *volumes})))


def _user(config: ImageConfig, rest: str) -> ImageConfig:
    return replace(config, user=_one(rest, config, "a user"))


def _workdir(config: ImageConfig, rest: str) -> ImageConfig:
    return replace(config, workdir=resolve(posixpath.join("/", config.workdir), _whole(rest, _environment(config))))


def _onbuild(config: ImageConfig, rest: str) -> ImageConfig:
    if rest.split()[0].upper() in ("ONBUILD", "FROM", "MAINTAINER"):
        raise ValueError("use a trigger other than ONBUILD, FROM or MAINTAINER")
    return replace(config, onbuild=(*config.onbuild, rest))


def _health(config: ImageConfig, rest: str) -> ImageConfig:
    fields, command = options(rest)
    check = healthcheck(command, json_words(command.partition(" ")[2]))
    return replace(config, healthcheck={**check, **fields})


def _shell(config: ImageConfig, rest: str) -> ImageConfig:
    words = json_words(rest)
    if not words:
        raise ValueError('write SHELL ["PROGRAM", "-c"]')
    return replace(config, shell=words)


def _stop_signal(config: ImageConfig, rest: str) -> ImageConfig:
    name = _one(rest, config, "a signal")
    known = name.upper().removeprefix("SIG")
    number = name.isdecimal() and 0 < int(name) <= _LAST_SIGNAL
    if not number and not _REAL_TIME.fullmatch(known) and "SIG" + known not in signal.Signals.__members__:
        raise ValueError(f"{name} is not a signal; write a name such as SIGTERM, or a number")
    return replace(config, stop_signal=name)


_STEPS: Mapping[str, Callable[[ImageConfig, str], ImageConfig]] = {
    "CMD": _cmd,
    "ENTRYPOINT": _entrypoint,
    "ENV": _env,
    "EXPOSE": _expose,
    "HEALTHCHECK": _health,
    "LABEL": _label,
    "ONBUILD": _onbuild,
    "SHELL": _shell,
    "STOPSIGNAL": _stop_signal,
    "USER": _user,
    "VOLUME": _volume,
    "WORKDIR": _workdir,
}


def _argv(config: ImageConfig, rest: str) -> tuple[str, ...]:
    listed = json_words(rest)
    return (*(config.shell or _SHELL), rest) if listed is None else listed


def json_words(rest: str) -> tuple[str, ...] | None:
    """Return the words of the JSON form; None for the shell form, which is anything but a JSON list of strings."""
    try:
        found = json.loads(rest)
    except (ValueError, RecursionError):
        return None
    return tuple(found) if isinstance(found, list) and all(isinstance(word, str) for word in found) else None


def _ports(word: str) -> list[str]:
    match = _PORT.fullmatch(word)
    if not match:
        raise ValueError(f"{word} is not a port; write PORT or FIRST-LAST, optionally with /tcp, /udp or /sctp")
    first, last = int(match[1]), int(match[2] or match[1])
    if not 0 < first <= last <= 65535:
        raise ValueError(f"{word} is not a port; write numbers from 1 to 65535 in ascending order")
    return [f"{port}/{(match[3] or 'tcp').lower()}" for port in range(first, last + 1)]


def _pairs(rest: str, variables: Mapping[str, str]) -> dict[str, str]:
    key, space, value = rest.partition(" ")
    if "=" not in _words(rest, variables)[0]:
        if not space:
            raise ValueError("write KEY=VALUE")
        return {key: _whole(value.strip(), variables)}
    pairs = {}
    for word in _words(rest, variables):
        key, equals, value = word.partition("=")
        if not equals or not key:
            raise ValueError(f"write KEY=VALUE instead of {word}")
        pairs[key] = value
    return pairs


def _one(rest: str, config: ImageConfig, what: str) -> str:
    """Return the only word of `rest`; raises `ValueError` if there are more."""
    words = _words(rest, _environment(config))
    if len(words) != 1:
        raise ValueError(f"write {what} as one word")
    return words[0]


def _environment(config: ImageConfig) -> dict[str, str]:
    return dict(entry.partition("=")[::2] for entry in config.env)


def _words(text: str, variables: Mapping[str, str]) -> list[str]:
    """Return the words, split at blanks outside quotes; quotes and escapes are removed, variables replaced."""
    words: list[str] = []
    current: str | None = None
    for piece, blank in _pieces(text, variables):
        if not blank:
            current = (current or "") + piece
        elif current is not None:
            words.append(current)
            current = None
    return words if current is None else [*words, current]


def _whole(text: str, variables: Mapping[str, str]) -> str:
    """Return the text as one word, blanks included."""
    return "".join(piece for piece, _ in _pieces(text, variables))


def _pieces(text: str, variables: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """Yield (text, whether it is a blank that separates words) from left to right; raises `ValueError`."""
    at, quote = 0, ""
    while at < len(text):
        char = text[at]
        at += 1
        if char == quote or (char in "\"'" and not quote):
            quote = "" if quote else char
            yield "", False
        elif char == "\\" and quote != "'" and at < len(text):
            yield (text[at] if not quote or text[at] in '"$\\' else char + text[at]), False
            at += 1
        elif char == "$" and quote != "'" and (match := _VARIABLE.match(text, at - 1)):
            yield _value(match, variables), False
            at = match.end()
        else:
            yield char, char.isspace() and not quote
    if quote:
        raise ValueError(f"close the quote {quote}")


def _value(match: re.Match[str], variables: Mapping[str, str]) -> str:
    name, sign, other = match[1] or match[2], match[3], match[4] or ""
    value = variables.get(name, "")
    if sign == "-":
        return value or other
    if sign == "+":
        return other if value else ""
    return value
