"""`--format`: results by a template in the form of docker's and gh's: `{{.name}}`, `{{json .base}}`."""

from __future__ import annotations

import json
from typing import Any

from snapshotter.errors import UsageError
from snapshotter.regex import regex

_FIELD = regex(r"\{\{(.*?)\}\}")
_WORDS = regex(r"\s*(?:(json|join|len)\s+)?\.([\w.-]*)\s*(?:\"([^\"]*)\"\s*)?")
_ESCAPES = {"\\t": "\t", "\\n": "\n", "\\\\": "\\"}
_chosen: list[str] = []
"""The template of this run, if one is given."""


def choose(template: str) -> None:
    """Set the template of this run; "" for none. Raises `UsageError` where it cannot be read."""
    for found in _FIELD.findall(template):
        if not _WORDS.fullmatch(found):
            raise UsageError(
                f"{{{{{found}}}}} is no part of a template",
                'write {{.key}} with a key of --json, {{json .key}}, {{len .key}} or {{join .key ", "}}',
            )
    _chosen[:] = [template] if template else []


def lines(data: object) -> list[str] | None:
    """Return a line for each row of a result, or one for a single one; None where no template is given."""
    if not _chosen:
        return None
    template = _chosen[0]
    rows = data if isinstance(data, list) else [] if data is None else [data]
    return [_filled(template, row) for row in rows]


def _filled(template: str, row: object) -> str:
    text = regex(r"\\[tn\\]").sub(lambda found: _ESCAPES[found[0]], template)
    return _FIELD.sub(lambda found: _value(found[1], row), text)


def _value(words: str, row: object) -> str:
    match = _WORDS.fullmatch(words)
    assert match is not None  # `choose` has checked it
    how, path, separator = match[1], match[2], match[3]
    value = row
    for key in filter(None, path.split(".")):
        value = _inside(value, key)
    if how == "json":
        return json.dumps(value)
    if how == "len":
        return str(len(value)) if isinstance(value, list | dict | str) else "0"
    if how == "join" and isinstance(value, list):
        return (separator or "").join(map(_text, value))
    return _text(value)


def _inside(value: object, key: str) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, dict) and key in value:
        return value[key]
    if isinstance(value, list) and key.isdecimal() and int(key) < len(value):
        return value[int(key)]
    known = f"; there are {', '.join(map(str, value))}" if isinstance(value, dict) else ""
    raise UsageError(f"--format names .{key}, which is not there{known}", "--json shows all that there is")


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value) if isinstance(value, list | dict) else str(value)
