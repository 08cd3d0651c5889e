"""The output of writing a recipe: the lines of the Dockerfile, its instructions, and the files of the context."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from itertools import accumulate

from msgspec import Struct, field

from snapshotter.errors import StoreError
from snapshotter.recipe.model import Instruction, Origin
from snapshotter.recipe.syntax import encodable, is_one_instruction, with_short_lines

ROOT = "files"
"""The folder of the context that mirrors the image's root."""
SCRIPTS = "scripts"
"""The folder of the context with the scripts that steps run."""
_WIDTH = 110
"""Characters of a comment line."""


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
        """Add an instruction, with the commands it stands for and the paths that it copies.

        Raises `StoreError` for a text that a builder would read as more than one instruction, or as part of the next.
        """
        text = with_short_lines(encodable(instruction))
        if not is_one_instruction(text):
            raise StoreError(f"a Dockerfile cannot hold this as one instruction: {text!r}", "report this as a bug")
        self.marks.append((len(self.lines), origins, tuple(paths)))
        self.lines.append(text)

    def comment(self, text: str) -> None:
        """Add a text as comment lines, with `?` in place of characters that are not printable."""
        self.lines += comment_lines(text)

    def instructions(self) -> Iterator[Instruction]:
        """Return the instructions with the numbers of their first lines."""
        first = list(accumulate((text.count("\n") + 1 for text in self.lines), initial=1))
        return (Instruction(first[at], self.lines[at], origins, paths) for at, origins, paths in self.marks)


def comment_lines(text: str) -> list[str]:
    """Return a text as comment lines, with `?` in place of characters that are not printable."""
    found: list[str] = []
    for line in text.splitlines():
        safe = "".join(char if char.isprintable() else "?" for char in line)
        found += [f"# {piece}" for piece in textwrap.wrap(safe, _WIDTH)] if safe.strip() else ["#"]
    return found


def add_file(out: Output, path: str, mode: int, data: bytes, seq: int, root: str = ROOT) -> str:
    """Add a file to the context under its path in the image and return its name in the context."""
    check_path(path)
    name = root + path
    if name in out.files and out.files[name] != (mode, data):
        name = f"{ROOT}-{seq}{path}"
    out.files[name] = (mode, data)
    out.names[path] = name
    return name


def add_script(out: Output, name: str, data: bytes) -> str:
    """Add a script that a step runs to the context and return its name there."""
    out.files[f"{SCRIPTS}/{name}"] = (0o644, data)
    return f"{SCRIPTS}/{name}"


def check_path(path: str) -> None:
    """Raise `StoreError` unless a path is one that a layer can hold: absolute, without `..`, and with bytes."""
    parts = path.split("/")
    if parts[0] or {"", ".", ".."}.intersection(parts[1:]) or not has_bytes(path):
        raise StoreError(f"the record names a path that no image can hold: {path!r}", "check it with `snap doctor`")


def has_bytes(name: str) -> bool:
    """Return whether a file system can hold a name or the target of a link."""
    return "\0" not in name and encodable(name) == name
