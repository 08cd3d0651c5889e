"""A page replaces a page, and no other file."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import pytest

from snapshotter.cli.page.file import write_file, write_page
from snapshotter.cli.page.html import GENERATOR
from snapshotter.errors import Conflict, StoreError
from tests.cli.page.sample import sample

PAGE = f"<!doctype html>\n{GENERATOR}\n".encode()


def test_a_page_replaces_a_page(tmp_path: Path) -> None:
    target = tmp_path / "web.html"
    write_file(target, PAGE)
    write_file(target, PAGE + b"2")
    assert target.read_bytes() == PAGE + b"2" and [one.name for one in tmp_path.iterdir()] == ["web.html"]


def test_another_file_is_kept(tmp_path: Path) -> None:
    target, link = tmp_path / "web.html", tmp_path / "link.html"
    target.write_text("mine")
    link.symlink_to(tmp_path / "missing")
    for one in (target, link, tmp_path):
        with pytest.raises(Conflict) as caught:
            write_file(one, PAGE)
        assert "--force" in caught.value.hint
    write_file(target, PAGE, force=True)
    write_file(link, PAGE, force=True)
    assert target.read_bytes() == link.read_bytes() == PAGE and not link.is_symlink()
    assert not (tmp_path / "missing").exists()


def test_a_missing_directory_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        write_file(tmp_path / "none" / "web.html", PAGE)


def test_it_is_opened_when_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    target = tmp_path / "a b.html"
    write_page(sample(2, 8), "unused.html", str(target), force=False, opened=True)
    assert opened == [target.as_uri()] and "a%20b" in opened[0]
    captured = capsys.readouterr()
    assert captured.out == f"wrote {target}\n" and "no browser was found" in captured.err


def test_a_dash_is_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    write_page(sample(2, 8), "unused.html", "-", force=False, opened=False)
    assert capsys.readouterr().out.startswith("<!doctype html>\n")
