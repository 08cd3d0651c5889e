"""Builds a directory that holds somebody's Dockerfile, with the options of `docker build`, and reports each step.

BuildKit is driven by the docker program, which sends it the files that it asks for; the classic builder gets the whole
context as one stream, as the docker program sends it.
"""

from __future__ import annotations

import contextlib
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from msgspec import Struct

from snapshotter.engine.build.choose import Builder
from snapshotter.engine.build.credentials import registry_header
from snapshotter.engine.build.program import build_command, run
from snapshotter.engine.build.steps import BuildKitLog, ClassicLog, StepLog, Watch
from snapshotter.engine.build.wording import is_of_builder
from snapshotter.engine.errors import DISK_FULL_HINT, GONE_HINT, REFUSED_HINT, refusal
from snapshotter.engine.patience import moved
from snapshotter.errors import BuildFailed, EngineError, UsageError

if TYPE_CHECKING:
    from snapshotter.engine.connect.client import Client

IGNORE = ".dockerignore"
_REASON = ("ERROR: ", "failed to ", "error: ")


class DirectoryBuild(Struct, frozen=True):
    """What is built, and how."""

    directory: Path
    file: Path
    """The Dockerfile, in the directory or elsewhere."""
    tag: str = ""
    target: str = ""
    args: tuple[str, ...] = ()
    """NAME=VALUE, or NAME for a variable of this process."""
    secrets: tuple[str, ...] = ()
    """As for `docker build --secret`."""
    ssh: tuple[str, ...] = ()
    platform: str = ""
    no_cache: bool = False
    pull: bool = False
    builder: str = ""
    """Which builder: that of `docker build` if empty, "classic", or a name that buildx knows."""
    needs_buildkit: bool = False

    def arguments(self) -> dict[str, str]:
        """Return the build arguments by name; one without a value that this process does not have is left out."""
        found: dict[str, str] = {}
        for pair in self.args:
            name, equals, value = pair.partition("=")
            if equals or name in os.environ:
                found[name] = value if equals else os.environ[name]
        return found


def with_buildkit(
    builder: Builder, environment: Mapping[str, str], build: DirectoryBuild, watch: Watch, hidden: Sequence[str]
) -> StepLog:
    """Build with BuildKit and return what it reported; `failed` or `reason` of that tell of a failure."""
    log = BuildKitLog(watch, hidden)
    with tempfile.TemporaryDirectory(prefix="snap-build-") as folder:
        ident = Path(folder, "id")
        words = [*build_command(builder, load=True), "--progress", "plain"]
        for option, values in (
            ("--file", [str(build.file)]),
            ("--iidfile", [str(ident)]),
            ("--tag", [build.tag]),
            ("--target", [build.target]),
            ("--platform", [build.platform]),
            ("--build-arg", build.args),
            ("--secret", build.secrets),
            ("--ssh", build.ssh),
        ):
            words += [word for value in values if value for word in (option, value)]
        words += ["--no-cache"] * build.no_cache + ["--pull"] * build.pull
        if run([*words, str(build.directory)], environment, log.line, own_session=True):
            log.reason = _last_words(log.said)
        elif ident.is_file():
            log.image = ident.read_text().strip()
    return log


def _last_words(said: Sequence[str]) -> str:
    """Return the error in the builder's last lines."""
    lines = [line.strip() for line in said if line.strip()]
    found = next((line for line in reversed(lines) if line.startswith(_REASON)), lines[-1] if lines else "")
    for head in ("ERROR: ", "failed to build: ", "failed to solve: "):
        found = found.removeprefix(head)
    return found or "the docker program printed nothing"


def with_classic(client: Client, build: DirectoryBuild, watch: Watch) -> StepLog:
    """Build with the classic builder and return what it reported."""
    log = ClassicLog(watch)
    if build.secrets or build.ssh:
        raise UsageError("the classic builder has neither --secret nor --ssh", "leave out `--builder classic`")
    with context_stream(build) as (context, name):
        query = {
            "dockerfile": name,
            "t": build.tag,
            "target": build.target,
            "platform": build.platform,
            "buildargs": json.dumps(build.arguments()),
            "nocache": build.no_cache or "",
            "pull": build.pull or "",
            "rm": True,
            "forcerm": True,
        }
        query = {key: value for key, value in query.items() if value}
        refused = 0
        header = registry_header(os.environ, Path.home())
        with contextlib.closing(client.build_stream(context, query, header)) as events:
            for event in events:
                moved()
                log.event(event)
                refused = event.get("refused", refused)
    if refused and not is_of_dockerfile(log.reason):
        known = refusal(refused, log.reason)
        raise known if isinstance(known, EngineError) else EngineError(known.message, known.hint or REFUSED_HINT)
    if not log.image and not log.reason:
        raise EngineError("the engine's answer to the build ended before there was an image", GONE_HINT)
    return log


def is_of_dockerfile(reason: str) -> bool:
    """Return whether a refusal is about the Dockerfile."""
    return not is_of_builder(reason) or "dockerfile" in reason.lower()


@contextlib.contextmanager
def context_stream(build: DirectoryBuild) -> Iterator[tuple[BinaryIO, str]]:
    """Yield the context as a tar stream, and the name of the Dockerfile in it."""
    directory = build.directory
    try:
        name = name_in(directory, build.file)
        with tempfile.TemporaryFile() as stream:
            with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
                for path in context_paths(directory, build.file):
                    info = tar.gettarinfo(str(directory / path), arcname=path)
                    if info is not None:  # None: a socket
                        _add(tar, _of_root(info), directory / path)
                if not name:
                    name = f".dockerfile.{os.urandom(8).hex()}"
                    _add(tar, _of_root(tar.gettarinfo(str(build.file), arcname=name)), build.file)
            stream.seek(0)
            yield cast("BinaryIO", stream), name
    except OSError as error:
        raise UsageError(
            f"the build context cannot be read: {error.filename or directory}: {error.strerror}",
            f"leave it out by a line of {IGNORE}, or make it readable",
        ) from error


def name_in(directory: Path, file: Path) -> str:
    """Return a file's path in a directory, "" if it is not there."""
    real, root = file.resolve(), directory.resolve()
    return real.relative_to(root).as_posix() if real.is_relative_to(root) else ""


def context_paths(directory: Path, file: Path) -> list[str]:
    """Return the paths of a build context in order, without what `.dockerignore` leaves out."""
    patterns = ignore_patterns(directory, file)
    if not patterns:
        return sorted(_all_paths(directory))
    from docker.utils.build import exclude_paths

    found = exclude_paths(str(directory), patterns, dockerfile=name_in(directory, file) or None)
    return sorted(path for path in found if path)


def _all_paths(directory: Path) -> Iterator[str]:
    def refuse(error: OSError) -> None:
        raise error

    for folder, folders, files in os.walk(directory, onerror=refuse):
        for name in (*folders, *files):
            yield os.path.relpath(os.path.join(folder, name), directory)  # noqa: PTH118 - names may not be UTF-8


def _add(tar: tarfile.TarFile, info: tarfile.TarInfo, path: Path) -> None:
    if info.isreg():
        with path.open("rb") as content:
            tar.addfile(info, content)
    else:
        tar.addfile(info)


def _of_root(info: tarfile.TarInfo) -> tarfile.TarInfo:
    """Return the header as the docker program sends it."""
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mtime = int(info.mtime)
    return info


def ignore_patterns(directory: Path, file: Path) -> list[str]:
    """Return the patterns of `.dockerignore`, or of that of this Dockerfile alone."""
    for place in (file.with_name(file.name + IGNORE), directory / IGNORE):
        if place.is_file():
            lines = [line.strip() for line in place.read_text("utf-8", "surrogateescape").splitlines()]
            return [line for line in lines if line and not line.startswith("#")]
    return []


def failure(log: StepLog) -> EngineError:
    """Return the error for a build that failed."""
    step = log.failed
    reason = (step.error if step and step.error else log.reason) or "the build failed"
    if "no space left on device" in log.reason.lower() and (step is None or step.status is None):
        return EngineError(f"the builder's disk is full: {log.reason}", DISK_FULL_HINT)
    return BuildFailed(
        reason,
        instruction=step.text if step else "",
        output=step.output if step else "".join(log.said[-60:]),
        by_builder=is_of_builder(reason),
    )
