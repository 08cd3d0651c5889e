"""A line whose base is a snapshot of another line: its recipe begins at that line's own base."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Proof, Snapshot
from snapshotter.recipe.model import Repairs
from snapshotter.recipe.plan import plan
from snapshotter.recipe.write.dockerfile import write
from snapshotter.store.home import Home, at
from snapshotter.work.export.contents import stored_by_seq
from snapshotter.work.export.repairs_text import latest_repairs, to_text
from snapshotter.work.export.whole_line import in_front, whole_line

ROOT = Base("debian:bookworm", "sha256:00")
LABEL = ("io.snapshotter.workspace", "web")
CONFIG = ImageConfig(env=("A=1",))


def made(name: str, seq: int, base: Base, text: str, volatile: tuple[tuple[str, str], ...] = ()) -> Snapshot:
    entry = Entry("file", 0o644, 0, 0, 1, "d")
    path = f"/srv/{name}-{seq}"
    command = Command(text, 0, "/", "root", 10.0 * seq, 10.0 * seq + 1, "bash", 1, "s1", 7)
    changes = (Change(path, "added", None, entry, "command 1", 0),)
    image = f"sha256:{name}{seq}"
    config = CONFIG if name == "web" else replace(CONFIG, env=(*CONFIG.env, "B=2"))
    return Snapshot(
        name, seq, image, f"snap/{name}:{seq}", base, text, 0.0, config, (command,), changes, volatile=volatile
    )


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with a line `web` of three snapshots."""
    opened = at(tmp_path / "home")
    parent = None
    for seq in (1, 2, 3):
        one = made("web", seq, ROOT, f"touch /srv/web-{seq}", (("/srv/cache", "a cache"),))
        parent = opened.line.write(one, {}, {"Dockerfile": b""}, parent).id
    return opened


def of_web(reference: str = "snap/web:2", *, labels: tuple[tuple[str, str], ...] = (), image: str = "web2") -> Base:
    return Base(reference, f"sha256:{image}", config=replace(CONFIG, labels=labels))


@pytest.mark.parametrize(
    "base", [of_web(), of_web("other:tag", labels=(LABEL,)), of_web("snap-base:123456789012", labels=(LABEL,))]
)
def test_the_snapshots_that_a_base_is_made_of_come_first(home: Home, base: Base) -> None:
    own = [made("box", seq, base, f"touch /srv/box-{seq}") for seq in (1, 2)]
    every = whole_line(home, own)
    assert [(one.workspace, one.seq) for one in every] == [("web", 1), ("web", 2), ("box", 3), ("box", 4)]
    assert in_front(every) == 2 and in_front(own) == 0
    assert {one.volatile for one in every} == {(("/srv/cache", "a cache"),)}
    assert len({one.commands[0].session for one in every}) == 2  # shells of two lines are not one
    made_of = write(plan(every[0].base, every), lambda _seq, _change: b"").dockerfile
    assert made_of.splitlines()[0] == "FROM debian:bookworm" and "WARNING" not in made_of
    assert made_of.index("RUN touch /srv/web-2") < made_of.index("ENV A=1\n") < made_of.index("RUN touch /srv/box-1")
    assert "web-3" not in made_of and made_of.rstrip().endswith("ENV B=2") and made_of.count("ENV") == 2


@pytest.mark.parametrize(
    "base",
    [
        ROOT,
        of_web("snap/gone:2"),
        of_web(image="another"),
        replace(of_web(), digest="registry/web@sha256:1"),
        of_web("other:tag"),
    ],
)
def test_any_other_base_stays(home: Home, base: Base) -> None:
    own = [made("box", 1, base, "touch /srv/box-1")]
    assert whole_line(home, own) == own
    assert whole_line(home, []) == []


def test_a_line_of_a_line_of_a_line(home: Home) -> None:
    home.line.write(made("box", 1, of_web(), "touch /srv/box-1"), {}, {"Dockerfile": b""}, None)
    top = made("top", 1, Base("snap/box:1", "sha256:box1"), "touch /srv/top-1")
    assert [one.workspace for one in whole_line(home, [top])] == ["web", "web", "box", "top"]


def test_contents_come_from_the_line_of_each_snapshot(home: Home) -> None:
    kept = made("deep", 1, ROOT, "x")
    kept = replace(kept, changes=(replace(kept.changes[0], content="a" * 64),))
    home.line.write(kept, {"a" * 64: b"bytes"}, {"Dockerfile": b""}, None)
    every = whole_line(home, [made("box", 1, Base("snap/deep:1", kept.image), "y")])
    with stored_by_seq(home, every) as stored:
        assert stored(1)("a" * 64) == b"bytes"


def test_repairs_count_the_snapshots_in_front() -> None:
    front = made("web", 1, ROOT, "x")
    own = made("box", 2, of_web(), "y")
    parents = to_text(Repairs(drop=frozenset({(1, 0)})), 1)
    counted = to_text(Repairs(drop=frozenset({(2, 0)})), 2, 1)
    older = to_text(Repairs(drop=frozenset({(1, 9)})), 1)  # of a release that knew the own line only

    def found(text: str) -> frozenset[tuple[int, int]]:
        proven = [replace(front, proof=Proof("equal", "", repairs=parents))]
        return latest_repairs([*proven, replace(own, proof=Proof("equal", "", repairs=text))]).drop

    assert found(counted) == {(2, 0)}
    assert found(older) == {(1, 0)}
