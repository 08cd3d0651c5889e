"""A fake engine that keeps images and containers in directories, and a person who works in a workspace of it."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import shutil
import stat
import tarfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from msgspec.structs import replace

from snapshotter.engine.api import Container, ContainerSpec, EngineInfo, Exec, HistoryStep, LayerBlob, Mount, Process
from snapshotter.engine.build.directory import DirectoryBuild
from snapshotter.engine.build.steps import StepLog, Watch
from snapshotter.engine.overview import Overview, from_api
from snapshotter.errors import Conflict, ContainerNotFound, EngineError, ImageNotFound, NotPausable
from snapshotter.model import Image, ImageConfig, Progress, Started, Workspace
from snapshotter.rootfs.layer.names import OPAQUE, WHITEOUT
from snapshotter.store.home import Home
from snapshotter.store.journal.journal import open_record
from snapshotter.store.journal.records import Asked, Begin, Close, End

Going = Callable[..., None]
BASE = "debian:bookworm"
CONFIG = ImageConfig(env=("PATH=/usr/bin:/bin",), cmd=("bash",))


@dataclass
class Box:
    """A container of the fake engine."""

    spec: ContainerSpec
    upper: Path
    state: str = "running"
    mounts: tuple[Mount, ...] = ()


@dataclass
class FakeExec:
    """A process that has ended."""

    status: int
    output: bytes

    def fileno(self) -> int:
        raise NotImplementedError

    def read(self, size: int = 65536) -> bytes:
        piece, self.output = self.output[:size], self.output[size:]
        return piece

    def write(self, data: bytes) -> None:
        raise NotImplementedError

    def close_stdin(self) -> None:
        pass

    def resize(self, rows: int, columns: int) -> None:
        pass

    def exit_code(self) -> int | None:
        return self.status

    def close(self) -> None:
        pass


@dataclass
class FakeEngine:
    """An engine that answers from directories below `root`; `broken` maps the methods that fail to their errors."""

    root: Path
    images: dict[str, Image] = field(default_factory=dict)
    tagged: dict[str, str] = field(default_factory=dict)
    directories: dict[str, list[Path]] = field(default_factory=dict)
    boxes: dict[str, Box] = field(default_factory=dict)
    registry: dict[str, Mapping[str, str]] = field(default_factory=dict)
    broken: dict[str, BaseException] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    removed_volumes: list[str] = field(default_factory=list)
    in_place: bool = True
    program: Callable[[str, Sequence[str]], tuple[int, bytes]] | None = None
    """Stands for every process: returns exit status and output, given the container's id and the words."""
    driver: str = "overlay2"
    histories: dict[str, list[HistoryStep]] = field(default_factory=dict)
    descriptions: dict[str, Mapping[str, object]] = field(default_factory=dict)
    """Name of a container → what its description has besides, in the form of the engine's API."""
    pushed: dict[str, Image] = field(default_factory=dict)

    def _called(self, what: str) -> None:
        self.calls.append(what)
        if what in self.broken:
            raise self.broken[what]

    def add_image(self, name: str, files: Mapping[str, str], config: ImageConfig = CONFIG) -> Image:
        """Make an image of one layer that holds these files."""
        directory = self.root / f"layer-{len(self.directories)}"
        for path, text in files.items():
            put(directory, path, text)
        directory.mkdir(exist_ok=True)
        return self._add(name, [directory], config)

    def _add(self, name: str, directories: list[Path], config: ImageConfig) -> Image:
        layers = tuple(f"sha256:{hashlib.sha256(str(d).encode()).hexdigest()}" for d in directories)
        ident = "sha256:" + hashlib.sha256(f"{name} {layers} {config} {len(self.images)}".encode()).hexdigest()
        self.images[ident] = Image(ident, (), (), config, layers, 1000)
        self.directories[ident] = directories
        self.tagged[name] = ident
        return self.image(name)

    def info(self) -> EngineInfo:
        self._called("info")
        return EngineInfo("docker", "20.10", "1.41", "unix:///fake", self.driver, True)

    def image(self, reference: str) -> Image:
        self._called("image")
        wanted = reference if ":" in reference.rsplit("/", 1)[-1] else f"{reference}:latest"
        ident = self.tagged.get(wanted, reference)
        if ident not in self.images:
            raise ImageNotFound(f"no such image: {reference}")
        tags = tuple(sorted(tag for tag, other in self.tagged.items() if other == ident))
        return replace(self.images[ident], tags=tags)

    def pull(self, reference: str, progress: Progress) -> Image:
        self._called("pull")
        if reference not in self.registry:
            raise ImageNotFound(f"the image {reference} cannot be pulled", "load it from a file")
        progress(f"pulling {reference}")
        return self.add_image(reference, self.registry[reference])

    def push(self, reference: str, progress: Progress) -> None:
        self._called("push")
        self.pushed[reference] = self.image(reference)

    def tags(self) -> list[str]:
        self._called("tags")
        return sorted(self.tagged)

    def tag(self, image: str, reference: str) -> None:
        self._called("tag")
        self.tagged[reference] = self.image(image).id

    def remove_image(self, reference: str) -> None:
        self._called("remove_image")
        ident = self.tagged.pop(reference, reference)
        if ident not in self.tagged.values():  # as an engine does, the image goes with its last name
            self.images.pop(ident, None)

    def images_labelled(self, label: str, value: str) -> list[Image]:
        return [self.image(ident) for ident, image in self.images.items() if (label, value) in image.config.labels]

    def history(self, image: str) -> list[HistoryStep]:
        self._called("history")
        return self.histories.get(self.image(image).id, [])

    def lower(self, image: str, count: int, config: ImageConfig, *, name: str) -> str:
        self._called("lower")
        return self._add(name, self.directories[self.image(image).id][:count], config).id

    def add_layer(self, name: str, below: str, files: Mapping[str, str], text: str, comment: str = "") -> Image:
        """Make an image of another one and a layer with these files, with an entry of history."""
        directory = self.root / f"layer-{len(list(self.root.iterdir()))}"
        directory.mkdir()
        for path, content in files.items():
            put(directory, path, content)
        parent = self.image(below)
        made = self._add(name, [*self.directories[parent.id], directory], parent.config)
        step = HistoryStep(1_700_000_000.0, text, comment, sum(map(len, files.values())))
        self.histories[made.id] = [*self.histories.get(parent.id, []), step]
        return made

    def layer_dirs(self, image: str) -> list[Path] | None:
        return self.directories[self.image(image).id] if self.in_place else None

    def save(self, image: str) -> BinaryIO:
        raise EngineError("The fake engine saves nothing.")

    def save_all(self, images: Sequence[str]) -> BinaryIO:
        self._called("save_all")
        return io.BytesIO(pickle.dumps([(self.images[ident], self.directories[ident]) for ident in images]))

    def load(self, pieces: Iterable[bytes]) -> None:
        self._called("load")
        for image, directories in pickle.loads(b"".join(pieces)):
            self.images[image.id], self.directories[image.id] = image, directories

    def create(self, spec: ContainerSpec, *, start: bool = True) -> str:
        if any(box.spec.name == spec.name for box in self.boxes.values()):
            raise Conflict(f"The container name {spec.name} is already in use.")
        number = len(list(self.root.glob("upper-*")))
        self.image(spec.image)
        ident = hashlib.sha256(f"{spec.name} {number}".encode()).hexdigest()
        upper = self.root / f"upper-{ident[:8]}"
        upper.mkdir()
        mounts = tuple(Mount("bind", volume.split(":")[0], volume.split(":")[1]) for volume in spec.volumes)
        self.boxes[ident] = Box(spec, upper, "running" if start else "created", mounts)
        self._called("create")
        return ident

    def _box(self, ident: str) -> tuple[str, Box]:
        for key, box in self.boxes.items():
            if ident in (key, box.spec.name):
                return key, box
        raise ContainerNotFound(f"no such container: {ident}")

    def container(self, ident: str) -> Container:
        self._called("container")
        key, box = self._box(ident)
        return Container(
            key,
            box.spec.name,
            box.state,  # type: ignore[arg-type]
            box.spec.image,
            box.spec.labels,
            "",
            "",
            box.mounts,
            box.upper if self.in_place else None,
        )

    def container_names(self) -> list[str]:
        return sorted(box.spec.name for box in self.boxes.values())

    def overview(self, ident: str) -> Overview:
        _, box = self._box(ident)
        return from_api(
            {
                "Config": {"Image": box.spec.image, "Env": [*self.image(box.spec.image).config.env, *box.spec.env]},
                "State": {"Running": box.state == "running", "StartedAt": "2024-01-01T00:00:00.5Z", "Pid": 7},
                **self.descriptions.get(box.spec.name, {}),
            }
        )

    def started_with(self, ident: str) -> Started:
        self._called("started_with")
        _, box = self._box(ident)
        return Started(box.spec.name, box.spec.env, box.spec.ports, box.spec.volumes)

    def _state(self, ident: str, call: str, state: str) -> None:
        self._called(call)
        self._box(ident)[1].state = state

    def start(self, ident: str) -> None:
        self._state(ident, "start", "running")

    def stop(self, ident: str, timeout: int) -> None:
        self._state(ident, "stop", "exited")

    def pause(self, ident: str) -> None:
        self._state(ident, "pause", "paused")

    def unpause(self, ident: str) -> None:
        if self._box(ident)[1].state == "paused":
            self._state(ident, "unpause", "running")

    def rename(self, ident: str, name: str) -> None:
        self._called("rename")
        if any(box.spec.name == name for box in self.boxes.values()):
            raise Conflict(f"The container name {name} is already in use.")
        box = self._box(ident)[1]
        box.spec = replace(box.spec, name=name)

    def remove(self, ident: str, *, volumes: bool = True) -> None:
        self._called("remove")
        with suppress(ContainerNotFound):
            self.boxes.pop(self._box(ident)[0])

    def remove_volume(self, name: str) -> None:
        self._called("remove_volume")
        self.removed_volumes.append(name)

    def commit(self, ident: str, config: ImageConfig, *, repository: str, tag: str, message: str, pause: bool) -> str:
        _, box = self._box(ident)
        cannot_pause = isinstance(self.broken.get("pause"), NotPausable)
        assert box.state != "running" or cannot_pause or pause, "the container must be frozen while its image is made"
        layer = self.root / f"layer-{len(self.directories)}"
        shutil.copytree(box.upper, layer, symlinks=True)
        config = replace(config, labels=tuple(sorted(box.spec.labels.items())))
        made = self._add(f"{repository}:{tag}", [*self.directories[box.spec.image], layer], config)
        self._called("commit")
        return made.id

    def stack(
        self, parent: str, layer: Callable[[], LayerBlob], config: ImageConfig, *, name: str, message: str
    ) -> str:
        self._called("stack")
        given = layer()
        directory = self.root / f"layer-{len(self.directories)}"
        unpack(b"".join(given.pieces()), directory)
        below = self.image(parent)
        made = self._add(name, [*self.directories[below.id], directory], config)
        self.images[made.id] = replace(self.images[made.id], layers=(*below.layers, given.digest))
        return made.id

    def processes(self, ident: str) -> list[Process]:
        self._called("processes")
        return []

    def diff(self, ident: str) -> list[tuple[str, str]]:
        self._called("diff")
        _, box = self._box(ident)
        base = self.directories[box.spec.image]
        names = [path.relative_to(box.upper) for path in sorted(box.upper.rglob("*"))]
        return [("C" if any((layer / name).exists() for layer in base) else "A", f"/{name}") for name in names]

    def read_path(self, ident: str, path: str) -> BinaryIO | None:
        self._called("read_path")
        _, box = self._box(ident)
        found = [layer / path.lstrip("/") for layer in (*self.directories[box.spec.image], box.upper)]
        found = [place for place in found if os.path.lexists(place)]
        if not found or _is_whiteout(found[-1]):
            return None
        stream = io.BytesIO()
        with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
            for place in found if found[-1].is_dir() else found[-1:]:
                tar.add(place, place.name, filter=_whole_seconds)
        stream.seek(0)
        return stream

    def write_paths(self, ident: str, stream: BinaryIO) -> None:
        self._called("write_paths")
        upper = self._box(ident)[1].upper
        with tarfile.open(fileobj=stream, mode="r") as tar:
            for member in tar:
                place = upper / member.name
                if os.path.lexists(place) and not (place.is_dir() and member.isdir()):
                    place.unlink()
                member.uid, member.gid = os.getuid(), os.getgid()
                tar.extract(member, upper, filter="fully_trusted")
        stream.seek(0)
        with tarfile.open(fileobj=stream, mode="r") as tar:
            for member in tar:
                seconds, _, part = member.pax_headers.get("mtime", str(int(member.mtime))).partition(".")
                stamp = int(seconds) * 10**9 + int(part or "0")
                os.utime(upper / member.name, ns=(stamp, stamp), follow_symlinks=False)

    def remove_paths(self, ident: str, files: Sequence[str], directories: Sequence[str]) -> None:
        self._called("remove_paths")
        _, box = self._box(ident)
        assert box.state == "running"
        for path in (*files, *directories):
            place = box.upper / path.lstrip("/")
            if os.path.lexists(place):
                shutil.rmtree(place) if place.is_dir() and not place.is_symlink() else place.unlink()
            if any(os.path.lexists(layer / path.lstrip("/")) for layer in self.directories[box.spec.image]):
                place.parent.mkdir(parents=True, exist_ok=True)
                os.mknod(place, stat.S_IFCHR, 0)

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
        if self.program is None:
            raise EngineError("The fake engine runs nothing.")
        return FakeExec(*self.program(self._box(ident)[0], argv))

    def run(
        self, ident: str, argv: Sequence[str], *, user: str = "", env: Sequence[str] = (), workdir: str = ""
    ) -> tuple[int, bytes]:
        return (0, b"12\t/data\n") if argv[0] == "du" else (127, b"")

    def read_files(self, image: str, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        self._called("read_files")
        for path in paths:
            for directory in reversed(self.directories[self.image(image).id]):
                file = directory / path.lstrip("/")
                if file.is_file():
                    yield path, file.read_bytes()
                    break

    def registry_has(self, name: str) -> bool:
        self._called("registry_has")
        return name in self.registry

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
        raise EngineError("The fake engine builds nothing.")

    def expect_build(self, builder: str) -> None:
        self._called("expect_build")

    def build_directory(self, build: DirectoryBuild, watch: Watch, hidden: Sequence[str] = ()) -> StepLog:
        raise EngineError("The fake engine builds nothing.")


def _whole_seconds(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Return a member as engines write it."""
    member.mtime = int(member.mtime)
    return member


def _is_whiteout(place: Path) -> bool:
    info = place.lstat()
    return stat.S_ISCHR(info.st_mode) and info.st_rdev == 0


def put(directory: Path, path: str, text: str) -> Path:
    """Write a file below a directory."""
    file = directory / path.lstrip("/")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(os.fsencode(text))
    return file


def unpack(layer: bytes, directory: Path) -> None:
    """Unpack the tar of a layer as an overlay driver does."""
    directory.mkdir()
    with tarfile.open(fileobj=io.BytesIO(layer)) as tar:
        members = tar.getmembers()
        for member in members:
            above, name = os.path.split(directory / member.name)
            if name == OPAQUE:
                os.setxattr(above, "user.overlay.opaque", b"y")
            elif name.startswith(WHITEOUT):
                deleted = Path(above, name.removeprefix(WHITEOUT))
                deleted.touch()
                os.setxattr(deleted, "user.overlay.whiteout", b"y")
            else:
                tar.extract(member, directory, filter="fully_trusted")
        for member in members:
            if member.isdir():
                os.utime(directory / member.name, (member.mtime, member.mtime))


@dataclass
class Person:
    """A person who works in a workspace: commands are recorded and change files."""

    engine: FakeEngine
    home: Home
    workspace: Workspace
    count: int = 0

    @property
    def upper(self) -> Path:
        """The container's layer."""
        return self.engine.boxes[self.workspace.container].upper

    def does(self, text: str, files: Mapping[str, str] | None = None, status: int | None = 0) -> None:
        """Run a command that writes files."""
        self.count += 1
        session = f"s{self.count}"
        journal = self.home.journal(self.workspace.name)
        journal.append(open_record(session))
        journal.append(Begin(session, 1, time.time() - 0.011, text, "/root", "root", "bash", 1))
        for path, content in (files or {}).items():
            put(self.upper, path, content)
        time.sleep(0.012)  # longer than the lag of the file system's clock
        journal.append(End(session, 1, time.time(), status))
        journal.append(Close(session, time.time()))
        journal.close()

    @contextmanager
    def runs(self, text: str, files: Mapping[str, str] | None = None) -> Iterator[Going]:
        """Run a command that writes files and goes on during the block; the function that is yielded makes it do more.

        That writes further files, calls `snap` or ends the command.
        """
        self.count += 1
        session = f"s{self.count}"
        journal = self.home.journal(self.workspace.name)
        journal.append(open_record(session))
        journal.append(Begin(session, 1, time.time() - 0.011, text, "/root", "root", "bash", 1))
        ended: list[bool] = []

        def goes_on(more: Mapping[str, str] | None = None, *, asked: bool = False, end: bool = False) -> None:
            for path, content in (more or {}).items():
                put(self.upper, path, content)
            time.sleep(0.012)
            if asked:
                journal.append(Asked(session, 1, time.time()))
            if end and not ended:
                ended.append(True)
                journal.append(End(session, 1, time.time(), 0))

        goes_on(files)
        try:
            yield goes_on
        finally:
            goes_on(end=True)
            journal.append(Close(session, time.time()))
            journal.close()


def script(text: str) -> BinaryIO:
    """Return lines as a file."""
    return io.BytesIO(text.encode())
