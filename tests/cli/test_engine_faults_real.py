"""A part of the verbs and faults of `engine_faults.py`: those in which a container froze or a verdict was wrong."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from snapshotter.engine.api import Engine
from snapshotter.engine.connect.addresses import from_environment
from tests.cli.engine_faults import CASES, SIGNALLED, Bench
from tests.engine.faulty_engine import Fault, faulty

pytestmark = pytest.mark.engine
COMMIT = next(case for case in CASES if case.argv[0] == "commit")
VERIFY = next(case for case in CASES if case.argv[0] == "verify")


@pytest.fixture(scope="module")
def bench(engine: Engine, debian: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    sockets = [one.socket_path for one in from_environment() if one.socket_path and one.socket_path.exists()]
    if not sockets:
        pytest.skip("the engine has no socket on this machine")
    folder = tmp_path_factory.mktemp("faults")
    with faulty(sockets[0], folder / "engine.sock") as proxy:
        made = Bench(engine, proxy, folder)
        try:
            made.prepare()
            yield made
        finally:
            made.clean()


@pytest.mark.parametrize(
    ("pattern", "fault", "times"),
    [
        ("/unpause$", "500", 1),
        ("/unpause$", "closed", 10**9),
        ("POST /commit", "closed", 10**9),
        ("/tag[?]", "409", 10**9),
    ],
)
def test_a_commit_survives_a_fault(bench: Bench, pattern: str, fault: Fault, times: int) -> None:
    assert bench.play(COMMIT, pattern, fault, times) == []


@pytest.mark.parametrize("fault", ["500", "404", "cut"])
def test_a_build_that_the_engine_does_not_do_is_no_verdict(bench: Bench, fault: Fault) -> None:
    bench.proxy.break_path("POST /build", fault)
    code, out, err, _ = bench.snap(*VERIFY.argv)
    bench.proxy.heal()
    assert (code, "not provable" in out, "next: " in err) == (2, True, True), err


def test_one_ctrl_c_ends_a_commit_that_hangs(bench: Bench) -> None:
    assert bench.play(COMMIT, "/pause$", "hang") == []


@pytest.mark.parametrize(
    ("number", "delay"), [(signal.SIGINT, 0.4), (signal.SIGTERM, 0.5), (signal.SIGKILL, 0.4), (signal.SIGKILL, 0.6)]
)
def test_a_signal_during_a_commit_loses_and_freezes_nothing(bench: Bench, number: int, delay: float) -> None:
    assert bench.signal(SIGNALLED[0], number, delay) == []
