"""The steps of a build as a table, and the advice on what threw away a cache."""

from __future__ import annotations

from snapshotter.engine.api import HistoryStep
from snapshotter.engine.build.steps import BuildStep
from snapshotter.errors import EngineError
from snapshotter.recipe.dockerfile.parse import parse
from snapshotter.work.build.request import Attempt
from snapshotter.work.build.table import advice, rows
from tests.work.fakes import FakeEngine


def entry(text: str, size: int) -> HistoryStep:
    return HistoryStep(0.0, text, "", size)


def test_the_sizes_of_the_last_stage_are_read_from_the_end_of_the_history(fake: FakeEngine) -> None:
    file = parse("FROM a AS b\nRUN early\nFROM a\nENV A=1\nRUN make it\nRUN two\n")
    image = fake.add_image("made:1", {})
    fake.histories[image.id] = [
        entry("/bin/sh -c #(nop) ADD file:0 in /", 900),
        entry("/bin/sh -c #(nop)  ENV A=1", 0),
        entry("RUN /bin/sh -c make it # buildkit", 70),
        entry("RUN /bin/sh -c two # buildkit", 7),
    ]
    steps = [BuildStep(one.whole, one.number, 6, seconds=1.0) for one in file.instructions]
    steps.insert(0, BuildStep("load metadata"))
    found = rows(fake, Attempt(file, b"", tuple(steps), image.id))
    assert [(row.number, row.size) for row in found] == [(1, None), (2, None), (3, None), (4, 0), (5, 70), (6, 7)]
    assert [row.size for row in rows(None, Attempt(file, b"", tuple(steps), image.id))] == [None] * 6


def test_without_an_image_or_its_history_no_size_is_known(fake: FakeEngine) -> None:
    file = parse("FROM a\nRUN b\n")
    steps = (BuildStep("RUN b", 2, 2, seconds=1.0),)
    assert rows(fake, Attempt(file, b"", steps, ""))[0].size is None
    fake.broken["history"] = EngineError("it does not tell")
    assert rows(fake, Attempt(file, b"", steps, fake.add_image("made:1", {}).id))[0].size is None


def test_a_changed_copy_in_front_of_an_expensive_step_gets_advice() -> None:
    file = parse("FROM a\nRUN b\nCOPY c d\nRUN slow\n")
    steps = [BuildStep(one.whole, one.number, 4, seconds=1.0, cached=one.number < 3) for one in file.instructions]
    steps[3].seconds = 40.0
    said = advice(Attempt(file, b"", tuple(steps), "sha256:x"))
    assert "line 3 changed" in said and "move line 3 below line 4" in said
    steps[3].seconds = 2.0
    assert not advice(Attempt(file, b"", tuple(steps), "sha256:x"))


def test_nothing_is_advised_where_all_or_nothing_is_cached() -> None:
    file = parse("FROM a\nRUN b\nRUN c\n")
    steps = [BuildStep(one.whole, one.number, 3, seconds=99.0, cached=True) for one in file.instructions]
    assert not advice(Attempt(file, b"", tuple(steps), "sha256:x"))
    steps[1].cached = steps[2].cached = False
    assert not advice(Attempt(file, b"", tuple(steps), "sha256:x"))
