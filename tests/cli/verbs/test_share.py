"""The verbs that share a line: what they print, and that they ask before images leave this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapshotter.model import Proof
from snapshotter.store.repository import git
from snapshotter.work.versions import switch
from snapshotter.work.versions.share import verify_image
from snapshotter.work.versions.share.verify_image import Verified
from tests.cli.conftest import Snap
from tests.work.fakes import Person


@pytest.fixture(autouse=True)
def _shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(switch, "find_shell", lambda _engine, _ident, wanted: wanted or "/bin/bash")


def test_a_line_is_pushed_cloned_and_pulled(snap: Snap, person: Person, tmp_path: Path) -> None:
    there = tmp_path / "site.git"
    git.run(None, "init", "--quiet", "--bare", "--template=", "--initial-branch=main", str(there))
    person.does("echo hi > /etc/motd", {"/etc/motd": "hi\n"})
    assert snap("commit", "-m", "first").code == 0
    assert "has no remote" in snap("push").err
    assert snap("remote", "add", "origin", str(there)).code == 0
    assert snap("remote").out == f"origin  {there}\n"
    assert snap("push").out == f"pushed to {there}: branch main\n"
    assert snap("push", "--json").data["set"] == []
    done = snap("clone", str(there))
    assert done.out == "workspace site: 1 snapshot, at snapshot 1, branch main\n"
    assert "snap checkout -n site" in done.err
    assert "none yet" in snap("status", "-n", "site").out
    assert snap("show", "-n", "site", "--json").data["received_from"] is None  # it was made in this home
    assert snap("checkout", "-n", "site").code == 0
    assert snap("pull", "-n", "site").out == f"up to date with {there}\n"
    assert snap("fetch", "-n", "site").out.startswith("origin/main  1  ")
    assert snap("show", "origin/main", "-n", "site", "--json").data["seq"] == 1


def test_images_with_withheld_files_are_asked_for(snap: Snap, person: Person, tmp_path: Path) -> None:
    person.does("x", {"/root/.netrc": "machine host login me password S3cretValue99x\n"})
    assert snap("commit", "-m", "first").code == 0
    file = tmp_path / "web.bundle"
    for words in (("bundle", str(file)), ("push", "--images", "localhost:9/web")):
        done = snap(*words)
        assert done.code == 5 and "/root/.netrc" in done.err and "--yes" in done.err
    assert not file.exists()
    assert snap("bundle", str(file), "--no-images").code == 0


def test_the_verdict_about_an_image_in_a_registry(snap: Snap, monkeypatch: pytest.MonkeyPatch) -> None:
    name, asked = "localhost:9/me/web", list[tuple[object, ...]]()
    changed = Proof("different", "the recipe of it was changed: \x1b[2J")
    found = {1: Proof("equal", "rebuilt and equal"), 2: changed, 3: Proof("unknown", "not provable: no recipe")}

    def verify(_: object, place: str, seq: int, *_rest: object, **words: object) -> Verified:
        asked.append((place, seq, *words.values()))
        return Verified("sha256:1", "PASSED: all", "me", "SHA256:2", found[seq])

    monkeypatch.setattr(verify_image, "verify_image", verify)
    assert [snap("verify", f"{name}:{seq}").code for seq in (1, 2, 3)] == [0, 1, 2]
    assert "\x1b" not in snap("verify", f"{name}:2").out
    data = snap("verify", f"{name}:1", "--require-signed", "--signers", "/s", "--json").data
    assert (data["verdict"], data["theirs"], data["signed_by"]) == ("equal", "PASSED: all", "me")
    assert asked[0] == (name, 1, False, None) and asked[-1] == (name, 1, True, Path("/s"))
    for words in (("verify", f"{name}:1", "-f", "."), ("verify", "--require-signed"), ("push", "--sign", "key")):
        done = snap(*words)
        assert done.code == 2 and "next: " in done.err
