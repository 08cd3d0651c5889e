"""The rooms' order: imports only go down the list, and third-party libraries stay in their room."""

from __future__ import annotations

import ast
from collections.abc import Iterator
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
    "tabulate": "cli",
    "rich": "cli",
    "docker": "engine",
    "git": "store",
    "tree_sitter": "shell",
    "tree_sitter_bash": "shell",
}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            if node.module == "snapshotter":
                yield from (f"snapshotter.{alias.name}" for alias in node.names)


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


FILES = sorted(path for path in PACKAGE.rglob("*.py") if room(path) in ROOMS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    here = ROOMS.index(room(path))
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "snapshotter" and len(parts) > 1 and parts[1] in ROOMS:
            assert ROOMS.index(parts[1]) >= here, f"{path.name} imports {name}, which lies above it"
        elif parts[0] in ONLY:
            assert room(path) == ONLY[parts[0]], f"{parts[0]} belongs to {ONLY[parts[0]]}/"
