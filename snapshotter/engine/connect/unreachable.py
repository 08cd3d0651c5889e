"""The error for engines that do not answer: every address with its reason, and the next step for the likeliest one."""

from __future__ import annotations

import errno
import re
from collections.abc import Sequence

from msgspec import Struct

from snapshotter.engine.connect.addresses import Endpoint
from snapshotter.errors import EngineNotFound
from snapshotter.regex import regex


class Attempt(Struct, frozen=True):
    """An address that did not answer, and why."""

    endpoint: Endpoint
    number: int
    """`errno` of the failure, 0 where it has none."""
    reason: str


_CERTIFICATES = (
    "ca.pem, cert.pem and key.pem are looked for in the directory of DOCKER_CERT_PATH (by default ~/.docker), or in "
    "the context: `docker context create NAME --docker host=…,ca=…,cert=…,key=…`"
)
_NETWORK_HINTS = (
    (
        regex(r"to an HTTPS server|certificate required|bad certificate|unknown ca\b", re.I),
        f"that engine expects TLS with a certificate that it knows: set DOCKER_TLS_VERIFY=1; {_CERTIFICATES}",
    ),
    (
        regex(r"certificate verify failed|hostname mismatch|ip address mismatch", re.I),
        f"the engine's certificate is not one of the authority in ca.pem, or not for this host name; {_CERTIFICATES}",
    ),
    (
        regex(r"wrong.version.number|record layer failure", re.I),
        "no TLS is spoken at that port: write the port at which it is (2376 as a rule), or unset DOCKER_TLS_VERIFY, "
        "which lets everybody in that network read along and use the engine",
    ),
)
_BY_HAND = "`ssh HOST docker version` must work without a question, as snap can answer none"
_SSH_HINTS = (
    (
        regex(r"permission denied .*docker|docker daemon socket|connect: permission denied", re.I),
        "you may not use the engine on that host; there, `sudo usermod -aG docker $USER`, or name the socket that you "
        "may use: ssh://USER@HOST/run/user/1000/docker.sock",
    ),
    (
        regex(r"permission denied|authentication fail|no more authentication", re.I),
        f"let that host accept your key: `ssh-copy-id USER@HOST`, `ssh-add` for a key with a passphrase; {_BY_HAND}",
    ),
    (
        regex(r"host key verification failed|identification has changed|host key for", re.I),
        f"connect once by hand to check and accept the host's key; {_BY_HAND}",
    ),
    (
        regex(r"is the docker daemon running|cannot connect to the docker daemon|dial unix", re.I),
        "start the engine on that host (`sudo systemctl start docker`), or name another socket: ssh://USER@HOST/PATH",
    ),
    (
        regex(r"command not found|: not found|unknown command|not recognized", re.I),
        "the program docker must be in the PATH of that host for ssh://; without it, forward the engine's socket: "
        "`ssh -nNT -L /tmp/engine.sock:/run/podman/podman.sock HOST &`, then DOCKER_HOST=unix:///tmp/engine.sock",
    ),
    (regex(r""), f"check the address and that the host is up; {_BY_HAND}"),
)
"""(pattern of the reason, hint); the first that matches is taken."""


def not_found_error(attempts: Sequence[Attempt], *, dockerd: bool) -> EngineNotFound:
    """Return the error that lists the addresses with their reasons, with a hint for the likeliest reason."""
    lines = [f"  {attempt.endpoint.url} ({attempt.endpoint.source}): {attempt.reason}" for attempt in attempts]
    return EngineNotFound("no container engine answers:\n" + "\n".join(lines), _next_step(attempts, dockerd))


def _of_reason(attempt: Attempt) -> str:
    """Return the hint for the reason of an address that is not a socket, "" for none."""
    if attempt.endpoint.socket_path is not None:
        return ""
    hints = _SSH_HINTS if attempt.endpoint.url.startswith("ssh://") else _NETWORK_HINTS
    return next((hint for pattern, hint in hints if pattern.search(attempt.reason)), "")


def _next_step(attempts: Sequence[Attempt], dockerd: bool) -> str:
    numbers = {attempt.number for attempt in attempts}
    if numbers & {errno.EACCES, errno.EPERM}:
        return (
            "an engine exists, but you may not use its socket; join its group (`sudo usermod -aG docker $USER`, "
            "then log in again), or run the command with sudo"
        )
    if len(attempts) == 1 and (hint := _of_reason(attempts[0])):
        return hint
    if len(attempts) == 1 and attempts[0].endpoint.source == "DOCKER_HOST":
        return "check the address in DOCKER_HOST and that its engine runs, or unset it to use this machine's engine"
    if len(attempts) == 1:
        return "start that engine, or choose another one with `docker context use NAME` (`default` is this machine's)"
    if dockerd or errno.ECONNREFUSED in numbers:
        return (
            "Docker is installed but does not run; start it with `sudo systemctl start docker` "
            "(without systemd: `sudo service docker start`), or open Docker Desktop"
        )
    return (
        "install one: `sudo apt-get install docker.io` on Debian and Ubuntu, Docker Desktop or colima on macOS; "
        "podman works too; name an engine elsewhere with DOCKER_HOST or `docker context use NAME`"
    )
