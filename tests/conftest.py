"""Fixtures for all tests: a real engine with small images, a home for one test, and a report of tests not run.

A test that needs an engine has the mark `engine` and uses one of the fixtures below; other tests cannot reach one.
Without an engine, tests with the mark are skipped, and the end of the run reports that in capitals.
"""

from __future__ import annotations

import fcntl
import io
import os
import signal
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from snapshotter.engine import patience
from snapshotter.engine.api import ContainerSpec, Engine
from snapshotter.engine.connect.connect import connect
from snapshotter.errors import EngineError, EngineNotFound, ImageNotFound
from snapshotter.model import no_progress
from snapshotter.store.repository import git
from tests import busybox as busybox_image
from tests import more_shells

settings.register_profile("no-deadline", deadline=None)  # no test fails because the machine is slow
settings.load_profile("no-deadline")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # background jobs of a shell ignore SIGINT

NOT_RUN = "NOT RUN: "
"""Prefix of the reason of every skip that setting up the machine would avoid; the summary counts them."""
IDLE = ("/bin/sh", "-c", "trap 'exit 0' TERM INT; while :; do read -r _ || sleep 1; done")
LABEL = "io.snapshotter.test"

MakeImage = Callable[..., str]


@pytest.fixture(autouse=True)
def _engine_only_with_mark(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.node.get_closest_marker("engine") is None:
        monkeypatch.setenv("DOCKER_HOST", "unix:///nonexistent/a-test-without-the-engine-mark.sock")


@pytest.fixture(autouse=True)
def _nothing_interrupted() -> None:
    """Forget an interrupt of an earlier test, which limits every later call."""
    patience.begin(no_progress)


@pytest.fixture(autouse=True)
def _nothing_waits_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process sync nothing: a half of the time of some tests; what is synced, and when, `power_cut.py` tests.

    That is in a process of its own, as are the verbs of the tests on a real engine: these sync.
    """
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setattr(git, "_SETTINGS", (*git._SETTINGS, "core.fsync=none"))


@pytest.fixture(scope="session", autouse=True)
def _memory() -> Iterator[None]:
    """A directory of this test run for the secrets that sessions keep in memory, where the host has one."""
    shared = Path("/dev/shm")
    if not os.access(shared, os.W_OK):
        yield
        return
    with tempfile.TemporaryDirectory(prefix="snap-test-", dir=shared) as directory:
        os.environ["XDG_RUNTIME_DIR"] = directory
        yield


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The engine of this machine."""
    try:
        return connect()
    except EngineNotFound:
        pytest.skip(f"{NOT_RUN}no container engine answers")


@pytest.fixture(scope="session")
def busybox(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Name of a tiny image, built for this test run, with busybox ash as /bin/sh and a user `worker`."""
    try:
        program = busybox_image.find(tmp_path_factory.mktemp("busybox"))
    except busybox_image.NoBusyboxError as error:
        pytest.skip(f"{NOT_RUN}no static busybox: {error}")
    tag = f"snap-test/busybox:{os.getpid()}"
    context = io.BytesIO(busybox_image.build_context(program))
    engine.build(context, tag=tag, labels={LABEL: "busybox"}, no_cache=True, progress=lambda line: None)
    yield tag
    engine.remove_image(tag)


@pytest.fixture(scope="session")
def debian(engine: Engine) -> str:
    """Name of a minimal Debian image; `make base` makes that of its default available."""
    try:
        engine.image(more_shells.DEBIAN)
    except ImageNotFound:
        pytest.skip(f"{NOT_RUN}the image {more_shells.DEBIAN} is missing; `make base` makes debian:bookworm available")
    return more_shells.DEBIAN


@pytest.fixture(scope="session")
def shells_image(engine: Engine, debian: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Name of a Debian image with zsh, fish, mksh, ksh93, dash and sudo, and users of each; kept between runs."""
    try:
        with (tmp_path_factory.getbasetemp().parent / "shells-image.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # of the processes of this run one builds it
            return more_shells.ensure_image(engine, LABEL)
    except EngineError as error:
        pytest.skip(f"{NOT_RUN}the image with more shells cannot be built from {debian}: {error.message}")


@pytest.fixture
def box(engine: Engine, busybox: str) -> Iterator[str]:
    """Id of a running container of `busybox` with an idle main process."""
    ident = engine.create(ContainerSpec(image=busybox, name="", labels={LABEL: "box"}, idle=IDLE))
    yield ident
    engine.remove(ident)


@pytest.fixture
def make_image(engine: Engine) -> Iterator[MakeImage]:
    """Function that builds an image from a Dockerfile's text (and files) and returns its id; removed after the test."""
    made: list[str] = []

    def make(dockerfile: str, files: Mapping[str, bytes] | None = None) -> str:
        tag = f"snap-test/made:{os.getpid()}-{len(made)}"
        context = io.BytesIO()
        with tarfile.open(fileobj=context, mode="w") as tar:
            for name, content in {"Dockerfile": dockerfile.encode(), **(files or {})}.items():
                member = tarfile.TarInfo(name)
                member.size, member.mode = len(content), 0o644
                tar.addfile(member, io.BytesIO(content))
        context.seek(0)
        made.append(tag)
        return engine.build(context, tag=tag, labels={LABEL: "made"}, no_cache=True, progress=lambda line: None)

    yield make
    for tag in made:
        engine.remove_image(tag)


@pytest.fixture
def snap_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new $SNAP_HOME for one test, which the terminal that the tests run in has not used."""
    from snapshotter.store.journal import terminals

    monkeypatch.setattr(terminals, "_file", lambda _home: None)
    home = tmp_path / "snap-home"
    monkeypatch.setenv("SNAP_HOME", str(home))
    return home


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Yield a directory that is the root of a file system of 512 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k", "none", str(place)]
    mounted = subprocess.run(mount, capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that `make test` gives in CI."""
    parser.addoption("--no-gaps", action="store_true", help="fail if a test was skipped that setting up could let run")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files with tests that need an engine first: they are the longest, and no process shall end with one."""
    real = {item.path for item in items if item.get_closest_marker("engine")}
    items.sort(key=lambda item: item.path not in real)


def gaps(reporter: pytest.TerminalReporter) -> dict[str, int]:
    """Return the reasons of the skips that setting up would avoid, with how many tests each kept from running."""
    reasons: dict[str, int] = {}
    for report in reporter.stats.get("skipped", []):
        _, mark, reason = str(report.longrepr[2]).partition(NOT_RUN)
        if mark:
            reasons[reason] = reasons.get(reason, 0) + 1
    return reasons


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run for such a skip with --no-gaps."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if session.config.getoption("--no-gaps") and isinstance(reporter, pytest.TerminalReporter) and gaps(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Generator[None, None, None]:
    """Report in capitals, at the end, how many tests were not run, and why."""
    yield
    reasons = gaps(terminalreporter)
    if not reasons:
        return
    terminalreporter.section(f"{sum(reasons.values())} TESTS WERE NOT RUN", sep="!", red=True, bold=True)
    for reason, count in reasons.items():
        terminalreporter.line(f"{count} not run: {reason}", red=True)
    try:
        connect()
    except EngineNotFound as error:
        terminalreporter.line(f"{error.message}\n{error.hint}")
    terminalreporter.line(
        "`make engine base` and `make test-tools` set up, as root on Debian or Ubuntu, what these tests need"
    )
