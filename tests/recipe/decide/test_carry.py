"""The reasons above files that are copied because no recorded command explains them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from snapshotter.model import Base, Change, Entry, ImageConfig, Snapshot
from snapshotter.recipe.decide import carry as carry_module
from snapshotter.recipe.decide.carry import carried, latest_changes
from snapshotter.recipe.decide.fate import choose
from snapshotter.recipe.model import Carry, Repairs
from tests.recipe.story import load

STORIES = sorted((Path(__file__).parents[1] / "golden").rglob("*.toml"))


@pytest.mark.parametrize(
    ("by", "reason"),
    [
        ("outside", "changed outside the recorded session"),
        ("outside (changed configuration file of nginx 1.22)", "changed outside the recorded session"),
        (
            "not recorded (history was off)",
            "changed while the shell's history was off, so no command is recorded",
        ),
        ("not recorded (the shell did not report)", "changed in a shell that did not report its commands"),
    ],
)
def test_the_reason_says_why_no_command_is_known(by: str, reason: str) -> None:
    change = Change("/x", "added", None, Entry("file", 0o644, 0, 0, ctime_ns=1), by)
    base = Base("debian:bookworm", "sha256:base")
    snapshot = Snapshot("box", 1, "", "", base, "m", 0.0, ImageConfig(), (), (change,))
    ((carry,),) = carried(snapshot, [], Repairs()).values()
    assert (carry.reason, [one.path for one in carry.changes]) == (reason, ["/x"])


def _all_carried(snapshots: Sequence[Snapshot]) -> list[dict[int, list[Carry]]]:
    decisions = choose(snapshots, Repairs())
    return [carried(one, [d for d in decisions if d.origin[0] == one.seq], Repairs()) for one in snapshots]


def test_paths_that_are_passed_over_are_copied_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    assert STORIES
    lines = [load(path)[1] for path in STORIES]
    found = list(map(_all_carried, lines))
    monkeypatch.setattr(carry_module._Places, "left_to_commands", lambda _: set())
    assert found == list(map(_all_carried, lines))


def test_the_latest_change_of_a_path_is_none_where_it_came_and_went() -> None:
    file = Entry("file", 0o644, 0, 0)
    base = Base("debian:bookworm", "sha256:base")

    def line(*steps: tuple[Change, ...]) -> list[Snapshot]:
        return [Snapshot("box", n, "", "", base, "m", 0.0, ImageConfig(), (), step) for n, step in enumerate(steps, 1)]

    added, gone = Change("/a", "added", None, file), Change("/a", "deleted", file, None)
    removed = Change("/b", "deleted", file, None)
    latest, seqs = latest_changes(line((added, removed), (gone,), (Change("/c", "added", None, file),)))
    assert (set(latest), seqs) == ({"/b", "/c"}, {"/a": 2, "/b": 1, "/c": 3})
    latest, seqs = latest_changes(line((gone,), (added,), (gone,)))
    assert (latest, seqs) == ({"/a": gone}, {"/a": 3})
