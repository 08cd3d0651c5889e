"""A command that ran when a snapshot was made: the recipe runs it once, or copies what each snapshot has of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Snapshot
from snapshotter.recipe.decide.continued import joined
from snapshotter.recipe.model import Carry, Plan, Repairs, Run
from snapshotter.recipe.plan import plan

BASE = Base("debian:bookworm", "sha256:base")
OLD = Entry("file", 0o644, 0, 0, size=1, digest="0" * 64, ctime_ns=1)
NEW = replace(OLD, digest="1" * 64)


def running(text: str = "make -C /srv", begin: float = 10.0) -> Command:
    return Command(text, None, "/", "root", begin, None, "bash", 1, "s")


def ended(status: int | None = 0) -> Command:
    return replace(running(), status=status, end=90.0)


def other(text: str, begin: float) -> Command:
    return Command(text, 0, "/", "root", begin, begin + 1, "bash", 1, "t")


def added(path: str, command: int | None, entry: Entry = OLD) -> Change:
    return Change(path, "added", None, entry, "outside" if command is None else f"command {command + 1}", command)


def changed(path: str, command: int | None) -> Change:
    return replace(added(path, command, NEW), change="changed", before=OLD)


def line(*parts: tuple[Sequence[Command], Sequence[Change]]) -> list[Snapshot]:
    return [
        Snapshot("box", seq, f"sha256:{seq}", "", BASE, f"m{seq}", 0.0, ImageConfig(), tuple(commands), tuple(changes))
        for seq, (commands, changes) in enumerate(parts, 1)
    ]


def steps(made: Plan) -> list[list[str]]:
    """Return the commands that run and the paths that are copied, for each section."""
    texts = {decision.origin: decision.command.text for decision in made.decisions}
    found: list[list[str]] = []
    for section in made.sections:
        found.append([])
        for step in section.steps:
            if isinstance(step, Run):
                found[-1] += [texts[origin] for script in step.scripts for origin in script.origins]
            elif isinstance(step, Carry):
                found[-1] += [change.path for change in step.changes]
    return found


def test_it_runs_once_in_the_snapshot_in_which_it_ended() -> None:
    snapshots = line(
        ([other("touch /a", 1.0), running()], [added("/a", 0), added("/srv/x", 1)]),
        ([ended(), other("touch /b", 20.0)], [added("/b", 1), added("/srv/y", 0)]),
    )
    made = plan(BASE, snapshots)
    assert steps(made) == [["touch /a"], ["make -C /srv", "touch /b"]]
    reasons = {decision.origin: (decision.fate, decision.reason) for decision in made.decisions}
    assert reasons[1, 1] == ("left out", "ran on, so that snapshot 2 has it")
    assert reasons[2, 0] == ("run", "2 changed paths")


def test_it_runs_once_although_all_that_it_changed_is_in_the_earlier_snapshot() -> None:
    snapshots = line(([running()], [added("/srv/x", 0)]), ([ended()], []))
    assert steps(plan(BASE, snapshots)) == [[], ["make -C /srv"]]


@pytest.mark.parametrize("status", [None, 130])
def test_where_it_did_not_succeed_each_part_is_copied_where_it_belongs(status: int | None) -> None:
    snapshots = line(([running()], [added("/srv/x", 0)]), ([ended(status)], [added("/srv/y", 0), changed("/srv/x", 0)]))
    made = plan(BASE, snapshots)
    assert [sorted(section) for section in steps(made)] == [["/srv/x"], ["/srv/x", "/srv/y"]]
    assert made.sections[0].steps[0].reason.startswith("was still running when the snapshot was made: make")  # type: ignore[union-attr]


def test_where_it_fails_when_it_is_run_again_each_part_is_copied_where_it_belongs() -> None:
    snapshots = line(([running()], [added("/srv/x", 0)]), ([ended()], [added("/srv/y", 0)]))
    made = plan(BASE, snapshots, Repairs(drop=frozenset({(2, 0)})))
    assert steps(made) == [["/srv/x"], ["/srv/y"]]


def test_while_it_runs_its_files_are_copied() -> None:
    made = plan(BASE, line(([running()], [added("/srv/x", 0)])))
    assert steps(made) == [["/srv/x"]]
    again = plan(BASE, line(([running()], [added("/srv/x", 0)]), ([running()], [added("/srv/y", 0)])))
    assert steps(again) == [["/srv/x"], ["/srv/y"]]


def test_three_snapshots_hold_it() -> None:
    snapshots = line(
        ([running()], [added("/srv/x", 0)]),
        ([running(), other("touch /b", 20.0)], [added("/b", 1), added("/srv/y", 0)]),
        ([ended()], [changed("/srv/x", 0)]),
    )
    found, later = joined(snapshots, Repairs())
    assert later == {(1, 0): 3, (2, 0): 3}
    assert [[change.path for change in snapshot.changes] for snapshot in found] == [[], ["/b"], ["/srv/x", "/srv/y"]]
    assert [(c.change, c.before, c.command) for c in found[2].changes] == [("added", None, 0), ("added", None, 0)]
    assert steps(plan(BASE, snapshots)) == [[], ["touch /b"], ["make -C /srv"]]


def test_what_something_else_changed_in_between_stays_where_it_is() -> None:
    snapshots = line(
        ([running()], [added("/srv/x", 0)]),
        ([running(), other("echo >> /srv/x", 20.0)], [changed("/srv/x", 1)]),
        ([ended()], [added("/srv/y", 0)]),
    )
    found, _ = joined(snapshots, Repairs())
    assert [[(c.path, c.command) for c in snapshot.changes] for snapshot in found] == [
        [("/srv/x", 0)],
        [("/srv/x", 1)],
        [("/srv/y", 0)],
    ]
    assert steps(plan(BASE, snapshots)) == [["/srv/x"], ["echo >> /srv/x"], ["make -C /srv"]]


def test_what_it_removed_again_is_nowhere() -> None:
    gone = replace(added("/srv/x", 0), change="deleted", before=OLD, after=None)
    found, _ = joined(line(([running()], [added("/srv/x", 0)]), ([ended()], [gone, added("/srv/y", 0)])), Repairs())
    assert [[change.path for change in snapshot.changes] for snapshot in found] == [[], ["/srv/y"]]


def test_the_same_text_run_twice_is_two_commands() -> None:
    snapshots = line(([ended()], [added("/srv/x", 0)]), ([replace(ended(), begin=95.0)], [changed("/srv/x", 0)]))
    assert joined(snapshots, Repairs()) == (snapshots, {})
    assert steps(plan(BASE, snapshots)) == [["make -C /srv"], ["make -C /srv"]]
