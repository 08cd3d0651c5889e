"""A line written by an earlier release: every field is read, and written again its snapshots have the same ids.

`format1.bundle` holds two snapshots with a value in every field, and a proof.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from snapshotter.model import Change, Command, Entry, Proof
from snapshotter.store.line import Line
from snapshotter.store.repository import git

BUNDLE = Path(__file__).parent / "format1.bundle"
IDS = ["dc226a2ab0b3186dfcec7f623958a3d975b53219", "0844eb71c6df567c0b033f594afc26b8230f989f"]


@pytest.fixture
def old(tmp_path: Path) -> Line:
    line = Line(tmp_path / "old")
    line.prepare()
    git.run(line.repository, "fetch", "--quiet", str(BUNDLE), "refs/*:refs/*")
    return line


def test_every_field_is_read(old: Line) -> None:
    first, second = old.snapshots("web")
    assert [first.id, second.id] == IDS
    assert first.commands[1] == Command(
        text="printf '\udcff\n' > caf\u00e9",
        status=None,
        cwd="/srv/\udc80",
        user="dev",
        begin=11.25,
        end=None,
        shell="zsh",
        depth=2,
        session="s1",
        pid=43,
        argv=("a", "b c"),
        cwd_after="/tmp",
        state=first.commands[1].state,
        asked=True,
    )
    assert [(one.kind, one.name, one.value) for one in first.commands[1].state] == [
        ("export", "A", "1"),
        ("alias", "ll", None),
        ("umask", "", "022"),
    ]
    device = Change("/c", "deleted", Entry("char", 0o600, 0, 0, device=(1, 3)), None, "volatile", 1, volatile="a log")
    assert first.changes[2] == device
    assert first.config.healthcheck == {"Test": ["CMD", "true"], "Interval": 5}
    assert first.proof == Proof(
        "different", "2 differences", ("/a", "/b"), ("/d",), repairs='{"drop":[[1,0]]}', slim="{}"
    )


def test_written_again_it_has_the_same_ids(old: Line, tmp_path: Path) -> None:
    first, second = old.snapshots("web")
    new = Line(tmp_path / "new")
    key = "d" * 64
    recipe = {"Dockerfile": b"FROM x\n", "files/a b": b"1"}
    again = new.write(replace(first, id=""), {key: old.content("web", key)}, recipe, None, {"files/a b"})
    assert again.id == IDS[0]
    assert new.write(replace(second, id=""), {}, {"Dockerfile": b"FROM y\n"}, again.id).id == IDS[1]
    new.add_proof("web", 1, first.proof or Proof("unknown", ""))
    assert list(git.refs(new.repository, "refs/heads/", "refs/proofs/")) == list(git.refs(old.repository, "refs/"))


def test_a_noun_cannot_be_changed(old: Line) -> None:
    with pytest.raises(AttributeError):
        old.snapshots("web")[0].seq = 5  # type: ignore[misc]
