"""The data of a page in less space: each path once, and changed paths as columns instead of objects.

    {"paths": [...],            every path, sorted; elsewhere a path is its index here
     "changes": TABLE,          of all snapshots, with the column "snapshot": its index in "snapshots", null for none
     ...                        the other keys as in `data.py`, without the changes in the snapshots

A TABLE is {"rows": N, "columns": {KEY: COLUMN}}, and a COLUMN one of {"all": VALUE}, {"pool": [VALUE, …], "at": [index
into the pool, …]} and {"each": [VALUE, …]}. In the explanation, "paths" are lists of indices, and "volatile" and "rest"
lists of [REASON, [index, …]].
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from snapshotter.cli.show.as_json import JsonObject

_SPARSE = 4
"""A pool is used for a column with at least this number of rows for each distinct value."""

_SAME = ("by", "command", "kind", "mode", "size", "digest", "mtime_ns")
"""What a change between two states has of the snapshot that it was last made in."""


def packed(data: JsonObject) -> JsonObject:
    """Return the data of a page in less space."""
    changes = [
        {"snapshot": number, **change} for number, one in enumerate(data["snapshots"]) for change in one["changes"]
    ]
    if data["changes"] is not None:
        changes = _placed(data["changes"], changes, len(data["snapshots"]) - 1 if data["to"] == "now" else None)
    explained = data["recipe"]["explanation"] if data["recipe"] else None
    paths = {change["path"] for change in changes}
    if explained:
        paths.update(path for one in explained["instructions"] for path in one["paths"])
        paths.update(explained["volatile"], explained["rest"])
    order = sorted(paths)
    index = {path: at for at, path in enumerate(order)}
    result = {
        **data,
        "paths": order,
        "changes": table([{**change, "path": index[change["path"]]} for change in changes]),
        "snapshots": [{key: value for key, value in one.items() if key != "changes"} for one in data["snapshots"]],
    }
    if explained:
        result["recipe"] = {**data["recipe"], "explanation": _explanation(explained, index)}
    return result


def _placed(changes: Sequence[JsonObject], steps: Iterable[JsonObject], now: int | None) -> list[JsonObject]:
    """Return changes between two states, each with the last snapshot between them in which its path changed.

    `now` is the index of what is not committed, where the later state is the container as it is now.
    """
    last = {step["path"]: step for step in steps}
    return [{"snapshot": _place(change, last.get(change["path"]), now), **change} for change in changes]


def _place(change: JsonObject, step: JsonObject | None, now: int | None) -> int | None:
    if step is None or (now is not None and any(step[key] != change[key] for key in _SAME)):
        return now
    return int(step["snapshot"])


def _explanation(found: JsonObject, index: Mapping[str, int]) -> JsonObject:
    instructions = [{**one, "paths": [index[path] for path in one["paths"]]} for one in found["instructions"]]
    by_reason = {key: _by_reason(found[key], index) for key in ("volatile", "rest")}
    return {**found, "instructions": instructions, **by_reason}


def _by_reason(found: Mapping[str, str], index: Mapping[str, int]) -> list[list[Any]]:
    reasons: dict[str, list[int]] = {}
    for path, reason in found.items():
        reasons.setdefault(reason, []).append(index[path])
    return [[reason, paths] for reason, paths in reasons.items()]


def table(rows: Sequence[JsonObject]) -> JsonObject:
    """Return objects that all have the same keys as a table."""
    keys = list(rows[0]) if rows else []
    return {"rows": len(rows), "columns": {key: column([row[key] for row in rows]) for key in keys}}


def column(values: Sequence[Any]) -> JsonObject:
    """Return the values of a column in the form that needs the least space."""
    numbers: dict[object, int] = {}
    pool: list[Any] = []
    at = list[int]()
    for value in values:
        key = _key(value)
        number = numbers.get(key)
        if number is None:
            number = numbers[key] = len(pool)
            pool.append(value)
        at.append(number)
    if len(pool) == 1:
        return {"all": pool[0]}
    return {"pool": pool, "at": at} if len(pool) * _SPARSE <= len(values) else {"each": list(values)}


def _key(value: Any) -> object:  # noqa: ANN401 - any JSON
    """Return what two values have in common if they are the same as JSON: 1 and true are not."""
    return json.dumps(value, sort_keys=True) if isinstance(value, list | dict) else (type(value), value)


def unpacked(found: JsonObject) -> list[JsonObject]:
    """Return the objects of a table."""
    read = {key: _reader(one) for key, one in found["columns"].items()}
    return [{key: value(row) for key, value in read.items()} for row in range(found["rows"])]


def _reader(found: JsonObject) -> Callable[[int], Any]:
    if "all" in found:
        return lambda _: found["all"]
    return lambda row: found["pool"][found["at"][row]] if "pool" in found else found["each"][row]
