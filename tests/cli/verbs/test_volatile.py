"""Tests for the volatile rules of a workspace: added, listed, removed, and applied by each verb."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Snap
from tests.work.fakes import Person


def causes(snap: Snap, *verb: str) -> dict[str, str]:
    return {change["path"]: change["by"] for change in snap(*verb, "--json").data["changes"]}


def test_rules_are_added_listed_and_removed(snap: Snap, person: Person) -> None:
    assert "no rules of its own" in snap("volatile").err
    snap("volatile", "/srv/cache/*", "--because", "fills itself")
    done = snap("volatile", "/srv/x", "/srv/cache/*", "--because", "other", "--json")
    assert done.data == [{"pattern": "/srv/cache/*", "reason": "other"}, {"pattern": "/srv/x", "reason": "other"}]
    assert "/srv/cache/*  other" in snap("volatile").out
    assert snap("volatile", "--remove", "/srv/none").code == 4
    assert snap("volatile", "--remove", "/srv/x", "--json").data == [{"pattern": "/srv/cache/*", "reason": "other"}]


def test_a_secret_in_the_reason_is_not_stored(snap: Snap, person: Person) -> None:
    done = snap("volatile", "/srv/x", "--because", "made with password Pfeffer6049%kd", "--json")
    assert "the reason held a secret" in done.err
    assert done.data[0]["reason"].startswith("made with password SNAP_SECRET_")


@pytest.mark.parametrize("pattern", ["srv/x", "", "/", "/*", "//", "/srv/", "/srv//x", "/srv/../etc"])
def test_invalid_patterns(snap: Snap, person: Person, pattern: str) -> None:
    done = snap("volatile", pattern)
    assert (done.code, done.out) == (2, "")
    assert "next: " in done.err


def test_options_without_a_pattern(snap: Snap, person: Person) -> None:
    assert snap("volatile", "--remove").code == snap("volatile", "--because", "x").code == 2


def test_status_commit_and_show_apply_the_rules(snap: Snap, person: Person) -> None:
    person.does("run it", {"/srv/app": "x", "/srv/cache/1": "x"})
    assert causes(snap, "status")["/srv/cache/1"] == "command 1"
    snap("volatile", "/srv/cache/*", "--because", "fills itself")
    assert causes(snap, "status") == {
        "/srv": "command 1",
        "/srv/app": "command 1",
        "/srv/cache": "command 1",
        "/srv/cache/1": "volatile",
    }
    snap("commit")
    assert causes(snap, "show")["/srv/cache/1"] == "volatile"
    assert snap("show", "--json").data["volatile"] == [{"pattern": "/srv/cache/*", "reason": "fills itself"}]
    assert "/srv/cache/* (fills itself)" in snap("show").out


def test_an_export_applies_the_current_rules_to_earlier_snapshots(snap: Snap, person: Person, tmp_path: Path) -> None:
    (person.upper / "srv").mkdir()
    (person.upper / "srv/state").write_text("from outside\n")
    snap("commit", "-m", "x")
    plain = snap("export-dockerfile", "--no-verify", "-o", "-")
    assert "/srv/state" in plain.out
    snap("volatile", "/srv/state")
    done = snap("export-dockerfile", "--no-verify", "--json", "-o", str(tmp_path / "out"))
    assert "/srv/state" not in done.data["dockerfile"]
    assert "1 volatile" in done.data["account"]
    assert done.data["volatile"] == [{"pattern": "/srv/state", "reason": "declared for this workspace"}]
    assert "left out by a rule of web: /srv/state (declared for this workspace)" in done.err
    snap("volatile", "--remove", "/srv/state")
    assert snap("export-dockerfile", "--no-verify", "-o", "-").out == plain.out


def test_without_the_workspace_the_last_snapshot_has_the_rules(snap: Snap, person: Person) -> None:
    (person.upper / "state").write_text("x")
    snap("volatile", "/state")
    snap("commit")
    shutil.rmtree(person.home.workspaces.path("web"))
    done = snap("export-dockerfile", "-n", "web", "--no-verify", "-o", "-")
    assert done.code == 0
    assert "left out by a rule of web: /state" in done.err
