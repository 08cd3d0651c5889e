"""An image's configuration as Dockerfile instructions: only what differs from the base.

Any value may come from a hostile image. One that no Dockerfile can hold exactly gets no instruction, and is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeGuard

from snapshotter.model import ImageConfig
from snapshotter.recipe.syntax import (
    fits,
    is_json_list,
    is_wrong_list,
    quoted,
    starts_heredoc,
    why_not,
    why_not_json,
    with_short_lines,
    words,
)
from snapshotter.regex import regex

_DEFAULT_PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

_DURATIONS = (
    ("Interval", "interval"),
    ("Timeout", "timeout"),
    ("StartPeriod", "start-period"),
    ("StartInterval", "start-interval"),
)
_LEAST = 10**6
"""Nanoseconds of the shortest duration that builders accept."""
_PORT = regex(r"[0-9]{1,5}(/(tcp|udp|sctp))?\Z")
_SIGNAL = regex(r"[A-Za-z0-9][A-Za-z0-9+-]*\Z")
_TRIGGER = regex(r"([A-Za-z]+)\s+(\S.*)\Z", re.DOTALL)
_NEVER_TRIGGERS = frozenset({"FROM", "MAINTAINER", "ONBUILD"})


class Setting(NamedTuple):
    """One value of a configuration: the instruction that sets it, or why there is none."""

    name: str
    """Such as "ENV PATH"; the name of a variable or label may hold any text."""
    instruction: str
    problem: str = ""
    """Such as "has a line break"; empty if the instruction sets exactly this value."""


def instructions(base: ImageConfig, wanted: ImageConfig) -> tuple[str, ...]:
    """Return the instructions that turn the base's configuration into the wanted one."""
    return tuple(setting.instruction for setting in settings(base, wanted) if not setting.problem)


def unwritable(base: ImageConfig, wanted: ImageConfig) -> tuple[str, ...]:
    """Return what no Dockerfile can hold of the wanted configuration, such as "ENV NAME has a line break"."""
    return tuple(f"{setting.name} {setting.problem}" for setting in settings(base, wanted) if setting.problem)


def settings(base: ImageConfig, wanted: ImageConfig) -> Iterator[Setting]:
    """Yield the values in which the wanted configuration differs from the base's, in the order of their instructions.

    The triggers of ONBUILD are always among them: a build from the base runs them and does not inherit them.
    """
    for setting in _settings(base, wanted):
        text = with_short_lines(setting.instruction)
        yield setting._replace(instruction=text, problem=setting.problem or ("" if fits(text) else "is too long"))


def _settings(base: ImageConfig, wanted: ImageConfig) -> Iterator[Setting]:
    known_env, known_labels, known_ports = set(base.env), set(base.labels), set(base.exposed_ports)
    for entry in wanted.env:
        if entry not in known_env and entry != _DEFAULT_PATH:
            yield _variable(entry)
    for name, value in wanted.labels:
        if (name, value) not in known_labels and not name.startswith("io.snapshotter."):
            yield _label(name, value)
    for port in wanted.exposed_ports:
        if port not in known_ports:
            yield Setting(f"EXPOSE {port}", f"EXPOSE {port}", "" if _PORT.match(port) else "is not a port")
    volumes = [volume for volume in wanted.volumes if volume not in base.volumes]
    if volumes:
        yield from _volumes(volumes)
    if wanted.workdir != base.workdir and wanted.workdir:
        yield _word("WORKDIR", wanted.workdir)
    if wanted.shell != base.shell and wanted.shell:
        yield _list("SHELL", wanted.shell)
    if wanted.stop_signal != base.stop_signal and wanted.stop_signal:
        problem = "" if _SIGNAL.match(wanted.stop_signal) else "is not a signal"
        yield Setting("STOPSIGNAL", f"STOPSIGNAL {wanted.stop_signal}", problem)
    if wanted.healthcheck != base.healthcheck and wanted.healthcheck is not None:
        yield _healthcheck(dict(wanted.healthcheck))
    yield from (_trigger(number, trigger) for number, trigger in enumerate(wanted.onbuild, 1))
    if wanted.entrypoint != base.entrypoint:
        yield _list("ENTRYPOINT", wanted.entrypoint)
    if wanted.cmd != base.cmd or (wanted.entrypoint != base.entrypoint and wanted.cmd):
        yield _list("CMD", wanted.cmd)
    if wanted.user != base.user:
        yield _word("USER", wanted.user)


def _variable(entry: str) -> Setting:
    name, equals, value = entry.partition("=")
    problem = why_not(entry) or ("" if name and equals else "is not NAME=VALUE")
    return Setting(f"ENV {name}", f"ENV {quoted(name)}={quoted(value)}", problem)


def _label(name: str, value: str) -> Setting:
    problem = why_not(name + value) or ("has an equals sign in its name" if "=" in name else "")
    return Setting(f"LABEL {name}", f"LABEL {quoted(name)}={quoted(value)}", problem)


def _volumes(volumes: Sequence[str]) -> Iterator[Setting]:
    """Yield one instruction for all volumes; unlike in other lists in JSON form, builders expand variables in them."""
    problems = {volume: why_not_json(volume) or ("" if volume.strip() else "has no path") for volume in volumes}
    fine = [quoted(volume) for volume in volumes if not problems[volume]]
    if fine:
        yield Setting("VOLUME", f"VOLUME {words(fine)}")
    yield from (Setting(f"VOLUME {volume}", "", problem) for volume, problem in problems.items() if problem)


def _word(name: str, value: str) -> Setting:
    return Setting(name, f"{name} {quoted(value)}", why_not(value))


def _list(name: str, values: Sequence[str]) -> Setting:
    return Setting(name, f"{name} {words(values)}", why_not_json("".join(values)))


def _trigger(number: int, trigger: str) -> Setting:
    return Setting(f"ONBUILD trigger {number}", f"ONBUILD {trigger}", _trigger_problem(trigger))


def _trigger_problem(trigger: str) -> str:
    if problem := why_not(trigger):
        return problem
    match = _TRIGGER.match(trigger)
    if match is None:
        return "does not begin with the name of an instruction"
    name, arguments = match[1].upper(), match[2]
    if name in _NEVER_TRIGGERS:
        return f"is {name}, which no trigger may be"
    if trigger.rstrip().endswith("\\"):
        return "ends with a backslash"
    if is_wrong_list(arguments):
        return "has a JSON list of other things than strings"
    return "starts a here-document" if starts_heredoc(arguments) and not is_json_list(arguments) else ""


def _healthcheck(check: dict[str, object]) -> Setting:
    test = check.get("Test")
    if not isinstance(test, list) or test[:1] == ["NONE"] or not test:
        return Setting("HEALTHCHECK", "HEALTHCHECK NONE")
    kind, *arguments = test
    if not all(isinstance(word, str) for word in test) or kind not in ("CMD", "CMD-SHELL") or not arguments:
        return Setting("HEALTHCHECK", "", "has an unknown form")
    options = []
    for key, option in _DURATIONS:
        value = check.get(key) or 0
        if not _is_count(value) or 0 < value < _LEAST:
            return Setting("HEALTHCHECK", "", f"has a {key} that is not a duration")
        if value:
            options.append(f"--{option}={_duration(value)}")
    retries = check.get("Retries") or 0
    if not _is_count(retries):
        return Setting("HEALTHCHECK", "", "has Retries that are not a number")
    if retries:
        options.append(f"--retries={retries}")
    command = words(arguments) if kind == "CMD" else " ".join(arguments)
    problem = why_not_json("".join(arguments)) if kind == "CMD" else _shell_form_problem(arguments)
    return Setting("HEALTHCHECK", " ".join(["HEALTHCHECK", *options, "CMD", command]), problem)


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _shell_form_problem(arguments: Sequence[str]) -> str:
    """Return why HEALTHCHECK cannot hold exactly this command in shell form; "" if it can."""
    command = arguments[0]
    if len(arguments) > 1 or not command:
        return "has an unknown form"
    if problem := why_not(command):
        return problem
    if command != command.strip():
        return "begins or ends with a blank"
    if command.endswith("\\"):
        return "ends with a backslash"
    return "is a JSON list in shell form" if is_json_list(command) else ""


def _duration(nanoseconds: int) -> str:
    unit, size = next((unit, size) for unit, size in (("s", 10**9), ("ms", 10**6), ("ns", 1)) if not nanoseconds % size)
    return f"{nanoseconds // size}{unit}"
