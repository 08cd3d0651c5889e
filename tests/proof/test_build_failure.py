"""Causes of a failed build outside the recipe, recognized by what programs really print."""

from __future__ import annotations

import pytest

from snapshotter.errors import BuildFailed
from snapshotter.proof.build_failure import outside_cause, unavailable_line

RAN = "step 3 of the build failed (RUN x): The command '/bin/sh -c x' returned a non-zero code: 1"

NETWORK = [
    "W: Failed to fetch http://mirror.invalid/dists/x/InRelease  Temporary failure resolving 'mirror.invalid'",
    "E: Failed to fetch http://mirror.invalid/x.deb  Could not connect to mirror.invalid:80",
    "npm ERR! code EAI_AGAIN\nnpm ERR! syscall getaddrinfo",
    "npm ERR! network request to https://npm.invalid/x failed, reason: connect ECONNREFUSED 192.0.2.1:443",
    "WARNING: Retrying after connection broken by 'NewConnectionError('Failed to establish a new connection: "
    "[Errno -3] Temporary failure in name resolution')'\nERROR: No matching distribution found for x==1",
    "curl: (6) Could not resolve host: forge.invalid",
    "wget: bad address 'forge.invalid'",
    "wget: can't connect to remote host (192.0.2.1): Connection refused",
    "fatal: unable to access 'https://forge.invalid/x.git/': Could not resolve host: forge.invalid",
    "WARNING: fetching https://mirror.invalid/x: temporary error (try again later)\nERROR: unable to select packages:",
]
GONE = [
    "E: Version '2.1.0-1' for 'tree' was not found",
    "E: Failed to fetch http://mirror.invalid/t/tree_2.1.0-1_amd64.deb  404  Not Found [IP: 192.0.2.1 80]",
    "ERROR: No matching distribution found for x==1",
    "npm ERR! notarget No matching version found for x@9.",
    "ERROR: unable to select packages:\n  tree-2.1.0-r0:\n    breaks: world[tree=2.1.0-r1]",
    "fatal: reference is not a tree: 0123456789abcdef",
]


@pytest.mark.parametrize("output", NETWORK)
def test_the_network(output: str) -> None:
    assert outside_cause(BuildFailed(RAN, step=3, instruction="RUN x", output=output)) == "could not reach the network"


@pytest.mark.parametrize("output", GONE)
def test_a_version_that_is_no_longer_available(output: str) -> None:
    failed = BuildFailed(RAN, step=3, instruction="RUN x", output="Reading package lists...\n" + output)
    assert outside_cause(failed) == ""
    assert unavailable_line(failed) in " ".join(output.split())


@pytest.mark.parametrize(
    "output",
    [
        "",
        "make: *** [Makefile:2: all] Error 1",
        "sh: 1: tree: not found",
        "curl: (7) Failed to connect to localhost port 8080: Connection refused",
        "nginx: connect() to 127.0.0.1 failed",
    ],
)
def test_a_step_that_fails_by_itself(output: str) -> None:
    failed = BuildFailed(RAN, step=3, instruction="RUN x", output=output)
    assert (outside_cause(failed), unavailable_line(failed)) == ("", "")


def test_an_engine_that_runs_no_step() -> None:
    reason = "step 3 of the build failed (RUN x): failed to create endpoint box on network bridge: no docker0"
    assert outside_cause(BuildFailed(reason, step=3, instruction="RUN x")) == "could not be run by the engine"
