"""Parse the instruction HEALTHCHECK into the engine's form: options, then CMD in either form, or NONE."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from snapshotter.regex import regex

_KEYS = {
    "interval": "Interval",
    "timeout": "Timeout",
    "start-period": "StartPeriod",
    "start-interval": "StartInterval",
}
_OPTION = regex(r"--([a-z-]+)=(\S+)(?:\s+|$)")
_UNITS = {"h": 3600 * 10**9, "m": 60 * 10**9, "s": 10**9, "ms": 10**6, "us": 10**3, "µs": 10**3, "ns": 1}
_PART = regex(r"(\d+(?:\.\d+)?)(ms|us|µs|ns|h|m|s)")
_DIGITS, _LONGEST = 9, 40
_LEAST = 10**6
"""Nanoseconds; the engine refuses a shorter duration other than 0."""


def healthcheck(rest: str, listed: Sequence[str] | None) -> dict[str, Any]:
    """Return the check in the engine's form; raises `ValueError` with a message that says what to write instead.

    `rest` is the text after HEALTHCHECK and its options (see `options`), `listed` the words of CMD's JSON form.
    """
    name, _, command = rest.partition(" ")
    if name.upper() == "NONE" and not command.strip():
        return {"Test": ["NONE"]}
    if name.upper() != "CMD" or not command.strip() or listed == ():
        raise ValueError("write HEALTHCHECK [--interval=30s …] CMD COMMAND, or HEALTHCHECK NONE")
    return {"Test": ["CMD-SHELL", command.strip()] if listed is None else ["CMD", *listed]}


def options(rest: str) -> tuple[dict[str, int], str]:
    """Return the engine's fields for the leading options, and the rest of the text; raises `ValueError`."""
    found: dict[str, int] = {}
    while rest.startswith("--"):
        match = _OPTION.match(rest)
        if match is None:
            raise ValueError(f"write {rest.split()[0]}=VALUE")
        name, value = match.groups()
        if name == "retries":
            found["Retries"] = _count(value)
        elif name in _KEYS:
            found[_KEYS[name]] = duration(value)
        else:
            raise ValueError(f"use one of --{', --'.join([*_KEYS, 'retries'])} instead of --{name}")
        rest = rest[match.end() :]
    return {key: number for key, number in found.items() if number}, rest


def duration(text: str) -> int:
    """Return a duration such as "1m30s" or "500ms" in nanoseconds; raises `ValueError`."""
    parts = _PART.findall(text) if len(text) < _LONGEST else []
    if text != "0" and (not parts or "".join(number + unit for number, unit in parts) != text):
        raise ValueError(f"{text} is not a duration; write 30s, 1m30s or 500ms")
    nanoseconds = sum(round(float(number) * _UNITS[unit]) for number, unit in parts)
    if 0 < nanoseconds < _LEAST:
        raise ValueError(f"{text} is less than 1ms; write at least 1ms, or 0")
    return nanoseconds


def _count(text: str) -> int:
    if not text.isdecimal() or len(text) > _DIGITS:
        raise ValueError(f"write a number instead of --retries={text}")
    return int(text)
