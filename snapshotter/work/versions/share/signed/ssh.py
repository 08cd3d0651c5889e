"""Signatures by keys of ssh, made and checked by `ssh-keygen -Y`, as git signs commits with them."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from snapshotter.errors import NotFound, UsageError

SIGNATURE = "io.snapshotter.signature.ssh"
"""The annotation of a statement with its signature."""
_NAMESPACE = "snapshotter"
_PROGRAM = "ssh-keygen"
_DEFAULT = Path("~/.ssh/allowed_signers")


class SshKey(Struct, frozen=True):
    """A key of ssh, or the public part of one that ssh-agent has."""

    path: Path

    def sign(self, data: bytes) -> str:
        """Return the signature of some bytes; a passphrase is asked for by ssh-keygen, or known by ssh-agent."""
        return sign(data, self.path)


def signers_file(wanted: Path | None) -> Path:
    """Return the file that says who may sign; raises `NotFound`."""
    found = wanted or _DEFAULT.expanduser()
    if not found.is_file():
        raise NotFound(
            f"there is no {found}, which says who may sign",
            '--signers FILE names another one; a line of it is "me@example.com ssh-ed25519 AAAA…", as of ssh',
        )
    return found


def sign(data: bytes, key: Path) -> str:
    """Return the signature of some bytes; a passphrase is asked for by ssh-keygen, or known by ssh-agent."""
    done = _run(["sign", "-f", str(key), "-n", _NAMESPACE, "-q"], data, capture_errors=False)
    if done.returncode or not done.stdout:
        raise UsageError(
            f"nothing was signed with {key}", f"try `ssh-keygen -Y sign -n {_NAMESPACE} -f {key} < /etc/hostname`"
        )
    return done.stdout.decode("ascii", "replace")


def signer(data: bytes, signature: str, signers: Path) -> str:
    """Return who signed some bytes, "" where nobody did that may."""
    with _written(signature) as file:
        found = _run(["find-principals", "-s", file.name, "-f", str(signers), "-n", _NAMESPACE], b"")
        for name in found.stdout.decode("utf-8", "replace").splitlines() if found.returncode == 0 else ():
            words = ["verify", "-f", str(signers), "-I", name, "-n", _NAMESPACE, "-s", file.name]
            if _run(words, data).returncode == 0:
                return name
    return ""


def key_of(data: bytes, signature: str) -> str:
    """Return the fingerprint of the key that signed some bytes, whosever it is; "" where the signature is wrong."""
    with _written(signature) as file:
        done = _run(["check-novalidate", "-n", _NAMESPACE, "-s", file.name], data)
    words = done.stdout.decode("utf-8", "replace").split()
    return next((word for word in words if word.startswith("SHA256:")), "?") if done.returncode == 0 else ""


def _written(signature: str) -> tempfile._TemporaryFileWrapper[bytes]:
    file = tempfile.NamedTemporaryFile(prefix="snap-signature-")  # noqa: SIM115 - the caller closes it
    file.write(signature.encode())
    file.flush()
    return file


def _run(words: Sequence[str], data: bytes, *, capture_errors: bool = True) -> subprocess.CompletedProcess[bytes]:
    errors = subprocess.PIPE if capture_errors else None
    return subprocess.run([_program(), "-Y", *words], input=data, stdout=subprocess.PIPE, stderr=errors, check=False)


def _program() -> str:
    found = shutil.which(_PROGRAM)
    if found is None:
        raise UsageError(
            f"{_PROGRAM} is not installed", "it is in the package openssh-client, openssh or openssh-clients"
        )
    return found
