"""Engines whose builder reports steps that were written down, and what a person at its terminal is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from snapshotter.engine.build.directory import DirectoryBuild
from snapshotter.engine.build.steps import BuildStep, StepLog, Watch
from snapshotter.errors import SnapError
from snapshotter.model import ImageConfig
from snapshotter.work.build.request import Request, Screen, dockerfile_in, note_of
from tests.work.fakes import BASE, CONFIG, FakeEngine, put


class Builder(FakeEngine):
    """An engine whose builder reports steps that were written down."""

    steps: tuple[BuildStep, ...] = ()

    def build_directory(self, build: DirectoryBuild, watch: Watch, hidden: Sequence[str] = ()) -> StepLog:
        log = StepLog(watch)
        for step in self.steps:
            log.steps.append(replace(step, seconds=None))
            watch(log.steps[-1])
            if step.error:
                log.failed, log.reason = log.steps[-1], step.error
            log.steps[-1].seconds = 1.0
            watch(log.steps[-1])
        log.image = "" if log.failed else "sha256:made"
        return log


class Stages(Builder):
    """An engine that makes an image of each Dockerfile that is cut off before a step, and plays commands."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        root.mkdir(exist_ok=True)
        self.built: list[DirectoryBuild] = []
        self.cut: list[str] = []
        """The Dockerfiles that were cut off."""
        self.refused = ""
        """Why those do not build."""
        self.ran: list[Sequence[str]] = []
        self.sent: list[bytes] = []
        self.done = b"*\n"
        """What is in the directory of marks after a step was played."""
        self.config: ImageConfig = replace(CONFIG, workdir="/root")
        self.add_image(BASE, {"/bin/bash": "#!", "/etc/passwd": "root:x:0:0::/root:/bin/sh\n"})

    def build_directory(self, build: DirectoryBuild, watch: Watch, hidden: Sequence[str] = ()) -> StepLog:
        self.built.append(build)
        if not build.tag.startswith("snap/build/"):
            return super().build_directory(build, watch, hidden)
        log = StepLog(watch)
        self.cut.append(build.file.read_text())
        if self.refused:
            log.reason = self.refused
        else:
            log.image = self.add_image(build.tag, {"/bin/bash": "#!"}, self.config).id
        return log

    def run(
        self, ident: str, argv: Sequence[str], *, user: str = "", env: Sequence[str] = (), workdir: str = ""
    ) -> tuple[int, bytes]:
        self.ran.append(argv)
        return 0, self.done

    def remove_volume(self, name: str) -> None:
        raise SnapError(f"there is no volume {name}")

    def plays(self, status: int, **files: str) -> None:
        """Let each process end with a status after it has written files into the root directory."""

        def played(ident: str, _words: Sequence[str]) -> tuple[int, bytes]:
            for name, text in files.items():
                put(self.boxes[ident].upper, name, text)
            return status, b""

        self.program = played


@dataclass
class Terminal:
    """What is told, and the answers to questions."""

    told: list[str] = field(default_factory=list)
    answers: list[bool] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def _ask(self, question: str) -> bool:
        self.asked.append(question)
        return self.answers.pop(0)

    def screen(self, *, interactive: bool = False, table: bool = False) -> Screen:
        return Screen(
            lambda line: self.told.append(str(line)),
            lambda _: None,
            lambda: None,
            self._ask if self.answers else None,
            lambda name: ["snap", name],
            interactive=interactive,
            table=table,
        )

    def said(self, text: str) -> bool:
        return any(text in line for line in self.told)


def request(directory: Path) -> Request:
    """Return what is asked for a directory beside that of the home."""
    file = dockerfile_in(directory, "")
    return Request(DirectoryBuild(directory, file), note_of(directory.parent / "home", file))


def failing(error: str, *printed: str, text: str = "RUN two", number: int = 3) -> BuildStep:
    return BuildStep(text, number, 3, error=error, printed=list(printed))
