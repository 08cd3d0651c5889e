"""Removal of a container's files: by the programs of its image, else by this process, and never elsewhere."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import docker
import pytest

from snapshotter.engine import container_files
from snapshotter.errors import EngineError

CLIENT = cast(docker.APIClient, None)


class Programs:
    """The programs of an image: what was run, and how each ends."""

    def __init__(self, status: int = 0, error: bool = False) -> None:
        self.ran: list[list[str]] = []
        self._status, self._error = status, error

    def __call__(self, argv: Sequence[str]) -> tuple[int, bytes]:
        self.ran.append(list(argv))
        if self._error:
            raise EngineError("there is no such program")
        return self._status, b""


def test_programs_of_the_image_are_used() -> None:
    run = Programs()
    container_files.remove(CLIENT, "c", ["/a b", "-x"], ["/d/e", "/d"], run)
    assert run.ran == [["rm", "-f", "--", "/a b", "-x"], ["rmdir", "--", "/d/e", "/d"]]


def test_many_paths_are_given_in_groups() -> None:
    run = Programs()
    paths = [f"/{'x' * 1000}/{number}" for number in range(250)]
    container_files.remove(CLIENT, "c", paths, [], run)
    assert len(run.ran) == 3 and [path for argv in run.ran for path in argv[3:]] == paths


@pytest.mark.parametrize("run", [Programs(127), Programs(error=True)])
def test_without_a_program_this_process_removes(tmp_path: Path, run: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "kept").write_text("")
    root = tmp_path / "root"
    (root / "d" / "full").mkdir(parents=True)
    (root / "d" / "e").mkdir()
    (root / "d" / "f").write_text("")
    (root / "link").symlink_to(tmp_path / "out")
    monkeypatch.setattr(container_files, "_open_root", lambda *_: os.open(root, os.O_RDONLY))
    container_files.remove(CLIENT, "c", ["/d/f", "/d/missing", "/none/x", "/d/e"], ["/d/e"], run)
    assert sorted(path.name for path in (root / "d").iterdir()) == ["full"]
    with pytest.raises(EngineError, match="/link/kept cannot be removed"):
        container_files.remove(CLIENT, "c", ["/link/kept"], [], run)
    assert (tmp_path / "out" / "kept").exists()


def test_names_that_are_not_utf8_are_not_given_to_a_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a\udcff").write_text("")
    monkeypatch.setattr(container_files, "_open_root", lambda *_: os.open(tmp_path, os.O_RDONLY))
    run = Programs()
    container_files.remove(CLIENT, "c", ["/a\udcff", "/b"], [], run)
    assert run.ran == [["rm", "-f", "--", "/b"]] and not list(tmp_path.iterdir())


def test_a_root_that_is_not_the_containers_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container_files, "_pid", lambda *_: os.getpid())
    assert container_files._open_root(CLIENT, "c" * 64) is None
    monkeypatch.setattr(container_files, "_pid", lambda *_: 0)
    with pytest.raises(EngineError, match="no program that removes /a"):
        container_files.remove(CLIENT, "c", ["/a"], [], Programs(127))
