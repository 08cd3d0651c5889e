"""Bisecting: which states are tried, what is found, and that no container is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from snapshotter.engine.api import ContainerSpec
from snapshotter.errors import Conflict, UsageError
from snapshotter.model import Command, Snapshot, no_progress
from snapshotter.work.versions import bisect as module
from snapshotter.work.versions.bisect import Bisected, bisect
from tests.work.fakes import Person


@pytest.fixture
def eight(person: Person) -> Person:
    base, parent = person.workspace.base, None
    for number in range(1, 9):
        image = person.engine.add_image(f"snap/web:{number}", {"/srv/state": str(number)})
        ran = Command(f"step {number}", 0, "/", "root", 1.0, 2.0, "bash", 1)
        made = Snapshot("web", number, image.id, f"snap/web:{number}", base, "", 3.0, base.config, (ran,), ())
        parent = person.home.line.write(made, {}, {}, parent).id
    return person


def found(person: Person, statuses: Mapping[int, int], good: str = "", bad: str = "HEAD", other: int = 0) -> Bisected:
    """Bisect with a command whose exit status in each snapshot is given; 0 is the base image."""

    def program(ident: str, argv: Sequence[str]) -> tuple[int, bytes]:
        assert argv[1:] == ["-c", "judge"]
        image = person.engine.container(ident).image
        state = dict(person.engine.read_files(image, ["/srv/state"])).get("/srv/state", b"0")
        return statuses.get(int(state), other), b"judged\n"

    person.engine.program = program
    shown: list[bytes] = []
    ran = bisect(
        person.engine, person.home, person.workspace, good, bad, "judge", shown.append, no_progress, no_progress
    )
    assert shown == [b"judged\n"] * sum(one.status is not None for one in ran.tried)
    assert [box.spec.name for box in person.engine.boxes.values()] == ["snap-web"]
    return ran


def test_the_first_bad_snapshot_is_found_in_few_tries(eight: Person) -> None:
    before = eight.home.line.all_refs("web")
    for first in range(1, 9):
        ran = found(eight, dict.fromkeys(range(first, 9), 1))
        assert ran.first
        assert (ran.first.seq, ran.good, ran.bad) == (first, first - 1, first)
        assert [command.text for command in ran.first.commands] == [f"step {first}"]
        assert len(ran.tried) <= 5
    assert eight.home.line.all_refs("web") == before


def test_without_a_good_one_the_first_snapshot_is_tried_after_the_base(eight: Person) -> None:
    ran = found(eight, {0: 127, 6: 1, 7: 1, 8: 1})
    assert ran.first
    assert ran.first.seq == 6
    with pytest.raises(UsageError, match="the base image is not good: the command exits with 127"):
        found(eight, {0: 127, 8: 1}, "base")


def test_a_skipped_state_is_tried_once_and_others_instead(eight: Person) -> None:
    ran = found(eight, {4: 125, 6: 2, 7: 2, 8: 2})
    assert ran.first
    assert ran.first.seq == 6
    assert [one.seq for one in ran.tried].count(4) == 1


def test_skipped_states_in_between_leave_several(eight: Person) -> None:
    ran = found(eight, {4: 125, 5: 125, 6: 1, 7: 1, 8: 1})
    assert ran.first is None
    assert (ran.good, ran.between, ran.bad) == (3, (4, 5), 6)


def test_a_state_without_its_image_is_skipped(eight: Person) -> None:
    del eight.engine.images[eight.home.line.snapshot("web", 4).image]
    ran = found(eight, {6: 1, 7: 1, 8: 1})
    assert ran.first
    assert ran.first.seq == 6
    assert [one.status for one in ran.tried if one.seq == 4] == [None]


def test_ends_that_are_not_good_and_bad_are_refused(eight: Person) -> None:
    with pytest.raises(UsageError, match="snapshot 8 is not bad: the command exits with 0"):
        found(eight, {})
    with pytest.raises(UsageError, match="snapshot 3 is not good"):
        found(eight, {3: 1, 8: 1}, "3")
    with pytest.raises(UsageError, match="snapshot 5 is not before snapshot 3"):
        found(eight, {}, "5", "3")


def test_a_command_that_a_signal_ends_ends_the_search(eight: Person) -> None:
    with pytest.raises(UsageError, match=r"a signal ended the command \(exit status 137\)"):
        found(eight, {0: 137})
    assert len(eight.engine.boxes) == 1


def test_an_interrupt_leaves_no_container(eight: Person) -> None:
    def interrupted(ident: str, argv: Sequence[str]) -> tuple[int, bytes]:
        raise KeyboardInterrupt

    eight.engine.program = interrupted
    with pytest.raises(KeyboardInterrupt):
        bisect(eight.engine, eight.home, eight.workspace, "", "HEAD", "x", len, no_progress, no_progress)  # type: ignore[arg-type]
    assert len(eight.engine.boxes) == 1


def test_a_container_that_a_killed_process_left_is_removed_and_that_of_a_live_one_is_not(eight: Person) -> None:
    spec = ContainerSpec(eight.workspace.base.id, "snap-web.bisect", {module._PROCESS: "999999999 1"}, None)
    eight.engine.create(spec)
    assert found(eight, {8: 1}).first
    eight.engine.create(ContainerSpec(eight.workspace.base.id, "snap-web.bisect", {}, None))
    with pytest.raises(Conflict, match=r"snap-web\.bisect that snap did not make"):
        found(eight, {8: 1})
