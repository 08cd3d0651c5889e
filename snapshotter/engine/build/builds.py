"""The builds of one connection: which builder each one goes to, and what is kept for the next."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from snapshotter.engine.api import EngineInfo
from snapshotter.engine.build import choose
from snapshotter.engine.build.choose import Builder
from snapshotter.engine.build.environment import client_environment
from snapshotter.engine.connect.addresses import Endpoint, from_environment
from snapshotter.errors import EngineNotFound
from snapshotter.model import Image, Progress

if TYPE_CHECKING:
    import docker

    from snapshotter.engine.build.directory import DirectoryBuild
    from snapshotter.engine.build.steps import StepLog, Watch
    from snapshotter.engine.connect.client import Client


class Images(Protocol):
    """What a build asks the engine for."""

    def info(self) -> EngineInfo:
        """Return the engine's name and version."""

    def image(self, reference: str) -> Image:
        """Return a local image."""

    def save(self, image: str) -> BinaryIO:
        """Return the image as the stream that `docker save` writes."""


class Builds:
    """The builds of one connection."""

    def __init__(self, client: docker.APIClient, endpoint: Endpoint, engine: Images) -> None:
        """`endpoint` is what the docker program is told to connect to."""
        self._client, self._endpoint, self._engine = client, endpoint, engine
        self._builders: dict[tuple[str, bool], Builder] = {}
        self._layouts: dict[str, tuple[Path, str]] = {}
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._begun: choose.Begun | None = None

    def build(
        self,
        context: BinaryIO,
        *,
        tag: str,
        labels: Mapping[str, str],
        no_cache: bool,
        progress: Progress,
        builder: str,
        secrets: Mapping[str, str],
    ) -> str:
        """Build a tar stream that holds a Dockerfile and return the image's id; raises `BuildFailed`."""
        if builder != "classic" or secrets:
            chosen = self._builder(builder, needed=bool(secrets))
            if chosen.kind != "classic":
                return self._buildkit(chosen, context, tag, labels, secrets, progress, no_cache=no_cache)
        from snapshotter.engine.build import classic

        return classic.build(self._client, context, tag=tag, labels=labels, no_cache=no_cache, progress=progress)

    def expect(self, builder: str) -> None:
        """Start to ask which builder `builder` is, so that a build which begins soon needs not wait for the answer."""
        setting = os.environ.get("DOCKER_BUILDKIT", "")
        if builder != choose.CLASSIC and not choose.is_classic_by_setting(builder, setting):
            self._begun = choose.Begun(self._client_environment(), Path.home(), builder)

    def build_directory(self, build: DirectoryBuild, watch: Watch, hidden: Sequence[str]) -> StepLog:
        """Build a directory, report its steps to `watch` and return them; `hidden` are values of secrets."""
        from snapshotter.engine.build import directory

        secret = bool(build.secrets or build.ssh)
        # podman's own builder knows mounts and here-documents
        needed = secret or (build.needs_buildkit and self._engine.info().name == "docker")
        chosen = self._builder(build.builder, needed=needed)
        if chosen.kind != "classic":
            return directory.with_buildkit(chosen, self._client_environment(), build, watch, hidden)
        return directory.with_classic(cast("Client", self._client), build, watch)

    def _builder(self, wanted: str, *, needed: bool) -> Builder:
        """Return the builder that `wanted` means here, determined once."""
        try:
            return self._chosen(wanted, needed=needed)
        finally:
            if self._begun is not None:
                self._begun.close()
                self._begun = None

    def _chosen(self, wanted: str, *, needed: bool) -> Builder:
        if self._engine.info().name != "docker":
            return choose.of_podman(wanted, needed=needed)
        key = (wanted, needed)
        if key not in self._builders:
            self._builders[key] = choose.choose(
                self._client_environment(),
                os.environ.get("DOCKER_BUILDKIT", ""),
                Path.home(),
                wanted,
                engine_prefers=choose.prefers_buildkit(self._engine.info().version),
                needed=needed,
                begun=self._begun,
            )
        return self._builders[key]

    def _client_environment(self) -> dict[str, str]:
        try:
            found = from_environment()
        except EngineNotFound:  # a context that was removed since
            found = []
        return client_environment(self._endpoint, os.environ, found)

    def _buildkit(
        self,
        builder: Builder,
        context: BinaryIO,
        tag: str,
        labels: Mapping[str, str],
        secrets: Mapping[str, str],
        progress: Progress,
        *,
        no_cache: bool,
    ) -> str:
        from snapshotter.engine.build import buildkit

        return buildkit.build(
            builder,
            self._client_environment(),
            context,
            tag=tag,
            labels=labels,
            no_cache=no_cache,
            secrets=secrets,
            progress=progress,
            image=self._engine.image,
            layout=self._layout,
        )

    def _layout(self, image: Image) -> tuple[Path, str]:
        """Return the image as an OCI layout, written once and removed with this connection."""
        if image.id not in self._layouts:
            from snapshotter.engine.build.oci_layout import write_layout

            if self._scratch is None:
                self._scratch = tempfile.TemporaryDirectory(prefix="snap-base-")
            directory = Path(self._scratch.name, str(len(self._layouts)))
            with self._engine.save(image.id) as stream:
                self._layouts[image.id] = directory, write_layout(stream, directory, image.architecture)
        return self._layouts[image.id]
