"""The order of the rooms: imports only go down, in no circle, and third-party libraries stay in their room."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "snapshotter"
ROOMS = [
    "cli",
    "work",
    "proof",
    "recipe",
    "changes",
    "record",
    "rootfs",
    "engine",
    "store",
    "shell",
    "secrets",
    "progress",
    "model",
    "errors",
    "regex",
]
ONLY = {
    "typer": "cli",
    "click": "cli",
    "rich": "cli",
    "cyclonedx": "cli",
    "textual": "cli",
    "packageurl": "cli",
    "spdx_tools": "cli",
    "docker": "engine",
    "git": "store",
    "oras": "engine",
    "backports": "rootfs",
    "tree_sitter": "shell",
    "tree_sitter_bash": "shell",
}
MOST_ENTRIES = 16
"""Files and folders in one folder: a room is read at a glance, a drawer is not."""


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            if node.module.startswith("snapshotter"):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def module(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)


FILES = sorted(path for path in PACKAGE.rglob("*.py") if room(path) in ROOMS)
FOLDERS = sorted({path.parent for path in FILES} - {PACKAGE / "cli" / "verbs"})  # there: one file for each verb


def test_every_room_is_in_the_list() -> None:
    assert {room(path) for path in PACKAGE.rglob("*.py")} - {"__init__"} == set(ROOMS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    here = ROOMS.index(room(path))
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "snapshotter" and len(parts) > 1 and parts[1] in ROOMS:
            assert ROOMS.index(parts[1]) >= here, f"{path.name} imports {name}, which lies above it"
        elif parts[0] in ONLY:
            assert room(path) == ONLY[parts[0]], f"{parts[0]} belongs to {ONLY[parts[0]]}/"


def test_the_command_line_knows_no_recipe() -> None:
    for path in FILES:
        if room(path) == "cli":
            assert not [name for name in imports(path) if name.startswith("snapshotter.recipe")], path


def test_no_file_is_imported_in_a_circle() -> None:
    known = {module(path): path for path in FILES}
    graph = {name: {one for one in imports(path) if one in known} - {name} for name, path in known.items()}
    assert len(list(TopologicalSorter(graph).static_order())) == len(known)  # raises CycleError, which names the files


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: str(path.relative_to(PACKAGE.parent)))
def test_a_folder_is_read_at_a_glance(folder: Path) -> None:
    entries = [one for one in folder.iterdir() if one.name not in ("__init__.py", "__pycache__", "py.typed")]
    assert len(entries) <= MOST_ENTRIES, sorted(one.name for one in entries)
