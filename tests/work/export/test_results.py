"""What a table of results says of an export adds up."""

from __future__ import annotations

from pathlib import Path

from snapshotter.model import Proof
from snapshotter.recipe.plan import plan
from snapshotter.recipe.write.counts import counts
from snapshotter.recipe.write.dockerfile import write
from snapshotter.work.export.results import results
from tests.recipe.story import load
from tests.recipe.test_golden import GOLDEN

STORIES = sorted(GOLDEN.iterdir())


def found(story: Path, proof: Proof | None) -> tuple[dict[str, bool | int | float | None], dict[str, int]]:
    base, snapshots, contents = load(story / "story.toml")
    made = plan(base, snapshots)
    recipe = write(made, lambda _seq, change: contents.get(change.content))
    return results(recipe, made, proof, built=proof is not None), counts(made)


def test_the_commands_add_up() -> None:
    for story in STORIES:
        made, counted = found(story, None)
        assert made["built"] is made["equal"] is made["equal_without_copied_file"] is None
        assert 0 <= int(made["commands_left_out"] or 0) <= int(made["commands"] or 0)
        assert made["share_left_out"] == round(int(made["commands_left_out"] or 0) / int(made["commands"] or 1), 4)
        assert int(made["copied_files"] or 0) <= counted["copied"]


def test_a_copied_or_withheld_file_counts() -> None:
    plain, copies = GOLDEN / "needless", GOLDEN / "many-edited-files"
    assert found(plain, Proof("equal", ""))[0]["equal_without_copied_file"] is True
    assert found(copies, Proof("equal", ""))[0]["equal"] is True
    assert found(copies, Proof("equal", ""))[0]["equal_without_copied_file"] is False
    assert found(plain, Proof("equal", "", (), ("/x",)))[0]["equal"] is False
    assert found(plain, Proof("different", ""))[0]["equal_without_copied_file"] is False
