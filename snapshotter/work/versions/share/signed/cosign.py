"""Signatures by keys of cosign: an envelope (DSSE) around a statement, as `cosign attest --key` makes it.

The private key is a file of `cosign generate-key-pair`: PKCS #8 in a box of NaCl, whose key scrypt derives from the
password; the program openssl signs and checks.  https://github.com/secure-systems-lab/dsse describes the envelope.
"""

from __future__ import annotations

import base64
import getpass
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from snapshotter.errors import NotFound, UsageError
from snapshotter.regex import regex
from snapshotter.store.codec import FormatError, loads
from snapshotter.work.versions.share.signed.secretbox import opened
from snapshotter.work.versions.share.statement import STATEMENT

PASSWORD = "COSIGN_PASSWORD"
"""The variable in which cosign looks for the password of a key."""
_PRIVATE = regex(r"-----BEGIN ENCRYPTED (?:SIGSTORE|COSIGN) PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END ")
_PUBLIC = regex(r"-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----")
_LARGEST = 1 << 20
_MOST_MEMORY = 256 << 20
_KNOWN_COSTS = ((1 << 15, 8, 1), (1 << 16, 8, 1))
"""N, r and p of scrypt in the keys that cosign makes."""


class CosignKey(Struct, frozen=True):
    """A private key of cosign, opened."""

    path: Path
    pem: bytes

    def envelope(self, data: bytes) -> bytes:
        """Return the envelope around a statement, with its signature; raises `UsageError`."""
        made = {"keyid": "", "sig": base64.b64encode(self.sign(_encoded(data))).decode()}
        found = {"payloadType": STATEMENT, "payload": base64.b64encode(data).decode(), "signatures": [made]}
        return json.dumps(found, separators=(",", ":")).encode()

    def sign(self, data: bytes) -> bytes:
        """Return the signature of some bytes; raises `UsageError`."""
        with tempfile.TemporaryFile() as stream:  # the key goes through a pipe: it never is on a disk
            stream.write(data)
            stream.seek(0)
            reading, writing = os.pipe()
            try:
                with os.fdopen(writing, "wb") as pipe:
                    pipe.write(self.pem)
                words = ["dgst", "-sha256", "-sign", f"/dev/fd/{reading}"]
                done = subprocess.run(
                    [_program(), *words], stdin=stream, capture_output=True, check=False, pass_fds=[reading]
                )
            finally:
                os.close(reading)
        if done.returncode or not done.stdout:
            reason = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["openssl gave no reason"]
            raise UsageError(f"nothing was signed with {self.path}: {reason[0]}", "use a key of ECDSA or RSA")
        return done.stdout


def is_cosign_key(text: str) -> bool:
    """Return whether the text of a file is a private key of cosign."""
    return bool(_PRIVATE.search(text))


def open_key(path: Path, text: str) -> CosignKey:
    """Return the key in a file of cosign, whose password is asked for; raises `UsageError`."""
    _program()
    try:
        found = _PRIVATE.search(text)
        if found is None:
            raise FormatError("it is no key of cosign")
        kdf, cipher, box = _parts(base64.b64decode(found[1]))
    except (FormatError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} cannot be read: {error}", "`cosign generate-key-pair` makes a key") from error
    secret = hashlib.scrypt(_password(path), salt=kdf[0], n=kdf[1], r=kdf[2], p=kdf[3], maxmem=_MOST_MEMORY, dklen=32)
    der = opened(box, cipher, secret)
    if der is None:
        raise UsageError(f"the password does not open {path}", f"type another one, or set {PASSWORD}")
    pem = b"-----BEGIN PRIVATE KEY-----\n" + base64.encodebytes(der) + b"-----END PRIVATE KEY-----\n"
    return CosignKey(path, pem)


def _parts(data: bytes) -> tuple[tuple[bytes, int, int, int], bytes, bytes]:
    """Return what scrypt takes, the nonce and the box."""
    found: Any = loads(data)
    params = found["kdf"]["params"]
    costs = (int(params["N"]), int(params["r"]), int(params["p"]))
    if found["kdf"]["name"] != "scrypt" or found["cipher"]["name"] != "nacl/secretbox" or costs not in _KNOWN_COSTS:
        raise FormatError("it is encrypted in another way")
    binary = [base64.b64decode(text) for text in (found["kdf"]["salt"], found["cipher"]["nonce"], found["ciphertext"])]
    return (binary[0], *costs), binary[1], binary[2]


def _password(path: Path) -> bytes:
    if PASSWORD in os.environ:
        return os.environb[PASSWORD.encode()]
    if not sys.stdin.isatty():
        raise UsageError(f"{path} has a password", f"set {PASSWORD}, which cosign reads too")
    return getpass.getpass(f"password of {path}: ").encode()


def public_keys(signers: Path) -> list[bytes]:
    """Return the public keys in a file, as PEM; none where it is a file of ssh."""
    try:
        text = signers.read_bytes()[:_LARGEST].decode("utf-8", "replace")
    except OSError as error:
        raise NotFound(f"{signers} cannot be read: {error.strerror}", "--signers FILE names another one") from error
    return [found[0].encode() + b"\n" for found in _PUBLIC.finditer(text)]


def fingerprint(key: bytes) -> str:
    """Return the digest of a public key, as it is written for keys of ssh."""
    found = _PUBLIC.search(key.decode())
    digest = hashlib.sha256(base64.b64decode(found[1] if found else "")).digest()
    return f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}"


def signatures(envelopes: Iterable[bytes], data: bytes) -> list[bytes]:
    """Return the signatures in the envelopes that are around exactly these bytes; what is no envelope has none."""
    made: list[bytes] = []
    for one in envelopes:
        try:
            found: Any = loads(one)
            if found["payloadType"] == STATEMENT and base64.b64decode(found["payload"]) == data:
                made += [base64.b64decode(signature["sig"]) for signature in found["signatures"]]
        except (FormatError, ValueError, KeyError, TypeError):
            continue
    return made


def signer(data: bytes, made: Sequence[bytes], keys: Sequence[bytes]) -> str:
    """Return the fingerprint of the key that made one of the signatures of a statement, "" for none of the keys."""
    pairs = ((signature, key) for signature in made for key in keys)
    return next((fingerprint(key) for signature, key in pairs if _is_right(_encoded(data), signature, key)), "")


def _is_right(data: bytes, signature: bytes, key: bytes) -> bool:
    with tempfile.NamedTemporaryFile() as public, tempfile.NamedTemporaryFile() as given:
        for file, content in ((public, key), (given, signature)):
            file.write(content)
            file.flush()
        words = ["dgst", "-sha256", "-verify", public.name, "-signature", given.name]
        return subprocess.run([_program(), *words], input=data, capture_output=True, check=False).returncode == 0


def _encoded(data: bytes) -> bytes:
    """Return what is signed of a statement: its type and itself with their lengths (PAE of DSSE)."""
    return b"DSSEv1 %d %s %d %s" % (len(STATEMENT), STATEMENT.encode(), len(data), data)


def _program() -> str:
    found = shutil.which("openssl")
    if found is None:
        raise UsageError("openssl is not installed", "keys of cosign need it; it is in the package openssl")
    return found
