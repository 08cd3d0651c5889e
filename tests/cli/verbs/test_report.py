"""The verb report, and `snap diff --html`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from snapshotter.cli import options
from snapshotter.errors import EngineNotFound
from tests.cli.conftest import Snap
from tests.work.fakes import Person

NAME = "/srv/</script><b>"


@pytest.fixture
def line(snap: Snap, person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Two snapshots and something uncommitted, in an empty directory."""
    monkeypatch.chdir(tmp_path)
    person.does("echo one", {"/etc/app.conf": "listen 1\n", NAME: "x"})
    assert snap("commit", "-m", "one", "-c", "ENV LANG=C").code == 0
    person.does("echo two", {"/etc/app.conf": "listen 2\n", "/etc/motd": "hello\n"})
    assert snap("commit", "-m", "two").code == 0
    person.does("echo three", {"/srv/new": "1\n", "/etc/motd": "bye\n"})
    return person


def data_of(path: Path) -> dict[str, object]:
    text = path.read_text().partition('id="data">')[2].partition("</script>")[0]
    found = json.loads(text)
    assert isinstance(found, dict)
    return found


def test_json_has_what_the_other_verbs_have(snap: Snap, line: Person) -> None:
    data = snap("report", "--json").data
    assert (data["page"], data["workspace"], data["from"], data["to"]) == ("report", "web", "base", "snapshot 2")
    shown = snap("show", "1", "--json").data
    assert data["snapshots"][0] == {key: shown[key] for key in data["snapshots"][0]}
    exported = snap("export-dockerfile", "--no-verify", "-o", "-", "--explain", "--json").data
    recipe = data["recipe"]
    assert recipe["explanation"] == exported["explanation"]
    assert {key: exported[key] for key in recipe if key in exported} == {
        key: value for key, value in recipe.items() if key in exported
    }
    assert data["config"] == snap("diff", "base", "2", "--config", "--json").data["config"]
    assert data["packages"] == snap("diff", "base", "2", "--packages", "--json").data["packages"] == []


def test_a_page_is_written(snap: Snap, line: Person, tmp_path: Path) -> None:
    done = snap("report", "1")
    assert (done.code, done.out) == (0, "wrote web.html\n")
    assert data_of(tmp_path / "web.html")["to"] == "snapshot 1"
    assert "<b>" not in (tmp_path / "web.html").read_text().partition("<script>")[0]
    assert snap("report", "-o", "web.html").code == 0
    assert data_of(tmp_path / "web.html")["to"] == "snapshot 2"
    (tmp_path / "mine.html").write_text("mine")
    done = snap("report", "-o", "mine.html")
    assert done.code == 5 and "--force" in done.err and (tmp_path / "mine.html").read_text() == "mine"
    assert snap("report", "-o", "mine.html", "--force").code == 0
    assert snap("report", "-o", "-").out.startswith("<!doctype html>")


def test_no_engine_is_needed(snap: Snap, line: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> None:
        raise EngineNotFound("no engine answers")

    monkeypatch.setattr(options, "engine", none)
    assert snap("report", "--json").code == 0


def test_packages_are_not_known_without_their_databases(
    snap: Snap, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.does("dpkg", {"/var/lib/dpkg/status": "Package: less\nStatus: install ok installed\nVersion: 5\n\n"})
    assert snap("commit", "-m", "one").code == 0
    assert [one["name"] for one in snap("report", "--json").data["packages"]] == ["less"]

    def none() -> None:
        raise EngineNotFound("no engine answers")

    monkeypatch.setattr("snapshotter.work.export.report.package_differences", lambda *_: none())
    assert snap("report", "--json").data["packages"] is None


def test_a_workspace_without_a_snapshot(snap: Snap, person: Person) -> None:
    done = snap("report")
    assert done.code == 4 and "snap commit" in done.err


def test_two_states_as_a_page(snap: Snap, line: Person, tmp_path: Path) -> None:
    assert snap("diff", "1", "2", "--html").out == "wrote web-1-2.html\n"
    data = data_of(tmp_path / "web-1-2.html")
    assert (data["page"], data["from"], data["to"]) == ("diff", "snapshot 1", "snapshot 2")
    assert data["paths"] == ["/etc/app.conf", "/etc/motd"] and data["recipe"] is None
    found = snap("diff", "1", "2", "--html", "--content", "--json").data
    assert [one["seq"] for one in found["snapshots"]] == [2]
    assert "+listen 2" in found["changes"][0]["diff"]
    plain = snap("diff", "1", "2", "--json").data["changes"]
    assert [{key: one[key] for key in one if key != "diff"} for one in found["changes"]] == plain


def test_what_is_not_committed_is_in_the_page(snap: Snap, line: Person, tmp_path: Path) -> None:
    assert snap("diff", "1", "--html", "-o", "x.html").code == 0
    data = snap("diff", "1", "--html", "--json").data
    assert [(one["seq"], one["commands"][0]["text"]) for one in data["snapshots"]] == [
        (2, "echo two"),
        (3, "echo three"),
    ]
    packed = data_of(tmp_path / "x.html")
    columns = packed["changes"]["columns"]  # type: ignore[index]
    assert packed["paths"] == ["/etc/app.conf", "/etc/motd", "/srv/new"]
    assert columns["snapshot"] == {"each": [0, 1, 1]}
    assert snap("diff", "base", "1", "--html").out == "wrote web-base-1.html\n"
    assert snap("diff", "--html").out == "wrote web-2-now.html\n"


def test_a_diff_before_the_first_snapshot(
    snap: Snap, person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    person.does("echo one", {"/etc/app.conf": "listen 1\n"})
    assert snap("diff", "--html").out == "wrote web-base-now.html\n"
    assert [one["seq"] for one in snap("diff", "--html", "--json").data["snapshots"]] == [1]


@pytest.mark.parametrize("words", [("-o", "x.html"), ("--open",), ("--html", "--stat"), ("--html", "--packages")])
def test_options_that_do_not_go_together(snap: Snap, line: Person, words: tuple[str, ...]) -> None:
    done = snap("diff", "1", "2", *words)
    assert done.code == 2 and "--html" in done.err
