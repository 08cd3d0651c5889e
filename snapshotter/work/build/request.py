"""What `snap build` is asked for, and what came of it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from msgspec import Struct

from snapshotter.engine.build.directory import DirectoryBuild
from snapshotter.engine.build.steps import BuildStep
from snapshotter.errors import UsageError
from snapshotter.model import Progress
from snapshotter.recipe.dockerfile.names import dockerfile_of
from snapshotter.recipe.dockerfile.parse import Dockerfile, Instruction, parse

FOLDER = "builds"
"""Folder of a home with a note for each Dockerfile whose build failed, and the Dockerfiles that were replaced."""


class Request(Struct, frozen=True):
    """The arguments of `snap build`."""

    build: DirectoryBuild
    note: Path
    """The file that names the states of this Dockerfile, if its build has failed."""
    debug: bool = False
    good: bool = False
    """Whether the shell is that of the state before the step."""
    apply: bool = False
    keep: bool = False
    step: str = ""
    """Where to stop: the number of a step, or :LINE."""
    shell_image: str = ""
    """The image whose shell is lent to a stage that has none."""


class Screen(Struct, frozen=True):
    """How the person at the terminal is spoken to."""

    tell: Progress
    progress: Progress
    wipe: Callable[[], None]
    ask: Callable[[str], bool] | None
    """Asks a question that is answered by yes or no; None where nobody is there."""
    program: Callable[[str], list[str]]
    """Returns the command that runs `snap` for a session of a workspace."""
    interactive: bool = False
    """Whether a shell can be opened on this terminal."""
    table: bool = False
    """Whether the sizes of steps are shown: the engine is asked for them only then."""


class Failure(Struct, frozen=True):
    """The step at which a build failed."""

    line: int
    step: int
    stage: str
    text: str
    status: int | None
    cause: str
    """A sentence on what is wrong and what may be meant, "" where the output says it."""
    outside: str = ""
    """What outside the Dockerfile was the reason: the network or the engine."""
    good: str | None = None
    """The image in front of the step; None where it is not kept."""
    workspace: str | None = None


class StepRow(Struct, frozen=True):
    """One line of the table of steps."""

    number: int
    line: int
    text: str
    seconds: float | None
    size: int | None
    cached: bool


class Outcome(Struct, frozen=True):
    """What came of a build."""

    failed: Failure | None
    image: str = ""
    rows: tuple[StepRow, ...] = ()
    mended: tuple[int, ...] = ()
    """The lines of the instructions that were replaced."""
    kept_old: str = ""
    """The file with the Dockerfile as it was before."""
    advice: str = ""

    @property
    def exit_code(self) -> Literal[0, 1, 3]:
        """Return 0 for an image, 3 where network or engine failed, else 1."""
        if self.failed is None:
            return 0
        return 3 if self.failed.outside else 1


class Attempt(Struct, frozen=True):
    """One run of the builder."""

    file: Dockerfile
    content: bytes
    """The Dockerfile's bytes as they were read."""
    steps: tuple[BuildStep, ...]
    image: str
    failed: Instruction | None = None
    step: BuildStep | None = None
    reason: str = ""
    said: str = ""
    interrupted: bool = False


def read(file: Path) -> tuple[bytes, Dockerfile]:
    """Return the bytes of a Dockerfile and its instructions; raises `UsageError`."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UsageError(
            f"there is no Dockerfile to build: {file}: {error.strerror}", "name it with `-f FILE`, or its directory"
        ) from error
    return content, parse(content.decode("utf-8", "surrogateescape"))


def dockerfile_in(directory: Path, name: str) -> Path:
    """Return the path of the Dockerfile that is meant."""
    if name:
        return Path(os.path.abspath(name))  # noqa: PTH100 - keeps symlinks
    return dockerfile_of(directory)


def note_of(home: Path, file: Path) -> Path:
    """Return the file below a home that names the states of a Dockerfile."""
    key = hashlib.sha256(str(file.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return home / FOLDER / f"{key}.json"


def secret_values(words: tuple[str, ...]) -> dict[str, bytes]:
    """Return the values of `--secret id=NAME,src=FILE` and `…,env=VARIABLE`; raises `UsageError` for one not there."""
    found: dict[str, bytes] = {}
    for word in words:
        options = dict(part.partition("=")[::2] for part in word.split(","))
        ident = options.get("id", "")
        source = options.get("src") or options.get("source")
        variable = options.get("env") or (ident if options.get("type") == "env" or not source else "")
        try:
            if source and options.get("type") != "env":
                found[ident] = Path(source).expanduser().read_bytes()
            elif variable in os.environ:
                found[ident] = os.environb[os.fsencode(variable)]
            elif not options.get("env") and Path(ident).is_file():
                found[ident] = Path(ident).read_bytes()
        except OSError as error:
            raise UsageError(
                f"the secret {ident} cannot be read: {source}: {error.strerror}", "see `snap build --help`"
            ) from error
    return found


def secret_files(words: tuple[str, ...]) -> dict[str, str]:
    """Return the files that secrets are read from, by their ids."""
    found: dict[str, str] = {}
    for word in words:
        options = dict(part.partition("=")[::2] for part in word.split(","))
        source = options.get("src") or options.get("source")
        if source and options.get("type") != "env":
            found[options.get("id", "")] = os.path.abspath(Path(source).expanduser())  # noqa: PTH100 - keeps symlinks
    return found
