"""Builds images with BuildKit through the docker program: a secret needs a session, which docker-py does not support.

The values are passed in the program's environment: they appear in no file, no command line and no error message.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from snapshotter.engine.build.classic import MAX_OUTPUT, shorten
from snapshotter.engine.connect.addresses import Endpoint
from snapshotter.engine.patience import moved
from snapshotter.errors import BuildFailed, NoBuildKit
from snapshotter.model import Progress, ProgressLine
from snapshotter.regex import regex

HIDDEN = "***"
"""Replaces a secret's value in output and messages."""
_VERTEX = regex(r"#(\d+) \[(?:\S+ )?(\d{1,9})/([1-9]\d{0,8})\] (.*)")
_OUTPUT = regex(r"#(\d+) (?:\d+\.\d+ )(.*)", re.S)
_ERROR = regex(r"#(\d+) ERROR: ?(.*)")
_BUILDX_SINCE = 23
"""From this version on the docker program builds with BuildKit only by its plugin buildx."""
_STEPS = frozenset({"FROM", "RUN", "COPY", "ADD", "WORKDIR"})
"""Instructions that BuildKit numbers; the others only change the configuration."""


def find_program(environment: Mapping[str, str]) -> str:
    """Return the first docker program of the PATH that can build with BuildKit; raises `NoBuildKit`."""
    for directory in environment.get("PATH", os.defpath).split(os.pathsep):
        found = shutil.which("docker", path=directory) if directory else None
        if found and _can_build(found, environment):
            return found
    raise NoBuildKit(
        "no docker program that builds with BuildKit is installed here",
        "install docker's command line with its plugin buildx",
    )


def _can_build(path: str, environment: Mapping[str, str]) -> bool:
    try:
        output = subprocess.run([path, "--version"], capture_output=True, text=True, env=environment, timeout=30).stdout
        version = re.search(r"version (\d+)\.", output)
        if version and int(version[1]) < _BUILDX_SINCE:
            return True
        buildx = subprocess.run([path, "buildx", "version"], capture_output=True, env=environment, timeout=30)
        return buildx.returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def build(
    endpoint: Endpoint,
    context: BinaryIO,
    *,
    labels: Mapping[str, str],
    no_cache: bool,
    secrets: Mapping[str, str],
    progress: Progress,
) -> str:
    """Build a tar stream that holds a Dockerfile, with `secrets` (name → value), and return the image's id.

    Raises `BuildFailed`, and `NoBuildKit` where no docker program can do it.
    """
    variables = {name: f"SNAP_BUILD_{index}" for index, name in enumerate(secrets)}
    environment = _environment(endpoint) | {variables[name]: value for name, value in secrets.items()}
    with tempfile.TemporaryDirectory(prefix="snap-build-") as folder, tempfile.TemporaryFile() as spool:
        shutil.copyfileobj(context, spool)
        steps = _numbered_steps(spool)
        os.lseek(spool.fileno(), 0, os.SEEK_SET)  # the program reads from the descriptor's current position
        id_file = Path(folder) / "image"
        words = [find_program(_environment(endpoint)), "build", "--progress", "plain", "--iidfile", str(id_file)]
        words += ["--no-cache"] if no_cache else []
        words += [word for name, value in labels.items() for word in ("--label", f"{name}={value}")]
        words += [word for name, variable in variables.items() for word in ("--secret", f"id={name},env={variable}")]
        log = _Log(progress, [value for value in secrets.values() if value.strip()], steps)
        with subprocess.Popen(
            [*words, "-"], stdin=spool, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
        ) as process:
            try:
                assert process.stderr is not None
                for line in process.stderr:
                    moved()
                    log.line(line.decode("utf-8", "replace"))
            except BaseException:
                process.terminate()
                raise
        if process.returncode or not id_file.is_file():
            raise log.failure()
        return id_file.read_text().strip()


def _environment(endpoint: Endpoint) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DOCKER_", "BUILDX_BUILDER"))}
    kept |= {"DOCKER_BUILDKIT": "1", "DOCKER_HOST": endpoint.url}
    if "DOCKER_CONFIG" in os.environ:
        kept["DOCKER_CONFIG"] = os.environ["DOCKER_CONFIG"]
    if endpoint.tls is not None:
        kept["DOCKER_CERT_PATH"] = str(endpoint.tls.directory)
        kept["DOCKER_TLS_VERIFY" if endpoint.tls.verify else "DOCKER_TLS"] = "1"
    return kept


class _Log:
    """A parser of BuildKit's plain progress: which step runs, what it printed, which one failed."""

    def __init__(self, progress: Progress, hidden: list[str], steps: list[int]) -> None:
        self._progress, self._steps = progress, steps
        texts = {text for value in hidden for text in (value, value.strip())}
        self._hidden = re.compile("|".join(re.escape(text) for text in sorted(texts, key=len, reverse=True)) or "(?!)")
        self._names: dict[str, tuple[int, str]] = {}
        self._output: dict[str, list[str]] = {}
        self._failed = ""
        self._last: list[str] = []

    def line(self, line: str) -> None:
        line = self._hidden.sub(HIDDEN, line)
        if found := _VERTEX.match(line):
            if found[1] not in self._names:
                shown = shorten(f"step {found[2]}/{found[3]}: {' '.join(found[4].split())}")
                self._progress(ProgressLine(shown, (int(found[2]) - 1) / int(found[3])))
            self._names[found[1]] = (int(found[2]), found[4].strip())
        elif found := _ERROR.match(line):
            self._failed = found[1]
            self._output.setdefault(found[1], []).append(found[2])
        elif found := _OUTPUT.match(line):
            self._output.setdefault(found[1], []).append(found[2])
        self._last = [*self._last[-20:], line]

    def failure(self) -> BuildFailed:
        number, instruction = self._names.get(self._failed, (0, ""))
        step = self._steps[number - 1] if 0 < number <= len(self._steps) else 0
        output = "".join(self._output.get(self._failed) or self._last)[-MAX_OUTPUT:]
        where = f"step {step} of the build failed ({instruction})" if step else "the build failed"
        reason = self._last[-1].strip() if self._last else "the docker program printed nothing"
        return BuildFailed(f"{where}: {reason}", step=step, instruction=instruction, output=output)


def _numbered_steps(context: BinaryIO) -> list[int]:
    """Return for each step that BuildKit numbers the position of its instruction in the Dockerfile, from 1."""
    context.seek(0)
    with tarfile.open(fileobj=context, mode="r:") as tar:
        member = tar.extractfile("Dockerfile")
        text = member.read().decode("utf-8", "replace") if member else ""
    return [position for position, name in enumerate(_instructions(text), 1) if name in _STEPS]


def _instructions(text: str) -> Iterator[str]:
    continued = False
    for line in text.split("\n"):  # other characters that Python takes for line breaks are none to BuildKit
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not continued:
            yield line.split()[0].upper()
        continued = line.rstrip().endswith("\\")
