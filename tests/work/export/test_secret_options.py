"""The options about secrets: the sources of values, and the secret files that may be included."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapshotter.errors import UsageError
from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Snapshot
from snapshotter.work.export.secret_options import read_secret_options

NETRC = Change("/root/.netrc", "added", None, Entry("file", 0o600, 0, 0), secret="holds passwords for hosts")
TYPED = Command("A_TOKEN=SNAP_SECRET_00000001 x", 0, "/", "root", 0.0, 1.0, "bash", 1, "s", 1)
LINE = [Snapshot("box", 1, "i", "t", Base("b", "i"), "m", 0.0, ImageConfig(), (TYPED,), (NETRC,))]


def test_values_come_from_files_and_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "f").write_text("one\n")
    monkeypatch.setenv("A_TOKEN", "two")
    monkeypatch.setenv("OTHER", "three")
    for source, value in ((str(tmp_path / "f"), "one\n"), ("env", "two"), ("env:OTHER", "three")):
        wanted = read_secret_options([f"a_token={source}"], "auto", ())
        assert wanted.values == {"a_token": value} and wanted.handling.given == {"a_token"}
        assert value not in repr(wanted)
        assert wanted.apply(LINE) == LINE


@pytest.mark.parametrize("option", ["a_token", "a_token=", "=x", "a_token=/nonexistent", "a_token=env:NOT_SET_AT_ALL"])
def test_a_missing_value_is_refused(option: str) -> None:
    with pytest.raises(UsageError):
        read_secret_options([option], "auto", ())


def test_an_unknown_name_is_refused_with_the_known_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("B", "x")
    with pytest.raises(UsageError) as caught:
        read_secret_options(["b=env"], "auto", ()).apply(LINE)
    assert "a_token" in caught.value.hint


def test_a_file_can_be_included_and_a_typed_text_cannot() -> None:
    (change,) = read_secret_options((), "auto", ["/root/.netrc"]).apply(LINE)[0].changes
    assert change.secret == "" and change.path == NETRC.path
    with pytest.raises(UsageError, match="never stored"):
        read_secret_options((), "auto", ["a_token"]).apply(LINE)
    with pytest.raises(UsageError, match="not a file that was left out"):
        read_secret_options((), "auto", ["/etc/motd"]).apply(LINE)
