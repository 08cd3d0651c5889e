"""The interface to a container engine; `docker_engine.py` implements it with docker-py.

No type of docker-py appears in it: methods take and return the types of `snapshotter.model` and raise the errors of
`snapshotter.errors`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO, Literal, Protocol

from msgspec import Struct

from snapshotter.engine.generated_files import GeneratedFiles
from snapshotter.model import Image, ImageConfig, Progress, Started

if TYPE_CHECKING:
    from snapshotter.engine.build.directory import DirectoryBuild
    from snapshotter.engine.build.steps import StepLog, Watch
    from snapshotter.engine.overview import Overview

LABEL = "io.snapshotter"
"""Prefix of every label that snapshotter sets: LABEL + ".workspace", ".seq", ".base"."""
ORIGIN = LABEL + ".from"
"""Label of a container that was created from the image of a snapshot, with that image's id."""


class EngineInfo(Struct, frozen=True):
    """The name, version and address of an engine."""

    name: str
    """"docker" or "podman"."""
    version: str
    api_version: str
    address: str
    storage_driver: str
    local: bool
    """Whether the engine's storage is on this machine's file system."""
    lasting: bool = True
    """False for podman's service that was started for this command alone."""
    hindrance: str = ""
    """Why this process cannot read layers in place, "" where it can."""
    mounts: bool = True
    """Whether it can mount a directory of this process: a path is the same for both."""


class Mount(Struct, frozen=True):
    """A volume or bind mount of a container; its data is not part of the image."""

    kind: str
    source: str
    target: str
    place: Path | None = None
    """Path of the data on this machine, None where it cannot be read here."""


class Container(Struct, frozen=True):
    """A container as the engine describes it."""

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
    """The container's writable layer as an overlay directory, None where this process cannot read it in place."""
    generated: GeneratedFiles | None = None
    """The files that the engine writes for it, None where they are another container's."""

    @property
    def is_own(self) -> bool:
        """Return whether snapshotter made it; another one is left to run and to be removed by who started it."""
        return LABEL + ".workspace" in self.labels

    @property
    def origin(self) -> str:
        """Return the id of the image that it was made of, "" for the base of its workspace."""
        return self.labels.get(ORIGIN, "") if self.is_own else self.image


class HistoryStep(Struct, frozen=True):
    """One entry of an image's history: a layer, or an instruction that made none."""

    created: float
    text: str
    """What made it: an instruction of a Dockerfile in one of several spellings, or a container's command."""
    comment: str
    size: int
    """Bytes of its layer; 0 for none, and for one that holds no content."""


class Process(Struct, frozen=True):
    """A process that runs in a container."""

    pid: int
    """Its id on the engine's machine."""
    parent: int
    seconds: int
    """How long it has run."""
    foreground: bool
    """Whether it belongs to the foreground of its terminal."""
    words: tuple[str, ...]
    """Its command line, split at spaces."""


class ContainerSpec(Struct, frozen=True):
    """The settings that a workspace's container is created with."""

    image: str
    name: str
    labels: Mapping[str, str]
    idle: tuple[str, ...] | None
    """Command that keeps the container alive instead of the image's own; None: the image's own runs."""
    env: tuple[str, ...] = ()
    """Of the main process; only with `idle=None`, since a container's environment becomes that of its image."""
    ports: tuple[str, ...] = ()
    """In the form of `docker run -p`."""
    volumes: tuple[str, ...] = ()
    """In the form of `docker run -v`."""
    network: str = ""
    hostname: str = ""
    tmpfs: tuple[str, ...] = ()
    """Directories on which a file system in memory is mounted."""


class Blob(Protocol):
    """Bytes that are read piece by piece, as often as needed."""

    @property
    def digest(self) -> str:
        """Their digest as "sha256:DIGITS"."""

    @property
    def size(self) -> int:
        """Their number."""

    def pieces(self) -> Iterator[bytes]:
        """Yield them from the beginning."""


class LayerBlob(Blob, Protocol):
    """The tar of a layer, whose digest is its diff id."""

    def compressed(self) -> AbstractContextManager[Blob]:
        """Return the same as gzip."""


class Exec(Protocol):
    """A process in a container whose terminal or pipes are connected to this process."""

    def fileno(self) -> int:
        """Return the file descriptor to wait on with `select`."""

    def read(self, size: int = 65536) -> bytes:
        """Return the next bytes of output, b"" at its end (tty: raw; else stdout and stderr in order of arrival)."""

    def write(self, data: bytes) -> None:
        """Send all of `data` to the process."""

    def close_stdin(self) -> None:
        """Close the process's standard input."""

    def resize(self, rows: int, columns: int) -> None:
        """Set the terminal's size; ignored where the process has ended."""

    def exit_code(self) -> int | None:
        """Return the exit status, None while the process runs."""

    def close(self) -> None:
        """Close the connection."""


class Engine(Protocol):
    """A container engine; every method may raise `EngineError`."""

    def info(self) -> EngineInfo:
        """Return the engine's name, version and address."""

    # images
    def image(self, reference: str) -> Image:
        """Return a local image by name or id; raises `ImageNotFound`."""

    def pull(self, reference: str, progress: Progress) -> Image:
        """Fetch an image from its registry; raises `ImageNotFound` with the reason."""

    def push(self, reference: str, progress: Progress) -> None:
        """Send an image to the registry in its name, with the engine's own login; raises `RemoteFailed`."""

    def tags(self) -> list[str]:
        """List every local "name:tag", sorted."""

    def tag(self, image: str, reference: str) -> None:
        """Add a name to an image."""

    def registry_has(self, name: str) -> bool:
        """Return whether the registry answers that it has the image NAME@sha256:…; False without an answer."""

    def remove_image(self, reference: str) -> None:
        """Remove a name and, where it was the last one, the image; an absent one is ignored."""

    def images_labelled(self, label: str, value: str) -> list[Image]:
        """List the images whose label has this value."""

    def history(self, image: str) -> list[HistoryStep]:
        """Return the image's history, oldest first."""

    def lower(self, image: str, count: int, config: ImageConfig, *, name: str) -> str:
        """Make the image `name` of the lowest `count` layers of another, with this configuration; return its id."""

    def layer_dirs(self, image: str) -> list[Path] | None:
        """Return the image's layers as overlay directories, lowest first; None where this process cannot read them."""

    def save(self, image: str) -> BinaryIO:
        """Return the image as the stream that `docker save` writes; the caller closes it."""

    def save_all(self, images: Sequence[str]) -> BinaryIO:
        """Return several images as one stream for `load`; the caller closes it."""

    def load(self, pieces: Iterable[bytes]) -> None:
        """Load the images of a stream; those that are there already stay."""

    # containers
    def create(self, spec: ContainerSpec, *, start: bool = True) -> str:
        """Create a container, start it and return its id; raises `Conflict` where its name is taken."""

    def container(self, ident: str) -> Container:
        """Return a container by name or id; raises `ContainerNotFound`."""

    def container_names(self) -> list[str]:
        """List the names of all containers, sorted."""

    def overview(self, ident: str) -> Overview:
        """Return a container's state, health, network, mounts and limits; raises `ContainerNotFound`."""

    def started_with(self, ident: str) -> Started:
        """Return what a container was started with; of variables all that its image does not set."""

    def start(self, ident: str) -> None:
        """Start a stopped container; a running one is left as it is."""

    def stop(self, ident: str, timeout: int) -> None:
        """Stop a container, killing it after `timeout` seconds."""

    def pause(self, ident: str) -> None:
        """Pause the container's processes; raises `NotPausable` where the engine cannot."""

    def unpause(self, ident: str) -> None:
        """Resume the container's processes; a container that is not paused is left as it is."""

    def rename(self, ident: str, name: str) -> None:
        """Rename a container; raises `Conflict` where it is taken."""

    def remove(self, ident: str, *, volumes: bool = True) -> None:
        """Remove a container, running or not, with its anonymous `volumes`; an absent one is ignored."""

    def commit(self, ident: str, config: ImageConfig, *, repository: str, tag: str, message: str, pause: bool) -> str:
        """Make an image of the container with exactly this configuration and the container's labels; return its id."""

    def stack(
        self, parent: str, layer: Callable[[], LayerBlob], config: ImageConfig, *, name: str, message: str
    ) -> str:
        """Make the image `name` of `parent`, which must be there, and a layer on it; return its id.

        `layer` is called once the engine is ready for it, and may wait until it is there; its errors are raised.
        The image has exactly this configuration.  Raises `NotStacked`, and leaves nothing, where it is refused.
        """

    def diff(self, ident: str) -> list[tuple[str, str]]:
        """Return what `docker diff` lists, as ("A" | "C" | "D", path)."""

    def read_path(self, ident: str, path: str) -> BinaryIO | None:
        """Return a path of a container as a tar stream whose names begin with its last name; None if it is missing.

        The caller closes it.  Of extended attributes it has only the capabilities of programs.
        """

    def write_paths(self, ident: str, stream: BinaryIO) -> None:
        """Write the members of a tar stream below the root of a container, running or not."""

    def remove_volume(self, name: str) -> None:
        """Remove a volume; raises `SnapError` for an absent one, and for one that a container uses."""

    def remove_paths(self, ident: str, files: Sequence[str], directories: Sequence[str]) -> None:
        """Remove files, then directories that are empty by then, of a running container; absent ones are ignored."""

    def processes(self, ident: str) -> list[Process]:
        """Return the processes of a running or paused container, in the order in which the engine lists them."""

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
        """Run a process to its end; return its exit status and its stdout (stderr is dropped)."""

    def read_files(self, image: str, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield (path, content) of regular files of an image, in any order; absent ones are left out."""

    # builds
    def build(
        self,
        context: BinaryIO,
        *,
        tag: str,
        labels: Mapping[str, str],
        no_cache: bool,
        progress: Progress,
        builder: str = "classic",
        secrets: Mapping[str, str] = MappingProxyType({}),
    ) -> str:
        """Build a tar stream that holds a Dockerfile and return the image's id; raises `BuildFailed`.

        `builder` is "" for the one that the user's `docker build` uses, "classic", or a name that buildx knows.
        Steps read `secrets` (name → value); raises `NoBuildKit` where that is not possible here.
        """

    def expect_build(self, builder: str) -> None:
        """Start to find out which builder `builder` is, for a build of a directory that begins soon."""

    def build_directory(self, build: DirectoryBuild, watch: Watch, hidden: Sequence[str] = ()) -> StepLog:
        """Build a directory, report its steps to `watch` and return them; `hidden` are values of secrets."""


Connect = Callable[[], Engine]
"""Connects to the engine when it is first needed; raises `EngineNotFound`."""
