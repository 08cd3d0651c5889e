"""The repairs of a proof are stored, and the proven lines stay the same when snapshots are added."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from snapshotter.model import Change, Entry, Proof, Snapshot
from snapshotter.recipe.model import PathRepair, Repairs
from snapshotter.recipe.plan import plan
from snapshotter.recipe.write.dockerfile import write
from snapshotter.work.export.repairs_text import from_text, latest_repairs, to_text
from tests.recipe.story import load

GOLDEN = Path(__file__).parents[2] / "recipe" / "golden"
STORIES = sorted(folder.name for folder in GOLDEN.iterdir() if folder.is_dir())
MODE = Change("/etc/x", "changed", Entry("file", 0o600, 0, 0), Entry("file", 0o644, 0, 0))
TAUGHT = Repairs(
    carry=frozenset({PathRepair("/a", 0, 2)}),
    late=frozenset({PathRepair("/b\udcff", 1, 2)}),
    remove=frozenset({PathRepair("/c", 0, 1)}),
    folders=frozenset({PathRepair("/var/lib/mysql", 0, 2)}),
    restore=frozenset({(1, 0)}),
    drop=frozenset({(2, 3)}),
    renames=frozenset({(1, 1)}),
    whole=frozenset({(1, 2)}),
    keep=frozenset({(2, 0)}),
    attributes={PathRepair("/etc/x", 0, 2): MODE},
    hosts={PathRepair("/etc/mailname", 0, 2): "0123456789ab"},
    proven=1,
)


def test_repairs_survive_the_round_trip_except_the_proven_snapshot() -> None:
    text = to_text(TAUGHT, 2)
    assert to_text(from_text(text), 2) == text
    assert from_text(text).proven == 2
    assert from_text(text).late == TAUGHT.late
    assert from_text(text).attributes == TAUGHT.attributes
    assert from_text(text).hosts == TAUGHT.hosts


@pytest.mark.parametrize("text", ["", "{", "[]", '{"carry":[1]}', '{"drop":[[1]]}', '{"attributes":[[1,2,3,{}]]}'])
def test_repairs_of_an_unknown_form_are_ignored(text: str) -> None:
    assert from_text(text) == Repairs()


def _paths(snapshot: Snapshot) -> list[str]:
    return [change.path for change in snapshot.changes if change.after and change.after.kind == "file"]


@pytest.mark.parametrize("story", STORIES)
def test_one_more_snapshot_keeps_the_lines_above(story: str) -> None:
    base, snapshots, contents = load(GOLDEN / story / "story.toml")

    def lines(count: int, repairs: Repairs) -> str:
        made = plan(base, snapshots[:count], repairs)
        return write(made, lambda _seq, change: contents.get(change.content)).dockerfile

    for count in range(1, len(snapshots)):
        paths = sorted(path for snapshot in snapshots[:count] for path in _paths(snapshot))
        repairs = Repairs(
            carry=frozenset(PathRepair(path, 0, count) for path in paths[::2]),
            late=frozenset(PathRepair(path, 0, count) for path in paths[1::3]),
            remove=frozenset({PathRepair("/etc/strange", 0, count)}),
        )
        if snapshots[count].config == snapshots[count - 1].config == base.config:
            proven = lines(count, repairs)
            kept = from_text(to_text(repairs, count))
            later = kept.plus(late=frozenset(PathRepair(path, count, count + 1) for path in paths))
            assert lines(count + 1, later).startswith(proven)


def test_the_newest_proof_counts() -> None:
    _, snapshots, _ = load(GOLDEN / "shell-state" / "story.toml")
    assert latest_repairs(snapshots) == Repairs()
    proven = [
        replace(snapshot, proof=Proof("equal", "", repairs=to_text(TAUGHT, seq)))
        for seq, snapshot in enumerate(snapshots[:2], 1)
    ]
    assert latest_repairs(proven).proven == 2
