"""The account of a recipe as people and programs get it."""

from __future__ import annotations

from snapshotter.cli.show.explanation import as_json, briefly, lines
from snapshotter.recipe.plan import plan
from snapshotter.recipe.write.dockerfile import write
from snapshotter.recipe.write.explain import explain
from tests.recipe.story import load
from tests.recipe.test_golden import GOLDEN


def test_many_paths_are_told_by_their_folders() -> None:
    few = ["/b", "/a"]
    assert list(briefly(few)) == ["/a", "/b"]
    many = [f"/usr/share/doc/{number}" for number in range(10)] + ["/usr/bin/x", "/etc/x", "/etc/y", "/srv"]
    assert list(briefly(many)) == ["/usr/share/doc/… (10)", "/etc/x", "/etc/y", "/srv", "/usr/bin/x"]
    assert list(briefly(f"/{number}" for number in range(10)))[-1] == "and 4 elsewhere"
    assert list(briefly(["/a", *(f"/a/{number}" for number in range(9))])) == ["/a/… (10)"]


def test_the_account_names_lines_commands_paths_and_reasons() -> None:
    base, snapshots, contents = load(GOLDEN / "failures-with-effect" / "story.toml")
    made = plan(base, snapshots)
    found = explain(made, write(made, lambda seq, change: contents.get(change.content)))
    text = "\n".join(lines(found))
    assert text.startswith("line 1    FROM ")
    assert "Commands left out:" in text
    assert "left nothing behind" in text
    assert "\x1b" not in text
    data = as_json(found)
    assert {row["fate"] for row in data["absent"]} >= {"left out", "carried"}
    carried = next(row for row in data["absent"] if row["fate"] == "carried")
    assert carried["lines"]
    assert carried["number"] >= 1
