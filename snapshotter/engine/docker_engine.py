"""The implementation of `Engine` in `api.py` with docker-py, whose errors are translated.

The work of each method is done in the module of its subject; this one only holds the connection.
"""

from __future__ import annotations

import math
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, BinaryIO

from snapshotter.engine import containers, patience
from snapshotter.engine.api import Container, ContainerSpec, EngineInfo, HistoryStep, LayerBlob, Process
from snapshotter.engine.connect.addresses import Endpoint
from snapshotter.engine.connect.here import is_here, may_be_here, sees_same_files
from snapshotter.engine.errors import connection_lost, engine_errors
from snapshotter.engine.images import export, images, overlay_dirs, stack
from snapshotter.engine.images.podman_config import is_podman
from snapshotter.engine.images.storage import Storage, same_owners
from snapshotter.engine.started_with import started_with
from snapshotter.model import Image, ImageConfig, Progress, Started

if TYPE_CHECKING:
    import docker

    from snapshotter.engine.build.builds import Builds
    from snapshotter.engine.build.directory import DirectoryBuild
    from snapshotter.engine.build.steps import StepLog, Watch
    from snapshotter.engine.exec.process import ExecStream
    from snapshotter.engine.overview import Overview


def _close(client: docker.APIClient, closers: Iterable[Callable[[], None]]) -> None:
    client.close()
    for close in closers:
        close()


class DockerEngine:
    """A connection to one engine, closed by `close()` or else at the end of the process."""

    def __init__(
        self, client: docker.APIClient, endpoint: Endpoint, closers: Iterable[Callable[[], None]] = ()
    ) -> None:
        self._client = client
        self._endpoint = endpoint
        self._info: EngineInfo | None = None
        self._info_lock = threading.Lock()
        self._same_owners = True
        self._seconds = client.timeout
        self._builds: Builds | None = None
        self._storage = Storage(endpoint.socket_path, client.info)
        self.close = weakref.finalize(self, _close, client, tuple(closers))

    @contextmanager
    def _call(self, what: str) -> Iterator[None]:
        """Translate the errors of a call and watch how long it takes; `what` names what the engine is asked for."""
        with patience.calling(what), engine_errors():
            self._client.timeout = math.ceil(patience.limit(self._seconds))
            yield

    def info(self) -> EngineInfo:
        """Return the engine's name, version and address."""
        with self._call("the description of the engine"), self._one_at_a_time():
            if self._info is None:
                self._info = self._engine_info(self._client.version(), self._client.info())
            return self._info

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        """Hold the lock of `info`, which another thread may have while the engine does not answer it."""
        if not self._info_lock.acquire(timeout=patience.limit(threading.TIMEOUT_MAX)):
            raise connection_lost("timed out")
        try:
            yield
        finally:
            self._info_lock.release()

    def _engine_info(self, version: Mapping[str, Any], info: Mapping[str, Any]) -> EngineInfo:
        root = str(info.get("DockerRootDir") or "")
        self._same_owners = same_owners(info)
        return EngineInfo(
            name="podman" if is_podman(version) else "docker",
            version=str(version.get("Version") or ""),
            api_version=self._client.api_version,
            address=self._endpoint.address,
            storage_driver=str(info.get("Driver") or ""),
            local=is_here(self._endpoint, info) and self._storage.exists(root),
            hindrance=self._storage.hindrance(info, here=is_here(self._endpoint, info)),
            lasting=self._endpoint.lasting,
            mounts=sees_same_files(self._endpoint),
        )

    @property
    def _in_place(self) -> bool:
        """Whether the engine's storage can be read on this machine, with the owners that the container sees."""
        return self.info().local and self._same_owners

    # images

    def image(self, reference: str) -> Image:
        """Return a local image by name or id; raises `ImageNotFound`."""
        with self._call(f"the description of the image {reference}"):
            return images.inspect(self._client, reference)

    def pull(self, reference: str, progress: Progress) -> Image:
        """Fetch an image from its registry; raises `ImageNotFound` with the reason and a hint."""
        with self._call(f"the pull of {reference}"):
            return images.pull(self._client, reference, progress)

    def push(self, reference: str, progress: Progress) -> None:
        """Send an image to the registry in its name."""
        with self._call(f"the push of {reference}"):
            images.push(self._client, reference, progress)

    def tags(self) -> list[str]:
        """List every local "name:tag", sorted."""
        with self._call("the list of images"):
            return images.tags(self._client)

    def tag(self, image: str, reference: str) -> None:
        """Add a name to an image."""
        with self._call(f"the tag {reference}"):
            images.tag(self._client, image, reference)

    def registry_has(self, name: str) -> bool:
        """Return whether the registry answers that it has the image NAME@sha256:…; False without an answer."""
        with self._call(f"the registry's answer about {name}"):
            self._client.timeout = min(self._client.timeout, images.REGISTRY_SECONDS)
            return images.registry_has(self._client, name)

    def remove_image(self, reference: str) -> None:
        """Remove a name and, where it was the last one, the image; an absent one is ignored."""
        with self._call(f"the removal of the image {reference}"):
            images.remove(self._client, reference)

    def images_labelled(self, label: str, value: str) -> list[Image]:
        """List the images whose label has this value."""
        with self._call("the list of images"):
            return images.labelled(self._client, label, value)

    def history(self, image: str) -> list[HistoryStep]:
        """Return the image's history, oldest first."""
        from snapshotter.engine.images import lower  # only for `snap adopt`

        with self._call("the history of an image"):
            return lower.history(self._client, image)

    def lower(self, image: str, count: int, config: ImageConfig, *, name: str) -> str:
        """Make the image `name` of the lowest `count` layers of another, with this configuration; return its id."""
        from snapshotter.engine.images import lower

        with self._call(f"the image {name}"):
            return lower.lower(self._client, image, count, config, name=name)

    def layer_dirs(self, image: str) -> list[Path] | None:
        """Return the image's layers as overlay directories, lowest first; None where this process cannot read them."""
        with self._call("the description of an image"):
            return self._storage.of_image(self._client.inspect_image(image)) if self._in_place else None

    def save(self, image: str) -> BinaryIO:
        """Return the image as the stream that `docker save` writes; the caller closes it."""
        with self._call(f"the stream of the image {image}"):
            return export.save(self._client, image)

    def save_all(self, images: Sequence[str]) -> BinaryIO:
        """Return several images as one stream for `load`; the caller closes it."""
        from snapshotter.engine.images import transfer  # only for `snap backup`

        return transfer.save_all(self._client, images)

    def load(self, pieces: Iterable[bytes]) -> None:
        """Load the images of a stream; those that are there already stay."""
        from snapshotter.engine.images import transfer

        transfer.load(self._client, pieces)

    def read_files(self, image: str, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield (path, content) of regular files of an image, in any order; absent ones are left out."""
        directories = self.layer_dirs(image)
        if directories is not None:
            return (found for found in overlay_dirs.read_files(directories, paths) if not export.is_mount_point(*found))
        return export.export_files(self._client, image, paths)

    # containers

    def create(self, spec: ContainerSpec, *, start: bool = True) -> str:
        """Create a container, start it and return its id; raises `Conflict` where its name is taken."""
        with self._call(f"the creation of the container {spec.name}"):
            return containers.create(self._client, spec, start=start)

    def container(self, ident: str) -> Container:
        """Return a container by name or id; raises `ContainerNotFound`."""
        with self._call("the description of the container"):
            return containers.inspect(
                self._client,
                ident,
                in_place=lambda: self._in_place,
                upper_of=self._storage.of_container,
                here=may_be_here(self._endpoint),
            )

    def container_names(self) -> list[str]:
        """List the names of all containers, sorted."""
        from snapshotter.engine import overview  # only for `snap inspect`

        with self._call("the list of containers"):
            return overview.names(self._client)

    def overview(self, ident: str) -> Overview:
        """Return a container's state, health, network, mounts and limits; raises `ContainerNotFound`."""
        from snapshotter.engine import overview

        with self._call("the description of the container"):
            return overview.overview(self._client, ident)

    def started_with(self, ident: str) -> Started:
        """Return what a container was started with; of variables all that its image does not set."""
        with self._call("the description of the container"):
            return started_with(self._client, ident)

    def start(self, ident: str) -> None:
        """Start a stopped container; a running one is left as it is."""
        with self._call("the start of the container"):
            self._client.start(ident)

    def stop(self, ident: str, timeout: int) -> None:
        """Stop a container, killing it after `timeout` seconds."""
        with self._call("the stop of the container"):
            self._client.stop(ident, timeout=timeout)

    def pause(self, ident: str) -> None:
        """Pause the container's processes; raises `NotPausable` where the engine cannot."""
        with self._call("the pause of the container"):
            if "rootless" in " ".join(self._client.info().get("SecurityOptions") or ()):
                containers.pause_rootless(self._client, ident)
            else:
                containers.pause(self._client, ident)

    def unpause(self, ident: str) -> None:
        """Resume the container's processes; a container that is not paused is left as it is."""
        with self._call("the resumption of the container"):
            containers.unpause(self._client, ident)

    def rename(self, ident: str, name: str) -> None:
        """Rename a container; raises `Conflict` where it is taken."""
        with self._call("the renaming of the container"):
            self._client.rename(ident, name)

    def remove(self, ident: str, *, volumes: bool = True) -> None:
        """Remove a container, running or not, with its anonymous `volumes`; an absent one is ignored."""
        with self._call("the removal of the container"):
            containers.remove(self._client, ident, volumes=volumes)

    def remove_volume(self, name: str) -> None:
        """Remove a volume; raises `SnapError` for an absent one, and for one that a container uses."""
        with self._call("the removal of the volume"):
            containers.remove_volume(self._client, name)

    def commit(self, ident: str, config: ImageConfig, *, repository: str, tag: str, message: str, pause: bool) -> str:
        """Make an image of the container with exactly this configuration and the container's labels; return its id."""
        with self._call("the image of the container"):
            return containers.commit(
                self._client, ident, config, repository=repository, tag=tag, message=message, pause=pause
            )

    def stack(
        self, parent: str, layer: Callable[[], LayerBlob], config: ImageConfig, *, name: str, message: str
    ) -> str:
        """Make the image `name` of `parent` and a layer on it; return its id.  Raises `NotStacked`."""
        with self._call("the image of the container"):
            return stack.stack(self._client, parent, layer, config, name=name, message=message)

    def diff(self, ident: str) -> list[tuple[str, str]]:
        """Return what `docker diff` lists, as ("A" | "C" | "D", path)."""
        with self._call("the list of changed files"):
            return containers.diff(self._client, ident)

    def read_path(self, ident: str, path: str) -> BinaryIO | None:
        """Return a path of a container as a tar stream whose names begin with its last name; None if it is missing."""
        from snapshotter.engine import container_files  # only for `snap restore`

        with self._call(f"the stream of {path} in the container"):
            return container_files.read(self._client, ident, path)

    def write_paths(self, ident: str, stream: BinaryIO) -> None:
        """Write the members of a tar stream below the root of a container, running or not."""
        from snapshotter.engine import container_files

        with self._call("the writing of files into the container"):
            container_files.write(self._client, ident, stream)

    def remove_paths(self, ident: str, files: Sequence[str], directories: Sequence[str]) -> None:
        """Remove files, then directories that are empty by then, of a running container; absent ones are ignored."""
        from snapshotter.engine import container_files

        with self._call("the removal of files in the container"):
            container_files.remove(
                self._client, ident, files, directories, lambda argv: self.run(ident, argv, user="0", workdir="/")
            )

    def processes(self, ident: str) -> list[Process]:
        """Return the processes of a running or paused container, in the order in which the engine lists them."""
        with self._call("the list of processes"):
            return containers.processes(self._client, ident, podman=self.info().name == "podman")

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
    ) -> ExecStream:
        """Start a process in a running container; `size` is (rows, columns)."""
        from snapshotter.engine.exec import process  # 3 ms that not every verb needs

        def start() -> ExecStream:
            with self._call("the start of a process in the container"):
                return process.start(
                    self._client,
                    self._endpoint,
                    ident,
                    argv,
                    tty=tty,
                    env=env,
                    user=user,
                    workdir=workdir,
                    size=size,
                    stdin=stdin,
                )

        return process.when_resumed(start)

    def run(
        self, ident: str, argv: Sequence[str], *, user: str = "", env: Sequence[str] = (), workdir: str = ""
    ) -> tuple[int, bytes]:
        """Run a process to its end; return its exit status and its stdout (stderr is dropped)."""
        from snapshotter.engine.exec import process

        started = self.exec(ident, argv, tty=False, env=env, user=user, workdir=workdir, stdin=False)
        with self._call(f"the end of {argv[0]} in the container"):
            return process.run(started)

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
        """Build a tar stream that holds a Dockerfile and return the image's id; raises `BuildFailed`."""
        with self._call("the build"):
            return self._build_calls().build(
                context, tag=tag, labels=labels, no_cache=no_cache, progress=progress, builder=builder, secrets=secrets
            )

    def build_directory(self, build: DirectoryBuild, watch: Watch, hidden: Sequence[str] = ()) -> StepLog:
        """Build a directory, report its steps to `watch` and return them; `hidden` are values of secrets."""
        with self._call("the build"):
            return self._build_calls().build_directory(build, watch, hidden)

    def expect_build(self, builder: str) -> None:
        """Start to find out which builder `builder` is, for a build of a directory that begins soon."""
        self._build_calls().expect(builder)

    def _build_calls(self) -> Builds:
        from snapshotter.engine.build.builds import Builds  # with what it loads 3 ms that few verbs need

        if self._builds is None:
            self._builds = Builds(self._client, self._endpoint, self)
        return self._builds
