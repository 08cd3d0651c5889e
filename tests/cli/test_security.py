"""Tests for docs/security.md: every test that it names exists; and claims of it that no other test holds."""

from __future__ import annotations

import ast
import os
import re
import tarfile
from pathlib import Path
from typing import Any

import typer

from snapshotter.cli.app import build
from snapshotter.cli.in_session import ALLOWED
from snapshotter.work.export.export import _packed

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "security.md"
CHANNELS = (
    "Marks",
    "Ask marks",
    "Names",
    "Texts in a Dockerfile",
    "Texts on the terminal",
    "Images",
    "Layers",
    "The export folder",
    "Archives and folders from elsewhere",
    "$SNAP_HOME",
    "The environment",
    "Casts",
    "Secrets",
)
_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def sections() -> dict[str, str]:
    parts = re.split(r"^##+ (.+)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_channel_names_the_tests_that_hold_it() -> None:
    found = sections()
    for channel in CHANNELS:
        assert _NAMED.search(found[channel]), channel


def test_every_test_that_is_named_exists() -> None:
    text = PAGE.read_text(encoding="utf-8")
    named = set(_NAMED.findall(text))
    assert len(named) > 40
    assert text.count("tests/") == len(_NAMED.findall(text)), "each is written as `file::function`"
    for file, function in sorted(named):
        known = {node.name for node in ast.parse((ROOT / file).read_text()).body if isinstance(node, ast.FunctionDef)}
        assert function in known and function.startswith("test_"), f"{file}::{function}"


def test_the_limits_on_the_page_are_those_of_the_code() -> None:
    from snapshotter.record.cast.asciicast import MAX_BYTES
    from snapshotter.record.marks import LONGEST
    from snapshotter.record.relay import LOST_SECONDS
    from snapshotter.record.snap_inside import MAX_CALLS
    from snapshotter.rootfs.layer import names
    from snapshotter.rootfs.tar import sparse
    from snapshotter.rootfs.tar.members import LARGEST_EXTENSION
    from snapshotter.work.commit.snapshot import FILE_LIMIT, TOTAL_LIMIT

    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    for value in (
        f"{LONGEST >> 20} MiB",
        f"{LOST_SECONDS:g} seconds",
        f"{MAX_CALLS} calls",
        f"{MAX_BYTES >> 20} MB",
        f"{names.LONGEST} bytes",
        f"{sparse.LIMIT >> 30} GiB",
        f"an extended header of more than {LARGEST_EXTENSION >> 20} MiB",
        f"{FILE_LIMIT >> 20} MiB for a file and {TOTAL_LIMIT >> 20} MiB for a snapshot",
    ):
        assert value in text, value


def test_the_page_says_what_may_be_asked_inside_a_session() -> None:
    rows = [line.split("|")[1:3] for line in sections()["Ask marks"].split("\n") if line.startswith("| `")]
    listed = {verb.strip(" `"): text for verb, text in rows}
    assert listed.keys() == ALLOWED.keys()
    assert {verb: set(re.findall(r"--[a-z-]+", text)) for verb, text in listed.items()} == {
        verb: {label for label in labels(verb) if label not in ("--name", "--message", "--output")} for verb in ALLOWED
    }


def labels(verb: str) -> set[str]:
    """Return the options of a verb that work inside a session."""
    group: Any = typer.main.get_command(build(verb))
    return {
        max(parameter.opts, key=len)
        for parameter in group.commands[verb].params
        if parameter.name in ALLOWED[verb] and parameter.opts[0].startswith("-")
    }


def test_a_foreign_folder_is_packed_without_following_its_links(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "folder"
    for directory in (outside, folder, folder / ".git"):
        directory.mkdir()
    (outside / "private").write_text("private")
    (folder / "Dockerfile").write_text("FROM scratch\n")
    (folder / ".git" / "config").write_text("x")
    (folder / "file").symlink_to(outside / "private")
    (folder / "directory").symlink_to(outside)
    os.mkfifo(folder / "fifo")
    with _packed(folder) as stream, tarfile.open(fileobj=stream) as tar:
        members = {member.name: member for member in tar}
    assert members.keys() == {"Dockerfile", "file", "directory", "fifo"}
    assert members["file"].issym() and members["directory"].issym() and members["fifo"].isfifo()
