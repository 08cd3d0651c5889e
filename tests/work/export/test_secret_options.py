"""The options about secrets: where values come from, and what may be put in all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapshotter.errors import UsageError
from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Snapshot
from snapshotter.work.export.secret_options import wishes

NETRC = Change("/root/.netrc", "added", None, Entry("file", 0o600, 0, 0), secret="holds passwords for hosts")
TYPED = Command("A_TOKEN=SNAP_SECRET_00000001 x", 0, "/", "root", 0.0, 1.0, "bash", 1, "s", 1)
LINE = [Snapshot("box", 1, "i", "t", Base("b", "i"), "m", 0.0, ImageConfig(), (TYPED,), (NETRC,))]


def test_values_come_from_files_and_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "f").write_text("one\n")
    monkeypatch.setenv("A_TOKEN", "two")
    monkeypatch.setenv("OTHER", "three")
    for source, value in ((str(tmp_path / "f"), "one\n"), ("env", "two"), ("env:OTHER", "three")):
        wanted = wishes([f"a_token={source}"], "auto", ())
        assert wanted.values == {"a_token": value} and wanted.handling.given == {"a_token"}
        assert value not in repr(wanted)
        assert wanted.apply(LINE) == LINE


@pytest.mark.parametrize("option", ["a_token", "a_token=", "=x", "a_token=/nonexistent", "a_token=env:NOT_SET_AT_ALL"])
def test_a_value_that_is_not_there_is_refused(option: str) -> None:
    with pytest.raises(UsageError):
        wishes([option], "auto", ())


def test_an_unknown_name_is_refused_with_those_that_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("B", "x")
    with pytest.raises(UsageError) as caught:
        wishes(["b=env"], "auto", ()).apply(LINE)
    assert "a_token" in caught.value.hint


def test_a_file_may_be_put_in_and_a_text_cannot() -> None:
    (change,) = wishes((), "auto", ["/root/.netrc"]).apply(LINE)[0].changes
    assert change.secret == "" and change.path == NETRC.path
    with pytest.raises(UsageError, match="never stored"):
        wishes((), "auto", ["a_token"]).apply(LINE)
    with pytest.raises(UsageError, match="no file that was left out"):
        wishes((), "auto", ["/etc/motd"]).apply(LINE)
