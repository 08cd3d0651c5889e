"""Builds images with BuildKit through the docker program, which has the session that BuildKit asks for files.

The values of secrets are passed in the program's environment: they appear in no file, no command line and no error
message.
"""

from __future__ import annotations

import secrets as random
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from snapshotter.engine.api import LABEL
from snapshotter.engine.build.choose import Builder
from snapshotter.engine.build.program import build_command, run
from snapshotter.engine.build.progress_log import ProgressLog, bases, numbered_steps
from snapshotter.errors import EngineError, ImageNotFound
from snapshotter.model import Image, Progress

FindImage = Callable[[str], Image]
"""Returns an image of the engine by its name; raises `ImageNotFound`."""
Layout = Callable[[Image], tuple[Path, str]]
"""Returns an image as (directory of its OCI layout, digest of its manifest)."""
_TYPE = 156
"""Offset of the type in a tar header."""


def build(
    builder: Builder,
    environment: Mapping[str, str],
    context: BinaryIO,
    *,
    tag: str,
    labels: Mapping[str, str],
    no_cache: bool,
    secrets: Mapping[str, str],
    progress: Progress,
    image: FindImage,
    layout: Layout,
) -> str:
    """Build a tar stream that holds a Dockerfile, with `secrets` (name → value), and return the image's id.

    The image is given a name, by which the engine is asked for its id: what BuildKit reports is the digest of its
    configuration, which is no id in containerd's store.  Raises `BuildFailed`; `EngineError` where the builder does not
    hand the image to the engine.
    """
    variables = {name: f"SNAP_BUILD_{index}" for index, name in enumerate(secrets)}
    name = tag or f"snap-proof:{random.token_hex(8)}"
    with tempfile.TemporaryDirectory(prefix="snap-build-") as folder:
        file = Path(folder, "context")
        with file.open("wb+") as spool:
            spool_context(context, spool)
            given = list(_given(builder, spool, image, layout))
            steps = numbered_steps(spool, base_given=bool(given))
        words = [*build_command(builder, load=builder.has_own_images), "--progress", "plain", "--tag", name, *given]
        words += ["--no-cache"] if no_cache else []
        # a label of its own, since a build from the cache is the same image as the one before, which has a name
        words += [word for key, value in _labels(labels, name).items() for word in ("--label", f"{key}={value}")]
        words += [word for key, variable in variables.items() for word in ("--secret", f"id={key},env={variable}")]
        log = ProgressLog(progress, [value for value in secrets.values() if value.strip()], steps)
        values = {variables[key]: value for key, value in secrets.items()}
        with file.open("rb") as stdin:
            if run([*words, "-"], dict(environment) | values, log.line, stdin):
                raise log.failure()
    try:
        return image(name).id
    except ImageNotFound as error:
        raise EngineError(
            f"the builder {builder.name or builder.program} did not hand the image that it built to the engine",
            "`--builder default` or `--builder classic` builds on the engine itself",
        ) from error


def spool_context(context: BinaryIO, spool: BinaryIO) -> None:
    """Copy a context, so that its first header is not one of extended attributes.

    The docker program takes stdin for a Dockerfile unless the first 512 bytes alone are the header of a file.
    """
    first = context.read(tarfile.BLOCKSIZE)
    if first[_TYPE : _TYPE + 1] in (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME):
        root = tarfile.TarInfo("./")
        root.type, root.mode = tarfile.DIRTYPE, 0o755
        spool.write(root.tobuf(tarfile.USTAR_FORMAT))
    spool.write(first)
    shutil.copyfileobj(context, spool)


def _labels(labels: Mapping[str, str], name: str) -> dict[str, str]:
    return {**labels, LABEL + ".build": name}


def _given(builder: Builder, context: BinaryIO, image: FindImage, layout: Layout) -> Iterator[str]:
    """Yield the options by which a builder that does not see the engine's images gets those of FROM."""
    if not builder.has_own_images:
        return
    architectures = set()
    for name in bases(context):
        try:
            found = image(name)
        except ImageNotFound:
            continue  # the builder may fetch it
        directory, digest = layout(found)
        architectures.add(found.architecture)
        yield from ("--build-context", f"{name}=oci-layout://{directory}@{digest}")
    if len(architectures) == 1 and "" not in architectures:
        yield from ("--platform", f"linux/{architectures.pop()}")
