"""What snapshotter asks of a container engine, in its own nouns; `docker_engine.py` answers over docker-py.

Nothing of docker-py's crosses this line: methods take and give the nouns of `snapshotter.model` and
raise the errors of `snapshotter.errors`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Literal, Protocol

from msgspec import Struct

from snapshotter.model import Image, ImageConfig, Progress

LABEL = "io.snapshotter"
"""Prefix of every label that snapshotter sets: LABEL + ".workspace", ".seq", ".base"."""


class EngineInfo(Struct, frozen=True):
    """Which engine answers, and where."""

    name: str
    """"docker" or "podman"."""
    version: str
    api_version: str
    address: str
    storage_driver: str
    local: bool
    """True where the engine's storage is on this machine's file system."""
    lasting: bool = True
    """False for podman's service that was started for this command alone."""


class Mount(Struct, frozen=True):
    """A volume or bind mount of a container: data that is no part of its image."""

    kind: str
    source: str
    target: str
    place: Path | None = None
    """The data on this machine, None where it cannot be read here."""


class Container(Struct, frozen=True):
    """A container as the engine knows it."""

    id: str
    name: str
    state: Literal["created", "running", "paused", "restarting", "exited", "dead"]
    image: str
    """Image id."""
    labels: Mapping[str, str]
    user: str
    workdir: str
    mounts: tuple[Mount, ...]
    upper: Path | None
    """The container's own writable layer as an overlay directory, where this process can read it in place."""


class ContainerSpec(Struct, frozen=True):
    """A workspace's container to be made."""

    image: str
    name: str
    labels: Mapping[str, str]
    idle: tuple[str, ...] | None
    """The process that keeps the container alive instead of the image's own; None: the image's own runs."""
    env: tuple[str, ...] = ()
    """For the main process: only with idle=None, since a container's environment becomes its image's."""
    ports: tuple[str, ...] = ()
    """As `docker run -p` takes them."""
    volumes: tuple[str, ...] = ()
    """As `docker run -v` takes them."""
    network: str = ""
    hostname: str = ""


class Exec(Protocol):
    """A process in a container whose terminal or pipes are on this side."""

    def fileno(self) -> int:
        """Give the descriptor to wait on with `select`."""

    def read(self, size: int = 65536) -> bytes:
        """Give the next bytes of output, b"" at its end (tty: raw; else stdout and stderr as they come)."""

    def write(self, data: bytes) -> None:
        """Send all of `data` to the process."""

    def close_stdin(self) -> None:
        """Say that no more input comes."""

    def resize(self, rows: int, columns: int) -> None:
        """Set the terminal's size; nothing happens where the process is gone already."""

    def exit_code(self) -> int | None:
        """Give the exit status, None while it runs."""

    def close(self) -> None:
        """Let go of the connection."""


class Engine(Protocol):
    """A container engine; every method may raise `EngineError`."""

    def info(self) -> EngineInfo:
        """Tell which engine answers."""

    # images
    def image(self, reference: str) -> Image:
        """Look an image up locally; raises `ImageNotFound`."""

    def pull(self, reference: str, progress: Progress) -> Image:
        """Fetch an image from its registry; raises `ImageNotFound` with the reason."""

    def tags(self) -> list[str]:
        """List every local "name:tag", sorted."""

    def tag(self, image: str, reference: str) -> None:
        """Give an image one more name."""

    def remove_image(self, reference: str) -> None:
        """Remove a name and, where it was the last one, the image; absent is fine."""

    def images_labelled(self, label: str, value: str) -> list[Image]:
        """List the images that carry a label."""

    def layer_dirs(self, image: str) -> list[Path] | None:
        """Give the image's layers as overlay directories, lowest first; None where this process cannot read them."""

    def save(self, image: str) -> BinaryIO:
        """Stream the image as `docker save` writes it; close it when done."""

    # containers
    def create(self, spec: ContainerSpec) -> str:
        """Create and start a container; gives its id; raises `Conflict` where its name is taken."""

    def container(self, ident: str) -> Container:
        """Look a container up; raises `ContainerNotFound`."""

    def start(self, ident: str) -> None:
        """Start a stopped container; fine where it runs already."""

    def stop(self, ident: str, timeout: int) -> None:
        """Stop a container, killing it after `timeout` seconds."""

    def pause(self, ident: str) -> None:
        """Freeze the container's processes."""

    def unpause(self, ident: str) -> None:
        """Thaw the container's processes; fine where they are not frozen."""

    def remove(self, ident: str) -> None:
        """Remove a container, running or not, with its anonymous volumes; absent is fine."""

    def commit(self, ident: str, config: ImageConfig, *, repository: str, tag: str, message: str, pause: bool) -> str:
        """Make the container's layer an image with just this configuration (and labels); gives its id."""

    def diff(self, ident: str) -> list[tuple[str, str]]:
        """Give what `docker diff` gives: ("A" | "C" | "D", path)."""

    def exec(
        self,
        ident: str,
        argv: Sequence[str],
        *,
        tty: bool,
        env: Sequence[str] = (),
        user: str = "",
        workdir: str = "",
        size: tuple[int, int] | None = None,
        stdin: bool = True,
    ) -> Exec:
        """Start a process in a running container; `size` is (rows, columns)."""

    def run(
        self, ident: str, argv: Sequence[str], *, user: str = "", env: Sequence[str] = (), workdir: str = ""
    ) -> tuple[int, bytes]:
        """Run a process to its end; gives its exit status and its stdout (stderr dropped)."""

    def read_files(self, image: str, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Give the contents of regular files of an image, in any order; absent ones are passed over."""

    # builds
    def build(
        self, context: BinaryIO, *, tag: str, labels: Mapping[str, str], no_cache: bool, progress: Progress
    ) -> str:
        """Build a tar stream that holds a Dockerfile; gives the image id; raises `BuildFailed`."""

    def build_with_secrets(
        self,
        context: BinaryIO,
        *,
        labels: Mapping[str, str],
        no_cache: bool,
        secrets: Mapping[str, str],
        progress: Progress,
    ) -> str:
        """Build with BuildKit, secrets given by their name; raises `NoBuildKit` where that cannot be done here."""


Connect = Callable[[], Engine]
"""Connects to the engine where it is first needed; raises `EngineNotFound`."""
