"""Keys of cosign: opened by their password; what they sign is an envelope that holds a statement and nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from snapshotter.errors import NotFound, UsageError
from snapshotter.work.versions.share.signed import secretbox
from snapshotter.work.versions.share.signed.cosign import CosignKey, fingerprint, public_keys, signatures, signer
from snapshotter.work.versions.share.signed.key import key_in

SAID = b'{"_type":"https://in-toto.io/Statement/v1"}'


def sealed(text: bytes, nonce: bytes, key: bytes) -> bytes:
    """Return a box of NaCl: its stream is its own inverse."""
    own = secretbox._hsalsa(key, nonce[:16])
    stream = b"".join(secretbox._salsa(own, nonce[16:], number) for number in range((32 + len(text)) // 64 + 1))
    body = bytes(one ^ other for one, other in zip(text, stream[32:], strict=False))
    return secretbox._poly1305(body, stream[:32]) + body


def generate(folder: Path, name: str, password: bytes = b"pw", kind: str = "SIGSTORE", costs: int = 1 << 15) -> Path:
    """Make a pair of keys, as `cosign generate-key-pair` does."""
    plain = folder / f"{name}.pem"
    subprocess.run(
        ["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", str(plain)],
        check=True,
        capture_output=True,
    )
    words = ["openssl", "pkey", "-in", str(plain), "-pubout", "-out", str(folder / f"{name}.pub")]
    subprocess.run(words, check=True, capture_output=True)
    der = base64.b64decode("".join(plain.read_text().splitlines()[1:-1]))
    plain.unlink()
    salt, nonce = b"s" * 32, b"n" * 24
    secret = hashlib.scrypt(password, salt=salt, n=costs, r=8, p=1, maxmem=256 << 20, dklen=32)
    data = {
        "kdf": {"name": "scrypt", "params": {"N": costs, "r": 8, "p": 1}, "salt": base64.b64encode(salt).decode()},
        "cipher": {"name": "nacl/secretbox", "nonce": base64.b64encode(nonce).decode()},
        "ciphertext": base64.b64encode(sealed(der, nonce, secret)).decode(),
    }
    return written(folder / f"{name}.key", data, kind)


def written(file: Path, data: object, kind: str = "SIGSTORE") -> Path:
    text = base64.encodebytes(json.dumps(data).encode()).decode()
    file.write_text(f"-----BEGIN ENCRYPTED {kind} PRIVATE KEY-----\n{text}-----END ENCRYPTED {kind} PRIVATE KEY-----\n")
    return file


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Two pairs of keys: mine and evil."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("cosign")
    generate(folder, "mine")
    generate(folder, "evil", b"", "COSIGN")
    yield folder


@pytest.fixture
def mine(keys: Path, monkeypatch: pytest.MonkeyPatch) -> CosignKey:
    monkeypatch.setenv("COSIGN_PASSWORD", "pw")
    found = key_in(keys / "mine.key")
    assert isinstance(found, CosignKey)
    return found


def test_an_envelope_has_the_form_of_dsse(mine: CosignKey, keys: Path, tmp_path: Path) -> None:
    found = json.loads(mine.envelope(SAID))
    assert found["payloadType"] == "application/vnd.in-toto+json" and base64.b64decode(found["payload"]) == SAID
    (tmp_path / "sig").write_bytes(base64.b64decode(found["signatures"][0]["sig"]))
    encoded = b"DSSEv1 28 application/vnd.in-toto+json %d %s" % (len(SAID), SAID)
    words = ["openssl", "dgst", "-sha256", "-verify", str(keys / "mine.pub"), "-signature", str(tmp_path / "sig")]
    assert subprocess.run(words, input=encoded, check=False, capture_output=True).returncode == 0


def test_who_signed_is_one_of_those_who_may(mine: CosignKey, keys: Path, tmp_path: Path) -> None:
    made = signatures([b"[", b"{}", b'{"payloadType":1}', mine.envelope(b"other"), mine.envelope(SAID)], SAID)
    assert len(made) == 1
    (own,), (evil,) = public_keys(keys / "mine.pub"), public_keys(keys / "evil.pub")
    assert signer(SAID, made, [evil, own]) == fingerprint(own) and fingerprint(own).startswith("SHA256:")
    assert signer(SAID, made, [evil]) == signer(SAID + b" ", made, [own]) == signer(SAID, [b"x"], [own]) == ""
    (tmp_path / "ssh").write_text("me@example.com ssh-ed25519 AAAA")
    assert public_keys(tmp_path / "ssh") == []
    with pytest.raises(NotFound, match="cannot be read"):
        public_keys(tmp_path / "none")


def test_a_key_is_opened_by_its_password_alone(keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COSIGN_PASSWORD", "other")
    with pytest.raises(UsageError, match="the password does not open"):
        key_in(keys / "mine.key")
    monkeypatch.setenv("COSIGN_PASSWORD", "")
    assert isinstance(key_in(keys / "evil.key"), CosignKey)
    monkeypatch.delenv("COSIGN_PASSWORD")
    monkeypatch.setattr("sys.stdin", _Stdin(terminal=False))
    with pytest.raises(UsageError, match="has a password") as error:
        key_in(keys / "mine.key")
    assert "COSIGN_PASSWORD" in error.value.hint
    monkeypatch.setattr("sys.stdin", _Stdin(terminal=True))
    monkeypatch.setattr("getpass.getpass", lambda _: "pw")
    assert isinstance(key_in(keys / "mine.key"), CosignKey)


class _Stdin:
    def __init__(self, *, terminal: bool) -> None:
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


def test_other_files_are_no_keys(keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COSIGN_PASSWORD", "pw")
    with pytest.raises(NotFound, match="there is no key"):
        key_in(tmp_path / "none")
    costly = {"kdf": {"name": "scrypt", "params": {"N": 1 << 30, "r": 8, "p": 1}, "salt": ""}}
    others: tuple[object, ...] = ([], {}, {"kdf": {}}, costly, {**costly, "cipher": {"name": "nacl/secretbox"}})
    for data in others:
        with pytest.raises(UsageError, match="cannot be read"):
            key_in(written(tmp_path / "key", data))
    with pytest.raises(UsageError, match="nothing was signed"):
        CosignKey(tmp_path / "key", b"x").sign(b"")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="openssl is not installed"):
        key_in(keys / "mine.key")
