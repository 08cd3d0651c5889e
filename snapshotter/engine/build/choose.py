"""Which builder a build uses: the one that the user's own `docker build` would use, or the one that the user names.

Until version 22 the docker program has BuildKit built in; it uses it where DOCKER_BUILDKIT or the engine says so.  From
23 on it builds by its plugin buildx, whose current builder can be another one than the engine's; without the plugin it
falls back to the classic builder (docker/cli, cmd/docker/builder.go).
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct

from snapshotter.engine.build.environment import is_true
from snapshotter.errors import EngineError, NoBuildKit, UsageError

CLASSIC = "classic"
_BUILDX_SINCE = 23
_TOO_OLD = re.compile(r"client version \S+ is too (old|new)[^\n]*", re.IGNORECASE)
_SECONDS = 60
_PLUGINS = tuple(
    Path(root, kind, "docker/cli-plugins") for root in ("/usr/local", "/usr") for kind in ("lib", "libexec")
)
_VERSION = ("--version",)
_SERVER = ("version", "--format", "{{.Server.APIVersion}}")
_BUILDX = ("buildx", "version")
_INSPECT = ("buildx", "inspect")
_INSTALL = "install docker's command line with its plugin buildx, or build with `--builder classic`"


class Builder(Struct, frozen=True):
    """A builder, and the docker program that builds with it."""

    kind: str
    """"classic", "session" (BuildKit of the engine by an old docker program), or "buildx"."""
    program: str = ""
    name: str = ""
    """The name that buildx has for it."""
    driver: str = "docker"
    """Of buildx: "docker" is the engine's own BuildKit; every other one has images of its own."""

    @property
    def has_own_images(self) -> bool:
        """Whether it neither sees the engine's images nor keeps its results among them."""
        return self.kind == "buildx" and self.driver != "docker"


class Client(Struct, frozen=True):
    """A docker program."""

    program: str
    version: int
    """The first number of its version."""
    fault: str
    """Why it cannot speak with the engine; "" if it can."""
    answer: Callable[[Sequence[str]], subprocess.CompletedProcess[str]]
    """Returns the end of a run of it with some arguments, which may have been started with the others."""


def choose(
    environment: Mapping[str, str],
    setting: str,
    home: Path,
    wanted: str,
    *,
    engine_prefers: bool,
    needed: bool = False,
    begun: Begun | None = None,
) -> Builder:
    """Return the builder for `wanted`: "" for that of `docker build`, "classic", or a name that buildx knows.

    `environment` is that of the docker program, `setting` the user's DOCKER_BUILDKIT, `engine_prefers` whether the
    engine asks for BuildKit, `needed` whether the classic builder cannot do the build, `begun` what the first docker
    program was asked before.  Raises `NoBuildKit`, `UsageError` for a name that buildx does not know, and `EngineError`
    where every docker program is too old for the engine.
    """
    if wanted == CLASSIC:
        return _classic(needed=needed, why="the classic builder does not mount secrets")
    if not needed and is_classic_by_setting(wanted, setting):
        return Builder(CLASSIC)
    forced = needed or bool(wanted) or is_true(setting)
    faults = []
    inspect = _inspect(wanted)
    plugin = _has_plugin(environment, home)
    with contextlib.closing(clients(environment, _questions(inspect, plugin=plugin), begun)) as found:
        for client in found:
            if client.fault:
                faults.append(f"{client.program}: {client.fault}")
                continue
            builder = _of_client(
                client, inspect, environment, home, wanted, prefers=forced or engine_prefers, plugin=plugin
            )
            if builder is not None:
                return builder
            if not forced:
                return Builder(CLASSIC)
    if faults:
        raise EngineError(
            f"no docker program here can build on this engine: {'; '.join(faults)}",
            ("unset DOCKER_API_VERSION" if environment.get("DOCKER_API_VERSION") else "install one of its version")
            + "; `--builder classic` builds without one",
        )
    if not forced:
        return Builder(CLASSIC)
    raise NoBuildKit("no docker program that builds with BuildKit is installed here", _INSTALL)


def is_classic_by_setting(wanted: str, setting: str) -> bool:
    """Return whether no program has to be asked: no builder is wanted, and DOCKER_BUILDKIT says the classic one."""
    return not wanted and bool(setting) and not is_true(setting)


class Begun:
    """What the first docker program is asked before it is known what is built: the answers take 30 to 100 ms."""

    def __init__(self, environment: Mapping[str, str], home: Path, wanted: str) -> None:
        self.environment = environment
        self.program = next(_programs(environment), "")
        questions = _questions(_inspect(wanted), plugin=_has_plugin(environment, home)) if self.program else ()
        self.runs = _started(self.program, environment, questions)

    def close(self) -> None:
        """End the runs that nobody has waited for."""
        for run in self.runs.values():
            run.close()


def of_podman(wanted: str, *, needed: bool) -> Builder:
    """Return the builder of podman, the only one it has: that of its service."""
    if needed:
        raise NoBuildKit("podman cannot build with secrets", "use a Docker Engine, or run without --secret")
    if wanted not in ("", CLASSIC):
        raise UsageError(
            f"podman has no builder {wanted!r}", "leave out `--builder`, or name a Docker Engine in DOCKER_HOST"
        )
    return Builder(CLASSIC)


def prefers_buildkit(version: str) -> bool:
    """Return whether an engine of this version asks docker programs for BuildKit, where its settings do not differ."""
    found = re.match(r"(\d+)\.", version)
    return found is not None and int(found[1]) >= _BUILDX_SINCE


def _classic(*, needed: bool, why: str) -> Builder:
    if needed:
        raise NoBuildKit(why, "leave out `--builder classic`, or run without --secret")
    return Builder(CLASSIC)


def _of_client(
    client: Client,
    inspect: Sequence[str],
    environment: Mapping[str, str],
    home: Path,
    wanted: str,
    *,
    prefers: bool,
    plugin: bool,
) -> Builder | None:
    """Return the BuildKit builder that the program uses, None where it builds with the classic one or cannot."""
    if client.version < _BUILDX_SINCE and not wanted and not _is_alias(environment, home):
        return Builder("session", client.program) if prefers else None
    works = plugin and not client.answer(inspect).returncode
    if not works and client.answer(_BUILDX).returncode:
        return None
    shown = client.answer(inspect)
    fields = dict(re.findall(r"^(Name|Driver): +(\S+)", shown.stdout.split("\nNodes:")[0], re.M))
    if shown.returncode or not {"Name", "Driver"} <= fields.keys():
        reason = (shown.stderr.strip() or shown.stdout.strip() or "no answer").splitlines()[-1].removeprefix("ERROR: ")
        if wanted:
            raise UsageError(
                f"buildx cannot use the builder {wanted!r}: {reason}",
                "`docker buildx ls` lists the builders; `--builder classic` is the engine's classic one",
            )
        raise EngineError(f"buildx's current builder cannot be used: {reason}", "`docker buildx use default`")
    return Builder("buildx", client.program, fields["Name"], fields["Driver"])


def _is_alias(environment: Mapping[str, str], home: Path) -> bool:
    """Return whether `docker build` means buildx for a docker program before 23, as `docker buildx install` sets it."""
    directory = Path(environment["DOCKER_CONFIG"]) if environment.get("DOCKER_CONFIG") else home / ".docker"
    try:
        found = json.loads((directory / "config.json").read_bytes())
        return str(found["aliases"]["builder"]) == "buildx"
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return False


def _has_plugin(environment: Mapping[str, str], home: Path) -> bool:
    """Return whether buildx is where the docker program usually finds it; it may be elsewhere too."""
    own = Path(environment["DOCKER_CONFIG"]) if environment.get("DOCKER_CONFIG") else home / ".docker"
    return any((folder / "docker-buildx").exists() for folder in (own / "cli-plugins", *_PLUGINS))


def _inspect(wanted: str) -> tuple[str, ...]:
    return (*_INSPECT, *([wanted] if wanted else []))


def _questions(inspect: tuple[str, ...], *, plugin: bool) -> tuple[tuple[str, ...], ...]:
    """Return the arguments with which a docker program is started, all at the same time."""
    return (_VERSION, _SERVER, inspect if plugin else _BUILDX)


def _programs(environment: Mapping[str, str]) -> Iterator[str]:
    """Yield the docker programs of the PATH; one that is reached by two names, once."""
    seen = set()
    for directory in environment.get("PATH", os.defpath).split(os.pathsep):
        program = shutil.which("docker", path=directory) if directory else None
        if program and (real := os.path.realpath(program)) not in seen:
            seen.add(real)
            yield program


def clients(
    environment: Mapping[str, str],
    questions: Sequence[tuple[str, ...]] = (_VERSION, _SERVER),
    begun: Begun | None = None,
) -> Generator[Client, None, None]:
    """Yield the docker programs; each is asked the questions at the same time, unless they have `begun`."""
    for program in _programs(environment):
        known = begun is not None and (begun.program, begun.environment) == (program, environment)
        runs = begun.runs if begun is not None and known else _started(program, environment, questions)
        with contextlib.ExitStack() as stack:
            for run in runs.values():
                stack.callback(run.close)
            version = re.match(r"Docker version (\d+)\.", runs[_VERSION].end().stdout)
            if version:  # else it is podman under this name
                yield Client(
                    program, int(version[1]), _fault(runs[_SERVER].end()), partial(_answer, program, environment, runs)
                )


def _started(
    program: str, environment: Mapping[str, str], questions: Sequence[tuple[str, ...]]
) -> dict[tuple[str, ...], _Run]:
    return {words: _Run([program, *words], environment) for words in questions}


def _answer(
    program: str,
    environment: Mapping[str, str],
    runs: Mapping[tuple[str, ...], _Run],
    words: Sequence[str],
) -> subprocess.CompletedProcess[str]:
    known = runs.get(tuple(words))
    if known is not None:
        return known.end()
    with contextlib.closing(_Run([program, *words], environment)) as run:
        return run.end()


def _fault(asked: subprocess.CompletedProcess[str]) -> str:
    """Return why the program cannot speak with the engine; "" if it can."""
    if not asked.returncode:
        return ""
    refused = _TOO_OLD.search(asked.stderr)
    return refused[0] if refused else (asked.stderr.strip() or "it does not answer").splitlines()[-1]


class _Run:
    """A program that has been started."""

    def __init__(self, words: list[str], environment: Mapping[str, str]) -> None:
        self._words, self._ended = words, None
        self._process: subprocess.Popen[str] | None = None
        try:
            self._process = subprocess.Popen(
                words,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                errors="replace",
                env=environment,
            )
        except OSError as error:
            self._ended = subprocess.CompletedProcess(words, 127, "", str(error))

    def close(self) -> None:
        """Kill it if nobody has waited for its end."""
        if self._process is not None and self._ended is None:
            self._process.kill()
            printed, said = self._process.communicate()
            self._ended = subprocess.CompletedProcess(self._words, self._process.returncode, printed, said)

    def end(self) -> subprocess.CompletedProcess[str]:
        """Wait for its end, `_SECONDS` at most, and return it."""
        if self._ended is None:
            assert self._process is not None
            try:
                printed, said = self._process.communicate(timeout=_SECONDS)
            except subprocess.TimeoutExpired as error:
                self._process.kill()
                self._process.communicate()
                self._ended = subprocess.CompletedProcess(self._words, 127, "", str(error))
            else:
                self._ended = subprocess.CompletedProcess(self._words, self._process.returncode, printed, said)
        return self._ended
