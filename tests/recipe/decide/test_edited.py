"""What an author has edited in the record: commands left out and kept, their order, a comment, kept paths."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from msgspec.structs import replace

from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Snapshot, StateChange
from snapshotter.recipe.model import Repairs
from snapshotter.recipe.plan import plan
from snapshotter.recipe.write.dockerfile import write

BASE = Base("debian:bookworm", "sha256:base")


def command(text: str, number: int, **more: object) -> Command:
    return Command(text, 0, "/", "root", number * 10.0, number * 10.0 + 5, "bash", 1, **more)  # type: ignore[arg-type]


def made(path: str, number: int | None, at: float = 0.0) -> Change:
    stamp = at or (number or 0) * 10.0 + 2
    entry = Entry("file", 0o644, 0, 0, 1, "d" * 64, ctime_ns=int(stamp * 1e9), mtime_ns=int(stamp * 1e9))
    return Change(path, "added", None, entry, "outside" if number is None else f"command {number}", _index(number))


def _index(number: int | None) -> int | None:
    return None if number is None else number - 1


def snapshot(commands: Iterable[Command], *changes: Change, order: tuple[int, ...] = (), note: str = "") -> Snapshot:
    found = tuple(sorted(changes, key=lambda change: change.path))
    return Snapshot(
        "box", 1, "", "", BASE, "message", 0.0, ImageConfig(), tuple(commands), found, note=note, order=order
    )


def recipe(one: Snapshot, repairs: Repairs | None = None) -> str:
    return write(plan(BASE, [one], repairs), lambda _seq, _change: b"x").dockerfile


def fates(one: Snapshot, repairs: Repairs | None = None) -> list[tuple[str, str]]:
    return [(decision.fate, decision.reason) for decision in plan(BASE, [one], repairs).decisions]


def test_a_dropped_command_is_left_out_and_what_it_made_is_copied() -> None:
    commands = [command("make tool", 1, in_recipe=False), command("touch /b", 2)]
    text = recipe(snapshot(commands, made("/a", 1), made("/b", 2)))
    assert "RUN make tool" not in text
    assert "# dropped by the author: make tool" in text
    assert "COPY files/a /a" in text
    assert fates(snapshot(commands, made("/b", 2)))[0] == ("left out", "dropped by the author")


def test_no_repair_brings_a_dropped_command_back() -> None:
    one = snapshot([command("my-tool", 1, in_recipe=False)])
    assert fates(one, Repairs(restore=frozenset({(1, 0)}))) == [("left out", "dropped by the author")]


def test_the_state_that_a_dropped_command_set_is_gone() -> None:
    state = (StateChange("export", "A", "1"),)
    sets = command("export A=1", 1, state=state)
    uses = command("env | grep A > /a", 2)
    assert "A=1" in recipe(snapshot([sets, uses], made("/a", 2)))
    assert "A=1" not in recipe(snapshot([replace(sets, in_recipe=False), uses], made("/a", 2)))


@pytest.mark.parametrize("text", ["ls /", "my-tool --warm", "which sh"])
def test_a_kept_command_runs_although_it_had_no_effect(text: str) -> None:
    one = snapshot([command(text, 1), command("touch /b", 2)], made("/b", 2))
    assert fates(one)[0][0] == "left out"
    kept = replace(one, commands=(replace(one.commands[0], in_recipe=True), one.commands[1]))
    assert fates(kept)[0] == ("run", "kept by you")
    assert text in recipe(kept)


def test_a_kept_command_stays_although_a_later_one_undoes_it() -> None:
    commands = [command("touch /a", 1), command("rm /a", 2), command("touch /b", 3)]
    assert fates(snapshot(commands, made("/b", 3)))[0][0] == "left out"
    commands[0] = replace(commands[0], in_recipe=True)
    commands[1] = replace(commands[1], in_recipe=True)
    assert [fate for fate, _ in fates(snapshot(commands, made("/b", 3)))] == ["run", "run", "run"]


def test_a_kept_command_that_fails_in_a_rebuild_is_replaced_by_its_files() -> None:
    one = snapshot([command("make tool", 1, in_recipe=True)], made("/a", 1))
    assert fates(one, Repairs(drop=frozenset({(1, 0)})))[0][0] == "carried"


def test_commands_stand_in_the_order_that_was_given() -> None:
    commands = [command(f"touch /{name}", number) for number, name in enumerate("abc", 1)]
    one = snapshot(commands, made("/a", 1), made("/b", 2), made("/c", 3), order=(2, 0, 1))
    text = recipe(one)
    assert text.index("touch /c") < text.index("touch /a") < text.index("touch /b")


def test_a_file_from_outside_stands_before_all_commands_that_came_after_it() -> None:
    commands = [command(f"touch /{name}", number) for number, name in enumerate("abc", 1)]
    outside = made("/etc/conf", None, at=17.0)  # after the first command
    one = snapshot(commands, made("/a", 1), made("/b", 2), made("/c", 3), outside, order=(2, 0, 1))
    text = recipe(one)
    assert text.index("COPY") < text.index("touch /c")


def test_commands_of_an_earlier_order_that_are_not_named_keep_their_place() -> None:
    commands = [command(f"touch /{name}", number) for number, name in enumerate("abc", 1)]
    one = snapshot(commands, made("/a", 1), made("/b", 2), made("/c", 3), order=(2, 0))
    text = recipe(one)
    assert text.index("touch /c") < text.index("touch /b") < text.index("touch /a")


def test_a_note_stands_below_the_message() -> None:
    one = snapshot([command("touch /a", 1)], made("/a", 1), note="why this is needed\nand more")
    assert "# message\n# why this is needed\n# and more\nRUN touch /a" in recipe(one)


def test_what_was_typed_into_a_file_and_edited_later_is_copied_with_the_true_reason() -> None:
    commands = [replace(command("vim /a", 1), status=127), command("cat > /a", 2), command("sed -i s/80/8080/ /a", 3)]
    text = recipe(snapshot(commands, made("/a", 3)))
    assert text.count("# typed in by hand: cat > /a\nCOPY files/a /a\n") == 1
    assert "RUN" not in text
    assert "editor" not in text
