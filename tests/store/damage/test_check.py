"""Objects that are missing, truncated or changed: errors name the snapshot, and the check finds them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from snapshotter.errors import StoreError
from snapshotter.model import Proof
from snapshotter.store import layout
from snapshotter.store.damage.notices import listen
from snapshotter.store.line import Line
from snapshotter.store.repository import git
from snapshotter.store.repository.access import FORMAT_FILE
from snapshotter.store.repository.objects import Objects
from tests.store.samples import added, snapshot

DATA = b"what was written"
KEY = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def loose(line: Line) -> Line:
    """Return a line of three snapshots with each object in its own file, so that one can be damaged."""
    parent = None
    for seq in (1, 2, 3):
        contents = {KEY: DATA} if seq == 2 else {}
        change = added(f"/etc/{seq}", KEY if seq == 2 else "")
        parent = line.write(snapshot(seq, change), contents, {"Dockerfile": b""}, parent).id
    for pack in line.repository.glob("objects/pack/*.pack"):
        moved = pack.rename(line.repository / pack.name)
        pack.with_suffix(".idx").unlink()
        git.run(line.repository, "unpack-objects", "-q", stdin=moved.read_bytes())
    assert line.check("web") == []
    return line


def object_file(line: Line, rev: str) -> Path:
    oid = git.run(line.repository, "rev-parse", rev).decode().strip()
    return line.repository / "objects" / oid[:2] / oid[2:]


def remove(file: Path) -> None:
    file.unlink()


def cut(file: Path) -> None:
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:12])


def flip(file: Path) -> None:
    file.chmod(0o644)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    file.write_bytes(data)


@pytest.mark.parametrize("damage", [remove, cut, flip])
@pytest.mark.parametrize(
    "rev, seq", [(f"web~1:{layout.META}", 2), (f"web~1:{layout.CHANGES}", 2), ("web~1", 2), ("web~2^{tree}", 1)]
)
def test_a_damaged_object_is_an_error_that_names_the_snapshot(
    loose: Line, rev: str, seq: int, damage: Callable[[Path], None]
) -> None:
    damage(object_file(loose, rev))
    with pytest.raises(StoreError, match=rf"snapshot {seq} of web is damaged") as caught:
        loose.snapshots("web")
    assert "backup" in caught.value.hint
    assert any(str(seq) in problem or "before" in problem for problem in loose.check("web"))


@pytest.mark.parametrize("damage", [remove, cut, flip])
def test_the_check_names_the_path_of_a_damaged_content(loose: Line, damage: Callable[[Path], None]) -> None:
    damage(object_file(loose, f"web:{layout.content_path(KEY)}"))
    assert [s.seq for s in loose.summaries("web")] == [1, 2, 3]
    problems = loose.check("web")
    assert len(problems) == 1
    assert problems[0].startswith("snapshot 2 of web: the content of '/etc/2' ")


def test_summaries_do_not_need_the_damaged_changes(loose: Line) -> None:
    remove(object_file(loose, f"web~1:{layout.CHANGES}"))
    assert [s.seq for s in loose.summaries("web")] == [1, 2, 3]


def test_an_object_that_is_valid_for_git_is_still_compared_with_its_digest(loose: Line) -> None:
    other = b'{"path":"/etc/2","change":"deleted","before":null,"after":null}\n'
    blob = git.run(loose.repository, "hash-object", "-w", "--stdin", stdin=other).decode().strip()
    tree = git.run(loose.repository, "ls-tree", f"web:{layout.FOLDER}").decode()
    lines = [f"100644 blob {blob}\tchanges.jsonl" if "changes" in line else line for line in tree.splitlines()]
    folder = git.run(loose.repository, "mktree", stdin="\n".join(lines).encode()).decode().strip()
    root = git.run(loose.repository, "mktree", stdin=f"040000 tree {folder}\t.snapshot\n".encode()).decode().strip()
    commit = git.run(loose.repository, "-c", "user.name=x", "-c", "user.email=x", "commit-tree", "-m", "x", root)
    git.update_refs(loose.repository, {"refs/heads/forged": (commit.decode().strip(), None)})
    with pytest.raises(StoreError, match="do not match their digests"):
        loose.snapshots("forged")
    assert loose.check("forged") == [
        "snapshot 3 of forged is damaged: its commands or changes do not match their digests"
    ]


def without_log(line: Line) -> None:
    """Remove the log of the branch, as it is in a line of an earlier version."""
    (line.repository / "logs/refs/heads/web").unlink()


def test_a_damaged_branch_without_a_log_is_an_error(loose: Line) -> None:
    without_log(loose)
    (loose.repository / "refs/heads/web").write_text("f" * 40 + "\n")
    with pytest.raises(StoreError, match="newest snapshot of web is damaged"):
        loose.summaries("web")
    assert loose.check("web")


@pytest.mark.parametrize("text", [None, "", "garbage\n", "f" * 40 + "\n"])
def test_a_lost_branch_is_read_from_its_log_and_restored_by_the_next_snapshot(loose: Line, text: str | None) -> None:
    file = loose.repository / "refs/heads/web"
    file.unlink() if text is None else file.write_text(text)
    told: list[str] = []
    listen(told.append)
    assert loose.names() == ["web"]
    found = loose.summaries("web")
    assert [s.seq for s in found] == [1, 2, 3] and loose.head("web") == found[-1].id
    assert loose.content("web", KEY) == DATA
    assert len(told) == 1 and "branch of web is lost" in told[0]
    assert loose.check("web") == ["the branch of web is lost; its log names snapshot 3"]
    written = loose.write(snapshot(4, added("/etc/4")), {}, {"Dockerfile": b""}, found[-1].id)
    assert file.read_text().strip() == written.id and [s.seq for s in loose.summaries("web")] == [1, 2, 3, 4]
    assert loose.check("web") == []


def test_a_removed_line_is_not_read_from_a_log(loose: Line) -> None:
    loose.delete("web")
    assert loose.names() == [] and loose.head("web") is None


@pytest.mark.parametrize("damage", [remove, cut, flip])
def test_what_is_intact_is_read_past_a_damaged_snapshot(loose: Line, damage: Callable[[Path], None]) -> None:
    damage(object_file(loose, "web~1"))
    found = loose.summaries("web")
    assert [(s.seq, bool(s.damage)) for s in found] == [(1, False), (2, True), (3, False)]
    assert [type(one).__name__ for one in loose.readable("web")] == ["Snapshot", "Damaged", "Snapshot"]
    assert loose.snapshot("web", 1).seq == 1
    with pytest.raises(StoreError, match="snapshot 2 of web is damaged"):
        loose.snapshot("web", 2)


def goes_to(line: Line, rev: str) -> None:
    """Set the place of the workspace as a checkout does."""
    git.update_refs(line.repository, {"refs/heads/web": (rev, None)})


def test_what_is_before_a_damaged_commit_is_found_when_the_workspace_was_elsewhere_since(loose: Line) -> None:
    first, second, third = (one.id for one in loose.summaries("web"))
    for ident in (first, second, first, third):
        goes_to(loose, ident)
    fourth = loose.write(snapshot(4), {}, {"Dockerfile": b""}, third).id
    assert [one.seq for one in loose.summaries("web")] == [1, 2, 3, 4]
    remove(object_file(loose, third))
    assert [(s.seq, bool(s.damage)) for s in loose.summaries("web")] == [(1, False), (2, False), (3, True), (4, False)]
    assert loose.head("web") == fourth


@pytest.mark.parametrize("ref", ["refs/branches/web/side", "refs/tags/web/works", "refs/snapshots/web/3"])
@pytest.mark.parametrize("what", ["", f":{layout.META}", f":{layout.CHANGES}"])
def test_damage_of_what_is_on_no_line_is_found(loose: Line, ref: str, what: str) -> None:
    first, _, third = (one.id for one in loose.summaries("web"))
    git.update_refs(loose.repository, {ref: (third, None)})
    goes_to(loose, first)
    assert loose.check("web") == []
    assert [(one.seq, bool(one.damage)) for one in loose.others("web")] == [(2, False), (3, False)]
    remove(object_file(loose, f"{third}{what}"))
    assert len(loose.check("web")) == 1
    assert all(one.damage for one in loose.others("web") if one.id == third) or what == f":{layout.CHANGES}"
    assert [one.seq for one in loose.summaries("web")] == [1]


def test_without_a_log_what_is_before_a_damaged_commit_is_told_as_lost(loose: Line) -> None:
    remove(object_file(loose, "web~1"))
    without_log(loose)
    assert [(s.seq, bool(s.damage)) for s in loose.summaries("web")] == [(1, True), (2, True), (3, False)]


@pytest.mark.parametrize("damage", [remove, cut, flip])
def test_a_damaged_proof_counts_as_none_and_is_renewed(loose: Line, damage: Callable[[Path], None]) -> None:
    loose.add_proof("web", 2, Proof("equal", "x"))
    damage(object_file(loose, "refs/proofs/web/2"))
    told: list[str] = []
    listen(told.append)
    assert [s.proof for s in loose.summaries("web")] == [None, None, None]
    assert [s.proof for s in loose.snapshots("web")] == [None, None, None]
    assert len(told) == 1 and "snap verify 2 -n web" in told[0]
    assert loose.check("web") == ["the proof of snapshot 2 of web is damaged"]
    loose.add_proof("web", 2, Proof("equal", "another"))
    assert loose.summaries("web")[1].proof == Proof("equal", "another")
    loose.add_proof("web", 2, Proof("equal", "x"))
    assert loose.summaries("web")[1].proof == Proof("equal", "x")


@pytest.mark.parametrize("damage", [remove, cut, flip])
@pytest.mark.parametrize("rev", [f"web:{layout.CONTENTS}", f"web:{layout.CONTENTS}/{KEY[:2]}", f"web~1:{layout.META}"])
def test_a_damaged_earlier_snapshot_does_not_block_the_next(
    loose: Line, damage: Callable[[Path], None], rev: str
) -> None:
    parent = loose.head("web")
    damage(object_file(loose, rev))
    written = loose.write(snapshot(4, added("/etc/2", KEY)), {KEY: DATA}, {"Dockerfile": b""}, parent)
    assert loose.snapshot("web", 4) == written
    assert loose.content("web", KEY) == DATA


def test_an_index_that_leads_to_another_object_is_found(line: Line) -> None:
    """Git itself serves the other object: it compares none with its id."""
    line.write(snapshot(1, added("/etc/1")), {}, {"Dockerfile": b"FROM a\n", "x": b"FROM b\n"}, None)
    (index,) = line.repository.glob("objects/pack/*.idx")
    data = bytearray(index.read_bytes())
    count = int.from_bytes(data[8 + 255 * 4 : 12 + 255 * 4])
    offsets = 8 + 256 * 4 + count * 24
    ids = [data[8 + 256 * 4 + 20 * n : 8 + 256 * 4 + 20 * (n + 1)].hex() for n in range(count)]
    one, two = (
        offsets + 4 * ids.index(git.run(line.repository, "rev-parse", f"web:{name}").decode().strip())
        for name in ("Dockerfile", "x")
    )
    data[one : one + 4] = data[two : two + 4]
    index.chmod(0o644)
    index.write_bytes(data)
    assert git.run(line.repository, "cat-file", "blob", "web:Dockerfile") == b"FROM b\n"
    with Objects(line.repository) as objects, pytest.raises(git.GitError, match="does not match its id"):
        objects.get("refs/heads/web:Dockerfile")


@pytest.mark.parametrize("text", ["", "garbage\n"])
def test_a_branch_that_a_power_cut_emptied_is_damage_and_can_be_removed(loose: Line, text: str) -> None:
    loose.add_proof("web", 2, Proof("equal", "x"))
    without_log(loose)
    for ref in ("refs/heads/web", "refs/proofs/web/2"):
        (loose.repository / ref).write_text(text)
    with pytest.raises(StoreError, match="newest snapshot of web is damaged"):
        loose.summaries("web")
    with pytest.raises(StoreError, match="newest snapshot of web is damaged"):
        loose.head("web")
    assert loose.check("web")
    loose.delete("web")
    assert loose.head("web") is None
    assert not (loose.repository / "refs/proofs/web/2").exists()


@pytest.mark.parametrize("text", ["", "one"])
def test_a_damaged_format_file_is_an_error(loose: Line, text: str) -> None:
    (loose.repository / FORMAT_FILE).write_text(text)
    with pytest.raises(StoreError, match="is damaged"):
        loose.summaries("web")
