"""The output of writing a recipe: the lines of the Dockerfile, its instructions, and the files of the context."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate

from msgspec import Struct, field

from snapshotter.recipe.model import Instruction, Origin

ROOT = "files"
"""The folder of the context that mirrors the image's root."""


class Output(Struct):
    """The Dockerfile and the context being written."""

    lines: list[str] = field(default_factory=list)
    """Instructions, comments and empty lines; an instruction of several physical lines is one of them."""
    files: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """Path in the image → its latest name in the context."""
    missing: list[str] = field(default_factory=list)
    marks: list[tuple[int, tuple[Origin, ...], tuple[str, ...]]] = field(default_factory=list)
    """For each instruction its index in `lines`, the commands it stands for, and the paths that it copies."""

    def add(self, instruction: str, origins: tuple[Origin, ...] = (), paths: Iterable[str] = ()) -> None:
        """Add an instruction, with the commands it stands for and the paths that it copies."""
        self.marks.append((len(self.lines), origins, tuple(paths)))
        self.lines.append(instruction)

    def instructions(self) -> Iterator[Instruction]:
        """Return the instructions with the numbers of their first lines."""
        first = list(accumulate((text.count("\n") + 1 for text in self.lines), initial=1))
        return (Instruction(first[at], self.lines[at], origins, paths) for at, origins, paths in self.marks)


def add_file(out: Output, path: str, mode: int, data: bytes, seq: int) -> str:
    """Add a file to the context under its path in the image and return its name in the context."""
    name = ROOT + path
    if name in out.files and out.files[name] != (mode, data):
        name = f"{ROOT}-{seq}{path}"
    out.files[name] = (mode, data)
    out.names[path] = name
    return name
