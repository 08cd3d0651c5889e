"""Tests for the explanation of a recipe as lines and as JSON."""

from __future__ import annotations

from snapshotter.cli.show.explanation import abbreviated, as_json, lines
from snapshotter.recipe.plan import plan
from snapshotter.recipe.write.dockerfile import write
from snapshotter.recipe.write.explain import explain
from tests.recipe.story import load
from tests.recipe.test_golden import GOLDEN


def test_many_paths_are_abbreviated_to_their_folders() -> None:
    few = ["/b", "/a"]
    assert list(abbreviated(few)) == ["/a", "/b"]
    many = [f"/usr/share/doc/{number}" for number in range(10)] + ["/usr/bin/x", "/etc/x", "/etc/y", "/srv"]
    assert list(abbreviated(many)) == ["/usr/share/doc/… (10)", "/etc/x", "/etc/y", "/srv", "/usr/bin/x"]
    assert list(abbreviated(f"/{number}" for number in range(10)))[-1] == "and 4 elsewhere"
    assert list(abbreviated(["/a", *(f"/a/{number}" for number in range(9))])) == ["/a/… (10)"]


def test_the_explanation_has_lines_commands_paths_and_reasons() -> None:
    base, snapshots, contents = load(GOLDEN / "failures-with-effect" / "story.toml")
    made = plan(base, snapshots)
    found = explain(made, write(made, lambda seq, change: contents.get(change.content)))
    text = "\n".join(lines(found))
    assert text.startswith("line 1    FROM ")
    assert "commands left out:" in text
    assert "had no lasting effect" in text
    assert "\x1b" not in text
    data = as_json(found)
    assert {row["fate"] for row in data["absent"]} >= {"left out", "carried"}
    carried = next(row for row in data["absent"] if row["fate"] == "carried")
    assert carried["lines"]
    assert carried["number"] >= 1
