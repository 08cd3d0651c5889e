"""The packed data of a page has all that the data has."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from snapshotter.cli.page.pack import column, packed, table, unpacked
from tests.cli.page.sample import sample

VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(0, 3), st.text(max_size=3), st.lists(st.integers(0, 1), max_size=2)
)


@given(st.lists(st.fixed_dictionaries({"a": VALUES, "b": VALUES, "c": st.integers()}), max_size=30))
def test_a_table_gives_its_rows_again(rows: list[dict[str, Any]]) -> None:
    found = unpacked(json.loads(json.dumps(table(rows))))
    assert json.dumps(found, sort_keys=True) == json.dumps(rows, sort_keys=True)


def test_a_column_has_the_shortest_form() -> None:
    assert column(["x"] * 9) == {"all": "x"}
    assert column(["x", "y"] * 4) == {"pool": ["x", "y"], "at": [0, 1] * 4}
    assert column(["x", "y", "z"]) == {"each": ["x", "y", "z"]}
    assert column([1, True, 1.0]) == {"each": [1, True, 1.0]}
    assert table([]) == {"rows": 0, "columns": {}}


def test_every_path_is_there_once_and_every_change_with_its_snapshot() -> None:
    data = sample(20, 300)
    found = packed(data)
    assert found["paths"] == sorted({one["path"] for snapshot in data["snapshots"] for one in snapshot["changes"]})
    rows = [{**row, "path": found["paths"][row["path"]]} for row in unpacked(found["changes"])]
    assert rows == [
        {"snapshot": number, **change}
        for number, snapshot in enumerate(data["snapshots"])
        for change in snapshot["changes"]
    ]
    assert all("changes" not in one for one in found["snapshots"]) and found["snapshots"][0]["accounts"]
    explained, before = found["recipe"]["explanation"], data["recipe"]["explanation"]
    for one, other in zip(explained["instructions"], before["instructions"], strict=True):
        assert [found["paths"][path] for path in one["paths"]] == other["paths"]
    volatile = {found["paths"][path]: reason for reason, paths in explained["volatile"] for path in paths}
    assert volatile == before["volatile"]
    assert data["snapshots"][0]["changes"], "what was given is not changed"


def test_a_change_between_two_states_has_the_snapshot_that_made_it() -> None:
    data = sample(4, 20, 2)
    before, after = data["snapshots"]
    path = after["changes"][0]["path"]
    uncommitted = {**after, "seq": 3, "changes": []}
    changes = [*before["changes"], *after["changes"]]

    def places(changes: list[Any], to: str) -> dict[str, int | None]:
        given_data = {
            **data,
            "recipe": None,
            "changes": changes,
            "to": to,
            "snapshots": [before, after, *([uncommitted] if to == "now" else [])],
        }
        found = packed(given_data)
        return {found["paths"][row["path"]]: row["snapshot"] for row in unpacked(found["changes"])}

    found = places(changes, "snapshot 2")
    assert found[before["changes"][0]["path"]] == 0 and found[path] == 1
    changed = [{**one, "size": one["size"] + 1} if one["path"] == path else one for one in changes]
    found = places([*changed, {**changes[0], "path": "/new"}], "now")
    assert (found[path], found["/new"], found[changes[0]["path"]]) == (2, 2, 0)
    assert places([{**changes[0], "path": "/new"}], "snapshot 2") == {"/new": None}
