"""What is adopted: an image, the state of a container as an image, or the image of an archive."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.engine.api import LABEL, Container, Engine, Mount
from snapshotter.errors import ContainerNotFound, ImageNotFound, UsageError
from snapshotter.model import Image, Progress, Started
from snapshotter.progress import MEGABYTE
from snapshotter.secrets.in_environment import in_environment
from snapshotter.secrets.redact import Redactor
from snapshotter.work.adopt import layout
from snapshotter.work.start import find_image

_DOCUMENT_LIMIT = 8 << 20
_CONFIG_LIMIT = 1 << 20
_WHERE = "name an image, a container, a file that `docker save` wrote, or an image in OCI form"


class Source(Struct, frozen=True):
    """The image that is adopted."""

    image: Image
    kind: str
    """"image", "container" or "archive"."""
    made: tuple[str, ...] = ()
    """The names of images that were made for it, as of a container's state."""
    loaded: tuple[str, ...] = ()
    """The names that came with an archive, and that stay only where it is adopted."""
    notes: tuple[str, ...] = ()
    container: Container | None = None
    started: Started | None = None

    @property
    def mounts(self) -> tuple[Mount, ...]:
        """Return what is mounted into the container."""
        return self.container.mounts if self.container else ()


def find_source(engine: Engine, wanted: str, name: str, progress: Progress) -> Source:
    """Return what `wanted` names; `name` is that of the workspace.  Raises `NotFound` or `UsageError`."""
    if not wanted:
        raise UsageError("nothing to adopt is named", f"{_WHERE}, as in `snap adopt web:latest`")
    if "/" in wanted or wanted.endswith((".tar", ".gz", ".tgz")):
        path = Path(wanted)
        if path.is_file() or (path / "index.json").is_file():
            return _archive(engine, path, name, progress)
        if path.is_dir() or wanted.startswith(("/", "./", "../")) or wanted.endswith((".tar", ".tgz", ".tar.gz")):
            what = "is a directory" if path.is_dir() else "is not there"
            raise UsageError(f"{wanted} {what}", _WHERE)
    with suppress(ContainerNotFound):
        return _container(engine, engine.container(wanted), name, progress)
    return Source(find_image(engine, wanted, progress), "image")


def _container(engine: Engine, container: Container, name: str, progress: Progress) -> Source:
    """Make an image of a container's state; the container stays as it is."""
    owner = container.labels.get(LABEL + ".workspace")
    if owner:
        raise UsageError(
            f"the container {container.name} is that of the workspace {owner}",
            f"`snap shell {owner}` goes on with it, `snap commit -n {owner}` makes a snapshot of it",
        )
    running = container.state == "running"
    progress(f"making an image of the container {container.name}")
    config = engine.image(container.image).config
    ident = engine.commit(
        container.id,
        config,
        repository=f"snap/{name}",
        tag="adopted",
        message=f"the container {container.name}",
        pause=running,
    )
    notes = []
    if not running:
        notes.append(f"the container {container.name} stays as it is; the workspace has one of its own")
    if places := [mount.target for mount in container.mounts]:
        notes.append(f"not in the image, since they are mounted: {', '.join(sorted(places))}")
    started = _without_secrets(engine.started_with(container.id))
    return Source(
        engine.image(ident),
        "container",
        (f"snap/{name}:adopted",),
        (),
        tuple(notes),
        container,
        started,
    )


def _without_secrets(started: Started) -> Started:
    """Return what a container was started with; of variables that look secret only the names."""
    secret = set(in_environment(started.env))
    names = [entry.partition("=")[0] for entry in started.env]
    env = tuple(name if name in secret else entry for name, entry in zip(names, started.env, strict=True))
    redactor = Redactor()
    command = tuple(redactor.clean(redactor.redact(word)) for word in started.command)
    return replace(started, env=env, command=command)


def _archive(engine: Engine, path: Path, name: str, progress: Progress) -> Source:
    """Load an archive of `docker save`, or an image in OCI form, and return its image."""
    names = [] if path.is_dir() else _names(path)
    if not names:
        return _layout(engine, path, name, progress)
    total, new = path.stat().st_size, tuple(one for one in names if not _is_there(engine, one))

    def pieces() -> Iterator[bytes]:
        done = 0
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                done += len(piece)
                progress(f"loading {path.name}: {done / MEGABYTE:.0f} of {total / MEGABYTE:.0f} MB")
                yield piece

    engine.load(pieces())
    for one in names:
        with suppress(ImageNotFound):
            return Source(engine.image(one), "archive", loaded=new)
    raise UsageError(f"the engine loaded {path}, but no image of it can be found", "`docker images` lists the images")


def _is_there(engine: Engine, name: str) -> bool:
    with suppress(ImageNotFound):
        engine.image(name)
        return True
    return False


def _layout(engine: Engine, path: Path, name: str, progress: Progress) -> Source:
    where = str(path)
    try:
        with layout.layout(path) as files:
            manifest, config = layout.image_of(files, where)
            layout.check_system(config, where)
            made = f"snap/{name}:oci"
            progress(f"loading {path.name}")
            engine.load(layout.as_saved(files, manifest, made, where))
    except (tarfile.TarError, OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} cannot be read as an image: {error}", _WHERE) from error
    return Source(engine.image(made), "archive", (made,))


def _names(path: Path) -> list[str]:
    """Return the names and ids by which the image of an archive is found once it is loaded; raises `UsageError`.

    None where it is a layout without what `docker save` adds.
    """
    try:
        found = _documents(path)
        rows = json.loads(found["manifest.json"]) if "manifest.json" in found else []
        if not rows and "index.json" in found:
            return []
        if len(rows) > 1:
            tags = [tag for row in rows for tag in row.get("RepoTags") or ()]
            raise UsageError(
                f"{path} holds several images{': ' + ', '.join(tags) if tags else ''}",
                f"`docker load -i {path}` loads them; then `snap adopt IMAGE` takes one",
            )
        for row in rows:
            for name in (row["Config"], *row["Layers"]):
                layout.check_name(str(name), str(path))
            layout.check_system(layout.document(found.get(row["Config"], b"")), str(path))
        names = [tag for row in rows for tag in row.get("RepoTags") or ()]
        names += [f"sha256:{Path(row['Config']).name.removesuffix('.json')}" for row in rows]
    except (tarfile.TarError, OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path} cannot be read as an image: {error}", _WHERE) from error
    if not names:
        raise UsageError(
            f"{path} is not an image that `docker save` wrote: it has no manifest.json and no index.json",
            f"if `docker export` wrote it: `docker import {path} NAME`, then `snap adopt NAME`",
        )
    return names


def _documents(path: Path) -> dict[str, bytes]:
    """Return the documents that describe the image; the whole archive is read, so that a damaged one is not loaded."""
    found: dict[str, bytes] = {}
    size, where = path.stat().st_size, str(path)
    with tarfile.open(path, mode="r|*") as tar:
        for member in tar:
            tar.members = []  # type: ignore[attr-defined]  # else every header stays in memory
            layout.check_name(member.name, where)
            layout.check_ratio(size, tar.offset + member.size, where)
            name = member.name.removeprefix("./")
            wanted = name in ("manifest.json", "index.json") or name.endswith(".json") or name.startswith("blobs/")
            if member.isfile() and wanted and member.size <= _limit(name):
                file = tar.extractfile(member)
                data = file.read() if file else b""
                if data[:1] in b"[{":
                    found[name] = data
    return found


def _limit(name: str) -> int:
    return _DOCUMENT_LIMIT if name in ("manifest.json", "index.json") else _CONFIG_LIMIT
