"""Git settings that ignore files or convert line endings do not change a context, and builders get nothing else."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from snapshotter.recipe.model import Recipe
from snapshotter.recipe.write.context_files import companion_files
from snapshotter.work.export.folder import Folder

FILES = {
    "files-1.tar": (0o644, b"\0\r\n\n"),
    "files/srv/app.log": (0o644, b"one\ntwo\n"),
    "files/srv/build/node_modules/x.js": (0o644, b"a\r\nb\n"),
    "files/srv/run": (0o755, b"#!/bin/sh\n"),
    "files-2/etc/motd": (0o644, b"hi\n"),
}
HOSTILE = "[core]\nautocrlf = true\nexcludesFile = {0}/ignore\n[user]\nname = a\nemail = a@b\n"


def git(home: Path, *argv: str) -> None:
    env = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": str(home / "config"), "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", *argv], check=True, capture_output=True, env=env)


def contents(folder: Path) -> dict[str, tuple[bool, bytes]]:
    files = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.relative_to(folder).parts)
    return {str(path.relative_to(folder)): (os.access(path, os.X_OK), path.read_bytes()) for path in files}


def test_a_clone_has_every_byte(tmp_path: Path) -> None:
    (tmp_path / "config").write_text(HOSTILE.format(tmp_path))
    (tmp_path / "ignore").write_text("*.log\n*.tar\nnode_modules/\nbuild/\nfiles/\n.*\n")
    work = tmp_path / "work"
    Folder(work, tmp_path / "exports.json").write(Recipe("FROM x\n", FILES | companion_files(FILES), ""))
    git(tmp_path, "init", "-q", str(work))
    git(tmp_path, "-C", str(work), "add", "-A")
    git(tmp_path, "-C", str(work), "commit", "-qm", "export")
    git(tmp_path, "clone", "-q", str(work), str(tmp_path / "clone"))
    assert contents(tmp_path / "clone") == contents(work)
    assert contents(work).keys() >= {"Dockerfile", ".dockerignore", *FILES}


def test_builders_are_sent_only_the_context() -> None:
    assert companion_files(FILES)[".dockerignore"][1].decode() == "*\n!files\n!files-1.tar\n!files-2\n"
    assert {name: data for name, (_, data) in companion_files({}).items()} == {".dockerignore": b"*\n"}
