"""Causes of a failed build outside the recipe, recognized by what programs really print."""

from __future__ import annotations

import pytest

from snapshotter.errors import BuildFailed
from snapshotter.proof.build_failure import outside_cause, unavailable_line
from snapshotter.proof.verdict import proof_of_failure

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


def test_a_refusal_without_a_host_is_that_of_the_service_which_the_step_asks() -> None:
    output = "IO::Socket::INET: connect: Connection refused\t...propagated at -e line 1."
    for step, cause in (("RUN ask 127.0.0.1:80", ""), ("RUN ask mirror.invalid", "could not reach the network")):
        assert outside_cause(BuildFailed(RAN, step=3, instruction=step, output=output)) == cause
    other = "wget: can't connect to remote host (192.0.2.1): Connection refused"
    step = "RUN ask localhost && wget 192.0.2.1"
    assert outside_cause(BuildFailed(RAN, step=3, instruction=step, output=other)) == "could not reach the network"


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


REGISTRY = [
    'failed to do request: Head "https://r.invalid/v2/x": dial tcp: lookup r.invalid on 192.0.2.1:53: no such host',
    "toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating",
    "unexpected status from HEAD request to https://r.invalid/v2/x/manifests/1: 429 Too Many Requests",
    'Get "https://r.invalid/v2/": dial tcp 192.0.2.1:443: i/o timeout',
    'Get "https://r.invalid/v2/": net/http: TLS handshake timeout',
    'Get "https://r.invalid/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    "pinging container registry r.invalid: received unexpected HTTP status: 503 Service Unavailable",
    "dial tcp: lookup r.invalid: server misbehaving",
]
STEP_NETWORK = [
    "go: x: dial tcp: lookup proxy.invalid: no such host",
    "curl: (60) SSL certificate problem: certificate has expired",
    "curl: (22) The requested URL returned error: 429",
    "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed'))",
    "fatal: unable to access 'https://forge.invalid/': gnutls_handshake() failed: Error in the pull function",
]
MACHINE = [
    "runc run failed: unable to start container process: error during container init: error setting rlimit type 6: "
    "operation not permitted",
    "error running container: from /usr/bin/crun creating container for [/bin/sh -c x]: setrlimit RLIMIT_NPROC: "
    "Operation not permitted: exit status 1",
    "OCI runtime create failed: runc create failed: seccomp: config provided but seccomp not supported",
    "Bad system call (core dumped)",
    "FATAL: kernel too old",
    "exec /bin/sh: exec format error",
    "sh: 1: Cannot fork: fork: Resource temporarily unavailable",
]
RAN_BY = [
    RAN,
    'step 3 of the build failed (RUN x): process "/bin/sh -c x" did not complete successfully: exit code: 1',
    "step 3 of the build failed (RUN x): executor failed running [/bin/sh -c x]: exit code: 1",
    'step 3 of the build failed (RUN x): building at STEP "RUN x": while running runtime: exit status 1',
]


@pytest.mark.parametrize("reason", REGISTRY)
def test_a_registry_that_does_not_give_the_base(reason: str) -> None:
    failed = BuildFailed(f"step 1 of the build failed (FROM x): {reason}", step=1, instruction="FROM x")
    assert outside_cause(failed) == "could not reach the network"


@pytest.mark.parametrize("output", STEP_NETWORK)
@pytest.mark.parametrize("message", RAN_BY)
def test_the_network_of_a_step(output: str, message: str) -> None:
    failed = BuildFailed(message, step=3, instruction="RUN x", output=output)
    assert outside_cause(failed) == "could not reach the network"


@pytest.mark.parametrize("output", MACHINE)
@pytest.mark.parametrize("message", RAN_BY)
def test_a_machine_that_cannot_run_a_step(output: str, message: str) -> None:
    failed = BuildFailed(message, step=3, instruction="RUN x", output=output)
    assert outside_cause(failed) == "could not be run by the engine"


def test_a_full_disk_in_a_step() -> None:
    failed = BuildFailed(RAN, step=3, instruction="RUN x", output="tar: x: Cannot write: No space left on device")
    assert outside_cause(failed) == "had no space left on a disk"


def test_a_builder_that_fails_in_other_words_is_no_verdict() -> None:
    failed = BuildFailed("the build failed: EOF", by_builder=True)
    assert outside_cause(failed) == "could not be run by the engine"
    assert proof_of_failure(failed).summary == (
        "not provable: the build could not be run by the engine (the build failed: EOF)"
    )


@pytest.mark.parametrize("message", RAN_BY)
def test_words_of_the_step_itself_are_no_cause(message: str) -> None:
    text = "RUN grep 'no such host' x509: log; echo no space left on device"
    failed = BuildFailed(
        message.replace("RUN x", text), step=3, instruction=text, output="sudo: setrlimit(6): x\nfalse"
    )
    assert outside_cause(failed) == ""


@pytest.mark.parametrize("output", ["Setting up libgnutls30 (3.7.9) ...", "Get:1 http://x 429 kB", "mount: bad option"])
def test_innocent_words(output: str) -> None:
    assert outside_cause(BuildFailed(RAN, step=3, instruction="RUN x", output=output)) == ""


def test_an_engine_that_runs_no_step() -> None:
    reason = "step 3 of the build failed (RUN x): failed to create endpoint box on network bridge: no docker0"
    assert outside_cause(BuildFailed(reason, step=3, instruction="RUN x")) == "could not be run by the engine"
