"""Causes of a failed build outside the recipe: the network, the engine, or a version that is unavailable.  Pure."""

from __future__ import annotations

import re

from snapshotter.engine.build.wording import has_run
from snapshotter.errors import BuildFailed, EngineError
from snapshotter.model import Proof
from snapshotter.regex import regex

_NETWORK = regex(
    r"Temporary failure (in name resolution|resolving)|Could ?n[o']t (resolve|connect)|Name or service not known"
    r"|bad address|unable to resolve|Network is unreachable|No route to host|Unable to fetch|Unable to connect"
    r"|Connection (refused|timed out|reset)|temporary error \(try again later\)|Operation timed out|Read timed out"
    r"|E(AI_AGAIN|NOTFOUND|CONNRE(FUSED|SET)|TIMEDOUT)\b|NewConnectionError|ConnectTimeoutError"
    r"|no such host|server misbehaving|\bi/o timeout|failed to do request|dial tcp\b|proxyconnect tcp"
    r"|toomanyrequests|Too Many Requests|pull rate limit|rate limit exceeded|(error|status|HTTP/\S+|code):? 429\b"
    r"|TLS handshake|\btls: |\bx509: |SSL certificate problem|CERTIFICATE_VERIFY_FAILED|certificate verif\w+ failed"
    r"|gnutls_handshake|GnuTLS (error|recv)|SSL_ERROR_|SSL connect error|CERT_(HAS_EXPIRED|NOT_YET_VALID)"
    r"|UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT)|SELF_SIGNED_CERT_IN_CHAIN"
    r"|50[0234] (Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)",
    re.I,
)
"""What programs and builders print where a host, a registry or its certificate is in the way."""
_DISK = regex(r"No space left on device|disk quota exceeded|ENOSPC\b|EDQUOT\b|enough free space|disk is full", re.I)
_CANNOT_RUN = regex(
    r"(runc|crun|OCI runtime|container_linux\.go|unable to start container process|error during container init)"
    r".*(r?limit|seccomp|cgroup|apparmor|selinux|keyring|namespace|clone|mount|pivot_root|operation not permitted"
    r"|function not implemented|cannot allocate|resource temporarily unavailable|too many open files|device)"
    r"|setrlimit RLIMIT_\w+|error setting rlimits?|seccomp: |Bad system call|kernel too old|exec format error"
    r"|cannot execute binary file: Exec format|Fatal glibc error|Function not implemented|qemu: (uncaught|unsupported)"
    r"|cannot allocate memory|out of memory|oom-kill|fork: (retry: )?Resource temporarily unavailable",
    re.I,
)
"""What the runtime, the kernel or a program print where the machine cannot run the step."""
_ENGINE = regex(
    r"failed to (create endpoint|set ?up container networking)"
    r"|input/output error|context (deadline exceeded|canceled)|connection is shutting down",
    re.I,
)
"""What only the engine prints."""
_SUDO = regex(r"^sudo: setrlimit\(|^sudo: unable to (resolve host|allocate pty)", re.I)
"""Warnings after which sudo goes on."""
_UNAVAILABLE = regex(
    r".*(Version '.*' for '.*' was not found|Unable to locate package|has no installation candidate"
    r"|404 +Not Found|No matching distribution found|No matching version found|npm ERR! 404"
    r"|Could not find a valid gem|unable to select packages|Unable to find a match|not a tree: ).*",
    re.I,
)
_LOCAL = regex(r"localhost|127\.0\.0\.1|\[?::1\]?|0\.0\.0\.0", re.I)
"""Addresses of a service in the container itself; if it is missing, the recipe has to be repaired."""
_REFUSED = regex(r"Connection refused|ECONNREFUSED", re.I)
_HOST = regex(r"\d\.\d+\.\d+\.\d|://|[\w-]\.[a-z]{2,}\b", re.I)
_LAST_LINES = 40
"""Lines at the end of the output that are searched for the error."""


def engine_fault(error: EngineError) -> Proof:
    """Return the verdict on a build that the engine did not do, or whose image it does not show: "unknown"."""
    again = "`snap verify` proves it again once the engine works"
    return Proof("unknown", f"not provable: {error.message}", (f"next: {error.hint or 'see `docker info`'};\n{again}",))


def outside_cause(error: BuildFailed) -> str:
    """Return what outside the recipe prevented a step from running; "" if the step itself failed."""
    lines = [*error.output.splitlines()[-_LAST_LINES:], *_said(error)]
    lines = [line for line in lines if not _SUDO.search(line)]
    if any(_CANNOT_RUN.search(line) for line in lines) or any(map(_ENGINE.search, _said(error))):
        return "could not be run by the engine"
    if any(_DISK.search(line) for line in lines):
        return "had no space left on a disk"
    asks_itself = _LOCAL.search(error.instruction) is not None
    others = [line for line in lines if not _LOCAL.search(line) and not (asks_itself and _refused_by_nobody(line))]
    if any(map(_NETWORK.search, others)):
        return "could not reach the network"
    # apt prints "Failed to fetch" for an unreachable mirror, and for a file that the mirror no longer has
    if "Failed to fetch" in error.output and not unavailable_line(error):
        return "could not reach the network"
    return "could not be run by the engine" if error.by_builder else ""


def _refused_by_nobody(line: str) -> bool:
    """Return whether a line reports a refused connection without the host that refused it."""
    return _REFUSED.search(line) is not None and not _HOST.search(line)


def _said(error: BuildFailed) -> list[str]:
    """Return what a builder says of its own failure; of a step that ran it repeats the text, which may be anything."""
    if has_run(error.message):
        return []
    return (error.message.replace(error.instruction, "") if error.instruction else error.message).splitlines()


def unavailable_line(error: BuildFailed) -> str:
    """Return the line of a step's output that reports a version as no longer available; "" if there is none."""
    found = _UNAVAILABLE.search(error.output)
    return " ".join(found[0].split()) if found else ""
