"""What builders say of a build that failed, as they really print it."""

from __future__ import annotations

import pytest

from snapshotter.engine.build.wording import has_run, is_of_builder

RAN = [
    "The command '/bin/sh -c echo said; exit 3' returned a non-zero code: 3",
    'process "/bin/sh -c echo said; exit 3" did not complete successfully: exit code: 3',
    "executor failed running [/bin/sh -c echo said; exit 3]: exit code: 3",
    'building at STEP "RUN echo said; exit 3": while running runtime: exit status 3',
]
OF_RECIPE = [
    "COPY failed: file not found in build context or excluded by .dockerignore: stat nosuch: file does not exist",
    'failed to compute cache key: failed to calculate checksum of ref 5f34::is3j: "/nosuch": not found',
    'failed to compute cache key: "/nosuch" not found: not found',
    'building at STEP "COPY nosuch /x": checking on sources under "/var/tmp/x": copier: stat: "/nosuch": no such file',
    "failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: "
    'exec: "/bin/nosuch": stat /bin/nosuch: no such file or directory: unknown',
    "unable to find user nosuch: no matching entries in passwd file",
    'process "/bin/sh -c true" did not complete successfully: unable to find user nosuch: no matching entries',
    'building at STEP "RUN true": determining run uid: user: unknown user error looking up user "nosuch"',
    "dockerfile parse error on line 2: unknown instruction: RUNN (did you mean RUN?)",
    'building at STEP "RUNN ": Build error: Unknown instruction: "RUNN"',
]
OF_BUILDER = [
    'Get "https://registry.invalid/v2/": dial tcp: lookup registry.invalid on 192.0.2.1:53: no such host',
    "toomanyrequests: You have reached your pull rate limit",
    "failed to copy: httpReadSeeker: failed open: unexpected status code 429 Too Many Requests",
    "creating build container: unable to copy from source docker://x:1: initializing source docker://x:1: pinging",
    "pull access denied for x, repository does not exist or may require 'docker login': denied: requested access",
    "failed to receive status: rpc error: code = Unavailable desc = error reading from server: EOF",
    "OCI runtime create failed: runc create failed: unable to start container process: error during container init: "
    "error setting rlimits for ready process: error setting rlimit type 6: operation not permitted",
    "no builder has the platform",
    "docker exporter does not currently support exporting manifest lists",
]


@pytest.mark.parametrize("reason", RAN)
def test_a_step_that_ran(reason: str) -> None:
    assert has_run(reason) and not is_of_builder(reason)


@pytest.mark.parametrize("reason", OF_RECIPE)
def test_a_dockerfile_that_is_wrong(reason: str) -> None:
    assert not has_run(reason) and not is_of_builder(reason)


@pytest.mark.parametrize("reason", OF_BUILDER)
def test_a_builder_that_fails(reason: str) -> None:
    assert is_of_builder(reason)
